//! `kill -9` at random moments while drafts are proposed, approved, scheduled and published: nothing is lost, nothing there
//! twice, and the record is whole.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::Method;
use mimus_testkit::emulator::Options;
use serde_json::{Value, json};

use crate::api::{Program, keeper};
use crate::newsroom::{Newsroom, postgres, until};

/// Least kills.
const KILLS: usize = 40;
/// Drafts; the route of an account stops by itself at 60 posts in ten minutes.
const DRAFTS: usize = 40;

/// A number from 0 to `below`, another one each time.
fn random(below: u64) -> u64 {
    use std::hash::BuildHasher;
    std::collections::hash_map::RandomState::new().hash_one(0) % below
}

/// Brings a draft to its schedule, whatever dies meanwhile: what was answered is not relied on, what stands is looked at.
async fn push(ana: &Program, ben: &Program, path: &str) {
    loop {
        tokio::time::sleep(Duration::from_millis(5)).await;
        let Some((200, draft)) = ana.try_ask(Method::GET, path, &Value::Null).await else { continue };
        let hash = json!({"hash": draft["hash"]});
        match draft["state"].as_str().unwrap() {
            "writing" => drop(ana.try_ask(Method::POST, &format!("{path}/propose"), &hash).await),
            "proposed" => {
                let ruling = json!({"ruling": "approve", "hash": draft["hash"]});
                ben.try_ask(Method::POST, &format!("{path}/rulings"), &ruling).await;
                let now = json!({"hash": draft["hash"], "when": "now"});
                ana.try_ask(Method::POST, &format!("{path}/schedule"), &now).await;
            }
            _ => return,
        }
    }
}

async fn work(room: &Newsroom, database: &str) {
    room.connect_mastodon("town");
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let base = format!("http://127.0.0.1:{port}");
    let first = room.serve_all(&base);
    keeper(room, "ana").await;
    keeper(room, "ben").await;
    let ana = Program::of(room, &base, "ana", "read,write,publish");
    let ben = Program::of(room, &base, "ben", "read,review");
    until("the pages are there", async || {
        ana.try_ask(Method::GET, "/api/v1/me", &Value::Null).await.is_some_and(|(status, _)| status == 200)
    })
    .await;
    let account = ana.get("/api/v1/accounts").await["accounts"][0]["id"].as_i64().unwrap();
    let mut paths = Vec::new();
    for n in 0..DRAFTS {
        // Every fourth is a thread, which must hang together.
        let text = if n % 4 == 0 { format!("News {n}\n---\nMore of {n}") } else { format!("News {n}") };
        let draft = json!({"content": {"text": text, "language": "en"}, "accounts": [account]});
        paths.push(format!("/api/v1/drafts/{}", ana.post("/api/v1/drafts", draft).await["id"]));
    }
    first.kill();
    let done = Arc::new(AtomicBool::new(false));
    let pushing = {
        let done = Arc::clone(&done);
        tokio::spawn(async move {
            for path in &paths {
                push(&ana, &ben, path).await;
            }
            done.store(true, Ordering::SeqCst);
        })
    };
    let mut kills = 0;
    while kills < KILLS || !done.load(Ordering::SeqCst) {
        let server = room.serve_all(&base);
        // On a machine that has much to do, what begins must live longer to come to anything.
        let longest = 450 + 25 * kills.saturating_sub(KILLS) as u64;
        tokio::time::sleep(Duration::from_millis(150 + random(longest))).await;
        server.kill();
        kills += 1;
        assert!(kills < 20 * KILLS, "the drafts do not come to their schedule");
    }
    pushing.await.unwrap();
    let _last = room.serve_all(&base);
    let parts = DRAFTS + DRAFTS.div_ceil(4);
    until("all is published", async || room.mastodon.statuses_of("town").len() >= parts).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let statuses = room.mastodon.statuses_of("town");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for status in &statuses {
        *counts.entry(status.text.as_str()).or_default() += 1;
    }
    assert_eq!(counts.len(), parts, "{counts:?}");
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    for n in (0..DRAFTS).step_by(4) {
        let id = |words: String| statuses.iter().find(|status| status.text == words).unwrap();
        assert_eq!(id(format!("More of {n}")).in_reply_to_id, Some(id(format!("News {n}")).id));
    }
    let said = room.run(&["record", "verify"], "");
    assert!(said.contains("none changed, taken out or put in"), "{said}");
    room.store.check_integrity().await.unwrap();
    println!("{kills} kills on {database}: {parts} posts of {DRAFTS} drafts, each there once; {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_the_desk_loses_nothing_and_doubles_nothing() {
    let room = Newsroom::open_with(Options::default()).await;
    work(&room, "SQLite").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_the_desk_loses_nothing_on_postgres() {
    let Some(database) = postgres("desk_kills").await else { return };
    let room = Newsroom::open_on(Some(database), Options::default()).await;
    work(&room, "PostgreSQL").await;
}
