//! The words of a record with its entities.

use super::tweet::{Entities, MediaEntity};
use crate::x::address::is_handle;
use crate::x::words::{self, Entity, Mark, Reading, Words};

/// Reads `escaped` with its entities.
pub(super) fn read(
    escaped: &str,
    entities: Option<&Entities>,
    media: &[MediaEntity],
    reading: &Reading<'_>,
) -> Words {
    words::read(escaped, marked(entities, media), reading)
}

fn marked<'a>(entities: Option<&'a Entities>, media: &'a [MediaEntity]) -> Vec<Entity<'a>> {
    let mut marked = Vec::new();
    if let Some(entities) = entities {
        marked.extend(entities.urls.iter().filter_map(|url| {
            let short = url.url.as_deref()?;
            let (expanded, display) = (url.expanded_url.as_deref(), url.display_url.as_deref());
            Some(Entity { points: url.range(), mark: Mark::Url { short, expanded, display } })
        }));
        marked.extend(entities.user_mentions.iter().filter_map(|mention| {
            let handle = mention.screen_name.as_deref().filter(|handle| is_handle(handle))?;
            Some(Entity { points: mention.range(), mark: Mark::Mention { handle } })
        }));
        marked
            .extend(entities.hashtags.iter().map(|tag| Entity { points: tag.range(), mark: Mark::Hashtag }));
        marked.extend(entities.symbols.iter().map(|tag| Entity { points: tag.range(), mark: Mark::Cashtag }));
    }
    marked.extend(media.iter().filter_map(|medium| {
        let short = medium.url.as_deref()?;
        let mark = Mark::Media { short, expanded: medium.expanded_url.as_deref() };
        Some(Entity { points: medium.range(), mark })
    }));
    marked
}

#[cfg(test)]
mod tests;
