//! What can be wrong with a signature or a key.

use jiff::SignedDuration;
use thiserror::Error;

use super::keys::KeyKind;

/// Why a request's signature was not accepted, or one could not be made.
///
/// Towards a remote server all of these but [`Unsignable`](Self::Unsignable) are a 401; the text is safe
/// to send back, since it quotes nothing secret and never more than a few characters of the request.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// A header or parameter that the signature needs is not there.
    #[error("{what} is missing: sign the request and send it along")]
    Missing {
        /// The header or parameter.
        what: String,
    },
    /// A header or parameter cannot be read.
    #[error("{what} cannot be read: {why}")]
    Malformed {
        /// The header or parameter.
        what: &'static str,
        /// What was wrong with it.
        why: String,
    },
    /// A header, or what was signed, is larger than is read here.
    #[error("{what} is too large: the limit is {limit}")]
    TooLarge {
        /// The header or list.
        what: &'static str,
        /// The limit, in bytes or, for lists, in entries.
        limit: usize,
    },
    /// The signature or digest was made in a way that is not known here.
    #[error("algorithm {algorithm:?} is not supported: use {instead}")]
    UnsupportedAlgorithm {
        /// What the request named.
        algorithm: String,
        /// What is accepted in its place.
        instead: &'static str,
    },
    /// An RFC 9421 component is listed that is not known here.
    #[error(
        "component {component} is not supported: sign @method, @target-uri, content-digest or plain headers"
    )]
    UnsupportedComponent {
        /// The component's identifier.
        component: String,
    },
    /// Something that must be signed was left out.
    #[error("{component} is not among what was signed: sign it too")]
    NotCovered {
        /// What to add.
        component: &'static str,
    },
    /// The body is not the one that the digest header tells of.
    #[error(
        "the digest does not match the body: it was changed on the way, or hashed before it was complete"
    )]
    BadDigest,
    /// The signature is too old.
    #[error("the signature is {by:#} too old: sign anew for every attempt, and check the clock")]
    Stale {
        /// How far beyond the limit.
        by: SignedDuration,
    },
    /// The signature comes from the future.
    #[error("the signature is dated {by:#} too far in the future: check the clock")]
    Future {
        /// How far beyond the limit.
        by: SignedDuration,
    },
    /// The signer's own time limit has passed.
    #[error("the signature expired {by:#} ago: sign anew for every attempt, and check the clock")]
    Expired {
        /// How long ago.
        by: SignedDuration,
    },
    /// The key is of another kind than the signature's algorithm.
    #[error(
        "a signature by {algorithm} cannot be verified with this {key} key: name the algorithm that fits"
    )]
    KeyMismatch {
        /// The algorithm that the request named.
        algorithm: String,
        /// The kind of the key.
        key: KeyKind,
    },
    /// The signature is not this key's signature of this request.
    #[error("the signature does not fit the request and the key: check which key and which Host were used")]
    BadSignature,
    /// A request cannot be signed as it is.
    #[error("the request cannot be signed: {why}")]
    Unsignable {
        /// What stands in the way.
        why: String,
    },
}

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The text is larger than any key that is accepted.
    #[error("the key is longer than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The text is no key in a form that is read here.
    #[error("the key is not PEM of a public key (\"BEGIN PUBLIC KEY\" or \"BEGIN RSA PUBLIC KEY\")")]
    NotPem,
    /// The text is no `publicKeyMultibase` of a kind that is read here.
    #[error("the key is not a base58 multikey of an Ed25519 or RSA key")]
    NotMultikey,
    /// It is a key, but neither RSA nor Ed25519, or damaged.
    #[error("the key is neither a sound RSA key nor an Ed25519 key")]
    UnknownKind,
    /// An RSA key of a size that is not accepted.
    #[error("the RSA key has {bits} bits; 2048 to 8192 are accepted")]
    WrongSize {
        /// Its size.
        bits: u32,
    },
    /// A stored private key is not PKCS#8 of an RSA key.
    #[error("the private key is not an RSA key in PKCS#8 form: restore it from a backup or make a new one")]
    BadPrivateKey,
    /// The system could not make a key.
    #[error("no key could be made: the system's random source failed")]
    Generation,
}

impl SignatureError {
    pub(super) fn missing(what: &str) -> Self {
        Self::Missing { what: excerpt(what) }
    }

    pub(super) fn malformed(what: &'static str, why: impl Into<String>) -> Self {
        Self::Malformed { what, why: why.into() }
    }

    pub(super) fn unsignable(why: impl Into<String>) -> Self {
        Self::Unsignable { why: why.into() }
    }
}

/// The beginning of a foreign text: enough to recognise it by, too little to fill a log with.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(64).collect()
}
