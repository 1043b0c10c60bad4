//! Drafts that go out: with their slot their publications are planned, in one transaction.

use jiff::Timestamp;
use mimus_core::Post;

use super::record::{NewEntry, append};
use super::removals::end_removal;
use super::{DraftId, DraftState};
use crate::db::{Tx, args, built};
use crate::relay::publications::{COLUMNS, Publication, publication};
use crate::relay::{AccountId, RouteId};
use crate::row::to_json;
use crate::{Result, Store};

/// One post of a draft on one account.
#[derive(Debug, Clone)]
pub struct DraftPublication {
    /// By which route.
    pub route: RouteId,
    /// To which account.
    pub account: AccountId,
    /// What it is known by on every try: visible ASCII, never used before.
    pub mark: String,
    /// Whether it answers the part before.
    pub own_reply: bool,
    /// What it says there.
    pub post: Post,
}

/// When a draft goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Going {
    /// When.
    pub at: Timestamp,
    /// After this it is too late.
    pub until: Timestamp,
}

/// A scheduled draft that goes out at another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Which.
    pub draft: DraftId,
    /// When it was to go out.
    pub from: Timestamp,
    /// When it goes out instead.
    pub going: Going,
}

/// What is planned with a draft's slot.
#[derive(Debug, Clone, Copy)]
pub struct Planned<'a> {
    /// When.
    pub going: Going,
    /// Its publications.
    pub publications: &'a [DraftPublication],
    /// What makes room for it.
    pub moved: &'a [Moved],
}

impl Store {
    /// Gives a proposed draft its slot and plans its publications; all or nothing. False where it says something else than `hash` by
    /// now, or is not proposed any more, or where something that is to make room is not where it was.
    pub async fn schedule_draft(
        &self,
        id: DraftId,
        hash: &str,
        planned: Planned<'_>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let Planned { going, publications, moved } = planned;
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE drafts SET state = 'scheduled', slot = $3, published_hash = $2, updated_at = $4 \
                   WHERE id = $1 AND hash = $2 AND state = 'proposed'";
        let args = args![id.0, hash, going.at.as_millisecond(), now.as_millisecond()];
        if tx.execute(sql, &args).await? == 0 {
            return Ok(false);
        }
        for one in moved {
            if !move_on(&mut tx, one, now).await? {
                return Ok(false);
            }
        }
        for new in publications {
            plan(&mut tx, id, new, going, now).await?;
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes a scheduled draft out of the schedule: what has not begun of its publications is planned no more. False where
    /// something of it has begun.
    pub async fn unschedule_draft(&self, id: DraftId, entries: &[NewEntry], now: Timestamp) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE drafts SET state = 'proposed', slot = NULL, published_hash = NULL, updated_at = $2 \
                   WHERE id = $1 AND state IN ('scheduled', 'published')";
        if tx.execute(sql, &args![id.0, now.as_millisecond()]).await? == 0 {
            return Ok(false);
        }
        // Whoever begins to carry one out changes its row: it is either gone before that, or stays.
        let sql = "DELETE FROM publications WHERE draft_id = $1 AND state IN ('due', 'held', 'missed') AND NOT EXISTS \
                   (SELECT 1 FROM publication_parts q WHERE q.publication_id = publications.id)";
        tx.execute(sql, &args![id.0]).await?;
        if tx.row("SELECT 1 FROM publications WHERE draft_id = $1", &args![id.0]).await?.is_some() {
            return Ok(false);
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Has what is published of a draft changed to what it says now: parts that are new are planned, those that are no more are
    /// taken back. False where the draft says something else than `hash` by now.
    pub async fn change_published(
        &self,
        id: DraftId,
        hash: &str,
        going: Going,
        publications: &[DraftPublication],
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE drafts SET published_hash = $2, updated_at = $3 WHERE id = $1 AND hash = $2 AND state = 'published'";
        if tx.execute(sql, &args![id.0, hash, now.as_millisecond()]).await? == 0 {
            return Ok(false);
        }
        let sql = "UPDATE publications SET revision = revision + 1, wanted = 'deleted', state = 'due', reason = NULL, due_at = $2, \
                   attempts = 0, updated_at = $2 WHERE draft_id = $1 AND wanted = 'published' AND account_id = $3 AND source_post = $4";
        for stands in self.publications_of_draft(id).await? {
            let is_wanted = publications.iter().any(|new| {
                new.account == stands.account && new.post.origin.remote_id.as_str() == stands.source_post
            });
            if !is_wanted {
                let source = stands.source_post.as_str();
                tx.execute(sql, &args![id.0, now.as_millisecond(), stands.account.0, source]).await?;
            }
        }
        for new in publications {
            plan(&mut tx, id, new, going, now).await?;
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Has everything that is published of a draft deleted. With `removal`, only while that is asked for; it is done with then.
    pub async fn take_back_draft(
        &self,
        id: DraftId,
        removal: Option<&str>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        if let Some(hash) = removal
            && !end_removal(&mut tx, id, hash).await?
        {
            return Ok(false);
        }
        let sql = "UPDATE publications SET revision = revision + 1, wanted = 'deleted', state = 'due', reason = NULL, due_at = $2, \
                   attempts = 0, updated_at = $2 WHERE draft_id = $1 AND wanted = 'published'";
        let taken = tx.execute(sql, &args![id.0, now.as_millisecond()]).await? > 0;
        if taken {
            tx.execute("DELETE FROM draft_removals WHERE draft_id = $1", &args![id.0]).await?;
            append(&mut tx, entries, now).await?;
        }
        tx.commit().await?;
        Ok(taken)
    }

    /// The publications of a draft, by account and part.
    pub async fn publications_of_draft(&self, id: DraftId) -> Result<Vec<Publication>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM publications p WHERE p.draft_id = $1 ORDER BY p.account_id, p.written_at, p.id"
        ));
        self.db.rows(sql, &args![id.0]).await?.iter().map(publication).collect()
    }

    /// When these words, by their mark, were last published on an account, by another draft than this.
    pub async fn said_before(
        &self,
        account: AccountId,
        mark: &str,
        but: DraftId,
    ) -> Result<Option<Timestamp>> {
        let sql = "SELECT MAX(q.sent_at) FROM publication_parts q JOIN publications p ON p.id = q.publication_id \
                   WHERE q.account_id = $1 AND q.mark = $2 AND q.state = 'published' AND COALESCE(p.draft_id, 0) <> $3";
        let row = self.db.row(sql, &args![account.0, mark, but.0]).await?;
        row.map(|row| row.opt_time(0, "publication_parts.sent_at")).transpose().map(Option::flatten)
    }

    /// How many drafts have their slot on an account between two times, beside this one.
    pub async fn slots_between(
        &self,
        account: AccountId,
        from: Timestamp,
        until: Timestamp,
        but: DraftId,
    ) -> Result<u64> {
        let sql = "SELECT COUNT(*) FROM drafts d WHERE d.slot >= $2 AND d.slot < $3 AND d.id <> $4 AND EXISTS \
                   (SELECT 1 FROM draft_accounts a WHERE a.draft_id = d.id AND a.account_id = $1)";
        let args = args![account.0, from.as_millisecond(), until.as_millisecond(), but.0];
        self.db.row(sql, &args).await?.map_or(Ok(0), |row| row.count(0))
    }

    /// The slots that are taken on an account from `from` on.
    pub async fn taken_slots(&self, account: AccountId, from: Timestamp) -> Result<Vec<Timestamp>> {
        let sql = "SELECT d.slot FROM drafts d WHERE d.slot >= $2 AND d.state = 'scheduled' AND EXISTS \
                   (SELECT 1 FROM draft_accounts a WHERE a.draft_id = d.id AND a.account_id = $1) ORDER BY d.slot";
        let rows = self.db.rows(sql, &args![account.0, from.as_millisecond()]).await?;
        rows.iter().map(|row| row.time(0, "drafts.slot")).collect()
    }
}

/// Has a scheduled draft go out at another time; false where it is not where it was, or has begun.
async fn move_on(tx: &mut Tx, moved: &Moved, now: Timestamp) -> Result<bool> {
    let (id, at) = (moved.draft.0, moved.going.at.as_millisecond());
    let sql = "UPDATE drafts SET slot = $3 WHERE id = $1 AND slot = $2 AND state = 'scheduled'";
    if tx.execute(sql, &args![id, moved.from.as_millisecond(), at]).await? == 0 {
        return Ok(false);
    }
    let sql = "UPDATE publications SET due_at = $2, until_at = $3, updated_at = $4 \
               WHERE draft_id = $1 AND state = 'due' AND attempts = 0 AND wanted = 'published'";
    let args = args![id, at, moved.going.until.as_millisecond(), now.as_millisecond()];
    let planned = tx.execute(sql, &args).await?;
    let sql = "SELECT COUNT(*) FROM publications WHERE draft_id = $1";
    let all = tx.row(sql, &args![id]).await?.map_or(Ok(0), |row| row.count(0))?;
    Ok(planned == all)
}

async fn plan(
    tx: &mut Tx,
    draft: DraftId,
    new: &DraftPublication,
    going: Going,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO publications (route_id, account_id, source_post, mark, revision, post, own_reply, wanted, state, \
               written_at, due_at, until_at, draft_id, created_at, updated_at) \
               VALUES ($1, $2, $3, $4, 1, $5, $6, 'published', 'due', $7, $8, $9, $10, $11, $11) \
               ON CONFLICT (route_id, source_post) DO UPDATE SET revision = publications.revision + 1, post = excluded.post, \
               wanted = 'published', state = 'due', reason = NULL, due_at = excluded.due_at, until_at = excluded.until_at, attempts = 0, \
               updated_at = excluded.updated_at";
    let args = args![
        new.route.0,
        new.account.0,
        new.post.origin.remote_id.as_str(),
        new.mark.as_str(),
        to_json(&new.post, "publications.post")?,
        new.own_reply,
        new.post.created_at.as_millisecond(),
        going.at.as_millisecond(),
        going.until.as_millisecond(),
        draft.0,
        now.as_millisecond(),
    ];
    tx.execute(sql, &args).await.map(drop)
}

/// Says that a draft has gone out when nothing of it is to be done any more.
pub(crate) async fn settle_draft(tx: &mut Tx, draft: i64, now: Timestamp) -> Result<()> {
    let sql = "UPDATE drafts SET state = $2, updated_at = $3 WHERE id = $1 AND state = 'scheduled' AND NOT EXISTS \
               (SELECT 1 FROM publications p WHERE p.draft_id = $1 AND (p.due_at IS NOT NULL OR p.state = 'held'))";
    tx.execute(sql, &args![draft, DraftState::Published.as_str(), now.as_millisecond()]).await.map(drop)
}
