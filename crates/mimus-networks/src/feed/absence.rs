//! Which entries have been removed at their source.
//!
//! A feed shows its newest entries and says nothing of the others, so that an entry is missing tells little. It
//! counts as removed only where nothing else explains it: the feed is in the order of its dates, at least two older
//! entries are still there, only few are missing at once, and they stay missing. A removal here is a removal on every
//! server that has the post, and for good; when in doubt, the post stays.

use std::collections::HashSet;

use mimus_core::RemoteId;
use serde::{Deserialize, Serialize};

use super::cursor::Cursor;
use super::known::{Id, Known};

/// How long an entry must be missing on the web, in seconds: feeds and what stands before them flicker.
const WEB_PATIENCE: i64 = 3_600;

/// In how many readings it must be missing, on the web and in a file.
const TIMES: u8 = 2;

/// An entry that has gone missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Absence {
    /// Its id, as the rest of the server knows it.
    #[serde(rename = "i")]
    id: String,
    /// Since when: seconds since 1970.
    #[serde(rename = "s")]
    since: i64,
    /// In how many readings in a row.
    #[serde(rename = "n")]
    times: u8,
}

/// What a reading showed of the feed's order.
#[derive(Debug, Default)]
pub(super) struct Sight {
    /// Entries whose place follows from their date, as they stood: not reposts, not pinned ones, not undated ones.
    pub(super) in_place: Vec<Known>,
    /// All entries.
    pub(super) present: HashSet<Id>,
    /// Whether all that the document holds was read.
    pub(super) is_whole: bool,
}

impl Sight {
    /// Whether the entries stand in the order of their dates, one way or the other.
    fn is_in_order(&self) -> bool {
        let dates: Vec<u32> = self.in_place.iter().map(|known| known.date).collect();
        dates.is_sorted() || dates.is_sorted_by(|a, b| a >= b)
    }
}

/// Where a feed is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    Web,
    File,
}

/// Takes note of what is missing from a reading, and returns what has been removed.
pub(super) fn removed(cursor: &mut Cursor, sight: &Sight, medium: Medium, now: i64) -> Vec<RemoteId> {
    if !sight.is_whole {
        return Vec::new();
    }
    let mut dates: Vec<u32> = sight.in_place.iter().map(|known| known.date).collect();
    dates.sort_unstable();
    let missing: Vec<Id> = match dates.get(1) {
        Some(second_oldest) if sight.is_in_order() => {
            let is_missing = |known: &&Known| {
                known.is_dated
                    && known.date > *second_oldest
                    && !matches!(known.id, Id::Repost(_))
                    && !sight.present.contains(&known.id)
            };
            cursor.known.0.iter().filter(is_missing).map(|known| known.id).collect()
        }
        _ => Vec::new(),
    };
    let few = (sight.in_place.len() / 4).max(2);
    let before = std::mem::take(&mut cursor.missing);
    if missing.len() > few {
        return Vec::new();
    }
    cursor.missing = missing
        .into_iter()
        .map(|id| {
            let id = id.to_string();
            let known = before.iter().find(|absence| absence.id == id);
            let (since, times) = known.map_or((now, 0), |absence| (absence.since, absence.times));
            Absence { id, since, times: times.saturating_add(1) }
        })
        .collect();
    taken(cursor, medium, now)
}

/// The same where the feed is unchanged: what was missing still is.
pub(super) fn still_removed(cursor: &mut Cursor, medium: Medium, now: i64) -> Vec<RemoteId> {
    for absence in &mut cursor.missing {
        absence.times = absence.times.saturating_add(1);
    }
    taken(cursor, medium, now)
}

fn taken(cursor: &mut Cursor, medium: Medium, now: i64) -> Vec<RemoteId> {
    let patience = if medium == Medium::Web { WEB_PATIENCE } else { 0 };
    let is_over = |absence: &mut Absence| absence.times >= TIMES && now - absence.since >= patience;
    let gone: Vec<String> = cursor.missing.extract_if(.., is_over).map(|absence| absence.id).collect();
    cursor.known.0.retain(|known| !gone.contains(&known.id.to_string()));
    gone.into_iter().filter_map(|id| RemoteId::new(id).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: u32) -> Known {
        Known { id: Id::Hash(n.into()), guid: 0, link: 0, title: 0, date: n * 100, is_dated: true }
    }

    fn sight(numbers: &[u32]) -> Sight {
        Sight {
            in_place: numbers.iter().map(|n| entry(*n)).collect(),
            present: numbers.iter().map(|n| Id::Hash((*n).into())).collect(),
            is_whole: true,
        }
    }

    fn cursor(numbers: std::ops::RangeInclusive<u32>) -> Cursor {
        let mut cursor = Cursor::default();
        cursor.known.0 = numbers.map(entry).collect();
        cursor
    }

    /// What is taken for removed at each of some readings, an hour apart.
    fn gone(cursor: &mut Cursor, medium: Medium, readings: &[Sight]) -> Vec<usize> {
        let hour = |n: usize| i64::try_from(n).unwrap_or_default() * 3_600;
        readings.iter().enumerate().map(|(n, sight)| removed(cursor, sight, medium, hour(n)).len()).collect()
    }

    #[test]
    fn an_entry_that_stays_missing_among_others_is_removed() {
        let holes = || [sight(&[6, 5, 3, 2, 1]), sight(&[6, 5, 3, 2, 1]), sight(&[6, 5, 3, 2, 1])];
        assert_eq!(gone(&mut cursor(1..=6), Medium::Web, &holes()), [0, 1, 0]);
        let mut quick = cursor(1..=6);
        assert_eq!(removed(&mut quick, &holes()[0], Medium::Web, 0).len(), 0);
        assert_eq!(removed(&mut quick, &holes()[0], Medium::Web, 600).len(), 0, "too soon on the web");
        assert_eq!(still_removed(&mut quick, Medium::Web, 3_600).len(), 1, "unchanged, and an hour is over");
        let mut file = cursor(1..=6);
        assert_eq!(removed(&mut file, &holes()[0], Medium::File, 0).len(), 0);
        assert_eq!(removed(&mut file, &holes()[0], Medium::File, 0).len(), 1, "a file does not flicker for long");
    }

    #[test]
    fn what_may_have_other_reasons_stays() {
        let twice = |numbers: &[u32]| [sight(numbers), sight(numbers), sight(numbers)];
        assert_eq!(gone(&mut cursor(1..=6), Medium::Web, &twice(&[7, 6, 5, 4, 3])), [0; 3], "slid out at the end");
        assert_eq!(gone(&mut cursor(1..=6), Medium::Web, &twice(&[6, 1])), [0; 3], "only one is older");
        assert_eq!(gone(&mut cursor(1..=9), Medium::Web, &twice(&[9, 8, 7, 2, 1])), [0; 3], "too many at once");
        assert_eq!(gone(&mut cursor(1..=6), Medium::Web, &twice(&[5, 6, 2, 3, 1])), [0; 3], "in another order");
        let mut partly = twice(&[6, 5, 3, 2, 1]);
        partly.iter_mut().for_each(|sight| sight.is_whole = false);
        assert_eq!(gone(&mut cursor(1..=6), Medium::Web, &partly), [0; 3], "not all was read");
        let back = [sight(&[6, 5, 3, 2, 1]), sight(&[6, 5, 4, 3, 2, 1]), sight(&[6, 5, 3, 2, 1])];
        assert_eq!(gone(&mut cursor(1..=6), Medium::Web, &back), [0; 3], "it came back in between");
    }
}
