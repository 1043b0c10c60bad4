//! The commands as people use them: signing in, making routes, looking at what became of posts.

use mimus_store::PublicationState;
use mimus_testkit::emulator::Options;
use serde_json::Value;

use crate::newsroom::{Newsroom, toot, until};

fn json(printed: &str) -> Value {
    serde_json::from_str(printed).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_connected_listed_and_disconnected() {
    let room = Newsroom::open().await;
    let (here, there) = (room.connect_mastodon("house"), room.connect_x("house"));
    assert!(here.starts_with("mastodon:house@127.0.0.1:"), "{here}");
    assert_eq!(there, "x:house");
    let listed = json(&room.run(&["account", "list", "--json"], ""));
    assert_eq!(listed.as_array().unwrap().len(), 2);
    let shown = room.run(&["account", "show", &here, "--json"], "");
    assert_eq!(json(&shown)["limits"]["characters"], 500);
    // What is kept does not give the token away.
    let token = room.token("house");
    for entry in std::fs::read_dir(room.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let held = bytes.windows(token.len()).any(|seen| seen == token.as_bytes());
            assert!(!held, "{} holds the token", path.display());
        }
    }
    let route = room.route(&here, &there, &[]);
    room.run(&["account", "disconnect", &here], "");
    let shown = json(&room.run(&["route", "show", &route.to_string(), "--json"], ""));
    assert_eq!(shown["state"], "paused");
    let again = room.try_run(&["account", "disconnect", &here], "");
    assert_eq!(again.status.code(), Some(1));
    let wrong = room.try_run(&["account", "connect", "x", "--token-stdin"], "{\"token\": \"hunter2\"}");
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(wrong.status.code() == Some(1) && !said.contains("hunter2"), "{said}");
    let nowhere = room.try_run(&["account", "connect", "mastodon:127.0.0.1:1", "--token-stdin"], "token");
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("is its name right?"));
}

#[tokio::test(flavor = "multi_thread")]
async fn routes_are_made_tried_paused_and_removed() {
    let room = Newsroom::open_with(Options { windows: false, ..Options::default() }).await;
    let (here, there) = (room.connect_mastodon("house"), room.connect_x("house"));
    room.mastodon.post("house", toot("Long ago"));
    room.mastodon.post("house", toot("Not so long ago #nomirror"));
    let circle = room.try_run(&["route", "add", "--from", &here, "--to", &here], "");
    assert!(String::from_utf8_lossy(&circle.stderr).contains("round for ever"));
    let route = room.route(&here, &there, &["--old-posts", "1", "--quotes", "none"]);
    let twice = room.try_run(&["route", "add", "--from", &here, "--to", &there], "");
    assert!(String::from_utf8_lossy(&twice.stderr).contains("goes the same way"));
    let route = route.to_string();
    let tried = json(&room.run(&["route", "test", &route, "--json"], ""));
    assert_eq!(tried[0]["parts"][0], "Long ago");
    assert!(tried[1]["skipped"].as_str().unwrap().contains("#nomirror"));
    let server = room.serve();
    room.begun(&here).await;
    room.mastodon.post("house", toot("Today"));
    until("it is carried", async || room.in_state(PublicationState::Published).await == 1).await;
    // Of those from before, the newest was asked for, and it is to stay.
    until("the other is skipped", async || room.in_state(PublicationState::Skipped).await == 1).await;
    let listed = json(&room.run(&["publication", "list", "--state", "skipped", "--json"], ""));
    assert!(listed[0]["reason"].as_str().unwrap().contains("#nomirror"));
    let published = json(&room.run(&["publication", "list", "--state", "published", "--json"], ""));
    let id = published[0]["id"].to_string();
    let shown = room.run(&["publication", "show", &id], "");
    assert!(shown.contains("Today") && shown.contains("https://x.com/house/status/"), "{shown}");
    room.run(&["route", "pause", &route], "");
    room.run(&["route", "resume", &route], "");
    room.run(&["route", "remove", &route], "");
    assert!(room.run(&["route", "list", "--json"], "").trim() == "[]");
    server.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_says_who_is_who() {
    let room = Newsroom::open().await;
    room.run(&["directory", "add", "@wikipedia@wikimedia.example", "x:@Wikipedia"], "");
    let same = room.try_run(&["directory", "add", "x:@a", "x:@b"], "");
    assert!(String::from_utf8_lossy(&same.stderr).contains("one network"));
    let listed = json(&room.run(&["directory", "list", "--json"], ""));
    assert_eq!(listed[0]["same_as"], "x:@Wikipedia");
    room.run(&["directory", "remove", "@wikipedia@wikimedia.example"], "");
    assert_eq!(room.run(&["directory", "list", "--json"], "").trim(), "[]");
}
