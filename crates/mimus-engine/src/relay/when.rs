//! When a route publishes: its quiet hours and its days.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use mimus_core::policy::{Pace, QuietHours};

/// The end of the quiet hours that `now` lies in, if it does. A zone that this machine does not know counts as UTC.
pub(crate) fn quiet_until(pace: &Pace, now: Timestamp) -> Option<Timestamp> {
    let QuietHours { from, to, zone } = pace.quiet.as_ref()?;
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = now.to_zoned(zone);
    let at = local.time();
    let quiet = if from <= to { (*from..*to).contains(&at) } else { at >= *from || at < *to };
    quiet.then(|| next(&local, *to)).flatten()
}

/// The next time that a clock shows `time`.
fn next(local: &Zoned, time: Time) -> Option<Timestamp> {
    let today = local.date();
    let day = if local.time() < time { today } else { today.tomorrow().ok()? };
    Some(day.to_datetime(time).to_zoned(local.time_zone().clone()).ok()?.timestamp())
}

/// The beginning of the 24 hours that end now.
pub(crate) fn a_day_before(now: Timestamp) -> Timestamp {
    now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::time;

    use super::*;

    fn until(from: i8, to: i8, zone: &str, now: &str) -> Option<String> {
        let quiet = Some(QuietHours { from: time(from, 0, 0, 0), to: time(to, 0, 0, 0), zone: zone.into() });
        quiet_until(&Pace { quiet, ..Pace::default() }, now.parse().unwrap()).map(|at| at.to_string())
    }

    #[test]
    fn quiet_hours_may_lie_over_midnight_and_are_local() {
        assert_eq!(until(9, 17, "UTC", "2026-11-23T08:59:59Z"), None);
        assert_eq!(until(9, 17, "UTC", "2026-11-23T09:00:00Z").as_deref(), Some("2026-11-23T17:00:00Z"));
        assert_eq!(until(9, 17, "UTC", "2026-11-23T17:00:00Z"), None);
        assert_eq!(until(22, 6, "UTC", "2026-11-23T23:30:00Z").as_deref(), Some("2026-11-24T06:00:00Z"));
        assert_eq!(until(22, 6, "UTC", "2026-11-23T05:30:00Z").as_deref(), Some("2026-11-23T06:00:00Z"));
        assert_eq!(
            until(22, 6, "Europe/Berlin", "2026-11-23T21:30:00Z").as_deref(),
            Some("2026-11-24T05:00:00Z")
        );
        assert_eq!(until(22, 6, "Europe/Berlin", "2026-11-23T20:30:00Z"), None);
        assert_eq!(until(6, 6, "UTC", "2026-11-23T06:00:00Z"), None, "no hours at all");
    }

    #[test]
    fn no_hours_are_never_quiet() {
        assert_eq!(quiet_until(&Pace::default(), Timestamp::UNIX_EPOCH), None);
    }
}
