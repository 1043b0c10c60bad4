//! What a destination takes, as it says itself.

use serde::{Deserialize, Serialize};

use super::{FileLimits, FileTypes, MastodonLimits};
use crate::Network;

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
#[serde(default)]
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
    /// Shortest and longest time for which a poll is open, in minutes.
    pub poll_minutes: (u32, u32),
    /// Whether the account's subscription lets it quote through the interface; since April 2026 most may not.
    pub quotes: bool,
}

impl Default for XLimits {
    fn default() -> Self {
        Self {
            weighted: 280,
            url: 23,
            media: 4,
            alt: 1_000,
            poll_options: 4,
            poll_option: 25,
            poll_minutes: (5, 7 * 24 * 60),
            quotes: false,
        }
    }
}

/// What Bluesky takes (lexicon `app.bsky.feed.post`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
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

/// Characters of a post at a place of which nothing is known.
const ELSEWHERE: usize = 100_000;

impl DestinationLimits {
    /// The network whose limits they are.
    #[must_use]
    pub fn network(&self) -> Network {
        match self {
            Self::Mastodon(_) => Network::Mastodon,
            Self::X(_) => Network::X,
            Self::Bluesky(_) => Network::Bluesky,
        }
    }

    /// What it takes of media (X: facts/x-api.md, section on media; Bluesky: lexicons `app.bsky.embed.images` and `.video`).
    #[must_use]
    pub fn files(&self) -> FileLimits {
        match self {
            Self::Mastodon(limits) => limits.files,
            Self::X(_) => FileLimits {
                picture: 5_000_000,
                pixels: 8_192 * 8_192,
                moving: 15_000_000,
                film: 512_000_000,
                types: FileTypes::of(["image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4"]),
            },
            Self::Bluesky(_) => FileLimits {
                picture: 1_000_000,
                pixels: 4_096 * 4_096,
                moving: 1_000_000,
                film: 100_000_000,
                types: FileTypes::of(["image/jpeg", "image/png", "image/webp", "video/mp4"]),
            },
        }
    }

    /// Those that a network has where nothing more is known; none for a network to which nothing is published.
    #[must_use]
    pub fn usual(network: Network) -> Option<Self> {
        match network {
            Network::Mastodon => Some(Self::Mastodon(MastodonLimits::default())),
            Network::X => Some(Self::X(XLimits::default())),
            Network::Bluesky => Some(Self::Bluesky(BlueskyLimits::default())),
            // Nothing is known of it: words go there whole.
            Network::Elsewhere => Some(Self::Mastodon(MastodonLimits {
                characters: ELSEWHERE,
                media: 100,
                alt: 10_000,
                ..MastodonLimits::default()
            })),
            Network::Feed | Network::Archive => None,
        }
    }
}

impl Default for BlueskyLimits {
    fn default() -> Self {
        Self { graphemes: 300, bytes: 3_000, media: 4, alt: 2_000 }
    }
}
