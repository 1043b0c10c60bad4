//! The emulator's side that writes, call by call: what it refuses, and in which words.

#![allow(clippy::unwrap_used)]

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use mimus_http::{ClientConfig, HttpClient, Request};
use mimus_networks::x::{Endpoint, WriteKind};
use mimus_testkit::emulator::{Emulator, NewPost, Options};
use serde_json::{Value, json};

struct House {
    x: Emulator,
    http: HttpClient,
    access: String,
}

impl House {
    async fn new() -> Self {
        let start = "2026-08-10T12:00:00Z".parse().ok();
        let x = Emulator::start_with(Options { start, ..Options::default() }).await.unwrap();
        let mut config = ClientConfig::new("mimus-test");
        config.allow_private_addresses = true;
        let http = HttpClient::new(config).unwrap();
        let access = x.connect_user("ana").access;
        Self { x, http, access }
    }

    async fn call(&self, method: Method, path: &str, authorization: &str, body: &Value) -> (u16, Value) {
        let mut request = Request::post(self.x.base_url().join(path).unwrap(), body.to_string())
            .header(header::AUTHORIZATION, HeaderValue::from_str(authorization).unwrap());
        request.method = method;
        let answer = self.http.send(request).await.unwrap();
        (answer.status.as_u16(), serde_json::from_slice(&answer.body).unwrap_or_default())
    }

    async fn post(&self, body: Value) -> (u16, Value) {
        self.call(Method::POST, "2/tweets", &format!("Bearer {}", self.access), &body).await
    }

    /// That a post is refused with this status, in words that say so.
    async fn refused(&self, body: Value, status: u16, words: &str) {
        let shown = body.to_string();
        let (told, answer) = self.post(body).await;
        assert_eq!(told, status, "{shown}: {answer}");
        assert!(answer.to_string().contains(words), "{shown}: {answer}");
    }
}

#[tokio::test]
async fn what_no_post_may_be() {
    let house = House::new().await;
    let not = "not permitted to perform this action";
    house.refused(json!({}), 400, "neither text nor media").await;
    house.refused(json!({"text": "x", "colour": "red"}), 400, "unknown field").await;
    house.refused(json!({"text": "x".repeat(281)}), 403, not).await;
    house.refused(json!({"text": "猫".repeat(141)}), 403, not).await;
    house.refused(json!({"text": "$FISH and $CHIPS"}), 403, "one cashtag").await;
    house.refused(json!({"text": "x", "media": {"media_ids": ["17"]}}), 400, "media IDs").await;
    let poll = |options: Value, minutes: u32| json!({"text": "?", "poll": {"options": options, "duration_minutes": minutes}});
    house.refused(poll(json!(["a"]), 60), 400, "2 to 4").await;
    house.refused(poll(json!(["a", "b".repeat(26)]), 60), 400, "1 to 25").await;
    house.refused(poll(json!(["a", "b"]), 4), 400, "5 to 10080").await;
    let both =
        json!({"text": "?", "poll": {"options": ["a", "b"], "duration_minutes": 5}, "quote_tweet_id": "1"});
    house.refused(both, 400, "only one").await;
    house
        .refused(json!({"text": "x", "reply": {"in_reply_to_tweet_id": "1"}}), 403, "deleted or not visible")
        .await;
    let gone = json!({"text": "x", "edit_options": {"previous_post_id": "1"}});
    house.refused(gone, 403, not).await;
    assert!(house.x.posts_of("ana").is_empty());
    assert_eq!(house.x.bill().micros, 0, "what is refused costs nothing");
    assert_eq!(house.post(json!({"text": "猫".repeat(139)})).await.0, 201);
    house.refused(json!({"text": format!(" {} ", "猫".repeat(139))}), 403, "duplicate content").await;
}

#[tokio::test]
async fn each_price_is_charged() {
    let house = House::new().await;
    let bo = house.x.add_user("bo", "Bo");
    let to_ana = house.x.post(bo, NewPost { text: "Hello, @ana!".into(), ..NewPost::default() });
    for text in ["plain", "https://example.org", "see README.md"] {
        assert_eq!(house.post(json!({"text": text})).await.0, 201);
    }
    let reply = json!({"text": "Hello", "reply": {"in_reply_to_tweet_id": to_ana.to_string()}});
    let (_, answer) = house.post(reply).await;
    let path = format!("2/tweets/{}", answer["data"]["id"].as_str().unwrap());
    let bearer = format!("Bearer {}", house.access);
    let deleted = house.call(Method::DELETE, &path, &bearer, &json!({})).await;
    assert_eq!(deleted, (200, json!({"data": {"deleted": true}})));
    assert_eq!(house.call(Method::DELETE, &path, &bearer, &json!({})).await.0, 404);
    let theirs = format!("2/tweets/{to_ana}");
    assert_eq!(house.call(Method::DELETE, &theirs, &bearer, &json!({})).await.0, 403);
    let bill = house.x.bill();
    let kinds = [
        (WriteKind::Post, 1),
        (WriteKind::PostWithUrl, 2),
        (WriteKind::SummonedReply, 1),
        (WriteKind::Delete, 1),
    ];
    assert_eq!(bill.writes, kinds.into());
    assert_eq!(bill.micros, 15_000 + 2 * 200_000 + 10_000 + 10_000);
}

#[tokio::test]
async fn only_a_users_token_writes() {
    let house = House::new().await;
    let body = json!({"text": "x"});
    let app = format!("Bearer {}", house.x.bearer());
    let (status, answer) = house.call(Method::POST, "2/tweets", &app, &body).await;
    assert_eq!(status, 403);
    assert!(answer["type"].as_str().unwrap().ends_with("/unsupported-authentication"), "{answer}");
    assert_eq!(house.call(Method::POST, "2/tweets", "Bearer nobody", &body).await.0, 401);
    let user = format!("Bearer {}", house.access);
    let stream = house.call(Method::GET, "2/tweets/search/stream", &user, &body);
    assert_eq!(stream.await.0, 403, "a user opens no stream");
}

#[tokio::test]
async fn a_signature_counts_once_and_for_what_it_signs() {
    let house = House::new().await;
    let keys = house.x.connect_user_oauth1("ana");
    let url = house.x.base_url().join("2/users/me?user.fields=name").unwrap();
    let header = |nonce: &str| {
        let header = keys.authorization(&Method::GET, &url, house.x.now(), nonce).unwrap();
        header.to_str().unwrap().to_owned()
    };
    let me = async |path: &str, header: &str| house.call(Method::GET, path, header, &json!({})).await.0;
    let signed = header("one");
    assert_eq!(me("2/users/me?user.fields=name", &signed).await, 200);
    assert_eq!(me("2/users/me?user.fields=name", &signed).await, 401, "the same once more");
    assert_eq!(me("2/users/me?user.fields=username", &header("two")).await, 401, "another query");
    let old = house.x.now().checked_sub(jiff::SignedDuration::from_mins(6)).unwrap();
    let late = keys.authorization(&Method::GET, &url, old, "three").unwrap();
    assert_eq!(me("2/users/me?user.fields=name", late.to_str().unwrap()).await, 401, "of another time");
}

#[tokio::test]
async fn media_may_be_sent_as_json_and_must_be_whole() {
    let house = House::new().await;
    let bearer = format!("Bearer {}", house.access);
    let call = async |path: &str, body: Value| house.call(Method::POST, path, &bearer, &body).await;
    let picture = json!({"media": "iVBORw0KGgo=", "media_category": "tweet_image"});
    let (status, answer) = call("2/media/upload", picture).await;
    assert_eq!(status, 200, "{answer}");
    let id = answer["data"]["id"].clone();
    let alt = |text: &str| json!({"id": id, "metadata": {"alt_text": {"text": text}}});
    assert_eq!(call("2/media/metadata", alt(&"x".repeat(1_001))).await.0, 400);
    assert_eq!(call("2/media/metadata", alt("a quay")).await.0, 200);
    assert_eq!(house.x.uploads_of("ana")[0].alt.as_deref(), Some("a quay"));
    let words = json!({"media": "aGVsbG8=", "media_category": "tweet_image"});
    assert_eq!(call("2/media/upload", words).await.0, 400, "no picture");
    let large =
        json!({"media_type": "video/mp4", "media_category": "tweet_video", "total_bytes": 600_000_000});
    assert_eq!(call("2/media/upload/initialize", large).await.0, 400);
    let film = json!({"media_type": "video/mp4", "media_category": "tweet_video", "total_bytes": 10});
    let (_, answer) = call("2/media/upload/initialize", film).await;
    let finalize = format!("2/media/upload/{}/finalize", answer["data"]["id"].as_str().unwrap());
    let (status, answer) = call(&finalize, json!({})).await;
    assert!(status == 400 && answer.to_string().contains("0 of 10 bytes"), "{answer}");
}

#[tokio::test]
async fn it_is_tried_by_hand() {
    let house = House::new().await;
    let (_, tokens) = house.call(Method::POST, "_emulator/connect", "-", &json!({"handle": "bo"})).await;
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    assert_eq!(house.call(Method::POST, "2/tweets", &bearer, &json!({"text": "by hand"})).await.0, 201);
    let (_, posts) = house.call(Method::GET, "_emulator/posts/bo", "-", &json!({})).await;
    assert_eq!(posts[0]["text"], "by hand");
    let (_, bill) = house.call(Method::GET, "_emulator/bill", "-", &json!({})).await;
    assert_eq!((&bill["micros"], &bill["writes"]["post_create"]), (&json!(15_000), &json!(1)));
}

#[tokio::test]
async fn windows_of_users_are_their_own() {
    let house = House::new().await;
    let other = format!("Bearer {}", house.x.connect_user("bo").access);
    for number in 0..100 {
        assert_eq!(house.post(json!({"text": format!("post {number}")})).await.0, 201);
    }
    let request = Request::post(house.x.base_url().join("2/tweets").unwrap(), r#"{"text":"one more"}"#);
    let bearer = HeaderValue::from_str(&format!("Bearer {}", house.access)).unwrap();
    let answer = house.http.send(request.header(header::AUTHORIZATION, bearer)).await.unwrap();
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let told = |headers: &HeaderMap, name: &str| headers[name].to_str().unwrap().to_owned();
    assert_eq!(told(&answer.headers, "x-rate-limit-limit"), "100");
    assert_eq!(told(&answer.headers, "x-rate-limit-remaining"), "0");
    assert_eq!(house.call(Method::POST, "2/tweets", &other, &json!({"text": "mine"})).await.0, 201);
    assert_eq!(house.x.bill().requests.get(&Endpoint::PostCreate), Some(&102));
}
