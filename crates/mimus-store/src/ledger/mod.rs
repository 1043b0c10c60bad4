//! The Ledger's tables: windows, months, days, reservations, holds, delays.
//!
//! A reservation passes two rows, its window's and its month's, each by one conditional statement in one short
//! transaction, so that any number of nodes together never take more than there is. Whoever takes several rows takes
//! them in this order, so that nobody waits in a circle: reservation, seen objects, window, month, days.

mod calendar;
mod delays;
mod read;
mod reserve;
mod settle;

use jiff::Timestamp;
use mimus_core::CredentialName;

pub use calendar::{UtcDay, UtcMonth};
pub use delays::{DELAY_BOUNDS, DelayCount};
pub use read::{LedgerDay, LedgerHold, LedgerMonth, LedgerTotals, LedgerWindow};
pub use reserve::{AlsoWindow, Given, MonthAsk, MonthState, NewReservation, Reserved, WindowAsk};
pub use settle::{Ledgered, ObjectKind, Objects, Settlement, ToldWindow};

use crate::db::{Db, Tx, args};
use crate::{Result, Store};

/// A reservation's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReservationId(pub(crate) i64);

/// A reservation as it is kept until it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenReservation {
    /// Its number.
    pub id: ReservationId,
    /// Whose call it is for.
    pub credential: CredentialName,
    /// Which call.
    pub endpoint: String,
    /// The month that it is paid from.
    pub month: UtcMonth,
    /// Since when the window is open that it counts in; `None` where it counts in none.
    pub window_start: Option<i64>,
    /// Posts at most.
    pub posts: u64,
    /// Accounts at most.
    pub users: u64,
    /// Millionths of a dollar at most.
    pub micros: i64,
    /// When it was made.
    pub made_at: Timestamp,
}

impl Store {
    /// The time as the database tells it, for nodes whose clocks differ.
    pub async fn database_time(&self) -> Result<Timestamp> {
        let sql = match self.db.as_ref() {
            Db::Sqlite { .. } => "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)",
            Db::Postgres(_) => "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
        };
        let row = self.db.row(sql, &[]).await?;
        row.map_or(Ok(Timestamp::UNIX_EPOCH), |row| row.time(0, "the database's clock"))
    }

    /// Takes calls by a credential back until a time; a hold of the same reason is moved.
    pub async fn hold_credential(&self, name: &CredentialName, why: &str, until: Timestamp) -> Result<()> {
        let sql = "INSERT INTO ledger_holds (credential, why, until) VALUES ($1, $2, $3) \
                   ON CONFLICT (credential, why) DO UPDATE SET until = excluded.until";
        self.db.execute(sql, &args![name.as_str(), why, until.as_millisecond()]).await.map(drop)
    }

    /// Lets a credential call again; says whether it was held.
    pub async fn lift_hold(&self, name: &CredentialName) -> Result<bool> {
        let sql = "DELETE FROM ledger_holds WHERE credential = $1";
        Ok(self.db.execute(sql, &args![name.as_str()]).await? > 0)
    }

    /// Notes that an alarm stands; says whether that is new.
    pub async fn raise_alarm(&self, name: &str, now: Timestamp) -> Result<bool> {
        let now = now.as_millisecond();
        let sql = "INSERT INTO ledger_alarms (name, raised_at, seen_at) VALUES ($1, $2, $2) ON CONFLICT (name) DO NOTHING";
        let new = self.db.execute(sql, &args![name, now]).await? > 0;
        if !new {
            let sql = "UPDATE ledger_alarms SET seen_at = $2 WHERE name = $1 AND seen_at < $2";
            self.db.execute(sql, &args![name, now]).await?;
        }
        Ok(new)
    }

    /// Forgets alarms that have not stood since `before`; returns their names.
    pub async fn end_alarms(&self, before: Timestamp) -> Result<Vec<String>> {
        let sql = "DELETE FROM ledger_alarms WHERE seen_at < $1 RETURNING name";
        let rows = self.db.write_rows(sql, &args![before.as_millisecond()]).await?;
        rows.iter().map(|row| row.text(0)).collect()
    }

    /// Forgets windows that were over, holds that ended and objects that were seen before `before`, and delays of before
    /// `delays_before`. What was counted and paid stays.
    pub async fn forget_ledger(&self, before: Timestamp, delays_before: Timestamp) -> Result<u64> {
        let (old, day) = (before.as_millisecond(), UtcDay::of(before).number());
        let mut tx = self.db.begin().await?;
        let mut gone = tx.execute("DELETE FROM ledger_seen WHERE day < $1", &args![day]).await?;
        gone += tx.execute("DELETE FROM ledger_windows WHERE resets_at < $1", &args![old]).await?;
        gone += tx.execute("DELETE FROM ledger_holds WHERE until < $1", &args![old]).await?;
        let hour = delays_before.as_second().div_euclid(3_600);
        gone += tx.execute("DELETE FROM ledger_delays WHERE hour < $1", &args![hour]).await?;
        tx.commit().await?;
        Ok(gone)
    }
}

/// What a call adds to a day's totals.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    requests: i64,
    failed: i64,
    posts: i64,
    users: i64,
    micros: i64,
}

async fn count(
    tx: &mut Tx,
    day: UtcDay,
    credential: &CredentialName,
    endpoint: &str,
    counts: Counts,
) -> Result<()> {
    let sql = "INSERT INTO ledger_days (day, credential, endpoint, requests, failed, posts, users, micros) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (day, credential, endpoint) DO UPDATE SET \
               requests = ledger_days.requests + excluded.requests, failed = ledger_days.failed + excluded.failed, \
               posts = ledger_days.posts + excluded.posts, users = ledger_days.users + excluded.users, \
               micros = ledger_days.micros + excluded.micros";
    let Counts { requests, failed, posts, users, micros } = counts;
    let args = args![day.number(), credential.as_str(), endpoint, requests, failed, posts, users, micros];
    tx.execute(sql, &args).await.map(drop)
}
