//! What a web page says of itself, for the card that servers show under a post with a link to it.
//!
//! Which link: Mastodon takes the first of a post that is neither mention nor hashtag (`FetchLinkCardService#parse_urls` in
//! mastodon/mastodon, "`.first`"; also its issue 6992), X the last (the same issue; twittercommunity.com/t/85095). Which words:
//! Mastodon's `LinkDetailsExtractor`, but for JSON-LD, which is not read here.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
};

use super::from_html::attribute;
use super::html::is_dropped;
use super::{RichText, SpanKind};
use crate::{Network, WebUrl};

/// Most bytes of a page that are read.
pub const MAX_PAGE_BYTES: usize = 512 << 10;
/// Most characters of a title, and of a site's name.
const MAX_TITLE: usize = 300;
/// Most characters of a description, and of a picture's.
const MAX_DESCRIPTION: usize = 1_000;

/// What a page says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageCard {
    /// Its title, on one line.
    pub title: Option<String>,
    /// What it is about, on one line.
    pub description: Option<String>,
    /// What the site is called.
    pub site: Option<String>,
    /// Its picture.
    pub picture: Option<WebUrl>,
    /// What the picture shows.
    pub picture_alt: Option<String>,
}

/// The link of a post of which `network` makes a card; none where it has no link, or the network makes no cards by itself.
#[must_use]
pub fn card_link(text: &RichText, network: Network) -> Option<&WebUrl> {
    let mut links = text.pieces().filter_map(|(words, kind)| match kind {
        Some(SpanKind::Link { url }) if !words.starts_with('@') => Some(url),
        _ => None,
    });
    match network {
        Network::Mastodon => links.next(),
        Network::X => links.last(),
        _ => None,
    }
}

/// Reads what a page says of itself: OpenGraph, else Twitter's names, else its title and description. `base` is its address.
/// What is beyond [`MAX_PAGE_BYTES`] is not read; time is linear, and nesting costs nothing.
#[must_use]
pub fn page_card(page: &str, base: &WebUrl) -> PageCard {
    let mut end = page.len().min(MAX_PAGE_BYTES);
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&page[..end]));
    let tokenizer = Tokenizer::new(Finder { found: RefCell::default() }, TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.found.into_inner().card(base)
}

/// The names of what is asked for, the one that counts most first.
const TITLE: [&str; 2] = ["og:title", "twitter:title"];
const DESCRIPTION: [&str; 3] = ["og:description", "twitter:description", "description"];
const SITE: [&str; 2] = ["og:site_name", "application-name"];
const PICTURE: [&str; 5] =
    ["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"];
const PICTURE_ALT: [&str; 2] = ["og:image:alt", "twitter:image:alt"];

/// Of each name the first that says something, by its place among the names.
#[derive(Default)]
struct Found {
    title: [Option<String>; 2],
    description: [Option<String>; 3],
    site: [Option<String>; 2],
    picture: [Option<String>; 5],
    picture_alt: [Option<String>; 2],
    /// The words of the first `title` element.
    heading: String,
    in_heading: bool,
    had_heading: bool,
}

struct Finder {
    found: RefCell<Found>,
}

impl TokenSink for Finder {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut found = self.found.borrow_mut();
        match token {
            // White space may stand before what is shown; nobody's title is longer than this.
            Token::CharacterTokens(words) if found.in_heading && found.heading.len() < MAX_TITLE * 16 => {
                found.heading.push_str(&words);
            }
            Token::TagToken(tag) => {
                let name: &str = &tag.name;
                if tag.kind == TagKind::EndTag {
                    found.in_heading &= name != "title";
                    return TokenSinkResult::Continue;
                }
                if name == "meta" {
                    found.meta(&tag);
                }
                let raw = match name {
                    "script" => Some(RawKind::ScriptData),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
                    "title" | "textarea" => Some(RawKind::Rcdata),
                    _ => None,
                };
                if name == "title" && !tag.self_closing && !found.had_heading {
                    found.had_heading = true;
                    found.in_heading = true;
                }
                if let Some(raw) = raw
                    && !tag.self_closing
                {
                    return TokenSinkResult::RawData(raw);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Found {
    fn meta(&mut self, tag: &Tag) {
        let named = attribute(tag, "property").or_else(|| attribute(tag, "name"));
        let (Some(name), Some(content)) = (named, attribute(tag, "content")) else { return };
        let name = name.trim().to_ascii_lowercase();
        let take = |places: &mut [Option<String>], names: &[&str], most: usize| {
            let at = names.iter().position(|known| *known == name);
            if let Some(place) = at.and_then(|at| places.get_mut(at)).filter(|place| place.is_none()) {
                *place = one_line(content, most);
            }
        };
        take(&mut self.title, &TITLE, MAX_TITLE);
        take(&mut self.description, &DESCRIPTION, MAX_DESCRIPTION);
        take(&mut self.site, &SITE, MAX_TITLE);
        take(&mut self.picture, &PICTURE, 4_000);
        take(&mut self.picture_alt, &PICTURE_ALT, MAX_DESCRIPTION);
    }

    fn card(self, base: &WebUrl) -> PageCard {
        let first = |places: &[Option<String>]| places.iter().flatten().next().cloned();
        PageCard {
            title: first(&self.title).or_else(|| one_line(&self.heading, MAX_TITLE)),
            description: first(&self.description),
            site: first(&self.site),
            picture: self.picture.iter().flatten().find_map(|url| WebUrl::join(Some(base), url).ok()),
            picture_alt: first(&self.picture_alt),
        }
    }
}

/// Words on one line, cut where there are too many; none where there is nothing to read.
fn one_line(words: &str, most: usize) -> Option<String> {
    let mut line = String::new();
    let mut length = 0;
    for word in words.split(|c: char| c.is_whitespace() || is_dropped(c)).filter(|word| !word.is_empty()) {
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        for c in word.chars() {
            if length >= most {
                line.push('…');
                return Some(line);
            }
            line.push(c);
            length += 1;
        }
    }
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rich_text::{Detect, detect};

    fn read(page: &str) -> PageCard {
        page_card(page, &WebUrl::parse("https://news.example/a/b").unwrap())
    }

    #[test]
    fn opengraph_counts_most_and_the_title_least() {
        let page = r#"<!doctype html><title> A  page
            of ours &amp; theirs</title><meta name="description" content="Plain">
            <meta name="twitter:title" content="For X"><META PROPERTY="og:title" CONTENT="For all">
            <meta property="og:title" content="Said again"><meta property="og:site_name" content="News">
            <meta property="og:image" content="../boat.png"><meta property="og:image:alt" content="A boat">"#;
        let card = read(page);
        assert_eq!(card.title.as_deref(), Some("For all"));
        assert_eq!(card.description.as_deref(), Some("Plain"));
        assert_eq!(card.site.as_deref(), Some("News"));
        assert_eq!(card.picture.unwrap().as_str(), "https://news.example/boat.png");
        assert_eq!(card.picture_alt.as_deref(), Some("A boat"));
        let bare = read("<title> A  page\n of ours &amp; theirs</title><svg><title>Not this</title></svg>");
        assert_eq!(bare.title.as_deref(), Some("A page of ours & theirs"));
        assert_eq!(bare, PageCard { title: bare.title.clone(), ..PageCard::default() });
    }

    #[test]
    fn markup_in_words_and_words_in_scripts_are_no_markup() {
        let page = r#"<script>"<title>no</title><meta property='og:title' content='no'>"</script>
            <title><b>bold</b></title><meta property="og:image" content="javascript:alert(1)">
            <meta property="og:description" content="&lt;script&gt;alert(1)&lt;/script&gt;">"#;
        let card = read(page);
        assert_eq!(card.title.as_deref(), Some("<b>bold</b>"));
        assert_eq!(card.description.as_deref(), Some("<script>alert(1)</script>"), "words, to be escaped");
        assert_eq!(card.picture, None);
    }

    #[test]
    fn what_is_too_long_is_cut_and_what_is_empty_is_none() {
        let long = read(&format!("<meta property=og:title content='{}'>", "x".repeat(10_000)));
        assert_eq!(long.title.unwrap().chars().count(), MAX_TITLE + 1);
        assert_eq!(read("<title> \n </title><meta property=og:title content='  '>").title, None);
        let late = format!("{}<title>late</title>", " ".repeat(MAX_PAGE_BYTES));
        assert_eq!(read(&late), PageCard::default(), "no more than so much is read");
    }

    #[test]
    fn mastodon_takes_the_first_link_and_x_the_last() {
        let words = "see https://one.example and #tag and https://two.example";
        let text = detect(&RichText::plain(words), Detect { links: true, hashtags: true });
        let link = |network| card_link(&text, network).map(|url| url.host().to_owned());
        assert_eq!(link(Network::Mastodon).as_deref(), Some("one.example"));
        assert_eq!(link(Network::X).as_deref(), Some("two.example"));
        assert_eq!(link(Network::Bluesky), None);
        assert_eq!(card_link(&RichText::plain("no link"), Network::Mastodon), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..4_000)) {
            let _ = read(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn any_markup_is_read_and_what_comes_of_it_is_bounded(
            pieces in proptest::collection::vec(
                prop_oneof![
                    Just("<meta property='og:title' content='".to_owned()),
                    Just("<title>".to_owned()),
                    Just("</title>".to_owned()),
                    Just("<script>".to_owned()),
                    Just("'>".to_owned()),
                    Just("&#x110000;".to_owned()),
                    "\\PC{0,400}",
                ],
                0..40,
            )
        ) {
            let card = read(&pieces.concat());
            for words in [&card.title, &card.description, &card.site, &card.picture_alt].into_iter().flatten() {
                prop_assert!(!words.trim().is_empty() && words.chars().count() <= MAX_DESCRIPTION + 1);
                prop_assert!(!words.contains(['\n', '\r', '\t']));
            }
        }
    }
}
