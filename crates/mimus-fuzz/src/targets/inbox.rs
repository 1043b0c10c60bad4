//! The inbox: whole requests through the router, to a store that fills up, by somebody whose key is known.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request, StatusCode, Uri};
use jiff::Timestamp;
use mimus_core::{LocalHandle, MirrorPolicy, Network, Origin, Post, PostId, Profile, RemoteId, RichText};
use mimus_engine::Clock;
use mimus_federation::signature::SigningKey;
use mimus_federation::{Addresses, Inbox, Remote};
use mimus_store::{Change, NewMirror, NodeName, Recording, RemoteActor, Store, StoreOptions};
use mimus_web::{Site, SiteInfo, SiteParts};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower_service::Service as _;
use url::Url;

use super::request::{KEY_ID, Signed, TextRequest, replaced};
use super::{Exercise, Outcome, SetupError};

/// After how many requests there is a new store. Rejected follows and the like are remembered, so an old store
/// shows less and less.
const REQUESTS_OF_A_STORE: u64 = 1_000;
/// The first second of the server's clock.
const BEGIN: i64 = 1_790_000_000;
const BASE: &str = "http://mimus.example";
const ACTOR: &str = "http://peer.example/users/robin";
/// Most bytes of an answer that are read.
const MAX_ANSWER: usize = 1 << 20;

pub(super) struct InboxTarget {
    runtime: Runtime,
    key: SigningKey,
    place: Place,
    requests: u64,
}

/// A server with two mirrors and a post.
struct Place {
    router: Router,
    post: PostId,
    clock: Arc<AtomicI64>,
    store: Store,
    _folder: TempDir,
}

impl InboxTarget {
    pub(super) fn new() -> Result<Self, SetupError> {
        let key = SigningKey::generate().map_err(SetupError::own)?;
        let runtime = super::runtime()?;
        let place = runtime.block_on(Place::new(&key))?;
        Ok(Self { runtime, key, place, requests: 0 })
    }

    /// The request as it is sent; `None` of what is none, or would lead us to somebody else's machine.
    fn request(&self, input: &[u8]) -> Option<Request<Body>> {
        let post = self.place.post.to_string();
        let number = self.requests.to_string();
        let input = replaced(&replaced(input, b"{post}", post.as_bytes()), b"{n}", number.as_bytes());
        let text = TextRequest::read(&input)?;
        let uri: Uri = text.target.parse().ok()?;
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        let url = Url::parse(&format!("{BASE}{target}")).ok()?;
        let now = self.place.now();
        let signed = if text.wants_signature() {
            Signed::new(&self.key, &url, &text.body, now)?
        } else {
            Signed::unsigned(now)
        };
        let headers = text.headers(&signed);
        if leads_outside(&headers, &text.body) {
            return None;
        }
        let mut request = Request::builder().method(text.method).uri(uri).body(Body::from(text.body)).ok()?;
        *request.headers_mut() = headers;
        Some(request)
    }
}

impl Exercise for InboxTarget {
    fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String> {
        self.requests += 1;
        if self.requests.is_multiple_of(REQUESTS_OF_A_STORE) {
            self.place = self.runtime.block_on(async {
                self.place.store.close().await;
                Place::new(&self.key).await.map_err(|error| error.to_string())
            })?;
        }
        self.place.clock.fetch_add(1, Ordering::Relaxed);
        let Some(request) = self.request(input) else { return Ok(Outcome::Refused) };
        let known = know(&self.place.store, &self.key);
        self.runtime.block_on(known).map_err(|error| error.to_string())?;
        let router = &mut self.place.router;
        self.runtime.block_on(async {
            let answer = match router.call(request).await {
                Ok(answer) => answer,
                Err(never) => match never {},
            };
            let status = answer.status();
            let body = axum::body::to_bytes(answer.into_body(), MAX_ANSWER)
                .await
                .map_err(|error| format!("{status} with a body that breaks off: {error}"))?;
            if status.is_server_error() {
                return Err(format!("{status}: {}", String::from_utf8_lossy(&body)));
            }
            Ok(if status == StatusCode::ACCEPTED { Outcome::Taken } else { Outcome::Refused })
        })
    }
}

impl Place {
    async fn new(key: &SigningKey) -> Result<Self, SetupError> {
        let folder = super::folder()?;
        let url = format!("sqlite:{}", folder.path().join("mimus.db").display());
        let store = Store::open(&StoreOptions { url, connections: 2 }).await?;
        let clock = Arc::new(AtomicI64::new(BEGIN));
        let addresses = Addresses::new(&BASE.parse().map_err(SetupError::own)?);
        let remote =
            Remote::new(addresses.clone(), store.clone(), super::client_without_names()?, key.clone());
        let post = fill(&store, key.public_key_pem()).await?;
        let parts = SiteParts {
            store: store.clone(),
            inbox: Inbox::new(addresses.clone(), store.clone(), remote.clone()),
            remote,
            addresses,
            instance_key: Arc::new(key.clone()),
            media_folder: folder.path().join("media"),
            info: SiteInfo {
                name: "Mimus".into(),
                operator: "Example Society".into(),
                operator_url: None,
                contact: None,
                description: String::new(),
                version: "0".into(),
                source_code: None,
            },
            metrics: None,
            on_received: Arc::new(|| {}),
            ready: Arc::new(|| true),
            authorized_fetch: false,
        };
        let told = Arc::clone(&clock);
        let clock_of_site = Clock::telling(move || at(told.load(Ordering::Relaxed)));
        let router = mimus_web::router(Site::new(parts).with_clock(clock_of_site));
        Ok(Self { router, post, clock, store, _folder: folder })
    }

    fn now(&self) -> Timestamp {
        at(self.clock.load(Ordering::Relaxed))
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::MAX)
}

/// Two mirrors, and a post of the second.
async fn fill(store: &Store, key: &str) -> Result<PostId, SetupError> {
    let now = at(BEGIN);
    let mut lark = None;
    for name in ["wren", "lark"] {
        let handle = LocalHandle::new(name).map_err(SetupError::own)?;
        let new = NewMirror {
            handle: &handle,
            location: &format!("feed:https://source.example/{name}"),
            policy: &MirrorPolicy::default(),
            profile: &Profile::default(),
            private_key: b"none",
            public_key: key,
            first_read_at: Some(now),
            reader: None,
        };
        lark = Some(store.add_mirror(&new, now).await?);
    }
    let lark = lark.ok_or_else(|| SetupError::own("no mirror"))?;
    let remote_id = RemoteId::new("1").map_err(SetupError::own)?;
    let mut post = Post::new(Origin { network: Network::Feed, remote_id, url: None }, now);
    post.text = RichText::plain("Sing");
    let node = NodeName::new("fuzz");
    store.claim_source(lark, &node).await?;
    let recording = Recording {
        mirror: lark,
        node: &node,
        changes: &[Change::Seen(Box::new(post))],
        cursor: "c",
        next_read_at: None,
        finished: true,
        announce: true,
        progress: None,
        state: None,
    };
    let recorded = store.record(&recording, now).await?;
    recorded.added.first().copied().ok_or_else(|| SetupError::own("no post"))
}

/// Makes the person elsewhere known whose key it is, unless that is so: it may have deleted itself.
async fn know(store: &Store, key: &SigningKey) -> Result<(), mimus_store::StoreError> {
    let known = store.remote_actor(ACTOR).await?;
    if known.is_some_and(|actor| actor.public_key.as_deref() == Some(key.public_key_pem())) {
        return Ok(());
    }
    let robin = RemoteActor {
        uri: ACTOR.to_owned(),
        document: json!({ "type": "Person", "preferredUsername": "robin", "name": "Robin" }),
        key_id: Some(KEY_ID.to_owned()),
        public_key: Some(key.public_key_pem().to_owned()),
        inbox: format!("{ACTOR}/inbox"),
        shared_inbox: Some("http://peer.example/inbox".to_owned()),
        fetched_at: at(BEGIN),
    };
    store.keep_remote_actor(&robin).await
}

/// Whether an address in a request has a number for its host that is public: names are not looked up here, but such
/// a one would be asked.
fn leads_outside(headers: &HeaderMap, body: &[u8]) -> bool {
    let values = headers.values().map(http::HeaderValue::as_bytes);
    values.chain([body]).any(|bytes| {
        let text = unescaped(&String::from_utf8_lossy(bytes));
        let lower = text.to_ascii_lowercase();
        lower.match_indices("http").any(|(start, _)| {
            let end = lower[start..].find(['"', ' ', '<', '>']).map_or(lower.len(), |end| start + end);
            let url = Url::parse(&lower[start..end]);
            url.is_ok_and(|url| matches!(url.host(), Some(url::Host::Ipv4(_) | url::Host::Ipv6(_))))
        })
    })
}

/// A text with the escapes of JSON and of quoted strings undone, near enough to see addresses.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let code = rest.strip_prefix('u').and_then(|hex| hex.get(..4));
        match code.and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
            Some(code) => {
                out.extend(char::from_u32(code));
                rest = &rest[5..];
            }
            // Line ends and tabs are no part of an address.
            None => rest = rest.strip_prefix(['n', 't', 'r']).unwrap_or(rest),
        }
    }
    out.push_str(rest);
    out.retain(|c| !matches!(c, '\t' | '\n' | '\r'));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_outside_are_seen() {
        let seen = |body: &str| leads_outside(&HeaderMap::new(), body.as_bytes());
        for outside in [
            "\"http://203.0.114.1/\"",
            "\"HTTPS:134744072\"",
            "\"http:\\/\\/0x8.8.8.8/\"",
            "\"http:/\\u002f8.8.8.8\"",
            "\"ht\\ttp://[2600::1]/\"",
            "\"http://a@8%2e8.8.8\"",
        ] {
            assert!(seen(outside), "{outside}");
        }
        assert!(!seen("\"http://peer.example/users/robin\" \"http\""));
    }
}
