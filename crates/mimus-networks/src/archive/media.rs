//! The pictures and films of a post.

use mimus_core::{Media, MediaKind, MediaSource, WebUrl};

use super::container::{Container, TWEET_MEDIA};
use super::tweet::MediaEntity;
use crate::x::TweetId;
use crate::x::address::{basename, parse_status_url};

/// Reads a medium. Its file lies under the id of the post, or of an earlier version of it, and the last part
/// of the address: of the picture, or of the best film (facts/x-in-practice.md §10.1). Without a file it stays
/// the address. `None` where there is neither.
pub(super) fn read(
    container: &Container,
    ids: &[TweetId],
    own: Option<&str>,
    entity: &MediaEntity,
) -> Option<Media> {
    let kind = match entity.kind.as_deref() {
        Some("video") => MediaKind::Video,
        Some("animated_gif") => MediaKind::Gifv,
        _ => MediaKind::Image,
    };
    let files = |address: &str| {
        let name = basename(address)?;
        let paths = ids.iter().flat_map(|id| TWEET_MEDIA.map(|folder| format!("{folder}/{id}-{name}")));
        paths.into_iter().find(|path| container.has(path)).map(MediaSource::Entry)
    };
    let web = |address: &str| WebUrl::parse(address).ok().map(MediaSource::Url);
    let anywhere = |address: &str| files(address).or_else(|| web(address));
    let still = entity.still();
    let films = if kind == MediaKind::Image { Vec::new() } else { entity.films() };
    let film = films.iter().find_map(|film| files(film)).or_else(|| films.iter().find_map(|film| web(film)));
    let mut media = match (film, still.and_then(anywhere)) {
        (Some(film), still) => {
            let mut media = Media::new(kind, film);
            media.preview = still;
            media
        }
        // A film of which only the still picture is left.
        (None, Some(still)) => Media::new(MediaKind::Image, still),
        (None, None) => return None,
    };
    media.size = entity.size();
    media.author = entity.source_status_id.and(entity.expanded_url.as_deref()).and_then(|address| {
        let maker = parse_status_url(address)?.handle?;
        (!own.is_some_and(|own| own.eq_ignore_ascii_case(&maker))).then(|| format!("@{maker}"))
    });
    Some(media.with_alt(entity.ext_alt_text.as_deref().unwrap_or_default()))
}
