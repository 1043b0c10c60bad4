//! The server's own small facts: its address, its own key.

use crate::db::args;
use crate::{Result, Store};

impl Store {
    /// The value of a setting.
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        let row = self.db.row("SELECT value FROM settings WHERE name = $1", &args![name]).await?;
        row.map(|row| row.text(0)).transpose()
    }

    /// Keeps a setting, over what was there.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<()> {
        self.db
            .execute(
                "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                &args![name, value],
            )
            .await
            .map(drop)
    }

    /// The settings whose names begin with `prefix`, with what comes after it.
    pub async fn settings_of(&self, prefix: &str) -> Result<Vec<(String, String)>> {
        let sql = "SELECT name, value FROM settings WHERE name >= $1 AND name < $2";
        let rows = self.db.rows(sql, &args![prefix, crate::duties::after(prefix)]).await?;
        let named = |row: &crate::row::Row| {
            Ok((row.text(0)?.strip_prefix(prefix).unwrap_or_default().to_owned(), row.text(1)?))
        };
        rows.iter().map(named).collect()
    }

    /// Keeps a setting unless there is one, and returns the one that stands.
    pub async fn setting_or(&self, name: &str, value: &str) -> Result<String> {
        self.db
            .execute(
                "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                &args![name, value],
            )
            .await?;
        Ok(self.setting(name).await?.unwrap_or_else(|| value.to_owned()))
    }
}
