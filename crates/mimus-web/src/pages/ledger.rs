//! `/about/ledger`: how full it is here, and how fresh. Shares and times, neither sums nor the names of credentials.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use jiff::Timestamp;
use mimus_engine::ledger::{DayReport, Delay, Freshness, Report};
use serde::Serialize;

use super::error::Failure;
use super::{Frame, send, words};
use crate::negotiation::{Wants, wants};
use crate::{Site, conditional};

/// Units of the chart: from one day to the next, and from one class of delay to the next.
const DAY: usize = 12;
const CLASS: usize = 14;
/// Where the chart's days begin, right of the words at its side.
const LEFT: usize = 64;

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    frame: Frame,
    summary: String,
    alarms: Vec<(bool, String)>,
    month: String,
    meters: Vec<Meter>,
    windows: Vec<Meter>,
    fresh: String,
    chart: Option<Chart>,
    days: Vec<DayRow>,
    bounded: bool,
}

/// How much of something is used.
#[derive(Serialize)]
struct Meter {
    what: String,
    /// 0 to 100.
    percent: u64,
    /// More than that in words.
    #[serde(skip)]
    detail: String,
}

struct Chart {
    description: String,
    width: usize,
    height: usize,
    /// Words at the side: where, and what.
    scale: Vec<(usize, String)>,
    /// Each day's bar: left, top, height; and where the line of its half is.
    bars: Vec<(usize, usize, usize, usize)>,
}

struct DayRow {
    day: String,
    posts: String,
    half: String,
    most: String,
}

/// The same for machines.
#[derive(Serialize)]
struct Document<'a> {
    at: Timestamp,
    month: &'a str,
    month_meters: &'a [Meter],
    windows: &'a [Meter],
    freshness: Freshness,
    days: Vec<DocumentDay<'a>>,
    alarms: Vec<DocumentAlarm<'a>>,
}

#[derive(Serialize)]
struct DocumentDay<'a> {
    day: &'a str,
    posts_charged: u64,
    #[serde(flatten)]
    freshness: Freshness,
}

#[derive(Serialize)]
struct DocumentAlarm<'a> {
    words: &'a str,
    grave: bool,
}

/// `GET /about/ledger`
pub(crate) async fn get(State(site): State<Site>, request: HeaderMap) -> Result<Response, Failure> {
    let now = site.clock.now();
    let report = site.ledger.report(now).await?;
    let (meters, windows) = (of_month(&report), of_windows(&report));
    match wants(&request, Wants::Page) {
        Wants::Document => document(&request, &report, &meters, &windows),
        Wants::Page => send(&request, &page(&site, &report, meters, windows)),
    }
}

fn page(site: &Site, report: &Report, meters: Vec<Meter>, windows: Vec<Meter>) -> LedgerPage {
    let name = &site.info.name;
    let mut frame = Frame::new(
        site,
        format!("How full and how fresh {name} is"),
        format!(
            "How much of what X allows {name} uses, how old posts are when they are read, and what happens when it is short."
        ),
    );
    frame.canonical = Some(site.absolute("/about/ledger"));
    LedgerPage {
        frame,
        summary: summary(report),
        alarms: alarms(report),
        month: words::Moment::new(report.month.ends_at).day,
        meters,
        windows,
        fresh: fresh(&report.freshness),
        chart: chart(&report.days),
        days: report.days.iter().rev().filter(|day| is_told(day)).map(DayRow::new).collect(),
        bounded: report.month.budget.is_some(),
    }
}

fn document(
    request: &HeaderMap,
    report: &Report,
    meters: &[Meter],
    windows: &[Meter],
) -> Result<Response, Failure> {
    let days = report.days.iter().map(|day| DocumentDay {
        day: &day.day,
        posts_charged: day.totals.posts,
        freshness: day.freshness,
    });
    let document = Document {
        at: report.at,
        month: &report.month.name,
        month_meters: meters,
        windows,
        freshness: report.freshness,
        days: days.collect(),
        alarms: report.alarms.iter().map(|a| DocumentAlarm { words: &a.public, grave: a.grave }).collect(),
    };
    let body = serde_json::to_vec(&document).map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(conditional::respond(request, "application/json", body))
}

fn summary(report: &Report) -> String {
    if !report.metered {
        return "Nothing that is metered has been read here yet.".to_owned();
    }
    match report.alarms.iter().filter(|alarm| alarm.grave).count() {
        0 if report.alarms.is_empty() => "There is room. Nothing waits.".to_owned(),
        0 => "It is getting full. What that means is said below.".to_owned(),
        _ => "It is short. Some of what should be read waits; what and until when is said below.".to_owned(),
    }
}

/// Each once: credentials are not told apart here.
fn alarms(report: &Report) -> Vec<(bool, String)> {
    let mut said: Vec<(bool, String)> = Vec::new();
    for alarm in &report.alarms {
        if said.iter().all(|(_, words)| *words != alarm.public) {
            said.push((alarm.grave, alarm.public.clone()));
        }
    }
    said
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and 100")]
fn percent(share: f64) -> u64 {
    // What is not full is not called full, and what is used a little is not called empty.
    match (share * 100.0).clamp(0.0, 100.0) {
        some if some > 0.0 && some < 1.0 => 1,
        some => some.floor() as u64,
    }
}

fn part(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn of_month(report: &Report) -> Vec<Meter> {
    let month = &report.month;
    let mut meters = Vec::new();
    if let Some(share) = month.share {
        let detail = match (month.forecast, month.budget) {
            (Some(forecast), Some(budget)) => format!(
                "As the last days went, {} % will be used by its end.",
                words::number(percent_of(forecast.micros(), budget.micros()))
            ),
            _ => String::new(),
        };
        meters.push(Meter { what: "The month's money".to_owned(), percent: percent(share), detail });
    }
    let read = month.posts + month.posts_reserved;
    meters.push(Meter {
        what: "Posts that X lets be read in a month".to_owned(),
        percent: percent(part(read, month.posts_cap)),
        detail: format!("{} of {}.", words::number(read), words::number(month.posts_cap)),
    });
    meters
}

fn percent_of(part: u64, whole: u64) -> u64 {
    u64::try_from(u128::from(part) * 100 / u128::from(whole.max(1))).unwrap_or(u64::MAX)
}

/// The fullest window of each call.
fn of_windows(report: &Report) -> Vec<Meter> {
    let mut fullest: BTreeMap<&str, f64> = BTreeMap::new();
    for window in &report.windows {
        let share = fullest.entry(&window.endpoint).or_default();
        *share = share.max(window.share);
    }
    let mut meters: Vec<Meter> = fullest
        .into_iter()
        .map(|(endpoint, share)| Meter {
            what: endpoint.to_owned(),
            percent: percent(share),
            detail: String::new(),
        })
        .collect();
    meters.sort_by_key(|meter| std::cmp::Reverse(meter.percent));
    meters
}

fn fresh(freshness: &Freshness) -> String {
    match (freshness.p50, freshness.p95) {
        (Some(half), Some(most)) => format!(
            "In the last 24 hours, half of {} were read {} after they were written, and 95 of a hundred {}.",
            words::count(freshness.posts, "post", "posts"),
            within(half),
            within(most)
        ),
        _ => "In the last 24 hours no post was read whose age is known.".to_owned(),
    }
}

fn within(delay: Delay) -> String {
    let words = delay.to_string();
    if words.starts_with("more") { words } else { format!("within {words}") }
}

fn is_told(day: &DayReport) -> bool {
    day.freshness.posts > 0 || day.totals.requests > 0
}

impl DayRow {
    fn new(day: &DayReport) -> Self {
        let of = |delay: Option<Delay>| delay.map_or_else(|| "–".to_owned(), |delay| delay.to_string());
        Self {
            day: day.day.clone(),
            posts: words::number(day.freshness.posts),
            half: of(day.freshness.p50),
            most: of(day.freshness.p95),
        }
    }
}

/// A bar a day, from the bound that half of the posts kept to the one that 95 of a hundred did; the higher the later.
fn chart(days: &[DayReport]) -> Option<Chart> {
    let told: Vec<(usize, &DayReport, usize, usize)> = days
        .iter()
        .enumerate()
        .filter_map(|(at, day)| Some((at, day, day.freshness.p50?.class().0, day.freshness.p95?.class().0)))
        .collect();
    let (first, last) = (told.first()?.1, told.last()?.1);
    let (_, classes) = first.freshness.p50?.class();
    let top = |class: usize| (classes - 1 - class) * CLASS;
    let worst = told.iter().filter_map(|(_, day, ..)| Some((day.freshness.p95?, &day.day))).max()?;
    let description = format!(
        "{}, from {} to {}. The slowest day was {}: 95 of a hundred posts came {}.",
        words::count(told.len() as u64, "day", "days"),
        first.day,
        last.day,
        worst.1,
        within(worst.0)
    );
    let bars = told
        .iter()
        .map(|(at, _, half, most)| (LEFT + at * DAY + 2, top(*most), top(*half) - top(*most), top(*half)));
    Some(Chart {
        description,
        width: LEFT + days.len() * DAY,
        height: classes * CLASS,
        // Of the classes' bounds those that people know.
        scale: [(0, "5 s"), (3, "1 min"), (6, "15 min"), (8, "1 h"), (10, "a day")]
            .map(|(class, words)| (top(class), words.to_owned()))
            .to_vec(),
        bars: bars.collect(),
    })
}
