//! Reserving, and what is said where there is too little.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use mimus_core::{CredentialKind, CredentialName, Money};
use mimus_networks::x::limits::{Endpoint, WINDOW};
use mimus_networks::x::{LongWindow, long_windows};
use mimus_store::{
    AlsoWindow, Given, MonthAsk, MonthState, NewReservation, Reserved, StoreError, UtcMonth, WindowAsk,
};

use super::{ASKED_WINDOW_PERCENT, Call, Ledger, Priority, RESERVATION_LIFE, forecast, micros, money};

/// The right to make one call, which may cost up to what was reserved. Settle or release it; one that is dropped is taken
/// to have cost its most when [`RESERVATION_LIFE`] is over.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a reservation that is not settled is taken to have cost its most"]
pub struct Reservation(pub(super) Given);

impl Reservation {
    /// What it may cost at most.
    #[must_use]
    pub fn at_most(&self) -> Money {
        money(self.0.micros)
    }

    /// Whose call it is for.
    #[must_use]
    pub fn credential(&self) -> &CredentialName {
        &self.0.credential
    }
}

/// Why a credential makes no calls for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HoldReason {
    /// The account's credits are used up.
    Credits,
    /// The spending limit that the operator set with the network is reached.
    SpendCap,
    /// The network does not take the token.
    TokenRefused,
}

impl HoldReason {
    /// Its name in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Credits => "credits",
            Self::SpendCap => "spend-cap",
            Self::TokenRefused => "token",
        }
    }
}

/// What has happened and what to do.
impl fmt::Display for HoldReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Credits => "its credits are used up; buy credits in X's developer console",
            Self::SpendCap => {
                "the spending limit set in X's developer console is reached; raise it there or wait for the next cycle"
            }
            Self::TokenRefused => "X does not take its token; check it in X's developer console and set it anew",
        })
    }
}

impl FromStr for HoldReason {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        [Self::Credits, Self::SpendCap, Self::TokenRefused]
            .into_iter()
            .find(|reason| reason.as_str() == name)
            .ok_or_else(|| format!("{name:?} is no reason to hold a credential"))
    }
}

/// Why a call must not be made, and from when on it may.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The window has no call left for this rank.
    #[error(
        "{credential} has used {used} of {allowed} calls to {endpoint} in this window{}; try again at {}",
        asked_share(*priority),
        moment(*until)
    )]
    Window {
        /// When the window is over.
        until: Timestamp,
        /// Whose it is.
        credential: CredentialName,
        /// Which call.
        endpoint: Endpoint,
        /// For whom.
        priority: Priority,
        /// Calls that it has seen.
        used: u64,
        /// Calls that it allows.
        allowed: u64,
    },
    /// The month's money does not suffice.
    #[error(
        "the call may cost {cost}, and of the month's {budget} {spent} are spent and {reserved} reserved; raise x_budget, or \
         wait until {}", moment(*until)
    )]
    Budget {
        /// The next month; soon, where open reservations may give enough back.
        until: Timestamp,
        /// What the call may cost.
        cost: Money,
        /// The month's money.
        budget: Money,
        /// What calls have cost.
        spent: Money,
        /// What open reservations may cost.
        reserved: Money,
    },
    /// The network lets no more posts be read this month.
    #[error(
        "the call may read {at_most} posts, and of the {cap} that X lets be read in a month {read} are read or reserved; wait \
         until {}, or have {above}",
        moment(*until)
    )]
    MonthlyCap {
        /// The next month.
        until: Timestamp,
        /// Posts that the call may read.
        at_most: u32,
        /// Posts that are read or reserved.
        read: u64,
        /// Posts that may be read.
        cap: u64,
        /// What would lift the cap.
        above: &'static str,
    },
    /// The credential is held.
    #[error("{credential} makes no calls until {}: {why}", moment(*until))]
    Held {
        /// Until when.
        until: Timestamp,
        /// Whose.
        credential: CredentialName,
        /// Why.
        why: HoldReason,
    },
    /// Calls for mirrors that anyone asked for are ahead of the month's pace.
    #[error(
        "what is set apart for mirrors that anyone asked for is used faster than the month passes; go on at {}, or raise \
         x_budget",
        moment(*until)
    )]
    Pace {
        /// When the pace has caught up.
        until: Timestamp,
    },
    /// The network does not take such a token for this call.
    #[error("{endpoint} is not offered to {credential}; use {}", other_kind(credential))]
    NotOffered {
        /// Whose.
        credential: CredentialName,
        /// Which call.
        endpoint: Endpoint,
    },
    /// The tables cannot be read or written, and nothing is called uncounted.
    #[error("the call could not be reserved: {0}")]
    Store(#[from] StoreError),
}

/// A moment in words that people read; the next whole second, so that whoever waits until then has waited long enough.
pub(super) fn moment(at: Timestamp) -> String {
    let whole = Timestamp::from_second(at.as_second() + i64::from(at.subsec_nanosecond() > 0)).unwrap_or(at);
    whole.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn asked_share(priority: Priority) -> String {
    match priority {
        Priority::Owned => String::new(),
        Priority::Asked => {
            format!(" (mirrors that anyone asked for may use {ASKED_WINDOW_PERCENT} % of it)")
        }
    }
}

fn other_kind(credential: &CredentialName) -> &'static str {
    match credential.kind() {
        CredentialKind::App => "a user's token",
        CredentialKind::User => "the app's own token",
    }
}

impl Refusal {
    /// From when on the call may be made; `None` where time alone does not help.
    #[must_use]
    pub const fn until(&self) -> Option<Timestamp> {
        match self {
            Self::Window { until, .. }
            | Self::Budget { until, .. }
            | Self::MonthlyCap { until, .. }
            | Self::Held { until, .. }
            | Self::Pace { until } => Some(*until),
            Self::NotOffered { .. } | Self::Store(_) => None,
        }
    }

    /// Its name in metrics.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Window { .. } => "window",
            Self::Budget { .. } => "budget",
            Self::MonthlyCap { .. } => "monthly_cap",
            Self::Held { .. } => "held",
            Self::Pace { .. } => "pace",
            Self::NotOffered { .. } => "not_offered",
            Self::Store(_) => "store",
        }
    }
}

/// A longer window that a call counts in: that of its user, or that of the app.
fn also<'a>(
    call: &'a Call<'_>,
    long: &'a LongWindow,
    app: Option<&'a CredentialName>,
) -> Option<AlsoWindow<'a>> {
    let credential = match long.of {
        CredentialKind::User => Some(call.credential),
        CredentialKind::App => app,
    };
    let window = WindowAsk { allowed: long.calls, percent: 100, length: long.length };
    Some(AlsoWindow { credential: credential?, name: long.name, window })
}

impl Ledger {
    /// Reserves a call: its place in the window and what it may cost at most. Where it is refused nothing is taken.
    pub async fn reserve(&self, call: &Call<'_>) -> Result<Reservation, Refusal> {
        self.counted(self.reserve_call(call).await)
    }

    /// Reserves more of what a call made before still brings.
    pub(super) async fn reserve_more(&self, call: &Call<'_>) -> Result<Reservation, Refusal> {
        self.counted(self.reserve_in(call, None).await)
    }

    fn counted(&self, reserved: Result<Reservation, Refusal>) -> Result<Reservation, Refusal> {
        reserved.inspect_err(|refusal| {
            metrics::counter!("mimus_ledger_refused_total", "why" => refusal.name()).increment(1);
            tracing::debug!(%refusal, "a metered call was not made");
        })
    }

    async fn reserve_call(&self, call: &Call<'_>) -> Result<Reservation, Refusal> {
        let limits = &self.options().limits;
        let allowed = match call.credential.kind() {
            CredentialKind::App => limits.app_window(call.endpoint),
            CredentialKind::User => limits.user_window(call.endpoint),
        };
        let Some(allowed) = allowed else {
            return Err(Refusal::NotOffered { credential: call.credential.clone(), endpoint: call.endpoint });
        };
        let percent = match call.priority {
            Priority::Owned => 100,
            Priority::Asked => ASKED_WINDOW_PERCENT,
        };
        self.reserve_in(call, Some(WindowAsk { allowed, percent, length: WINDOW })).await
    }

    async fn reserve_in(&self, call: &Call<'_>, window: Option<WindowAsk>) -> Result<Reservation, Refusal> {
        let options = self.options();
        let now = self.now().await?;
        let app = CredentialName::app(super::APP).ok();
        let long = if window.is_some() { long_windows(call.endpoint) } else { &[] };
        let also: Vec<AlsoWindow<'_>> =
            long.iter().filter_map(|long| also(call, long, app.as_ref())).collect();
        let cost = call.resource.price(&options.limits.prices).times(u64::from(call.at_most));
        let asked = NewReservation {
            node: &self.0.node,
            credential: call.credential,
            endpoint: call.endpoint.name(),
            window,
            also: &also,
            posts: if call.resource.is_post() { call.at_most } else { 0 },
            users: if call.resource == super::Resource::User { call.at_most } else { 0 },
            micros: micros(cost),
            month: self.month_for(call.priority, now),
            now,
            life: RESERVATION_LIFE,
        };
        match self.0.store.reserve(&asked).await? {
            Reserved::Granted(given) => Ok(Reservation(given)),
            Reserved::Held { why, until } => {
                let why =
                    why.parse().map_err(|why| StoreError::Unreadable { what: "ledger_holds.why", why })?;
                Err(Refusal::Held { until, credential: call.credential.clone(), why })
            }
            Reserved::Window { until, allowed, used } => Err(Refusal::Window {
                until,
                credential: call.credential.clone(),
                endpoint: call.endpoint,
                priority: call.priority,
                used,
                allowed,
            }),
            Reserved::Month(state) => Err(self.too_little(&asked, state)),
        }
    }

    /// What a call of this rank may find taken of the month.
    fn month_for(&self, priority: Priority, now: Timestamp) -> MonthAsk {
        let (budget, cap) = (self.budget_micros(), self.cap());
        match priority {
            Priority::Owned => MonthAsk { micros: budget.unwrap_or(i64::MAX), posts: cap },
            Priority::Asked => MonthAsk {
                micros: budget.map_or(i64::MAX, |budget| forecast::pace(budget, now)),
                posts: forecast::pace(cap, now),
            },
        }
    }

    pub(super) fn budget_micros(&self) -> Option<i64> {
        self.options().budget.map(micros)
    }

    /// Posts that the network lets be read in a month.
    pub(super) fn cap(&self) -> i64 {
        i64::try_from(self.options().limits.posts_per_month).unwrap_or(i64::MAX)
    }

    fn too_little(&self, asked: &NewReservation<'_>, state: MonthState) -> Refusal {
        let next = UtcMonth::of(asked.now).next().start();
        let soon = asked.now.saturating_add(SignedDuration::from_secs(60)).unwrap_or(next).min(next);
        let (money_wanted, posts_wanted) = (
            state.spent + state.reserved + asked.micros,
            state.posts + state.posts_reserved + i64::from(asked.posts),
        );
        if let Some(budget) = self.budget_micros().filter(|budget| asked.micros > 0 && money_wanted > *budget)
        {
            return Refusal::Budget {
                until: if state.spent + asked.micros <= budget { soon } else { next },
                cost: money(asked.micros),
                budget: money(budget),
                spent: money(state.spent),
                reserved: money(state.reserved),
            };
        }
        if asked.posts > 0 && posts_wanted > self.cap() {
            return Refusal::MonthlyCap {
                until: if state.posts + i64::from(asked.posts) <= self.cap() { soon } else { next },
                at_most: asked.posts,
                read: u64::try_from(state.posts + state.posts_reserved).unwrap_or(0),
                cap: self.options().limits.posts_per_month,
                above: self.options().limits.above,
            };
        }
        let money_at = self
            .budget_micros()
            .filter(|_| asked.micros > 0)
            .map(|budget| forecast::pace_reaches(budget, money_wanted, asked.now));
        let posts_at = (asked.posts > 0).then(|| forecast::pace_reaches(self.cap(), posts_wanted, asked.now));
        let until = money_at.into_iter().chain(posts_at).max().unwrap_or(soon);
        // It may have become possible since it was refused.
        Refusal::Pace { until: until.max(asked.now) }
    }
}
