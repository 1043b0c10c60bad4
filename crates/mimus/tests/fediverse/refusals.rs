//! Requests that must not be believed: each is 401, and changes nothing.

use http::{HeaderMap, Method};
use jiff::{SignedDuration, Timestamp};
use mimus_federation::signature::{RequestToSign, Scheme, SigningKey, sign};
use mimus_http::Request;
use serde_json::{Value, json};

use crate::servers::{Mimus, feed, http};

/// A remote actor on loopback whose document holds its key.
async fn actor(key: &SigningKey) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let pem = key.public_key_pem().to_owned();
    let here = base.clone();
    let router = axum::Router::new().fallback(move |uri: http::Uri| {
        let id = format!("{here}{}", uri.path());
        let document = json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": id, "type": "Person", "preferredUsername": "eve",
            "inbox": format!("{id}/inbox"), "publicKey": {"id": format!("{id}#main-key"), "owner": id, "publicKeyPem": pem},
        });
        async move { ([("content-type", "application/activity+json")], document.to_string()) }
    });
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    base
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_signed_as_it_should_be_is_401() {
    let mimus = Mimus::start(None).await;
    let path = mimus.folder.path().join("news.rss");
    std::fs::write(&path, feed(&[(1, "The first")])).unwrap();
    mimus.run(&["mirror", "add", &format!("feed:{}", path.display()), "--as", "news"]);
    let (key, other) = (SigningKey::generate().unwrap(), SigningKey::generate().unwrap());
    let peer = actor(&key).await;
    let (eve, bob) = (format!("{peer}/users/eve"), format!("{peer}/users/bob"));
    #[expect(clippy::disallowed_methods, reason = "the server judges by the machine's clock")]
    let now = Timestamp::now();
    let stale = now.checked_sub(SignedDuration::from_hours(13)).unwrap();
    let url = mimus.url("/users/news/inbox");
    let follow = |actor: &str, n: u32| {
        json!({"@context": "https://www.w3.org/ns/activitystreams", "id": format!("{peer}/follows/{n}"), "type": "Follow",
               "actor": actor, "object": format!("{}/users/news", mimus.base)})
    };
    let signed = |body: &Value, key: &SigningKey, key_id: &str, at: Timestamp, scheme: Scheme| -> HeaderMap {
        let bytes = body.to_string();
        let request = RequestToSign {
            method: &Method::POST,
            url: &url,
            body: Some(bytes.as_bytes()),
            content_type: Some("application/activity+json"),
        };
        sign(scheme, &request, key, key_id, at).unwrap()
    };
    let eves_key = format!("{eve}#main-key");
    let send = async |headers: HeaderMap, body: &Value| {
        let answer =
            http().send(Request::post(url.clone(), body.to_string()).headers(headers)).await.unwrap();
        (answer.status.as_u16(), String::from_utf8_lossy(&answer.body).into_owned())
    };
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let good = follow(&eve, 1);
        let mut unsigned = HeaderMap::new();
        unsigned.insert("content-type", "application/activity+json".parse().unwrap());
        let cases = [
            ("a bad digest", signed(&good, &key, &eves_key, now, scheme), follow(&eve, 2)),
            ("a stale date", signed(&good, &key, &eves_key, stale, scheme), good.clone()),
            ("a wrong key", signed(&good, &other, &eves_key, now, scheme), good.clone()),
            ("another actor's name", signed(&follow(&bob, 3), &key, &eves_key, now, scheme), follow(&bob, 3)),
            ("no signature", unsigned, good.clone()),
        ];
        for (what, headers, body) in cases {
            let (status, text) = send(headers, &body).await;
            assert_eq!(status, 401, "{what}, {scheme}: {text}");
            assert!(!text.is_empty(), "{what}: a reason is given");
        }
        let shown: Value = serde_json::from_str(&mimus.run(&["mirror", "show", "news", "--json"])).unwrap();
        assert_eq!(shown["followers"], 0, "nothing was believed");
    }
    let good = follow(&eve, 9);
    let (status, text) = send(signed(&good, &key, &eves_key, now, Scheme::Cavage), &good).await;
    assert_eq!(status, 202, "and the right one is taken: {text}");
    let shown: Value = serde_json::from_str(&mimus.run(&["mirror", "show", "news", "--json"])).unwrap();
    assert_eq!(shown["followers"], 1);
}
