//! The Ledger: every call to a metered API is reserved, counted and priced before it is made.
//!
//! A caller says what a call may bring at most and gets a [`Reservation`] or a [`Refusal`]. After the answer it settles the
//! reservation with what came, which is what is paid. A reservation that is never settled, because its node died, is taken
//! to have cost its most after [`RESERVATION_LIFE`]. So what is spent and reserved together never exceeds the budget,
//! whoever is killed when, on however many nodes.

mod alarm;
mod forecast;
mod freshness;
mod meter;
mod report;
mod reserve;
mod settle;
mod tab;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mimus_core::{CredentialName, Money};
use mimus_networks::x::WriteKind;
use mimus_networks::x::limits::{Endpoint, Limits, Prices};
use mimus_store::{NodeName, Store, StoreError};

pub use alarm::Alarm;
pub use freshness::{Delay, Freshness};
pub use meter::XMeter;
pub(crate) use report::STREAM_CLOSED;
pub use report::{CredentialReport, DayReport, HoldReport, MonthReport, Report, Totals, WindowReport};
pub use reserve::{HoldReason, Refusal, Reservation};
pub use settle::{Answer, CallFailure, Settled, WindowState};
pub use tab::{Tab, TabSpent};

use crate::Clock;

/// After this time a reservation that was not settled is taken to have cost its most. No call takes as long.
pub const RESERVATION_LIFE: Duration = Duration::from_secs(5 * 60);
/// How many percent of a window calls for mirrors that anyone asked for may find used.
pub const ASKED_WINDOW_PERCENT: u32 = 90;
/// The name of the app's own credential, in whose windows calls by users count as well.
pub const APP: &str = "main";
/// How often the database is asked for its time.
const LOOK_AT_CLOCK_MS: i64 = 60_000;

/// For whom a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// For accounts of those who keep this server: may use all there is.
    Owned,
    /// For mirrors that anyone asked for: may use 90 % of a window, and of the month's money and posts what the part of the
    /// month that is gone, and one day more, comes to.
    Asked,
}

/// What is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// A post that is read.
    Post,
    /// A post of the account that owns the developer app, read by its own token from its own timeline.
    OwnedPost,
    /// An account that is read.
    User,
    /// A list that is made.
    ListCreate,
    /// A member added to a list or removed.
    ListChange,
    /// Something that is written; each time it is charged.
    Write(WriteKind),
    /// What costs nothing beyond its place in a window.
    Nothing,
}

impl Resource {
    /// What one costs.
    #[must_use]
    pub const fn price(self, prices: &Prices) -> Money {
        match self {
            Self::Post => prices.post,
            Self::OwnedPost => prices.owned_post,
            Self::User => prices.user,
            Self::ListCreate => prices.list_create,
            Self::ListChange => prices.list_manage,
            Self::Write(kind) => prices.writes.of(kind),
            Self::Nothing => Money::ZERO,
        }
    }

    const fn is_post(self) -> bool {
        matches!(self, Self::Post | Self::OwnedPost)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::OwnedPost => "owned_post",
            Self::User => "user",
            Self::ListCreate => "list_create",
            Self::ListChange => "list_change",
            Self::Write(kind) => kind.name(),
            Self::Nothing => "nothing",
        }
    }
}

/// A call that is about to be made.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// With which token.
    pub credential: &'a CredentialName,
    /// Which call.
    pub endpoint: Endpoint,
    /// For whom.
    pub priority: Priority,
    /// What it brings.
    pub resource: Resource,
    /// How many of it at most.
    pub at_most: u32,
}

/// What the Ledger holds calls to.
#[derive(Debug, Clone, Copy)]
pub struct LedgerOptions {
    /// What the network allows and charges.
    pub limits: Limits,
    /// Money for a calendar month (UTC); without it there is no bound but the network's own.
    pub budget: Option<Money>,
    /// At how many percent of the budget and of the month's posts an alarm is raised.
    pub warn_at: u8,
    /// Whether the time is the database's, as it must be where several nodes share one.
    pub database_time: bool,
}

impl Default for LedgerOptions {
    fn default() -> Self {
        Self { limits: Limits::PAY_PER_USE, budget: None, warn_at: 80, database_time: false }
    }
}

/// The Ledger. Cheap to clone.
#[derive(Clone)]
pub struct Ledger(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    options: LedgerOptions,
    node: NodeName,
    /// By how many milliseconds the database is ahead of the clock, and when that was last looked at.
    ahead: AtomicI64,
    looked_at: AtomicI64,
    /// Windows whose gauge shows something: credential and endpoint.
    gauged: Mutex<BTreeSet<(String, String)>>,
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("options", &self.0.options).finish_non_exhaustive()
    }
}

impl Ledger {
    /// A ledger over the tables of a store.
    #[must_use]
    pub fn new(store: Store, clock: Clock, options: LedgerOptions) -> Self {
        Self(Arc::new(Inner {
            store,
            clock,
            options,
            node: NodeName::new(format!("process {}", std::process::id())),
            ahead: AtomicI64::new(0),
            looked_at: AtomicI64::new(i64::MIN),
            gauged: Mutex::default(),
        }))
    }

    /// What calls are held to.
    #[must_use]
    pub fn options(&self) -> &LedgerOptions {
        &self.0.options
    }

    /// The time of this process.
    fn clock_now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The time that calls are counted by.
    pub async fn now(&self) -> Result<Timestamp, StoreError> {
        let here = self.0.clock.now();
        if !self.0.options.database_time || self.0.store.is_sqlite() {
            return Ok(here);
        }
        let here_ms = here.as_millisecond();
        let looked_at = self.0.looked_at.load(Ordering::Relaxed);
        if here_ms.abs_diff(looked_at) >= LOOK_AT_CLOCK_MS.unsigned_abs() {
            let there = self.0.store.database_time().await?.as_millisecond();
            self.0.ahead.store(there - here_ms, Ordering::Relaxed);
            self.0.looked_at.store(here_ms, Ordering::Relaxed);
        }
        let ahead = SignedDuration::from_millis(self.0.ahead.load(Ordering::Relaxed));
        Ok(here.saturating_add(ahead).unwrap_or(here))
    }

    /// Counts how old posts were when they were read now.
    pub async fn posts_read(&self, delays: &[Duration]) -> Result<(), StoreError> {
        self.0.store.note_delays(delays, self.now().await?).await
    }

    /// Forgets what no count needs any more: windows and objects of more than two days ago, delays of more than 90.
    pub async fn forget_old(&self) -> Result<u64, StoreError> {
        let now = self.now().await?;
        let ago =
            |days: i64| now.checked_sub(SignedDuration::from_hours(days * 24)).unwrap_or(Timestamp::MIN);
        self.0.store.forget_ledger(ago(2), ago(90)).await
    }
}

fn micros(money: Money) -> i64 {
    i64::try_from(money.micros()).unwrap_or(i64::MAX)
}

fn money(micros: i64) -> Money {
    Money::from_micros(u64::try_from(micros).unwrap_or(0))
}
