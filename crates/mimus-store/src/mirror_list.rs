//! Mirrors as whoever keeps them looks for them: with their sources and followers, a page at a time.

use mimus_core::LocalHandle;

use crate::db::{args, built};
use crate::mirrors::{COLUMNS, Mirror, MirrorId, mirror};
use crate::row::Row;
use crate::sources::{COLUMNS as SOURCE_COLUMNS, Source, source_at};
use crate::{Result, Store};

/// A mirror with where it reads and by how many it is followed.
#[derive(Debug, Clone)]
pub struct ListedMirror {
    /// The mirror.
    pub mirror: Mirror,
    /// Its source; a removed mirror has none.
    pub source: Option<Source>,
    /// How many follow it.
    pub followers: u64,
}

/// How mirrors stand that are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MirrorStanding {
    /// Any way, but removed.
    #[default]
    Any,
    /// Read, and the last reading failed.
    Failing,
    /// Not read for now.
    Paused,
    /// Their sources have ended.
    Ended,
}

/// Which mirrors are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MirrorFilter {
    /// How they stand.
    pub standing: MirrorStanding,
    /// Words that are in the handle, the source's address or the account's handle on X; empty for all.
    pub words: String,
}

/// How many mirrors stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MirrorCounts {
    /// Those that are read, failing ones included.
    pub active: u64,
    /// Those that are read and whose last reading failed.
    pub failing: u64,
    /// Those that are not read for now.
    pub paused: u64,
    /// Those whose sources have ended.
    pub ended: u64,
}

fn select() -> String {
    let of = |table: &str, columns: &str| {
        columns.split(", ").map(|column| format!("{table}.{column}")).collect::<Vec<_>>().join(", ")
    };
    format!(
        "SELECT {}, {}, (SELECT COUNT(*) FROM followers f WHERE f.mirror_id = m.id) \
         FROM mirrors m LEFT JOIN sources s ON s.mirror_id = m.id",
        of("m", COLUMNS),
        of("s", SOURCE_COLUMNS)
    )
}

fn listed(row: &Row) -> Result<ListedMirror> {
    let first = COLUMNS.split(", ").count();
    let source = row.opt_int(first)?.map(|_| source_at(row, first)).transpose()?;
    let followers = row.count(first + SOURCE_COLUMNS.split(", ").count())?;
    Ok(ListedMirror { mirror: mirror(row)?, source, followers })
}

/// The pattern of words anywhere.
fn anywhere(words: &str) -> String {
    let plain = words.trim().trim_start_matches('@').to_lowercase();
    format!("%{}%", plain.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

impl Store {
    /// Mirrors that are not removed, by handle: those of the filter after `after`, at most `limit`.
    pub async fn list_mirrors(
        &self,
        filter: &MirrorFilter,
        after: Option<&LocalHandle>,
        limit: u32,
    ) -> Result<Vec<ListedMirror>> {
        let standing = match filter.standing {
            MirrorStanding::Any => "m.state <> 'removed'",
            MirrorStanding::Failing => "m.state = 'active' AND s.failures > 0",
            MirrorStanding::Paused => "m.state = 'paused'",
            MirrorStanding::Ended => "m.state = 'ended'",
        };
        let sql = built(format!(
            "{} WHERE m.handle > $1 AND {standing} AND (LOWER(m.handle) LIKE $2 ESCAPE '\\' \
             OR LOWER(s.location) LIKE $2 ESCAPE '\\' OR m.source_handle LIKE $2 ESCAPE '\\') \
             ORDER BY m.handle LIMIT $3",
            select()
        ));
        let after = after.map_or("", LocalHandle::as_str);
        self.db.rows(sql, &args![after, anywhere(&filter.words), limit]).await?.iter().map(listed).collect()
    }

    /// One mirror with its source and followers, whatever its state.
    pub async fn listed_mirror(&self, id: MirrorId) -> Result<Option<ListedMirror>> {
        let sql = built(format!("{} WHERE m.id = $1", select()));
        self.db.row(sql, &args![id.0]).await?.as_ref().map(listed).transpose()
    }

    /// How many mirrors stand how.
    pub async fn mirror_counts(&self) -> Result<MirrorCounts> {
        let sql = "SELECT m.state, COUNT(*), CAST(COALESCE(SUM(CASE WHEN s.failures > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) \
                   FROM mirrors m LEFT JOIN sources s ON s.mirror_id = m.id WHERE m.state <> 'removed' GROUP BY m.state";
        let mut counts = MirrorCounts::default();
        for row in self.db.rows(sql, &[]).await? {
            let count = row.count(1)?;
            match row.text(0)?.as_str() {
                "active" => (counts.active, counts.failing) = (count, row.count(2)?),
                "paused" => counts.paused = count,
                _ => counts.ended = count,
            }
        }
        Ok(counts)
    }
}
