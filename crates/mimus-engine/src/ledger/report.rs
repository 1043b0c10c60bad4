//! The report: how full, how dear, how fresh.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use mimus_core::Money;
use mimus_store::{DelayCount, LedgerMonth, LedgerTotals, LedgerWindow, StoreError, UtcDay, UtcMonth};
use serde::{Serialize, Serializer};

use super::{Alarm, Freshness, Ledger, alarm, forecast, money};

/// Days that the report looks back.
const DAYS: i64 = 30;
/// Days whose mean the forecast goes by.
const FORECAST_DAYS: i64 = 7;

/// Everything that the Ledger knows, at one moment.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Which moment.
    pub at: Timestamp,
    /// Which access to X is reckoned with.
    pub access: &'static str,
    /// Whether anything was ever metered here.
    pub metered: bool,
    /// The month so far.
    pub month: MonthReport,
    /// Windows that are open, the fullest first.
    pub windows: Vec<WindowReport>,
    /// Today, in UTC.
    pub today: Totals,
    /// Each credential that was used this month or is held.
    pub credentials: Vec<CredentialReport>,
    /// Credentials that make no calls for now.
    pub holds: Vec<HoldReport>,
    /// Reservations that are not settled.
    pub open_reservations: u64,
    /// How fresh what was read in the last 24 hours was.
    pub freshness: Freshness,
    /// The last 30 days, the oldest first, today last.
    pub days: Vec<DayReport>,
    /// Why X's stream is closed, where it is and should not be.
    pub stream_closed: Option<String>,
    /// What should be known, the gravest first.
    pub alarms: Vec<Alarm>,
}

/// The setting under which the reader of X says why its stream is closed; empty while it is open.
pub(crate) const STREAM_CLOSED: &str = "x_stream_closed";

/// Money and posts of a month.
#[derive(Debug, Clone, Serialize)]
pub struct MonthReport {
    /// `2026-11`.
    pub name: String,
    /// When the next one begins.
    pub ends_at: Timestamp,
    /// What was called.
    pub totals: Totals,
    /// Money for the month; `None` where no bound is set.
    #[serde(rename = "budget_usd", serialize_with = "some_usd")]
    pub budget: Option<Money>,
    /// What calls have cost.
    #[serde(rename = "spent_usd", serialize_with = "usd")]
    pub spent: Money,
    /// What open reservations may cost.
    #[serde(rename = "reserved_usd", serialize_with = "usd")]
    pub reserved: Money,
    /// What is left of the budget.
    #[serde(rename = "left_usd", serialize_with = "some_usd")]
    pub left: Option<Money>,
    /// Which part of the budget is spent or reserved.
    pub share: Option<f64>,
    /// What it will have cost at its end, if it goes on as in the last seven days.
    #[serde(rename = "forecast_usd", serialize_with = "some_usd")]
    pub forecast: Option<Money>,
    /// Posts that were charged.
    pub posts: u64,
    /// Posts that open reservations may read.
    pub posts_reserved: u64,
    /// Posts that X lets be read in a month.
    pub posts_cap: u64,
    /// Until when mirrors that anyone asked for wait for the month to catch up.
    pub paced_until: Option<Timestamp>,
}

/// A window that is open.
#[derive(Debug, Clone, Serialize)]
pub struct WindowReport {
    /// Whose.
    pub credential: String,
    /// Which call.
    pub endpoint: String,
    /// Calls that it has seen.
    pub used: u64,
    /// Calls that it allows.
    pub allowed: u64,
    /// The part that is used, 0 to 1.
    pub share: f64,
    /// When it is over.
    pub resets_at: Timestamp,
}

/// What was called and what it brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Calls, failed ones included.
    pub requests: u64,
    /// Calls that failed.
    pub failed: u64,
    /// Posts that were charged.
    pub posts: u64,
    /// Accounts that were charged.
    pub users: u64,
    /// What they cost.
    #[serde(rename = "cost_usd", serialize_with = "usd")]
    pub cost: Money,
}

/// One credential.
#[derive(Debug, Clone, Serialize)]
pub struct CredentialReport {
    /// Its name.
    pub name: String,
    /// Its calls today.
    pub today: Totals,
    /// Its calls this month.
    pub month: Totals,
}

/// A credential that makes no calls for now.
#[derive(Debug, Clone, Serialize)]
pub struct HoldReport {
    /// Its name.
    pub credential: String,
    /// Why, and what to do.
    pub why: String,
    /// Until when.
    pub until: Timestamp,
}

/// One day.
#[derive(Debug, Clone, Serialize)]
pub struct DayReport {
    /// `2026-11-20`.
    pub day: String,
    /// What was called.
    pub totals: Totals,
    /// How fresh what was read was.
    pub freshness: Freshness,
}

impl Totals {
    fn sum(totals: impl Iterator<Item = Self>) -> Self {
        totals.fold(Self::default(), |sum, more| Self {
            requests: sum.requests + more.requests,
            failed: sum.failed + more.failed,
            posts: sum.posts + more.posts,
            users: sum.users + more.users,
            cost: sum.cost + more.cost,
        })
    }
}

impl From<LedgerTotals> for Totals {
    fn from(totals: LedgerTotals) -> Self {
        let LedgerTotals { requests, failed, posts, users, micros } = totals;
        Self { requests, failed, posts, users, cost: Money::from_micros(micros) }
    }
}

/// Totals by day, of those on which anything was called.
type Days = BTreeMap<UtcDay, Totals>;

impl Ledger {
    /// How it stands now, by the Ledger's own time.
    pub async fn report_now(&self) -> Result<Report, StoreError> {
        let now = self.now().await?;
        self.report(now).await
    }

    /// How it stands at a moment.
    pub async fn report(&self, now: Timestamp) -> Result<Report, StoreError> {
        let store = &self.0.store;
        let today = UtcDay::of(now);
        let month = store.ledger_month(UtcMonth::of(now)).await?;
        let since = today.before(DAYS - 1).min(UtcDay::of(month.month.start()));
        let days: Days =
            store.ledger_by_day(since).await?.into_iter().map(|(day, sum)| (day, sum.into())).collect();
        let delays = store.delays(since.start()).await?;
        let mut windows: Vec<WindowReport> =
            store.ledger_windows(now).await?.into_iter().map(WindowReport::from).collect();
        windows.sort_by(|a, b| b.share.total_cmp(&a.share));
        let mut holds = Vec::new();
        for hold in store.ledger_holds(now).await? {
            let why = hold.why.parse::<super::HoldReason>().map_or(hold.why, |why| why.to_string());
            holds.push(HoldReport { credential: hold.credential.to_string(), why, until: hold.until });
        }
        let mut report = Report {
            at: now,
            access: self.options().limits.name,
            metered: !days.is_empty() || !windows.is_empty() || !holds.is_empty(),
            month: self.month_report(&month, &days, now),
            windows,
            today: days.get(&today).copied().unwrap_or_default(),
            credentials: self.credentials(&month, today).await?,
            holds,
            open_reservations: store.open_reservation_count().await?,
            freshness: Freshness::of(delays.iter().filter(|count| count.hour > day_before(now))),
            days: day_reports(&days, &delays, today),
            stream_closed: store.setting(STREAM_CLOSED).await?.filter(|why| !why.is_empty()),
            alarms: Vec::new(),
        };
        report.alarms = alarm::of(&report, self.options());
        Ok(report)
    }

    fn month_report(&self, month: &LedgerMonth, days: &Days, now: Timestamp) -> MonthReport {
        let state = month.state;
        let (spent, reserved) = (money(state.spent), money(state.reserved));
        let budget = self.options().budget;
        let taken = spent + reserved;
        MonthReport {
            name: month.month.to_string(),
            ends_at: month.month.next().start(),
            totals: Totals::sum(days.range(UtcDay::of(month.month.start())..).map(|(_, totals)| *totals)),
            budget,
            spent,
            reserved,
            left: budget.map(|budget| budget - taken),
            share: budget.map(|budget| share(taken.micros(), budget.micros())),
            forecast: forecast::forecast(spent, &last_days(days, UtcDay::of(now)), now),
            posts: u64::try_from(state.posts).unwrap_or(0),
            posts_reserved: u64::try_from(state.posts_reserved).unwrap_or(0),
            posts_cap: self.options().limits.posts_per_month,
            paced_until: self.paced_until(month, now),
        }
    }

    async fn credentials(
        &self,
        month: &LedgerMonth,
        today: UtcDay,
    ) -> Result<Vec<CredentialReport>, StoreError> {
        let store = &self.0.store;
        let mut now: BTreeMap<_, _> = store.ledger_by_credential(today).await?.into_iter().collect();
        let month = store.ledger_by_credential(UtcDay::of(month.month.start())).await?;
        Ok(month
            .into_iter()
            .map(|(name, month)| CredentialReport {
                today: now.remove(&name).unwrap_or_default().into(),
                name: name.to_string(),
                month: month.into(),
            })
            .collect())
    }

    /// Until when one more post would be refused to a mirror that anyone asked for, while there is money.
    fn paced_until(&self, month: &LedgerMonth, now: Timestamp) -> Option<Timestamp> {
        let state = month.state;
        let price = super::micros(self.options().limits.prices.post);
        let by_money = self.budget_micros().map(|budget| (budget, state.spent + state.reserved + price));
        let by_posts = Some((self.cap(), state.posts + state.posts_reserved + 1));
        by_money
            .into_iter()
            .chain(by_posts)
            .filter(|(whole, wanted)| wanted <= whole && *wanted > forecast::pace(*whole, now))
            .map(|(whole, wanted)| forecast::pace_reaches(whole, wanted, now))
            .max()
    }
}

impl From<LedgerWindow> for WindowReport {
    fn from(window: LedgerWindow) -> Self {
        Self {
            credential: window.credential.to_string(),
            share: share(window.used, window.allowed),
            endpoint: window.endpoint,
            used: window.used,
            allowed: window.allowed,
            resets_at: window.resets_at,
        }
    }
}

/// A part of a whole; all of it, where there is nothing to be had.
#[expect(clippy::cast_precision_loss, reason = "a share is shown with three digits")]
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn day_before(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN)
}

/// What each of the last whole days cost, since something was metered.
fn last_days(days: &Days, today: UtcDay) -> Vec<Money> {
    let Some(first) = days.keys().next() else { return Vec::new() };
    (1..=FORECAST_DAYS)
        .map(|ago| today.before(ago))
        .filter(|day| day >= first)
        .map(|day| days.get(&day).map_or(Money::ZERO, |totals| totals.cost))
        .collect()
}

fn day_reports(days: &Days, delays: &[DelayCount], today: UtcDay) -> Vec<DayReport> {
    let mut read: BTreeMap<UtcDay, Vec<&DelayCount>> = BTreeMap::new();
    for count in delays {
        read.entry(UtcDay::of(count.hour)).or_default().push(count);
    }
    (0..DAYS)
        .rev()
        .map(|ago| today.before(ago))
        .map(|day| DayReport {
            day: day.to_string(),
            totals: days.get(&day).copied().unwrap_or_default(),
            freshness: Freshness::of(read.get(&day).into_iter().flatten().copied()),
        })
        .collect()
}

fn usd<S: Serializer>(money: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(money.dollars())
}

#[expect(clippy::ref_option, reason = "serde calls it so")]
fn some_usd<S: Serializer>(money: &Option<Money>, serializer: S) -> Result<S::Ok, S::Error> {
    match money {
        Some(money) => serializer.serialize_some(&money.dollars()),
        None => serializer.serialize_none(),
    }
}
