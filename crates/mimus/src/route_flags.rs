//! What goes over a route, and how, as flags of the command line.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use mimus_core::policy::{
    Attribution, Carried, Mentions, OverLong, QuoteRule, Replies, ReplyRule, RepostRule, Reposts,
    SensitiveMedia, StrayLinks, Term, WarningRule,
};
use mimus_core::{Account, Language, MirrorPolicy, RoutePolicy, Visibility};

/// Two accounts of one person, as `--same` gives them.
#[derive(Debug, Clone)]
pub(crate) struct Same(pub(crate) Account, pub(crate) Account);

impl FromStr for Same {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let (one, other) = words.split_once('=').ok_or("write two accounts with = between them")?;
        let account = |words: &str| words.parse::<Account>().map_err(|error| error.to_string());
        Ok(Self(account(one)?, account(other)?))
    }
}

/// The policy of a route.
#[derive(Debug, Clone, Args)]
pub(crate) struct RouteFlags {
    /// Which replies go on [default: own; to a mirror all]
    #[arg(long, value_enum)]
    replies: Option<RepliesFlag>,
    /// What becomes of reposts [default: none; to a mirror link]
    #[arg(long, value_enum)]
    reposts: Option<RepostsFlag>,
    /// What becomes of quotations of what is not on the destination
    #[arg(long, value_enum, default_value_t = QuotesFlag::Link)]
    quotes: QuotesFlag,
    /// Who sees the posts: unlisted keeps them out of public timelines, where the network knows it
    #[arg(long, value_enum, default_value_t = VisibilityFlag::Public)]
    visibility: VisibilityFlag,
    /// Take all media for sensitive
    #[arg(long)]
    sensitive: bool,
    /// What becomes of sensitive media where the network cannot mark them
    #[arg(long, value_enum, default_value_t = SensitiveFlag::Link)]
    sensitive_media: SensitiveFlag,
    /// What becomes of content warnings where the network knows none [default: link on X, line on Bluesky]
    #[arg(long, value_enum)]
    content_warnings: Option<WarningsFlag>,
    /// Leave a first line such as "CW: food" in the words, in place of taking it for the content warning
    #[arg(long)]
    keep_warning_lines: bool,
    /// The language of posts that do not tell theirs, such as en or pt-BR
    #[arg(long, value_parser = |tag: &str| Language::new(tag))]
    language: Option<Language>,
    /// Carry only posts with this word, #tag, lang:de or cw (a mirror has all); may be given several times
    #[arg(long = "with", value_name = "TERM")]
    with: Vec<Term>,
    /// Leave out posts with this word, #tag, lang:de or cw; may be given several times
    #[arg(long, value_name = "TERM")]
    without: Vec<Term>,
    /// What becomes of words beyond the limit of one post
    #[arg(long, value_enum, default_value_t = OverLongFlag::Thread)]
    over_long: OverLongFlag,
    /// What tells readers where a post comes from
    #[arg(long, value_enum, default_value_t = AttributionFlag::Off)]
    attribution: AttributionFlag,
    /// Words after every post, such as a hashtag
    #[arg(long, value_name = "WORDS", default_value = "")]
    footer: String,
    /// Mention nobody: write every mention as words
    #[arg(long)]
    no_mentions: bool,
    /// Leave words such as main.rs to X, which makes links of them and takes the price of a link
    #[arg(long)]
    keep_stray_links: bool,
    /// Leave parameters such as utm_source in links
    #[arg(long)]
    keep_tracking: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RepliesFlag {
    /// Threads, and answers to others with a link to what they answer
    All,
    /// The account's own threads only
    Own,
    /// None
    None,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RepostsFlag {
    /// A repost where the original is on the destination, else its words with author and link
    Link,
    /// Only as a repost
    Boost,
    /// None
    None,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum QuotesFlag {
    /// The own words, what is quoted, and a link
    Link,
    /// The post stays
    None,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum VisibilityFlag {
    /// In public timelines
    Public,
    /// For followers' timelines and profiles
    Unlisted,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SensitiveFlag {
    /// A link to the original in their place
    Link,
    /// They are carried unmarked
    Unmarked,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum WarningsFlag {
    /// The warning and a link to the original
    Link,
    /// The warning as the first line, above the words
    Line,
    /// The post stays
    Skip,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OverLongFlag {
    /// A thread
    Thread,
    /// One post, cut, with a link to the original
    Cut,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum AttributionFlag {
    /// Nothing
    Off,
    /// A link to the original
    Link,
    /// A line "via @account@server"
    Via,
}

impl RouteFlags {
    /// The policy of a route.
    pub(crate) fn route(&self) -> RoutePolicy {
        let (replies_to_self, replies_to_others) = match self.replies {
            Some(RepliesFlag::All) => (Carried::Carried, ReplyRule::Linked),
            Some(RepliesFlag::None) => (Carried::Left, ReplyRule::Left),
            Some(RepliesFlag::Own) | None => (Carried::Carried, ReplyRule::Left),
        };
        RoutePolicy {
            replies_to_self,
            replies_to_others,
            reposts: match self.reposts {
                Some(RepostsFlag::Link) => RepostRule::Link,
                Some(RepostsFlag::Boost) => RepostRule::Boost,
                Some(RepostsFlag::None) | None => RepostRule::Left,
            },
            quotes: match self.quotes {
                QuotesFlag::Link => QuoteRule::Link,
                QuotesFlag::None => QuoteRule::Left,
            },
            unlisted: matches!(self.visibility, VisibilityFlag::Unlisted),
            only_with: self.with.clone(),
            never_with: self.without.clone(),
            content_warnings: self.content_warnings.map(|rule| match rule {
                WarningsFlag::Link => WarningRule::Link,
                WarningsFlag::Line => WarningRule::Line,
                WarningsFlag::Skip => WarningRule::Skip,
            }),
            keep_warning_lines: self.keep_warning_lines,
            sensitive: self.sensitive,
            sensitive_media: match self.sensitive_media {
                SensitiveFlag::Link => SensitiveMedia::Link,
                SensitiveFlag::Unmarked => SensitiveMedia::Unmarked,
            },
            language: self.language.clone(),
            mentions: if self.no_mentions { Mentions::Words } else { Mentions::Directory },
            stray_links: if self.keep_stray_links { StrayLinks::Kept } else { StrayLinks::Broken },
            attribution: match self.attribution {
                AttributionFlag::Off => Attribution::Off,
                AttributionFlag::Link => Attribution::Link,
                AttributionFlag::Via => Attribution::Via,
            },
            footer: self.footer.clone(),
            over_long: match self.over_long {
                OverLongFlag::Thread => OverLong::Thread,
                OverLongFlag::Cut => OverLong::Cut,
            },
            strip_tracking: !self.keep_tracking,
            ..RoutePolicy::default()
        }
    }

    /// The policy of a mirror, as far as the same flags say it.
    pub(crate) fn mirror(&self) -> MirrorPolicy {
        MirrorPolicy {
            replies: match self.replies {
                Some(RepliesFlag::All) | None => Replies::All,
                Some(RepliesFlag::Own) => Replies::Own,
                Some(RepliesFlag::None) => Replies::None,
            },
            reposts: match self.reposts {
                Some(RepostsFlag::Link) | None => Reposts::Link,
                Some(RepostsFlag::Boost) => Reposts::Boost,
                Some(RepostsFlag::None) => Reposts::None,
            },
            visibility: match self.visibility {
                VisibilityFlag::Public => Visibility::Public,
                VisibilityFlag::Unlisted => Visibility::Unlisted,
            },
            sensitive: self.sensitive,
            language: self.language.clone(),
            without: self.without.iter().map(ToString::to_string).collect(),
            keep_warning_lines: self.keep_warning_lines,
            ..MirrorPolicy::default()
        }
    }
}
