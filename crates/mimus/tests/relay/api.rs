//! The REST API with a real network behind it: from a token to a post that is published, changed and deleted.

use http::{HeaderName, HeaderValue, Method, header};
use mimus_http::{ClientConfig, HttpClient, Request};
use mimus_store::{NewPerson, PersonState};
use serde_json::{Value, json};

use crate::newsroom::{Newsroom, jiff_now, until};

/// A program that somebody has given a token.
pub(crate) struct Program {
    http: HttpClient,
    base: String,
    token: String,
}

impl Program {
    pub(crate) fn of(room: &Newsroom, base: &str, person: &str, scopes: &str) -> Self {
        let mut config = ClientConfig::new("Mimus-test/1");
        config.allow_private_addresses = true;
        let token = room.run(&["desk", "token", person, "--may", scopes], "").trim().to_owned();
        Self { http: HttpClient::new(config).unwrap(), base: base.to_owned(), token }
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        self.try_ask(method, path, body).await.unwrap()
    }

    /// The same of a server that may not be there, or goes away meanwhile.
    pub(crate) async fn try_ask(&self, method: Method, path: &str, body: &Value) -> Option<(u16, Value)> {
        let url = format!("{}{path}", self.base).parse().unwrap();
        let sent = if method == Method::GET { String::new() } else { body.to_string() };
        let bearer = HeaderValue::from_str(&format!("Bearer {}", self.token)).unwrap();
        let request = Request { method, ..Request::post(url, sent) }
            .header(HeaderName::from_static("authorization"), bearer)
            .header(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let answer = self.http.send(request).await.ok()?;
        let body =
            if answer.body.is_empty() { Value::Null } else { serde_json::from_slice(&answer.body).unwrap() };
        Some((answer.status.as_u16(), body))
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path, &Value::Null).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Does something, and returns what was answered.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.ask(Method::POST, path, &body).await;
        assert!((200..300).contains(&status), "{path}: {status} {answer}");
        answer
    }
}

pub(crate) async fn keeper(room: &Newsroom, name: &str) {
    let new = NewPerson { name, shown: name, keeper: true, state: PersonState::Active, password: None };
    room.store.add_person(&new, &[], jiff_now()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_publishes_changes_and_deletes() {
    let room = Newsroom::open().await;
    room.connect_mastodon("town");
    let _relay = room.serve();
    let (_pages, base) = room.serve_pages();
    keeper(&room, "ana").await;
    keeper(&room, "ben").await;
    let ana = Program::of(&room, &base, "ana", "read,write,publish");
    let ben = Program::of(&room, &base, "ben", "read,review");
    until("the pages are there", async || {
        tokio::net::TcpStream::connect(base.trim_start_matches("http://")).await.is_ok()
    })
    .await;
    let account = ana.get("/api/v1/accounts").await["accounts"][0]["id"].as_i64().unwrap();
    let draft = json!({"content": {"text": "The bridge is open.", "language": "en"}, "accounts": [account]});
    let begun = ana.post("/api/v1/drafts", draft).await;
    let path = format!("/api/v1/drafts/{}", begun["id"]);
    let hash = begun["hash"].clone();
    ana.post(&format!("{path}/propose"), json!({"hash": hash})).await;
    let own = ben.ask(Method::POST, &format!("{path}/schedule"), &json!({"hash": hash, "when": "now"})).await;
    assert_eq!((own.0, &own.1["type"]), (403, &json!("/api/problems/scope")));
    ben.post(&format!("{path}/rulings"), json!({"ruling": "approve", "hash": hash})).await;
    ana.post(&format!("{path}/schedule"), json!({"hash": hash, "when": "now"})).await;
    let publication = async || ana.get("/api/v1/publications").await["publications"][0].clone();
    until("it is published", async || publication().await["state"] == "published").await;
    let part = publication().await["parts"][0].clone();
    assert_eq!(part["text"], "The bridge is open.");
    let id = part["id"].as_str().unwrap().to_owned();
    assert!(part["url"].as_str().unwrap().contains(&id), "{part}");
    until("the draft says so", async || ana.get(&path).await["state"] == "published").await;
    let change = json!({
        "revision": 1,
        "content": {"text": "The bridge is open again.", "language": "en"},
        "accounts": [account],
    });
    assert_eq!(ana.ask(Method::PUT, &path, &change).await.0, 200);
    let hash = ana.get(&path).await["hash"].clone();
    let early = ana.ask(Method::POST, &format!("{path}/publish-change"), &json!({"hash": hash})).await;
    assert_eq!((early.0, &early.1["type"]), (422, &json!("/api/problems/not-approved")));
    ben.post(&format!("{path}/rulings"), json!({"ruling": "approve", "hash": hash})).await;
    ana.post(&format!("{path}/publish-change"), json!({"hash": hash})).await;
    until("the change is published", async || {
        let now = publication().await;
        now["state"] == "published" && now["parts"][0]["text"] == "The bridge is open again."
    })
    .await;
    assert_eq!(publication().await["parts"][0]["id"].as_str(), Some(id.as_str()), "the same post");
    // As any change, a deletion is looked at by somebody else first.
    ana.post(&format!("{path}/removal"), json!({"why": "it was closed again"})).await;
    let removal = ana.get(&format!("{path}/removal")).await["removal"].clone();
    assert_eq!(removal["standing"], "wanting");
    ben.post(&format!("{path}/rulings"), json!({"ruling": "approve", "hash": removal["hash"]})).await;
    ana.post(&format!("{path}/delete-published"), json!({"why": "it was closed again"})).await;
    until("it is deleted", async || publication().await["state"] == "deleted").await;
    let deeds: Vec<Value> = ana.get("/api/v1/record").await["entries"].as_array().unwrap().clone();
    assert!(deeds.iter().any(|entry| entry["deed"] == "draft.deleted" && entry["who"] == "ana"));
}
