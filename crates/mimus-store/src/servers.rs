//! Remote servers, their inboxes, and how far into each actor's log each inbox has been served.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::db::{Tx, args, built};
use crate::nodes::NodeName;
use crate::row::Row;
use crate::{Result, Store, StoreError};

/// A remote server's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ServerId(pub(crate) i64);

/// An inbox's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InboxId(pub(crate) i64);

/// Whether a server is delivered to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServerState {
    /// It is.
    Alive,
    /// No longer: it has been out of reach for too long, or said that it is gone. It comes back to life when it
    /// speaks to us.
    Retired,
}

impl ServerState {
    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alive => "alive",
            Self::Retired => "retired",
        }
    }
}

impl fmt::Display for ServerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ServerState {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        [Self::Alive, Self::Retired]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no state of a server"))
    }
}

/// A remote server.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its number.
    pub id: ServerId,
    /// Host, with the port where it is not the usual one.
    pub host: String,
    /// Whether it is delivered to.
    pub state: ServerState,
    /// Whether it signs, and is signed to, by RFC 9421 instead of draft-cavage.
    pub rfc9421: bool,
    /// Deliveries that failed since the last that did not.
    pub failures: u32,
    /// Since when they fail.
    pub failing_since: Option<Timestamp>,
    /// When it is tried again; of no meaning while deliveries arrive.
    pub retry_at: Timestamp,
    /// When a delivery last arrived.
    pub last_success_at: Option<Timestamp>,
    /// When a delivery last failed.
    pub last_failure_at: Option<Timestamp>,
    /// What the last failure said.
    pub last_error: Option<String>,
    /// Deliveries that it has taken, ever.
    pub delivered: u64,
    /// Deliveries that it has refused for good, ever.
    pub refused: u64,
    /// Deliveries that failed and were tried again, ever.
    pub failed: u64,
    /// Who delivers to it at the moment.
    pub node: Option<NodeName>,
}

/// What a server is asked for by, in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ServerFilter {
    /// All of them.
    #[default]
    All,
    /// Those whose last delivery failed.
    Failing,
    /// Those that are not delivered to any more.
    Retired,
}

/// A server with what its keeper wants to know.
#[derive(Debug, Clone)]
pub struct ServerReport {
    /// The server.
    pub server: Server,
    /// Followers that it stands for, over all mirrors.
    pub followers: u64,
    /// Activities and letters that wait for it, over all its inboxes.
    pub waiting: u64,
}

/// What waits, over all servers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Activities that wait for an inbox, each counted once for each inbox.
    pub activities: u64,
    /// Letters that wait.
    pub letters: u64,
    /// When the oldest of what waits was written.
    pub oldest: Option<Timestamp>,
    /// Servers that are delivered to.
    pub alive: u64,
    /// Of these, those whose last delivery failed.
    pub failing: u64,
    /// Servers that are delivered to no more.
    pub retired: u64,
}

pub(crate) const COLUMNS: &str = "id, host, state, scheme, failures, failing_since, retry_at, last_success_at, \
                                  last_failure_at, last_error, delivered, refused, failed, lease_owner";

pub(crate) fn server(row: &Row) -> Result<Server> {
    Ok(Server {
        id: ServerId(row.int(0)?),
        host: row.text(1)?,
        state: row.parse(2, "servers.state")?,
        rfc9421: row.text(3)? == "rfc9421",
        failures: u32::try_from(row.int(4)?).unwrap_or(u32::MAX),
        failing_since: row.opt_time(5, "servers.failing_since")?,
        retry_at: row.time(6, "servers.retry_at")?,
        last_success_at: row.opt_time(7, "servers.last_success_at")?,
        last_failure_at: row.opt_time(8, "servers.last_failure_at")?,
        last_error: row.opt_text(9)?,
        delivered: row.count(10)?,
        refused: row.count(11)?,
        failed: row.count(12)?,
        node: row.opt_text(13)?.map(NodeName::new),
    })
}

fn host_of(url: &str) -> Result<String> {
    let unreadable = |why: String| StoreError::Unreadable { what: "an inbox's address", why };
    let url = url::Url::parse(url).map_err(|e| unreadable(format!("{url}: {e}")))?;
    let host = url.host_str().ok_or_else(|| unreadable(format!("{url} has no host")))?;
    Ok(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// The inbox at that address, made known with its server where it is not.
pub(crate) async fn inbox(tx: &mut Tx, url: &str) -> Result<InboxId> {
    if let Some(row) = tx.row("SELECT id FROM inboxes WHERE url = $1", &args![url]).await? {
        return row.int(0).map(InboxId);
    }
    let host = host_of(url)?;
    let sql = "INSERT INTO servers (host) VALUES ($1) ON CONFLICT (host) DO UPDATE SET host = excluded.host RETURNING id";
    let server = tx.row(sql, &args![host]).await?.ok_or(sqlx::Error::RowNotFound)?.int(0)?;
    let sql = "INSERT INTO inboxes (server_id, url) VALUES ($1, $2) ON CONFLICT (url) DO UPDATE SET url = excluded.url RETURNING id";
    tx.row(sql, &args![server, url]).await?.ok_or(sqlx::Error::RowNotFound)?.int(0).map(InboxId)
}

impl Store {
    /// The inbox at that address, made known with its server where it is not.
    pub async fn inbox(&self, url: &str) -> Result<InboxId> {
        let mut tx = self.db.begin().await?;
        let id = inbox(&mut tx, url).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Forgets an inbox that is gone for good, with the followers behind it. Says whether its server has any left.
    pub async fn forget_inbox(&self, id: InboxId) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        for table in ["followers", "letters", "subscriptions"] {
            tx.execute(built(format!("DELETE FROM {table} WHERE inbox_id = $1")), &args![id.0]).await?;
        }
        let sql = "SELECT 1 FROM inboxes i JOIN inboxes o ON o.server_id = i.server_id \
                   JOIN followers f ON f.inbox_id = o.id WHERE i.id = $1 LIMIT 1";
        let left = tx.row(sql, &args![id.0]).await?.is_some();
        tx.commit().await?;
        Ok(left)
    }

    /// Delivers to a server no more: its followers, letters and subscriptions go.
    pub async fn retire_server(&self, id: ServerId, why: &str, now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE servers SET state = 'retired', last_error = $2, last_failure_at = $3, lease_owner = NULL \
                   WHERE id = $1";
        tx.execute(sql, &args![id.0, why, now.as_millisecond()]).await?;
        for table in ["followers", "letters", "subscriptions"] {
            let sql = format!(
                "DELETE FROM {table} WHERE inbox_id IN (SELECT id FROM inboxes WHERE server_id = $1)"
            );
            tx.execute(built(sql), &args![id.0]).await?;
        }
        tx.commit().await
    }

    /// Notes that a server has spoken to us with a valid signature, and how it signed. It is tried again at once
    /// where deliveries to it had failed, and comes back to life where it was retired.
    pub async fn server_spoke(&self, host: &str, rfc9421: bool) -> Result<()> {
        let scheme = if rfc9421 { "rfc9421" } else { "cavage" };
        let known =
            self.db.row("SELECT scheme, state, retry_at FROM servers WHERE host = $1", &args![host]).await?;
        if let Some(row) = known
            && (row.text(0)? != scheme || row.text(1)? != "alive" || row.int(2)? != 0)
        {
            let sql = "UPDATE servers SET scheme = $2, state = 'alive', retry_at = 0 WHERE host = $1";
            self.db.execute(sql, &args![host, scheme]).await?;
        }
        Ok(())
    }

    /// A server by its host.
    pub async fn server(&self, host: &str) -> Result<Option<Server>> {
        let sql = built(format!("SELECT {COLUMNS} FROM servers WHERE host = $1"));
        self.db.row(sql, &args![host]).await?.as_ref().map(server).transpose()
    }

    /// Makes a server due at once; one that was retired comes back to life. Says whether it is known.
    pub async fn retry_server(&self, host: &str) -> Result<bool> {
        let sql = "UPDATE servers SET state = 'alive', retry_at = 0, failing_since = NULL WHERE host = $1";
        Ok(self.db.execute(sql, &args![host]).await? > 0)
    }

    /// Makes all servers due whose last delivery failed; returns how many. The retired stay retired.
    pub async fn retry_failing(&self) -> Result<u64> {
        let sql = "UPDATE servers SET retry_at = 0 WHERE failures > 0 AND state = 'alive'";
        self.db.execute(sql, &[]).await
    }

    /// Servers by name, from after `after` on.
    pub async fn servers(
        &self,
        filter: ServerFilter,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<ServerReport>> {
        let chosen = match filter {
            ServerFilter::All => "1 = 1",
            ServerFilter::Failing => "failures > 0 AND state = 'alive'",
            ServerFilter::Retired => "state = 'retired'",
        };
        let sql = built(format!("{} WHERE host > $1 AND {chosen} ORDER BY host LIMIT $2", report_sql()));
        self.db.rows(sql, &args![after.unwrap_or_default(), limit]).await?.iter().map(report).collect()
    }

    /// One server, with what its keeper wants to know.
    pub async fn server_report(&self, host: &str) -> Result<Option<ServerReport>> {
        let sql = built(format!("{} WHERE host = $1", report_sql()));
        self.db.row(sql, &args![host]).await?.as_ref().map(report).transpose()
    }

    /// What waits for delivery. Looks at every subscription.
    pub async fn backlog(&self) -> Result<Backlog> {
        let behind = "subscriptions s JOIN mirrors m ON m.id = s.mirror_id AND s.cursor < m.head";
        let sql = format!(
            "SELECT (SELECT CAST(COALESCE(SUM(m.head - s.cursor), 0) AS BIGINT) FROM {behind}), \
             (SELECT COUNT(*) FROM letters), \
             (SELECT MIN(a.created_at) FROM (SELECT s.mirror_id AS mirror_id, MIN(s.cursor) AS cursor FROM {behind} \
             GROUP BY s.mirror_id) AS o JOIN activities a ON a.mirror_id = o.mirror_id AND a.seq = o.cursor + 1), \
             (SELECT MIN(created_at) FROM letters), \
             (SELECT COUNT(*) FROM servers WHERE state = 'alive'), \
             (SELECT COUNT(*) FROM servers WHERE state = 'alive' AND failures > 0), \
             (SELECT COUNT(*) FROM servers WHERE state = 'retired')"
        );
        let row = self.db.row(built(sql), &[]).await?.ok_or(sqlx::Error::RowNotFound)?;
        let activity = row.opt_time(2, "activities.created_at")?;
        let letter = row.opt_time(3, "letters.created_at")?;
        Ok(Backlog {
            activities: row.count(0)?,
            letters: row.count(1)?,
            oldest: activity.into_iter().chain(letter).min(),
            alive: row.count(4)?,
            failing: row.count(5)?,
            retired: row.count(6)?,
        })
    }
}

fn report_sql() -> String {
    format!(
        "SELECT {COLUMNS}, (SELECT CAST(COALESCE(SUM(s.followers), 0) AS BIGINT) FROM inboxes i \
         JOIN subscriptions s ON s.inbox_id = i.id WHERE i.server_id = servers.id), \
         (SELECT CAST(COALESCE(SUM(m.head - s.cursor), 0) AS BIGINT) FROM inboxes i JOIN subscriptions s ON s.inbox_id = i.id \
         JOIN mirrors m ON m.id = s.mirror_id AND s.cursor < m.head WHERE i.server_id = servers.id), \
         (SELECT COUNT(*) FROM inboxes i JOIN letters l ON l.inbox_id = i.id WHERE i.server_id = servers.id) FROM servers"
    )
}

fn report(row: &Row) -> Result<ServerReport> {
    Ok(ServerReport {
        server: server(row)?,
        followers: row.count(14)?,
        waiting: row.count(15)? + row.count(16)?,
    })
}
