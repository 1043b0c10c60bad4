//! What hangs on a post's words: quotes, polls, cards.

use mimus_core::rich_text::{RichTextBuilder, parse_html};
use mimus_core::{Byline, LinkCard, Poll, PollOption, Post, PostRef, RemoteId, RichText, SpanKind};

use super::super::MENTIONS;
use super::address::{byline, is_handle, is_x, profile_url, status, status_url};
use super::words::Reader;

/// A description cut at its rules: the post's own words first, then what hangs on.
pub(super) struct Parts<'a> {
    pub(super) main: &'a str,
    pub(super) rest: Vec<&'a str>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(html: &'a str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = html;
        while pieces.len() < 8 {
            let Some(at) = rest.find("<hr") else { break };
            let Some(end) = rest[at..].find('>') else { break };
            pieces.push(&rest[..at]);
            rest = &rest[at + end + 1..];
        }
        pieces.push(rest);
        Self { main: pieces[0], rest: pieces.split_off(1) }
    }
}

/// Whether a part is the quoted post.
pub(super) fn is_quote(html: &str) -> bool {
    html.trim_start().starts_with("<blockquote") || html.contains("rsshub-quote")
}

/// Adds a part to the post; what is not understood joins the text.
pub(super) fn add_part(post: &mut Post, text: RichText, html: &str, reader: &Reader) -> RichText {
    let html = html.trim();
    if is_quote(html) {
        post.quote = quoted(html, reader);
        return text;
    }
    if let Some(poll) = html.strip_prefix("<b>Poll</b>") {
        post.poll = self::poll(poll);
        if post.poll.is_some() {
            return text;
        }
    }
    if let Some(card) = html.strip_prefix("<b>Link</b>").or_else(|| html.strip_prefix("<b>Article</b>")) {
        let read = reader.read(card);
        let link = read.text.spans().iter().find_map(|s| match &s.kind {
            SpanKind::Link { url } => Some((url.clone(), read.text.as_str()[s.range()].to_owned())),
            _ => None,
        });
        if let Some((url, title)) = link {
            let description =
                read.text.as_str().lines().map(str::trim).find(|l| !l.is_empty() && *l != title);
            post.card = Some(LinkCard { url, title, description: description.map(str::to_owned) });
            return text;
        }
    }
    let more = reader.read(html);
    let mut out = RichTextBuilder::default();
    out.push_rich(&text);
    if !more.text.is_empty() {
        if !text.is_empty() {
            out.push_str("\n\n");
        }
        out.push_rich(&more.text);
    }
    out.build()
}

/// `<b>Name (@handle)</b><p>words</p><footer>— <cite><a href=…>`, or RSSHub's `Name: words`.
fn quoted(html: &str, reader: &Reader) -> Option<PostRef> {
    let (body, footer) = html.split_once("<footer").unwrap_or((html, ""));
    let read = reader.read(&body.replace("<blockquote>", "").replace("</blockquote>", ""));
    let link = |text: &RichText| {
        text.spans().iter().rev().find_map(|s| match &s.kind {
            SpanKind::Link { url } => status(url.as_str()),
            _ => None,
        })
    };
    let found = link(&reader.read(&format!("<p{footer}")).text).or_else(|| link(&read.text));
    let lines = read.text.as_str();
    let (first, rest) = lines.split_once('\n').unwrap_or((lines, ""));
    let (name, handle, from) = match first.rsplit_once(" (@") {
        Some((name, handle)) => (Some(name.to_owned()), handle.trim_end_matches(')').to_owned(), first.len()),
        None => match first.split_once(':') {
            Some((name, _)) => (Some(name.to_owned()), String::new(), name.len() + 1),
            None => (None, String::new(), 0),
        },
    };
    let _ = rest;
    let handle = if is_handle(&handle) { Some(handle) } else { found.as_ref().map(|(h, _)| h.clone()) };
    let author = Byline { name, url: handle.as_deref().and_then(profile_url), handle };
    Some(PostRef {
        remote_id: found.as_ref().and_then(|(_, id)| RemoteId::new(id.as_str()).ok()),
        url: found.as_ref().and_then(|(h, id)| status_url(h, id)),
        text: Some(read.text.slice(from..lines.len()).trimmed()),
        author: Some(author),
    })
}

/// `<p>NN% — option<br>…<i>N votes • status</i></p>`.
fn poll(html: &str) -> Option<Poll> {
    let read = parse_html(html, None, MENTIONS);
    let mut options = Vec::new();
    let (mut total, mut closed) = (None, false);
    for line in read.text.as_str().lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some((share, label)) = line.split_once("% — ").or_else(|| line.split_once("% - "))
            && let Ok(share) = share.trim().parse::<u64>()
            && options.len() < 20
        {
            options.push((share.min(100), label.trim().to_owned()));
        } else if let Some((votes, state)) = line.split_once(" votes") {
            total = votes.replace([',', '.'], "").trim().parse::<u64>().ok();
            closed = state.contains("Final");
        }
    }
    if options.is_empty() {
        return None;
    }
    let votes = |share: u64| total.map_or(share, |total| (total.min(1 << 40) * share + 50) / 100);
    let options =
        options.into_iter().map(|(share, label)| PollOption { label, votes: votes(share) }).collect();
    Some(Poll { options, multiple: false, ends_at: None, closed })
}

/// Takes the link at the very end of the words that leads to the quoted post. Where no quote is carried yet, a link to
/// any post there is one.
pub(super) fn take_quote_link(post: &mut Post, text: RichText) -> RichText {
    let Some((start, handle, id)) = trailing_status(&text) else { return text };
    let rest = text.slice(0..start).trimmed();
    let Some(quote) = &mut post.quote else {
        // Words that are nothing but the link stay, as a post must not be empty.
        if rest.is_empty() {
            return text;
        }
        post.quote = Some(PostRef {
            remote_id: RemoteId::new(id.as_str()).ok(),
            url: status_url(&handle, &id),
            author: (handle != "i").then(|| byline(&handle, None)),
            text: None,
        });
        return rest;
    };
    match &quote.remote_id {
        Some(known) if known.as_str() != id => return text,
        Some(_) => {}
        None => {
            quote.remote_id = RemoteId::new(id.as_str()).ok();
            quote.url = status_url(&handle, &id);
            if handle != "i" {
                let name = quote.author.take().and_then(|author| author.name);
                quote.author = Some(byline(&handle, name));
            }
        }
    }
    rest
}

/// Where a link to a post on X that ends the words begins, and the post's handle and id.
fn trailing_status(text: &RichText) -> Option<(usize, String, String)> {
    let last = text.spans().last()?;
    let SpanKind::Link { url } = &last.kind else { return None };
    let at_end = text.as_str()[last.end..].trim().is_empty();
    let (handle, id) = status(url.as_str()).filter(|_| at_end && is_x(url.host()))?;
    Some((last.start, handle, id))
}
