//! Media files: wanted first, then stored once by their content.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use mimus_core::media::ending_of;

use crate::db::{Tx, args, placeholders};
use crate::mirrors::MirrorId;
use crate::row::Row;
use crate::{Result, Store};

/// A file's number in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) i64);

impl FileId {
    /// The number itself.
    #[must_use]
    pub fn get(self) -> i64 {
        self.0
    }
}

/// Whether a file's bytes are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// They are to be fetched.
    Wanted,
    /// They are here.
    Stored,
    /// They cannot be had, or are not what they should be.
    Failed,
    /// They were here and were let go for room; they are fetched again when asked for.
    Evicted,
}

impl FileState {
    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Stored => "stored",
            Self::Failed => "failed",
            Self::Evicted => "evicted",
        }
    }
}

impl FromStr for FileState {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        [Self::Wanted, Self::Stored, Self::Failed, Self::Evicted]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no state of a file"))
    }
}

/// A media file as the store knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its number.
    pub id: FileId,
    /// Where it comes from: a URL, or `entry:MIRROR:PATH` for one within an archive.
    pub source: String,
    /// Whether its bytes are here.
    pub state: FileState,
    /// SHA-256 of its bytes in hexadecimal, and with it its name in the media folder.
    pub sha256: Option<String>,
    /// Its media type, as found in its bytes.
    pub mime: Option<String>,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its width and height in pixels.
    pub size: Option<(u32, u32)>,
    /// Its blurhash.
    pub blurhash: Option<String>,
    /// How often fetching it has failed.
    pub attempts: u32,
    /// What the last failure said.
    pub last_error: Option<String>,
}

impl StoredFile {
    /// The usual extension of its media type.
    #[must_use]
    pub fn extension(&self) -> &'static str {
        ending_of(self.mime.as_deref().unwrap_or_default())
    }

    /// Name under `/media/`: content hash and extension; `None` unless the bytes are or were here.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let hash = self.sha256.as_ref().filter(|_| self.state != FileState::Failed)?;
        Some(format!("{hash}.{}", self.extension()))
    }
}

pub(crate) const COLUMNS: &str =
    "id, source, state, sha256, mime, bytes, width, height, blurhash, attempts, last_error";

pub(crate) fn file(row: &Row) -> Result<StoredFile> {
    let number = |at| row.opt_int(at).map(|n| n.and_then(|n| u32::try_from(n).ok()));
    Ok(StoredFile {
        id: FileId(row.int(0)?),
        source: row.text(1)?,
        state: row.parse(2, "files.state")?,
        sha256: row.opt_text(3)?,
        mime: row.opt_text(4)?,
        bytes: row.count(5)?,
        size: number(6)?.zip(number(7)?),
        blurhash: row.opt_text(8)?,
        attempts: u32::try_from(row.int(9)?).unwrap_or(u32::MAX),
        last_error: row.opt_text(10)?,
    })
}

/// The ids of files by source, wanting those that are not known yet.
pub(crate) async fn want(tx: &mut Tx, sources: &[&str], now: Timestamp) -> Result<Vec<(String, FileId)>> {
    let mut found = Vec::with_capacity(sources.len());
    for chunk in sources.chunks(200) {
        let values = (0..chunk.len())
            .map(|n| format!("(${}, 'wanted', $1, $1)", n + 2))
            .collect::<Vec<_>>()
            .join(", ");
        let sql = format!(
            "INSERT INTO files (source, state, next_try_at, used_at) VALUES {values} ON CONFLICT (source) DO NOTHING"
        );
        let mut args = vec![now.as_millisecond().into()];
        args.extend(chunk.iter().map(|source| (*source).into()));
        tx.execute(crate::db::built(sql), &args).await?;
        let sql = format!("SELECT source, id FROM files WHERE source IN ({})", placeholders(1, chunk.len()));
        for row in tx.rows(crate::db::built(sql), &args[1..]).await? {
            found.push((row.text(0)?, FileId(row.int(1)?)));
        }
    }
    Ok(found)
}

impl Store {
    /// Wants a file, and returns what is known of it.
    pub async fn want_file(&self, source: &str, now: Timestamp) -> Result<StoredFile> {
        let mut tx = self.db.begin().await?;
        want(&mut tx, &[source], now).await?;
        let sql = crate::db::built(format!("SELECT {COLUMNS} FROM files WHERE source = $1"));
        let row = tx.row(sql, &args![source]).await?.ok_or(sqlx::Error::RowNotFound)?;
        tx.commit().await?;
        file(&row)
    }

    /// Wants several files, and returns what is known of each, once.
    pub async fn want_files(&self, sources: &[String], now: Timestamp) -> Result<Vec<StoredFile>> {
        let mut unique: Vec<&str> = sources.iter().map(String::as_str).collect();
        unique.sort_unstable();
        unique.dedup();
        let mut known = Vec::with_capacity(unique.len());
        for chunk in unique.chunks(200) {
            let sql =
                format!("SELECT {COLUMNS} FROM files WHERE source IN ({})", placeholders(1, chunk.len()));
            let args: Vec<crate::db::Arg> = chunk.iter().map(|source| (*source).into()).collect();
            let mut rows = self.db.rows(crate::db::built(sql.clone()), &args).await?;
            if rows.len() < chunk.len() {
                let mut tx = self.db.begin().await?;
                want(&mut tx, chunk, now).await?;
                rows = tx.rows(crate::db::built(sql), &args).await?;
                tx.commit().await?;
            }
            for row in &rows {
                known.push(file(row)?);
            }
        }
        Ok(known)
    }

    /// One file.
    pub async fn file(&self, id: FileId) -> Result<Option<StoredFile>> {
        let sql = crate::db::built(format!("SELECT {COLUMNS} FROM files WHERE id = $1"));
        self.db.row(sql, &args![id.0]).await?.as_ref().map(file).transpose()
    }

    /// The file of that content, where its bytes are or were here.
    pub async fn file_by_content(&self, sha256: &str) -> Result<Option<StoredFile>> {
        let sql = crate::db::built(format!(
            "SELECT {COLUMNS} FROM files WHERE sha256 = $1 AND state IN ('stored', 'evicted') ORDER BY id LIMIT 1"
        ));
        self.db.row(sql, &args![sha256]).await?.as_ref().map(file).transpose()
    }

    /// Files that are to be fetched now, the longest due first, and are put off to `until`, so that a worker
    /// that dies does not keep them.
    pub async fn claim_files(&self, now: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<StoredFile>> {
        let skip = if self.is_sqlite() { "" } else { "FOR UPDATE SKIP LOCKED" };
        let sql = crate::db::built(format!(
            "UPDATE files SET next_try_at = $1 WHERE id IN (SELECT id FROM files WHERE state = 'wanted' AND source LIKE 'http%' AND \
             next_try_at <= $2 ORDER BY next_try_at LIMIT $3 {skip}) RETURNING {COLUMNS}"
        ));
        self.db
            .write_rows(sql, &args![until.as_millisecond(), now.as_millisecond(), limit])
            .await?
            .iter()
            .map(file)
            .collect()
    }

    /// Files of one source that are wanted: `entry:MIRROR:` paths of an archive, in order of id after `after`.
    pub async fn wanted_entries(
        &self,
        mirror: MirrorId,
        after: FileId,
        limit: u32,
    ) -> Result<Vec<StoredFile>> {
        let sql = crate::db::built(format!(
            "SELECT {COLUMNS} FROM files WHERE state = 'wanted' AND source >= $1 AND source < $2 AND id > $3 ORDER BY id LIMIT $4"
        ));
        let (from, to) = (format!("entry:{mirror}:"), format!("entry:{mirror};"));
        self.db.rows(sql, &args![from, to, after.0, limit]).await?.iter().map(file).collect()
    }

    /// Records that a file's bytes are in the media folder.
    pub async fn file_stored(&self, learnt: &StoredFile, now: Timestamp) -> Result<()> {
        self.files_stored(std::slice::from_ref(learnt), now).await
    }

    /// Records that the bytes of several files are in the media folder.
    pub async fn files_stored(&self, learnt: &[StoredFile], now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        for learnt in learnt {
            let sql = "UPDATE files SET state = 'stored', sha256 = $2, mime = $3, bytes = $4, width = $5, height = $6, \
                       blurhash = $7, next_try_at = NULL, last_error = NULL, used_at = $8 WHERE id = $1";
            let args = args![
                learnt.id.0,
                learnt.sha256.clone(),
                learnt.mime.clone(),
                i64::try_from(learnt.bytes).unwrap_or(i64::MAX),
                learnt.size.map(|(w, _)| i64::from(w)),
                learnt.size.map(|(_, h)| i64::from(h)),
                learnt.blurhash.clone(),
                now.as_millisecond(),
            ];
            tx.execute(sql, &args).await?;
        }
        tx.commit().await
    }

    /// Records that a file could not be had; `retry_at` says when to try again, `None` that it is given up.
    pub async fn file_failed(&self, id: FileId, why: &str, retry_at: Option<Timestamp>) -> Result<()> {
        let sql = "UPDATE files SET attempts = attempts + 1, last_error = $2, next_try_at = $3, state = $4 WHERE id = $1";
        let state = if retry_at.is_some() { FileState::Wanted } else { FileState::Failed };
        self.db
            .execute(sql, &args![id.0, why, retry_at.map(Timestamp::as_millisecond), state.as_str()])
            .await
            .map(drop)
    }

    /// Bytes of all stored content, each counted once.
    pub async fn media_bytes(&self) -> Result<u64> {
        let sql = "SELECT CAST(COALESCE(SUM(b), 0) AS BIGINT) FROM \
                   (SELECT MAX(bytes) AS b FROM files WHERE state = 'stored' GROUP BY sha256) AS contents";
        let row = self.db.row(sql, &[]).await?.ok_or(sqlx::Error::RowNotFound)?;
        row.count(0)
    }

    /// Contents that came from the web and can be had again, least recently used first.
    pub async fn evictable(&self, limit: u32) -> Result<Vec<(String, String, u64)>> {
        let sql = "SELECT sha256, MIN(mime), MAX(bytes) FROM files WHERE state = 'stored' GROUP BY sha256 \
                   HAVING SUM(CASE WHEN source LIKE 'http%' THEN 0 ELSE 1 END) = 0 ORDER BY MAX(used_at) LIMIT $1";
        self.db
            .rows(sql, &args![limit])
            .await?
            .iter()
            .map(|row| {
                Ok((row.text(0)?, format!("{}.{}", row.text(0)?, ending_of(&row.text(1)?)), row.count(2)?))
            })
            .collect()
    }

    /// Records that a content's bytes were let go.
    pub async fn file_evicted(&self, sha256: &str) -> Result<()> {
        let sql = "UPDATE files SET state = 'evicted' WHERE sha256 = $1 AND state = 'stored'";
        self.db.execute(sql, &args![sha256]).await.map(drop)
    }

    /// Wants a content again that was let go, as somebody asks for it. Says whether it can be had.
    pub async fn want_again(&self, sha256: &str, now: Timestamp) -> Result<bool> {
        let sql = "UPDATE files SET state = 'wanted', next_try_at = $2 WHERE sha256 = $1 AND state = 'evicted' \
                   AND source LIKE 'http%'";
        let changed = self.db.execute(sql, &args![sha256, now.as_millisecond()]).await? > 0;
        let sql = "SELECT 1 FROM files WHERE sha256 = $1 AND state = 'wanted'";
        Ok(changed || self.db.row(sql, &args![sha256]).await?.is_some())
    }

    /// Contents that no post and no profile shows any more, with their names in the media folder; their rows
    /// are deleted.
    pub async fn forget_unused_files(&self, limit: u32) -> Result<Vec<String>> {
        let sql = crate::db::built(format!(
            "DELETE FROM files WHERE id IN (SELECT f.id FROM files f WHERE \
             NOT EXISTS (SELECT 1 FROM post_media m WHERE m.file_id = f.id OR m.preview_id = f.id) AND \
             NOT EXISTS (SELECT 1 FROM mirrors a WHERE a.avatar_id = f.id OR a.banner_id = f.id) AND \
             f.next_try_at IS NULL ORDER BY f.id LIMIT $1) RETURNING {COLUMNS}"
        ));
        let gone: Vec<StoredFile> =
            self.db.write_rows(sql, &args![limit]).await?.iter().map(file).collect::<Result<_>>()?;
        let mut names = Vec::new();
        for file in gone {
            if let (Some(hash), Some(name)) = (&file.sha256, file.name())
                && self.file_by_content(hash).await?.is_none()
            {
                names.push(name);
            }
        }
        Ok(names)
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
