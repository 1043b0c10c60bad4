//! A peer that signs in any way asked for, written apart from the code under test.

use std::sync::OnceLock;

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use aws_lc_rs::signature::{
    Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RSA_PSS_SHA512, RsaEncoding,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};
use mimus_federation::signature::{
    RequestHead, SignatureError, SigningKey, Unverified, Verified, VerifyingKey, parse,
};
use url::Url;

pub(crate) const KEY_ID: &str = "https://peer.example/users/wren#main-key";
pub(crate) const BODY: &[u8] = br#"{"type":"Follow","actor":"https://peer.example/users/wren"}"#;
/// 2026-11-10T09:00:00Z.
pub(crate) const NOW: i64 = 1_794_301_200;

pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

pub(crate) fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

pub(crate) fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// One key for the whole run, since making one takes a while.
pub(crate) fn rsa() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate().unwrap())
}

pub(crate) fn stranger() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate().unwrap())
}

pub(crate) fn rsa_pair() -> &'static RsaKeyPair {
    static KEY: OnceLock<RsaKeyPair> = OnceLock::new();
    KEY.get_or_init(|| RsaKeyPair::from_pkcs8(rsa().to_pkcs8_der().unwrap().as_bytes()).unwrap())
}

pub(crate) fn ed25519_pair() -> &'static Ed25519KeyPair {
    static KEY: OnceLock<Ed25519KeyPair> = OnceLock::new();
    KEY.get_or_init(|| Ed25519KeyPair::generate().unwrap())
}

pub(crate) fn public(key: &SigningKey) -> VerifyingKey {
    VerifyingKey::from_pem(key.public_key_pem()).unwrap()
}

pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

/// An Ed25519 key in SPKI form (RFC 8410): a fixed beginning, then the key.
pub(crate) fn ed25519_spki() -> Vec<u8> {
    let mut der = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    der.extend_from_slice(ed25519_pair().public_key().as_ref());
    der
}

pub(crate) fn sha256_digest(body: &[u8]) -> String {
    format!("SHA-256={}", STANDARD.encode(digest(&SHA256, body)))
}

pub(crate) fn sha256_content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(digest(&SHA256, body)))
}

pub(crate) fn sha512_content_digest(body: &[u8]) -> String {
    format!("sha-512=:{}:", STANDARD.encode(digest(&SHA512, body)))
}

/// What is signed: names, with values where these are not headers of the request.
pub(crate) type Components<'a> = &'a [(&'a str, &'a str)];

/// The key that a peer signs with.
#[derive(Clone, Copy)]
pub(crate) enum With {
    Rsa,
    RsaSha512,
    RsaPss,
    Ed25519,
}

impl With {
    pub(crate) fn sign(self, message: &[u8]) -> String {
        let encoding: &'static dyn RsaEncoding = match self {
            Self::Rsa => &RSA_PKCS1_SHA256,
            Self::RsaSha512 => &RSA_PKCS1_SHA512,
            Self::RsaPss => &RSA_PSS_SHA512,
            Self::Ed25519 => return STANDARD.encode(ed25519_pair().sign(message)),
        };
        let mut signature = vec![0; rsa_pair().public_modulus_len()];
        rsa_pair().sign(encoding, &SystemRandom::new(), message, &mut signature).unwrap();
        STANDARD.encode(signature)
    }

    pub(crate) fn public(self) -> VerifyingKey {
        match self {
            Self::Ed25519 => VerifyingKey::from_pem(&pem("PUBLIC KEY", &ed25519_spki())).unwrap(),
            _ => public(rsa()),
        }
    }
}

/// A request on its way to `https://mimus.example`.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) base: Url,
}

impl Request {
    pub(crate) fn post() -> Self {
        let mut request = Self {
            method: Method::POST,
            target: "/users/lark/inbox".to_owned(),
            headers: HeaderMap::new(),
            body: BODY.to_vec(),
            base: "https://mimus.example/".parse().unwrap(),
        };
        request.set("host", "mimus.example");
        request.set("date", &http_date(now()));
        request.set("content-type", "application/activity+json");
        request.set("digest", &sha256_digest(BODY));
        request.set("content-digest", &sha256_content_digest(BODY));
        request
    }

    pub(crate) fn get() -> Self {
        let mut request = Self::post();
        request.method = Method::GET;
        request.target = "/users/lark".to_owned();
        request.body.clear();
        for name in ["content-type", "digest", "content-digest"] {
            request.headers.remove(name);
        }
        request
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        self.headers.insert(name, HeaderValue::from_str(value).unwrap());
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.headers[name].to_str().unwrap().to_owned()
    }

    /// Changes a header's text.
    pub(crate) fn edit(&mut self, name: &str, change: impl FnOnce(String) -> String) {
        let value = change(self.text(name));
        self.set(name, &value);
    }

    /// The lines that draft-cavage signs. Components are given with their values where these are not headers.
    pub(crate) fn cavage_lines(&self, components: Components<'_>) -> String {
        let lines: Vec<String> = components
            .iter()
            .map(|(name, value)| match *name {
                "(request-target)" if value.is_empty() => {
                    format!("(request-target): {} {}", self.method.as_str().to_lowercase(), self.target)
                }
                _ if value.is_empty() => format!("{name}: {}", self.text(name)),
                _ => format!("{name}: {value}"),
            })
            .collect();
        lines.join("\n")
    }

    /// Signs as in draft-cavage; `params` go before the list of headers, as written.
    pub(crate) fn cavage(mut self, with: With, params: &str, components: Components<'_>) -> Self {
        let signature = with.sign(self.cavage_lines(components).as_bytes());
        let names: Vec<&str> = components.iter().map(|(name, _)| *name).collect();
        let value =
            format!(r#"keyId="{KEY_ID}",{params}headers="{}",signature="{signature}""#, names.join(" "));
        self.set("signature", &value);
        self
    }

    /// Signs as in RFC 9421: `input` is the raw list with its parameters.
    pub(crate) fn rfc9421(mut self, with: With, components: Components<'_>, params: &str) -> Self {
        let names: Vec<String> = components.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let raw = format!("({}){params}", names.join(" "));
        let mut lines: Vec<String> = components
            .iter()
            .map(|(name, value)| {
                let value = if value.is_empty() { self.text(name) } else { (*value).to_owned() };
                format!("\"{name}\": {value}")
            })
            .collect();
        lines.push(format!("\"@signature-params\": {raw}"));
        let signature = with.sign(lines.join("\n").as_bytes());
        self.set("signature-input", &format!("sig1={raw}"));
        self.set("signature", &format!("sig1=:{signature}:"));
        self
    }

    pub(crate) fn parse_at(&self, at: Timestamp) -> Result<Unverified, SignatureError> {
        let head = RequestHead {
            method: &self.method,
            target: &self.target,
            headers: &self.headers,
            public_base: &self.base,
        };
        parse(&head, &self.body, at)
    }

    pub(crate) fn check(&self, key: &VerifyingKey) -> Result<Verified, SignatureError> {
        self.parse_at(now())?.verify(key)
    }
}

/// What every server signs in a POST.
pub(crate) const USUAL: Components<'_> =
    &[("(request-target)", ""), ("host", ""), ("date", ""), ("digest", ""), ("content-type", "")];
