//! An engine with a clock that tests move, on either database, and a site on loopback to read from and deliver to.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use mimus_core::MirrorPolicy;
use mimus_engine::ingest::Reading;
use mimus_engine::ledger::LedgerOptions;
use mimus_engine::mirrors::{AddMirror, MirrorError, Refresh};
use mimus_engine::{Clock, Engine, Ledger, Limits, MediaFolder, Node, Wake};
use mimus_federation::Addresses;
use mimus_http::{ClientConfig, HttpClient};
use mimus_networks::Connectors;
use mimus_store::{Mirror, Person, Store, StoreOptions};
use url::Url;

/// Whoever keeps the house.
pub(crate) fn keeper() -> Person {
    Person::at_the_command_line()
}

/// Runs one test on both databases.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                super::$name(crate::house::House::on_sqlite().await).await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                if let Some(house) = crate::house::House::on_postgres(concat!("engine_", stringify!($name))).await {
                    super::$name(house).await;
                }
            }
        }
    )*};
}
pub(crate) use on_both;

pub(crate) struct House {
    pub(crate) engine: Engine,
    pub(crate) site: Site,
    pub(crate) folder: tempfile::TempDir,
    seconds: Arc<AtomicI64>,
}

/// 2026-11-20, noon.
pub(crate) const START: i64 = 1_795_176_000;

impl House {
    pub(crate) async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mimus.db").display());
        Self::open(folder, url).await
    }

    pub(crate) async fn on_postgres(name: &str) -> Option<Self> {
        let Ok(base) = std::env::var("MIMUS_TEST_POSTGRES_URL") else {
            assert!(
                std::env::var_os("MIMUS_TEST_REQUIRE_PEERS").is_none(),
                "MIMUS_TEST_POSTGRES_URL is not set"
            );
            println!("skipped on PostgreSQL: MIMUS_TEST_POSTGRES_URL is not set");
            return None;
        };
        let name: String = name.chars().take(45).collect();
        let url = mimus_store::testing::fresh_database(&base, &name).await.unwrap();
        Some(Self::open(tempfile::tempdir().unwrap(), url).await)
    }

    async fn open(folder: tempfile::TempDir, url: String) -> Self {
        let seconds = Arc::new(AtomicI64::new(START));
        let told = Arc::clone(&seconds);
        let mut client = ClientConfig::new("Mimus-test/1");
        client.allow_private_addresses = true;
        let http = HttpClient::new(client).unwrap();
        let store = Store::open(&StoreOptions { url, connections: 4 }).await.unwrap();
        let clock = Clock::telling(move || Timestamp::from_second(told.load(Ordering::SeqCst)).unwrap());
        let engine = Engine {
            mail: None,
            ledger: Ledger::new(store.clone(), clock.clone(), LedgerOptions::default()),
            node: Node::new(store.clone(), "all"),
            store,
            connectors: Connectors::without_x(http.clone()),
            http,
            addresses: Addresses::new(&Url::parse("http://mimus.example").unwrap()),
            media: MediaFolder::open(&folder.path().join("media")).unwrap(),
            clock,
            limits: Limits::default(),
            operator: "the tests".into(),
            activity: mimus_engine::x::Activity::default(),
            secrets: mimus_engine::Secrets::throw_away(),
            wake: Wake::default(),
        };
        Self { engine, site: Site::start().await, folder, seconds }
    }

    pub(crate) fn pass(&self, time: SignedDuration) {
        self.seconds.fetch_add(time.as_secs(), Ordering::SeqCst);
    }

    pub(crate) async fn try_add(&self, location: &str) -> Result<(Mirror, Reading), MirrorError> {
        let add = AddMirror { location: location.parse()?, handle: None, policy: MirrorPolicy::default() };
        let added = self.engine.add_mirror(&keeper(), add).await?;
        let mirror = added.mirror.clone();
        Ok((mirror, added.read(&mut |_, _| {}).await?))
    }

    pub(crate) async fn add(&self, location: &str) -> (Mirror, Reading) {
        self.try_add(location).await.unwrap()
    }

    pub(crate) async fn refresh(&self, mirror: &Mirror) -> Reading {
        self.engine
            .refresh_mirror(&keeper(), &mirror.handle, Refresh::default(), &mut |_, _| {})
            .await
            .unwrap()
    }
}

/// What a site answers at a path: the answers one after the other, the last one for ever.
type Answers = HashMap<String, Vec<(u16, Vec<u8>)>>;

/// A site on loopback that answers as it is told and keeps what it was sent.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) base: String,
    answers: Arc<Mutex<Answers>>,
    pub(crate) posted: Arc<Mutex<Vec<(String, serde_json::Value)>>>,
    /// The connections by which it was sent something.
    pub(crate) senders: Arc<Mutex<HashSet<SocketAddr>>>,
}

impl Site {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = Self {
            base: format!("http://{}", listener.local_addr().unwrap()),
            answers: Arc::default(),
            posted: Arc::default(),
            senders: Arc::default(),
        };
        let router = axum::Router::new().fallback(answer).with_state(site.clone());
        tokio::spawn(async move {
            axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
        });
        site
    }

    pub(crate) fn says(&self, path: &str, answers: Vec<(u16, Vec<u8>)>) {
        self.answers.lock().unwrap().insert(path.to_owned(), answers);
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// A feed with these items, each a number and its HTML.
    pub(crate) fn feed(&self, path: &str, items: &[(u32, String)]) {
        let items: String = items
            .iter()
            .map(|(n, html)| {
                format!(
                    "<item><guid isPermaLink='false'>g{n}</guid><link>https://news.example/{n}</link><pubDate>{n:02} Nov 2026 \
                     08:00:00 GMT</pubDate><description><![CDATA[{html}]]></description></item>"
                )
            })
            .collect();
        let body = format!(
            "<rss version='2.0'><channel><title>News</title><link>https://news.example/</link><description/>{items}</channel></rss>"
        );
        self.says(path, vec![(200, body.into_bytes())]);
    }
}

async fn answer(
    State(site): State<Site>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> Response {
    let (status, bytes) = {
        let mut answers = site.answers.lock().unwrap();
        match answers.get_mut(uri.path()) {
            Some(list) if list.len() > 1 => list.remove(0),
            Some(list) => list[0].clone(),
            None => (404, Vec::new()),
        }
    };
    if method == Method::POST && status < 300 {
        site.senders.lock().unwrap().insert(peer);
        site.posted.lock().unwrap().push((uri.path().to_owned(), serde_json::from_slice(&body).unwrap()));
    }
    (StatusCode::from_u16(status).unwrap(), bytes).into_response()
}

/// Waits until a condition holds.
pub(crate) async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..1_200 {
        if holds().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("never came: {what}");
}
