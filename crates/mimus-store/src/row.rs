//! Reading columns, by position, from either database's rows.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::{Result, StoreError};

pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(crate) fn int(&self, at: usize) -> Result<i64> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(at)?,
            Self::Postgres(row) => row.try_get(at)?,
        })
    }

    pub(crate) fn opt_int(&self, at: usize) -> Result<Option<i64>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(at)?,
            Self::Postgres(row) => row.try_get(at)?,
        })
    }

    pub(crate) fn bool(&self, at: usize) -> Result<bool> {
        Ok(self.int(at)? != 0)
    }

    pub(crate) fn text(&self, at: usize) -> Result<String> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(at)?,
            Self::Postgres(row) => row.try_get(at)?,
        })
    }

    pub(crate) fn opt_text(&self, at: usize) -> Result<Option<String>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(at)?,
            Self::Postgres(row) => row.try_get(at)?,
        })
    }

    pub(crate) fn bytes(&self, at: usize) -> Result<Vec<u8>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(at)?,
            Self::Postgres(row) => row.try_get(at)?,
        })
    }

    pub(crate) fn opt_bytes(&self, at: usize) -> Result<Option<Vec<u8>>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(at)?,
            Self::Postgres(row) => row.try_get(at)?,
        })
    }

    pub(crate) fn count(&self, at: usize) -> Result<u64> {
        Ok(u64::try_from(self.int(at)?).unwrap_or(0))
    }

    pub(crate) fn time(&self, at: usize, what: &'static str) -> Result<Timestamp> {
        from_ms(self.int(at)?, what)
    }

    pub(crate) fn opt_time(&self, at: usize, what: &'static str) -> Result<Option<Timestamp>> {
        self.opt_int(at)?.map(|ms| from_ms(ms, what)).transpose()
    }

    /// A column of JSON text.
    pub(crate) fn json<T: DeserializeOwned>(&self, at: usize, what: &'static str) -> Result<T> {
        serde_json::from_str(&self.text(at)?).map_err(|e| StoreError::Unreadable { what, why: e.to_string() })
    }

    /// A column of text that a type reads.
    pub(crate) fn parse<T>(&self, at: usize, what: &'static str) -> Result<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        self.text(at)?.parse().map_err(|e: T::Err| StoreError::Unreadable { what, why: e.to_string() })
    }
}

pub(crate) fn from_ms(ms: i64, what: &'static str) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|e| StoreError::Unreadable { what, why: e.to_string() })
}

/// JSON text for a column.
pub(crate) fn to_json<T: serde::Serialize>(value: &T, what: &'static str) -> Result<String> {
    serde_json::to_string(value).map_err(|e| StoreError::Unreadable { what, why: e.to_string() })
}
