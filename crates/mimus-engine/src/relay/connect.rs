//! Connecting an account in the browser: its owner is sent to the network to give leave, and comes back with a code.
//!
//! What must be known when he is back goes with his browser, sealed for his session, so that any node can go on.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use mimus_networks::mastodon::connect;
use mimus_networks::x::Secret;
use mimus_networks::{Access, Credentials, Failure, XCredentials};
use mimus_store::Account;
use serde::{Deserialize, Serialize};
use url::Url;

use super::accounts::AccountError;
use super::tokens::NewTokens;
use crate::Engine;
use crate::secrets::SecretsError;

/// How long an answer is waited for.
pub const PATIENCE: SignedDuration = SignedDuration::from_mins(20);

/// Where servers with Mastodon's client API send people back to.
pub const MASTODON_RETURN: &str = "/mastodon/connected";

/// Where an account is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A server with Mastodon's client API, as people type it: `example.org`, `@ana@example.org`.
    Mastodon(String),
    /// X.
    X,
}

/// A leave that is to be given.
pub struct Asking {
    /// Where it is given.
    pub authorize: Url,
    /// What the place is called: a server's name, or X.
    pub at: String,
    /// What [`Engine::connect_answered`] needs, sealed; some 600 characters of base64url.
    pub sealed: String,
}

/// Why an account is not connected.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// X has no app of this server's.
    #[error("x_client_id is not set; set it to the OAuth 2.0 client id of your app in X's developer console")]
    NoApp,
    /// The answer is not one to what was asked in this session, or it is too late.
    #[error("this answer belongs to no question of the last twenty minutes; begin again")]
    Other,
    /// Sealing failed.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// The network says no.
    #[error(transparent)]
    Network(#[from] Failure),
    /// The account cannot be kept.
    #[error(transparent)]
    Account(#[from] AccountError),
}

#[derive(Serialize, Deserialize)]
struct Question {
    until: Timestamp,
    whom: Whom,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Whom {
    Mastodon(connect::Asked),
    X { state: String, verifier: String },
}

fn purpose(session: &str) -> String {
    format!("connect {session}")
}

impl Engine {
    /// Begins to connect an account; `session` is anything that only the asking browser's session has.
    pub async fn ask_to_connect(&self, place: &Place, session: &str) -> Result<Asking, ConnectError> {
        let (authorize, at, whom) = match place {
            Place::Mastodon(typed) => {
                let base = connect::discover(&self.http, typed).await?;
                let back = format!("{}{MASTODON_RETURN}", self.addresses.base());
                let website = self.addresses.about();
                let begun = connect::begin(&self.http, &base, &back, &website).await?;
                let at = base.authority().to_owned();
                (begun.authorize, at, Whom::Mastodon(begun.asked))
            }
            Place::X => {
                let app = self.connectors.x_accounts.app.as_ref().ok_or(ConnectError::NoApp)?;
                let begun = app.sign_in(false)?;
                let (state, verifier) = (begun.state.expose().to_owned(), begun.verifier.expose().to_owned());
                (begun.url, "X".to_owned(), Whom::X { state, verifier })
            }
        };
        let until = self.clock.now().saturating_add(PATIENCE).unwrap_or(Timestamp::MAX);
        let question = serde_json::to_vec(&Question { until, whom }).unwrap_or_default();
        let sealed = URL_SAFE_NO_PAD.encode(self.secrets.seal(&purpose(session), &question)?);
        Ok(Asking { authorize, at, sealed })
    }

    /// Connects the account for which leave was given: `sealed` and `session` as when it was asked for, `state` and `code` as
    /// the network sent them back.
    pub async fn connect_answered(
        &self,
        sealed: &str,
        session: &str,
        state: &str,
        code: &str,
    ) -> Result<Account, ConnectError> {
        let question = self.question(sealed, session).ok_or(ConnectError::Other)?;
        if question.until < self.clock.now() {
            return Err(ConnectError::Other);
        }
        let access = match question.whom {
            Whom::Mastodon(asked) if asked.state == state => {
                let server = asked.base.to_string();
                let credentials = Credentials::Mastodon(asked.finish(&self.http, code).await?);
                Access { server, known_as: None, credentials, keeper: Arc::new(NewTokens::new(None)) }
            }
            Whom::X { state: own, verifier } if own == state => {
                let accounts = &self.connectors.x_accounts;
                let app = accounts.app.as_ref().ok_or(ConnectError::NoApp)?;
                let code = Secret::new(code).map_err(|_| ConnectError::Other)?;
                let verifier = Secret::new(&verifier).map_err(|_| ConnectError::Other)?;
                let now = self.clock.now();
                let given = app.exchange(&accounts.http, &code, &verifier, now).await;
                let tokens = given.map_err(|error| error.failure(now))?;
                let credentials = Credentials::X(XCredentials::of_tokens(&tokens));
                let keeper = Arc::new(NewTokens::new(Some(tokens)));
                Access { server: String::new(), known_as: None, credentials, keeper }
            }
            Whom::Mastodon(_) | Whom::X { .. } => return Err(ConnectError::Other),
        };
        Ok(self.connect_account(&access).await?)
    }

    fn question(&self, sealed: &str, session: &str) -> Option<Question> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let question = self.secrets.unseal(&purpose(session), &sealed).ok()?;
        serde_json::from_slice(&question).ok()
    }
}
