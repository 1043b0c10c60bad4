//! A follow, and what comes after it.

use std::fs;

use serde_json::{Value, json};

use crate::servers::{Fedify, Mimus, feed, peers, postgres};

#[tokio::test(flavor = "multi_thread")]
async fn fedify_follows_a_mirror_on_sqlite() {
    if let Some(peers) = peers() {
        check(&peers, Mimus::start(None).await, &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fedify_follows_a_mirror_on_postgres() {
    if let (Some(peers), Some(database)) = (peers(), postgres("fedify_follows").await) {
        check(&peers, Mimus::start(Some(database)).await, &["--no-shared-inbox"]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_in_secure_mode_that_signs_by_the_old_scheme_is_served() {
    if let Some(peers) = peers() {
        check(&peers, Mimus::start(None).await, &["--authorized-fetch", "--first-knock", "cavage"]).await;
    }
}

async fn check(peers: &std::path::Path, mimus: Mimus, options: &[&str]) {
    let fedify = Fedify::start(peers, options);
    let path = mimus.folder.path().join("news.rss");
    let source = format!("feed:{}", path.display());
    fs::write(&path, feed(&[(1, "The first"), (2, "The second #news"), (3, "The third")])).unwrap();
    let added = mimus.run(&["mirror", "add", &source, "--as", "news"]);
    assert!(added.starts_with(&format!("@news@{}", mimus.base.trim_start_matches("http://"))), "{added}");
    assert!(added.contains("3 new"), "{added}");

    // Found by its handle, followed, accepted: once, signed, and nothing old with it.
    let host = mimus.base.trim_start_matches("http://");
    let followed = fedify.post("/control/follow", json!({"handle": format!("@news@{host}")})).await;
    let actor = format!("{}/users/news", mimus.base);
    assert_eq!(followed["actor"], actor.as_str());
    assert_eq!(followed["type"], "Service");
    let first = fedify.received(1).await;
    assert_eq!(
        (first[0]["type"].as_str(), first[0]["actor"].as_str()),
        (Some("Accept"), Some(actor.as_str()))
    );
    assert_eq!(fedify.get("/control/following").await[0]["state"], "accepted");

    // A new post, an edit, a removal: each once and in this order.
    fs::write(&path, feed(&[(1, "The first"), (2, "The second #news"), (3, "The third"), (4, "The fourth")]))
        .unwrap();
    mimus.run(&["mirror", "refresh", "news"]);
    fedify.received(2).await;
    fs::write(
        &path,
        feed(&[(1, "The first"), (2, "The second #news"), (3, "The third"), (4, "The fourth, corrected")]),
    )
    .unwrap();
    mimus.run(&["mirror", "refresh", "news"]);
    fedify.received(3).await;
    fs::write(&path, feed(&[(1, "The first"), (2, "The second #news"), (4, "The fourth, corrected")]))
        .unwrap();
    mimus.run(&["mirror", "refresh", "news"]);
    mimus.run(&["mirror", "refresh", "news"]);
    let all = fedify.received(4).await;
    let kinds: Vec<&str> = all.iter().map(|a| a["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["Accept", "Create", "Update", "Delete"], "{all:#?}");
    let content =
        |at: usize| all[at]["activity"]["object"]["content"].as_str().unwrap_or_default().to_owned();
    assert_eq!((content(1), content(2)), ("<p>The fourth</p>".into(), "<p>The fourth, corrected</p>".into()));
    assert_eq!(all[1]["objectId"], all[2]["objectId"]);
    let created = all[1]["objectId"].as_str().unwrap().to_owned();

    // Each arrived in one request, was accepted, and was signed.
    let requests = fedify.get("/control/requests?after=0").await;
    let posts: Vec<&Value> = requests
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["method"] == "POST" && r["path"].as_str().unwrap().contains("inbox"))
        .collect();
    assert_eq!(posts.len(), 4, "{posts:#?}");
    assert!(
        posts.iter().all(|r| r["status"].as_u64().unwrap() < 300 && r["signature"] != "none"),
        "{posts:#?}"
    );

    // Actor, outbox and a note, as Fedify understands them.
    let fetched = fedify.post("/control/fetch", json!({"url": actor})).await;
    assert_eq!((fetched["type"].as_str(), fetched["id"].as_str()), (Some("Service"), Some(actor.as_str())));
    let note = fedify.post("/control/fetch", json!({"url": created})).await;
    assert_eq!(note["type"], "Note");
    let outbox = fedify.post("/control/outbox", json!({"actor": actor})).await;
    let items = outbox["items"].as_array().unwrap();
    assert_eq!((outbox["totalItems"].as_u64(), items.len()), (Some(3), 3), "{outbox:#?}");

    // What a fan does here is kept; an undone follow ends the deliveries.
    let sent = fedify
        .post("/control/send", json!({"to": actor, "activity": {"type": "Like", "object": created}}))
        .await;
    assert!(sent["id"].is_string());
    fedify.post("/control/send", json!({"to": actor, "activity": {"type": "Create", "object": {"content": "<p>Nice <script>x</script></p>", "inReplyTo": created}}})).await;
    let page = mimus.get(&format!("/@news/{}", created.rsplit('/').next().unwrap()), "text/html").await;
    assert!(page.status.is_success());
    let shown: Value = serde_json::from_str(&mimus.run(&["mirror", "show", "news", "--json"])).unwrap();
    assert_eq!((shown["followers"].as_u64(), shown["posts"].as_u64()), (Some(1), Some(3)));
    fedify.post("/control/unfollow", json!({"actor": actor})).await;
    let shown: Value = serde_json::from_str(&mimus.run(&["mirror", "show", "news", "--json"])).unwrap();
    assert_eq!(shown["followers"], 0);

    // The farewell reaches the server although nobody there follows any more; the addresses are gone.
    mimus.run(&["mirror", "remove", "news", "--yes", "--reason", "asked by its owner"]);
    let farewell = fedify.received(5).await;
    assert_eq!(
        (farewell[4]["type"].as_str(), farewell[4]["objectId"].as_str()),
        (Some("Delete"), Some(actor.as_str()))
    );
    assert_eq!(mimus.get("/users/news", "application/activity+json").await.status, 410);
    let stopped = mimus.stop();
    assert!(stopped.as_secs() < 10, "a graceful stop takes under ten seconds, not {stopped:?}");
}
