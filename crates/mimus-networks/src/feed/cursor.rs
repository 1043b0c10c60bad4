//! What is remembered between two readings of a feed.

use std::collections::HashSet;

use jiff::Timestamp;
use mimus_core::RemoteId;
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
    /// How many readings in a row it has been missing while older entries were there.
    #[serde(rename = "m", default, skip_serializing_if = "is_zero")]
    pub(super) missing: u8,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's form")]
fn is_zero(n: &u8) -> bool {
    *n == 0
}

/// Readings for which an entry must be missing before it is taken for removed: feeds flicker.
const MISSING: u8 = 2;

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

    /// Counts what is missing from a reading that held `present`, and returns what has been removed at its source: an
    /// entry that is gone while at least two older ones are still there. What has only slid out at the end of the
    /// feed is not.
    pub(super) fn removed(&mut self, present: &HashSet<&str>) -> Vec<RemoteId> {
        let mut dates: Vec<i64> =
            self.known.iter().filter(|k| present.contains(k.id.as_str())).map(|k| k.date).collect();
        dates.sort_unstable();
        let Some(second_oldest) = dates.get(1).copied() else { return Vec::new() };
        for known in &mut self.known {
            let is_missing = !present.contains(known.id.as_str()) && known.date > second_oldest;
            known.missing = if is_missing { known.missing + 1 } else { 0 };
        }
        self.take_removed()
    }

    /// The same where the feed is unchanged: what was missing still is.
    pub(super) fn still_removed(&mut self) -> Vec<RemoteId> {
        for known in self.known.iter_mut().filter(|k| k.missing > 0) {
            known.missing += 1;
        }
        self.take_removed()
    }

    fn take_removed(&mut self) -> Vec<RemoteId> {
        let is_gone = |known: &mut Known| known.missing >= MISSING;
        self.known.extract_if(.., is_gone).filter_map(|known| RemoteId::new(known.id).ok()).collect()
    }

    /// When the entries were written.
    pub(super) fn dates(&self) -> Vec<Timestamp> {
        self.known.iter().filter_map(|k| Timestamp::from_second(k.date).ok()).collect()
    }
}
