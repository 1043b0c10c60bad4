//! What is said of drafts: comments and rulings.

use jiff::Timestamp;
use mimus_core::desk::Ruling;

use super::record::{NewEntry, append};
use super::{DraftId, DraftState, PersonId};
use crate::db::{Tx, args};
use crate::{Result, Store};

/// A ruling on a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenRuling {
    /// By whom.
    pub by: PersonId,
    /// What.
    pub ruling: Ruling,
    /// On what exactly.
    pub hash: String,
    /// The revision of that, from 1; [`GivenRuling::OF_REMOVAL`] where it is a removal.
    pub revision: i64,
    /// Why.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

impl GivenRuling {
    /// The revision of a ruling on a removal.
    pub const OF_REMOVAL: i64 = 0;

    /// Whether it is on a removal, and not on what the draft says.
    #[must_use]
    pub fn is_of_removal(&self) -> bool {
        self.revision == Self::OF_REMOVAL
    }
}

/// A comment on a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// By whom; none: by Mimus itself.
    pub by: Option<PersonId>,
    /// What.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// Writes a ruling down within something greater.
pub(super) async fn insert_ruling(tx: &mut Tx, draft: DraftId, ruling: &GivenRuling) -> Result<()> {
    let sql = "INSERT INTO draft_rulings (draft_id, person_id, ruling, hash, revision, words, given_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let args = args![
        draft.0,
        ruling.by.0,
        ruling.ruling.as_str(),
        ruling.hash.as_str(),
        ruling.revision,
        ruling.words.as_str(),
        ruling.at.as_millisecond()
    ];
    tx.execute(sql, &args).await.map(drop)
}

/// The number of nobody, in the place of a person's.
const NOBODY: i64 = 0;

pub(crate) async fn insert_comment(tx: &mut Tx, draft: DraftId, comment: &Comment) -> Result<()> {
    let sql = "INSERT INTO draft_comments (draft_id, person_id, words, written_at) VALUES ($1, $2, $3, $4)";
    let now = comment.at.as_millisecond();
    let by = comment.by.map_or(NOBODY, |by| by.0);
    tx.execute(sql, &args![draft.0, by, comment.words.as_str(), now]).await?;
    tx.execute("UPDATE drafts SET updated_at = $2 WHERE id = $1", &args![draft.0, now]).await.map(drop)
}

impl Store {
    /// Keeps a ruling on exactly what a draft says. False where it says something else by now, or is not up for review.
    pub async fn add_ruling(
        &self,
        draft: DraftId,
        ruling: &GivenRuling,
        entries: &[NewEntry],
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE drafts SET updated_at = $3 WHERE id = $1 AND hash = $2 AND state IN ('proposed', 'published')";
        let now = ruling.at.as_millisecond();
        if tx.execute(sql, &args![draft.0, ruling.hash.as_str(), now]).await? == 0 {
            return Ok(false);
        }
        insert_ruling(&mut tx, draft, ruling).await?;
        append(&mut tx, entries, ruling.at).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The rulings on a draft, the oldest first.
    pub async fn rulings(&self, draft: DraftId) -> Result<Vec<GivenRuling>> {
        let sql = "SELECT person_id, ruling, hash, revision, words, given_at FROM draft_rulings WHERE draft_id = $1 ORDER BY id";
        let rows = self.db.rows(sql, &args![draft.0]).await?;
        rows.iter()
            .map(|row| {
                Ok(GivenRuling {
                    by: PersonId(row.int(0)?),
                    ruling: row.parse(1, "draft_rulings.ruling")?,
                    hash: row.text(2)?,
                    revision: row.int(3)?,
                    words: row.text(4)?,
                    at: row.time(5, "draft_rulings.given_at")?,
                })
            })
            .collect()
    }

    /// Keeps a comment.
    pub async fn add_comment(&self, draft: DraftId, comment: &Comment) -> Result<()> {
        let mut tx = self.db.begin().await?;
        insert_comment(&mut tx, draft, comment).await?;
        tx.commit().await
    }

    /// The comments on a draft, the oldest first.
    pub async fn comments(&self, draft: DraftId) -> Result<Vec<Comment>> {
        let sql = "SELECT person_id, words, written_at FROM draft_comments WHERE draft_id = $1 ORDER BY id";
        let rows = self.db.rows(sql, &args![draft.0]).await?;
        rows.iter()
            .map(|row| {
                Ok(Comment {
                    by: Some(row.int(0)?).filter(|id| *id != NOBODY).map(PersonId),
                    words: row.text(1)?,
                    at: row.time(2, "draft_comments.written_at")?,
                })
            })
            .collect()
    }

    /// Drafts that somebody has ruled on and that say something else since, or that wait for a first ruling.
    pub async fn proposed_count(&self) -> Result<u64> {
        let sql = "SELECT COUNT(*) FROM drafts WHERE state = $1";
        let row = self.db.row(sql, &args![DraftState::Proposed.as_str()]).await?;
        row.map_or(Ok(0), |row| row.count(0))
    }
}
