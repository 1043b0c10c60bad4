//! The Ledger as X's module knows it: who grants calls.

use jiff::{SignedDuration, Timestamp};
use mimus_core::{CredentialKind, CredentialName};
use mimus_networks::Failure;
use mimus_networks::connector::BoxFuture;
use mimus_networks::x::{self, Behalf, Brings, CallError, Endpoint, Grant, Meter, Spent, StreamTab, Window};

use super::{
    Answer, Call, CallFailure, HoldReason, Ledger, Priority, Refusal, Reservation, Resource, Tab, WindowState,
};

/// For how long a credential rests when X says that its money is used up, or does not take it: nothing is charged for a
/// call that fails, and the operator may have seen to it meanwhile.
const REST: SignedDuration = SignedDuration::from_mins(15);

/// Grants calls with one credential.
#[derive(Debug, Clone)]
pub struct XMeter {
    ledger: Ledger,
    credential: CredentialName,
    owns_app: bool,
}

impl XMeter {
    /// Grants calls that are made with `credential`.
    #[must_use]
    pub fn new(ledger: Ledger, credential: CredentialName) -> Self {
        Self { ledger, credential, owns_app: false }
    }

    /// The credential is a user's to whom the developer app belongs: X charges less for what he reads of himself
    /// (facts/x-in-practice.md §7).
    #[must_use]
    pub fn of_owner(self) -> Self {
        Self { owns_app: self.credential.kind() == CredentialKind::User, ..self }
    }

    fn call(&self, endpoint: Endpoint, behalf: Behalf, brings: Brings) -> Call<'_> {
        let (resource, at_most) = match brings {
            Brings::Posts(posts) => (Resource::Post, posts),
            Brings::Users(users) => (Resource::User, users),
            Brings::OwnPosts(posts) => (self.own_post(behalf), posts),
            Brings::Write(kind) => (Resource::Write(kind), 1),
            Brings::ListCreate => (Resource::ListCreate, 1),
            Brings::ListChange => (Resource::ListChange, 1),
            Brings::Nothing => (Resource::Nothing, 0),
        };
        Call { credential: &self.credential, endpoint, priority: priority(behalf), resource, at_most }
    }

    const fn own_post(&self, behalf: Behalf) -> Resource {
        match behalf {
            Behalf::Owned if self.owns_app => Resource::OwnedPost,
            Behalf::Owned | Behalf::Asked => Resource::Post,
        }
    }

    /// What X's refusal means for all that is called with the same token.
    async fn hold_for(&self, error: &CallError) {
        let CallError::Refused { refusal, .. } = error else { return };
        let now = self.now();
        let soon = now.saturating_add(REST).unwrap_or(now);
        let (why, until) = match refusal {
            x::Refusal::Credits(_) => (HoldReason::Credits, soon),
            x::Refusal::SpendCap { until, .. } => {
                (HoldReason::SpendCap, until.filter(|until| *until > now).unwrap_or(soon))
            }
            // A user's token is renewed, or he signs in again.
            x::Refusal::Token(_) if self.credential.kind() == CredentialKind::App => {
                (HoldReason::TokenRefused, soon)
            }
            _ => return,
        };
        if let Err(error) = self.ledger.hold(&self.credential, why, until).await {
            tracing::error!(%error, "a credential could not be held");
        }
    }
}

const fn priority(behalf: Behalf) -> Priority {
    match behalf {
        Behalf::Owned => Priority::Owned,
        Behalf::Asked => Priority::Asked,
    }
}

fn failure(refusal: &Refusal) -> Failure {
    match refusal.until() {
        Some(until) => Failure::RateLimited { until, why: refusal.to_string() },
        None => Failure::Retry { why: refusal.to_string() },
    }
}

const fn state(window: Window) -> WindowState {
    WindowState { limit: window.limit, remaining: window.remaining, resets_at: window.resets_at }
}

/// What became of a call for the Ledger: a failed one costs nothing (X, "failed requests are not billed"), and one whose
/// answer did not come may have cost its most. So may one that was to write something while X was not well: it may be
/// written.
fn outcome(error: &CallError, brings: Brings) -> CallFailure {
    match error {
        CallError::Refused { refusal: x::Refusal::Unwell(_), .. }
            if matches!(brings, Brings::Write(_) | Brings::ListCreate | Brings::ListChange) =>
        {
            CallFailure::NoAnswer
        }
        CallError::Refused { window, .. } => CallFailure::Answered(window.map(state)),
        CallError::NoAnswer { sent: false, .. } => CallFailure::Unsent,
        CallError::NoAnswer { sent: true, .. } | CallError::Unreadable { .. } => CallFailure::NoAnswer,
    }
}

impl Meter for XMeter {
    fn reserve(
        &self,
        endpoint: Endpoint,
        behalf: Behalf,
        brings: Brings,
    ) -> BoxFuture<'_, Result<Box<dyn Grant>, Failure>> {
        Box::pin(async move {
            let call = self.call(endpoint, behalf, brings);
            let reservation = self.ledger.reserve(&call).await.map_err(|refusal| failure(&refusal))?;
            Ok(Box::new(XGrant { meter: self.clone(), reservation, behalf, brings }) as Box<dyn Grant>)
        })
    }

    fn open_tab(&self, behalf: Behalf, block: u32) -> BoxFuture<'_, Result<Box<dyn StreamTab>, Failure>> {
        Box::pin(async move {
            let call = self.call(Endpoint::Stream, behalf, Brings::Posts(block));
            let tab = self.ledger.open_tab(&call).await.map_err(|refusal| failure(&refusal))?;
            Ok(Box::new(XTab { meter: self.clone(), tab }) as Box<dyn StreamTab>)
        })
    }

    fn now(&self) -> Timestamp {
        self.ledger.clock_now()
    }
}

struct XGrant {
    meter: XMeter,
    reservation: Reservation,
    behalf: Behalf,
    brings: Brings,
}

impl Grant for XGrant {
    fn settle<'a>(self: Box<Self>, spent: Spent<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let text = |ids: &[u64]| ids.iter().map(u64::to_string).collect::<Vec<_>>();
            let (posts, users) = (text(spent.posts), text(spent.users));
            let of_posts = match self.brings {
                Brings::OwnPosts(_) => self.meter.own_post(self.behalf),
                _ => Resource::Post,
            };
            let mut objects: Vec<(Resource, &str)> = posts.iter().map(|id| (of_posts, id.as_str())).collect();
            objects.extend(users.iter().map(|id| (Resource::User, id.as_str())));
            let done = match self.brings {
                Brings::Write(kind) => Some(Resource::Write(kind)),
                Brings::ListCreate => Some(Resource::ListCreate),
                Brings::ListChange => Some(Resource::ListChange),
                Brings::Posts(_) | Brings::Users(_) | Brings::OwnPosts(_) | Brings::Nothing => None,
            };
            objects.extend(done.map(|done| (done, "1")));
            let answer = Answer { objects: &objects, window: spent.window.map(state) };
            // What cannot be settled now expires to its most.
            if let Err(error) = self.meter.ledger.settle(self.reservation, &answer).await {
                tracing::error!(%error, "a metered call could not be settled");
            }
        })
    }

    fn release<'a>(self: Box<Self>, why: &'a CallError) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            self.meter.hold_for(why).await;
            if let Err(error) = self.meter.ledger.release(self.reservation, outcome(why, self.brings)).await {
                tracing::error!(%error, "a metered call could not be released");
            }
        })
    }
}

struct XTab {
    meter: XMeter,
    tab: Tab,
}

impl StreamTab for XTab {
    fn take(&mut self, posts: &[u64]) {
        for id in posts {
            // One that was not granted is counted as well; the next look at the tab says that it is due.
            let _ = self.tab.take(&id.to_string());
        }
    }

    fn is_due(&self) -> BoxFuture<'_, bool> {
        Box::pin(async move { self.tab.is_due().await.unwrap_or(true) })
    }

    fn renew(&mut self) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async move { self.tab.renew().await.map_err(|refusal| failure(&refusal)) })
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            if let Err(error) = self.tab.close().await {
                tracing::error!(%error, "what the stream brought could not be settled");
            }
        })
    }

    fn abandon<'a>(self: Box<Self>, why: &'a CallError) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            self.meter.hold_for(why).await;
            if let Err(error) = self.tab.abandon(outcome(why, Brings::Nothing)).await {
                tracing::error!(%error, "a stream that was not opened could not be released");
            }
        })
    }
}
