//! Mirrors, routes and people by the API, from adding to removing.

use serde_json::{Value, json};

use super::room::Room;
use crate::rooms::Feed;

async fn ask(room: &Room, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
    let answer = room.ask("keeper", method, path, body.as_ref()).await;
    assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

#[tokio::test]
async fn a_mirror_is_added_read_and_removed() {
    let room = Room::open().await;
    let feed = Feed::open(&["One morning in the town"]).await;
    let new = json!({"source": feed.address, "handle": "@town", "policy": {"sensitive": true}});
    let made = room.ask("keeper", "POST", "/api/v1/mirrors", Some(&new)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let path = made.header("location").to_owned();
    let made = made.json();
    assert_eq!((&made["handle"], &made["policy"]["sensitive"]), (&json!("town"), &json!(true)));
    assert_eq!(ask(&room, "GET", &path, None, 200).await["source"], format!("feed:{}", feed.address));
    let twice = ask(&room, "POST", "/api/v1/mirrors", Some(new), 422).await;
    assert!(twice["detail"].as_str().unwrap().contains("@town"), "{twice}");
    for (source, more, status) in [
        ("file:/etc/passwd", json!({}), 422),
        ("archive:/etc/passwd", json!({}), 422),
        ("feed:/etc/passwd", json!({}), 422),
        ("x:town", json!({}), 422),
        (&feed.address, json!({"sensitiv": true}), 400),
        (&feed.address, json!({"reposts": "some"}), 400),
    ] {
        let body = json!({"source": source, "handle": "other", "policy": more});
        ask(&room, "POST", "/api/v1/mirrors", Some(body), status).await;
    }
    ask(&room, "POST", &format!("{path}/refresh"), None, 204).await;
    ask(&room, "DELETE", &path, None, 400).await;
    ask(&room, "DELETE", &format!("{path}?handle=robin"), None, 400).await;
    ask(&room, "DELETE", &format!("{path}?handle=@town&why=It+moved"), None, 204).await;
    ask(&room, "GET", &path, None, 404).await;
    let record = ask(&room, "GET", "/api/v1/record", None, 200).await;
    let removed =
        record["entries"].as_array().unwrap().iter().find(|entry| entry["deed"] == "mirror.removed");
    assert_eq!(removed.unwrap()["detail"]["why"], "It moved");
}

#[tokio::test]
async fn a_route_is_made_changed_and_removed() {
    let room = Room::open().await;
    let new = json!({
        "from": "https://blog.example/feed", "to": "mastodon:town@social.example", "policy": {"makes": "drafts"}
    });
    let made = room.ask("keeper", "POST", "/api/v1/routes", Some(&new)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let path = made.header("location").to_owned();
    let made = made.json();
    assert_eq!(made["from"], "feed:https://blog.example/feed");
    assert_eq!((&made["policy"]["makes"], &made["policy"]["footer"]), (&json!("drafts"), &json!("")));
    for (from, to) in [
        ("feed:/etc/passwd", "mastodon:town@social.example"),
        ("archive:/etc/passwd", "mastodon:town@social.example"),
        ("https://blog.example/feed", "mastodon:nobody@social.example"),
        ("https://blog.example/feed", "nowhere"),
    ] {
        ask(&room, "POST", "/api/v1/routes", Some(json!({"from": from, "to": to})), 422).await;
    }
    let written = json!({"policy": {"makes": "drafts", "footer": "#town"}});
    assert_eq!(ask(&room, "PUT", &path, Some(written), 200).await["policy"]["footer"], "#town");
    ask(&room, "PUT", &path, Some(json!({"policy": {"footer": "a".repeat(500)}})), 422).await;
    ask(&room, "PUT", &path, Some(json!({"policy": {"footr": ""}})), 400).await;
    ask(&room, "DELETE", &path, None, 204).await;
    ask(&room, "GET", &path, None, 404).await;
    ask(&room, "DELETE", &path, None, 404).await;
}

#[tokio::test]
async fn somebody_is_invited_given_roles_and_let_go_and_nobody_becomes_a_keeper() {
    let room = Room::open().await;
    let account = room.account.get();
    let invite = async |body: Value, status| ask(&room, "POST", "/api/v1/people", Some(body), status).await;
    invite(json!({"name": "dora", "account": 999, "roles": ["editor"]}), 404).await;
    invite(json!({"name": "dora", "keeper": true}), 400).await;
    invite(json!({"name": "d"}), 422).await;
    assert_eq!(room.engine.store.person_named("dora").await.unwrap(), None, "nobody is invited halfway");
    let made = invite(json!({"name": "Dora", "account": account, "roles": ["editor"]}), 201).await;
    assert_eq!(invite(json!({"name": "dora"}), 422).await["type"], "/api/problems/invalid");
    let link = made["link"].as_str().unwrap().strip_prefix(room.engine.addresses.base()).unwrap();
    room.open_page("", link).await.has("dora");
    let path = format!("/api/v1/people/{}", made["id"]);
    let roles = json!({"account": account, "roles": ["proposer", "auditor"]});
    ask(&room, "PUT", &format!("{path}/roles"), Some(roles), 204).await;
    let people = ask(&room, "GET", "/api/v1/people", None, 200).await;
    let dora = people["people"].as_array().unwrap().iter().find(|person| person["name"] == "dora").unwrap();
    assert_eq!(dora["keeper"], false);
    assert_eq!(dora["accounts"][0]["roles"].as_array().unwrap().len(), 2);
    ask(&room, "PUT", &format!("{path}/roles"), Some(json!({"account": account, "roles": ["king"]})), 400)
        .await;
    ask(&room, "DELETE", &path, None, 204).await;
    assert_eq!(room.open_page("", link).await.status, 401, "the link has ended as well");
    let own = room.who("keeper").await.id;
    ask(&room, "DELETE", &format!("/api/v1/people/{own}"), None, 422).await;
}
