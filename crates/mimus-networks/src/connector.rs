//! What every network's module offers to the rest of Mimus.

use std::future::Future;
use std::io;
use std::pin::Pin;

use jiff::{SignedDuration, Timestamp};
use mimus_core::{Network, Post, Profile, RemoteId};

/// A future that a worker may carry from one thread to another.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The ability to read a source account.
pub trait Read: Send {
    /// The network that is read.
    fn network(&self) -> Network;

    /// Reads the next page.
    ///
    /// `cursor` is what the last page that was *recorded* gave, `None` at the first reading. It is opaque: the
    /// module writes it, the store keeps it. Reading the same cursor twice gives the same posts, so a worker
    /// that dies between reading and recording loses nothing. `now` is the time of the call.
    fn read<'a>(
        &'a mut self,
        cursor: Option<&'a str>,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Page, Failure>>;

    /// Opens a file that belongs to the source itself ([`mimus_core::MediaSource::Entry`]). Blocking: call it
    /// where blocking is allowed. Sources without files of their own have none.
    fn entry(&mut self, path: &str) -> Result<Entry, Failure> {
        Err(Failure::Unsupported { what: format!("this source has no files of its own, so not {path}") })
    }
}

/// A file of a source.
pub struct Entry {
    /// Its bytes.
    pub reader: Box<dyn io::Read + Send>,
    /// Its size in bytes, as stated.
    pub size: u64,
}

/// What one reading brought.
#[derive(Debug)]
pub struct Page {
    /// The account, where the source told; `None` leaves it as it was.
    pub profile: Option<Profile>,
    /// Posts, oldest first. One that was read before is repeated as it stands now: a difference is an edit.
    pub posts: Vec<Post>,
    /// Posts that the source says are gone.
    pub gone: Vec<RemoteId>,
    /// What was there and was left out, and why.
    pub skipped: Vec<Skipped>,
    /// Where to go on from, at most 64 KiB.
    pub cursor: String,
    /// When to read again.
    pub next: Next,
    /// The location under which the source asks to be read from now on.
    pub moved_to: Option<String>,
    /// How far a long reading has come: items done and, where known, in all.
    pub progress: Option<(u64, Option<u64>)>,
}

/// One post that was given in its network's own JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnePost {
    /// The post, or why it becomes none.
    pub post: Result<Post, String>,
    /// Whether it answers its own author.
    pub is_own_reply: bool,
    /// What is lost or uncertain, as sentences.
    pub warnings: Vec<String>,
}

/// Something that a source held and that became no post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Which: an id, a file, a title.
    pub what: String,
    /// Why, as a sentence's end: "a Community post", "deleted".
    pub why: String,
}

/// When to read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// At once: there is more.
    More,
    /// After this time.
    After(SignedDuration),
    /// Never: all is read.
    Done,
    /// Never: the source has ended, and says why.
    Ended(String),
}

/// How a call to a network failed, by what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nothing happened there; the same call may work later.
    #[error("{why}")]
    Retry {
        /// What went wrong.
        why: String,
    },
    /// The network asks to wait.
    #[error("asked to wait until {until}: {why}")]
    RateLimited {
        /// When it may be called again.
        until: Timestamp,
        /// In its words.
        why: String,
    },
    /// The credentials no longer serve.
    #[error("the credentials are no longer accepted ({why}); connect the account again")]
    SignInAgain {
        /// What the network said.
        why: String,
    },
    /// The network, or the module on reading what it sent, says no; the same call will fail again.
    #[error("{why}")]
    Rejected {
        /// What is wrong and what to do.
        why: String,
    },
    /// As [`Failure::Rejected`], where the reason is one that Mimus does something of its own about.
    #[error("{why}")]
    RejectedAs {
        /// What it is about.
        reason: RejectReason,
        /// What is wrong and what to do.
        why: String,
    },
    /// It may or may not have happened: look before trying again.
    #[error("the outcome is not known ({why}); look at the account before trying again")]
    Unknown {
        /// What went wrong.
        why: String,
    },
    /// The network has no such thing.
    #[error("not possible on this network: {what}")]
    Unsupported {
        /// What was asked.
        what: String,
    },
}

/// Why a network says no to what is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RejectReason {
    /// The account has published the same words already: look for them, it may have been this very try.
    Duplicate,
    /// This account may not answer that post; it may stand alone.
    ReplyNotAllowed,
    /// This account may not quote that post; a link may stand in its place.
    QuoteNotAllowed,
    /// What is answered or quoted is not there, or not to be seen by this account.
    TargetGone,
    /// It is longer than this account may write.
    TooLong,
}

impl Failure {
    /// Why the network says no, where that is known.
    #[must_use]
    pub const fn reject_reason(&self) -> Option<RejectReason> {
        match self {
            Self::RejectedAs { reason, .. } => Some(*reason),
            _ => None,
        }
    }

    /// Whether the network says no, for whatever reason.
    #[must_use]
    pub const fn is_rejected(&self) -> bool {
        matches!(self, Self::Rejected { .. } | Self::RejectedAs { .. })
    }
}
