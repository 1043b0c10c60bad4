//! [`Site`]: what the pages are made from.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use metrics_exporter_prometheus::PrometheusHandle;
use mimus_core::{LocalHandle, MirrorsOfX, WebUrl};
use mimus_engine::desk::oidc::Issuer;
use mimus_engine::ledger::LedgerOptions;
use mimus_engine::{Clock, Engine, Ledger};
use mimus_federation::signature::SigningKey;
use mimus_federation::{Addresses, Inbox, Remote};
use mimus_store::Store;

use crate::demo::Follower;
use crate::inbox::Intake;
use crate::pages::ask::AskRate;
use crate::x_webhook::{Deliver, XWebhook};

/// Everything that a request needs. One pointer: the router copies it many times for each request.
#[derive(Clone)]
pub struct Site(Arc<Furnished>);

/// A site's parts and what was added to them; reached through [`Site`].
#[derive(Clone)]
pub struct Furnished {
    parts: Arc<SiteParts>,
    pub(crate) clock: Clock,
    /// How full and how fresh it is here.
    pub(crate) ledger: Ledger,
    /// What the inboxes have in hand.
    pub(crate) intake: Intake,
    /// What mirrors are asked of.
    pub(crate) engine: Option<Engine>,
    /// How often that was lately.
    pub(crate) asks: Arc<AskRate>,
    /// The same of accounts that were looked up.
    pub(crate) lookups: Arc<AskRate>,
    /// The same of what people without an account proposed.
    pub(crate) proposals: Arc<AskRate>,
    /// The follower of a demonstration.
    pub(crate) demo: Option<Follower>,
    /// Another server by which people sign in at the Desk.
    pub(crate) issuer: Option<Arc<Issuer>>,
    /// Where X sends events; without it that address is 404.
    pub(crate) x_webhook: Option<XWebhook>,
    /// What this server is set to, as keepers are shown it.
    pub(crate) settings: Arc<[Setting]>,
}

/// One thing that this server is set to. Nothing secret is in it.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its key in the configuration.
    pub key: &'static str,
    /// What it is set to; `None` where that is a secret, or nothing.
    pub value: Option<String>,
    /// Whether it is set to anything.
    pub is_set: bool,
    /// Where that is said.
    pub origin: SettingOrigin,
}

/// Where a setting is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingOrigin {
    /// By this option of the command line.
    CommandLine(String),
    /// By this variable of the environment.
    Environment(String),
    /// In this file.
    File(String),
    /// Nowhere.
    Default,
}

/// The parts of a [`Site`].
pub struct SiteParts {
    /// The store.
    pub store: Store,
    /// Where everything of this server is found.
    pub addresses: Addresses,
    /// Takes in what other servers send.
    pub inbox: Inbox,
    /// Reads other servers' actors, to check who asks where `authorized_fetch` is on.
    pub remote: Remote,
    /// The key of the server's own actor.
    pub instance_key: Arc<SigningKey>,
    /// The folder with stored media: `{two hex}/{two hex}/{sha256}.{extension}`.
    pub media_folder: PathBuf,
    /// What the pages say about this server.
    pub info: SiteInfo,
    /// What `/metrics` shows; without it that address is 404.
    pub metrics: Option<PrometheusHandle>,
    /// Called when an inbox has put an answer into the outbox, so that the courier looks at once.
    pub on_received: Arc<dyn Fn() + Send + Sync>,
    /// Whether the rest of the server is up; asked by `/readyz`.
    pub ready: Arc<dyn Fn() -> bool + Send + Sync>,
    /// Whether only signed requests get ActivityPub documents. The instance actor's stays open, as nobody
    /// could check a signature without it.
    pub authorized_fetch: bool,
}

/// What the pages say about this server and who runs it.
#[derive(Debug, Clone)]
pub struct SiteInfo {
    /// The server's name.
    pub name: String,
    /// Who runs it.
    pub operator: String,
    /// Where they are on the web.
    pub operator_url: Option<WebUrl>,
    /// How to reach them: a mail address or any words.
    pub contact: Option<String>,
    /// One paragraph on what this server is for; empty for none.
    pub description: String,
    /// The version of Mimus.
    pub version: String,
    /// Where the source code of what runs here is: the AGPL (section 13) asks those who changed it to offer it.
    pub source_code: Option<WebUrl>,
}

impl Site {
    /// A site made of its parts, on the machine's clock.
    #[must_use]
    pub fn new(parts: SiteParts) -> Self {
        let clock = Clock::system();
        let ledger = Ledger::new(parts.store.clone(), clock.clone(), LedgerOptions::default());
        Self(Arc::new(Furnished {
            parts: Arc::new(parts),
            clock,
            ledger,
            intake: Intake::default(),
            engine: None,
            asks: Arc::default(),
            lookups: Arc::default(),
            proposals: Arc::default(),
            demo: None,
            issuer: None,
            x_webhook: None,
            settings: Arc::default(),
        }))
    }

    /// The same with something changed, before requests have it.
    fn with(mut self, change: impl FnOnce(&mut Furnished)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// The same with the server's own Ledger, which knows its budget.
    #[must_use]
    pub fn with_ledger(self, ledger: Ledger) -> Self {
        self.with(|site| site.ledger = ledger)
    }

    /// The same with an engine that is asked for mirrors of X, where its mode allows, and carries out what keepers
    /// decide.
    #[must_use]
    pub fn with_asking(self, engine: Engine) -> Self {
        self.with(|site| site.engine = Some(engine))
    }

    /// The engine to ask for mirrors, and how it takes that; `None` where nobody may ask.
    pub(crate) fn asking(&self) -> Option<(&Engine, MirrorsOfX)> {
        let engine = self.engine.as_ref()?;
        let mode = engine.limits.asks.mode;
        (mode != MirrorsOfX::Closed).then_some((engine, mode))
    }

    /// The same on another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        self.with(|site| site.clock = clock)
    }

    /// The same with a page at `/demo` that tells what the follower of a demonstration has received.
    #[must_use]
    pub fn with_demo(self, follower: Follower) -> Self {
        self.with(|site| site.demo = Some(follower))
    }

    /// The same with another server by which people may sign in at the Desk; it takes an engine, too.
    #[must_use]
    pub fn with_issuer(self, issuer: Issuer) -> Self {
        self.with(|site| site.issuer = Some(Arc::new(issuer)))
    }

    /// The same with X's webhook: what X signs with the app's consumer secret is handed to `deliver`, which says whether it
    /// had room for it.
    #[must_use]
    pub fn with_x_webhook(self, consumer_secret: &str, deliver: Deliver) -> Self {
        self.with(|site| site.x_webhook = Some(XWebhook::new(consumer_secret, deliver)))
    }

    /// The same, telling keepers what it is set to.
    #[must_use]
    pub fn with_settings(self, settings: Vec<Setting>) -> Self {
        self.with(|site| site.settings = settings.into())
    }

    /// A path on this server as a whole address.
    pub(crate) fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.addresses.base())
    }

    /// `@name@server`.
    pub(crate) fn full_handle(&self, handle: &LocalHandle) -> String {
        format!("@{handle}@{}", self.addresses.host())
    }
}

impl Deref for Site {
    type Target = Furnished;
    fn deref(&self) -> &Furnished {
        &self.0
    }
}

impl Deref for Furnished {
    type Target = SiteParts;
    fn deref(&self) -> &SiteParts {
        &self.parts
    }
}
