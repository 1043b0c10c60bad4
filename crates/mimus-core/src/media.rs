//! Media of a post as its source describes them.

use serde::{Deserialize, Serialize};

use crate::{Language, WebUrl};

/// The media types that are kept and shown, each with the ending of its files' names.
pub(crate) const TYPES: [(&str, &str); 9] = [
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("video/mp4", "mp4"),
    ("video/webm", "webm"),
    ("audio/mpeg", "mp3"),
    ("audio/ogg", "ogg"),
    ("audio/mp4", "m4a"),
];

/// The ending of a media type's files; `bin` for one that is not kept.
#[must_use]
pub fn ending_of(media_type: &str) -> &'static str {
    TYPES.iter().find(|(known, _)| *known == media_type).map_or("bin", |(_, ending)| ending)
}

/// The media type of files with that ending, if it is one that is kept.
#[must_use]
pub fn type_of_ending(ending: &str) -> Option<&'static str> {
    TYPES.iter().find(|(_, known)| *known == ending).map(|(media_type, _)| *media_type)
}

/// What kind of thing a medium is to the person who meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// A still picture, or an animated GIF or WebP file.
    Image,
    /// A silent looping film, as X makes of a GIF.
    Gifv,
    /// A film with sound.
    Video,
    /// Sound.
    Audio,
}

/// Where the bytes of a medium can be had.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaSource {
    /// On the web.
    Url(WebUrl),
    /// In the archive or folder that the post came from, by its path there (`data/tweets_media/1-x.jpg`).
    Entry(String),
}

impl MediaSource {
    /// The address or path as text, unique within one source.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Url(url) => url.as_str(),
            Self::Entry(path) => path,
        }
    }
}

/// A description of a medium for people who cannot see or hear it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AltText {
    /// The language it is written in, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The words; never empty.
    pub text: String,
}

/// The point of a picture that must stay in view when it is cropped: both from -1 (left, bottom) to 1 (right,
/// top), in thousandths so that equal points are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FocalPoint {
    /// Thousandths from the centre to the right.
    pub x: i16,
    /// Thousandths from the centre upwards.
    pub y: i16,
}

/// One medium of a post.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Where its bytes are.
    pub source: MediaSource,
    /// Alt texts, at most one a language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alt: Vec<AltText>,
    /// Width and height in pixels, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<(u32, u32)>,
    /// What must stay in view.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focal_point: Option<FocalPoint>,
    /// A still picture that stands for a film.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<MediaSource>,
    /// Who made it, as credited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Under which licence, as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

impl Media {
    /// A medium of which nothing is known but its kind and source.
    #[must_use]
    pub fn new(kind: MediaKind, source: MediaSource) -> Self {
        Self {
            kind,
            source,
            alt: Vec::new(),
            size: None,
            focal_point: None,
            preview: None,
            author: None,
            licence: None,
        }
    }

    /// With the alt text `text`; white space alone is none.
    #[must_use]
    pub fn with_alt(mut self, text: &str) -> Self {
        let text = text.trim();
        if !text.is_empty() {
            self.alt.push(AltText { language: None, text: text.to_owned() });
        }
        self
    }

    /// The alt text to use where one is wanted and no language is asked for.
    #[must_use]
    pub fn alt_text(&self) -> Option<&str> {
        self.alt.first().map(|alt| alt.text.as_str())
    }
}
