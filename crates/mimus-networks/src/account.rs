//! Connected accounts: what is kept to use one, and one line for each network that has them.

use std::fmt;
use std::sync::Arc;

use mimus_core::Network;
use mimus_http::HttpClient;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::connector::{Failure, Read};
use crate::mastodon::{AccessToken, MastodonClient, MastodonCredentials, MastodonEar, MastodonReader};
use crate::publish::{Listen, Publish};
use crate::registry::Connectors;
use crate::retire::Retire;
use crate::x::{
    Meter, OAuth1Keys, OAuth2App, Secret, TokenKeeper, Tokens, UserCredentials, XOwnReader, XPublisher,
    XRetirer, XUser,
};

/// The credentials of a connected account, as they are sealed: secrets in the clear, never printed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "network", rename_all = "lowercase")]
pub enum Credentials {
    /// Of a server with Mastodon's client API.
    Mastodon(MastodonCredentials),
    /// Of X.
    X(XCredentials),
}

/// What X has given for an account.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum XCredentials {
    /// Tokens that are renewed, as [`Tokens::write`] writes them.
    OAuth2(String),
    /// Keys that do not expire.
    OAuth1 {
        /// The app's key.
        consumer_key: String,
        /// Its secret.
        consumer_secret: String,
        /// The account's token.
        token: String,
        /// Its secret.
        token_secret: String,
    },
}

/// Who grants the calls that are made for an account on X, by its name.
pub type XMeters = Arc<dyn Fn(&str) -> Result<Arc<dyn Meter>, Failure> + Send + Sync>;

/// With what accounts on X are opened.
#[derive(Clone)]
pub struct XAccounts {
    /// The way to X.
    pub http: HttpClient,
    /// Where its API is.
    pub api: Url,
    /// The app for which users sign in, where there is one.
    pub app: Option<OAuth2App>,
    /// Who grants calls.
    pub meters: XMeters,
    /// X's number of the account to which the developer app belongs; what it reads of itself costs less.
    pub owner: Option<String>,
}

impl XAccounts {
    /// Without an app, and with nobody who grants calls: no account on X can be opened.
    #[must_use]
    pub fn none(http: HttpClient) -> Self {
        let meters: XMeters = Arc::new(|_| Err(Failure::Unsupported { what: "accounts on X".into() }));
        #[allow(clippy::expect_used, reason = "a constant")]
        let api = Url::parse("https://api.x.com/").expect("an address");
        Self { http, api, app: None, meters, owner: None }
    }
}

impl Credentials {
    /// The network that they are for.
    #[must_use]
    pub fn network(&self) -> Network {
        match self {
            Self::Mastodon(_) => Network::Mastodon,
            Self::X(_) => Network::X,
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({}, …)", self.network())
    }
}

/// A connected account with its credentials opened.
#[derive(Clone)]
pub struct Access {
    /// The base address of its server; empty on networks of one server.
    pub server: String,
    /// Its id and handle there, where they are known.
    pub known_as: Option<(String, String)>,
    /// What it is used with.
    pub credentials: Credentials,
    /// Who keeps tokens that the network renews.
    pub keeper: Arc<dyn TokenKeeper>,
}

impl Access {
    fn mastodon(
        &self,
        connectors: &Connectors,
        kept: &MastodonCredentials,
    ) -> Result<MastodonClient, Failure> {
        let again = |why: String| Failure::SignInAgain { why };
        let base = Url::parse(&self.server).map_err(|error| again(error.to_string()))?;
        let token = AccessToken::new(&kept.access_token).map_err(|error| again(error.to_string()))?;
        Ok(MastodonClient::new(connectors.http.clone(), base, Some(token)))
    }

    fn x(&self, connectors: &Connectors, kept: &XCredentials) -> Result<XUser, Failure> {
        let accounts = &connectors.x_accounts;
        let name = self.known_as.as_ref().map_or("new", |(id, _)| id.as_str());
        let meter = (accounts.meters)(name)?;
        let secret =
            |words: &str| Secret::new(words).map_err(|error| Failure::SignInAgain { why: error.to_string() });
        let credentials = match kept {
            XCredentials::OAuth2(_) => {
                let app = accounts.app.clone().ok_or_else(|| Failure::SignInAgain {
                    why: "x_client_id is not set; set it to that of the app for which the account was connected".into(),
                })?;
                UserCredentials::OAuth2 { app, keeper: Arc::clone(&self.keeper) }
            }
            XCredentials::OAuth1 { consumer_key, consumer_secret, token, token_secret } => {
                UserCredentials::OAuth1(Arc::new(OAuth1Keys {
                    consumer_key: consumer_key.clone(),
                    consumer_secret: secret(consumer_secret)?,
                    token: token.clone(),
                    token_secret: secret(token_secret)?,
                }))
            }
        };
        Ok(XUser::new(accounts.http.clone(), accounts.api.clone(), credentials, meter))
    }

    /// Opens the account to publish as it.
    pub fn publisher(&self, connectors: &Connectors) -> Result<Arc<dyn Publish>, Failure> {
        match &self.credentials {
            Credentials::Mastodon(kept) => Ok(Arc::new(self.mastodon(connectors, kept)?)),
            Credentials::X(kept) => {
                let user = self.x(connectors, kept)?;
                Ok(Arc::new(match self.known_on_x() {
                    Some((id, handle)) => XPublisher::known_as(user, id, handle),
                    None => XPublisher::new(user),
                }))
            }
        }
    }

    fn known_on_x(&self) -> Option<(u64, &str)> {
        let (id, handle) = self.known_as.as_ref()?;
        Some((id.parse().ok()?, handle))
    }

    /// Opens the account to read what it posts. Of posts from before the first reading, the newest `old` are given.
    pub fn reader(&self, connectors: &Connectors, old: usize) -> Result<Box<dyn Read>, Failure> {
        match &self.credentials {
            Credentials::Mastodon(kept) => {
                Ok(Box::new(MastodonReader::own(self.mastodon(connectors, kept)?, old)))
            }
            Credentials::X(kept) => {
                let (me, _) = self.known_on_x().ok_or_else(|| Failure::Rejected {
                    why: "the account's number on X is not known; connect it again".into(),
                })?;
                Ok(Box::new(XOwnReader::new(self.x(connectors, kept)?, me, old)))
            }
        }
    }

    /// Opens the account to list its old posts.
    pub fn retirer(&self, connectors: &Connectors) -> Result<Box<dyn Retire>, Failure> {
        match &self.credentials {
            Credentials::Mastodon(kept) => Ok(Box::new(self.mastodon(connectors, kept)?)),
            Credentials::X(kept) => {
                let (me, _) = self.known_on_x().ok_or_else(|| Failure::Rejected {
                    why: "the account's number on X is not known; connect it again".into(),
                })?;
                Ok(Box::new(XRetirer::new(self.x(connectors, kept)?, me)))
            }
        }
    }

    /// Opens an account on X to call X as it.
    pub fn x_user(&self, connectors: &Connectors) -> Result<XUser, Failure> {
        match &self.credentials {
            Credentials::X(kept) => self.x(connectors, kept),
            Credentials::Mastodon(_) => Err(Failure::Rejected { why: "the account is not one on X".into() }),
        }
    }

    /// Opens an ear at the account.
    pub async fn listener(&self, connectors: &Connectors) -> Result<Box<dyn Listen>, Failure> {
        match &self.credentials {
            Credentials::Mastodon(kept) => {
                Ok(Box::new(MastodonEar::open(&self.mastodon(connectors, kept)?).await?))
            }
            Credentials::X(_) => Err(Failure::Unsupported { what: "listening to one account".into() }),
        }
    }

    /// Gives the credentials back to the network.
    pub async fn revoke(&self, connectors: &Connectors) -> Result<(), Failure> {
        match &self.credentials {
            Credentials::Mastodon(kept) => {
                let base = Url::parse(&self.server).map_err(|e| Failure::Rejected { why: e.to_string() })?;
                crate::mastodon::connect::revoke(&connectors.http, &base, kept).await
            }
            Credentials::X(kept) => self.x(connectors, kept)?.revoke().await,
        }
    }
}

impl XCredentials {
    /// Tokens that are renewed.
    #[must_use]
    pub fn of_tokens(tokens: &Tokens) -> Self {
        Self::OAuth2(tokens.write())
    }
}
