//! Posts that a draft speaks of by their addresses: what it answers, quotes or boosts.

use mimus_core::{PostRef, RemoteId};
use mimus_networks::LookedUp;
use mimus_store::{PublicationState, Route, RouteFrom};

use super::context::There;
use super::{Lane, Stop, stop};

impl Lane<'_> {
    /// The post on this destination: ours, where the same draft went here too, or what the network finds at the address. None
    /// where it can only be elsewhere; then a link says it. What should be here and is not found stops a publication that has
    /// not begun.
    pub(super) async fn addressed(
        &self,
        route: &Route,
        of: Option<&PostRef>,
        begun: bool,
    ) -> Result<Option<There>, Stop> {
        let by_desk = of.filter(|_| route.from == RouteFrom::Desk);
        let Some(url) = by_desk.and_then(|of| of.url.as_ref()) else { return Ok(None) };
        if let Some((id, url)) = self.engine.store.published_as_well(url.as_str(), self.account.id).await? {
            return Ok(RemoteId::new(id).ok().map(|id| (id, url)));
        }
        match self.network.look_up(url).await? {
            LookedUp::There(found) => Ok(Some((found.remote_id, found.url.map(|url| url.to_string())))),
            LookedUp::Missing if !begun => stop(
                PublicationState::Failed,
                format!(
                    "{} finds no post at {url}; see whether the address is right and the post public, then try again",
                    self.account.name()
                ),
            ),
            LookedUp::Missing | LookedUp::Elsewhere => Ok(None),
        }
    }
}
