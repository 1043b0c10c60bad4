//! A server without a web page that mirrors accounts of the emulator, by the emulator's clock.

use std::sync::Arc;
use std::time::{Duration, Instant};

use mimus_core::{CredentialName, MirrorPolicy, Money};
use mimus_engine::ledger::{APP, LedgerOptions, XMeter};
use mimus_engine::mirrors::AddMirror;
use mimus_engine::relay::tokens::NewTokens;
use mimus_engine::{Clock, Engine, Ledger, Limits, MediaFolder, Node, Secrets, Wake};
use mimus_federation::Addresses;
use mimus_http::{ClientConfig, HttpClient};
use mimus_networks::account::XMeters;
use mimus_networks::x::{BearerToken, Meter, MeteredX, OAuth2App, Secret, Tokens, XClient};
use mimus_networks::{Access, Connectors, Credentials, XAccounts, XCredentials};
use mimus_store::{Mirror, MirrorId, Store, StoreOptions, UtcMonth};
use mimus_testkit::emulator::{Emulator, NewPost, Options};
use tokio::task::JoinHandle;

/// Longest wait for something that happens by itself.
const PATIENCE: Duration = Duration::from_secs(150);

pub(crate) struct House {
    pub(crate) x: Emulator,
    pub(crate) engine: Engine,
    _folder: tempfile::TempDir,
}

/// A collector at work. It ends when it is stopped, and is awaited.
pub(crate) struct Reading {
    wake: Wake,
    task: JoinHandle<()>,
}

impl Reading {
    pub(crate) async fn stop(self) {
        self.wake.stop();
        self.task.await.unwrap();
    }
}

pub(crate) fn http() -> HttpClient {
    let mut config = ClientConfig::new("mimus-test");
    config.allow_private_addresses = true;
    HttpClient::new(config).unwrap()
}

pub(crate) fn words(text: &str) -> NewPost {
    NewPost { text: text.into(), ..NewPost::default() }
}

impl House {
    pub(crate) async fn new(options: Options, metering: LedgerOptions) -> Self {
        let start = "2026-08-10T12:00:00Z".parse().ok();
        let x = Emulator::start_with(Options { start, ..options }).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mimus.db").display());
        let store = Store::open(&StoreOptions { url, connections: 4 }).await.unwrap();
        let told = x.clone();
        let clock = Clock::telling(move || told.now());
        let ledger = Ledger::new(store.clone(), clock.clone(), metering);
        let meter = XMeter::new(ledger.clone(), CredentialName::app(APP).unwrap());
        let client = XClient::new(http(), x.base_url(), BearerToken::new(x.bearer()).unwrap());
        let mut connectors = Connectors::without_x(http());
        connectors.x = Some(MeteredX::new(client, Arc::new(meter)));
        let engine = Engine {
            mail: None,
            ledger,
            node: Node::new(store.clone(), "all"),
            store,
            connectors,
            http: http(),
            addresses: Addresses::new(&"http://mimus.example".parse().unwrap()),
            media: MediaFolder::open(&folder.path().join("media")).unwrap(),
            clock,
            limits: Limits::default(),
            operator: "the tests".into(),
            activity: mimus_engine::x::Activity::default(),
            secrets: Secrets::throw_away(),
            wake: Wake::default(),
        };
        Self { x, engine, _folder: folder }
    }

    /// Connects an account, to which the app belongs where that is `owner`'s.
    pub(crate) async fn connect(&mut self, handle: &str, owner: Option<u64>) {
        let options = Options::default();
        let app = OAuth2App {
            client_id: options.client_id,
            client_secret: options.client_secret.map(|secret| Secret::new(&secret).unwrap()),
            redirect: "http://mimus.example/x/connected".parse().unwrap(),
            authorize: self.x.base_url().join("i/oauth2/authorize").unwrap(),
            api: self.x.base_url(),
        };
        let owner = owner.map(|id| id.to_string());
        let (ledger, owns) = (self.engine.ledger.clone(), owner.clone());
        let meters: XMeters = Arc::new(move |name: &str| {
            let meter = XMeter::new(ledger.clone(), CredentialName::user(name).unwrap());
            Ok(Arc::new(if owns.as_deref() == Some(name) { meter.of_owner() } else { meter })
                as Arc<dyn Meter>)
        });
        self.engine.connectors.x_accounts =
            XAccounts { http: http(), api: self.x.base_url(), app: Some(app), meters, owner };
        let granted = self.x.connect_user(handle);
        let tokens = Tokens {
            access: Secret::new(&granted.access).unwrap(),
            refresh: Some(Secret::new(&granted.refresh).unwrap()),
            expires_at: granted.expires_at,
            scopes: Vec::new(),
        };
        let access = Access {
            server: String::new(),
            known_as: None,
            credentials: Credentials::X(XCredentials::of_tokens(&tokens)),
            keeper: Arc::new(NewTokens::new(Some(tokens))),
        };
        self.engine.connect_account(&access).await.unwrap();
    }

    /// Mirrors an account as it stands.
    pub(crate) async fn add(&self, handle: &str) -> Mirror {
        let location = format!("x:{handle}").parse().unwrap();
        let add = AddMirror { location, handle: None, policy: MirrorPolicy::default() };
        let added = self.engine.add_mirror(&mimus_store::Person::at_the_command_line(), add).await.unwrap();
        let mirror = added.mirror.clone();
        added.read(&mut |_, _| {}).await.unwrap();
        mirror
    }

    /// Begins to read.
    pub(crate) fn read(&self) -> Reading {
        let engine = Engine { wake: Wake::default(), ..self.engine.clone() };
        let wake = engine.wake.clone();
        Reading { wake, task: tokio::spawn(mimus_engine::x::run(engine)) }
    }

    pub(crate) async fn mirror(&self, id: MirrorId) -> Mirror {
        self.engine.store.mirror_by_id(id).await.unwrap().unwrap()
    }

    pub(crate) async fn has(&self, mirror: &Mirror, text: &str) -> bool {
        let page = self.engine.store.timeline(mirror.id, None, 40).await.unwrap();
        page.posts.iter().any(|post| post.post.text.as_str() == text)
    }

    /// What the Ledger says was spent this month.
    pub(crate) async fn spent(&self) -> Money {
        let month = UtcMonth::of(self.x.now());
        let spent = self.engine.store.ledger_month(month).await.unwrap().state.spent;
        Money::from_micros(u64::try_from(spent).unwrap())
    }

    /// What the emulator charged.
    pub(crate) fn billed(&self) -> Money {
        Money::from_micros(self.x.bill().micros)
    }
}

/// Waits until something is so.
pub(crate) async fn until(what: &str, mut so: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !so().await {
        assert!(began.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
