//! Alarms: what a keeper and the public should know before it hurts, and after.

use jiff::{SignedDuration, Timestamp};
use mimus_core::Money;
use mimus_store::StoreError;
use serde::Serialize;

use super::report::share;
use super::reserve::moment;
use super::{Ledger, LedgerOptions, Report};

/// The part of a window above which it is said to be nearly full.
const WINDOW_SHARE: f64 = 0.9;
/// An alarm that comes back within this time is the same one.
const OVER_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// Something that should be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alarm {
    /// The same for the same thing.
    pub name: String,
    /// What is the matter and what follows from it, for the public: neither sums nor credentials.
    pub public: String,
    /// What is the matter and what to do, for the keeper.
    pub words: String,
    /// Whether calls are refused because of it.
    pub grave: bool,
}

fn alarm(name: impl Into<String>, grave: bool, public: impl Into<String>, words: impl Into<String>) -> Alarm {
    Alarm { name: name.into(), public: public.into(), words: words.into(), grave }
}

/// The alarms of a report, the grave ones first.
pub(super) fn of(report: &Report, options: &LedgerOptions) -> Vec<Alarm> {
    let mut alarms: Vec<Alarm> =
        of_budget(report, options).into_iter().chain(of_posts(report, options)).collect();
    for hold in &report.holds {
        alarms.push(alarm(
            format!("held {} {}", hold.credential, hold.why),
            true,
            "X does not answer this server for now. What depends on it waits until that is mended.",
            format!("{} makes no calls until {}: {}", hold.credential, moment(hold.until), hold.why),
        ));
    }
    for window in report.windows.iter().filter(|window| window.share > WINDOW_SHARE) {
        let reads = &window.endpoint;
        alarms.push(alarm(
            format!("window {} {reads}", window.credential),
            window.used >= window.allowed,
            format!("Nearly all calls that X allows to {reads} in a quarter of an hour are used; the rest wait their turn."),
            format!(
                "{} has used {} of {} calls to {reads}; the window is over at {}",
                window.credential, window.used, window.allowed, moment(window.resets_at)
            ),
        ));
    }
    if let Some(why) = &report.stream_closed {
        alarms.push(alarm(
            "stream",
            false,
            "X's stream is closed. The accounts are looked at one after another meanwhile, so that their posts come later.",
            format!("X's stream is closed and tried again by itself: {why}"),
        ));
    }
    alarms.sort_by_key(|alarm| !alarm.grave);
    alarms
}

fn of_budget(report: &Report, options: &LedgerOptions) -> Vec<Alarm> {
    let month = &report.month;
    let mut alarms = Vec::new();
    let (Some(budget), Some(left), Some(used)) = (month.budget, month.left, month.share) else {
        return alarms;
    };
    let smallest = options.limits.prices.post;
    if left < smallest || left == Money::ZERO {
        alarms.push(alarm(
            "budget spent",
            true,
            format!(
                "The month's money is spent. Nothing that costs anything is read before {}.",
                day(month.ends_at)
            ),
            format!(
                "the month's {budget} are spent; nothing is read before {} unless x_budget is raised",
                month.ends_at
            ),
        ));
    } else if used * 100.0 >= f64::from(options.warn_at) {
        alarms.push(alarm(
            "budget",
            false,
            format!("{:.0} % of the month's money is used.", (used * 100.0).floor()),
            format!(
                "{} of the month's {budget} are spent or reserved, {left} are left",
                month.spent + month.reserved
            ),
        ));
    }
    if let Some(forecast) = month.forecast.filter(|forecast| *forecast > budget) {
        alarms.push(alarm(
            "forecast",
            false,
            "At this pace the month's money would not last. What nobody here owns is read less often, so that it does.",
            format!("at the pace of the last days the month would cost {forecast}, and the budget is {budget}"),
        ));
    }
    if let Some(until) = month.paced_until {
        alarms.push(alarm(
            "pace",
            false,
            "Mirrors that anyone asked for wait for the month to catch up: all of them are read less often, none is left out.",
            format!("mirrors that anyone asked for wait until {}: more is used than the month's pace allows", moment(until)),
        ));
    }
    alarms
}

fn of_posts(report: &Report, options: &LedgerOptions) -> Option<Alarm> {
    let month = &report.month;
    let read = month.posts + month.posts_reserved;
    if read >= month.posts_cap {
        return Some(alarm(
            "posts read",
            true,
            format!(
                "As many posts were read this month as X allows. Reading goes on on {}.",
                day(month.ends_at)
            ),
            format!(
                "the {} posts that X lets be read in a month are used up until {}; more needs {}",
                month.posts_cap, month.ends_at, options.limits.above
            ),
        ));
    }
    let used = share(read, month.posts_cap) * 100.0;
    (used >= f64::from(options.warn_at)).then(|| {
        alarm(
            "posts",
            false,
            format!("{:.0} % of the posts that X lets be read in a month are used.", used.floor()),
            format!("{read} of the {} posts that X lets be read in a month are used", month.posts_cap),
        )
    })
}

fn day(moment: Timestamp) -> String {
    mimus_store::UtcDay::of(moment).to_string()
}

impl Ledger {
    /// One round of watching: counts what was never settled, sets the gauges, and says in the log which alarms are new and
    /// which are over, once for all nodes.
    pub async fn watch(&self) -> Result<Report, StoreError> {
        self.expire().await?;
        let report = self.report_now().await?;
        gauge(&report);
        self.gauge_windows(&report);
        for alarm in &report.alarms {
            if !self.0.store.raise_alarm(&alarm.name, report.at).await? {
                continue;
            }
            if alarm.grave {
                tracing::error!(alarm = alarm.name, "the Ledger: {}", alarm.words);
            } else {
                tracing::warn!(alarm = alarm.name, "the Ledger: {}", alarm.words);
            }
        }
        let quiet_since = report.at.checked_sub(OVER_AFTER).unwrap_or(Timestamp::MIN);
        for name in self.0.store.end_alarms(quiet_since).await? {
            tracing::info!(alarm = name, "the Ledger: an alarm is over");
        }
        Ok(report)
    }
}

fn gauge(report: &Report) {
    let month = &report.month;
    metrics::gauge!("mimus_ledger_spent_dollars").set(month.spent.dollars());
    metrics::gauge!("mimus_ledger_reserved_dollars").set(month.reserved.dollars());
    metrics::gauge!("mimus_ledger_posts").set(month.posts as f64);
    metrics::gauge!("mimus_ledger_open_reservations").set(report.open_reservations as f64);
    metrics::gauge!("mimus_ledger_alarms").set(report.alarms.len() as f64);
    if let Some(budget) = month.budget {
        metrics::gauge!("mimus_ledger_budget_dollars").set(budget.dollars());
    }
    if let Some(forecast) = month.forecast {
        metrics::gauge!("mimus_ledger_forecast_dollars").set(forecast.dollars());
    }
    for (quantile, delay) in [("0.5", report.freshness.p50), ("0.95", report.freshness.p95)] {
        if let Some(delay) = delay {
            metrics::gauge!("mimus_ledger_delay_seconds", "quantile" => quantile).set(delay.seconds() as f64);
        }
    }
}

impl Ledger {
    /// Shows how full windows are; those that are over show nothing.
    fn gauge_windows(&self, report: &Report) {
        let Ok(mut gauged) = self.0.gauged.lock() else { return };
        let show = |credential: &String, endpoint: &String, share: f64| {
            let labels = [("credential", credential.clone()), ("endpoint", endpoint.clone())];
            metrics::gauge!("mimus_ledger_window_share", &labels).set(share);
        };
        for (credential, endpoint) in std::mem::take(&mut *gauged) {
            show(&credential, &endpoint, 0.0);
        }
        for window in &report.windows {
            show(&window.credential, &window.endpoint, window.share);
            gauged.insert((window.credential.clone(), window.endpoint.clone()));
        }
    }
}
