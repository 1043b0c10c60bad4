//! The objects of the API v2 as X sends them.
//!
//! X has two vocabularies, `tweet…` and `post…`, and is said to answer in either (facts/x-in-practice.md §4): both are
//! read everywhere. What is missing is left out and never null (§5.1), numbers come as numbers or texts, and ids are
//! texts. Of every list so many items are read as X can send, and the rest is dropped.

use jiff::Timestamp;
use serde::Deserialize;

use super::TweetId;
use super::answer::Answer;
use super::lenient::{self, Number};

/// Most posts, users or media in one answer; X's pages have a hundred, each with a few more included.
const MAX_OBJECTS: usize = 2_000;
/// Most entities of a kind in one post.
const MAX_ENTITIES: usize = 500;
/// Most of anything small.
const MAX_FEW: usize = 100;

/// A post.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tweet {
    #[serde(deserialize_with = "lenient::number")]
    id: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    text: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    author_id: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    created_at: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    in_reply_to_user_id: Option<u64>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_FEW>")]
    edit_history_tweet_ids: Vec<Number>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_FEW>")]
    edit_history_post_ids: Vec<Number>,
    /// Until when it may be changed.
    pub(crate) edit_controls: Option<EditControls>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_FEW>")]
    referenced_tweets: Vec<Reference>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_FEW>")]
    referenced_posts: Vec<Reference>,
    attachments: Option<Attachments>,
    /// What parts of the words mean.
    pub(crate) entities: Option<Entities>,
    #[serde(deserialize_with = "lenient::list::<_, _, 2>")]
    display_text_range: Vec<Number>,
    note_tweet: Option<Note>,
    note_post: Option<Note>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) lang: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    pub(crate) possibly_sensitive: bool,
    /// Where X does not show it.
    pub(crate) withheld: Option<Withheld>,
    article: Option<Article>,
    #[serde(deserialize_with = "lenient::text")]
    article_title: Option<String>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_FEW>")]
    media_metadata: Vec<MediaMetadata>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) community_id: Option<String>,
    scopes: Option<Scopes>,
    public_metrics: Option<PublicMetrics>,
}

/// How many have done what with a post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct PublicMetrics {
    #[serde(deserialize_with = "lenient::number")]
    like_count: Option<u64>,
}

impl Tweet {
    /// How many like it; none where X does not say.
    #[must_use]
    pub fn likes(&self) -> u64 {
        self.public_metrics.and_then(|metrics| metrics.like_count).unwrap_or(0)
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Option<TweetId> {
        self.id.filter(|id| *id > 0).map(TweetId)
    }

    /// The numeric id of who wrote it.
    #[must_use]
    pub fn author(&self) -> Option<u64> {
        self.author_id.filter(|id| *id > 0)
    }

    /// The words, escaped; of a long post only their beginning.
    pub(crate) fn words(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// The whole words of a long post.
    pub(crate) fn note(&self) -> Option<&Note> {
        self.note_tweet.as_ref().or(self.note_post.as_ref()).filter(|note| !note.words().is_empty())
    }

    /// When X says that it was written, this version of it.
    #[must_use]
    pub fn date(&self) -> Option<Timestamp> {
        self.created_at.as_deref()?.parse().ok()
    }

    /// Whom it answers.
    pub(crate) fn answers_user(&self) -> Option<u64> {
        self.in_reply_to_user_id.filter(|id| *id > 0)
    }

    /// Whether it answers its own author: part of a thread.
    #[must_use]
    pub fn answers_itself(&self) -> bool {
        self.answers_user().is_some() && self.answers_user() == self.author()
    }

    /// Its versions, oldest first; empty where X does not say.
    #[must_use]
    pub fn versions(&self) -> Vec<TweetId> {
        let named = if self.edit_history_tweet_ids.is_empty() {
            &self.edit_history_post_ids
        } else {
            &self.edit_history_tweet_ids
        };
        named.iter().filter_map(|id| id.0).filter(|id| *id > 0).map(TweetId).collect()
    }

    /// The post that it speaks of in this way.
    #[must_use]
    pub fn reference(&self, kind: ReferenceKind) -> Option<TweetId> {
        let all = self.referenced_tweets.iter().chain(&self.referenced_posts);
        all.filter(|r| r.kind == Some(kind)).find_map(|r| r.id).filter(|id| *id > 0).map(TweetId)
    }

    /// The keys of its media, in order.
    pub(crate) fn media_keys(&self) -> &[String] {
        self.attachments.as_ref().map(|attachments| attachments.media_keys.as_slice()).unwrap_or_default()
    }

    /// The id of its poll.
    pub(crate) fn poll_id(&self) -> Option<&str> {
        self.attachments.as_ref()?.poll_ids.first().map(String::as_str)
    }

    /// The first code point of the words that X shows.
    pub(crate) fn shown_from(&self) -> usize {
        let start = self.display_text_range.first().and_then(|start| start.0).unwrap_or(0);
        usize::try_from(start).unwrap_or(0)
    }

    /// The title of a long article that the post stands for.
    pub(crate) fn article_title(&self) -> Option<&str> {
        let title = self.article.as_ref().and_then(|article| article.title.as_deref());
        title.or(self.article_title.as_deref())
    }

    /// The alt text that stands with the post and not with the medium.
    pub(crate) fn alt_text(&self, media_key: &str) -> Option<&str> {
        let of = |medium: &&MediaMetadata| medium.media_key.as_deref() == Some(media_key);
        self.media_metadata.iter().find(of)?.alt_text.as_deref()
    }

    pub(crate) fn is_for_followers(&self) -> bool {
        self.scopes.as_ref().is_some_and(|scopes| scopes.followers)
    }
}

/// How a post speaks of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// It repeats it.
    Retweeted,
    /// It quotes it.
    Quoted,
    /// It answers it.
    RepliedTo,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Reference {
    #[serde(rename = "type", deserialize_with = "reference_kind")]
    kind: Option<ReferenceKind>,
    #[serde(deserialize_with = "lenient::number")]
    id: Option<u64>,
}

fn reference_kind<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<ReferenceKind>, D::Error> {
    Ok(match lenient::text(from)?.as_deref() {
        Some("retweeted" | "reposted") => Some(ReferenceKind::Retweeted),
        Some("quoted") => Some(ReferenceKind::Quoted),
        Some("replied_to") => Some(ReferenceKind::RepliedTo),
        _ => None,
    })
}

/// The whole words of a long post with their own entities.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Note {
    #[serde(deserialize_with = "lenient::text")]
    text: Option<String>,
    pub(crate) entities: Option<Entities>,
}

impl Note {
    pub(crate) fn words(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }
}

/// Until when, and how often, a post may still be changed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EditControls {
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) editable_until: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Attachments {
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_FEW>")]
    media_keys: Vec<String>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_FEW>")]
    poll_ids: Vec<String>,
}

/// What parts of the words mean: offsets are code points of the escaped words, the end exclusive.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Entities {
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_ENTITIES>")]
    pub(crate) urls: Vec<UrlEntity>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_ENTITIES>")]
    pub(crate) mentions: Vec<MentionEntity>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_ENTITIES>")]
    pub(crate) hashtags: Vec<Place>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_ENTITIES>")]
    pub(crate) cashtags: Vec<Place>,
}

/// Where an entity stands.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Place {
    #[serde(deserialize_with = "lenient::number")]
    start: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    end: Option<u64>,
}

impl Place {
    pub(crate) fn points(self) -> Option<std::ops::Range<usize>> {
        Some(usize::try_from(self.start?).ok()?..usize::try_from(self.end?).ok()?)
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UrlEntity {
    #[serde(flatten)]
    pub(crate) place: Place,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) url: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) expanded_url: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) display_url: Option<String>,
    /// Where the expanded address leads in the end.
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) unwound_url: Option<String>,
    /// What that page answered to X.
    #[serde(deserialize_with = "lenient::number")]
    pub(crate) status: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) title: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) description: Option<String>,
    /// The medium of the post whose link this is.
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) media_key: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MentionEntity {
    #[serde(flatten)]
    pub(crate) place: Place,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) username: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    pub(crate) id: Option<u64>,
}

/// Where X does not show something.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Withheld {
    #[serde(deserialize_with = "lenient::flag")]
    pub(crate) copyright: bool,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_ENTITIES>")]
    pub(crate) country_codes: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Article {
    #[serde(deserialize_with = "lenient::text")]
    title: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct MediaMetadata {
    #[serde(deserialize_with = "lenient::text")]
    media_key: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    alt_text: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Scopes {
    #[serde(deserialize_with = "lenient::flag")]
    followers: bool,
}

/// A medium.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MediaObject {
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) media_key: Option<String>,
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    pub(crate) kind: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) url: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) preview_image_url: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    pub(crate) width: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    pub(crate) height: Option<u64>,
    #[serde(deserialize_with = "lenient::number")]
    pub(crate) duration_ms: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) alt_text: Option<String>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_FEW>")]
    pub(crate) variants: Vec<Variant>,
}

/// One film file of a medium.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Variant {
    /// Bits a second; missing for playlists, 0 for what was a GIF.
    #[serde(deserialize_with = "lenient::number")]
    pub(crate) bit_rate: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) content_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) url: Option<String>,
}

/// A poll.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PollObject {
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) id: Option<String>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_FEW>")]
    pub(crate) options: Vec<PollChoice>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) end_datetime: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) voting_status: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PollChoice {
    #[serde(deserialize_with = "lenient::number")]
    pub(crate) position: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) label: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    pub(crate) votes: Option<u64>,
}

/// An account.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct User {
    #[serde(deserialize_with = "lenient::number")]
    id: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) username: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) description: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) location: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) url: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) profile_image_url: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) profile_banner_url: Option<String>,
    pub(crate) entities: Option<UserEntities>,
    /// Whether only approved followers see its posts.
    #[serde(deserialize_with = "lenient::flag")]
    pub(crate) protected: bool,
    #[serde(deserialize_with = "lenient::text")]
    subscription_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    verified_type: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    pinned_tweet_id: Option<u64>,
}

impl User {
    /// The post that it has pinned, where that was asked for.
    #[must_use]
    pub fn pinned(&self) -> Option<u64> {
        self.pinned_tweet_id
    }

    /// Its numeric id, which stays when the handle changes.
    #[must_use]
    pub fn id(&self) -> Option<u64> {
        self.id.filter(|id| *id > 0)
    }

    /// Its handle now, without `@`.
    #[must_use]
    pub fn handle(&self) -> Option<&str> {
        self.username.as_deref().filter(|handle| super::address::is_handle(handle))
    }

    /// Whether it may write long posts and change what it wrote. X tells the subscription only to the account itself; a mark
    /// of whatever colour comes with the same rights.
    #[must_use]
    pub fn is_subscribed(&self) -> bool {
        let is_some = |kind: &str| !kind.is_empty() && !kind.eq_ignore_ascii_case("none");
        [&self.subscription_type, &self.verified_type].into_iter().flatten().any(|kind| is_some(kind))
    }

    /// Whether only approved followers see its posts.
    #[must_use]
    pub fn is_protected(&self) -> bool {
        self.protected
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UserEntities {
    pub(crate) url: Option<Entities>,
    pub(crate) description: Option<Entities>,
}

/// What an answer brings along beside its posts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Includes {
    #[serde(deserialize_with = "users")]
    pub(crate) users: Vec<User>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_OBJECTS>")]
    tweets: Vec<Tweet>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_OBJECTS>")]
    posts: Vec<Tweet>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_OBJECTS>")]
    media: Vec<MediaObject>,
    #[serde(deserialize_with = "lenient::list::<_, _, MAX_OBJECTS>")]
    polls: Vec<PollObject>,
}

impl Includes {
    /// All posts that are brought along.
    pub(crate) fn tweets(&self) -> impl Iterator<Item = &Tweet> {
        self.tweets.iter().chain(&self.posts)
    }

    /// A post that is brought along.
    #[must_use]
    pub fn tweet(&self, id: TweetId) -> Option<&Tweet> {
        self.tweets().find(|tweet| tweet.id() == Some(id))
    }

    /// Takes in what another answer holds.
    pub(crate) fn add(&mut self, answer: Answer) {
        let Answer { tweets, includes, .. } = answer;
        self.tweets.extend(tweets);
        self.tweets.extend(includes.tweets);
        self.posts.extend(includes.posts);
        self.users.extend(includes.users);
        self.media.extend(includes.media);
        self.polls.extend(includes.polls);
    }

    /// An account that is brought along.
    #[must_use]
    pub fn user(&self, id: u64) -> Option<&User> {
        self.users.iter().find(|user| user.id() == Some(id))
    }

    pub(crate) fn user_by_handle(&self, handle: &str) -> Option<&User> {
        self.users.iter().find(|user| user.handle().is_some_and(|name| name.eq_ignore_ascii_case(handle)))
    }

    pub(crate) fn medium(&self, key: &str) -> Option<&MediaObject> {
        self.media.iter().find(|medium| medium.media_key.as_deref() == Some(key))
    }

    pub(crate) fn poll(&self, id: &str) -> Option<&PollObject> {
        self.polls.iter().find(|poll| poll.id.as_deref() == Some(id))
    }
}

/// Users, each perhaps wrapped once more in `data` as in the activity events of deletions.
fn users<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<User>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Wrapped {
        Within { data: User },
        Bare(User),
    }
    let users: Vec<Wrapped> = lenient::list::<_, _, MAX_OBJECTS>(from)?;
    Ok(users
        .into_iter()
        .map(|user| match user {
            Wrapped::Within { data } | Wrapped::Bare(data) => data,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_vocabularies_say_the_same() {
        let tweet: Tweet = serde_json::from_value(json!({
            "id": "20", "edit_history_tweet_ids": ["19", "20"], "note_tweet": {"text": "long"},
            "referenced_tweets": [{"type": "quoted", "id": "7"}],
        }))
        .unwrap();
        let post: Tweet = serde_json::from_value(json!({
            "id": 20, "edit_history_post_ids": ["19", "20"], "note_post": {"text": "long"},
            "referenced_posts": [{"type": "quoted", "id": "7"}],
        }))
        .unwrap();
        for read in [tweet, post] {
            assert_eq!(read.versions(), [TweetId(19), TweetId(20)]);
            assert_eq!(read.note().map(Note::words), Some("long"));
            assert_eq!(read.reference(ReferenceKind::Quoted), Some(TweetId(7)));
            assert_eq!(read.reference(ReferenceKind::RepliedTo), None);
        }
    }

    #[test]
    fn what_has_another_type_is_none() {
        let read: Tweet = serde_json::from_value(json!({
            "id": {}, "text": 7, "attachments": {"media_keys": null}, "display_text_range": "x", "lang": [],
            "possibly_sensitive": "true", "referenced_tweets": {"a": 1},
        }))
        .unwrap();
        assert_eq!((read.id(), read.words(), read.shown_from()), (None, "7", 0));
        assert!(read.possibly_sensitive);
    }

    #[test]
    fn users_may_be_wrapped() {
        let read: Includes =
            serde_json::from_value(json!({"users": [{"data": {"id": "1"}}, {"id": "2"}]})).unwrap();
        assert_eq!(read.users.iter().map(User::id).collect::<Vec<_>>(), [Some(1), Some(2)]);
    }
}
