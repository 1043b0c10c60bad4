//! Names and numbers by which things are known.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A network that Mimus reads from or publishes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Network {
    /// X, formerly Twitter.
    X,
    /// Any server with the Mastodon client API, and the fediverse behind it.
    Mastodon,
    /// Bluesky and the AT Protocol.
    Bluesky,
    /// An RSS, Atom or JSON feed.
    Feed,
    /// The archive that X gives its users.
    Archive,
    /// A place that Mimus cannot speak with, such as a mailing list: people publish there by hand.
    Elsewhere,
}

impl Network {
    /// The word used on the command line, in tables and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::X => "x",
            Self::Mastodon => "mastodon",
            Self::Bluesky => "bluesky",
            Self::Feed => "feed",
            Self::Archive => "archive",
            Self::Elsewhere => "elsewhere",
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names none of the networks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a network; the networks are x, mastodon, bluesky, feed, archive and elsewhere")]
pub struct UnknownNetwork(pub String);

impl FromStr for Network {
    type Err = UnknownNetwork;

    fn from_str(word: &str) -> Result<Self, UnknownNetwork> {
        match word {
            "x" => Ok(Self::X),
            "mastodon" => Ok(Self::Mastodon),
            "bluesky" => Ok(Self::Bluesky),
            "feed" => Ok(Self::Feed),
            "archive" => Ok(Self::Archive),
            "elsewhere" => Ok(Self::Elsewhere),
            other => Err(UnknownNetwork(other.to_owned())),
        }
    }
}

/// The identity of a post or account on its own network: an opaque string of 1 to 512 bytes.
///
/// X's ids are decimal numbers of up to 64 bits and stay strings here; a feed entry's may be a URL, a guid or
/// a hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RemoteId(String);

/// Longest [`RemoteId`], in bytes.
pub const MAX_REMOTE_ID_BYTES: usize = 512;

/// Why a string is no [`RemoteId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a remote id has 1 to {MAX_REMOTE_ID_BYTES} bytes and no control characters; this one has {0} bytes")]
pub struct RemoteIdError(pub usize);

impl RemoteId {
    /// Accepts 1 to [`MAX_REMOTE_ID_BYTES`] bytes without control characters.
    pub fn new(id: impl Into<String>) -> Result<Self, RemoteIdError> {
        let id = id.into();
        if id.is_empty() || id.len() > MAX_REMOTE_ID_BYTES || id.chars().any(char::is_control) {
            return Err(RemoteIdError(id.len()));
        }
        Ok(Self(id))
    }

    /// The id as the network wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RemoteId {
    type Error = RemoteIdError;
    fn try_from(id: String) -> Result<Self, RemoteIdError> {
        Self::new(id)
    }
}

impl From<RemoteId> for String {
    fn from(id: RemoteId) -> Self {
        id.0
    }
}

impl fmt::Display for RemoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of an actor on this server, as in `@name@server`: 1 to 30 of `a-z 0-9 _`, and `.` or `-` inside.
///
/// Always lower case: fediverse servers compare handles without regard to case, and one spelling means one
/// actor.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalHandle(String);

/// Longest [`LocalHandle`], in characters; Mastodon's own limit for its users.
pub const MAX_HANDLE_CHARS: usize = 30;

/// Why a string is no [`LocalHandle`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} cannot be a handle here: use 1 to {MAX_HANDLE_CHARS} of the letters a-z, digits and _ (inside also . and -)"
)]
pub struct LocalHandleError(pub String);

impl LocalHandle {
    /// Lower-cases and checks.
    pub fn new(handle: &str) -> Result<Self, LocalHandleError> {
        let lower = handle.trim().trim_start_matches('@').to_ascii_lowercase();
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let ok = (1..=MAX_HANDLE_CHARS).contains(&lower.len())
            && lower.chars().all(|c| word(c) || matches!(c, '.' | '-'))
            && lower.starts_with(word)
            && lower.ends_with(word);
        if ok { Ok(Self(lower)) } else { Err(LocalHandleError(handle.to_owned())) }
    }

    /// The nearest handle to a free text such as a feed's title: letters and digits kept, runs of anything
    /// else made `_`. `None` where nothing is left, as for a title in another script.
    #[must_use]
    pub fn suggest(text: &str) -> Option<Self> {
        let mut out = String::new();
        for c in text.chars() {
            if out.len() >= MAX_HANDLE_CHARS {
                break;
            }
            if c.is_ascii_alphanumeric() {
                out.push(c.to_ascii_lowercase());
            } else if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
        }
        Self::new(out.trim_matches('_')).ok()
    }

    /// The handle without `@`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LocalHandle {
    type Error = LocalHandleError;
    fn try_from(handle: String) -> Result<Self, LocalHandleError> {
        Self::new(&handle)
    }
}

impl From<LocalHandle> for String {
    fn from(handle: LocalHandle) -> Self {
        handle.0
    }
}

impl FromStr for LocalHandle {
    type Err = LocalHandleError;
    fn from_str(handle: &str) -> Result<Self, LocalHandleError> {
        Self::new(handle)
    }
}

impl fmt::Display for LocalHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A post's id here: 63 bits, ordered by the time at which the post was written.
///
/// The upper 42 bits are milliseconds since 1970, the lower 21 a hash of the origin, so that an import of old
/// posts sorts among the others, and the same post gets the same id when it is read again. Written in decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PostId(i64);

const SEQUENCE_BITS: u32 = 21;

impl PostId {
    /// The id for a post written at `created_at`, told apart from others of that millisecond by `origin`.
    #[must_use]
    pub fn new(created_at: Timestamp, origin: &str) -> Self {
        let ms = created_at.as_millisecond().clamp(0, (1 << 42) - 1);
        // FNV-1a: stable over releases and platforms, which std's hasher does not promise.
        let hash = origin.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let low = i64::try_from((hash ^ (hash >> 32)) & ((1 << SEQUENCE_BITS) - 1)).unwrap_or(0);
        Self((ms << SEQUENCE_BITS) | low)
    }

    /// The first id that a post written at that time can have.
    #[must_use]
    pub fn first_of(created_at: Timestamp) -> Self {
        Self(created_at.as_millisecond().clamp(0, (1 << 42) - 1) << SEQUENCE_BITS)
    }

    /// The next id after this one, for the rare case that two origins meet in one.
    #[must_use]
    pub fn bump(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number, as the store keeps it.
    #[must_use]
    pub fn get(self) -> i64 {
        self.0
    }

    /// The id from the store's number; negative numbers are none.
    #[must_use]
    pub fn from_stored(number: i64) -> Option<Self> {
        (number >= 0).then_some(Self(number))
    }
}

impl fmt::Display for PostId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A string that is no post id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a post id; ids are decimal numbers")]
pub struct PostIdError(pub String);

impl FromStr for PostId {
    type Err = PostIdError;

    fn from_str(text: &str) -> Result<Self, PostIdError> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits
            .then(|| text.parse().ok().and_then(Self::from_stored))
            .flatten()
            .ok_or_else(|| PostIdError(text.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_lower_case_and_bounded() {
        assert_eq!(LocalHandle::new("@MediaWiki").map(String::from), Ok("mediawiki".into()));
        for bad in ["", "-a", "a.", "ä", "a b", "a/b", &"a".repeat(31)] {
            assert!(LocalHandle::new(bad).is_err(), "{bad:?}");
        }
        assert_eq!(
            LocalHandle::suggest("The Signpost — news!").map(String::from),
            Some("the_signpost_news".into())
        );
        assert_eq!(LocalHandle::suggest("Википедия"), None);
    }

    #[test]
    fn post_ids_sort_by_time_and_stay_the_same() {
        let at = |second| Timestamp::from_second(second).unwrap_or_default();
        let early = PostId::new(at(1_000_000), "a");
        assert!(early < PostId::new(at(1_000_001), "a"));
        assert_eq!(early, PostId::new(at(1_000_000), "a"));
        assert_ne!(early, PostId::new(at(1_000_000), "b"));
        assert_eq!(early.to_string().parse(), Ok(early));
        assert!("-1".parse::<PostId>().is_err());
        assert!("99999999999999999999".parse::<PostId>().is_err());
    }
}
