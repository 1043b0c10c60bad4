//! Requests as text: `POST /inbox`, a line for each header, an empty line, the body.
//!
//! In headers, `{date}`, `{created}`, `{digest}`, `{signature}` and `{signature9421}` stand for what a sender who
//! signs in earnest would write there; the words around them are the input's. Signatures are of what follows:
//! `(request-target) host date digest content-type` by draft-cavage, `"@method" "@target-uri" "content-digest"` by
//! RFC 9421.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use mimus_federation::signature::{self, RequestToSign, Scheme, SigningKey};
use url::Url;

/// The type that is signed.
const CONTENT_TYPE: &str = "application/activity+json";

/// A request that was read from an input.
pub(crate) struct TextRequest {
    pub(crate) method: Method,
    /// Path and query.
    pub(crate) target: String,
    /// Names and values, placeholders and all.
    headers: Vec<(HeaderName, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

/// What stands in place of the placeholders.
pub(crate) struct Signed(Vec<(&'static str, String)>);

/// Where the body begins.
pub(crate) fn body_start(input: &[u8]) -> usize {
    input.windows(2).position(|two| two == b"\n\n").map_or(input.len(), |at| at + 2)
}

impl TextRequest {
    /// Reads a request; `None` of what no HTTP server would take for one.
    pub(crate) fn read(input: &[u8]) -> Option<Self> {
        let (head, body) = input.split_at(body_start(input));
        let mut lines = head.split(|byte| *byte == b'\n');
        let first = std::str::from_utf8(lines.next()?).ok()?;
        let (method, target) = first.split_once(' ')?;
        let headers = lines
            .filter_map(|line| {
                let colon = line.iter().position(|byte| *byte == b':')?;
                let name = HeaderName::from_bytes(&line[..colon]).ok()?;
                Some((name, line[colon + 1..].trim_ascii().to_vec()))
            })
            .take(100)
            .collect();
        let method = method.parse().ok()?;
        Some(Self { method, target: target.trim().to_owned(), headers, body: body.to_vec() })
    }

    /// Whether anything is asked of who signs.
    pub(crate) fn wants_signature(&self) -> bool {
        self.headers.iter().any(|(_, value)| value.windows(10).any(|ten| ten == b"{signature"))
    }

    /// The headers as they are sent; those that no HTTP server would take are left out.
    pub(crate) fn headers(&self, signed: &Signed) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let mut value = value.clone();
            for (placeholder, with) in &signed.0 {
                value = replaced(&value, placeholder.as_bytes(), with.as_bytes());
            }
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                headers.append(name, value);
            }
        }
        headers
    }
}

impl Signed {
    /// What somebody writes who sends `body` to `url` now.
    pub(crate) fn new(key: &SigningKey, url: &Url, body: &[u8], now: Timestamp) -> Option<Self> {
        let request =
            RequestToSign { method: &Method::POST, url, body: Some(body), content_type: Some(CONTENT_TYPE) };
        let cavage = signature::sign(Scheme::Cavage, &request, key, KEY_ID, now).ok()?;
        let rfc = signature::sign(Scheme::Rfc9421, &request, key, KEY_ID, now).ok()?;
        let mut all = Self::unsigned(now);
        let text = |headers: &HeaderMap, name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
        all.0.push(("{digest}", text(&cavage, "digest")?.trim_start_matches("SHA-256=").to_owned()));
        let value = text(&cavage, "signature")?;
        let (_, value) = value.split_once("signature=\"")?;
        all.0.push(("{signature}", value.trim_end_matches('"').to_owned()));
        let value = text(&rfc, "signature")?;
        all.0.push(("{signature9421}", value.split(':').nth(1)?.to_owned()));
        Some(all)
    }

    /// What is no secret: the time.
    pub(crate) fn unsigned(now: Timestamp) -> Self {
        let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        Self(vec![("{date}", date), ("{created}", now.as_second().to_string())])
    }
}

/// Whose key signs.
pub(crate) const KEY_ID: &str = "http://peer.example/users/robin#main-key";

/// `bytes` with each `from` replaced.
pub(crate) fn replaced(bytes: &[u8], from: &[u8], with: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(with);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}
