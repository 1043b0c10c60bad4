//! Finding the feeds that a web page names.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::from_html::attribute;
use crate::WebUrl;

/// The feeds that a page names in its head (`<link rel="alternate">` of a feed's media type), in order, at most 8.
#[must_use]
pub fn linked_feeds(page: &str, base: Option<&WebUrl>) -> Vec<WebUrl> {
    struct Finder<'a> {
        base: Option<&'a WebUrl>,
        found: RefCell<Vec<WebUrl>>,
    }
    impl TokenSink for Finder<'_> {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            if let Token::TagToken(tag) = token
                && &*tag.name == "link"
            {
                let value = |name| attribute(&tag, name).unwrap_or_default().to_ascii_lowercase();
                let is_alternate = value("rel").split_ascii_whitespace().any(|rel| rel == "alternate");
                let is_feed = matches!(
                    value("type").as_str(),
                    "application/rss+xml" | "application/atom+xml" | "application/feed+json"
                );
                let mut found = self.found.borrow_mut();
                if let (true, true, Some(href), true) =
                    (is_alternate, is_feed, attribute(&tag, "href"), found.len() < 8)
                {
                    found.extend(WebUrl::join(self.base, href));
                }
            }
            TokenSinkResult::Continue
        }
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(page));
    let tokenizer = Tokenizer::new(Finder { base, found: RefCell::default() }, TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.found.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_feeds_are_found_and_their_addresses_are_whole() {
        let page = r#"<link rel="stylesheet" href="a.css"><LINK REL="Alternate nofollow" TYPE="application/atom+xml" HREF="/feed">
            <link rel="alternate" hreflang="de" href="/de"><link rel=alternate type="application/rss+xml">"#;
        let base = WebUrl::parse("https://example.org/blog/").ok();
        let found: Vec<String> = linked_feeds(page, base.as_ref()).into_iter().map(String::from).collect();
        assert_eq!(found, ["https://example.org/feed"]);
    }
}
