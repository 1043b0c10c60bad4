//! A passkey in software: what an authenticator and a browser make together of what they are asked (WebAuthn Level 3), with
//! every part open to be made wrongly. It writes its CBOR itself, so that nobody reads it with what wrote it.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::{self, SystemRandom};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// By what a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// ECDSA on P-256.
    Es256,
    /// Ed25519.
    EdDsa,
    /// RSA of 2,048 bits.
    Rs256,
}

enum Pair {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(RsaKeyPair),
}

/// A passkey, with its secret.
pub struct SoftKey {
    pair: Pair,
    /// Its id.
    pub credential: Vec<u8>,
    /// By what it knows whose it is; base64url.
    pub handle: Option<String>,
    /// How often it has signed; 0 does not count.
    pub counter: u32,
}

/// A question, and how it is answered.
#[derive(Debug, Clone)]
pub struct Ceremony {
    /// What the browser says that it was.
    pub deed: String,
    /// The challenge, in base64url.
    pub challenge: String,
    /// By which site the browser was asked.
    pub origin: String,
    /// Whether that was in a frame of another one.
    pub cross_origin: bool,
    /// For which name the authenticator signs.
    pub site: String,
    /// Whether somebody was there, and whether it was made sure who.
    pub present: bool,
    /// See `present`.
    pub verified: bool,
    /// The attestation's format; of `packed` the key itself signs.
    pub format: String,
    /// Flags beside.
    pub flags: u8,
    /// Bytes after the authenticator's data.
    pub after: Vec<u8>,
}

impl Ceremony {
    /// The question with these options, as a browser at `origin` answers it in earnest.
    #[must_use]
    pub fn of(options: &Value, origin: &str) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let makes = options.get("rp").is_some();
        Self {
            deed: if makes { "webauthn.create" } else { "webauthn.get" }.to_owned(),
            challenge: text(&options["challenge"]),
            origin: origin.to_owned(),
            cross_origin: false,
            site: if makes { text(&options["rp"]["id"]) } else { text(&options["rpId"]) },
            present: true,
            verified: true,
            format: "none".to_owned(),
            flags: 0,
            after: Vec::new(),
        }
    }

    fn client(&self) -> Vec<u8> {
        let client = json!({
            "type": self.deed, "challenge": self.challenge, "origin": self.origin, "crossOrigin": self.cross_origin,
        });
        client.to_string().into_bytes()
    }

    fn data(&self, counter: u32, made: Option<&[u8]>) -> Vec<u8> {
        let flags = u8::from(self.present) | u8::from(self.verified) << 2 | u8::from(made.is_some()) << 6;
        let site = digest(&SHA256, self.site.as_bytes());
        let counter = counter.to_be_bytes();
        [site.as_ref(), &[flags | self.flags], &counter, made.unwrap_or_default(), &self.after].concat()
    }
}

impl SoftKey {
    /// Makes a key that does not count.
    ///
    /// # Panics
    /// Where the system gives no random numbers.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        let pair = match kind {
            Kind::Es256 => EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).map(Pair::Es256),
            Kind::EdDsa => Ed25519KeyPair::generate().map(Pair::EdDsa),
            Kind::Rs256 => RsaKeyPair::generate(KeySize::Rsa2048).map(Pair::Rs256),
        };
        let mut credential = vec![0; 32];
        let random = rand::fill(&mut credential);
        #[allow(clippy::expect_used, reason = "no test goes on without randomness")]
        let (pair, ()) = (pair.expect("a key"), random.expect("randomness"));
        Self { pair, credential, handle: None, counter: 0 }
    }

    /// Its public key, as COSE writes it.
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Es256(pair) => {
                let point = pair.public_key().as_ref();
                let of = |from: usize| bytes(point.get(from..from + 32).unwrap_or_default());
                [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21][..], &of(1), &[0x22], &of(33)].concat()
            }
            Pair::EdDsa(pair) => {
                [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21][..], &bytes(pair.public_key().as_ref())].concat()
            }
            Pair::Rs256(pair) => {
                // RFC 8017, appendix A.1.1: heads of 9 and 2 bytes before the two numbers.
                let der = pair.public_key().as_ref();
                let n = der.get(9..265).unwrap_or_default();
                let e = der.get(267..).unwrap_or_default();
                [&[0xa4, 1, 3, 3, 0x39, 1, 0, 0x20][..], &bytes(n), &[0x21], &bytes(e)].concat()
            }
        }
    }

    fn algorithm(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Es256(_) => vec![0x26],
            Pair::EdDsa(_) => vec![0x27],
            Pair::Rs256(_) => vec![0x39, 1, 0],
        }
    }

    fn sign(&self, data: &[u8], client: &[u8]) -> Vec<u8> {
        let message = [data, digest(&SHA256, client).as_ref()].concat();
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Es256(pair) => {
                pair.sign(&random, &message).map(|signed| signed.as_ref().to_vec()).unwrap_or_default()
            }
            Pair::EdDsa(pair) => pair.sign(&message).as_ref().to_vec(),
            Pair::Rs256(pair) => {
                let mut signed = vec![0; pair.public_modulus_len()];
                let _ = pair.sign(&RSA_PKCS1_SHA256, &random, &message, &mut signed);
                signed
            }
        }
    }

    /// Is made: what `navigator.credentials.create()` gives, as JSON. It takes on whose it is.
    pub fn register(&mut self, options: &Value, ceremony: &Ceremony) -> Value {
        self.handle = options["user"]["id"].as_str().map(str::to_owned);
        let client = ceremony.client();
        let length = u16::try_from(self.credential.len()).unwrap_or(u16::MAX).to_be_bytes();
        let made = [&[0; 16][..], &length, &self.credential, &self.public_key()].concat();
        let data = ceremony.data(self.counter, Some(&made));
        let statement = match ceremony.format.as_str() {
            "packed" => [
                &[0xa2][..],
                &text("alg"),
                &self.algorithm(),
                &text("sig"),
                &bytes(&self.sign(&data, &client)),
            ]
            .concat(),
            _ => vec![0xa0],
        };
        let format = text(&ceremony.format);
        let object = [
            &[0xa3][..],
            &text("fmt"),
            &format,
            &text("attStmt"),
            &statement,
            &text("authData"),
            &bytes(&data),
        ]
        .concat();
        self.answer(&json!({"clientDataJSON": encoded(&client), "attestationObject": encoded(&object)}))
    }

    /// Signs: what `navigator.credentials.get()` gives, as JSON. A key that counts does not count on by itself.
    #[must_use]
    pub fn assert(&self, ceremony: &Ceremony) -> Value {
        let client = ceremony.client();
        let data = ceremony.data(self.counter, None);
        self.answer(&json!({
            "clientDataJSON": encoded(&client), "authenticatorData": encoded(&data),
            "signature": encoded(&self.sign(&data, &client)), "userHandle": self.handle,
        }))
    }

    fn answer(&self, response: &Value) -> Value {
        let id = encoded(&self.credential);
        json!({"id": id, "rawId": id, "type": "public-key", "response": response})
    }
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes of CBOR, up to 65,535.
fn bytes(bytes: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes();
    [&[0x59, high, low], bytes].concat()
}

/// Text of CBOR, up to 23 bytes.
fn text(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len().min(23)).unwrap_or_default();
    [&[0x60 | length], text.as_bytes()].concat()
}
