//! The same over a route: to an account that one owns, whose server reads plain words.

use unicode_segmentation::UnicodeSegmentation;

use super::{MastodonLimits, as_typed};
use crate::policy::{Mentions, StrayLinks};
use crate::present::mentions_for_fediverse;
use crate::render::compose::{Plan, Route, Voice, carry, in_one, left_out, warning_of};
use crate::render::media::{MediaRules, grouped};
use crate::render::poll::{fitting, is_over};
use crate::render::split::Measure;
use crate::render::words::{Glue, apart};
use crate::render::{Part, Rendering, Warning};
use crate::rich_text::RichTextBuilder;
use crate::{Network, Post, RichText, SkipReason, SpanKind, WebUrl};

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
            Mentions::Directory => mentions_for_fediverse(&with_servers(text), &known),
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

/// Mentions of the fediverse with their server, without which they would be of the destination's own; where it is not
/// known they are words.
fn with_servers(text: &RichText) -> RichText {
    text.map_spans(|words, kind| match kind {
        SpanKind::Mention { network: Network::Mastodon, handle, url } if !handle.contains('@') => {
            let Some(page) = url else { return (words.to_owned(), None) };
            let handle = format!("{handle}@{}", page.authority());
            let kind = SpanKind::Mention { network: Network::Mastodon, handle, url: url.clone() };
            (words.to_owned(), Some(kind))
        }
        other => (words.to_owned(), Some(other.clone())),
    })
}

/// Mentions of the fediverse as words that Mastodon takes for none: `name@server`.
fn in_words_only(text: &RichText) -> RichText {
    text.map_spans(|words, kind| match kind {
        SpanKind::Mention { network: Network::Mastodon, handle, url } => {
            let server = url.as_ref().filter(|_| !handle.contains('@'));
            (server.map_or(handle.clone(), |url| format!("{handle}@{}", url.authority())), None)
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

/// The words as somebody would type them, of whatever length.
pub(in crate::render) fn typed_in_one(post: &Post, route: Route<'_>, plan: &Plan) -> RichText {
    in_one(post, route, plan, &MastodonVoice { limits: MastodonLimits::default(), route })
}

/// Renders what the policy carries.
pub(in crate::render) fn over_route(post: &Post, route: Route<'_>, limits: MastodonLimits) -> Rendering {
    let mut warnings = Vec::new();
    let voice = MastodonVoice { limits, route };
    let mut plan = Plan { quote: route.facts.quote_on_destination, ..Plan::default() };
    plan.warning = warning_of(post, limits.characters / 2, &mut warnings).map(|warning| {
        let length = warning.graphemes(true).count();
        (warning, length)
    });
    let rules = MediaRules { unfit: &route.facts.unfit_media, ..limits.media_rules() };
    let (groups, left) = grouped(&post.media, &rules, &mut warnings);
    plan.groups = groups;
    plan.link_original = left_out(&left, post.origin.url.is_some(), &mut warnings);
    if let Some(poll) = &post.poll {
        let now = route.facts.now.unwrap_or(post.created_at);
        plan.poll = fitting(poll, limits.poll_rules(), now, &mut warnings);
        if plan.poll.is_none() {
            plan.poll_in_words = Some(poll.clone());
            plan.link_original |= !is_over(poll, now) && post.origin.url.is_some();
        }
    }
    let parts = carry(post, route, plan, &voice, &mut warnings);
    let is_empty = |part: &Part| {
        part.words.is_empty() && part.media.is_empty() && part.poll.is_none() && part.quote.is_none()
    };
    if parts.iter().all(is_empty) {
        return Rendering { warnings, ..Rendering::skip(SkipReason::NothingLeft) };
    }
    Rendering::of(parts, warnings)
}
