//! One file that holds everything: tables, media, keys.
//!
//! The file is a zip: `mimus-backup.json` says what it is, `tables/NAME.jsonl` holds the rows, a JSON object a
//! line, and `media/…` the media files. Rows are written in a form that SQLite and PostgreSQL both take back, so
//! a backup is also the way from one to the other.

mod restore;
mod write;

use mimus_store::{DumpError, StoreError, Table};
use serde::{Deserialize, Serialize};

pub use restore::restore;
pub use write::write;

/// The name of the file that says what a backup is.
const MANIFEST: &str = "mimus-backup.json";

/// The form of the file; raised when an older Mimus could not read it.
const FORMAT: u32 = 1;

/// What a backup says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the file.
    pub format: u32,
    /// The schema of the tables.
    pub schema: i64,
    /// The version of Mimus that wrote it.
    pub version: String,
    /// When, in RFC 3339.
    pub written_at: String,
    /// The address of the server, as it was set.
    pub public_url: String,
    /// The tables, in the order in which they are restored.
    pub tables: Vec<Table>,
}

/// What was written or restored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of all tables.
    pub rows: u64,
    /// Media files.
    pub media: u64,
}

/// Why a backup could not be written or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is there already.
    #[error("{0} is there already; choose another name or remove it first")]
    Exists(String),
    /// The file is no backup of Mimus.
    #[error("{file} is no backup that this Mimus can read: {why}")]
    NotABackup {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// Reading or writing failed.
    #[error("{what}: {error}")]
    Io {
        /// Which file.
        what: String,
        /// What went wrong.
        error: std::io::Error,
    },
    /// The file's own structure failed.
    #[error("{what}: {error}")]
    Zip {
        /// Which file.
        what: String,
        /// What went wrong.
        error: zip::result::ZipError,
    },
    /// Rows could not be taken back.
    #[error(transparent)]
    Rows(#[from] DumpError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn io(what: impl ToString) -> impl FnOnce(std::io::Error) -> BackupError {
    move |error| BackupError::Io { what: what.to_string(), error }
}

fn zipped(what: impl ToString) -> impl FnOnce(zip::result::ZipError) -> BackupError {
    move |error| BackupError::Zip { what: what.to_string(), error }
}
