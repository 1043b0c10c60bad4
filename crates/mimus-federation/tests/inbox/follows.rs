//! Following a mirror, in the ways that servers do it.

use http::Method;
use mimus_federation::inbox::InboxRequest;
use mimus_store::{MirrorState, ServerState, UNFOLLOWED};
use serde_json::{Value, json};

use super::here::Here;
use super::peer::{Page, Peer, Person};
use super::world::at;

#[tokio::test]
async fn a_follow_is_accepted_in_every_form() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let target = here.uri();
    let page = here.world.addresses.page(&here.lark.handle);
    type Form<'a> = (&'a str, &'a dyn Fn(&mut Value));
    let forms: [Form<'_>; 9] = [
        ("plain", &|_| {}),
        ("with context and to", &|a| {
            a["@context"] = "https://www.w3.org/ns/activitystreams".into();
            a["to"] = json!([a["object"]]);
        }),
        ("to as a string", &|a| a["to"] = a["object"].clone()),
        ("object as an object", &|a| a["object"] = json!({ "id": a["object"], "type": "Service" })),
        ("object as a list", &|a| a["object"] = json!([a["object"]])),
        ("object as a page", &|a| a["object"] = page.as_str().into()),
        ("actor as an object", &|a| a["actor"] = json!({ "id": a["actor"], "type": "Person" })),
        ("type as a list", &|a| a["type"] = json!(["Follow"])),
        ("type with its vocabulary", &|a| a["type"] = "https://www.w3.org/ns/activitystreams#Follow".into()),
    ];
    for (n, (name, change)) in forms.iter().enumerate() {
        let person = peer.person(&format!("p{n}"), 0);
        let mut follow = person.activity("Follow", "follows/1", target.as_str());
        change(&mut follow);
        let received = person.send(&here, &follow, 0).await.expect(name);
        assert!(received.letters && !received.repeat, "{name}");
        assert!(here.follows(&person.uri).await, "{name}");
        let letters = here.letters(&format!("{}/inbox", person.uri)).await;
        let [accept] = letters.as_slice() else { panic!("{name}: {letters:?}") };
        assert_eq!(accept["type"], "Accept", "{name}");
        assert_eq!(accept["actor"], target, "{name}");
        assert_eq!(accept["to"], json!([person.uri]), "{name}");
        assert_eq!(accept["object"]["id"], follow["id"], "{name}");
        assert_eq!(accept["object"]["type"], "Follow", "{name}");
        assert_eq!(accept["object"]["actor"], person.uri, "{name}");
    }
    // Without an id there is nothing to echo it by but the rest.
    let person = peer.person("anonymous", 0);
    let mut follow = person.activity("Follow", "", target.as_str());
    follow.as_object_mut().unwrap().remove("id");
    assert!(person.send(&here, &follow, 0).await.unwrap().letters);
    assert!(here.follows(&person.uri).await);
}

#[tokio::test]
async fn the_answer_goes_to_the_followers_own_inbox_and_posts_to_the_shared_one() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    // Pixelfed's shared inbox.
    let robin = peer.person("robin", 0);
    let mut document = robin.document();
    document["endpoints"]["sharedInbox"] = peer.at("/f/inbox").into();
    peer.serve("/users/robin", &document);
    robin.send(&here, &robin.activity("Follow", "f", here.uri()), 0).await.unwrap();
    assert_eq!(here.letters(&format!("{}/inbox", robin.uri)).await.len(), 1);
    assert!(here.letters(&peer.at("/f/inbox")).await.is_empty());
    here.world.post(&here.lark, super::world::tweet("1800000000000000099", 5, "New"), 10).await;
    let shared = here.world.store.inbox(&peer.at("/f/inbox")).await.unwrap();
    let node = mimus_store::NodeName::new("test");
    let due = here.world.store.claim_servers(&node, mimus_store::Standing::Well, at(11), 9).await.unwrap();
    let behind: Vec<_> =
        due[0].inboxes.iter().flat_map(|i| i.behind.iter().map(|s| (i.id, s.followers))).collect();
    assert_eq!(behind, [(shared, 1)]);
}

#[tokio::test]
async fn a_paused_or_ended_mirror_can_be_followed() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    for (n, state) in [MirrorState::Paused, MirrorState::Ended].into_iter().enumerate() {
        here.world.store.set_mirror_state(here.lark.id, state, None, at(0)).await.unwrap();
        let person = peer.person(&format!("p{n}"), 0);
        person.send(&here, &person.activity("Follow", "f", here.uri()), 0).await.unwrap();
        assert!(here.follows(&person.uri).await);
    }
}

#[tokio::test]
async fn a_mirror_that_rests_as_nobody_followed_it_goes_on() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let state = async || here.world.store.mirror_by_id(here.lark.id).await.unwrap().unwrap().state;
    let rest = here.world.store.set_mirror_state(here.lark.id, MirrorState::Paused, Some(UNFOLLOWED), at(0));
    assert!(rest.await.unwrap());
    let person = peer.person("first", 0);
    person.send(&here, &person.activity("Follow", "f", here.uri()), 0).await.unwrap();
    assert_eq!(state().await, MirrorState::Active);
    // One that a keeper paused does not.
    here.world.store.set_mirror_state(here.lark.id, MirrorState::Paused, None, at(0)).await.unwrap();
    let other = peer.person("second", 0);
    other.send(&here, &other.activity("Follow", "f", here.uri()), 0).await.unwrap();
    assert_eq!(state().await, MirrorState::Paused);
}

#[tokio::test]
async fn a_follow_may_come_to_any_inbox() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let body = serde_json::to_vec(&robin.activity("Follow", "f", here.uri())).unwrap();
    let headers = robin.sign(&body, at(0));
    let request =
        |to| InboxRequest { method: &Method::POST, target: "/inbox", headers: &headers, body: &body, to };
    here.inbox.receive(request(Some(&here.wren.handle)), at(0)).await.unwrap();
    assert!(here.follows(&robin.uri).await);
}

#[tokio::test]
async fn a_follow_is_undone_in_every_form_and_can_be_made_again() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    // Misskey gives every follow of the same two the same id, and every undoing too.
    let follow = robin.activity("Follow", "follows/1", here.uri());
    let id = follow["id"].clone();
    let forms = [
        json!(follow),
        json!([follow]),
        id.clone(),
        json!({ "id": id, "type": "Follow" }),
        json!({ "type": "Follow", "actor": robin.uri, "object": here.uri() }),
        json!({ "type": "Follow", "actor": robin.uri, "object": [{ "id": here.uri() }] }),
        json!({ "id": id }),
    ];
    for (n, form) in forms.into_iter().enumerate() {
        let now = i64::try_from(n).unwrap() * 10;
        let received = robin.send(&here, &follow, now).await.unwrap();
        assert!(received.letters && !received.repeat, "{form}");
        assert!(here.follows(&robin.uri).await, "{form}");
        robin.send(&here, &robin.activity("Undo", "follows/1/undo", form.clone()), now + 1).await.unwrap();
        assert!(!here.follows(&robin.uri).await, "{form}");
    }
    // Each was answered by an activity of its own.
    let letters = here.letters(&format!("{}/inbox", robin.uri)).await;
    let ids: std::collections::BTreeSet<_> = letters.iter().map(|letter| letter["id"].to_string()).collect();
    assert_eq!((letters.len(), ids.len()), (7, 7));
}

#[tokio::test]
async fn the_same_request_twice_is_done_once() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let body = serde_json::to_vec(&robin.activity("Follow", "f", here.uri())).unwrap();
    let headers = robin.sign(&body, at(0));
    assert!(!here.post(&headers, &body, 0).await.unwrap().repeat);
    let follow: Value = serde_json::from_slice(&body).unwrap();
    robin.send(&here, &robin.activity("Undo", "u", follow), 5).await.unwrap();
    let repeat = here.post(&headers, &body, 10).await.unwrap();
    assert!(repeat.repeat && !repeat.letters);
    assert!(!here.follows(&robin.uri).await, "an old follow that is replayed does not undo its undoing");
}

#[tokio::test]
async fn a_block_ends_a_follow_until_it_is_undone() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let own_inbox = format!("{}/inbox", robin.uri);
    let follow = robin.activity("Follow", "f", here.uri());
    robin.send(&here, &follow, 0).await.unwrap();
    let block = robin.activity("Block", "b", here.uri());
    robin.send(&here, &block, 1).await.unwrap();
    assert!(!here.follows(&robin.uri).await);
    assert!(robin.send(&here, &follow, 2).await.unwrap().letters);
    assert!(!here.follows(&robin.uri).await);
    assert_eq!(here.letters(&own_inbox).await.last().unwrap()["type"], "Reject");
    robin.send(&here, &robin.activity("Undo", "ub", block.clone()), 3).await.unwrap();
    robin.send(&here, &follow, 4).await.unwrap();
    assert!(here.follows(&robin.uri).await);

    // By its id alone, at the mirror's own inbox.
    robin.send(&here, &block, 5).await.unwrap();
    let body = serde_json::to_vec(&robin.activity("Undo", "ub", block["id"].clone())).unwrap();
    let headers = robin.sign(&body, at(6));
    let to = Some(&here.lark.handle);
    let request =
        InboxRequest { method: &Method::POST, target: "/inbox", headers: &headers, body: &body, to };
    here.inbox.receive(request, at(6)).await.unwrap();
    robin.send(&here, &follow, 7).await.unwrap();
    assert!(here.follows(&robin.uri).await);
}

#[tokio::test]
async fn a_keepers_refusal_is_not_undone_from_outside() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    here.world.store.refuse(here.lark.id, &robin.uri, "spam", at(0)).await.unwrap();
    let block = robin.activity("Block", "b", here.uri());
    robin.send(&here, &block, 1).await.unwrap();
    robin.send(&here, &robin.activity("Undo", "ub", block), 2).await.unwrap();
    robin.send(&here, &robin.activity("Follow", "f", here.uri()), 3).await.unwrap();
    assert!(!here.follows(&robin.uri).await);
    assert_eq!(here.letters(&format!("{}/inbox", robin.uri)).await.last().unwrap()["type"], "Reject");
}

#[tokio::test]
async fn a_follower_moves() {
    let (here, peer, other) = (Here::new().await, Peer::start().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let new = other.person("robin", 1);
    robin.send(&here, &robin.activity("Follow", "f", here.uri()), 0).await.unwrap();
    let mut moving = robin.activity("Move", "m", robin.uri.as_str());
    moving["target"] = new.uri.as_str().into();
    robin.send(&here, &moving, 1).await.unwrap();
    assert!(here.follows(&robin.uri).await, "the target does not know of it");
    let mut document = new.document();
    document["alsoKnownAs"] = robin.uri.as_str().into();
    other.serve("/users/robin", &document);
    robin.send(&here, &moving, 100).await.unwrap();
    assert!(!here.follows(&robin.uri).await);
    // Who follows nobody here is not looked up.
    other.asked();
    robin.send(&here, &moving, 200).await.unwrap();
    assert_eq!(other.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn an_actor_is_deleted() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let deletion = |person: &Person| person.activity("Delete", "d", person.uri.as_str());
    robin.send(&here, &robin.activity("Follow", "f", here.uri()), 0).await.unwrap();
    robin.send(&here, &robin.activity("Like", "l", here.post_uri()), 0).await.unwrap();
    peer.page("/users/robin", Page::status(410));
    peer.asked();
    // Its document is gone already; the kept key will do, however old.
    robin.send(&here, &deletion(&robin), 30 * 24 * 3_600).await.unwrap();
    assert!(!here.follows(&robin.uri).await);
    assert!(here.received().await.is_empty());
    assert_eq!(peer.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_deletion_by_somebody_unknown_is_taken_without_a_look() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    for object in [
        json!(robin.uri),
        json!({ "id": robin.uri }),
        json!({ "id": format!("{}/1", robin.uri), "type": "Tombstone" }),
    ] {
        let received = robin.send(&here, &robin.activity("Delete", "d", object), 0).await.unwrap();
        assert!(!received.letters);
    }
    assert_eq!(peer.asked(), Vec::<String>::new());
    // It still must be whole: nobody can have the time of such a request wrong.
    let body = serde_json::to_vec(&robin.activity("Delete", "d", robin.uri.as_str())).unwrap();
    let stale = robin.sign(&body, at(-13 * 3_600));
    assert_eq!(here.post(&stale, &body, 0).await.unwrap_err().status, 401);
}

#[tokio::test]
async fn a_forged_deletion_of_somebody_known_is_refused_unless_they_are_gone() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    robin.send(&here, &robin.activity("Follow", "f", here.uri()), 0).await.unwrap();
    let forger = Person { key: super::peer::key(1), ..robin.clone() };
    let deletion = robin.activity("Delete", "d", robin.uri.as_str());
    assert_eq!(forger.send(&here, &deletion, 10).await.unwrap_err().status, 401);
    assert!(here.follows(&robin.uri).await);
    // The key has changed, and the actor is gone: their server says so.
    peer.page("/users/robin", Page::status(410));
    forger.send(&here, &deletion, 1_000).await.unwrap();
    assert!(!here.follows(&robin.uri).await);
}

#[tokio::test]
async fn a_retired_server_that_speaks_is_alive_again() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    robin.send(&here, &robin.activity("Follow", "f", here.uri()), 0).await.unwrap();
    let server = here.world.store.server(peer.host()).await.unwrap().unwrap();
    here.world.store.retire_server(server.id, "gone", at(1)).await.unwrap();
    robin.send(&here, &robin.activity("Like", "l", here.post_uri()), 2).await.unwrap();
    assert_eq!(here.world.store.server(peer.host()).await.unwrap().unwrap().state, ServerState::Alive);
}

#[tokio::test]
async fn what_asks_for_nothing_here_is_taken_and_ignored() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let odd = [
        robin.activity("Accept", "1", "http://mimus.example/users/lark#follows/1"),
        robin.activity("Accept", "2", json!({ "type": "Follow", "actor": here.uri(), "object": robin.uri })),
        robin.activity("Reject", "3", "http://mimus.example/x"),
        robin.activity("View", "4", here.post_uri()),
        robin.activity("Follow", "5", "https://www.w3.org/ns/activitystreams#Public"),
        robin.activity("Follow", "6", Value::Null),
        robin.activity("Undo", "7", "https://other.example/unknown"),
        robin.activity("Undo", "8", json!({ "type": "Follow", "object": "https://other.example/unknown" })),
        robin.activity("Like", "9", "https://other.example/1"),
        robin.activity("Add", "10", json!({ "type": "Note" })),
        json!({ "actor": robin.uri }),
        json!({ "actor": robin.uri, "type": [], "id": null }),
    ];
    for activity in odd {
        let received = robin.send(&here, &activity, 0).await.unwrap();
        assert!(!received.letters, "{activity}");
    }
}
