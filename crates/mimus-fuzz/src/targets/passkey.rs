//! What somebody's device and browser send for a passkey: their JSON, and the CBOR in it by itself, which few changes of the
//! JSON would reach.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mimus_engine::desk::passkeys::verify::{Challenge, Party, Signed, made};
use serde_json::json;

use super::{Exercise, Outcome, SetupError};

/// What was asked, when the seeds were made.
const CHALLENGE: Challenge = Challenge([7; 32]);
/// The id of the passkey of the seeds.
const CREDENTIAL: [u8; 32] = [1; 32];
/// Its public key: Ed25519.
const KEY: &str = "pAEBAycgBiFZACBMO9A3WhwxlXhev2mxL_bC_kGAkLPGGuIgpfl7WkwLVw";
/// What it has signed in earnest, the SHA-256 of the site's name aside; whatever else verifies is forged.
const SIGNED: &str = "694KmYy9fvakaLmmCPbCyLbnIZB4H6vtGLV03lfI_TIFAAAAAQ.eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQndjSEJ3Y0hCd2NIQndjSEJ3Y0hCd2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHBzOi8vbWltdXMuZXhhbXBsZSIsImNyb3NzT3JpZ2luIjpmYWxzZX0";

pub(super) struct PasskeyTarget {
    party: Party,
    key: Vec<u8>,
}

impl PasskeyTarget {
    pub(super) fn new() -> Result<Self, SetupError> {
        let base = "https://mimus.example".parse().map_err(SetupError::own)?;
        let party = Party::of(&base).ok_or_else(|| SetupError::own("the party is none"))?;
        let key = URL_SAFE_NO_PAD.decode(KEY).map_err(SetupError::own)?;
        Ok(Self { party, key })
    }

    fn made(&self, answer: &str) -> Result<Outcome, String> {
        match made(&self.party, &CHALLENGE, answer) {
            Ok(made) if made.credential.len() > 1_364 || made.public_key.len() > 1_024 => {
                Err(format!("a passkey that is too long: {made:?}"))
            }
            Ok(_) => Ok(Outcome::Taken),
            Err(_) => Ok(Outcome::Refused),
        }
    }

    fn signed(&self, answer: &str) -> Result<Outcome, String> {
        let Ok(signed) = Signed::read(answer) else { return Ok(Outcome::Refused) };
        if signed.check(&self.party, &CHALLENGE, &self.key, 0, true).is_err() {
            return Ok(Outcome::Refused);
        }
        let (data, client) = signed.words();
        let words = format!("{}.{}", URL_SAFE_NO_PAD.encode(data), URL_SAFE_NO_PAD.encode(client));
        if words == SIGNED { Ok(Outcome::Taken) } else { Err(format!("it was never signed: {words}")) }
    }
}

impl Exercise for PasskeyTarget {
    fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String> {
        if !input.starts_with(b"{") {
            // Letter for letter, as a seed signs it.
            let client = format!(
                r#"{{"challenge":"{}","origin":"https://mimus.example","type":"webauthn.create"}}"#,
                URL_SAFE_NO_PAD.encode(CHALLENGE.0)
            );
            let answer = json!({"rawId": URL_SAFE_NO_PAD.encode(CREDENTIAL), "type": "public-key", "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client),
                "attestationObject": URL_SAFE_NO_PAD.encode(input),
            }});
            return self.made(&answer.to_string());
        }
        let answer = String::from_utf8_lossy(input);
        match self.made(&answer)? {
            Outcome::Taken => Ok(Outcome::Taken),
            Outcome::Refused => self.signed(&answer),
        }
    }
}
