//! Dates as feeds' parser gives them, and as we keep them.

use jiff::Timestamp;

/// A date of the feed's own, where it is one that can have been written: after 1990, and not after `now`.
pub(super) fn written(milliseconds: Option<i64>, now: Timestamp) -> Option<Timestamp> {
    const YEAR_1990: i64 = 631_152_000_000;
    let at = Timestamp::from_millisecond(milliseconds.filter(|ms| *ms > YEAR_1990)?).ok()?;
    Some(at.min(now))
}
