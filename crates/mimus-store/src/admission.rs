//! What has been seen before, and who is refused.

use jiff::Timestamp;

use crate::db::args;
use crate::mirrors::MirrorId;
use crate::{Result, Store};

impl Store {
    /// Notes an activity by its id; says whether it is new. A repeat is answered as the first was and does
    /// nothing.
    pub async fn first_sight(&self, uri: &str, now: Timestamp) -> Result<bool> {
        let sql = "INSERT INTO seen (uri, seen_at) VALUES ($1, $2) ON CONFLICT (uri) DO NOTHING";
        Ok(self.db.execute(sql, &args![uri, now.as_millisecond()]).await? > 0)
    }

    /// Takes a sighting back, where what was to be done with the activity failed and it may come again.
    pub async fn unsee(&self, uri: &str) -> Result<()> {
        self.db.execute("DELETE FROM seen WHERE uri = $1", &args![uri]).await.map(drop)
    }

    /// Forgets sightings older than `before`.
    pub async fn forget_seen(&self, before: Timestamp) -> Result<u64> {
        self.db.execute("DELETE FROM seen WHERE seen_at < $1", &args![before.as_millisecond()]).await
    }

    /// Refuses an actor the following of a mirror from now on.
    pub async fn refuse(&self, mirror: MirrorId, actor: &str, why: &str, now: Timestamp) -> Result<()> {
        let sql = "INSERT INTO refusals (mirror_id, actor, why, created_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (mirror_id, actor) DO UPDATE SET why = excluded.why";
        self.db.execute(sql, &args![mirror.0, actor, why, now.as_millisecond()]).await.map(drop)
    }

    /// Takes a refusal back.
    pub async fn admit(&self, mirror: MirrorId, actor: &str) -> Result<()> {
        self.db
            .execute("DELETE FROM refusals WHERE mirror_id = $1 AND actor = $2", &args![mirror.0, actor])
            .await
            .map(drop)
    }

    /// Why an actor is refused, where it is.
    pub async fn refusal(&self, mirror: MirrorId, actor: &str) -> Result<Option<String>> {
        let sql = "SELECT why FROM refusals WHERE mirror_id = $1 AND actor = $2";
        self.db.row(sql, &args![mirror.0, actor]).await?.map(|row| row.text(0)).transpose()
    }
}
