//! What X takes for addresses, mentions and tags, and how it counts: the rules of twitter-text, which X publishes with
//! test vectors, in code of our own.
//!
//! An emoji counts as one however new it is; X counts those that its own table does not know yet code point by code
//! point.

mod chars;
mod names;
mod tags;
mod tlds;
mod urls;
mod validity;
mod weight;

use std::ops::Range;

pub use names::{Mention, mentions, reply};
pub use validity::is_valid_url;
pub(crate) use weight::weighted_length_of_words;
pub use weight::{Rules, Weighed, weigh, weighted_length};

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
    /// `#tag`.
    Hashtag,
    /// `@name`, or `@name/list`.
    Mention,
    /// `$SYMBOL`.
    Cashtag,
}

/// What X links in `text`, in order; of two that overlap the first.
#[must_use]
pub fn entities(text: &str) -> Vec<Entity> {
    let of = |kind: EntityKind, ranges: Vec<Range<usize>>| {
        ranges.into_iter().map(move |range| Entity { range, kind })
    };
    let named = mentions(text).into_iter().map(|mention| mention.range).collect();
    let mut all: Vec<Entity> = of(EntityKind::Url, urls::urls(text))
        .chain(of(EntityKind::Hashtag, tags::hashtags(text)))
        .chain(of(EntityKind::Mention, named))
        .chain(of(EntityKind::Cashtag, tags::cashtags(text)))
        .collect();
    all.sort_by_key(|entity| entity.range.start);
    let mut end = 0;
    all.retain(|entity| {
        let apart = entity.range.start >= end;
        if apart {
            end = entity.range.end;
        }
        apart
    });
    all
}

/// Of the entities in `text` those of one kind.
#[must_use]
pub fn entities_of(text: &str, kind: EntityKind) -> Vec<Range<usize>> {
    entities(text).into_iter().filter(|entity| entity.kind == kind).map(|entity| entity.range).collect()
}
