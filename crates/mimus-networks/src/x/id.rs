//! Ids of posts, which hold the time.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use mimus_core::RemoteId;

/// Milliseconds from 1970 to the start of X's time-bearing ids (facts/x-in-practice.md §5.1).
const SNOWFLAKE_EPOCH_MS: i64 = 1_288_834_974_657;

/// An id of a post or note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TweetId(pub(crate) u64);

/// A word that is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no id of a post on X, which is a number of at most 19 digits")]
pub struct TweetIdError(String);

impl TweetId {
    /// The time in the id, to the millisecond. Ids before November 2010 hold none, and this is then wrong.
    #[must_use]
    pub fn time(self) -> Option<Timestamp> {
        let ms = i64::try_from(self.0 >> 22).ok()?;
        Timestamp::from_millisecond(ms.checked_add(SNOWFLAKE_EPOCH_MS)?).ok()
    }

    /// When the post was written: to the millisecond where the id tells and agrees with the date that X gives.
    pub(crate) fn written_at(self, date: Option<Timestamp>) -> Option<Timestamp> {
        let told = self.time();
        let Some(date) = date else {
            // A small id is no time; the smallest that is one is of 4 November 2010.
            return told.filter(|_| self.0 > 1 << 35);
        };
        let agrees = |told: &Timestamp| told.as_second() == date.as_second();
        Some(told.filter(agrees).unwrap_or(date))
    }

    /// As the model knows it.
    pub(crate) fn remote_id(self) -> Result<RemoteId, String> {
        RemoteId::new(self.to_string()).map_err(|error| error.to_string())
    }
}

impl fmt::Display for TweetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for TweetId {
    type Err = TweetIdError;

    fn from_str(word: &str) -> Result<Self, TweetIdError> {
        let id = word.parse().ok().filter(|id| *id > 0);
        id.map(Self).ok_or_else(|| TweetIdError(word.chars().take(40).collect()))
    }
}
