//! The pictures and films of a post.

use std::fmt;

use mimus_core::{Media, MediaKind, MediaSource, WebUrl};

use super::model::{Includes, MediaObject, Tweet, Variant};

/// Most media of a post; X allows four.
const MAX_MEDIA: usize = 16;

/// The largest film file to choose, in bytes. X does not say how large its files are: they are estimated from bits a
/// second and length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilmLimit(pub u64);

impl Default for FilmLimit {
    /// Mastodon's limit for a film, 99 MiB.
    fn default() -> Self {
        Self(99 << 20)
    }
}

/// What became of a medium that is not as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaLoss {
    /// Some are named and were not sent along; their link stays.
    NotSent,
    /// Of a film only the still picture can be had.
    OnlyStill,
    /// Every file of the film may be larger than the limit; the smallest was chosen.
    Large,
}

impl fmt::Display for MediaLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "X did not send along all pictures and films; the link to them stays",
            Self::OnlyStill => "X sent no film that can be kept; its still picture stands for it",
            Self::Large => "the film may be larger than the limit; its smallest file was chosen",
        })
    }
}

/// The media that a post names, in its order. Where one is missing none is left out of the words: the link stays.
pub(super) fn read(tweet: &Tweet, includes: &Includes, limit: FilmLimit) -> (Vec<Media>, Vec<MediaLoss>) {
    let (mut media, mut losses) = (Vec::new(), Vec::new());
    for key in tweet.media_keys().iter().take(MAX_MEDIA) {
        let read = includes.medium(key).and_then(|object| medium(object, limit, &mut losses));
        match read {
            Some(mut read) => {
                if read.alt.is_empty() {
                    read = read.with_alt(tweet.alt_text(key).unwrap_or_default());
                }
                media.push(read);
            }
            None if losses.contains(&MediaLoss::NotSent) => {}
            None => losses.push(MediaLoss::NotSent),
        }
    }
    (media, losses)
}

fn medium(object: &MediaObject, limit: FilmLimit, losses: &mut Vec<MediaLoss>) -> Option<Media> {
    let web = |address: &Option<String>| {
        address.as_deref().and_then(|address| WebUrl::parse(address).ok()).map(MediaSource::Url)
    };
    let kind = match object.kind.as_deref() {
        Some("video") => MediaKind::Video,
        Some("animated_gif") => MediaKind::Gifv,
        _ => MediaKind::Image,
    };
    let still = web(&object.preview_image_url);
    let mut media = if kind == MediaKind::Image {
        Media::new(kind, web(&object.url).or(still)?)
    } else {
        match film(object, limit, losses) {
            Some(film) => {
                let mut media = Media::new(kind, MediaSource::Url(film));
                media.preview = still;
                media
            }
            None => {
                let picture = still.or_else(|| web(&object.url))?;
                losses.push(MediaLoss::OnlyStill);
                Media::new(MediaKind::Image, picture)
            }
        }
    };
    let side = |side: Option<u64>| side.and_then(|side| u32::try_from(side).ok()).filter(|side| *side > 0);
    media.size = side(object.width).zip(side(object.height));
    Some(media.with_alt(object.alt_text.as_deref().unwrap_or_default()))
}

/// The best file within the limit; where none is, the smallest.
fn film(object: &MediaObject, limit: FilmLimit, losses: &mut Vec<MediaLoss>) -> Option<WebUrl> {
    let is_file = |variant: &&Variant| variant.content_type.as_deref() == Some("video/mp4");
    let mut files: Vec<(u64, WebUrl)> = object
        .variants
        .iter()
        .filter(is_file)
        .filter_map(|variant| {
            Some((variant.bit_rate.unwrap_or(0), WebUrl::parse(variant.url.as_deref()?).ok()?))
        })
        .collect();
    files.sort_by_key(|(rate, _)| *rate);
    let bytes = |rate: u64| (rate / 8).saturating_mul(object.duration_ms.unwrap_or(0)) / 1_000;
    if let Some(best) = files.iter().rev().find(|(rate, _)| bytes(*rate) <= limit.0) {
        return Some(best.1.clone());
    }
    let smallest = files.into_iter().next()?;
    losses.push(MediaLoss::Large);
    Some(smallest.1)
}
