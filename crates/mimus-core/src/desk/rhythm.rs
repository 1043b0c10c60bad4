//! When what recurs is for: every day, on days of the week, or once a month.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use serde::{Deserialize, Serialize};

/// How many days ahead the next time is looked for; the rarest rhythm, a fifth weekday, comes within 98.
const DAYS_AHEAD: i32 = 370;
/// Most hours between the making of a draft and its time: four weeks.
pub const MAX_LEAD: u16 = 672;

/// When a template's drafts are for, and how long before they are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rhythm {
    /// On which days.
    pub days: Days,
    /// At which time of day, on the clock on the wall.
    pub at: Time,
    /// The time zone by its name in the IANA database: `Europe/Berlin`.
    pub zone: String,
    /// How many hours before its time a draft is made, at most [`MAX_LEAD`].
    #[serde(default)]
    pub lead: u16,
}

/// On which days something recurs. Days of the week are 1 for Monday to 7 for Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "every", deny_unknown_fields)]
pub enum Days {
    /// Every day.
    Day {},
    /// On these days of the week.
    Week {
        /// Which.
        on: Vec<i8>,
    },
    /// On a day of the month.
    Month {
        /// Which, 1 to 31; the last day of months that are shorter.
        on: i8,
    },
    /// On the nth of a weekday in the month. A month that has no fifth is passed over.
    MonthWeekday {
        /// Which of them, 1 to 5, or -1 for the last.
        nth: i8,
        /// The day of the week.
        on: i8,
    },
}

/// A rhythm that nothing could keep to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RhythmError {
    /// No day of the week, or one that there is not.
    #[error("choose at least one day of the week, each of them once, from Monday (1) to Sunday (7)")]
    Weekdays,
    /// A day that no month has.
    #[error("{0} is no day of a month; choose 1 to 31")]
    MonthDay(i8),
    /// A count that no month has.
    #[error("{0} is none of a month's weekdays; choose the first (1) to the fifth (5), or the last (-1)")]
    Nth(i8),
    /// Too long before.
    #[error("a draft is made at most {MAX_LEAD} hours before its time, not {0}")]
    Lead(u16),
}

/// What has become due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The latest time that is due: its draft is made.
    pub latest: Timestamp,
    /// How many were due before it, and are not made any more.
    pub missed: u32,
    /// The time after `latest`; none where the calendar ends.
    pub next: Option<Timestamp>,
}

impl Days {
    /// Whether it is on this day.
    #[must_use]
    pub fn has(&self, date: Date) -> bool {
        match self {
            Self::Day {} => true,
            Self::Week { on } => on.contains(&date.weekday().to_monday_one_offset()),
            Self::Month { on } => date.day() == (*on).min(date.days_in_month()),
            Self::MonthWeekday { nth, on } => Weekday::from_monday_one_offset(*on)
                .and_then(|weekday| date.nth_weekday_of_month(*nth, weekday))
                .is_ok_and(|there| there == date),
        }
    }
}

impl Rhythm {
    /// Fails where it names days that there are not. The zone is looked up by who has the database of them.
    pub fn check(&self) -> Result<(), RhythmError> {
        let is_weekday = |day: &i8| (1..=7).contains(day);
        match &self.days {
            Days::Day {} => {}
            Days::Week { on } => {
                let once = on.iter().enumerate().all(|(at, day)| !on[..at].contains(day));
                if on.is_empty() || !once || !on.iter().all(is_weekday) {
                    return Err(RhythmError::Weekdays);
                }
            }
            Days::Month { on } if !(1..=31).contains(on) => return Err(RhythmError::MonthDay(*on)),
            Days::Month { .. } => {}
            Days::MonthWeekday { on, .. } if !is_weekday(on) => return Err(RhythmError::Weekdays),
            Days::MonthWeekday { nth, .. } if *nth != -1 && !(1..=5).contains(nth) => {
                return Err(RhythmError::Nth(*nth));
            }
            Days::MonthWeekday { .. } => {}
        }
        if self.lead > MAX_LEAD { Err(RhythmError::Lead(self.lead)) } else { Ok(()) }
    }

    /// The first time after `then`; `zone` is [`Rhythm::zone`] looked up. A time that a clock skips is the one after, and of
    /// one that comes twice the first counts.
    #[must_use]
    pub fn next(&self, then: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let today = then.to_zoned(zone.clone()).date();
        // What the clock skipped yesterday may be today.
        (-1..DAYS_AHEAD).find_map(|days| {
            let date = today.checked_add(Span::new().days(days)).ok()?;
            self.on(date, zone).filter(|at| *at > then)
        })
    }

    /// The time for which the day `date` has one.
    fn on(&self, date: Date, zone: &TimeZone) -> Option<Timestamp> {
        if !self.days.has(date) {
            return None;
        }
        date.to_datetime(self.at).to_zoned(zone.clone()).ok().map(|at| at.timestamp())
    }

    /// When the draft for the time `at` is made.
    #[must_use]
    pub fn made_at(&self, at: Timestamp) -> Timestamp {
        at.checked_sub(SignedDuration::from_hours(i64::from(self.lead))).unwrap_or(Timestamp::MIN)
    }

    /// What is due at `now`, where `first` is the first time that has no draft yet; none where that is still to come.
    #[must_use]
    pub fn due(&self, first: Timestamp, now: Timestamp, zone: &TimeZone) -> Option<Due> {
        if self.made_at(first) > now {
            return None;
        }
        let mut due = Due { latest: first, missed: 0, next: self.next(first, zone) };
        while let Some(next) = due.next.filter(|next| self.made_at(*next) <= now) {
            due = Due { latest: next, missed: due.missed.saturating_add(1), next: self.next(next, zone) };
        }
        Some(due)
    }
}

#[cfg(test)]
mod tests;
