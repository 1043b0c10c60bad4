//! When to look at a feed again, learnt from its own rhythm.

use jiff::{SignedDuration, Timestamp};

/// Shortest time between looks at a feed on the web.
const SHORTEST: SignedDuration = SignedDuration::from_mins(5);

/// Longest.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Longest wait that a feed can ask for by its headers or its `ttl`: many state a day out of habit.
const LONGEST_ASKED: SignedDuration = SignedDuration::from_hours(1);

/// How many of the newest entries tell the rhythm.
const NEWEST: usize = 20;

/// The time until the next look.
///
/// A sixth of the usual gap between entries, and no more than a tenth of the time since the newest: a burst is
/// followed closely, a feed that has gone quiet is looked at less and less, down to once a day. `hints` are times
/// for which the feed calls itself fresh; they are kept to, up to an hour. Between 5 minutes and 24 hours.
#[must_use]
pub fn next_look(dates: &[Timestamp], now: Timestamp, hints: &[SignedDuration]) -> SignedDuration {
    let mut newest: Vec<Timestamp> = dates.iter().copied().filter(|date| *date <= now).collect();
    newest.sort_unstable_by(|a, b| b.cmp(a));
    newest.truncate(NEWEST);
    let learnt = match newest.first() {
        None => SignedDuration::from_hours(1),
        Some(first) => {
            let since = now.duration_since(*first) / 10;
            let mut gaps: Vec<SignedDuration> =
                newest.windows(2).map(|two| two[0].duration_since(two[1])).collect();
            gaps.sort_unstable();
            match gaps.get(gaps.len() / 2) {
                // Once it is quiet for longer than usual, the time since the newest counts.
                Some(usual) => (*usual / 6).max(since).min(since.max(SHORTEST) * 2),
                None => since,
            }
        }
    };
    let asked = hints.iter().copied().max().unwrap_or(SignedDuration::ZERO).min(LONGEST_ASKED);
    learnt.max(asked).clamp(SHORTEST, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(now: Timestamp, ages_in_hours: &[i64]) -> Vec<Timestamp> {
        ages_in_hours.iter().filter_map(|h| now.checked_sub(SignedDuration::from_hours(*h)).ok()).collect()
    }

    #[test]
    fn a_feed_is_looked_at_as_often_as_it_speaks() {
        let now = Timestamp::from_second(1_790_000_000).unwrap_or_default();
        let look = |ages: &[i64]| next_look(&dates(now, ages), now, &[]);
        assert_eq!(look(&[0, 1, 2, 3, 4]), SignedDuration::from_mins(10), "hourly");
        assert_eq!(look(&[0, 0, 0, 0, 1]), SHORTEST, "a burst");
        assert!(look(&[10, 34, 58, 82]) <= SignedDuration::from_hours(4), "once a day");
        assert!(look(&[1, 25, 49]) < look(&[20, 44, 68]));
        assert_eq!(look(&[24 * 300, 24 * 400]), LONGEST, "gone quiet");
        assert_eq!(look(&[]), SignedDuration::from_hours(1));
    }

    #[test]
    fn what_the_feed_asks_for_is_kept_to_within_reason() {
        let now = Timestamp::from_second(1_790_000_000).unwrap_or_default();
        let busy = dates(now, &[0, 1, 2, 3]);
        assert_eq!(next_look(&busy, now, &[SignedDuration::from_mins(40)]), SignedDuration::from_mins(40));
        assert_eq!(next_look(&busy, now, &[SignedDuration::from_hours(48)]), LONGEST_ASKED);
    }
}
