//! Whether an authenticator's answer is one to our question (WebAuthn Level 3, sections 7.1 and 7.2). Pure: what is known comes
//! as arguments, and nothing is kept.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::{Host, Url};

use super::authenticator::{AuthenticatorData, CREDENTIAL_ID};
use super::cbor::Map;
use super::cose::PublicKey;

/// Characters of an answer.
pub const MAX_ANSWER: usize = 16 << 10;
/// Bytes of a user handle (WebAuthn Level 3, section 4).
const MAX_HANDLE: usize = 64;

/// This server, as browsers and authenticators know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    id: String,
    origin: String,
}

/// What an authenticator was asked to answer: 32 random bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Challenge(pub [u8; 32]);

/// A passkey that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadePasskey {
    /// Its id, in base64url.
    pub credential: String,
    /// Its public key, as COSE writes it.
    pub public_key: Vec<u8>,
    /// How often it has signed.
    pub counter: u32,
}

/// Which passkey answers, before it is known whether it does.
#[derive(Debug)]
pub struct Signed {
    /// Its id, in base64url.
    pub credential: String,
    /// By what it knows whose it is, in base64url, where it says so.
    pub handle: Option<String>,
    data: Vec<u8>,
    client: Vec<u8>,
    signature: Vec<u8>,
}

/// Why an answer is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It cannot be read.
    #[error("what your device sent cannot be read; try again, or with another device")]
    Unreadable,
    /// It is an answer to another kind of question.
    #[error("your device answered another kind of question; try again")]
    OtherDeed,
    /// It answers another question.
    #[error("your device answered another question; try again")]
    OtherChallenge,
    /// It was asked by another site.
    #[error("your device was asked by another site; open this server at its own address, and try again")]
    OtherSite,
    /// Nobody was there.
    #[error("your device did not see that anybody was there; try again")]
    Nobody,
    /// It is not known who was there.
    #[error("your device did not make sure that it was you; set a PIN or a fingerprint on it, and try again")]
    NotVerified,
    /// Its key is none, or of a kind that is not known here.
    #[error("your device made a key of a kind that is not known here; try another device")]
    Key,
    /// It comes with an attestation, which nobody asked for.
    #[error("your device sent a statement that nobody asked for; try another device")]
    Attestation,
    /// Another key has signed.
    #[error("this is not signed by that passkey; try again")]
    Signature,
    /// It has signed less often than before.
    #[error(
        "this passkey has signed less often than before, as a copy of it would have; sign in otherwise, and remove it"
    )]
    CountedBack,
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(…)")
    }
}

impl Party {
    /// The party at an address; `None` where browsers know no passkeys: at a number in place of a name, or without TLS (but on
    /// the own machine).
    #[must_use]
    pub fn of(base: &Url) -> Option<Self> {
        let Some(Host::Domain(name)) = base.host() else { return None };
        let own = name == "localhost" || name.ends_with(".localhost");
        let safe = base.scheme() == "https" || (own && base.scheme() == "http");
        safe.then(|| Self { id: name.to_owned(), origin: base.origin().ascii_serialization() })
    }

    /// The name for which passkeys are made.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    fn is(&self, site: &[u8]) -> bool {
        digest(&SHA256, self.id.as_bytes()).as_ref() == site
    }
}

/// Bytes in base64url, as JSON of browsers has them.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Bytes(Vec<u8>);

impl TryFrom<String> for Bytes {
    type Error = base64::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        URL_SAFE_NO_PAD.decode(text).map(Self)
    }
}

/// `PublicKeyCredential` as its `toJSON()` gives it.
#[derive(Deserialize)]
struct Answer<R> {
    #[serde(rename = "rawId")]
    id: Bytes,
    #[serde(rename = "type")]
    kind: String,
    response: R,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Registration {
    #[serde(rename = "clientDataJSON")]
    client: Bytes,
    attestation_object: Bytes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Assertion {
    #[serde(rename = "clientDataJSON")]
    client: Bytes,
    authenticator_data: Bytes,
    signature: Bytes,
    user_handle: Option<Bytes>,
}

/// WebAuthn Level 3, section 5.8.1.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    deed: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    top_origin: Option<String>,
}

fn read<R: DeserializeOwned>(answer: &str) -> Result<Answer<R>, Refusal> {
    let answer = Some(answer).filter(|answer| answer.len() <= MAX_ANSWER).ok_or(Refusal::Unreadable)?;
    let answer: Answer<R> = serde_json::from_str(answer).map_err(|_| Refusal::Unreadable)?;
    let good = answer.kind == "public-key" && CREDENTIAL_ID.contains(&answer.id.0.len());
    if good { Ok(answer) } else { Err(Refusal::Unreadable) }
}

fn check_client(party: &Party, bytes: &[u8], deed: &str, challenge: &Challenge) -> Result<(), Refusal> {
    let client: ClientData = serde_json::from_slice(bytes).map_err(|_| Refusal::Unreadable)?;
    if client.deed != deed {
        return Err(Refusal::OtherDeed);
    }
    if client.challenge != URL_SAFE_NO_PAD.encode(challenge.0) {
        return Err(Refusal::OtherChallenge);
    }
    if client.origin != party.origin || client.cross_origin || client.top_origin.is_some() {
        return Err(Refusal::OtherSite);
    }
    Ok(())
}

fn check_data(party: &Party, data: &AuthenticatorData<'_>, must_verify: bool) -> Result<(), Refusal> {
    if !party.is(data.site) {
        return Err(Refusal::OtherSite);
    }
    if !data.is_present() {
        return Err(Refusal::Nobody);
    }
    if must_verify && !data.is_verified() { Err(Refusal::NotVerified) } else { Ok(()) }
}

/// What an authenticator signs.
fn message(data: &[u8], client: &[u8]) -> Vec<u8> {
    [data, digest(&SHA256, client).as_ref()].concat()
}

/// Reads what came of `navigator.credentials.create()`: a passkey of somebody of whom their device has made sure.
pub fn made(party: &Party, challenge: &Challenge, answer: &str) -> Result<MadePasskey, Refusal> {
    let answer: Answer<Registration> = read(answer)?;
    let client = &answer.response.client.0;
    check_client(party, client, "webauthn.create", challenge)?;
    let attested = Map::whole(&answer.response.attestation_object.0).ok_or(Refusal::Unreadable)?;
    let bytes = attested.bytes("authData").ok_or(Refusal::Unreadable)?;
    let data = AuthenticatorData::read(bytes).ok_or(Refusal::Unreadable)?;
    check_data(party, &data, true)?;
    let made = data.made.as_ref().filter(|made| made.id == answer.id.0).ok_or(Refusal::Unreadable)?;
    let key = PublicKey::read(made.key).ok_or(Refusal::Key)?;
    check_statement(&attested, &key, &message(bytes, client))?;
    Ok(MadePasskey {
        credential: URL_SAFE_NO_PAD.encode(made.id),
        public_key: made.key.to_vec(),
        counter: data.counter,
    })
}

/// None was asked for. Browsers let through what says nothing of the device: none, and one that the new key itself has signed
/// (WebAuthn Level 3, sections 5.1.3 and 8.2).
fn check_statement(attested: &Map, key: &PublicKey, message: &[u8]) -> Result<(), Refusal> {
    let statement = attested.map("attStmt").ok_or(Refusal::Unreadable)?;
    let good = match attested.text("fmt") {
        Some("none") => statement.is_empty(),
        Some("packed") if !statement.has("x5c") => {
            let signature = statement.bytes("sig").unwrap_or_default();
            statement.int("alg") == Some(key.algorithm()) && key.has_signed(message, signature)
        }
        _ => false,
    };
    if good { Ok(()) } else { Err(Refusal::Attestation) }
}

impl Signed {
    /// Reads what came of `navigator.credentials.get()`.
    pub fn read(answer: &str) -> Result<Self, Refusal> {
        let answer: Answer<Assertion> = read(answer)?;
        let Assertion { client, authenticator_data, signature, user_handle } = answer.response;
        let handle = user_handle.map(|handle| handle.0).filter(|handle| !handle.is_empty());
        if handle.as_ref().is_some_and(|handle| handle.len() > MAX_HANDLE) {
            return Err(Refusal::Unreadable);
        }
        Ok(Self {
            credential: URL_SAFE_NO_PAD.encode(answer.id.0),
            handle: handle.map(|handle| URL_SAFE_NO_PAD.encode(handle)),
            data: authenticator_data.0,
            client: client.0,
            signature: signature.0,
        })
    }

    /// Whether it answers the question, and with the passkey that has this public key and has counted so far; returns how far
    /// it has counted now. `must_verify` says whether its device must have made sure whose it is.
    pub fn check(
        &self,
        party: &Party,
        challenge: &Challenge,
        public_key: &[u8],
        counter: u32,
        must_verify: bool,
    ) -> Result<u32, Refusal> {
        check_client(party, &self.client, "webauthn.get", challenge)?;
        let data = AuthenticatorData::read(&self.data).ok_or(Refusal::Unreadable)?;
        check_data(party, &data, must_verify)?;
        let key = PublicKey::read(public_key).ok_or(Refusal::Key)?;
        if !key.has_signed(&message(&self.data, &self.client), &self.signature) {
            return Err(Refusal::Signature);
        }
        let counts_on = data.counter > counter || (data.counter == 0 && counter == 0);
        if counts_on { Ok(data.counter) } else { Err(Refusal::CountedBack) }
    }

    /// What was signed: the authenticator's data, and the browser's.
    #[must_use]
    pub fn words(&self) -> (&[u8], &[u8]) {
        (&self.data, &self.client)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn party() -> Party {
        Party::of(&"https://mimus.example:8443/".parse().unwrap()).unwrap()
    }

    #[test]
    fn a_party_has_a_name_and_tls_or_is_this_machine() {
        assert_eq!(
            (party().id.as_str(), party().origin.as_str()),
            ("mimus.example", "https://mimus.example:8443")
        );
        let of = |base: &str| Party::of(&base.parse().unwrap()).map(|party| party.origin);
        assert_eq!(of("http://localhost:8420").as_deref(), Some("http://localhost:8420"));
        assert_eq!(of("https://bücher.example").as_deref(), Some("https://xn--bcher-kva.example"));
        for none in
            ["http://mimus.example", "https://192.0.2.1", "https://[2001:db8::1]", "http://127.0.0.1:8420"]
        {
            assert_eq!(of(none), None, "{none}");
        }
    }

    fn both(id: &[u8], client: &[u8], other: &[u8]) -> [String; 2] {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let answer =
            |response| json!({"rawId": text(id), "type": "public-key", "response": response}).to_string();
        let made = json!({"clientDataJSON": text(client), "attestationObject": text(other)});
        let signed = json!({
            "clientDataJSON": text(client), "authenticatorData": text(other), "signature": text(other),
        });
        [answer(made), answer(signed)]
    }

    fn tried([registration, assertion]: &[String; 2], key: &[u8]) {
        let challenge = Challenge([7; 32]);
        assert!(made(&party(), &challenge, registration).is_err());
        if let Ok(signed) = Signed::read(assertion) {
            assert!(signed.check(&party(), &challenge, key, 0, false).is_err());
        }
    }

    proptest! {
        #[test]
        fn arbitrary_words_are_refused(words in ".{0,200}", key in any::<Vec<u8>>()) {
            tried(&[words.clone(), words], &key);
        }

        #[test]
        fn arbitrary_bytes_are_refused_behind_good_client_data(
            id in proptest::collection::vec(any::<u8>(), 0..40),
            bytes in proptest::collection::vec(any::<u8>(), 0..400),
        ) {
            for deed in ["webauthn.create", "webauthn.get"] {
                let challenge = URL_SAFE_NO_PAD.encode([7; 32]);
                let client = json!({"type": deed, "challenge": challenge, "origin": "https://mimus.example:8443"});
                tried(&both(&id, client.to_string().as_bytes(), &bytes), &bytes);
                tried(&both(&id, &bytes, &bytes), &bytes);
            }
        }

        #[test]
        fn arbitrary_bytes_after_a_good_head_are_read_or_refused(
            flags in any::<u8>(),
            rest in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let bytes = [digest(&SHA256, b"mimus.example").as_ref(), &[flags, 0, 0, 0, 1], &rest].concat();
            if let Some(data) = AuthenticatorData::read(&bytes) {
                prop_assert!(party().is(data.site));
                prop_assert_eq!(data.counter, 1);
            }
            let _ = PublicKey::read(&rest);
            let _ = Map::first(&rest);
        }
    }

    #[test]
    fn deep_and_long_cbor_is_refused_at_once() {
        let deep = vec![0x81; 10_000];
        let long_list = [&[0x9b][..], &[0xff; 8]].concat();
        let long_bytes = [&[0xa1, 0x01, 0x5b][..], &[0x7f; 8]].concat();
        let many: Vec<u8> =
            [&[0xb8, 200][..], &(0..200).flat_map(|n| [0x18, n, 0]).collect::<Vec<u8>>()].concat();
        let twice = [0xa2, 0x01, 0x02, 0x01, 0x03];
        for bytes in [&deep[..], &long_list, &long_bytes, &many, &twice, &[0xa1, 0x01], &[]] {
            assert!(Map::first(bytes).is_none());
        }
        assert!(Map::whole(&[0xa0]).is_some_and(|map| map.is_empty()));
        assert!(Map::whole(&[0xa0, 0]).is_none(), "nothing comes after");
    }
}
