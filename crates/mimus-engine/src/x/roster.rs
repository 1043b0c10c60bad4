//! Who is mirrored from X.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use mimus_core::{Basis, Network};
use mimus_networks::SourceLocation;
use mimus_networks::x::plan::{self, Account, Budget, Means, Plan, Priority};
use mimus_networks::x::{Behalf, Cursor, Place};
use mimus_store::{AccountId, AccountState, MirrorId, StoreError, Watched};

use super::others;
use crate::Engine;

/// Days by which an account's rhythm is told.
const DAYS: i32 = 14;

/// How the locations of mirrors of X begin.
pub(super) const PREFIX: &str = "x:id/";

/// An account that is mirrored.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its mirror.
    pub mirror: MirrorId,
    /// For whom it is read.
    pub behalf: Behalf,
    /// The mirror's handle.
    pub handle: String,
    /// When it was last read by its own timeline.
    pub last_read_at: Option<Timestamp>,
    /// When its profile was read.
    pub profile_at: Option<Timestamp>,
    /// The connected account that it is, where its own token reads it for less.
    pub own: Option<AccountId>,
}

/// What a plan may make use of beside looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct With {
    /// The filtered stream.
    pub stream: bool,
    /// Events of activity by the webhook.
    pub activity: bool,
    /// Lists.
    pub lists: bool,
}

/// The accounts that are mirrored, by X's number of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Roster {
    /// Them.
    pub members: BTreeMap<u64, Member>,
}

impl Roster {
    /// Reads who is mirrored.
    pub async fn read(engine: &Engine) -> Result<Self, StoreError> {
        let watched = engine.store.watched(PREFIX).await?;
        let mut members: BTreeMap<u64, Member> = watched.iter().filter_map(member).collect();
        // X charges less only for what the owner of the app reads of himself (facts/x-in-practice.md §7).
        if let Some(owner) = &engine.connectors.x_accounts.owner
            && let Some(member) = owner.parse().ok().and_then(|id| members.get_mut(&id))
        {
            let accounts = engine.store.accounts().await?;
            let own = accounts.iter().find(|account| {
                account.network == Network::X
                    && account.state == AccountState::Connected
                    && account.remote_id == *owner
            });
            member.own = own.map(|account| account.id);
        }
        Ok(Self { members })
    }

    /// The accounts that their own tokens read.
    pub fn own(&self) -> BTreeSet<u64> {
        self.members.iter().filter(|(_, member)| member.own.is_some()).map(|(id, _)| *id).collect()
    }

    /// For whom a look at these is made.
    pub fn behalf(&self, ids: &[u64]) -> Behalf {
        let owned = ids.iter().any(|id| self.members.get(id).is_some_and(|m| m.behalf == Behalf::Owned));
        if owned { Behalf::Owned } else { Behalf::Asked }
    }

    /// How they are to be read, by what is left of the month's money, with what there is.
    pub async fn plan(
        &self,
        engine: &Engine,
        previous: Option<&Plan>,
        with: With,
    ) -> Result<Plan, StoreError> {
        let since = engine.clock.now().saturating_sub(SignedDuration::from_hours(i64::from(DAYS) * 24));
        let posts = engine.store.post_counts_since(since.unwrap_or(Timestamp::MIN)).await?;
        let others = others::a_day(engine).await?;
        let accounts: Vec<Account> = self
            .members
            .iter()
            .map(|(id, member)| Account {
                id: *id,
                handle: member.handle.clone(),
                priority: match member.behalf {
                    Behalf::Owned => Priority::Owned,
                    Behalf::Asked => Priority::Asked,
                },
                posts_per_day: a_day(posts.get(&member.mirror).copied().unwrap_or(0)),
                strangers_per_day: others.get(id).map_or(0.0, |others| others.quoting),
                originals_per_day: others.get(id).map_or(0.0, |others| others.originals),
                own_token: member.own.is_some(),
            })
            .collect();
        let options = engine.ledger.options();
        let budget = match options.budget {
            None => Budget::OPEN,
            Some(budget) => {
                let now = engine.ledger.now().await?;
                let month = engine.ledger.report(now).await?.month;
                let days_left = month.ends_at.duration_since(now).as_secs_f64() / 86_400.0;
                Budget { left: Some(budget - month.spent - month.reserved), days_left }
            }
        };
        let mut limits = options.limits;
        if !with.stream {
            limits.stream_rules = 0;
        }
        let means = Means {
            webhooks: with.activity,
            activity: with.activity,
            user_token: with.lists,
            lists_allowed: with.lists,
            ..Means::APP
        };
        Ok(plan::plan(&accounts, &means, &limits, &budget, previous))
    }
}

/// Posts a day, of so many in the days that are looked at. A newcomer with none here may yet be busy.
fn a_day(posts: u64) -> f64 {
    (f64::from(u32::try_from(posts).unwrap_or(u32::MAX)) / f64::from(DAYS)).max(0.02)
}

fn member(watched: &Watched) -> Option<(u64, Member)> {
    let location: SourceLocation = watched.location.parse().ok()?;
    let Ok(Place::Id(id)) = Place::parse(location.place()) else { return None };
    let behalf = if watched.policy.basis == Basis::Own { Behalf::Owned } else { Behalf::Asked };
    Some((
        id,
        Member {
            mirror: watched.mirror,
            behalf,
            handle: watched.handle.clone(),
            last_read_at: watched.last_read_at,
            own: None,
            profile_at: Cursor::read(Some(&watched.cursor)).ok().and_then(|cursor| cursor.profile_at()),
        },
    ))
}
