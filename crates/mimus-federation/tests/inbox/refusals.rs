//! What is not taken in, and with which answer.

use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method};
use mimus_federation::inbox::{InboxRequest, MAX_BODY};
use serde_json::{Value, json};

use super::here::Here;
use super::peer::{Page, Peer, Person, key};
use super::world::{at, handle};

fn body(activity: &Value) -> Vec<u8> {
    serde_json::to_vec(activity).unwrap()
}

struct Case {
    name: &'static str,
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

#[tokio::test]
async fn cheap_checks_come_before_any_key_is_fetched() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    let follow = robin.activity("Follow", "f1", here.uri());
    let good = body(&follow);
    let signed = |body: &[u8]| robin.sign(body, at(0));
    let with = |name: &'static str, status, change: &dyn Fn(&mut HeaderMap)| {
        let mut headers = signed(&good);
        change(&mut headers);
        Case { name, status, headers, body: good.clone() }
    };
    let sent =
        |name: &'static str, status, body: Vec<u8>| Case { name, status, headers: signed(&body), body };
    let as_other = |actor: &str| {
        let mut follow = follow.clone();
        follow["actor"] = actor.into();
        body(&follow)
    };
    let mut cases = vec![
        with("no signature", 401, &|headers| drop(headers.remove("signature"))),
        with("no digest", 401, &|headers| drop(headers.remove("digest"))),
        with("no date", 401, &|headers| drop(headers.remove("date"))),
        with("another date", 401, &|headers| {
            headers.insert("date", HeaderValue::from_static("Mon, 01 Jan 2001 00:00:00 GMT"));
        }),
        with("no content type", 415, &|headers| drop(headers.remove(CONTENT_TYPE))),
        with("a form", 415, &|headers| {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        }),
        Case {
            name: "bad digest",
            status: 401,
            headers: signed(&good),
            body: as_other(&robin.uri.to_uppercase()),
        },
        Case { name: "stale", status: 401, headers: robin.sign(&good, at(-13 * 3600)), body: good.clone() },
        Case {
            name: "from the future",
            status: 401,
            headers: robin.sign(&good, at(2 * 3600)),
            body: good.clone(),
        },
        sent("too large", 413, vec![b' '; MAX_BODY + 1]),
        sent("empty", 400, Vec::new()),
        sent("no JSON", 400, b"follow me".to_vec()),
        sent("a list", 400, b"[]".to_vec()),
        sent("cut off", 400, good[..good.len() - 1].to_vec()),
        sent("not UTF-8", 400, b"{\"actor\":\"\xff\"}".to_vec()),
        sent("no actor", 400, b"{\"type\":\"Follow\"}".to_vec()),
        sent("an actor that is no address", 400, as_other("robin")),
        sent("an actor elsewhere", 401, as_other("https://other.example/users/robin")),
        sent("an actor here", 401, as_other(&here.uri())),
    ];
    // As if somebody here had sent it: the key is never asked for.
    let ours = Person { uri: here.uri(), key_id: format!("{}#main-key", here.uri()), key: key(0) };
    let activity = body(&ours.activity("Follow", "f1", here.uri()));
    cases.push(Case {
        name: "a key here",
        status: 401,
        headers: ours.sign(&activity, at(0)),
        body: activity,
    });

    for Case { name, status, headers, body } in cases {
        let refusal = here.post(&headers, &body, 0).await.expect_err(name);
        assert_eq!(refusal.status.as_u16(), status, "{name}: {refusal}");
        assert!(!refusal.message.is_empty());
    }
    assert_eq!(peer.asked(), Vec::<String>::new());
    assert!(!here.follows(&robin.uri).await);
    let deep = format!("{{\"actor\":\"{}\",\"x\":{}{}}}", robin.uri, "[".repeat(5_000), "]".repeat(5_000));
    let refusal = here.post(&signed(deep.as_bytes()), deep.as_bytes(), 0).await.expect_err("too deep");
    assert_eq!(refusal.status, 400, "{refusal}");
    robin.send(&here, &follow, 0).await.expect("the same, unspoilt");
    assert!(here.follows(&robin.uri).await);
}

#[tokio::test]
async fn another_actors_name_or_key_is_refused() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let (robin, mallory) = (peer.person("robin", 0), peer.person("mallory", 1));
    let follow = robin.activity("Follow", "f1", here.uri());
    // In robin's name, by mallory's key.
    assert_eq!(mallory.send(&here, &follow, 0).await.unwrap_err().status, 401);
    // By robin's key id, but mallory's key.
    let forged = Person { key: mallory.key.clone(), ..robin.clone() };
    assert_eq!(forged.send(&here, &follow, 0).await.unwrap_err().status, 401);
    // A key document of mallory's that names robin as its owner, which robin knows nothing of.
    peer.serve(
        "/key",
        &json!({ "id": peer.at("/key"), "owner": robin.uri, "publicKeyPem": mallory.key.public_key_pem() }),
    );
    let stolen = Person { key_id: peer.at("/key"), key: mallory.key.clone(), ..robin.clone() };
    assert_eq!(stolen.send(&here, &follow, 0).await.unwrap_err().status, 401);
    // Mallory's own document claims robin's key id; robin's requests still verify by robin's key.
    let mut document = mallory.document();
    document["publicKey"]["id"] = robin.key_id.clone().into();
    peer.serve("/users/mallory", &document);
    let thief = Person { key_id: mallory.uri.clone(), ..mallory.clone() };
    assert_eq!(
        thief.send(&here, &mallory.activity("Follow", "f2", here.uri()), 0).await.unwrap_err().status,
        401
    );
    assert!(!here.follows(&robin.uri).await);
    robin.send(&here, &follow, 1).await.unwrap();
    assert!(here.follows(&robin.uri).await);
}

#[tokio::test]
async fn an_actor_speaks_only_for_itself() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let (robin, wren) = (peer.person("robin", 0), peer.person("wren", 1));
    let note = |id: &str, author: &str| json!({ "id": id, "type": "Note", "attributedTo": author, "content": "x", "inReplyTo": here.post_uri() });
    let mut of_another_host = robin.activity("Like", "x", here.post_uri());
    of_another_host["id"] = "https://other.example/likes/1".into();
    let undone = json!({ "id": wren.activity("Like", "l", "x")["id"], "type": "Like", "actor": wren.uri, "object": here.post_uri() });
    let mut update = wren.document();
    update["name"] = "Not Wren".into();
    let move_other = json!({ "id": peer.at("/m"), "type": "Move", "actor": robin.uri, "object": wren.uri, "target": robin.uri });
    let cases = [
        ("an activity of another host", of_another_host),
        (
            "a note of another host",
            robin.activity("Create", "c1", note("https://other.example/1", &robin.uri)),
        ),
        ("somebody else's note", robin.activity("Create", "c2", note(&peer.at("/notes/2"), &wren.uri))),
        (
            "a change of another host's note",
            robin.activity("Update", "c3", note("https://other.example/1", &robin.uri)),
        ),
        ("a change of somebody else", robin.activity("Update", "c4", update)),
        ("a deletion on another host", robin.activity("Delete", "c5", "https://other.example/1")),
        ("another's like undone", robin.activity("Undo", "c6", undone)),
        ("another's move", move_other),
        ("a quote by another host's post", {
            let mut request = robin.activity("QuoteRequest", "c7", here.post_uri());
            request["instrument"] = "https://other.example/1".into();
            request
        }),
    ];
    for (name, activity) in cases {
        let refusal = robin.send(&here, &activity, 0).await.expect_err(name);
        assert_eq!(refusal.status, 403, "{name}: {refusal}");
    }
    assert!(here.received().await.is_empty());
}

#[tokio::test]
async fn an_inbox_that_is_nobodys_or_was_removed() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let robin = peer.person("robin", 0);
    here.world.store.remove_mirror(here.wren.id, None, at(0)).await.unwrap();
    for (name, status) in [("nobody", 404), ("wren", 410)] {
        let target = here.world.addresses.actor(&handle(name));
        let refusal = robin.send(&here, &robin.activity("Follow", "f", target), 0).await.unwrap_err();
        assert_eq!(refusal.status.as_u16(), status, "{refusal}");
        let to = handle(name);
        let request = InboxRequest {
            method: &Method::POST,
            target: "/inbox",
            headers: &HeaderMap::new(),
            body: b"",
            to: Some(&to),
        };
        assert_eq!(here.inbox.receive(request, at(0)).await.unwrap_err().status.as_u16(), status);
    }
}

#[tokio::test]
async fn keys_that_cannot_be_had() {
    let (here, peer) = (Here::new().await, Peer::start().await);
    let mut robin = peer.person("robin", 0);
    let document = robin.document();
    let altered = |change: &dyn Fn(&mut Value)| {
        let mut document = document.clone();
        change(&mut document);
        Page::json(&document)
    };
    let html = Page { content_type: "text/html", ..Page::json(&document) };
    let plain = Page { content_type: "application/json", ..Page::json(&document) };
    let no_profile = Page { content_type: "application/ld+json", ..Page::json(&document) };
    let huge = altered(&|document| document["summary"] = "x".repeat(1 << 20).into());
    let cases = [
        ("no such actor", Page::status(404)),
        ("a gone actor", Page::status(410)),
        ("a forbidden actor", Page::status(403)),
        ("a broken server", Page::status(500)),
        ("a web page", html),
        ("any JSON", plain),
        ("JSON-LD without its profile", no_profile),
        ("too large", huge),
        ("no JSON", Page { body: b"<html>".to_vec(), ..Page::json(&document) }),
        ("a redirect to itself", Page::redirect(&robin.uri)),
        ("a redirect to here", Page::redirect("http://mimus.example/users/lark")),
        ("a redirect to another scheme", Page::redirect("file:///etc/passwd")),
        ("no id", altered(&|d| drop(d.as_object_mut().unwrap().remove("id")))),
        ("the id of another server", altered(&|d| d["id"] = "https://other.example/users/robin".into())),
        ("the id of somebody else", altered(&|d| d["id"] = peer.at("/users/wren").into())),
        ("no inbox", altered(&|d| drop(d.as_object_mut().unwrap().remove("inbox")))),
        ("an inbox elsewhere", altered(&|d| d["inbox"] = "https://other.example/inbox".into())),
        ("an inbox that is none", altered(&|d| d["inbox"] = "javascript:alert(1)".into())),
        ("no key", altered(&|d| drop(d.as_object_mut().unwrap().remove("publicKey")))),
        ("another's key", altered(&|d| d["publicKey"]["owner"] = peer.at("/users/wren").into())),
        ("a broken key", altered(&|d| d["publicKey"]["publicKeyPem"] = "-----BEGIN PUBLIC KEY-----".into())),
    ];
    for (n, (name, page)) in cases.into_iter().enumerate() {
        // A failure is remembered for a while, so each case has its own name.
        let path = format!("/users/robin{n}");
        let body = String::from_utf8(page.body.clone()).unwrap().replace("/users/robin", &path);
        let location = page.location.clone().map(|location| location.replace("/users/robin", &path));
        peer.page(&path, Page { body: body.into_bytes(), location, ..page });
        robin.uri = peer.at(&path);
        robin.key_id = format!("{}#main-key", robin.uri);
        let refusal = robin.send(&here, &robin.activity("Follow", "f", here.uri()), 0).await.expect_err(name);
        assert_eq!(refusal.status, 401, "{name}: {refusal}");
        assert!(!here.follows(&robin.uri).await, "{name}");
    }
}
