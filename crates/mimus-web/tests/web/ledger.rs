//! `/about/ledger`: how full and how fresh, for people and for machines, with neither sums nor names.

use std::time::Duration;

use jiff::Timestamp;
use mimus_core::CredentialName;
use mimus_engine::ledger::{Answer, Call, HoldReason, LedgerOptions, Priority, Resource};
use mimus_engine::{Clock, Ledger};
use mimus_networks::x::limits::Endpoint;
use serde_json::Value;

use crate::place::Place;

fn noon() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

/// A place with money for 200 posts a month, at noon of 2026-11-20.
async fn place() -> (Place, Ledger) {
    let clock = Clock::telling(noon);
    let options = LedgerOptions { budget: "1".parse().ok(), ..LedgerOptions::default() };
    let told = clock.clone();
    let finish = move |site: mimus_web::Site| {
        let ledger = Ledger::new(site.store.clone(), told.clone(), options);
        site.with_clock(told).with_ledger(ledger)
    };
    let place = Place::start_reachable(|_| {}, finish).await;
    let ledger = Ledger::new(place.store.clone(), clock, options);
    (place, ledger)
}

/// Reads so many posts with the app's token.
async fn read(ledger: &Ledger, posts: u32) {
    let credential = CredentialName::app("secret-name").unwrap();
    let call = Call {
        credential: &credential,
        endpoint: Endpoint::Tweets,
        priority: Priority::Owned,
        resource: Resource::Post,
        at_most: posts,
    };
    let reservation = ledger.reserve(&call).await.unwrap();
    let ids: Vec<String> = (0..posts).map(|n| n.to_string()).collect();
    let objects: Vec<(Resource, &str)> = ids.iter().map(|id| (Resource::Post, id.as_str())).collect();
    ledger.settle(reservation, &Answer { objects: &objects, window: None }).await.unwrap();
}

#[tokio::test]
async fn a_place_that_reads_nothing_metered_says_so() {
    let place = Place::start().await;
    let page = place.get("/about/ledger").await;
    assert_eq!(page.status, 200);
    page.has("Nothing that is metered has been read here yet.");
    page.has("No bound is set here for its money but X's own.");
    page.has("In the last 24 hours no post was read whose age is known.");
    page.has_not("class=\"chart\"");
    page.has_not("<table");
    place.get("/about").await.has("<a href=\"/about/ledger\">");
}

#[tokio::test]
async fn the_page_tells_how_full_and_how_fresh_in_words_and_in_a_chart() {
    let (place, ledger) = place().await;
    read(&ledger, 50).await;
    ledger.posts_read(&[Duration::from_secs(3); 95]).await.unwrap();
    ledger.posts_read(&[Duration::from_secs(40); 5]).await.unwrap();
    let page = place.get("/about/ledger").await;
    page.has("There is room. Nothing waits.");
    page.has(
        "half of 100 posts were read within 5 s after they were written, and 95 of a hundred within 5 s.",
    );
    page.has("<span>The month&#39;s money</span>");
    page.has("<span class=\"share\">25 % used</span>");
    page.has("GET /2/tweets</span> <span class=\"share\">1 % used</span>");
    page.has("role=\"img\" aria-labelledby=\"chart-title chart-words\"");
    page.has("The slowest day was 2026-11-20: 95 of a hundred posts came within 5 s.</desc>");
    page.has("<tr><th scope=\"row\">2026-11-20</th><td>100</td><td>5 s</td><td>5 s</td></tr>");
    page.has("The next month begins on 1 December 2026.");
    page.has_not("What is short");
    page.has_not("secret-name");
    page.has_not("$");
}

#[tokio::test]
async fn what_is_short_is_said_without_names_and_sums() {
    let (place, ledger) = place().await;
    read(&ledger, 200).await;
    let name = CredentialName::app("secret-name").unwrap();
    ledger.hold(&name, HoldReason::Credits, "2026-11-20T13:00:00Z".parse().unwrap()).await.unwrap();
    let page = place.get("/about/ledger").await;
    page.has("It is short.");
    page.has("<strong class=\"flag\">Waiting:</strong> The month&#39;s money is spent. Nothing that costs anything is read before 2026-12-01.");
    page.has("X does not answer this server for now.");
    page.has("<span class=\"share\">100 % used</span>");
    page.has_not("secret-name");
    page.has_not("$");
}

#[tokio::test]
async fn machines_get_the_same_as_json() {
    let (place, ledger) = place().await;
    read(&ledger, 160).await;
    ledger.posts_read(&[Duration::from_secs(100_000)]).await.unwrap();
    let answer = place.ask("GET", "/about/ledger", &[("Accept", "application/json")]).await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("vary"), "Accept");
    let json: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((&json["month"], &json["at"]), (&"2026-11".into(), &"2026-11-20T12:00:00Z".into()));
    assert_eq!(json["month_meters"][0]["percent"], 80);
    assert_eq!(json["windows"][0]["what"], "GET /2/tweets");
    assert_eq!(json["freshness"]["p50_seconds"], 86_401);
    assert_eq!(json["days"].as_array().unwrap().len(), 30);
    assert_eq!(json["days"][29]["posts_charged"], 160);
    assert_eq!(json["alarms"][0]["words"], "80 % of the month's money is used.");
    answer.has_not("secret-name");
}
