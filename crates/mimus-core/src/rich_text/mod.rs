//! [`RichText`]: plain text plus spans, the form in which all words travel through Mimus.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use crate::{Network, WebUrl};

mod detect;
mod feed_links;
mod from_html;
mod html;
mod page_card;

pub use detect::{Detect, detect};
pub use feed_links::linked_feeds;
pub use from_html::{HtmlContent, InlineMedia, MAX_HTML_BYTES, parse_html};
pub use html::{HtmlOptions, escape};
pub use page_card::{MAX_PAGE_BYTES, PageCard, card_link, page_card};

/// Text in UTF-8 with spans that say what parts of it mean.
///
/// Spans are in order, not empty, lie on character boundaries and do not overlap: what is built through
/// [`RichTextBuilder`] or read back from the store keeps to that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct RichText {
    text: String,
    spans: Vec<Span>,
}

/// A part of a text that means something, by byte offsets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What it is.
    #[serde(flatten)]
    pub kind: SpanKind,
}

impl Span {
    /// The bytes it covers.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// What a span is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SpanKind {
    /// A link; the text is its words or the address itself.
    Link {
        /// Where it leads.
        url: WebUrl,
    },
    /// A mention of an account; the text is as it was written, usually `@name`.
    Mention {
        /// The network that the name belongs to.
        network: Network,
        /// The name without `@`; with `@server` where it has one.
        handle: String,
        /// The account's page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<WebUrl>,
    },
    /// A hashtag; the text is `#name`.
    Hashtag {
        /// The tag without `#`.
        name: String,
    },
    /// A cashtag; the text is `$SYMBOL`.
    Cashtag {
        /// The symbol without `$`.
        symbol: String,
    },
    /// A custom emoji; the text is `:shortcode:`.
    Emoji {
        /// The shortcode without colons.
        shortcode: String,
        /// The picture.
        url: WebUrl,
    },
}

/// Why text and spans do not make a [`RichText`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RichTextError {
    /// A span is empty, ends after the text, or cuts a character.
    #[error("the span {start}..{end} is not a part of the text of {len} bytes")]
    OutOfText {
        /// First byte of the span.
        start: usize,
        /// The byte after its last.
        end: usize,
        /// Bytes of the text.
        len: usize,
    },
    /// A span begins before the one before it has ended.
    #[error("the span at byte {start} begins before the one before it has ended")]
    Overlap {
        /// First byte of the later span.
        start: usize,
    },
}

#[derive(Serialize, Deserialize)]
struct Parts {
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    spans: Vec<Span>,
}

impl TryFrom<Parts> for RichText {
    type Error = RichTextError;
    fn try_from(parts: Parts) -> Result<Self, RichTextError> {
        Self::from_parts(parts.text, parts.spans)
    }
}

impl From<RichText> for Parts {
    fn from(rich: RichText) -> Self {
        Self { text: rich.text, spans: rich.spans }
    }
}

impl RichText {
    /// Text without any spans.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), spans: Vec::new() }
    }

    /// Text with spans, checked.
    pub fn from_parts(text: String, spans: Vec<Span>) -> Result<Self, RichTextError> {
        let mut last = 0;
        for span in &spans {
            if span.start < last {
                return Err(RichTextError::Overlap { start: span.start });
            }
            if span.start >= span.end || text.get(span.range()).is_none() {
                return Err(RichTextError::OutOfText { start: span.start, end: span.end, len: text.len() });
            }
            last = span.end;
        }
        Ok(Self { text, spans })
    }

    /// The words without the spans.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The spans in order.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text as pieces in order: words between spans (`None`) and spans.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, Option<&SpanKind>)> {
        let mut pieces = Vec::with_capacity(self.spans.len() * 2 + 1);
        let mut at = 0;
        for span in &self.spans {
            if at < span.start {
                pieces.push((&self.text[at..span.start], None));
            }
            pieces.push((&self.text[span.range()], Some(&span.kind)));
            at = span.end;
        }
        if at < self.text.len() {
            pieces.push((&self.text[at..], None));
        }
        pieces.into_iter()
    }

    /// The part in `range`, which is narrowed to character boundaries; a span that it cuts is left out, its
    /// words stay.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let mut start = range.start.min(self.text.len());
        let mut end = range.end.clamp(start, self.text.len());
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        while end > start && !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let end = end.max(start);
        let spans = self
            .spans
            .iter()
            .filter(|span| span.start >= start && span.end <= end)
            .map(|span| Span { start: span.start - start, end: span.end - start, kind: span.kind.clone() })
            .collect();
        Self { text: self.text[start..end].to_owned(), spans }
    }

    /// Without white space at either end.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        if start == 0 && end == self.text.len() { self.clone() } else { self.slice(start..end) }
    }

    /// Without the characters that are `unwanted`; a span of nothing else goes with them.
    fn without(&self, unwanted: fn(char) -> bool) -> Self {
        if !self.text.contains(unwanted) {
            return self.clone();
        }
        let mut builder = RichTextBuilder::default();
        for (words, kind) in self.pieces() {
            let words = words.replace(unwanted, "");
            match kind {
                None => builder.push_str(&words),
                Some(kind) => builder.push_span(&words, kind.clone()),
            }
        }
        builder.build()
    }

    /// At most `limit` grapheme clusters, cut at the end of a word where one is near, with `…`; and whether
    /// anything was cut.
    #[must_use]
    pub fn truncated(&self, limit: usize) -> (Self, bool) {
        let Some((hard, _)) = self.text.grapheme_indices(true).nth(limit) else {
            return (self.clone(), false);
        };
        let keep = self.text.grapheme_indices(true).nth(limit.saturating_sub(1)).map_or(0, |(at, _)| at);
        let soft = self.text[..keep]
            .rfind(char::is_whitespace)
            .filter(|at| keep - at < hard / 5 + 24)
            .unwrap_or(keep);
        // A span is shown whole or not at all.
        let cut = self.spans.iter().find(|s| s.start < soft && s.end > soft).map_or(soft, |s| s.start);
        let mut builder = RichTextBuilder::default();
        let kept = self.slice(0..cut);
        let end = kept.text.trim_end().len();
        builder.push_rich(&kept.slice(0..end));
        builder.push_str("…");
        (builder.build(), true)
    }

    /// The same text with each span's words and kind replaced by what `change` makes of them; the words of
    /// a span become ordinary text where it returns no kind.
    #[must_use]
    pub fn map_spans(&self, mut change: impl FnMut(&str, &SpanKind) -> (String, Option<SpanKind>)) -> Self {
        let mut builder = RichTextBuilder::default();
        for (words, kind) in self.pieces() {
            match kind {
                None => builder.push_str(words),
                Some(kind) => match change(words, kind) {
                    (words, Some(kind)) => builder.push_span(&words, kind),
                    (words, None) => builder.push_str(&words),
                },
            }
        }
        builder.build()
    }

    /// The names of its hashtags, in order, each once without regard to case.
    #[must_use]
    pub fn hashtags(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for span in &self.spans {
            if let SpanKind::Hashtag { name } = &span.kind
                && !names.iter().any(|known| known.to_lowercase() == name.to_lowercase())
            {
                names.push(name);
            }
        }
        names
    }
}

/// Builds a [`RichText`] from left to right, so that spans cannot overlap or stand in disorder.
#[derive(Debug, Default)]
pub struct RichTextBuilder {
    rich: RichText,
}

impl RichTextBuilder {
    /// Appends words.
    pub fn push_str(&mut self, words: &str) {
        self.rich.text.push_str(words);
    }

    /// Appends a span; without words it is nothing.
    pub fn push_span(&mut self, words: &str, kind: SpanKind) {
        if !words.is_empty() {
            let start = self.rich.text.len();
            self.rich.text.push_str(words);
            self.rich.spans.push(Span { start, end: self.rich.text.len(), kind });
        }
    }

    /// Appends another text with its spans.
    pub fn push_rich(&mut self, other: &RichText) {
        for (words, kind) in other.pieces() {
            match kind {
                None => self.push_str(words),
                Some(kind) => self.push_span(words, kind.clone()),
            }
        }
    }

    /// The words so far.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.rich.text
    }

    /// The spans so far.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.rich.spans
    }

    /// The finished text.
    #[must_use]
    pub fn build(self) -> RichText {
        self.rich
    }
}

#[cfg(test)]
mod tests;
