//! What the Desk has published, in lists.

use std::collections::HashMap;

use crate::db::{args, built};
use crate::relay::AccountId;
use crate::relay::parts::{PublishedPart, part};
use crate::relay::publications::{COLUMNS, Publication, publication};
use crate::{PublicationId, Result, Store};

/// Which publications of the Desk are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// All.
    Any,
    /// Those that wait for somebody: held, unknown, failed, partial, missed.
    Open,
    /// Those that are there.
    Published,
}

impl Listed {
    const fn condition(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Open => "AND state IN ('held', 'unknown', 'failed', 'partial', 'missed')",
            Self::Published => "AND state = 'published'",
        }
    }
}

fn numbers(ids: impl Iterator<Item = i64>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

/// Which accounts: all, or those given, which may be none.
fn among_these(among: Option<&[AccountId]>) -> String {
    match among {
        None => String::new(),
        Some([]) => "AND 1 = 0".to_owned(),
        Some(accounts) => format!("AND account_id IN ({})", numbers(accounts.iter().map(|id| id.0))),
    }
}

impl Store {
    /// Publications of the Desk, the newest first: those before `before`, on the accounts given or on all.
    pub async fn desk_publications(
        &self,
        among: Option<&[AccountId]>,
        listed: Listed,
        before: Option<PublicationId>,
        limit: u32,
    ) -> Result<Vec<Publication>> {
        // The numbers first: they are in an index, and what is published is long. Few wait among many; the plus keeps a database
        // from going through all of them, the newest first, in search of those few.
        let id = if listed == Listed::Open { "+id" } else { "id" };
        let sql = built(format!(
            "SELECT {COLUMNS} FROM publications p WHERE p.id IN (SELECT id FROM publications WHERE draft_id IS NOT NULL \
             AND {id} < $1 {} {} ORDER BY {id} DESC LIMIT $2) ORDER BY p.id DESC",
            among_these(among),
            listed.condition()
        ));
        let args = args![before.map_or(i64::MAX, PublicationId::get), limit];
        self.db.rows(sql, &args).await?.iter().map(publication).collect()
    }

    /// How many publications of the Desk wait for somebody, on the accounts given or on all.
    pub async fn open_publications(&self, among: Option<&[AccountId]>) -> Result<u64> {
        let sql = built(format!(
            "SELECT COUNT(*) FROM publications WHERE draft_id IS NOT NULL {} {}",
            among_these(among),
            Listed::Open.condition()
        ));
        self.db.row(sql, &[]).await?.map_or(Ok(0), |row| row.count(0))
    }

    /// The parts of several publications, each one's in the order of its thread.
    pub async fn parts_of(
        &self,
        publications: &[Publication],
    ) -> Result<HashMap<PublicationId, Vec<PublishedPart>>> {
        let mut parts: HashMap<PublicationId, Vec<PublishedPart>> = HashMap::new();
        for some in publications.chunks(500) {
            let sql = built(format!(
                "SELECT position, revision, state, mark, words, remote_id, url, sent_at, publication_id FROM publication_parts \
                 WHERE publication_id IN ({}) ORDER BY publication_id, position",
                numbers(some.iter().map(|one| one.id.0))
            ));
            for row in &self.db.rows(sql, &[]).await? {
                parts.entry(PublicationId(row.int(8)?)).or_default().push(part(row)?);
            }
        }
        Ok(parts)
    }

    /// What stands on an account of the draft that has a post at this address, on that account or on another: its id and address
    /// there.
    pub async fn published_as_well(
        &self,
        url: &str,
        account: AccountId,
    ) -> Result<Option<(String, Option<String>)>> {
        let sql = "SELECT s.remote_id, s.url FROM publication_parts q \
                   JOIN publications p ON p.id = q.publication_id AND p.draft_id IS NOT NULL \
                   JOIN publications t ON t.draft_id = p.draft_id AND t.source_post = p.source_post AND t.account_id = $2 \
                   JOIN publication_parts s ON s.publication_id = t.id AND s.state = 'published' AND s.remote_id IS NOT NULL \
                   WHERE q.url = $1 ORDER BY CASE WHEN s.url = q.url THEN 0 ELSE 1 END, s.position LIMIT 1";
        let row = self.db.row(sql, &args![url, account.0]).await?;
        row.map(|row| Ok((row.text(0)?, row.opt_text(1)?))).transpose()
    }
}
