//! Likes, boosts, votes, reports and requests to quote.

use mimus_federation::document;
use mimus_store::ReceivedKind::{Boost, Like, Vote};
use serde_json::{Value, json};

use super::here::Here;
use super::peer::Peer;
use super::world::tweet;

#[tokio::test]
async fn likes_and_boosts_in_every_form() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let uri = here.post_uri();
    let page = here.world.addresses.post_page(&here.lark.handle, here.post.id);
    for (n, object) in
        [json!(uri), json!([uri]), json!({ "id": uri, "type": "Note" }), json!(page)].into_iter().enumerate()
    {
        robin.send(&here, &robin.activity("Like", &format!("l{n}"), object.clone()), 0).await.unwrap();
        robin.send(&here, &robin.activity("Announce", &format!("a{n}"), object), 0).await.unwrap();
    }
    let kinds = here.received_kinds().await;
    assert_eq!((kinds.iter().filter(|k| **k == Like).count(), kinds.len()), (4, 8));
    assert!(here.received().await.iter().all(|r| r.post == Some(here.post.id) && r.actor == robin.uri));
}

#[tokio::test]
async fn reactions_keep_their_emoji() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let mut react = robin.activity("EmojiReact", "r1", here.post_uri());
    react["content"] = "🎉".into();
    robin.send(&here, &react, 0).await.unwrap();
    let mut like = robin.activity("Like", "r2", here.post_uri());
    like["_misskey_reaction"] = ":lark@.:".into();
    robin.send(&here, &like, 0).await.unwrap();
    let reactions: Vec<Value> =
        here.received().await.iter().map(|r| r.document["reaction"].clone()).collect();
    assert_eq!(reactions, [":lark@.:", "🎉"]);
}

#[tokio::test]
async fn a_like_is_taken_back_in_every_form() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let (robin, wren) = (peer.person("robin", 0), peer.person("wren", 1));
    let like = robin.activity("Like", "l", here.post_uri());
    let forms = [
        like.clone(),
        like["id"].clone(),
        json!({ "type": "Like", "actor": robin.uri, "object": here.post_uri() }),
        json!({ "id": format!("{}/other", robin.uri), "type": "Like", "object": { "id": here.post_uri() } }),
    ];
    for (n, form) in forms.into_iter().enumerate() {
        let now = i64::try_from(n).unwrap() * 10;
        robin.send(&here, &like, now).await.unwrap();
        assert_eq!(here.received_kinds().await, [Like]);
        let of_another = wren.activity("Undo", "u", like["id"].clone());
        wren.send(&here, &of_another, now + 1).await.unwrap();
        assert_eq!(here.received_kinds().await, [Like], "another's like stays");
        robin.send(&here, &robin.activity("Undo", "u", form.clone()), now + 2).await.unwrap();
        assert!(here.received().await.is_empty(), "{form}");
    }
    robin.send(&here, &robin.activity("Announce", "a", here.post_uri()), 50).await.unwrap();
    let undone = json!({ "type": "Announce", "object": here.post_uri() });
    robin.send(&here, &robin.activity("Undo", "u", undone), 51).await.unwrap();
    assert!(here.received().await.is_empty());
}

#[tokio::test]
async fn nothing_is_kept_about_posts_that_are_not_here() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let gone = here.world.post(&here.lark, tweet("1800000000000000077", 5, "Regretted"), 10).await;
    here.world
        .record(
            &here.lark,
            vec![mimus_store::Change::Gone(super::world::remote_id("1800000000000000077"))],
            20,
        )
        .await;
    let addresses = &here.world.addresses;
    let posts = [
        addresses.post(&here.lark.handle, gone.id),
        // Lark's post in wren's mouth.
        addresses.post(&here.wren.handle, here.post.id),
        addresses.post(&here.lark.handle, "1".parse().unwrap()),
        here.uri(),
    ];
    for (n, post) in posts.into_iter().enumerate() {
        robin.send(&here, &robin.activity("Like", &n.to_string(), post), 30).await.unwrap();
    }
    assert!(here.received().await.is_empty());
}

#[tokio::test]
async fn votes() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let open = here.poll("1800000000000000051", false).await;
    let closed = here.poll("1800000000000000052", true).await;
    let vote = |id: &str, name: &str, post: &mimus_store::StoredPost| {
        robin.activity(
            "Create",
            id,
            json!({
                "id": format!("{}/{id}/object", robin.uri),
                "type": "Note",
                "name": name,
                "attributedTo": robin.uri,
                "to": here.uri(),
                "inReplyTo": here.world.addresses.post(&here.lark.handle, post.id),
            }),
        )
    };
    robin.send(&here, &vote("v1", "Dusk", &open), 10).await.unwrap();
    robin.send(&here, &vote("v2", "Noon", &open), 10).await.unwrap();
    robin.send(&here, &vote("v3", "Dawn", &closed), 10).await.unwrap();
    robin.send(&here, &vote("v4", "Dawn", &open), 6_000).await.unwrap();
    let received = here.received().await;
    assert_eq!(received.len(), 1);
    assert_eq!((received[0].kind, received[0].post), (Vote, Some(open.id)));
    assert_eq!(received[0].document["option"], "Dusk");
    assert!(!here.received_kinds().await.contains(&Boost));
}

#[tokio::test]
async fn reports_are_kept_for_the_keepers() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    // Reports come from a server's own actor.
    let server = peer.person("server", 0);
    let mut flag = server.activity("Flag", "r1", json!([here.uri(), here.post_uri()]));
    flag["content"] = "<b>Too</b> loud\u{0}".into();
    for now in 0..2 {
        server.send(&here, &flag, now).await.unwrap();
    }
    assert_eq!(here.world.store.report_count().await.unwrap(), 1);
    let elsewhere = server.activity("Flag", "r2", "https://other.example/users/x");
    server.send(&here, &elsewhere, 3).await.unwrap();
    assert_eq!(here.world.store.report_count().await.unwrap(), 1);
    let mut nameless = server.activity("Flag", "", here.uri());
    nameless.as_object_mut().unwrap().remove("id");
    server.send(&here, &nameless, 4).await.unwrap();
    assert_eq!(here.world.store.report_count().await.unwrap(), 2);
}

#[tokio::test]
async fn a_request_to_quote_is_answered_with_a_permission() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let quoting = format!("{}/statuses/1", robin.uri);
    let mut request = robin.activity("QuoteRequest", "q", here.post_uri());
    for instrument in [json!(quoting), json!({ "id": quoting, "type": "Note", "attributedTo": robin.uri })] {
        request["instrument"] = instrument;
        assert!(robin.send(&here, &request, 0).await.unwrap().letters || request["instrument"].is_object());
    }
    let letters = here.letters(&format!("{}/inbox", robin.uri)).await;
    let accept = &letters[0];
    assert_eq!(accept["type"], "Accept");
    assert_eq!(accept["object"]["instrument"], quoting);
    let result = accept["result"].as_str().unwrap();
    let stamp = result.rsplit('/').next().unwrap();
    assert_eq!(document::stamped_quote(stamp), Some(quoting));
    assert_eq!(result, here.world.addresses.quote_authorization(&here.lark.handle, here.post.id, stamp));
}
