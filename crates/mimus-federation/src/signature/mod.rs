//! HTTP signatures, in and out: draft-cavage and RFC 9421.
//!
//! Pure: no request is sent, no key fetched, no clock read. A request that came in is checked in two steps,
//! so that the signer's key can be fetched in between, and only for requests that are worth it:
//!
//! ```
//! use http::{HeaderMap, Method};
//! use jiff::Timestamp;
//! use mimus_federation::signature::{self, RequestHead, RequestToSign, Scheme, SigningKey, VerifyingKey};
//! use url::Url;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let now = Timestamp::from_second(1_790_000_000)?;
//! let key = SigningKey::generate()?;
//! let inbox: Url = "https://there.example/inbox".parse()?;
//! let request = RequestToSign {
//!     method: &Method::POST,
//!     url: &inbox,
//!     body: Some(b"{}"),
//!     content_type: Some("application/activity+json"),
//! };
//! let headers = signature::sign(Scheme::Cavage, &request, &key, "https://here.example/a#main-key", now)?;
//!
//! let head = RequestHead {
//!     method: &Method::POST,
//!     target: "/inbox",
//!     headers: &headers,
//!     public_base: &"https://there.example/".parse()?,
//! };
//! let unverified = signature::parse(&head, b"{}", now)?;
//! assert_eq!(unverified.key_id(), "https://here.example/a#main-key");
//! let fetched = VerifyingKey::from_pem(key.public_key_pem())?;
//! let verified = unverified.verify(&fetched)?;
//! assert_eq!(verified.scheme, Scheme::Cavage);
//! # Ok(())
//! # }
//! ```
//!
//! What a signature proves is that the owner of a key sent this body to this address at this time. Whether
//! the key's owner is the activity's actor is the caller's to check.

mod cavage;
mod clock;
mod digest;
mod error;
mod keys;
mod multikey;
mod request;
mod rfc9421;

use std::fmt;
use std::ops::Deref;

use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;

pub use clock::{MAX_AGE, MAX_SKEW};
pub use error::{KeyError, SignatureError};
pub use keys::{KeyKind, SecretDer, SigningKey, VerifyingKey};
pub use request::{RequestHead, RequestToSign};

use keys::Algorithm;

/// The longest `Signature` or `Signature-Input` header that is read, in bytes.
const MAX_HEADER: usize = 8 * 1024;
/// The longest key id that is read, in bytes.
const MAX_KEY_ID: usize = 2 * 1024;
/// The longest signature that is read, in bytes: that of an RSA key of 8192 bits.
const MAX_SIGNATURE: usize = 1024;

/// The way in which a request is signed.
///
/// draft-cavage is read by every server; RFC 9421 only goes to servers that have signed so to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// draft-cavage-http-signatures-12 with `rsa-sha256`.
    Cavage,
    /// RFC 9421 with `rsa-v1_5-sha256`.
    Rfc9421,
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cavage => "draft-cavage",
            Self::Rfc9421 => "RFC 9421",
        })
    }
}

/// What a signature says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedParts {
    /// The way in which the request was signed.
    pub scheme: Scheme,
    /// Where the key is to be found: a URL, usually of the actor with a fragment, sometimes of its own.
    /// At most 2,048 bytes; not checked to be a URL.
    pub key_id: String,
    /// When it was signed: `created` where that is signed, else `Date`.
    pub signed_at: Timestamp,
    /// The signer's own time limit, if it set one.
    pub expires_at: Option<Timestamp>,
    /// The components that are signed, in order, in lower case.
    pub covered: Vec<String>,
}

/// A signed request that has passed every check which needs no key.
pub struct Unverified {
    parts: SignedParts,
    /// As named by the signer.
    algorithm: Option<String>,
    algorithms: &'static [Algorithm],
    signature: Vec<u8>,
    /// What may have been signed: more than one where servers differ.
    bases: Vec<Vec<u8>>,
}

impl Unverified {
    /// What the signature says of itself. None of it is proven yet.
    pub fn parts(&self) -> &SignedParts {
        &self.parts
    }

    /// Where the key is to be found.
    pub fn key_id(&self) -> &str {
        &self.parts.key_id
    }

    /// Checks the signature itself. A key from a cache that does not fit should be fetched anew, once, and
    /// tried again: keys change.
    pub fn verify(&self, key: &VerifyingKey) -> Result<Verified, SignatureError> {
        if !key.fits(self.algorithms) {
            let algorithm = self.algorithm.clone().unwrap_or_else(|| "its key's kind".to_owned());
            return Err(SignatureError::KeyMismatch {
                algorithm: error::excerpt(&algorithm),
                key: key.kind(),
            });
        }
        if self.bases.iter().any(|base| key.verifies(self.algorithms, base, &self.signature)) {
            Ok(Verified(self.parts.clone()))
        } else {
            Err(SignatureError::BadSignature)
        }
    }
}

impl fmt::Debug for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified").field("parts", &self.parts).finish_non_exhaustive()
    }
}

/// Proof that a request was signed by the key it was verified with. There is no other way to get one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified(SignedParts);

impl Deref for Verified {
    type Target = SignedParts;

    fn deref(&self) -> &SignedParts {
        &self.0
    }
}

/// Does every check of a request that needs no key: the headers are there and can be read, enough is signed,
/// the digest fits `body`, the time is right.
///
/// `body` is the whole body as received, empty if there is none. A request with `Signature-Input` is read as
/// RFC 9421, any other as draft-cavage. A request without any signature gives
/// [`SignatureError::Missing`].
pub fn parse(head: &RequestHead<'_>, body: &[u8], now: Timestamp) -> Result<Unverified, SignatureError> {
    if head.headers.contains_key("signature-input") {
        return rfc9421::parse(head, body, now);
    }
    let mut values = head.headers.get_all("signature").iter();
    match (values.next(), values.next()) {
        (Some(value), None) => cavage::parse(head, value, body, now),
        (Some(_), Some(_)) => {
            Err(SignatureError::malformed("the request", "it has more than one Signature header"))
        }
        (None, _) => Err(SignatureError::missing("the Signature header")),
    }
}

/// Signs a request and returns the headers to send with it, `Host` and `Content-Type` among them: put them
/// all in place of any others of their names, and send the body unchanged.
///
/// Sign anew for every attempt: a signature ages. `key_id` is the URL of the public key in the actor's
/// document. Fails only for an address without host, or a key id or content type that no header can hold.
pub fn sign(
    scheme: Scheme,
    request: &RequestToSign<'_>,
    key: &SigningKey,
    key_id: &str,
    now: Timestamp,
) -> Result<HeaderMap, SignatureError> {
    let quotable = |c: u8| c.is_ascii_graphic() && c != b'"' && c != b'\\';
    if key_id.is_empty() || key_id.len() > MAX_KEY_ID || !key_id.bytes().all(quotable) {
        return Err(SignatureError::unsignable("the key id is not a URL of at most 2048 characters"));
    }
    match scheme {
        Scheme::Cavage => cavage::sign(request, key, key_id, now),
        Scheme::Rfc9421 => rfc9421::sign(request, key, key_id, now),
    }
}

fn header_value(text: &str) -> Result<HeaderValue, SignatureError> {
    HeaderValue::from_str(text)
        .map_err(|_| SignatureError::unsignable("a value holds characters that no header can"))
}
