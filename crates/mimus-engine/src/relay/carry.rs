//! Carrying one publication out: what stands on the network is brought to what is wanted.
//!
//! Every part is written down before it is sent. One that was written down and of which the network has not told is looked for
//! before it is sent again, so that whatever dies when, nothing stands there twice.

use jiff::{SignedDuration, Timestamp};
use mimus_core::policy::{Edits, OverLong};
use mimus_core::render::{DestinationLimits, Part, Rendering, XLimits, render_for};
use mimus_core::rich_text::RichTextBuilder;
use mimus_core::{
    Directory, Money, PostRef, RemoteId, RichText, RouteFacts, RoutePolicy, Visibility, WebUrl,
};
use mimus_networks::{Failure, Outgoing, Publish, Published, RejectReason};
use mimus_store::{
    Account, Outcome, PartState, Publication, PublicationState, PublishedPart, Route, RouteFrom, RouteState,
    StoreError, Wanted, Words,
};

use super::{media, when, words};
use crate::{Engine, Hold};

/// How much earlier than it was sent a part may say that it was written.
const SKEW: SignedDuration = SignedDuration::from_mins(2);
/// After so long of trying a publication has failed.
const PATIENCE: SignedDuration = SignedDuration::from_hours(72);
/// Looks for a part of which the network does not tell; then somebody must say.
const LOOKS: u32 = 12;
/// Time between two looks at a post that is waited for.
const WAITING: SignedDuration = SignedDuration::from_secs(30);

/// What carrying out needs: an account that this node holds, and its network.
pub(crate) struct Lane<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) hold: &'a Hold,
    pub(crate) account: &'a Account,
    pub(crate) network: &'a dyn Publish,
    pub(crate) directory: &'a Directory,
}

/// Whether the account is gone on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The next publication.
    Next,
    /// Nothing before this time: the network asked to wait, or does not answer.
    WaitUntil(Timestamp),
    /// The credentials serve no longer.
    Broken(String),
    /// This node has lost what it held.
    Lost,
}

/// Why carrying out stopped.
enum Stop {
    /// By what the network said, or did not say.
    Failure(Failure),
    /// By this outcome, which is no failure.
    Outcome(Outcome, Option<String>),
    /// The post has changed meanwhile: it is begun anew.
    Changed,
    /// This node has lost what it held.
    Lost,
    /// The database failed.
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

fn outcome(state: PublicationState, reason: Option<String>, due_at: Option<Timestamp>) -> Outcome {
    Outcome { state, reason, due_at, failed: false }
}

fn stop<T>(state: PublicationState, reason: impl Into<String>) -> Result<T, Stop> {
    let reason = reason.into();
    Err(Stop::Outcome(outcome(state, Some(reason.clone()), None), Some(reason)))
}

fn later<T>(state: PublicationState, reason: impl Into<String>, at: Timestamp) -> Result<T, Stop> {
    Err(Stop::Outcome(outcome(state, Some(reason.into()), Some(at)), None))
}

impl Lane<'_> {
    fn now(&self) -> Timestamp {
        self.engine.clock.now()
    }

    fn after(&self, wait: SignedDuration) -> Timestamp {
        self.now().saturating_add(wait).unwrap_or(Timestamp::MAX)
    }

    /// Carries one publication out as far as it goes, and records how it stands.
    pub(crate) async fn carry(&self, publication: &Publication, route: &Route) -> Result<Step, StoreError> {
        let done = match publication.wanted {
            Wanted::Deleted => self.remove_all(publication, route).await,
            Wanted::Published => self.publish(publication, route).await,
        };
        match done {
            Ok(outcome) => {
                self.record(publication, &outcome, Some(&said(&outcome))).await.map(|()| Step::Next)
            }
            Err(Stop::Outcome(outcome, words)) => {
                self.record(publication, &outcome, words.as_deref()).await.map(|()| Step::Next)
            }
            Err(Stop::Failure(failure)) => self.failed(publication, failure).await,
            Err(Stop::Changed) => Ok(Step::Next),
            Err(Stop::Lost) => Ok(Step::Lost),
            Err(Stop::Store(error)) => Err(error),
        }
    }

    async fn record(
        &self,
        publication: &Publication,
        outcome: &Outcome,
        words: Option<&str>,
    ) -> Result<(), StoreError> {
        metrics::counter!("mimus_publications_total", "state" => outcome.state.as_str()).increment(1);
        self.engine.store.publication_done(publication, outcome, words, self.now()).await
    }

    /// Records a failure, and says whether anything else can be done on the account.
    async fn failed(&self, publication: &Publication, failure: Failure) -> Result<Step, StoreError> {
        let words = failure.to_string();
        let parts = self.engine.store.parts(publication.id).await?;
        let stands = parts.iter().any(|part| part.state == PartState::Published);
        let given_up = self.now().duration_since(publication.created_at) > PATIENCE;
        let wait = self.after(super::backoff(publication.attempts));
        let refused = if stands { PublicationState::Partial } else { PublicationState::Failed };
        let (state, due_at, step) = match &failure {
            Failure::RateLimited { until, .. } => {
                (PublicationState::Due, Some(*until), Step::WaitUntil(*until))
            }
            Failure::SignInAgain { .. } => {
                (PublicationState::Due, Some(self.now()), Step::Broken(words.clone()))
            }
            Failure::Unknown { .. } if publication.attempts >= LOOKS => {
                (PublicationState::Unknown, None, Step::Next)
            }
            Failure::Unknown { .. } => (PublicationState::Unknown, Some(wait), Step::Next),
            Failure::Retry { .. } if given_up => (refused, None, Step::Next),
            Failure::Retry { .. } => (PublicationState::Due, Some(wait), Step::Next),
            Failure::Rejected { .. } | Failure::RejectedAs { .. } | Failure::Unsupported { .. } => {
                (refused, None, Step::Next)
            }
        };
        let held_up = matches!(failure, Failure::RateLimited { .. } | Failure::SignInAgain { .. });
        let outcome = Outcome { state, reason: Some(words.clone()), due_at, failed: !held_up };
        self.record(publication, &outcome, Some(&words)).await?;
        Ok(step)
    }

    async fn publish(&self, publication: &Publication, route: &Route) -> Result<Outcome, Stop> {
        let mut parts = self.engine.store.parts(publication.id).await?;
        let begun = parts.iter().any(|part| part.state != PartState::Deleted);
        if !begun {
            self.may_begin(route).await?;
        }
        let parent = self.parent(publication, route).await?;
        let facts = self.facts(publication, route, parent.as_ref()).await?;
        if !self.engine.store.publication_sending(publication, self.now()).await? {
            return Err(Stop::Changed);
        }
        self.settle(publication, &mut parts, parent.as_ref()).await?;
        let mut without = Without::default();
        loop {
            let known = Known { quote: facts.quote.clone().filter(|_| !without.quote), ..facts.clone() };
            let parent = parent.clone().filter(|_| !without.reply);
            let rendering = self.render(publication, route, &known, &without);
            if let Some(reason) = &rendering.skipped {
                if begun {
                    let why = format!(
                        "its source has changed and would now be left ({reason}); what stands was left"
                    );
                    return Ok(outcome(PublicationState::Published, Some(why), None));
                }
                return stop(PublicationState::Skipped, reason.to_string());
            }
            if let (Some(_), Some(original)) = (&rendering.boost, &known.repost) {
                return self.repost(publication, &parts, original).await;
            }
            match self.bring(publication, route, rendering, parts, parent, known.quote).await {
                Ok(()) => return Ok(outcome(PublicationState::Published, without.said(), None)),
                Err(Stop::Failure(failure)) => {
                    parts = self.engine.store.parts(publication.id).await?;
                    let begun = parts.iter().any(|part| part.state == PartState::Published);
                    if !without.learn(&failure, begun) {
                        return Err(failure.into());
                    }
                    if without.thread {
                        // No part is left standing without the others.
                        self.delete_parts(publication, &parts).await?;
                        parts = self.engine.store.parts(publication.id).await?;
                    }
                }
                Err(other) => return Err(other),
            }
        }
    }

    fn render(
        &self,
        publication: &Publication,
        route: &Route,
        known: &Known,
        without: &Without,
    ) -> Rendering {
        let mut facts = known.facts.clone();
        facts.quote_on_destination &= !without.quote;
        facts.reply_on_destination &= !without.reply;
        let mut policy = route.policy.clone();
        if without.thread {
            policy.over_long = OverLong::Cut;
        }
        render_for(publication.post.clone(), &facts, &policy, &self.account.limits, self.directory)
    }

    /// What must be so before anything of a publication is sent.
    async fn may_begin(&self, route: &Route) -> Result<(), Stop> {
        if route.state != RouteState::Active {
            return stop(
                PublicationState::Held,
                format!(
                    "route {} is {}; mimus route resume {} lets it go on",
                    route.id, route.state, route.id
                ),
            );
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

    /// What a publication answers on the destination: the end of the thread that its post goes on with.
    async fn parent(&self, publication: &Publication, route: &Route) -> Result<Option<RemoteId>, Stop> {
        let answered = publication.post.reply_to.as_ref().and_then(|to| to.remote_id.as_ref());
        let Some(answered) = answered else { return Ok(None) };
        let store = &self.engine.store;
        let Some(parent) = store.publication_of(route.id, answered.as_str()).await? else {
            return self.source_of(answered, route).await;
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
    async fn source_of(&self, answered: &RemoteId, route: &Route) -> Result<Option<RemoteId>, Stop> {
        let RouteFrom::Account(here) = route.from else { return Ok(None) };
        let store = &self.engine.store;
        let Some(came) = store.publication_at(here, answered.as_str()).await? else { return Ok(None) };
        let by = store.route(came.route).await?;
        let from_there = by.is_some_and(|by| by.from == RouteFrom::Account(self.account.id));
        Ok(if from_there { RemoteId::new(came.source_post).ok() } else { None })
    }

    async fn facts(
        &self,
        publication: &Publication,
        route: &Route,
        parent: Option<&RemoteId>,
    ) -> Result<Known, StoreError> {
        let quote = self.there(publication, publication.post.quote.as_ref()).await?;
        let repost = self.there(publication, publication.post.repost_of.as_ref()).await?;
        let source = match route.from {
            RouteFrom::Account(id) => self.engine.store.account(id).await?,
            RouteFrom::Location(_) => None,
        };
        let facts = RouteFacts {
            own_reply: publication.own_reply,
            reply_on_destination: parent.is_some(),
            quote_on_destination: quote.is_some(),
            repost_on_destination: repost.is_some(),
            quote_url: quote.as_ref().and_then(|(_, url)| WebUrl::parse(url.as_deref()?).ok()),
            source_handle: source.map(|account| account.handle),
            now: Some(self.now()),
        };
        Ok(Known { facts, quote: quote.map(|(id, _)| id), repost: repost.map(|(id, _)| id) })
    }

    /// Id and address on the destination of a post that another speaks of, where it is there by the same route.
    async fn there(
        &self,
        publication: &Publication,
        of: Option<&PostRef>,
    ) -> Result<Option<There>, StoreError> {
        let Some(id) = of.and_then(|of| of.remote_id.as_ref()) else { return Ok(None) };
        let store = &self.engine.store;
        let Some(published) = store.publication_of(publication.route, id.as_str()).await? else {
            return Ok(None);
        };
        let parts = store.parts(published.id).await?;
        let first = parts.into_iter().find(|part| part.state == PartState::Published);
        Ok(first.and_then(|part| Some((RemoteId::new(part.remote_id?).ok()?, part.url))))
    }

    /// Looks for the parts of which the network has not told.
    async fn settle(
        &self,
        publication: &Publication,
        parts: &mut Vec<PublishedPart>,
        parent: Option<&RemoteId>,
    ) -> Result<(), Stop> {
        let store = &self.engine.store;
        let open: Vec<PublishedPart> =
            parts.iter().filter(|part| part.state == PartState::Sending).cloned().collect();
        for part in open {
            match self.look(publication, &part, parts, parent).await? {
                Some(found) => {
                    let url = found.url.as_ref().map(|url| url.as_str());
                    let words = Words { mark: &part.mark, text: &part.words };
                    // It stands as it was sent: of the revision of that time.
                    let then = Publication { revision: part.revision, ..publication.clone() };
                    store.part_published(&then, part.position, words, found.remote_id.as_str(), url).await?;
                }
                None => store.part_gone(publication.id, part.position).await?,
            }
        }
        *parts = store.parts(publication.id).await?;
        Ok(())
    }

    async fn look(
        &self,
        publication: &Publication,
        part: &PublishedPart,
        parts: &[PublishedPart],
        parent: Option<&RemoteId>,
    ) -> Result<Option<Published>, Stop> {
        self.must_hold()?;
        let before = parts.iter().rfind(|other| other.position < part.position);
        let before = before.and_then(|other| RemoteId::new(other.remote_id.clone()?).ok());
        let reply_to = before.or_else(|| parent.cloned());
        let sought = words_alone(&part.words);
        let key = key(publication, part.revision, part.position);
        let outgoing = Outgoing {
            part: &sought,
            key: &key,
            reply_to: reply_to.as_ref(),
            quote: None,
            media: &[],
            now: self.now(),
        };
        let since = part.sent_at.saturating_sub(SKEW).unwrap_or(Timestamp::MIN);
        let found = self.network.find(&outgoing, since).await?;
        // What stands in another part's or publication's name is not this one.
        let Some(found) = found else { return Ok(None) };
        let taken = self.engine.store.publication_at(self.account.id, found.remote_id.as_str()).await?;
        Ok(taken.is_none().then_some(found))
    }

    /// Brings the parts that stand to those that are wanted.
    async fn bring(
        &self,
        publication: &Publication,
        route: &Route,
        rendering: Rendering,
        mut parts: Vec<PublishedPart>,
        parent: Option<RemoteId>,
        quote: Option<RemoteId>,
    ) -> Result<(), Stop> {
        let stale = parts
            .iter()
            .any(|part| part.state == PartState::Published && part.revision != publication.revision);
        if stale && !can_edit(&self.account.limits, &route.policy) {
            match route.policy.edits {
                Edits::DeleteAndRepost => {
                    self.delete_parts(publication, &parts).await?;
                    parts = self.engine.store.parts(publication.id).await?;
                }
                Edits::Note => return self.note(publication, route, &parts).await,
                Edits::Edit | Edits::Leave => {
                    return stop(PublicationState::Published, "edited at its source; what stands was left");
                }
            }
        }
        let mut before = parent;
        for (n, part) in (0_u32..).zip(&rendering.parts) {
            let stands = parts.iter().find(|p| p.position == n && p.state == PartState::Published);
            let there = stands.and_then(|stands| RemoteId::new(stands.remote_id.clone()?).ok());
            let quote = quote.as_ref().filter(|_| n == 0);
            before = Some(match (stands, there) {
                (Some(stands), Some(there)) if stands.revision == publication.revision => there,
                (Some(_), Some(there)) => {
                    self.edit(publication, n, part, &there, before.as_ref(), quote).await?
                }
                _ => self.send(publication, n, part, before.as_ref(), quote).await?,
            });
        }
        let wanted = u32::try_from(rendering.parts.len()).unwrap_or(u32::MAX);
        let surplus: Vec<PublishedPart> = parts.into_iter().filter(|part| part.position >= wanted).collect();
        self.delete_parts(publication, &surplus).await
    }

    async fn send(
        &self,
        publication: &Publication,
        n: u32,
        part: &Part,
        before: Option<&RemoteId>,
        quote: Option<&RemoteId>,
    ) -> Result<RemoteId, Stop> {
        let store = &self.engine.store;
        let media = media::upload(self.engine, self.network, &part.media).await?;
        let mark = words::mark(&part.words);
        let sent = Words { mark: &mark, text: part.words.as_str() };
        self.must_hold()?;
        store.part_sending(publication, n, sent, self.now()).await?;
        let key = key(publication, publication.revision, n);
        let outgoing = Outgoing { part, key: &key, reply_to: before, quote, media: &media, now: self.now() };
        self.must_hold()?;
        match self.network.publish(&outgoing).await {
            Ok(published) => {
                let url = published.url.as_ref().map(|url| url.as_str());
                store.part_published(publication, n, sent, published.remote_id.as_str(), url).await?;
                Ok(published.remote_id)
            }
            // It stays as it is: the next turn looks.
            Err(failure @ Failure::Unknown { .. }) => Err(failure.into()),
            // The same words stand there already: by an earlier try that did not show when it was looked for.
            Err(failure)
                if failure.reject_reason() == Some(RejectReason::Duplicate)
                    && matches!(publication.state, PublicationState::Unknown | PublicationState::Sending) =>
            {
                let since = publication.created_at;
                let found = self.network.find(&outgoing, since).await?;
                if let Some(found) = found
                    && store.publication_at(self.account.id, found.remote_id.as_str()).await?.is_none()
                {
                    let url = found.url.as_ref().map(|url| url.as_str());
                    store.part_published(publication, n, sent, found.remote_id.as_str(), url).await?;
                    return Ok(found.remote_id);
                }
                store.part_gone(publication.id, n).await?;
                Err(failure.into())
            }
            Err(failure) => {
                store.part_gone(publication.id, n).await?;
                Err(failure.into())
            }
        }
    }

    async fn edit(
        &self,
        publication: &Publication,
        n: u32,
        part: &Part,
        there: &RemoteId,
        before: Option<&RemoteId>,
        quote: Option<&RemoteId>,
    ) -> Result<RemoteId, Stop> {
        let media = media::upload(self.engine, self.network, &part.media).await?;
        let mark = words::mark(&part.words);
        let sent = Words { mark: &mark, text: part.words.as_str() };
        let key = key(publication, publication.revision, n);
        let outgoing = Outgoing { part, key: &key, reply_to: before, quote, media: &media, now: self.now() };
        self.must_hold()?;
        let published = match self.network.edit(there, &outgoing).await {
            // Doing it twice is doing it once.
            Err(Failure::Unknown { why }) => return Err(Failure::Retry { why }.into()),
            Err(Failure::Unsupported { what }) => {
                return stop(
                    PublicationState::Published,
                    format!("edited at its source; what stands was left: {what}"),
                );
            }
            other => other?,
        };
        let url = published.url.as_ref().map(|url| url.as_str());
        let id = published.remote_id.as_str();
        self.engine.store.part_published(publication, n, sent, id, url).await?;
        Ok(published.remote_id)
    }

    /// Answers what stands with how it reads now.
    async fn note(
        &self,
        publication: &Publication,
        route: &Route,
        parts: &[PublishedPart],
    ) -> Result<(), Stop> {
        let Some(last) = parts.iter().rfind(|part| part.state == PartState::Published) else { return Ok(()) };
        let mut post = publication.post.clone();
        let mut words = RichTextBuilder::default();
        words.push_str("Edited: ");
        words.push_rich(&post.text);
        post.text = words.build();
        post.media.clear();
        post.poll = None;
        post.reply_to = None;
        let policy = RoutePolicy { over_long: OverLong::Cut, ..route.policy.clone() };
        let facts = RouteFacts { now: Some(self.now()), ..RouteFacts::default() };
        let note = render_for(post, &facts, &policy, &self.account.limits, self.directory);
        let before = last.remote_id.clone().and_then(|id| RemoteId::new(id).ok());
        if let Some(part) = note.parts.first() {
            self.send(publication, last.position + 1, part, before.as_ref(), None).await?;
        }
        for part in parts.iter().filter(|part| part.state == PartState::Published) {
            let words = Words { mark: &part.mark, text: &part.words };
            let id = part.remote_id.as_deref().unwrap_or_default();
            self.engine
                .store
                .part_published(publication, part.position, words, id, part.url.as_deref())
                .await?;
        }
        Ok(())
    }

    async fn repost(
        &self,
        publication: &Publication,
        parts: &[PublishedPart],
        original: &RemoteId,
    ) -> Result<Outcome, Stop> {
        if parts.iter().all(|part| part.state != PartState::Published) {
            self.must_hold()?;
            let sent = Words { mark: "", text: "" };
            let store = &self.engine.store;
            store.part_sending(publication, 0, sent, self.now()).await?;
            once(self.network.repost(original, true).await)?;
            let name = format!("repost:{}", original.as_str());
            store.part_published(publication, 0, sent, &name, None).await?;
        }
        Ok(outcome(PublicationState::Published, None, None))
    }

    async fn remove_all(&self, publication: &Publication, route: &Route) -> Result<Outcome, Stop> {
        let mut parts = self.engine.store.parts(publication.id).await?;
        // What was never on its way needs no looking for, and nobody to be waited for.
        let open = parts.iter().any(|part| part.state == PartState::Sending);
        let parent = if open { self.parent(publication, route).await? } else { None };
        if !self.engine.store.publication_sending(publication, self.now()).await? {
            return Err(Stop::Changed);
        }
        self.settle(publication, &mut parts, parent.as_ref()).await?;
        self.delete_parts(publication, &parts).await?;
        Ok(outcome(PublicationState::Deleted, publication.reason.clone(), None))
    }

    /// Deletes parts, the last first, so that no part answers what is gone.
    async fn delete_parts(&self, publication: &Publication, parts: &[PublishedPart]) -> Result<(), Stop> {
        for part in parts.iter().rev().filter(|part| part.state == PartState::Published) {
            self.must_hold()?;
            let name = part.remote_id.clone().unwrap_or_default();
            let done = match name.strip_prefix("repost:").map(RemoteId::new) {
                Some(Ok(original)) => self.network.repost(&original, false).await,
                Some(Err(_)) => Ok(()),
                None => match RemoteId::new(name) {
                    Ok(there) => self.network.delete(&there).await,
                    Err(_) => Ok(()),
                },
            };
            once(done)?;
            self.engine.store.part_gone(publication.id, part.position).await?;
        }
        Ok(())
    }

    fn must_hold(&self) -> Result<(), Stop> {
        if self.hold.is_good() { Ok(()) } else { Err(Stop::Lost) }
    }
}

/// A post on the destination: its id and address.
type There = (RemoteId, Option<String>);

/// What a destination has refused of a publication, and what it is done without.
#[derive(Debug, Clone, Copy, Default)]
struct Without {
    reply: bool,
    quote: bool,
    thread: bool,
}

impl Without {
    /// Whether there is another way after this failure. `begun` says that a part of it stands already.
    fn learn(&mut self, failure: &Failure, begun: bool) -> bool {
        let way = match failure.reject_reason() {
            // A thread of which a part is refused is not left without its end.
            Some(RejectReason::ReplyNotAllowed | RejectReason::Duplicate) if begun => &mut self.thread,
            Some(RejectReason::ReplyNotAllowed | RejectReason::TargetGone) if !self.reply => &mut self.reply,
            Some(RejectReason::QuoteNotAllowed | RejectReason::TargetGone) => &mut self.quote,
            Some(RejectReason::ReplyNotAllowed | RejectReason::Duplicate | RejectReason::TooLong) | None => {
                return false;
            }
        };
        !std::mem::replace(way, true)
    }

    fn said(self) -> Option<String> {
        let done = [
            (self.thread, "the network refused the thread: one post with a link stands for it"),
            (self.reply, "the network refused the answer: it stands alone"),
            (self.quote, "the network refused the quotation: a link stands for it"),
        ];
        let words: Vec<&str> = done.iter().filter(|(so, _)| *so).map(|(_, words)| *words).collect();
        (!words.is_empty()).then(|| words.join("; "))
    }
}

/// What is known of the posts that a post speaks of.
#[derive(Clone)]
struct Known {
    facts: RouteFacts,
    quote: Option<RemoteId>,
    repost: Option<RemoteId>,
}

/// A part of which only its words are known.
fn words_alone(words: &str) -> Part {
    Part {
        words: RichText::plain(words),
        content_warning: None,
        sensitive: false,
        language: None,
        visibility: Visibility::Public,
        media: Vec::new(),
        poll: None,
        quote: None,
        card: None,
        in_reply_to: None,
        length: 0,
        limit: 0,
        cost: Money::ZERO,
    }
}

/// Of what may be done twice it need not be known whether it was done.
fn once(done: Result<(), Failure>) -> Result<(), Failure> {
    done.map_err(|failure| match failure {
        Failure::Unknown { why } => Failure::Retry { why },
        other => other,
    })
}

/// Whether an edit at the source becomes one on the destination.
fn can_edit(limits: &DestinationLimits, policy: &RoutePolicy) -> bool {
    let allowed = match limits {
        DestinationLimits::Mastodon(_) => true,
        // Those who pay for long posts may edit, for a time.
        DestinationLimits::X(limits) => limits.weighted > XLimits::default().weighted,
        DestinationLimits::Bluesky(_) => false,
    };
    allowed && matches!(policy.edits, Edits::Edit | Edits::Note)
}

/// What makes a second try the same as the first.
fn key(publication: &Publication, revision: u32, position: u32) -> String {
    format!("{}-{revision}-{position}", publication.mark)
}

fn said(outcome: &Outcome) -> String {
    match &outcome.reason {
        Some(reason) => format!("{}: {reason}", outcome.state),
        None => outcome.state.to_string(),
    }
}
