//! The times at which an account likes to publish.

use std::str::FromStr;

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// How many days ahead a free slot is looked for.
const DAYS_AHEAD: i32 = 370;

/// An account's slots in its time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Slots {
    /// The time zone by its name in the IANA database: `Europe/Berlin`.
    pub zone: String,
    /// The slots, in no order.
    pub slots: Vec<Slot>,
}

/// A slot: a time of day on some days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The days, 1 for Monday to 7 for Sunday.
    pub days: Vec<i8>,
    /// The time of day.
    pub at: Time,
}

/// Slots that nobody could keep to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SlotsError {
    /// A line that says no slot.
    #[error("{0:?} is no slot; write days and a time, such as “Mon-Fri 09:30” or “Sat, Sun 11:00”")]
    Line(String),
    /// More than are looked through.
    #[error("at most 100 slots are kept")]
    TooMany,
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Default for Slots {
    fn default() -> Self {
        Self { zone: "UTC".into(), slots: Vec::new() }
    }
}

impl Slots {
    /// The slots that `lines` say, one a line.
    pub fn read(zone: &str, lines: &str) -> Result<Self, SlotsError> {
        let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
        let slots: Vec<Slot> = lines.map(str::parse).collect::<Result<_, _>>()?;
        if slots.len() > 100 {
            return Err(SlotsError::TooMany);
        }
        Ok(Self { zone: zone.trim().to_owned(), slots })
    }

    /// The slots as lines that [`Slots::read`] reads.
    #[must_use]
    pub fn lines(&self) -> String {
        self.slots.iter().map(|slot| format!("{slot}\n")).collect()
    }

    /// The next slots after `now`, in order; `zone` is [`Slots::zone`] looked up. A time that a clock skips is the one after.
    pub fn after<'a>(&'a self, now: Timestamp, zone: &TimeZone) -> impl Iterator<Item = Timestamp> + use<'a> {
        let today = now.to_zoned(zone.clone()).date();
        let zone = zone.clone();
        (0..DAYS_AHEAD).flat_map(move |days| {
            let mut times = Vec::new();
            if let Ok(date) = today.checked_add(Span::new().days(days)) {
                let weekday = date.weekday().to_monday_one_offset();
                for slot in self.slots.iter().filter(|slot| slot.days.contains(&weekday)) {
                    times.extend(date.to_datetime(slot.at).to_zoned(zone.clone()).map(|at| at.timestamp()));
                }
            }
            times.sort_unstable();
            times.dedup();
            times.into_iter().filter(move |at| *at > now)
        })
    }

    /// The first slot after `now` that is not `taken`.
    #[must_use]
    pub fn next_free(&self, now: Timestamp, zone: &TimeZone, taken: &[Timestamp]) -> Option<Timestamp> {
        self.after(now, zone).find(|at| !taken.contains(at))
    }
}

impl FromStr for Slot {
    type Err = SlotsError;

    fn from_str(line: &str) -> Result<Self, SlotsError> {
        let no = || SlotsError::Line(line.chars().take(60).collect());
        let (days, at) = line.trim().rsplit_once(char::is_whitespace).ok_or_else(no)?;
        let at = at.parse::<Time>().map_err(|_| no())?;
        let day = |word: &str| {
            let word = word.trim().to_lowercase();
            let at = DAYS.iter().position(|day| word.len() >= 3 && (word == *day || word.starts_with(day)));
            at.and_then(|at| i8::try_from(at + 1).ok()).ok_or_else(no)
        };
        let mut found = Vec::new();
        for word in days.split(',') {
            match word.split_once(['-', '–']) {
                _ if word.trim().eq_ignore_ascii_case("daily") => found.extend(1..=7),
                Some((from, to)) => {
                    let (from, to) = (day(from)?, day(to)?);
                    let to = if to < from { to + 7 } else { to };
                    found.extend((from..=to).map(|day| (day - 1) % 7 + 1));
                }
                None => found.push(day(word)?),
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(Self { days: found, at })
    }
}

impl std::fmt::Display for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = |day: &i8| match Weekday::from_monday_one_offset(*day) {
            Ok(Weekday::Monday) => "Mon",
            Ok(Weekday::Tuesday) => "Tue",
            Ok(Weekday::Wednesday) => "Wed",
            Ok(Weekday::Thursday) => "Thu",
            Ok(Weekday::Friday) => "Fri",
            Ok(Weekday::Saturday) => "Sat",
            Ok(Weekday::Sunday) | Err(_) => "Sun",
        };
        let at = format!("{:02}:{:02}", self.at.hour(), self.at.minute());
        match self.days.as_slice() {
            [1, 2, 3, 4, 5, 6, 7] => write!(f, "daily {at}"),
            [first, .., last] if *last - *first + 1 == i8::try_from(self.days.len()).unwrap_or(0) => {
                write!(f, "{}-{} {at}", name(first), name(last))
            }
            days => write!(f, "{} {at}", days.iter().map(name).collect::<Vec<_>>().join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    #[test]
    fn slots_are_read_and_written_as_people_write_them() {
        let slots = Slots::read("Europe/Berlin", "Mon-Fri 09:30\nsat, Sunday 11:00\n\ndaily 18:00").unwrap();
        assert_eq!(slots.lines(), "Mon-Fri 09:30\nSat-Sun 11:00\ndaily 18:00\n");
        assert_eq!(Slots::read("UTC", &slots.lines()).unwrap().slots, slots.slots);
        assert!(Slots::read("UTC", "Mon, Wed 8:00").is_err(), "two digits an hour");
        for wrong in ["09:30", "Mon", "Mon 25:00", "Moon 9", "Mo 09:00"] {
            assert!(Slots::read("UTC", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_next_free_slot_is_the_first_that_nobody_has() {
        let slots = Slots::read("UTC", "Mon-Fri 09:30\nFri 15:00").unwrap();
        let free = |now: &str, taken: &[Timestamp]| slots.next_free(at(now), &TimeZone::UTC, taken);
        let monday = at("2026-11-23T09:30:00Z");
        assert_eq!(free("2026-11-23T09:00:00Z", &[]), Some(monday));
        assert_eq!(free("2026-11-23T09:30:00Z", &[]), Some(at("2026-11-24T09:30:00Z")));
        assert_eq!(free("2026-11-23T09:00:00Z", &[monday]), Some(at("2026-11-24T09:30:00Z")));
        assert_eq!(free("2026-11-27T10:00:00Z", &[]), Some(at("2026-11-27T15:00:00Z")));
        assert_eq!(free("2026-11-27T15:00:00Z", &[]), Some(at("2026-11-30T09:30:00Z")), "after the week-end");
        assert_eq!(Slots::default().next_free(monday, &TimeZone::UTC, &[]), None);
    }

    #[test]
    fn slots_are_of_the_clock_on_the_wall() {
        let Ok(berlin) = TimeZone::get("Europe/Berlin") else { return };
        let slots = Slots::read("Europe/Berlin", "daily 02:30").unwrap();
        let next: Vec<Timestamp> = slots.after(at("2026-03-27T12:00:00Z"), &berlin).take(3).collect();
        // On 29 March clocks go from 2:00 to 3:00: half past two is half past three.
        assert_eq!(
            next,
            [at("2026-03-28T01:30:00Z"), at("2026-03-29T01:30:00Z"), at("2026-03-30T00:30:00Z")]
        );
    }
}
