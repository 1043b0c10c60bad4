//! X's events by webhook: what X signs is followed within seconds, and nothing else is.

use std::time::Duration;

use mimus_http::Request;
use mimus_networks::x::Endpoint;
use mimus_networks::x::webhook::{SIGNATURE_HEADER, response_token, signature};
use mimus_testkit::emulator::{Emulator, Fault, FaultKind, NewPost};
use serde_json::{Value, json};

use crate::servers::{Mimus, http, postgres};
use crate::x::{settings, until};
use crate::x_faults::posts;

/// An event is followed within this time; looks and sweeps take longer.
const BY_EVENT: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(60);

fn words(words: &str) -> NewPost {
    NewPost { text: words.into(), ..NewPost::default() }
}

/// A server that has X send events, with one mirrored account.
async fn start(emulator: &Emulator, database: Option<String>) -> (Mimus, u64) {
    let user = emulator.add_user("town_hall", "Town Hall");
    emulator.post(user, words("Written before"));
    let mut settings = settings(emulator);
    settings.push(("MIMUS_X_CONSUMER_SECRET", emulator.consumer_secret().to_owned()));
    settings.push(("MIMUS_X_ACTIVITY", "true".to_owned()));
    let mimus = Mimus::start_with(database, settings).await;
    let added = mimus.run(&["mirror", "add", "x:town_hall", "--basis", "own"]);
    assert!(added.contains("1 new"), "{added}");
    (mimus, user)
}

async fn subscribed(emulator: &Emulator, user: u64) {
    let both = [("post.create".to_owned(), user), ("post.delete".to_owned(), user)];
    until("two subscriptions, and no stream", PATIENCE, async || {
        emulator.subscriptions() == both && emulator.rules().is_empty() && emulator.streams_open() == 0
    })
    .await;
}

async fn shows(mimus: &Mimus, words: &str) -> bool {
    posts(mimus, "town_hall").await.iter().any(|content| content.contains(words))
}

/// Sends an event as if it were X's, and says what the answer is.
async fn forge(mimus: &Mimus, event: &Value, signed: Option<String>) -> u16 {
    let mut request = Request::post(mimus.url("/x/webhook"), event.to_string());
    if let Some(signed) = signed {
        request = request.header(SIGNATURE_HEADER.parse().unwrap(), signed.parse().unwrap());
    }
    http().send(request).await.unwrap().status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_x_signs_is_followed_within_seconds_on_sqlite() {
    check(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_x_signs_is_followed_within_seconds_on_postgres() {
    if let Some(database) = postgres("x_webhooks").await {
        check(Some(database)).await;
    }
}

async fn check(database: Option<String>) {
    let emulator = Emulator::start().await.unwrap();
    let (mimus, user) = start(&emulator, database).await;
    subscribed(&emulator, user).await;

    let kept = emulator.post(user, words("Kept by webhook"));
    let short = emulator.post(user, words("Soon taken back"));
    until("both posts", BY_EVENT, async || {
        shows(&mimus, "Kept by webhook").await && shows(&mimus, "Soon taken back").await
    })
    .await;
    emulator.delete(short);
    until("the deletion", BY_EVENT, async || !shows(&mimus, "Soon taken back").await).await;
    assert!(emulator.rules().is_empty() && emulator.streams_open() == 0, "no stream was opened again");

    // Who has not the secret changes nothing.
    let event = json!({"data": {
        "event_uuid": "77", "filter": {"user_id": user.to_string()}, "event_type": "post.delete", "tag": "mimus",
        "payload": {"id": kept.to_string(), "author_id": user.to_string()},
    }});
    let body = event.to_string();
    assert_eq!(forge(&mimus, &event, None).await, 403);
    assert_eq!(forge(&mimus, &event, Some(signature("a guess", body.as_bytes()))).await, 403);
    let other = signature(emulator.consumer_secret(), b"{}");
    assert_eq!(forge(&mimus, &event, Some(other)).await, 403);
    // Later events are followed, so an earlier one would have been.
    emulator.post(user, words("After the forgery"));
    until("the next post", BY_EVENT, async || shows(&mimus, "After the forgery").await).await;
    assert!(shows(&mimus, "Kept by webhook").await);

    let proof = mimus.get("/x/webhook?crc_token=abc", "application/json").await;
    let proof: Value = serde_json::from_slice(&proof.body).unwrap();
    assert_eq!(proof["response_token"], response_token(emulator.consumer_secret(), "abc"));

    // The Ledger knows what X has charged.
    let ledger: Value = serde_json::from_str(&mimus.run(&["ledger", "--json"])).unwrap();
    let charged = emulator.bill().micros as f64 / 1_000_000.0;
    let spent = ledger["month"]["spent_usd"].as_str().map(|usd| usd.parse::<f64>().unwrap());
    let spent = spent.or_else(|| ledger["month"]["spent_usd"].as_f64()).unwrap();
    assert!((spent - charged).abs() < 0.000_001, "the Ledger says {spent}, X {charged}");
    assert_eq!(emulator.bill().refused_429, 0);

    // A changed profile is read at once; the one from before is a few seconds old.
    emulator.rename(user, "city_hall");
    let event = json!({"data": {
        "event_uuid": "78", "filter": {"user_id": user.to_string()}, "event_type": "profile.update.handle", "tag": "mimus",
        "payload": {"before": "town_hall", "after": "city_hall"},
    }});
    let signed = signature(emulator.consumer_secret(), event.to_string().as_bytes());
    assert_eq!(forge(&mimus, &event, Some(signed)).await, 200);
    until("the new handle", BY_EVENT, async || {
        let page = mimus.get("/@town_hall", "text/html").await;
        String::from_utf8_lossy(&page.body).contains("city_hall")
    })
    .await;

    // Who is mirrored no more is subscribed to no more.
    mimus.run(&["mirror", "pause", "town_hall"]);
    until("the subscriptions to end", PATIENCE, async || emulator.subscriptions().is_empty()).await;
    mimus.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_subscriptions_the_stream_is_listened_to() {
    let emulator = Emulator::start().await.unwrap();
    let broken = Fault { endpoint: Endpoint::Webhooks, kind: FaultKind::Status(503), times: None };
    emulator.set_faults(vec![broken]);
    let (mimus, user) = start(&emulator, None).await;
    let other = emulator.add_user("town_library", "Town Library");
    mimus.run(&["mirror", "add", "x:town_library", "--basis", "own"]);
    until("the stream", PATIENCE, async || emulator.streams_open() == 1).await;
    emulator.post(user, words("By the stream"));
    until("the post", BY_EVENT, async || shows(&mimus, "By the stream").await).await;
    // One that X refuses does not keep the others from being sent.
    emulator.suspend(other);
    emulator.clear_faults();
    subscribed(&emulator, user).await;
    emulator.post(user, words("By webhook at last"));
    until("the post", BY_EVENT, async || shows(&mimus, "By webhook at last").await).await;
    mimus.stop();
}
