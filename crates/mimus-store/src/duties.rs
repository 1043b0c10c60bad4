//! What one node at a time does for all.

use std::collections::HashMap;

use jiff::Timestamp;
use mimus_core::{MirrorPolicy, PostId};

use crate::db::args;
use crate::mirrors::MirrorId;
use crate::nodes::NodeName;
use crate::{Result, Store, StoreError};

/// Something that only one node does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duty {
    /// Reading X as a whole: its stream, its searches, its windows.
    ReadX,
    /// Deleting old posts of connected accounts.
    Retire,
    /// Telling webhooks what was done at the Desk.
    Webhooks,
    /// Sending digests by mail.
    Digests,
    /// Making drafts of templates that recur.
    Recur,
}

impl Duty {
    fn as_str(self) -> &'static str {
        match self {
            Self::ReadX => "read-x",
            Self::Retire => "retire",
            Self::Webhooks => "webhooks",
            Self::Digests => "digests",
            Self::Recur => "recur",
        }
    }
}

/// A mirror of a network that is read as a whole.
#[derive(Debug, Clone)]
pub struct Watched {
    /// The mirror.
    pub mirror: MirrorId,
    /// Where it reads.
    pub location: String,
    /// Its handle here.
    pub handle: String,
    /// Its policy.
    pub policy: MirrorPolicy,
    /// When it was last read.
    pub last_read_at: Option<Timestamp>,
    /// Where its reading stands, in its network's words.
    pub cursor: String,
}

/// A text that comes after all that begin with `prefix`.
pub(crate) fn after(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

impl Store {
    /// Takes a duty, or keeps it; false while another node has it.
    pub async fn claim_duty(&self, duty: Duty, node: &NodeName) -> Result<bool> {
        let sql = "UPDATE duties SET lease_owner = $2 WHERE name = $1 AND (lease_owner IS NULL OR lease_owner = $2)";
        Ok(self.db.execute(sql, &args![duty.as_str(), node.as_str()]).await? > 0)
    }

    /// The active mirrors whose location begins with `prefix` and that were read at least once.
    pub async fn watched(&self, prefix: &str) -> Result<Vec<Watched>> {
        let sql = "SELECT m.id, s.location, m.handle, m.policy, s.last_read_at, s.cursor FROM sources s \
                   JOIN mirrors m ON m.id = s.mirror_id \
                   WHERE s.location >= $1 AND s.location < $2 AND m.state = 'active' AND s.cursor IS NOT NULL ORDER BY m.id";
        let rows = self.db.rows(sql, &args![prefix, after(prefix)]).await?;
        rows.iter()
            .map(|row| {
                Ok(Watched {
                    mirror: MirrorId(row.int(0)?),
                    location: row.text(1)?,
                    handle: row.text(2)?,
                    policy: serde_json::from_str(&row.text(3)?).map_err(|error| StoreError::Unreadable {
                        what: "mirrors.policy",
                        why: error.to_string(),
                    })?,
                    last_read_at: row.opt_time(4, "sources.last_read_at")?,
                    cursor: row.text(5)?,
                })
            })
            .collect()
    }

    /// Something that differs when other mirrors are watched than before: their count and the sum of their numbers.
    pub async fn watched_mark(&self, prefix: &str) -> Result<(u64, i64)> {
        let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(m.id), 0) AS BIGINT) FROM sources s JOIN mirrors m ON m.id = s.mirror_id \
                   WHERE s.location >= $1 AND s.location < $2 AND m.state = 'active' AND s.cursor IS NOT NULL";
        let row = self.db.row(sql, &args![prefix, after(prefix)]).await?;
        row.map_or(Ok((0, 0)), |row| Ok((row.count(0)?, row.int(1)?)))
    }

    /// How many posts that were written since each mirror has; those without any are not named.
    pub async fn post_counts_since(&self, since: Timestamp) -> Result<HashMap<MirrorId, u64>> {
        let sql =
            "SELECT mirror_id, COUNT(*) FROM posts WHERE id >= $1 AND deleted_at IS NULL GROUP BY mirror_id";
        let rows = self.db.rows(sql, &args![PostId::first_of(since).get()]).await?;
        rows.iter().map(|row| Ok((MirrorId(row.int(0)?), row.count(1)?))).collect()
    }

    /// The ids that posts have at their source, with their mirrors: of those written since by mirrors whose location begins
    /// with `prefix`; the newest first, at most `limit`.
    pub async fn remote_ids_by_mirror(
        &self,
        prefix: &str,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<(MirrorId, String)>> {
        let sql = "SELECT p.mirror_id, p.remote_id FROM posts p JOIN sources s ON s.mirror_id = p.mirror_id \
                   WHERE p.id >= $3 AND p.deleted_at IS NULL AND s.location >= $1 AND s.location < $2 \
                   ORDER BY p.id DESC LIMIT $4";
        let rows =
            self.db.rows(sql, &args![prefix, after(prefix), PostId::first_of(since).get(), limit]).await?;
        rows.iter().map(|row| Ok((MirrorId(row.int(0)?), row.text(1)?))).collect()
    }

    /// The ids that a mirror's posts have at their source, of those written since; the newest first, at most `limit`.
    pub async fn remote_ids_since(
        &self,
        mirror: MirrorId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<String>> {
        let sql = "SELECT remote_id FROM posts WHERE mirror_id = $1 AND deleted_at IS NULL AND id >= $2 ORDER BY id DESC LIMIT $3";
        let rows = self.db.rows(sql, &args![mirror.0, PostId::first_of(since).get(), limit]).await?;
        rows.iter().map(|row| row.text(0)).collect()
    }
}
