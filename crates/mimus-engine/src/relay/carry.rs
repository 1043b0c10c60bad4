//! Carrying one publication out: what stands on the network is brought to what is wanted.
//!
//! Every part is written down before it is sent. One that was written down and of which the network has not told is looked for
//! before it is sent again, so that whatever dies when, nothing stands there twice.

mod addressed;
mod context;
mod parts;
mod without;

use jiff::{SignedDuration, Timestamp};
use mimus_core::Directory;
use mimus_core::policy::{Makes, OverLong};
use mimus_core::render::{DestinationLimits, Rendering, render_for};
use mimus_networks::{Failure, Publish};
use mimus_store::{
    Account, Outcome, PartState, Publication, PublicationState, PublishedPart, Route, RouteFrom, RouteState,
    StoreError, Wanted,
};

use crate::{Engine, Hold};
use context::Known;
pub(crate) use context::why_held;
use parts::Wished;
use without::Without;

use super::drafts;
use super::media::Uploads;

/// After so long of trying a publication has failed.
const PATIENCE: SignedDuration = SignedDuration::from_hours(72);
/// Looks for a part of which the network does not tell; then somebody must say.
const LOOKS: u32 = 12;

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
    /// The medium with this number, counted from 1, cannot be carried, in words that go on "medium 2 ".
    Unfit(usize, String),
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
            // A medium that is not there any more is left to the next turn.
            Err(Stop::Changed | Stop::Unfit(..)) => Ok(Step::Next),
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
        if failure.is_rejected() && self.takes_something_else().await? {
            let again = Outcome { due_at: Some(self.now()), ..outcome(PublicationState::Due, None, None) };
            let words = format!("{words}; the server takes something else than it did: rendered anew");
            self.record(publication, &again, Some(&words)).await?;
            // The account is read anew, with its limits.
            return Ok(Step::WaitUntil(self.now()));
        }
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

    /// Whether the account's server takes something else by now than what was rendered for; then that is kept. On X, where
    /// asking costs, it is what the account pays for and is looked at daily.
    async fn takes_something_else(&self) -> Result<bool, StoreError> {
        if matches!(self.account.limits, DestinationLimits::X(_)) {
            return Ok(false);
        }
        match self.network.account().await {
            Ok(found) if found.limits != self.account.limits => {
                let standing = super::accounts::standing(&found);
                self.engine.store.account_checked(self.account.id, standing, self.now()).await?;
                Ok(true)
            }
            Ok(_) | Err(_) => Ok(false),
        }
    }

    async fn publish(&self, publication: &Publication, route: &Route) -> Result<Outcome, Stop> {
        let mut parts = self.engine.store.parts(publication.id).await?;
        let begun = parts.iter().any(|part| part.state != PartState::Deleted);
        if route.policy.makes == Makes::Drafts {
            return self.leave(publication, route, &parts, begun).await;
        }
        if begun {
            Self::may_go_on(route)?;
        } else {
            self.may_begin(publication, route).await?;
        }
        self.nothing_stops_all().await?;
        let parent = self.parent(publication, route, begun).await?;
        let facts = self.facts(publication, route, parent.as_ref(), begun).await?;
        if !self.engine.store.publication_sending(publication, self.now()).await? {
            return Err(Stop::Changed);
        }
        self.settle(publication, &mut parts, parent.as_ref()).await?;
        let answers = publication.post.reply_to.as_ref().is_some_and(|to| to.url.is_some());
        let mut without = Without::nothing(answers && route.from == RouteFrom::Desk && parent.is_some());
        let mut uploads = Uploads::default();
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
            let wanted = Wished { rendering, parent, quote: known.quote };
            match self.bring(publication, route, wanted, parts, &mut uploads).await {
                Ok(()) => return Ok(outcome(PublicationState::Published, without.said(), None)),
                Err(Stop::Unfit(number, why)) if !without.media.contains_key(&number) => {
                    without.media.insert(number, why);
                    parts = self.engine.store.parts(publication.id).await?;
                }
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

    /// A route that makes drafts publishes nothing: what was planned before it did becomes one, and of what has begun nothing
    /// more is sent.
    async fn leave(
        &self,
        publication: &Publication,
        route: &Route,
        parts: &[PublishedPart],
        begun: bool,
    ) -> Result<Outcome, Stop> {
        if !begun {
            if route.state != RouteState::Active {
                return stop(PublicationState::Held, why_held(route));
            }
            // It stands as it is to by now.
            let _ = drafts::in_place_of(self.engine, publication, route).await?;
            return Err(Stop::Changed);
        }
        let state = match parts {
            parts if parts.iter().any(|part| part.state == PartState::Sending) => PublicationState::Unknown,
            _ if publication.published_at.is_some() => PublicationState::Published,
            _ => PublicationState::Partial,
        };
        stop(state, "its route makes drafts now and sends nothing more; what is there stays")
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
        facts.unfit_media = without.media.keys().copied().collect();
        let mut policy = route.policy.clone();
        if without.thread {
            policy.over_long = OverLong::Cut;
        }
        render_for(publication.post.clone(), &facts, &policy, &self.account.limits, self.directory)
    }
}

fn said(outcome: &Outcome) -> String {
    match &outcome.reason {
        Some(reason) => format!("{}: {reason}", outcome.state),
        None => outcome.state.to_string(),
    }
}
