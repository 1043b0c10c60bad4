//! A post as Mastodon's client interface takes it, and every server that speaks it.

mod route;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::media::{MediaRules, grouped, of_group};
use super::poll::{PollRules, fitting, in_words};
use super::split::{Measure, split};
use super::{FileLimits, Part, Rendering, Warning};
use crate::present::{KnownAccounts, words_for_fediverse};
use crate::rich_text::RichTextBuilder;
use crate::{Decision, MediaKind, MirrorPolicy, Money, Network, Post, RichText, SpanKind};

pub(super) use route::{over_route, typed_in_one};

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
    /// What it takes of media.
    pub files: FileLimits,
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
            files: FileLimits::default(),
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
    fn media_rules(&self) -> MediaRules<'static> {
        let alone = &[MediaKind::Video, MediaKind::Audio];
        MediaRules { together: self.media, alt: self.alt, alone, refused: &[], unfit: &[] }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Media, MediaSource, Origin, Poll, PollOption, RemoteId, WebUrl};

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
    fn over_a_route_a_mention_without_a_server_is_of_its_own_server() {
        let mention = |url: Option<&str>| {
            let url = url.and_then(|url| WebUrl::parse(url).ok());
            let kind = SpanKind::Mention { network: Network::Mastodon, handle: "ana".into(), url };
            let mut builder = RichTextBuilder::default();
            builder.push_str("With ");
            builder.push_span("@ana", kind);
            let mut post = post("");
            post.text = builder.build();
            let limits = super::super::DestinationLimits::Mastodon(MastodonLimits::default());
            let (facts, policy, directory) = Default::default();
            let rendering = super::super::render_for(post, &facts, &policy, &limits, &directory);
            rendering.parts[0].words.as_str().to_owned()
        };
        assert_eq!(mention(Some("https://example.org/@ana")), "With @ana@example.org");
        assert_eq!(mention(None), "With @\u{200B}ana");
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
