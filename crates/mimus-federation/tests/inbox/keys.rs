//! How keys are found, kept and renewed.

use std::time::Duration;

use futures_util::future::join_all;
use mimus_federation::remote::RemoteError;
use mimus_federation::signature::{Scheme, VerifyingKey};
use serde_json::{Value, json};

use super::here::Here;
use super::peer::{Page, Peer, Person, key};
use super::world::at;

const HOUR: i64 = 3_600;

async fn accepted(here: &Here, person: &Person, id: &str, now: i64) -> bool {
    let follow = person.activity("Follow", id, here.uri());
    match person.send(here, &follow, now).await {
        Ok(received) => received.letters,
        Err(refusal) => {
            assert_eq!(refusal.status, 401, "{refusal}");
            false
        }
    }
}

#[tokio::test]
async fn actors_in_every_form() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let in_form = |name: &str, change: &dyn Fn(&mut Value)| {
        let person = peer.person(name, 0);
        let mut document = person.document();
        change(&mut document);
        peer.serve(&format!("/users/{name}"), &document);
        person
    };
    let people = [
        in_form("lists", &|d| {
            for name in ["type", "inbox", "publicKey", "endpoints", "url", "name"] {
                d[name] = json!([d[name]]);
            }
        }),
        in_form("objects", &|d| {
            d["inbox"] = json!({ "id": d["inbox"], "type": "OrderedCollection" });
            d["url"] = json!([{ "type": "Link", "href": d["url"], "mediaType": "text/html" }]);
        }),
        in_form("bare", &|d| {
            for name in ["@context", "endpoints", "url", "name", "preferredUsername", "outbox"] {
                d.as_object_mut().unwrap().remove(name);
            }
        }),
        in_form("nulls", &|d| {
            d["endpoints"] = Value::Null;
            d["url"] = Value::Null;
            d["alsoKnownAs"] = Value::Null;
        }),
        in_form("fragment", &|d| d["publicKey"]["id"] = "#main-key".into()),
        in_form("ownerless", &|d| drop(d["publicKey"].as_object_mut().unwrap().remove("owner"))),
        in_form("two_keys", &|d| {
            let mut other = d["publicKey"].clone();
            other["id"] = format!("{}#other", d["id"].as_str().unwrap()).into();
            other["publicKeyPem"] = key(1).public_key_pem().into();
            d["publicKey"] = json!([other, d["publicKey"]]);
        }),
    ];
    for person in people {
        assert!(accepted(&here, &person, "f", 0).await, "{}", person.uri);
    }
    // The key is named by its actor's id alone.
    let mut person = peer.person("short", 0);
    person.key_id.clone_from(&person.uri);
    assert!(accepted(&here, &person, "f", 0).await);
}

#[tokio::test]
async fn a_key_at_an_address_of_its_own() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    // GoToSocial: the key's address answers with the actor in brief; there is no shared inbox, and only signed
    // requests are answered.
    peer.only_for(VerifyingKey::from_pem(key(3).public_key_pem()).unwrap());
    let mut sloth = peer.person("sloth", 0);
    sloth.key_id = peer.at("/users/sloth/main-key");
    let mut document = sloth.document();
    document.as_object_mut().unwrap().remove("endpoints");
    peer.serve("/users/sloth", &document);
    peer.serve(
        "/users/sloth/main-key",
        &json!({ "id": sloth.uri, "type": "Person", "preferredUsername": "sloth", "publicKey": document["publicKey"] }),
    );
    assert!(accepted(&here, &sloth, "f", 0).await);
    assert_eq!(here.letters(&format!("{}/inbox", sloth.uri)).await.len(), 1);

    // A document of the key alone, which the actor names by its address.
    let mut owl = peer.person("owl", 1);
    owl.key_id = peer.at("/keys/owl");
    let mut document = owl.document();
    let alone = document["publicKey"].take();
    document["publicKey"] = owl.key_id.clone().into();
    peer.serve("/users/owl", &document);
    peer.serve("/keys/owl", &alone);
    assert!(accepted(&here, &owl, "f", 0).await);

    // Both are known now.
    peer.asked();
    assert!(accepted(&here, &sloth, "f2", 1).await && accepted(&here, &owl, "f2", 1).await);
    assert_eq!(peer.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn redirects_are_followed_on_one_host_and_signed_anew() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    peer.only_for(VerifyingKey::from_pem(key(3).public_key_pem()).unwrap());
    let robin = peer.person("robin", 0);
    peer.page("/old/robin", Page::redirect(&robin.uri));
    let moved = Person { key_id: peer.at("/old/robin#main-key"), ..robin.clone() };
    assert!(!accepted(&here, &moved, "f", 0).await, "the actor does not have this key");
    assert_eq!(peer.asked(), ["/old/robin", "/users/robin"]);

    // To another host, which speaks for itself only.
    let other = Peer::start().await;
    other.page("/users/robin", Page::redirect(&robin.uri));
    let guest =
        Person { uri: other.at("/users/robin"), key_id: other.at("/users/robin#main-key"), key: key(0) };
    assert!(!accepted(&here, &guest, "f", 0).await);
}

#[tokio::test]
async fn a_key_is_kept_for_a_day() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    assert!(accepted(&here, &robin, "f1", 0).await);
    assert!(accepted(&here, &robin, "f2", 23 * HOUR).await);
    assert_eq!(peer.asked(), ["/users/robin"]);
    assert!(accepted(&here, &robin, "f3", 25 * HOUR).await);
    assert_eq!(peer.asked(), ["/users/robin"]);
    // An old one is better than none while the server is down.
    peer.page("/users/robin", Page::status(503));
    assert!(accepted(&here, &robin, "f4", 50 * HOUR).await);
    assert_eq!(peer.asked(), ["/users/robin"]);
    // But not when the actor is gone.
    peer.page("/users/robin", Page::status(410));
    assert!(!accepted(&here, &robin, "f5", 75 * HOUR).await);
}

#[tokio::test]
async fn a_changed_key_is_read_at_once_but_not_for_every_bad_signature() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    assert!(accepted(&here, &robin, "f1", 0).await);
    let renewed = peer.person("robin", 1);
    peer.asked();
    assert!(accepted(&here, &renewed, "f2", 10).await);
    assert_eq!(peer.asked(), ["/users/robin"]);
    assert!(!accepted(&here, &robin, "f3", 20).await, "the old key no longer counts");
    assert_eq!(peer.asked(), Vec::<String>::new(), "it was read a moment ago");
    let again = peer.person("robin", 2);
    assert!(!accepted(&here, &again, "f4", 60).await, "too soon");
    assert!(accepted(&here, &again, "f4", 400).await);
    assert_eq!(peer.asked(), ["/users/robin"]);
}

#[tokio::test]
async fn many_who_want_one_key_ask_once() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let slow = Page { delay: Duration::from_millis(200), ..Page::json(&robin.document()) };
    peer.page("/users/robin", slow);
    let all = (0..20).map(|_| here.remote.signer(&robin.key_id, at(0)));
    for signer in join_all(all).await {
        assert_eq!(signer.unwrap().actor.uri, robin.uri);
    }
    assert_eq!(peer.asked(), ["/users/robin"]);
    // A failure is remembered for a while.
    peer.page("/users/wren", Page { delay: Duration::from_millis(100), ..Page::status(500) });
    let key_id = peer.at("/users/wren#main-key");
    for signer in join_all((0..20).map(|_| here.remote.signer(&key_id, at(0)))).await {
        assert!(matches!(signer, Err(RemoteError::Unreachable { .. })));
    }
    assert!(here.remote.signer(&key_id, at(30)).await.is_err());
    assert_eq!(peer.asked(), ["/users/wren"]);
    assert!(here.remote.signer(&key_id, at(90)).await.is_err());
    assert_eq!(peer.asked(), ["/users/wren"]);
}

#[tokio::test]
async fn one_host_cannot_take_up_all_readings() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let other = Peer::start().await;
    let robin = other.person("robin", 0);
    let slow = Page { delay: Duration::from_secs(2), ..Page::status(404) };
    let ids: Vec<String> = (0..40).map(|n| peer.at(&format!("/users/{n}"))).collect();
    for n in 0..40 {
        peer.page(&format!("/users/{n}"), slow.clone());
    }
    let flood = join_all(ids.iter().map(|id| here.remote.actor(id, at(0))));
    let (flood, robin) = tokio::join!(flood, here.remote.actor(&robin.uri, at(0)));
    assert!(robin.is_ok());
    let busy = flood.iter().filter(|result| matches!(result, Err(RemoteError::TooMany(_)))).count();
    assert_eq!(busy, 32);
    assert_eq!(peer.asked().len(), 8);
}

#[tokio::test]
async fn a_server_that_signs_by_rfc_9421_is_remembered() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let rfc9421 = async || here.world.store.server(peer.host()).await.unwrap().unwrap().rfc9421;
    assert!(accepted(&here, &robin, "f1", 0).await);
    assert!(!rfc9421().await);
    let body = serde_json::to_vec(&robin.activity("Like", "l1", here.post_uri())).unwrap();
    here.post(&robin.sign_by(Scheme::Rfc9421, &body, at(1)), &body, 1).await.unwrap();
    assert!(rfc9421().await);
}

#[tokio::test]
async fn what_is_kept_of_an_actor_is_clean() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let actor = here.remote.actor(&robin.uri, at(0)).await.unwrap();
    assert_eq!(actor.document["name"], "Robin Redbreast");
    assert_eq!(actor.document["handle"], "robin");
    assert_eq!(actor.document["host"], peer.host());
    assert_eq!(actor.document["page"], peer.at("/@robin"));
    assert_eq!(actor.shared_inbox, Some(peer.at("/inbox")));
    // A page that is no web page is none; a shared inbox elsewhere is none.
    let wren = peer.person("wren", 1);
    let mut document = wren.document();
    document["url"] = "javascript:alert(1)".into();
    document["endpoints"]["sharedInbox"] = "https://other.example/inbox".into();
    peer.serve("/users/wren", &document);
    let actor = here.remote.actor(&wren.uri, at(0)).await.unwrap();
    assert_eq!(actor.document["page"], wren.uri);
    assert_eq!(actor.shared_inbox, None);
}

#[tokio::test]
async fn a_server_that_is_asked_too_often_is_left_alone_for_a_while() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    for n in 0..305 {
        let result = here.remote.signer(&peer.at(&format!("/users/nobody?{n}")), at(0)).await;
        match result {
            Err(RemoteError::Gone(_)) => assert!(n < 300, "{n}"),
            Err(RemoteError::TooMany(host)) => assert!(n >= 300 && host == peer.host(), "{n}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(peer.asked().len(), 300);
    let robin = peer.person("robin", 0);
    let follow = robin.activity("Follow", "f", here.uri());
    let refusal = robin.send(&here, &follow, 1).await.unwrap_err();
    assert_eq!((refusal.status.as_u16(), refusal.retry_after), (429, Some(60)));
    robin.send(&here, &follow, 61).await.unwrap();
}

#[tokio::test]
async fn who_is_reached_by_https_hears_only_who_is_too() {
    let (here, peer) = (Here::at("https://mimus.example").await, Peer::start().await);
    let robin = peer.person("robin", 0);
    assert!(matches!(here.remote.actor(&robin.uri, at(0)).await, Err(RemoteError::Invalid { .. })));
    assert_eq!(peer.asked(), Vec::<String>::new());
}
