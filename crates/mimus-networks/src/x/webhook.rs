//! What X and a webhook prove to each other, by the consumer secret of the app (facts/x-api.md §2.8).

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The header with the signature of a delivery.
pub const SIGNATURE_HEADER: &str = "x-twitter-webhooks-signature";

const SCHEME: &str = "sha256=";

fn key(secret: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())
}

/// The signature of a body as X writes it into [`SIGNATURE_HEADER`].
#[must_use]
pub fn signature(secret: &str, body: &[u8]) -> String {
    format!("{SCHEME}{}", STANDARD.encode(hmac::sign(&key(secret), body)))
}

/// What a webhook answers to X's question with `crc_token`.
#[must_use]
pub fn response_token(secret: &str, crc_token: &str) -> String {
    signature(secret, crc_token.as_bytes())
}

/// Whether X signed this body. Takes the same time however much of the signature is right.
#[must_use]
pub fn is_signed(secret: &str, header: &str, body: &[u8]) -> bool {
    let told = header.trim().strip_prefix(SCHEME).and_then(|told| STANDARD.decode(told).ok());
    told.is_some_and(|told| hmac::verify(&key(secret), body, &told).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a consumer secret";
    const BODY: &[u8] = br#"{"data":{"event_uuid":"-7"}}"#;
    /// Of [`BODY`], by another program's HMAC.
    const SIGNED: &str = "sha256=4KkLpGAAtX0Etu+y09nwr/oDiIidDQ1et2o/KLVyrL8=";

    #[test]
    fn the_proof_is_what_another_program_reckons() {
        let told = "sha256=8fDcgB8ZPBDRUCtXEIT+PHUovPH1p3HTmPzVBmGHDXQ=";
        assert_eq!(response_token(SECRET, "challenge-1"), told);
        assert_eq!(signature(SECRET, BODY), SIGNED);
    }

    #[test]
    fn only_a_whole_signature_of_these_bytes_by_this_secret_counts() {
        assert!(is_signed(SECRET, SIGNED, BODY));
        assert!(!is_signed("another secret", SIGNED, BODY));
        assert!(!is_signed(SECRET, SIGNED, b"{}"));
        for wrong in ["", "sha256=", "sha256=4KkLpGAA", SIGNED.trim_start_matches("sha256="), "sha1=4KkLpGAA"]
        {
            assert!(!is_signed(SECRET, wrong, BODY), "{wrong}");
        }
    }
}
