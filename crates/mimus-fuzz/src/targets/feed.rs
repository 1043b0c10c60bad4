//! Feeds: each input is a file that is read, and then read again with the cursor that came of it.

use std::io::Write as _;
use std::path::PathBuf;

use jiff::Timestamp;
use mimus_networks::feed::{FeedReader, MAX_ENTRIES};
use mimus_networks::{Failure, Page, Read as _};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::{Exercise, Outcome, SetupError};

/// Longest cursor, in bytes.
const MAX_CURSOR: usize = 48 << 10;
/// Most media of a post.
const MAX_MEDIA: usize = 16;

pub(super) struct FeedTarget {
    runtime: Runtime,
    reader: FeedReader,
    path: PathBuf,
    now: Timestamp,
    _folder: TempDir,
}

impl FeedTarget {
    pub(super) fn new() -> Result<Self, SetupError> {
        let folder = super::folder()?;
        let path = folder.path().join("feed");
        let place = path.to_str().ok_or_else(|| SetupError::own("the folder's name is not UTF-8"))?;
        let reader = FeedReader::open(super::client_without_names()?, place).map_err(SetupError::own)?;
        let now = Timestamp::from_second(1_790_000_000).map_err(SetupError::own)?;
        Ok(Self { runtime: super::runtime()?, reader, path, now, _folder: folder })
    }

    fn read(&mut self, cursor: Option<&str>) -> Result<Option<String>, String> {
        match self.runtime.block_on(self.reader.read(cursor, self.now)) {
            Ok(page) => check(page).map(Some),
            Err(Failure::Rejected { why }) if why.contains("reader failed") => Err(why),
            Err(Failure::Rejected { .. }) => Ok(None),
            // A page in place of what was a feed.
            Err(Failure::Retry { .. }) if cursor.is_some() => Ok(None),
            Err(other) => Err(format!("a file that fails so: {other:?}")),
        }
    }
}

impl Exercise for FeedTarget {
    fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String> {
        let failed = |error: std::io::Error| format!("the file could not be written: {error}");
        std::fs::write(&self.path, input).map_err(failed)?;
        let Some(cursor) = self.read(None)? else { return Ok(Outcome::Refused) };
        // Another size, so that it is read and not taken for what it was.
        let mut file = std::fs::OpenOptions::new().append(true).open(&self.path).map_err(failed)?;
        file.write_all(b"\n").map_err(failed)?;
        drop(file);
        self.read(Some(&cursor))?;
        Ok(Outcome::Taken)
    }
}

fn check(page: Page) -> Result<String, String> {
    let Page { posts, cursor, .. } = page;
    if posts.len() > MAX_ENTRIES || cursor.len() > MAX_CURSOR {
        return Err(format!("{} posts, a cursor of {} bytes", posts.len(), cursor.len()));
    }
    match posts.iter().find(|post| post.is_empty() || post.media.len() > MAX_MEDIA) {
        Some(post) => Err(format!("a post that is empty or has too much: {post:?}")),
        None => Ok(cursor),
    }
}
