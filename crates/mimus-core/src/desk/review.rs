//! When an approval stands.

use serde::{Deserialize, Serialize};

use crate::charter::ReviewRules;

/// What a reviewer says of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ruling {
    /// It may go out as it is.
    Approve,
    /// It needs changes, which the reason says.
    Refuse,
}

impl Ruling {
    /// The word in tables and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
        }
    }
}

impl std::str::FromStr for Ruling {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "approve" => Ok(Self::Approve),
            "refuse" => Ok(Self::Refuse),
            other => Err(format!("{other:?} is no ruling; there are approve and refuse")),
        }
    }
}

/// A ruling as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<'a> {
    /// By whom.
    pub by: i64,
    /// What.
    pub ruling: Ruling,
    /// On what exactly.
    pub hash: &'a str,
    /// Whether they may review for the account (still).
    pub may_review: bool,
}

/// How a draft stands for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may go out.
    Approved,
    /// So many approvals are wanting.
    Wanting(u8),
    /// Somebody has refused what it says now.
    Refused,
}

/// How what has the hash `hash` stands by the rulings `given`, the oldest first. Who wrote last what it says does not count as
/// its reviewer, nor does its author where the charter says so. Of each reviewer the last word counts.
#[must_use]
pub fn standing(
    rules: &ReviewRules,
    hash: &str,
    author: Option<i64>,
    last_editor: Option<i64>,
    given: &[Given<'_>],
) -> Standing {
    let counts = |ruling: &&Given<'_>| {
        let own = last_editor == Some(ruling.by) || (!rules.author_may_review && author == Some(ruling.by));
        ruling.hash == hash && ruling.may_review && !own
    };
    let mut last: Vec<(i64, Ruling)> = Vec::new();
    for ruling in given.iter().filter(counts) {
        last.retain(|(by, _)| *by != ruling.by);
        last.push((ruling.by, ruling.ruling));
    }
    if last.iter().any(|(_, ruling)| *ruling == Ruling::Refuse) {
        return Standing::Refused;
    }
    let approvals = u8::try_from(last.len()).unwrap_or(u8::MAX);
    match rules.reviewers.saturating_sub(approvals) {
        0 => Standing::Approved,
        wanting => Standing::Wanting(wanting),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTHOR: i64 = 1;
    const EDITOR: i64 = 2;

    fn stands(rules: &ReviewRules, given: &[(i64, Ruling, &str, bool)]) -> Standing {
        let given: Vec<Given<'_>> = given
            .iter()
            .map(|&(by, ruling, hash, may_review)| Given { by, ruling, hash, may_review })
            .collect();
        standing(rules, "now", Some(AUTHOR), Some(EDITOR), &given)
    }

    #[test]
    fn an_approval_is_of_what_was_read_by_somebody_else() {
        use Ruling::{Approve, Refuse};
        let rules = ReviewRules::default();
        assert_eq!(stands(&rules, &[]), Standing::Wanting(1));
        assert_eq!(stands(&rules, &[(3, Approve, "now", true)]), Standing::Approved);
        assert_eq!(stands(&rules, &[(3, Approve, "before", true)]), Standing::Wanting(1), "an edit voids it");
        assert_eq!(
            stands(&rules, &[(EDITOR, Approve, "now", true)]),
            Standing::Wanting(1),
            "the last editor"
        );
        assert_eq!(stands(&rules, &[(AUTHOR, Approve, "now", true)]), Standing::Wanting(1), "the author");
        assert_eq!(
            stands(&rules, &[(3, Approve, "now", false)]),
            Standing::Wanting(1),
            "no reviewer any more"
        );
        assert_eq!(stands(&rules, &[(3, Approve, "now", true), (4, Refuse, "now", true)]), Standing::Refused);
        assert_eq!(
            stands(&rules, &[(3, Refuse, "now", true), (3, Approve, "now", true)]),
            Standing::Approved,
            "the last word counts"
        );
    }

    #[test]
    fn a_charter_may_want_more_or_fewer() {
        use Ruling::Approve;
        let two = ReviewRules { reviewers: 2, ..ReviewRules::default() };
        assert_eq!(stands(&two, &[(3, Approve, "now", true)]), Standing::Wanting(1));
        assert_eq!(
            stands(&two, &[(3, Approve, "now", true), (3, Approve, "now", true)]),
            Standing::Wanting(1)
        );
        assert_eq!(stands(&two, &[(3, Approve, "now", true), (4, Approve, "now", true)]), Standing::Approved);
        let none = ReviewRules { reviewers: 0, ..ReviewRules::default() };
        assert_eq!(stands(&none, &[]), Standing::Approved);
        let own = ReviewRules { author_may_review: true, ..ReviewRules::default() };
        assert_eq!(stands(&own, &[(AUTHOR, Approve, "now", true)]), Standing::Approved);
        assert_eq!(stands(&own, &[(EDITOR, Approve, "now", true)]), Standing::Wanting(1));
    }
}
