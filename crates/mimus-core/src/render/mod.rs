//! What becomes of a post on a network to which it is published: its parts, and what is lost.
//!
//! The preview, the record and `mimus convert` show the same [`Rendering`].

mod limits;
mod mastodon;
mod split;

use std::fmt;

pub use limits::{BlueskyLimits, DestinationLimits, XLimits};
pub use mastodon::{MastodonLimits, mastodon};
pub use split::{Measure, split};

use crate::{Language, Media, Poll, PostRef, RichText, SkipReason, Visibility};

/// What would be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendering {
    /// The posts of the thread in order; empty where nothing is published.
    pub parts: Vec<Part>,
    /// Why nothing is published.
    pub skipped: Option<SkipReason>,
    /// What is not as it was.
    pub warnings: Vec<Warning>,
}

/// One post as the destination gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The words, each span reading as it is sent: `as_str` is what the destination's interface takes.
    pub words: RichText,
    /// What the reader is warned of first.
    pub content_warning: Option<String>,
    /// Whether the media are hidden until asked for.
    pub sensitive: bool,
    /// The language of the words.
    pub language: Option<Language>,
    /// Who may see it.
    pub visibility: Visibility,
    /// The media in order.
    pub media: Vec<Media>,
    /// A poll that is open.
    pub poll: Option<Poll>,
    /// What it quotes, where the destination shows it as a quote.
    pub quote: Option<PostRef>,
    /// What the first part answers; the others answer the one before.
    pub in_reply_to: Option<PostRef>,
    /// Its length as the destination counts.
    pub length: usize,
    /// How long it may be there.
    pub limit: usize,
}

/// Something that is not on the destination as it was at the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// It is longer than one post may be and becomes a thread of so many.
    Split(usize),
    /// The medium with this number, counted from 1, has no alt text.
    NoAltText(usize),
    /// The alt text of the medium with this number was longer than so many characters and is cut.
    AltTextCut(usize, usize),
    /// The quoted post is not on the destination: its words and link stand in the text.
    QuoteAsText,
    /// The poll is over, or has more or longer options than the destination takes: it stands in the text.
    PollAsText,
    /// What it answers is not known on the destination.
    ReplyUnknown,
    /// A repost stands as words with their author and link.
    RepostAsText,
    /// Something that the source's connector noticed.
    Source(String),
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Split(parts) => write!(f, "too long for one post: a thread of {parts}"),
            Self::NoAltText(number) => write!(f, "medium {number} has no alt text"),
            Self::AltTextCut(number, limit) => {
                write!(f, "the alt text of medium {number} is cut at {limit} characters")
            }
            Self::QuoteAsText => {
                f.write_str("the quoted post is not on the destination: it stands in the text")
            }
            Self::PollAsText => {
                f.write_str("the poll cannot be one on the destination: it stands in the text")
            }
            Self::ReplyUnknown => f.write_str("what it answers is not on the destination"),
            Self::RepostAsText => {
                f.write_str("a repost of what is not on the destination: its words and link")
            }
            Self::Source(words) => f.write_str(words),
        }
    }
}
