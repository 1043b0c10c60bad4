//! Nodes: the processes that work on one database, and what each of them has claimed.
//!
//! A node says every few seconds that it is alive. What it has claimed (a source, a server) bears its name and is its
//! own as long as its row is there; the others remove the row of a node that has gone silent, and with it its claims.
//! A row that is gone does not come back: a node that wakes up after that works on under a new name. The time is the
//! database's, so that no node's clock matters.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use crate::db::{Db, args, built};
use crate::{Result, Store};

/// A node's name: unique to one run of one process.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NodeName(String);

impl NodeName {
    /// A name. It must be one that no other process has ever had.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A node that is alive.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its name.
    pub name: NodeName,
    /// The machine that it runs on.
    pub place: String,
    /// What it does, as the command line writes it.
    pub roles: String,
    /// Since when.
    pub started_at: Timestamp,
}

/// The tables whose rows nodes claim.
const LEASED: [&str; 5] = ["sources", "servers", "duties", "accounts", "route_sources"];

/// A row that claims to live longer than this is of a time before the clock was set back.
const LONGEST_LIFE_MS: i64 = 60_000;

impl Db {
    /// The time as the database tells it, in milliseconds since 1970.
    fn time(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
            Self::Postgres(_) => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
        }
    }
}

impl Store {
    /// Makes a node known.
    pub async fn join(&self, name: &NodeName, place: &str, roles: &str, life: Duration) -> Result<()> {
        let time = self.db.time();
        let sql = format!(
            "INSERT INTO nodes (name, place, roles, started_at, alive_until) VALUES ($1, $2, $3, {time}, {time} + $4)"
        );
        self.db.execute(built(sql), &args![name.as_str(), place, roles, ms(life)]).await.map(drop)
    }

    /// Says that a node lives on, and frees what the silent have claimed. Returns whether the node is still known; one
    /// that is not has lost all its claims.
    pub async fn keep_alive(&self, name: &NodeName, life: Duration) -> Result<bool> {
        let time = self.db.time();
        let mut tx = self.db.begin().await?;
        let sql = format!("UPDATE nodes SET alive_until = {time} + $2 WHERE name = $1");
        let known = tx.execute(built(sql), &args![name.as_str(), ms(life)]).await? > 0;
        let sql = format!(
            "DELETE FROM nodes WHERE alive_until <= {time} OR alive_until > {time} + {LONGEST_LIFE_MS}"
        );
        tx.execute(built(sql), &[]).await?;
        for table in LEASED {
            tx.execute(free(table), &[]).await?;
        }
        tx.commit().await?;
        Ok(known)
    }

    /// Forgets a node and frees what it has claimed.
    pub async fn leave(&self, name: &NodeName) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.execute("DELETE FROM nodes WHERE name = $1", &args![name.as_str()]).await?;
        for table in LEASED {
            tx.execute(free(table), &[]).await?;
        }
        tx.commit().await
    }

    /// The nodes that are known, the oldest first.
    pub async fn nodes(&self) -> Result<Vec<Node>> {
        let sql = "SELECT name, place, roles, started_at FROM nodes ORDER BY started_at, name";
        let rows = self.db.rows(sql, &[]).await?;
        rows.iter()
            .map(|row| {
                Ok(Node {
                    name: NodeName(row.text(0)?),
                    place: row.text(1)?,
                    roles: row.text(2)?,
                    started_at: row.time(3, "nodes.started_at")?,
                })
            })
            .collect()
    }
}

/// Frees what belongs to nobody who lives.
fn free(table: &str) -> sqlx::SqlStr {
    built(format!(
        "UPDATE {table} SET lease_owner = NULL WHERE lease_owner IS NOT NULL AND lease_owner NOT IN (SELECT name FROM nodes)"
    ))
}

fn ms(life: Duration) -> i64 {
    i64::try_from(life.as_millis()).unwrap_or(LONGEST_LIFE_MS).min(LONGEST_LIFE_MS)
}
