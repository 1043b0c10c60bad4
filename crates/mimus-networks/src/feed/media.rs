//! Media of an entry: what stands in its words, its enclosures and its `media:` elements, each once.

use feed_rs::model::{Entry, Link, MediaObject};
use mimus_core::rich_text::InlineMedia;
use mimus_core::{Media, MediaKind, MediaSource, WebUrl};

/// Most media of one post.
const MAX_MEDIA: usize = 16;

/// Collects media, the first mention of an address counting; a later one may only add what was missing.
#[derive(Default)]
pub(super) struct Collected(Vec<Media>);

impl Collected {
    pub(super) fn add(&mut self, medium: Media) {
        if let Some(known) = self.0.iter_mut().find(|known| known.source == medium.source) {
            if known.alt.is_empty() {
                known.alt = medium.alt;
            }
            known.size = known.size.or(medium.size);
            known.preview = known.preview.take().or(medium.preview);
        } else if self.0.len() < MAX_MEDIA {
            self.0.push(medium);
        }
    }

    pub(super) fn inline(&mut self, found: InlineMedia) {
        let mut medium = Media::new(found.kind, MediaSource::Url(found.url)).with_alt(&found.alt);
        medium.size = found.size;
        medium.preview = found.poster.map(MediaSource::Url);
        self.add(medium);
    }

    pub(super) fn of_entry(&mut self, entry: &Entry, base: Option<&WebUrl>) {
        for link in entry.links.iter().filter(|link| is_attached(link)) {
            self.enclosure(link, base);
        }
        for object in &entry.media {
            self.object(object);
        }
    }

    fn enclosure(&mut self, link: &Link, base: Option<&WebUrl>) {
        let Ok(url) = WebUrl::join(base, &link.href) else { return };
        if let Some(kind) = kind(link.media_type.as_deref(), &url) {
            let medium =
                Media::new(kind, MediaSource::Url(url)).with_alt(link.title.as_deref().unwrap_or_default());
            self.add(medium);
        }
    }

    fn object(&mut self, object: &MediaObject) {
        // The description tells what is to be seen; a title is no alt text, as it often repeats the headline.
        let alt = object.description.as_ref().map(|t| plain(&t.content)).unwrap_or_default();
        let thumbnail = object.thumbnails.first().and_then(|t| WebUrl::parse(&t.image.uri).ok());
        let author = object.credits.first().map(|c| c.entity.trim().to_owned()).filter(|c| !c.is_empty());
        let mut any = false;
        for content in &object.content {
            let Some(url) = content.url.clone().and_then(|u| WebUrl::try_from(u).ok()) else { continue };
            let mime = content.content_type.as_ref().map(ToString::to_string);
            let Some(kind) = kind(mime.as_deref(), &url) else { continue };
            let mut medium = Media::new(kind, MediaSource::Url(url)).with_alt(&alt);
            medium.size = content.width.zip(content.height).filter(|(w, h)| *w > 1 && *h > 1);
            medium.author.clone_from(&author);
            if kind != MediaKind::Image {
                medium.preview = thumbnail.clone().map(MediaSource::Url);
            }
            any = true;
            self.add(medium);
        }
        if let (false, Some(url)) = (any, thumbnail) {
            self.add(Media::new(MediaKind::Image, MediaSource::Url(url)).with_alt(&alt));
        }
    }

    pub(super) fn finish(self) -> Vec<Media> {
        self.0
    }
}

/// Whether a link is a file that comes with the entry: an enclosure, or an attachment of a JSON Feed, which has no
/// relation but a type.
pub(super) fn is_attached(link: &Link) -> bool {
    let media = |mime: &str| ["image/", "video/", "audio/"].iter().any(|kind| mime.starts_with(kind));
    link.rel.as_deref() == Some("enclosure")
        || (link.rel.is_none() && link.media_type.as_deref().is_some_and(media))
}

/// Words without markup, on one line.
pub(super) fn plain(text: &str) -> String {
    let read = mimus_core::rich_text::parse_html(text, None, super::fetch::MENTIONS);
    read.text.as_str().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a file is, by its stated type, else by its name's ending.
fn kind(mime: Option<&str>, url: &WebUrl) -> Option<MediaKind> {
    let stated = mime.and_then(|mime| match mime.split('/').next().unwrap_or_default() {
        "image" => Some(MediaKind::Image),
        "video" => Some(MediaKind::Video),
        "audio" => Some(MediaKind::Audio),
        _ => None,
    });
    stated.or_else(|| {
        let path = url.as_url().path().to_ascii_lowercase();
        let (_, ending) = path.rsplit_once('.')?;
        match ending {
            "jpg" | "jpeg" | "png" | "gif" | "webp" => Some(MediaKind::Image),
            "mp4" | "webm" | "m4v" | "mov" => Some(MediaKind::Video),
            "mp3" | "m4a" | "ogg" | "oga" | "opus" => Some(MediaKind::Audio),
            _ => None,
        }
    })
}
