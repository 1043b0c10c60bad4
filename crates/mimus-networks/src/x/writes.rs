//! The kinds of calls that change something on X, what each costs, and the longer windows that they count in.

use std::time::Duration;

use mimus_core::render::{PRICE_OF_ALT_TEXT, PRICE_OF_DELETION, PRICE_OF_POST, PRICE_OF_POST_WITH_URL};
use mimus_core::twitter_text::{EntityKind, entities};
use mimus_core::{CredentialKind, Money};

use super::Endpoint;

/// A call that changes something, by what X charges for it (facts/x-in-practice.md §7). Each call that is carried out is
/// charged; one that X refuses is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WriteKind {
    /// A post without a link.
    Post,
    /// A post whose words hold a link.
    PostWithUrl,
    /// A post without a link that answers one that speaks of the account or quotes it.
    SummonedReply,
    /// A post taken away.
    Delete,
    /// An alt text given to a medium.
    AltText,
    /// A post repeated.
    Repost,
    /// A repetition taken back.
    RepostDelete,
}

impl WriteKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Post,
        Self::PostWithUrl,
        Self::SummonedReply,
        Self::Delete,
        Self::AltText,
        Self::Repost,
        Self::RepostDelete,
    ];

    /// Its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Post => "post_create",
            Self::PostWithUrl => "post_create_url",
            Self::SummonedReply => "post_create_summoned",
            Self::Delete => "post_delete",
            Self::AltText => "alt_text",
            Self::Repost => "repost",
            Self::RepostDelete => "repost_delete",
        }
    }
}

/// What each kind of write costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WritePrices {
    /// A post without a link.
    pub post: Money,
    /// A post with a link.
    pub post_with_url: Money,
    /// An answer to who spoke of the account. Whether a post is one is known only to who knows what it answers; where
    /// nobody says so, [`WritePrices::post`] is counted.
    pub summoned_reply: Money,
    /// A post taken away. X does not name its class; this is the dearer of the two that it can be.
    pub delete: Money,
    /// An alt text.
    pub alt_text: Money,
    /// A repetition.
    pub repost: Money,
    /// A repetition taken back.
    pub repost_delete: Money,
}

impl WritePrices {
    /// Nothing costs anything.
    pub const FREE: Self = Self {
        post: Money::ZERO,
        post_with_url: Money::ZERO,
        summoned_reply: Money::ZERO,
        delete: Money::ZERO,
        alt_text: Money::ZERO,
        repost: Money::ZERO,
        repost_delete: Money::ZERO,
    };

    /// Pay-per-use, August 2026; the preview of a post shows the same.
    pub const PAY_PER_USE: Self = Self {
        post: PRICE_OF_POST,
        post_with_url: PRICE_OF_POST_WITH_URL,
        summoned_reply: Money::from_micros(10_000),
        delete: PRICE_OF_DELETION,
        alt_text: PRICE_OF_ALT_TEXT,
        repost: Money::from_micros(15_000),
        repost_delete: Money::from_micros(10_000),
    };

    /// What one costs.
    #[must_use]
    pub const fn of(&self, kind: WriteKind) -> Money {
        match kind {
            WriteKind::Post => self.post,
            WriteKind::PostWithUrl => self.post_with_url,
            WriteKind::SummonedReply => self.summoned_reply,
            WriteKind::Delete => self.delete,
            WriteKind::AltText => self.alt_text,
            WriteKind::Repost => self.repost,
            WriteKind::RepostDelete => self.repost_delete,
        }
    }
}

/// A window that is longer than the quarter of an hour of [`super::limits::WINDOW`] and counts beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LongWindow {
    /// Its name in tables.
    pub name: &'static str,
    /// Whether it is counted for each user or for the app as a whole.
    pub of: CredentialKind,
    /// Calls in it.
    pub calls: u32,
    /// How long it is.
    pub length: Duration,
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// X's own page on posting says 300 posts and reposts in three hours for a user, its table of limits 10,000 posts a day for
/// an app (facts/x-in-practice.md §3); both are kept.
const POSTS_OF_USER: LongWindow = LongWindow {
    name: "posts and reposts in 3 hours",
    of: CredentialKind::User,
    calls: 300,
    length: Duration::from_secs(3 * 60 * 60),
};
const POSTS_OF_APP: LongWindow =
    LongWindow { name: "POST /2/tweets in a day", of: CredentialKind::App, calls: 10_000, length: DAY };
const UPLOADS_OF_APP: LongWindow =
    LongWindow { name: "POST /2/media/upload in a day", of: CredentialKind::App, calls: 50_000, length: DAY };
const PARTS_OF_APP: LongWindow =
    LongWindow { name: "parts of uploads in a day", of: CredentialKind::App, calls: 180_000, length: DAY };
const ALT_TEXTS_OF_APP: LongWindow = LongWindow {
    name: "POST /2/media/metadata in a day",
    of: CredentialKind::App,
    calls: 50_000,
    length: DAY,
};

/// The longer windows that a call counts in.
#[must_use]
pub const fn long_windows(endpoint: Endpoint) -> &'static [LongWindow] {
    match endpoint {
        Endpoint::PostCreate => &[POSTS_OF_USER, POSTS_OF_APP],
        Endpoint::RepostCreate => &[POSTS_OF_USER],
        Endpoint::MediaUpload => &[UPLOADS_OF_APP],
        Endpoint::MediaInitialize | Endpoint::MediaAppend | Endpoint::MediaFinalize => &[PARTS_OF_APP],
        Endpoint::MediaMetadata => &[ALT_TEXTS_OF_APP],
        _ => &[],
    }
}

/// Whether X finds a link in words, with a scheme or without (`README.md`, `end.In`), and so charges for one. X does not say
/// what a link is to its bill; this is what it makes links of (facts/x-in-practice.md §9).
#[must_use]
pub fn has_link(words: &str) -> bool {
    entities(words).iter().any(|entity| entity.kind == EntityKind::Url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_x_makes_a_link_of_is_charged_as_one() {
        for words in ["see https://a.org", "(a.org/x?y)", "read README.md", "the end.In the", "weiß.de!"] {
            assert!(has_link(words), "{words}");
        }
        for words in ["", "3.14", "well... then", "a@b.org", "@me@social.coop", "v1.0", "End. In", "node.js"]
        {
            assert!(!has_link(words), "{words}");
        }
    }

    #[test]
    fn every_kind_has_a_name_and_a_price() {
        let names: std::collections::BTreeSet<_> = WriteKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), WriteKind::ALL.len());
        let sum: Money = WriteKind::ALL.iter().map(|kind| WritePrices::PAY_PER_USE.of(*kind)).sum();
        assert_eq!(sum.to_string(), "$0.265");
    }
}
