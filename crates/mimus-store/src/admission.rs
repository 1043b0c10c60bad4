//! What has been seen before, and who is refused.

use jiff::Timestamp;

use crate::db::{args, built};
use crate::mirrors::MirrorId;
use crate::{Result, Store};

impl Store {
    /// Whether an activity was noted before, by its name.
    pub async fn has_seen(&self, name: &str) -> Result<bool> {
        Ok(self.db.row("SELECT 1 FROM seen WHERE uri = $1", &args![name]).await?.is_some())
    }

    /// Notes activities by their names. A repeat is answered as the first was and does nothing.
    pub async fn keep_sightings(&self, names: &[&str], now: Timestamp) -> Result<()> {
        let among = if self.is_sqlite() {
            "json_each($1)"
        } else {
            "jsonb_array_elements_text(CAST($1 AS JSONB)) AS names (value)"
        };
        let sql = format!(
            "INSERT INTO seen (uri, seen_at) SELECT value, $2 FROM {among} WHERE true ON CONFLICT (uri) DO NOTHING"
        );
        let names = serde_json::Value::from(names).to_string();
        self.db.execute(built(sql), &args![names, now.as_millisecond()]).await.map(drop)
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
