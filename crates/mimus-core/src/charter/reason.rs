//! What a check points out, and what to do about it.

use std::fmt;

use jiff::civil::Date;

use crate::render::Warning;
use crate::{Language, Network, SkipReason};

/// What is wrong with a post by a rule. Its words are English; who speaks otherwise has all that they are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The medium with this number, counted from 1, has no alt text.
    NoAltText(usize),
    /// It wants this content warning.
    Unwarned(String),
    /// This hashtag, without its sign, may be several words.
    RunTogether(String),
    /// These signs look like letters and are none.
    InDisguise {
        /// The signs.
        words: String,
        /// The letters that they look like.
        plain: String,
    },
    /// So many lines begin with an emoji.
    Bullets(usize),
    /// This handle is not in the directory.
    Stranger(String),
    /// It has no language.
    NoLanguage,
    /// Its language is not spoken here.
    OtherLanguage {
        /// Its own.
        language: Language,
        /// Those that are spoken, with commas between them.
        spoken: String,
    },
    /// It says nothing.
    Empty,
    /// The network would not take it.
    NotTaken {
        /// Which.
        network: Network,
        /// Why not.
        why: SkipReason,
    },
    /// The network takes it otherwise than it is.
    Otherwise(Warning),
    /// The same words were published on that day.
    SaidBefore(Date),
    /// It would go out in the quiet hours.
    Quiet,
    /// Too many go out within a day.
    TooMany {
        /// How many others within 12 hours of it.
        others: u64,
        /// How many a day were agreed on.
        most: u32,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAltText(number) => {
                write!(f, "medium {number} has no alt text; say what it shows, to those who do not see it")
            }
            Self::Unwarned(warning) => {
                write!(f, "it speaks of what this account warns of; write “{warning}” as a content warning")
            }
            Self::RunTogether(name) => write!(
                f,
                "#{name} may be several words; begin each with a capital, as in #WikiLovesMonuments"
            ),
            Self::InDisguise { words, plain } => {
                write!(f, "“{words}” is not made of letters; write “{plain}”")
            }
            Self::Bullets(lines) => write!(
                f,
                "{lines} lines begin with an emoji, whose name is read out each time; begin them with a word"
            ),
            Self::Stranger(handle) => {
                write!(f, "@{handle} is not in the directory; look whether that is who is meant")
            }
            Self::NoLanguage => {
                f.write_str("no language is set; set it, for screen readers and for those who filter by it")
            }
            Self::OtherLanguage { language, spoken } => {
                write!(f, "it is in {language}, and here is spoken: {spoken}")
            }
            Self::Empty => f.write_str("it says nothing yet"),
            Self::NotTaken { network, why } => write!(f, "{network} would not take it: {why}"),
            Self::Otherwise(warning) => warning.fmt(f),
            Self::SaidBefore(day) => {
                write!(f, "the same words were published there on {}", day.strftime("%-d %B %Y"))
            }
            Self::Quiet => f.write_str("nothing goes out in the quiet hours; choose another time"),
            Self::TooMany { others, most } => write!(
                f,
                "{others} are to go out within 12 hours of it already, and {most} a day were agreed on"
            ),
        }
    }
}
