//! Accounts that people publish to by hand: their publications are handed to people when they are due, and people say what they
//! did.

use jiff::Timestamp;
use mimus_core::Network;

use super::record::{NewEntry, append};
use super::schedule::settle_draft;
use crate::db::{args, built, is_unique_violation};
use crate::relay::accounts::{Account, AccountStanding, COLUMNS as ACCOUNT_COLUMNS, account};
use crate::relay::publications::{COLUMNS, Publication, publication, trail};
use crate::relay::{PublicationId, PublicationState, Wanted};
use crate::row::to_json;
use crate::{Result, Store, StoreError};

/// An account that is published to by hand.
#[derive(Debug, Clone)]
pub struct NewByHand<'a> {
    /// Its network.
    pub network: Network,
    /// The base address of its server; empty on networks of one server.
    pub server: &'a str,
    /// How it is known here; its profile names its page.
    pub standing: AccountStanding<'a>,
}

/// A part as somebody has put it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartByHand {
    /// By which its words are known again.
    pub mark: String,
    /// Its words.
    pub words: String,
    /// Its id there; none where nobody said.
    pub remote_id: Option<String>,
    /// Where people find it.
    pub url: Option<String>,
}

/// What somebody says that they did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ByHand {
    /// All of it stands there now, in these parts.
    There(Vec<PartByHand>),
    /// It stands there no more.
    Gone,
}

impl Store {
    /// Keeps an account that is published to by hand. One that was known before as such is the same again.
    pub async fn add_by_hand(
        &self,
        new: &NewByHand<'_>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<Account> {
        let mut tx = self.db.begin().await?;
        let sql = built(format!(
            "INSERT INTO accounts (network, server, remote_id, handle, profile, limits, rules, state, connected_at, checked_at, by_hand) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'connected', $8, $8, 1) ON CONFLICT (network, server, remote_id) DO UPDATE SET \
             handle = excluded.handle, profile = excluded.profile, state = 'connected', state_reason = NULL, \
             connected_at = excluded.connected_at, checked_at = excluded.checked_at RETURNING {ACCOUNT_COLUMNS}"
        ));
        // No network gives such an id.
        let remote_id = format!("by hand: {}", new.standing.handle.to_lowercase());
        let args = args![
            new.network.as_str(),
            new.server,
            remote_id.as_str(),
            new.standing.handle,
            to_json(new.standing.profile, "accounts.profile")?,
            to_json(new.standing.limits, "accounts.limits")?,
            to_json(&new.standing.rules, "accounts.rules")?,
            now.as_millisecond(),
        ];
        let rows = tx.rows(sql, &args).await?;
        let kept = rows.first().map_or(Err(sqlx::Error::RowNotFound.into()), account)?;
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// Publications that people are to carry out, and that are due.
    pub async fn due_by_hand(&self, now: Timestamp, limit: u32) -> Result<Vec<Publication>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM publications p JOIN accounts a ON a.id = p.account_id AND a.by_hand = 1 \
             WHERE p.due_at <= $1 ORDER BY p.due_at, p.id LIMIT $2"
        ));
        let args = args![now.as_millisecond(), limit];
        self.db.rows(sql, &args).await?.iter().map(publication).collect()
    }

    /// Publications that were handed to people, that nobody began to carry out, and whose time has gone by.
    pub async fn late_by_hand(&self, now: Timestamp, limit: u32) -> Result<Vec<Publication>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM publications p JOIN accounts a ON a.id = p.account_id AND a.by_hand = 1 \
             WHERE p.state = 'held' AND p.until_at < $1 AND p.wanted = 'published' AND NOT EXISTS \
             (SELECT 1 FROM publication_parts q WHERE q.publication_id = p.id) ORDER BY p.id LIMIT $2"
        ));
        let args = args![now.as_millisecond(), limit];
        self.db.rows(sql, &args).await?.iter().map(publication).collect()
    }

    /// Hands a publication over, or says that its time has gone by. False where it stands otherwise by now.
    pub async fn hand_over(
        &self,
        publication: &Publication,
        to: PublicationState,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE publications SET state = $4, reason = $5, due_at = NULL, updated_at = $6 \
                   WHERE id = $1 AND revision = $2 AND state = $3";
        let args = args![
            publication.id.0,
            publication.revision,
            publication.state.as_str(),
            to.as_str(),
            reason.map(str::to_owned),
            now.as_millisecond(),
        ];
        if tx.execute(sql, &args).await? == 0 {
            return Ok(false);
        }
        let words = reason.map_or_else(|| to.to_string(), |reason| format!("{to}: {reason}"));
        trail(&mut tx, publication.id, &words, now).await?;
        if let Some(draft) = publication.draft {
            settle_draft(&mut tx, draft.0, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Keeps what somebody did by hand for a publication as it stood in this revision. False where it stands otherwise by now: then
    /// nothing is kept. A link that is another publication's is [`StoreError::Taken`].
    pub async fn done_by_hand(
        &self,
        publication: &Publication,
        done: &ByHand,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let (state, wanted) = match done {
            ByHand::There(_) => (PublicationState::Published, Wanted::Published),
            ByHand::Gone => (PublicationState::Deleted, Wanted::Deleted),
        };
        let sql = "UPDATE publications SET state = $4, reason = NULL, due_at = NULL, updated_at = $5, \
                   published_at = CASE WHEN $4 = 'published' THEN COALESCE(published_at, $5) ELSE published_at END \
                   WHERE id = $1 AND revision = $2 AND wanted = $3 AND state IN ('held', 'missed')";
        let args = args![
            publication.id.0,
            publication.revision,
            wanted.as_str(),
            state.as_str(),
            now.as_millisecond()
        ];
        if tx.execute(sql, &args).await? == 0 {
            return Ok(false);
        }
        let parts = match done {
            ByHand::There(parts) => parts.as_slice(),
            ByHand::Gone => &[],
        };
        for (position, part) in (0_i64..).zip(parts) {
            let sql = "INSERT INTO publication_parts (publication_id, position, account_id, revision, state, mark, words, remote_id, \
                       url, sent_at) VALUES ($1, $2, $3, $4, 'published', $5, $6, $7, $8, $9) ON CONFLICT (publication_id, position) \
                       DO UPDATE SET revision = excluded.revision, state = 'published', mark = excluded.mark, words = excluded.words, \
                       remote_id = excluded.remote_id, url = excluded.url";
            let args = args![
                publication.id.0,
                position,
                publication.account.0,
                publication.revision,
                part.mark.as_str(),
                part.words.as_str(),
                part.remote_id.clone(),
                part.url.clone(),
                now.as_millisecond()
            ];
            match tx.execute(sql, &args).await {
                Err(StoreError::Database(error)) if is_unique_violation(&error) => {
                    return Err(StoreError::Taken { what: format!("the link of part {}", position + 1) });
                }
                other => other?,
            };
        }
        let sql =
            "UPDATE publication_parts SET state = 'deleted' WHERE publication_id = $1 AND position >= $2";
        let kept = i64::try_from(parts.len()).unwrap_or(i64::MAX);
        tx.execute(sql, &args![publication.id.0, kept]).await?;
        trail(&mut tx, publication.id, &format!("{state} by hand"), now).await?;
        if let Some(draft) = publication.draft {
            settle_draft(&mut tx, draft.0, now).await?;
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whether anything of a publication stands on its network, as far as is known.
    pub async fn stands(&self, id: PublicationId) -> Result<bool> {
        let sql = "SELECT 1 FROM publication_parts WHERE publication_id = $1 AND state = 'published' LIMIT 1";
        Ok(self.db.row(sql, &args![id.0]).await?.is_some())
    }
}
