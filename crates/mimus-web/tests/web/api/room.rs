//! A site with a Desk: a connected account, and people who have every role for it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use mimus_core::charter::Charter;
use mimus_core::desk::{Content, Role, Ruling, Scope, Slots};
use mimus_core::render::{DestinationLimits, MastodonLimits};
use mimus_core::{Profile, RoutePolicy};
use mimus_engine::desk::drafts::Intent;
use mimus_engine::desk::schedule::When;
use mimus_engine::desk::templates::TemplateIntent;
use mimus_engine::desk::tokens::WantedToken;
use mimus_engine::ledger::LedgerOptions;
use mimus_engine::relay::routes::RouteEnd;
use mimus_engine::{Clock, Engine, Ledger, Limits, MediaFolder, Node, Wake};
use mimus_networks::Connectors;
use mimus_store::{
    AccountId, AccountStanding, Draft, DraftId, MirrorId, NewAccount, NewPerson, Person, PersonState,
    RouteId, TemplateId, Window,
};
use mimus_web::{Setting, SettingOrigin};
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::place::{Answer, Place, handle, http_client, profile};

/// 2026-11-20, noon.
const START: i64 = 1_795_176_000;

/// Everybody who asks: a keeper, one for each role, and somebody without any.
pub(crate) const EVERYBODY: [&str; 8] =
    ["keeper", "publisher", "reviewer", "editor", "proposer", "engager", "auditor", "stranger"];

/// What every room begins with. It is made once in a process and copied: four hundred rooms would otherwise migrate and
/// invite people four hundred times.
struct Furnished {
    /// The database, as the bytes of its file.
    database: Vec<u8>,
    account: AccountId,
    tokens: BTreeMap<String, String>,
}

static FURNISHED: OnceCell<Furnished> = OnceCell::const_new();

pub(crate) struct Room {
    pub(crate) place: Place,
    pub(crate) engine: Engine,
    pub(crate) account: AccountId,
    tokens: BTreeMap<String, String>,
    seconds: Arc<AtomicI64>,
}

impl Room {
    pub(crate) async fn open() -> Self {
        Self::open_with_mail(None).await
    }

    /// One that sends mail.
    pub(crate) async fn open_with_mail(mail: Option<mimus_engine::mail::Mailer>) -> Self {
        let furnished = FURNISHED.get_or_init(Self::furnish).await;
        let (place, engine, seconds) = Self::build(mail, Some(&furnished.database)).await;
        Self { place, engine, account: furnished.account, tokens: furnished.tokens.clone(), seconds }
    }

    /// The database that every room begins with.
    async fn furnish() -> Furnished {
        let (place, engine, seconds) = Self::build(None, None).await;
        let account = connect(&engine, "town").await;
        let mut room = Self { place, engine, account, tokens: BTreeMap::new(), seconds };
        let roles = Role::ALL.map(|role| (role.as_str(), role));
        room.person("keeper", true, &[]).await;
        for (name, role) in roles {
            room.person(name, false, &[role]).await;
        }
        room.person("stranger", false, &[]).await;
        room.person("author", false, &[Role::Proposer]).await;
        room.person("checker", false, &[Role::Reviewer]).await;
        let charter = Charter { proposals: true, ..Charter::default() };
        let keeper = room.who("keeper").await;
        room.engine.keep_charter(&keeper, account, &charter, &Slots::default()).await.unwrap();
        Furnished { database: room.place.database().await, account, tokens: room.tokens }
    }

    async fn build(
        mail: Option<mimus_engine::mail::Mailer>,
        database: Option<&[u8]>,
    ) -> (Place, Engine, Arc<AtomicI64>) {
        let seconds = Arc::new(AtomicI64::new(START));
        let told = Arc::clone(&seconds);
        let clock = Clock::telling(move || Timestamp::from_second(told.load(Ordering::SeqCst)).unwrap());
        let http = http_client();
        let mut made = None;
        let place = Place::start_furnished(
            database,
            |_| {},
            |site| {
                let engine = Engine {
                    mail: mail.clone(),
                    ledger: Ledger::new(site.store.clone(), clock.clone(), LedgerOptions::default()),
                    node: Node::new(site.store.clone(), "web"),
                    store: site.store.clone(),
                    connectors: Connectors::without_x(http.clone()),
                    http,
                    addresses: site.addresses.clone(),
                    media: MediaFolder::open(&site.media_folder).unwrap(),
                    clock: clock.clone(),
                    limits: Limits::default(),
                    operator: "the tests".into(),
                    activity: mimus_engine::x::Activity::default(),
                    secrets: mimus_engine::Secrets::throw_away(),
                    wake: Wake::default(),
                };
                made = Some(engine.clone());
                site.with_clock(clock).with_asking(engine).with_settings(settings())
            },
        )
        .await;
        (place, made.unwrap(), seconds)
    }

    /// Somebody with these roles, and a token that is for everything.
    pub(crate) async fn person(&mut self, name: &str, keeper: bool, roles: &[Role]) {
        let now = self.engine.clock.now();
        let new = NewPerson { name, shown: name, keeper, state: PersonState::Active, password: None };
        let id = self.engine.store.add_person(&new, &[], now).await.unwrap();
        if !roles.is_empty() {
            self.engine.store.set_roles(id, self.account, roles, &[], now).await.unwrap();
        }
        let token = self.token(name, &Scope::ALL).await;
        self.tokens.insert(name.to_owned(), token);
    }

    pub(crate) async fn who(&self, name: &str) -> Person {
        self.engine.store.person_named(name).await.unwrap().unwrap()
    }

    /// A new token of somebody.
    pub(crate) async fn token(&self, name: &str, scopes: &[Scope]) -> String {
        let wanted = WantedToken { name: "a test".into(), scopes: scopes.to_vec(), until: None };
        self.engine.make_token(&self.who(name).await, None, &wanted).await.unwrap().0
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Asks as somebody; as nobody where there is none of that name.
    pub(crate) async fn ask(&self, who: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let token = self.tokens.get(who).cloned().unwrap_or_default();
        self.ask_with(&token, method, path, body).await
    }

    pub(crate) async fn ask_with(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Answer {
        let body = body.map(Value::to_string).unwrap_or_default();
        self.send(token, method, path, "application/json", body.as_bytes()).await
    }

    pub(crate) async fn send(
        &self,
        token: &str,
        method: &str,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> Answer {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![("Content-Type", kind)];
        if !token.is_empty() {
            headers.push(("Authorization", bearer.as_str()));
        }
        self.place.send(method, path, &headers, body).await
    }

    pub(crate) fn token_of(&self, who: &str) -> &str {
        &self.tokens[who]
    }

    /// A draft of the author's that is being written.
    pub(crate) async fn written(&self) -> Draft {
        let content = Content { text: "Good morning".into(), ..Content::default() };
        let intent = Intent { content, accounts: vec![self.account], window: Window::default() };
        let id = self.engine.begin_draft(&self.who("author").await, intent).await.unwrap();
        self.draft(id).await
    }

    /// One that is up for review.
    pub(crate) async fn proposed(&self) -> Draft {
        let draft = self.written().await;
        self.engine.propose(&self.who("author").await, draft.id, &draft.hash).await.unwrap();
        draft
    }

    /// One that somebody has approved.
    pub(crate) async fn approved(&self) -> Draft {
        let draft = self.proposed().await;
        let checker = self.who("checker").await;
        self.engine.rule(&checker, draft.id, &draft.hash, Ruling::Approve, "").await.unwrap();
        draft
    }

    /// One that goes out in an hour.
    pub(crate) async fn scheduled(&self) -> Draft {
        let draft = self.approved().await;
        let at = When::At(self.engine.clock.now() + jiff::SignedDuration::from_hours(1));
        self.engine.schedule(&self.who("keeper").await, draft.id, &draft.hash, at).await.unwrap();
        draft
    }

    /// One that is published, as far as anybody here knows.
    pub(crate) async fn published(&self) -> Draft {
        let draft = self.scheduled().await;
        let out = "UPDATE drafts SET state = 'published' WHERE state = 'scheduled'";
        mimus_store::testing::run(&self.engine.store, out).await.unwrap();
        let there = "UPDATE publications SET state = 'published', due_at = NULL WHERE state = 'due'";
        mimus_store::testing::run(&self.engine.store, there).await.unwrap();
        self.draft(draft.id).await
    }

    /// One that is due, on an account that is published to by hand from now on.
    pub(crate) async fn handed_over(&self) -> Draft {
        let draft = self.scheduled().await;
        let by_hand = "UPDATE accounts SET by_hand = 1";
        mimus_store::testing::run(&self.engine.store, by_hand).await.unwrap();
        let due = "UPDATE publications SET due_at = 0 WHERE state = 'due'";
        mimus_store::testing::run(&self.engine.store, due).await.unwrap();
        self.engine.hand_over_due().await.unwrap();
        draft
    }

    /// A draft of the author's with a picture that nobody has described, and the picture's file.
    pub(crate) async fn bare(&self) -> (DraftId, String) {
        let author = self.who("author").await;
        let medium = self.engine.keep_upload(&author, picture().into()).await.unwrap();
        let file = medium.file.clone();
        let content = Content { text: "A door".into(), media: vec![medium], ..Content::default() };
        let intent = Intent { content, accounts: vec![self.account], window: Window::default() };
        (self.engine.begin_draft(&author, intent).await.unwrap(), file)
    }

    /// A mirror of a feed, `@lark`.
    pub(crate) async fn mirror(&self) -> MirrorId {
        match self.place.store.mirror(&handle("lark")).await.unwrap() {
            Some(mirror) => mirror.id,
            None => self.place.mirror("lark", &profile("The lark")).await,
        }
    }

    /// A route from a feed to an account; nothing answers where it begins.
    pub(crate) async fn route(&self) -> RouteId {
        if let Some(view) = self.engine.list_routes(None, 1).await.unwrap().first() {
            return view.route.id;
        }
        connect(&self.engine, "harbour").await;
        let from = RouteEnd::Location("feed:http://127.0.0.1:1/feed".parse().unwrap());
        let to = "mastodon:harbour@social.example".parse().unwrap();
        let keeper = self.who("keeper").await;
        self.engine.begin_route(&keeper, &from, &to, &RoutePolicy::default()).await.unwrap().0
    }

    /// A template of the editor's.
    pub(crate) async fn template(&self) -> TemplateId {
        let content = Content { text: "Good morning, week {week}".into(), ..Content::default() };
        let wanted =
            TemplateIntent { name: "Morning".into(), content, accounts: vec![self.account], rhythm: None };
        self.engine.keep_template(&self.who("editor").await, wanted).await.unwrap()
    }

    pub(crate) async fn draft(&self, id: DraftId) -> Draft {
        self.engine.store.draft(id).await.unwrap().unwrap()
    }
}

/// Two things that it is set to, one of them secret.
fn settings() -> Vec<Setting> {
    let name = Setting {
        key: "name",
        value: Some("<script>alert(1)</script>".into()),
        is_set: true,
        origin: SettingOrigin::File("mimus.toml".into()),
    };
    let token = Setting {
        key: "x_bearer_token",
        value: None,
        is_set: true,
        origin: SettingOrigin::Environment("MIMUS_X_BEARER_TOKEN".into()),
    };
    vec![name, token]
}

/// A picture of one pixel.
pub(crate) fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(1, 1).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Connects an account of a server that nobody asks.
pub(crate) async fn connect(engine: &Engine, name: &str) -> AccountId {
    let handle = format!("{name}@social.example");
    let limits = DestinationLimits::Mastodon(MastodonLimits::default());
    let standing =
        AccountStanding { handle: &handle, profile: &Profile::default(), limits: &limits, rules: &[] };
    let new = NewAccount {
        network: mimus_core::Network::Mastodon,
        server: "https://social.example",
        remote_id: name,
        standing,
        credentials: b"sealed".to_vec(),
    };
    engine.store.connect_account(&new, engine.clock.now()).await.unwrap().id
}
