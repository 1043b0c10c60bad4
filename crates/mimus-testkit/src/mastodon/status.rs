//! Statuses as the server holds them.

use std::fmt;

use jiff::Timestamp;

use super::media::Media;

/// A status. Later ones have higher ids; the wire has them as strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusId(pub u64);

impl fmt::Display for StatusId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who may read a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// Everyone, and it is in the public timelines.
    #[default]
    Public,
    /// Everyone.
    Unlisted,
    /// Followers.
    Private,
    /// Those it mentions.
    Direct,
}

impl Visibility {
    /// The wire's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
            Self::Private => "private",
            Self::Direct => "direct",
        }
    }

    pub(super) fn read(word: &str) -> Option<Self> {
        [Self::Public, Self::Unlisted, Self::Private, Self::Direct]
            .into_iter()
            .find(|held| held.word() == word)
    }

    pub(super) fn is_open(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted)
    }
}

/// A poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// Its id on the wire.
    pub id: u64,
    /// The choices.
    pub options: Vec<String>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether more than one may be chosen.
    pub multiple: bool,
    /// Whether the votes are hidden until the end.
    pub hide_totals: bool,
}

/// One of the states in which a status was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The words as they were written.
    pub text: String,
    /// What stands before them.
    pub spoiler_text: String,
    /// Whether the media are hidden at first.
    pub sensitive: bool,
    /// The media with their descriptions.
    pub media: Vec<Media>,
    /// The poll's choices.
    pub poll_options: Vec<String>,
    /// Since when it was so.
    pub at: Timestamp,
}

/// What someone published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Its id.
    pub id: StatusId,
    /// The account's id.
    pub author: u64,
    /// When it was published.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub edited_at: Option<Timestamp>,
    /// The words as they were written; empty for a reblog.
    pub text: String,
    /// What stands before the words.
    pub spoiler_text: String,
    /// Whether the media are hidden at first.
    pub sensitive: bool,
    /// Who may read it.
    pub visibility: Visibility,
    /// A code of ISO 639.
    pub language: Option<String>,
    /// What it answers.
    pub in_reply_to_id: Option<StatusId>,
    /// Pictures, films and sounds, in order.
    pub media: Vec<Media>,
    /// What it asks.
    pub poll: Option<Poll>,
    /// What it quotes.
    pub quote: Option<StatusId>,
    /// All its states, oldest first; the last is as it is now.
    pub history: Vec<Version>,
    /// What it passes on.
    pub reblog_of: Option<StatusId>,
    /// How many like it.
    pub likes: u64,
    /// Whether its author has pinned it.
    pub pinned: bool,
    /// Whether its author has bookmarked it.
    pub bookmarked: bool,
    pub(super) application: Option<u64>,
}

impl Status {
    pub(super) fn version(&self, at: Timestamp) -> Version {
        Version {
            text: self.text.clone(),
            spoiler_text: self.spoiler_text.clone(),
            sensitive: self.sensitive,
            media: self.media.clone(),
            poll_options: self.poll.as_ref().map(|poll| poll.options.clone()).unwrap_or_default(),
            at,
        }
    }
}
