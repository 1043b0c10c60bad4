//! Damaged and hostile archives: each is refused with the file and the reason, and what came before stays.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use mimus_networks::archive::ArchiveReader;
use mimus_networks::{Failure, Read as _};
use proptest::prelude::*;
use serde_json::json;

use super::writer::{Archive, id_at, tweet};
use super::{import, import_from, refusal};

/// An entry of a zip written by hand, so that it may lie.
#[derive(Clone)]
struct RawEntry {
    name: Vec<u8>,
    flags: u16,
    /// The Unix mode, in the upper half.
    attributes: u32,
    data: Vec<u8>,
    /// Where it says that its header is, if not where it is.
    header: Option<u32>,
}

fn entry(name: &str, data: &str) -> RawEntry {
    RawEntry {
        name: name.into(),
        flags: 1 << 11,
        attributes: 0o100_644 << 16,
        data: data.into(),
        header: None,
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
        crc
    })
}

/// A zip of unpacked entries. `count` is what its end says, if not the truth.
fn raw_zip(entries: &[RawEntry], count: Option<u64>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let header = u32::try_from(out.len()).unwrap();
        let size = u32::try_from(entry.data.len()).unwrap().to_le_bytes();
        let mut shared = Vec::new();
        shared.extend(20_u16.to_le_bytes());
        shared.extend(entry.flags.to_le_bytes());
        shared.extend([0; 6]);
        shared.extend(crc32(&entry.data).to_le_bytes());
        shared.extend(size);
        shared.extend(size);
        shared.extend(u16::try_from(entry.name.len()).unwrap().to_le_bytes());
        shared.extend([0; 2]);
        out.extend(b"PK\x03\x04");
        out.extend(&shared);
        out.extend(&entry.name);
        out.extend(&entry.data);
        directory.extend(b"PK\x01\x02");
        directory.extend([20, 3]);
        directory.extend(&shared);
        directory.extend([0; 6]);
        directory.extend(entry.attributes.to_le_bytes());
        directory.extend(entry.header.unwrap_or(header).to_le_bytes());
        directory.extend(&entry.name);
    }
    let start = out.len() as u64;
    let size = directory.len() as u64;
    out.extend(directory);
    let true_count = entries.len() as u64;
    if let Some(count) = count {
        let end64 = out.len() as u64;
        out.extend(b"PK\x06\x06");
        out.extend(44_u64.to_le_bytes());
        out.extend([45, 3, 45, 0]);
        out.extend([0; 8]);
        for number in [count, count, size, start] {
            out.extend(number.to_le_bytes());
        }
        out.extend(b"PK\x06\x07");
        out.extend([0; 4]);
        out.extend(end64.to_le_bytes());
        out.extend(1_u32.to_le_bytes());
    }
    let short = if count.is_some() { u16::MAX } else { u16::try_from(true_count).unwrap() };
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend(short.to_le_bytes());
    out.extend(short.to_le_bytes());
    out.extend(u32::try_from(size).unwrap().to_le_bytes());
    out.extend(u32::try_from(start).unwrap().to_le_bytes());
    out.extend([0; 2]);
    out
}

fn good() -> RawEntry {
    entry(
        "data/tweets.js",
        &format!("window.YTD.tweets.part0 = {}", json!([{"tweet": tweet(1, "Hello", &[])}])),
    )
}

async fn zip_refusal(bytes: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("archive.zip");
    fs::write(&path, bytes).unwrap();
    refusal(&path).await
}

#[tokio::test]
async fn the_hand_written_zip_is_read_where_it_does_not_lie() {
    let dir = tempfile::tempdir().unwrap();
    for (at, count) in [None, Some(1)].into_iter().enumerate() {
        let path = dir.path().join(format!("{at}.zip"));
        fs::write(&path, raw_zip(&[good()], count)).unwrap();
        assert_eq!(import(&path).await.posts.len(), 1);
    }
}

#[tokio::test]
async fn zips_that_lie_are_refused() {
    let mut reasons = Vec::new();
    for name in [
        "data/../../evil.js",
        "/etc/evil",
        "C:\\evil",
        "..\\evil",
        "\\\\server\\evil",
        "data/x\0.js",
        "data/x\n.js",
    ] {
        reasons.push(zip_refusal(&raw_zip(&[good(), entry(name, "x")], None)).await);
    }
    let mut link = entry("data/tweets_media/1-a.jpg", "/etc/passwd");
    link.attributes = 0o120_777 << 16;
    reasons.push(zip_refusal(&raw_zip(&[good(), link], None)).await);
    let mut encrypted = good();
    encrypted.flags |= 1;
    reasons.push(zip_refusal(&raw_zip(&[encrypted], None)).await);
    let mut twice = entry("data/like.js", &"x".repeat(good().data.len()));
    twice.header = Some(0);
    reasons.push(zip_refusal(&raw_zip(&[good(), twice], None)).await);
    reasons.push(zip_refusal(&raw_zip(&[good()], Some(3_000_000))).await);
    reasons.push(zip_refusal(&raw_zip(&[good()], Some(2))).await);
    let whole = raw_zip(&[good()], None);
    reasons.push(zip_refusal(&whole[..whole.len() - 30]).await);
    reasons.push(zip_refusal(&whole[..whole.len() / 2]).await);
    let mut broken = whole.clone();
    let at = broken.windows(5).position(|five| five == b"Hello").unwrap();
    broken[at] = b'h';
    reasons.push(zip_refusal(&broken).await);
    reasons.push(zip_refusal(&raw_zip(&[entry("data/like.js", "x")], None)).await);
    reasons.push(zip_refusal(b"this is no zip").await);
    insta::assert_snapshot!(reasons.join("\n"));
}

#[tokio::test]
async fn a_packing_that_is_not_known_is_refused() {
    let mut bytes = raw_zip(&[good()], None);
    let directory = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    for at in [8, directory + 10] {
        bytes[at..at + 2].copy_from_slice(&25_717_u16.to_le_bytes());
    }
    let why = zip_refusal(&bytes).await;
    assert!(why.contains("data/tweets.js") && why.contains("25717"), "{why}");
}

#[tokio::test]
async fn a_place_that_is_no_archive_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert!(refusal(&dir.path().join("none.zip")).await.contains("none.zip"));
    assert!(refusal(dir.path()).await.contains("holds no data/tweets.js"));
}

/// A packed zip whose `data/tweets.js` is `before`, then `count` spaces, then `after`.
fn spaced_zip(path: &Path, before: &str, count: usize, after: &str) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    zip.start_file("data/tweets.js", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(before.as_bytes()).unwrap();
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..count >> 20 {
        zip.write_all(&spaces).unwrap();
    }
    zip.write_all(after.as_bytes()).unwrap();
    zip.finish().unwrap();
}

#[tokio::test]
async fn a_bomb_is_stopped_and_what_came_before_it_stays() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bomb.zip");
    let before = format!("x = [{},", json!({"tweet": tweet(1, "Before the bomb", &[])}));
    spaced_zip(&path, &before, 80 << 20, "]");
    let mut reader = ArchiveReader::open(path.to_str().unwrap()).unwrap();
    let imported = import_from(&mut reader, None).await;
    assert_eq!(imported.posts.len(), 1);
    let Some(Failure::Rejected { why }) = imported.failure else { panic!("{:?}", imported.failure) };
    assert!(why.contains("data/tweets.js") && why.contains("zip bomb"), "{why}");
}

#[tokio::test]
async fn a_file_may_not_give_more_than_the_zip_says() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("more.zip");
    spaced_zip(&path, "[", 2 << 20, "]");
    let mut bytes = fs::read(&path).unwrap();
    let directory = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    bytes[directory + 24..directory + 28].copy_from_slice(&1_000_u32.to_le_bytes());
    fs::write(&path, bytes).unwrap();
    let why = refusal(&path).await;
    assert!(why.contains("data/tweets.js") && why.contains("larger than its declared"), "{why}");
}

/// What 700 good records and then `rest` give.
async fn after_good(rest: &str) -> (usize, String) {
    let dir = tempfile::tempdir().unwrap();
    let good: Vec<String> = (0..700).map(|at| json!({"tweet": tweet(at, "fine", &[])}).to_string()).collect();
    let mut archive = Archive::new();
    archive.file("data/tweets.js", format!("window.YTD.tweets.part0 = [{},{rest}", good.join(",")));
    let place = archive.write_zip(&dir.path().join("archive.zip"), "");
    let imported = import_from(&mut ArchiveReader::open(place.to_str().unwrap()).unwrap(), None).await;
    match imported.failure {
        Some(Failure::Rejected { why }) => (imported.posts.len(), why),
        other => panic!("{rest:.20}: {other:?}"),
    }
}

#[tokio::test]
async fn wrong_json_is_refused_with_its_place_after_what_was_right() {
    let mut reasons = Vec::new();
    let deep = format!("{}1", "[".repeat(5_000));
    let long = format!("{{\"tweet\": {{\"full_text\": \"{}\"}}}}]", "x".repeat(2 << 20));
    for rest in [
        "{\"tweet\": {\"id_str\": \"1\" \"full_text\": 2}}]",
        "{\"tweet\": {\"id_str",
        "{\"a\": }]",
        "]]",
        "nonsense]",
        &deep,
        &long,
    ] {
        let (posts, why) = after_good(rest).await;
        assert_eq!(posts, 700, "{why}");
        reasons.push(why);
    }
    insta::assert_snapshot!(reasons.join("\n"));
}

#[tokio::test]
async fn records_of_another_shape_are_told_and_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = Archive::new();
    let odd = json!([
        1, "two", null, [], {}, {"tweet": null}, {"tweet": {"id_str": "-5"}}, {"tweet": {"id": []}},
        {"tweet": {"id": "9", "entities": "none", "created_at": "Sat Feb 18 12:33:11 +0000 2023"}},
        {"tweet": tweet(3, "the only one", &[])},
        {"tweet": {
            "id": "11", "full_text": {"a": 1}, "created_at": "Sat Feb 18 12:33:11 +0000 2023", "lang": 5,
            "entities": {"urls": {}, "hashtags": null, "user_mentions": [{"indices": "x", "screen_name": 5}]},
            "extended_entities": {"media": [{"media_url_https": "file:///etc/passwd"}, {"type": 7}]},
        }},
    ]);
    archive.file("data/tweets.js", format!("window.YTD.tweets.part0 = {odd}"));
    let imported = import(&archive.write_folder(dir.path())).await;
    assert_eq!(imported.posts.len() + imported.skipped.len(), 11);
    assert_eq!(imported.post(id_at(3)).text.as_str(), "the only one");
    assert!(imported.post(11).is_empty());
    assert!(imported.skipped_why("data/tweets.js record 9").starts_with("no post: "));
}

#[cfg(unix)]
#[tokio::test]
async fn links_in_a_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let mut archive = Archive::new();
    archive.tweets(&[tweet(1, "Hello", &[])]).file("data/tweets_media/1-real.jpg", "a picture");
    let place = archive.write_folder(&dir.path().join("archive"));
    let outside = dir.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("1-a.jpg"), "private").unwrap();
    symlink(outside.join("1-a.jpg"), place.join("data/tweets_media/1-a.jpg")).unwrap();
    symlink(&outside, place.join("data/profile_media")).unwrap();
    symlink(place.join("data/tweets.js"), place.join("data/tweets-part1.js")).unwrap();
    let mut reader = ArchiveReader::open(place.to_str().unwrap()).unwrap();
    let mut entry = |name: &str| {
        reader.entry(name).map(|mut entry| {
            let mut text = String::new();
            entry.reader.read_to_string(&mut text).unwrap();
            text
        })
    };
    assert_eq!(entry("data/tweets_media/1-real.jpg"), Ok("a picture".to_owned()));
    assert!(entry("data/tweets_media/1-a.jpg").is_err());
    assert!(entry("data/profile_media/1-a.jpg").is_err());
    let imported = import(&place).await;
    assert_eq!((imported.posts.len(), imported.skipped.len()), (1, 0), "the linked part is not there");

    fs::rename(place.join("data"), dir.path().join("moved")).unwrap();
    symlink(dir.path().join("moved"), place.join("data")).unwrap();
    assert!(refusal(&place).await.contains("holds no data/tweets.js"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_zip_with_any_bytes_changed_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
        packed in any::<bool>(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.zip");
        let mut bytes = if packed {
            let mut archive = Archive::new();
            archive.tweets(&[tweet(1, "Hello", &[]), tweet(2, "World", &[])]);
            fs::read(archive.write_zip(&path, "")).unwrap()
        } else {
            raw_zip(&[good()], Some(1))
        };
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        fs::write(&path, bytes).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            if let Ok(mut reader) = ArchiveReader::open(path.to_str().unwrap()) {
                import_from(&mut reader, None).await;
            }
        });
    }
}
