//! Drafts and their revisions.

use jiff::Timestamp;
use mimus_core::desk::Content;

use super::record::{NewEntry, append};
use super::{DraftId, DraftState, PersonId};
use crate::db::{Tx, args, built};
use crate::relay::AccountId;
use crate::row::{Row, to_json};
use crate::{Result, Store};

/// A draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its number.
    pub id: DraftId,
    /// How it stands.
    pub state: DraftState,
    /// What it says.
    pub content: Content,
    /// The hash of what an approval binds: what it says, where it goes and its window.
    pub hash: String,
    /// Counts what was written, from 1.
    pub revision: i64,
    /// Where it goes, in the order of the accounts' numbers.
    pub accounts: Vec<AccountId>,
    /// Who began it, if they have an account here.
    pub author: Option<PersonId>,
    /// Who proposed it, in their own words, if they have none.
    pub proposer: Option<String>,
    /// Who wrote last what it says now.
    pub editor: Option<PersonId>,
    /// When it may go out.
    pub window: Window,
    /// When it is to.
    pub slot: Option<Timestamp>,
    /// The hash of what has gone out.
    pub published_hash: Option<String>,
    /// Since when it is there.
    pub created_at: Timestamp,
    /// When anything of it was last changed.
    pub updated_at: Timestamp,
}

/// When a draft may go out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// Not before.
    pub from: Option<Timestamp>,
    /// Not after; approvals end with it.
    pub until: Option<Timestamp>,
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    /// Its number.
    pub id: DraftId,
    /// How it stands.
    pub state: DraftState,
    /// Its first words.
    pub title: String,
    /// Where it goes.
    pub accounts: Vec<AccountId>,
    /// Who began it.
    pub author: Option<PersonId>,
    /// Who proposed it, in their own words.
    pub proposer: Option<String>,
    /// When it is to go out.
    pub slot: Option<Timestamp>,
    /// When anything of it was last changed.
    pub updated_at: Timestamp,
}

/// What is written down of a draft at once.
#[derive(Debug, Clone)]
pub struct Written<'a> {
    /// What it says.
    pub content: &'a Content,
    /// The hash of that, with where it goes and when.
    pub hash: &'a str,
    /// Where it goes.
    pub accounts: &'a [AccountId],
    /// When it may go out.
    pub window: Window,
    /// Who wrote it; nobody who has an account here.
    pub by: Option<PersonId>,
}

/// What became of writing something down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is what the draft says now: its revision.
    Now(i64),
    /// Somebody else has written meanwhile: it is kept aside under this number, and nothing else has changed.
    Aside(i64),
}

/// An earlier state of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Its number.
    pub number: i64,
    /// Whether it was written at once with another, and is not what the draft said.
    pub aside: bool,
    /// What it said.
    pub content: Content,
    /// The hash of what an approval binds.
    pub hash: String,
    /// Who wrote it.
    pub by: Option<PersonId>,
    /// When.
    pub written_at: Timestamp,
}

/// Which drafts are listed.
#[derive(Debug, Clone, Default)]
pub struct DraftFilter {
    /// In these states; none: in any.
    pub states: Vec<DraftState>,
    /// For this account.
    pub account: Option<AccountId>,
    /// Begun by this person.
    pub author: Option<PersonId>,
    /// Only those that go somewhere among these; none given: everywhere.
    pub among: Option<Vec<AccountId>>,
    /// Besides those `among`: what this person has begun.
    pub or_by: Option<PersonId>,
}

pub(super) const COLUMNS: &str = "id, state, content, hash, revision, author_id, proposer, editor_id, window_from, window_until, slot, \
                       published_hash, created_at, updated_at";

pub(super) fn draft(row: &Row) -> Result<Draft> {
    let person = |at| row.opt_int(at).map(|id| id.map(PersonId));
    Ok(Draft {
        id: DraftId(row.int(0)?),
        state: row.parse(1, "drafts.state")?,
        content: row.json(2, "drafts.content")?,
        hash: row.text(3)?,
        revision: row.int(4)?,
        accounts: Vec::new(),
        author: person(5)?,
        proposer: row.opt_text(6)?,
        editor: person(7)?,
        window: Window {
            from: row.opt_time(8, "drafts.window_from")?,
            until: row.opt_time(9, "drafts.window_until")?,
        },
        slot: row.opt_time(10, "drafts.slot")?,
        published_hash: row.opt_text(11)?,
        created_at: row.time(12, "drafts.created_at")?,
        updated_at: row.time(13, "drafts.updated_at")?,
    })
}

fn numbers(accounts: &[AccountId]) -> String {
    accounts.iter().map(|account| account.0.to_string()).collect::<Vec<_>>().join(",")
}

/// The condition for a draft `d` that is in a filter's states and goes somewhere among its accounts.
pub(super) fn of_states_among(filter: &DraftFilter) -> String {
    let states: Vec<String> = filter.states.iter().map(|state| format!("'{state}'")).collect();
    let states =
        if states.is_empty() { "1 = 1".to_owned() } else { format!("d.state IN ({})", states.join(", ")) };
    let among = match &filter.among {
        None => "1 = 1".to_owned(),
        Some(accounts) => {
            let there = if accounts.is_empty() { "0".to_owned() } else { numbers(accounts) };
            let by = filter.or_by.map_or(0, |by| by.0);
            format!(
                "(d.author_id = {by} OR EXISTS (SELECT 1 FROM draft_accounts b WHERE b.draft_id = d.id \
                 AND b.account_id IN ({there})))"
            )
        }
    };
    format!("{states} AND {among}")
}

async fn set_accounts(tx: &mut Tx, id: i64, accounts: &[AccountId]) -> Result<()> {
    tx.execute("DELETE FROM draft_accounts WHERE draft_id = $1", &args![id]).await?;
    for account in accounts {
        let sql = "INSERT INTO draft_accounts (draft_id, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        tx.execute(sql, &args![id, account.0]).await?;
    }
    Ok(())
}

pub(crate) async fn keep_revision(
    tx: &mut Tx,
    id: i64,
    aside: bool,
    written: &Written<'_>,
    now: Timestamp,
) -> Result<i64> {
    let sql = "INSERT INTO draft_revisions (draft_id, number, aside, content, hash, person_id, written_at) \
               SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6 FROM draft_revisions WHERE draft_id = $1 \
               RETURNING number";
    let args = args![
        id,
        aside,
        to_json(written.content, "draft_revisions.content")?,
        written.hash,
        written.by.map(|by| by.0),
        now.as_millisecond()
    ];
    let rows = tx.rows(sql, &args).await?;
    rows.first().map_or(Err(sqlx::Error::RowNotFound.into()), |row| row.int(0))
}

/// Writes a new draft down, with its first revision.
pub(crate) async fn insert_draft(
    tx: &mut Tx,
    state: DraftState,
    written: &Written<'_>,
    proposer: Option<&str>,
    now: Timestamp,
) -> Result<DraftId> {
    let sql = "INSERT INTO drafts (state, title, content, hash, revision, author_id, proposer, editor_id, window_from, \
               window_until, created_at, updated_at, with_media) VALUES ($1, $2, $3, $4, 1, $5, $6, $5, $7, $8, $9, $9, $10) \
               RETURNING id";
    let args = args![
        state.as_str(),
        written.content.title(),
        to_json(written.content, "drafts.content")?,
        written.hash,
        written.by.map(|by| by.0),
        proposer.map(str::to_owned),
        written.window.from.map(Timestamp::as_millisecond),
        written.window.until.map(Timestamp::as_millisecond),
        now.as_millisecond(),
        !written.content.media.is_empty(),
    ];
    let rows = tx.rows(sql, &args).await?;
    let id = rows.first().map_or(Err(sqlx::Error::RowNotFound.into()), |row| row.int(0))?;
    set_accounts(tx, id, written.accounts).await?;
    keep_revision(tx, id, false, written, now).await?;
    Ok(DraftId(id))
}

impl Store {
    /// Begins a draft.
    pub async fn add_draft(
        &self,
        state: DraftState,
        written: &Written<'_>,
        proposer: Option<&str>,
        entries: &(dyn Fn(DraftId) -> Vec<NewEntry> + Sync),
        now: Timestamp,
    ) -> Result<DraftId> {
        let mut tx = self.db.begin().await?;
        let id = insert_draft(&mut tx, state, written, proposer, now).await?;
        append(&mut tx, &entries(id), now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Writes a draft anew over the revision `base`. Where that is not what it says any more, what was written is kept aside
    /// under a number of its own. What is scheduled or published is not written over here: see
    /// [`Store::unschedule_draft`].
    pub async fn write_draft(
        &self,
        id: DraftId,
        base: i64,
        written: &Written<'_>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<Saved> {
        let mut tx = self.db.begin().await?;
        // A change to what is published keeps it published until the change has gone out too.
        let sql = "UPDATE drafts SET title = $3, content = $4, hash = $5, revision = $2 + 1, editor_id = $6, window_from = $7, \
                   window_until = $8, updated_at = $9, with_media = $10 WHERE id = $1 AND revision = $2 AND state <> 'scheduled'";
        let args = args![
            id.0,
            base,
            written.content.title(),
            to_json(written.content, "drafts.content")?,
            written.hash,
            written.by.map(|by| by.0),
            written.window.from.map(Timestamp::as_millisecond),
            written.window.until.map(Timestamp::as_millisecond),
            now.as_millisecond(),
            !written.content.media.is_empty(),
        ];
        let is_next = tx.execute(sql, &args).await? > 0;
        // Late writers come one after the other, so that each has a number of their own.
        tx.execute("UPDATE drafts SET revision = revision WHERE id = $1", &args![id.0]).await?;
        let number = keep_revision(&mut tx, id.0, !is_next, written, now).await?;
        if is_next {
            set_accounts(&mut tx, id.0, written.accounts).await?;
            append(&mut tx, entries, now).await?;
        }
        tx.commit().await?;
        Ok(if is_next { Saved::Now(base + 1) } else { Saved::Aside(number) })
    }

    /// Moves a draft from one state to another. False where it is not in that state, or says something else by now.
    pub async fn move_draft(
        &self,
        id: DraftId,
        from: &[DraftState],
        to: DraftState,
        hash: &str,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let states: Vec<String> = from.iter().map(|state| format!("'{state}'")).collect();
        let sql = built(format!(
            "UPDATE drafts SET state = $2, updated_at = $3 WHERE id = $1 AND hash = $4 AND state IN ({})",
            states.join(", ")
        ));
        let moved = tx.execute(sql, &args![id.0, to.as_str(), now.as_millisecond(), hash]).await? > 0;
        if moved {
            append(&mut tx, entries, now).await?;
        }
        tx.commit().await?;
        Ok(moved)
    }

    /// One draft.
    pub async fn draft(&self, id: DraftId) -> Result<Option<Draft>> {
        let sql = built(format!("SELECT {COLUMNS} FROM drafts WHERE id = $1"));
        let Some(mut found) = self.db.row(sql, &args![id.0]).await?.as_ref().map(draft).transpose()? else {
            return Ok(None);
        };
        let sql = "SELECT account_id FROM draft_accounts WHERE draft_id = $1 ORDER BY account_id";
        for row in self.db.rows(sql, &args![id.0]).await? {
            found.accounts.push(AccountId(row.int(0)?));
        }
        Ok(Some(found))
    }

    /// Drafts, those that were changed last first: those that were changed before a time, and with a draft also those changed
    /// at that time which come after it. Of those changed in the same millisecond, the one begun last is first.
    pub async fn drafts(
        &self,
        filter: &DraftFilter,
        after: Option<(Timestamp, Option<DraftId>)>,
        limit: u32,
    ) -> Result<Vec<DraftLine>> {
        let sql = built(format!(
            "SELECT d.id, d.state, d.title, d.author_id, d.proposer, d.slot, d.updated_at FROM drafts d WHERE {} \
             AND ($1 = 0 OR EXISTS (SELECT 1 FROM draft_accounts a WHERE a.draft_id = d.id AND a.account_id = $1)) \
             AND ($2 = 0 OR d.author_id = $2) AND (d.updated_at < $3 OR (d.updated_at = $3 AND d.id < $4)) \
             ORDER BY d.updated_at DESC, d.id DESC LIMIT $5",
            of_states_among(filter)
        ));
        let (at, id) = after.map_or((i64::MAX, 0), |(at, id)| (at.as_millisecond(), id.map_or(0, |id| id.0)));
        let args = args![
            filter.account.map_or(0, |account| account.0),
            filter.author.map_or(0, |author| author.0),
            at,
            id,
            limit
        ];
        let rows = self.db.rows(sql, &args).await?;
        self.draft_lines(&rows).await
    }

    /// Drafts that are to go out in a span of time, the first first.
    pub async fn drafts_with_slots(
        &self,
        from: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<DraftLine>> {
        let sql = "SELECT d.id, d.state, d.title, d.author_id, d.proposer, d.slot, d.updated_at FROM drafts d \
                   WHERE d.slot >= $1 AND d.slot < $2 ORDER BY d.slot, d.id LIMIT $3";
        let rows = self.db.rows(sql, &args![from.as_millisecond(), until.as_millisecond(), limit]).await?;
        self.draft_lines(&rows).await
    }

    /// These drafts as they are listed, in no order.
    pub async fn drafts_among(&self, ids: &[DraftId]) -> Result<Vec<DraftLine>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let sql = built(format!(
            "SELECT d.id, d.state, d.title, d.author_id, d.proposer, d.slot, d.updated_at FROM drafts d WHERE d.id IN ({})",
            ids.join(", ")
        ));
        let rows = self.db.rows(sql, &[]).await?;
        self.draft_lines(&rows).await
    }

    async fn draft_lines(&self, rows: &[Row]) -> Result<Vec<DraftLine>> {
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            lines.push(DraftLine {
                id: DraftId(row.int(0)?),
                state: row.parse(1, "drafts.state")?,
                title: row.text(2)?,
                accounts: Vec::new(),
                author: row.opt_int(3)?.map(PersonId),
                proposer: row.opt_text(4)?,
                slot: row.opt_time(5, "drafts.slot")?,
                updated_at: row.time(6, "drafts.updated_at")?,
            });
        }
        if lines.is_empty() {
            return Ok(lines);
        }
        let ids: Vec<String> = lines.iter().map(|line| line.id.0.to_string()).collect();
        let sql = built(format!(
            "SELECT draft_id, account_id FROM draft_accounts WHERE draft_id IN ({}) ORDER BY account_id",
            ids.join(", ")
        ));
        for row in self.db.rows(sql, &[]).await? {
            let id = row.int(0)?;
            if let Some(line) = lines.iter_mut().find(|line| line.id.0 == id) {
                line.accounts.push(AccountId(row.int(1)?));
            }
        }
        Ok(lines)
    }

    /// How many drafts are in each state.
    pub async fn draft_counts(&self) -> Result<Vec<(DraftState, u64)>> {
        let sql = "SELECT state, COUNT(*) FROM drafts GROUP BY state ORDER BY state";
        let rows = self.db.rows(sql, &[]).await?;
        rows.iter().map(|row| Ok((row.parse(0, "drafts.state")?, row.count(1)?))).collect()
    }

    /// The revisions of a draft, the newest first.
    pub async fn draft_revisions(&self, id: DraftId, limit: u32) -> Result<Vec<Revision>> {
        let sql = "SELECT number, aside, content, hash, person_id, written_at FROM draft_revisions WHERE draft_id = $1 \
                   ORDER BY number DESC LIMIT $2";
        self.db.rows(sql, &args![id.0, limit]).await?.iter().map(revision).collect()
    }

    /// The last revision of a draft that had this hash.
    pub async fn draft_as_it_was(&self, id: DraftId, hash: &str) -> Result<Option<Revision>> {
        let sql = "SELECT number, aside, content, hash, person_id, written_at FROM draft_revisions WHERE draft_id = $1 \
                   AND hash = $2 ORDER BY number DESC LIMIT 1";
        self.db.row(sql, &args![id.0, hash]).await?.as_ref().map(revision).transpose()
    }

    /// The content that a draft had at a revision of its own counting, for merging.
    pub async fn draft_at(&self, id: DraftId, revision_counted: i64) -> Result<Option<Revision>> {
        let sql = "SELECT number, aside, content, hash, person_id, written_at FROM draft_revisions WHERE draft_id = $1 \
                   AND aside = 0 ORDER BY number LIMIT 1 OFFSET $2";
        let offset = revision_counted.saturating_sub(1).max(0);
        self.db.row(sql, &args![id.0, offset]).await?.as_ref().map(revision).transpose()
    }
}

fn revision(row: &Row) -> Result<Revision> {
    Ok(Revision {
        number: row.int(0)?,
        aside: row.bool(1)?,
        content: row.json(2, "draft_revisions.content")?,
        hash: row.text(3)?,
        by: row.opt_int(4)?.map(PersonId),
        written_at: row.time(5, "draft_revisions.written_at")?,
    })
}
