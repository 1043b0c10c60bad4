//! Cutting a text into parts that a network takes.

use unicode_segmentation::UnicodeSegmentation;

use crate::{RichText, SpanKind};

/// How a network counts.
pub trait Measure {
    /// The length of a span that reads `words`.
    fn span(&self, words: &str, kind: &SpanKind) -> usize;

    /// The length of one grapheme cluster outside of spans.
    fn cluster(&self, cluster: &str) -> usize;

    /// The length of a whole text.
    fn length(&self, text: &RichText) -> usize {
        text.pieces()
            .map(|(words, kind)| match kind {
                Some(kind) => self.span(words, kind),
                None => words.graphemes(true).map(|cluster| self.cluster(cluster)).sum(),
            })
            .sum()
    }
}

/// How good a place for a cut is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    Cluster,
    Word,
    Sentence,
    Line,
    Paragraph,
}

/// What is never cut: a span, or one grapheme cluster.
struct Unit {
    end: usize,
    length: usize,
    after: Break,
}

/// Cuts `text` into parts of at most `limit` (at least 1) each, none empty but where the text is: at the end of a
/// paragraph, line or sentence where one lies in the second half of what fits, else of a word, else between grapheme
/// clusters. No link, mention or other span is cut; one that is longer than the limit by itself is a part of its own.
#[must_use]
pub fn split(text: &RichText, limit: usize, measure: &impl Measure) -> Vec<RichText> {
    let units = units(text, measure);
    let mut parts = Vec::new();
    let (mut first, mut start) = (0, 0);
    while first < units.len() {
        let next = cut(&units[first..], limit.max(1)) + first;
        let end = units[next - 1].end;
        let part = text.slice(start..end).trimmed();
        if !part.is_empty() {
            parts.push(part);
        }
        (first, start) = (next, end);
    }
    if parts.is_empty() {
        parts.push(RichText::default());
    }
    parts
}

/// How many of the units make the next part, at least one.
fn cut(units: &[Unit], limit: usize) -> usize {
    // White space at the end of a part is trimmed and takes no room.
    let mut length = 0;
    let mut fitting = units.len();
    for (n, unit) in units.iter().enumerate() {
        length += unit.length;
        if length > limit && !(n > 0 && unit.after > Break::Cluster && unit.length <= 1) {
            fitting = n;
            break;
        }
    }
    if fitting == units.len() || fitting == 0 {
        return fitting.max(1);
    }
    let half = fitting / 2;
    let best = |from: usize| {
        (from..fitting)
            .filter(|n| units[*n].after > Break::Cluster)
            .max_by_key(|n| (units[*n].after, *n))
            .map(|n| n + 1)
    };
    best(half).or_else(|| best(0)).unwrap_or(fitting)
}

fn units(text: &RichText, measure: &impl Measure) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut at = 0;
    for (words, kind) in text.pieces() {
        if let Some(kind) = kind {
            at += words.len();
            units.push(Unit { end: at, length: measure.span(words, kind), after: Break::Cluster });
            continue;
        }
        for cluster in words.graphemes(true) {
            let before = text.as_str()[..at].chars().next_back();
            at += cluster.len();
            let next = text.as_str()[at..].chars().next();
            units.push(Unit {
                end: at,
                length: measure.cluster(cluster),
                after: after(cluster, before, next),
            });
        }
    }
    units
}

fn after(cluster: &str, before: Option<char>, next: Option<char>) -> Break {
    match cluster {
        "\n" | "\r\n" if before == Some('\n') => Break::Paragraph,
        "\n" | "\r\n" if next == Some('\n') => Break::Cluster,
        "\n" | "\r\n" => Break::Line,
        "。" | "！" | "？" | "।" | "۔" | "።" | "။" | "។" => Break::Sentence,
        space if space.chars().all(char::is_whitespace) => match before {
            Some('.' | '!' | '?' | '…' | '؟' | '։' | '。' | '।' | '۔' | '።' | '။' | '។') => {
                Break::Sentence
            }
            _ if space.contains('\u{a0}') => Break::Cluster,
            _ => Break::Word,
        },
        _ => Break::Cluster,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::WebUrl;
    use crate::rich_text::RichTextBuilder;

    struct Plain;

    impl Measure for Plain {
        fn span(&self, _: &str, _: &SpanKind) -> usize {
            23
        }
        fn cluster(&self, _: &str) -> usize {
            1
        }
    }

    fn words(parts: &[RichText]) -> Vec<&str> {
        parts.iter().map(RichText::as_str).collect()
    }

    #[test]
    fn sentences_and_words_stay_whole() {
        let text = RichText::plain("One short sentence. Another one that follows. And a third.");
        assert_eq!(
            words(&split(&text, 46, &Plain)),
            ["One short sentence. Another one that follows.", "And a third."]
        );
        assert_eq!(words(&split(&RichText::plain("alpha beta gamma"), 11, &Plain)), ["alpha beta", "gamma"]);
        assert_eq!(
            words(&split(&RichText::plain("日本語の文。次の文"), 7, &Plain)),
            ["日本語の文。", "次の文"]
        );
        assert_eq!(words(&split(&RichText::plain("aaaaaaa"), 3, &Plain)), ["aaa", "aaa", "a"]);
        assert_eq!(words(&split(&RichText::plain(""), 3, &Plain)), [""]);
    }

    #[test]
    fn a_paragraph_is_a_better_end_than_a_sentence() {
        let text = RichText::plain("First paragraph here.\n\nSecond begins. And goes on.");
        assert_eq!(
            words(&split(&text, 40, &Plain)),
            ["First paragraph here.", "Second begins. And goes on."]
        );
    }

    #[test]
    fn an_emoji_family_is_one() {
        let family = "👩‍👩‍👧‍👦";
        let text = RichText::plain(family.repeat(3));
        assert_eq!(words(&split(&text, 2, &Plain)), [family.repeat(2), family.to_owned()]);
    }

    fn any_text() -> impl Strategy<Value = RichText> {
        prop::collection::vec(("[a-z .\n日👩‍👧é]{0,30}", any::<bool>()), 0..12).prop_map(|pieces| {
            let url = WebUrl::parse("https://example.org/a").unwrap();
            let mut builder = RichTextBuilder::default();
            for (words, link) in pieces {
                if link {
                    builder.push_span(&format!("x{words}x"), SpanKind::Link { url: url.clone() });
                } else {
                    builder.push_str(&words);
                }
            }
            builder.build()
        })
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_part_is_too_long(text in any_text(), limit in 23_usize..80) {
            let parts = split(&text, limit, &Plain);
            for part in &parts {
                prop_assert!(Plain.length(part) <= limit);
            }
            let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&parts.iter().map(RichText::as_str).collect::<String>()), bare(text.as_str()));
            let spans = parts.iter().map(|part| part.spans().len()).sum::<usize>();
            let kept = text.spans().len();
            prop_assert_eq!(spans, kept);
        }
    }
}
