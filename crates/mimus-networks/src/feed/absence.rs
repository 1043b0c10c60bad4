//! Which entries have been removed at their source.
//!
//! A feed shows its newest entries and says nothing of the others, so that an entry is missing tells little. It
//! counts as removed only where nothing else explains it: at the last look it stood where its date puts it, at this
//! one the feed is in the order of its dates too, entries on both sides of its place are still there, only few are
//! missing at once, and they stay missing. A removal here is a removal on every server that has the post; when in
//! doubt, the post stays.

use std::collections::HashSet;

use mimus_core::RemoteId;
use serde::{Deserialize, Serialize};

use super::cursor::Cursor;
use super::known::{Id, Known};

/// In how many looks in a row an entry must be missing: feeds and what stands before them flicker.
const TIMES: u8 = 2;

/// Most entries that can be removed at once; more have another reason.
const MOST: usize = 16;

/// An entry that has gone missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Absence {
    /// Its id, as the rest of the server knows it.
    #[serde(rename = "i")]
    id: String,
    /// In how many looks in a row.
    #[serde(rename = "n")]
    times: u8,
}

/// What a look showed of the feed's order.
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
    /// Whether the entries stand in the order of their dates: the newest first, or the oldest as in a journal.
    fn is_in_order(&self) -> bool {
        let dates: Vec<u32> = self.in_place.iter().map(|known| known.date).collect();
        dates.is_sorted() || dates.is_sorted_by(|a, b| a >= b)
    }

    /// Entries that stood in their place at the last look and are not there, though two older ones and a newer one
    /// are; none if they are many.
    fn missing(&self, known: &[Known]) -> HashSet<Id> {
        let mut dates: Vec<u32> = self.in_place.iter().map(|known| known.date).collect();
        dates.sort_unstable();
        let (Some(second), Some(newest)) = (dates.get(1), dates.last()) else { return HashSet::new() };
        let is_missing = |known: &&Known| {
            known.in_place
                && (*second + 1..*newest).contains(&known.date)
                && !self.present.contains(&known.id)
        };
        let missing: HashSet<Id> = known.iter().filter(is_missing).map(|known| known.id).collect();
        let few = (self.in_place.len() / 4).clamp(2, MOST);
        if missing.len() > few { HashSet::new() } else { missing }
    }
}

/// Takes note of what is missing at a look, and returns what has been removed.
pub(super) fn removed(cursor: &mut Cursor, sight: &Sight) -> Vec<RemoteId> {
    if !sight.is_whole {
        return Vec::new();
    }
    let (missing, in_place) = if sight.is_in_order() {
        (sight.missing(&cursor.known.0), sight.in_place.iter().map(|known| known.id).collect())
    } else {
        (HashSet::new(), HashSet::new())
    };
    for known in &mut cursor.known.0 {
        known.in_place = in_place.contains(&known.id) || missing.contains(&known.id);
    }
    let before = std::mem::take(&mut cursor.missing);
    cursor.missing = missing
        .into_iter()
        .map(|id| {
            let id = id.to_string();
            let times = before.iter().find(|absence| absence.id == id).map_or(0, |absence| absence.times);
            Absence { id, times: times.saturating_add(1) }
        })
        .collect();
    taken(cursor)
}

/// The same where the feed is unchanged: what was missing still is.
pub(super) fn still_removed(cursor: &mut Cursor) -> Vec<RemoteId> {
    for absence in &mut cursor.missing {
        absence.times = absence.times.saturating_add(1);
    }
    taken(cursor)
}

/// What has been missing for long enough. It is forgotten, so that it is a new post if it comes back.
fn taken(cursor: &mut Cursor) -> Vec<RemoteId> {
    let is_over = |absence: &mut Absence| absence.times >= TIMES;
    let gone: HashSet<String> = cursor.missing.extract_if(.., is_over).map(|absence| absence.id).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let removed = cursor.known.0.extract_if(.., |known| gone.contains(&known.id.to_string()));
    removed.filter_map(|known| known.id.remote()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: u32) -> Known {
        let date = n * 100;
        Known { id: Id::Hash(n.into()), guid: 0, link: 0, title: 0, date, is_dated: true, in_place: false }
    }

    fn sight(numbers: &[u32]) -> Sight {
        Sight {
            in_place: numbers.iter().map(|n| entry(*n)).collect(),
            present: numbers.iter().map(|n| Id::Hash((*n).into())).collect(),
            is_whole: true,
        }
    }

    /// How many are taken for removed at each of some looks.
    fn gone(looks: &[&[u32]]) -> Vec<usize> {
        let mut cursor = Cursor::default();
        looks
            .iter()
            .map(|numbers| {
                let sight = sight(numbers);
                cursor.known.0.retain(|known| !sight.present.contains(&known.id));
                cursor.known.0.extend(&sight.in_place);
                removed(&mut cursor, &sight).len()
            })
            .collect()
    }

    #[test]
    fn an_entry_that_stays_missing_among_others_is_removed() {
        let (all, hole): (&[u32], &[u32]) = (&[6, 5, 4, 3, 2, 1], &[6, 5, 3, 2, 1]);
        assert_eq!(gone(&[all, hole, hole, hole]), [0, 0, 1, 0]);
        assert_eq!(gone(&[all, hole, all, hole, hole]), [0, 0, 0, 0, 1], "it came back in between");
        assert_eq!(gone(&[&[1, 2, 3, 4], &[1, 2, 4], &[1, 2, 4]]), [0, 0, 1], "a journal");
        let mut cursor = Cursor::default();
        cursor.known.0 = sight(all).in_place;
        removed(&mut cursor, &sight(all));
        assert_eq!(removed(&mut cursor, &sight(hole)).len(), 0);
        assert_eq!(still_removed(&mut cursor).len(), 1, "an unchanged feed is a look too");
        assert_eq!(still_removed(&mut cursor).len(), 0);
    }

    #[test]
    fn what_may_have_other_reasons_stays() {
        let all: &[u32] = &[6, 5, 4, 3, 2, 1];
        for (why, page) in [
            ("slid out at the end", [7, 6, 5, 4, 3].as_slice()),
            ("none is newer", &[5, 4, 3, 2, 1]),
            ("only one is older", &[6, 5, 4, 3, 1]),
            ("too many at once", &[6, 2, 1]),
            ("in another order", &[5, 6, 2, 3, 1]),
            ("nothing", &[]),
        ] {
            assert_eq!(gone(&[all, page, page, page]), [0; 4], "{why}");
        }
        let ranked: &[u32] = &[3, 6, 4, 5, 1, 2];
        let hole: &[u32] = &[6, 5, 4, 2, 1];
        assert_eq!(gone(&[ranked, hole, hole, hole]), [0; 4], "it stood nowhere in particular");
        let slid: &[u32] = &[9, 8, 7, 6, 5];
        assert_eq!(
            gone(&[all, slid, &[9, 8, 7, 6, 5, 4, 2, 1], &[9, 8, 7, 6, 5, 4, 2, 1]]),
            [0; 4],
            "a window that grows"
        );
        let mut partly = sight(&[6, 5, 3, 2, 1]);
        partly.is_whole = false;
        let mut cursor = Cursor::default();
        cursor.known.0 = sight(all).in_place;
        removed(&mut cursor, &sight(all));
        assert!((0..4).all(|_| removed(&mut cursor, &partly).is_empty()), "not all was read");
    }
}
