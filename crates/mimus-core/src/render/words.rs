//! Small changes to words on their way into a part.

use crate::rich_text::RichTextBuilder;
use crate::{Byline, Network, PostRef, RichText, SpanKind, WebUrl};

/// Texts one after another with `between` them; empty ones are left out.
pub(super) fn joined<'a>(texts: impl IntoIterator<Item = &'a RichText>, between: &str) -> RichText {
    let mut out = RichTextBuilder::default();
    for text in texts {
        if text.is_empty() {
            continue;
        }
        if !out.as_str().is_empty() {
            out.push_str(between);
        }
        out.push_rich(text);
    }
    out.build()
}

/// What of its surroundings a destination takes for a part of an address or mention, or for what keeps it from being
/// one, by the character next to it.
pub(super) struct Glue {
    pub(super) before_link: fn(char) -> bool,
    pub(super) after_link: fn(char) -> bool,
    pub(super) before_mention: fn(char) -> bool,
    pub(super) after_mention: fn(char) -> bool,
}

/// Puts a space where an address or mention is glued to other words.
pub(super) fn apart(text: &RichText, glue: &Glue) -> RichText {
    let mut out = RichTextBuilder::default();
    let mut last: Option<SpanKind> = None;
    for (words, kind) in text.pieces() {
        let (before, after) = (out.as_str().chars().next_back(), words.chars().next());
        let glued_before = before.is_some_and(|c| match kind {
            Some(SpanKind::Link { .. }) => (glue.before_link)(c),
            Some(SpanKind::Mention { .. }) => (glue.before_mention)(c),
            _ => false,
        });
        let glued_after = after.is_some_and(|c| match last {
            Some(SpanKind::Link { .. }) => (glue.after_link)(c),
            Some(SpanKind::Mention { .. }) => (glue.after_mention)(c) || words.starts_with("://"),
            _ => false,
        });
        if glued_before || glued_after {
            out.push_str(" ");
        }
        match kind {
            None => out.push_str(words),
            Some(kind) => out.push_span(words, kind.clone()),
        }
        last = kind.cloned();
    }
    out.build()
}

/// An address that leads to itself.
pub(super) fn linked(url: &WebUrl) -> RichText {
    let mut out = RichTextBuilder::default();
    out.push_span(url.as_str(), SpanKind::Link { url: url.clone() });
    out.build()
}

pub(super) fn leads_to(text: &RichText, url: &WebUrl) -> bool {
    text.spans()
        .iter()
        .any(|span| matches!(&span.kind, SpanKind::Link { url: found } if is_same_post(found, url)))
}

/// The author's name as a mention of the network that the page tells.
pub(super) fn name(author: Option<&Byline>) -> RichText {
    let mut out = RichTextBuilder::default();
    let Some(author) = author else { return RichText::default() };
    match &author.handle {
        Some(handle) => {
            let network = author.url.as_ref().and_then(WebUrl::network).unwrap_or(Network::Mastodon);
            let kind = SpanKind::Mention { network, handle: handle.clone(), url: author.url.clone() };
            out.push_span(&format!("@{handle}"), kind);
        }
        None => out.push_str(author.name.as_deref().unwrap_or_default()),
    }
    out.build()
}

/// Without the link to the quoted post where it trails, and the `RE:` before it: the quotation says it.
pub(super) fn without_trailing_link(text: &RichText, quote: Option<&PostRef>) -> RichText {
    let Some(url) = quote.and_then(|quote| quote.url.as_ref()) else { return text.clone() };
    let trimmed = text.trimmed();
    let Some(last) = trimmed.spans().last() else { return text.clone() };
    let trails = last.end == trimmed.as_str().len();
    match &last.kind {
        SpanKind::Link { url: found } if trails && is_same_post(found, url) => {
            let rest = trimmed.slice(0..last.start).trimmed();
            let end = rest.as_str().strip_suffix("RE:").map_or(rest.as_str().len(), str::len);
            rest.slice(0..end).trimmed()
        }
        _ => text.clone(),
    }
}

/// Whether two addresses are of one page; X's names for itself are one, and its posts have no query.
fn is_same_post(one: &WebUrl, other: &WebUrl) -> bool {
    let host = |url: &WebUrl| {
        let host = url.host();
        let bare =
            ["www.", "mobile.", "m."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(host);
        if bare == "twitter.com" { "x.com".to_owned() } else { bare.to_owned() }
    };
    let path = |url: &WebUrl| url.as_url().path().trim_end_matches('/').to_owned();
    let query = |url: &WebUrl| url.as_url().query().filter(|_| host(url) != "x.com").map(str::to_owned);
    one == other || (host(one) == host(other) && path(one) == path(other) && query(one) == query(other))
}
