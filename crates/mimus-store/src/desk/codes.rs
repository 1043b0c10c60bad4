//! The secret from which somebody's device makes codes: sealed, and how far its codes are used up.

use jiff::Timestamp;

use super::PersonId;
use super::record::{NewEntry, append};
use crate::db::args;
use crate::{Result, Store};

impl Store {
    /// The sealed secret of an active person who is asked for codes.
    pub async fn totp_of(&self, person: PersonId) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT totp FROM people WHERE id = $1 AND state = 'active' AND totp IS NOT NULL";
        let row = self.db.row(sql, &args![person.0]).await?;
        row.map(|row| row.bytes(0)).transpose()
    }

    /// Gives somebody a sealed secret whose codes are used up to `step`; says whether they had none.
    pub async fn set_totp(
        &self,
        person: PersonId,
        sealed: Vec<u8>,
        step: i64,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql =
            "UPDATE people SET totp = $2, totp_step = $3 WHERE id = $1 AND totp IS NULL AND state = 'active'";
        if tx.execute(sql, &args![person.0, sealed, step]).await? == 0 {
            return Ok(false);
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Uses up the codes of this step and of those before; says whether this one's was not used yet.
    pub async fn use_totp_step(&self, person: PersonId, step: i64) -> Result<bool> {
        let sql = "UPDATE people SET totp_step = $2 WHERE id = $1 AND totp IS NOT NULL AND totp_step < $2";
        Ok(self.db.execute(sql, &args![person.0, step]).await? > 0)
    }

    /// Takes somebody's secret away.
    pub async fn clear_totp(&self, person: PersonId, entries: &[NewEntry], now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.execute("UPDATE people SET totp = NULL WHERE id = $1", &args![person.0]).await?;
        append(&mut tx, entries, now).await?;
        tx.commit().await
    }
}
