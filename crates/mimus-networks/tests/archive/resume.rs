//! An import that is broken off is taken up again, and one that is repeated adds nothing.

use std::collections::BTreeSet;
use std::path::PathBuf;

use mimus_networks::archive::ArchiveReader;
use mimus_networks::{Next, Read as _};
use serde_json::{Value, json};

use super::writer::{Archive, id_at, tweet};
use super::{Import, import, import_from};

/// 1,720 records in three files of posts, newest first in one and mixed in another, and a file that is left out.
fn archive() -> Archive {
    let part = |seconds: Vec<u64>| -> Vec<Value> {
        seconds.into_iter().map(|at| json!({"tweet": tweet(at, &format!("post {at}"), &[])})).collect()
    };
    let mut archive = Archive::new();
    archive.array("tweets", "tweets", &part((1_000..1_700).rev().collect()));
    archive.array("tweets-part1", "tweets", &part((0..500).map(|at| at * 7 % 500).collect()));
    archive.array("tweets-part2", "tweets", &part((500..1_000).collect()));
    archive.array("community-tweet", "community_tweet", &part((2_000..2_020).collect()));
    archive
}

fn places(dir: &tempfile::TempDir) -> [PathBuf; 2] {
    [
        archive().write_folder(&dir.path().join("folder")),
        archive().write_zip(&dir.path().join("archive.zip"), "w/"),
    ]
}

fn ids(import: &Import) -> Vec<String> {
    import.posts.iter().map(|post| post.origin.remote_id.to_string()).collect()
}

#[tokio::test]
async fn taken_up_after_any_page_it_gives_the_rest_and_nothing_twice() {
    let dir = tempfile::tempdir().unwrap();
    for place in places(&dir) {
        let whole = import(&place).await;
        assert_eq!((whole.posts.len(), whole.skipped.len(), whole.pages), (1_700, 20, 4));
        for pages in 1..whole.pages {
            let mut reader = ArchiveReader::open(place.to_str().unwrap()).unwrap();
            let mut first = Import::default();
            for _ in 0..pages {
                let page = reader.read(first.cursor.as_deref(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
                assert_eq!(first.take(page), Next::More);
            }
            drop(reader);
            let mut reader = ArchiveReader::open(place.to_str().unwrap()).unwrap();
            let rest = import_from(&mut reader, first.cursor.clone()).await;
            assert_eq!(rest.profile, None, "the profile comes with the first page");
            first.posts.extend(rest.posts);
            first.skipped.extend(rest.skipped);
            assert_eq!(first.posts, whole.posts, "after {pages} pages");
            assert_eq!(first.skipped, whole.skipped, "after {pages} pages");
        }
        assert_eq!(ids(&whole).into_iter().collect::<BTreeSet<_>>().len(), 1_700);
    }
}

#[tokio::test]
async fn the_same_cursor_gives_the_same_page_and_progress_is_told() {
    let dir = tempfile::tempdir().unwrap();
    for place in places(&dir) {
        let mut reader = ArchiveReader::open(place.to_str().unwrap()).unwrap();
        let mut read =
            async |cursor: Option<&str>| reader.read(cursor, jiff::Timestamp::UNIX_EPOCH).await.unwrap();
        let first = read(None).await;
        let second = read(Some(&first.cursor)).await;
        let again = read(Some(&first.cursor)).await;
        let from_start = read(None).await;
        assert_eq!(second.posts, again.posts);
        assert_eq!(second.cursor, again.cursor);
        assert_eq!(first.posts, from_start.posts);
        assert_eq!(first.progress, Some((500, Some(1_720))));
        assert_eq!(second.progress, Some((1_000, Some(1_720))));
    }
}

#[tokio::test]
async fn after_the_end_there_is_nothing_more() {
    let dir = tempfile::tempdir().unwrap();
    let [place, _] = places(&dir);
    let whole = import(&place).await;
    let mut reader = ArchiveReader::open(place.to_str().unwrap()).unwrap();
    let again = import_from(&mut reader, whole.cursor).await;
    assert_eq!((again.posts.len(), again.skipped.len(), again.pages), (0, 0, 1));
}

#[tokio::test]
async fn imported_again_it_gives_the_same_posts() {
    let dir = tempfile::tempdir().unwrap();
    let [folder, zip] = places(&dir);
    assert_eq!(import(&folder).await.posts, import(&zip).await.posts);
}

#[tokio::test]
async fn a_cursor_of_another_archive_begins_anew() {
    let dir = tempfile::tempdir().unwrap();
    let [place, _] = places(&dir);
    let cursor = import(&place).await.cursor;
    let mut newer = archive();
    newer.tweets(&[tweet(5_000, "one more", &[])]);
    newer.files.swap_remove(1);
    let place = newer.write_folder(&dir.path().join("newer"));
    for cursor in [cursor, Some("{}".into()), Some("no cursor".into())] {
        let mut reader = ArchiveReader::open(place.to_str().unwrap()).unwrap();
        let imported = import_from(&mut reader, cursor).await;
        assert_eq!(imported.posts.len(), 1_001);
        assert!(ids(&imported).contains(&id_at(5_000).to_string()));
    }
}

#[tokio::test]
async fn a_reading_given_up_halfway_can_be_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let [place, _] = places(&dir);
    let mut reader = ArchiveReader::open(place.to_str().unwrap()).unwrap();
    let mut reading = reader.read(None, jiff::Timestamp::UNIX_EPOCH);
    std::future::poll_fn(|context| {
        let _ = reading.as_mut().poll(context);
        std::task::Poll::Ready(())
    })
    .await;
    drop(reading);
    assert_eq!(import_from(&mut reader, None).await.posts.len(), 1_700);
}
