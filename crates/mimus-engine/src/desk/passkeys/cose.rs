//! Public keys as COSE writes them (RFC 9052, section 7; RFC 9053; RFC 8230), of the three kinds that every authenticator has
//! one of, and what they have signed.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    VerificationAlgorithm,
};

use super::cbor::Map;

/// ECDSA on P-256 with SHA-256.
pub(super) const ES256: i64 = -7;
/// Ed25519.
pub(super) const EDDSA: i64 = -8;
/// RSA, PKCS #1 version 1.5, with SHA-256.
pub(super) const RS256: i64 = -257;

/// Bytes of a key, as COSE writes it.
pub(super) const MAX_KEY: usize = 1_024;
/// Bytes of an RSA modulus: 2,048 to 4,096 bits.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=512;

/// A public key by which somebody's device signs.
pub(super) struct PublicKey {
    algorithm: i64,
    key: Key,
}

enum Key {
    Parsed(ParsedPublicKey),
    Rsa(RsaPublicKeyComponents<Vec<u8>>),
}

impl PublicKey {
    /// Reads a key. `None` where it is none, or one of another kind.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let map = Some(bytes).filter(|bytes| bytes.len() <= MAX_KEY).and_then(Map::whole)?;
        let algorithm = map.int_at(3)?;
        let coordinate = |label: i64| map.bytes_at(label).filter(|bytes| bytes.len() == 32);
        let parsed = |with: &'static dyn VerificationAlgorithm, bytes: &[u8]| {
            ParsedPublicKey::new(with, bytes).ok().map(Key::Parsed)
        };
        let key = match (map.int_at(1)?, algorithm, map.int_at(-1)) {
            (2, ES256, Some(1)) => {
                let point = [&[4], coordinate(-2)?, coordinate(-3)?].concat();
                parsed(&ECDSA_P256_SHA256_ASN1, &point)?
            }
            (1, EDDSA, Some(6)) => parsed(&ED25519, coordinate(-2)?)?,
            (3, RS256, _) => {
                let (n, e) = (map.bytes_at(-1)?, map.bytes_at(-2)?);
                let good = MODULUS.contains(&n.len())
                    && n.first() >= Some(&0x80)
                    && (1..=4).contains(&e.len())
                    && e.first() != Some(&0);
                Key::Rsa(good.then(|| RsaPublicKeyComponents { n: n.to_vec(), e: e.to_vec() })?)
            }
            _ => return None,
        };
        Some(Self { algorithm, key })
    }

    /// By which number COSE knows its algorithm.
    pub(super) fn algorithm(&self) -> i64 {
        self.algorithm
    }

    /// Whether this key has signed that.
    pub(super) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.key {
            Key::Parsed(key) => key.verify_sig(message, signature).is_ok(),
            Key::Rsa(key) => key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok(),
        }
    }
}
