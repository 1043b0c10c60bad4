//! Signing in by one's own account on the fediverse. Its server says once who it is; what is kept is that server, its own name
//! for the account, and the handle.
//!
//! Who has not signed in sends this server nowhere that somebody here has not added first.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use mimus_networks::Failure;
use mimus_networks::mastodon::{connect, sign_in};
use mimus_store::SignInApp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::identities::{ANSWER_LIFE, Arrived, Errand, IdentityError, IssuerAnswer, MAX_CODE, Provider};
use super::oidc::{Subject, error_shown};
use super::sign_in::Agent;
use super::{DeskError, Unusable, Wanting, after};
use crate::Engine;

/// Where servers send people back to.
pub const RETURN: &str = "/desk/enter/fediverse/back";
/// What stands before a server's address where it is an issuer, so that it is no OpenID Connect issuer at the same one.
pub const ISSUER: &str = "mastodon:";

/// Servers at which this one is kept as an app.
const MAX_APPS: u64 = 500;
/// How long an app is taken to be known at its server.
const CHECKED: SignedDuration = SignedDuration::from_hours(1);
/// Characters of what people type for their server.
const MAX_TYPED: usize = 300;
/// For what questions are sealed.
const QUESTIONS: &str = "question to a server of the fediverse";
/// For what apps are sealed.
const APPS: &str = "app to sign in by";

/// A question to a server.
pub struct AskedServer {
    /// Where somebody is sent with it.
    pub authorize: Url,
    /// What the server is called.
    pub at: String,
    /// What [`Engine::server_answered`] needs, sealed; at most some 3,500 characters of base64url.
    pub sealed: String,
}

#[derive(Serialize, Deserialize)]
struct Question {
    until: Timestamp,
    errand: Errand,
    asked: connect::Asked,
}

impl Engine {
    fn server_back(&self) -> String {
        format!("{}{RETURN}", self.addresses.base())
    }

    /// Begins to ask the server that somebody has typed, or whose handle, who they are there.
    pub async fn ask_server(&self, typed: &str, errand: Errand) -> Result<AskedServer, IdentityError> {
        let now = self.clock.now();
        let (base, app) = self.app_at(typed, &errand, now).await?;
        let begun = sign_in::ask(&base, &app, &self.server_back()).map_err(|why| failed(&base, why))?;
        let question = Question { until: after(now, ANSWER_LIFE), errand, asked: begun.asked };
        let question = serde_json::to_vec(&question).map_err(|_| IdentityError::Other)?;
        let sealed = self.secrets.seal(QUESTIONS, &question).map_err(|_| DeskError::NoRandomness)?;
        let sealed = URL_SAFE_NO_PAD.encode(sealed);
        Ok(AskedServer { authorize: begun.authorize, at: called(&base).to_owned(), sealed })
    }

    /// The server that was typed, and what this one is to it.
    async fn app_at(
        &self,
        typed: &str,
        errand: &Errand,
        now: Timestamp,
    ) -> Result<(Url, sign_in::SignInApp), IdentityError> {
        let named = self.named(typed)?;
        let kept = self.store.sign_in_app(named.as_str()).await?;
        let signed_in = matches!(errand, Errand::Add { .. });
        let base = match &kept {
            Some(kept) => Url::parse(&kept.server).map_err(|_| IdentityError::Other)?,
            None if signed_in => {
                let found = connect::discover(&self.http, named.as_str()).await;
                self.safe(found.map_err(|why| failed(&named, why))?)?
            }
            None => return Err(IdentityError::NoServer(called(&named).to_owned())),
        };
        if let Some(kept) = &kept
            && let Some(app) = self.unsealed(kept)
        {
            if now.duration_since(kept.checked_at).abs() < CHECKED {
                return Ok((base, app));
            }
            if sign_in::is_known(&self.http, &base, &app).await.map_err(|why| failed(&base, why))? {
                self.store.sign_in_app_checked(named.as_str(), now).await?;
                return Ok((base, app));
            }
        }
        let website = self.addresses.about();
        let app = sign_in::register(&self.http, &base, &self.server_back(), &website).await;
        let app = app.map_err(|why| failed(&base, why))?;
        let sealed = serde_json::to_vec(&app).map_err(|_| IdentityError::Other)?;
        let sealed = self.secrets.seal(APPS, &sealed).map_err(|_| DeskError::NoRandomness)?;
        let kept = SignInApp { server: base.to_string(), app: sealed, checked_at: now };
        if !self.store.keep_sign_in_app(named.as_str(), &kept, ISSUER, MAX_APPS).await? {
            return Err(DeskError::from(Wanting::FewerServers).into());
        }
        Ok((base, app))
    }

    /// The address that somebody means.
    fn named(&self, typed: &str) -> Result<Url, IdentityError> {
        let unusable = || DeskError::from(Unusable::FediverseHandle);
        let typed = Some(typed).filter(|typed| typed.len() <= MAX_TYPED).ok_or_else(unusable)?;
        self.safe(connect::server(typed).map_err(|_| unusable())?)
    }

    /// Who somebody is comes over TLS; on a closed network that has none, as this server itself has none.
    fn safe(&self, base: Url) -> Result<Url, IdentityError> {
        let plain = self.addresses.base_url().scheme() == "http";
        if base.scheme() == "https" || plain {
            return Ok(base);
        }
        Err(DeskError::from(Unusable::NoTls).into())
    }

    fn unsealed(&self, kept: &SignInApp) -> Option<sign_in::SignInApp> {
        serde_json::from_slice(&self.secrets.unseal(APPS, &kept.app).ok()?).ok()
    }

    /// Goes on with a server's answer; `sealed` is as when it was asked.
    pub async fn server_answered(
        &self,
        sealed: &str,
        answer: &IssuerAnswer,
        agent: Agent<'_>,
    ) -> Result<Arrived, IdentityError> {
        let now = self.clock.now();
        let question = self.question_to_server(sealed).ok_or(IdentityError::Other)?;
        let base = question.asked.base.clone();
        let same = |iss: &str| Url::parse(iss).is_ok_and(|iss| iss.origin() == base.origin());
        let fits = now < question.until
            && answer.state.as_deref() == Some(question.asked.state.as_str())
            && answer.iss.as_deref().is_none_or(same);
        if !fits {
            return Err(IdentityError::Other);
        }
        let code = match (&answer.code, &answer.error) {
            (_, Some(error)) => {
                let why = format!("it says no: {}", error_shown(error));
                return Err(IdentityError::Server { at: called(&base).to_owned(), why });
            }
            (Some(code), None) if code.len() <= MAX_CODE => code,
            _ => return Err(IdentityError::Other),
        };
        let who = sign_in::who(&self.http, question.asked, code).await.map_err(|why| failed(&base, why))?;
        let subject = Subject { id: who.id, shown: format!("@{}@{}", who.name, called(&base)) };
        // It is the server that was asked, whatever it says of itself.
        let provider = Provider { id: &format!("{ISSUER}{base}"), name: called(&base) };
        self.arrive(provider, subject, question.errand, agent, now).await
    }

    fn question_to_server(&self, sealed: &str) -> Option<Question> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        serde_json::from_slice(&self.secrets.unseal(QUESTIONS, &sealed).ok()?).ok()
    }
}

/// What people call a server: its name, with its port where that is another than usual.
fn called(base: &Url) -> &str {
    base.authority()
}

fn failed(base: &Url, why: Failure) -> IdentityError {
    let why = match why {
        Failure::SignInAgain { why } => why,
        other => other.to_string(),
    };
    IdentityError::Server { at: called(base).to_owned(), why }
}
