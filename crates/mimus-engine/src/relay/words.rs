//! Knowing words again that a network has shown us in its own way.

use std::fmt::Write;

use aws_lc_rs::digest;
use mimus_core::{RichText, SpanKind};

/// A mark of words that is the same when a network gives them back with other white space, with links shortened or with
/// mentions written out. Different words have different marks.
pub(crate) fn mark(text: &RichText) -> String {
    let mut bare = String::with_capacity(text.as_str().len());
    for (words, kind) in text.pieces() {
        match kind {
            Some(SpanKind::Link { url }) if !words.starts_with('@') => {
                bare.push_str(url.as_str().trim_end_matches('/'));
            }
            Some(SpanKind::Mention { .. } | SpanKind::Link { .. }) => {
                bare.push_str(words.trim_start_matches('@').split('@').next().unwrap_or_default());
            }
            _ => bare.extend(words.chars().filter(|c| !c.is_whitespace())),
        }
    }
    let digest = digest::digest(&digest::SHA256, bare.to_lowercase().as_bytes());
    digest.as_ref()[..16].iter().fold(String::with_capacity(32), |mut mark, byte| {
        let _ = write!(mark, "{byte:02x}");
        mark
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use mimus_core::WebUrl;
    use mimus_core::rich_text::RichTextBuilder;

    use super::*;

    #[test]
    fn words_are_known_again_as_a_network_gives_them_back() {
        let url = WebUrl::parse("https://example.org/a").unwrap();
        let link = |shown: &str| {
            let mut text = RichTextBuilder::default();
            text.push_str("See  this:\n\n");
            text.push_span(shown, SpanKind::Link { url: url.clone() });
            mark(&text.build())
        };
        assert_eq!(link("https://example.org/a"), link("example.org/a"));
        assert_ne!(mark(&RichText::plain("See this")), mark(&RichText::plain("See that")));
        assert_eq!(mark(&RichText::plain("See\nthis")), mark(&RichText::plain("See this ")));
    }
}
