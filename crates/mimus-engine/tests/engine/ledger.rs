//! The Ledger: who gets what is left, what is paid, and what is said when it is short.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mimus_core::{CredentialName, Money};
use mimus_engine::doctor::{Check, Finding, examine};
use mimus_engine::ledger::{
    Answer, Call, CallFailure, HoldReason, LedgerOptions, Priority, Refusal, Reservation, Resource,
    WindowState,
};
use mimus_engine::{Clock, Ledger, janitor};
use mimus_networks::x::limits::{Endpoint, Limits};

use crate::house::{House, on_both};

on_both!(
    whom_anyone_asked_for_leaves_a_tenth_of_a_window,
    whom_anyone_asked_for_keeps_to_the_pace_of_the_month,
    nothing_is_spent_beyond_the_budget,
    without_a_budget_only_what_the_network_allows_binds,
    a_stream_pays_for_what_it_brought_and_ends_when_the_money_does,
    a_call_that_failed_is_not_paid_and_one_that_vanished_is,
    the_report_tells_how_full_and_how_fresh,
    alarms_are_raised_in_plain_words,
    another_token_is_asked_for_where_one_is_not_taken,
    nodes_whose_clocks_differ_count_by_the_database,
    a_node_whose_clock_is_ahead_loses_nothing,
    an_alarm_is_said_once_for_all_nodes_until_it_is_over,
    metrics_tell_what_is_used_and_refused,
    the_doctor_says_what_is_short_and_what_has_no_bound,
);

fn app() -> CredentialName {
    CredentialName::app("main").unwrap()
}

fn dollars(words: &str) -> Money {
    words.parse().unwrap()
}

/// A ledger of the house with so much money a month. The house's clock starts on 2026-11-20 at noon.
fn ledger(house: &House, budget: Option<&str>) -> Ledger {
    with_limits(house, budget, Limits::PAY_PER_USE)
}

fn with_limits(house: &House, budget: Option<&str>, limits: Limits) -> Ledger {
    let options = LedgerOptions { limits, budget: budget.map(dollars), ..LedgerOptions::default() };
    Ledger::new(house.engine.store.clone(), house.engine.clock.clone(), options)
}

struct Want {
    endpoint: Endpoint,
    priority: Priority,
    resource: Resource,
    at_most: u32,
}

fn posts(priority: Priority, at_most: u32) -> Want {
    Want { endpoint: Endpoint::Tweets, priority, resource: Resource::Post, at_most }
}

impl Want {
    async fn of(&self, ledger: &Ledger) -> Result<Reservation, Refusal> {
        let credential = app();
        let Self { endpoint, priority, resource, at_most } = *self;
        ledger.reserve(&Call { credential: &credential, endpoint, priority, resource, at_most }).await
    }

    async fn granted_until_refused(&self, ledger: &Ledger) -> (u32, Refusal) {
        let mut granted = 0;
        loop {
            match self.of(ledger).await {
                Ok(_) => granted += 1,
                Err(refusal) => return (granted, refusal),
            }
        }
    }
}

/// Reads posts of these ids and pays for them.
async fn read(ledger: &Ledger, ids: &[&str]) -> Money {
    let reservation = posts(Priority::Owned, 100).of(ledger).await.unwrap();
    let objects: Vec<(Resource, &str)> = ids.iter().map(|id| (Resource::Post, *id)).collect();
    ledger.settle(reservation, &Answer { objects: &objects, window: None }).await.unwrap().cost
}

async fn whom_anyone_asked_for_leaves_a_tenth_of_a_window(house: House) {
    let ledger = ledger(&house, None);
    let usage =
        |priority| Want { endpoint: Endpoint::Usage, priority, resource: Resource::Nothing, at_most: 1 };
    let (granted, refusal) = usage(Priority::Asked).granted_until_refused(&ledger).await;
    assert_eq!(granted, 45);
    let Refusal::Window { until, used: 45, allowed: 50, .. } = refusal else { panic!("{refusal}") };
    assert_eq!(until, house.engine.clock.now().checked_add(SignedDuration::from_mins(15)).unwrap());
    let (granted, refusal) = usage(Priority::Owned).granted_until_refused(&ledger).await;
    assert_eq!(granted, 5);
    assert_eq!(
        refusal.to_string(),
        "app:main has used 50 of 50 calls to GET /2/usage/tweets in this window; try again at 2026-11-20T12:15:00Z"
    );
    house.pass(SignedDuration::from_mins(15));
    let _ = usage(Priority::Asked).of(&ledger).await.unwrap();
}

async fn whom_anyone_asked_for_keeps_to_the_pace_of_the_month(house: House) {
    // 19.5 of 30 days are gone, and one day more: 20.5 / 30 of 600 posts are 410.
    let ledger = ledger(&house, Some("3"));
    let asked = posts(Priority::Asked, 10);
    let (granted, refusal) = asked.granted_until_refused(&ledger).await;
    assert_eq!(granted, 41);
    let Refusal::Pace { until } = refusal else { panic!("{refusal}") };
    assert!(ledger.report_now().await.unwrap().alarms.iter().any(|alarm| alarm.name == "pace"));
    let (granted, refusal) = posts(Priority::Owned, 10).granted_until_refused(&ledger).await;
    assert_eq!(granted, 19);
    assert!(matches!(refusal, Refusal::Budget { .. }), "{refusal}");
    assert_eq!(until, "2026-11-21T00:00:01Z".parse::<Timestamp>().unwrap());
}

async fn nothing_is_spent_beyond_the_budget(house: House) {
    let ledger = ledger(&house, Some("0.05"));
    let five = posts(Priority::Owned, 5).of(&ledger).await.unwrap();
    let refusal = posts(Priority::Owned, 6).of(&ledger).await.unwrap_err();
    // Five are open and may come back soon.
    assert_eq!(refusal.until().unwrap(), "2026-11-20T12:01:00Z".parse().unwrap());
    assert_eq!(
        refusal.to_string(),
        "the call may cost $0.03, and of the month's $0.05 $0.00 are spent and $0.025 reserved; raise x_budget, or \
         wait until 2026-11-20T12:01:00Z"
    );
    let objects = [(Resource::Post, "1"), (Resource::Post, "2"), (Resource::Post, "1")];
    let settled = ledger.settle(five, &Answer { objects: &objects, window: None }).await.unwrap();
    assert_eq!((settled.cost, settled.posts), (dollars("0.01"), 2));
    let _open = posts(Priority::Owned, 8).of(&ledger).await.unwrap();
    let refusal = posts(Priority::Owned, 9).of(&ledger).await.unwrap_err();
    assert_eq!(refusal.until().unwrap(), "2026-12-01T00:00:00Z".parse().unwrap());
    // What costs nothing goes on.
    let rules = Want {
        endpoint: Endpoint::StreamRules,
        priority: Priority::Asked,
        resource: Resource::Nothing,
        at_most: 1,
    };
    let _ = rules.of(&ledger).await.unwrap();
    house.pass(SignedDuration::from_hours(11 * 24));
    let _ = posts(Priority::Owned, 9).of(&ledger).await.unwrap();
}

async fn without_a_budget_only_what_the_network_allows_binds(house: House) {
    let mut limits = Limits::PAY_PER_USE;
    limits.posts_per_month = 300;
    let ledger = with_limits(&house, None, limits);
    let (granted, refusal) = posts(Priority::Asked, 100).granted_until_refused(&ledger).await;
    assert_eq!(granted, 2);
    assert!(matches!(refusal, Refusal::Pace { .. }), "{refusal}");
    let (granted, refusal) = posts(Priority::Owned, 100).granted_until_refused(&ledger).await;
    assert_eq!(granted, 1);
    assert!(matches!(refusal, Refusal::MonthlyCap { read: 300, cap: 300, .. }), "{refusal}");
    let report = ledger.report_now().await.unwrap();
    assert_eq!(report.alarms[0].name, "posts read");
    assert_eq!((report.month.budget, report.month.left, report.month.share), (None, None, None));
}

async fn a_stream_pays_for_what_it_brought_and_ends_when_the_money_does(house: House) {
    // Money for 20 posts.
    let ledger = ledger(&house, Some("0.10"));
    let credential = app();
    let call = Call {
        credential: &credential,
        endpoint: Endpoint::Stream,
        priority: Priority::Owned,
        resource: Resource::Post,
        at_most: 8,
    };
    let mut tab = ledger.open_tab(&call).await.unwrap();
    for id in ["1", "2", "2", "3"] {
        tab.take(id).unwrap();
    }
    assert_eq!((tab.left(), tab.is_due().await.unwrap()), (5, false));
    house.pass(SignedDuration::from_secs(60));
    assert!(tab.is_due().await.unwrap());
    tab.renew().await.unwrap();
    // One that was brought before on the same day is free.
    for id in 3..=10 {
        tab.take(&id.to_string()).unwrap();
    }
    assert!(tab.take("11").is_err());
    tab.renew().await.unwrap();
    let report = ledger.report_now().await.unwrap();
    assert_eq!((report.month.spent, report.month.reserved), (dollars("0.055"), dollars("0.04")));
    // What was sent beyond the block is charged too. Opening it was the only call.
    assert_eq!((report.today.requests, report.today.posts), (1, 11));
    for id in 11..=18 {
        tab.take(&id.to_string()).unwrap();
    }
    // For the last two there is money.
    tab.renew().await.unwrap();
    assert_eq!(tab.left(), 2);
    tab.take("19").unwrap();
    tab.take("20").unwrap();
    let refusal = tab.renew().await.unwrap_err();
    assert!(matches!(refusal, Refusal::Budget { .. }), "{refusal}");
    assert!(tab.take("21").is_err());
    // What X sent before it heard that the stream ends is charged by X, and so it is counted here.
    assert_eq!(tab.close().await.unwrap().cost, dollars("0.005"));
    let month = ledger.report_now().await.unwrap().month;
    assert_eq!((month.spent, month.reserved, month.left), (dollars("0.105"), Money::ZERO, Some(Money::ZERO)));
}

async fn a_call_that_failed_is_not_paid_and_one_that_vanished_is(house: House) {
    let ledger = ledger(&house, Some("1"));
    let unsent = posts(Priority::Owned, 10).of(&ledger).await.unwrap();
    ledger.release(unsent, CallFailure::Unsent).await.unwrap();
    let refused = posts(Priority::Owned, 10).of(&ledger).await.unwrap();
    let resets_at = house.engine.clock.now().checked_add(SignedDuration::from_mins(10)).unwrap();
    let window = WindowState { limit: 3_500, remaining: 0, resets_at };
    ledger.release(refused, CallFailure::Answered(Some(window))).await.unwrap();
    let refusal = posts(Priority::Owned, 1).of(&ledger).await.unwrap_err();
    assert_eq!(refusal.until(), Some(resets_at));
    house.pass(SignedDuration::from_mins(10));
    let vanished = posts(Priority::Owned, 10).of(&ledger).await.unwrap();
    ledger.release(vanished, CallFailure::NoAnswer).await.unwrap();
    drop(posts(Priority::Owned, 20).of(&ledger).await.unwrap());
    let month = ledger.report_now().await.unwrap().month;
    assert_eq!((month.spent, month.reserved), (Money::ZERO, dollars("0.15")));
    house.pass(SignedDuration::from_mins(5));
    ledger.watch().await.unwrap();
    let report = ledger.report_now().await.unwrap();
    assert_eq!((report.month.spent, report.month.reserved), (dollars("0.15"), Money::ZERO));
    assert_eq!((report.today.requests, report.today.failed, report.today.posts), (3, 1, 30));
}

async fn the_report_tells_how_full_and_how_fresh(house: House) {
    let ledger = ledger(&house, Some("5"));
    assert!(!ledger.report_now().await.unwrap().metered);
    // Two days with 40 and 60 posts, then today.
    let ids: Vec<String> = (0..60).map(|n| n.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    read(&ledger, &ids[..40]).await;
    house.pass(SignedDuration::from_hours(24));
    assert_eq!(read(&ledger, &ids).await, dollars("0.30"));
    ledger.posts_read(&[Duration::from_secs(90_000)]).await.unwrap();
    house.pass(SignedDuration::from_hours(24));
    ledger.posts_read(&[Duration::from_secs(4); 19]).await.unwrap();
    ledger.posts_read(&[Duration::from_secs(50)]).await.unwrap();
    let _open = posts(Priority::Owned, 100).of(&ledger).await.unwrap();
    let report = ledger.report_now().await.unwrap();
    assert!(report.metered);
    let month = &report.month;
    assert_eq!(
        (month.spent, month.reserved, month.left),
        (dollars("0.50"), dollars("0.50"), Some(dollars("4")))
    );
    // A mean of $0.25 for the 8.5 days that are left.
    assert_eq!(month.forecast, Some(dollars("2.625")));
    assert_eq!(month.share, Some(0.2));
    assert_eq!((month.posts, month.posts_reserved, month.totals.requests), (100, 100, 2));
    assert_eq!(report.days.len(), 30);
    let last: Vec<_> = report.days[27..].iter().map(|day| (day.day.as_str(), day.totals.posts)).collect();
    assert_eq!(last, [("2026-11-20", 40), ("2026-11-21", 60), ("2026-11-22", 0)]);
    let seconds = |at: usize| report.days[at].freshness.p95.map(mimus_engine::ledger::Delay::seconds);
    assert_eq!((seconds(28), seconds(29)), (Some(86_401), Some(5)));
    assert_eq!((report.freshness.posts, report.open_reservations), (20, 1));
    assert_eq!((report.windows[0].used, report.windows[0].allowed), (1, 3_500));
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["month"]["spent_usd"], 0.5);
    assert_eq!(json["freshness"]["p95_seconds"], 5);
    // A month later the tables are smaller and the report is as it was of what it keeps.
    house.pass(SignedDuration::from_hours(91 * 24));
    assert!(ledger.forget_old().await.unwrap() > 100);
}

async fn alarms_are_raised_in_plain_words(house: House) {
    let ledger = ledger(&house, Some("0.50"));
    let names = || async {
        let report = ledger.report_now().await.unwrap();
        report.alarms.iter().map(|alarm| (alarm.name.clone(), alarm.grave)).collect::<Vec<_>>()
    };
    assert!(names().await.is_empty());
    let open = posts(Priority::Owned, 79).of(&ledger).await.unwrap();
    assert!(!names().await.contains(&("budget".to_owned(), false)));
    let more = posts(Priority::Owned, 1).of(&ledger).await.unwrap();
    assert!(names().await.contains(&("budget".to_owned(), false)));
    let last = posts(Priority::Owned, 20).of(&ledger).await.unwrap();
    assert_eq!(names().await[0], ("budget spent".to_owned(), true));
    for reservation in [open, more, last] {
        ledger.release(reservation, CallFailure::Unsent).await.unwrap();
    }
    assert!(names().await.is_empty());
    let until = house.engine.clock.now().checked_add(SignedDuration::from_hours(1)).unwrap();
    ledger.hold(&app(), HoldReason::Credits, until).await.unwrap();
    let refusal = posts(Priority::Owned, 1).of(&ledger).await.unwrap_err();
    assert!(matches!(refusal, Refusal::Held { why: HoldReason::Credits, .. }), "{refusal}");
    let report = ledger.report_now().await.unwrap();
    assert!(report.alarms[0].grave && report.alarms[0].words.contains("buy credits"));
    // The public reads neither names nor sums.
    assert!(
        report.alarms.iter().all(|alarm| !alarm.public.contains("app:main") && !alarm.public.contains('$'))
    );
    assert!(ledger.lift(&app()).await.unwrap());
    assert!(names().await.is_empty());
    // The janitor's round works on the same tables.
    ledger.watch().await.unwrap();
    janitor::tidy(&house.engine).await.unwrap();
}

async fn another_token_is_asked_for_where_one_is_not_taken(house: House) {
    let ledger = ledger(&house, None);
    let members = Want {
        endpoint: Endpoint::ListMembers,
        priority: Priority::Owned,
        resource: Resource::ListChange,
        at_most: 1,
    };
    let refusal = members.of(&ledger).await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "POST /2/lists/:id/members is not offered to app:main; use a user's token"
    );
    assert_eq!(refusal.until(), None);
}

async fn nodes_whose_clocks_differ_count_by_the_database(house: House) {
    let store = &house.engine.store;
    let options = LedgerOptions { database_time: true, ..LedgerOptions::default() };
    let ledger = Ledger::new(store.clone(), house.engine.clock.clone(), options);
    let now = ledger.now().await.unwrap();
    if store.is_sqlite() {
        // There is one machine, and one clock.
        assert_eq!(now, house.engine.clock.now());
    } else {
        let age = store.database_time().await.unwrap().duration_since(now);
        assert!(age.abs() < SignedDuration::from_secs(30), "{age}");
    }
}

async fn a_node_whose_clock_is_ahead_loses_nothing(house: House) {
    let (here, clock) = (ledger(&house, Some("1")), house.engine.clock.clone());
    let ahead = Clock::telling(move || clock.now().checked_add(SignedDuration::from_secs(20)).unwrap());
    let there = Ledger::new(house.engine.store.clone(), ahead, *here.options());
    let reservation = posts(Priority::Owned, 10).of(&there).await.unwrap();
    assert_eq!(here.expire().await.unwrap(), 0);
    assert_eq!(there.settle(reservation, &Answer::default()).await.unwrap().cost, Money::ZERO);
}

async fn an_alarm_is_said_once_for_all_nodes_until_it_is_over(house: House) {
    let (one, two) = (ledger(&house, Some("0.50")), ledger(&house, Some("0.50")));
    let open = posts(Priority::Owned, 100).of(&one).await.unwrap();
    one.watch().await.unwrap();
    // Whoever raises it again learns that it has been said.
    let is_new =
        || async { house.engine.store.raise_alarm("budget spent", house.engine.clock.now()).await.unwrap() };
    assert!(!is_new().await);
    two.watch().await.unwrap();
    one.release(open, CallFailure::Unsent).await.unwrap();
    house.pass(SignedDuration::from_mins(60));
    one.watch().await.unwrap();
    assert!(!is_new().await, "it may come back within the hour");
    house.pass(SignedDuration::from_mins(61));
    two.watch().await.unwrap();
    assert!(is_new().await, "an hour after it was over it is another one");
}

async fn metrics_tell_what_is_used_and_refused(house: House) {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let shown = recorder.handle();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let ledger = ledger(&house, Some("1"));
    read(&ledger, &["1", "2"]).await;
    let _open = posts(Priority::Owned, 100).of(&ledger).await.unwrap();
    assert!(posts(Priority::Owned, 100).of(&ledger).await.is_err());
    ledger.posts_read(&[Duration::from_secs(3)]).await.unwrap();
    ledger.watch().await.unwrap();
    let text = shown.render();
    for line in [
        "mimus_ledger_spent_dollars 0.01",
        "mimus_ledger_reserved_dollars 0.5",
        "mimus_ledger_budget_dollars 1",
        "mimus_ledger_posts 2",
        "mimus_ledger_delay_seconds{quantile=\"0.95\"} 5",
        "mimus_ledger_refused_total{why=\"budget\"} 1",
        "mimus_ledger_requests_total{endpoint=\"GET /2/tweets\",outcome=\"answered\"} 1",
    ] {
        assert!(text.lines().any(|shown| shown == line), "{line}\n{text}");
    }
    let share = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("mimus_ledger_window_share")).unwrap();
        line.rsplit_once(' ').unwrap().1.parse::<f64>().unwrap()
    };
    assert!(share(&text) > 0.0);
    house.pass(SignedDuration::from_mins(15));
    ledger.watch().await.unwrap();
    assert!(shown.render().lines().any(|line| line == "mimus_ledger_expired_total 1"));
    assert_eq!(share(&shown.render()), 0.0);
}

async fn the_doctor_says_what_is_short_and_what_has_no_bound(mut house: House) {
    async fn seen(house: &House) -> Option<Check> {
        examine(&house.engine).await.into_iter().find(|check| check.what == "metered calls")
    }
    assert!(seen(&house).await.is_none());
    read(&house.engine.ledger, &["1"]).await;
    let unbound = seen(&house).await.unwrap();
    assert_eq!(
        (unbound.finding, unbound.seen.as_str()),
        (Finding::Mind, "$0.005 spent in 2026-11, and no bound is set")
    );
    house.engine.ledger = ledger(&house, Some("10"));
    let bound = seen(&house).await.unwrap();
    assert_eq!((bound.finding, bound.seen.as_str()), (Finding::Well, "$0.005 of $10.00 spent in 2026-11"));
    house.engine.ledger = ledger(&house, Some("0.005"));
    assert_eq!(seen(&house).await.unwrap().finding, Finding::Ill);
}
