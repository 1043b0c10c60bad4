//! [`Post`]: one network-neutral post.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Language, Media, Network, Poll, RemoteId, RichText, WebUrl};

/// A post as its source wrote it, in no network's own terms.
///
/// The author is the account that it was read from; whose words are quoted or repeated stands in the
/// [`PostRef`]. Two readings of the same revision are equal, so a difference is an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Where it comes from.
    pub origin: Origin,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was last changed, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// The words. May be empty where media, a poll or a repost speak for themselves.
    #[serde(default)]
    pub text: RichText,
    /// A title, where the source has one apart from the words (an article in a feed).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the reader is warned of before the words are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_warning: Option<String>,
    /// Whether the media are hidden until asked for.
    #[serde(default)]
    pub sensitive: bool,
    /// The language of the words, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
    /// Pictures, films and sound in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// A poll.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<Poll>,
    /// The preview of a linked page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<LinkCard>,
    /// What it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<PostRef>,
    /// What it quotes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<PostRef>,
    /// What it repeats; the words are then the author's introduction, usually none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repost_of: Option<PostRef>,
}

impl Post {
    /// A post of which nothing is known but its origin and time.
    #[must_use]
    pub fn new(origin: Origin, created_at: Timestamp) -> Self {
        Self {
            origin,
            created_at,
            edited_at: None,
            text: RichText::default(),
            title: None,
            content_warning: None,
            sensitive: false,
            language: None,
            visibility: Visibility::default(),
            media: Vec::new(),
            poll: None,
            card: None,
            reply_to: None,
            quote: None,
            repost_of: None,
        }
    }

    /// Whether there is nothing to read, see or follow.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
            && self.title.is_none()
            && self.media.is_empty()
            && self.poll.is_none()
            && self.card.is_none()
            && self.quote.is_none()
            && self.repost_of.is_none()
    }

    /// Whether its author would call both the same. What others' posts say that it speaks of, and how their authors are
    /// called by now, is theirs to change.
    #[must_use]
    pub fn says_what(&self, other: &Self) -> bool {
        let own = |post: &Self| Self {
            edited_at: None,
            reply_to: post.reply_to.as_ref().map(PostRef::only_which),
            quote: post.quote.as_ref().map(PostRef::only_which),
            repost_of: post.repost_of.as_ref().map(PostRef::only_which),
            ..post.clone()
        };
        own(self) == own(other)
    }
}

/// Where a post comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The network.
    pub network: Network,
    /// Its id there: what makes it the same post when it is read again.
    pub remote_id: RemoteId,
    /// Where people find it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<WebUrl>,
}

/// Who may see a post. Posts for fewer people are never taken in (facts/conversion.md, "non-public posts").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Anyone, and in public timelines.
    #[default]
    Public,
    /// Anyone, but not in public timelines.
    Unlisted,
}

/// Another post that a post speaks of: answered, quoted or repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostRef {
    /// Its id on the network of the post that speaks of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<RemoteId>,
    /// Where people find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<WebUrl>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Byline>,
    /// Its words, as far as the source gives them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<RichText>,
}

impl PostRef {
    /// Which post it is, and nothing else of it.
    fn only_which(&self) -> Self {
        let url = if self.remote_id.is_none() { self.url.clone() } else { None };
        Self { remote_id: self.remote_id.clone(), url, author: None, text: None }
    }
}

/// Who wrote something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// The display name, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The handle on the network, without `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The account's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<WebUrl>,
}

/// The preview of a linked page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCard {
    /// The page.
    pub url: WebUrl,
    /// Its title.
    pub title: String,
    /// What it says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
