//! Who may speak to this server: the rules, and letting go of those who may not.

use jiff::Timestamp;
use mimus_core::{AccessKind, AccessPattern};

use crate::db::{Arg, Tx, args, built, placeholder_rows};
use crate::servers::ServerId;
use crate::{Result, Store};

const VERSION: &str = "access_version";
/// Rules written by one statement.
const CHUNK: usize = 500;

/// A rule about servers or actors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRule {
    /// Whom it is about.
    pub pattern: AccessPattern,
    /// What it says.
    pub kind: AccessKind,
    /// Why, as those concerned may read it; empty where nothing is said.
    pub reason: String,
    /// A note for the keepers alone.
    pub note: Option<String>,
    /// Where it came from: `keeper`, or the name of the file.
    pub origin: String,
    /// Since when.
    pub created_at: Timestamp,
}

async fn new_version(tx: &mut Tx) -> Result<()> {
    let sql = "INSERT INTO settings (name, value) VALUES ($1, '1') ON CONFLICT (name) DO UPDATE SET \
               value = CAST(CAST(settings.value AS BIGINT) + 1 AS TEXT)";
    tx.execute(sql, &args![VERSION]).await.map(drop)
}

impl Store {
    /// A number that is another after every change of the rules.
    pub async fn access_version(&self) -> Result<i64> {
        Ok(self.setting(VERSION).await?.and_then(|version| version.parse().ok()).unwrap_or(0))
    }

    /// All rules, by their patterns.
    pub async fn access_rules(&self) -> Result<Vec<AccessRule>> {
        let sql = "SELECT pattern, kind, reason, note, origin, created_at FROM access_rules ORDER BY pattern";
        self.db
            .rows(sql, &[])
            .await?
            .iter()
            .map(|row| {
                Ok(AccessRule {
                    pattern: row.parse(0, "access_rules.pattern")?,
                    kind: row.parse(1, "access_rules.kind")?,
                    reason: row.text(2)?,
                    note: row.opt_text(3)?,
                    origin: row.text(4)?,
                    created_at: row.time(5, "access_rules.created_at")?,
                })
            })
            .collect()
    }

    /// Keeps rules, each over one of the same pattern; all or none. A pattern must not be given twice.
    pub async fn keep_access_rules(&self, rules: &[AccessRule]) -> Result<()> {
        if rules.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        for rules in rules.chunks(CHUNK) {
            let sql = format!(
                "INSERT INTO access_rules (pattern, kind, reason, note, origin, created_at) VALUES {} \
                 ON CONFLICT (pattern) DO UPDATE SET kind = excluded.kind, reason = excluded.reason, \
                 note = excluded.note, origin = excluded.origin, created_at = excluded.created_at",
                placeholder_rows(rules.len(), 6)
            );
            let args: Vec<Arg> = rules
                .iter()
                .flat_map(|rule| {
                    args![
                        rule.pattern.to_string(),
                        rule.kind.as_str(),
                        rule.reason.as_str(),
                        rule.note.clone(),
                        rule.origin.as_str(),
                        rule.created_at.as_millisecond(),
                    ]
                })
                .collect();
            tx.execute(built(sql), &args).await?;
        }
        new_version(&mut tx).await?;
        tx.commit().await
    }

    /// Removes a rule; says whether there was one.
    pub async fn remove_access_rule(&self, pattern: &AccessPattern) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM access_rules WHERE pattern = $1";
        let there = tx.execute(sql, &args![pattern.to_string()]).await? > 0;
        if there {
            new_version(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(there)
    }

    /// Up to `limit` servers that are delivered to, from after `after` on: number and host.
    pub async fn living_servers(
        &self,
        after: Option<ServerId>,
        limit: u32,
    ) -> Result<Vec<(ServerId, String)>> {
        let sql = "SELECT id, host FROM servers WHERE id > $1 AND state = 'alive' ORDER BY id LIMIT $2";
        let rows = self.db.rows(sql, &args![after.map_or(0, |id| id.0), limit]).await?;
        rows.iter().map(|row| Ok((ServerId(row.int(0)?), row.text(1)?))).collect()
    }

    /// Up to `limit` actors that follow, wrote something or are known here, after `after` in the order of their
    /// ids; each with the name that it gives itself, where that is known.
    pub async fn actors_here(&self, after: &str, limit: u32) -> Result<Vec<(String, Option<String>)>> {
        let sql = "SELECT a.uri, r.document FROM (\
                   SELECT * FROM (SELECT DISTINCT actor AS uri FROM followers WHERE actor > $1 ORDER BY actor LIMIT $2) f UNION \
                   SELECT * FROM (SELECT DISTINCT actor AS uri FROM received WHERE actor > $1 ORDER BY actor LIMIT $2) w UNION \
                   SELECT * FROM (SELECT uri FROM remote_actors WHERE uri > $1 ORDER BY uri LIMIT $2) k) a \
                   LEFT JOIN remote_actors r ON r.uri = a.uri ORDER BY a.uri LIMIT $2";
        let handle = |document: Option<String>| -> Option<String> {
            let document: serde_json::Value = serde_json::from_str(&document?).ok()?;
            document.get("handle")?.as_str().map(str::to_owned)
        };
        let rows = self.db.rows(sql, &args![after, limit]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, handle(row.opt_text(1)?)))).collect()
    }

    /// Forgets an actor and all that it did here, and sends nothing more to an inbox that is its own alone.
    pub async fn let_go_of_actor(&self, uri: &str) -> Result<bool> {
        let personal = match self.remote_actor(uri).await? {
            Some(actor) if actor.shared_inbox.as_ref() != Some(&actor.inbox) => Some(actor.inbox),
            _ => None,
        };
        let known = self.forget_remote_actor(uri).await?;
        if let Some(inbox) = personal {
            let mut tx = self.db.begin().await?;
            // Where others are reached by the same inbox it stays.
            let alone = "inbox_id IN (SELECT i.id FROM inboxes i WHERE i.url = $1 AND NOT EXISTS \
                         (SELECT 1 FROM followers f WHERE f.inbox_id = i.id))";
            for table in ["letters", "subscriptions"] {
                tx.execute(built(format!("DELETE FROM {table} WHERE {alone}")), &args![inbox.as_str()])
                    .await?;
            }
            tx.commit().await?;
        }
        Ok(known)
    }
}
