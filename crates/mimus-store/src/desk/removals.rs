//! That what is published of a draft is to be deleted: asked for, ruled on, carried out or withdrawn.

use jiff::Timestamp;

use super::record::{NewEntry, append};
use super::reviews::{GivenRuling, insert_ruling};
use super::{DraftId, PersonId};
use crate::db::{Tx, args, built};
use crate::relay::AccountId;
use crate::row::Row;
use crate::{Result, Store};

/// A removal that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Who asked.
    pub by: PersonId,
    /// Why.
    pub why: String,
    /// What a ruling binds: this draft, this reason, this asking. No draft's words have such a hash.
    pub hash: String,
    /// When.
    pub asked_at: Timestamp,
}

/// A removal in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalLine {
    /// The draft.
    pub draft: DraftId,
    /// Its first words.
    pub title: String,
    /// Where it is published.
    pub accounts: Vec<AccountId>,
    /// What is asked.
    pub removal: Removal,
}

fn removal(row: &Row) -> Result<Removal> {
    Ok(Removal {
        by: PersonId(row.int(0)?),
        why: row.text(1)?,
        hash: row.text(2)?,
        asked_at: row.time(3, "draft_removals.asked_at")?,
    })
}

/// Ends a removal within something greater. False where there is none with that hash.
pub(super) async fn end_removal(tx: &mut Tx, draft: DraftId, hash: &str) -> Result<bool> {
    let sql = "DELETE FROM draft_removals WHERE draft_id = $1 AND hash = $2";
    Ok(tx.execute(sql, &args![draft.0, hash]).await? > 0)
}

impl Store {
    /// Asks for a removal. False where one is asked for already.
    pub async fn ask_removal(&self, draft: DraftId, removal: &Removal, entries: &[NewEntry]) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "INSERT INTO draft_removals (draft_id, person_id, why, hash, asked_at) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT DO NOTHING";
        let asked_at = removal.asked_at.as_millisecond();
        let args = args![draft.0, removal.by.0, removal.why.as_str(), removal.hash.as_str(), asked_at];
        let is_new = tx.execute(sql, &args).await? > 0;
        if is_new {
            append(&mut tx, entries, removal.asked_at).await?;
        }
        tx.commit().await?;
        Ok(is_new)
    }

    /// Withdraws a removal. False where it is not asked for any more.
    pub async fn withdraw_removal(
        &self,
        draft: DraftId,
        hash: &str,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let withdrawn = end_removal(&mut tx, draft, hash).await?;
        if withdrawn {
            append(&mut tx, entries, now).await?;
        }
        tx.commit().await?;
        Ok(withdrawn)
    }

    /// Keeps a ruling on a removal. False where it is not asked for any more.
    pub async fn rule_on_removal(
        &self,
        draft: DraftId,
        ruling: &GivenRuling,
        entries: &[NewEntry],
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        // A write, so that nobody withdraws it or carries it out between the look and the ruling.
        let sql = "UPDATE draft_removals SET hash = hash WHERE draft_id = $1 AND hash = $2";
        let stands = tx.execute(sql, &args![draft.0, ruling.hash.as_str()]).await? > 0;
        if stands {
            insert_ruling(&mut tx, draft, ruling).await?;
            append(&mut tx, entries, ruling.at).await?;
        }
        tx.commit().await?;
        Ok(stands)
    }

    /// The removal that is asked for of a draft.
    pub async fn removal(&self, draft: DraftId) -> Result<Option<Removal>> {
        let sql = "SELECT person_id, why, hash, asked_at FROM draft_removals WHERE draft_id = $1";
        self.db.row(sql, &args![draft.0]).await?.as_ref().map(removal).transpose()
    }

    /// Removals that are asked for on any of these accounts (none given: on all), the oldest first.
    pub async fn removals(&self, among: Option<&[AccountId]>, limit: u32) -> Result<Vec<RemovalLine>> {
        let there = match among {
            None => "1 = 1".to_owned(),
            Some([]) => return Ok(Vec::new()),
            Some(accounts) => {
                let ids: Vec<String> = accounts.iter().map(|account| account.0.to_string()).collect();
                format!(
                    "EXISTS (SELECT 1 FROM draft_accounts b WHERE b.draft_id = d.id AND b.account_id IN ({}))",
                    ids.join(", ")
                )
            }
        };
        let sql = built(format!(
            "SELECT r.person_id, r.why, r.hash, r.asked_at, d.id, d.title FROM draft_removals r JOIN drafts d \
             ON d.id = r.draft_id WHERE {there} ORDER BY r.asked_at, d.id LIMIT $1"
        ));
        let mut lines = Vec::new();
        for row in self.db.rows(sql, &args![limit]).await? {
            let id = DraftId(row.int(4)?);
            let sql = "SELECT account_id FROM draft_accounts WHERE draft_id = $1 ORDER BY account_id";
            let accounts = self.db.rows(sql, &args![id.0]).await?;
            let accounts = accounts.iter().map(|row| Ok(AccountId(row.int(0)?))).collect::<Result<_>>()?;
            lines.push(RemovalLine { draft: id, title: row.text(5)?, accounts, removal: removal(&row)? });
        }
        Ok(lines)
    }
}
