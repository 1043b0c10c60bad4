//! The pace of a month and where it leads. Pure.

use jiff::{SignedDuration, Timestamp};
use mimus_core::Money;
use mimus_store::UtcMonth;

const DAY_MS: i64 = 86_400_000;

/// What may be used of `whole` up to now when it is to last for the month: the part of the month that is gone, and one day
/// more.
pub(super) fn pace(whole: i64, now: Timestamp) -> i64 {
    let month = UtcMonth::of(now);
    let gone = now.duration_since(month.start()).as_millis() + i128::from(DAY_MS);
    let length = month.length().as_millis().max(1);
    let part = i128::from(whole) * gone.min(length) / length;
    i64::try_from(part).unwrap_or(whole).min(whole)
}

/// When the pace of the month of `now` reaches `wanted` of `whole`; the next month where it never does.
pub(super) fn pace_reaches(whole: i64, wanted: i64, now: Timestamp) -> Timestamp {
    let month = UtcMonth::of(now);
    let end = month.next().start();
    if whole <= 0 || wanted > whole {
        return end;
    }
    let length = month.length().as_millis();
    // Rounded up to the next second, so that whoever waits that long is not told to wait again.
    let gone = (i128::from(wanted) * length).div_euclid(i128::from(whole)) + 1_000 - i128::from(DAY_MS);
    let gone = SignedDuration::from_millis(i64::try_from(gone).unwrap_or(0).max(0));
    month.start().saturating_add(gone).unwrap_or(end).min(end)
}

/// What the month will have cost at its end, if its days go on as the last ones did: the mean of up to seven whole days,
/// `None` before there is one.
pub(super) fn forecast(spent: Money, last_days: &[Money], now: Timestamp) -> Option<Money> {
    let days = u64::try_from(last_days.len()).ok().filter(|days| *days > 0)?;
    let mean = u128::from(last_days.iter().copied().sum::<Money>().micros() / days);
    let left = UtcMonth::of(now).next().start().duration_since(now).as_millis().max(0).unsigned_abs();
    let to_come = mean * left / u128::from(DAY_MS.unsigned_abs());
    Some(spent + Money::from_micros(u64::try_from(to_come).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(words: &str) -> Timestamp {
        words.parse().unwrap()
    }

    #[test]
    fn the_pace_is_a_day_ahead_of_the_month() {
        assert_eq!(pace(3_000, time("2026-11-01T00:00:00Z")), 100);
        assert_eq!(pace(3_000, time("2026-11-15T12:00:00Z")), 1_550);
        assert_eq!(pace(3_000, time("2026-11-30T12:00:00Z")), 3_000);
        assert_eq!(pace(i64::MAX, time("2026-11-30T12:00:00Z")), i64::MAX);
    }

    #[test]
    fn whoever_waits_for_the_pace_gets_what_was_wanted() {
        for (wanted, now) in
            [(101, "2026-11-01T00:00:00Z"), (1_551, "2026-11-15T12:00:00Z"), (3_000, "2026-11-02T00:00:00Z")]
        {
            let until = pace_reaches(3_000, wanted, time(now));
            assert!(until > time(now) && pace(3_000, until) >= wanted, "{wanted}: {until}");
        }
        assert_eq!(pace_reaches(3_000, 3_001, time("2026-11-02T00:00:00Z")), time("2026-12-01T00:00:00Z"));
    }

    #[test]
    fn the_forecast_goes_on_as_the_last_days_did() {
        let (spent, now) = (Money::from_dollars(10), time("2026-11-21T00:00:00Z"));
        assert_eq!(forecast(spent, &[], now), None);
        let days = [Money::from_dollars(1), Money::from_dollars(3)];
        assert_eq!(forecast(spent, &days, now), Some(Money::from_dollars(30)));
        assert_eq!(forecast(spent, &days, time("2026-11-30T12:00:00Z")), Some(Money::from_dollars(11)));
    }
}
