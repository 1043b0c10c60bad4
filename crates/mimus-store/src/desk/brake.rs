//! The brake for all accounts at once: while it is pulled, nothing goes out to any of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::record::{NewEntry, append};
use crate::db::args;
use crate::row::to_json;
use crate::{Result, Store, StoreError};

/// Under which name it stands among the settings.
const BRAKE: &str = "brake_all";

/// Who has pulled the brake for all accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrakeAll {
    /// Who, by the name that they have at the Desk.
    pub who: String,
    /// Why; may be empty.
    pub why: String,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// The brake for all accounts, where it is pulled.
    pub async fn brake_all(&self) -> Result<Option<BrakeAll>> {
        let kept = self.setting(BRAKE).await?;
        let unreadable = |error: serde_json::Error| StoreError::Unreadable {
            what: "the brake for all accounts",
            why: error.to_string(),
        };
        kept.map(|kept| serde_json::from_str(&kept).map_err(unreadable)).transpose()
    }

    /// Pulls the brake for all accounts. False, and nothing is recorded, where it is pulled already.
    pub async fn pull_brake_all(
        &self,
        brake: &BrakeAll,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        let value = to_json(brake, "the brake for all accounts")?;
        let pulled = tx.execute(sql, &args![BRAKE, value]).await? > 0;
        if pulled {
            append(&mut tx, entries, now).await?;
        }
        tx.commit().await?;
        Ok(pulled)
    }

    /// Releases it: what it has held, by that reason, is due at once. False, and nothing is recorded, where it is not pulled.
    pub async fn release_brake_all(
        &self,
        held_by: &str,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM settings WHERE name = $1";
        let released = tx.execute(sql, &args![BRAKE]).await? > 0;
        if released {
            let sql = "UPDATE publications SET state = 'due', reason = NULL, due_at = $2, updated_at = $2 \
                       WHERE state = 'held' AND reason = $1";
            tx.execute(sql, &args![held_by, now.as_millisecond()]).await?;
            append(&mut tx, entries, now).await?;
        }
        tx.commit().await?;
        Ok(released)
    }
}
