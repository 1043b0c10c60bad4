//! Reading the Ledger's tables.

use jiff::Timestamp;
use mimus_core::CredentialName;

use super::settle::open_reservation;
use super::{MonthState, OpenReservation, UtcDay, UtcMonth};
use crate::db::{args, built};
use crate::row::Row;
use crate::{Result, Store};

/// A window of calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerWindow {
    /// Whose.
    pub credential: CredentialName,
    /// Of which call.
    pub endpoint: String,
    /// When it is over.
    pub resets_at: Timestamp,
    /// Calls that it allows.
    pub allowed: u64,
    /// Calls that it has seen, reserved ones included.
    pub used: u64,
}

/// A day's totals of one call by one credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerDay {
    /// The day.
    pub day: UtcDay,
    /// Whose.
    pub credential: CredentialName,
    /// Which call.
    pub endpoint: String,
    /// Calls that were made, failed ones included.
    pub requests: u64,
    /// Calls that failed.
    pub failed: u64,
    /// Posts that were charged.
    pub posts: u64,
    /// Accounts that were charged.
    pub users: u64,
    /// Millionths of a dollar.
    pub micros: u64,
}

/// Totals of many calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LedgerTotals {
    /// Calls that were made, failed ones included.
    pub requests: u64,
    /// Calls that failed.
    pub failed: u64,
    /// Posts that were charged.
    pub posts: u64,
    /// Accounts that were charged.
    pub users: u64,
    /// Millionths of a dollar.
    pub micros: u64,
}

/// The columns of [`LedgerTotals`] in a statement that groups.
const SUMS: &str = "CAST(SUM(requests) AS BIGINT), CAST(SUM(failed) AS BIGINT), CAST(SUM(posts) AS BIGINT), \
                    CAST(SUM(users) AS BIGINT), CAST(SUM(micros) AS BIGINT)";

fn totals(row: &Row, at: usize) -> Result<LedgerTotals> {
    Ok(LedgerTotals {
        requests: row.count(at)?,
        failed: row.count(at + 1)?,
        posts: row.count(at + 2)?,
        users: row.count(at + 3)?,
        micros: row.count(at + 4)?,
    })
}

/// A month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerMonth {
    /// Which.
    pub month: UtcMonth,
    /// How it stands.
    pub state: MonthState,
}

/// A credential that makes no calls for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerHold {
    /// Whose.
    pub credential: CredentialName,
    /// Why.
    pub why: String,
    /// Until when.
    pub until: Timestamp,
}

impl Store {
    /// Windows that are not over.
    pub async fn ledger_windows(&self, now: Timestamp) -> Result<Vec<LedgerWindow>> {
        let sql = "SELECT credential, endpoint, resets_at, allowed, used FROM ledger_windows WHERE resets_at > $1 \
                   ORDER BY credential, endpoint";
        let rows = self.db.rows(sql, &args![now.as_millisecond()]).await?;
        rows.iter()
            .map(|row| {
                Ok(LedgerWindow {
                    credential: row.parse(0, "ledger_windows.credential")?,
                    endpoint: row.text(1)?,
                    resets_at: row.time(2, "ledger_windows.resets_at")?,
                    allowed: row.count(3)?,
                    used: row.count(4)?,
                })
            })
            .collect()
    }

    /// Totals from a day on.
    pub async fn ledger_days(&self, since: UtcDay) -> Result<Vec<LedgerDay>> {
        let sql = "SELECT day, credential, endpoint, requests, failed, posts, users, micros FROM ledger_days \
                   WHERE day >= $1 ORDER BY day, credential, endpoint";
        let rows = self.db.rows(sql, &args![since.number()]).await?;
        rows.iter()
            .map(|row| {
                Ok(LedgerDay {
                    day: UtcDay::new(row.int(0)?),
                    credential: row.parse(1, "ledger_days.credential")?,
                    endpoint: row.text(2)?,
                    requests: row.count(3)?,
                    failed: row.count(4)?,
                    posts: row.count(5)?,
                    users: row.count(6)?,
                    micros: row.count(7)?,
                })
            })
            .collect()
    }

    /// Totals of each day from a day on, of those on which anything was called.
    pub async fn ledger_by_day(&self, since: UtcDay) -> Result<Vec<(UtcDay, LedgerTotals)>> {
        let sql = format!("SELECT day, {SUMS} FROM ledger_days WHERE day >= $1 GROUP BY day ORDER BY day");
        let rows = self.db.rows(built(sql), &args![since.number()]).await?;
        rows.iter().map(|row| Ok((UtcDay::new(row.int(0)?), totals(row, 1)?))).collect()
    }

    /// Totals of each credential from a day on.
    pub async fn ledger_by_credential(&self, since: UtcDay) -> Result<Vec<(CredentialName, LedgerTotals)>> {
        let sql = format!(
            "SELECT credential, {SUMS} FROM ledger_days WHERE day >= $1 GROUP BY credential ORDER BY credential"
        );
        let rows = self.db.rows(built(sql), &args![since.number()]).await?;
        rows.iter().map(|row| Ok((row.parse(0, "ledger_days.credential")?, totals(row, 1)?))).collect()
    }

    /// How a month stands.
    pub async fn ledger_month(&self, month: UtcMonth) -> Result<LedgerMonth> {
        let sql = "SELECT spent, reserved, posts, posts_reserved FROM ledger_months WHERE month = $1";
        let row = self.db.row(sql, &args![month.number()]).await?;
        let state = row.map(|row| month_state(&row, 0)).transpose()?.unwrap_or_default();
        Ok(LedgerMonth { month, state })
    }

    /// Credentials that are held.
    pub async fn ledger_holds(&self, now: Timestamp) -> Result<Vec<LedgerHold>> {
        let sql = "SELECT credential, why, until FROM ledger_holds WHERE until > $1 ORDER BY credential, why";
        let rows = self.db.rows(sql, &args![now.as_millisecond()]).await?;
        rows.iter()
            .map(|row| {
                Ok(LedgerHold {
                    credential: row.parse(0, "ledger_holds.credential")?,
                    why: row.text(1)?,
                    until: row.time(2, "ledger_holds.until")?,
                })
            })
            .collect()
    }

    /// How many reservations are neither settled nor expired.
    pub async fn open_reservation_count(&self) -> Result<u64> {
        let row = self.db.row("SELECT COUNT(*) FROM ledger_reservations", &[]).await?;
        row.map_or(Ok(0), |row| row.count(0))
    }

    /// Reservations that are neither settled nor expired, the oldest first.
    pub async fn open_reservations(&self) -> Result<Vec<OpenReservation>> {
        let sql = "SELECT id, credential, endpoint, month, window_start, posts, users, micros, made_at \
                   FROM ledger_reservations ORDER BY id";
        self.db.rows(sql, &[]).await?.iter().map(open_reservation).collect()
    }
}

pub(super) fn month_state(row: &Row, at: usize) -> Result<MonthState> {
    Ok(MonthState {
        spent: row.int(at)?,
        reserved: row.int(at + 1)?,
        posts: row.int(at + 2)?,
        posts_reserved: row.int(at + 3)?,
    })
}
