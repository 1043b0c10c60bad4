//! `mimus ledger`.

use std::fmt::Write as _;

use jiff::Timestamp;
use mimus_engine::ledger::{Freshness, MonthReport, Report, Totals};

use serde_json::{Value, json};

use crate::config::Config;
use crate::{node, say};

/// Prints what metered calls have used and cost.
pub(crate) async fn run(config: &Config, json: bool) -> Result<(), String> {
    let engine = node::engine(config).await?;
    let report = engine.ledger.report_now().await.map_err(|e| e.to_string())?;
    if json {
        return say::json(&report);
    }
    say::line(written(&report).trim_end());
    Ok(())
}

/// Prints how the mirrored accounts of X are read.
pub(crate) async fn plan(config: &Config, json: bool) -> Result<(), String> {
    let engine = node::engine(config).await?;
    let plan = engine.x_plan().await.map_err(|e| e.to_string())?;
    if !json {
        say::line(plan.to_string().trim_end());
        return Ok(());
    }
    let seconds = |time: std::time::Duration| time.as_secs();
    let accounts: Vec<Value> = plan
        .accounts
        .iter()
        .map(|(id, reading)| {
            json!({
                "id": id.to_string(),
                "way": reading.way.to_string(),
                "every_s": reading.every.map(seconds),
                "posts_per_day": reading.posts_per_day,
                "ration_per_day": reading.ration,
            })
        })
        .collect();
    let unread: Vec<Value> =
        plan.unread.iter().map(|(id, why)| json!({ "id": id.to_string(), "why": why.to_string() })).collect();
    let limits: Vec<Value> =
        plan.bindings.iter().map(|limit| json!({ "share": limit.ratio, "words": limit.words })).collect();
    say::json(&json!({
        "accounts": accounts,
        "unread": unread,
        "stream_rules": plan.rules.len(),
        "searches": plan.searches.len(),
        "timelines": plan.timelines.len(),
        "own_timelines": plan.own.len(),
        "lists": plan.lists.len(),
        "money_per_month": plan.forecast.money_per_month().dollars(),
        "limits": limits,
    }))
}

/// The report as a keeper reads it.
fn written(report: &Report) -> String {
    let mut out = String::new();
    for alarm in &report.alarms {
        line(&mut out, &format!("{} {}", if alarm.grave { "!!" } else { "! " }, alarm.words));
    }
    if !report.alarms.is_empty() {
        line(&mut out, "");
    }
    line(&mut out, &format!("access    {}", report.access));
    line(&mut out, &format!("budget    {}", budget(&report.month)));
    if !report.metered {
        line(&mut out, "\nNothing metered has been called yet.");
        return out;
    }
    of_month(&mut out, report);
    of_windows(&mut out, report);
    of_credentials(&mut out, report);
    out
}

fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "{}", text.trim_end());
}

fn budget(month: &MonthReport) -> String {
    match (month.budget, month.left, month.share) {
        (Some(budget), Some(left), Some(share)) => format!(
            "{budget} for {}: {} spent, {} reserved ({}), {left} left",
            month.name,
            month.spent,
            month.reserved,
            percent(share)
        ),
        _ => format!(
            "none set: {} spent in {}, {} reserved; nothing but X's own limits binds (x_budget sets one)",
            month.spent, month.name, month.reserved
        ),
    }
}

fn of_month(out: &mut String, report: &Report) {
    let month = &report.month;
    let forecast = match month.forecast {
        Some(forecast) => format!("{forecast} by {}, as the last days went", day(month.ends_at)),
        None => "none before a whole day is over".to_owned(),
    };
    line(out, &format!("forecast  {forecast}"));
    if let Some(until) = month.paced_until {
        line(out, &format!("pace      mirrors that anyone asked for wait until {}", moment(until)));
    }
    line(
        out,
        &format!(
            "posts     {} of {} that X lets be read",
            say::count(month.posts),
            say::count(month.posts_cap)
        ),
    );
    line(out, &format!("month     {}", totals(&month.totals)));
    line(out, &format!("today     {}", totals(&report.today)));
    line(out, &format!("freshness {}", freshness(&report.freshness)));
}

fn of_windows(out: &mut String, report: &Report) {
    if report.windows.is_empty() {
        return;
    }
    line(out, &format!("\n{:<12} {:<40} {:>15} {:>6}  {}", "WINDOW", "CALL", "USED", "SHARE", "UNTIL"));
    for window in &report.windows {
        let used = format!("{}/{}", say::count(window.used), say::count(window.allowed));
        let until = window.resets_at.strftime("%H:%M:%SZ");
        let (name, share) = (&window.credential, percent(window.share));
        line(out, &format!("{name:<12} {:<40} {used:>15} {share:>6}  {until}", window.endpoint));
    }
}

fn of_credentials(out: &mut String, report: &Report) {
    for hold in &report.holds {
        line(out, &format!("\n{} is held until {}: {}", hold.credential, moment(hold.until), hold.why));
    }
    if report.credentials.len() > 1 {
        line(out, &format!("\n{:<24} {}", "CREDENTIAL", "THIS MONTH"));
        for credential in &report.credentials {
            line(out, &format!("{:<24} {}", credential.name, totals(&credential.month)));
        }
    }
}

fn totals(totals: &Totals) -> String {
    let of = |n: u64, one: &str| format!("{} {one}{}", say::count(n), if n == 1 { "" } else { "s" });
    let failed = match totals.failed {
        0 => String::new(),
        failed => format!(" ({} failed)", say::count(failed)),
    };
    format!(
        "{}{failed}, {}, {}, {}",
        of(totals.requests, "call"),
        of(totals.posts, "post"),
        of(totals.users, "account"),
        totals.cost
    )
}

fn freshness(freshness: &Freshness) -> String {
    match (freshness.p50, freshness.p95) {
        (Some(half), Some(most)) => format!(
            "half of {} posts within {half}, 95 % within {most} (last 24 hours)",
            say::count(freshness.posts)
        ),
        _ => "no post was read in the last 24 hours".to_owned(),
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0).floor())
}

fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::time::Duration;

    use mimus_core::CredentialName;
    use mimus_engine::ledger::{Answer, Call, CallFailure, HoldReason, LedgerOptions, Priority, Resource};
    use mimus_engine::{Clock, Ledger};
    use mimus_networks::x::limits::Endpoint;
    use mimus_store::{Store, StoreOptions};

    use super::*;

    #[tokio::test]
    async fn a_keeper_reads_it_at_a_glance() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mimus.db").display());
        let store = Store::open(&StoreOptions { url, connections: 1 }).await.unwrap();
        // 2026-11-20, noon.
        let seconds = Arc::new(AtomicI64::new(1_795_176_000));
        let told = Arc::clone(&seconds);
        let clock = Clock::telling(move || Timestamp::from_second(told.load(Ordering::SeqCst)).unwrap());
        let options = LedgerOptions { budget: "1".parse().ok(), ..LedgerOptions::default() };
        let ledger = Ledger::new(store, clock, options);
        let nothing = written(&ledger.report_now().await.unwrap());
        let (app, user) = (CredentialName::app("main").unwrap(), CredentialName::user("robin").unwrap());
        let call = Call {
            credential: &app,
            endpoint: Endpoint::Tweets,
            priority: Priority::Owned,
            resource: Resource::Post,
            at_most: 80,
        };
        let ids: Vec<String> = (0..80).map(|n| n.to_string()).collect();
        let objects: Vec<_> = ids.iter().map(|id| (Resource::Post, id.as_str())).collect();
        let first = ledger.reserve(&call).await.unwrap();
        ledger.settle(first, &Answer { objects: &objects, window: None }).await.unwrap();
        seconds.fetch_add(86_400, Ordering::SeqCst);
        let failed = ledger.reserve(&call).await.unwrap();
        ledger.release(failed, CallFailure::Answered(None)).await.unwrap();
        let me = Call {
            credential: &user,
            endpoint: Endpoint::UsersMe,
            resource: Resource::User,
            at_most: 1,
            ..call
        };
        let second = ledger.reserve(&me).await.unwrap();
        ledger.settle(second, &Answer { objects: &[(Resource::User, "7")], window: None }).await.unwrap();
        let _open = ledger.reserve(&call).await.unwrap();
        ledger.posts_read(&[Duration::from_secs(4), Duration::from_secs(200)]).await.unwrap();
        let until = "2026-11-21T13:00:00Z".parse().unwrap();
        ledger.hold(&user, HoldReason::TokenRefused, until).await.unwrap();
        let full = written(&ledger.report_now().await.unwrap());
        insta::assert_snapshot!(format!("{nothing}\n-----\n\n{full}"));
    }
}
