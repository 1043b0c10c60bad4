//! Old posts of connected accounts that are to go: which, how far it is, and what became of each.

use std::collections::HashSet;

use jiff::Timestamp;
use mimus_core::policy::Retention;

use super::{AccountId, RetentionState, RetiredState};
use crate::db::{Arg, args, built, placeholders};
use crate::row::to_json;
use crate::{Result, Store, StoreError};

/// How long an account keeps its posts, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRetention {
    /// The account.
    pub account: AccountId,
    /// What goes.
    pub policy: Retention,
    /// Whether anything goes.
    pub state: RetentionState,
    /// Why it stopped by itself.
    pub reason: Option<String>,
    /// When the account is next looked through.
    pub next_scan_at: Timestamp,
    /// When the next post may go.
    pub next_post_at: Timestamp,
}

/// A post that is to go, or of which it is said why it does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiredPost {
    /// Its id on its network.
    pub remote_id: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// What becomes of it.
    pub state: RetiredState,
    /// Why.
    pub reason: Option<String>,
    /// How often it was tried in vain.
    pub attempts: u32,
}

/// A post as a look through its account found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPost {
    /// Its id on its network.
    pub remote_id: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// Why it stays; none where it goes.
    pub stays: Option<String>,
}

const COLUMNS: &str = "account_id, policy, state, state_reason, next_scan_at, next_post_at";

fn retention(row: &crate::row::Row) -> Result<AccountRetention> {
    let unreadable = |what, why: String| StoreError::Unreadable { what, why };
    Ok(AccountRetention {
        account: AccountId(row.int(0)?),
        policy: serde_json::from_str(&row.text(1)?)
            .map_err(|error| unreadable("retentions.policy", error.to_string()))?,
        state: row.text(2)?.parse().map_err(|why| unreadable("retentions.state", why))?,
        reason: row.opt_text(3)?,
        next_scan_at: row.time(4, "retentions.next_scan_at")?,
        next_post_at: row.time(5, "retentions.next_post_at")?,
    })
}

impl Store {
    /// Keeps how long an account keeps its posts. Nothing goes until [`Store::set_retention_state`] says so; what was found by
    /// an earlier policy, and did not go, is forgotten.
    pub async fn keep_retention(&self, account: AccountId, policy: &Retention, now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql = "INSERT INTO retentions (account_id, policy, state, state_reason, next_scan_at, next_post_at) \
                   VALUES ($1, $2, 'preview', NULL, $3, $3) ON CONFLICT (account_id) DO UPDATE SET policy = excluded.policy, \
                   state = 'preview', state_reason = NULL, next_scan_at = excluded.next_scan_at, next_post_at = excluded.next_post_at";
        tx.execute(sql, &args![account.0, to_json(policy, "retentions.policy")?, now.as_millisecond()])
            .await?;
        tx.execute(
            "DELETE FROM retired_posts WHERE account_id = $1 AND state IN ('due', 'kept', 'failed')",
            &args![account.0],
        )
        .await?;
        tx.commit().await
    }

    /// How long an account keeps its posts, where that was said.
    pub async fn retention(&self, account: AccountId) -> Result<Option<AccountRetention>> {
        let sql = built(format!("SELECT {COLUMNS} FROM retentions WHERE account_id = $1"));
        self.db.row(sql, &args![account.0]).await?.map(|row| retention(&row)).transpose()
    }

    /// The accounts whose old posts go, and of which something is to be done.
    pub async fn retentions_due(&self, now: Timestamp) -> Result<Vec<AccountRetention>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM retentions WHERE state = 'active' AND (next_scan_at <= $1 OR next_post_at <= $1) \
             ORDER BY account_id"
        ));
        self.db.rows(sql, &args![now.as_millisecond()]).await?.iter().map(retention).collect()
    }

    /// Lets old posts go from now on, or no more, with the reason where it stopped by itself.
    pub async fn set_retention_state(
        &self,
        account: AccountId,
        state: RetentionState,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<bool> {
        let sql =
            "UPDATE retentions SET state = $2, state_reason = $3, next_post_at = $4 WHERE account_id = $1";
        let args = args![account.0, state.as_str(), reason.map(str::to_owned), now.as_millisecond()];
        Ok(self.db.execute(sql, &args).await? > 0)
    }

    /// Forgets that an account's old posts go. What went stays known.
    pub async fn end_retention(&self, account: AccountId) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM retired_posts WHERE account_id = $1 AND state IN ('due', 'kept', 'failed')";
        tx.execute(sql, &args![account.0]).await?;
        let ended = tx.execute("DELETE FROM retentions WHERE account_id = $1", &args![account.0]).await? > 0;
        tx.commit().await?;
        Ok(ended)
    }

    /// Keeps what a look through an account has found. Of a post that has gone, or is going, nothing changes.
    pub async fn found_old_posts(
        &self,
        account: AccountId,
        found: &[FoundPost],
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql = "INSERT INTO retired_posts (account_id, remote_id, written_at, state, reason, due_at, changed_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account_id, remote_id) DO UPDATE SET \
                   state = excluded.state, reason = excluded.reason, due_at = excluded.due_at, changed_at = excluded.changed_at \
                   WHERE retired_posts.state IN ('due', 'kept')";
        for post in found {
            let (state, due) = match &post.stays {
                Some(_) => (RetiredState::Kept, None),
                None => (RetiredState::Due, Some(now.as_millisecond())),
            };
            let args = args![
                account.0,
                post.remote_id.as_str(),
                post.written_at.as_millisecond(),
                state.as_str(),
                post.stays.clone(),
                due,
                now.as_millisecond(),
            ];
            tx.execute(sql, &args).await?;
        }
        tx.commit().await
    }

    /// Says when an account is looked through next, and when the next of its posts may go.
    pub async fn retention_next(&self, account: AccountId, scan: Timestamp, post: Timestamp) -> Result<()> {
        let sql = "UPDATE retentions SET next_scan_at = $2, next_post_at = $3 WHERE account_id = $1";
        self.db.execute(sql, &args![account.0, scan.as_millisecond(), post.as_millisecond()]).await.map(drop)
    }

    /// The oldest post of an account that is to go, or was on its way.
    pub async fn next_old_post(&self, account: AccountId, now: Timestamp) -> Result<Option<RetiredPost>> {
        let sql = "SELECT remote_id, written_at, state, reason, attempts FROM retired_posts \
                   WHERE account_id = $1 AND due_at IS NOT NULL AND due_at <= $2 \
                   ORDER BY CASE state WHEN 'saved' THEN 0 ELSE 1 END, written_at, remote_id LIMIT 1";
        self.db.row(sql, &args![account.0, now.as_millisecond()]).await?.map(|row| retired(&row)).transpose()
    }

    /// Says what became of a post; one with a `due` time is tried then, again where it is so already.
    pub async fn old_post_is(
        &self,
        account: AccountId,
        remote_id: &str,
        state: RetiredState,
        reason: Option<&str>,
        due: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        let sql = "UPDATE retired_posts SET attempts = CASE WHEN state = $3 AND $5 IS NOT NULL THEN attempts + 1 ELSE 0 END, \
                   state = $3, reason = $4, due_at = $5, changed_at = $6 WHERE account_id = $1 AND remote_id = $2";
        let args = args![
            account.0,
            remote_id,
            state.as_str(),
            reason.map(str::to_owned),
            due.map(Timestamp::as_millisecond),
            now.as_millisecond(),
        ];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// Marks what Mimus had published under this id as gone, so that nothing brings it back.
    pub async fn published_is_retired(
        &self,
        account: AccountId,
        remote_id: &str,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let of_it = "(SELECT publication_id FROM publication_parts WHERE account_id = $1 AND remote_id = $2)";
        let sql = built(format!(
            "UPDATE publications SET wanted = 'deleted', state = 'deleted', due_at = NULL, updated_at = $3, \
             reason = 'too old: the account keeps its posts for a time only' WHERE id IN {of_it} AND due_at IS NULL"
        ));
        tx.execute(sql, &args![account.0, remote_id, now.as_millisecond()]).await?;
        let sql = "UPDATE publication_parts SET state = 'deleted' WHERE account_id = $1 AND remote_id = $2";
        tx.execute(sql, &args![account.0, remote_id]).await?;
        tx.commit().await
    }

    /// Which of these posts went, or are going, because they are old.
    pub async fn retired_here(&self, account: AccountId, posts: &[String]) -> Result<HashSet<String>> {
        let mut retired = HashSet::new();
        for posts in posts.chunks(200) {
            let sql = built(format!(
                "SELECT remote_id FROM retired_posts WHERE account_id = $1 AND state IN ('saved', 'deleted') \
                 AND remote_id IN ({})",
                placeholders(2, posts.len())
            ));
            let mut args = vec![Arg::from(account.0)];
            args.extend(posts.iter().map(|post| Arg::from(post.as_str())));
            for row in &self.db.rows(sql, &args).await? {
                retired.insert(row.text(0)?);
            }
        }
        Ok(retired)
    }

    /// How many posts are in which state, by reason.
    pub async fn retired_counts(
        &self,
        account: AccountId,
    ) -> Result<Vec<(RetiredState, Option<String>, u64)>> {
        let sql = "SELECT state, CASE WHEN state = 'kept' THEN reason END, COUNT(*) FROM retired_posts WHERE account_id = $1 \
                   GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2";
        let rows = self.db.rows(sql, &args![account.0]).await?;
        let count = |row: &crate::row::Row| -> Result<u64> { Ok(u64::try_from(row.int(2)?).unwrap_or(0)) };
        rows.iter().map(|row| Ok((state(&row.text(0)?)?, row.opt_text(1)?, count(row)?))).collect()
    }

    /// The newest posts that are in a state.
    pub async fn retired_posts(
        &self,
        account: AccountId,
        is: RetiredState,
        most: u32,
    ) -> Result<Vec<RetiredPost>> {
        let sql = "SELECT remote_id, written_at, state, reason, attempts FROM retired_posts \
                   WHERE account_id = $1 AND state = $2 ORDER BY written_at DESC, remote_id LIMIT $3";
        let rows = self.db.rows(sql, &args![account.0, is.as_str(), most]).await?;
        rows.iter().map(retired).collect()
    }
}

fn state(word: &str) -> Result<RetiredState> {
    word.parse().map_err(|why| StoreError::Unreadable { what: "retired_posts.state", why })
}

fn retired(row: &crate::row::Row) -> Result<RetiredPost> {
    Ok(RetiredPost {
        remote_id: row.text(0)?,
        written_at: row.time(1, "retired_posts.written_at")?,
        state: state(&row.text(2)?)?,
        reason: row.opt_text(3)?,
        attempts: u32::try_from(row.int(4)?).unwrap_or(u32::MAX),
    })
}
