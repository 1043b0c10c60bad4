//! A post as Mastodon's client interface takes it, and every server that speaks it.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::compose::{Plan, Route, Voice, carry, warning_of};
use super::media::{MediaRules, grouped, of_group};
use super::poll::{PollRules, fitting, in_words, is_over};
use super::split::{Measure, split};
use super::words::{Glue, apart};
use super::{Part, Rendering, Warning};
use crate::policy::{Mentions, StrayLinks};
use crate::present::{KnownAccounts, mentions_for_fediverse, words_for_fediverse};
use crate::rich_text::RichTextBuilder;
use crate::{Decision, MediaKind, MirrorPolicy, Money, Network, Post, RichText, SpanKind, WebUrl};

/// What a server takes, as its `/api/v2/instance` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MastodonLimits {
    /// Characters of a post with its content warning.
    pub characters: usize,
    /// What every link counts as, however long.
    pub url: usize,
    /// Media of a post.
    pub media: usize,
    /// Characters of an alt text.
    pub alt: usize,
    /// Options of a poll.
    pub poll_options: usize,
    /// Characters of an option.
    pub poll_option: usize,
    /// Shortest and longest time for which a poll is open, in minutes.
    pub poll_minutes: (u32, u32),
}

impl Default for MastodonLimits {
    /// Those that Mastodon has where nothing is changed.
    fn default() -> Self {
        Self {
            characters: 500,
            url: 23,
            media: 4,
            alt: 1_500,
            poll_options: 4,
            poll_option: 50,
            poll_minutes: (5, 43_829),
        }
    }
}

impl Measure for MastodonLimits {
    fn span(&self, words: &str, kind: &SpanKind) -> usize {
        let clusters = words.graphemes(true).count();
        match kind {
            SpanKind::Link { .. } if words.contains("://") => self.url,
            // A mention counts without its server.
            SpanKind::Link { .. } | SpanKind::Mention { .. } if words.starts_with('@') => {
                let local = words.trim_start_matches('@').split('@').next().unwrap_or_default();
                1 + local.graphemes(true).count()
            }
            _ => clusters,
        }
    }

    fn cluster(&self, _: &str) -> usize {
        1
    }
}

/// Renders `post` under `policy`. `own_reply` says whether it answers its own author.
#[must_use]
pub fn mastodon(
    post: Post,
    own_reply: bool,
    policy: &MirrorPolicy,
    known: KnownAccounts<'_>,
    limits: MastodonLimits,
) -> Rendering {
    let post = match policy.decide(post, own_reply) {
        Decision::Carry(post) => *post,
        Decision::Skip(reason) => {
            return Rendering::skip(reason);
        }
    };
    let mut warnings = Vec::new();
    if post.repost_of.is_some() {
        warnings.push(Warning::RepostAsText);
    }
    if post.quote.is_some() {
        warnings.push(Warning::QuoteAsText);
    }
    if post.reply_to.is_some() {
        warnings.push(Warning::ReplyUnknown);
    }
    let mut words = as_typed(&words_for_fediverse(&post, false, known));
    let poll = post.poll.as_ref().and_then(|poll| {
        let native = fitting(poll, limits.poll_rules(), post.created_at, &mut warnings);
        if native.is_none() {
            words = in_words(&words, poll);
            warnings.push(Warning::PollAsText);
        }
        native
    });
    let (groups, _) = grouped(&post.media, &limits.media_rules(), &mut warnings);
    let warning_length = post.content_warning.as_deref().unwrap_or_default().graphemes(true).count();
    let room = limits.characters.saturating_sub(warning_length).max(1);
    let texts = split(&words, room, &limits);
    // Mastodon takes media or a poll and never both: the poll comes first.
    let polls = usize::from(poll.is_some() && !groups.is_empty());
    let count = texts.len().max(groups.len() + polls);
    if count > 1 {
        warnings.push(Warning::Split(count));
    }
    let mut groups = groups.into_iter();
    let mut poll = poll;
    let parts = (0..count)
        .map(|n| {
            let words = texts.get(n).cloned().unwrap_or_default();
            let poll = poll.take();
            let media = if poll.is_some() { None } else { groups.next() }.map(of_group);
            Part {
                length: limits.length(&words) + warning_length,
                words,
                content_warning: post.content_warning.clone(),
                sensitive: post.sensitive || post.content_warning.is_some(),
                language: post.language.clone(),
                visibility: post.visibility,
                media: media.unwrap_or_default(),
                poll,
                quote: None,
                card: None,
                in_reply_to: post.reply_to.clone().filter(|_| n == 0),
                limit: limits.characters,
                cost: Money::ZERO,
            }
        })
        .collect();
    Rendering::of(parts, warnings)
}

/// Each span reading as it is typed: named links as `words (address)`, mentions with their server.
fn as_typed(text: &RichText) -> RichText {
    let mut out = RichTextBuilder::default();
    for (words, kind) in text.pieces() {
        match kind {
            None => out.push_str(words),
            Some(SpanKind::Mention { network: Network::Mastodon, handle, .. }) if handle.contains('@') => {
                if let Some(kind) = kind {
                    out.push_span(&format!("@{handle}"), kind.clone());
                }
            }
            Some(kind @ SpanKind::Link { url }) => {
                let address = url.as_str();
                let bare = |text: &str| {
                    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
                    text.trim_start_matches("www.").trim_end_matches('/').to_lowercase()
                };
                if words.starts_with('@') || bare(words) == bare(address) {
                    out.push_span(words, kind.clone());
                } else if words.contains("://") {
                    out.push_span(address, kind.clone());
                } else {
                    out.push_str(words);
                    out.push_str(" (");
                    out.push_span(address, kind.clone());
                    out.push_str(")");
                }
            }
            Some(kind) => out.push_span(words, kind.clone()),
        }
    }
    out.build()
}

impl MastodonLimits {
    fn media_rules(&self) -> MediaRules {
        let alone = &[MediaKind::Video, MediaKind::Audio];
        MediaRules { together: self.media, alt: self.alt, alone, refused: &[] }
    }

    fn poll_rules(&self) -> PollRules {
        PollRules {
            options: self.poll_options,
            option: self.poll_option,
            length: |label| label.graphemes(true).count(),
            multiple: true,
            minutes: self.poll_minutes,
        }
    }
}

struct MastodonVoice<'a> {
    limits: MastodonLimits,
    route: Route<'a>,
}

impl Measure for MastodonVoice<'_> {
    fn span(&self, words: &str, kind: &SpanKind) -> usize {
        self.limits.span(words, kind)
    }

    fn cluster(&self, cluster: &str) -> usize {
        self.limits.cluster(cluster)
    }
}

impl Voice for MastodonVoice<'_> {
    fn limit(&self) -> usize {
        self.limits.characters
    }

    fn typed(&self, text: &RichText, mentions: Mentions) -> RichText {
        let known = |network: Network, handle: &str| -> Option<(String, WebUrl)> {
            let account = self.route.directory.find(network, handle, Network::Mastodon)?;
            Some((account.handle().to_owned(), account.page()?))
        };
        let text = match mentions {
            Mentions::Directory => mentions_for_fediverse(text, &known),
            Mentions::Words => mentions_for_fediverse(&in_words_only(text), &|_, _| None),
        };
        apart(&with_whole_links(&as_typed(&text)), &GLUE)
    }

    fn settled(&self, text: RichText) -> (RichText, Vec<Warning>) {
        match self.route.policy.stray_links {
            StrayLinks::Broken => broken(&text),
            StrayLinks::Kept => (text, Vec::new()),
        }
    }
}

/// Breaks `@name` in plain words, which the server would take for somebody of its own.
fn broken(text: &RichText) -> (RichText, Vec<Warning>) {
    let mut out = RichTextBuilder::default();
    let mut warnings = Vec::new();
    for (words, kind) in text.pieces() {
        if let Some(kind) = kind {
            out.push_span(words, kind.clone());
            continue;
        }
        let mut rest = words;
        while let Some((before, after)) = rest.split_once('@') {
            out.push_str(before);
            let glued = out.as_str().ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '/'));
            let name = after.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
            out.push_str("@");
            if !glued && name > 0 {
                out.push_str("\u{200B}");
                warnings.push(Warning::StrayLink(format!("@{}", &after[..name])));
            }
            rest = after;
        }
        out.push_str(rest);
    }
    (out.build(), warnings)
}

const GLUE: Glue = Glue {
    before_link: |c| c.is_alphanumeric() || "@_/#".contains(c),
    after_link: |c| c.is_alphanumeric() || "/?&=#_-+@~%*$|".contains(c),
    before_mention: |c| c.is_alphanumeric() || "_/@".contains(c),
    after_mention: |c| c.is_alphanumeric() || "_@".contains(c),
};

/// Mentions of the fediverse as words that Mastodon takes for none: `name@server`.
fn in_words_only(text: &RichText) -> RichText {
    text.map_spans(|words, kind| match kind {
        SpanKind::Mention { network: Network::Mastodon, handle, url } => {
            let server = url.as_ref().filter(|_| !handle.contains('@'));
            (server.map_or(handle.clone(), |url| format!("{handle}@{}", url.host())), None)
        }
        other => (words.to_owned(), Some(other.clone())),
    })
}

/// Links whose words are their address without its protocol, of which the server would make none.
fn with_whole_links(text: &RichText) -> RichText {
    text.map_spans(|words, kind| match kind {
        SpanKind::Link { url } if !words.contains("://") && !words.starts_with('@') => {
            (url.to_string(), Some(kind.clone()))
        }
        other => (words.to_owned(), Some(other.clone())),
    })
}

/// Renders what the policy carries.
pub(super) fn over_route(post: &Post, route: Route<'_>, limits: MastodonLimits) -> Rendering {
    let mut warnings = Vec::new();
    let voice = MastodonVoice { limits, route };
    let mut plan = Plan { quote: route.facts.quote_on_destination, ..Plan::default() };
    plan.warning = warning_of(post, limits.characters / 2, &mut warnings).map(|warning| {
        let length = warning.graphemes(true).count();
        (warning, length)
    });
    (plan.groups, _) = grouped(&post.media, &limits.media_rules(), &mut warnings);
    if let Some(poll) = &post.poll {
        let now = route.facts.now.unwrap_or(post.created_at);
        plan.poll = fitting(poll, limits.poll_rules(), now, &mut warnings);
        if plan.poll.is_none() {
            plan.poll_in_words = Some(poll.clone());
            plan.link_original = !is_over(poll, now) && post.origin.url.is_some();
        }
    }
    let parts = carry(post, route, plan, &voice, &mut warnings);
    Rendering::of(parts, warnings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Media, MediaSource, Origin, Poll, PollOption, RemoteId};

    fn post(words: &str) -> Post {
        let remote_id = RemoteId::new("1").unwrap();
        let origin = Origin { network: Network::X, remote_id, url: None };
        let mut post = Post::new(origin, "2026-08-10T09:30:00Z".parse().unwrap());
        post.text = RichText::plain(words);
        post
    }

    fn rendered(post: Post) -> Rendering {
        mastodon(post, false, &MirrorPolicy::default(), &|_, _| None, MastodonLimits::default())
    }

    #[test]
    fn a_long_post_becomes_a_thread() {
        let rendering = rendered(post(&"A sentence of some length that goes on. ".repeat(30)));
        assert_eq!(rendering.parts.len(), 3);
        assert_eq!(rendering.warnings, [Warning::Split(3)]);
        for part in &rendering.parts {
            assert!(part.words.as_str().ends_with("on.") && part.length <= 500, "{}", part.words.as_str());
        }
    }

    #[test]
    fn a_content_warning_counts_in_every_part() {
        let mut long = post(&"word ".repeat(120));
        long.content_warning = Some("w".repeat(100));
        let rendering = rendered(long);
        assert_eq!(rendering.parts.len(), 2);
        assert!(rendering.parts.iter().all(|part| part.length <= 500 && part.sensitive));
        assert!(rendering.parts[0].length > 480);
    }

    #[test]
    fn links_and_mentions_count_as_mastodon_counts() {
        let url = WebUrl::parse("https://example.org/a/very/long/address/that/does/not/matter").unwrap();
        let mut builder = RichTextBuilder::default();
        builder.push_span(
            "@ana@example.org",
            SpanKind::Mention { network: Network::Mastodon, handle: "ana@example.org".into(), url: None },
        );
        builder.push_str(" ");
        builder.push_span(url.as_str(), SpanKind::Link { url: url.clone() });
        builder.push_str(" ");
        builder.push_span("here", SpanKind::Link { url: url.clone() });
        let mut named = post("");
        named.text = builder.build();
        let part = &rendered(named).parts[0];
        assert_eq!(part.words.as_str(), format!("@ana@example.org {url} here ({url})"));
        assert_eq!(part.length, 4 + 1 + 23 + 1 + 4 + 2 + 23 + 1);
    }

    #[test]
    fn a_poll_that_is_over_is_told_in_words() {
        let mut asked = post("Tea or coffee?");
        let option = |label: &str, votes| PollOption { label: label.into(), votes };
        asked.poll = Some(Poll {
            options: vec![option("Tea", 1), option("Coffee", 2)],
            multiple: false,
            ends_at: None,
            closed: true,
        });
        let part = &rendered(asked.clone()).parts[0];
        assert_eq!(
            (part.words.as_str(), &part.poll),
            ("Tea or coffee?\n\n– Tea (33 %)\n– Coffee (67 %)", &None)
        );
        asked.poll.as_mut().unwrap().closed = false;
        assert!(rendered(asked).parts[0].poll.is_some());
    }

    #[test]
    fn a_film_stands_alone() {
        let medium = |kind| Media::new(kind, MediaSource::Entry("a".into()));
        let mut mixed = post("See");
        mixed.media = vec![medium(MediaKind::Image), medium(MediaKind::Image), medium(MediaKind::Video)];
        let rendering = rendered(mixed);
        let counts: Vec<usize> = rendering.parts.iter().map(|part| part.media.len()).collect();
        assert_eq!(counts, [2, 1]);
        assert!(rendering.warnings.contains(&Warning::NoAltText(3)));
    }
}
