//! The signature parser: any head of a request, any key.

use http::Method;
use jiff::Timestamp;
use mimus_federation::signature::{self, RequestHead, SigningKey, VerifyingKey};
use url::Url;

use super::request::{Signed, TextRequest};
use super::{Exercise, Outcome, SetupError};

/// How inputs begin that are keys.
const KEY_MARK: &[u8] = b"KEY\n";
/// What was signed in earnest; whatever else verifies is forged.
const BODY: &[u8] = br#"{"type":"Follow"}"#;
const PATH: &str = "/users/lark/inbox";

pub(super) struct SignatureTarget {
    public: VerifyingKey,
    base: Url,
    signed: Signed,
    now: Timestamp,
}

impl SignatureTarget {
    pub(super) fn new() -> Result<Self, SetupError> {
        let key = SigningKey::generate().map_err(SetupError::own)?;
        let base: Url = "http://mimus.example".parse().map_err(SetupError::own)?;
        let now = Timestamp::from_second(1_790_000_000).map_err(SetupError::own)?;
        let url = base.join(PATH).map_err(SetupError::own)?;
        let signed = Signed::new(&key, &url, BODY, now)
            .ok_or_else(|| SetupError::own("the request could not be signed"))?;
        let public = VerifyingKey::from_pem(key.public_key_pem()).map_err(SetupError::own)?;
        Ok(Self { public, base, signed, now })
    }
}

impl Exercise for SignatureTarget {
    fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String> {
        if let Some(key) = input.strip_prefix(KEY_MARK) {
            let text = String::from_utf8_lossy(key);
            let found = [VerifyingKey::from_pem(&text), VerifyingKey::from_multibase(text.trim())];
            let any = found.iter().any(Result::is_ok);
            return Ok(if any { Outcome::Taken } else { Outcome::Refused });
        }
        let Some(request) = TextRequest::read(input) else { return Ok(Outcome::Refused) };
        let headers = request.headers(&self.signed);
        let head = RequestHead {
            method: &request.method,
            target: &request.target,
            headers: &headers,
            public_base: &self.base,
        };
        let unverified = match signature::parse(&head, &request.body, self.now) {
            Ok(unverified) => unverified,
            Err(error) => {
                let words = error.to_string();
                return if words.len() <= 2_048 {
                    Ok(Outcome::Refused)
                } else {
                    Err(format!("a refusal of {} bytes: {words:.200}", words.len()))
                };
            }
        };
        let Ok(verified) = unverified.verify(&self.public) else { return Ok(Outcome::Refused) };
        let path = request.target.split('?').next().unwrap_or_default();
        if request.body != BODY || request.method != Method::POST || path != PATH {
            return Err(format!("verified, though it was never signed: {verified:?}"));
        }
        Ok(Outcome::Taken)
    }
}
