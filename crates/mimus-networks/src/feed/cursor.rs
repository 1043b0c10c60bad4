//! What is remembered between two readings of a feed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::connector::Failure;

const VERSION: u32 = 1;

/// Most entries remembered; the most recently seen stay.
pub(super) const MAX_KNOWN: usize = 700;

/// What is remembered.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Cursor {
    version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_modified: Option<String>,
    /// Entries that have been seen, the most recently seen last.
    #[serde(default)]
    pub(super) known: Vec<Known>,
}

/// An entry that has been seen. Hashes are 0 where there was nothing to hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    /// The remote id that it was given.
    #[serde(rename = "i")]
    pub(super) id: String,
    /// Hash of its guid.
    #[serde(rename = "g", with = "hex")]
    pub(super) guid: u64,
    /// Hash of its link.
    #[serde(rename = "l", with = "hex")]
    pub(super) link: u64,
    /// Hash of its title, or of its words where it has none.
    #[serde(rename = "t", with = "hex")]
    pub(super) title: u64,
    /// When it was written, or first seen where it does not say: seconds since 1970.
    #[serde(rename = "d")]
    pub(super) date: i64,
}

mod hex {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(n: &u64, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&format!("{n:x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> {
        let text = String::deserialize(d)?;
        u64::from_str_radix(&text, 16).map_err(serde::de::Error::custom)
    }
}

impl Cursor {
    pub(super) fn read(cursor: Option<&str>) -> Result<Self, Failure> {
        let Some(text) = cursor else { return Ok(Self { version: VERSION, ..Self::default() }) };
        let cursor: Self = serde_json::from_str(text).map_err(|e| Failure::Rejected {
            why: format!("what was remembered of this feed cannot be read ({e}); read it anew with --whole"),
        })?;
        if cursor.version == VERSION {
            Ok(cursor)
        } else {
            Err(Failure::Rejected {
                why: format!(
                    "what was remembered of this feed is of form {}; read it anew with --whole",
                    cursor.version
                ),
            })
        }
    }

    pub(super) fn write(mut self) -> Result<String, Failure> {
        let over = self.known.len().saturating_sub(MAX_KNOWN);
        self.known.drain(..over);
        serde_json::to_string(&self).map_err(|e| Failure::Rejected { why: e.to_string() })
    }

    /// When the entries were written.
    pub(super) fn dates(&self) -> Vec<Timestamp> {
        self.known.iter().filter_map(|k| Timestamp::from_second(k.date).ok()).collect()
    }
}
