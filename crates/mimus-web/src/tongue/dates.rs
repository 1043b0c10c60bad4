//! Dates and times as each language writes them; the pattern is a message.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Tongue;

/// A time for machines and for people.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    /// For `<time datetime>`.
    pub(crate) machine: String,
    /// Day and time, with the zone's short name.
    pub(crate) full: String,
    /// The time of day.
    pub(crate) time: String,
}

impl Tongue {
    /// A time as people of a zone read it.
    pub(crate) fn moment(self, at: Timestamp, zone: &TimeZone) -> Moment {
        let local = at.to_zoned(zone.clone());
        let time = local.strftime("%H:%M").to_string();
        let day = self.day(local.date());
        let full =
            self.with2("day-and-time", ("day", day), ("time", format!("{time} {}", local.strftime("%Z"))));
        Moment { machine: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), full, time }
    }

    /// A day: `23 November 2026`.
    pub(crate) fn day(self, date: Date) -> String {
        let month = self.t(&format!("month-{}", date.month()));
        let day_and_month = self.with2("day-and-month", ("day", date.day()), ("month", month));
        self.with2("day-and-year", ("day", day_and_month), ("year", date.year()))
    }

    /// A day of the week with its date: `Monday, 23 November`.
    pub(crate) fn weekday(self, date: Date) -> String {
        let weekday = self.t(&format!("weekday-{}", date.weekday().to_monday_one_offset()));
        let month = self.t(&format!("month-{}", date.month()));
        let day = self.with2("day-and-month", ("day", date.day()), ("month", month));
        self.with2("weekday-and-day", ("weekday", weekday), ("day", day))
    }
}
