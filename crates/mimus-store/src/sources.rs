//! Sources: where mirrors read, and who is reading just now.

use jiff::Timestamp;

use crate::db::args;
use crate::mirrors::MirrorId;
use crate::nodes::NodeName;
use crate::row::Row;
use crate::{Result, Store, StoreError};

/// A mirror's source.
#[derive(Debug, Clone)]
pub struct Source {
    /// Whose it is.
    pub mirror: MirrorId,
    /// Where it is, as the command line writes it.
    pub location: String,
    /// How far it has been read.
    pub cursor: Option<String>,
    /// When it is read next.
    pub next_read_at: Option<Timestamp>,
    /// Whether what is read next is taken in without being pushed: at the first reading and after a pause.
    pub quiet: bool,
    /// Readings that failed since the last that did not.
    pub failures: u32,
    /// When it was last read without failing.
    pub last_read_at: Option<Timestamp>,
    /// What the last failure said.
    pub last_error: Option<String>,
    /// How much of a long reading is done.
    pub done: u64,
    /// How much there is in all, where known.
    pub total: Option<u64>,
}

pub(crate) const COLUMNS: &str =
    "mirror_id, location, cursor, next_read_at, quiet, failures, last_read_at, last_error, done, total";

fn source(row: &Row) -> Result<Source> {
    source_at(row, 0)
}

/// The source whose columns begin at `first` of a row.
pub(crate) fn source_at(row: &Row, first: usize) -> Result<Source> {
    Ok(Source {
        mirror: MirrorId(row.int(first)?),
        location: row.text(first + 1)?,
        cursor: row.opt_text(first + 2)?,
        next_read_at: row.opt_time(first + 3, "sources.next_read_at")?,
        quiet: row.bool(first + 4)?,
        failures: u32::try_from(row.int(first + 5)?).unwrap_or(u32::MAX),
        last_read_at: row.opt_time(first + 6, "sources.last_read_at")?,
        last_error: row.opt_text(first + 7)?,
        done: row.count(first + 8)?,
        total: row.opt_int(first + 9)?.and_then(|n| u64::try_from(n).ok()),
    })
}

impl Store {
    /// A mirror's source; a removed mirror has none.
    pub async fn source(&self, mirror: MirrorId) -> Result<Option<Source>> {
        let sql = crate::db::built(format!("SELECT {COLUMNS} FROM sources WHERE mirror_id = $1"));
        self.db.row(sql, &args![mirror.0]).await?.as_ref().map(source).transpose()
    }

    /// Takes up to `limit` sources that are due, the longest due first.
    pub async fn claim_sources(&self, node: &NodeName, now: Timestamp, limit: u32) -> Result<Vec<Source>> {
        let skip = if self.is_sqlite() { "" } else { "FOR UPDATE SKIP LOCKED" };
        let sql = crate::db::built(format!(
            "UPDATE sources SET lease_owner = $1 WHERE mirror_id IN (SELECT mirror_id FROM sources \
             WHERE next_read_at <= $2 AND lease_owner IS NULL ORDER BY next_read_at LIMIT $3 {skip}) RETURNING {COLUMNS}"
        ));
        let args = args![node.as_str(), now.as_millisecond(), limit];
        self.db.write_rows(sql, &args).await?.iter().map(source).collect()
    }

    /// Takes one mirror's source, whether it is due or not; `None` while somebody else reads it.
    pub async fn claim_source(&self, mirror: MirrorId, node: &NodeName) -> Result<Option<Source>> {
        let sql = crate::db::built(format!(
            "UPDATE sources SET lease_owner = $1 WHERE mirror_id = $2 AND (lease_owner IS NULL OR lease_owner = $1) \
             RETURNING {COLUMNS}"
        ));
        let args = args![node.as_str(), mirror.0];
        self.db.write_rows(sql, &args).await?.first().map(source).transpose()
    }

    /// Gives a source back with where its reading stands, which is not otherwise read; false where it was taken meanwhile.
    pub async fn leave_source(&self, mirror: MirrorId, node: &NodeName, cursor: &str) -> Result<bool> {
        let sql =
            "UPDATE sources SET cursor = $3, lease_owner = NULL WHERE mirror_id = $1 AND lease_owner = $2";
        Ok(self.db.execute(sql, &args![mirror.0, node.as_str(), cursor]).await? > 0)
    }

    /// Takes a source from whoever holds it. What they record afterwards is refused.
    pub async fn free_source(&self, mirror: MirrorId) -> Result<()> {
        let sql = "UPDATE sources SET lease_owner = NULL WHERE mirror_id = $1";
        self.db.execute(sql, &args![mirror.0]).await.map(drop)
    }

    /// When the next source is due; `None` where none is.
    pub async fn next_source_due(&self) -> Result<Option<Timestamp>> {
        let row = self.db.row("SELECT MIN(next_read_at) FROM sources", &[]).await?;
        row.map(|row| row.opt_time(0, "sources.next_read_at")).transpose().map(Option::flatten)
    }

    /// Brings forward what a clock that went ahead, and was set back since, has put off: sources that were last read,
    /// and servers that last failed, in what is now the future. Returns how many.
    pub async fn clock_set_back(&self, now: Timestamp) -> Result<u64> {
        let now = now.as_millisecond();
        let sources = "UPDATE sources SET next_read_at = $1 WHERE last_read_at > $1 AND next_read_at > $1";
        let servers =
            "UPDATE servers SET retry_at = $1 WHERE failures > 0 AND last_failure_at > $1 AND retry_at > $1";
        Ok(self.db.execute(sources, &args![now]).await? + self.db.execute(servers, &args![now]).await?)
    }

    /// Makes a source due at once.
    pub async fn read_soon(&self, mirror: MirrorId, now: Timestamp) -> Result<bool> {
        let sql = "UPDATE sources SET next_read_at = $2 WHERE mirror_id = $1";
        Ok(self.db.execute(sql, &args![mirror.0, now.as_millisecond()]).await? > 0)
    }

    /// Forgets how far a source was read, so that it is read again from its beginning; quietly, as nothing of
    /// that is news.
    pub async fn forget_cursor(&self, mirror: MirrorId) -> Result<()> {
        let sql = "UPDATE sources SET cursor = NULL, quiet = 1, done = 0, total = NULL WHERE mirror_id = $1";
        self.db.execute(sql, &args![mirror.0]).await.map(drop)
    }

    /// Records that a reading failed and when to try again, and gives the source back.
    pub async fn source_failed(
        &self,
        mirror: MirrorId,
        node: &NodeName,
        why: &str,
        next_read_at: Option<Timestamp>,
    ) -> Result<()> {
        let sql = "UPDATE sources SET failures = failures + 1, last_error = $3, next_read_at = $4, lease_owner = NULL \
                   WHERE mirror_id = $1 AND lease_owner = $2";
        let args = args![mirror.0, node.as_str(), why, next_read_at.map(Timestamp::as_millisecond)];
        match self.db.execute(sql, &args).await? {
            0 => Err(StoreError::LeaseLost),
            _ => Ok(()),
        }
    }

    /// Keeps a source's new location, unless another mirror reads there already.
    pub async fn move_source(&self, mirror: MirrorId, location: &str) -> Result<bool> {
        let sql = "UPDATE sources SET location = $2 WHERE mirror_id = $1 AND NOT EXISTS \
                   (SELECT 1 FROM sources WHERE location = $2)";
        Ok(self.db.execute(sql, &args![mirror.0, location]).await? > 0)
    }
}
