//! Dates as feeds' parser gives them, and as we keep them.

use jiff::Timestamp;

/// Before 1990 nobody wrote for the web.
const EARLIEST: i64 = 631_152_000;

/// A date of the feed's own, in seconds since 1970, where it is one that can have been written: after 1990 and, as
/// entries are held back until their time, not after `now`.
pub(super) fn written(milliseconds: Option<i64>, now: Timestamp) -> Option<u32> {
    let seconds = milliseconds?.div_euclid(1_000);
    if seconds <= EARLIEST {
        return None;
    }
    u32::try_from(seconds.min(now.as_second())).ok()
}

/// The point in time of such a date.
pub(super) fn timestamp(seconds: u32) -> Timestamp {
    Timestamp::from_second(seconds.into()).unwrap_or_default()
}

/// `now` in seconds since 1970.
pub(super) fn seconds(now: Timestamp) -> u32 {
    u32::try_from(now.as_second()).unwrap_or_default()
}
