//! Routes as people look at them: the names of their ends, and what they have carried.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use mimus_store::{AccountId, PublicationState, Route, RouteFrom, RouteId, RouteSource, StoreError};

use crate::Engine;

/// How far back "of late" goes.
const LATELY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A route with what is known of it.
#[derive(Debug, Clone)]
pub struct RouteView {
    /// The route.
    pub route: Route,
    /// Where it begins, by its name.
    pub from: String,
    /// Where it ends, by its name.
    pub to: String,
    /// How reading where it begins has fared.
    pub source: Option<RouteSource>,
    /// How many publications have come into each state, by its name.
    pub carried: BTreeMap<&'static str, u64>,
    /// How many drafts it has made.
    pub drafts: u64,
}

impl RouteView {
    /// How many publications have come into a state.
    #[must_use]
    pub fn count(&self, state: PublicationState) -> u64 {
        self.carried.get(state.as_str()).copied().unwrap_or(0)
    }
}

/// Of which publications routes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// Of all that there ever were.
    Ever,
    /// Of those that changed within the last week.
    Lately,
}

impl Engine {
    /// Routes between accounts, by their numbers: those after `after`, at most `limit`, with what they carried within a week.
    pub async fn list_routes(
        &self,
        after: Option<RouteId>,
        limit: u32,
    ) -> Result<Vec<RouteView>, StoreError> {
        self.view_routes(self.store.list_routes(after, limit).await?, Carried::Lately).await
    }

    /// The same routes with what is known of them.
    pub async fn view_routes(
        &self,
        routes: Vec<Route>,
        carried: Carried,
    ) -> Result<Vec<RouteView>, StoreError> {
        let accounts = self.store.accounts().await?;
        let name = |id: AccountId| {
            let account = accounts.iter().find(|account| account.id == id);
            account.map_or_else(|| format!("account {id}"), |account| account.name().to_string())
        };
        let since = self.clock.now().saturating_sub(LATELY).unwrap_or(Timestamp::MIN);
        let mut views = Vec::with_capacity(routes.len());
        for route in routes {
            let (counts, from) = match carried {
                Carried::Ever => (self.store.publication_counts(route.id).await?, Timestamp::MIN),
                Carried::Lately => (self.store.publication_counts_since(route.id, since).await?, since),
            };
            views.push(RouteView {
                from: match &route.from {
                    RouteFrom::Account(id) => name(*id),
                    RouteFrom::Location(location) => location.clone(),
                    RouteFrom::Desk => "the Desk".to_owned(),
                },
                to: name(route.to),
                source: self.store.route_source(route.source).await?,
                drafts: self.store.drafts_made_since(route.id, from).await?,
                carried: counts.into_iter().map(|(state, count)| (state.as_str(), count)).collect(),
                route,
            });
        }
        Ok(views)
    }
}
