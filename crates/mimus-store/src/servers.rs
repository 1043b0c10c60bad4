//! Remote servers, their inboxes, and how far into each actor's log each inbox has been served.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::db::{Arg, Tx, args, built, placeholders};
use crate::mirrors::MirrorId;
use crate::row::Row;
use crate::sources::Lease;
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
    /// When a delivery last arrived.
    pub last_success_at: Option<Timestamp>,
    /// What the last failure said.
    pub last_error: Option<String>,
}

/// A server that something waits for, taken under a lease.
pub type DueServer = Server;

/// An inbox on a server.
#[derive(Debug, Clone)]
pub struct Inbox {
    /// Its number.
    pub id: InboxId,
    /// Its address.
    pub url: String,
}

/// How far an inbox has been served with one actor's log.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// Whose log.
    pub mirror: MirrorId,
    /// The last entry that it has had.
    pub cursor: i64,
    /// The last entry that there is.
    pub head: i64,
    /// How many followers it stands for; with none it is sent edits and removals only.
    pub followers: u64,
}

/// What waits for an inbox.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The inbox.
    pub inbox: Inbox,
    /// Whether letters do.
    pub letters: bool,
    /// The logs in which it is behind.
    pub behind: Vec<Subscription>,
}

const COLUMNS: &str = "id, host, state, scheme, failures, failing_since, last_success_at, last_error";

fn server(row: &Row) -> Result<Server> {
    Ok(Server {
        id: ServerId(row.int(0)?),
        host: row.text(1)?,
        state: row.parse(2, "servers.state")?,
        rfc9421: row.text(3)? == "rfc9421",
        failures: u32::try_from(row.int(4)?).unwrap_or(u32::MAX),
        failing_since: row.opt_time(5, "servers.failing_since")?,
        last_success_at: row.opt_time(6, "servers.last_success_at")?,
        last_error: row.opt_text(7)?,
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

    /// Takes up to `limit` servers for which something waits and whose time has come.
    pub async fn claim_servers(&self, lease: &Lease, now: Timestamp, limit: u32) -> Result<Vec<DueServer>> {
        // Lazily: what was served leaves the index of what is behind, so only as many rows are looked at as are
        // taken, in flight or put off. The outer statement takes rows that nobody else has taken meanwhile.
        let free = "v.state = 'alive' AND v.retry_at <= $3 AND (v.lease_until IS NULL OR v.lease_until < $3)";
        let waiting = format!(
            "SELECT * FROM (SELECT DISTINCT v.id FROM letters l JOIN inboxes i ON i.id = l.inbox_id \
             JOIN servers v ON v.id = i.server_id WHERE {free} LIMIT $4) AS letters_wait UNION \
             SELECT * FROM (SELECT DISTINCT v.id FROM mirrors m JOIN subscriptions s ON s.mirror_id = m.id AND s.cursor < m.head \
             JOIN inboxes i ON i.id = s.inbox_id JOIN servers v ON v.id = i.server_id WHERE {free} LIMIT $4) AS logs_wait"
        );
        let sql = built(if self.is_sqlite() {
            // CROSS JOIN keeps SQLite from beginning with all servers.
            let waiting = waiting.replace(" JOIN ", " CROSS JOIN ");
            format!(
                "UPDATE servers SET lease_owner = $1, lease_until = $2 WHERE id IN (SELECT id FROM ({waiting}) LIMIT $4) \
                 RETURNING {COLUMNS}"
            )
        } else {
            let waiting = waiting.replace("LIMIT $4", "LIMIT $4 * 8 + 256");
            format!(
                "UPDATE servers SET lease_owner = $1, lease_until = $2 WHERE id IN (SELECT v.id FROM servers v WHERE {free} \
                 AND v.id IN ({waiting}) ORDER BY v.retry_at LIMIT $4 FOR UPDATE SKIP LOCKED) RETURNING {COLUMNS}"
            )
        });
        let args = args![lease.owner.as_str(), lease.until.as_millisecond(), now.as_millisecond(), limit];
        self.db.write_rows(sql, &args).await?.iter().map(server).collect()
    }

    /// When the next server that something waits for may be tried; `None` where nothing waits.
    pub async fn next_delivery_due(&self) -> Result<Option<Timestamp>> {
        let sql = "SELECT MIN(CASE WHEN lease_until > retry_at THEN lease_until ELSE retry_at END) FROM servers WHERE \
                   state = 'alive' AND id IN \
                   (SELECT i.server_id FROM mirrors m JOIN subscriptions s ON s.mirror_id = m.id AND s.cursor < m.head \
                    JOIN inboxes i ON i.id = s.inbox_id UNION SELECT i.server_id FROM letters l JOIN inboxes i ON i.id = l.inbox_id)";
        let row = self.db.row(sql, &[]).await?;
        row.map(|row| row.opt_time(0, "servers.retry_at")).transpose().map(Option::flatten)
    }

    /// What waits for servers: their inboxes that have letters or are behind in a log, in order; the others are
    /// not named.
    pub async fn waiting(&self, servers: &[ServerId]) -> Result<HashMap<ServerId, Vec<Waiting>>> {
        let mut waiting: HashMap<ServerId, Vec<Waiting>> = HashMap::new();
        for chunk in servers.chunks(256) {
            let ids = placeholders(1, chunk.len());
            let args: Vec<Arg> = chunk.iter().map(|id| Arg::from(id.0)).collect();
            let sql = built(format!(
                "SELECT i.server_id, i.id, i.url, s.mirror_id, s.cursor, m.head, s.followers, \
                 CASE WHEN EXISTS (SELECT 1 FROM letters l WHERE l.inbox_id = i.id) THEN 1 ELSE 0 END FROM inboxes i \
                 LEFT JOIN subscriptions s ON s.inbox_id = i.id LEFT JOIN mirrors m ON m.id = s.mirror_id \
                 WHERE i.server_id IN ({ids}) AND (s.cursor < m.head OR EXISTS (SELECT 1 FROM letters l WHERE l.inbox_id = i.id)) \
                 ORDER BY i.id, s.mirror_id"
            ));
            for row in self.db.rows(sql, &args).await? {
                let of_server = waiting.entry(ServerId(row.int(0)?)).or_default();
                let id = InboxId(row.int(1)?);
                if of_server.last().is_none_or(|last| last.inbox.id != id) {
                    let inbox = Inbox { id, url: row.text(2)? };
                    of_server.push(Waiting { inbox, letters: row.int(7)? != 0, behind: Vec::new() });
                }
                let Some(mirror) = row.opt_int(3)? else { continue };
                let (cursor, head) = (row.int(4)?, row.int(5)?);
                if let Some(last) = of_server.last_mut().filter(|_| cursor < head) {
                    let mirror = MirrorId(mirror);
                    last.behind.push(Subscription { mirror, cursor, head, followers: row.count(6)? });
                }
            }
        }
        Ok(waiting)
    }

    /// The inboxes of a server.
    pub async fn inboxes(&self, id: ServerId) -> Result<Vec<Inbox>> {
        let rows = self
            .db
            .rows("SELECT id, url FROM inboxes WHERE server_id = $1 ORDER BY id", &args![id.0])
            .await?;
        rows.iter().map(|row| Ok(Inbox { id: InboxId(row.int(0)?), url: row.text(1)? })).collect()
    }

    /// The logs in which an inbox is behind.
    pub async fn behind(&self, inbox: InboxId) -> Result<Vec<Subscription>> {
        let sql = "SELECT s.mirror_id, s.cursor, m.head, s.followers FROM subscriptions s JOIN mirrors m ON m.id = s.mirror_id \
                   WHERE s.inbox_id = $1 AND s.cursor < m.head ORDER BY s.mirror_id";
        self.db
            .rows(sql, &args![inbox.0])
            .await?
            .iter()
            .map(|row| {
                Ok(Subscription {
                    mirror: MirrorId(row.int(0)?),
                    cursor: row.int(1)?,
                    head: row.int(2)?,
                    followers: row.count(3)?,
                })
            })
            .collect()
    }

    /// Records that inboxes have had a log up to an entry. A cursor never goes back.
    pub async fn advance(&self, served: &[(MirrorId, InboxId, i64)]) -> Result<()> {
        self.record_deliveries(served, &[], "", Timestamp::UNIX_EPOCH).await
    }

    /// Records that inboxes have had a log up to an entry, a cursor never goes back, and gives those of `served`
    /// back that are still held by `owner`; all of it or nothing.
    pub async fn record_deliveries(
        &self,
        advanced: &[(MirrorId, InboxId, i64)],
        served: &[ServerId],
        owner: &str,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        for chunk in advanced.chunks(256) {
            let row = |n: usize| {
                let n = n * 3;
                format!(
                    "(CAST(${} AS BIGINT), CAST(${} AS BIGINT), CAST(${} AS BIGINT))",
                    n + 1,
                    n + 2,
                    n + 3
                )
            };
            let rows: Vec<String> = (0..chunk.len()).map(row).collect();
            let sql = format!(
                "UPDATE subscriptions SET cursor = v.column3 FROM (VALUES {}) AS v WHERE subscriptions.mirror_id = v.column1 \
                 AND subscriptions.inbox_id = v.column2 AND subscriptions.cursor < v.column3",
                rows.join(", ")
            );
            let args: Vec<Arg> = chunk.iter().flat_map(|(m, i, seq)| args![m.0, i.0, *seq]).collect();
            tx.execute(built(sql), &args).await?;
        }
        for chunk in served.chunks(256) {
            let sql = format!(
                "UPDATE servers SET failures = 0, failing_since = NULL, retry_at = 0, last_success_at = $2, last_error = NULL, \
                 lease_owner = NULL, lease_until = NULL WHERE lease_owner = $1 AND id IN ({})",
                placeholders(3, chunk.len())
            );
            let mut args = args![owner, now.as_millisecond()].to_vec();
            args.extend(chunk.iter().map(|id| Arg::from(id.0)));
            tx.execute(built(sql), &args).await?;
        }
        tx.commit().await
    }

    /// Gives a server back after deliveries that arrived.
    pub async fn server_served(&self, id: ServerId, lease: &Lease, now: Timestamp) -> Result<()> {
        let sql = "UPDATE servers SET failures = 0, failing_since = NULL, retry_at = 0, last_success_at = $3, last_error = NULL, \
                   lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2";
        self.db.execute(sql, &args![id.0, lease.owner.as_str(), now.as_millisecond()]).await.map(drop)
    }

    /// Gives a server back untried.
    pub async fn release_server(&self, id: ServerId, lease: &Lease) -> Result<()> {
        let sql =
            "UPDATE servers SET lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2";
        self.db.execute(sql, &args![id.0, lease.owner.as_str()]).await.map(drop)
    }

    /// Gives a server back after a delivery that failed, to be tried again at `retry_at`.
    pub async fn server_failed(
        &self,
        id: ServerId,
        lease: &Lease,
        why: &str,
        now: Timestamp,
        retry_at: Timestamp,
    ) -> Result<()> {
        let sql = "UPDATE servers SET failures = failures + 1, failing_since = COALESCE(failing_since, $4), retry_at = $5, \
                   last_failure_at = $4, last_error = $3, lease_owner = NULL, lease_until = NULL \
                   WHERE id = $1 AND lease_owner = $2";
        let args = args![id.0, lease.owner.as_str(), why, now.as_millisecond(), retry_at.as_millisecond()];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// Forgets an inbox that is gone for good, with the followers behind it.
    pub async fn forget_inbox(&self, id: InboxId) -> Result<()> {
        let mut tx = self.db.begin().await?;
        for table in ["followers", "letters", "subscriptions"] {
            tx.execute(built(format!("DELETE FROM {table} WHERE inbox_id = $1")), &args![id.0]).await?;
        }
        tx.commit().await
    }

    /// Delivers to a server no more: its followers, letters and subscriptions go.
    pub async fn retire_server(&self, id: ServerId, why: &str, now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE servers SET state = 'retired', last_error = $2, last_failure_at = $3, lease_owner = NULL, \
                   lease_until = NULL WHERE id = $1";
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
}
