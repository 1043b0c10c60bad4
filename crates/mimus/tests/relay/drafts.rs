//! A route that makes drafts, from the post at its source to the reviewed post at its destination.

use mimus_testkit::mastodon::NewStatus;
use serde_json::{Value, json};

use crate::api::{Program, keeper};
use crate::media::{large_picture, with};
use crate::newsroom::{Newsroom, postgres, toot, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_post_becomes_a_draft_that_is_reviewed_and_published_on_sqlite() {
    reviewed_and_published(Newsroom::open().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_becomes_a_draft_that_is_reviewed_and_published_on_postgres() {
    if let Some(database) = postgres("relay_drafts").await {
        let room = Newsroom::open_on(Some(database), mimus_testkit::emulator::Options::default()).await;
        reviewed_and_published(room).await;
    }
}

async fn reviewed_and_published(room: Newsroom) {
    let (press, town) = (room.connect_mastodon("press"), room.connect_mastodon("town"));
    let route = room.route(&press, &town, &["--drafts"]);
    room.route(&town, &press, &[]);
    let list: Value = serde_json::from_str(&room.run(&["route", "list", "--json"], "")).unwrap();
    assert_eq!((&list[0]["makes"], &list[1]["makes"]), (&json!("drafts"), &json!("publications")));
    assert_eq!(list[0]["policy"]["makes"], "drafts");
    let relay = room.serve();
    let (_pages, base) = room.serve_pages();
    keeper(&room, "ana").await;
    keeper(&room, "ben").await;
    let ana = Program::of(&room, &base, "ana", "read,write,publish");
    let ben = Program::of(&room, &base, "ben", "read,review");
    until("the pages are there", async || {
        tokio::net::TcpStream::connect(base.trim_start_matches("http://")).await.is_ok()
    })
    .await;
    room.begun(&press).await;
    room.begun(&town).await;
    let picture = with("The bridge", "image/png", large_picture(8));
    let post = NewStatus { spoiler_text: "Works".into(), language: Some("en".into()), ..picture };
    let status = room.mastodon.post("press", post);
    let drafts = async || ana.get("/api/v1/drafts").await["drafts"].as_array().unwrap().clone();
    until("the draft is there", async || drafts().await.len() == 1).await;
    let path = format!("/api/v1/drafts/{}", drafts().await[0]["id"]);
    let draft = ana.get(&path).await;
    assert_eq!(draft["state"], "held");
    assert_eq!(draft["content"]["text"], "The bridge");
    assert_eq!(draft["content"]["content_warning"], "Works");
    assert_eq!(draft["content"]["media"][0]["alt"][0]["text"], "What The bridge shows");
    assert_eq!(draft["came_from"]["route"], route);
    assert_eq!(draft["came_from"]["posts"][0]["id"], status.to_string());
    let url = draft["came_from"]["posts"][0]["url"].as_str().unwrap();
    assert_eq!(draft["content"]["media"][0]["source"], url);
    let hash = json!({"hash": draft["hash"]});
    ana.post(&format!("{path}/take-on"), json!({})).await;
    ana.post(&format!("{path}/propose"), hash.clone()).await;
    let now = json!({"hash": draft["hash"], "when": "now"});
    let early = ana.ask(http::Method::POST, &format!("{path}/schedule"), &now).await;
    assert_eq!(early.1["type"], "/api/problems/not-approved", "the account's review holds");
    assert!(room.mastodon.statuses_of("town").is_empty(), "nothing has gone out by the route");
    ben.post(&format!("{path}/rulings"), json!({"ruling": "approve", "hash": draft["hash"]})).await;
    ana.post(&format!("{path}/schedule"), now).await;
    until("it is published", async || ana.get(&path).await["state"] == "published").await;
    let there = room.mastodon.statuses_of("town");
    assert_eq!(there.len(), 1);
    assert_eq!((there[0].text.as_str(), there[0].spoiler_text.as_str()), ("The bridge", "Works"));
    assert_eq!(there[0].media[0].description.as_deref(), Some("What The bridge shows"));
    // What is written at the destination goes back by the other route: what came from there does not.
    room.mastodon.post("town", toot("News of the town"));
    until("the other route carries", async || {
        room.mastodon.statuses_of("press").iter().any(|status| status.text == "News of the town")
    })
    .await;
    assert_eq!(room.mastodon.statuses_of("press").len(), 2, "its own post and that");
    // An edit at the source is told to those who have the draft.
    room.mastodon.edit(status, toot("The bridge, mended"));
    let comments =
        async || ana.get(&format!("{path}/comments")).await["comments"].as_array().unwrap().clone();
    until("the edit is told", async || {
        room.read_soon(&press).await;
        !comments().await.is_empty()
    })
    .await;
    assert_eq!(comments().await[0]["by"], Value::Null);
    assert!(comments().await[0]["words"].as_str().unwrap().ends_with("The bridge, mended"));
    assert_eq!(room.mastodon.statuses_of("town")[0].text, "The bridge");
    assert_eq!(drafts().await.len(), 1, "what was published by it made no draft of its own");
    // Set anew, the same route publishes.
    room.run(&["route", "set", &route.to_string(), "--publish"], "");
    room.mastodon.post("press", toot("Straight on"));
    until("it is carried", async || {
        room.mastodon.statuses_of("town").iter().any(|status| status.text == "Straight on")
    })
    .await;
    let shown: Value =
        serde_json::from_str(&room.run(&["route", "show", &route.to_string(), "--json"], "")).unwrap();
    assert_eq!((&shown["makes"], &shown["drafts"]), (&json!("publications"), &json!(1)));
    relay.kill();
}
