//! What the server takes, and how much of it.

use std::time::Duration;

/// How many calls a token has in how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many.
    pub at_most: u32,
    /// In how long; windows begin at whole multiples of it since 1970.
    pub each: Duration,
}

/// What the server takes. The defaults are Mastodon's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// How long a status may be, spoiler and words, in graphemes as Mastodon counts them.
    pub characters: usize,
    /// How many pictures a status may have.
    pub media: usize,
    /// What each link counts.
    pub characters_per_url: usize,
    /// How long a description may be.
    pub description: usize,
    /// Bound on a picture, in bytes.
    pub image_bytes: usize,
    /// Bound on a film or sound, in bytes.
    pub video_bytes: usize,
    /// How many choices a poll may have.
    pub poll_options: usize,
    /// How long a choice may be.
    pub poll_option_characters: usize,
    /// The shortest poll.
    pub poll_shortest: Duration,
    /// The longest poll.
    pub poll_longest: Duration,
    /// All calls of a token.
    pub calls: Window,
    /// Its uploads.
    pub uploads: Window,
    /// Its deletions, and what takes a reblog back.
    pub deletions: Window,
}

impl Default for Limits {
    fn default() -> Self {
        let half_hour = Duration::from_secs(1_800);
        Self {
            characters: 500,
            media: 4,
            characters_per_url: 23,
            description: 1_500,
            image_bytes: 16 * 1024 * 1024,
            video_bytes: 99 * 1024 * 1024,
            poll_options: 4,
            poll_option_characters: 50,
            poll_shortest: Duration::from_secs(300),
            poll_longest: Duration::from_secs(2_629_746),
            calls: Window { at_most: 1_500, each: Duration::from_secs(300) },
            uploads: Window { at_most: 30, each: half_hour },
            deletions: Window { at_most: 30, each: half_hour },
        }
    }
}
