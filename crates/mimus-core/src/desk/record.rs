//! The open record: who did what, each entry bound to the one before.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the first entry follows.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One entry of the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who, by the name that they have at the Desk.
    pub who: String,
    /// What was done: `draft.approved`.
    pub deed: String,
    /// To what: `draft 12`.
    pub about: String,
    /// For which account, if for one: `mastodon:town@social.example`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The rest, in whatever shape the deed has.
    #[serde(default)]
    pub detail: Value,
    /// The hash of the entry before, in hexadecimal; [`GENESIS`] for the first.
    pub previous: String,
    /// The SHA-256 of [`Entry::canonical`], in hexadecimal.
    pub hash: String,
}

impl Entry {
    /// The text that the hash is of: everything but the hash itself, as one JSON array. Objects within are in the order of
    /// their keys.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::json!([
            self.seq,
            self.at.as_millisecond(),
            self.who,
            self.deed,
            self.about,
            self.account,
            self.detail,
            self.previous
        ])
        .to_string()
    }
}
