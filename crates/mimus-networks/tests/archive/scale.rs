//! Memory does not grow with the archive.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use mimus_networks::archive::ArchiveReader;
use mimus_networks::{Next, Read as _};
use serde_json::json;
use zip::write::SimpleFileOptions;

use super::writer::{film, id_at, mention, photo, tweet, url};

/// Writes an archive of `count` posts, without holding it.
fn write_zip(path: &Path, count: u64) -> u64 {
    let mut zip = zip::ZipWriter::new(BufWriter::new(File::create(path).unwrap()));
    zip.start_file("data/tweets.js", SimpleFileOptions::default()).unwrap();
    let mut out = BufWriter::new(zip);
    out.write_all(b"window.YTD.tweets.part0 = [\n").unwrap();
    let mut bytes = 0;
    for at in 0..count {
        let link = format!("https://t.co/l{at}");
        let words = format!("Post {at} &amp; more, 第{at}号 @ana {link} #tag{at}");
        let mut entities = vec![
            ("user_mentions", "@ana", mention("ana", "Ana")),
            ("urls", link.as_str(), url(&link, &format!("https://example.org/page/{at}?x=1"))),
        ];
        let picture = format!("https://t.co/m{at}");
        let words = if at % 5 == 0 { format!("{words} {picture}") } else { words };
        match at % 10 {
            0 => entities.push(("media", picture.as_str(), photo(at, &picture, "a.jpg"))),
            5 => entities.push(("media", picture.as_str(), film(at, &picture, "video", "b"))),
            _ => {}
        }
        let record = serde_json::to_string_pretty(&json!({"tweet": tweet(at, &words, &entities)})).unwrap();
        bytes += record.len() as u64;
        out.write_all(if at == 0 { b"" } else { b",\n" }).unwrap();
        out.write_all(record.as_bytes()).unwrap();
    }
    out.write_all(b"]").unwrap();
    out.into_inner().unwrap().finish().unwrap();
    bytes
}

/// The most memory that this process has held, in MiB.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1_024)
}

async fn measure(count: u64) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("large.zip");
    let bytes = write_zip(&path, count);
    let started = Instant::now();
    let mut reader = ArchiveReader::open(path.to_str().unwrap()).unwrap();
    let mut cursor: Option<String> = None;
    let mut posts = 0;
    let mut last = None;
    loop {
        let page = reader.read(cursor.as_deref(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
        posts += page.posts.len() as u64;
        last = page.posts.last().map(|post| post.origin.remote_id.to_string()).or(last);
        cursor = Some(page.cursor);
        if page.next == Next::Done {
            assert_eq!(page.progress, Some((count, Some(count))));
            break;
        }
    }
    assert_eq!(posts, count);
    assert_eq!(last, Some(id_at(count - 1).to_string()));
    let peak = peak_mib();
    eprintln!(
        "{count} posts, {} MiB of JSON: {:.2} s, peak {} MiB",
        bytes >> 20,
        started.elapsed().as_secs_f64(),
        peak.map_or("?".to_owned(), |mib| mib.to_string())
    );
    // Only where every test is a process of its own does the peak belong to this one.
    if let (Some(peak), Some(_)) = (peak, std::env::var_os("NEXTEST")) {
        assert!(peak < 150, "the import held {peak} MiB");
    }
}

#[tokio::test]
async fn ten_thousand_posts_are_read_in_bounded_memory() {
    measure(10_000).await;
}
