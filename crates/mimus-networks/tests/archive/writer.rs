//! Writes small archives in X's format: records are given as JSON, all values and words are ours.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

/// The owner of the archives written here.
pub(crate) const HANDLE: &str = "mockingbird";
/// Their account's id.
pub(crate) const ACCOUNT: &str = "4242";

/// An archive to be written: names in X's layout, and bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Archive {
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

impl Archive {
    /// With the owner's account.
    pub(crate) fn new() -> Self {
        let mut archive = Self::default();
        archive.array(
            "account",
            "account",
            &[json!({"account": {
                "email": "secret@example.org", "createdVia": "web", "username": HANDLE, "accountId": ACCOUNT,
                "createdAt": "2010-01-01T00:00:00.000Z", "accountDisplayName": "The Mockingbird",
            }})],
        );
        archive
    }

    pub(crate) fn file(&mut self, name: &str, bytes: impl Into<Vec<u8>>) -> &mut Self {
        self.files.push((name.to_owned(), bytes.into()));
        self
    }

    /// A file of records: `data/FILE.js` with `window.YTD.NAME.part0 = [...]`.
    pub(crate) fn array(&mut self, file: &str, name: &str, records: &[Value]) -> &mut Self {
        let body = serde_json::to_string_pretty(records).unwrap();
        self.file(&format!("data/{file}.js"), format!("window.YTD.{name}.part0 = {body}"))
    }

    /// `data/tweets.js`.
    pub(crate) fn tweets(&mut self, tweets: &[Value]) -> &mut Self {
        let records: Vec<Value> = tweets.iter().map(|tweet| json!({ "tweet": tweet })).collect();
        self.array("tweets", "tweets", &records)
    }

    /// Writes the files below `folder`.
    pub(crate) fn write_folder(&self, folder: &Path) -> PathBuf {
        for (name, bytes) in &self.files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder.to_owned()
    }

    /// Writes a packed zip with `wrapping` before every name.
    pub(crate) fn write_zip(&self, path: &Path, wrapping: &str) -> PathBuf {
        let mut zip = zip::ZipWriter::new(File::create(path).unwrap());
        for (name, bytes) in &self.files {
            zip.start_file(format!("{wrapping}{name}"), SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
        path.to_owned()
    }
}

/// The id of a post written at `seconds` after 2020-01-01T00:00:00Z, with 345 ms.
pub(crate) fn id_at(seconds: u64) -> u64 {
    const EPOCH_MS: u64 = 1_288_834_974_657;
    ((1_577_836_800_000 + seconds * 1_000 + 345 - EPOCH_MS) << 22) | 7
}

/// The date of such a post as X writes it.
pub(crate) fn date_at(seconds: u64) -> String {
    let at = jiff::Timestamp::from_second(1_577_836_800 + i64::try_from(seconds).unwrap()).unwrap();
    at.strftime("%a %b %d %H:%M:%S +0000 %Y").to_string()
}

/// A post in the shape of 2026: all scalars strings. Entities are told as `(kind, words, fields)` and placed
/// where the words stand first, by code points of the escaped text.
pub(crate) fn tweet(seconds: u64, full_text: &str, entities: &[(&str, &str, Value)]) -> Value {
    let mut lists = json!({"hashtags": [], "symbols": [], "user_mentions": [], "urls": []});
    for (kind, words, fields) in entities {
        let byte = full_text.find(words).unwrap_or_else(|| panic!("{words} is not in {full_text}"));
        let start = full_text[..byte].chars().count();
        let end = start + words.chars().count();
        let mut entity = fields.clone();
        entity["indices"] = json!([start.to_string(), end.to_string()]);
        if !lists[*kind].is_array() {
            lists[*kind] = json!([]);
        }
        lists[*kind].as_array_mut().unwrap().push(entity);
    }
    let id = id_at(seconds).to_string();
    let mut tweet = json!({
        "retweeted": false, "source": "<a href=\"https://example.org\" rel=\"nofollow\">App</a>",
        "entities": lists, "display_text_range": ["0", full_text.chars().count().to_string()],
        "favorite_count": "1", "id_str": id, "truncated": false, "retweet_count": "0", "id": id,
        "possibly_sensitive": false, "created_at": date_at(seconds), "favorited": false,
        "full_text": full_text, "lang": "en",
        "edit_info": {"initial": {
            "editTweetIds": [id], "editableUntil": "2020-01-01T01:00:00.000Z", "editsRemaining": "5",
            "isEditEligible": true,
        }},
    });
    if let Some(media) = tweet["entities"].get("media").cloned() {
        tweet["extended_entities"] = json!({ "media": media });
        tweet["entities"]["media"].as_array_mut().unwrap().truncate(1);
    }
    tweet
}

/// A link's fields.
pub(crate) fn url(short: &str, expanded: &str) -> Value {
    let display = expanded.split_once("://").map_or(expanded, |(_, rest)| rest);
    json!({"url": short, "expanded_url": expanded, "display_url": display})
}

/// A mention's fields.
pub(crate) fn mention(handle: &str, name: &str) -> Value {
    json!({"screen_name": handle, "name": name, "id_str": "99", "id": "99"})
}

/// A picture's fields, of the post written at `seconds`.
pub(crate) fn photo(seconds: u64, short: &str, file: &str) -> Value {
    json!({
        "url": short, "type": "photo", "id_str": "5", "id": "5",
        "media_url": format!("http://pbs.twimg.com/media/{file}"),
        "media_url_https": format!("https://pbs.twimg.com/media/{file}"),
        "expanded_url": format!("https://twitter.com/{HANDLE}/status/{}/photo/1", id_at(seconds)),
        "sizes": {"large": {"w": "1200", "h": "800", "resize": "fit"}, "thumb": {"w": "150", "h": "150", "resize": "crop"}},
    })
}

/// The fields of a film of the given type.
pub(crate) fn film(seconds: u64, short: &str, kind: &str, name: &str) -> Value {
    let mut film = photo(seconds, short, &format!("{name}.jpg"));
    film["type"] = json!(kind);
    film["video_info"] = json!({"aspect_ratio": ["16", "9"], "variants": [
        {"content_type": "application/x-mpegURL", "url": format!("https://video.twimg.com/{name}/pl.m3u8")},
        {"bitrate": "256000", "content_type": "video/mp4", "url": format!("https://video.twimg.com/{name}/low.mp4?tag=1")},
        {"bitrate": "2176000", "content_type": "video/mp4", "url": format!("https://video.twimg.com/{name}/{name}.mp4?tag=1")},
    ]});
    film
}

/// Makes a post answer another.
pub(crate) fn answering(mut tweet: Value, to: u64, user: &str, handle: &str) -> Value {
    tweet["in_reply_to_status_id"] = json!(to.to_string());
    tweet["in_reply_to_status_id_str"] = json!(to.to_string());
    tweet["in_reply_to_user_id"] = json!(user);
    tweet["in_reply_to_user_id_str"] = json!(user);
    tweet["in_reply_to_screen_name"] = json!(handle);
    tweet
}

/// Makes a post one version of an edited one.
pub(crate) fn version(mut tweet: Value, ids: &[u64]) -> Value {
    let ids: Vec<String> = ids.iter().map(u64::to_string).collect();
    let control = json!({"editTweetIds": ids, "editsRemaining": "4", "isEditEligible": true});
    tweet["edit_info"] = if tweet["id_str"] == json!(ids[0]) {
        json!({ "initial": control })
    } else {
        json!({"edit": {"initialTweetId": ids[0], "editControlInitial": control}})
    };
    tweet
}

/// A long text.
pub(crate) fn note(id: u64, seconds: u64, text: &str, urls: &[Value], mentions: &[Value]) -> Value {
    let at = jiff::Timestamp::from_second(1_577_836_800 + i64::try_from(seconds).unwrap()).unwrap();
    json!({"noteTweet": {
        "noteTweetId": id.to_string(), "createdAt": at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string(),
        "updatedAt": "2020-01-01T00:00:00.000Z",
        "lifecycle": {"value": "4", "name": "Final", "originalName": "Final", "annotations": {}},
        "core": {"styletags": [], "urls": urls, "text": text, "mentions": mentions, "cashtags": [], "hashtags": []},
    }})
}

/// Gives a post another id.
pub(crate) fn with_id(mut tweet: Value, id: u64) -> Value {
    tweet["id"] = json!(id.to_string());
    tweet["id_str"] = json!(id.to_string());
    version(tweet, &[id])
}
