//! What somebody else's client sees of what Mimus published.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use axum::Router;
use axum::routing::get;
use mimus_store::PublicationState;
use mimus_testkit::emulator::{NewPoll, NewPost, Options};
use serde_json::Value;

use crate::both_ways::PNG;
use crate::newsroom::{Newsroom, tweet, until};

/// Where the peers are, or `None` with a word about it.
fn peers() -> Option<PathBuf> {
    match std::env::var_os("MIMUS_TEST_PEERS") {
        Some(path) => Some(path.into()),
        None => {
            assert!(std::env::var_os("MIMUS_TEST_REQUIRE_PEERS").is_none(), "MIMUS_TEST_PEERS is not set");
            println!("skipped: MIMUS_TEST_PEERS is not set; ./test sets it");
            None
        }
    }
}

/// The address of a picture on loopback.
async fn picture() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/bird.png", get(|| async { ([("content-type", "image/png")], PNG) }));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}/bird.png")
}

/// What Mastodon.py sees, the oldest first.
fn seen(room: &Newsroom, peers: &std::path::Path) -> Vec<Value> {
    let folder = peers.join("mastodonpy");
    let mut child = Command::new(folder.join(".venv/bin/python"))
        .arg(folder.join("read.py"))
        .arg(room.mastodon.base().as_str().trim_end_matches('/'))
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the virtual environment of peers/mastodonpy; ./test makes it");
    child.stdin.take().unwrap().write_all(room.token("house").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "Mastodon.py failed");
    let mut statuses: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    statuses.reverse();
    statuses
}

#[tokio::test(flavor = "multi_thread")]
async fn mastodon_py_sees_what_was_published() {
    let Some(peers) = peers() else { return };
    let room = Newsroom::open_with(Options { windows: false, ..Options::default() }).await;
    let (here, there) = (room.connect_mastodon("house"), room.connect_x("house"));
    room.route(&there, &here, &["--visibility", "unlisted"]);
    let server = room.serve();
    room.begun(&there).await;
    let user = room.x.connect_user("house").user;
    let post = |post| room.x.post(user, post);
    post(tweet("CW: food\nA pie"));
    post(NewPost { lang: Some("ar".into()), ..tweet("مرحبا بالجميع") });
    post(NewPost { photos: vec![(picture().await, Some("A bird".into()))], ..tweet("Look") });
    let poll = NewPoll { options: vec!["Tea".into(), "Coffee".into()], minutes: 60 };
    post(NewPost { poll: Some(poll), ..tweet("Which?") });
    let first = post(tweet("One"));
    let second = post(NewPost { reply_to: Some(first), ..tweet("Two") });
    post(NewPost { reply_to: Some(second), ..tweet("Three") });
    let typo = post(tweet("Teh end"));
    let published = async |count| {
        until("all is published", async || {
            room.read_soon(&there).await;
            room.in_state(PublicationState::Published).await >= count
        })
        .await;
    };
    published(8).await;
    room.x.edit(typo, "The end");
    until("the edit has crossed", async || {
        room.read_soon(&there).await;
        room.mastodon.statuses_of("house").iter().any(|status| status.text == "The end")
    })
    .await;

    let statuses = seen(&room, &peers);
    assert_eq!(statuses.len(), 8, "{statuses:#?}");
    let with = |words: &str| {
        let found = statuses.iter().find(|status| status["content"].as_str().unwrap().contains(words));
        found.unwrap_or_else(|| panic!("no {words:?} in {statuses:#?}"))
    };
    assert!(statuses.iter().all(|status| status["visibility"] == "unlisted"));
    let warned = with("A pie");
    assert_eq!((&warned["spoiler_text"], &warned["sensitive"]), (&"food".into(), &true.into()));
    assert_eq!(with("مرحبا")["language"], "ar");
    assert_eq!(with("Look")["alt"], serde_json::json!(["A bird"]));
    assert_eq!(with("Which?")["poll"], serde_json::json!(["Tea", "Coffee"]));
    assert_eq!(with("One")["in_reply_to_id"], Value::Null);
    assert_eq!(with("Two")["in_reply_to_id"], with("One")["id"]);
    assert_eq!(with("Three")["in_reply_to_id"], with("Two")["id"]);
    let versions = with("The end")["versions"].as_array().unwrap();
    assert_eq!(versions, &["<p>Teh end</p>", "<p>The end</p>"]);
    println!("Mastodon.py sees warning, language, visibility, alt text, poll, thread order and edit history");
    server.kill();
}
