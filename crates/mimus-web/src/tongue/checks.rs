//! What charters and networks find wrong with a draft, in the reader's language.

use mimus_core::SkipReason;
use mimus_core::charter::{Check, Reason, Rule};
use mimus_core::render::Warning;

use super::Tongue;
use crate::desk::draft::form::network_name;

impl Tongue {
    /// What a check points out, and what to do about it.
    pub(crate) fn check(self, check: &Check) -> String {
        check.reason.as_ref().map_or_else(String::new, |reason| self.reason(reason))
    }

    /// What a rule is about.
    pub(crate) fn rule(self, rule: Rule) -> String {
        self.t(match rule {
            Rule::AltText => "rule-alt-text",
            Rule::ContentWarnings => "rule-warning",
            Rule::CamelCaseHashtags => "rule-camel-case",
            Rule::PlainLetters => "rule-letters",
            Rule::EmojiBullets => "rule-bullets",
            Rule::KnownMentions => "rule-mentions",
            Rule::Languages => "rule-language",
            Rule::Fits => "rule-fits",
            Rule::QuietHours => "rule-quiet",
            Rule::ADay => "rule-a-day",
            Rule::SaidBefore => "rule-said-before",
        })
    }

    pub(super) fn reason(self, reason: &Reason) -> String {
        match reason {
            Reason::NoAltText(number) => self.with("c-no-alt", "number", number),
            Reason::Unwarned(warning) => self.with("c-unwarned", "warning", warning),
            Reason::RunTogether(name) => self.with("c-run-together", "tag", name),
            Reason::InDisguise { words, plain } => {
                self.with2("c-in-disguise", ("words", words), ("plain", plain))
            }
            Reason::Bullets(lines) => self.count("c-bullets", *lines),
            Reason::Stranger(handle) => self.with("c-stranger", "name", handle),
            Reason::NoLanguage => self.t("c-no-language"),
            Reason::OtherLanguage { language, spoken } => {
                self.with2("c-other-language", ("language", language), ("spoken", spoken))
            }
            Reason::Empty => self.t("c-empty"),
            Reason::NotTaken { network, why } => {
                let network = network_name(self, *network);
                self.with2("c-not-taken", ("network", network), ("why", self.skipped(why)))
            }
            Reason::Otherwise(warning) => self.warning(warning),
            Reason::SaidBefore(day) => self.with("c-said-before", "day", self.day(*day)),
            Reason::Quiet => self.t("c-quiet"),
            Reason::TooMany { others, most } => self.with2("c-too-many", ("others", others), ("most", most)),
        }
    }

    fn warning(self, warning: &Warning) -> String {
        match warning {
            Warning::Split(parts) => self.count("w-split", *parts),
            Warning::Cut => self.t("w-cut"),
            Warning::NoAltText(number) => self.with("c-no-alt", "number", number),
            Warning::AltTextCut(number, most) => self.with2("w-alt-cut", ("number", number), ("most", most)),
            Warning::MediumLinked(number) => self.with("w-medium-linked", "number", number),
            Warning::MediumLost(number) => self.with("w-medium-lost", "number", number),
            Warning::SensitiveLinked => self.t("w-sensitive-linked"),
            Warning::SensitiveUnmarked => self.t("w-sensitive-unmarked"),
            Warning::WarningInText => self.t("w-warning-in-text"),
            Warning::WarningLinked => self.t("w-warning-linked"),
            Warning::WarningCut => self.t("w-warning-cut"),
            Warning::QuoteAsText => self.t("w-quote-as-text"),
            Warning::PollAsText => self.t("w-poll-as-text"),
            Warning::PollTime(minutes) => self.count("w-poll-time", *minutes),
            Warning::ReplyUnknown => self.t("w-reply-unknown"),
            Warning::RepostAsText => self.t("w-repost-as-text"),
            Warning::StrayLink(words) => self.with("w-stray-link", "words", words),
            Warning::Listed => self.t("w-listed"),
            // Of what was read from a network; drafts are not.
            Warning::Source(words) => words.clone(),
        }
    }

    fn skipped(self, why: &SkipReason) -> String {
        match why {
            SkipReason::Empty => self.t("s-empty"),
            SkipReason::Reply => self.t("s-reply"),
            SkipReason::Repost => self.t("s-repost"),
            SkipReason::RepostNotThere => self.t("s-repost-not-there"),
            SkipReason::Quote => self.t("s-quote"),
            SkipReason::Filtered(word) => self.with("s-filtered", "word", word),
            SkipReason::Unwanted => self.t("s-unwanted"),
            SkipReason::OptedOut(mark) => self.with("s-opted-out", "mark", mark),
            SkipReason::OnlyMentions => self.t("s-only-mentions"),
            SkipReason::Unlisted => self.t("s-unlisted"),
            SkipReason::Warned => self.t("s-warned"),
            SkipReason::WarnedWithoutAddress => self.t("s-warned-without-address"),
            SkipReason::NothingLeft => self.t("s-nothing-left"),
        }
    }
}
