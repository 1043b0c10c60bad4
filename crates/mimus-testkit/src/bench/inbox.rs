//! The inbox under a flood: many servers send at their pace, one sends as fast as it can.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Method, header};
use axum::response::IntoResponse;
use clap::Args;
use jiff::Timestamp;
use mimus_core::{LocalHandle, MirrorPolicy, Network, Origin, Post, Profile, RemoteId, RichText};
use mimus_federation::signature::{self, RequestToSign, Scheme, SigningKey};
use mimus_http::{ClientConfig, HttpClient, Request};
use mimus_store::{Change, NewMirror, NodeName, Recording, Store, StoreOptions};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use url::Url;

use super::{Figure, figure};
use crate::process;

/// The servers' network: each is a loopback address of its own.
const NETWORK: [u8; 3] = [127, 18, 0];
/// Requests that the flood has on the way at once.
const FLOOD_AT_ONCE: usize = 16;
/// Signed requests that the flood sends over and over.
const FLOOD_REQUESTS: usize = 400;

/// The inbox under a flood.
#[derive(Debug, Args)]
pub(crate) struct Inbox {
    /// Servers that send at their pace
    #[arg(long, default_value_t = 100)]
    servers: u8,
    /// Requests a minute, all of them together
    #[arg(long, default_value_t = 10_000)]
    a_minute: u32,
    /// For how long, in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

struct Sender {
    base: String,
    key: SigningKey,
}

/// A request, signed beforehand, so that signing takes nothing from the server that is measured.
#[derive(Clone)]
struct Signed {
    headers: HeaderMap,
    body: String,
}

#[derive(Default)]
struct Outcome {
    /// Milliseconds.
    times: Vec<f64>,
    taken: u64,
    held_back: u64,
    other: u64,
}

impl Outcome {
    fn add(&mut self, status: u16, took: Duration) {
        self.times.push(took.as_secs_f64() * 1_000.0);
        match status {
            202 => self.taken += 1,
            429 => self.held_back += 1,
            _ => self.other += 1,
        }
    }

    fn join(&mut self, other: Self) {
        self.times.extend(other.times);
        self.taken += other.taken;
        self.held_back += other.held_back;
        self.other += other.other;
    }

    /// The time within which so many per thousand were answered.
    fn within(&mut self, per_thousand: usize) -> f64 {
        self.times.sort_by(f64::total_cmp);
        self.times.get(self.times.len() * per_thousand / 1_000).copied().unwrap_or_default()
    }
}

impl Inbox {
    pub(crate) async fn run(self) -> Result<Vec<Figure>, String> {
        let folder = TempDir::new().map_err(|e| e.to_string())?;
        let object = seed(&folder).await.map_err(|e| e.to_string())?;
        let (server, base) = process::serve(folder.path(), "web,courier,poller,janitor").await?;
        let inbox: Url = format!("{base}/inbox").parse().map_err(|e| format!("{base}: {e}"))?;
        let object = format!("{base}{object}");
        let key = SigningKey::generate().map_err(|e| e.to_string())?;
        let mut senders = Vec::new();
        for number in 1..=self.servers.min(250) {
            senders.push(Sender::start(number, key.clone()).await?);
        }
        let flooder = Sender::start(251, key.clone()).await?;
        let per_server = self.a_minute * self.seconds / 60 / u32::from(self.servers.max(1));
        let mut prepared = Vec::new();
        for sender in &senders {
            let all: Result<Vec<Signed>, String> =
                (0..per_server).map(|n| sender.like(&inbox, &object, n)).collect();
            prepared.push(all?);
        }
        let flood: Result<Vec<Signed>, String> =
            (0..FLOOD_REQUESTS as u32).map(|n| flooder.like(&inbox, &object, n)).collect();
        let flood = Arc::new(flood?);
        let mut config = ClientConfig::new("mimus-bench");
        config.allow_private_addresses = true;
        let http = HttpClient::new(config).map_err(|e| e.to_string())?;

        // Every key has been seen before, as in a server's daily life.
        let first = prepared.iter().filter_map(|all| all.first());
        for signed in first.chain(flood.first()) {
            let status = send(&http, &inbox, signed).await.map_err(|e| e.to_string())?;
            if status != 202 {
                return Err(format!("the first request of a server is answered {status}"));
            }
        }
        let cpu = process::cpu_seconds(server.0.id()).unwrap_or_default();
        let began = Instant::now();
        let pace = Duration::from_secs(self.seconds.into()) / per_server.max(1);
        let mut sending = JoinSet::new();
        for (number, all) in prepared.into_iter().enumerate() {
            let (http, inbox) = (http.clone(), inbox.clone());
            let offset = pace.mul_f64(number as f64 / f64::from(self.servers));
            sending.spawn(async move { at_its_pace(&http, &inbox, all, pace, offset).await });
        }
        let over = Arc::new(AtomicBool::new(false));
        let mut flooding = JoinSet::new();
        for n in 0..FLOOD_AT_ONCE {
            let (http, inbox, over, flood) =
                (http.clone(), inbox.clone(), Arc::clone(&over), Arc::clone(&flood));
            flooding.spawn(async move { as_fast_as_it_can(&http, &inbox, &flood, n, &over).await });
        }
        let mut served = Outcome::default();
        while let Some(outcome) = sending.join_next().await {
            served.join(outcome.map_err(|e| e.to_string())?);
        }
        over.store(true, Ordering::Relaxed);
        let mut flooded = Outcome::default();
        while let Some(outcome) = flooding.join_next().await {
            flooded.join(outcome.map_err(|e| e.to_string())?);
        }
        let seconds = began.elapsed().as_secs_f64();
        let cpu = process::cpu_seconds(server.0.id()).unwrap_or_default() - cpu;
        let peak = process::status_kib(server.0.id(), "VmHWM").unwrap_or(0) as f64 / 1_024.0;
        Ok(vec![
            figure(format!("{} servers: requests", self.servers), served.times.len() as f64, ""),
            figure("taken (202)", served.taken as f64, ""),
            figure("held back (429)", served.held_back as f64, ""),
            figure("answered otherwise, or not", served.other as f64, ""),
            figure("answered within, median", served.within(500), "ms"),
            figure("answered within, p99", served.within(990), "ms"),
            figure("answered within, longest", served.within(999), "ms"),
            figure("the flood: requests", flooded.times.len() as f64, ""),
            figure("the flood: a second", flooded.times.len() as f64 / seconds, "/s"),
            figure("the flood: taken (202)", flooded.taken as f64, ""),
            figure("the flood: held back (429)", flooded.held_back as f64, ""),
            figure("the flood: answered otherwise, or not", flooded.other as f64, ""),
            figure("CPU of the server", cpu / seconds * 100.0, "% of a core"),
            figure("peak memory", peak, "MiB"),
        ])
    }
}

async fn at_its_pace(
    http: &HttpClient,
    inbox: &Url,
    all: Vec<Signed>,
    pace: Duration,
    offset: Duration,
) -> Outcome {
    let mut outcome = Outcome::default();
    let mut due = tokio::time::interval_at(tokio::time::Instant::now() + offset, pace);
    for signed in all {
        // From when it was due, so that waiting for an answer before it counts too.
        let due = due.tick().await;
        let status = send(http, inbox, &signed).await.unwrap_or_default();
        outcome.add(status, due.elapsed());
    }
    outcome
}

async fn as_fast_as_it_can(
    http: &HttpClient,
    inbox: &Url,
    all: &[Signed],
    from: usize,
    over: &AtomicBool,
) -> Outcome {
    let mut outcome = Outcome::default();
    for signed in all.iter().cycle().skip(from * all.len() / FLOOD_AT_ONCE) {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let began = Instant::now();
        let status = send(http, inbox, signed).await.unwrap_or_default();
        outcome.add(status, began.elapsed());
    }
    outcome
}

async fn send(http: &HttpClient, inbox: &Url, signed: &Signed) -> Result<u16, mimus_http::HttpError> {
    let request = Request::post(inbox.clone(), signed.body.clone()).headers(signed.headers.clone());
    Ok(http.send(request).await?.status.as_u16())
}

impl Sender {
    async fn start(number: u8, key: SigningKey) -> Result<Self, String> {
        let [a, b, c] = NETWORK;
        let address = SocketAddr::from((Ipv4Addr::new(a, b, c, number), 0));
        let listener = TcpListener::bind(address).await.map_err(|e| format!("{address}: {e}"))?;
        let base = format!("http://{}", listener.local_addr().map_err(|e| e.to_string())?);
        let document = Arc::new(json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": format!("{base}/users/fan"),
            "type": "Person",
            "preferredUsername": "fan",
            "inbox": format!("{base}/inbox"),
            "publicKey": {
                "id": format!("{base}/users/fan#main-key"),
                "owner": format!("{base}/users/fan"),
                "publicKeyPem": key.public_key_pem(),
            },
        }));
        let router = axum::Router::new().fallback(actor).with_state(document);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { base, key })
    }

    fn like(&self, inbox: &Url, object: &str, number: u32) -> Result<Signed, String> {
        const TYPE: &str = "application/activity+json";
        let actor = format!("{}/users/fan", self.base);
        let body = json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": format!("{actor}#likes/{number}"),
            "type": "Like",
            "actor": actor,
            "object": object,
        })
        .to_string();
        let request = RequestToSign {
            method: &Method::POST,
            url: inbox,
            body: Some(body.as_bytes()),
            content_type: Some(TYPE),
        };
        let headers =
            signature::sign(Scheme::Cavage, &request, &self.key, &format!("{actor}#main-key"), now())
                .map_err(|e| e.to_string())?;
        Ok(Signed { headers, body })
    }
}

async fn actor(State(document): State<Arc<Value>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/activity+json")], Json(Value::clone(&document)).0.to_string())
}

/// Makes a mirror with one post, and returns the post's path.
async fn seed(folder: &TempDir) -> Result<String, Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder.path().join("data"))?;
    let url = format!("sqlite:{}", folder.path().join("data/mimus.db").display());
    let store = Store::open(&StoreOptions { url, connections: 2 }).await?;
    let key = SigningKey::generate()?;
    let secret = key.to_pkcs8_der()?;
    let (handle, node) = (LocalHandle::new("town")?, NodeName::new("bench"));
    let new = NewMirror {
        handle: &handle,
        location: "feed:https://town.example/feed",
        policy: &MirrorPolicy::default(),
        profile: &Profile { name: "Town".into(), ..Profile::default() },
        private_key: secret.as_bytes(),
        public_key: key.public_key_pem(),
        first_read_at: Some(now()),
        reader: Some(&node),
    };
    let mirror = store.add_mirror(&new, now()).await?;
    let origin = Origin { network: Network::Feed, remote_id: RemoteId::new("1")?, url: None };
    let mut post = Post::new(origin, now());
    post.text = RichText::plain("What everybody likes");
    let recording = Recording {
        mirror,
        node: &node,
        changes: &[Change::Seen(Box::new(post))],
        cursor: "{}",
        next_read_at: None,
        finished: true,
        announce: false,
        progress: None,
        state: None,
    };
    store.record(&recording, now()).await?;
    let post = store.posts_by_remote_id(mirror, &["1"]).await?;
    let id = post.values().next().ok_or("the post is not there")?;
    store.close().await;
    Ok(format!("/users/town/posts/{id}"))
}

#[expect(clippy::disallowed_methods, reason = "the server beside it runs by the machine's clock")]
fn now() -> Timestamp {
    Timestamp::now()
}
