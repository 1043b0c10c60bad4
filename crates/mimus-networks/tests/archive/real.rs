//! Real archives, where they are at hand (`MIMUS_SHARED`): every record becomes a post or is told as left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mimus_core::{MediaKind, MediaSource, Post, RemoteId, RichText, SpanKind};
use serde_json::Value;

use super::writer::Archive;
use super::{Import, import};

fn archives() -> Vec<PathBuf> {
    let shared = std::env::var_os("MIMUS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let Ok(list) = std::fs::read_dir(shared.join("data/archives")) else { return Vec::new() };
    let mut found: Vec<_> =
        list.filter_map(|entry| Some(entry.ok()?.path())).filter(|p| p.is_dir()).collect();
    found.sort();
    found
}

/// The tweets as they stand in the file, by id.
fn records(place: &Path) -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(place.join("tweets.js")).unwrap();
    let body = text.split_once('=').unwrap().1.trim().trim_end_matches(';');
    let list: Vec<Value> = serde_json::from_str(body).unwrap();
    list.into_iter()
        .map(|mut record| {
            let tweet = record["tweet"].take();
            (tweet["id_str"].as_str().unwrap().to_owned(), tweet)
        })
        .collect()
}

fn texts(post: &Post) -> impl Iterator<Item = &RichText> {
    std::iter::once(&post.text).chain(post.repost_of.as_ref().and_then(|repost| repost.text.as_ref()))
}

fn count(import: &Import, wanted: impl Fn(&Post) -> bool) -> usize {
    import.posts.iter().filter(|post| wanted(post)).count()
}

fn media(import: &Import, kind: MediaKind) -> usize {
    import.posts.iter().flat_map(|post| &post.media).filter(|media| media.kind == kind).count()
}

fn table(import: &Import, records: usize) -> String {
    let own = |post: &Post| {
        let handle = import.profile.as_ref().and_then(|profile| profile.handle.as_deref());
        let reply = post.reply_to.as_ref().and_then(|reply| reply.author.as_ref()?.handle.as_deref());
        reply.is_some() && reply == handle
    };
    let mut rows = vec![
        ("records of posts", records),
        ("posts", import.posts.len()),
        ("replies to others", count(import, |p| p.reply_to.is_some() && !own(p))),
        ("thread posts", count(import, own)),
        ("reposts", count(import, |p| p.repost_of.is_some())),
        (
            "  with their original's id",
            count(import, |p| p.repost_of.as_ref().is_some_and(|r| r.url.is_some())),
        ),
        ("quotes", count(import, |p| p.quote.is_some())),
        ("edited", count(import, |p| p.edited_at.is_some())),
        ("posts with media", count(import, |p| !p.media.is_empty())),
        ("  images", media(import, MediaKind::Image)),
        ("  GIFs", media(import, MediaKind::Gifv)),
        ("  films", media(import, MediaKind::Video)),
        ("posts with a language", count(import, |p| p.language.is_some())),
        ("sensitive posts", count(import, |p| p.sensitive)),
        ("only mentions", count(import, Post::is_only_mentions)),
        ("with nothing in them", count(import, Post::is_empty)),
    ];
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for skipped in &import.skipped {
        *reasons.entry(skipped.why.as_str()).or_default() += 1;
    }
    let reasons: Vec<_> = reasons.into_iter().map(|(why, n)| (format!("left out: {why}"), n)).collect();
    rows.extend(reasons.iter().map(|(why, n)| (why.as_str(), *n)));
    rows.into_iter().map(|(what, n)| format!("{n:>7}  {what}\n")).collect()
}

#[tokio::test]
async fn every_real_record_becomes_a_post_or_is_told() {
    if archives().is_empty() {
        eprintln!("skipped: no real archives at hand; set MIMUS_SHARED");
    }
    for place in archives() {
        let records = records(&place);
        let imported = import(&place).await;
        let profile = imported.profile.as_ref().unwrap();
        eprintln!("{} (@{})", place.display(), profile.handle.as_deref().unwrap_or("?"));
        eprintln!("{}", table(&imported, records.len()));
        assert!(profile.handle.is_some(), "its own posts tell whose archive it is");

        let mut told: BTreeSet<&str> = imported.posts.iter().map(|p| p.origin.remote_id.as_str()).collect();
        told.extend(imported.skipped.iter().map(|skipped| skipped.what.as_str()));
        for (id, record) in &records {
            assert!(told.contains(id.as_str()), "nothing is told of {id}: {record}");
        }
        assert_eq!(imported.posts.len() + imported.skipped.len(), told.len(), "nothing is told twice");

        for post in &imported.posts {
            check(post, &records[post.origin.remote_id.as_str()]);
        }
    }
}

/// Holds a post against its record.
fn check(post: &Post, record: &Value) {
    let id = &post.origin.remote_id;
    let entities = &record["entities"];
    let list = |name: &str| entities[name].as_array().cloned().unwrap_or_default();
    let shorts: Vec<String> = list("urls")
        .iter()
        .chain(&list("media"))
        .filter_map(|entity| entity["url"].as_str())
        .map(|short| short.trim_start_matches("https://").to_owned())
        .collect();
    for text in texts(post) {
        assert!(RichText::from_parts(text.as_str().to_owned(), text.spans().to_vec()).is_ok(), "{id}");
        for short in &shorts {
            assert!(!text.as_str().contains(short.as_str()), "{id} still says {short}: {}", text.as_str());
        }
        assert!(!["&amp;", "&lt;", "&gt;"].iter().any(|escape| text.as_str().contains(escape)), "{id}");
        for span in text.spans() {
            let words = &text.as_str()[span.range()];
            let right = match &span.kind {
                SpanKind::Mention { handle, .. } => words[1..].eq_ignore_ascii_case(handle),
                SpanKind::Hashtag { name } => {
                    words.ends_with(name.as_str()) && words.starts_with(['#', '＃'])
                }
                SpanKind::Cashtag { symbol } => words == format!("${symbol}"),
                SpanKind::Link { .. } => !words.contains(char::is_whitespace),
                SpanKind::Emoji { .. } => false,
            };
            assert!(right, "{id}: {words:?} is {:?}", span.kind);
        }
    }
    let tags: usize =
        texts(post).flat_map(RichText::spans).filter(|s| matches!(s.kind, SpanKind::Hashtag { .. })).count();
    assert_eq!(tags, list("hashtags").len(), "{id}: every hashtag is one");
    let repost = record["full_text"].as_str().unwrap().starts_with("RT @");
    assert_eq!(post.repost_of.is_some(), repost, "{id}");
    if !repost {
        let media = record["extended_entities"]["media"].as_array().map_or(0, Vec::len);
        assert_eq!(post.media.len(), media, "{id}");
    }
    let date =
        jiff::Timestamp::strptime("%a %b %d %H:%M:%S %z %Y", record["created_at"].as_str().unwrap()).unwrap();
    assert_eq!(post.created_at.as_second(), date.as_second(), "{id}");
    assert_eq!(
        post.reply_to.as_ref().and_then(|reply| reply.remote_id.as_ref()).map(RemoteId::as_str),
        record["in_reply_to_status_id_str"].as_str(),
        "{id}"
    );
}

#[tokio::test]
async fn a_real_archive_as_a_zip_gives_the_same_and_finds_its_media() {
    for place in archives() {
        let plain = import(&place).await;
        // The names of the media's files as X gives them, for the first posts that have any.
        let mut archive = Archive::default();
        for file in ["tweets.js", "community-tweet.js", "profile.js"] {
            if let Ok(bytes) = std::fs::read(place.join(file)) {
                archive.file(&format!("data/{file}"), bytes);
            }
        }
        let mut names = BTreeSet::new();
        for post in plain.posts.iter().filter(|post| !post.media.is_empty()) {
            for medium in &post.media {
                let address = medium.source.as_str().split('?').next().unwrap();
                let name = address.rsplit('/').next().unwrap();
                names.insert(format!("data/tweets_media/{}-{name}", post.origin.remote_id));
            }
        }
        for name in &names {
            archive.file(name, "x");
        }
        let dir = tempfile::tempdir().unwrap();
        let zipped = import(&archive.write_zip(&dir.path().join("twitter.zip"), "")).await;
        let entries: BTreeSet<String> = zipped
            .posts
            .iter()
            .flat_map(|post| &post.media)
            .filter_map(|medium| match &medium.source {
                MediaSource::Entry(path) => Some(path.clone()),
                MediaSource::Url(_) => None,
            })
            .collect();
        assert_eq!(entries, names);
        let words = |import: &Import| import.posts.iter().map(|post| post.text.clone()).collect::<Vec<_>>();
        assert_eq!(words(&zipped), words(&plain));
        assert_eq!(zipped.profile, plain.profile);
        assert_eq!(zipped.skipped, plain.skipped);
    }
}
