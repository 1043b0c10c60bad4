//! [`Content`]: what a draft says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AltText, FocalPoint, Language, MediaKind, Network, Visibility, WebUrl};

/// Most characters of the words of a draft, and of each network's own version.
pub const MAX_TEXT: usize = 20_000;
/// Most media of a draft.
pub const MAX_MEDIA: usize = 16;
/// Most characters of a content warning.
pub(super) const MAX_WARNING: usize = 500;
/// Most characters of an alt text.
pub(super) const MAX_ALT: usize = 10_000;
/// Most characters of an author, licence, source or option.
pub(super) const MAX_LINE: usize = 500;
/// Most options of a poll.
const MAX_OPTIONS: usize = 8;

/// What a draft says, in no network's own terms. Everything that an approval binds is in here, but the time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Content {
    /// The words. A line `---` begins the next part of a thread.
    pub text: String,
    /// Words of their own for a network, in place of `text`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub versions: BTreeMap<Network, String>,
    /// Their language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What the reader is warned of before anything is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_warning: Option<String>,
    /// Whether the media are hidden until asked for.
    pub sensitive: bool,
    /// Who may see it.
    pub visibility: Visibility,
    /// Pictures, films and sound, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<DraftMedium>,
    /// A poll, with the first part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll: Option<DraftPoll>,
    /// The post that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<WebUrl>,
    /// The post that it quotes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<WebUrl>,
    /// The post that is boosted; then there are no words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boost: Option<WebUrl>,
}

/// A medium of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftMedium {
    /// Its name in the media folder: the SHA-256 of its bytes and an ending.
    pub file: String,
    /// What it is.
    pub kind: MediaKind,
    /// With which part of a thread it goes, from 0.
    #[serde(default)]
    pub part: u16,
    /// Alt texts, at most one a language; the one without a language is for all others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alt: Vec<AltText>,
    /// What must stay in view.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focal_point: Option<FocalPoint>,
    /// Width and height in pixels, of pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<(u32, u32)>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub author: String,
    /// Under which licence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

impl DraftMedium {
    /// Whether nobody has said what it shows, in any language.
    #[must_use]
    pub fn is_undescribed(&self) -> bool {
        self.alt.iter().all(|alt| alt.text.trim().is_empty())
    }

    /// The alt text for all languages that have none of their own.
    #[must_use]
    pub fn main_alt(&self) -> &str {
        self.alt.iter().find(|alt| alt.language.is_none()).map_or("", |alt| alt.text.as_str())
    }

    /// Sets that.
    pub fn describe(&mut self, words: &str) {
        self.alt.retain(|alt| alt.language.is_some());
        if !words.is_empty() {
            self.alt.insert(0, AltText { language: None, text: words.to_owned() });
        }
    }
}

/// A poll of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftPoll {
    /// What can be chosen.
    pub options: Vec<String>,
    /// Whether several may be.
    #[serde(default)]
    pub multiple: bool,
    /// For how long, in minutes.
    pub minutes: u32,
}

/// Why a draft cannot be kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// Something is longer than it may be.
    #[error("{what} has {length} characters; at most {most} are kept")]
    TooLong {
        /// What.
        what: &'static str,
        /// How long it is.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// There are more of something than there may be.
    #[error("a draft has at most {most} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A poll that nobody could vote in.
    #[error("a poll needs at least two different options, none of them empty, and 5 minutes to 30 days")]
    Poll,
}

impl Content {
    /// Fails where something is larger than a draft may be.
    pub fn check_size(&self) -> Result<(), ContentError> {
        let within = |what, text: &str, most| match text.chars().count() {
            length if length > most => Err(ContentError::TooLong { what, length, most }),
            _ => Ok(()),
        };
        within("the text", &self.text, MAX_TEXT)?;
        for version in self.versions.values() {
            within("a version", version, MAX_TEXT)?;
        }
        within("the content warning", self.content_warning.as_deref().unwrap_or_default(), MAX_WARNING)?;
        if self.media.len() > MAX_MEDIA {
            return Err(ContentError::TooMany { what: "media", most: MAX_MEDIA });
        }
        for medium in &self.media {
            for alt in &medium.alt {
                within("an alt text", &alt.text, MAX_ALT)?;
            }
            within("an author", &medium.author, MAX_LINE)?;
            within("a licence", &medium.licence, MAX_LINE)?;
            within("a source", &medium.source, MAX_LINE)?;
        }
        self.poll.as_ref().map_or(Ok(()), DraftPoll::check)
    }

    /// The words for a network.
    #[must_use]
    pub fn words_for(&self, network: Network) -> &str {
        self.versions.get(&network).unwrap_or(&self.text)
    }

    /// The parts of a thread for a network, in order; at least one, which may be empty.
    #[must_use]
    pub fn parts_for(&self, network: Network) -> Vec<String> {
        let mut parts = vec![String::new()];
        for line in self.words_for(network).lines() {
            let Some(last) = parts.last_mut() else { continue };
            if line.trim_end() == "---" {
                parts.push(String::new());
            } else {
                last.push_str(line);
                last.push('\n');
            }
        }
        let mut parts: Vec<String> = parts.into_iter().map(|part| part.trim().to_owned()).collect();
        let keeps_first = self.media.iter().any(|medium| medium.part == 0) || self.poll.is_some();
        let mut n = 0;
        parts.retain(|part| {
            n += 1;
            !part.is_empty() || (n == 1 && keeps_first)
        });
        if parts.is_empty() {
            parts.push(String::new());
        }
        parts
    }

    /// Whether it says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
            && self.versions.values().all(|words| words.trim().is_empty())
            && self.media.is_empty()
            && self.poll.is_none()
            && self.boost.is_none()
    }

    /// One text that is the same exactly where two drafts say the same: what an approval is bound to is the hash of it.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The first words, for lists.
    #[must_use]
    pub fn title(&self) -> String {
        let words = self.text.split_whitespace();
        let mut title = String::new();
        for word in words {
            if title.chars().count() + word.chars().count() > 70 {
                title.push('…');
                break;
            }
            if !title.is_empty() {
                title.push(' ');
            }
            title.push_str(word);
        }
        title.chars().take(100).collect()
    }
}

impl DraftPoll {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        if self.options.len() > MAX_OPTIONS {
            return Err(ContentError::TooMany { what: "options of a poll", most: MAX_OPTIONS });
        }
        let long = self.options.iter().map(|option| option.chars().count()).max().unwrap_or(0);
        if long > MAX_LINE {
            return Err(ContentError::TooLong { what: "an option", length: long, most: MAX_LINE });
        }
        let mut different: Vec<&str> = self.options.iter().map(|option| option.trim()).collect();
        different.sort_unstable();
        different.dedup();
        let empty = different.iter().any(|option| option.is_empty());
        let good = different.len() == self.options.len()
            && different.len() > 1
            && !empty
            && (5..=43_200).contains(&self.minutes);
        if good { Ok(()) } else { Err(ContentError::Poll) }
    }
}
