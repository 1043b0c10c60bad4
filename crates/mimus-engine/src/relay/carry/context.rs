//! What must be so before a publication is carried out, and what is known of the posts that it speaks of.

use jiff::{SignedDuration, Timestamp};
use mimus_core::{PostRef, RemoteId, RouteFacts, WebUrl};
use mimus_store::{PartState, Publication, PublicationState, Route, RouteFrom, RouteState};

use super::{Lane, Stop, later, stop};
use crate::desk::brake::all_stopped;
use crate::relay::when;

/// Time between two looks at a post that is waited for.
const WAITING: SignedDuration = SignedDuration::from_secs(30);

/// A post on the destination: its id and address.
pub(super) type There = (RemoteId, Option<String>);

/// What is known of the posts that a post speaks of.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) facts: RouteFacts,
    pub(super) quote: Option<RemoteId>,
    pub(super) repost: Option<RemoteId>,
}

impl Lane<'_> {
    /// What must be so before anything of a publication is sent.
    pub(super) async fn may_begin(&self, publication: &Publication, route: &Route) -> Result<(), Stop> {
        if let Some(until) = publication.until
            && self.now() > until
        {
            return stop(
                PublicationState::Missed,
                "its time went by before it could go out; give it another, or let it be",
            );
        }
        if route.state != RouteState::Active {
            return stop(PublicationState::Held, why_held(route));
        }
        let store = &self.engine.store;
        let now = self.now();
        let brake = route.policy.brake;
        let span = SignedDuration::from_mins(i64::from(brake.minutes));
        let since = now.saturating_sub(span).unwrap_or(Timestamp::MIN);
        if store.published_since(route.id, since).await? >= u64::from(brake.posts) {
            let why = format!(
                "{} posts in {} minutes: look at what waits (mimus publication list), then mimus route resume {}",
                brake.posts, brake.minutes, route.id
            );
            tracing::warn!(route = %route.id, why, "a route was paused");
            store.set_route_state(route.id, RouteState::Paused, Some(&why), None).await?;
            return stop(PublicationState::Held, why);
        }
        let pace = &route.policy.pace;
        if let Some(until) = when::quiet_until(pace, now) {
            return later(PublicationState::Due, "quiet hours", until);
        }
        if let Some(most) = pace.a_day
            && store.published_since(route.id, when::a_day_before(now)).await? >= u64::from(most)
        {
            return stop(PublicationState::Skipped, format!("{most} posts were published within a day"));
        }
        Ok(())
    }

    /// What must be so before what has begun is gone on with: nothing goes out from the Desk while its brake is pulled.
    pub(super) fn may_go_on(route: &Route) -> Result<(), Stop> {
        if route.from == RouteFrom::Desk && route.state != RouteState::Active {
            return stop(PublicationState::Held, why_held(route));
        }
        Ok(())
    }

    /// What must be so before anything is published: nobody has pulled the brake for all accounts. It is looked for again, so
    /// that nothing stays behind which was held just as the brake was released.
    pub(super) async fn nothing_stops_all(&self) -> Result<(), Stop> {
        match self.engine.store.brake_all().await? {
            Some(brake) => later(PublicationState::Held, all_stopped(&brake), self.after(WAITING)),
            None => Ok(()),
        }
    }

    /// What a publication answers on the destination: the end of the thread that its post goes on with.
    pub(super) async fn parent(
        &self,
        publication: &Publication,
        route: &Route,
        begun: bool,
    ) -> Result<Option<RemoteId>, Stop> {
        let answered = publication.post.reply_to.as_ref().and_then(|to| to.remote_id.as_ref());
        let Some(answered) = answered else { return Ok(None) };
        let store = &self.engine.store;
        let Some(parent) = store.publication_of(route.id, answered.as_str()).await? else {
            let by_address = self.addressed(route, publication.post.reply_to.as_ref(), begun).await?;
            return match by_address {
                Some((id, _)) => Ok(Some(id)),
                None => self.source_of(answered, route).await,
            };
        };
        let waits = |why: &str| {
            later(PublicationState::Held, format!("the post that it answers {why}"), self.after(WAITING))
        };
        match parent.state {
            PublicationState::Published | PublicationState::Partial => {
                let parts = store.parts(parent.id).await?;
                let last = parts.iter().rev().find(|part| part.state == PartState::Published);
                Ok(last.and_then(|part| RemoteId::new(part.remote_id.clone()?).ok()))
            }
            PublicationState::Due | PublicationState::Sending => waits("is not published yet"),
            PublicationState::Unknown => waits("may be published or not"),
            PublicationState::Held => waits("is held"),
            PublicationState::Failed => waits("could not be published"),
            PublicationState::Skipped | PublicationState::Missed | PublicationState::Deleted => Ok(None),
        }
    }

    /// Where the answered post came from by the opposite route, if it did: the answer belongs there.
    pub(super) async fn source_of(
        &self,
        answered: &RemoteId,
        route: &Route,
    ) -> Result<Option<RemoteId>, Stop> {
        let RouteFrom::Account(here) = route.from else { return Ok(None) };
        let store = &self.engine.store;
        let Some(came) = store.publication_at(here, answered.as_str()).await? else { return Ok(None) };
        let by = store.route(came.route).await?;
        let from_there = by.is_some_and(|by| by.from == RouteFrom::Account(self.account.id));
        Ok(if from_there { RemoteId::new(came.source_post).ok() } else { None })
    }

    pub(super) async fn facts(
        &self,
        publication: &Publication,
        route: &Route,
        parent: Option<&RemoteId>,
        begun: bool,
    ) -> Result<Known, Stop> {
        let quote = self.there(publication, route, publication.post.quote.as_ref(), begun).await?;
        let repost = self.there(publication, route, publication.post.repost_of.as_ref(), begun).await?;
        let source = match route.from {
            RouteFrom::Account(id) => self.engine.store.account(id).await?,
            RouteFrom::Location(_) | RouteFrom::Desk => None,
        };
        let facts = RouteFacts {
            own_reply: publication.own_reply,
            reply_on_destination: parent.is_some(),
            quote_on_destination: quote.is_some(),
            repost_on_destination: repost.is_some(),
            quote_url: quote.as_ref().and_then(|(_, url)| WebUrl::parse(url.as_deref()?).ok()),
            source_handle: source.map(|account| account.handle),
            now: Some(self.now()),
            unfit_media: Vec::new(),
        };
        Ok(Known { facts, quote: quote.map(|(id, _)| id), repost: repost.map(|(id, _)| id) })
    }

    /// Id and address on the destination of a post that another speaks of, where it is there by the same route, or a draft has its
    /// address.
    async fn there(
        &self,
        publication: &Publication,
        route: &Route,
        of: Option<&PostRef>,
        begun: bool,
    ) -> Result<Option<There>, Stop> {
        let Some(id) = of.and_then(|of| of.remote_id.as_ref()) else { return Ok(None) };
        let store = &self.engine.store;
        let Some(published) = store.publication_of(publication.route, id.as_str()).await? else {
            return self.addressed(route, of, begun).await;
        };
        let parts = store.parts(published.id).await?;
        let first = parts.into_iter().find(|part| part.state == PartState::Published);
        Ok(first.and_then(|part| Some((RemoteId::new(part.remote_id?).ok()?, part.url))))
    }
}

/// Why nothing goes out by a route that is not active.
pub(crate) fn why_held(route: &Route) -> String {
    match (&route.from, &route.state_reason) {
        (RouteFrom::Desk, Some(why)) => why.clone(),
        (RouteFrom::Desk, None) => "nothing goes out from the Desk to this account at present".into(),
        _ => format!("route {} is {}; mimus route resume {} lets it go on", route.id, route.state, route.id),
    }
}
