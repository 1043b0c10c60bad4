//! How old posts are when they are read: percentiles of a histogram. Pure.

use std::fmt;

use mimus_store::{DELAY_BOUNDS, DelayCount};
use serde::{Serialize, Serializer};

/// A delay as the histogram knows it: at most so long, or longer than all its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Delay(i64);

impl Delay {
    /// Seconds; one more than a day stands for all that is longer.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.min(DELAY_BOUNDS[DELAY_BOUNDS.len() - 1] + 1)
    }

    /// Which of the histogram's classes it is, from 0, and how many there are.
    #[must_use]
    pub fn class(self) -> (usize, usize) {
        let class = DELAY_BOUNDS.iter().position(|bound| *bound >= self.0).unwrap_or(DELAY_BOUNDS.len());
        (class, DELAY_BOUNDS.len() + 1)
    }
}

/// `5 s`, `15 min`, `4 h`, `more than a day`.
impl fmt::Display for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds() {
            seconds @ ..60 => write!(f, "{seconds} s"),
            seconds @ 60..3_600 => write!(f, "{} min", seconds / 60),
            seconds @ 3_600..=86_400 => write!(f, "{} h", seconds / 3_600),
            _ => f.write_str("more than a day"),
        }
    }
}

impl Serialize for Delay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.seconds())
    }
}

/// How fresh what was read was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Freshness {
    /// Posts whose delay is known.
    pub posts: u64,
    /// Half of them were read within this; `None` where there is none. In JSON in seconds, 86,401 for more than a day.
    #[serde(rename = "p50_seconds")]
    pub p50: Option<Delay>,
    /// 95 of a hundred were read within this.
    #[serde(rename = "p95_seconds")]
    pub p95: Option<Delay>,
}

impl Freshness {
    pub(super) fn of<'a>(counts: impl Iterator<Item = &'a DelayCount>) -> Self {
        let mut classes = [0_u64; DELAY_BOUNDS.len() + 1];
        for count in counts {
            classes[Delay(count.bound).class().0] += count.posts;
        }
        let posts = classes.iter().sum();
        Self { posts, p50: percentile(&classes, posts, 50), p95: percentile(&classes, posts, 95) }
    }
}

fn percentile(classes: &[u64], posts: u64, percent: u64) -> Option<Delay> {
    let rank = (posts * percent).div_ceil(100).max(1);
    let mut below = 0;
    let class = classes.iter().position(|count| {
        below += count;
        below >= rank
    })?;
    Some(Delay(DELAY_BOUNDS.get(class).copied().unwrap_or(i64::MAX)))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_percentile_is_the_bound_that_so_many_kept() {
        let count = |bound, posts| DelayCount { hour: Timestamp::UNIX_EPOCH, bound, posts };
        assert_eq!(Freshness::of([].iter()), Freshness::default());
        let counts = [count(5, 50), count(60, 44), count(14_400, 5), count(i64::MAX, 1)];
        let fresh = Freshness::of(counts.iter());
        assert_eq!((fresh.posts, fresh.p50, fresh.p95), (100, Some(Delay(5)), Some(Delay(14_400))));
        let late = Freshness::of([count(i64::MAX, 1)].iter()).p50.unwrap();
        assert_eq!(
            (late.to_string(), late.seconds(), late.class()),
            ("more than a day".into(), 86_401, (11, 12))
        );
        let words = [5, 60, 300, 3_600, 14_400, 86_400].map(|s| Delay(s).to_string());
        assert_eq!(words, ["5 s", "1 min", "5 min", "1 h", "4 h", "24 h"]);
    }
}
