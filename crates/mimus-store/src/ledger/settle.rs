//! Settling: what a call really cost takes the place of what it might have.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use mimus_core::CredentialName;

use super::{Counts, OpenReservation, ReservationId, UtcDay, UtcMonth, count};
use crate::db::{Arg, Tx, args, built, placeholder_rows};
use crate::row::Row;
use crate::{Result, Store};

/// Objects noted by one statement.
const CHUNK: usize = 200;
/// Reservations that expire in one transaction.
const EXPIRED_AT_ONCE: u32 = 1_000;
/// A window that the network dates this much later than the tables do is the next one.
const NEXT_WINDOW_MS: i64 = 60_000;

/// What objects are counted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// Posts.
    Post,
    /// Accounts.
    User,
    /// Neither; only money.
    Other,
}

/// Objects of one kind that an answer held.
#[derive(Debug, Clone)]
pub struct Objects<'a> {
    /// What they are to the network: the same object under the same name is charged once a UTC day.
    pub name: &'a str,
    /// What they are counted as.
    pub kind: ObjectKind,
    /// Millionths of a dollar for each.
    pub price: i64,
    /// Whether a repetition on the same day is free.
    pub once_a_day: bool,
    /// Their ids.
    pub ids: Vec<&'a str>,
}

/// A window as the network tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToldWindow {
    /// Calls that it allows.
    pub allowed: u32,
    /// Calls that are left.
    pub remaining: u32,
    /// When it is over.
    pub resets_at: Timestamp,
    /// How long a window is.
    pub length: Duration,
}

/// How a call ended.
#[derive(Debug, Clone)]
pub struct Settlement<'a> {
    /// The reservation that it was made with.
    pub reservation: &'a OpenReservation,
    /// What the answer held; nothing where it failed.
    pub objects: Vec<Objects<'a>>,
    /// Whether it failed.
    pub failed: bool,
    /// Whether it never left: then it counts in no window and in no total.
    pub unsent: bool,
    /// What was told of its window.
    pub window: Option<ToldWindow>,
    /// When.
    pub now: Timestamp,
}

/// What a call has cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ledgered {
    /// Millionths of a dollar.
    pub micros: i64,
    /// Posts that were charged.
    pub posts: u64,
    /// Accounts that were charged.
    pub users: u64,
    /// Whether the reservation had expired, so that its most has been counted and stays.
    pub late: bool,
}

impl Store {
    /// Counts what a call has really cost, and gives back the rest of its reservation. Once only: a reservation that is
    /// settled or expired is not counted again.
    pub async fn settle(&self, settlement: &Settlement<'_>) -> Result<Ledgered> {
        let reservation = settlement.reservation;
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM ledger_reservations WHERE id = $1";
        let late = tx.execute(sql, &args![reservation.id.0]).await? == 0;
        let charged = charge(&mut tx, settlement).await?;
        settle_window(&mut tx, settlement).await?;
        if late {
            tx.commit().await?;
            return Ok(Ledgered { late, ..Ledgered::default() });
        }
        let (posts, users) = (whole(charged.posts), whole(charged.users));
        pay(
            &mut tx,
            reservation.month,
            [reservation.micros, charged.micros, whole(reservation.posts), posts],
        )
        .await?;
        if !settlement.unsent {
            let counts = Counts {
                requests: i64::from(reservation.window_start.is_some()),
                failed: i64::from(settlement.failed),
                posts,
                users,
                micros: charged.micros,
            };
            let day = UtcDay::of(reservation.made_at);
            count(&mut tx, day, &reservation.credential, &reservation.endpoint, counts).await?;
        }
        tx.commit().await?;
        Ok(charged)
    }

    /// Counts reservations whose time is over as if they had cost their most, up to a thousand at once; returns how many.
    /// One that would expire later than `longest` from now is of a time before the clock was set back.
    pub async fn expire_reservations(&self, now: Timestamp, longest: Duration) -> Result<u64> {
        let now = now.as_millisecond();
        let far = now.saturating_add(i64::try_from(longest.as_millis()).unwrap_or(i64::MAX));
        let mut tx = self.db.begin().await?;
        // What another node settles or expires at this moment is left to it.
        let skip = if tx.is_sqlite() { "" } else { "FOR UPDATE SKIP LOCKED" };
        let sql = format!(
            "DELETE FROM ledger_reservations WHERE id IN (SELECT id FROM ledger_reservations \
             WHERE expires_at <= $1 OR expires_at > $2 ORDER BY id LIMIT {EXPIRED_AT_ONCE} {skip}) \
             RETURNING id, credential, endpoint, month, window_start, posts, users, micros, made_at"
        );
        let mut months: BTreeMap<UtcMonth, [i64; 2]> = BTreeMap::new();
        let mut days: BTreeMap<(UtcDay, CredentialName, String), Counts> = BTreeMap::new();
        let rows = tx.rows(built(sql), &args![now, far]).await?;
        for row in &rows {
            let gone = open_reservation(row)?;
            let month = months.entry(gone.month).or_default();
            month[0] += gone.micros;
            month[1] += whole(gone.posts);
            let day = days.entry((UtcDay::of(gone.made_at), gone.credential, gone.endpoint)).or_default();
            day.requests += i64::from(gone.window_start.is_some());
            day.posts += whole(gone.posts);
            day.users += whole(gone.users);
            day.micros += gone.micros;
        }
        for (month, [micros, posts]) in months {
            pay(&mut tx, month, [micros, micros, posts, posts]).await?;
        }
        for ((day, credential, endpoint), counts) in days {
            count(&mut tx, day, &credential, &endpoint, counts).await?;
        }
        tx.commit().await?;
        Ok(rows.len() as u64)
    }
}

/// Turns what was reserved into what it came to: micros reserved and spent, posts reserved and read.
async fn pay(tx: &mut Tx, month: UtcMonth, amounts: [i64; 4]) -> Result<()> {
    if amounts == [0; 4] {
        return Ok(());
    }
    let [reserved, spent, posts_reserved, posts] = amounts;
    // The row is missing where a call was reserved as free and its answer was not.
    let sql = "INSERT INTO ledger_months AS m (month, spent, posts) VALUES ($1, $3, $5) ON CONFLICT (month) DO UPDATE SET \
               reserved = m.reserved - $2, spent = m.spent + $3, posts_reserved = m.posts_reserved - $4, \
               posts = m.posts + $5";
    tx.execute(sql, &args![month.number(), reserved, spent, posts_reserved, posts]).await.map(drop)
}

/// Notes objects as seen on the day and says what the new ones cost. Which day an answer belongs to that comes after a
/// midnight is not known; it is charged in full then, and what it held is new again on the day after.
async fn charge(tx: &mut Tx, settlement: &Settlement<'_>) -> Result<Ledgered> {
    let day = UtcDay::of(settlement.reservation.made_at);
    let in_doubt = day != UtcDay::of(settlement.now);
    let mut charged = Ledgered::default();
    for objects in &settlement.objects {
        let mut ids = objects.ids.clone();
        if objects.once_a_day {
            ids.sort_unstable();
            ids.dedup();
        }
        let all = ids.len() as u64;
        let new = if objects.once_a_day { see(tx, day, objects.name, &ids).await? } else { all };
        let billed = if in_doubt { all } else { new };
        charged.micros = charged.micros.saturating_add(objects.price.saturating_mul(whole(billed)));
        match objects.kind {
            ObjectKind::Post => charged.posts += billed,
            ObjectKind::User => charged.users += billed,
            ObjectKind::Other => {}
        }
    }
    Ok(charged)
}

/// Notes ids as seen; returns how many had not been.
async fn see(tx: &mut Tx, day: UtcDay, name: &str, ids: &[&str]) -> Result<u64> {
    let mut new = 0;
    for chunk in ids.chunks(CHUNK) {
        let sql = format!(
            "INSERT INTO ledger_seen (day, kind, id) VALUES {} ON CONFLICT (day, kind, id) DO NOTHING",
            placeholder_rows(chunk.len(), 3)
        );
        let args: Vec<Arg> = chunk.iter().flat_map(|id| args![day.number(), name, *id]).collect();
        new += tx.execute(built(sql), &args).await?;
    }
    Ok(new)
}

async fn settle_window(tx: &mut Tx, settlement: &Settlement<'_>) -> Result<()> {
    let reservation = settlement.reservation;
    let (name, endpoint) = (reservation.credential.as_str(), reservation.endpoint.as_str());
    if settlement.unsent {
        let sql = "UPDATE ledger_windows SET used = used - 1 WHERE credential = $1 AND endpoint = $2 AND starts_at = $3 \
                   AND used > 0";
        tx.execute(sql, &args![name, endpoint, reservation.window_start]).await?;
        return Ok(());
    }
    let Some(told) = settlement.window else { return Ok(()) };
    let now = settlement.now.as_millisecond();
    let length = i64::try_from(told.length.as_millis()).unwrap_or(i64::MAX / 4);
    // No window ends later than one length from now, whatever the network's clock says.
    let resets_at = told.resets_at.as_millisecond().min(now.saturating_add(length));
    if resets_at <= now {
        return Ok(());
    }
    let used = i64::from(told.allowed.saturating_sub(told.remaining));
    // Within a window what is known only grows, as answers come in any order. In the next one, calls that are still open
    // may not have been counted yet.
    let sql = "UPDATE ledger_windows SET told = 1, allowed = $3, used = CASE WHEN resets_at + $6 < $5 THEN $4 + \
               (SELECT COUNT(*) FROM ledger_reservations r WHERE r.credential = $1 AND r.endpoint = $2 \
               AND r.window_start IS NOT NULL) WHEN used < $4 THEN $4 ELSE used END, \
               starts_at = CASE WHEN resets_at + $6 < $5 THEN $7 ELSE starts_at END, \
               resets_at = $5 WHERE credential = $1 AND endpoint = $2";
    let args = args![name, endpoint, told.allowed, used, resets_at, NEXT_WINDOW_MS, now];
    tx.execute(sql, &args).await.map(drop)
}

pub(super) fn open_reservation(row: &Row) -> Result<OpenReservation> {
    Ok(OpenReservation {
        id: ReservationId(row.int(0)?),
        credential: row.parse(1, "ledger_reservations.credential")?,
        endpoint: row.text(2)?,
        month: UtcMonth::new(row.int(3)?),
        window_start: row.opt_int(4)?,
        posts: row.count(5)?,
        users: row.count(6)?,
        micros: row.int(7)?,
        made_at: row.time(8, "ledger_reservations.made_at")?,
    })
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
