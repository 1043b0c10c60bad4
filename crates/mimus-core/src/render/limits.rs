//! What a destination takes, as it says itself.

use serde::{Deserialize, Serialize};

use super::MastodonLimits;

/// The limits of one connected account, read live from its network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "network", rename_all = "lowercase")]
pub enum DestinationLimits {
    /// A server with Mastodon's client API.
    Mastodon(MastodonLimits),
    /// X.
    X(XLimits),
    /// Bluesky.
    Bluesky(BlueskyLimits),
}

/// What X takes of an account (facts/x-in-practice.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct XLimits {
    /// Weighted characters of a post: 280, or 25,000 with a subscription.
    pub weighted: usize,
    /// What every link counts as.
    pub url: usize,
    /// Pictures of a post; a film or an animated picture stands alone.
    pub media: usize,
    /// Characters of an alt text.
    pub alt: usize,
    /// Options of a poll.
    pub poll_options: usize,
    /// Characters of an option.
    pub poll_option: usize,
}

impl Default for XLimits {
    fn default() -> Self {
        Self { weighted: 280, url: 23, media: 4, alt: 1_000, poll_options: 4, poll_option: 25 }
    }
}

/// What Bluesky takes (lexicon `app.bsky.feed.post`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlueskyLimits {
    /// Grapheme clusters of a post.
    pub graphemes: usize,
    /// Bytes of a post.
    pub bytes: usize,
    /// Pictures of a post.
    pub media: usize,
    /// Grapheme clusters of an alt text.
    pub alt: usize,
}

impl Default for BlueskyLimits {
    fn default() -> Self {
        Self { graphemes: 300, bytes: 3_000, media: 4, alt: 2_000 }
    }
}
