//! Packing accounts into searches: `from:1 OR from:2 …`, as many as a query has room for.

use std::fmt::Write as _;

/// Between two terms.
pub(super) const SEPARATOR: &str = " OR ";

/// What a search for an account's own quotes adds to its terms.
const QUOTES: &str = " is:quote";

/// Which posts a search asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// All posts of its accounts.
    Posts,
    /// Only their quotes, which a guarded rule keeps out of the stream.
    Quotes,
}

/// Characters of `from:ID`.
pub(super) fn term_chars(id: u64) -> usize {
    "from:".len() + id.checked_ilog10().map_or(1, |digits| digits as usize + 1)
}

/// `from:1 OR from:2`.
pub(super) fn disjunction(accounts: &[u64]) -> String {
    let mut terms = String::with_capacity(accounts.len() * 28);
    for (at, id) in accounts.iter().enumerate() {
        let _ = write!(terms, "{}from:{id}", if at == 0 { "" } else { SEPARATOR });
    }
    terms
}

/// The query of a batch, as X takes it.
#[must_use]
pub fn query(accounts: &[u64], asked: Asked) -> String {
    let terms = disjunction(accounts);
    match asked {
        Asked::Posts => terms,
        Asked::Quotes => format!("({terms}){QUOTES}"),
    }
}

/// Cuts accounts, in the order given, into batches whose query has at most `chars` characters.
#[must_use]
pub(super) fn cut(accounts: &[u64], chars: usize, asked: Asked) -> Vec<Vec<u64>> {
    let frame = if asked == Asked::Quotes { QUOTES.len() + 2 } else { 0 };
    let mut batches: Vec<Vec<u64>> = Vec::new();
    let mut left = 0;
    for id in accounts {
        let need = term_chars(*id) + SEPARATOR.len();
        if left < need || batches.is_empty() {
            batches.push(Vec::new());
            left = (chars + SEPARATOR.len()).saturating_sub(frame);
        }
        left = left.saturating_sub(need);
        if let Some(batch) = batches.last_mut() {
            batch.push(*id);
        }
    }
    batches
}

/// Posts to ask for in one search or timeline: twice what is expected, within what X takes (10 to 100 for a search, 5 to 100
/// for a timeline, 1 to 100 for a list).
#[must_use]
pub fn page(expected: f64, least: u32) -> u32 {
    (expected * 2.0).ceil().max(f64::from(least)).min(100.0) as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn eighteen_of_the_longest_ids_fill_a_search() {
        let ids: Vec<u64> = (0..19).map(|n| 1_000_000_000_000_000_000 + n).collect();
        let sizes = |asked| cut(&ids, 512, asked).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!((sizes(Asked::Posts), sizes(Asked::Quotes)), (vec![18, 1], vec![18, 1]));
        assert_eq!(query(&[1, 20], Asked::Quotes), "(from:1 OR from:20) is:quote");
    }

    #[test]
    fn a_page_follows_what_is_expected() {
        assert_eq!((page(0.1, 10), page(20.0, 10), page(900.0, 5), page(f64::NAN, 5)), (10, 40, 100, 5));
    }

    proptest! {
        #[test]
        fn no_query_is_too_long_and_none_is_lost(ids in proptest::collection::vec(any::<u64>(), 0..400), chars in 64_usize..600) {
            for asked in [Asked::Posts, Asked::Quotes] {
                let batches = cut(&ids, chars, asked);
                prop_assert!(batches.iter().all(|batch| query(batch, asked).len() <= chars));
                prop_assert_eq!(batches.concat(), ids.clone());
            }
        }
    }
}
