//! Events that X sends of its own.

use std::collections::BTreeSet;

use bytes::Bytes;
use mimus_core::RemoteId;
use mimus_networks::x::plan::Look;
use mimus_networks::x::{Delivery, Event};
use mimus_store::StoreError;
use tokio::sync::watch;
use tokio::time::Instant;

use super::{Collector, REPLAN};
use crate::wake::Worker;
use crate::x::arrive;
use crate::x::roster::With;
use crate::x::subscribe::Told;

/// Deletions that wait for their source at most; what is beyond is found by looking.
const MOST_GONE: usize = 10_000;

/// Accounts that may wait for their subscription while the others are sent.
const FEW: usize = 50;

/// What is subscribed to.
pub(super) struct Push {
    /// Whether there is a webhook at all.
    on: bool,
    /// Nothing is subscribed to until then: there was no money for what came.
    paused_until: Option<Instant>,
    /// The accounts that X is to send.
    subscriptions: BTreeSet<u64>,
    wanted: watch::Sender<Option<BTreeSet<u64>>>,
    /// The accounts that it does send.
    sent: BTreeSet<u64>,
    ready: bool,
    /// Whether the plan counts on it.
    used: bool,
    /// Deletions that could not be recorded yet.
    gone: Vec<(u64, RemoteId)>,
    /// Accounts whose profile has changed.
    pub(super) changed: BTreeSet<u64>,
}

impl Push {
    pub(super) fn new(on: bool, wanted: watch::Sender<Option<BTreeSet<u64>>>) -> Self {
        Self {
            on,
            paused_until: None,
            subscriptions: BTreeSet::new(),
            wanted,
            sent: BTreeSet::new(),
            ready: false,
            used: false,
            gone: Vec::new(),
            changed: BTreeSet::new(),
        }
    }

    fn is_wanted(&self) -> bool {
        self.on && self.paused_until.is_none_or(|until| until <= Instant::now())
    }

    /// Whether a plan may count on it: all that is to be sent is, but for a few newcomers.
    fn is_usable(&self) -> bool {
        self.is_wanted() && self.ready && self.subscriptions.difference(&self.sent).count() <= FEW
    }

    /// The accounts of whom nothing is missed.
    pub(super) fn covers(&self) -> impl Iterator<Item = u64> {
        let sent = self.ready.then_some(&self.sent).into_iter().flatten();
        sent.filter(|id| self.subscriptions.contains(id)).copied()
    }

    /// Tells what is to be subscribed to.
    pub(super) fn tell(&self) {
        if self.on {
            let now = Some(self.subscriptions.clone());
            self.wanted.send_if_modified(|before| {
                let changed = *before != now;
                *before = now;
                changed
            });
        }
    }
}

impl Collector<'_> {
    /// With what a plan is to be made. What is subscribed to is settled first; until X sends it, it is read otherwise.
    pub(super) async fn with(&mut self) -> Result<With, StoreError> {
        let whole = With { stream: true, activity: self.push.is_wanted(), lists: false };
        self.push.subscriptions = if whole.activity {
            let plan = self.roster.plan(self.engine, Some(&self.plan), whole).await?;
            plan.subscriptions.into_iter().collect()
        } else {
            BTreeSet::new()
        };
        self.push.tell();
        self.push.used = self.push.is_usable();
        Ok(With { activity: self.push.used, ..whole })
    }

    /// How the subscriptions stand.
    pub(super) async fn pushed(&mut self, told: Told) {
        let was = self.push.used;
        match told {
            Told::Ready { sent, refused } => {
                // What was written before X began to send is looked for.
                let new: Vec<u64> = sent.difference(&self.push.sent).chain(&refused).copied().collect();
                self.left_over.extend(&new);
                self.gaps.extend(new.into_iter().map(Look::Timeline));
                self.push.sent = sent;
                self.push.ready = true;
                if !was && !self.push.sent.is_empty() {
                    tracing::info!(accounts = self.push.sent.len(), "X sends what accounts do");
                }
            }
            Told::Failed(why) => {
                tracing::warn!(
                    why,
                    "X's subscriptions are not as they should be; accounts are read otherwise"
                );
                self.cover_pushed();
                self.push.ready = false;
                self.push.sent.clear();
            }
        }
        metrics::gauge!("mimus_x_subscribed_accounts").set(self.push.sent.len() as f64);
        if was != self.push.is_usable() {
            self.replan().await;
            if was && self.open {
                self.fill_gap();
            }
        }
    }

    /// An event.
    pub(super) async fn event(&mut self, body: Bytes) {
        let delivery = match Delivery::parse(&body) {
            Ok(delivery) => delivery,
            Err(failure) => {
                tracing::warn!(%failure, "an event of X cannot be read");
                return;
            }
        };
        metrics::counter!("mimus_x_events_total").increment(1);
        let charged = delivery.charged_as();
        if !charged.is_empty()
            && let Err(failure) = self.x.arrived(self.roster.behalf(&delivery.accounts()), &charged).await
        {
            tracing::warn!(%failure, "there is no money for X's events; subscriptions are ended for a time");
            self.push.paused_until = Some(Instant::now() + REPLAN);
            self.replan().await;
        }
        match delivery.event {
            Event::Posts(answer) => self.take(*answer).await,
            Event::Gone { post, account } => {
                if let Ok(id) = RemoteId::new(post.to_string()) {
                    self.gone(account, id).await;
                }
            }
            Event::Profile { account } => {
                if self.roster.members.contains_key(&account) && self.push.changed.insert(account) {
                    self.gaps.push_front(Look::Timeline(account));
                }
            }
            Event::Other => {}
        }
    }

    async fn gone(&mut self, account: u64, post: RemoteId) {
        let Some(member) = self.roster.members.get(&account) else { return };
        match arrive::gone(self.engine, self.x, member, account, vec![post.clone()]).await {
            Ok(true) => {
                self.engine.wake.ring(Worker::Courier);
                return;
            }
            Ok(false) => {}
            Err(error) => {
                tracing::error!(account, %error, "a deletion could not be recorded; it is tried again");
            }
        }
        if self.push.gone.len() < MOST_GONE {
            self.push.gone.push((account, post));
        }
    }

    /// Tries what had to wait.
    pub(super) async fn try_gone(&mut self) {
        for (account, post) in std::mem::take(&mut self.push.gone) {
            self.gone(account, post).await;
        }
    }
}
