//! What goes over a route, and how.

use jiff::Timestamp;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::{Decision, SkipReason, Term};
use crate::{Language, Post, SpanKind, Visibility, WebUrl};

/// Whether the account's own threads go on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Carried {
    /// As threads.
    #[default]
    Carried,
    /// Only what begins one.
    Left,
}

/// What becomes of answers to others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReplyRule {
    /// An answer where what it answers is on the destination, else a post of its own.
    Carried,
    /// The same, with a link to what it answers where that is not on the destination.
    Linked,
    /// They stay.
    #[default]
    Left,
}

/// What becomes of reposts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RepostRule {
    /// A repost where the original is on the destination, else nothing.
    Boost,
    /// A repost where the original is on the destination, else its words with author and link.
    Link,
    /// They stay.
    #[default]
    Left,
}

/// What becomes of quotations whose two ends are not both on the destination.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteRule {
    /// The own words, what is quoted with its author as far as there is room, and a link.
    #[default]
    Link,
    /// They stay.
    Left,
}

/// What becomes of a content warning where the destination knows none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WarningRule {
    /// The warning and a link to the original, and nothing of what it warns of.
    Link,
    /// The warning as the first line of every part, above the words.
    Line,
    /// The post stays.
    Skip,
}

/// What becomes of sensitive media where the destination cannot mark them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SensitiveMedia {
    /// A link to the original in their place.
    #[default]
    Link,
    /// They are carried unmarked.
    Unmarked,
}

/// What becomes of mentions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mentions {
    /// A mention of whom the directory knows on the destination; of others, words that notify nobody.
    #[default]
    Directory,
    /// Words that notify nobody.
    Words,
}

/// What becomes of words that the destination would take for a link or mention and that are none at the source
/// (`main.rs`, `@name`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StrayLinks {
    /// An invisible character keeps them words: nobody is notified, and no link is paid for.
    #[default]
    Broken,
    /// They are left to the destination.
    Kept,
}

/// What tells readers where a post comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Attribution {
    /// Nothing.
    #[default]
    Off,
    /// A link to the original.
    Link,
    /// A line `via @account@server`, without a link.
    Via,
}

/// What becomes of words beyond the limit of one post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OverLong {
    /// A thread.
    #[default]
    Thread,
    /// One post, cut, with a link to the original.
    Cut,
}

/// What becomes on the destination of an edit at the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edits {
    /// An edit where the destination allows it, else nothing.
    #[default]
    Edit,
    /// The post is deleted and published anew; answers to it are lost.
    DeleteAndRepost,
    /// An answer to the post that says what is changed.
    Note,
    /// Nothing.
    Leave,
}

/// What becomes on the destination of what is deleted at the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deletes {
    /// It is deleted there too.
    #[default]
    Follow,
    /// It stays.
    Leave,
}

/// Hours in which nothing is published; they may lie over midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// When they begin.
    pub from: Time,
    /// When they end.
    pub to: Time,
    /// The time zone by its name in the IANA database: `Europe/Berlin`.
    pub zone: String,
}

/// When posts go on. Only said here; the engine keeps to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pace {
    /// Seconds between a post at its source and on the destination, in which it may still be corrected.
    pub delay: u32,
    /// Most posts of a day of 24 hours; the others are skipped and said.
    pub a_day: Option<u32>,
    /// Hours in which nothing is published.
    pub quiet: Option<QuietHours>,
}

/// What is made of what a route carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Makes {
    /// It is published.
    #[default]
    Publications,
    /// It becomes a draft at the Desk, and nothing is published by the route itself.
    Drafts,
}

impl Makes {
    /// The word in JSON and for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publications => "publications",
            Self::Drafts => "drafts",
        }
    }
}

/// More posts than this in so short a time stop the route until somebody has looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brake {
    /// Most posts.
    pub posts: u32,
    /// Within so many minutes.
    pub minutes: u32,
}

impl Default for Brake {
    fn default() -> Self {
        Self { posts: 10, minutes: 10 }
    }
}

/// The policy of a route. Posts for fewer people than everybody are never carried; no setting changes that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoutePolicy {
    /// What is made of what it carries.
    pub makes: Makes,
    /// Whether the account's own threads go on beyond their first post.
    pub replies_to_self: Carried,
    /// What becomes of answers to others.
    pub replies_to_others: ReplyRule,
    /// What becomes of reposts, those written by hand (`RT @name: …`) included.
    pub reposts: RepostRule,
    /// What becomes of quotations whose two ends are not both on the destination.
    pub quotes: QuoteRule,
    /// Whether posts go on that are unlisted at their source.
    pub carry_unlisted: bool,
    /// Whether everything is unlisted on the destination; what is so at its source is so there in any case.
    pub unlisted: bool,
    /// Only posts that hold one of these go on; empty: all.
    pub only_with: Vec<Term>,
    /// Posts that hold one of these stay.
    pub never_with: Vec<Term>,
    /// Marks by which an author keeps a single post from being carried.
    pub opt_out: Vec<String>,
    /// What becomes of content warnings where the destination knows none; unset: a link on X, a line on Bluesky.
    pub content_warnings: Option<WarningRule>,
    /// Whether a first line such as `CW: food` stays words; else it is taken for the content warning.
    pub keep_warning_lines: bool,
    /// Whether all media are taken for sensitive.
    pub sensitive: bool,
    /// What becomes of sensitive media where the destination cannot mark them.
    pub sensitive_media: SensitiveMedia,
    /// The language of posts that do not tell theirs.
    pub language: Option<Language>,
    /// What becomes of mentions.
    pub mentions: Mentions,
    /// What becomes of words that the destination would link by accident.
    pub stray_links: StrayLinks,
    /// What tells readers where a post comes from.
    pub attribution: Attribution,
    /// Words after every post, such as a hashtag; empty: none.
    pub footer: String,
    /// What becomes of words beyond the limit of one post.
    pub over_long: OverLong,
    /// Whether links lose the parameters by which visitors are told apart (`utm_…`, `fbclid` and their kin).
    pub strip_tracking: bool,
    /// When posts go on.
    pub pace: Pace,
    /// What becomes of edits.
    pub edits: Edits,
    /// What becomes of deletions.
    pub deletes: Deletes,
    /// When the route stops by itself.
    pub brake: Brake,
    /// How many posts from before the route was made go on, newest first; none unless somebody asks.
    pub old_posts: u32,
}

impl Default for RoutePolicy {
    fn default() -> Self {
        Self {
            makes: Makes::default(),
            replies_to_self: Carried::default(),
            replies_to_others: ReplyRule::default(),
            reposts: RepostRule::default(),
            quotes: QuoteRule::default(),
            carry_unlisted: true,
            unlisted: false,
            only_with: Vec::new(),
            never_with: Vec::new(),
            opt_out: vec!["#nomirror".into(), "🚫".into()],
            content_warnings: None,
            keep_warning_lines: false,
            sensitive: false,
            sensitive_media: SensitiveMedia::default(),
            language: None,
            mentions: Mentions::default(),
            stray_links: StrayLinks::default(),
            attribution: Attribution::default(),
            footer: String::new(),
            over_long: OverLong::default(),
            strip_tracking: true,
            pace: Pace::default(),
            edits: Edits::default(),
            deletes: Deletes::default(),
            brake: Brake::default(),
            old_posts: 0,
        }
    }
}

/// What the engine knows of a post and its destination when it decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RouteFacts {
    /// It answers the same account, and so does every post between it and the first of the thread.
    pub own_reply: bool,
    /// What it answers is on the destination: the first part can answer it.
    pub reply_on_destination: bool,
    /// What it quotes is on the destination, and may be quoted there.
    pub quote_on_destination: bool,
    /// What it repeats is on the destination: it can be reposted there.
    pub repost_on_destination: bool,
    /// Where what it quotes is found on the destination, for a link where a real quote is not possible.
    pub quote_url: Option<WebUrl>,
    /// The source account as readers know it, without the first `@`: `ana@example.org`.
    pub source_handle: Option<String>,
    /// When it is rendered, for how long a poll has left; unset: when it was written.
    pub now: Option<Timestamp>,
    /// The numbers, counted from 1, of media that the destination is known not to take as they are: too large, of a type that
    /// it does not know, or not to be had. A link to the original stands for them.
    pub unfit_media: Vec<usize>,
}

impl RoutePolicy {
    /// Decides about one post, and makes what the policy says of it on every network.
    #[must_use]
    pub fn decide(&self, mut post: Post, facts: &RouteFacts) -> Decision {
        if !self.keep_warning_lines {
            post.take_warning_line();
        }
        if let Some(reason) = self.reason_to_skip(&post, facts) {
            return Decision::Skip(reason);
        }
        if self.unlisted {
            post.visibility = Visibility::Unlisted;
        }
        post.sensitive |= self.sensitive;
        if post.language.is_none() {
            post.language.clone_from(&self.language);
        }
        if self.strip_tracking {
            strip_tracking(&mut post);
        }
        Decision::Carry(Box::new(post))
    }

    fn reason_to_skip(&self, post: &Post, facts: &RouteFacts) -> Option<SkipReason> {
        if post.is_empty() {
            return Some(SkipReason::Empty);
        }
        if let Some(mark) = self.opt_out.iter().find(|mark| post.bears(mark)) {
            return Some(SkipReason::OptedOut(mark.clone()));
        }
        if post.visibility == Visibility::Unlisted && !self.carry_unlisted {
            return Some(SkipReason::Unlisted);
        }
        if post.reply_to.is_some() {
            let left = match facts.own_reply {
                true => self.replies_to_self == Carried::Left,
                false => self.replies_to_others == ReplyRule::Left,
            };
            if left {
                return Some(SkipReason::Reply);
            }
        }
        if let Some(reason) = self.reason_to_leave_repost(post, facts) {
            return Some(reason);
        }
        if post.quote.is_some() && !facts.quote_on_destination && self.quotes == QuoteRule::Left {
            return Some(SkipReason::Quote);
        }
        if post.is_only_mentions() {
            return Some(SkipReason::OnlyMentions);
        }
        if let Some(term) = self.never_with.iter().find(|term| term.is_in(post)) {
            return Some(SkipReason::Filtered(term.to_string()));
        }
        (!self.only_with.is_empty() && !self.only_with.iter().any(|term| term.is_in(post)))
            .then_some(SkipReason::Unwanted)
    }

    fn reason_to_leave_repost(&self, post: &Post, facts: &RouteFacts) -> Option<SkipReason> {
        let by_hand = post.is_repost_by_hand();
        if post.repost_of.is_none() && !by_hand {
            return None;
        }
        match self.reposts {
            RepostRule::Left => Some(SkipReason::Repost),
            RepostRule::Boost if by_hand || !facts.repost_on_destination => Some(SkipReason::RepostNotThere),
            RepostRule::Boost | RepostRule::Link => None,
        }
    }
}

fn strip_tracking(post: &mut Post) {
    post.text = post.text.map_spans(|words, kind| match kind {
        SpanKind::Link { url } => {
            let clean = url.without_trackers();
            let words = if words == url.as_str() { clean.to_string() } else { words.to_owned() };
            (words, Some(SpanKind::Link { url: clean }))
        }
        other => (words.to_owned(), Some(other.clone())),
    });
    if let Some(card) = &mut post.card {
        card.url = card.url.without_trackers();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_says_only_what_is_not_as_usual() {
        assert_eq!(serde_json::from_str::<RoutePolicy>("{}").unwrap(), RoutePolicy::default());
        let words = r##"{
            "replies_to_others": "linked", "content_warnings": "line", "edits": "delete_and_repost",
            "only_with": ["#Harbour", "lang:de", "cw", "news"], "brake": {"posts": 3}, "language": "de",
            "pace": {"delay": 300, "quiet": {"from": "22:00", "to": "06:30", "zone": "Europe/Berlin"}}
        }"##;
        let policy: RoutePolicy = serde_json::from_str(words).unwrap();
        assert_eq!(policy.replies_to_others, ReplyRule::Linked);
        assert_eq!((policy.edits, policy.deletes), (Edits::DeleteAndRepost, Deletes::Follow));
        assert_eq!(policy.brake, Brake { posts: 3, minutes: 10 });
        assert_eq!(
            policy.only_with.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["#Harbour", "lang:de", "cw", "news"]
        );
        let quiet = policy.pace.quiet.clone().unwrap();
        assert_eq!((quiet.from.hour(), quiet.to.minute(), quiet.zone.as_str()), (22, 30, "Europe/Berlin"));
        let again = serde_json::from_str(&serde_json::to_string(&policy).unwrap()).unwrap();
        assert_eq!(policy, again);
        for wrong in [r#"{"never_with": [""]}"#, r#"{"never_with": ["lang:"]}"#, r#"{"edits": "sometimes"}"#]
        {
            assert!(serde_json::from_str::<RoutePolicy>(wrong).is_err(), "{wrong}");
        }
    }
}
