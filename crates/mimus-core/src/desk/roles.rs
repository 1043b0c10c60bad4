//! Who may do what with an account.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What somebody is for a connected account. A keeper may do all of it, for every account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Decides what goes out, and when.
    Publisher,
    /// Says whether a draft may.
    Reviewer,
    /// Works on everybody's drafts.
    Editor,
    /// Writes drafts of their own.
    Proposer,
    /// Answers people.
    Engager,
    /// Sees everything and changes nothing.
    Auditor,
}

/// Something that is done at the Desk with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deed {
    /// Seeing drafts, the schedule and what was published.
    Read,
    /// Writing a draft, and working on it until it is scheduled.
    Propose,
    /// Saying something about a draft to colleagues.
    Comment,
    /// Working on somebody else's draft.
    Edit,
    /// Approving or refusing.
    Review,
    /// Scheduling, publishing, changing and deleting what is published.
    Publish,
    /// Stopping everything that is to go out.
    Brake,
    /// Answering, boosting and liking.
    Engage,
    /// Changing the charter, the slots and who has which role.
    Keep,
}

impl Role {
    /// All roles, those that may do most first.
    pub const ALL: [Self; 6] =
        [Self::Publisher, Self::Reviewer, Self::Editor, Self::Proposer, Self::Engager, Self::Auditor];

    /// Whether this role is enough for `deed`.
    #[must_use]
    pub const fn may(self, deed: Deed) -> bool {
        match deed {
            Deed::Read => true,
            Deed::Propose | Deed::Comment => {
                matches!(self, Self::Publisher | Self::Reviewer | Self::Editor | Self::Proposer)
            }
            Deed::Edit => matches!(self, Self::Publisher | Self::Editor),
            Deed::Review => matches!(self, Self::Reviewer),
            Deed::Publish => matches!(self, Self::Publisher),
            Deed::Brake => matches!(self, Self::Publisher | Self::Reviewer),
            Deed::Engage => matches!(self, Self::Publisher | Self::Engager),
            Deed::Keep => false,
        }
    }

    /// The word in tables, on the command line and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publisher => "publisher",
            Self::Reviewer => "reviewer",
            Self::Editor => "editor",
            Self::Proposer => "proposer",
            Self::Engager => "engager",
            Self::Auditor => "auditor",
        }
    }
}

impl Deed {
    /// All deeds.
    pub const ALL: [Self; 9] = [
        Self::Read,
        Self::Propose,
        Self::Comment,
        Self::Edit,
        Self::Review,
        Self::Publish,
        Self::Brake,
        Self::Engage,
        Self::Keep,
    ];
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no role; there are publisher, reviewer, editor, proposer, engager and auditor")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        let named = Self::ALL.into_iter().find(|role| role.as_str() == word);
        named.ok_or_else(|| UnknownRole(word.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_it_is_for() {
        let who_may = |deed: Deed| -> Vec<&str> {
            Role::ALL.into_iter().filter(|role| role.may(deed)).map(Role::as_str).collect()
        };
        assert_eq!(who_may(Deed::Read).len(), Role::ALL.len());
        assert_eq!(who_may(Deed::Propose), ["publisher", "reviewer", "editor", "proposer"]);
        assert_eq!(who_may(Deed::Comment), who_may(Deed::Propose));
        assert_eq!(who_may(Deed::Edit), ["publisher", "editor"]);
        assert_eq!(who_may(Deed::Review), ["reviewer"]);
        assert_eq!(who_may(Deed::Publish), ["publisher"]);
        assert_eq!(who_may(Deed::Brake), ["publisher", "reviewer"]);
        assert_eq!(who_may(Deed::Engage), ["publisher", "engager"]);
        assert!(who_may(Deed::Keep).is_empty(), "only keepers");
    }
}
