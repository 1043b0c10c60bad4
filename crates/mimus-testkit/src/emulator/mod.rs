//! An emulator of X's API v2 on loopback: the calls that Mimus makes, answered as X does in August 2026.
//!
//! It has a clock of its own that tests move: ids, windows and the days of the bill are of that clock.

mod activity;
mod asked;
mod billing;
mod bundle;
mod control;
mod courier;
mod faults;
mod lists;
mod multipart;
mod oauth;
mod people;
mod post_json;
mod problems;
mod query;
mod router;
mod rules;
mod search;
mod stream;
mod timelines;
mod uploads;
mod users;
mod words;
mod world;
mod write;

use std::future::IntoFuture;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use mimus_http::{ClientConfig, HttpClient};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use url::Url;

pub use billing::Bill;
pub use faults::{Fault, FaultKind};
pub use oauth::UserTokens;
pub use uploads::UploadSeen;
pub use world::{NewPoll, NewPost};

use activity::Activity;
use billing::Billing;
use faults::Faults;
use lists::Lists;
use oauth::People;
use rules::Rules;
use stream::Streams;
use uploads::Uploads;
use world::{Account, Standing, World};

/// How an emulator behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// The token that it takes.
    pub bearer: String,
    /// The secret by which it signs what it sends to webhooks.
    pub consumer_secret: String,
    /// The name by which the app signs with OAuth 1.0a; its secret is `consumer_secret`.
    pub consumer_key: String,
    /// The name by which the app asks for users' tokens.
    pub client_id: String,
    /// The secret with which it does; without one the app is a public client.
    pub client_secret: Option<String>,
    /// How long a user's token lives.
    pub token_life: Duration,
    /// Whether accounts may answer only those who spoke of them or quoted them, as X holds self-serve apps to.
    pub summoned_replies_only: bool,
    /// Whether an account may answer itself all the same; X does not say.
    pub self_replies: bool,
    /// Whether posts may be quoted, as only Enterprise apps may.
    pub quotes: bool,
    /// For how long a new post cannot be answered, as was seen of X when threads are posted at full speed.
    pub settling: Duration,
    /// What is answered each time that somebody asks how far a film is: `pending`, `in_progress`, `failed`, `succeeded`,
    /// and that in the end. Where nothing is given, films are ready at once.
    pub processing: Vec<&'static str>,
    /// The account that owns the app: what it reads of itself costs less.
    pub owner: Option<String>,
    /// Whether it refuses calls once their window is full; it counts them in any case.
    pub windows: bool,
    /// Millionths of a dollar after which it gives nothing that costs any; without end where none are given.
    pub credits: Option<u64>,
    /// Whether posts and accounts in `includes` are charged as well; X does not say.
    pub bill_includes: bool,
    /// How often a silent stream sends an empty line; X does each 20 seconds.
    pub keep_alive: Duration,
    /// What its clock shows at the start; the machine's time where nothing is given.
    pub start: Option<Timestamp>,
    /// The port; 0 takes a free one.
    pub port: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bearer: "emulated-token".into(),
            consumer_secret: "emulated-secret".into(),
            consumer_key: "emulated-key".into(),
            client_id: "emulated-client".into(),
            client_secret: Some("emulated-client-secret".into()),
            token_life: Duration::from_secs(2 * 60 * 60),
            summoned_replies_only: true,
            self_replies: true,
            quotes: false,
            settling: Duration::ZERO,
            processing: vec!["pending", "in_progress", "succeeded"],
            owner: None,
            windows: true,
            credits: None,
            bill_includes: false,
            keep_alive: Duration::from_secs(20),
            start: None,
            port: 0,
        }
    }
}

struct State {
    options: Options,
    world: World,
    billing: Billing,
    rules: Rules,
    streams: Streams,
    activity: Activity,
    people: People,
    uploads: Uploads,
    lists: Lists,
    faults: Faults,
}

struct Shared {
    state: Mutex<State>,
    /// The way to webhooks.
    http: HttpClient,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Running {
    shared: Arc<Shared>,
    base: Url,
    bearer: String,
    consumer_secret: String,
    /// Closed, it ends the server and its connections.
    _ends: oneshot::Sender<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shared.state().streams.cut();
    }
}

/// A running emulator. Clones are the same one; it ends with the last of them.
///
/// The methods that take an id of an account or a post panic where there is none such: that is a mistake of the test.
#[derive(Clone)]
pub struct Emulator(Arc<Running>);

impl Emulator {
    /// Starts one on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// Where the port cannot be had.
    pub async fn start() -> io::Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// Starts one that behaves so.
    ///
    /// # Errors
    /// Where the port cannot be had.
    pub async fn start_with(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], options.port))).await?;
        let base = Url::parse(&format!("http://{}/", listener.local_addr()?)).map_err(io::Error::other)?;
        let bearer = options.bearer.clone();
        let consumer_secret = options.consumer_secret.clone();
        let mut client = ClientConfig::new("X-emulator");
        client.allow_private_addresses = true;
        let http = HttpClient::new(client).map_err(io::Error::other)?;
        let (sender, events) = mpsc::unbounded_channel();
        tokio::spawn(courier::bring(http.clone(), consumer_secret.clone(), events));
        let state = Mutex::new(State {
            world: World::new(options.start.unwrap_or_else(machine_time)),
            billing: Billing::default(),
            rules: Rules::default(),
            streams: Streams::default(),
            activity: Activity::new(sender),
            people: People::default(),
            uploads: Uploads::default(),
            lists: Lists::default(),
            faults: Faults::default(),
            options,
        });
        let shared = Arc::new(Shared { state, http });
        let (ends, ended) = oneshot::channel::<()>();
        let server = axum::serve(listener, router::router(Arc::clone(&shared)));
        let server = server.with_graceful_shutdown(async {
            let _ = ended.await;
        });
        tokio::spawn(server.into_future());
        Ok(Self(Arc::new(Running { shared, base, bearer, consumer_secret, _ends: ends })))
    }

    /// Where it listens; the calls' paths begin there.
    #[must_use]
    pub fn base_url(&self) -> Url {
        self.0.base.clone()
    }

    /// The token that it takes.
    #[must_use]
    pub fn bearer(&self) -> &str {
        &self.0.bearer
    }

    /// The secret by which it signs what it sends to webhooks.
    #[must_use]
    pub fn consumer_secret(&self) -> &str {
        &self.0.consumer_secret
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.shared.state()
    }

    /// A new account; its id has 19 digits.
    pub fn add_user(&self, handle: &str, name: &str) -> u64 {
        self.state().world.add_user(handle, name)
    }

    /// Gives an account another handle; the old one is free.
    pub fn rename(&self, user: u64, handle: &str) {
        self.change(user, |account| handle.clone_into(&mut account.handle));
    }

    /// X suspends an account.
    pub fn suspend(&self, user: u64) {
        self.change(user, |account| account.standing = Standing::Suspended);
    }

    /// An account lets only followers read it.
    pub fn protect(&self, user: u64) {
        self.change(user, |account| account.standing = Standing::Protected);
    }

    /// An account is no more.
    pub fn close(&self, user: u64) {
        self.change(user, |account| account.standing = Standing::Closed);
    }

    fn change(&self, user: u64, change: impl FnOnce(&mut Account)) {
        let mut state = self.state();
        let account = state.world.user_mut(user);
        change(account.unwrap_or_else(|| panic!("no account {user}")));
    }

    /// Writes a post, and sends it to the stream where a rule finds it. Gives its id, which holds the clock's time.
    pub fn post(&self, user: u64, post: NewPost) -> u64 {
        let mut state = self.state();
        assert!(state.world.user(user).is_some(), "no account {user}");
        let id = state.world.write(user, post);
        state.publish(id);
        id
    }

    /// Changes the words of a post; any of its versions names it. Gives the new version's id.
    pub fn edit(&self, post: u64, text: &str) -> u64 {
        let mut state = self.state();
        let id = state.world.edit(post, text).unwrap_or_else(|| panic!("no post {post}"));
        state.publish(id);
        id
    }

    /// Takes a post away with its versions and reposts. The stream says nothing of it, as X's does not; who subscribed to it
    /// is told.
    pub fn delete(&self, post: u64) {
        let mut state = self.state();
        let author = state.world.post(post).map(|post| post.author);
        assert!(state.world.delete(post), "no post {post}");
        if let Some(author) = author {
            state.tell_of_deletion(post, author);
        }
    }

    /// Has its author pin a post.
    pub fn pin(&self, post: u64) {
        self.state().world.pin(post);
    }

    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        self.state().world.advance(by);
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.state().world.now()
    }

    /// Breaks the open streams off.
    pub fn cut_streams(&self) {
        self.state().streams.cut();
    }

    /// Sets what goes wrong from now on, in place of what was set before.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.state().faults.set(faults);
    }

    /// Nothing goes wrong any more.
    pub fn clear_faults(&self) {
        self.state().faults.set(Vec::new());
    }

    /// Whether the stream sends each post twice.
    pub fn duplicate_events(&self, twice: bool) {
        self.state().streams.duplicate = twice;
    }

    /// Whether the stream sends each pair of posts the wrong way round. One that has no second goes with the next empty
    /// line.
    pub fn reorder_events(&self, reorder: bool) {
        self.state().streams.reorder = reorder;
    }

    /// What was used since the start.
    #[must_use]
    pub fn bill(&self) -> Bill {
        self.state().billing.bill().clone()
    }

    /// What the stream's rules match, oldest first.
    #[must_use]
    pub fn rules(&self) -> Vec<String> {
        self.state().rules.values()
    }

    /// Kind of event and account of each subscription to activity.
    #[must_use]
    pub fn subscriptions(&self) -> Vec<(String, u64)> {
        self.state().activity.all()
    }

    /// How many streams are open: 0 or 1.
    #[must_use]
    pub fn streams_open(&self) -> usize {
        self.state().streams.count()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the emulator stands for another machine, with a clock of its own"
)]
fn machine_time() -> Timestamp {
    Timestamp::now()
}
