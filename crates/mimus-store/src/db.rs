//! One way to run a statement on either database.
//!
//! The SQL text is the same on both, with `$1`, `$2`, … for arguments. SQLite gets one connection that writes
//! and several that read, so that "database is locked" cannot come from within.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Postgres, SqlSafeStr, SqlStr, Sqlite};

use crate::row::Row;
use crate::{Result, StoreError, StoreOptions};

/// One argument of a statement.
#[derive(Debug, Clone)]
pub(crate) enum Arg {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

macro_rules! arg_from {
    ($($from:ty => $variant:ident($convert:expr)),* $(,)?) => {$(
        impl From<$from> for Arg {
            fn from(value: $from) -> Self {
                let convert = $convert;
                Self::$variant(convert(value))
            }
        }
    )*};
}
arg_from! {
    i64 => Int(Some),
    u32 => Int(|n: u32| Some(i64::from(n))),
    bool => Int(|b: bool| Some(i64::from(b))),
    Option<i64> => Int(|n| n),
    &str => Text(|t: &str| Some(t.to_owned())),
    String => Text(Some),
    Option<String> => Text(|t| t),
    Vec<u8> => Bytes(Some),
}

/// Arguments of a statement, each converted.
macro_rules! args {
    ($($value:expr),* $(,)?) => { [$($crate::db::Arg::from($value)),*] };
}
pub(crate) use args;

pub(crate) enum Db {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

pub(crate) enum Tx {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

fn sqlite_query<'q>(sql: SqlStr, args: &[Arg]) -> Query<'q, Sqlite, SqliteArguments> {
    args.iter().cloned().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Text(value) => query.bind(value),
        Arg::Bytes(value) => query.bind(value),
    })
}

fn postgres_query<'q>(sql: SqlStr, args: &[Arg]) -> Query<'q, Postgres, PgArguments> {
    args.iter().cloned().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Text(value) => query.bind(value),
        Arg::Bytes(value) => query.bind(value),
    })
}

/// Text made by this crate from fixed parts and placeholders; no value ever goes into it.
pub(crate) fn built(sql: String) -> SqlStr {
    AssertSqlSafe(sql).into_sql_str()
}

/// `$from, $from+1, …`: `count` placeholders.
pub(crate) fn placeholders(from: usize, count: usize) -> String {
    (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// `($1, $2), ($3, $4), …`: `rows` groups of `columns` placeholders.
pub(crate) fn placeholder_rows(rows: usize, columns: usize) -> String {
    (0..rows)
        .map(|row| format!("({})", placeholders(row * columns + 1, columns)))
        .collect::<Vec<_>>()
        .join(", ")
}

pub(crate) fn is_unique_violation(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(e) if e.is_unique_violation())
}

/// Longest time for one statement on PostgreSQL, which may be out of reach without saying so.
const STATEMENT_TIME: Duration = Duration::from_secs(45);

async fn in_time<T>(statement: impl Future<Output = sqlx::Result<T>>) -> Result<T> {
    match tokio::time::timeout(STATEMENT_TIME, statement).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(StoreError::Silent(STATEMENT_TIME)),
    }
}

/// Whether a statement failed by the state that the database is in, and may work when that has passed.
pub(crate) fn may_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_) => {
            true
        }
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_passing(&code)),
        _ => false,
    }
}

fn is_passing(code: &str) -> bool {
    // SQLite's result codes, of which the low byte says what kind it is: BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL,
    // CANTOPEN (<https://sqlite.org/rescode.html>). PostgreSQL's classes have five signs: connections, serialisation
    // failure and deadlock, want of resources, an operator's doing, the system's failure
    // (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
    if code.len() == 5 {
        return ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 7 | 8 | 10 | 13 | 14))
}

impl Db {
    pub(crate) async fn open(options: &StoreOptions) -> Result<Self> {
        let url = options.url.as_str();
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err(StoreError::Address(url.to_owned()));
            }
            let connect = SqliteConnectOptions::new()
                .filename(path)
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(20))
                // Sized for an idle server of 80 MB: 4 MiB of pages a connection.
                .pragma("cache_size", "-4096")
                .pragma("mmap_size", "0")
                .pragma("journal_size_limit", "67108864")
                .statement_cache_capacity(128);
            let write = PoolOptions::new()
                .max_connections(1)
                .min_connections(1)
                .connect_with(connect.clone())
                .await?;
            let read = PoolOptions::new()
                .max_connections(options.connections.max(1))
                .idle_timeout(Duration::from_secs(60))
                .connect_with(connect)
                .await?;
            Ok(Self::Sqlite { read, write })
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let connect = PgConnectOptions::from_str(url)?.application_name("mimus");
            let pool = PoolOptions::new()
                .max_connections(options.connections.max(2))
                .acquire_timeout(Duration::from_secs(10))
                .connect_with(connect)
                .await?;
            Ok(Self::Postgres(pool))
        } else {
            Err(StoreError::Address(url.split('@').next_back().unwrap_or_default().to_owned()))
        }
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite { .. })
    }

    /// Runs a statement that only reads.
    pub(crate) async fn rows(&self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<Vec<Row>> {
        let sql = sql.into_sql_str();
        Ok(match self {
            Self::Sqlite { read, .. } => {
                sqlite_query(sql, args).fetch_all(read).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(pool) => in_time(postgres_query(sql, args).fetch_all(pool))
                .await?
                .into_iter()
                .map(Row::Postgres)
                .collect(),
        })
    }

    /// Runs a statement that reads, and returns its first row.
    pub(crate) async fn row(&self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Runs a statement that writes and returns rows.
    pub(crate) async fn write_rows(&self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<Vec<Row>> {
        let sql = sql.into_sql_str();
        Ok(match self {
            Self::Sqlite { write, .. } => {
                sqlite_query(sql, args).fetch_all(write).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(pool) => in_time(postgres_query(sql, args).fetch_all(pool))
                .await?
                .into_iter()
                .map(Row::Postgres)
                .collect(),
        })
    }

    /// Runs a statement that writes; returns how many rows it touched.
    pub(crate) async fn execute(&self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<u64> {
        let sql = sql.into_sql_str();
        Ok(match self {
            Self::Sqlite { write, .. } => sqlite_query(sql, args).execute(write).await?.rows_affected(),
            Self::Postgres(pool) => in_time(postgres_query(sql, args).execute(pool)).await?.rows_affected(),
        })
    }

    /// Begins a transaction that will write; on SQLite it waits for the one writer.
    pub(crate) async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(in_time(pool.begin()).await?),
        })
    }

    pub(crate) async fn vacuum_into(&self, path: &Path) -> Result<()> {
        let Self::Sqlite { write, .. } = self else {
            return Err(StoreError::Address("postgres".into()));
        };
        let path = path.to_str().ok_or_else(|| StoreError::Address(path.display().to_string()))?;
        sqlite_query("VACUUM INTO $1".into_sql_str(), &args![path]).execute(write).await?;
        Ok(())
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    pub(crate) async fn rows(&mut self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<Vec<Row>> {
        let sql = sql.into_sql_str();
        Ok(match self {
            Self::Sqlite(tx) => {
                sqlite_query(sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(tx) => in_time(postgres_query(sql, args).fetch_all(&mut **tx))
                .await?
                .into_iter()
                .map(Row::Postgres)
                .collect(),
        })
    }

    pub(crate) async fn row(&mut self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    pub(crate) async fn execute(&mut self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<u64> {
        let sql = sql.into_sql_str();
        Ok(match self {
            Self::Sqlite(tx) => sqlite_query(sql, args).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => {
                in_time(postgres_query(sql, args).execute(&mut **tx)).await?.rows_affected()
            }
        })
    }

    /// Runs several statements without arguments.
    pub(crate) async fn script(&mut self, sql: String) -> Result<()> {
        let sql = built(sql);
        match self {
            Self::Sqlite(tx) => sqlx::raw_sql(sql).execute(&mut **tx).await.map(|_| ())?,
            Self::Postgres(tx) => sqlx::raw_sql(sql).execute(&mut **tx).await.map(|_| ())?,
        }
        Ok(())
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => in_time(tx.commit()).await?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_told_from_what_must_be_mended() {
        for code in ["5", "517", "13", "778", "14", "8", "40001", "40P01", "53100", "57P01", "08006", "58030"]
        {
            assert!(is_passing(code), "{code}");
        }
        for code in ["1", "19", "2067", "11", "26", "23505", "42P01", "22001", "XX000", ""] {
            assert!(!is_passing(code), "{code}");
        }
    }
}
