//! Tokens: for how long, for what, and whose.

use mimus_core::desk::Scope;
use serde_json::json;

use super::room::Room;

const DAY: i64 = 86_400;

#[tokio::test]
async fn a_token_is_shown_once_and_ends() {
    let room = Room::open().await;
    let made = room
        .ask("editor", "POST", "/api/v1/tokens", Some(&json!({"name": " My  robot ", "scopes": ["read"]})))
        .await;
    assert_eq!(made.status, 201);
    let token = made.json()["token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("mimus_") && token.len() == 70, "{token}");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/api/v1/tokens/{id}"));
    let list = room.ask("editor", "GET", "/api/v1/tokens", None).await;
    list.has_not(&token);
    list.has_not(&token[6..]);
    list.has("My robot");
    assert_eq!(room.ask_with(&token, "GET", "/api/v1/me", None).await.json()["name"], "editor");
    assert_eq!(room.ask_with(&token, "GET", "/api/v1/tokens", None).await.status, 403, "it is for reading");
    room.pass(89 * DAY);
    assert_eq!(room.ask_with(&token, "GET", "/api/v1/me", None).await.status, 200);
    room.pass(DAY);
    assert_eq!(room.ask_with(&token, "GET", "/api/v1/me", None).await.status, 401, "90 days are over");
}

#[tokio::test]
async fn a_token_makes_none_that_may_more_or_longer() {
    let room = Room::open().await;
    let write = room.token("keeper", &[Scope::Write, Scope::Read]).await;
    let make = async |body| room.ask_with(&write, "POST", "/api/v1/tokens", Some(&body)).await;
    let more = make(json!({"name": "more", "scopes": ["read", "keep"]})).await;
    assert_eq!((more.status, &more.json()["scope"]), (403, &json!("keep")));
    let longer =
        make(json!({"name": "longer", "scopes": ["read"], "expires_at": "2027-11-01T00:00:00Z"})).await;
    assert_eq!((longer.status, &longer.json()["type"]), (422, &json!("/api/problems/time")));
    let over = make(json!({"name": "over", "scopes": ["read"], "expires_at": "2026-01-01T00:00:00Z"})).await;
    assert_eq!(over.status, 422);
    assert_eq!(make(json!({"name": "", "scopes": ["read"]})).await.status, 422);
    assert_eq!(make(json!({"name": "none", "scopes": []})).await.status, 422);
    assert_eq!(make(json!({"name": "odd", "scopes": ["everything"]})).await.status, 400);
    assert_eq!(
        make(json!({"name": "good", "scopes": ["read"], "expires_at": "2026-12-01T00:00:00Z"})).await.status,
        201
    );
}

#[tokio::test]
async fn a_revoked_token_is_no_good_and_nobody_revokes_anothers() {
    let room = Room::open().await;
    let made = room
        .ask("editor", "POST", "/api/v1/tokens", Some(&json!({"name": "robot", "scopes": ["read"]})))
        .await
        .json();
    let token = made["token"].as_str().unwrap();
    let path = format!("/api/v1/tokens/{}", made["id"].as_str().unwrap());
    assert_eq!(room.ask("keeper", "DELETE", &path, None).await.status, 404, "somebody else's");
    assert_eq!(room.ask_with(token, "GET", "/api/v1/me", None).await.status, 200);
    assert_eq!(room.ask("editor", "DELETE", &path, None).await.status, 204);
    assert_eq!(room.ask_with(token, "GET", "/api/v1/me", None).await.status, 401);
    assert_eq!(room.ask("editor", "DELETE", &path, None).await.status, 404);
    room.ask("stranger", "GET", "/api/v1/record", None).await.has("token.revoked");
}

#[tokio::test]
async fn what_is_no_token_is_nobodys() {
    let room = Room::open().await;
    let good = room.token_of("keeper").to_owned();
    for bad in ["mimus_", "nonsense", &good[6..], &format!("{good}0"), &format!("mimus_{}", "0".repeat(64))] {
        assert_eq!(room.ask_with(bad, "GET", "/api/v1/me", None).await.status, 401, "{bad}");
    }
    let basic = [("Authorization", "Basic bWltdXM6bWltdXM=")];
    assert_eq!(room.place.ask("GET", "/api/v1/me", &basic).await.status, 401);
    let lower = format!("bearer {good}");
    assert_eq!(room.place.ask("GET", "/api/v1/me", &[("Authorization", &lower)]).await.status, 200);
}

#[tokio::test]
async fn the_last_use_is_known_to_the_minute() {
    let room = Room::open().await;
    let used = async || {
        let me = room.ask("auditor", "GET", "/api/v1/tokens", None).await.json();
        me["tokens"][0]["used_at"].as_str().map(str::to_owned)
    };
    let first = used().await.unwrap();
    room.pass(30);
    assert_eq!(used().await.unwrap(), first);
    room.pass(40);
    assert_ne!(used().await.unwrap(), first);
}
