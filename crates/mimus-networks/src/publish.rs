//! What the networks of connected accounts offer besides reading: to publish, and to hear at once what is new.

use jiff::Timestamp;
use mimus_core::render::{DestinationLimits, Part};
use mimus_core::{MediaKind, Network, Profile, RemoteId, WebUrl};

use crate::connector::{BoxFuture, Failure};

/// The ability to publish as a connected account.
///
/// Every call is one that the network may see twice: what it does about that stands with each.
pub trait Publish: Send + Sync {
    /// The network.
    fn network(&self) -> Network;

    /// The account as it stands, and what its server takes. Fails with [`Failure::SignInAgain`] where the credentials no
    /// longer serve, and so is the daily check of them.
    fn account(&self) -> BoxFuture<'_, Result<ConnectedProfile, Failure>>;

    /// Uploads a medium with its alt text and waits until the network has processed it, within a bound. A medium that is
    /// uploaded twice and used once is forgotten by the network.
    fn upload<'a>(&'a self, medium: &'a Upload) -> BoxFuture<'a, Result<UploadedMedia, Failure>>;

    /// Publishes one part. Where it is not known whether the network did, the failure is [`Failure::Unknown`]; then
    /// [`Publish::find`] looks. Networks with idempotency keys are given that of `outgoing`.
    fn publish<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> BoxFuture<'a, Result<Published, Failure>>;

    /// Looks among the account's own newest posts, back to `since`, for one that is `outgoing` and no other.
    fn find<'a>(
        &'a self,
        outgoing: &'a Outgoing<'a>,
        since: Timestamp,
    ) -> BoxFuture<'a, Result<Option<Published>, Failure>>;

    /// Changes what was published. Doing it twice is doing it once.
    fn edit<'a>(
        &'a self,
        id: &'a RemoteId,
        outgoing: &'a Outgoing<'a>,
    ) -> BoxFuture<'a, Result<Published, Failure>>;

    /// Deletes what was published. What is gone already counts as deleted.
    fn delete<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<(), Failure>>;

    /// Repeats a post of the network, or takes the repetition back. Doing it twice is doing it once.
    fn repost<'a>(&'a self, id: &'a RemoteId, on: bool) -> BoxFuture<'a, Result<(), Failure>>;

    /// Finds somebody's post by the address that people know it by, so that it can be answered, quoted or repeated.
    fn look_up<'a>(&'a self, url: &'a WebUrl) -> BoxFuture<'a, Result<LookedUp, Failure>>;
}

/// What a network knows of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookedUp {
    /// A post, which has this id there.
    There(Published),
    /// An address of the network's kind, at which it finds no post.
    Missing,
    /// An address at which no post of this network can be.
    Elsewhere,
}

/// The ability to hear what happens on a connected account without asking.
pub trait Listen: Send {
    /// Waits for the next thing. An error ends the listening; it may be begun again.
    fn next(&mut self) -> BoxFuture<'_, Result<Heard, Failure>>;
}

/// What was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The account has posted or changed something: read it.
    News,
    /// This post of somebody is gone.
    Gone(RemoteId),
}

/// A connected account as its network shows it to its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectedProfile {
    /// Its id there, which stays when the handle changes.
    pub remote_id: RemoteId,
    /// Its handle without a leading `@`: `name@server` on the fediverse, `name` on X.
    pub handle: String,
    /// How it looks.
    pub profile: Profile,
    /// What it may post.
    pub limits: DestinationLimits,
    /// What the server's rules ask for, in its words.
    pub rules: Vec<String>,
}

/// A medium on its way out: its bytes are whole, of a type that the network takes.
#[derive(Debug, Clone)]
pub struct Upload {
    /// What it is.
    pub kind: MediaKind,
    /// Its media type: `image/jpeg`.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: bytes::Bytes,
    /// Its alt text.
    pub alt: Option<String>,
    /// What must stay in view.
    pub focal_point: Option<mimus_core::FocalPoint>,
}

/// A medium that the network has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedMedia(pub String);

/// One part on its way out.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// What it says.
    pub part: &'a Part,
    /// What makes a second try the same as the first: at most 64 visible ASCII characters, stable for a publication, its
    /// revision and the number of the part.
    pub key: &'a str,
    /// What it answers, on the destination.
    pub reply_to: Option<&'a RemoteId>,
    /// What it quotes, on the destination.
    pub quote: Option<&'a RemoteId>,
    /// Its media, in order.
    pub media: &'a [UploadedMedia],
    /// The time, for how long a poll has left.
    pub now: Timestamp,
}

/// What the network made of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its id there.
    pub remote_id: RemoteId,
    /// Where people find it.
    pub url: Option<WebUrl>,
}
