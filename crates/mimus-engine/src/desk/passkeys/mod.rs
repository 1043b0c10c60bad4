//! Passkeys (WebAuthn Level 3): keys on somebody's own devices, by which they sign in without a password, or in place of a code
//! after it.
//!
//! What is asked goes with the browser, sealed, so that any node can go on; that it was answered is kept, so that an answer is
//! good once.

mod authenticator;
mod cbor;
mod cose;
pub mod verify;

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use mimus_store::{Answered, NewPasskey, Passkey, PasskeyOutcome, Person, PersonId, PersonState, Session};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::record::entry;
use super::sign_in::{Agent, open_for, read_shown, read_ticket};
use super::token::hex;
use super::{DeskError, Token, Wanting, after};
use crate::Engine;
use verify::{Challenge, Party, Refusal, Signed};

/// How long an answer is waited for.
pub const CHALLENGE_LIFE: Duration = Duration::from_secs(300);
/// Passkeys that somebody may have.
pub const MAX_PASSKEYS: u64 = 10;

/// For what questions are sealed.
const QUESTIONS: &str = "question to a passkey";

/// A question to somebody's device.
#[derive(Debug)]
pub struct AskedPasskey {
    /// What the browser's `parseCreationOptionsFromJSON()` or `parseRequestOptionsFromJSON()` takes.
    pub options: Value,
    /// What is needed with the answer, sealed; some 300 characters of base64url.
    pub sealed: String,
}

#[derive(Serialize, Deserialize)]
struct Question {
    until: Timestamp,
    challenge: [u8; 32],
    errand: Errand,
}

/// For what a device is asked.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Errand {
    /// To make a passkey for the person of this session.
    Add { session: String },
    /// To say who somebody is.
    SignIn,
    /// To show that somebody is who has given their password.
    Second { person: String },
}

impl Engine {
    /// This server as browsers know it; `None` where there are no passkeys at its address.
    #[must_use]
    pub fn passkey_party(&self) -> Option<Party> {
        Party::of(self.addresses.base_url())
    }

    fn party(&self) -> Result<Party, DeskError> {
        self.passkey_party().ok_or(DeskError::NoPasskeys)
    }

    fn ask_device(&self, errand: Errand) -> Result<(Challenge, String), DeskError> {
        let mut challenge = [0; 32];
        rand::fill(&mut challenge).map_err(|_| DeskError::NoRandomness)?;
        let question = Question { until: after(self.clock.now(), CHALLENGE_LIFE), challenge, errand };
        let question = serde_json::to_vec(&question).map_err(|_| DeskError::OtherKey)?;
        let sealed = self.secrets.seal(QUESTIONS, &question).map_err(|_| DeskError::NoRandomness)?;
        Ok((Challenge(challenge), URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// The question that was sealed, if it is one of these minutes and for that.
    fn asked_device(&self, sealed: &str, errand: &Errand) -> Result<Question, DeskError> {
        let read = || {
            let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
            serde_json::from_slice(&self.secrets.unseal(QUESTIONS, &sealed).ok()?).ok()
        };
        let question: Option<Question> = read();
        question
            .filter(|question| self.clock.now() < question.until && question.errand == *errand)
            .ok_or(DeskError::TooLate)
    }

    /// Asks for a new passkey of somebody's, whom it will show as `site`.
    pub async fn ask_for_new_passkey(
        &self,
        person: &Person,
        session: &Session,
        site: &str,
    ) -> Result<AskedPasskey, DeskError> {
        let party = self.party()?;
        let known = self.store.passkeys_of(person.id).await?;
        if known.len() as u64 >= MAX_PASSKEYS {
            return Err(full());
        }
        let mut fresh = [0; 32];
        rand::fill(&mut fresh).map_err(|_| DeskError::NoRandomness)?;
        let handle = self.store.passkey_handle(person.id, &URL_SAFE_NO_PAD.encode(fresh)).await?;
        let handle = handle.ok_or(DeskError::NotFound)?;
        let (challenge, sealed) = self.ask_device(Errand::Add { session: session.hash.clone() })?;
        let kinds = [cose::ES256, cose::EDDSA, cose::RS256];
        let options = json!({
            "rp": {"id": party.id(), "name": site},
            "user": {"id": handle, "name": person.name, "displayName": person.shown},
            "challenge": URL_SAFE_NO_PAD.encode(challenge.0),
            "pubKeyCredParams": kinds.map(|alg| json!({"type": "public-key", "alg": alg})),
            "timeout": milliseconds(),
            "excludeCredentials": listed(&known),
            "authenticatorSelection":
                {"residentKey": "required", "requireResidentKey": true, "userVerification": "required"},
            "attestation": "none",
        });
        Ok(AskedPasskey { options, sealed })
    }

    /// Gives somebody the passkey that their device made; `sealed` as when it was asked for in the same session.
    pub async fn add_passkey(
        &self,
        person: &Person,
        session: &Session,
        name: &str,
        sealed: &str,
        answer: &str,
    ) -> Result<(), DeskError> {
        let party = self.party()?;
        let question = self.asked_device(sealed, &Errand::Add { session: session.hash.clone() })?;
        let made = verify::made(&party, &Challenge(question.challenge), answer)?;
        let name = read_shown(name, "passkey");
        let new = NewPasskey {
            credential: &made.credential,
            name: &name,
            public_key: &made.public_key,
            counter: made.counter,
        };
        let entries = [deed(person, "person.passkey_added")];
        let (challenge, now) = (question.hash(), self.clock.now());
        let answered = Answered { challenge: &challenge, until: question.until };
        match self.store.add_passkey(person.id, &new, answered, MAX_PASSKEYS, &entries, now).await? {
            PasskeyOutcome::Good => Ok(()),
            PasskeyOutcome::Full => Err(full()),
            PasskeyOutcome::Known => Err(Wanting::NewPasskey.into()),
            PasskeyOutcome::Replayed | PasskeyOutcome::Stale => Err(DeskError::TooLate),
        }
    }

    /// Takes a passkey away from somebody.
    pub async fn remove_passkey(&self, person: &Person, credential: &str) -> Result<(), DeskError> {
        let entries = [deed(person, "person.passkey_removed")];
        match self.store.remove_passkey(person.id, credential, &entries, self.clock.now()).await? {
            true => Ok(()),
            false => Err(DeskError::NotFound),
        }
    }

    /// Asks for a passkey to sign in by: any, where there is no ticket; with one, one of whose it is.
    pub async fn ask_for_passkey(&self, ticket: Option<&str>) -> Result<AskedPasskey, DeskError> {
        let party = self.party()?;
        let second = match ticket {
            Some(ticket) => Some(self.of_ticket(ticket).await?),
            None => None,
        };
        let (allowed, verification) = match &second {
            Some(person) => (listed(&self.store.passkeys_of(person.id).await?), "preferred"),
            None => (json!([]), "required"),
        };
        let (challenge, sealed) = self.ask_device(errand(second.as_ref()))?;
        let options = json!({
            "rpId": party.id(),
            "challenge": URL_SAFE_NO_PAD.encode(challenge.0),
            "timeout": milliseconds(),
            "userVerification": verification,
            "allowCredentials": allowed,
        });
        Ok(AskedPasskey { options, sealed })
    }

    /// Signs in by a passkey; `ticket` and `sealed` as when it was asked for. Returns the session's token. No guesses are
    /// counted: a signature cannot be guessed, and whoever has guessed at somebody's password keeps nobody out who has a passkey.
    pub async fn enter_by_passkey(
        &self,
        ticket: Option<&str>,
        sealed: &str,
        answer: &str,
        agent: Agent<'_>,
    ) -> Result<Token, DeskError> {
        let party = self.party()?;
        let second = match ticket {
            Some(ticket) => Some(self.of_ticket(ticket).await?),
            None => None,
        };
        let question = self.asked_device(sealed, &errand(second.as_ref()))?;
        let signed = Signed::read(answer)?;
        let (known, handle) =
            self.store.passkey(&signed.credential).await?.ok_or(DeskError::UnknownPasskey)?;
        let whose = match &second {
            // Whose it is was asked; what the device says of it may be wanting.
            Some(person) => known.person == person.id && (signed.handle.is_none() || signed.handle == handle),
            None => signed.handle.is_some() && signed.handle == handle,
        };
        if !whose {
            return Err(DeskError::UnknownPasskey);
        }
        let challenge = Challenge(question.challenge);
        let counter = signed.check(&party, &challenge, &known.public_key, known.counter, second.is_none())?;
        let (challenge, now) = (question.hash(), self.clock.now());
        let answered = Answered { challenge: &challenge, until: question.until };
        match self.store.use_passkey(&known.credential, counter, answered, now).await? {
            PasskeyOutcome::Good => {}
            PasskeyOutcome::Stale => return Err(Refusal::CountedBack.into()),
            _ => return Err(DeskError::TooLate),
        }
        if let Some(person) = &second {
            self.store.forget_guesses(&person.name).await?;
        }
        open_for(&self.store, known.person, agent, now).await
    }

    /// Who has given their password.
    async fn of_ticket(&self, ticket: &str) -> Result<Person, DeskError> {
        let id = read_ticket(&self.secrets, ticket, self.clock.now()).ok_or(DeskError::TooLate)?;
        let person = self.store.person(id).await?;
        person.filter(|person| person.state == PersonState::Active).ok_or(DeskError::TooLate)
    }

    /// Whether who has this ticket may show a passkey in place of a code.
    pub async fn has_passkey(&self, ticket: &str) -> Result<bool, DeskError> {
        let Some(id) = read_ticket(&self.secrets, ticket, self.clock.now()) else { return Ok(false) };
        let id: PersonId = id;
        Ok(self.passkey_party().is_some() && !self.store.passkeys_of(id).await?.is_empty())
    }
}

impl Question {
    /// What is kept of its challenge.
    fn hash(&self) -> String {
        hex(digest(&SHA256, &self.challenge).as_ref())
    }
}

fn errand(second: Option<&Person>) -> Errand {
    second.map_or(Errand::SignIn, |person| Errand::Second { person: person.id.to_string() })
}

fn milliseconds() -> u64 {
    CHALLENGE_LIFE.as_secs() * 1_000
}

fn listed(known: &[Passkey]) -> Value {
    known.iter().map(|key| json!({"type": "public-key", "id": key.credential})).collect()
}

fn full() -> DeskError {
    Wanting::FewerPasskeys.into()
}

fn deed(person: &Person, deed: &'static str) -> mimus_store::NewEntry {
    entry(&person.shown, deed, format!("person {}", person.name), None, json!({}))
}
