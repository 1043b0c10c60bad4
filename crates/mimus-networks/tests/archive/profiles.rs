//! Whose archive it is, and where an archive may lie.

use mimus_core::MediaSource;
use mimus_networks::archive::ArchiveReader;
use mimus_networks::{Failure, Read};
use serde_json::json;
use std::io::Read as _;

use super::import;
use super::writer::{ACCOUNT, Archive, HANDLE, answering, id_at, photo, tweet};

fn with_profile() -> Archive {
    let mut archive = Archive::new();
    archive.array("profile", "profile", &[json!({"profile": {
        "description": {"bio": "Every other bird&#39;s song #birds https://example.org/a", "website": "https://example.org/", "location": "A tree"},
        "avatarMediaUrl": "https://pbs.twimg.com/profile_images/1/face.jpg",
        "headerMediaUrl": "https://pbs.twimg.com/profile_banners/4242/1500000000",
    }})]);
    archive.tweets(&[tweet(1, "Hello", &[])]);
    archive.file(format!("data/profile_media/{ACCOUNT}-face.jpg").as_str(), "a face");
    archive
}

#[tokio::test]
async fn the_profile_is_read_and_no_personal_data() {
    let folder = tempfile::tempdir().unwrap();
    let imported = import(&with_profile().write_folder(folder.path())).await;
    let profile = serde_json::to_string_pretty(&imported.profile).unwrap();
    assert!(!format!("{imported:?}").contains("secret@"), "e-mail addresses are never read");
    insta::assert_snapshot!(profile);
}

#[tokio::test]
async fn a_zip_a_folder_and_what_wraps_them_give_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let archive = with_profile();
    let flat = |(name, bytes): &(String, Vec<u8>)| (name.replace("data/", ""), bytes.clone());
    let at_root = Archive { files: archive.files.iter().map(flat).collect() };
    let places = [
        archive.write_folder(&dir.path().join("folder")),
        archive.write_folder(&dir.path().join("outer/twitter-2026")).parent().unwrap().to_owned(),
        at_root.write_folder(&dir.path().join("root")),
        archive.write_zip(&dir.path().join("plain.zip"), ""),
        archive.write_zip(&dir.path().join("wrapped.zip"), "twitter-2026/"),
        at_root.write_zip(&dir.path().join("root.zip"), ""),
    ];
    let first = import(&places[0]).await;
    for place in &places {
        let imported = import(place).await;
        assert_eq!(imported.posts, first.posts, "{}", place.display());
        assert_eq!(imported.profile, first.profile, "{}", place.display());
    }
}

#[tokio::test]
async fn media_files_are_opened_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = with_profile();
    let name = format!("data/tweets_media/{}-one.jpg", id_at(1));
    let bytes: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
    archive.file(&name, bytes.clone());
    for place in
        [archive.write_folder(&dir.path().join("folder")), archive.write_zip(&dir.path().join("a.zip"), "x/")]
    {
        let mut reader = ArchiveReader::open(place.to_str().unwrap()).unwrap();
        let mut entry = reader.entry(&name).unwrap();
        let mut read = Vec::new();
        entry.reader.read_to_end(&mut read).unwrap();
        assert_eq!((entry.size, read == bytes), (300_000, true));
        for refused in [
            "data/account.js",
            "data/tweets_media/../account.js",
            "data/tweets_media/none.jpg",
            "data/tweets_media/",
            "/etc/passwd",
            "data/direct_messages_media/1-x.jpg",
            "",
        ] {
            let failure = reader.entry(refused).map(|entry| entry.size);
            assert!(matches!(failure, Err(Failure::Rejected { .. })), "{refused}: {failure:?}");
        }
    }
}

#[tokio::test]
async fn without_an_account_file_the_posts_tell_whose_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let shown = |seconds: u64, handle: &str| {
        let mut medium = photo(seconds, "https://t.co/m", "a.jpg");
        medium["expanded_url"] =
            json!(format!("https://twitter.com/{handle}/status/{}/photo/1", id_at(seconds)));
        tweet(seconds, "https://t.co/m", &[("media", "https://t.co/m", medium)])
    };
    let mut archive = Archive::default();
    archive.tweets(&[
        answering(tweet(9, "@ana hello", &[]), 5, "99", "ana"),
        answering(tweet(8, "@ana hello again", &[]), 5, "99", "ana"),
        answering(tweet(6, "on it goes", &[]), id_at(4), ACCOUNT, "new_name"),
        shown(4, "old_name"),
    ]);
    let imported = import(&archive.write_folder(&dir.path().join("a"))).await;
    let profile = imported.profile.clone().unwrap();
    assert_eq!((profile.name.as_str(), profile.handle.as_deref()), ("new_name", Some("new_name")));
    let thread = imported.post(id_at(6)).reply_to.clone().unwrap();
    assert_eq!(thread.url.unwrap().as_str(), format!("https://x.com/new_name/status/{}", id_at(4)));

    let mut nameless = Archive::default();
    nameless.tweets(&[tweet(1, "Who am I?", &[])]);
    let imported = import(&nameless.write_folder(&dir.path().join("b"))).await;
    assert_eq!(imported.profile.unwrap().handle, None);
    assert_eq!(
        imported.posts[0].origin.url.as_ref().unwrap().as_str(),
        format!("https://x.com/i/web/status/{}", id_at(1))
    );
}

#[tokio::test]
async fn the_manifest_says_which_files_are_tweets() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = Archive::default();
    let part = |seconds| [json!({"tweet": tweet(seconds, "x", &[])})];
    archive.array("tweets", "tweets", &part(1)).array("tweets-part1", "tweets", &part(2));
    archive.array("tweet", "tweet", &part(3));
    let manifest = json!({
        "userInfo": {"accountId": ACCOUNT, "userName": HANDLE, "displayName": "From the manifest"},
        "archiveInfo": {"isPartialArchive": false},
        "dataTypes": {
            "account": {"files": []},
            "tweets": {"mediaDirectory": "data/tweets_media", "files": [
                {"fileName": "data/tweets.js", "globalName": "YTD.tweets.part0", "count": "1"},
                {"fileName": "data/tweets-part1.js", "globalName": "YTD.tweets.part1", "count": "1"},
                {"fileName": "data/tweets-part2.js", "globalName": "YTD.tweets.part2", "count": "1"},
                {"fileName": "../outside.js", "globalName": "x", "count": "1"},
            ]},
        },
    });
    archive.file("data/manifest.js", format!("window.__THAR_CONFIG = {manifest};"));
    let imported = import(&archive.write_folder(dir.path())).await;
    assert_eq!(imported.posts.len(), 2, "tweet.js is not listed");
    assert_eq!(imported.profile.as_ref().unwrap().name, "From the manifest");
    for missing in ["data/tweets-part2.js", "../outside.js"] {
        assert!(imported.skipped_why(missing).contains("not in the archive"));
    }
}

#[tokio::test]
async fn a_profile_picture_is_a_file_where_there_is_one() {
    let dir = tempfile::tempdir().unwrap();
    let imported = import(&with_profile().write_zip(&dir.path().join("a.zip"), "")).await;
    let profile = imported.profile.unwrap();
    assert_eq!(profile.avatar, Some(MediaSource::Entry(format!("data/profile_media/{ACCOUNT}-face.jpg"))));
    assert_eq!(
        profile.banner.as_ref().map(MediaSource::as_str),
        Some("https://pbs.twimg.com/profile_banners/4242/1500000000/1500x500")
    );
}
