//! The records of an archive as X writes them (facts/x-in-practice.md §10.2), all generations in one shape.

use std::ops::Range;

use jiff::Timestamp;
use serde::Deserialize;

use crate::x::TweetId;
use crate::x::lenient::{self, Number};

/// Most entities of a kind that are looked at in one post; X's own limits are far below.
const MAX_ENTITIES: usize = 500;
/// Most media of a post; X allows four.
const MAX_MEDIA: usize = 16;
/// Most versions of a post; X allows five edits.
const MAX_VERSIONS: usize = 32;

/// A record as it stands in `tweets.js`, `{"tweet": {…}}`, or bare as it was before 2020.
pub(super) fn parse<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T, serde_json::Error> {
    #[derive(Deserialize)]
    struct Wrapped<T> {
        tweet: Option<T>,
    }
    match serde_json::from_slice::<Wrapped<T>>(json)?.tweet {
        Some(tweet) => Ok(tweet),
        None => serde_json::from_slice(json),
    }
}

/// A post.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tweet {
    #[serde(deserialize_with = "lenient::number")]
    id_str: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    id: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    full_text: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    text: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) created_at: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) lang: Option<String>,
    #[serde(deserialize_with = "lenient::list::<_, _, 2>")]
    display_text_range: Vec<Number>,
    pub(super) entities: Option<Entities>,
    pub(super) extended_entities: Option<ExtendedEntities>,
    #[serde(deserialize_with = "lenient::number")]
    in_reply_to_status_id_str: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    in_reply_to_status_id: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    in_reply_to_user_id_str: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    in_reply_to_user_id: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) in_reply_to_screen_name: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    pub(super) possibly_sensitive: bool,
    pub(super) edit_info: Option<EditInfo>,
    pub(super) retweeted_status: Option<Box<Tweet>>,
    pub(super) user: Option<TweetUser>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) community_id: Option<String>,
    pub(super) scopes: Option<Scopes>,
}

impl Tweet {
    pub(super) fn id(&self) -> Option<TweetId> {
        self.id_str.or(self.id).filter(|id| *id > 0).map(TweetId)
    }

    /// The words, escaped as X escapes them.
    pub(super) fn words(&self) -> &str {
        self.full_text.as_deref().or(self.text.as_deref()).unwrap_or_default()
    }

    /// Which code points of the words are meant to be shown.
    pub(super) fn shown_from(&self) -> usize {
        let start = self.display_text_range.first().and_then(|start| start.0).unwrap_or(0);
        usize::try_from(start).unwrap_or(0)
    }

    pub(super) fn answers(&self) -> Option<TweetId> {
        self.in_reply_to_status_id_str.or(self.in_reply_to_status_id).filter(|id| *id > 0).map(TweetId)
    }

    pub(super) fn answers_user(&self) -> Option<u64> {
        self.in_reply_to_user_id_str.or(self.in_reply_to_user_id).filter(|id| *id > 0)
    }

    /// The media, in their order.
    pub(super) fn media(&self) -> &[MediaEntity] {
        let extended = self.extended_entities.as_ref().map(|e| e.media.as_slice()).unwrap_or_default();
        if extended.is_empty() {
            self.entities.as_ref().map(|e| e.media.as_slice()).unwrap_or_default()
        } else {
            extended
        }
    }

    /// The ids of its versions, oldest first where X says so; empty for most posts.
    pub(super) fn versions(&self) -> Vec<TweetId> {
        self.edit_info.as_ref().map(EditInfo::versions).unwrap_or_default()
    }
}

/// Who wrote a post, as archives before 2018 say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TweetUser {
    #[serde(deserialize_with = "lenient::text")]
    pub(super) screen_name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) name: Option<String>,
}

/// For whom a post was written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Scopes {
    #[serde(deserialize_with = "lenient::flag")]
    pub(super) followers: bool,
}

/// What parts of the words mean.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entities {
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_ENTITIES>")]
    pub(super) urls: Vec<Entity>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_ENTITIES>")]
    pub(super) user_mentions: Vec<Entity>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_ENTITIES>")]
    pub(super) hashtags: Vec<Entity>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_ENTITIES>")]
    pub(super) symbols: Vec<Entity>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_MEDIA>")]
    pub(super) media: Vec<MediaEntity>,
}

/// The media of a post, all of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ExtendedEntities {
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_MEDIA>")]
    pub(super) media: Vec<MediaEntity>,
}

/// A link, mention, hashtag or cashtag; which of them, the list that it stands in says. Notes spell the same
/// things in their own way.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entity {
    /// Of a link: the t.co address that stands in the words.
    #[serde(alias = "shortUrl", deserialize_with = "lenient::text")]
    pub(super) url: Option<String>,
    /// Of a link: where it leads.
    #[serde(alias = "expandedUrl", deserialize_with = "lenient::text")]
    pub(super) expanded_url: Option<String>,
    /// Of a link: how X shows it.
    #[serde(alias = "displayUrl", deserialize_with = "lenient::text")]
    pub(super) display_url: Option<String>,
    /// Of a mention.
    #[serde(alias = "screenName", deserialize_with = "lenient::text")]
    pub(super) screen_name: Option<String>,
    /// Of a mention: the display name.
    #[serde(deserialize_with = "lenient::text")]
    pub(super) name: Option<String>,
    /// Of a hashtag or cashtag, without its sign.
    #[serde(alias = "tag", deserialize_with = "lenient::text")]
    pub(super) text: Option<String>,
    #[serde(deserialize_with = "lenient::list::<_, _, 2>")]
    indices: Vec<Number>,
    #[serde(rename = "fromIndex", deserialize_with = "lenient::number")]
    from: Option<u64>,
    #[serde(rename = "toIndex", deserialize_with = "lenient::number")]
    to: Option<u64>,
}

impl Entity {
    /// Where it stands, in code points of the escaped words.
    pub(super) fn range(&self) -> Option<Range<usize>> {
        let at = |index: usize| self.indices.get(index).and_then(|n| n.0);
        let from = usize::try_from(self.from.or_else(|| at(0))?).ok()?;
        let to = usize::try_from(self.to.or_else(|| at(1))?).ok()?;
        Some(from..to)
    }
}

/// A picture or film.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MediaEntity {
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    pub(super) kind: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) url: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) expanded_url: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) media_url_https: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) media_url: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) ext_alt_text: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    pub(super) source_status_id: Option<u64>,
    #[serde(deserialize_with = "lenient::list::<_, _, 2>")]
    indices: Vec<Number>,
    sizes: Option<Sizes>,
    video_info: Option<VideoInfo>,
}

impl MediaEntity {
    /// The still picture: the picture itself, or what stands for the film.
    pub(super) fn still(&self) -> Option<&str> {
        self.media_url_https.as_deref().or(self.media_url.as_deref())
    }

    /// Width and height of the large size.
    pub(super) fn size(&self) -> Option<(u32, u32)> {
        let large = self.sizes.as_ref()?.large.as_ref()?;
        let side =
            |n: Option<u64>| n.and_then(|n| u32::try_from(n).ok()).filter(|n| (1..=65_535).contains(n));
        Some((side(large.w)?, side(large.h)?))
    }

    /// The MP4 variants, best first.
    pub(super) fn films(&self) -> Vec<&str> {
        let mut films: Vec<_> = self
            .video_info
            .iter()
            .flat_map(|info| &info.variants)
            .filter(|variant| variant.content_type.as_deref() == Some("video/mp4"))
            .filter_map(|variant| Some((variant.bitrate.unwrap_or(0), variant.url.as_deref()?)))
            .collect();
        films.sort_by_key(|(bitrate, _)| std::cmp::Reverse(*bitrate));
        films.into_iter().map(|(_, url)| url).collect()
    }

    pub(super) fn range(&self) -> Option<Range<usize>> {
        let at = |index: usize| usize::try_from(self.indices.get(index)?.0?).ok();
        Some(at(0)?..at(1)?)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sizes {
    large: Option<Size>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Size {
    #[serde(deserialize_with = "lenient::number")]
    w: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    h: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct VideoInfo {
    #[serde(deserialize_with = "lenient::list::<_, _, 16>")]
    variants: Vec<Variant>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Variant {
    #[serde(deserialize_with = "lenient::number")]
    bitrate: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    content_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    url: Option<String>,
}

/// Which versions of an edited post there are.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct EditInfo {
    initial: Option<EditControl>,
    edit: Option<Edit>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Edit {
    #[serde(rename = "initialTweetId", deserialize_with = "lenient::number")]
    initial: Option<u64>,
    #[serde(rename = "editControlInitial")]
    control: Option<EditControl>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EditControl {
    #[serde(rename = "editTweetIds", deserialize_with = "lenient::list::<_, _, MAX_VERSIONS>")]
    ids: Vec<Number>,
}

impl EditInfo {
    pub(super) fn versions(&self) -> Vec<TweetId> {
        let edit = self.edit.as_ref();
        let control = self.initial.as_ref().or(edit.and_then(|edit| edit.control.as_ref()));
        edit.and_then(|edit| edit.initial)
            .into_iter()
            .chain(control.into_iter().flat_map(|control| &control.ids).filter_map(|id| id.0))
            .filter(|id| *id > 0)
            .map(TweetId)
            .collect()
    }
}

/// A date as X has written it over the years: `Sat Feb 18 12:33:11 +0000 2023`, `2012-05-07 18:27:14 +0000`,
/// `2023-02-18T12:33:11.000Z`.
pub(super) fn parse_date(text: &str) -> Option<Timestamp> {
    Timestamp::strptime("%a %b %d %H:%M:%S %z %Y", text)
        .or_else(|_| Timestamp::strptime("%Y-%m-%d %H:%M:%S %z", text))
        .ok()
        .or_else(|| text.parse().ok())
}
