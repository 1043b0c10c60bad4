//! Accounts on X, mirrored from its emulator and followed from another server.

use std::time::{Duration, Instant};

use mimus_networks::x::Endpoint;
use mimus_testkit::emulator::{Emulator, Fault, FaultKind, NewPost};
use serde_json::{Value, json};

use crate::servers::{Fedify, Mimus, peers, postgres};

/// A new post reaches a follower within this time while the stream is open.
const ON_STREAM: Duration = Duration::from_secs(10);
/// And within this while there is none: half a minute of waiting for it, a look a minute.
const BY_LOOKING: Duration = Duration::from_secs(150);

const HANDLES: [&str; 4] = ["town_hall", "town_library", "town_museum", "town_bus"];

fn words(words: &str) -> NewPost {
    NewPost { text: words.into(), ..NewPost::default() }
}

pub(crate) fn settings(emulator: &Emulator) -> Vec<(&'static str, String)> {
    vec![
        ("MIMUS_X_BASE_URL", emulator.base_url().to_string()),
        ("MIMUS_X_BEARER_TOKEN", emulator.bearer().to_owned()),
    ]
}

/// Waits until something is so.
pub(crate) async fn until(what: &str, limit: Duration, mut so: impl AsyncFnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !so().await {
        assert!(began.elapsed() < limit, "not within {limit:?}: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    began.elapsed()
}

/// Those of one kind among what was received, each as its object's content or id.
fn of_kind<'a>(received: &'a [Value], kind: &str) -> Vec<&'a Value> {
    received.iter().filter(|activity| activity["type"] == kind).collect()
}

async fn all(fedify: &Fedify) -> Vec<Value> {
    fedify.get("/control/received?after=0").await.as_array().cloned().unwrap()
}

/// Waits for the activity whose object's content holds these words.
async fn arrives(fedify: &Fedify, kind: &str, words: &str, limit: Duration) -> Duration {
    let began = Instant::now();
    loop {
        let received = all(fedify).await;
        let content = |entry: &&Value| {
            entry["activity"]["object"]["content"].as_str().is_some_and(|content| content.contains(words))
        };
        if of_kind(&received, kind).iter().any(content) {
            return began.elapsed();
        }
        assert!(began.elapsed() < limit, "no {kind} of {words:?} within {limit:?}: {received:#?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn four_accounts_on_x_reach_a_follower_on_sqlite() {
    if let Some(peers) = peers() {
        check(&peers, None).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn four_accounts_on_x_reach_a_follower_on_postgres() {
    if let (Some(peers), Some(database)) = (peers(), postgres("x_four_accounts").await) {
        check(&peers, Some(database)).await;
    }
}

async fn check(peers: &std::path::Path, database: Option<String>) {
    let emulator = Emulator::start().await.unwrap();
    let users: Vec<u64> =
        HANDLES.iter().map(|handle| emulator.add_user(handle, &handle.replace('_', " "))).collect();
    for user in &users {
        emulator.post(*user, words("Written before anyone followed"));
    }
    let mimus = Mimus::start_with(database, settings(&emulator)).await;
    let fedify = Fedify::start(peers, &[]);
    let host = mimus.base.trim_start_matches("http://").to_owned();
    for handle in HANDLES {
        let added = mimus.run(&["mirror", "add", &format!("x:{handle}"), "--basis", "own"]);
        assert!(added.contains("1 new"), "{added}");
        fedify.post("/control/follow", json!({"handle": format!("@{handle}@{host}")})).await;
    }
    until("one rule for all four, and an open stream", Duration::from_secs(30), async || {
        let rules = emulator.rules();
        let whole = rules.len() == 1 && users.iter().all(|user| rules[0].contains(&user.to_string()));
        whole && emulator.streams_open() == 1
    })
    .await;

    // New posts of all four, by the stream.
    let mut slowest = Duration::ZERO;
    let mut posts = Vec::new();
    for (n, user) in users.iter().enumerate() {
        let text = format!("News number {n} of today, with @town_museum and @somebody_else");
        posts.push(emulator.post(*user, words(&text)));
        slowest = slowest.max(arrives(&fedify, "Create", &format!("News number {n}"), ON_STREAM).await);
    }

    // Who is mirrored here is mentioned here, and nobody else is.
    let first = all(&fedify).await.into_iter().find(|entry| entry["type"] == "Create").unwrap();
    let note = &first["activity"]["object"];
    let tags = note["tag"].as_array().cloned().unwrap_or_else(|| vec![note["tag"].clone()]);
    let mentioned: Vec<&str> =
        tags.iter().filter(|tag| tag["type"] == "Mention").filter_map(|tag| tag["href"].as_str()).collect();
    assert_eq!(mentioned, [format!("{}/users/town_museum", mimus.base)], "{note:#}");
    assert!(note["content"].as_str().unwrap().contains("@somebody_else@x.com"), "{note:#}");

    // A quote of a mirrored post is a quote, a repost of one a boost.
    let quoting = NewPost { quote: Some(posts[0]), ..words("Look at this") };
    emulator.post(users[2], quoting);
    arrives(&fedify, "Create", "Look at this", ON_STREAM).await;
    let received = all(&fedify).await;
    let original = received.iter().find(|entry| entry["type"] == "Create").unwrap()["objectId"].clone();
    let quote = received.iter().rfind(|entry| entry["type"] == "Create").unwrap();
    assert_eq!(quote["activity"]["object"]["quote"], original, "{quote:#}");
    emulator.post(users[3], NewPost { repost_of: Some(posts[0]), ..NewPost::default() });
    until("the boost", ON_STREAM, async || {
        of_kind(&all(&fedify).await, "Announce").iter().any(|entry| entry["activity"]["object"] == original)
    })
    .await;

    // An edit is an update, a deletion takes the post away.
    emulator.edit(posts[0], "News number 0, corrected");
    let edited = arrives(&fedify, "Update", "corrected", ON_STREAM).await;
    emulator.delete(posts[1]);
    let deleted = until("the deletion", Duration::from_secs(90), async || {
        !of_kind(&all(&fedify).await, "Delete").is_empty()
    })
    .await;

    // Without the stream they are looked at.
    let fault = Fault { endpoint: Endpoint::Stream, kind: FaultKind::Status(503), times: None };
    emulator.set_faults(vec![fault]);
    emulator.cut_streams();
    emulator.post(users[2], words("Seen without the stream"));
    let looked = arrives(&fedify, "Create", "without the stream", BY_LOOKING).await;

    // When it is back it goes on, and nothing came twice.
    emulator.clear_faults();
    emulator.post(users[3], words("Last of all"));
    arrives(&fedify, "Create", "Last of all", BY_LOOKING).await;
    let received = all(&fedify).await;
    let created = of_kind(&received, "Create");
    let mut ids: Vec<&str> = created.iter().filter_map(|entry| entry["objectId"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((created.len(), ids.len()), (7, 7), "{created:#?}");
    let updates = of_kind(&received, "Update");
    assert_eq!(updates.len(), 1, "{updates:#?}");

    // An account that X suspends takes its posts with it.
    emulator.suspend(users[0]);
    mimus.run(&["mirror", "refresh", "town_hall"]);
    until("the suspended account's posts to go", ON_STREAM, async || {
        let gone = all(&fedify).await;
        of_kind(&gone, "Delete").iter().any(|entry| entry["objectId"] == original)
    })
    .await;
    let page = mimus.get("/@town_hall", "text/html").await;
    assert!(String::from_utf8_lossy(&page.body).contains("X has suspended the account"));

    let bill = emulator.bill();
    let ledger: Value = serde_json::from_str(&mimus.run(&["ledger", "--json"])).unwrap();
    println!(
        "four accounts: a new post delivered within {:.1} s by the stream, an edit {:.1} s, a deletion {:.1} s, without the \
         stream {:.1} s; X charged {} posts and {} accounts, the Ledger says {} dollars",
        slowest.as_secs_f64(),
        edited.as_secs_f64(),
        deleted.as_secs_f64(),
        looked.as_secs_f64(),
        bill.posts,
        bill.users,
        ledger["month"]["spent_usd"],
    );
    assert_eq!(bill.refused_429, 0, "no window was exceeded");
    mimus.stop();
}
