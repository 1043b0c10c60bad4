//! Media of an entry: what stands in its words, its enclosures and its `media:` elements, each once.

use feed_rs::model::{Entry, Link, MediaContent, MediaObject};
use mimus_core::rich_text::InlineMedia;
use mimus_core::{Media, MediaKind, MediaSource, WebUrl};

use super::parse::THUMBNAIL;
pub(super) use super::words::plain;

/// Most media of one post.
const MAX_MEDIA: usize = 16;

/// Collects media, the first mention of an address counting; a later one may only add what was missing.
#[derive(Default)]
pub(super) struct Collected {
    media: Vec<Media>,
    /// Pictures that only stand for something else.
    thumbnails: Vec<WebUrl>,
}

impl Collected {
    pub(super) fn add(&mut self, medium: Media) {
        if let Some(known) = self.media.iter_mut().find(|known| is_same(known, &medium)) {
            if known.alt.is_empty() {
                known.alt = medium.alt;
            }
            known.preview = known.preview.take().or(medium.preview);
            if width(&medium.size) > width(&known.size) {
                (known.source, known.size) = (medium.source, medium.size);
            }
        } else if self.media.len() < MAX_MEDIA {
            self.media.push(medium);
        }
    }

    pub(super) fn inline(&mut self, found: InlineMedia) {
        let mut medium = Media::new(found.kind, MediaSource::Url(found.url)).with_alt(&found.alt);
        medium.size = found.size;
        medium.preview = found.poster.map(MediaSource::Url);
        self.add(medium);
    }

    pub(super) fn of_entry(&mut self, entry: &Entry, base: Option<&WebUrl>) {
        for link in entry.links.iter().filter(|link| is_attached(link)).take(64) {
            self.enclosure(link, base);
        }
        let descriptions: Vec<String> = entry.media.iter().take(64).map(description).collect();
        for (object, alt) in entry.media.iter().zip(&descriptions) {
            // What is said of several describes none of them.
            let is_shared = descriptions.iter().filter(|other| *other == alt).count() > 1;
            self.object(object, if is_shared { "" } else { alt });
        }
    }

    fn enclosure(&mut self, link: &Link, base: Option<&WebUrl>) {
        let Ok(url) = WebUrl::join(base, &link.href) else { return };
        match kind(link.media_type.as_deref(), &url) {
            Some(Kind::Thumbnail) => self.thumbnails.push(url),
            // What an attached picture is called is its writer's word for it; a recording's title is no description.
            Some(Kind::Medium(MediaKind::Image)) => {
                let title = link.title.as_deref().unwrap_or_default();
                self.add(Media::new(MediaKind::Image, MediaSource::Url(url)).with_alt(title));
            }
            Some(Kind::Medium(kind)) => self.add(Media::new(kind, MediaSource::Url(url))),
            None => {}
        }
    }

    /// A `media:group`: forms of one and the same thing, of which the best is taken.
    fn object(&mut self, object: &MediaObject, alt: &str) {
        let thumbnail = object.thumbnails.first().and_then(|t| WebUrl::parse(&t.image.uri).ok());
        let author = object.credits.first().map(|c| c.entity.trim().to_owned()).filter(|c| !c.is_empty());
        let forms = object.content.iter().take(64).filter_map(|content| {
            let url = WebUrl::try_from(content.url.clone()?).ok()?;
            Some((
                kind(content.content_type.as_ref().map(ToString::to_string).as_deref(), &url)?,
                url,
                content,
            ))
        });
        match forms.max_by_key(|(_, url, content)| (is_common(url, content), width(&size(content)))) {
            Some((Kind::Thumbnail, url, _)) => self.thumbnails.push(url),
            Some((Kind::Medium(kind), url, content)) => {
                let mut medium = Media::new(kind, MediaSource::Url(url)).with_alt(alt);
                medium.size = size(content);
                medium.author = author;
                if kind != MediaKind::Image {
                    medium.preview = thumbnail.map(MediaSource::Url);
                }
                self.add(medium);
            }
            None => self.thumbnails.extend(thumbnail),
        }
    }

    /// The media. A thumbnail stands for what has no picture of its own: for a film or recording as its still, for an
    /// entry without any as its picture.
    pub(super) fn finish(mut self) -> Vec<Media> {
        let Some(thumbnail) = self.thumbnails.into_iter().next() else { return self.media };
        let thumbnail = MediaSource::Url(thumbnail);
        if self.media.is_empty() {
            self.media.push(Media::new(MediaKind::Image, thumbnail));
        } else {
            let is_still = |medium: &Media| matches!(medium.kind, MediaKind::Image | MediaKind::Gifv);
            for medium in self.media.iter_mut().filter(|m| !is_still(m) && m.preview.is_none()) {
                medium.preview = Some(thumbnail.clone());
            }
        }
        self.media
    }
}

/// Whether two media are one: by address, or as one picture in two sizes, which some servers tell apart by the query.
fn is_same(one: &Media, other: &Media) -> bool {
    if one.source == other.source {
        return true;
    }
    let (MediaSource::Url(a), MediaSource::Url(b)) = (&one.source, &other.source) else { return false };
    let (Some((aw, ah)), Some((bw, bh))) = (one.size, other.size) else { return false };
    let bare = |url: &WebUrl| (url.authority(), url.as_url().path().to_owned());
    let (left, right) = (u64::from(aw) * u64::from(bh), u64::from(bw) * u64::from(ah));
    let same_shape = left.abs_diff(right) * 50 <= left.max(right);
    one.kind == MediaKind::Image && other.kind == one.kind && aw != bw && same_shape && bare(a) == bare(b)
}

fn width(size: &Option<(u32, u32)>) -> u32 {
    size.map_or(0, |(width, _)| width)
}

fn size(content: &MediaContent) -> Option<(u32, u32)> {
    content.width.zip(content.height).filter(|(width, height)| *width > 1 && *height > 1)
}

/// Whether a form is one that is played everywhere.
fn is_common(url: &WebUrl, content: &MediaContent) -> bool {
    let stated = content.content_type.as_ref().map(ToString::to_string);
    match stated.as_deref() {
        Some(stated) => matches!(stated, "video/mp4" | "audio/mpeg" | "image/jpeg" | "image/png"),
        None => {
            let path = url.as_url().path().to_ascii_lowercase();
            [".mp4", ".mp3", ".jpg", ".jpeg", ".png"].iter().any(|ending| path.ends_with(ending))
        }
    }
}

/// What is to be seen. A title is no description: it often repeats the headline.
fn description(object: &MediaObject) -> String {
    let is_picture =
        |content: &MediaContent| content.content_type.as_ref().is_none_or(|t| t.as_str() != THUMBNAIL);
    let text = object.description.as_ref().filter(|_| object.content.iter().any(is_picture));
    text.map(|text| plain(&text.content)).unwrap_or_default()
}

/// Whether a link is a file that comes with the entry: an enclosure, or an attachment of a JSON Feed, which has no
/// relation but a type.
pub(super) fn is_attached(link: &Link) -> bool {
    let is_media = |mime: &str| ["image/", "video/", "audio/"].iter().any(|kind| mime.starts_with(kind));
    link.rel.as_deref() == Some("enclosure")
        || (link.rel.is_none() && link.media_type.as_deref().is_some_and(is_media))
}

enum Kind {
    Medium(MediaKind),
    Thumbnail,
}

/// What a file is, by its stated type, else by its name's ending.
fn kind(mime: Option<&str>, url: &WebUrl) -> Option<Kind> {
    let stated = mime.map(|mime| (mime, mime.split('/').next().unwrap_or_default()));
    match stated {
        Some((THUMBNAIL, _)) => return Some(Kind::Thumbnail),
        Some((_, "image")) => return Some(Kind::Medium(MediaKind::Image)),
        Some((_, "video")) => return Some(Kind::Medium(MediaKind::Video)),
        Some((_, "audio")) => return Some(Kind::Medium(MediaKind::Audio)),
        _ => {}
    }
    let path = url.as_url().path().to_ascii_lowercase();
    let (_, ending) = path.rsplit_once('.')?;
    match ending {
        "jpg" | "jpeg" | "png" | "gif" | "webp" => Some(Kind::Medium(MediaKind::Image)),
        "mp4" | "webm" | "m4v" | "mov" => Some(Kind::Medium(MediaKind::Video)),
        "mp3" | "m4a" | "ogg" | "oga" | "opus" => Some(Kind::Medium(MediaKind::Audio)),
        _ => None,
    }
}
