//! [`Follower`]: a small fediverse server with one person, who follows and remembers what comes.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, RawQuery, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use mimus_engine::Clock;
use mimus_federation::document::CONTENT_TYPE as ACTIVITY;
use mimus_federation::signature::{
    self, KeyError, RequestHead, RequestToSign, Scheme, SignatureError, SigningKey, VerifyingKey,
};
use mimus_http::{HttpClient, HttpError};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

use super::record::{ReceivedActivity, Record};
use crate::query;

/// Largest body that is taken, in bytes.
const MAX_BODY: usize = 1 << 20;
/// Most keys of other actors that are remembered.
const MAX_KEYS: usize = 4_096;

/// Why the follower could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum FollowerError {
    /// The address to listen at is not to be had.
    #[error("the follower cannot listen at {address}: {source}")]
    Listen {
        /// Where it should have listened.
        address: SocketAddr,
        /// Why it cannot.
        source: std::io::Error,
    },
    /// Its key could not be made.
    #[error("the follower's key cannot be made: {0}")]
    Key(#[from] KeyError),
    /// An address that is none.
    #[error("{0:?} is not the address of an actor")]
    Address(String),
    /// A request that could not be signed.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// A request that failed.
    #[error("{url} cannot be reached: {source}")]
    Http {
        /// What was asked.
        url: Url,
        /// Why that failed.
        source: Box<HttpError>,
    },
    /// An answer that says no.
    #[error("{url} answered {status}: {words}")]
    Refused {
        /// What was asked.
        url: Url,
        /// The answer's status.
        status: StatusCode,
        /// The beginning of what it said.
        words: String,
    },
    /// An answer that is no actor.
    #[error("what {url} answered is not an actor: it has no {missing}")]
    NoActor {
        /// What was asked.
        url: Url,
        /// What an actor has.
        missing: &'static str,
    },
}

/// A person on a server of their own, `fan`, who follows mirrors. Cheap to clone; the server runs until the
/// process ends.
#[derive(Clone)]
pub struct Follower(Arc<Inner>);

struct Inner {
    base: Url,
    clock: Clock,
    key: SigningKey,
    http: HttpClient,
    record: Mutex<Record>,
    keys: Mutex<HashMap<String, VerifyingKey>>,
    /// How many activities have come; for those who wait.
    arrivals: watch::Sender<u64>,
}

impl Follower {
    /// Starts the server. It is found by other servers at `listen` over plain HTTP, so both sides must allow
    /// private addresses; port 0 takes any that is free.
    pub async fn start(listen: SocketAddr, http: HttpClient) -> Result<Self, FollowerError> {
        let failed = |source| FollowerError::Listen { address: listen, source };
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let base: Url =
            format!("http://{address}/").parse().map_err(|_| FollowerError::Address(address.to_string()))?;
        let follower = Self(Arc::new(Inner {
            base,
            clock: Clock::system(),
            key: SigningKey::generate()?,
            http,
            record: Mutex::default(),
            keys: Mutex::default(),
            arrivals: watch::Sender::new(0),
        }));
        let app = router(follower.clone());
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::error!(%error, "the follower has stopped");
            }
        });
        Ok(follower)
    }

    /// The id of its actor.
    #[must_use]
    pub fn actor(&self) -> String {
        self.at("users/fan")
    }

    /// Its name: `@fan@127.0.0.1:8422`.
    #[must_use]
    pub fn handle(&self) -> String {
        format!("@fan@{}", self.host())
    }

    /// Asks to follow an actor, and returns the id of the follow. The answer comes to the inbox later.
    pub async fn follow(&self, actor: &str) -> Result<String, FollowerError> {
        let id = format!("{}#follows/{actor}", self.actor());
        self.send(actor, &json!({ "id": id, "type": "Follow", "actor": self.actor(), "object": actor }))
            .await?;
        Ok(id)
    }

    /// Takes a follow back.
    pub async fn unfollow(&self, actor: &str) -> Result<(), FollowerError> {
        let follow = json!({
            "id": format!("{}#follows/{actor}", self.actor()),
            "type": "Follow",
            "actor": self.actor(),
            "object": actor,
        });
        let id = format!("{}#undoes/{actor}", self.actor());
        self.send(actor, &json!({ "id": id, "type": "Undo", "actor": self.actor(), "object": follow })).await
    }

    /// Sends an activity to an actor's own inbox, signed.
    pub async fn send(&self, actor: &str, activity: &Value) -> Result<(), FollowerError> {
        let url = Url::parse(actor).map_err(|_| FollowerError::Address(actor.to_owned()))?;
        let document = self.read(&url).await?;
        let missing = |missing| FollowerError::NoActor { url: url.clone(), missing };
        let inbox = document["inbox"].as_str().and_then(|inbox| Url::parse(inbox).ok());
        let inbox = inbox.ok_or_else(|| missing("inbox"))?;
        let mut body = activity.clone();
        body["@context"] = "https://www.w3.org/ns/activitystreams".into();
        let body = body.to_string();
        let to_sign = RequestToSign {
            method: &Method::POST,
            url: &inbox,
            body: Some(body.as_bytes()),
            content_type: Some(ACTIVITY),
        };
        let headers = self.sign(&to_sign)?;
        let request = mimus_http::Request::post(inbox.clone(), body).headers(headers);
        let answer = self.0.http.send(request).await;
        let answer =
            answer.map_err(|source| FollowerError::Http { url: inbox.clone(), source: source.into() })?;
        refused(inbox, answer.status, &answer.body)
    }

    /// All that has come, oldest first; of very much, the newest.
    #[must_use]
    pub fn received(&self) -> Vec<ReceivedActivity> {
        self.record().all()
    }

    /// Waits until what has come satisfies `enough`, and returns it. How long to wait is the caller's to say.
    pub async fn received_once(&self, enough: impl Fn(&[ReceivedActivity]) -> bool) -> Vec<ReceivedActivity> {
        let mut arrivals = self.0.arrivals.subscribe();
        loop {
            let received = self.received();
            if enough(&received) || arrivals.changed().await.is_err() {
                return received;
            }
        }
    }

    async fn read(&self, url: &Url) -> Result<Value, FollowerError> {
        let to_sign = RequestToSign { method: &Method::GET, url, body: None, content_type: None };
        let headers = self.sign(&to_sign)?;
        let request = mimus_http::Request::get(url.clone())
            .headers(headers)
            .header(ACCEPT, HeaderValue::from_static(ACTIVITY));
        let answer = self.0.http.send(request).await;
        let answer =
            answer.map_err(|source| FollowerError::Http { url: url.clone(), source: source.into() })?;
        refused(url.clone(), answer.status, &answer.body)?;
        serde_json::from_slice(&answer.body)
            .map_err(|_| FollowerError::NoActor { url: url.clone(), missing: "JSON" })
    }

    fn sign(&self, request: &RequestToSign<'_>) -> Result<HeaderMap, SignatureError> {
        signature::sign(Scheme::Cavage, request, &self.0.key, &self.key_id(), self.0.clock.now())
    }

    /// How a request is signed by the activity's actor; or why it is not.
    async fn verify(&self, request: &Parts, body: &[u8], document: &Value) -> Result<Scheme, String> {
        let head = RequestHead {
            method: &Method::POST,
            target: &request.target,
            headers: &request.headers,
            public_base: &self.0.base,
        };
        let unverified =
            signature::parse(&head, body, self.0.clock.now()).map_err(|error| error.to_string())?;
        let key_id = unverified.key_id().to_owned();
        if key_id.split('#').next() != document["actor"].as_str() {
            return Err("the key belongs to another actor than the activity names".to_owned());
        }
        let known = self.keys().get(&key_id).cloned();
        let key = match known {
            Some(key) => key,
            None => self.key(&key_id).await.map_err(|error| error.to_string())?,
        };
        unverified.verify(&key).map(|verified| verified.scheme).map_err(|error| error.to_string())
    }

    async fn key(&self, key_id: &str) -> Result<VerifyingKey, FollowerError> {
        let url = Url::parse(key_id).map_err(|_| FollowerError::Address(key_id.to_owned()))?;
        let actor = self.read(&url).await?;
        let pem = actor["publicKey"]["publicKeyPem"].as_str();
        let key = VerifyingKey::from_pem(pem.ok_or(FollowerError::NoActor { url, missing: "public key" })?)?;
        let mut keys = self.keys();
        if keys.len() >= MAX_KEYS {
            keys.clear();
        }
        keys.insert(key_id.to_owned(), key.clone());
        Ok(key)
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0.base)
    }

    fn host(&self) -> String {
        let port = self.0.base.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}{port}", self.0.base.host_str().unwrap_or_default())
    }

    fn key_id(&self) -> String {
        format!("{}#main-key", self.actor())
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.0.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keys(&self) -> MutexGuard<'_, HashMap<String, VerifyingKey>> {
        self.0.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refused(url: Url, status: StatusCode, body: &[u8]) -> Result<(), FollowerError> {
    if status.is_success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(body).chars().filter(|c| !c.is_control()).take(200).collect();
    Err(FollowerError::Refused { url, status, words })
}

fn router(follower: Follower) -> Router {
    Router::new()
        .route("/users/fan", get(actor))
        .route("/users/fan/inbox", post(inbox))
        .route("/inbox", post(inbox))
        .route("/users/fan/outbox", get(outbox))
        .route("/.well-known/webfinger", get(webfinger))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(follower)
}

async fn actor(State(follower): State<Follower>) -> Response {
    let id = follower.actor();
    let document = json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
        "id": id,
        "type": "Person",
        "preferredUsername": "fan",
        "name": "A follower",
        "summary": "<p>Follows mirrors and remembers what they send.</p>",
        "inbox": format!("{id}/inbox"),
        "outbox": format!("{id}/outbox"),
        "endpoints": { "sharedInbox": follower.at("inbox") },
        "publicKey": {
            "id": follower.key_id(),
            "owner": id,
            "publicKeyPem": follower.0.key.public_key_pem(),
        },
    });
    ([(CONTENT_TYPE, ACTIVITY)], document.to_string()).into_response()
}

async fn outbox(State(follower): State<Follower>) -> Response {
    let document = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/outbox", follower.actor()),
        "type": "OrderedCollection",
        "totalItems": 0,
        "orderedItems": [],
    });
    ([(CONTENT_TYPE, ACTIVITY)], document.to_string()).into_response()
}

async fn webfinger(State(follower): State<Follower>, RawQuery(query): RawQuery) -> Response {
    let account = format!("acct:fan@{}", follower.host());
    match query::value(query.as_deref(), "resource") {
        Some(resource) if resource == account || resource == follower.actor() => {
            let link = json!({ "rel": "self", "type": ACTIVITY, "href": follower.actor() });
            let document = json!({ "subject": account, "links": [link] });
            ([(CONTENT_TYPE, "application/jrd+json")], document.to_string()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The head of a request, kept while its body is read.
struct Parts {
    target: String,
    headers: HeaderMap,
}

async fn inbox(State(follower): State<Follower>, request: Request) -> Response {
    let parts = Parts {
        target: request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        headers: request.headers().clone(),
    };
    let Ok(body) = axum::body::to_bytes(request.into_body(), MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    follower.take(&parts, &body).await
}

impl Follower {
    async fn take(&self, parts: &Parts, body: &Bytes) -> Response {
        let document = serde_json::from_slice(body).unwrap_or(Value::Null);
        let signature = self.verify(parts, body, &document).await;
        let answer = match &signature {
            Ok(_) => StatusCode::ACCEPTED.into_response(),
            Err(why) => (StatusCode::UNAUTHORIZED, Json(json!({ "error": why }))).into_response(),
        };
        let received =
            ReceivedActivity::new(self.0.clock.now(), parts.target.clone(), signature, document, body.len());
        self.record().push(received);
        self.0.arrivals.send_modify(|count| *count += 1);
        answer
    }
}
