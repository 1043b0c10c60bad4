//! The text of an entry.

use feed_rs::model::{Entry, FeedType, Text};
use mimus_core::rich_text::{Detect, HtmlContent, detect, parse_html};
use mimus_core::{RichText, SpanKind, WebUrl};

use super::MENTIONS;
use super::identity::canonical;
use super::words::has_markup;

/// Most paragraphs at a text's end that are looked at for words of its system.
const LOOKED_AT: usize = 4;

/// Reads a text, as HTML or as plain words, whichever it is in truth. Addresses and hashtags that stand in it become
/// links; what only tells visitors apart goes from its addresses.
pub(super) fn read(content: &str, media_type: &str, of: &FeedType, base: Option<&WebUrl>) -> HtmlContent {
    let is_plain = media_type == "text/plain" && (matches!(of, FeedType::JSON) || !has_markup(content));
    let mut read = if is_plain && matches!(of, FeedType::JSON | FeedType::Atom) {
        HtmlContent { text: RichText::plain(content.trim()), ..HtmlContent::default() }
    } else {
        parse_html(content, base, MENTIONS)
    };
    let found = detect(&read.text, Detect { links: true, hashtags: true });
    read.text = found.map_spans(|words, kind| match kind {
        SpanKind::Link { url } => {
            let clean = url.without_trackers();
            let shown = if words == url.as_str() { clean.as_str() } else { words };
            (shown.to_owned(), Some(SpanKind::Link { url: clean }))
        }
        other => (words.to_owned(), Some(other.clone())),
    });
    read
}

/// Reads a text that says itself what it is.
pub(super) fn of_text(text: &Text, of: &FeedType, base: Option<&WebUrl>) -> HtmlContent {
    read(&text.content, text.content_type.as_str(), of, base)
}

/// The fullest text of an entry: its content, else its summary.
pub(super) fn of_entry(entry: &Entry, of: &FeedType, base: Option<&WebUrl>) -> HtmlContent {
    let content = entry.content.as_ref().and_then(|c| Some((c.body.as_deref()?, c.content_type.as_str())));
    let summary = entry.summary.as_ref().map(|t| (t.content.as_str(), t.content_type.as_str()));
    let has_words = |(text, _): &(&str, &str)| !text.trim().is_empty();
    match content.filter(has_words).or(summary.filter(has_words)) {
        // A medium of another kind, such as a picture in base64, is no text.
        Some((_, media_type)) if !is_text(media_type) => HtmlContent::default(),
        Some((text, media_type)) => read(text, media_type, of, base),
        None => HtmlContent::default(),
    }
}

fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/") || media_type.ends_with("/xml") || media_type.ends_with("+xml")
}

/// Without the paragraphs that systems append: one that is nothing but a link to the entry itself (“Continue
/// reading”), and one that says where the entry appeared, by links to it and to its site. Says whether there was one.
pub(super) fn without_signature(
    text: &RichText,
    entry: Option<&WebUrl>,
    site: Option<&WebUrl>,
) -> (RichText, bool) {
    let Some(entry) = entry.map(canonical) else { return (text.clone(), false) };
    let site = site.map(canonical);
    let mut text = text.clone();
    let mut found = false;
    for _ in 0..LOOKED_AT {
        let words = text.as_str();
        let from = words.rfind("\n\n").map_or(0, |at| at + 2);
        let links: Vec<(String, usize)> = text
            .spans()
            .iter()
            .filter(|span| span.start >= from)
            .filter_map(|span| match &span.kind {
                SpanKind::Link { url } => Some((canonical(url), span.end - span.start)),
                _ => None,
            })
            .collect();
        let is_signature = match links.as_slice() {
            [(only, len)] => *only == entry && *len == words.len() - from && !words[from..].contains("://"),
            [(first, _), (second, _)] => *first == entry && Some(second) == site.as_ref(),
            _ => false,
        };
        if !is_signature {
            break;
        }
        found = true;
        text = text.slice(0..from).trimmed();
    }
    (text, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(html: &str) -> RichText {
        read(html, "text/html", &FeedType::RSS2, None).text
    }

    #[test]
    fn what_a_system_appends_goes() {
        let entry = WebUrl::parse("https://t.example/long").ok();
        let site = WebUrl::parse("https://t.example").ok();
        let cut = |text: &str| {
            let (text, found) = without_signature(&html(text), entry.as_ref(), site.as_ref());
            (text.as_str().to_owned(), found)
        };
        let appeared = "<p>The post <a href='https://t.example/long/?utm_source=rss'>Long</a> appeared first on <a href='http://t.example/'>T</a>.</p>";
        assert_eq!(cut(&format!("<p>Words […]</p>{appeared}")), ("Words […]".into(), true));
        let more = "<p><a href='https://t.example/long'>Continue reading →</a></p>";
        assert_eq!(cut(&format!("<p>Words</p>{more}{appeared}")), ("Words".into(), true));
        for kept in [
            "<p>See <a href='https://t.example/long'>the long read</a></p>",
            "<p>Words</p><p><a href='https://t.example/other'>Other</a></p>",
            "<p><a href='https://t.example/long'>https://t.example/long</a></p>",
        ] {
            assert!(!cut(kept).1, "{kept}");
        }
    }

    #[test]
    fn plain_words_stay_as_they_are_where_they_are_plain() {
        let words = "1 < 2, Vec<T> & </div>\nnext line";
        assert_eq!(read(words, "text/plain", &FeedType::JSON, None).text.as_str(), words);
        assert_eq!(read("a <b>b</b>", "text/plain", &FeedType::Atom, None).text.as_str(), "a b", "a slip");
        assert_eq!(
            read("caf&eacute; &amp; co", "text/plain", &FeedType::RSS1, None).text.as_str(),
            "café & co"
        );
    }
}
