//! Importing an archive.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use serde::de::{SeqAccess, Visitor};
use serde::{Deserializer, de::IgnoredAny};

use super::{Figure, figure};
use crate::{archive, process};

pub(crate) async fn run(tweets: u64) -> Result<Vec<Figure>, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let zip = folder.path().join("archive.zip");
    archive::write(&zip, tweets).map_err(|e| e.to_string())?;
    let (bare, bytes) = bare(&zip)?;
    let location = format!("archive:{}", zip.display());
    let (took, peak) = process::measure(process::command(folder.path(), &["mirror", "add", &location])?)?;
    let rate = tweets as f64 / took.as_secs_f64();
    let (again, _) =
        process::measure(process::command(folder.path(), &["mirror", "refresh", "bench_town", "--whole"])?)?;
    let database = std::fs::metadata(folder.path().join("data/mimus.db")).map_err(|e| e.to_string())?.len();
    Ok(vec![
        figure("tweets", tweets as f64, ""),
        figure("JSON in the archive", bytes as f64 / 1_048_576.0, "MiB"),
        figure("import, durable", took.as_secs_f64(), "s"),
        figure("posts a second", rate, "/s"),
        figure("peak memory of the whole process", peak, "MiB"),
        figure("database afterwards", database as f64 / 1_048_576.0, "MiB"),
        figure("read again, nothing new", again.as_secs_f64(), "s"),
        figure("bare: inflate and skim the JSON", bare.as_secs_f64(), "s"),
        figure("import over bare", took.as_secs_f64() / bare.as_secs_f64(), "times"),
    ])
}

/// Inflates the file of tweets and lets a JSON parser skim it, keeping nothing.
fn bare(zip: &Path) -> Result<(Duration, u64), String> {
    struct Skim;
    impl<'de> Visitor<'de> for Skim {
        type Value = u64;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an array")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<u64, A::Error> {
            let mut count = 0;
            while sequence.next_element::<IgnoredAny>()?.is_some() {
                count += 1;
            }
            Ok(count)
        }
    }
    let began = Instant::now();
    let file = BufReader::new(File::open(zip).map_err(|e| e.to_string())?);
    let mut archive = zip::ZipArchive::new(file).map_err(|e| e.to_string())?;
    let mut entry = archive.by_name("data/tweets.js").map_err(|e| e.to_string())?;
    let bytes = entry.size();
    let mut prefix = [0; 26];
    entry.read_exact(&mut prefix).map_err(|e| e.to_string())?;
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(entry));
    (&mut json).deserialize_seq(Skim).map_err(|e| e.to_string())?;
    Ok((began.elapsed(), bytes))
}
