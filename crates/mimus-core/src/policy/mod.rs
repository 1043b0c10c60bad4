//! What of a source goes on, and how: to a mirror ([`MirrorPolicy`]) or over a route ([`RoutePolicy`]).

mod mirror;
mod retention;
mod route;
mod terms;

use std::fmt;

pub use mirror::{Basis, MirrorPolicy, Replies, Reposts};
pub use retention::{LEAST_DAYS, OwnPost, Retention, Stays};
pub use route::{
    Attribution, Brake, Carried, Deletes, Edits, Makes, Mentions, OverLong, Pace, QuietHours, QuoteRule,
    ReplyRule, RepostRule, RouteFacts, RoutePolicy, SensitiveMedia, StrayLinks, WarningRule,
};
pub use terms::{Term, TermError};

use crate::Post;

/// Whether a post goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It does, as changed by the policy.
    Carry(Box<Post>),
    /// It does not.
    Skip(SkipReason),
}

/// Why a post does not go on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// Nothing to read, see or follow.
    Empty,
    /// An answer to somebody else, or to anything.
    Reply,
    /// A repost that the policy leaves.
    Repost,
    /// A repost of what is not on the destination, where only a real one is wished.
    RepostNotThere,
    /// A quotation that the policy leaves, since both ends are not on the destination.
    Quote,
    /// A word that the policy keeps out.
    Filtered(String),
    /// None of the words without which the policy carries nothing.
    Unwanted,
    /// A mark by which its author keeps it from being carried.
    OptedOut(String),
    /// Nothing but mentions.
    OnlyMentions,
    /// Not in public timelines at its source, and the policy carries only what is.
    Unlisted,
    /// It has a content warning, and the policy carries none to networks that know none.
    Warned,
    /// It has a content warning of which only the warning may go on, and no address to lead to.
    WarnedWithoutAddress,
    /// Nothing of it can be shown on the destination, and it has no address to lead to.
    NothingLeft,
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing to read or see"),
            Self::Reply => f.write_str("a reply, which the policy leaves out"),
            Self::Repost => f.write_str("a repost, which the policy leaves out"),
            Self::RepostNotThere => f.write_str("a repost of what is not on the destination"),
            Self::Quote => {
                f.write_str("a quotation of what is not on the destination, which the policy leaves out")
            }
            Self::Filtered(word) => write!(f, "holds {word:?}, which the policy keeps out"),
            Self::Unwanted => f.write_str("holds none of what the policy asks for"),
            Self::OptedOut(mark) => write!(f, "holds {mark}, by which its author keeps it here"),
            Self::OnlyMentions => f.write_str("only mentions, no words"),
            Self::Unlisted => f.write_str("unlisted, and the policy carries only what is public"),
            Self::Warned => f.write_str(
                "it has a content warning, which the destination does not know and the policy leaves out",
            ),
            Self::WarnedWithoutAddress => f.write_str(
                "it has a content warning, which the destination does not know, and no address to lead to",
            ),
            Self::NothingLeft => {
                f.write_str("nothing of it can be shown on the destination, and it has no address to lead to")
            }
        }
    }
}
