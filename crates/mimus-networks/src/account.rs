//! Connected accounts: what is kept to use one, and one line for each network that has them.

use std::fmt;
use std::sync::Arc;

use mimus_core::Network;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::connector::{Failure, Read};
use crate::mastodon::{AccessToken, MastodonClient, MastodonCredentials, MastodonEar, MastodonReader};
use crate::publish::{Listen, Publish};
use crate::registry::Connectors;

/// The credentials of a connected account, as they are sealed: secrets in the clear, never printed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "network", rename_all = "lowercase")]
pub enum Credentials {
    /// Of a server with Mastodon's client API.
    Mastodon(MastodonCredentials),
}

impl Credentials {
    /// The network that they are for.
    #[must_use]
    pub fn network(&self) -> Network {
        match self {
            Self::Mastodon(_) => Network::Mastodon,
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({}, …)", self.network())
    }
}

/// A connected account with its credentials opened.
#[derive(Debug, Clone)]
pub struct Access {
    /// The base address of its server; empty on networks of one server.
    pub server: String,
    /// What it is used with.
    pub credentials: Credentials,
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

    /// Opens the account to publish as it.
    pub fn publisher(&self, connectors: &Connectors) -> Result<Arc<dyn Publish>, Failure> {
        match &self.credentials {
            Credentials::Mastodon(kept) => Ok(Arc::new(self.mastodon(connectors, kept)?)),
        }
    }

    /// Opens the account to read what it posts. Of posts from before the first reading, the newest `old` are given.
    pub fn reader(&self, connectors: &Connectors, old: usize) -> Result<Box<dyn Read>, Failure> {
        match &self.credentials {
            Credentials::Mastodon(kept) => {
                Ok(Box::new(MastodonReader::own(self.mastodon(connectors, kept)?, old)))
            }
        }
    }

    /// Opens an ear at the account.
    pub async fn listener(&self, connectors: &Connectors) -> Result<Box<dyn Listen>, Failure> {
        match &self.credentials {
            Credentials::Mastodon(kept) => {
                Ok(Box::new(MastodonEar::open(&self.mastodon(connectors, kept)?).await?))
            }
        }
    }

    /// Gives the credentials back to the network.
    pub async fn revoke(&self, connectors: &Connectors) -> Result<(), Failure> {
        match &self.credentials {
            Credentials::Mastodon(kept) => {
                let base = Url::parse(&self.server).map_err(|e| Failure::Rejected { why: e.to_string() })?;
                crate::mastodon::connect::revoke(&connectors.http, &base, kept).await
            }
        }
    }
}
