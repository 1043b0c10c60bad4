//! What a token of the API may be used for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Deed;

/// One thing that a token may be used for, as far as its owner may do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Reading drafts, the schedule, what was published and the record.
    Read,
    /// Writing drafts and comments, and keeping one's own tokens.
    Write,
    /// Approving and refusing.
    Review,
    /// Scheduling, publishing, changing and deleting what is published, and the brake.
    Publish,
    /// Charters, slots, people and webhooks.
    Keep,
}

/// A word that names no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no scope; there are read, write, review, publish and keep")]
pub struct UnknownScope(pub String);

impl Scope {
    /// All scopes.
    pub const ALL: [Self; 5] = [Self::Read, Self::Write, Self::Review, Self::Publish, Self::Keep];

    /// The word in tables and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Review => "review",
            Self::Publish => "publish",
            Self::Keep => "keep",
        }
    }

    /// The scope that a deed needs.
    #[must_use]
    pub const fn for_deed(deed: Deed) -> Self {
        match deed {
            Deed::Read => Self::Read,
            Deed::Propose | Deed::Comment | Deed::Edit => Self::Write,
            Deed::Review => Self::Review,
            Deed::Publish | Deed::Brake | Deed::Engage => Self::Publish,
            Deed::Keep => Self::Keep,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(word: &str) -> Result<Self, UnknownScope> {
        let named = Self::ALL.into_iter().find(|scope| scope.as_str() == word);
        named.ok_or_else(|| UnknownScope(word.chars().take(40).collect()))
    }
}
