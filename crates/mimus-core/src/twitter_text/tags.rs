//! Hashtags and cashtags.

use std::ops::Range;

use super::chars::{is_directional, is_punctuation, is_space, is_tag, is_tag_letter};

/// The hashtags in `text` with their sign, in order, those within addresses too.
pub(super) fn hashtags(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(sign) = text[at..].find(['#', '＃']).map(|found| at + found) {
        let name = sign + text[sign..].chars().next().map_or(1, char::len_utf8);
        at = name;
        let before = text[..sign].chars().next_back();
        let may_begin =
            before.is_none_or(|c| matches!(c, '\u{FE0E}' | '\u{FE0F}') || !(is_tag(c) || c == '&'));
        let rest = &text[name..];
        if !may_begin || rest.starts_with(['\u{FE0F}', '\u{20E3}']) {
            continue;
        }
        let len = rest.find(|c| !is_tag(c)).unwrap_or(rest.len());
        let after = &rest[len..];
        if rest[..len].contains(is_tag_letter) && !after.starts_with(['#', '＃']) && !after.starts_with("://")
        {
            found.push(sign..name + len);
        }
        at = name + len;
    }
    found
}

/// The cashtags in `text` with their sign, in order.
pub(super) fn cashtags(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (sign, _) in text.match_indices('$') {
        let before = text[..sign].chars().next_back();
        if before.is_some_and(|c| !(is_space(c) || is_directional(c))) {
            continue;
        }
        let ends = |len: &usize| {
            text[sign + 1 + len..].chars().next().is_none_or(|c| is_space(c) || is_punctuation(c))
        };
        let rest = &text.as_bytes()[sign + 1..];
        let letters = |from: usize, most: usize| {
            rest[from..].iter().take(most).take_while(|b| b.is_ascii_alphabetic()).count()
        };
        let symbol = letters(0, 6);
        if symbol == 0 {
            continue;
        }
        let class = match rest.get(symbol) {
            Some(b'.' | b'_') => letters(symbol + 1, 2),
            _ => 0,
        };
        let whole = (class > 0).then_some(symbol + 1 + class);
        if let Some(len) = whole.filter(ends).or(Some(symbol).filter(ends)) {
            found.push(sign..sign + 1 + len);
        }
    }
    found
}
