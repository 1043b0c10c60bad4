//! Public keys in `publicKeyMultibase` form (FEP-521a, W3C Controlled Identifiers).

use super::error::KeyError;

/// The longest text that is read: an RSA key of 8192 bits takes about 1,420 characters.
const MAX_LENGTH: usize = 2048;
const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
// Multicodec's table: ed25519-pub is 0xed and rsa-pub 0x1205, as variable-length integers.
const ED25519_PREFIX: [u8; 2] = [0xed, 0x01];
const RSA_PREFIX: [u8; 2] = [0x85, 0x24];

pub(super) enum Multikey {
    /// The 32 bytes of the key.
    Ed25519(Vec<u8>),
    /// The key in PKCS#1 form.
    Rsa(Vec<u8>),
}

pub(super) fn decode(text: &str) -> Result<Multikey, KeyError> {
    let text = text.trim();
    if text.len() > MAX_LENGTH {
        return Err(KeyError::TooLarge { limit: MAX_LENGTH });
    }
    // `z` is multibase's mark for base58 in Bitcoin's alphabet.
    let bytes = text.strip_prefix('z').and_then(base58).ok_or(KeyError::NotMultikey)?;
    if let Some(raw) = bytes.strip_prefix(&ED25519_PREFIX) {
        return if raw.len() == 32 {
            Ok(Multikey::Ed25519(raw.to_vec()))
        } else {
            Err(KeyError::NotMultikey)
        };
    }
    bytes.strip_prefix(&RSA_PREFIX).map(|der| Multikey::Rsa(der.to_vec())).ok_or(KeyError::NotMultikey)
}

fn base58(text: &str) -> Option<Vec<u8>> {
    // Little-endian while it grows; leading zero bytes are written as leading ones.
    let mut bytes: Vec<u8> = Vec::new();
    for c in text.bytes() {
        let mut carry = ALPHABET.iter().position(|&a| a == c)?;
        for byte in &mut bytes {
            carry += usize::from(*byte) * 58;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        if carry > 0 {
            bytes.push(carry as u8);
        }
    }
    let zeros = text.bytes().take_while(|&c| c == b'1').count();
    bytes.resize(bytes.len() + zeros, 0);
    bytes.reverse();
    Some(bytes)
}
