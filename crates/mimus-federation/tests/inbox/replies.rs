//! What people write to mirrors.

use mimus_core::{RichText, SpanKind};
use mimus_store::ReceivedKind::Reply;
use serde_json::{Value, json};

use super::here::Here;
use super::peer::Peer;
use super::world::at;

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

#[tokio::test]
async fn a_reply_is_kept_clean() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let content = "<p><span class=\"h-card\"><a href=\"http://mimus.example/@lark\" class=\"u-url mention\">@<span>lark</span></a></span> \
                   nice<script>alert(1)</script> <a href=\"javascript:alert(1)\" onclick=\"x\">song</a> &lt;3</p>";
    let mut note = robin.note("notes/1", content);
    for (name, value) in [
        ("inReplyTo", json!(here.post_uri())),
        ("cc", json!(here.uri())),
        ("url", json!([{ "type": "Link", "href": peer.at("/@robin/1") }])),
        ("summary", json!("<i>About</i> songs")),
        ("sensitive", json!(true)),
        ("contentMap", json!({ "en": content })),
        ("published", json!("2026-09-21T14:13:30Z")),
        (
            "attachment",
            json!({ "type": "Image", "mediaType": "image/png", "url": peer.at("/1.png"), "name": "A robin", "width": 3, "height": 2 }),
        ),
        ("tag", json!({ "type": "Mention", "href": here.uri(), "name": "@lark@mimus.example" })),
    ] {
        note[name] = value;
    }
    robin.send(&here, &robin.activity("Create", "notes/1/activity", note.clone()), 0).await.unwrap();
    let received = here.received().await;
    let [reply] = received.as_slice() else { panic!("{received:?}") };
    assert_eq!(
        (reply.kind, reply.post, reply.uri.as_str()),
        (Reply, Some(here.post.id), note["id"].as_str().unwrap())
    );
    let kept = &reply.document;
    let text: RichText = serde_json::from_value(kept["text"].clone()).unwrap();
    assert_eq!(text.as_str(), "@lark nice song <3");
    assert!(text.spans().iter().all(|span| matches!(span.kind, SpanKind::Mention { .. })), "{text:?}");
    assert_eq!(kept["summary"], "About songs");
    assert_eq!(kept["language"], "en");
    assert_eq!(kept["visibility"], "public");
    assert_eq!(kept["url"], peer.at("/@robin/1"));
    assert_eq!(kept["media"][0]["alt"], "A robin");
    assert_eq!(kept["mentions"][0]["href"], here.uri());
    assert_eq!(
        (kept["sensitive"].as_bool(), kept["published"].as_str()),
        (Some(true), Some("2026-09-21T14:13:30Z"))
    );
    assert!(!kept.to_string().contains("alert"), "{kept}");
}

#[tokio::test]
async fn who_may_see_it_is_kept_with_it() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let followers = format!("{}/followers", robin.uri);
    let cases = [
        (json!(PUBLIC), json!(followers), "public"),
        (json!(["as:Public"]), Value::Null, "public"),
        (json!([followers]), json!([PUBLIC]), "unlisted"),
        (json!([followers, here.uri()]), json!([]), "followers"),
        (json!(here.uri()), Value::Null, "direct"),
    ];
    for (n, (to, cc, expected)) in cases.into_iter().enumerate() {
        let id = format!("n{n}");
        let mut note = robin.note(&id, "Hi");
        note["inReplyTo"] = here.post_uri().into();
        (note["to"], note["cc"]) = (to, cc);
        robin.send(&here, &robin.activity("Create", &format!("c{n}"), note), 0).await.unwrap();
        assert_eq!(here.received().await[0].document["visibility"], expected);
    }
}

#[tokio::test]
async fn what_speaks_to_a_mirror_is_kept_and_nothing_else() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let wren = here.world.addresses.actor(&here.wren.handle);
    let note = |id: &str, change: &dyn Fn(&mut Value)| {
        let mut note = robin.note(id, "Hi");
        change(&mut note);
        robin.activity("Create", &format!("{id}/c"), note)
    };
    let mut by_activity = note("by-activity", &|_| {});
    by_activity["to"] = json!([here.uri()]);
    let mut article = note("article", &|n| n["to"] = here.uri().into());
    article["object"]["type"] = "Article".into();
    let kept = [
        note("reply", &|n| n["inReplyTo"] = json!({ "id": here.post_uri() })),
        note("to", &|n| n["to"] = json!([PUBLIC, here.uri()])),
        note("cc", &|n| n["cc"] = here.uri().into()),
        note("tag", &|n| n["tag"] = json!([{ "type": "Mention", "href": here.uri() }])),
        by_activity,
        article,
    ];
    for activity in &kept {
        robin.send(&here, activity, 0).await.unwrap();
    }
    assert_eq!(here.received().await.len(), kept.len());
    for activity in [
        note("nobody", &|_| {}),
        note("elsewhere", &|n| n["inReplyTo"] = "https://other.example/1".into()),
        note("hashtag", &|n| n["tag"] = json!({ "type": "Hashtag", "href": here.uri() })),
        note("unknown", &|n| n["to"] = "http://mimus.example/users/nobody".into()),
        robin.activity("Create", "none", Value::Null),
        robin.activity(
            "Create",
            "odd",
            json!({ "id": peer.at("/odd"), "type": "Relationship", "to": here.uri() }),
        ),
    ] {
        robin.send(&here, &activity, 0).await.unwrap();
    }
    assert_eq!(here.received().await.len(), kept.len());
    robin.send(&here, &note("wren", &|n| n["to"] = wren.as_str().into()), 0).await.unwrap();
    assert_eq!(here.world.store.received(here.wren.id, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_reply_given_by_its_id_is_read_from_its_server() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let mut note = robin.note("n1", "Hi");
    note["inReplyTo"] = here.post_uri().into();
    peer.serve("/users/robin/n1", &note);
    let create = robin.activity("Create", "c1", note["id"].clone());
    robin.send(&here, &create, 0).await.unwrap();
    assert_eq!(here.received().await.len(), 1);
    note["attributedTo"] = peer.at("/users/wren").into();
    note["id"] = peer.at("/users/robin/n2").into();
    peer.serve("/users/robin/n2", &note);
    let create = robin.activity("Create", "c2", note["id"].clone());
    assert_eq!(robin.send(&here, &create, 0).await.unwrap_err().status, 403);
}

#[tokio::test]
async fn a_reply_is_changed_and_deleted_by_its_author_only() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let (robin, wren) = (peer.person("robin", 0), peer.person("wren", 1));
    let mut note = robin.note("n1", "First");
    note["inReplyTo"] = here.post_uri().into();
    robin.send(&here, &robin.activity("Create", "c", note.clone()), 0).await.unwrap();
    note["content"] = "Second".into();
    robin.send(&here, &robin.activity("Update", "u", note.clone()), 1).await.unwrap();
    let text = async || here.received().await[0].document["text"]["text"].clone();
    assert_eq!(text().await, "Second");
    assert_eq!(here.received().await[0].updated_at, Some(at(1)));

    note["content"] = "Third".into();
    note["attributedTo"] = wren.uri.as_str().into();
    wren.send(&here, &wren.activity("Update", "u", note.clone()), 2).await.unwrap();
    assert_eq!(text().await, "Second");
    let forms =
        [json!(note["id"]), json!({ "id": note["id"], "type": "Tombstone" }), json!([{ "id": note["id"] }])];
    for form in &forms {
        wren.send(&here, &wren.activity("Delete", "d", form.clone()), 3).await.unwrap();
        assert_eq!(here.received().await.len(), 1);
    }
    note["attributedTo"] = robin.uri.as_str().into();
    for (n, form) in forms.into_iter().enumerate() {
        let now = 10 + i64::try_from(n).unwrap() * 10;
        robin.send(&here, &robin.activity("Create", "c", note.clone()), now).await.unwrap();
        assert_eq!(here.received().await.len(), 1, "written again by its author");
        robin.send(&here, &robin.activity("Delete", "d", form.clone()), now + 1).await.unwrap();
        assert!(here.received().await.is_empty(), "{form}");
    }
}

#[tokio::test]
async fn a_replay_does_not_bring_back_what_was_deleted() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let mut note = robin.note("n1", "Regretted");
    note["inReplyTo"] = here.post_uri().into();
    let body = serde_json::to_vec(&robin.activity("Create", "c", note.clone())).unwrap();
    let headers = robin.sign(&body, at(0));
    here.post(&headers, &body, 0).await.unwrap();
    robin.send(&here, &robin.activity("Delete", "d", note["id"].clone()), 1).await.unwrap();
    assert!(here.post(&headers, &body, 2).await.unwrap().repeat);
    assert!(here.received().await.is_empty());
}

#[tokio::test]
async fn an_actor_changes() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    robin.send(&here, &robin.activity("Like", "l", here.post_uri()), 0).await.unwrap();
    let name =
        async || here.world.store.remote_actor(&robin.uri).await.unwrap().unwrap().document["name"].clone();
    peer.asked();
    let mut document = robin.document();
    document["name"] = "Robin the Second".into();
    robin.send(&here, &robin.activity("Update", "u1", document.clone()), 1).await.unwrap();
    assert_eq!(name().await, "Robin the Second");
    assert_eq!(peer.asked(), Vec::<String>::new());
    // By its id alone it is read from its server.
    document["name"] = "Robin the Third".into();
    peer.serve("/users/robin", &document);
    robin.send(&here, &robin.activity("Update", "u2", robin.uri.as_str()), 2).await.unwrap();
    assert_eq!(name().await, "Robin the Third");
    // It cannot move its inbox to another server.
    document["inbox"] = "https://other.example/inbox".into();
    robin.send(&here, &robin.activity("Update", "u3", document), 3).await.unwrap();
    let kept = here.world.store.remote_actor(&robin.uri).await.unwrap().unwrap();
    assert_eq!(kept.inbox, format!("{}/inbox", robin.uri));
    robin
        .send(&here, &robin.activity("Like", "l2", here.post_uri()), 4)
        .await
        .expect("the key is still known");
}

#[tokio::test]
async fn who_is_refused_is_not_heard() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    here.world.store.refuse(here.lark.id, &robin.uri, "spam", at(0)).await.unwrap();
    let mut note = robin.note("n1", "Buy");
    note["inReplyTo"] = here.post_uri().into();
    robin.send(&here, &robin.activity("Create", "c", note), 0).await.unwrap();
    assert!(here.received().await.is_empty());
}
