//! Accounts that are read by lists.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mimus_networks::x::plan::{Look, Way};
use mimus_networks::x::{Behalf, Endpoint, MeteredX};
use mimus_store::{AccountId, StoreError};
use tokio::sync::watch;

use super::{Collector, Done, Job, MARGIN};
use crate::Engine;
use crate::x::lists::{self, Lists, Wanted};
use crate::x::look::{self, ListLook};
use crate::x::roster::With;

/// Accounts that may wait for their place on a list while lists are in use.
const FEW: usize = 50;
/// Those are looked at this often.
const BY_THEMSELVES: SignedDuration = SignedDuration::from_mins(15);
/// Without a stream for so long, its accounts are put on lists as well: that costs, and a stream is soon open again.
const WITHOUT_STREAM: Duration = Duration::from_secs(60 * 60);

/// The lists as the collector knows them.
pub(super) struct Listed {
    /// Whether the operator allows lists.
    on: bool,
    wanted: watch::Sender<Option<Wanted>>,
    now: Wanted,
    lists: Lists,
    /// Whether the plan counts on them.
    used: bool,
    /// Lists that are being looked at.
    looking: BTreeSet<u64>,
}

/// A look at a list that is over.
pub(super) struct Looked {
    list: u64,
    look: Option<ListLook>,
}

impl Listed {
    pub(super) fn new(on: bool, wanted: watch::Sender<Option<Wanted>>) -> Self {
        let (now, lists) = (Wanted::default(), Lists::default());
        Self { on, wanted, now, lists, used: false, looking: BTreeSet::new() }
    }

    /// Whether a plan may count on lists: all that are to be on one are; a few newcomers do not change that.
    fn is_usable(&self) -> bool {
        let listed = self.lists.listed();
        let missing =
            self.now.listed.iter().filter(|id| !listed.contains(id) && !self.lists.refused.contains(id));
        let missing = missing.count();
        self.lists.owner.is_some()
            && !self.now.listed.is_empty()
            && (missing == 0 || (self.used && missing <= FEW))
    }

    /// Tells who is to be on a list.
    fn tell(&self) {
        let now = Some(self.now.clone());
        self.wanted.send_if_modified(|before| {
            let changed = *before != now;
            *before = now;
            changed
        });
    }

    /// The lists that are looked at.
    pub(super) fn jobs(&self) -> Vec<u64> {
        let filled = self.lists.members.iter().filter(|(_, members)| !members.is_empty());
        if self.used { filled.map(|(list, _)| *list).collect() } else { Vec::new() }
    }
}

impl Collector<'_> {
    /// Whether a plan may count on lists with these other means, and whether without a stream as well. Who is to be on one is
    /// settled first; until he is, he is read otherwise.
    pub(super) async fn lists(&mut self, with: With) -> Result<(bool, bool), StoreError> {
        if !self.listed.on {
            return Ok((false, false));
        }
        let long = !self.open && self.closed_at.elapsed() >= WITHOUT_STREAM;
        let has_owner = lists::owner(self.engine).await?.is_some();
        self.listed.now.mirrored = self.roster.members.keys().copied().collect();
        self.listed.now.listed = if has_owner {
            let whole = With { lists: true, stream: !long, ..with };
            let plan = self.roster.plan(self.engine, Some(&self.plan), whole).await?;
            plan.lists.into_iter().flat_map(|list| list.accounts).collect()
        } else {
            BTreeSet::new()
        };
        self.listed.tell();
        self.listed.used = self.listed.is_usable();
        Ok((self.listed.used, self.listed.used && long))
    }

    /// Who is mirrored has changed.
    pub(super) fn tell_lists(&mut self) {
        if self.listed.on {
            self.listed.now.mirrored = self.roster.members.keys().copied().collect();
            self.listed.tell();
        }
    }

    /// How the lists stand.
    pub(super) async fn lists_stand(&mut self, lists: Lists) {
        let was = self.listed.used;
        // What was written before an account was on its list is looked for.
        self.left_over.extend(&lists.joined);
        self.gaps.extend(lists.joined.iter().copied().map(Look::Timeline));
        self.listed.lists = lists;
        let there: BTreeSet<u64> = self.listed.lists.members.keys().copied().collect();
        self.listed.now.gone.retain(|list| there.contains(list));
        metrics::gauge!("mimus_x_listed_accounts").set(self.listed.lists.listed().len() as f64);
        if was != self.listed.is_usable() {
            self.replan().await;
        }
        self.schedule();
    }

    /// Accounts that the plan reads by a list and that are on none are looked at by themselves.
    pub(super) fn check_unlisted(&mut self) {
        let now = self.engine.clock.now();
        let listed = self.listed.lists.listed();
        let late =
            |id: &u64| self.covered.get(id).is_none_or(|until| now.duration_since(*until) >= BY_THEMSELVES);
        let due: Vec<Look> = self
            .plan
            .accounts
            .iter()
            .filter(|(id, reading)| reading.way == Way::List && !listed.contains(id) && late(id))
            .map(|(id, _)| Look::Timeline(*id))
            .take(FEW)
            .collect();
        self.gaps.extend(due.into_iter().filter(|look| !self.gaps.contains(look)).collect::<Vec<_>>());
    }

    /// How often lists are looked at, and posts a page.
    pub(super) fn list_pace(&self) -> Option<(Duration, u32)> {
        let every = self.plan.lists.iter().map(|list| list.every).min()?;
        Some((every, self.plan.lists.iter().map(|list| list.page).max().unwrap_or(5)))
    }

    /// Begins to look at a list, where its window has room.
    pub(super) fn look_at_list(&mut self, list: u64) {
        let (Some(owner), Some((_, page))) = (self.listed.lists.owner, self.list_pace()) else { return };
        if self.listed.looking.contains(&list) || !self.has_room(Endpoint::ListTweets) {
            return;
        }
        self.listed.looking.insert(list);
        let members = self.listed.lists.members.get(&list).cloned().unwrap_or_default();
        let members: Vec<u64> = members.into_iter().collect();
        let behalf = self.roster.behalf(&members);
        let (engine, x) = (self.engine.clone(), self.x.clone());
        let began = engine.clock.now();
        self.running.spawn(async move {
            let look = at_list(&engine, &x, owner, list, page, behalf).await;
            Done::of_list(members, began, Looked { list, look })
        });
    }

    /// Takes what a list brought.
    pub(super) async fn listed(&mut self, accounts: Vec<u64>, began: Timestamp, looked: Looked) {
        self.listed.looking.remove(&looked.list);
        let Some(ListLook { answer, newest, whole, gone }) = looked.look else { return };
        if gone {
            self.listed.now.gone.insert(looked.list);
            self.listed.tell();
            return;
        }
        self.take(answer).await;
        if let Some(newest) = newest
            && let Err(error) = lists::keep_newest(self.engine, looked.list, newest).await
        {
            tracing::error!(%error, "how far a list was read could not be kept");
        }
        if whole {
            let until = began.saturating_sub(MARGIN).unwrap_or(began);
            self.cover_until(accounts, until);
        }
    }

    pub(super) fn list_jobs(&self) -> Vec<(Job, Duration)> {
        let Some((every, _)) = self.list_pace() else { return Vec::new() };
        self.listed.jobs().into_iter().map(|list| (Job::List(list), every)).collect()
    }
}

/// What is new on a list; `None` where it could not be read.
async fn at_list(
    engine: &Engine,
    x: &MeteredX,
    owner: AccountId,
    list: u64,
    page: u32,
    behalf: Behalf,
) -> Option<ListLook> {
    let newest = lists::newest(engine, list).await;
    let newest =
        newest.inspect_err(|error| tracing::error!(%error, "how far a list was read is unknown")).ok()?;
    let user = lists::user(engine, owner).await.ok()?;
    match look::list(x, &user, behalf, list, newest, page).await {
        Ok(look) => Some(look),
        Err(failure) => {
            lists::note(engine, owner, &failure).await;
            tracing::debug!(list, %failure, "a list on X brought nothing");
            None
        }
    }
}
