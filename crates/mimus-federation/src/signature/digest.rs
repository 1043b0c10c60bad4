//! Digests of bodies: `Digest` (RFC 3230, with draft-cavage) and `Content-Digest` (RFC 9530).

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use sfv::{BareItem, Dictionary, ListEntry, Parser, Version};

use super::error::{SignatureError, excerpt};

/// Base64 as peers write it, with or without padding.
pub(super) const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

const MAX_LENGTH: usize = 2048;

/// The body's SHA-256 in base64.
pub(super) fn sha256_base64(body: &[u8]) -> String {
    STANDARD.encode(digest(&SHA256, body))
}

/// Checks a `Digest` header: every digest in it that is known must fit, and one must be known.
///
/// Algorithm names are read in any case: Fedify, GoToSocial and mitra accept `sha-256=` too.
pub(super) fn check_digest(value: &[u8], body: &[u8]) -> Result<(), SignatureError> {
    const WHAT: &str = "the Digest header";
    let text = header_text(WHAT, value)?;
    let mut known = false;
    for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        let Some((name, encoded)) = entry.split_once('=') else {
            return Err(SignatureError::malformed(WHAT, "it is not of the form SHA-256=…"));
        };
        let Some(expected) = hash(name.trim(), body) else { continue };
        let given = LENIENT
            .decode(encoded.trim())
            .map_err(|_| SignatureError::malformed(WHAT, "the digest is not base64"))?;
        if given != expected {
            return Err(SignatureError::BadDigest);
        }
        known = true;
    }
    if known { Ok(()) } else { Err(unknown_digest(text)) }
}

/// Checks a `Content-Digest` header: every digest in it that is known must fit, and one must be known.
pub(super) fn check_content_digest(value: &[u8], body: &[u8]) -> Result<(), SignatureError> {
    const WHAT: &str = "the Content-Digest header";
    let text = header_text(WHAT, value)?;
    let members: Dictionary = Parser::new(text)
        .with_version(Version::Rfc8941)
        .parse()
        .map_err(|_| SignatureError::malformed(WHAT, "it is not a structured dictionary"))?;
    let mut known = false;
    for (name, member) in &members {
        let Some(expected) = hash(name.as_str(), body) else { continue };
        let ListEntry::Item(item) = member else {
            return Err(SignatureError::malformed(WHAT, "the digest is not a byte sequence"));
        };
        let BareItem::ByteSequence(given) = &item.bare_item else {
            return Err(SignatureError::malformed(WHAT, "the digest is not a byte sequence"));
        };
        if *given != expected {
            return Err(SignatureError::BadDigest);
        }
        known = true;
    }
    if known { Ok(()) } else { Err(unknown_digest(text)) }
}

fn header_text<'v>(what: &'static str, value: &'v [u8]) -> Result<&'v str, SignatureError> {
    if value.len() > MAX_LENGTH {
        return Err(SignatureError::TooLarge { what, limit: MAX_LENGTH });
    }
    std::str::from_utf8(value).map_err(|_| SignatureError::malformed(what, "it is not text"))
}

fn hash(name: &str, body: &[u8]) -> Option<Vec<u8>> {
    let algorithm = if name.eq_ignore_ascii_case("sha-256") {
        &SHA256
    } else if name.eq_ignore_ascii_case("sha-512") {
        &SHA512
    } else {
        return None;
    };
    Some(digest(algorithm, body).as_ref().to_vec())
}

fn unknown_digest(text: &str) -> SignatureError {
    SignatureError::UnsupportedAlgorithm { algorithm: excerpt(text), instead: "SHA-256 or SHA-512" }
}
