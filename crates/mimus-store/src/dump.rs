//! All tables, row by row, in a form that either database can take back.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::db::{Arg, Db, built};
use crate::row::Row;
use crate::{Result, SCHEMA_VERSION, Store, StoreError};

/// A table with its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns: name, and whether it holds numbers, text or bytes.
    pub columns: Vec<(String, Column)>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Column {
    /// Whole numbers.
    Int,
    /// Text.
    Text,
    /// Bytes, in JSON as hexadecimal.
    Bytes,
}

/// One row: column name to value.
pub type TableRow = Map<String, Value>;

/// Why rows could not be taken back.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The rows are of another schema.
    #[error(
        "the backup holds schema {found}, this Mimus has {known}; restore it with the version that wrote it, then start the new one on it"
    )]
    Schema {
        /// The schema of the rows.
        found: i64,
        /// The schema here.
        known: i64,
    },
    /// The database is not empty.
    #[error("the database already holds {0}; restore into an empty one")]
    NotEmpty(String),
    /// A row does not fit its table.
    #[error("a row of {table} does not fit: {why}")]
    Row {
        /// The table.
        table: String,
        /// What is wrong.
        why: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// In the order in which references allow them to be filled.
const TABLES: [&str; 57] = [
    "settings",
    "mirrors",
    "sources",
    "files",
    "posts",
    "post_tags",
    "post_media",
    "activities",
    "servers",
    "inboxes",
    "subscriptions",
    "letters",
    "followers",
    "remote_actors",
    "seen",
    "received",
    "reports",
    "refusals",
    "access_rules",
    "ledger_windows",
    "ledger_days",
    "ledger_months",
    "ledger_seen",
    "ledger_reservations",
    "ledger_holds",
    "ledger_delays",
    "mirror_requests",
    "source_rules",
    "open_asks",
    "accounts",
    "route_sources",
    "routes",
    "publications",
    "publication_parts",
    "publication_attempts",
    "directory",
    "retentions",
    "retired_posts",
    "people",
    "identities",
    "passkeys",
    "sign_in_apps",
    "account_roles",
    "person_news",
    "desk_accounts",
    "drafts",
    "draft_accounts",
    "draft_revisions",
    "draft_comments",
    "draft_rulings",
    "draft_removals",
    "route_drafts",
    "desk_record",
    "desk_record_head",
    "draft_templates",
    "api_tokens",
    "webhooks",
];

/// What a backup does not hold, and why.
pub const LEFT_OUT: [(&str, &str); 10] = [
    ("schema_version", "what a restore goes into has its own"),
    ("nodes", "processes that run on another machine"),
    ("duties", "which of those processes does what; the rows are made with the schema"),
    ("renewals", "which of those processes renews a token just now"),
    ("desk_links", "good once and for a while: a keeper makes another"),
    ("desk_sessions", "a backup lets nobody in who has it: people sign in anew"),
    ("sign_in_guesses", "whoever waits after wrong guesses waits minutes"),
    ("used_challenges", "a passkey's answer is good once, and for minutes"),
    ("link_cards", "kept for a day so that nobody is asked twice: it can be had again"),
    ("ledger_alarms", "which alarms were given: after a restore they are given again"),
];

const NUMBERED: [&str; 20] = [
    "mirrors",
    "files",
    "servers",
    "inboxes",
    "letters",
    "followers",
    "received",
    "reports",
    "ledger_reservations",
    "accounts",
    "route_sources",
    "routes",
    "publications",
    "publication_attempts",
    "people",
    "drafts",
    "draft_comments",
    "draft_rulings",
    "draft_templates",
    "webhooks",
];

impl Store {
    /// The schema's number, as a dump must name it.
    #[must_use]
    pub fn schema(&self) -> i64 {
        SCHEMA_VERSION
    }

    /// All tables in the order in which they are to be restored.
    pub async fn tables(&self) -> Result<Vec<Table>> {
        let mut tables = Vec::new();
        for name in TABLES {
            let sql = match self.db.as_ref() {
                Db::Sqlite { .. } => "SELECT name, type FROM pragma_table_info($1) ORDER BY cid",
                Db::Postgres(_) => {
                    "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns \
                     WHERE table_name = $1 AND table_schema = current_schema() ORDER BY ordinal_position"
                }
            };
            let mut columns = Vec::new();
            for row in self.db.rows(sql, &[Arg::from(name)]).await? {
                let kind = match row.text(1)?.to_ascii_lowercase().as_str() {
                    "bigint" | "integer" => Column::Int,
                    "blob" | "bytea" => Column::Bytes,
                    _ => Column::Text,
                };
                columns.push((row.text(0)?, kind));
            }
            tables.push(Table { name: name.to_owned(), columns });
        }
        Ok(tables)
    }

    /// Rows of a table from `offset` on, in a stable order.
    pub async fn dump(&self, table: &Table, offset: u64, limit: u32) -> Result<Vec<TableRow>> {
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        let key = names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let sql =
            format!("SELECT {} FROM {} ORDER BY {key} LIMIT $1 OFFSET $2", names.join(", "), table.name);
        let args = [Arg::from(limit), Arg::from(i64::try_from(offset).unwrap_or(i64::MAX))];
        let rows = self.db.rows(built(sql), &args).await?;
        rows.iter().map(|row| values(table, row)).collect()
    }

    /// Puts rows back. Call it with the tables in the order of [`Store::tables`], into a store that holds
    /// nothing.
    pub async fn restore(&self, table: &Table, rows: &[TableRow]) -> std::result::Result<(), DumpError> {
        let known = self.tables().await?;
        let fits = known
            .iter()
            .find(|t| t.name == table.name)
            .is_some_and(|t| table.columns.iter().all(|column| t.columns.contains(column)));
        if !fits {
            return Err(DumpError::Row {
                table: table.name.clone(),
                why: "the table or a column of it is not known".into(),
            });
        }
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        let mut tx = self.db.begin().await?;
        if table.name == "desk_record_head" {
            // A new schema begins with one: that of no entries.
            tx.execute("DELETE FROM desk_record_head", &[]).await?;
        }
        for chunk in rows.chunks(50) {
            let sql = format!(
                "INSERT INTO {} ({}) VALUES {}",
                table.name,
                names.join(", "),
                crate::db::placeholder_rows(chunk.len(), names.len())
            );
            let mut args = Vec::with_capacity(chunk.len() * names.len());
            for row in chunk {
                for (name, kind) in &table.columns {
                    args.push(argument(*kind, row.get(name)).map_err(|why| DumpError::Row {
                        table: table.name.clone(),
                        why: format!("{name}: {why}"),
                    })?);
                }
            }
            tx.execute(built(sql), &args).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Fails unless there is nothing here yet that a restore would meet.
    pub async fn must_be_empty(&self) -> std::result::Result<(), DumpError> {
        for table in ["mirrors", "files", "servers", "accounts", "people", "drafts", "desk_record"] {
            let row = self.db.row(built(format!("SELECT COUNT(*) FROM {table}")), &[]).await?;
            if row.map(|row| row.int(0)).transpose()?.unwrap_or(0) > 0 {
                return Err(DumpError::NotEmpty(table.to_owned()));
            }
        }
        self.db.execute("DELETE FROM settings", &[]).await?;
        Ok(())
    }

    /// Lets the counters of numbered tables go on after the highest restored number.
    pub async fn restored(&self) -> Result<()> {
        if self.is_sqlite() {
            return Ok(());
        }
        for table in NUMBERED {
            let sql = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), false)"
            );
            self.db.write_rows(built(sql), &[]).await?;
        }
        Ok(())
    }
}

fn values(table: &Table, row: &Row) -> Result<TableRow> {
    let mut out = TableRow::new();
    for (at, (name, kind)) in table.columns.iter().enumerate() {
        let value = match kind {
            Column::Int => row.opt_int(at)?.map(Value::from),
            Column::Text => row.opt_text(at)?.map(Value::from),
            Column::Bytes => row.opt_bytes(at)?.map(|b| Value::from(hex(&b))),
        };
        if let Some(value) = value {
            out.insert(name.clone(), value);
        }
    }
    Ok(out)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn argument(kind: Column, value: Option<&Value>) -> std::result::Result<Arg, String> {
    Ok(match (kind, value) {
        (Column::Int, None | Some(Value::Null)) => Arg::Int(None),
        (Column::Text, None | Some(Value::Null)) => Arg::Text(None),
        (Column::Bytes, None | Some(Value::Null)) => Arg::Bytes(None),
        (Column::Int, Some(value)) => Arg::Int(Some(value.as_i64().ok_or("not a whole number")?)),
        (Column::Text, Some(value)) => Arg::Text(Some(value.as_str().ok_or("not text")?.to_owned())),
        (Column::Bytes, Some(value)) => {
            let text =
                value.as_str().filter(|t| t.len() % 2 == 0 && t.is_ascii()).ok_or("not hexadecimal")?;
            let bytes = (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16));
            Arg::Bytes(Some(bytes.collect::<std::result::Result<_, _>>().map_err(|e| e.to_string())?))
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::StoreOptions;

    #[tokio::test]
    async fn every_table_is_carried_or_left_out_with_a_reason() -> Result<()> {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let url = format!("sqlite:{}", folder.path().join("m.db").display());
        let store = Store::open(&StoreOptions { url, connections: 1 }).await?;
        let sql = "SELECT name, sql LIKE '%AUTOINCREMENT%' FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let (mut there, mut numbered) = (BTreeSet::new(), BTreeSet::new());
        for row in store.db.rows(sql, &[]).await? {
            if row.int(1)? == 1 {
                numbered.insert(row.text(0)?);
            }
            there.insert(row.text(0)?);
        }
        let left = LEFT_OUT.iter().map(|(table, _)| *table);
        let decided: BTreeSet<String> = TABLES.into_iter().chain(left).map(str::to_owned).collect();
        assert_eq!(
            there, decided,
            "a new table is carried by backups, or stands with its reason in LEFT_OUT"
        );
        assert_eq!(
            decided.len(),
            TABLES.len() + LEFT_OUT.len(),
            "one is there twice, or carried and left out"
        );
        assert_eq!(
            numbered,
            NUMBERED.into_iter().map(str::to_owned).collect(),
            "numbers go on after a restore"
        );
        Ok(())
    }
}
