//! Reading for routes: who reads where, how far, and what is planned by it, all in one transaction.

use std::collections::HashMap;

use jiff::Timestamp;
use mimus_core::Post;

use super::drafts::{FollowedDraft, NewRouteDraft, follow, make};
use super::publications::{COLUMNS, Publication, publication};
use super::routes::{RouteFrom, route_from};
use super::{AccountId, PublicationId, PublicationState, RouteId, RouteSourceId, Wanted};
use crate::db::{Tx, args, built, placeholders};
use crate::desk::record::append;
use crate::nodes::NodeName;
use crate::row::{Row, to_json};
use crate::{Result, Store, StoreError};

/// Where routes read.
#[derive(Debug, Clone)]
pub struct RouteSource {
    /// Its number.
    pub id: RouteSourceId,
    /// Where it is.
    pub from: RouteFrom,
    /// How far it has been read.
    pub cursor: Option<String>,
    /// Readings that failed since the last that did not.
    pub failures: u32,
    /// When it was last read.
    pub last_read_at: Option<Timestamp>,
    /// What the last failure said.
    pub last_error: Option<String>,
}

const SOURCE: &str = "id, account_id, location, cursor, failures, last_read_at, last_error";

fn source(row: &Row) -> Result<RouteSource> {
    Ok(RouteSource {
        id: RouteSourceId(row.int(0)?),
        from: route_from(row.opt_int(1)?, row.opt_text(2)?),
        cursor: row.opt_text(3)?,
        failures: u32::try_from(row.int(4)?).unwrap_or(u32::MAX),
        last_read_at: row.opt_time(5, "route_sources.last_read_at")?,
        last_error: row.opt_text(6)?,
    })
}

/// A publication that is planned for the first time.
#[derive(Debug, Clone)]
pub struct NewPublication {
    /// By which route.
    pub route: RouteId,
    /// To which account.
    pub account: AccountId,
    /// What it is known by on every try: visible ASCII, never used before.
    pub mark: String,
    /// Whether its post answers its own author.
    pub own_reply: bool,
    /// What is to be done with it.
    pub plan: Plan,
}

/// What is to be done with a publication.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its post as it stands at its source.
    pub post: Post,
    /// Whether it is to be there.
    pub wanted: Wanted,
    /// How it stands from now on.
    pub state: PublicationState,
    /// Why, where it is left or held.
    pub reason: Option<String>,
    /// When it is to be carried out, if it is.
    pub due_at: Option<Timestamp>,
}

/// What a reading led to.
#[derive(Debug, Clone, Default)]
pub struct RelayReading {
    /// Posts that are met for the first time.
    pub new: Vec<NewPublication>,
    /// Publications whose post has changed or is gone.
    pub changed: Vec<(PublicationId, Plan)>,
    /// Drafts that are made of posts.
    pub drafts: Vec<NewRouteDraft>,
    /// Drafts that were made of posts which have changed or are gone.
    pub followed: Vec<FollowedDraft>,
    /// Our own posts that were met at their destination before the network had answered.
    pub met: Vec<MetPart>,
    /// Where to go on from.
    pub cursor: String,
    /// When.
    pub next_read_at: Option<Timestamp>,
    /// Whether the place is kept, as its next page is read at once.
    pub keep: bool,
}

/// A part of which its destination shows that it is there.
#[derive(Debug, Clone)]
pub struct MetPart {
    /// The account.
    pub account: AccountId,
    /// The mark of its words.
    pub mark: String,
    /// Its id there.
    pub remote_id: String,
    /// Where people find it.
    pub url: Option<String>,
}

impl Store {
    /// Takes up to `limit` places that are due and where an active route begins.
    pub async fn claim_route_sources(
        &self,
        node: &NodeName,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<RouteSource>> {
        let lock = if self.is_sqlite() { "" } else { "FOR UPDATE SKIP LOCKED" };
        let sql = built(format!(
            "UPDATE route_sources SET lease_owner = $1 WHERE id IN (SELECT id FROM route_sources WHERE next_read_at <= $2 \
             AND lease_owner IS NULL AND EXISTS (SELECT 1 FROM routes r WHERE r.source_id = route_sources.id \
             AND r.state = 'active') ORDER BY next_read_at LIMIT $3 {lock}) RETURNING {SOURCE}"
        ));
        let args = args![node.as_str(), now.as_millisecond(), limit];
        self.db.write_rows(sql, &args).await?.iter().map(source).collect()
    }

    /// The place where a route reads.
    pub async fn route_source(&self, id: RouteSourceId) -> Result<Option<RouteSource>> {
        let sql = built(format!("SELECT {SOURCE} FROM route_sources WHERE id = $1"));
        self.db.row(sql, &args![id.0]).await?.as_ref().map(source).transpose()
    }

    /// Connected accounts at which active routes begin.
    pub async fn accounts_read_by_routes(&self) -> Result<Vec<AccountId>> {
        let sql = "SELECT DISTINCT s.account_id FROM route_sources s JOIN routes r ON r.source_id = s.id \
                   JOIN accounts a ON a.id = s.account_id WHERE r.state = 'active' AND a.state = 'connected' ORDER BY 1";
        self.db.rows(sql, &[]).await?.iter().map(|row| Ok(AccountId(row.int(0)?))).collect()
    }

    /// Makes a connected account due to be read at once.
    pub async fn read_account_soon(&self, account: AccountId, now: Timestamp) -> Result<()> {
        let sql = "UPDATE route_sources SET next_read_at = $2 WHERE account_id = $1 AND next_read_at > $2";
        self.db.execute(sql, &args![account.0, now.as_millisecond()]).await.map(drop)
    }

    /// The publications that there are of these posts, by route and post.
    pub async fn publications_of(
        &self,
        source: RouteSourceId,
        posts: &[String],
    ) -> Result<HashMap<(RouteId, String), Publication>> {
        let mut found = HashMap::new();
        for posts in posts.chunks(200) {
            let sql = built(format!(
                "SELECT {COLUMNS} FROM publications p WHERE p.route_id IN (SELECT id FROM routes WHERE source_id = $1) \
                 AND p.source_post IN ({})",
                placeholders(2, posts.len())
            ));
            let mut args = vec![crate::db::Arg::from(source.0)];
            args.extend(posts.iter().map(|post| crate::db::Arg::from(post.as_str())));
            for row in &self.db.rows(sql, &args).await? {
                let publication = publication(row)?;
                found.insert((publication.route, publication.source_post.clone()), publication);
            }
        }
        Ok(found)
    }

    /// Records what a reading led to, and gives the place back unless it is kept. Nothing is recorded where another node reads there by now.
    pub async fn record_reading(
        &self,
        source: RouteSourceId,
        node: &NodeName,
        reading: &RelayReading,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE route_sources SET cursor = $3, next_read_at = $4, last_read_at = $5, failures = 0, \
                   last_error = NULL, lease_owner = CASE WHEN $6 = 1 THEN lease_owner END WHERE id = $1 AND lease_owner = $2";
        let args = args![
            source.0,
            node.as_str(),
            reading.cursor.as_str(),
            reading.next_read_at.map(Timestamp::as_millisecond),
            now.as_millisecond(),
            reading.keep,
        ];
        if tx.execute(sql, &args).await? == 0 {
            return Err(StoreError::LeaseLost);
        }
        for met in &reading.met {
            meet(&mut tx, met).await?;
        }
        for new in &reading.new {
            add(&mut tx, new, now).await?;
        }
        for (id, plan) in &reading.changed {
            change(&mut tx, *id, plan, now).await?;
        }
        // The record comes last: whoever else has its head waits for no draft.
        let mut entries = Vec::new();
        for followed in &reading.followed {
            entries.extend(follow(&mut tx, followed, now).await?);
        }
        for new in &reading.drafts {
            if let Some((_, said)) = make(&mut tx, new, now).await? {
                entries.extend(said);
            }
        }
        append(&mut tx, &entries, now).await?;
        tx.commit().await
    }

    /// Plans publications anew whose post has changed or is gone, outside of a reading.
    pub async fn replan(&self, changed: &[(PublicationId, Plan)], now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        for (id, plan) in changed {
            change(&mut tx, *id, plan, now).await?;
        }
        tx.commit().await
    }

    /// The place where routes read that begin at an account.
    pub async fn route_source_of(&self, account: AccountId) -> Result<Option<RouteSourceId>> {
        let row =
            self.db.row("SELECT id FROM route_sources WHERE account_id = $1", &args![account.0]).await?;
        row.map(|row| Ok(RouteSourceId(row.int(0)?))).transpose()
    }

    /// Records that a reading failed and when to try again, and gives the place back.
    pub async fn reading_failed(
        &self,
        source: RouteSourceId,
        node: &NodeName,
        why: &str,
        next_read_at: Option<Timestamp>,
    ) -> Result<()> {
        let sql = "UPDATE route_sources SET failures = failures + 1, last_error = $3, next_read_at = $4, lease_owner = NULL \
                   WHERE id = $1 AND lease_owner = $2";
        let args = args![source.0, node.as_str(), why, next_read_at.map(Timestamp::as_millisecond)];
        match self.db.execute(sql, &args).await? {
            0 => Err(StoreError::LeaseLost),
            _ => Ok(()),
        }
    }

    /// When the next place is due.
    pub async fn next_route_source_due(&self) -> Result<Option<Timestamp>> {
        let sql = "SELECT MIN(s.next_read_at) FROM route_sources s JOIN routes r ON r.source_id = s.id \
                   WHERE r.state = 'active' AND s.lease_owner IS NULL";
        let row = self.db.row(sql, &[]).await?;
        row.map(|row| row.opt_time(0, "route_sources.next_read_at")).transpose().map(Option::flatten)
    }
}

async fn add(tx: &mut Tx, new: &NewPublication, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO publications (route_id, account_id, source_post, mark, revision, post, own_reply, wanted, state, \
               reason, written_at, due_at, created_at, updated_at) \
               VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $12) \
               ON CONFLICT (route_id, source_post) DO NOTHING";
    let plan = &new.plan;
    let args = args![
        new.route.0,
        new.account.0,
        plan.post.origin.remote_id.as_str(),
        new.mark.as_str(),
        to_json(&plan.post, "publications.post")?,
        new.own_reply,
        plan.wanted.as_str(),
        plan.state.as_str(),
        plan.reason.clone(),
        plan.post.created_at.as_millisecond(),
        plan.due_at.map(Timestamp::as_millisecond),
        now.as_millisecond(),
    ];
    tx.execute(sql, &args).await.map(drop)
}

async fn change(tx: &mut Tx, id: PublicationId, plan: &Plan, now: Timestamp) -> Result<()> {
    let sql = "UPDATE publications SET revision = revision + 1, post = $2, wanted = $3, state = $4, reason = $5, \
               due_at = $6, attempts = 0, updated_at = $7 WHERE id = $1";
    let args = args![
        id.0,
        to_json(&plan.post, "publications.post")?,
        plan.wanted.as_str(),
        plan.state.as_str(),
        plan.reason.clone(),
        plan.due_at.map(Timestamp::as_millisecond),
        now.as_millisecond(),
    ];
    tx.execute(sql, &args).await.map(drop)
}

async fn meet(tx: &mut Tx, met: &MetPart) -> Result<()> {
    let sql = "UPDATE publication_parts SET state = 'published', remote_id = $3, url = $4 \
               WHERE account_id = $1 AND mark = $2 AND state = 'sending' AND remote_id IS NULL";
    let args = args![met.account.0, met.mark.as_str(), met.remote_id.as_str(), met.url.clone()];
    tx.execute(sql, &args).await.map(drop)
}
