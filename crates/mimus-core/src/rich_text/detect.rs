//! Finding addresses and hashtags in plain text that came without markup.

use super::{RichText, RichTextBuilder, SpanKind};
use crate::WebUrl;

/// What [`detect`] looks for.
#[derive(Debug, Clone, Copy)]
pub struct Detect {
    /// `http://…` and `https://…`.
    pub links: bool,
    /// `#word`, letters of any script.
    pub hashtags: bool,
}

/// Adds links and hashtags to the parts of `rich` that no span covers yet.
///
/// An address ends at white space, quotes or angle brackets, and before punctuation that closes a sentence;
/// a closing bracket belongs to it only where it was opened within it, so `Foo_(bar)` stays whole. A hashtag
/// starts after white space or an opening bracket and holds letters, digits, marks and `_`, not digits alone.
#[must_use]
pub fn detect(rich: &RichText, what: Detect) -> RichText {
    let mut builder = RichTextBuilder::default();
    for (words, kind) in rich.pieces() {
        match kind {
            Some(kind) => builder.push_span(words, kind.clone()),
            None => scan(&mut builder, words, what),
        }
    }
    builder.build()
}

fn scan(builder: &mut RichTextBuilder, words: &str, what: Detect) {
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(c) = words[at..].chars().next() {
        let before = words[..at]
            .chars()
            .next_back()
            .or_else(|| builder.as_str().chars().next_back().filter(|_| at == 0));
        let found = match c {
            'h' | 'H' if what.links && !before.is_some_and(char::is_alphanumeric) => link(&words[at..]),
            '#' | '＃' if what.hashtags && starts_tag(before) => hashtag(&words[at..]),
            _ => None,
        };
        match found {
            Some((len, kind)) => {
                builder.push_str(&words[plain_from..at]);
                builder.push_span(&words[at..at + len], kind);
                at += len;
                plain_from = at;
            }
            None => at += c.len_utf8(),
        }
    }
    builder.push_str(&words[plain_from..]);
}

fn starts_tag(before: Option<char>) -> bool {
    before.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '_' | '&' | '/' | '#' | '=' | '?')))
}

fn link(text: &str) -> Option<(usize, SpanKind)> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let end = text
        .find(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»')
        })
        .unwrap_or(text.len());
    let mut found = &text[..end];
    while let Some(last) = found.chars().next_back() {
        let trailing = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '…' | '。' | '、' | '，' | '！' | '？' | '’'
            | '‘' => true,
            ')' => found.matches(')').count() > found.matches('(').count(),
            ']' => found.matches(']').count() > found.matches('[').count(),
            '}' => found.matches('}').count() > found.matches('{').count(),
            _ => false,
        };
        if !trailing {
            break;
        }
        found = &found[..found.len() - last.len_utf8()];
    }
    if found.len() <= scheme.len() {
        return None;
    }
    WebUrl::parse(found).ok().map(|url| (found.len(), SpanKind::Link { url }))
}

fn hashtag(text: &str) -> Option<(usize, SpanKind)> {
    let sign = text.chars().next()?.len_utf8();
    let name_len = text[sign..]
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || is_mark(c)))
        .unwrap_or(text.len() - sign);
    let name = &text[sign..sign + name_len];
    let letters = name.chars().any(|c| c.is_alphabetic() || c == '_');
    (letters && name.chars().any(char::is_alphanumeric) && name.chars().count() <= 100)
        .then(|| (sign + name_len, SpanKind::Hashtag { name: name.to_owned() }))
}

/// Marks that stand within words of Indic, Thai, Hebrew and Arabic script, and the joiners between them.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0487}' | '\u{0591}'..='\u{05BD}' | '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}' | '\u{0900}'..='\u{0903}'
        | '\u{093A}'..='\u{094F}' | '\u{0981}'..='\u{0983}' | '\u{09BC}'..='\u{09CD}' | '\u{0A01}'..='\u{0A4D}'
        | '\u{0B01}'..='\u{0B4D}' | '\u{0BBE}'..='\u{0BCD}' | '\u{0C00}'..='\u{0C4D}' | '\u{0D00}'..='\u{0D4D}'
        | '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}' | '\u{200C}' | '\u{200D}'
        | '\u{3099}' | '\u{309A}')
}
