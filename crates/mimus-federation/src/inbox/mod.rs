//! The inbox: what other servers send, checked before it is believed.
//!
//! The checks stand in the order of their cost, so that a flood is turned away by the cheap ones: size, type,
//! signature head with digest and clock, whose name it bears; then the key, which may have to be fetched; then the
//! signature; and only what has passed that is read in full. Whoever is denied, or has sent too much, is turned away
//! by its name before a key is looked up.

mod follows;
mod gate;
mod objects;
mod peek;
mod quotes;
mod rate;
mod reactions;
mod replies;
mod reports;
mod sightings;

use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use mimus_core::LocalHandle;
use mimus_store::{Mirror, MirrorState, RemoteActor, Store, StoreError};
use serde_json::Value;

use crate::addresses::authority;
use crate::json;
use crate::signature::Scheme;
use crate::{Addresses, Remote};

pub use rate::DEFAULT_A_MINUTE;

/// Largest body that is taken, in bytes. Activities of people are a few kilobytes; Mastodon's own bound is 1 MiB.
pub const MAX_BODY: usize = 1 << 20;

/// A request to an inbox.
#[derive(Debug, Clone, Copy)]
pub struct InboxRequest<'a> {
    /// The method.
    pub method: &'a Method,
    /// Path and query as received, percent-encoding untouched.
    pub target: &'a str,
    /// All headers as received.
    pub headers: &'a HeaderMap,
    /// The whole body; reading may stop after [`MAX_BODY`] + 1 bytes.
    pub body: &'a [u8],
    /// Whose inbox it is; `None` for the shared one. It hardly matters, as any activity may come to either.
    pub to: Option<&'a LocalHandle>,
}

/// What was taken in. The answer is 202, whether or not anything was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Received {
    /// Whether a letter was put into the outbox, so that the courier should look.
    pub letters: bool,
    /// Whether the same request had been here before, so that nothing was done.
    pub repeat: bool,
}

/// Why something was not taken in, as it is to be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status}: {message}")]
pub struct Refusal {
    /// The status to answer: 400, 401, 403, 404, 410, 413, 415, 429 or 503.
    pub status: StatusCode,
    /// What is wrong and what to do; safe to send.
    pub message: String,
    /// After how many seconds to come again, for `Retry-After`.
    pub retry_after: Option<u32>,
}

impl Refusal {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after: None }
    }

    fn too_many(host: &str, seconds: u32) -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            message: format!("{host} sends more than this server takes; come again in {seconds} s"),
            retry_after: Some(seconds),
        }
    }

    fn later(message: &str) -> Self {
        Self { status: StatusCode::SERVICE_UNAVAILABLE, message: message.to_owned(), retry_after: Some(60) }
    }
}

/// What came of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It was done.
    Done,
    /// It was done, and a letter waits.
    Answered,
    /// Nothing was done, and why.
    Ignored(&'static str),
}

/// Why an activity could not be done.
enum Failure {
    Refused(Refusal),
    Store(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Failure {
    fn refused(status: StatusCode, message: impl Into<String>) -> Self {
        Self::Refused(Refusal::new(status, message))
    }

    fn forbidden(message: impl Into<String>) -> Self {
        Self::refused(StatusCode::FORBIDDEN, message)
    }

    fn into_refusal(self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Store(error) => {
                tracing::error!(%error, "an activity could not be recorded");
                Refusal::later("this server cannot record anything just now; try again later")
            }
        }
    }
}

type Done = Result<Outcome, Failure>;

/// An activity whose sender is known.
struct Incoming<'a> {
    /// Its id, of the sender's server.
    id: Option<&'a str>,
    activity: &'a Value,
    actor: &'a RemoteActor,
    /// The sender's host, with port.
    host: &'a str,
    /// The key by which it was signed.
    key_id: &'a str,
    /// Whose inbox it came to.
    to: Option<&'a Mirror>,
    now: Timestamp,
}

impl<'a> Incoming<'a> {
    fn object(&self) -> Option<&'a Value> {
        json::first(self.activity, "object")
    }

    fn object_id(&self) -> Option<&'a str> {
        self.object().and_then(json::id)
    }

    /// The activity's id, or for one that has none a name that the same deed always gets.
    fn name(&self, deed: &str, object: &str) -> String {
        let Some(id) = self.id else {
            let mut name = format!("{}#{deed} {object}", self.actor.uri);
            name.truncate(name.floor_char_boundary(json::MAX_ID));
            return name;
        };
        id.to_owned()
    }

    /// Whether something is on the sender's server, so that the sender may speak for it.
    fn is_of_sender(&self, id: &str) -> bool {
        url::Url::parse(id).ok().and_then(|url| authority(&url)).is_some_and(|host| host == self.host)
    }
}

/// Takes in what other servers send. Cheap to clone.
#[derive(Clone)]
pub struct Inbox {
    addresses: Addresses,
    store: Store,
    remote: Remote,
    rates: Arc<rate::Rates>,
    sightings: Arc<sightings::Sightings>,
}

impl Inbox {
    /// An inbox for all actors of this server.
    #[must_use]
    pub fn new(addresses: Addresses, store: Store, remote: Remote) -> Self {
        let rates = Arc::new(rate::Rates::new(DEFAULT_A_MINUTE));
        Self { addresses, store, remote, rates, sightings: Arc::default() }
    }

    /// The same where each server may send so many requests a minute, half of them at once; 0 for any number.
    #[must_use]
    pub fn with_rate(mut self, a_minute: u32) -> Self {
        self.rates = Arc::new(rate::Rates::new(a_minute));
        self
    }

    /// Takes in one request. What is valid but means nothing here is taken, and nothing is done: any other answer
    /// would make servers send it again.
    pub async fn receive(&self, request: InboxRequest<'_>, now: Timestamp) -> Result<Received, Refusal> {
        let result = self.try_receive(&request, now).await.map_err(Failure::into_refusal);
        if let Err(refusal) = &result {
            tracing::debug!(status = refusal.status.as_u16(), reason = %refusal.message, "refused at the inbox");
        }
        result
    }

    async fn try_receive(&self, request: &InboxRequest<'_>, now: Timestamp) -> Result<Received, Failure> {
        let to = match request.to {
            Some(handle) => Some(self.mirror(handle).await?),
            None => None,
        };
        let Some(proven) = self.prove(request, now).await? else { return Ok(Received::default()) };
        let gate::Proven { actor, host, verified } = &proven;
        self.store.server_spoke(host, verified.scheme == Scheme::Rfc9421).await?;

        let activity = gate::read_in_full(request.body, actor)?;
        let id = match activity.get("id") {
            None | Some(Value::Null) => None,
            Some(id) => Some(json::id(id).ok_or_else(|| {
                Failure::refused(StatusCode::BAD_REQUEST, "the activity's id is not a usable address")
            })?),
        };
        let incoming =
            Incoming { id, activity: &activity, actor, host, key_id: &verified.key_id, to: to.as_ref(), now };
        if let Some(id) = id
            && !incoming.is_of_sender(id)
        {
            return Err(Failure::forbidden("the activity's id belongs to another server than its actor"));
        }
        // The time of signing is a part of it: some servers use one id for every follow of a person, and a server
        // that was cut off before it had an answer signs anew. Everything below may be done twice.
        let sighting = id.map(|id| format!("{id} {}", verified.signed_at.as_second()));
        if let Some(sighting) = &sighting
            && !self.sightings.first(&self.store, sighting, now).await?
        {
            return Ok(Received { letters: false, repeat: true });
        }
        let kind = json::types(&activity).next().unwrap_or_default();
        let outcome = self.act(kind, &incoming).await;
        match &outcome {
            Ok(outcome) => tracing::debug!(kind, host, ?outcome, "received"),
            Err(_) => {
                if let Some(sighting) = &sighting {
                    self.sightings.take_back(&self.store, sighting).await?;
                }
            }
        }
        Ok(Received { letters: outcome? == Outcome::Answered, repeat: false })
    }

    async fn act(&self, kind: &str, incoming: &Incoming<'_>) -> Done {
        match kind {
            "Follow" => self.follow(incoming).await,
            "Undo" => self.undo(incoming).await,
            "Block" => self.block(incoming).await,
            "Move" => self.moved(incoming).await,
            "Like" | "EmojiReact" => self.like(incoming).await,
            "Announce" => self.boost(incoming).await,
            "Create" => self.create(incoming).await,
            "Update" => self.update(incoming).await,
            "Delete" => self.delete(incoming).await,
            "Flag" => self.flag(incoming).await,
            "QuoteRequest" => self.quote_request(incoming).await,
            "Accept" | "Reject" => Ok(Outcome::Ignored("nothing was asked")),
            _ => Ok(Outcome::Ignored("not understood")),
        }
    }

    async fn undo(&self, incoming: &Incoming<'_>) -> Done {
        let Some(undone) = incoming.object() else { return Ok(Outcome::Ignored("nothing to undo")) };
        if json::first_id(undone, "actor").is_some_and(|actor| actor != incoming.actor.uri) {
            return Err(Failure::forbidden("only the actor who did something can undo it"));
        }
        match json::types(undone).next() {
            Some("Follow") => self.unfollow(incoming, undone).await,
            Some("Block") => self.unblock(incoming, undone).await,
            Some("Like" | "EmojiReact" | "Announce") => self.take_back(incoming, undone).await,
            Some(_) => Ok(Outcome::Ignored("undoes what was not taken in")),
            None => {
                let Some(id) = json::id(undone) else { return Ok(Outcome::Ignored("nothing to undo")) };
                self.undo_by_id(incoming, id).await
            }
        }
    }

    /// By its id alone it is not known what was done, so all is looked through that the actor may have done.
    async fn undo_by_id(&self, incoming: &Incoming<'_>, id: &str) -> Done {
        let actor = &incoming.actor.uri;
        if self.store.forget_received(id, actor).await? {
            return Ok(Outcome::Done);
        }
        for mirror in self.store.followed_by(actor).await? {
            if self.store.follower(mirror, actor).await?.is_some_and(|follower| follower.follow_id == id) {
                self.store.remove_follower(mirror, actor).await?;
                return Ok(Outcome::Done);
            }
        }
        match incoming.to {
            Some(mirror) => self.unblock_by_id(mirror, actor, id).await,
            None => Ok(Outcome::Ignored("undoes what is not known")),
        }
    }

    async fn delete(&self, incoming: &Incoming<'_>) -> Done {
        let Some(id) = incoming.object_id() else { return Ok(Outcome::Ignored("deletes nothing")) };
        let actor = &incoming.actor.uri;
        if id == actor {
            self.store.forget_remote_actor(actor).await?;
            return Ok(Outcome::Done);
        }
        if !incoming.is_of_sender(id) {
            return Err(Failure::forbidden("what is deleted belongs to another server than the actor"));
        }
        match self.store.forget_received(id, actor).await? {
            true => Ok(Outcome::Done),
            false => Ok(Outcome::Ignored("deletes what is not here")),
        }
    }

    /// The mirror of that name, unless there is none any more or never was.
    async fn mirror(&self, handle: &LocalHandle) -> Result<Mirror, Failure> {
        match self.store.mirror(handle).await? {
            Some(mirror) if mirror.state == MirrorState::Removed => {
                Err(Failure::refused(StatusCode::GONE, format!("@{handle} was removed from this server")))
            }
            Some(mirror) => Ok(mirror),
            None => Err(Failure::refused(StatusCode::NOT_FOUND, format!("there is no @{handle} here"))),
        }
    }

    /// The mirror that an actor id or page here belongs to; `None` where it leads to no mirror that stands.
    async fn mirror_at(&self, address: &str) -> Result<Option<Mirror>, Failure> {
        let Some(handle) = self.addresses.parse_actor(address) else { return Ok(None) };
        let mirror = self.store.mirror(&handle).await?;
        Ok(mirror.filter(|mirror| mirror.state != MirrorState::Removed))
    }
}
