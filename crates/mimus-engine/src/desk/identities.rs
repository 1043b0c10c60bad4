//! Signing in by what another server says of somebody. Nobody becomes a person of the Desk by that: they add it themselves first,
//! signed in.
//!
//! What must be known when they are back goes with their browser, sealed, so that any node can go on.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use mimus_store::{Identity, Person, PersonId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::oidc::{self, Endpoints, Issuer, IssuerError, Subject};
use super::record::entry;
use super::sign_in::{Agent, Entered, admit};
use super::{DeskError, Token, Wanting, after};
use crate::Engine;

/// How long an issuer's answer is waited for.
pub const ANSWER_LIFE: Duration = Duration::from_secs(600);
/// Where issuers send people back to; what is registered with them is this server's address with this path.
pub const RETURN: &str = "/desk/enter/back";

/// Identities that somebody may have.
const MAX_IDENTITIES: usize = 10;
/// Characters of a code that an issuer may send.
pub(super) const MAX_CODE: usize = 4_096;
/// For what questions are sealed.
const QUESTIONS: &str = "question to an issuer";

/// Why somebody is sent to an issuer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Errand {
    /// To sign in, and go on to this page.
    SignIn {
        /// The page's path.
        next: String,
    },
    /// To add who they are there to the person of this session.
    Add {
        /// Its hash, as the store has it.
        session: String,
    },
}

/// A question to an issuer.
pub struct AskedIssuer {
    /// Where somebody is sent with it.
    pub authorize: Url,
    /// What [`Engine::issuer_answered`] needs, sealed; at most some 3,500 characters of base64url.
    pub sealed: String,
}

/// What somebody came back with, as the browser says it.
#[derive(Debug, Default, Deserialize)]
pub struct IssuerAnswer {
    /// Which question it answers.
    pub state: Option<String>,
    /// What tokens are given for.
    pub code: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// Who answers, where they say so (RFC 9207).
    pub iss: Option<String>,
}

/// How far somebody has come with an answer.
#[derive(Debug)]
pub enum Arrived {
    /// They may go on to this page, as far as [`Entered`] says.
    Entered(Entered, String),
    /// It is theirs from now on.
    Added,
}

/// Why nothing became of an answer.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// It is none to a question of this browser, or it is too late.
    #[error("this answer belongs to no question of the last ten minutes; begin again")]
    Other,
    /// Nobody here has added it.
    #[error(
        "nobody here signs in as {shown} of {issuer}; sign in otherwise, and add it on your own page first"
    )]
    Unknown {
        /// What they are called there.
        shown: String,
        /// Where.
        issuer: String,
    },
    /// Nobody here has added an account at that server.
    #[error(
        "nobody here signs in by {0}; sign in otherwise, and add your account there on your own page first"
    )]
    NoServer(String),
    /// A server of the fediverse does not say who it is.
    #[error("{at} does not say who you are: {why}")]
    Server {
        /// What it is called.
        at: String,
        /// Why not.
        why: String,
    },
    /// Somebody else has added it.
    #[error("{0} is added to somebody else here already")]
    Taken(String),
    /// The issuer does not say who it is.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// The Desk does not let them.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<mimus_store::StoreError> for IdentityError {
    fn from(error: mimus_store::StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// Another server that says who somebody is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Provider<'a> {
    /// Under what identities of it are kept.
    pub(super) id: &'a str,
    /// What people call it.
    pub(super) name: &'a str,
}

#[derive(Serialize, Deserialize)]
struct Question {
    until: Timestamp,
    /// Of which issuer: there may be another by now.
    of: String,
    errand: Errand,
    endpoints: Endpoints,
    secrets: oidc::Secrets,
}

impl Engine {
    fn back(&self) -> String {
        format!("{}{RETURN}", self.addresses.base())
    }

    /// Begins to ask an issuer who somebody is.
    pub async fn ask_issuer(&self, issuer: &Issuer, errand: Errand) -> Result<AskedIssuer, IdentityError> {
        let now = self.clock.now();
        let endpoints = issuer.endpoints(&self.http, now).await?;
        let random = || Token::random().map(|token| token.expose().to_owned());
        let secrets = oidc::Secrets { state: random()?, nonce: random()?, verifier: random()? };
        let authorize = issuer.authorize(&endpoints, &secrets, &self.back());
        let question = Question {
            until: after(now, ANSWER_LIFE),
            of: issuer.id().to_owned(),
            errand,
            endpoints,
            secrets,
        };
        let question = serde_json::to_vec(&question).map_err(|_| IdentityError::Other)?;
        let sealed = self.secrets.seal(QUESTIONS, &question).map_err(|_| DeskError::NoRandomness)?;
        Ok(AskedIssuer { authorize, sealed: URL_SAFE_NO_PAD.encode(sealed) })
    }

    /// Goes on with an issuer's answer; `sealed` is as when it was asked.
    pub async fn issuer_answered(
        &self,
        issuer: &Issuer,
        sealed: &str,
        answer: &IssuerAnswer,
        agent: Agent<'_>,
    ) -> Result<Arrived, IdentityError> {
        let now = self.clock.now();
        let question = self.question_to_issuer(sealed).ok_or(IdentityError::Other)?;
        let fits = question.of == issuer.id()
            && now < question.until
            && answer.state.as_deref() == Some(question.secrets.state.as_str())
            && answer.iss.as_deref().is_none_or(|iss| iss == issuer.id());
        if !fits {
            return Err(IdentityError::Other);
        }
        let code = match (&answer.code, &answer.error) {
            (_, Some(error)) => return Err(issuer.denied(error).into()),
            (Some(code), None) if code.len() <= MAX_CODE => code,
            _ => return Err(IdentityError::Other),
        };
        let (endpoints, secrets, back) = (&question.endpoints, &question.secrets, self.back());
        let subject = issuer.who(&self.http, endpoints, secrets, code, &back, now).await?;
        let provider = Provider { id: issuer.id(), name: issuer.name() };
        self.arrive(provider, subject, question.errand, agent, now).await
    }

    /// Goes on with who somebody is elsewhere: lets them in, or adds it to who they are here.
    pub(super) async fn arrive(
        &self,
        provider: Provider<'_>,
        subject: Subject,
        errand: Errand,
        agent: Agent<'_>,
        now: Timestamp,
    ) -> Result<Arrived, IdentityError> {
        match errand {
            Errand::SignIn { next } => {
                let person = self.store.person_of_identity(provider.id, &subject.id).await?;
                let person = person.ok_or_else(|| IdentityError::Unknown {
                    shown: subject.shown,
                    issuer: provider.name.to_owned(),
                })?;
                let entered = admit(&self.store, Some(&self.secrets), person, agent, now).await?;
                Ok(Arrived::Entered(entered, next))
            }
            Errand::Add { session } => {
                let session = self.store.session(&session, now).await?.ok_or(IdentityError::Other)?;
                let person = self.store.person(session.person).await?.ok_or(IdentityError::Other)?;
                self.add_identity(provider, &person, subject, now).await.map(|()| Arrived::Added)
            }
        }
    }

    fn question_to_issuer(&self, sealed: &str) -> Option<Question> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        serde_json::from_slice(&self.secrets.unseal(QUESTIONS, &sealed).ok()?).ok()
    }

    async fn add_identity(
        &self,
        provider: Provider<'_>,
        person: &Person,
        subject: Subject,
        now: Timestamp,
    ) -> Result<(), IdentityError> {
        if self.store.identities_of(person.id).await?.len() >= MAX_IDENTITIES {
            return Err(DeskError::Wanting(Wanting::FewerIdentities).into());
        }
        let identity = Identity {
            issuer: provider.id.to_owned(),
            subject: subject.id,
            shown: subject.shown,
            added_at: now,
        };
        let about = format!("person {}", person.name);
        let detail = json!({"issuer": provider.id});
        let entries = [entry(&person.shown, "person.identity_added", about, None, detail)];
        if self.store.add_identity(person.id, &identity, &entries).await? {
            return Ok(());
        }
        let whose: Option<PersonId> = self.store.person_of_identity(provider.id, &identity.subject).await?;
        if whose == Some(person.id) { Ok(()) } else { Err(IdentityError::Taken(identity.shown)) }
    }

    /// Takes a way to sign in away from somebody.
    pub async fn remove_identity(
        &self,
        person: &Person,
        issuer: &str,
        subject: &str,
    ) -> Result<(), DeskError> {
        let about = format!("person {}", person.name);
        let entries =
            [entry(&person.shown, "person.identity_removed", about, None, json!({"issuer": issuer}))];
        let now = self.clock.now();
        match self.store.remove_identity(person.id, issuer, subject, &entries, now).await? {
            true => Ok(()),
            false => Err(DeskError::NotFound),
        }
    }
}
