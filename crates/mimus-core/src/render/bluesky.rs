//! A post as Bluesky's `app.bsky.feed.post` takes it: text, and facets by UTF-8 bytes.

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use super::compose::{Plan, Route, Voice, carry, left_out, warning_alone, warning_of};
use super::media::{MediaRules, grouped};
use super::poll::is_over;
use super::split::Measure;
use super::{BlueskyLimits, Rendering, Warning};
use crate::policy::{Mentions, WarningRule};
use crate::twitter_text::{EntityKind, entities_of};
use crate::{MediaKind, Network, Post, RichText, SkipReason, SpanKind, WebUrl};

/// Longest content warning in a post, in grapheme clusters.
const WARNING: usize = 120;

/// Longest path of an address that is shown whole, and how much of a longer one is shown, as Bluesky's own client
/// shortens them.
const PATH: (usize, usize) = (15, 13);

/// Longest hashtag, in grapheme clusters and in bytes.
const TAG: (usize, usize) = (64, 640);

/// The label with which an account marks its own hidden media: of those that Bluesky has for authors (`porn`, `sexual`,
/// `nudity`, `graphic-media`) the one that says nothing of their kind but that they are not for every eye.
pub const SENSITIVE_LABEL: &str = "graphic-media";

/// A part of a text that means something on Bluesky.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// First byte of the text in UTF-8.
    pub byte_start: usize,
    /// The byte after the last.
    pub byte_end: usize,
    /// What it is.
    #[serde(flatten)]
    pub feature: Feature,
}

/// What a [`Facet`] is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "lowercase")]
pub enum Feature {
    /// A link.
    Link {
        /// Where it leads.
        uri: WebUrl,
    },
    /// A mention, whose handle has yet to be resolved to a DID.
    Mention {
        /// The handle (a host name) or DID.
        handle: String,
    },
    /// A hashtag.
    Tag {
        /// Without `#`.
        tag: String,
    },
}

/// The facets of a part's words.
#[must_use]
pub fn facets(words: &RichText) -> Vec<Facet> {
    let facet = |span: &crate::Span| {
        let feature = match &span.kind {
            SpanKind::Link { url } => Feature::Link { uri: url.clone() },
            SpanKind::Mention { network: Network::Bluesky, handle, .. } => {
                Feature::Mention { handle: handle.clone() }
            }
            SpanKind::Hashtag { name } if name.graphemes(true).count() <= TAG.0 && name.len() <= TAG.1 => {
                Feature::Tag { tag: name.clone() }
            }
            _ => return None,
        };
        Some(Facet { byte_start: span.start, byte_end: span.end, feature })
    };
    words.spans().iter().filter_map(facet).collect()
}

struct BlueskyVoice<'a> {
    limits: BlueskyLimits,
    route: Route<'a>,
}

impl BlueskyVoice<'_> {
    /// What one cluster may weigh in bytes before bytes and not clusters are what runs out.
    fn bytes_a_cluster(&self) -> usize {
        (self.limits.bytes / self.limits.graphemes.max(1)).max(1)
    }

    fn clusters(&self, words: &str) -> usize {
        let clusters = words.graphemes(true).count();
        clusters.max(words.len().div_ceil(self.bytes_a_cluster()))
    }
}

/// Counts grapheme clusters; where a text has so many bytes that they run out first, these.
impl Measure for BlueskyVoice<'_> {
    fn span(&self, words: &str, _: &SpanKind) -> usize {
        words.graphemes(true).count()
    }

    fn cluster(&self, _: &str) -> usize {
        1
    }

    fn length(&self, text: &RichText) -> usize {
        let clusters = text.as_str().graphemes(true).count();
        if text.as_str().len() > self.limits.bytes { self.clusters(text.as_str()) } else { clusters }
    }
}

impl Voice for BlueskyVoice<'_> {
    fn limit(&self) -> usize {
        self.limits.graphemes
    }

    fn typed(&self, text: &RichText, mentions: Mentions) -> RichText {
        text.map_spans(|words, kind| match kind {
            SpanKind::Link { url } => (link_words(words, url), Some(kind.clone())),
            SpanKind::Mention { network, handle, url } => {
                self.mention(mentions, *network, handle, url.as_ref())
            }
            SpanKind::Cashtag { .. } | SpanKind::Emoji { .. } => (words.to_owned(), None),
            SpanKind::Hashtag { .. } => (words.to_owned(), Some(kind.clone())),
        })
    }
}

impl BlueskyVoice<'_> {
    /// Who is known on Bluesky is mentioned there; of others the address stands, linked to the page.
    fn mention(
        &self,
        mentions: Mentions,
        network: Network,
        handle: &str,
        url: Option<&WebUrl>,
    ) -> (String, Option<SpanKind>) {
        let known = match (network, mentions) {
            (_, Mentions::Words) => None,
            (Network::Bluesky, Mentions::Directory) => Some(handle),
            (_, Mentions::Directory) => {
                self.route.directory.find(network, handle, Network::Bluesky).map(crate::Account::handle)
            }
        };
        if let Some(handle) = known {
            let url = WebUrl::parse(&format!("https://bsky.app/profile/{handle}")).ok();
            let kind = SpanKind::Mention { network: Network::Bluesky, handle: handle.to_owned(), url };
            return (format!("@{handle}"), Some(kind));
        }
        let host = url.map(|url| url.host().trim_start_matches("www."));
        let label = match (handle.contains('@'), host) {
            (false, Some(host)) if network != Network::Bluesky => format!("@{handle}@{host}"),
            _ => format!("@{handle}"),
        };
        (label, url.map(|url| SpanKind::Link { url: url.clone() }))
    }
}

/// The words of a link: its own, unless they are an address, which is shortened and cannot be another than the one
/// it leads to.
fn link_words(words: &str, url: &WebUrl) -> String {
    if WebUrl::parse(words).as_ref() == Ok(url) {
        shortened(words)
    } else if words.contains("://") || entities_of(words, EntityKind::Url).first() == Some(&(0..words.len()))
    {
        shortened(url.as_str())
    } else {
        words.to_owned()
    }
}

/// An address without its protocol, and with as much of its path as is shown.
fn shortened(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let (host, path) = bare.split_at(bare.find(['/', '?', '#']).unwrap_or(bare.len()));
    match path.char_indices().nth(PATH.1) {
        _ if path == "/" => host.to_owned(),
        Some((kept, _)) if path.chars().count() > PATH.0 => format!("{host}{}...", &path[..kept]),
        _ => format!("{host}{path}"),
    }
}

/// Renders what the policy carries.
pub(super) fn over_route(post: &Post, route: Route<'_>, limits: BlueskyLimits) -> Rendering {
    let mut warnings = Vec::new();
    let voice = BlueskyVoice { limits, route };
    let has_address = post.origin.url.is_some();
    let rule = route.policy.content_warnings.unwrap_or(WarningRule::Line);
    let mut plan = Plan { quote: route.facts.quote_on_destination, ..Plan::default() };
    let mut post = post.clone();
    if let Some(warning) = warning_of(&post, WARNING, &mut warnings) {
        match rule {
            WarningRule::Skip => return Rendering::skip(SkipReason::Warned),
            WarningRule::Link if !has_address => return Rendering::skip(SkipReason::WarnedWithoutAddress),
            WarningRule::Link => {
                warnings.push(Warning::WarningLinked);
                post = warning_alone(&post, &warning);
                plan.link_original = true;
            }
            WarningRule::Line => {
                warnings.push(Warning::WarningInText);
                plan.line = Some(format!("CW: {warning}"));
            }
        }
    }
    let rules = MediaRules {
        together: limits.media,
        alt: limits.alt,
        alone: &[MediaKind::Video, MediaKind::Gifv],
        refused: &[MediaKind::Audio],
        unfit: &route.facts.unfit_media,
    };
    let (groups, left) = grouped(&post.media, &rules, &mut warnings);
    plan.groups = groups;
    plan.link_original |= left_out(&left, has_address, &mut warnings);
    if let Some(poll) = &post.poll {
        let now = route.facts.now.unwrap_or(post.created_at);
        plan.link_original |= has_address && !is_over(poll, now);
        plan.poll_in_words = Some(poll.clone());
    }
    let mut parts = carry(&post, route, plan, &voice, &mut warnings);
    if let Some(first) = parts.first_mut()
        && first.media.is_empty()
    {
        first.card.clone_from(&post.card);
    }
    if parts.iter().all(|part| part.words.is_empty() && part.media.is_empty() && part.quote.is_none()) {
        return Rendering { warnings, ..Rendering::skip(SkipReason::NothingLeft) };
    }
    Rendering::of(parts, warnings)
}
