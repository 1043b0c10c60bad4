//! What waits for remote servers, who takes it there, and how far each inbox has been served.
//!
//! A delivery has no row. Each inbox has a cursor into each log that it follows; whatever is after it waits. A node
//! claims whole servers, so that everything for one server goes through one pair of hands and in order.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::db::{Db, args, built};
use crate::letters::LetterId;
use crate::mirrors::MirrorId;
use crate::nodes::NodeName;
use crate::row::Row;
use crate::servers::{COLUMNS, InboxId, Server, ServerId, server};
use crate::{Result, Store};

/// A server that has been claimed, and what waits for it.
#[derive(Debug, Clone)]
pub struct DueServer {
    /// The server.
    pub server: Server,
    /// The inboxes for which something waits, the oldest inbox first.
    pub inboxes: Vec<DueInbox>,
}

/// An inbox for which something waits.
#[derive(Debug, Clone)]
pub struct DueInbox {
    /// Its number.
    pub id: InboxId,
    /// Its address.
    pub url: String,
    /// Whether letters wait for it.
    pub has_letters: bool,
    /// The logs in which it is behind.
    pub behind: Vec<Subscription>,
}

impl DueInbox {
    /// Whether something waits for it still.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.has_letters || self.behind.iter().any(|log| log.cursor < log.head)
    }
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

/// Which servers are claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Those whose last delivery arrived.
    Well,
    /// Those whose last delivery failed and whose time has come.
    Failing,
}

/// Deliveries to be recorded together.
#[derive(Debug, Clone, Default)]
pub struct Deliveries {
    /// Logs with the entry up to which an inbox has had them.
    pub cursors: Vec<(MirrorId, InboxId, i64)>,
    /// Letters that have arrived, or that nobody will take.
    pub letters: Vec<LetterId>,
    /// Servers that are given back after a turn without failure: how many deliveries they took, how many they refused.
    pub served: Vec<(ServerId, u32, u32)>,
}

impl Deliveries {
    /// Whether there is nothing to record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cursors.is_empty() && self.letters.is_empty() && self.served.is_empty()
    }
}

/// No server waits longer than this; a time beyond it was set by a clock that went ahead.
const LONGEST_WAIT_MS: i64 = 30 * 3_600_000;

impl Db {
    /// Whole numbers, given as one argument of JSON (an array), so that one prepared statement serves any number of them.
    fn numbers(&self, argument: &str) -> String {
        match self {
            Self::Sqlite { .. } => format!("(SELECT value FROM json_each({argument}))"),
            Self::Postgres(_) => {
                format!(
                    "(SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text(CAST({argument} AS JSONB)))"
                )
            }
        }
    }
}

fn grouped<K: Ord>(pairs: impl Iterator<Item = (K, i64)>) -> BTreeMap<K, Vec<i64>> {
    let mut groups: BTreeMap<K, Vec<i64>> = BTreeMap::new();
    for (key, value) in pairs {
        groups.entry(key).or_default().push(value);
    }
    groups
}

fn json_numbers(numbers: impl Iterator<Item = i64>) -> String {
    let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    format!("[{}]", numbers.join(","))
}

impl Store {
    /// Claims up to `limit` servers for which something waits, with what waits.
    pub async fn claim_servers(
        &self,
        node: &NodeName,
        standing: Standing,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<DueServer>> {
        let lock = if self.is_sqlite() { "" } else { "FOR UPDATE OF v SKIP LOCKED" };
        let claimed = match standing {
            Standing::Failing => {
                let sql = format!(
                    "UPDATE servers SET lease_owner = $1 WHERE id IN (SELECT v.id FROM servers v WHERE v.failures > 0 \
                     AND (v.retry_at <= $2 OR v.retry_at > $3) AND v.state = 'alive' AND v.lease_owner IS NULL AND ( \
                     EXISTS (SELECT 1 FROM inboxes i JOIN letters l ON l.inbox_id = i.id WHERE i.server_id = v.id) OR \
                     EXISTS (SELECT 1 FROM inboxes i JOIN subscriptions s ON s.inbox_id = i.id \
                     JOIN mirrors m ON m.id = s.mirror_id AND s.cursor < m.head WHERE i.server_id = v.id)) \
                     ORDER BY v.retry_at LIMIT $4 {lock}) RETURNING {COLUMNS}"
                );
                let ms = now.as_millisecond();
                self.claimed(&sql, &args![node.as_str(), ms, ms.saturating_add(LONGEST_WAIT_MS), limit])
                    .await?
            }
            Standing::Well => {
                // CROSS JOIN is what SQLite takes for an order: from what waits to its server, and not through all servers.
                let take = |waiting: &str| {
                    format!(
                        "UPDATE servers SET lease_owner = $1 WHERE id IN (SELECT v.id FROM {waiting} \
                         AND v.id = i.server_id AND v.failures = 0 AND v.state = 'alive' \
                         AND v.lease_owner IS NULL LIMIT $2 {lock}) RETURNING {COLUMNS}"
                    )
                };
                let letters =
                    take("letters l CROSS JOIN inboxes i CROSS JOIN servers v WHERE i.id = l.inbox_id");
                let mut claimed = self.claimed(&letters, &args![node.as_str(), limit]).await?;
                let left = limit.saturating_sub(u32::try_from(claimed.len()).unwrap_or(limit));
                if left > 0 {
                    let logs = take(
                        "mirrors m CROSS JOIN subscriptions s CROSS JOIN inboxes i CROSS JOIN servers v \
                         WHERE s.mirror_id = m.id AND s.cursor < m.head AND i.id = s.inbox_id",
                    );
                    claimed.extend(self.claimed(&logs, &args![node.as_str(), left]).await?);
                }
                claimed
            }
        };
        self.with_work(claimed).await
    }

    async fn claimed(&self, sql: &str, args: &[crate::db::Arg]) -> Result<Vec<Server>> {
        self.db.write_rows(built(sql.to_owned()), args).await?.iter().map(server).collect()
    }

    /// What waits for servers that have been claimed.
    async fn with_work(&self, servers: Vec<Server>) -> Result<Vec<DueServer>> {
        if servers.is_empty() {
            return Ok(Vec::new());
        }
        let ids = json_numbers(servers.iter().map(|server| server.id.0));
        let among = self.db.numbers("$1");
        let letters = format!(
            "SELECT DISTINCT i.server_id, i.id, i.url FROM inboxes i JOIN letters l ON l.inbox_id = i.id \
             WHERE i.server_id IN {among} ORDER BY i.server_id, i.id"
        );
        let logs = format!(
            "SELECT i.server_id, i.id, i.url, s.mirror_id, s.cursor, m.head, s.followers FROM inboxes i \
             JOIN subscriptions s ON s.inbox_id = i.id JOIN mirrors m ON m.id = s.mirror_id AND s.cursor < m.head \
             WHERE i.server_id IN {among} ORDER BY i.server_id, i.id, s.mirror_id"
        );
        let mut due: Vec<DueServer> =
            servers.into_iter().map(|server| DueServer { server, inboxes: Vec::new() }).collect();
        due.sort_unstable_by_key(|due| due.server.id);
        for row in self.db.rows(built(letters), &args![ids.clone()]).await? {
            if let Some(inbox) = inbox_of(&mut due, &row)? {
                inbox.has_letters = true;
            }
        }
        for row in self.db.rows(built(logs), &args![ids]).await? {
            let subscription = Subscription {
                mirror: MirrorId(row.int(3)?),
                cursor: row.int(4)?,
                head: row.int(5)?,
                followers: row.count(6)?,
            };
            if let Some(inbox) = inbox_of(&mut due, &row)? {
                inbox.behind.push(subscription);
            }
        }
        Ok(due)
    }

    /// When the next server whose delivery failed may be tried again; `None` where there is none.
    pub async fn next_retry(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        let sql =
            "SELECT MIN(retry_at) FROM servers WHERE failures > 0 AND state = 'alive' AND retry_at > $1";
        let row = self.db.row(sql, &args![now.as_millisecond()]).await?;
        row.map(|row| row.opt_time(0, "servers.retry_at")).transpose().map(Option::flatten)
    }

    /// Records deliveries. A cursor never goes back; a server is given back only by the node that has claimed it.
    pub async fn record_deliveries(
        &self,
        node: &NodeName,
        deliveries: &Deliveries,
        now: Timestamp,
    ) -> Result<()> {
        if deliveries.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        // Nearly all of a batch are at the same entry of the same log, and of the same outcome.
        let at_entry =
            grouped(deliveries.cursors.iter().map(|(mirror, inbox, seq)| ((mirror.0, *seq), inbox.0)));
        for ((mirror, seq), inboxes) in at_entry {
            let sql = format!(
                // The sign keeps SQLite from looking through all that are behind.
                "UPDATE subscriptions SET cursor = $2 WHERE mirror_id = $1 AND +cursor < $2 AND inbox_id IN {}",
                self.db.numbers("$3")
            );
            tx.execute(built(sql), &args![mirror, seq, json_numbers(inboxes.into_iter())]).await?;
        }
        if !deliveries.letters.is_empty() {
            let ids = json_numbers(deliveries.letters.iter().map(|letter| letter.0));
            tx.execute(
                built(format!("DELETE FROM letters WHERE id IN {}", self.db.numbers("$1"))),
                &args![ids],
            )
            .await?;
        }
        let by_outcome =
            grouped(deliveries.served.iter().map(|(id, taken, refused)| ((*taken, *refused), id.0)));
        for ((taken, refused), servers) in by_outcome {
            let sql = format!(
                "UPDATE servers SET failures = 0, failing_since = NULL, retry_at = 0, last_error = NULL, lease_owner = NULL, \
                 delivered = delivered + $3, refused = refused + $4, \
                 last_success_at = CASE WHEN $3 > 0 THEN $5 ELSE last_success_at END \
                 WHERE lease_owner = $1 AND id IN {}",
                self.db.numbers("$2")
            );
            let servers = json_numbers(servers.into_iter());
            tx.execute(built(sql), &args![node.as_str(), servers, taken, refused, now.as_millisecond()])
                .await?;
        }
        tx.commit().await
    }

    /// Gives a server back after a delivery that failed, to be tried again at `retry_at`.
    pub async fn server_failed(
        &self,
        id: ServerId,
        node: &NodeName,
        why: &str,
        now: Timestamp,
        retry_at: Timestamp,
    ) -> Result<()> {
        let sql = "UPDATE servers SET failures = failures + 1, failed = failed + 1, failing_since = COALESCE(failing_since, $4), \
                   retry_at = $5, last_failure_at = $4, last_error = $3, lease_owner = NULL WHERE id = $1 AND lease_owner = $2";
        let args = args![id.0, node.as_str(), why, now.as_millisecond(), retry_at.as_millisecond()];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// Gives a server back untried.
    pub async fn release_server(&self, id: ServerId, node: &NodeName) -> Result<()> {
        let sql = "UPDATE servers SET lease_owner = NULL WHERE id = $1 AND lease_owner = $2";
        self.db.execute(sql, &args![id.0, node.as_str()]).await.map(drop)
    }
}

/// The inbox that a row is of (columns 0 to 2: server, inbox, address), made where it is not there yet.
fn inbox_of<'a>(due: &'a mut [DueServer], row: &Row) -> Result<Option<&'a mut DueInbox>> {
    let (server, id) = (ServerId(row.int(0)?), InboxId(row.int(1)?));
    let Ok(at) = due.binary_search_by_key(&server, |due| due.server.id) else { return Ok(None) };
    let inboxes = &mut due[at].inboxes;
    let at = match inboxes.binary_search_by_key(&id, |inbox| inbox.id) {
        Ok(at) => at,
        Err(at) => {
            let inbox = DueInbox { id, url: row.text(2)?, has_letters: false, behind: Vec::new() };
            inboxes.insert(at, inbox);
            at
        }
    };
    Ok(inboxes.get_mut(at))
}
