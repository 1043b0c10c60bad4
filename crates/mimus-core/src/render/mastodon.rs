//! A post as Mastodon's client interface takes it, and every server that speaks it.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::split::{Measure, split};
use super::{Part, Rendering, Warning};
use crate::present::{KnownAccounts, words_for_fediverse};
use crate::rich_text::RichTextBuilder;
use crate::{AltText, Decision, Media, MediaKind, MirrorPolicy, Network, Poll, Post, RichText, SpanKind};

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
}

impl Default for MastodonLimits {
    /// Those that Mastodon has where nothing is changed.
    fn default() -> Self {
        Self { characters: 500, url: 23, media: 4, alt: 1_500, poll_options: 4, poll_option: 50 }
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
            return Rendering { parts: Vec::new(), skipped: Some(reason), warnings: Vec::new() };
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
    let poll = post.poll.clone().and_then(|poll| match fitting(&poll, limits) {
        true => Some(poll),
        false => {
            words = with_poll(&words, &poll);
            warnings.push(Warning::PollAsText);
            None
        }
    });
    let media = described(&post.media, limits, &mut warnings);
    let warning_length = post.content_warning.as_deref().unwrap_or_default().graphemes(true).count();
    let room = limits.characters.saturating_sub(warning_length).max(1);
    let texts = split(&words, room, &limits);
    let groups = grouped(media, limits.media);
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
            let media = if poll.is_some() { None } else { groups.next() };
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
                in_reply_to: post.reply_to.clone().filter(|_| n == 0),
                limit: limits.characters,
            }
        })
        .collect();
    Rendering { parts, skipped: None, warnings }
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

fn fitting(poll: &Poll, limits: MastodonLimits) -> bool {
    let short = |label: &str| label.graphemes(true).count() <= limits.poll_option;
    !poll.closed
        && (2..=limits.poll_options).contains(&poll.options.len())
        && poll.options.iter().all(|option| short(&option.label))
}

/// The poll's options as lines, with their share of the votes where it is over.
fn with_poll(words: &RichText, poll: &Poll) -> RichText {
    let total = poll.total();
    let mut out = RichTextBuilder::default();
    out.push_rich(words);
    out.push_str(if words.is_empty() { "" } else { "\n" });
    for option in &poll.options {
        out.push_str("\n– ");
        out.push_str(&option.label);
        if poll.closed && total > 0 {
            let (votes, total) = (u128::from(option.votes), u128::from(total));
            out.push_str(&format!(" ({} %)", (votes * 200 + total) / (total * 2)));
        }
    }
    out.build()
}

fn described(media: &[Media], limits: MastodonLimits, warnings: &mut Vec<Warning>) -> Vec<Media> {
    let describe = |(n, medium): (usize, &Media)| {
        let mut medium = medium.clone();
        if medium.alt_text().is_none() {
            warnings.push(Warning::NoAltText(n + 1));
        }
        for AltText { text, .. } in &mut medium.alt {
            let (shorter, cut) = RichText::plain(text.clone()).truncated(limits.alt);
            if cut {
                *text = shorter.as_str().to_owned();
                warnings.push(Warning::AltTextCut(n + 1, limits.alt));
            }
        }
        medium
    };
    media.iter().enumerate().map(describe).collect()
}

/// Media that may stand together: pictures up to so many, a film or sound alone.
fn grouped(media: Vec<Media>, most: usize) -> Vec<Vec<Media>> {
    let alone = |medium: &Media| matches!(medium.kind, MediaKind::Video | MediaKind::Audio);
    let mut groups: Vec<Vec<Media>> = Vec::new();
    for medium in media {
        match groups.last_mut() {
            Some(group) if group.len() < most && !alone(&medium) && !group.iter().any(alone) => {
                group.push(medium);
            }
            _ => groups.push(vec![medium]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MediaSource, Origin, PollOption, RemoteId, WebUrl};

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
