//! The open record: appended to in the same transaction as what it tells, and never changed.

use aws_lc_rs::digest::{SHA256, digest};
use jiff::Timestamp;
use mimus_core::desk::{Entry, GENESIS};
use serde_json::Value;

use crate::db::{Tx, args, built};
use crate::row::{Row, to_json};
use crate::{Result, Store, StoreError};

/// An entry before it has its place.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Who, by the name that they have at the Desk.
    pub who: String,
    /// What was done: `draft.approved`.
    pub deed: &'static str,
    /// To what: `draft 12`.
    pub about: String,
    /// For which account, if for one.
    pub account: Option<String>,
    /// The rest.
    pub detail: Value,
}

/// Where the record is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    /// An entry is not what was written.
    #[error("entry {0} is not what was written: its hash does not fit it")]
    Changed(i64),
    /// An entry does not follow the one before.
    #[error("entry {0} does not follow the one before: something was taken out or put in")]
    Unlinked(i64),
    /// The end is missing.
    #[error("the record ends at entry {found}, and {written} were written")]
    Short {
        /// The last entry there is.
        found: i64,
        /// How many were written.
        written: i64,
    },
}

const COLUMNS: &str = "seq, at, who, deed, about, account, detail, previous, hash";

fn entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        seq: row.int(0)?,
        at: row.time(1, "desk_record.at")?,
        who: row.text(2)?,
        deed: row.text(3)?,
        about: row.text(4)?,
        account: row.opt_text(5)?,
        detail: row.json(6, "desk_record.detail")?,
        previous: row.text(7)?,
        hash: row.text(8)?,
    })
}

fn hash(entry: &Entry) -> String {
    digest(&SHA256, entry.canonical().as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Appends to the record. The head's row is taken first, so that nodes that append at once do so one after the other.
pub(crate) async fn append(tx: &mut Tx, entries: &[NewEntry], now: Timestamp) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let sql = "UPDATE desk_record_head SET seq = seq + $1 WHERE one = 1 RETURNING seq, hash";
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let rows = tx.rows(sql, &args![count]).await?;
    let head = rows.first().ok_or(StoreError::Database(sqlx::Error::RowNotFound))?;
    let (mut seq, mut previous) = (head.int(0)? - count, head.text(1)?);
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    for new in entries {
        seq += 1;
        let mut next = Entry {
            seq,
            at: now,
            who: new.who.clone(),
            deed: new.deed.to_owned(),
            about: new.about.clone(),
            account: new.account.clone(),
            detail: new.detail.clone(),
            previous,
            hash: String::new(),
        };
        next.hash = hash(&next);
        let sql =
            built(format!("INSERT INTO desk_record ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"));
        let args = args![
            next.seq,
            next.at.as_millisecond(),
            next.who.as_str(),
            next.deed.as_str(),
            next.about.as_str(),
            next.account.clone(),
            to_json(&next.detail, "desk_record.detail")?,
            next.previous.as_str(),
            next.hash.as_str(),
        ];
        tx.execute(sql, &args).await?;
        previous = next.hash;
    }
    tx.execute("UPDATE desk_record_head SET hash = $1 WHERE one = 1", &args![previous]).await.map(drop)
}

impl Store {
    /// Says in the record what was done where nothing else is kept of it.
    pub async fn record_deeds(&self, entries: &[NewEntry], now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        append(&mut tx, entries, now).await?;
        tx.commit().await
    }

    /// Entries of the record, the newest first: those before `before`, of one account or of all.
    pub async fn record_entries(
        &self,
        account: Option<&str>,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Entry>> {
        let which = if account.is_some() { "account = $3" } else { "$3 = ''" };
        let sql = built(format!(
            "SELECT {COLUMNS} FROM desk_record WHERE seq < $1 AND {which} ORDER BY seq DESC LIMIT $2"
        ));
        let args = args![before.unwrap_or(i64::MAX), limit, account.unwrap_or_default()];
        self.db.rows(sql, &args).await?.iter().map(entry).collect()
    }

    /// Entries of the record in their order: those after `after`.
    pub async fn record_after(&self, after: i64, limit: u32) -> Result<Vec<Entry>> {
        let sql = built(format!("SELECT {COLUMNS} FROM desk_record WHERE seq > $1 ORDER BY seq LIMIT $2"));
        self.db.rows(sql, &args![after, limit]).await?.iter().map(entry).collect()
    }

    /// Goes through the whole record, also while it grows. Returns how many entries it has and the last one's hash, or where it
    /// is broken first.
    pub async fn verify_record(&self) -> Result<std::result::Result<(i64, String), RecordFault>> {
        let (mut seq, mut previous) = (0, GENESIS.to_owned());
        let mut head = self.record_head().await?;
        loop {
            // No further than what was written when the head was looked at: more may come meanwhile.
            let mut entries = self.record_after(seq, 500).await?;
            entries.retain(|entry| entry.seq <= head.0);
            if let Err(fault) = verify(&entries, &mut seq, &mut previous) {
                return Ok(Err(fault));
            }
            if !entries.is_empty() {
                continue;
            }
            let (written, last) = &head;
            if seq < *written {
                return Ok(Err(RecordFault::Short { found: seq, written: *written }));
            }
            if previous != *last {
                return Ok(Err(RecordFault::Changed(seq)));
            }
            let Some(beyond) = self.record_after(seq, 1).await?.pop() else { return Ok(Ok((seq, previous))) };
            let now = self.record_head().await?;
            if now == head {
                return Ok(Err(RecordFault::Unlinked(beyond.seq)));
            }
            head = now;
        }
    }

    /// How many entries were written, and the last one's hash.
    async fn record_head(&self) -> Result<(i64, String)> {
        let head = self.db.row("SELECT seq, hash FROM desk_record_head WHERE one = 1", &[]).await?;
        head.map_or(Ok((0, GENESIS.to_owned())), |row| Ok((row.int(0)?, row.text(1)?)))
    }
}

/// Goes on through a record from the entry `seq`, which has the hash `previous`.
pub fn verify(
    entries: &[Entry],
    seq: &mut i64,
    previous: &mut String,
) -> std::result::Result<(), RecordFault> {
    for entry in entries {
        if entry.seq != *seq + 1 || entry.previous != *previous {
            return Err(RecordFault::Unlinked(entry.seq));
        }
        if hash(entry) != entry.hash {
            return Err(RecordFault::Changed(entry.seq));
        }
        *seq = entry.seq;
        previous.clone_from(&entry.hash);
    }
    Ok(())
}
