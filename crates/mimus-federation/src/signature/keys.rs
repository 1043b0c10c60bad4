//! The keys of actors: our own, which sign, and those of others, which verify.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    ED25519, KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA512,
    RSA_PKCS1_SHA256, RSA_PSS_2048_8192_SHA512, RsaParameters, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::digest::LENIENT;
use super::error::{KeyError, SignatureError};
use super::multikey;

/// The longest PEM text that is read. An RSA key of 8192 bits takes about 1,500 bytes.
const MAX_PEM: usize = 8 * 1024;
/// The longest private key that is read. An RSA key of 8192 bits takes about 4,700 bytes.
const MAX_PKCS8: usize = 8 * 1024;
const RSA_BITS: std::ops::RangeInclusive<u32> = 2048..=8192;
// draft-cavage and Mastodon publish keys as SPKI; 64 characters a line is PEM's own rule (RFC 7468).
const PEM_LINE: usize = 64;

/// An actor's private RSA key, parsed once and cheap to clone.
///
/// Parsing costs 0.3 ms and a signature 0.8 ms, so keep it rather than its bytes.
#[derive(Clone)]
pub struct SigningKey(Arc<Inner>);

struct Inner {
    pair: KeyPair,
    public_pem: String,
}

/// A private key's PKCS#8 bytes: never printed, wiped when dropped.
pub struct SecretDer(Pkcs8V1Der<'static>);

impl SecretDer {
    /// The bytes, to be encrypted and stored.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_ref()
    }
}

impl AsRef<[u8]> for SecretDer {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl fmt::Debug for SecretDer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretDer(…)")
    }
}

impl SigningKey {
    /// Makes a key of 2048 bits, which every server verifies. Takes about 70 ms of one core.
    pub fn generate() -> Result<Self, KeyError> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::Generation)?;
        Self::new(pair)
    }

    /// Reads a private RSA key of 2048 to 8192 bits.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        if der.len() > MAX_PKCS8 {
            return Err(KeyError::TooLarge { limit: MAX_PKCS8 });
        }
        Self::new(KeyPair::from_pkcs8(der).map_err(|_| KeyError::BadPrivateKey)?)
    }

    fn new(pair: KeyPair) -> Result<Self, KeyError> {
        let spki: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(|_| KeyError::BadPrivateKey)?;
        let public_pem = to_pem(spki.as_ref());
        Ok(Self(Arc::new(Inner { pair, public_pem })))
    }

    /// The private key as it is to be stored, encrypted.
    pub fn to_pkcs8_der(&self) -> Result<SecretDer, KeyError> {
        self.0.pair.as_der().map(SecretDer).map_err(|_| KeyError::BadPrivateKey)
    }

    /// The public half for the actor document's `publicKeyPem`: SPKI, lines of 64 characters, a line break
    /// at the end.
    pub fn public_key_pem(&self) -> &str {
        &self.0.public_pem
    }

    /// Signs with RSASSA-PKCS1-v1_5 and SHA-256: `rsa-sha256` in draft-cavage, `rsa-v1_5-sha256` in RFC 9421.
    pub(super) fn sign(&self, message: &[u8]) -> Result<String, SignatureError> {
        let pair = &self.0.pair;
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| SignatureError::unsignable("the private key refused to sign"))?;
        Ok(STANDARD.encode(signature))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.0.pair.public_modulus_len() * 8;
        write!(f, "SigningKey(RSA-{bits})")
    }
}

/// The kind of a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA, 2048 to 8192 bits.
    Rsa,
    /// Ed25519.
    Ed25519,
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::Ed25519 => "Ed25519",
        })
    }
}

/// How a signature was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    RsaV15Sha256,
    RsaV15Sha512,
    RsaPssSha512,
    Ed25519,
}

impl Algorithm {
    fn kind(self) -> KeyKind {
        match self {
            Self::RsaV15Sha256 | Self::RsaV15Sha512 | Self::RsaPssSha512 => KeyKind::Rsa,
            Self::Ed25519 => KeyKind::Ed25519,
        }
    }
}

/// Another actor's public key, parsed once and cheap to clone.
#[derive(Clone)]
pub struct VerifyingKey {
    kind: KeyKind,
    parsed: Arc<ParsedPublicKey>,
}

impl VerifyingKey {
    /// Reads an actor's `publicKeyPem`: SPKI of an RSA (2048 to 8192 bits) or Ed25519 key, or PKCS#1 of an
    /// RSA key.
    ///
    /// White space and line breaks of any kind are forgiven, anywhere but within the marker lines.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        if pem.len() > MAX_PEM {
            return Err(KeyError::TooLarge { limit: MAX_PEM });
        }
        let (label, der) = decode_pem(pem).ok_or(KeyError::NotPem)?;
        match label {
            "PUBLIC KEY" => Self::from_spki(&der),
            "RSA PUBLIC KEY" => Self::rsa(&der),
            _ => Err(KeyError::NotPem),
        }
    }

    /// Reads a `publicKeyMultibase` as in FEP-521a, which is how Ed25519 keys are published: base58 (`z…`)
    /// of an Ed25519 key, or of an RSA key in PKCS#1 form.
    pub fn from_multibase(text: &str) -> Result<Self, KeyError> {
        match multikey::decode(text)? {
            multikey::Multikey::Ed25519(raw) => Self::ed25519(&raw),
            multikey::Multikey::Rsa(der) => Self::rsa(&der),
        }
    }

    /// The kind of the key.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        // 44 bytes is the one length of an Ed25519 key in SPKI (RFC 8410); 32 would be read as a bare key.
        if der.len() == 44 { Self::ed25519(der) } else { Self::rsa(der) }
    }

    fn ed25519(bytes: &[u8]) -> Result<Self, KeyError> {
        let parsed = ParsedPublicKey::new(&ED25519, bytes).map_err(|_| KeyError::UnknownKind)?;
        Ok(Self { kind: KeyKind::Ed25519, parsed: Arc::new(parsed) })
    }

    fn rsa(der: &[u8]) -> Result<Self, KeyError> {
        let key = aws_lc_rs::rsa::PublicKey::from_der(der).map_err(|_| KeyError::UnknownKind)?;
        let bits = RsaParameters::public_modulus_len(key.as_ref()).map_err(|_| KeyError::UnknownKind)?;
        if !RSA_BITS.contains(&bits) {
            return Err(KeyError::WrongSize { bits });
        }
        let parsed = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.as_ref())
            .map_err(|_| KeyError::UnknownKind)?;
        Ok(Self { kind: KeyKind::Rsa, parsed: Arc::new(parsed) })
    }

    /// Whether any of `algorithms` can be used with this key.
    pub(super) fn fits(&self, algorithms: &[Algorithm]) -> bool {
        algorithms.iter().any(|algorithm| algorithm.kind() == self.kind)
    }

    /// Whether `signature` is this key's signature of `message` by any of `algorithms`.
    pub(super) fn verifies(&self, algorithms: &[Algorithm], message: &[u8], signature: &[u8]) -> bool {
        let bytes: &[u8] = (*self.parsed).as_ref();
        algorithms.iter().filter(|algorithm| algorithm.kind() == self.kind).any(|algorithm| match algorithm {
            Algorithm::RsaV15Sha256 | Algorithm::Ed25519 => {
                self.parsed.verify_sig(message, signature).is_ok()
            }
            // Seldom met, so not worth keeping parsed.
            Algorithm::RsaV15Sha512 => {
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA512, bytes).verify(message, signature).is_ok()
            }
            Algorithm::RsaPssSha512 => {
                UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA512, bytes).verify(message, signature).is_ok()
            }
        })
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", self.kind)
    }
}

fn to_pem(spki: &[u8]) -> String {
    let encoded = STANDARD.encode(spki);
    let mut pem = String::with_capacity(encoded.len() + encoded.len() / PEM_LINE + 64);
    pem.push_str("-----BEGIN PUBLIC KEY-----\n");
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(PEM_LINE));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem.push_str("-----END PUBLIC KEY-----\n");
    pem
}

fn decode_pem(pem: &str) -> Option<(&str, Vec<u8>)> {
    let (_, after) = pem.split_once("-----BEGIN ")?;
    let (label, after) = after.split_once("-----")?;
    let (body, after) = after.split_once("-----END ")?;
    let (end, _) = after.split_once("-----")?;
    if end != label {
        return None;
    }
    let encoded: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    Some((label, LENIENT.decode(encoded).ok()?))
}
