//! [`Money`]: what a metered call costs.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An amount of US dollars in millionths, so that the prices of single objects ($0.005) add up exactly. Never negative:
/// what is taken from less than it leaves nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(u64);

/// Why words are no [`Money`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no amount of dollars; write it like 5, 12.50 or 0.005, with at most six decimals")]
pub struct MoneyError(String);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many millionths of a dollar.
    #[must_use]
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// So many whole dollars.
    #[must_use]
    pub const fn from_dollars(dollars: u64) -> Self {
        Self(dollars.saturating_mul(1_000_000))
    }

    /// Millionths of a dollar.
    #[must_use]
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// In dollars, for a chart or a forecast.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a chart does not need the last millionth of a billion")]
    pub fn dollars(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// So many times this.
    #[must_use]
    pub const fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// `$12.50`, `$0.005`: cents at least, and as many decimals as it has.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = format!("{:06}", self.0 % 1_000_000);
        let kept = decimals.trim_end_matches('0').len().max(2);
        write!(f, "${}.{}", self.0 / 1_000_000, &decimals[..kept])
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(words: &str) -> Result<Self, MoneyError> {
        let wrong = || MoneyError(words.chars().take(40).collect());
        let amount = words.trim().trim_start_matches('$');
        let (whole, decimals) = amount.split_once('.').unwrap_or((amount, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || decimals.len() > 6 || !digits(whole) || !digits(decimals) {
            return Err(wrong());
        }
        let dollars: u64 = whole.parse().map_err(|_| wrong())?;
        let micros: u64 = format!("{decimals:0<6}").parse().map_err(|_| wrong())?;
        dollars.checked_mul(1_000_000).and_then(|all| all.checked_add(micros)).map(Self).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_as_people_write_it() {
        for (words, micros, shown) in [
            ("5", 5_000_000, "$5.00"),
            ("$12.5", 12_500_000, "$12.50"),
            ("0.005", 5_000, "$0.005"),
            ("0.000001", 1, "$0.000001"),
        ] {
            let money: Money = words.parse().unwrap();
            assert_eq!((money.micros(), money.to_string().as_str()), (micros, shown));
        }
        for words in ["", ".", "-1", "1.0000001", "five", "1,5", "99999999999999999999"] {
            assert!(words.parse::<Money>().is_err(), "{words}");
        }
    }

    #[test]
    fn it_never_wraps() {
        let (most, one) = (Money::from_micros(u64::MAX), Money::from_micros(1));
        assert_eq!((most + one, one - most, most.times(2)), (most, Money::ZERO, most));
    }
}
