//! `/desk/ledger`: everything that the Ledger knows, with sums and the names of credentials, for those who pay.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use mimus_core::Money;
use mimus_engine::ledger::{Delay, Freshness, Report, Totals};

use super::room::{Room, show};
use super::session::Keeper;
use crate::Site;
use crate::pages::error::Failure;
use crate::pages::words;
use crate::tongue::{Moment, Tongue};

#[derive(Template)]
#[template(path = "desk/ledger.html")]
struct LedgerPage {
    room: Room,
    say: Tongue,
    at: Moment,
    access: &'static str,
    metered: bool,
    /// What should be known: whether calls are refused because of it, and in words.
    alarms: Vec<(bool, String)>,
    month: String,
    /// Money and posts of the month: what, and how much.
    sums: Vec<(String, String)>,
    windows: Vec<WindowRow>,
    credentials: Vec<CredentialRow>,
    holds: Vec<(String, String, Moment)>,
    days: Vec<DayRow>,
}

struct WindowRow {
    credential: String,
    endpoint: String,
    used: String,
    share: String,
    until: Moment,
}

/// Calls, failed ones, posts, accounts, money.
type Cells = [String; 5];

struct CredentialRow {
    name: String,
    today: Cells,
    month: Cells,
}

struct DayRow {
    day: String,
    totals: Cells,
    half: String,
    most: String,
}

fn cells(totals: &Totals) -> Cells {
    [
        words::number(totals.requests),
        words::number(totals.failed),
        words::number(totals.posts),
        words::number(totals.users),
        totals.cost.to_string(),
    ]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no share is negative, and as is told, cut"
)]
fn percent(share: f64) -> String {
    format!("{} %", words::number((share * 100.0).max(0.0).floor() as u64))
}

fn sums(say: Tongue, report: &Report) -> Vec<(String, String)> {
    let month = &report.month;
    let or_none =
        |money: Option<Money>| money.map_or_else(|| say.t("ledger-none"), |money| money.to_string());
    let mut sums = vec![
        (say.t("ledger-budget"), or_none(month.budget)),
        (say.t("ledger-spent"), month.spent.to_string()),
        (say.t("ledger-reserved"), month.reserved.to_string()),
        (say.t("ledger-left"), or_none(month.left)),
        (say.t("ledger-forecast"), or_none(month.forecast)),
        (
            say.t("ledger-posts"),
            say.with2(
                "ledger-of",
                ("part", words::number(month.posts + month.posts_reserved)),
                ("whole", words::number(month.posts_cap)),
            ),
        ),
        (say.t("ledger-open"), words::number(report.open_reservations)),
    ];
    if let Some(share) = month.share {
        sums.insert(4, (say.t("ledger-share"), percent(share)));
    }
    if let Some(until) = month.paced_until {
        sums.push((say.t("ledger-paced"), say.moment(until, &TimeZone::UTC).full));
    }
    let (half, most) = fresh(&report.freshness);
    sums.push((say.t("ledger-half"), half));
    sums.push((say.t("ledger-most"), most));
    sums
}

fn fresh(freshness: &Freshness) -> (String, String) {
    let of = |delay: Option<Delay>| delay.map_or_else(|| "–".to_owned(), |delay| delay.to_string());
    (of(freshness.p50), of(freshness.p95))
}

/// `GET /desk/ledger`
pub(crate) async fn get(State(site): State<Site>, keeper: Keeper) -> Result<Response, Failure> {
    let say = keeper.say;
    let report = site.ledger.report(site.clock.now()).await?;
    let moment = |at| say.moment(at, &TimeZone::UTC);
    let days = report.days.iter().rev();
    let days = days.filter(|day| day.totals.requests > 0 || day.freshness.posts > 0).map(|day| {
        let (half, most) = fresh(&day.freshness);
        DayRow { day: day.day.clone(), totals: cells(&day.totals), half, most }
    });
    let page = LedgerPage {
        room: keeper.room(&site, "ledger", &say.t("nav-ledger")),
        say,
        at: moment(report.at),
        access: report.access,
        metered: report.metered,
        alarms: report.alarms.iter().map(|alarm| (alarm.grave, alarm.words.clone())).collect(),
        month: report.month.name.clone(),
        sums: sums(say, &report),
        windows: report
            .windows
            .iter()
            .map(|window| WindowRow {
                credential: window.credential.clone(),
                endpoint: window.endpoint.clone(),
                used: say.with2(
                    "ledger-of",
                    ("part", words::number(window.used)),
                    ("whole", words::number(window.allowed)),
                ),
                share: percent(window.share),
                until: moment(window.resets_at),
            })
            .collect(),
        credentials: report
            .credentials
            .iter()
            .map(|of| CredentialRow {
                name: of.name.clone(),
                today: cells(&of.today),
                month: cells(&of.month),
            })
            .collect(),
        holds: report
            .holds
            .iter()
            .map(|hold| (hold.credential.clone(), hold.why.clone(), moment(hold.until)))
            .collect(),
        days: days.collect(),
    };
    show(&page)
}
