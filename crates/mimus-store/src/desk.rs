//! Who is signed in at the Desk: links that are good once, and sessions. Both by the hash of their token.

use jiff::Timestamp;

use crate::db::args;
use crate::{Result, Store};

impl Store {
    /// Keeps a link until it is used or has run out.
    pub async fn add_desk_link(&self, hash: &str, expires_at: Timestamp) -> Result<()> {
        let sql = "INSERT INTO desk_links (hash, expires_at) VALUES ($1, $2)";
        self.db.execute(sql, &args![hash, expires_at.as_millisecond()]).await.map(drop)
    }

    /// Uses a link up, and opens a session in its place; both or neither. Says whether the link was good.
    pub async fn use_desk_link(
        &self,
        link: &str,
        session: &str,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let ms = now.as_millisecond();
        let good = tx
            .execute("DELETE FROM desk_links WHERE hash = $1 AND expires_at > $2", &args![link, ms])
            .await?
            > 0;
        if good {
            let sql = "INSERT INTO desk_sessions (hash, created_at, expires_at) VALUES ($1, $2, $3)";
            tx.execute(sql, &args![session, ms, expires_at.as_millisecond()]).await?;
        }
        for table in ["desk_links", "desk_sessions"] {
            let sql = format!("DELETE FROM {table} WHERE expires_at <= $1");
            tx.execute(crate::db::built(sql), &args![ms]).await?;
        }
        tx.commit().await?;
        Ok(good)
    }

    /// Whether a session is open.
    pub async fn desk_session(&self, hash: &str, now: Timestamp) -> Result<bool> {
        let sql = "SELECT 1 FROM desk_sessions WHERE hash = $1 AND expires_at > $2";
        Ok(self.db.row(sql, &args![hash, now.as_millisecond()]).await?.is_some())
    }

    /// Ends a session.
    pub async fn end_desk_session(&self, hash: &str) -> Result<()> {
        self.db.execute("DELETE FROM desk_sessions WHERE hash = $1", &args![hash]).await.map(drop)
    }
}
