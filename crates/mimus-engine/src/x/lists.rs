//! Keeping Mimus's lists on X in step with who is read by them.
//!
//! Each change of a member is a call that costs, so what was done is remembered at once and nothing is done that need not be:
//! who is on a list stays there for as long as the account is mirrored, however it is read, since a post is paid once a day.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use mimus_core::Network;
use mimus_networks::Failure;
use mimus_networks::x::{Behalf, TweetId, XUser};
use mimus_store::{Account, AccountId, AccountState, StoreError};
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};

use crate::Engine;

/// How often it is looked whether everything still is as it should be.
const LOOK: Duration = Duration::from_secs(5 * 60);
/// Wait after a failure that names no time; doubled with each further one, five times.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest wait after one that does.
const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Accounts that X may refuse one after the other before it is taken to refuse all.
const MOST_REFUSED: usize = 20;

/// Who is to be on a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Those that are to be read by lists.
    pub(super) listed: BTreeSet<u64>,
    /// All that are mirrored: nobody else stays on a list.
    pub(super) mirrored: BTreeSet<u64>,
    /// Lists that X no longer has.
    pub(super) gone: BTreeSet<u64>,
}

/// How the lists stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lists {
    /// Whose they are; `None` where no connected account serves.
    pub(super) owner: Option<AccountId>,
    /// Each list with its members.
    pub(super) members: BTreeMap<u64, BTreeSet<u64>>,
    /// Accounts that X does not let on a list.
    pub(super) refused: BTreeSet<u64>,
    /// Accounts that were put on one since this was told last.
    pub(super) joined: BTreeSet<u64>,
}

impl Lists {
    /// Everyone who is on a list.
    pub(super) fn listed(&self) -> BTreeSet<u64> {
        self.members.values().flatten().copied().collect()
    }
}

/// A list as it is remembered.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    members: BTreeSet<u64>,
}

fn key_of_all(owner: &str) -> String {
    format!("x_lists_of_{owner}")
}

fn key_of(list: u64) -> String {
    format!("x_list_{list}")
}

fn key_of_newest(list: u64) -> String {
    format!("x_list_{list}_newest")
}

/// The newest post that was seen on a list.
pub(super) async fn newest(engine: &Engine, list: u64) -> Result<Option<TweetId>, StoreError> {
    Ok(engine.store.setting(&key_of_newest(list)).await?.and_then(|kept| kept.parse().ok()))
}

/// Remembers it.
pub(super) async fn keep_newest(engine: &Engine, list: u64, newest: TweetId) -> Result<(), StoreError> {
    engine.store.set_setting(&key_of_newest(list), &newest.to_string()).await
}

/// The account whose the lists are: that to which the app belongs where it is connected, else the one connected first.
pub(super) async fn owner(engine: &Engine) -> Result<Option<Account>, StoreError> {
    let accounts = engine.store.accounts().await?;
    let preferred = engine.connectors.x_accounts.owner.as_deref();
    let serves = |account: &Account| {
        account.network == Network::X && account.state == AccountState::Connected && !account.by_hand
    };
    let found = accounts.into_iter().filter(serves);
    Ok(found.min_by_key(|account| (preferred != Some(account.remote_id.as_str()), account.id)))
}

/// The owner, to call X as him. Where his token serves no longer that is noted, so that another is taken.
pub(super) async fn user(engine: &Engine, owner: AccountId) -> Result<XUser, Failure> {
    let user = engine.x_user(owner).await;
    if let Err(failure) = &user {
        note(engine, owner, failure).await;
    }
    user
}

/// Notes a token that serves no longer.
pub(super) async fn note(engine: &Engine, owner: AccountId, failure: &Failure) {
    if !matches!(failure, Failure::SignInAgain { .. }) {
        return;
    }
    tracing::warn!(%failure, "the token of the account whose the lists on X are serves no longer; connect it again");
    let kept = engine.store.account_broken(owner, &failure.to_string(), engine.clock.now()).await;
    if let Err(error) = kept {
        tracing::error!(%error, "the state of an account could not be kept");
    }
}

/// Keeps the lists as they are wanted, until nobody wants them. Nothing is done while nothing was said.
pub(super) async fn keep(
    engine: Engine,
    mut wanted: watch::Receiver<Option<Wanted>>,
    told: mpsc::Sender<Lists>,
) {
    let mut keeper = Keeper { engine, lists: Lists::default(), account: None };
    let mut failures = 0;
    loop {
        let now = wanted.borrow_and_update().clone();
        let wait = match now {
            None => LOOK,
            Some(now) => {
                let wait = match keeper.in_step(&now, &wanted).await {
                    Ok(()) => {
                        failures = 0;
                        LOOK
                    }
                    Err(failure) => {
                        tracing::info!(%failure, "the lists on X are not yet as they should be");
                        let wait = patience(&failure, failures, keeper.engine.clock.now());
                        failures = (failures + 1).min(5);
                        wait
                    }
                };
                if told.send(keeper.lists.clone()).await.is_err() {
                    return;
                }
                keeper.lists.joined.clear();
                wait
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            changed = wanted.changed() => if changed.is_err() { return },
        }
    }
}

fn patience(failure: &Failure, failures: u32, now: Timestamp) -> Duration {
    match failure {
        Failure::RateLimited { until, .. } => {
            Duration::try_from(until.duration_since(now)).unwrap_or_default().clamp(PATIENCE, WINDOW)
        }
        _ => PATIENCE * 2u32.pow(failures),
    }
}

fn kept(error: impl std::fmt::Display) -> Failure {
    Failure::Retry { why: format!("the lists on X could not be remembered: {error}") }
}

/// What is done and what was.
struct Keeper {
    engine: Engine,
    lists: Lists,
    /// The owner's number on X.
    account: Option<String>,
}

impl Keeper {
    /// Removes who is no longer mirrored and adds who is missing, one a call, for as long as calls are granted.
    async fn in_step(
        &mut self,
        wanted: &Wanted,
        still: &watch::Receiver<Option<Wanted>>,
    ) -> Result<(), Failure> {
        let Some(owner) = owner(&self.engine).await.map_err(kept)? else {
            self.lists = Lists::default();
            self.account = None;
            return Ok(());
        };
        if self.account.as_deref() != Some(&owner.remote_id) {
            self.remember(&owner).await.map_err(kept)?;
        }
        self.forget(&wanted.gone).await.map_err(kept)?;
        let surplus: Vec<(u64, u64)> = self
            .lists
            .members
            .iter()
            .flat_map(|(list, members)| members.difference(&wanted.mirrored).map(|member| (*list, *member)))
            .collect();
        self.lists.refused.retain(|account| wanted.mirrored.contains(account));
        let listed = self.lists.listed();
        let missing: Vec<u64> = wanted
            .listed
            .intersection(&wanted.mirrored)
            .filter(|id| !listed.contains(id) && !self.lists.refused.contains(id))
            .copied()
            .collect();
        if surplus.is_empty() && missing.is_empty() {
            return Ok(());
        }
        let user = user(&self.engine, owner.id).await?;
        let done = self.change(&user, surplus, missing, still).await;
        if let Err(failure) = &done {
            note(&self.engine, owner.id, failure).await;
        }
        done
    }

    async fn change(
        &mut self,
        user: &XUser,
        surplus: Vec<(u64, u64)>,
        missing: Vec<u64>,
        still: &watch::Receiver<Option<Wanted>>,
    ) -> Result<(), Failure> {
        let now = |user: &XUser| user.now();
        for (list, member) in surplus {
            if still.has_changed().is_err() {
                return Ok(());
            }
            match user.change_list(Behalf::Asked, list, member, false).await.map_err(|e| e.failure(now(user)))
            {
                // What X does not know is not on the list either.
                Ok(()) | Err(Failure::Rejected { .. }) => self.note_member(list, member, false).await?,
                Err(failure) => return Err(failure),
            }
        }
        let mut refusals = 0;
        for account in missing {
            if still.has_changed().is_err() {
                return Ok(());
            }
            let list = self.list_with_room(user).await?;
            let added = user.change_list(Behalf::Asked, list, account, true).await;
            match added.map_err(|error| error.failure(now(user))) {
                Ok(()) => {
                    refusals = 0;
                    self.note_member(list, account, true).await?;
                }
                Err(failure @ Failure::Rejected { .. }) => {
                    refusals += 1;
                    if refusals > MOST_REFUSED {
                        return Err(failure);
                    }
                    tracing::warn!(account, %failure, "X does not let this account on a list; it is looked at by itself");
                    self.lists.refused.insert(account);
                }
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    /// A list that is not full, made where there is none.
    async fn list_with_room(&mut self, user: &XUser) -> Result<u64, Failure> {
        let limits = self.engine.ledger.options().limits;
        let free = self.lists.members.iter().find(|(_, members)| members.len() < limits.list_members);
        if let Some((list, _)) = free {
            return Ok(*list);
        }
        if self.lists.members.len() >= limits.lists {
            let why = format!("X lets an account have {} lists, and all are full", limits.lists);
            return Err(Failure::Rejected { why });
        }
        let name = format!("mimus {}", self.lists.members.len() + 1);
        let made = user.create_list(Behalf::Asked, &name).await;
        let list = made.map_err(|error| error.failure(user.now()))?;
        self.lists.members.insert(list, BTreeSet::new());
        self.keep_list(list).await.map_err(kept)?;
        self.keep_all().await.map_err(kept)?;
        tracing::info!(name, list, "a list was made on X");
        Ok(list)
    }

    async fn note_member(&mut self, list: u64, account: u64, on: bool) -> Result<(), Failure> {
        let members = self.lists.members.entry(list).or_default();
        match on {
            true => members.insert(account) && self.lists.joined.insert(account),
            false => members.remove(&account),
        };
        self.keep_list(list).await.map_err(kept)
    }

    /// Reads what was remembered of this owner's lists.
    async fn remember(&mut self, owner: &Account) -> Result<(), StoreError> {
        self.lists = Lists { owner: Some(owner.id), ..Lists::default() };
        self.account = Some(owner.remote_id.clone());
        let all = self.engine.store.setting(&key_of_all(&owner.remote_id)).await?;
        let all: Vec<u64> = all.and_then(|all| serde_json::from_str(&all).ok()).unwrap_or_default();
        for list in all {
            let kept = self.engine.store.setting(&key_of(list)).await?;
            let kept: Kept = kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default();
            self.lists.members.insert(list, kept.members);
        }
        Ok(())
    }

    /// Forgets lists that X no longer has; who was on them is missing then.
    async fn forget(&mut self, gone: &BTreeSet<u64>) -> Result<(), StoreError> {
        let before = self.lists.members.len();
        self.lists.members.retain(|list, _| !gone.contains(list));
        if self.lists.members.len() == before {
            return Ok(());
        }
        tracing::warn!("a list of Mimus is no more on X; its members are put on another");
        self.keep_all().await
    }

    async fn keep_all(&self) -> Result<(), StoreError> {
        let Some(account) = &self.account else { return Ok(()) };
        let all: Vec<u64> = self.lists.members.keys().copied().collect();
        let all = serde_json::to_string(&all).unwrap_or_default();
        self.engine.store.set_setting(&key_of_all(account), &all).await
    }

    async fn keep_list(&self, list: u64) -> Result<(), StoreError> {
        let kept = Kept { members: self.lists.members.get(&list).cloned().unwrap_or_default() };
        let kept = serde_json::to_string(&kept).unwrap_or_default();
        self.engine.store.set_setting(&key_of(list), &kept).await
    }
}
