//! Publications: one post on one destination each.

use jiff::Timestamp;
use mimus_core::Post;

use super::{AccountId, PublicationId, PublicationState, RouteId, Wanted};
use crate::db::{Tx, args, built};
use crate::desk::DraftId;
use crate::desk::schedule::settle_draft;
use crate::row::Row;
use crate::{Result, Store};

/// Most entries of a trail that are kept.
const TRAIL: i64 = 50;

/// One post on one destination.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// Its number.
    pub id: PublicationId,
    /// By which route.
    pub route: RouteId,
    /// On which account.
    pub account: AccountId,
    /// The id of its post at the source.
    pub source_post: String,
    /// What it is known by on every try.
    pub mark: String,
    /// Counts the changes of its post, from 1.
    pub revision: u32,
    /// Its post as it stands at its source.
    pub post: Post,
    /// Whether that answers its own author.
    pub own_reply: bool,
    /// What is to become of it.
    pub wanted: Wanted,
    /// How it stands.
    pub state: PublicationState,
    /// Why.
    pub reason: Option<String>,
    /// When it is to be carried out, if it is.
    pub due_at: Option<Timestamp>,
    /// Tries of this revision that came to nothing.
    pub attempts: u32,
    /// When it was planned first.
    pub created_at: Timestamp,
    /// When all of it was there first.
    pub published_at: Option<Timestamp>,
    /// The draft that it is of, where it comes from the Desk.
    pub draft: Option<DraftId>,
    /// When its time has gone by, if it ever does.
    pub until: Option<Timestamp>,
}

pub(crate) const COLUMNS: &str = "p.id, p.route_id, p.account_id, p.source_post, p.mark, p.revision, p.post, p.own_reply, \
                                  p.wanted, p.state, p.reason, p.due_at, p.attempts, p.created_at, p.published_at, p.draft_id, p.until_at";

pub(crate) fn publication(row: &Row) -> Result<Publication> {
    let small = |at| row.int(at).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    Ok(Publication {
        id: PublicationId(row.int(0)?),
        route: RouteId(row.int(1)?),
        account: AccountId(row.int(2)?),
        source_post: row.text(3)?,
        mark: row.text(4)?,
        revision: small(5)?,
        post: row.json(6, "publications.post")?,
        own_reply: row.bool(7)?,
        wanted: row.parse(8, "publications.wanted")?,
        state: row.parse(9, "publications.state")?,
        reason: row.opt_text(10)?,
        due_at: row.opt_time(11, "publications.due_at")?,
        attempts: small(12)?,
        created_at: row.time(13, "publications.created_at")?,
        published_at: row.opt_time(14, "publications.published_at")?,
        draft: row.opt_int(15)?.map(DraftId),
        until: row.opt_time(16, "publications.until_at")?,
    })
}

/// Says what was tried, and what came of it; of many only the last are kept.
pub(crate) async fn trail(tx: &mut Tx, id: PublicationId, words: &str, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO publication_attempts (publication_id, at, words) VALUES ($1, $2, $3)";
    tx.execute(sql, &args![id.0, now.as_millisecond(), words]).await?;
    let sql = "DELETE FROM publication_attempts WHERE publication_id = $1 AND id <= COALESCE((SELECT id \
               FROM publication_attempts WHERE publication_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2), 0)";
    tx.execute(sql, &args![id.0, TRAIL]).await.map(drop)
}

/// What was tried, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// In words.
    pub words: String,
}

/// How a publication stands after it was worked on.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How it stands.
    pub state: PublicationState,
    /// Why.
    pub reason: Option<String>,
    /// When it is to be tried again, if it is.
    pub due_at: Option<Timestamp>,
    /// Whether this counts as a try that came to nothing.
    pub failed: bool,
}

impl Store {
    /// The next publication of an account that is due: the one whose post was written first.
    pub async fn next_publication(&self, account: AccountId, now: Timestamp) -> Result<Option<Publication>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM publications p WHERE p.account_id = $1 AND p.due_at <= $2 \
             ORDER BY p.written_at, p.id LIMIT 1"
        ));
        let args = args![account.0, now.as_millisecond()];
        self.db.row(sql, &args).await?.as_ref().map(publication).transpose()
    }

    /// One publication.
    pub async fn publication(&self, id: PublicationId) -> Result<Option<Publication>> {
        let sql = built(format!("SELECT {COLUMNS} FROM publications p WHERE p.id = $1"));
        self.db.row(sql, &args![id.0]).await?.as_ref().map(publication).transpose()
    }

    /// What a route makes of a post.
    pub async fn publication_of(&self, route: RouteId, post: &str) -> Result<Option<Publication>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM publications p WHERE p.route_id = $1 AND p.source_post = $2"
        ));
        self.db.row(sql, &args![route.0, post]).await?.as_ref().map(publication).transpose()
    }

    /// Publications by route and state, the newest first: those before `before`.
    pub async fn publications(
        &self,
        route: Option<RouteId>,
        state: Option<PublicationState>,
        before: Option<PublicationId>,
        limit: u32,
    ) -> Result<Vec<Publication>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM publications p WHERE p.id < $1 AND ($2 = 0 OR p.route_id = $2) \
             AND ($3 = '' OR p.state = $3) ORDER BY p.id DESC LIMIT $4"
        ));
        let args = args![
            before.map_or(i64::MAX, |id| id.0),
            route.map_or(0, |id| id.0),
            state.map_or("", PublicationState::as_str),
            limit
        ];
        self.db.rows(sql, &args).await?.iter().map(publication).collect()
    }

    /// How many publications of a route are in each state.
    pub async fn publication_counts(&self, route: RouteId) -> Result<Vec<(PublicationState, u64)>> {
        let sql =
            "SELECT state, COUNT(*) FROM publications WHERE route_id = $1 GROUP BY state ORDER BY state";
        let rows = self.db.rows(sql, &args![route.0]).await?;
        rows.iter().map(|row| Ok((row.parse(0, "publications.state")?, row.count(1)?))).collect()
    }

    /// How many publications of a route have come into each state since.
    pub async fn publication_counts_since(
        &self,
        route: RouteId,
        since: Timestamp,
    ) -> Result<Vec<(PublicationState, u64)>> {
        let sql = "SELECT state, COUNT(*) FROM publications WHERE route_id = $1 AND updated_at >= $2 \
                   GROUP BY state ORDER BY state";
        let rows = self.db.rows(sql, &args![route.0, since.as_millisecond()]).await?;
        rows.iter().map(|row| Ok((row.parse(0, "publications.state")?, row.count(1)?))).collect()
    }

    /// Says that a publication is being carried out. False where its post has changed meanwhile.
    pub async fn publication_sending(&self, publication: &Publication, now: Timestamp) -> Result<bool> {
        let sql =
            "UPDATE publications SET state = 'sending', updated_at = $3 WHERE id = $1 AND revision = $2";
        let args = args![publication.id.0, publication.revision, now.as_millisecond()];
        Ok(self.db.execute(sql, &args).await? > 0)
    }

    /// Records how a publication stands. Where its post has changed since it was taken, it stays due and only the trail grows.
    pub async fn publication_done(
        &self,
        publication: &Publication,
        outcome: &Outcome,
        words: Option<&str>,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE publications SET state = $3, reason = $4, due_at = $5, attempts = attempts + $6, updated_at = $7, \
                   published_at = CASE WHEN $3 = 'published' THEN COALESCE(published_at, $7) ELSE published_at END \
                   WHERE id = $1 AND revision = $2";
        let args = args![
            publication.id.0,
            publication.revision,
            outcome.state.as_str(),
            outcome.reason.clone(),
            outcome.due_at.map(Timestamp::as_millisecond),
            outcome.failed,
            now.as_millisecond(),
        ];
        tx.execute(sql, &args).await?;
        if let Some(draft) = publication.draft {
            settle_draft(&mut tx, draft.0, now).await?;
        }
        if let Some(words) = words {
            trail(&mut tx, publication.id, words, now).await?;
        }
        tx.commit().await
    }

    /// Makes a publication due at once, whatever became of it before: somebody says so.
    pub async fn try_publication(&self, id: PublicationId, now: Timestamp) -> Result<bool> {
        let sql = "UPDATE publications SET state = 'due', reason = NULL, due_at = $2, attempts = 0, updated_at = $2 \
                   WHERE id = $1 AND due_at IS NULL AND state IN ('held', 'failed', 'partial', 'unknown', 'missed')";
        Ok(self.db.execute(sql, &args![id.0, now.as_millisecond()]).await? > 0)
    }

    /// The trail of a publication, the oldest first.
    pub async fn publication_trail(&self, id: PublicationId) -> Result<Vec<Attempt>> {
        let sql = "SELECT at, words FROM publication_attempts WHERE publication_id = $1 ORDER BY id";
        let rows = self.db.rows(sql, &args![id.0]).await?;
        rows.iter()
            .map(|row| Ok(Attempt { at: row.time(0, "publication_attempts.at")?, words: row.text(1)? }))
            .collect()
    }

    /// When the next publication is due.
    pub async fn next_publication_due(&self) -> Result<Option<Timestamp>> {
        let row = self.db.row("SELECT MIN(due_at) FROM publications WHERE due_at IS NOT NULL", &[]).await?;
        row.map(|row| row.opt_time(0, "publications.due_at")).transpose().map(Option::flatten)
    }
}

/// What becomes of what a route's pause has held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// It goes on.
    GoesOn,
    /// It is left, as missed.
    Left,
}

/// Ends the hold of a route's pause. Returns for how many publications.
pub(super) async fn end_hold(tx: &mut Tx, route: RouteId, held: Held, now: Timestamp) -> Result<u64> {
    let then = match held {
        Held::GoesOn => "state = 'due', reason = NULL, due_at = $2, attempts = 0",
        Held::Left => "state = 'missed', reason = 'left when its route was resumed'",
    };
    let sql = built(format!(
        "UPDATE publications SET {then}, updated_at = $2 WHERE route_id = $1 AND state = 'held' AND due_at IS NULL"
    ));
    tx.execute(sql, &args![route.0, now.as_millisecond()]).await
}
