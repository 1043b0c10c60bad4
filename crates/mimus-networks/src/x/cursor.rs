//! Where the reading of an account stands.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::TweetId;
use crate::connector::Failure;

/// Where the reading of an account stands, as the store keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// The newest post that was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<u64>,
    /// When the profile was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_at: Option<Timestamp>,
    /// What another reader of the same account keeps.
    #[serde(flatten)]
    rest: serde_json::Map<String, serde_json::Value>,
}

impl Cursor {
    /// Reads what was kept.
    pub fn read(kept: Option<&str>) -> Result<Self, Failure> {
        kept.map_or(Ok(Self::default()), |kept| {
            serde_json::from_str(kept).map_err(|error| Failure::Rejected {
                why: format!("the place of the last reading is unreadable: {error}"),
            })
        })
    }

    /// As it is kept.
    pub fn write(&self) -> Result<String, Failure> {
        serde_json::to_string(self).map_err(|error| Failure::Rejected { why: error.to_string() })
    }

    /// The newest post that was seen.
    #[must_use]
    pub fn since(&self) -> Option<TweetId> {
        self.since.map(TweetId)
    }

    /// Notes the newest post of those that came.
    pub fn saw(&mut self, id: TweetId) {
        self.since = self.since.max(Some(id.0));
    }

    /// Has the profile read with the next look.
    pub fn profile_due(&mut self) {
        self.profile_at = None;
    }

    /// When the profile was read; `None` where it is yet to be.
    #[must_use]
    pub fn profile_at(&self) -> Option<Timestamp> {
        self.profile_at
    }

    /// Notes that the profile was read.
    pub fn profile_read(&mut self, at: Timestamp) {
        self.profile_at = Some(at);
    }
}
