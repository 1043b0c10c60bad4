//! What is remembered between two readings of a feed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::absence::Absence;
use super::known::Table;
use crate::connector::Failure;

const VERSION: u32 = 2;

/// What is remembered.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(super) struct Cursor {
    version: u32,
    /// The entity tag of the last answer, or the state of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_modified: Option<String>,
    /// How long the feed itself says that it stays as it is, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) asked: Option<u32>,
    /// Whether it stands for an account on X. Its entries' ids are then X's, and never anything else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) stands_for_x: bool,
    /// Entries that have been seen.
    #[serde(default)]
    pub(super) known: Table,
    /// Those of them that have gone missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) missing: Vec<Absence>,
}

impl Cursor {
    pub(super) fn read(cursor: Option<&str>) -> Result<Self, Failure> {
        let Some(text) = cursor else { return Ok(Self { version: VERSION, ..Self::default() }) };
        let unread = |why: String| Failure::Rejected {
            why: format!(
                "what was remembered of this feed cannot be read ({why}); run mimus mirror refresh HANDLE --whole"
            ),
        };
        let cursor: Self = serde_json::from_str(text).map_err(|e| unread(e.to_string()))?;
        match cursor.version {
            VERSION => Ok(cursor),
            other => Err(unread(format!("it has form {other}"))),
        }
    }

    pub(super) fn write(&self) -> Result<String, Failure> {
        serde_json::to_string(self).map_err(|e| Failure::Rejected { why: e.to_string() })
    }

    /// When the entries were written.
    pub(super) fn dates(&self) -> Vec<Timestamp> {
        self.known.0.iter().filter_map(|k| Timestamp::from_second(k.date.into()).ok()).collect()
    }
}
