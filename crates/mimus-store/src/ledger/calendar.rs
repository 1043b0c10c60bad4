//! Days and months in UTC, by which X counts and bills.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// A day in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcDay(i64);

/// A calendar month in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcMonth(i64);

const DAY_SECONDS: i64 = 86_400;

impl UtcDay {
    /// The day of a moment.
    #[must_use]
    pub fn of(moment: Timestamp) -> Self {
        Self(moment.as_second().div_euclid(DAY_SECONDS))
    }

    pub(crate) const fn new(number: i64) -> Self {
        Self(number)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    /// So many days before.
    #[must_use]
    pub const fn before(self, days: i64) -> Self {
        Self(self.0.saturating_sub(days))
    }

    /// When it begins.
    #[must_use]
    pub fn start(self) -> Timestamp {
        Timestamp::from_second(self.0.saturating_mul(DAY_SECONDS)).unwrap_or(Timestamp::MIN)
    }
}

/// `2026-11-20`.
impl std::fmt::Display for UtcDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.start().to_zoned(TimeZone::UTC).date())
    }
}

impl UtcMonth {
    /// The month of a moment.
    #[must_use]
    pub fn of(moment: Timestamp) -> Self {
        let date = moment.to_zoned(TimeZone::UTC).date();
        Self(i64::from(date.year()) * 12 + i64::from(date.month()) - 1)
    }

    pub(crate) const fn new(number: i64) -> Self {
        Self(number)
    }

    /// Months since the year 0.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The one after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// When it begins.
    #[must_use]
    pub fn start(self) -> Timestamp {
        let year = i16::try_from(self.0.div_euclid(12)).unwrap_or(i16::MAX);
        let month = i8::try_from(self.0.rem_euclid(12) + 1).unwrap_or(1);
        let start = Date::new(year, month, 1).and_then(|date| date.to_zoned(TimeZone::UTC));
        start.map_or(Timestamp::MAX, |start| start.timestamp())
    }

    /// How long it is.
    #[must_use]
    pub fn length(self) -> SignedDuration {
        self.next().start().duration_since(self.start())
    }
}

/// `2026-11`.
impl std::fmt::Display for UtcMonth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_turns_at_midnight_in_utc() {
        let last: Timestamp = "2026-12-31T23:59:59.999Z".parse().expect("a time");
        let first: Timestamp = "2027-01-01T00:00:00Z".parse().expect("a time");
        assert_eq!(UtcMonth::of(last).next(), UtcMonth::of(first));
        assert_eq!(UtcMonth::of(first).start(), first);
        assert_eq!(UtcDay::of(last).before(-1), UtcDay::of(first));
        let february = UtcMonth::of("2028-02-10T00:00:00Z".parse().expect("a time"));
        assert_eq!(february.length(), SignedDuration::from_hours(29 * 24));
        assert_eq!(
            (february.to_string(), UtcDay::of(first).to_string()),
            ("2028-02".into(), "2027-01-01".into())
        );
    }
}
