//! Reserving: what a call may use at most is taken before it is made.

use std::time::Duration;

use jiff::Timestamp;
use mimus_core::CredentialName;

use super::{OpenReservation, ReservationId, UtcMonth};
use crate::db::{Tx, args};
use crate::nodes::NodeName;
use crate::{Result, Store, StoreError};

/// A window of calls that a reservation takes one of.
#[derive(Debug, Clone, Copy)]
pub struct WindowAsk {
    /// Calls in a window, as long as the network has not said otherwise.
    pub allowed: u32,
    /// How many percent of them this call may find used up, itself included.
    pub percent: u32,
    /// How long a window is.
    pub length: Duration,
}

/// A longer window that a reservation takes one call of as well. That call is not given back, whatever becomes of it.
#[derive(Debug, Clone, Copy)]
pub struct AlsoWindow<'a> {
    /// Whose.
    pub credential: &'a CredentialName,
    /// Its name; no endpoint has the same.
    pub name: &'a str,
    /// The window.
    pub window: WindowAsk,
}

/// What a reservation may find taken of its month.
#[derive(Debug, Clone, Copy)]
pub struct MonthAsk {
    /// Millionths of a dollar that may be spent and reserved together, this call included.
    pub micros: i64,
    /// Posts that may be read and reserved together.
    pub posts: i64,
}

/// A reservation that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct NewReservation<'a> {
    /// By whom.
    pub node: &'a NodeName,
    /// Whose call it is.
    pub credential: &'a CredentialName,
    /// Which call.
    pub endpoint: &'a str,
    /// The window that it counts in; `None` for one that belongs to a call made before.
    pub window: Option<WindowAsk>,
    /// Longer windows that it counts in besides.
    pub also: &'a [AlsoWindow<'a>],
    /// Posts at most.
    pub posts: u32,
    /// Accounts at most.
    pub users: u32,
    /// Millionths of a dollar at most.
    pub micros: i64,
    /// What the month allows.
    pub month: MonthAsk,
    /// When.
    pub now: Timestamp,
    /// After which time it is taken to have cost its most.
    pub life: Duration,
}

/// A reservation that is granted.
pub type Given = OpenReservation;

/// How a month stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MonthState {
    /// Millionths of a dollar that calls have cost.
    pub spent: i64,
    /// Millionths of a dollar that open reservations may cost.
    pub reserved: i64,
    /// Posts read and charged.
    pub posts: i64,
    /// Posts that open reservations may read.
    pub posts_reserved: i64,
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reserved {
    /// It is there.
    Granted(Given),
    /// The credential is held.
    Held {
        /// Why.
        why: String,
        /// Until when.
        until: Timestamp,
    },
    /// The window has no more for a call of this rank.
    Window {
        /// Until when.
        until: Timestamp,
        /// Calls that it allows.
        allowed: u64,
        /// Calls that it has seen.
        used: u64,
    },
    /// The month has no more for a call of this rank.
    Month(MonthState),
}

impl Store {
    /// Takes what a call may use at most, or says what there is too little of; then nothing is taken.
    pub async fn reserve(&self, asked: &NewReservation<'_>) -> Result<Reserved> {
        let mut tx = self.db.begin().await?;
        if let Some(held) = held(&mut tx, asked).await? {
            return Ok(held);
        }
        let window_start = match asked.window {
            None => None,
            Some(window) => {
                match take_call(&mut tx, asked.now, asked.credential, asked.endpoint, window).await? {
                    Ok(start) => Some(start),
                    Err(refused) => return Ok(refused),
                }
            }
        };
        for also in asked.also {
            if let Err(refused) =
                take_call(&mut tx, asked.now, also.credential, also.name, also.window).await?
            {
                return Ok(refused);
            }
        }
        let month = UtcMonth::of(asked.now);
        if let Some(refused) = take_money(&mut tx, asked, month).await? {
            return Ok(refused);
        }
        let id = note(&mut tx, asked, month, window_start).await?;
        tx.commit().await?;
        Ok(Reserved::Granted(OpenReservation {
            id,
            credential: asked.credential.clone(),
            endpoint: asked.endpoint.to_owned(),
            month,
            window_start,
            posts: u64::from(asked.posts),
            users: u64::from(asked.users),
            micros: asked.micros,
            made_at: asked.now,
        }))
    }
}

async fn held(tx: &mut Tx, asked: &NewReservation<'_>) -> Result<Option<Reserved>> {
    let sql = "SELECT why, until FROM ledger_holds WHERE credential = $1 AND until > $2 ORDER BY until DESC LIMIT 1";
    let row = tx.row(sql, &args![asked.credential.as_str(), asked.now.as_millisecond()]).await?;
    row.map(|row| Ok(Reserved::Held { why: row.text(0)?, until: row.time(1, "ledger_holds.until")? }))
        .transpose()
}

/// Takes one call of the window and returns since when it is open. A window that is over gives way to the next; so does
/// one that would end later than any can, which is of a time before the clock was set back.
async fn take_call(
    tx: &mut Tx,
    now: Timestamp,
    credential: &CredentialName,
    endpoint: &str,
    window: WindowAsk,
) -> Result<std::result::Result<i64, Reserved>> {
    let (now, length, name) = (now.as_millisecond(), ms(window.length), credential.as_str());
    let sql = "INSERT INTO ledger_windows AS w (credential, endpoint, starts_at, resets_at, allowed, used) \
               VALUES ($1, $2, $3, $3 + $4, $5, 1) ON CONFLICT (credential, endpoint) DO UPDATE SET \
               starts_at = CASE WHEN w.resets_at <= $3 OR w.resets_at > $3 + 2 * $4 THEN $3 ELSE w.starts_at END, \
               resets_at = CASE WHEN w.resets_at <= $3 OR w.resets_at > $3 + 2 * $4 THEN $3 + $4 ELSE w.resets_at END, \
               used = CASE WHEN w.resets_at <= $3 OR w.resets_at > $3 + 2 * $4 THEN 1 ELSE w.used + 1 END, \
               allowed = CASE WHEN w.told = 1 THEN w.allowed ELSE $5 END \
               WHERE w.resets_at <= $3 OR w.resets_at > $3 + 2 * $4 OR (w.used < w.allowed AND \
               (w.used = 0 OR (w.used + 1) * 100 <= w.allowed * $6)) RETURNING starts_at";
    let args = args![name, endpoint, now, length, window.allowed, window.percent];
    if let Some(row) = tx.row(sql, &args).await? {
        return Ok(Ok(row.int(0)?));
    }
    let sql = "SELECT resets_at, allowed, used FROM ledger_windows WHERE credential = $1 AND endpoint = $2";
    let row = tx.row(sql, &args![name, endpoint]).await?;
    let row =
        row.ok_or(StoreError::Unreadable { what: "ledger_windows", why: "a window vanished".into() })?;
    let until = row.time(0, "ledger_windows.resets_at")?;
    Ok(Err(Reserved::Window { until, allowed: row.count(1)?, used: row.count(2)? }))
}

async fn take_money(tx: &mut Tx, asked: &NewReservation<'_>, month: UtcMonth) -> Result<Option<Reserved>> {
    if asked.micros == 0 && asked.posts == 0 {
        return Ok(None);
    }
    let month = month.number();
    let sql = "INSERT INTO ledger_months (month) VALUES ($1) ON CONFLICT (month) DO NOTHING";
    tx.execute(sql, &args![month]).await?;
    let sql = "UPDATE ledger_months SET reserved = reserved + $2, posts_reserved = posts_reserved + $3 WHERE month = $1 \
               AND ($2 = 0 OR spent + reserved <= $4 - $2) AND ($3 = 0 OR posts + posts_reserved <= $5 - $3)";
    let args = args![month, asked.micros, asked.posts, asked.month.micros, asked.month.posts];
    if tx.execute(sql, &args).await? > 0 {
        return Ok(None);
    }
    let sql = "SELECT spent, reserved, posts, posts_reserved FROM ledger_months WHERE month = $1";
    let row = tx.row(sql, &args![month]).await?;
    let state = row.map(|row| super::read::month_state(&row, 0)).transpose()?.unwrap_or_default();
    Ok(Some(Reserved::Month(state)))
}

async fn note(
    tx: &mut Tx,
    asked: &NewReservation<'_>,
    month: UtcMonth,
    window_start: Option<i64>,
) -> Result<ReservationId> {
    let now = asked.now.as_millisecond();
    let sql = "INSERT INTO ledger_reservations \
               (node, credential, endpoint, month, window_start, posts, users, micros, made_at, expires_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
    let args = args![
        asked.node.as_str(),
        asked.credential.as_str(),
        asked.endpoint,
        month.number(),
        window_start,
        asked.posts,
        asked.users,
        asked.micros,
        now,
        now.saturating_add(ms(asked.life)),
    ];
    let row = tx.row(sql, &args).await?;
    let row =
        row.ok_or(StoreError::Unreadable { what: "ledger_reservations", why: "no number was given".into() })?;
    Ok(ReservationId(row.int(0)?))
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}
