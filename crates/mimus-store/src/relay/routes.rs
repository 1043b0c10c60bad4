//! Routes: from where to which account, by what policy.

use jiff::Timestamp;
use mimus_core::RoutePolicy;

use super::publications::{Held, end_hold};
use super::{AccountId, RouteId, RouteSourceId, RouteState};
use crate::db::{Tx, args, built};
use crate::desk::record::{NewEntry, append};
use crate::row::{Row, to_json};
use crate::{Result, Store};

/// Where a route begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RouteFrom {
    /// At a connected account.
    Account(AccountId),
    /// At a place that is read without credentials of its own, as the command line writes it: `feed:https://…`.
    Location(String),
    /// At the Desk: drafts go out by it, and it is never read.
    Desk,
}

/// What somebody does to a route.
#[derive(Debug, Clone, Copy)]
pub struct RouteChange {
    /// How they have found it.
    pub was: RouteState,
    /// How it is to stand.
    pub to: RouteState,
    /// Why.
    pub reason: Option<&'static str>,
    /// From when on it carries what is written, where that changes.
    pub since: Option<Timestamp>,
    /// What becomes of what its pause has held, where that ends.
    pub held: Option<Held>,
}

/// What stands for the Desk in the place of a location.
const DESK: &str = "desk";

/// A route.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Its number.
    pub id: RouteId,
    /// Where it reads.
    pub source: RouteSourceId,
    /// Where it begins.
    pub from: RouteFrom,
    /// The account that it publishes to.
    pub to: AccountId,
    /// What it carries and how.
    pub policy: RoutePolicy,
    /// How it stands.
    pub state: RouteState,
    /// Why, where it is not active.
    pub state_reason: Option<String>,
    /// What was written before is not carried.
    pub since: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
}

const COLUMNS: &str = "r.id, r.source_id, s.account_id, s.location, r.account_id, r.policy, r.state, r.state_reason, \
                       r.since, r.created_at";
const TABLES: &str = "routes r JOIN route_sources s ON s.id = r.source_id";

pub(super) fn route_from(account: Option<i64>, location: Option<String>) -> RouteFrom {
    match (account, location) {
        (Some(id), _) => RouteFrom::Account(AccountId(id)),
        (None, Some(location)) if location == DESK => RouteFrom::Desk,
        (None, location) => RouteFrom::Location(location.unwrap_or_default()),
    }
}

fn route(row: &Row) -> Result<Route> {
    Ok(Route {
        id: RouteId(row.int(0)?),
        source: RouteSourceId(row.int(1)?),
        from: route_from(row.opt_int(2)?, row.opt_text(3)?),
        to: AccountId(row.int(4)?),
        policy: row.json(5, "routes.policy")?,
        state: row.parse(6, "routes.state")?,
        state_reason: row.opt_text(7)?,
        since: row.time(8, "routes.since")?,
        created_at: row.time(9, "routes.created_at")?,
    })
}

/// The place where routes read, made where there is none.
async fn source_of(tx: &mut Tx, from: &RouteFrom, now: Timestamp) -> Result<RouteSourceId> {
    let (account, location) = match from {
        RouteFrom::Account(id) => (Some(id.0), None),
        RouteFrom::Location(location) => (None, Some(location.clone())),
        RouteFrom::Desk => (None, Some(DESK.to_owned())),
    };
    let read_at = (*from != RouteFrom::Desk).then(|| now.as_millisecond());
    let insert = "INSERT INTO route_sources (account_id, location, next_read_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    tx.execute(insert, &args![account, location.clone(), read_at]).await?;
    let wake =
        "UPDATE route_sources SET next_read_at = $3 WHERE account_id = $1 OR location = $2 RETURNING id";
    let rows = tx.rows(wake, &args![account, location, read_at]).await?;
    rows.first().map_or(Err(sqlx::Error::RowNotFound.into()), |row| Ok(RouteSourceId(row.int(0)?)))
}

pub(crate) async fn add(
    tx: &mut Tx,
    from: &RouteFrom,
    to: AccountId,
    policy: &RoutePolicy,
    since: Timestamp,
    now: Timestamp,
) -> Result<RouteId> {
    let source = source_of(tx, from, now).await?;
    let sql = "INSERT INTO routes (source_id, account_id, policy, state, since, created_at) \
               VALUES ($1, $2, $3, 'active', $4, $5) RETURNING id";
    let policy = to_json(policy, "routes.policy")?;
    let args = args![source.0, to.0, policy, since.as_millisecond(), now.as_millisecond()];
    let rows = tx.rows(sql, &args).await?;
    rows.first().map_or(Err(sqlx::Error::RowNotFound.into()), |row| Ok(RouteId(row.int(0)?)))
}

impl Store {
    /// Makes a route that carries what is written from `since` on. One that was removed between the same two is not taken up.
    /// The record keeps what `entries` makes of its number.
    pub async fn add_route(
        &self,
        from: &RouteFrom,
        to: AccountId,
        policy: &RoutePolicy,
        (since, now): (Timestamp, Timestamp),
        entries: impl FnOnce(RouteId) -> Vec<NewEntry> + Send,
    ) -> Result<RouteId> {
        let mut tx = self.db.begin().await?;
        let id = add(&mut tx, from, to, policy, since, now).await?;
        append(&mut tx, &entries(id), now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// All routes that are not removed, by their numbers.
    pub async fn routes(&self) -> Result<Vec<Route>> {
        let sql = built(format!("SELECT {COLUMNS} FROM {TABLES} WHERE r.state <> 'removed' ORDER BY r.id"));
        self.db.rows(sql, &[]).await?.iter().map(route).collect()
    }

    /// Routes that are not removed and not the Desk's own, by their numbers: those after `after`, at most `limit`.
    pub async fn list_routes(&self, after: Option<RouteId>, limit: u32) -> Result<Vec<Route>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM {TABLES} WHERE r.state <> 'removed' AND r.id > $1 AND COALESCE(s.location, '') <> $2 \
             ORDER BY r.id LIMIT $3"
        ));
        self.db.rows(sql, &args![after.map_or(0, |id| id.0), DESK, limit]).await?.iter().map(route).collect()
    }

    /// One route, also one that was removed.
    pub async fn route(&self, id: RouteId) -> Result<Option<Route>> {
        let sql = built(format!("SELECT {COLUMNS} FROM {TABLES} WHERE r.id = $1"));
        self.db.row(sql, &args![id.0]).await?.as_ref().map(route).transpose()
    }

    /// The routes that begin at a place, without those that were removed.
    pub async fn routes_from(&self, source: RouteSourceId) -> Result<Vec<Route>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM {TABLES} WHERE r.source_id = $1 AND r.state <> 'removed' ORDER BY r.id"
        ));
        self.db.rows(sql, &args![source.0]).await?.iter().map(route).collect()
    }

    /// Pauses, resumes or removes a route. Resumed, it carries what is written from `since` on.
    pub async fn set_route_state(
        &self,
        id: RouteId,
        state: RouteState,
        reason: Option<&str>,
        since: Option<Timestamp>,
    ) -> Result<()> {
        let sql = "UPDATE routes SET state = $2, state_reason = $3, since = COALESCE($4, since) \
                   WHERE id = $1 AND state <> 'removed'";
        let reason = reason.map(str::to_owned);
        let args = args![id.0, state.as_str(), reason, since.map(Timestamp::as_millisecond)];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// Pauses, resumes or removes a route by somebody's decision, which the record keeps. What its pause has held goes on in the
    /// same transaction, or is left; returns of how much. `None`, and nothing is done, where it stands otherwise by now.
    pub async fn set_route_state_by(
        &self,
        id: RouteId,
        change: &RouteChange,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<Option<u64>> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE routes SET state = $2, state_reason = $3, since = COALESCE($4, since) WHERE id = $1 AND state = $5";
        let args = args![
            id.0,
            change.to.as_str(),
            change.reason.map(str::to_owned),
            change.since.map(Timestamp::as_millisecond),
            change.was.as_str()
        ];
        if tx.execute(sql, &args).await? == 0 {
            return Ok(None);
        }
        let count = match change.held {
            Some(held) => end_hold(&mut tx, id, held, now).await?,
            None => 0,
        };
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(Some(count))
    }

    /// Changes a route's policy for what is planned from now on.
    pub async fn set_route_policy(&self, id: RouteId, policy: &RoutePolicy) -> Result<()> {
        let sql = "UPDATE routes SET policy = $2 WHERE id = $1";
        self.db.execute(sql, &args![id.0, to_json(policy, "routes.policy")?]).await.map(drop)
    }

    /// The same by somebody's decision, which the record keeps. False where the route is removed.
    pub async fn set_route_policy_by(
        &self,
        id: RouteId,
        policy: &RoutePolicy,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE routes SET policy = $2 WHERE id = $1 AND state <> 'removed'";
        let changed = tx.execute(sql, &args![id.0, to_json(policy, "routes.policy")?]).await? > 0;
        if changed {
            append(&mut tx, entries, now).await?;
        }
        tx.commit().await?;
        Ok(changed)
    }

    /// How many publications of a route were made since.
    pub async fn published_since(&self, id: RouteId, since: Timestamp) -> Result<u64> {
        let sql = "SELECT COUNT(*) FROM publications WHERE route_id = $1 AND published_at >= $2";
        let row = self.db.row(sql, &args![id.0, since.as_millisecond()]).await?;
        row.map_or(Ok(0), |row| row.count(0))
    }
}
