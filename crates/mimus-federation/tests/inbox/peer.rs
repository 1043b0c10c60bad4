//! Another fediverse server, on loopback: it serves documents, counts what is asked, and its people sign.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, Method, Request, StatusCode, header};
use jiff::Timestamp;
use mimus_federation::inbox::{InboxRequest, Received, Refusal};
use mimus_federation::signature::{self, RequestHead, RequestToSign, Scheme, SigningKey, VerifyingKey};
use serde_json::{Value, json};

use super::here::Here;

pub(crate) const INBOX: &str = "http://mimus.example/inbox";

/// Keys that tests share, as each takes a while to make: by number.
pub(crate) fn key(number: usize) -> SigningKey {
    static KEYS: [LazyLock<SigningKey>; 4] = [const { LazyLock::new(|| SigningKey::generate().unwrap()) }; 4];
    KEYS[number].clone()
}

/// What a path answers.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) location: Option<String>,
    pub(crate) body: Vec<u8>,
    pub(crate) delay: Duration,
}

impl Page {
    pub(crate) fn json(document: &Value) -> Self {
        Self {
            status: StatusCode::OK,
            content_type: "application/activity+json; charset=utf-8",
            location: None,
            body: serde_json::to_vec(document).unwrap(),
            delay: Duration::ZERO,
        }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self { status: StatusCode::from_u16(status).unwrap(), ..Self::json(&json!({})) }
    }

    pub(crate) fn redirect(location: &str) -> Self {
        Self { location: Some(location.to_owned()), ..Self::status(302) }
    }
}

#[derive(Default)]
struct Shared {
    pages: Mutex<HashMap<String, Page>>,
    asked: Mutex<Vec<String>>,
    /// Where set, only what this key has signed is answered.
    only_for: Mutex<Option<VerifyingKey>>,
    base: Mutex<String>,
}

pub(crate) struct Peer {
    pub(crate) base: String,
    shared: Arc<Shared>,
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response {
    let path = request.uri().path().to_owned();
    shared.asked.lock().unwrap().push(path.clone());
    let page = shared.pages.lock().unwrap().get(&path).cloned().unwrap_or_else(|| Page::status(404));
    if let Some(key) = shared.only_for.lock().unwrap().as_ref() {
        let base = shared.base.lock().unwrap().parse().unwrap();
        let head = RequestHead {
            method: request.method(),
            target: &path,
            headers: request.headers(),
            public_base: &base,
        };
        let signed = signature::parse(&head, b"", super::world::at(0)).and_then(|s| s.verify(key));
        let accept = request.headers()[header::ACCEPT].to_str().unwrap();
        let both =
            accept.contains("application/activity+json") && accept.contains("application/ld+json; profile=");
        if signed.is_err() || !both {
            return Response::builder().status(401).body(Body::empty()).unwrap();
        }
    }
    tokio::time::sleep(page.delay).await;
    let mut response =
        Response::builder().status(page.status).header(header::CONTENT_TYPE, page.content_type);
    if let Some(location) = page.location {
        response = response.header(header::LOCATION, location);
    }
    response.body(Body::from(page.body)).unwrap()
}

impl Peer {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared::default());
        shared.base.lock().unwrap().clone_from(&base);
        let app = axum::Router::new().fallback(answer).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { base, shared }
    }

    pub(crate) fn host(&self) -> &str {
        self.base.strip_prefix("http://").unwrap()
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn page(&self, path: &str, page: Page) {
        self.shared.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    pub(crate) fn serve(&self, path: &str, document: &Value) {
        self.page(path, Page::json(document));
    }

    pub(crate) fn only_for(&self, key: VerifyingKey) {
        *self.shared.only_for.lock().unwrap() = Some(key);
    }

    /// The paths that were asked for since this was last called.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.shared.asked.lock().unwrap())
    }

    /// Somebody as Mastodon would have them, whose document is served.
    pub(crate) fn person(&self, name: &str, number: usize) -> Person {
        let uri = self.at(&format!("/users/{name}"));
        let person = Person { key_id: format!("{uri}#main-key"), uri, key: key(number) };
        self.serve(&format!("/users/{name}"), &person.document());
        person
    }
}

#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) uri: String,
    pub(crate) key_id: String,
    pub(crate) key: SigningKey,
}

impl Person {
    pub(crate) fn document(&self) -> Value {
        let (base, _) = self.uri.split_once("/users/").unwrap();
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": self.uri,
            "type": "Person",
            "preferredUsername": "robin",
            "name": "Robin\u{7} Redbreast",
            "url": format!("{base}/@robin"),
            "inbox": format!("{}/inbox", self.uri),
            "outbox": format!("{}/outbox", self.uri),
            "endpoints": { "sharedInbox": format!("{base}/inbox") },
            "publicKey": {
                "id": self.key_id,
                "owner": self.uri,
                "publicKeyPem": self.key.public_key_pem(),
            },
        })
    }

    /// An activity of this person; `id` is the last part of its id.
    pub(crate) fn activity(&self, kind: &str, id: &str, object: impl Into<Value>) -> Value {
        json!({ "id": format!("{}/{id}", self.uri), "type": kind, "actor": self.uri, "object": object.into() })
    }

    /// A note of this person.
    pub(crate) fn note(&self, id: &str, content: &str) -> Value {
        json!({
            "id": format!("{}/{id}", self.uri),
            "type": "Note",
            "attributedTo": self.uri,
            "content": content,
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
        })
    }

    pub(crate) fn sign(&self, body: &[u8], now: Timestamp) -> HeaderMap {
        self.sign_by(Scheme::Cavage, body, now)
    }

    pub(crate) fn sign_by(&self, scheme: Scheme, body: &[u8], now: Timestamp) -> HeaderMap {
        let url = INBOX.parse().unwrap();
        let content_type = Some("application/activity+json");
        let request = RequestToSign { method: &Method::POST, url: &url, body: Some(body), content_type };
        signature::sign(scheme, &request, &self.key, &self.key_id, now).unwrap()
    }

    pub(crate) async fn send(&self, here: &Here, activity: &Value, now: i64) -> Result<Received, Refusal> {
        let body = serde_json::to_vec(activity).unwrap();
        let headers = self.sign(&body, super::world::at(now));
        here.post(&headers, &body, now).await
    }
}

/// A request to the shared inbox.
pub(crate) fn request<'a>(headers: &'a HeaderMap, body: &'a [u8]) -> InboxRequest<'a> {
    InboxRequest { method: &Method::POST, target: "/inbox", headers, body, to: None }
}
