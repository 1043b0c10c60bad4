//! For tests: empty databases on a PostgreSQL server that is there for nothing else, disks that are full, and hands in the
//! database.

use crate::db::{Db, built};
use crate::{Result, Store, StoreError, StoreOptions};

/// Makes an empty database named after `name` on the server of `base`, in place of one that a former run left,
/// and returns its address. Never call this with a server that holds anything of worth.
pub async fn fresh_database(base: &str, name: &str) -> Result<String> {
    let usable =
        !name.is_empty() && name.len() < 50 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let Some((server, _)) = base.rsplit_once('/').filter(|_| usable) else {
        return Err(StoreError::Address(name.to_owned()));
    };
    let db = Db::open(&StoreOptions { url: base.to_owned(), connections: 2 }).await?;
    let database = format!("mimus_{name}");
    db.execute(built(format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)")), &[]).await?;
    db.execute(built(format!("CREATE DATABASE {database}")), &[]).await?;
    db.close().await;
    Ok(format!("{server}/{database}"))
}

/// Leaves a SQLite database no room to grow, as on a full disk: SQLite then says `SQLITE_FULL`, as it does there.
pub async fn fill(store: &Store) -> Result<()> {
    // Less than there is means no more than there is.
    store.db.write_rows("PRAGMA max_page_count = 1", &[]).await.map(drop)
}

/// Gives it room again.
pub async fn make_room(store: &Store) -> Result<()> {
    store.db.write_rows("PRAGMA max_page_count = 1073741823", &[]).await.map(drop)
}

/// Has a SQLite database wait for no disk from now on: for what is made anew where it is lost.
pub async fn hurry(store: &Store) -> Result<()> {
    store.db.write_rows("PRAGMA synchronous = OFF", &[]).await.map(drop)
}

/// Runs one statement past all rules, as somebody with the database in hand could.
pub async fn run(store: &Store, sql: &'static str) -> Result<u64> {
    store.db.execute(sql, &[]).await
}
