//! What a policy looks for in a post.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Language, Post};

/// Longest term, in characters.
const MAX_TERM_CHARS: usize = 100;

/// Something that a post may hold, as a policy's lists name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Term {
    /// A hashtag, without `#`.
    Hashtag(String),
    /// Words anywhere in title, text or content warning, without regard to case.
    Words(String),
    /// `lang:de`: the post's language, with every region of it where none is named.
    Language(Language),
    /// `cw`: any content warning.
    Warning,
}

/// Words that make no [`Term`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} cannot be looked for; write a word, #tag, lang:de or cw, of at most {MAX_TERM_CHARS} characters"
)]
pub struct TermError(String);

impl Term {
    /// Whether `post` holds it.
    #[must_use]
    pub fn is_in(&self, post: &Post) -> bool {
        match self {
            Self::Hashtag(name) => post.mentions_word(&format!("#{name}")),
            Self::Words(words) => post.mentions_word(words),
            Self::Language(wanted) => post.language.as_ref().is_some_and(|language| {
                language == wanted
                    || (wanted.as_str() == wanted.primary() && language.primary() == wanted.primary())
            }),
            Self::Warning => post.content_warning.is_some(),
        }
    }
}

impl FromStr for Term {
    type Err = TermError;

    fn from_str(words: &str) -> Result<Self, TermError> {
        let wrong = || TermError(words.chars().take(40).collect());
        let trimmed = words.trim();
        if trimmed.is_empty() || trimmed.chars().count() > MAX_TERM_CHARS {
            return Err(wrong());
        }
        if trimmed.eq_ignore_ascii_case("cw") {
            return Ok(Self::Warning);
        }
        if let Some(tag) = trimmed.strip_prefix("lang:") {
            return Language::new(tag).map(Self::Language).map_err(|_| wrong());
        }
        match trimmed.strip_prefix(['#', '＃']) {
            Some("") => Err(wrong()),
            Some(name) => Ok(Self::Hashtag(name.to_owned())),
            None => Ok(Self::Words(trimmed.to_owned())),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hashtag(name) => write!(f, "#{name}"),
            Self::Words(words) => f.write_str(words),
            Self::Language(language) => write!(f, "lang:{language}"),
            Self::Warning => f.write_str("cw"),
        }
    }
}

impl TryFrom<String> for Term {
    type Error = TermError;
    fn try_from(words: String) -> Result<Self, TermError> {
        words.parse()
    }
}

impl From<Term> for String {
    fn from(term: Term) -> Self {
        term.to_string()
    }
}
