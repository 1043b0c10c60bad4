//! The charter of an account: what its people have agreed on, in words, and as rules that a machine checks.
//!
//! A check says how the post stands to one rule, and where. It changes nothing: who writes decides, as far as nothing blocks.

mod letters;
mod reason;
mod rules;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use reason::Reason;
pub use rules::{Rules, Topic};

use crate::policy::QuietHours;
use crate::{Network, Post};

/// A charter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Charter {
    /// What people read: who speaks here, about what, and how.
    pub text: String,
    /// What the machine checks.
    pub rules: Rules,
    /// Who must have read it before it goes out.
    pub review: ReviewRules,
    /// Whether people without an account here may propose.
    pub proposals: bool,
    /// Whether the public archive says who proposed what.
    pub names_proposers: bool,
    /// Most posts of a day of 24 hours.
    pub a_day: Option<u32>,
    /// Hours in which nothing goes out.
    pub quiet: Option<QuietHours>,
}

/// Who must have read what goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewRules {
    /// How many must approve of it, besides who wrote it last.
    pub reviewers: u8,
    /// Whether its author may be one of them, where somebody else wrote last.
    pub author_may_review: bool,
}

impl Default for ReviewRules {
    fn default() -> Self {
        Self { reviewers: 1, author_may_review: false }
    }
}

/// How a rule is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// It is not checked.
    #[default]
    Off,
    /// It is pointed out.
    Warn,
    /// What breaks it is not published.
    Block,
}

/// How a post stands to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It keeps the rule.
    Passed,
    /// It does not, which is pointed out.
    Warns,
    /// It does not, and is not published.
    Blocks,
}

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Every medium has an alt text.
    AltText,
    /// What speaks of certain things says so first.
    ContentWarnings,
    /// Hashtags of several words show where each begins.
    CamelCaseHashtags,
    /// Letters are letters, and no signs that look like them.
    PlainLetters,
    /// No emoji stand for bullets.
    EmojiBullets,
    /// Who is mentioned is known.
    KnownMentions,
    /// The language is set, and one of those that are spoken here.
    Languages,
    /// It fits what its destination takes, and says something. Not the charter's to change.
    Fits,
    /// It goes out in the hours in which things go out.
    QuietHours,
    /// No more of a day than was agreed on.
    ADay,
    /// It has not been said before.
    SaidBefore,
}

/// Where in a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Its words.
    Text,
    /// Its content warning.
    ContentWarning,
    /// Its language.
    Language,
    /// The medium with this number, counted from 1.
    Media(usize),
    /// When it goes out.
    Time,
}

/// How a post stands to one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The rule.
    pub rule: Rule,
    /// How it stands.
    pub verdict: Verdict,
    /// What to do about it; empty where it passed.
    pub words: String,
    /// Where.
    pub field: Field,
    /// The same as `words`, for those who say it in another language; none where it passed.
    #[serde(skip)]
    pub reason: Option<Reason>,
}

impl Check {
    /// That something breaks a rule.
    #[must_use]
    pub fn broken(rule: Rule, verdict: Verdict, field: Field, reason: Reason) -> Self {
        Self { rule, verdict, words: reason.to_string(), field, reason: Some(reason) }
    }

    /// That nothing does.
    fn passed(rule: Rule) -> Self {
        Self { rule, verdict: Verdict::Passed, words: String::new(), field: rule.field(), reason: None }
    }
}

/// Who is known: a network and a handle there, with its server on the fediverse.
pub type Known<'a> = &'a dyn Fn(Network, &str) -> bool;

impl Charter {
    /// How `post` stands to every rule that is not off: what breaks one has a check for each place, what keeps it one in all.
    #[must_use]
    pub fn check(&self, post: &Post, known: Known<'_>) -> Vec<Check> {
        let mut checks = Vec::new();
        for rule in Rule::ALL {
            let verdict = match self.rules.weight(rule) {
                Weight::Off => continue,
                Weight::Warn => Verdict::Warns,
                Weight::Block => Verdict::Blocks,
            };
            let found = self.rules.broken(rule, post, known);
            if found.is_empty() {
                checks.push(Check::passed(rule));
            }
            let broken = |(field, reason)| Check::broken(rule, verdict, field, reason);
            checks.extend(found.into_iter().map(broken));
        }
        checks
    }
}

impl Rule {
    /// Those that a charter weighs, in the order in which they are checked.
    pub const ALL: [Self; 7] = [
        Self::AltText,
        Self::ContentWarnings,
        Self::CamelCaseHashtags,
        Self::PlainLetters,
        Self::EmojiBullets,
        Self::KnownMentions,
        Self::Languages,
    ];

    fn field(self) -> Field {
        match self {
            Self::AltText => Field::Media(1),
            Self::ContentWarnings => Field::ContentWarning,
            Self::Languages => Field::Language,
            Self::QuietHours | Self::ADay => Field::Time,
            Self::CamelCaseHashtags
            | Self::PlainLetters
            | Self::EmojiBullets
            | Self::KnownMentions
            | Self::Fits
            | Self::SaidBefore => Field::Text,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AltText => "alt texts",
            Self::ContentWarnings => "content warnings",
            Self::CamelCaseHashtags => "hashtags that can be read aloud",
            Self::PlainLetters => "plain letters",
            Self::EmojiBullets => "no emoji for bullets",
            Self::KnownMentions => "known mentions",
            Self::Languages => "languages",
            Self::Fits => "what the network takes",
            Self::QuietHours => "quiet hours",
            Self::ADay => "posts of a day",
            Self::SaidBefore => "nothing said twice",
        })
    }
}
