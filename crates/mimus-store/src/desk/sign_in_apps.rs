//! What this server is as an app at the servers of the fediverse by which people sign in, so that it does not make itself known
//! there each time anew.

use jiff::Timestamp;

use crate::db::args;
use crate::{Result, Store};

/// This server as an app of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInApp {
    /// The other server's base address.
    pub server: String,
    /// What it gave, sealed.
    pub app: Vec<u8>,
    /// When it was last seen to be known there.
    pub checked_at: Timestamp,
}

impl Store {
    /// The app for what people type for a server.
    pub async fn sign_in_app(&self, typed: &str) -> Result<Option<SignInApp>> {
        let sql = "SELECT server, app, checked_at FROM sign_in_apps WHERE typed = $1";
        let row = self.db.row(sql, &args![typed]).await?;
        row.map(|row| {
            Ok(SignInApp {
                server: row.text(0)?,
                app: row.bytes(1)?,
                checked_at: row.time(2, "sign_in_apps.checked_at")?,
            })
        })
        .transpose()
    }

    /// Keeps an app, in place of what was kept for the same words. Those a day old of servers by which nobody signs in are
    /// forgotten; where there are `most` even so, nothing is kept and it says false. `issuer` is what goes before a server's
    /// address where it is somebody's [`super::identities::Identity::issuer`].
    pub async fn keep_sign_in_app(
        &self,
        typed: &str,
        new: &SignInApp,
        issuer: &str,
        most: u64,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let now = new.checked_at.as_millisecond();
        let sql = "DELETE FROM sign_in_apps WHERE added_at < $1 AND typed <> $2 \
                   AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.issuer = $3 || sign_in_apps.server)";
        tx.execute(sql, &args![now - 86_400_000, typed, issuer]).await?;
        let sql = "SELECT COUNT(*) FROM sign_in_apps WHERE typed <> $1";
        if tx.row(sql, &args![typed]).await?.map_or(Ok(0), |row| row.count(0))? >= most {
            return Ok(false);
        }
        let sql = "INSERT INTO sign_in_apps (typed, server, app, added_at, checked_at) VALUES ($1, $2, $3, $4, $4) \
                   ON CONFLICT (typed) DO UPDATE SET server = excluded.server, app = excluded.app, \
                   added_at = excluded.added_at, checked_at = excluded.checked_at";
        tx.execute(sql, &args![typed, new.server.as_str(), new.app.clone(), now]).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Keeps that an app was seen to be known at its server.
    pub async fn sign_in_app_checked(&self, typed: &str, now: Timestamp) -> Result<()> {
        let sql = "UPDATE sign_in_apps SET checked_at = $2 WHERE typed = $1";
        self.db.execute(sql, &args![typed, now.as_millisecond()]).await.map(drop)
    }
}
