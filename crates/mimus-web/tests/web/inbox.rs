//! What other servers send, and who may read.

#![allow(clippy::disallowed_methods, reason = "signatures are made at the time that it is")]

use std::sync::atomic::Ordering;
use std::time::Duration;

use http::Method;
use jiff::Timestamp;
use mimus_federation::signature::{self, RequestToSign, Scheme};
use mimus_web::demo::{Follower, ReceivedActivity};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

use crate::place::{KEY, Place, http_client, post, profile};

const ACTIVITY: &str = "application/activity+json";

async fn follower() -> Follower {
    Follower::start("127.0.0.1:0".parse().unwrap(), http_client()).await.unwrap()
}

/// Sends an activity to an inbox of the follower, signed as a mirror of the place.
async fn deliver(place: &Place, to: &Follower, inbox: &str, activity: &Value, signed: bool) -> u16 {
    let actor = Url::parse(&to.actor()).unwrap();
    let url = actor.join(inbox).unwrap();
    let body = activity.to_string();
    let to_sign = RequestToSign {
        method: &Method::POST,
        url: &url,
        body: Some(body.as_bytes()),
        content_type: Some(ACTIVITY),
    };
    let key_id = format!("{}/users/lark#main-key", place.base());
    let mut request = mimus_http::Request::post(url.clone(), body.clone());
    if signed {
        let headers = signature::sign(Scheme::Cavage, &to_sign, &KEY, &key_id, Timestamp::now()).unwrap();
        request = request.headers(headers);
    }
    http_client().send(request).await.unwrap().status.as_u16()
}

async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("it came in time")
}

#[tokio::test]
async fn a_follow_is_taken_in_and_the_courier_woken() {
    let place = Place::start_reachable(|_| {}, |site| site).await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let fan = follower().await;
    let actor = format!("{}/users/lark", place.base());
    let id = fan.follow(&actor).await.unwrap();
    assert_eq!(place.woken.load(Ordering::SeqCst), 1);
    let kept = place.store.follower(mirror, &fan.actor()).await.unwrap().unwrap();
    assert_eq!(kept.follow_id, id);
    fan.unfollow(&actor).await.unwrap();
    assert_eq!(place.store.follower_count(mirror).await.unwrap(), 0);
    assert!(fan.follow(&format!("{}/users/nobody", place.base())).await.is_err());
}

#[tokio::test]
async fn what_is_not_signed_or_too_large_is_refused() {
    let place = Place::start_reachable(|_| {}, |site| site).await;
    place.mirror("lark", &profile("Lark")).await;
    let body = br#"{"type":"Follow","actor":"https://far.example/users/a"}"#;
    for inbox in ["/users/lark/inbox", "/inbox", "/actor/inbox"] {
        let unsigned = place.send("POST", inbox, &[("Content-Type", ACTIVITY)], body).await;
        assert_eq!(unsigned.status, 401, "{inbox}");
        assert!(unsigned.json()["error"].as_str().unwrap().contains("Signature"), "{}", unsigned.text());
        let large =
            place.send("POST", inbox, &[("Content-Type", ACTIVITY)], &vec![b' '; (1 << 20) + 1]).await;
        assert_eq!(large.status, 413, "{inbox}");
        let read = place.get(inbox).await;
        assert_eq!((read.status, read.header("allow")), (405, "POST"), "{inbox}");
    }
    let unknown = place.send("POST", "/users/nobody/inbox", &[("Content-Type", ACTIVITY)], body).await;
    assert_eq!(unknown.status, 404);
    let page = place.send("POST", "/inbox", &[("Content-Type", "text/html")], body).await;
    assert!(matches!(page.status, 400 | 401 | 415), "{}", page.status);
    assert_eq!(place.woken.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_body_that_does_not_say_its_length_has_the_same_bound() {
    let place = Place::start_reachable(|_| {}, |site| site).await;
    let mut stream = TcpStream::connect(place.address).await.unwrap();
    let head = "POST /inbox HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/activity+json\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    for _ in 0..18 {
        if stream.write_all(chunk.as_bytes()).await.is_err() {
            break;
        }
    }
    let mut answer = vec![0; 12];
    in_time(stream.read_exact(&mut answer)).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 413");
}

#[tokio::test]
async fn where_fetches_are_authorised_only_signed_ones_are_answered() {
    let place = Place::start_reachable(|parts| parts.authorized_fetch = true, |site| site).await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let id = place.record(mirror, vec![post(1, "One")]).await[0];
    for path in [
        "/users/lark".to_owned(),
        "/users/lark/outbox".into(),
        "/users/lark/followers".into(),
        format!("/users/lark/posts/{id}"),
        "/@lark".into(),
        format!("/@lark/{id}"),
    ] {
        let unsigned = place.get_as(&path, ACTIVITY).await;
        assert_eq!(unsigned.status, 401, "{path}");
        assert!(!unsigned.text().contains("One"));
        let forged = "keyId=\"http://127.0.0.1:1/users/a#main-key\",headers=\"(request-target) host date\",signature=\"AAAA\"";
        let date = Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let forged =
            place.ask("GET", &path, &[("Accept", ACTIVITY), ("Date", &date), ("Signature", forged)]).await;
        assert_eq!(forged.status, 401, "{path}");
    }
    assert_eq!(place.get_as("/actor", ACTIVITY).await.status, 200);
    assert_eq!(place.get("/.well-known/webfinger?resource=acct:lark@".to_owned().as_str()).await.status, 404);
    assert_eq!(place.get_as("/@lark", "text/html").await.status, 200);
    // Following begins with reading the actor, signed.
    follower().await.follow(&format!("{}/users/lark", place.base())).await.unwrap();
}

#[tokio::test]
async fn the_follower_records_what_comes_and_by_whom_it_is_signed() {
    let place = Place::start_reachable(|_| {}, |site| site).await;
    place.mirror("lark", &profile("Lark")).await;
    let fan = follower().await;
    let actor = format!("{}/users/lark", place.base());
    let create = json!({ "id": format!("{actor}/1"), "type": "Create", "actor": actor, "object": { "id": "x", "content": "<p>One</p>" } });
    let foreign =
        json!({ "id": "y", "type": "Create", "actor": "https://far.example/users/a", "object": "z" });
    assert_eq!(deliver(&place, &fan, "/inbox", &create, true).await, 202);
    assert_eq!(deliver(&place, &fan, "/users/fan/inbox", &create, false).await, 401);
    assert_eq!(deliver(&place, &fan, "/inbox", &foreign, true).await, 401);
    let received = in_time(fan.received_once(|all| all.len() == 3)).await;
    assert_eq!(received.iter().map(ReceivedActivity::kind).collect::<Vec<_>>(), ["Create"; 3]);
    assert_eq!(received[0].signature, Ok(Scheme::Cavage));
    assert_eq!(
        (received[0].actor(), received[0].object(), received[0].inbox.as_str()),
        (actor.as_str(), "x", "/inbox")
    );
    assert!(received[1].signature.is_err() && received[2].signature.is_err());
    let found = http_client()
        .send(mimus_http::Request::get(
            Url::parse(&fan.actor())
                .unwrap()
                .join(&format!(
                    "/.well-known/webfinger?resource=acct:{}",
                    fan.handle().trim_start_matches('@')
                ))
                .unwrap(),
        ))
        .await
        .unwrap();
    let found: Value = serde_json::from_slice(&found.body).unwrap();
    assert_eq!(found["links"][0]["href"], fan.actor());
}

#[tokio::test]
async fn the_demonstration_tells_what_happened() {
    let fan = follower().await;
    let place = {
        let fan = fan.clone();
        Place::start_reachable(|_| {}, |site| site.with_demo(fan)).await
    };
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let id = place.record(mirror, vec![post(1, "One")]).await[0];
    let before = place.get("/demo").await;
    before.has("No answer has reached it yet.");
    before.has("Nothing has been delivered yet.");
    let actor = format!("{}/users/lark", place.base());
    fan.follow(&actor).await.unwrap();
    let accept =
        json!({ "id": format!("{actor}#a"), "type": "Accept", "actor": actor, "object": fan.actor() });
    let create = json!({ "id": format!("{actor}/1"), "type": "Create", "actor": actor,
        "object": { "id": format!("{actor}/posts/{id}"), "content": "<p>One &lt;b&gt; <script>x</script></p>" } });
    assert_eq!(deliver(&place, &fan, "/inbox", &accept, true).await, 202);
    assert_eq!(deliver(&place, &fan, "/inbox", &create, true).await, 202);
    assert_eq!(deliver(&place, &fan, "/inbox", &create, false).await, 401);
    let page = place.get("/demo").await;
    page.has("One mirror has accepted.");
    page.has("2 activities reached the follower");
    page.has("1 had no valid signature");
    page.has(&format!("<a href=\"/@lark/{id}\">One &#60;b&#62;</a>"));
    page.has_not("<script");
    page.has(&fan.handle());
    place.get("/").await.has("href=\"/demo\"");
    let earnest = Place::start().await;
    assert_eq!(earnest.get("/demo").await.status, 404);
    earnest.get("/").await.has_not("/demo");
}
