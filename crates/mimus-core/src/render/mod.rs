//! What becomes of a post on a network to which it is published: its parts, and what is lost.
//!
//! The preview, the record and `mimus convert` show the same [`Rendering`].

mod bluesky;
mod compose;
mod files;
mod limits;
mod mastodon;
mod media;
mod poll;
mod split;
mod words;
mod x;

use std::fmt;

pub use bluesky::{Facet, Feature, SENSITIVE_LABEL, facets};
pub use files::{FileLimits, FileTypes};
pub use limits::{BlueskyLimits, DestinationLimits, XLimits};
pub use mastodon::{MastodonLimits, mastodon};
pub use poll::minutes_open;
pub use split::{Measure, split};
pub use x::{PRICE_OF_ALT_TEXT, PRICE_OF_DELETION, PRICE_OF_POST, PRICE_OF_POST_WITH_URL};

use crate::{
    Decision, Directory, Language, LinkCard, Media, Money, Network, Poll, Post, PostRef, RichText,
    RouteFacts, RoutePolicy, SkipReason, Visibility,
};

/// What would be published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendering {
    /// The posts of the thread in order; empty where nothing is published.
    pub parts: Vec<Part>,
    /// In place of parts: what is reposted on the destination, by its id at the source.
    pub boost: Option<PostRef>,
    /// Why nothing is published.
    pub skipped: Option<SkipReason>,
    /// What is not as it was.
    pub warnings: Vec<Warning>,
    /// What it costs to publish all of it, where the destination's interface is metered.
    pub cost: Money,
}

impl Rendering {
    fn of(parts: Vec<Part>, warnings: Vec<Warning>) -> Self {
        let cost = parts.iter().map(|part| part.cost).sum();
        Self { parts, warnings, cost, ..Self::default() }
    }

    fn skip(reason: SkipReason) -> Self {
        Self { skipped: Some(reason), ..Self::default() }
    }
}

/// The words of a post that a policy has decided on, as somebody would type them into a draft: all of them in one, with its
/// title, what it quotes or repeats unless `facts` say that this is there, and what the policy adds.
#[must_use]
pub fn words_for_draft(
    post: &Post,
    facts: &RouteFacts,
    policy: &RoutePolicy,
    directory: &Directory,
    poll_in_words: bool,
) -> RichText {
    let plan = compose::Plan {
        quote: facts.quote_on_destination,
        poll_in_words: post.poll.clone().filter(|_| poll_in_words),
        ..compose::Plan::default()
    };
    mastodon::typed_in_one(post, compose::Route { facts, policy, directory }, &plan)
}

/// What becomes of `post` on the destination that has those limits.
///
/// The same arguments make the same rendering. [`Part::in_reply_to`], [`Part::quote`] and [`Rendering::boost`] name
/// posts by their ids at the source; they are set only where `facts` say that the destination has them.
#[must_use]
pub fn render_for(
    post: Post,
    facts: &RouteFacts,
    policy: &RoutePolicy,
    limits: &DestinationLimits,
    directory: &Directory,
) -> Rendering {
    let mut post = match policy.decide(post, facts) {
        Decision::Carry(post) => *post,
        Decision::Skip(reason) => return Rendering::skip(reason),
    };
    if post.repost_of.is_some() {
        if facts.repost_on_destination {
            let cost = if limits.network() == Network::X { PRICE_OF_POST } else { Money::ZERO };
            return Rendering { boost: post.repost_of, cost, ..Rendering::default() };
        }
        // The media of others are never uploaded again.
        post.media.clear();
    }
    let is_listed = post.visibility == Visibility::Unlisted && limits.network() != Network::Mastodon;
    if is_listed {
        post.visibility = Visibility::Public;
    }
    let route = compose::Route { facts, policy, directory };
    let mut rendering = match limits {
        DestinationLimits::Mastodon(limits) => mastodon::over_route(&post, route, *limits),
        DestinationLimits::X(limits) => x::over_route(&post, route, *limits),
        DestinationLimits::Bluesky(limits) => bluesky::over_route(&post, route, *limits),
    };
    if is_listed && rendering.skipped.is_none() {
        rendering.warnings.insert(0, Warning::Listed);
    }
    rendering
}

/// One post as the destination gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The words, each span reading as it is sent: `as_str` is what the destination's interface takes.
    pub words: RichText,
    /// What the reader is warned of first, where the destination has a place of its own for it.
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
    /// The preview of a linked page, where the destination makes none by itself.
    pub card: Option<LinkCard>,
    /// What the first part answers; the others answer the one before.
    pub in_reply_to: Option<PostRef>,
    /// Its length as the destination counts.
    pub length: usize,
    /// How long it may be there.
    pub limit: usize,
    /// What it costs to publish it.
    pub cost: Money,
}

/// Something that is not on the destination as it was at the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// It is more than one post holds and becomes a thread of so many.
    Split(usize),
    /// It is longer than one post may be, and cut, with a link to the original.
    Cut,
    /// The medium with this number, counted from 1, has no alt text.
    NoAltText(usize),
    /// The alt text of the medium with this number was longer than so many characters and is cut.
    AltTextCut(usize, usize),
    /// The medium with this number cannot be carried: a link to the original stands for it.
    MediumLinked(usize),
    /// The medium with this number cannot be carried, and there is no address to link to.
    MediumLost(usize),
    /// Sensitive media cannot be marked: a link to the original stands for them.
    SensitiveLinked,
    /// Sensitive media cannot be marked, and are carried unmarked.
    SensitiveUnmarked,
    /// The content warning stands above the words, which are not hidden.
    WarningInText,
    /// Only the content warning and a link to the original are carried.
    WarningLinked,
    /// The content warning was longer than there is room for and is cut.
    WarningCut,
    /// The quotation cannot be one on the destination: its words and link stand in the text.
    QuoteAsText,
    /// The poll is over, or has more or longer options than the destination takes: it stands in the text.
    PollAsText,
    /// The poll is open for a shorter or longer time than at the source, in minutes.
    PollTime(u32),
    /// What it answers is not known on the destination.
    ReplyUnknown,
    /// A repost stands as words with their author and link.
    RepostAsText,
    /// The destination would have made a link or mention of these words: an invisible character keeps them words.
    StrayLink(String),
    /// It is unlisted, which the destination does not know: it is public there.
    Listed,
    /// Something that the source's connector noticed.
    Source(String),
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Split(parts) => write!(f, "more than one post holds: a thread of {parts}"),
            Self::NoAltText(number) => write!(f, "medium {number} has no alt text"),
            Self::AltTextCut(number, limit) => {
                write!(f, "the alt text of medium {number} is cut at {limit} characters")
            }
            Self::Cut => f.write_str("too long for one post: cut, with a link to the original"),
            Self::MediumLinked(number) => {
                write!(f, "medium {number} cannot be carried: a link to the original stands for it")
            }
            Self::MediumLost(number) => {
                write!(f, "medium {number} cannot be carried, and there is no address to link to")
            }
            Self::SensitiveLinked => f.write_str(
                "sensitive media cannot be marked on the destination: a link to the original stands for them",
            ),
            Self::SensitiveUnmarked => {
                f.write_str("sensitive media cannot be marked on the destination and are carried unmarked")
            }
            Self::WarningInText => {
                f.write_str("the destination knows no content warning: it stands above the words")
            }
            Self::WarningLinked => f.write_str(
                "the destination knows no content warning: it goes alone, with a link to the original",
            ),
            Self::WarningCut => f.write_str("the content warning is too long and cut"),
            Self::PollTime(minutes) => {
                write!(f, "the poll is open for {minutes} minutes on the destination")
            }
            Self::StrayLink(words) => {
                write!(f, "the destination would link {words:?}: an invisible character keeps it words")
            }
            Self::Listed => f.write_str("unlisted, which the destination does not know: it is public there"),
            Self::QuoteAsText => {
                f.write_str("the quotation cannot be one on the destination: it stands in the text")
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
