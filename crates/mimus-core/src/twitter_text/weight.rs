//! How X counts.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::CodePointSetData;
use icu_properties::props::{EmojiModifier, ExtendedPictographic, RegionalIndicator};

use super::chars::is_invalid;
use super::urls::urls;

/// A way of counting, as twitter-text's `config/` names them.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Weight that a post may have, in whole characters.
    pub most: usize,
    /// Weight of one whole character.
    pub scale: usize,
    /// Weight of what lies in none of the `light` ranges.
    pub usual: usize,
    /// Code points that weigh `scale / 2` of [`Self::usual`], which is one whole character.
    pub light: &'static [RangeInclusive<u32>],
    /// Whether a sequence that makes one emoji counts as one code point.
    pub emoji: bool,
    /// What an address counts as, in whole characters.
    pub url: usize,
}

/// Latin, Cyrillic, Greek, Arabic, Hebrew, Indic, Thai, Georgian, and the punctuation and spaces of Latin script.
const LIGHT: &[RangeInclusive<u32>] = &[0..=4_351, 8_192..=8_205, 8_208..=8_223, 8_242..=8_247];

impl Rules {
    /// As of 2006: every code point is one of 140.
    pub const V1: Self = Self { most: 140, scale: 1, usual: 1, light: &[], emoji: false, url: 23 };
    /// As of 2017: 280, and what is not light counts twice.
    pub const V2: Self = Self { most: 280, scale: 100, usual: 200, light: LIGHT, emoji: false, url: 23 };
    /// As of 2018, and today: an emoji counts twice, of however many code points it is made.
    pub const V3: Self = Self { emoji: true, ..Self::V2 };
}

/// What a text weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// Its length in whole characters.
    pub length: usize,
    /// Its length in thousandths of what is allowed.
    pub permillage: usize,
    /// Whether it may be posted: neither empty nor too long, and without the three code points that are invalid.
    pub valid: bool,
    /// Its length in UTF-16 code units.
    pub units: usize,
    /// How many of these fit.
    pub valid_units: usize,
}

/// Weighs `text` in its composed form (NFC).
#[must_use]
pub fn weigh(text: &str, rules: &Rules) -> Weighed {
    let normal = composed(text);
    let most = rules.most * rules.scale;
    let (mut weight, mut units, mut fitting) = (0, 0, 0);
    let mut fits = true;
    for (range, unit_weight) in pieces(&normal, rules) {
        let piece = &normal[range];
        weight += unit_weight;
        units += utf16(piece);
        fits = fits && weight <= most && !piece.contains(is_invalid);
        if fits {
            fitting = units;
        }
    }
    let missing = utf16(text).saturating_sub(units);
    let surplus = units.saturating_sub(utf16(text));
    let original = |count: usize| (count + missing).saturating_sub(surplus);
    Weighed {
        length: weight / rules.scale,
        permillage: weight * 1_000 / most,
        valid: fits && weight > 0,
        units: original(units),
        valid_units: original(fitting),
    }
}

/// The length of `text` as X counts today, in whole characters of which a post may have 280.
#[must_use]
pub fn weighted_length(text: &str) -> usize {
    let normal = composed(text);
    pieces(&normal, &Rules::V3).iter().map(|(_, weight)| weight).sum::<usize>() / Rules::V3.scale
}

/// The same for words that hold no address.
pub(crate) fn weighted_length_of_words(words: &str) -> usize {
    let normal = composed(words);
    plain_pieces(&normal, 0..normal.len(), &Rules::V3).map(|(_, weight)| weight).sum::<usize>()
        / Rules::V3.scale
}

fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

fn utf16(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// What is counted as one, with its weight.
fn pieces(text: &str, rules: &Rules) -> Vec<(Range<usize>, usize)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for url in urls(text) {
        pieces.extend(plain_pieces(text, at..url.start, rules));
        at = url.end;
        pieces.push((url, rules.url * rules.scale));
    }
    pieces.extend(plain_pieces(text, at..text.len(), rules));
    pieces
}

fn plain_pieces<'a>(
    text: &'a str,
    range: Range<usize>,
    rules: &'a Rules,
) -> impl Iterator<Item = (Range<usize>, usize)> + 'a {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let rest = &text[at..range.end];
        let first = rest.chars().next()?;
        let emoji = if rules.emoji { emoji_length(rest) } else { 0 };
        let len = if emoji > 0 { emoji } else { first.len_utf8() };
        let light = emoji == 0 && rules.light.iter().any(|light| light.contains(&u32::from(first)));
        let piece = at..at + len;
        at += len;
        Some((piece, if light { rules.scale } else { rules.usual }))
    })
}

/// The bytes of the emoji that `text` begins with: a key, a flag, or pictures with their modifiers and tags, joined.
fn emoji_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let Some((_, first)) = chars.next() else { return 0 };
    let in_set = |c: char, set: icu_properties::CodePointSetDataBorrowed<'static>| set.contains(c);
    if matches!(first, '0'..='9' | '#' | '*') {
        let rest = &text[1..];
        let rest = rest.strip_prefix('\u{FE0F}').unwrap_or(rest);
        return rest.strip_prefix('\u{20E3}').map_or(0, |rest| text.len() - rest.len());
    }
    if in_set(first, CodePointSetData::new::<RegionalIndicator>()) {
        let second = chars.next().filter(|(_, c)| in_set(*c, CodePointSetData::new::<RegionalIndicator>()));
        return second.map_or(0, |(at, c)| at + c.len_utf8());
    }
    let is_picture = |c: char| {
        in_set(c, CodePointSetData::new::<ExtendedPictographic>())
            || in_set(c, CodePointSetData::new::<EmojiModifier>())
    };
    if !is_picture(first) {
        return 0;
    }
    let mut end = first.len_utf8();
    // The marks of Latin script are pictures only where they are said to be.
    if u32::from(first) < 0x1100 && !text[end..].starts_with('\u{FE0F}') {
        return 0;
    }
    loop {
        let rest = &text[end..];
        if rest.starts_with('\u{FE0E}') {
            return 0;
        }
        let is_part = |c: char| {
            c == '\u{FE0F}'
                || matches!(c, '\u{E0020}'..='\u{E007F}')
                || in_set(c, CodePointSetData::new::<EmojiModifier>())
        };
        end += rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let Some(joined) = text[end..].strip_prefix('\u{200D}').and_then(|rest| rest.chars().next()) else {
            return end;
        };
        if !is_picture(joined) {
            return end;
        }
        end += '\u{200D}'.len_utf8() + joined.len_utf8();
    }
}
