//! Connected accounts.

use std::fmt;

use jiff::Timestamp;
use mimus_core::render::DestinationLimits;
use mimus_core::{Network, Profile};

use super::{AccountId, AccountState};
use crate::db::{args, built};
use crate::nodes::NodeName;
use crate::row::{Row, to_json};
use crate::{Result, Store};

/// An account that is published to from here: by this server, or by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// Its network.
    pub network: Network,
    /// The base address of its server; empty on networks of one server.
    pub server: String,
    /// Its id there, which stays when the handle changes.
    pub remote_id: String,
    /// Its handle there: `name@server` on the fediverse, `name` on X.
    pub handle: String,
    /// How it looks.
    pub profile: Profile,
    /// What it may post.
    pub limits: DestinationLimits,
    /// What its server's rules ask for.
    pub rules: Vec<String>,
    /// How it stands.
    pub state: AccountState,
    /// Why, where it is not connected.
    pub state_reason: Option<String>,
    /// Since when.
    pub connected_at: Timestamp,
    /// When its credentials last served, or were last found not to.
    pub checked_at: Timestamp,
    /// Whether nothing is held for it here, and people publish to it by hand.
    pub by_hand: bool,
}

impl Account {
    /// The name by which people mean it: `mastodon:ana@example.org`, `x:wikipedia`.
    #[must_use]
    pub fn name(&self) -> AccountName {
        AccountName { network: self.network, handle: self.handle.clone() }
    }
}

/// A connected account as people write it: network and handle.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountName {
    /// The network.
    pub network: Network,
    /// The handle there, without a leading `@`.
    pub handle: String,
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.network, self.handle)
    }
}

impl std::str::FromStr for AccountName {
    type Err = String;
    fn from_str(words: &str) -> std::result::Result<Self, String> {
        let no = || format!("{words:?} is no account; write it like mastodon:ana@example.org or x:wikipedia");
        let (network, handle) = words.split_once(':').ok_or_else(no)?;
        let network: Network = network.parse().map_err(|_| no())?;
        let handle = handle.trim_start_matches('@');
        let publishes = !matches!(network, Network::Feed | Network::Archive);
        if !publishes || handle.is_empty() || handle.contains(char::is_whitespace) {
            return Err(no());
        }
        Ok(Self { network, handle: handle.to_owned() })
    }
}

/// An account that is being connected.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// Its network.
    pub network: Network,
    /// The base address of its server; empty on networks of one server.
    pub server: &'a str,
    /// Its id there.
    pub remote_id: &'a str,
    /// How it stands there.
    pub standing: AccountStanding<'a>,
    /// Its credentials, sealed.
    pub credentials: Vec<u8>,
}

/// What an account's network last said of it.
#[derive(Debug, Clone, Copy)]
pub struct AccountStanding<'a> {
    /// Its handle.
    pub handle: &'a str,
    /// How it looks.
    pub profile: &'a Profile,
    /// What it may post.
    pub limits: &'a DestinationLimits,
    /// What its server's rules ask for.
    pub rules: &'a [String],
}

pub(crate) const COLUMNS: &str = "id, network, server, remote_id, handle, profile, limits, rules, state, state_reason, \
                                  connected_at, checked_at, by_hand";

pub(crate) fn account(row: &Row) -> Result<Account> {
    Ok(Account {
        id: AccountId(row.int(0)?),
        network: row.parse(1, "accounts.network")?,
        server: row.text(2)?,
        remote_id: row.text(3)?,
        handle: row.text(4)?,
        profile: row.json(5, "accounts.profile")?,
        limits: row.json(6, "accounts.limits")?,
        rules: row.json(7, "accounts.rules")?,
        state: row.parse(8, "accounts.state")?,
        state_reason: row.opt_text(9)?,
        connected_at: row.time(10, "accounts.connected_at")?,
        checked_at: row.time(11, "accounts.checked_at")?,
        by_hand: row.bool(12)?,
    })
}

impl Store {
    /// Keeps an account with its credentials. One that was known before is the same again, with new credentials.
    pub async fn connect_account(&self, new: &NewAccount<'_>, now: Timestamp) -> Result<Account> {
        let sql = built(format!(
            "INSERT INTO accounts (network, server, remote_id, handle, profile, limits, rules, state, credentials, \
             connected_at, checked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'connected', $8, $9, $9) \
             ON CONFLICT (network, server, remote_id) DO UPDATE SET handle = excluded.handle, profile = excluded.profile, \
             limits = excluded.limits, rules = excluded.rules, state = 'connected', state_reason = NULL, \
             credentials = excluded.credentials, connected_at = excluded.connected_at, checked_at = excluded.checked_at, \
             retry_at = 0 RETURNING {COLUMNS}"
        ));
        let args = args![
            new.network.as_str(),
            new.server,
            new.remote_id,
            new.standing.handle,
            to_json(new.standing.profile, "accounts.profile")?,
            to_json(new.standing.limits, "accounts.limits")?,
            to_json(&new.standing.rules, "accounts.rules")?,
            new.credentials.clone(),
            now.as_millisecond(),
        ];
        let rows = self.db.write_rows(sql, &args).await?;
        rows.first().map_or(Err(sqlx::Error::RowNotFound.into()), account)
    }

    /// All accounts that were ever connected, by network and handle.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let sql = built(format!("SELECT {COLUMNS} FROM accounts ORDER BY network, handle, id"));
        self.db.rows(sql, &[]).await?.iter().map(account).collect()
    }

    /// One account.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        let sql = built(format!("SELECT {COLUMNS} FROM accounts WHERE id = $1"));
        self.db.row(sql, &args![id.0]).await?.as_ref().map(account).transpose()
    }

    /// The account of that name; of several (a handle that was given up and taken by another) the one connected last.
    pub async fn account_named(&self, name: &AccountName) -> Result<Option<Account>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM accounts WHERE network = $1 AND LOWER(handle) = LOWER($2) \
             ORDER BY connected_at DESC, id DESC LIMIT 1"
        ));
        let args = args![name.network.as_str(), name.handle.as_str()];
        self.db.row(sql, &args).await?.as_ref().map(account).transpose()
    }

    /// An account's credentials as they were sealed; none once it is disconnected.
    pub async fn account_credentials(&self, id: AccountId) -> Result<Option<Vec<u8>>> {
        let row = self.db.row("SELECT credentials FROM accounts WHERE id = $1", &args![id.0]).await?;
        row.map(|row| row.opt_bytes(0)).transpose().map(Option::flatten)
    }

    /// Keeps credentials that the network has renewed. False where the account is connected no more.
    pub async fn keep_credentials(&self, id: AccountId, sealed: Vec<u8>) -> Result<bool> {
        let sql = "UPDATE accounts SET credentials = $2 WHERE id = $1 AND credentials IS NOT NULL";
        Ok(self.db.execute(sql, &args![id.0, sealed]).await? > 0)
    }

    /// Keeps what the network says of an account whose credentials serve.
    pub async fn account_checked(
        &self,
        id: AccountId,
        standing: AccountStanding<'_>,
        now: Timestamp,
    ) -> Result<()> {
        let sql = "UPDATE accounts SET handle = $2, profile = $3, limits = $4, rules = $5, checked_at = $6, \
                   state = 'connected', state_reason = NULL WHERE id = $1 AND state <> 'disconnected'";
        let args = args![
            id.0,
            standing.handle,
            to_json(standing.profile, "accounts.profile")?,
            to_json(standing.limits, "accounts.limits")?,
            to_json(&standing.rules, "accounts.rules")?,
            now.as_millisecond(),
        ];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// Says that an account's credentials serve no longer. What is to be published to it waits.
    pub async fn account_broken(&self, id: AccountId, why: &str, now: Timestamp) -> Result<()> {
        let sql = "UPDATE accounts SET state = 'broken', state_reason = $2, checked_at = $3 \
                   WHERE id = $1 AND state <> 'disconnected'";
        self.db.execute(sql, &args![id.0, why, now.as_millisecond()]).await.map(drop)
    }

    /// Forgets an account's credentials and pauses its routes. What was published stays known.
    pub async fn disconnect_account(&self, id: AccountId, now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE accounts SET state = 'disconnected', state_reason = NULL, credentials = NULL, checked_at = $2 \
                   WHERE id = $1";
        tx.execute(sql, &args![id.0, now.as_millisecond()]).await?;
        let sql = "UPDATE routes SET state = 'paused', state_reason = 'an account of it was disconnected' \
                   WHERE state = 'active' AND (account_id = $1 OR source_id IN \
                   (SELECT id FROM route_sources WHERE account_id = $1))";
        tx.execute(sql, &args![id.0]).await?;
        tx.commit().await
    }

    /// Accounts whose credentials were not looked at since, the longest first; those without any are left out.
    pub async fn accounts_to_check(&self, since: Timestamp, limit: u32) -> Result<Vec<Account>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM accounts WHERE state = 'connected' AND by_hand = 0 AND checked_at < $1 ORDER BY checked_at LIMIT $2"
        ));
        self.db.rows(sql, &args![since.as_millisecond(), limit]).await?.iter().map(account).collect()
    }

    /// Takes up to `limit` accounts for which something is due that is not done by hand, so that everything for one account goes through one pair of
    /// hands and in order.
    pub async fn claim_accounts(&self, node: &NodeName, now: Timestamp, limit: u32) -> Result<Vec<Account>> {
        let lock = if self.is_sqlite() { "" } else { "FOR UPDATE SKIP LOCKED" };
        let sql = built(format!(
            "UPDATE accounts SET lease_owner = $1 WHERE id IN (SELECT id FROM accounts WHERE state = 'connected' \
             AND by_hand = 0 AND retry_at <= $2 AND lease_owner IS NULL AND EXISTS (SELECT 1 FROM publications p \
             WHERE p.account_id = accounts.id AND p.due_at <= $2) ORDER BY id LIMIT $3 {lock}) RETURNING {COLUMNS}"
        ));
        let args = args![node.as_str(), now.as_millisecond(), limit];
        self.db.write_rows(sql, &args).await?.iter().map(account).collect()
    }

    /// Gives an account back; nothing is published to it before `retry_at`.
    pub async fn release_account(
        &self,
        id: AccountId,
        node: &NodeName,
        retry_at: Option<Timestamp>,
    ) -> Result<()> {
        let sql = "UPDATE accounts SET lease_owner = NULL, retry_at = COALESCE($3, retry_at) \
                   WHERE id = $1 AND lease_owner = $2";
        let args = args![id.0, node.as_str(), retry_at.map(Timestamp::as_millisecond)];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// Takes the right to renew an account's tokens until `until`; false while another has it.
    pub async fn claim_renewal(
        &self,
        id: AccountId,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool> {
        let sql = "INSERT INTO renewals (account_id, holder, until) VALUES ($1, $2, $4) ON CONFLICT (account_id) \
                   DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE renewals.until <= $3";
        let args = args![id.0, holder, now.as_millisecond(), until.as_millisecond()];
        Ok(self.db.execute(sql, &args).await? > 0)
    }

    /// Gives the right back.
    pub async fn end_renewal(&self, id: AccountId, holder: &str) -> Result<()> {
        let sql = "DELETE FROM renewals WHERE account_id = $1 AND holder = $2";
        self.db.execute(sql, &args![id.0, holder]).await.map(drop)
    }
}
