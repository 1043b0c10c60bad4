//! Finding a post by its address: the account's server is asked to fetch it (docs.joinmastodon.org, methods/search, `resolve`).

use mimus_core::{RemoteId, WebUrl};
use serde::Deserialize;

use super::client::MastodonClient;
use super::model::Status;
use crate::connector::Failure;
use crate::publish::{LookedUp, Published};

#[derive(Deserialize)]
struct Results {
    #[serde(default)]
    statuses: Vec<Status>,
}

impl MastodonClient {
    /// Servers of the fediverse find posts on all others; what stands on X or Bluesky is elsewhere.
    pub(super) async fn look_up_post(&self, url: &WebUrl) -> Result<LookedUp, Failure> {
        if url.network().is_some() {
            return Ok(LookedUp::Elsewhere);
        }
        let query = [("q", url.as_str()), ("type", "statuses"), ("resolve", "true"), ("limit", "1")];
        let json = match self.get("/api/v2/search", &query).await {
            Err(Failure::SignInAgain { .. }) if self.me().await.is_ok() => {
                let why = "the account was connected without the right to look posts up; connect it again, or take the \
                           address out";
                return Err(Failure::Rejected { why: why.into() });
            }
            other => other?,
        };
        let found: Results = serde_json::from_value(json).map_err(|error| Failure::Retry {
            why: format!("the server's answer cannot be read: {error}"),
        })?;
        // A server that takes the address for words to look for finds posts that merely have it in them.
        let named = found.statuses.into_iter().find(|status| self.is_at(status, url));
        let there = named.and_then(|status| {
            let url = status.url.as_deref().and_then(|url| WebUrl::parse(url).ok());
            Some(Published { remote_id: RemoteId::new(status.id).ok()?, url })
        });
        Ok(there.map_or(LookedUp::Missing, LookedUp::There))
    }

    /// Whether a status can be the one at an address: it stands on that server, or the address is one of the server that was
    /// asked.
    fn is_at(&self, status: &Status, url: &WebUrl) -> bool {
        let host = url.authority();
        let of = |address: &Option<String>| {
            address
                .as_deref()
                .and_then(|address| WebUrl::parse(address).ok())
                .map(|address| address.authority())
        };
        let own = WebUrl::parse(self.base.as_str()).map(|base| base.authority());
        own.is_ok_and(|own| own == host)
            || of(&status.url).is_some_and(|there| there == host)
            || of(&status.uri).is_some_and(|there| there == host)
    }
}
