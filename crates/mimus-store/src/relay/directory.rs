//! Who is the same on two networks, as keepers have said.

use crate::db::args;
use crate::{Result, Store};

impl Store {
    /// Keeps that two accounts are of the same person, in place of what was said of the first before.
    pub async fn keep_same(&self, account: &str, same_as: &str) -> Result<()> {
        let sql = "INSERT INTO directory (account, same_as) VALUES ($1, $2) \
                   ON CONFLICT (account) DO UPDATE SET same_as = excluded.same_as";
        self.db.execute(sql, &args![account, same_as]).await.map(drop)
    }

    /// Forgets what was said of an account; false where nothing was.
    pub async fn forget_same(&self, account: &str) -> Result<bool> {
        Ok(self.db.execute("DELETE FROM directory WHERE account = $1", &args![account]).await? > 0)
    }

    /// All that was said: pairs of accounts as people write them.
    pub async fn same_accounts(&self) -> Result<Vec<(String, String)>> {
        let rows = self.db.rows("SELECT account, same_as FROM directory ORDER BY account", &[]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
    }
}
