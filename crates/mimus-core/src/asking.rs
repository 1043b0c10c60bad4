//! Asking for a mirror of an account on X: who may, for which account, and by whom it was asked.

use std::fmt;
use std::str::FromStr;

/// Longest handle on X; 15 for new ones, older ones may be longer.
const MAX_HANDLE: usize = 20;
/// Longest text that a handle is read from, in bytes: an address with something behind it.
const MAX_TYPED: usize = 200;
/// Longest name of a host, with a port, in bytes.
const MAX_HOST: usize = 262;

/// Who adds mirrors of accounts on X.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MirrorsOfX {
    /// Keepers alone.
    #[default]
    Closed,
    /// Anyone asks, a keeper decides.
    Request,
    /// Anyone, up to so many a day.
    Open,
}

impl FromStr for MirrorsOfX {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "closed" => Ok(Self::Closed),
            "request" => Ok(Self::Request),
            "open" => Ok(Self::Open),
            _ => Err("write closed, request or open".to_owned()),
        }
    }
}

/// A handle on X, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct XHandle(String);

/// Why a text is no [`XHandle`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("that is no handle on X; write it like @wikipedia: up to {MAX_HANDLE} letters, digits and _")]
pub struct XHandleError;

impl XHandle {
    /// The handle, in lower case, without `@`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What people type who mean an account: `name`, `@name`, or the address of its page on x.com or twitter.com.
    pub fn read(typed: &str) -> Result<Self, XHandleError> {
        let typed = typed.trim();
        if typed.len() > MAX_TYPED {
            return Err(XHandleError);
        }
        let lower = typed.to_ascii_lowercase();
        let bare = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).unwrap_or(&lower);
        let bare = ["www.", "mobile."].iter().find_map(|sub| bare.strip_prefix(sub)).unwrap_or(bare);
        let page = bare.strip_prefix("x.com/").or_else(|| bare.strip_prefix("twitter.com/"));
        match page {
            Some(path) => path.split(['/', '?', '#']).next().unwrap_or_default().parse(),
            None => lower.parse(),
        }
    }
}

impl FromStr for XHandle {
    type Err = XHandleError;
    fn from_str(word: &str) -> Result<Self, XHandleError> {
        let word = word.strip_prefix('@').unwrap_or(word);
        let sound = (1..=MAX_HANDLE).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if sound { Ok(Self(word.to_ascii_lowercase())) } else { Err(XHandleError) }
    }
}

impl fmt::Display for XHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which account on X a rule is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourcePattern {
    /// Whoever has this handle.
    Handle(XHandle),
    /// The account with this number, whatever its handle: `id/12`.
    Number(u64),
}

/// Why a text is no [`SourcePattern`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no account on X; write a handle such as wikipedia, or id/NUMBER")]
pub struct SourcePatternError(String);

impl FromStr for SourcePattern {
    type Err = SourcePatternError;
    fn from_str(word: &str) -> Result<Self, SourcePatternError> {
        let no = || SourcePatternError(word.chars().take(40).collect());
        match word.strip_prefix("id/") {
            Some(digits) => match digits.parse() {
                Ok(number) if number > 0 && digits.bytes().all(|b| b.is_ascii_digit()) => {
                    Ok(Self::Number(number))
                }
                _ => Err(no()),
            },
            None => XHandle::read(word).map(Self::Handle).map_err(|_| no()),
        }
    }
}

impl fmt::Display for SourcePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handle(handle) => handle.fmt(f),
            Self::Number(number) => write!(f, "id/{number}"),
        }
    }
}

/// By whom a mirror was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AskedBy {
    /// Somebody who filled in the form on the public page.
    Page,
    /// Somebody who looked the account up and did not sign.
    Lookup,
    /// A server that signed, by its host.
    Server(String),
}

const PAGE: &str = "the page";
const LOOKUP: &str = "a lookup";

impl fmt::Display for AskedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Page => PAGE,
            Self::Lookup => LOOKUP,
            Self::Server(host) => host,
        })
    }
}

impl FromStr for AskedBy {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            PAGE => Ok(Self::Page),
            LOOKUP => Ok(Self::Lookup),
            // No host has a space in it, so none is taken for one of the others.
            host if (1..=MAX_HOST).contains(&host.len()) && !host.contains(char::is_whitespace) => {
                Ok(Self::Server(host.to_ascii_lowercase()))
            }
            _ => Err("that is no host".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_read_from_what_people_type() {
        for typed in [
            "Wikipedia",
            " @wikipedia ",
            "https://x.com/Wikipedia",
            "http://www.twitter.com/wikipedia/",
            "x.com/wikipedia?lang=en",
            "https://mobile.twitter.com/wikipedia/status/1",
        ] {
            assert_eq!(XHandle::read(typed).map(|h| h.to_string()), Ok("wikipedia".to_owned()), "{typed}");
        }
        let long = "a".repeat(21);
        for bad in ["", "@", "@@a", "a b", "a@b.example", "https://evil.example/a", "x.com/", "ä", &long] {
            assert_eq!(XHandle::read(bad), Err(XHandleError), "{bad}");
        }
    }

    #[test]
    fn a_pattern_is_a_handle_or_a_number() {
        for (word, read) in [("@Wiki", "wiki"), ("id/12", "id/12"), ("https://x.com/A_b", "a_b")] {
            assert_eq!(word.parse::<SourcePattern>().map(|p| p.to_string()), Ok(read.to_owned()));
        }
        for bad in ["", "id/", "id/0", "id/-1", "id/+1", "id/1x", "id/99999999999999999999", "*", "a.b"] {
            assert!(bad.parse::<SourcePattern>().is_err(), "{bad}");
        }
    }

    #[test]
    fn who_asks_is_written_and_read() {
        for by in [AskedBy::Page, AskedBy::Lookup, AskedBy::Server("a.example:8443".into())] {
            assert_eq!(by.to_string().parse(), Ok(by));
        }
        assert!("".parse::<AskedBy>().is_err());
        assert!("two words".parse::<AskedBy>().is_err());
    }
}
