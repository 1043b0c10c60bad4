//! Mirrors that nobody follows.

use jiff::Timestamp;

use crate::db::args;
use crate::duties::after;
use crate::mirrors::MirrorId;
use crate::{Result, Store};

/// Why a mirror rests that nobody follows, as its page says. The next follower ends it.
pub const UNFOLLOWED: &str = "Nobody follows it; it goes on when somebody does.";

impl Store {
    /// Notes who is followed and who is not, and returns the active mirrors whose location begins with `prefix` and that
    /// nobody has followed since `before` or longer.
    pub async fn unfollowed(&self, prefix: &str, before: Timestamp, now: Timestamp) -> Result<Vec<MirrorId>> {
        let followed = "EXISTS (SELECT 1 FROM followers f WHERE f.mirror_id = mirrors.id)";
        let mut tx = self.db.begin().await?;
        let sql = format!(
            "UPDATE mirrors SET unfollowed_since = NULL WHERE unfollowed_since IS NOT NULL AND {followed}"
        );
        tx.execute(crate::db::built(sql), &[]).await?;
        let sql = format!(
            "UPDATE mirrors SET unfollowed_since = $1 WHERE unfollowed_since IS NULL AND state = 'active' AND NOT {followed}"
        );
        tx.execute(crate::db::built(sql), &args![now.as_millisecond()]).await?;
        tx.commit().await?;
        let sql = "SELECT m.id FROM mirrors m JOIN sources s ON s.mirror_id = m.id WHERE m.state = 'active' \
                   AND m.unfollowed_since <= $3 AND s.location >= $1 AND s.location < $2 ORDER BY m.id";
        let rows = self.db.rows(sql, &args![prefix, after(prefix), before.as_millisecond()]).await?;
        rows.iter().map(|row| Ok(MirrorId(row.int(0)?))).collect()
    }
}
