//! HTML from outside: what is written again holds nothing but our own markup.

use mimus_core::rich_text::{HtmlOptions, MAX_HTML_BYTES, RichText, linked_feeds, parse_html};
use mimus_core::{Network, WebUrl};

use super::{Exercise, Outcome};

/// The elements that [`RichText::to_html`] writes.
const ELEMENTS: [&str; 4] = ["p", "br", "a", "span"];
/// The attributes that it gives them.
const ATTRIBUTES: [&str; 6] = ["href", "rel", "target", "class", "translate", "title"];

pub(super) struct HtmlTarget;

impl Exercise for HtmlTarget {
    fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String> {
        let html = String::from_utf8_lossy(input);
        let base = WebUrl::parse("https://blog.example/posts/1").ok();
        let content = parse_html(&html, base.as_ref(), Network::Mastodon);
        RichText::from_parts(content.text.as_str().to_owned(), content.text.spans().to_vec())
            .map_err(|error| format!("no valid text: {error}"))?;
        if content.media.len() > 64
            || (content.cut && html.len() < MAX_HTML_BYTES && content.media.len() < 64)
        {
            return Err(format!("{} media, cut: {}", content.media.len(), content.cut));
        }
        let limit = html.len() * 16 + 64;
        if content.text.as_str().len() > limit {
            return Err(format!("{} bytes of text from {} of HTML", content.text.as_str().len(), html.len()));
        }
        for shorten_links in [false, true] {
            let hashtag = |name: &str| Some(format!("/tags/{name}"));
            let options = HtmlOptions { hashtag: &hashtag, shorten_links };
            written_again(&content.text, base.as_ref(), &options)?;
        }
        let (cut, _) = content.text.truncated(100);
        only_our_markup(&cut.to_html(&HtmlOptions { hashtag: &|_| None, shorten_links: true }))?;
        let feeds = linked_feeds(&html, base.as_ref());
        let nothing = content.text.is_empty() && content.media.is_empty() && feeds.is_empty();
        Ok(if nothing { Outcome::Refused } else { Outcome::Taken })
    }
}

/// What is written and read says the same again: but for white space, which a paragraph does not keep at the begin
/// of a line or several in a row, and from the second time on in every byte.
fn written_again(text: &RichText, base: Option<&WebUrl>, options: &HtmlOptions<'_>) -> Result<(), String> {
    let again = |html: &str| parse_html(html, base, Network::Mastodon).text.to_html(options);
    let first = text.to_html(options);
    let second = again(&first);
    let third = again(&second);
    for html in [&first, &second, &third] {
        only_our_markup(html)?;
    }
    let bare = |html: &str| html.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    if bare(&first) == bare(&second) && second == third {
        Ok(())
    } else {
        Err(format!("read and written again it differs:\n{first:.1000}\n{second:.1000}\n{third:.1000}"))
    }
}

/// Reads what we wrote as strictly as it is written: known elements, known attributes in double quotes, addresses
/// of the web, and neither `<` nor `>` elsewhere.
fn only_our_markup(html: &str) -> Result<(), String> {
    let wrong = |why: &str, at: &str| Err(format!("{why} at {at:.120?} in {html:.2000?}"));
    if html.len() >= MAX_HTML_BYTES * 64 {
        return wrong("too long", "");
    }
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>']) {
        if rest[..at].contains(['"', '\'']) {
            return wrong("a quotation mark", &rest[..at]);
        }
        let Some(tag) = rest[at..].strip_prefix('<') else { return wrong("a stray >", &rest[at..]) };
        let Some((tag, after)) = tag.split_once('>') else { return wrong("no end of a tag", &rest[at..]) };
        if !is_our_tag(tag) {
            return wrong("foreign markup", &rest[at..]);
        }
        rest = after;
    }
    if rest.contains(['"', '\'']) { wrong("a quotation mark", rest) } else { Ok(()) }
}

fn is_our_tag(tag: &str) -> bool {
    if let Some(name) = tag.strip_prefix('/') {
        return ELEMENTS.contains(&name);
    }
    let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    if !ELEMENTS.contains(&name) {
        return false;
    }
    while !attributes.is_empty() {
        let Some((name, value)) = attributes.split_once("=\"") else { return false };
        let Some((value, after)) = value.split_once('"') else { return false };
        let leads_well = ["https://", "http://", "/tags/"].iter().any(|begin| value.starts_with(begin));
        if !ATTRIBUTES.contains(&name) || (name == "href" && !leads_well) {
            return false;
        }
        match after.strip_prefix(' ') {
            Some(more) => attributes = more,
            None if after.is_empty() => return true,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_markup_is_seen() {
        for good in
            ["", "<p>a &lt; b</p>", "<p><a href=\"https://a.example/\" rel=\"nofollow\">a</a><br></p>"]
        {
            assert_eq!(only_our_markup(good), Ok(()));
        }
        for bad in [
            "<script>",
            "<p onclick=\"x\">",
            "<a href=\"javascript:x\">",
            "<a href=\"https://a.example/\"onclick=\"x\">",
            "<p class=x>",
            "a > b",
            "<p",
            "<P>",
            "it's",
        ] {
            assert!(only_our_markup(bad).is_err(), "{bad}");
        }
    }
}
