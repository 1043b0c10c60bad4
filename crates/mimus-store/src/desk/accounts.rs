//! What the Desk knows of connected accounts: charter, slots, and the route by which drafts go out.

use jiff::Timestamp;
use mimus_core::RoutePolicy;
use mimus_core::charter::Charter;
use mimus_core::desk::Slots;

use super::record::{NewEntry, append};
use crate::db::{args, built};
use crate::relay::routes::{RouteFrom, add};
use crate::relay::{AccountId, RouteId, RouteState};
use crate::row::{Row, to_json};
use crate::{Result, Store};

/// A connected account at the Desk.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskAccount {
    /// The account.
    pub account: AccountId,
    /// The route by which drafts go to it.
    pub route: RouteId,
    /// Whether that route is active; where it is not, nothing goes out.
    pub route_state: RouteState,
    /// Why, where it is not.
    pub route_reason: Option<String>,
    /// What its people have agreed on.
    pub charter: Charter,
    /// When it likes to publish.
    pub slots: Slots,
}

const SELECT: &str = "SELECT d.account_id, d.route_id, r.state, r.state_reason, d.charter, d.slots FROM desk_accounts d \
                      JOIN routes r ON r.id = d.route_id";

fn desk_account(row: &Row) -> Result<DeskAccount> {
    Ok(DeskAccount {
        account: AccountId(row.int(0)?),
        route: RouteId(row.int(1)?),
        route_state: row.parse(2, "routes.state")?,
        route_reason: row.opt_text(3)?,
        charter: row.json(4, "desk_accounts.charter")?,
        slots: row.json(5, "desk_accounts.slots")?,
    })
}

impl Store {
    /// What the Desk knows of all accounts.
    pub async fn desk_accounts(&self) -> Result<Vec<DeskAccount>> {
        let sql = built(format!("{SELECT} ORDER BY d.account_id"));
        self.db.rows(sql, &[]).await?.iter().map(desk_account).collect()
    }

    /// What the Desk knows of one.
    pub async fn desk_account(&self, account: AccountId) -> Result<Option<DeskAccount>> {
        let sql = built(format!("{SELECT} WHERE d.account_id = $1"));
        self.db.row(sql, &args![account.0]).await?.as_ref().map(desk_account).transpose()
    }

    /// Takes an account to the Desk, with a route of its own; one that is there already stays as it is.
    pub async fn add_desk_account(
        &self,
        account: AccountId,
        policy: &RoutePolicy,
        charter: &Charter,
        slots: &Slots,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let there = tx.row("SELECT 1 FROM desk_accounts WHERE account_id = $1", &args![account.0]).await?;
        if there.is_some() {
            return Ok(());
        }
        let route = add(&mut tx, &RouteFrom::Desk, account, policy, now, now).await?;
        let sql = "INSERT INTO desk_accounts (account_id, route_id, charter, slots) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (account_id) DO NOTHING";
        let args = args![
            account.0,
            route.0,
            to_json(charter, "desk_accounts.charter")?,
            to_json(slots, "desk_accounts.slots")?
        ];
        // Of two nodes at once the second's route is undone with its row.
        if tx.execute(sql, &args).await? == 0 {
            return Ok(());
        }
        tx.commit().await
    }

    /// Keeps an account's charter and slots.
    pub async fn set_desk_account(
        &self,
        account: AccountId,
        charter: &Charter,
        slots: &Slots,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE desk_accounts SET charter = $2, slots = $3 WHERE account_id = $1";
        let args = args![
            account.0,
            to_json(charter, "desk_accounts.charter")?,
            to_json(slots, "desk_accounts.slots")?
        ];
        tx.execute(sql, &args).await?;
        append(&mut tx, entries, now).await?;
        tx.commit().await
    }

    /// Stops what is to go out by an account's route, with the reason, or lets it go on; what was held meanwhile is due again.
    pub async fn set_brake(
        &self,
        route: RouteId,
        stopped: Option<&str>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let state = if stopped.is_some() { RouteState::Paused } else { RouteState::Active };
        let sql = "UPDATE routes SET state = $2, state_reason = $3 WHERE id = $1 AND state <> 'removed'";
        tx.execute(sql, &args![route.0, state.as_str(), stopped.map(str::to_owned)]).await?;
        if stopped.is_none() {
            let sql = "UPDATE publications SET state = 'due', reason = NULL, due_at = $2, attempts = 0, updated_at = $2 \
                       WHERE route_id = $1 AND state = 'held' AND due_at IS NULL";
            tx.execute(sql, &args![route.0, now.as_millisecond()]).await?;
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await
    }
}
