//! From bytes to entries.

use feed_rs::model::Feed;
use mimus_core::WebUrl;

use super::markup::{self, MAX_ITEMS, NoFeed};
use super::{encoding, json};
use crate::connector::{Failure, Skipped};

pub(super) use super::draft::THUMBNAIL;

/// How far into a document it may begin: some servers put a warning before it.
const PREAMBLE: usize = 8 << 10;

/// What a document holds.
pub(super) struct Parsed {
    pub(super) feed: Feed,
    pub(super) skipped: Vec<Skipped>,
    /// Whether all its entries were looked at.
    pub(super) complete: bool,
}

/// Why a document gives no entries.
pub(super) enum Unread {
    /// It is a web page.
    Page,
    Failure(Failure),
}

/// Reads a feed of any kind. Entries without an id of their own have an empty one.
pub(super) fn parse(
    body: &[u8],
    content_type: Option<&str>,
    base: Option<&WebUrl>,
) -> Result<Parsed, Unread> {
    let rejected = |why: String| Unread::Failure(Failure::Rejected { why });
    let text = encoding::decoded(body, content_type);
    let text = text.trim_start();
    if text.is_empty() {
        return Err(rejected("the feed is empty".into()));
    }
    if is_page(text) {
        return Err(Unread::Page);
    }
    let no_feed =
        |why: String| rejected(format!("this is no RSS, Atom or JSON feed that can be read: {why}"));
    let start = text.bytes().take(PREAMBLE).position(|byte| matches!(byte, b'<' | b'{'));
    let text = &text[start.ok_or_else(|| no_feed("it holds neither markup nor JSON".into()))?..];
    let (plain, left_out) = if text.starts_with('{') {
        let rewritten = json::rewritten(text, base).map_err(no_feed)?;
        (rewritten.json, rewritten.left_out)
    } else {
        match markup::rewritten(text, base) {
            Ok(rewritten) => (rewritten.xml.into_bytes(), rewritten.left_out),
            Err(NoFeed::Page) => return Err(Unread::Page),
            Err(NoFeed::Because(why)) => return Err(no_feed(why)),
        }
    };
    let feed = feed_rs::parser::Builder::new()
        .base_uri(base.map(WebUrl::as_str))
        .id_generator(|_, _, _| String::new())
        .build()
        .parse(&plain[..])
        .map_err(|error| no_feed(error.to_string()))?;
    let beyond = (left_out > 0).then(|| Skipped {
        what: format!("{left_out} entries"),
        why: format!("beyond the first {MAX_ITEMS} of the document"),
    });
    Ok(Parsed { feed, skipped: beyond.into_iter().collect(), complete: left_out == 0 })
}

fn is_page(text: &str) -> bool {
    let begins = |with: &str| text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    begins("<!doctype html") || begins("<html")
}
