//! An emulator, a Ledger and a connected account.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use mimus_core::render::Part;
use mimus_core::{CredentialName, Money, RemoteId, RichText, Visibility};
use mimus_engine::ledger::{LedgerOptions, XMeter};
use mimus_engine::{Clock, Ledger};
use mimus_http::{ClientConfig, HttpClient};
use mimus_networks::connector::BoxFuture;
use mimus_networks::x::{
    OAuth2App, RefreshLease, Secret, TokenKeeper, Tokens, UserCredentials, XPublisher, XUser,
};
use mimus_networks::{Failure, Outgoing, Publish, Published, UploadedMedia};
use mimus_store::{Store, StoreOptions, UtcMonth};
use mimus_testkit::emulator::{Emulator, Options, UserTokens};
use tokio::sync::Mutex;

pub(crate) const HANDLE: &str = "harbour_news";

/// Keeps tokens as a database would, and fails to as often as it is told.
pub(crate) struct Keeper {
    kept: std::sync::Mutex<Tokens>,
    alone: Arc<Mutex<()>>,
    pub(crate) fails: AtomicU32,
}

struct Lease(#[expect(dead_code, reason = "held until it is dropped")] tokio::sync::OwnedMutexGuard<()>);

impl RefreshLease for Lease {
    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}

impl Keeper {
    pub(crate) fn new(tokens: Tokens) -> Arc<Self> {
        Arc::new(Self {
            kept: std::sync::Mutex::new(tokens),
            alone: Arc::default(),
            fails: AtomicU32::new(0),
        })
    }

    pub(crate) fn tokens(&self) -> Tokens {
        // As it comes back from a table.
        Tokens::read(&self.kept.lock().unwrap().write()).unwrap()
    }
}

impl TokenKeeper for Keeper {
    fn kept(&self) -> BoxFuture<'_, Result<Tokens, Failure>> {
        Box::pin(async { Ok(self.tokens()) })
    }

    fn keep<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async {
            let left =
                self.fails.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
            if left.is_ok() {
                return Err(Failure::Retry { why: "the database is away".into() });
            }
            *self.kept.lock().unwrap() = tokens.clone();
            Ok(())
        })
    }

    fn exclusive(&self) -> BoxFuture<'_, Result<Box<dyn RefreshLease>, Failure>> {
        let alone = Arc::clone(&self.alone);
        Box::pin(async { Ok(Box::new(Lease(alone.lock_owned().await)) as Box<dyn RefreshLease>) })
    }
}

pub(crate) fn tokens_of(granted: &UserTokens) -> Tokens {
    Tokens {
        access: Secret::new(&granted.access).unwrap(),
        refresh: Some(Secret::new(&granted.refresh).unwrap()),
        expires_at: granted.expires_at,
        scopes: Vec::new(),
    }
}

pub(crate) fn http() -> HttpClient {
    let mut config = ClientConfig::new("mimus-test");
    config.allow_private_addresses = true;
    config.total_timeout = Duration::from_secs(1);
    HttpClient::new(config).unwrap()
}

pub(crate) fn app_of(x: &Emulator, options: &Options) -> OAuth2App {
    OAuth2App {
        client_id: options.client_id.clone(),
        client_secret: options.client_secret.as_deref().map(|secret| Secret::new(secret).unwrap()),
        redirect: "http://mimus.example/connect/x".parse().unwrap(),
        authorize: x.base_url().join("i/oauth2/authorize").unwrap(),
        api: x.base_url(),
    }
}

pub(crate) struct House {
    pub(crate) x: Emulator,
    pub(crate) store: Store,
    pub(crate) ledger: Ledger,
    pub(crate) keeper: Arc<Keeper>,
    pub(crate) app: OAuth2App,
    pub(crate) me: XPublisher,
    _folder: tempfile::TempDir,
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::with(Options::default(), None).await
    }

    pub(crate) async fn with(options: Options, budget: Option<&str>) -> Self {
        let start = "2026-08-10T12:00:00Z".parse().ok();
        let options = Options { start, ..options };
        let x = Emulator::start_with(options.clone()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mimus.db").display());
        let store = Store::open(&StoreOptions { url, connections: 4 }).await.unwrap();
        let told = x.clone();
        let metering =
            LedgerOptions { budget: budget.map(|b| b.parse().unwrap()), ..LedgerOptions::default() };
        let ledger = Ledger::new(store.clone(), Clock::telling(move || told.now()), metering);
        let keeper = Keeper::new(tokens_of(&x.connect_user(HANDLE)));
        let app = app_of(&x, &options);
        let credentials = UserCredentials::OAuth2 { app: app.clone(), keeper: Arc::clone(&keeper) as _ };
        let me = publisher(&x, &ledger, credentials, options.owner.is_some());
        Self { x, store, ledger, keeper, app, me, _folder: folder }
    }

    /// As another node, or this one started anew.
    pub(crate) fn another(&self) -> XPublisher {
        let keeper = Arc::clone(&self.keeper) as _;
        let credentials = UserCredentials::OAuth2 { app: self.app.clone(), keeper };
        publisher(&self.x, &self.ledger, credentials, false)
    }

    pub(crate) async fn publish(&self, words: &str) -> Result<Published, Failure> {
        self.me.publish(&outgoing(&part(words))).await
    }

    /// Micros that the month has spent and reserved.
    pub(crate) async fn month(&self) -> (i64, i64) {
        let state = self.store.ledger_month(UtcMonth::of(self.x.now())).await.unwrap().state;
        (state.spent, state.reserved)
    }

    /// That the Ledger counts what X charges, and nothing is reserved any more.
    pub(crate) async fn assert_paid(&self) {
        let charged = i64::try_from(self.x.bill().micros).unwrap();
        assert_eq!(self.month().await, (charged, 0), "{:?}", self.x.bill());
    }

    /// The words of what the account has on X, oldest first.
    pub(crate) fn words(&self) -> Vec<String> {
        self.x.posts_of(HANDLE).into_iter().map(|(_, post)| post.text).collect()
    }
}

pub(crate) fn publisher(
    x: &Emulator,
    ledger: &Ledger,
    credentials: UserCredentials,
    owns_app: bool,
) -> XPublisher {
    let meter = XMeter::new(ledger.clone(), CredentialName::user(HANDLE).unwrap());
    let meter = if owns_app { meter.of_owner() } else { meter };
    XPublisher::new(XUser::new(http(), x.base_url(), credentials, Arc::new(meter)))
}

impl House {
    /// The account's own eyes.
    pub(crate) fn user(&self) -> XUser {
        let keeper = Arc::clone(&self.keeper) as _;
        let credentials = UserCredentials::OAuth2 { app: self.app.clone(), keeper };
        let meter = XMeter::new(self.ledger.clone(), CredentialName::user(HANDLE).unwrap());
        XUser::new(http(), self.x.base_url(), credentials, Arc::new(meter))
    }
}

pub(crate) fn part(words: &str) -> Part {
    Part {
        words: RichText::plain(words),
        content_warning: None,
        sensitive: false,
        language: None,
        visibility: Visibility::Public,
        media: Vec::new(),
        poll: None,
        quote: None,
        in_reply_to: None,
        length: words.chars().count(),
        limit: 280,
        card: None,
        cost: Money::ZERO,
    }
}

pub(crate) fn outgoing(part: &Part) -> Outgoing<'_> {
    // No later than any emulator's clock, and so within the bounds of every poll that is asked for.
    let now = "2026-08-10T12:00:00Z".parse().unwrap();
    Outgoing { part, key: "key", reply_to: None, quote: None, media: &[], now }
}

pub(crate) fn with_media<'a>(part: &'a Part, media: &'a [UploadedMedia]) -> Outgoing<'a> {
    Outgoing { media, ..outgoing(part) }
}

pub(crate) fn answering<'a>(part: &'a Part, to: &'a RemoteId) -> Outgoing<'a> {
    Outgoing { reply_to: Some(to), ..outgoing(part) }
}

pub(crate) fn remote(id: u64) -> RemoteId {
    RemoteId::new(id.to_string()).unwrap()
}
