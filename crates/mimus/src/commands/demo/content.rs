//! What the demo shows: feeds, an archive and pictures of our own, carried in the binary.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

/// A file in the binary: its name and what is in it.
type Carried = (&'static str, &'static [u8]);

macro_rules! carried {
    ($($name:literal),+ in $folder:literal) => {
        [$(($name, include_bytes!(concat!("../../../demo/", $folder, "/", $name)))),+]
    };
}

/// The pictures. They stand in the feeds by address, and in the archive as files.
pub(super) const PICTURES: [Carried; 11] = carried!(
    "banner.png", "chorus.png", "dawn.png", "desert.png", "marsh.png", "museum.png", "nest.png", "night.png",
    "observatory.png", "song.png", "wires.png" in "pictures"
);

const ARCHIVE: [Carried; 6] = carried!(
    "account.js", "deleted-tweets.js", "manifest.js", "note-tweet.js", "profile.js", "tweets.js" in "archive/data"
);
/// A line for each picture of the archive: its path there, and its name here.
const ARCHIVE_MEDIA: &str = include_str!("../../../demo/archive/media.txt");

const OBSERVATORY: &str = include_str!("../../../demo/feeds/observatory.atom");
const OBSERVATORY_NEW: &str = include_str!("../../../demo/feeds/observatory-new.xml");
const OBSERVATORY_WITHDRAWN: &str = include_str!("../../../demo/feeds/observatory-withdrawn.xml");
const CHORUS: &str = include_str!("../../../demo/feeds/chorus.rss");

/// The observatory's feed before and after somebody has worked on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edition {
    /// As the mirror finds it.
    First,
    /// With an entry more, one corrected, and one taken down.
    Second,
}

/// Where the demo's sources are written.
#[derive(Debug, Clone)]
pub(super) struct Content {
    folder: PathBuf,
    /// Where the pictures are served, without a slash at the end.
    pictures: String,
    /// When the demo was started; the entries' times are told from it.
    started: Timestamp,
}

impl Content {
    /// Content to be written below `folder`.
    pub(super) fn new(folder: PathBuf, pictures: String, started: Timestamp) -> Self {
        Self { folder, pictures, started }
    }

    /// The observatory's feed.
    pub(super) fn observatory(&self) -> PathBuf {
        self.folder.join("observatory.atom")
    }

    /// The feed that stands for an account on X.
    pub(super) fn chorus(&self) -> PathBuf {
        self.folder.join("chorus.rss")
    }

    /// The archive of an account on X.
    pub(super) fn archive(&self) -> PathBuf {
        self.folder.join("archive")
    }

    /// Writes everything in its first edition.
    pub(super) fn write(&self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        self.write_observatory(Edition::First, self.started)?;
        fs::write(self.chorus(), self.fill(CHORUS, self.started))?;
        let data = self.archive().join("data");
        for folder in ["tweets_media", "profile_media"] {
            fs::create_dir_all(data.join(folder))?;
        }
        for (name, bytes) in ARCHIVE {
            fs::write(data.join(name), bytes)?;
        }
        for (path, name) in ARCHIVE_MEDIA.lines().filter_map(|line| line.split_once(' ')) {
            if let Some(bytes) = picture(name) {
                fs::write(self.archive().join(path), bytes)?;
            }
        }
        Ok(())
    }

    /// Writes the observatory's feed as it is at `now`.
    pub(super) fn write_observatory(&self, edition: Edition, now: Timestamp) -> io::Result<()> {
        let (new, withdrawn, hour, updated) = match edition {
            Edition::First => ("", OBSERVATORY_WITHDRAWN, "six", "{{-30h}}"),
            Edition::Second => (OBSERVATORY_NEW, "", "seven", "{{now}}"),
        };
        let feed = OBSERVATORY
            .replace("{{new}}", new)
            .replace("{{withdrawn}}", withdrawn)
            .replace("{{walk-hour}}", hour)
            .replace("{{walk-updated}}", updated);
        replace_file(&self.observatory(), &self.fill(&feed, now))
    }

    /// Puts addresses and times where double braces stand: `{{media}}`, `{{now}}`, `{{-5h}}` for five hours before
    /// the start, `{{rfc-5m}}` for five minutes before it as RSS writes times.
    fn fill(&self, template: &str, now: Timestamp) -> String {
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((mark, after)) = after.split_once("}}") else { break };
            match mark {
                "media" => out.push_str(&self.pictures),
                "now" => out.push_str(&now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
                _ => out.push_str(&self.time(mark).unwrap_or_default()),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn time(&self, mark: &str) -> Option<String> {
        let (form, ago) = mark.split_once('-')?;
        let minutes = match ago.strip_suffix('h') {
            Some(hours) => hours.parse::<i64>().ok()?.checked_mul(60)?,
            None => ago.strip_suffix('m')?.parse().ok()?,
        };
        let at = self.started.checked_sub(SignedDuration::from_mins(minutes)).ok()?;
        let format = if form == "rfc" { "%a, %d %b %Y %H:%M:%S +0000" } else { "%Y-%m-%dT%H:%M:%SZ" };
        Some(at.strftime(format).to_string())
    }
}

/// A picture by its name.
pub(super) fn picture(name: &str) -> Option<&'static [u8]> {
    PICTURES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

/// Whoever reads the file meanwhile sees it whole, old or new.
fn replace_file(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension("new");
    fs::write(&beside, text)?;
    fs::rename(beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(folder: &Path) -> Content {
        let started = Timestamp::from_second(1_790_000_000).expect("a time");
        Content::new(folder.to_owned(), "http://127.0.0.1:1/pictures".into(), started)
    }

    #[test]
    fn all_marks_are_filled_and_all_pictures_are_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let content = content(folder.path());
        content.write().expect("written");
        let read = |path: PathBuf| fs::read_to_string(path).expect("readable");
        let first = read(content.observatory());
        content.write_observatory(Edition::Second, Timestamp::UNIX_EPOCH).expect("written");
        let second = read(content.observatory());
        for text in [&first, &second, &read(content.chorus())] {
            assert!(!text.contains("{{") && !text.contains("}}"), "{text}");
            for address in text.split("http://127.0.0.1:1/pictures/").skip(1) {
                let name = address.split(['"', '<']).next().unwrap_or_default();
                assert!(picture(name).is_some(), "{name} is not carried");
            }
        }
        for dated in [&first, &second] {
            assert!(!dated.contains("<published></published>") && !dated.contains("<updated></updated>"));
        }
        assert!(!read(content.chorus()).contains("<pubDate></pubDate>"));
        assert_eq!(first.matches("<entry>").count(), second.matches("<entry>").count());
        for line in ARCHIVE_MEDIA.lines() {
            let (path, _) = line.split_once(' ').expect("a path and a name");
            assert!(content.archive().join(path).exists(), "{path}");
        }
    }

    #[test]
    fn the_pictures_are_small() {
        assert!(PICTURES.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() < 300 << 10);
    }
}
