//! Polls.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A question with options to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Poll {
    /// The options in their order, at least one.
    pub options: Vec<PollOption>,
    /// Whether several may be chosen.
    #[serde(default)]
    pub multiple: bool,
    /// When voting ends or ended, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// Whether voting is over.
    #[serde(default)]
    pub closed: bool,
}

/// One option of a poll.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PollOption {
    /// Its words.
    pub label: String,
    /// Votes, or where the source tells only shares, per cent.
    #[serde(default)]
    pub votes: u64,
}

impl Poll {
    /// The sum of all votes.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.options.iter().fold(0, |sum, option| sum.saturating_add(option.votes))
    }
}
