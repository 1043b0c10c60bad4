//! A post as X's `POST /2/tweets` takes it (facts/x-in-practice.md §7 and §9).

use super::compose::{Plan, Route, Voice, carry, left_out, warning_alone, warning_of};
use super::media::{MediaRules, grouped};
use super::poll::{PollRules, fitting, is_over};
use super::split::Measure;
use super::words::{Glue, apart};
use super::{Rendering, Warning, XLimits};
use crate::policy::{Mentions, SensitiveMedia, StrayLinks, WarningRule};
use crate::rich_text::RichTextBuilder;
use crate::twitter_text::{
    Entity, EntityKind, Rules, entities, entities_of, weigh, weighted_length, weighted_length_of_words,
};
use crate::{Media, MediaKind, Money, Network, Post, RichText, SkipReason, SpanKind, WebUrl};

/// What X takes for a post without an address in it, and for a repost.
pub const PRICE_OF_POST: Money = Money::from_micros(15_000);
/// What X takes for a post with an address in it.
pub const PRICE_OF_POST_WITH_URL: Money = Money::from_micros(200_000);
/// What X takes for the alt text of a medium.
pub const PRICE_OF_ALT_TEXT: Money = Money::from_micros(5_000);
/// What X takes for deleting a post.
pub const PRICE_OF_DELETION: Money = Money::from_micros(10_000);

/// Keeps words apart that X would link; counts as one.
const BREAK: char = '\u{200B}';

/// How often words are looked through for what X would link: breaking one can bare another.
const ROUNDS: usize = 8;

/// Longest content warning in a post, in grapheme clusters; one of CJK counts as two of X's.
const WARNING: usize = 90;

/// Letters that X takes for parts of words as it takes those of ASCII: Latin with accents, and Cyrillic.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{C0}'..='\u{4FF}' | '\u{1E00}'..='\u{1EFF}')
}

const GLUE: Glue = Glue {
    before_link: |c| c.is_ascii_alphanumeric() || "@＠$#＃".contains(c),
    after_link: |c| is_word(c) || "/?&=#_-+@~%*$|".contains(c),
    before_mention: |c| c.is_ascii_alphanumeric() || "_!#$%&*@＠".contains(c),
    after_mention: |c| is_word(c) || "_/@＠".contains(c),
};

struct XVoice<'a> {
    limits: XLimits,
    route: Route<'a>,
}

impl Measure for XVoice<'_> {
    fn span(&self, words: &str, _: &SpanKind) -> usize {
        weighted_length(words)
    }

    fn cluster(&self, cluster: &str) -> usize {
        weighted_length_of_words(cluster)
    }

    fn length(&self, text: &RichText) -> usize {
        let rules = Rules { url: self.limits.url, ..Rules::V3 };
        weigh(text.as_str(), &rules).length
    }
}

impl Voice for XVoice<'_> {
    fn limit(&self) -> usize {
        self.limits.weighted
    }

    fn typed(&self, text: &RichText, mentions: Mentions) -> RichText {
        let mut out = RichTextBuilder::default();
        for (words, kind) in text.pieces() {
            match kind {
                None => out.push_str(words),
                Some(SpanKind::Link { url }) => push_link(&mut out, words, url),
                Some(SpanKind::Mention { network, handle, url }) => {
                    self.push_mention(&mut out, mentions, *network, handle, url.as_ref());
                }
                Some(kind) => out.push_span(words, kind.clone()),
            }
        }
        apart(&out.build(), &GLUE)
    }

    fn settled(&self, text: RichText) -> (RichText, Vec<Warning>) {
        match self.route.policy.stray_links {
            StrayLinks::Broken => broken(text),
            StrayLinks::Kept => (text, Vec::new()),
        }
    }

    fn cost(&self, words: &RichText, media: &[Media]) -> Money {
        let has_url = entities(words.as_str()).iter().any(|entity| entity.kind == EntityKind::Url);
        let described = media.iter().filter(|medium| medium.alt_text().is_some()).count();
        let post = if has_url { PRICE_OF_POST_WITH_URL } else { PRICE_OF_POST };
        post + PRICE_OF_ALT_TEXT.times(described as u64)
    }
}

impl XVoice<'_> {
    /// Who is known on X is mentioned there; of others the address stands as words that X does not link.
    fn push_mention(
        &self,
        out: &mut RichTextBuilder,
        mentions: Mentions,
        network: Network,
        handle: &str,
        url: Option<&WebUrl>,
    ) {
        let known = match (network, mentions) {
            (_, Mentions::Words) => None,
            (Network::X, Mentions::Directory) => Some(handle),
            (_, Mentions::Directory) => {
                self.route.directory.find(network, handle, Network::X).map(crate::Account::handle)
            }
        };
        match known {
            Some(handle) => {
                let url = WebUrl::parse(&format!("https://x.com/{handle}")).ok();
                let kind = SpanKind::Mention { network: Network::X, handle: handle.to_owned(), url };
                out.push_span(&format!("@{handle}"), kind);
            }
            None => {
                let host = url.map(|url| url.host().trim_start_matches("www."));
                match (handle.contains('@'), host) {
                    (false, Some(host)) if network != Network::Bluesky => {
                        out.push_str(&format!("@{handle}@{host}"));
                    }
                    _ => out.push_str(&format!("@{handle}")),
                }
            }
        }
    }
}

/// `words (address)`, or the address alone where the words are no more than it.
fn push_link(out: &mut RichTextBuilder, words: &str, url: &WebUrl) {
    let kind = SpanKind::Link { url: url.clone() };
    let bare = |text: &str| {
        let text = text.split_once("://").map_or(text, |(_, rest)| rest);
        text.trim_start_matches("www.").trim_end_matches('/').to_lowercase()
    };
    let address = linkable(url.as_str());
    if words.contains("://") || bare(words) == bare(url.as_str()) {
        out.push_span(&address, kind);
    } else {
        out.push_str(words);
        out.push_str(" (");
        out.push_span(&address, kind);
        out.push_str(")");
    }
}

/// The same address in the form that X links as a whole: what would end it early is percent-encoded. Where X links
/// nothing of it, as for a host that is no domain, nobody in it is mentioned.
fn linkable(address: &str) -> String {
    let mut address = address.to_owned();
    for _ in 0..ROUNDS {
        let Some(found) = entities_of(&address, EntityKind::Url).into_iter().find(|found| found.start == 0)
        else {
            return address.replace('@', "%40");
        };
        let Some(c) = address[found.end..].chars().next().filter(char::is_ascii) else { break };
        address.replace_range(found.end..=found.end, &format!("%{:02X}", u32::from(c)));
    }
    address
}

/// Breaks what X would take for an address or mention and what is none.
fn broken(text: RichText) -> (RichText, Vec<Warning>) {
    let mut text = text;
    let mut strays: Vec<String> = Vec::new();
    for _ in 0..ROUNDS {
        let stray = |entity: &Entity| {
            let meant = text.spans().iter().any(|span| {
                let is_meant = match span.kind {
                    SpanKind::Link { .. } => true,
                    SpanKind::Mention { network: Network::X, .. } => entity.kind == EntityKind::Mention,
                    _ => false,
                };
                is_meant && span.start < entity.range.end && entity.range.start < span.end
            });
            let at_risk = matches!(entity.kind, EntityKind::Url | EntityKind::Mention);
            at_risk && !meant && !text.as_str()[entity.range.clone()].contains("://")
        };
        let found: Vec<Entity> = entities(text.as_str()).into_iter().filter(stray).collect();
        if found.is_empty() {
            break;
        }
        for entity in &found {
            let words = &text.as_str()[entity.range.clone()];
            let is_said = |said: &String| said.contains(words);
            if !words.contains(BREAK) && !strays.iter().any(is_said) {
                strays.push(words.to_owned());
            }
        }
        let place = |entity: &Entity| {
            entity.range.start + place_to_break(&text.as_str()[entity.range.clone()], entity.kind)
        };
        let places: Vec<usize> = found.iter().map(place).collect();
        text = with_breaks(&text, &places);
    }
    (text, strays.into_iter().map(Warning::StrayLink).collect())
}

/// Before the last dot of the host, or after the `@`.
fn place_to_break(words: &str, kind: EntityKind) -> usize {
    match kind {
        EntityKind::Url => {
            let host = words.find(['/', '?', '#', ':']).unwrap_or(words.len());
            words[..host].rfind('.').unwrap_or(0)
        }
        _ => words.chars().next().map_or(0, char::len_utf8),
    }
}

/// The text with an invisible character at each of the `places`, which are in order; a span that one lies in is none.
fn with_breaks(text: &RichText, places: &[usize]) -> RichText {
    let mut out = RichTextBuilder::default();
    let mut places = places.iter().copied().peekable();
    let mut start = 0;
    for (words, kind) in text.pieces() {
        let end = start + words.len();
        let first = places.peek().copied().filter(|at| *at < end);
        match (first, kind) {
            (None, Some(kind)) => out.push_span(words, kind.clone()),
            _ => {
                let mut at = start;
                while let Some(place) = places.next_if(|place| *place < end) {
                    out.push_str(&text.as_str()[at..place]);
                    out.push_str(BREAK.encode_utf8(&mut [0; 4]));
                    at = place;
                }
                out.push_str(&text.as_str()[at..end]);
            }
        }
        start = end;
    }
    out.build()
}

/// Whether what is quoted is a post of X, which a link to it shows.
fn is_quoted_on_x(post: &Post, route: Route<'_>) -> bool {
    let url = route.facts.quote_url.as_ref().or(post.quote.as_ref().and_then(|quote| quote.url.as_ref()));
    url.is_some_and(|url| url.network() == Some(Network::X))
}

/// Renders what the policy carries.
pub(super) fn over_route(post: &Post, route: Route<'_>, limits: XLimits) -> Rendering {
    let mut warnings = Vec::new();
    let voice = XVoice { limits, route };
    let has_address = post.origin.url.is_some();
    let line = match warning_of(post, WARNING, &mut warnings) {
        None => None,
        Some(warning) => match route.policy.content_warnings.unwrap_or(WarningRule::Link) {
            WarningRule::Skip => return Rendering::skip(SkipReason::Warned),
            WarningRule::Link if !has_address => return Rendering::skip(SkipReason::WarnedWithoutAddress),
            WarningRule::Link => return only_warning(post, &warning, &voice, warnings),
            WarningRule::Line => {
                warnings.push(Warning::WarningInText);
                Some(format!("CW: {warning}"))
            }
        },
    };
    let quote = route.facts.quote_on_destination && limits.quotes;
    let mut plan = Plan { line, quote, quote_by_link: is_quoted_on_x(post, route), ..Plan::default() };
    // What is warned of is hidden with its media where warnings are known.
    let hidden = (post.sensitive || post.content_warning.is_some()) && !post.media.is_empty();
    if hidden && route.policy.sensitive_media == SensitiveMedia::Link {
        match has_address {
            true => warnings.push(Warning::SensitiveLinked),
            false => warnings.extend((1..=post.media.len()).map(Warning::MediumLost)),
        }
        plan.link_original = has_address;
    } else {
        if hidden {
            warnings.push(Warning::SensitiveUnmarked);
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
        plan.link_original = left_out(&left, has_address, &mut warnings);
    }
    if let Some(poll) = &post.poll {
        let rules = PollRules {
            options: limits.poll_options,
            option: limits.poll_option,
            length: |label| label.chars().count(),
            multiple: false,
            minutes: limits.poll_minutes,
        };
        let now = route.facts.now.unwrap_or(post.created_at);
        let native = post.media.is_empty().then(|| fitting(poll, rules, now, &mut warnings)).flatten();
        if native.is_none() {
            plan.poll_in_words = Some(poll.clone());
            // Who is asked must be able to answer.
            plan.link_original |= has_address && !is_over(poll, now);
        }
        plan.poll = native;
    }
    let parts = carry(post, route, plan, &voice, &mut warnings);
    if parts.iter().all(|part| part.words.is_empty() && part.media.is_empty() && part.poll.is_none()) {
        return Rendering { warnings, ..Rendering::skip(SkipReason::NothingLeft) };
    }
    Rendering::of(parts, warnings)
}

/// The warning and where to read on, and nothing of what it warns of.
fn only_warning(post: &Post, warning: &str, voice: &XVoice<'_>, mut warnings: Vec<Warning>) -> Rendering {
    warnings.push(Warning::WarningLinked);
    let bare = warning_alone(post, warning);
    let plan = Plan { link_original: true, ..Plan::default() };
    let parts = carry(&bare, voice.route, plan, voice, &mut warnings);
    Rendering::of(parts, warnings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{DestinationLimits, render_for};
    use crate::{Directory, Origin, PostRef, RemoteId, RouteFacts, RoutePolicy};

    fn post(words: &str) -> Post {
        let remote_id = RemoteId::new("1").unwrap();
        let url = WebUrl::parse("https://town.example.org/@town/1").ok();
        let origin = Origin { network: Network::Mastodon, remote_id, url };
        let mut post = Post::new(origin, "2026-08-10T09:30:00Z".parse().unwrap());
        post.text = RichText::plain(words);
        post
    }

    fn rendered(post: Post, facts: &RouteFacts, limits: XLimits) -> Rendering {
        let limits = DestinationLimits::X(limits);
        render_for(post, facts, &RoutePolicy::default(), &limits, &Directory::default())
    }

    #[test]
    fn a_subscription_allows_long_posts_and_real_quotations() {
        let mut long = post(&"A sentence of some length that goes on. ".repeat(200));
        long.quote = Some(PostRef { remote_id: RemoteId::new("2").ok(), ..PostRef::default() });
        let facts = RouteFacts { quote_on_destination: true, ..RouteFacts::default() };
        let limits = XLimits { weighted: 25_000, quotes: true, ..XLimits::default() };
        let rendering = rendered(long.clone(), &facts, limits);
        assert_eq!((rendering.parts.len(), rendering.parts[0].length), (1, 7_999));
        assert_eq!(rendering.parts[0].quote, long.quote);
        assert_eq!(rendering.cost, PRICE_OF_POST);
        assert!(rendered(long, &facts, XLimits::default()).parts.len() > 20);
    }

    #[test]
    fn an_address_is_linked_as_a_whole() {
        for (address, typed) in [
            ("https://example.org/a", "https://example.org/a"),
            ("https://example.org/a.", "https://example.org/a%2E"),
            ("https://example.org/(a", "https://example.org/%28a"),
            ("https://example.org/a?b=c!", "https://example.org/a?b=c%21"),
            ("https://intranet/@ana", "https://intranet/%40ana"),
            ("http://[::1]:80/@ana", "http://[::1]:80/%40ana"),
        ] {
            assert_eq!(linkable(address), typed);
        }
    }

    #[test]
    fn words_are_broken_only_where_x_would_link_them() {
        let broken = |words: &str| {
            let (text, strays) = broken(RichText::plain(words));
            (text.as_str().replace(BREAK, "|"), strays.len())
        };
        for (words, shown, strays) in [
            ("main.rs", "main|.rs", 1),
            ("a@b.org", "a@b.org", 0),
            ("@a.b.org/c", "@|a.b|.org/c", 2),
            ("https://example.org", "https://example.org", 0),
            ("例え.jp", "例え.jp", 0),
            ("です。example.com。", "です。example|.com。", 1),
        ] {
            assert_eq!(broken(words), (shown.to_owned(), strays));
        }
    }
}
