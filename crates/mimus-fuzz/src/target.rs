//! What is fuzzed.

use std::ops::Range;

use crate::rng::Rng;
use crate::targets::request;
use crate::tokens::Shape;

/// A way into Mimus from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// Requests to the inboxes, through the router, up to the store. Most are signed as they are sent.
    Inbox,
    /// Heads of requests, and keys, given to the signature parser.
    Signature,
    /// HTML from outside, read and written again.
    Html,
    /// Pages that posts link to, for their cards.
    Card,
    /// Feeds in all formats, each a file.
    Feed,
    /// Archives of X accounts: what is in the zip, and the zip itself.
    Archive,
    /// Answers of X's API.
    X,
    /// Answers and events of servers with Mastodon's client API.
    Mastodon,
    /// What browsers send for passkeys, and the CBOR in it.
    Passkey,
}

impl Target {
    /// All, in the order in which they are run.
    pub const ALL: [Self; 9] = [
        Self::Html,
        Self::Card,
        Self::Signature,
        Self::Feed,
        Self::Archive,
        Self::X,
        Self::Mastodon,
        Self::Passkey,
        Self::Inbox,
    ];

    /// Its name on the command line, and of its folder in the corpus.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Signature => "signature",
            Self::Html => "html",
            Self::Card => "card",
            Self::Feed => "feed",
            Self::Archive => "archive",
            Self::X => "x",
            Self::Mastodon => "mastodon",
            Self::Passkey => "passkey",
        }
    }

    /// The most memory that a process may have used, in MiB, after any number of inputs. It counts everything: the
    /// program, the store's caches, the allocator's spare room.
    #[must_use]
    pub fn memory_bound(self) -> u64 {
        match self {
            Self::Signature | Self::Html | Self::Card | Self::X | Self::Mastodon | Self::Passkey => 32,
            Self::Inbox | Self::Feed | Self::Archive => 64,
        }
    }

    /// How an input is put together, by its first bytes.
    #[must_use]
    pub fn shape(self, bytes: &[u8]) -> Shape {
        match self {
            Self::Inbox if bytes.starts_with(b"{") => Shape::Json,
            Self::Inbox | Self::Signature => Shape::Words,
            Self::Html | Self::Card => Shape::Markup,
            Self::Feed if bytes.trim_ascii_start().starts_with(b"{") => Shape::Json,
            Self::Feed => Shape::Markup,
            Self::Mastodon if bytes.starts_with(b"event:") => Shape::Words,
            Self::Archive | Self::X | Self::Mastodon | Self::Passkey => Shape::Json,
        }
    }

    /// Which part of an input is changed: of requests the body alone, mostly, as everything else would be turned
    /// away at the door.
    #[must_use]
    pub fn region(self, rng: &mut Rng, bytes: &[u8]) -> Range<usize> {
        let body = request::body_start(bytes);
        match (self, rng.below(10)) {
            (Self::Inbox, 0..7) => body..bytes.len(),
            (Self::Inbox, 7..9) | (Self::Signature, 0..9) => 0..body,
            _ => 0..bytes.len(),
        }
    }
}
