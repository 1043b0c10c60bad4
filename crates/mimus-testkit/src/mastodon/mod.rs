//! A small server on loopback with Mastodon's client API, as version 4.5 answers it: what Mimus's Relay is tested against.
//!
//! What it has is written after Mastodon's own sources and API documentation. Where it differs: it schedules nothing, has
//! no followers, favourites, votes or link previews, takes any name for a top-level domain, answers streams from the same
//! port as everything else, and keeps all it is given until it ends.
//!
//! Its clock runs with the machine's, and tests can move it ahead: ids, windows and what is remembered are of that clock.

mod accounts;
mod answer;
mod entity;
mod faults;
mod html;
mod instance;
mod limits;
mod media;
mod multipart;
mod oauth;
mod params;
mod publish;
mod search;
mod serve;
mod status;
mod statuses;
mod streaming;
mod wire;
mod world;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use url::Url;

pub use faults::{Fault, FaultKind, On};
pub use limits::{Limits, Window};
pub use media::Media;
pub use status::{Poll, Status, StatusId, Version, Visibility};

use oauth::Token;
use publish::{Draft, PollDraft};
use world::State;

/// How a server behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// The version that it names.
    pub version: String,
    /// Its rules.
    pub rules: Vec<String>,
    /// What it takes.
    pub limits: Limits,
    /// How often an upload is asked for before it is ready; 0 makes it ready at once.
    pub media_polls: u32,
    /// How often a silent stream sends `:thump`; Mastodon does each 15 seconds.
    pub keep_alive: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            version: "4.5.0".into(),
            rules: vec!["Be kind.".into()],
            limits: Limits::default(),
            media_polls: 0,
            keep_alive: Duration::from_secs(15),
        }
    }
}

/// An account. The wire has its id as a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId(pub u64);

/// A picture, film or sound that someone publishes by another client.
#[derive(Debug, Clone, Default)]
pub struct NewMedia {
    /// What the file is, such as `image/png`.
    pub content_type: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// What it shows, in words.
    pub description: Option<String>,
    /// What to keep in view, from -1 to 1 each way.
    pub focus: Option<(f32, f32)>,
}

/// A poll that someone publishes by another client.
#[derive(Debug, Clone, Default)]
pub struct NewPoll {
    /// The choices.
    pub options: Vec<String>,
    /// How long it is open.
    pub expires_in: Duration,
    /// Whether more than one may be chosen.
    pub multiple: bool,
    /// Whether the votes are hidden until the end.
    pub hide_totals: bool,
}

/// What someone publishes by another client, or changes a status to.
#[derive(Debug, Clone, Default)]
pub struct NewStatus {
    /// The words.
    pub text: String,
    /// What stands before them.
    pub spoiler_text: String,
    /// Whether the media are hidden at first.
    pub sensitive: bool,
    /// Who may read it; an edit leaves it.
    pub visibility: Visibility,
    /// A code of ISO 639.
    pub language: Option<String>,
    /// What it answers; an edit leaves it.
    pub in_reply_to: Option<StatusId>,
    /// What it quotes; an edit leaves it.
    pub quote: Option<StatusId>,
    /// Pictures, films and sounds, in place of those it had.
    pub media: Vec<NewMedia>,
    /// What it asks.
    pub poll: Option<NewPoll>,
}

struct Shared {
    state: Mutex<State>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Running {
    shared: Arc<Shared>,
    base: Url,
    /// Closed, it ends the server and its connections.
    _ends: oneshot::Sender<()>,
}

/// A running server. Clones are the same one; it ends with the last of them.
///
/// The methods that take a name or an id panic where there is none such, and those that publish where Mastodon would refuse:
/// that is a mistake of the test.
#[derive(Clone)]
pub struct MastodonServer(Arc<Running>);

impl MastodonServer {
    /// Starts one on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// Where the port cannot be had.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let base = Url::parse(&format!("http://{}/", listener.local_addr()?)).map_err(io::Error::other)?;
        let shared = Arc::new(Shared { state: Mutex::new(State::new(options, base.clone())) });
        let (ends, ended) = oneshot::channel();
        tokio::spawn(serve::serve(listener, Arc::clone(&shared), ended));
        Ok(Self(Arc::new(Running { shared, base, _ends: ends })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.shared.state()
    }

    fn user(&self, name: &str) -> u64 {
        self.state().user_named(name).unwrap_or_else(|| panic!("no account {name}")).id
    }

    /// Where it listens; the calls' paths begin there.
    #[must_use]
    pub fn base(&self) -> Url {
        self.0.base.clone()
    }

    /// A new account; one with a domain, such as `bob@other.example`, lives elsewhere and can be mentioned.
    pub fn add_user(&self, name: &str) -> UserId {
        UserId(self.state().add_user(name))
    }

    /// A token of an account for all that the server has: `read write follow push profile`.
    #[must_use]
    pub fn token_for(&self, name: &str) -> String {
        self.token_with(name, &["read", "write", "follow", "push", "profile"])
    }

    /// A token of an account for these scopes.
    #[must_use]
    pub fn token_with(&self, name: &str, scopes: &[&str]) -> String {
        let user = Some(self.user(name));
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        self.state().issue(Token { user, application: None, scopes, is_revoked: false })
    }

    /// A token is good for nothing any more, and its streams end.
    pub fn revoke(&self, token: &str) {
        let mut state = self.state();
        state.tokens.get_mut(token).unwrap_or_else(|| panic!("no such token")).is_revoked = true;
        state.streams.cut_of(token);
    }

    /// Tokens of accounts and of applications that are good for something.
    #[must_use]
    pub fn good_tokens(&self) -> usize {
        self.state().tokens.values().filter(|held| !held.is_revoked).count()
    }

    /// The scopes of each application that has made itself known, in their order.
    #[must_use]
    pub fn applications(&self) -> Vec<String> {
        self.state().applications.iter().map(|known| known.scopes.join(" ")).collect()
    }

    /// All applications are forgotten, as servers do with those that nobody uses.
    pub fn forget_applications(&self) {
        self.state().applications.clear();
    }

    /// Who is asked for consent from now on; the first account where nobody is signed in.
    pub fn sign_in(&self, name: &str) {
        let user = self.user(name);
        self.state().sign_in(user);
    }

    /// Whether who is asked for consent gives it; they do at the start.
    pub fn consent(&self, consents: bool) {
        self.state().consents = consents;
    }

    /// Someone publishes a status by another client.
    pub fn post(&self, name: &str, status: NewStatus) -> StatusId {
        let user = self.user(name);
        let mut state = self.state();
        let draft = drafted(&mut state, user, status);
        let checked = state.check_targets(&draft, user);
        let posted = checked.and_then(|()| state.publish(user, draft, None));
        posted.unwrap_or_else(|refused| panic!("{}", refused.body))
    }

    /// Its author changes a status by another client.
    pub fn edit(&self, id: StatusId, status: NewStatus) {
        let mut state = self.state();
        let user = state.statuses.get(&id).unwrap_or_else(|| panic!("no status {id}")).author;
        let draft = drafted(&mut state, user, status);
        state.change(id, &draft).unwrap_or_else(|refused| panic!("{}", refused.body));
    }

    /// Makes a status older than it is.
    pub fn age(&self, id: StatusId, by: Duration) {
        self.change(id, |status| status.created_at -= by);
    }

    /// Changes what is known of a status, and its words alone by [`MastodonServer::edit`].
    pub fn change(&self, id: StatusId, change: impl FnOnce(&mut Status)) {
        change(self.state().statuses.get_mut(&id).unwrap_or_else(|| panic!("no status {id}")));
    }

    /// Its author takes a status away by another client.
    pub fn delete(&self, id: StatusId) {
        assert!(self.state().take_away(id).is_some(), "no status {id}");
    }

    /// Someone passes a status on by another client.
    pub fn reblog(&self, name: &str, of: StatusId) -> StatusId {
        let user = self.user(name);
        let mut state = self.state();
        assert!(state.statuses.contains_key(&of), "no status {of}");
        state.reblog(user, of, Visibility::Public, None)
    }

    /// What an account published, oldest first.
    #[must_use]
    pub fn statuses_of(&self, name: &str) -> Vec<Status> {
        let user = self.user(name);
        let state = self.state();
        state.statuses.values().filter(|status| status.author == user).cloned().collect()
    }

    /// What the server takes from now on.
    pub fn set_limits(&self, limits: Limits) {
        self.state().limits = limits;
    }

    /// How often an upload from now on is asked for before it is ready.
    pub fn set_media_polls(&self, polls: u32) {
        self.state().options.media_polls = polls;
    }

    /// Something goes wrong from now on, after what was asked for before.
    pub fn inject(&self, fault: Fault) {
        self.state().faults.add(fault);
    }

    /// Nothing goes wrong any more.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// Breaks the open streams off.
    pub fn cut_streams(&self) {
        self.state().streams.cut();
    }

    /// How many streams are open.
    #[must_use]
    pub fn streams_open(&self) -> usize {
        self.state().streams.count()
    }

    /// Moves the clock ahead.
    pub fn advance(&self, by: Duration) {
        self.state().advance(by);
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.state().now()
    }
}

/// The media are uploaded, and ready.
fn drafted(state: &mut State, user: u64, status: NewStatus) -> Draft {
    let mut media_ids = Vec::new();
    for new in status.media {
        let id = state.keep(user, &new.content_type, Bytes::from(new.bytes), 0);
        if let Some(held) = state.uploads.get_mut(&id) {
            held.media.description = new.description;
            held.media.focus = new.focus;
        }
        media_ids.push(id);
    }
    Draft {
        text: status.text,
        spoiler_text: status.spoiler_text,
        sensitive: Some(status.sensitive),
        visibility: status.visibility,
        language: status.language,
        in_reply_to: status.in_reply_to.map(|id| id.0),
        quote: status.quote.map(|id| id.0),
        media_ids,
        media_changes: Vec::new(),
        poll: status.poll.map(|poll| PollDraft {
            options: poll.options,
            expires_in: i64::try_from(poll.expires_in.as_secs()).ok(),
            multiple: poll.multiple,
            hide_totals: poll.hide_totals,
        }),
    }
}
