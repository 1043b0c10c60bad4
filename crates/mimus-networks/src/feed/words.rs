//! Words out of texts that may hold markup.

use feed_rs::model::{FeedType, Text};
use mimus_core::rich_text::parse_html;

use super::MENTIONS;

/// Elements that tell that a text is HTML.
const ELEMENTS: [&str; 53] = [
    "a",
    "abbr",
    "article",
    "audio",
    "b",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "video",
];

/// Words without markup, on one line.
pub(super) fn plain(text: &str) -> String {
    squeezed(parse_html(text, None, MENTIONS).text.as_str())
}

/// A text without markup, on one line: only what is markup in truth goes, so that `Vec<T>` stays.
pub(super) fn one_line(text: &Text, of: &FeedType) -> String {
    let words = text.content.as_str();
    match of {
        FeedType::JSON => squeezed(words),
        FeedType::Atom if text.content_type.as_str() == "text/plain" && !has_markup(words) => squeezed(words),
        _ => plain(&with_signs(words)),
    }
}

/// Whether a text holds an element of HTML.
pub(super) fn has_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| begins_element(&text[at + 1..]))
}

/// HTML in which a `<` that begins no element of HTML is a sign.
pub(super) fn with_signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        out.push_str(if begins_element(after) || after.starts_with("!--") { "<" } else { "&lt;" });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// White space as single spaces.
pub(super) fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn begins_element(after: &str) -> bool {
    let name = after.strip_prefix('/').unwrap_or(after);
    let len = name.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    let ends = name[len..].chars().next().is_none_or(|c| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
    let lower = name[..len].to_ascii_lowercase();
    ends && ELEMENTS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_markup_goes() {
        let title = |content: &str| {
            let document =
                format!("<rss version='2.0'><channel><title><![CDATA[{content}]]></title></channel></rss>");
            let feed = feed_rs::parser::parse(document.as_bytes()).expect("a feed");
            one_line(&feed.title.expect("a title"), &feed.feed_type)
        };
        assert_eq!(title("Use <T> and AT&amp;T"), "Use <T> and AT&T");
        assert_eq!(title("1 < 2 & <em>so</em> on"), "1 < 2 & so on");
        assert_eq!(title("Vec<Option<u8>>  x"), "Vec<Option<u8>> x");
        assert_eq!(title("a<br/>b"), "a b");
    }
}
