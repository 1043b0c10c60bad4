//! Templates, and the drafts that are made of them, each once.

use jiff::Timestamp;
use mimus_core::desk::{Content, Rhythm};

use super::drafts::{Written, insert_draft};
use super::record::{NewEntry, append};
use super::{DraftId, DraftState, PersonId, TemplateId};
use crate::db::{Tx, args, built};
use crate::relay::AccountId;
use crate::row::{Row, to_json};
use crate::{Result, Store, StoreError};

/// What drafts are made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Its number.
    pub id: TemplateId,
    /// What it is called.
    pub name: String,
    /// Where its drafts go, in the order of the accounts' numbers.
    pub accounts: Vec<AccountId>,
    /// What they say, before words such as `{date}` are filled in.
    pub content: Content,
    /// When drafts are made of it by themselves, if they are.
    pub rhythm: Option<Rhythm>,
    /// The first time of its rhythm that has no draft yet.
    pub next_at: Option<Timestamp>,
    /// The last time for which one was made; nothing is made for it, or before, again.
    pub last_for: Option<Timestamp>,
    /// How many drafts were made of it.
    pub made: u64,
    /// Counts what was written, from 1.
    pub version: i64,
    /// Who wrote it last, and answers for what is made of it.
    pub author: PersonId,
    /// Why nothing is made of it any more, until somebody writes it anew.
    pub stopped: Option<String>,
    /// When it was last written, or stopped.
    pub updated_at: Timestamp,
}

/// A template as somebody wants it.
#[derive(Debug, Clone)]
pub struct NewTemplate<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Where its drafts go.
    pub accounts: &'a [AccountId],
    /// What they say.
    pub content: &'a Content,
    /// When drafts are made of it by themselves.
    pub rhythm: Option<&'a Rhythm>,
    /// The first time for which one is made.
    pub next_at: Option<Timestamp>,
    /// Who wrote it.
    pub author: PersonId,
}

/// A draft that is made of a template.
#[derive(Debug, Clone)]
pub struct Instance<'a> {
    /// What it says and where it goes.
    pub written: Written<'a>,
    /// How it stands.
    pub state: DraftState,
    /// The time of the rhythm that it is for; none where somebody makes it by hand.
    pub made_for: Option<Timestamp>,
    /// The first time of the rhythm that has none after it.
    pub next_at: Option<Timestamp>,
}

const COLUMNS: &str =
    "id, name, accounts, content, rhythm, next_at, made, version, author_id, stopped, updated_at, last_for";

fn template(row: &Row) -> Result<Template> {
    let accounts: Vec<i64> = row.json(2, "draft_templates.accounts")?;
    let rhythm = row.opt_text(4)?.map(|text| {
        serde_json::from_str(&text).map_err(|error| StoreError::Unreadable {
            what: "draft_templates.rhythm",
            why: error.to_string(),
        })
    });
    Ok(Template {
        id: TemplateId(row.int(0)?),
        name: row.text(1)?,
        accounts: accounts.into_iter().map(AccountId).collect(),
        content: row.json(3, "draft_templates.content")?,
        rhythm: rhythm.transpose()?,
        next_at: row.opt_time(5, "draft_templates.next_at")?,
        made: row.count(6)?,
        version: row.int(7)?,
        author: PersonId(row.int(8)?),
        stopped: row.opt_text(9)?,
        updated_at: row.time(10, "draft_templates.updated_at")?,
        last_for: row.opt_time(11, "draft_templates.last_for")?,
    })
}

fn numbers(accounts: &[AccountId]) -> Vec<i64> {
    accounts.iter().map(|account| account.0).collect()
}

fn due_at(rhythm: Option<&Rhythm>, next_at: Option<Timestamp>) -> Option<i64> {
    Some(rhythm?.made_at(next_at?).as_millisecond())
}

fn rhythm_json(rhythm: Option<&Rhythm>) -> Result<Option<String>> {
    rhythm.map(|rhythm| to_json(rhythm, "draft_templates.rhythm")).transpose()
}

impl Store {
    /// Keeps a template. None where there are `most` already.
    pub async fn add_template(
        &self,
        new: &NewTemplate<'_>,
        most: u64,
        entries: &(dyn Fn(TemplateId) -> Vec<NewEntry> + Sync),
        now: Timestamp,
    ) -> Result<Option<TemplateId>> {
        let mut tx = self.db.begin().await?;
        // Takes the head's row, so that those who add at once count one after the other.
        tx.execute("UPDATE desk_record_head SET seq = seq WHERE one = 1", &[]).await?;
        let rows = tx.row("SELECT COUNT(*) FROM draft_templates", &[]).await?;
        if rows.map_or(Ok(0), |row| row.count(0))? >= most {
            return Ok(None);
        }
        let sql = "INSERT INTO draft_templates (name, accounts, content, rhythm, next_at, due_at, author_id, updated_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
        let args = args![
            new.name,
            to_json(&numbers(new.accounts), "draft_templates.accounts")?,
            to_json(new.content, "draft_templates.content")?,
            rhythm_json(new.rhythm)?,
            new.next_at.map(Timestamp::as_millisecond),
            due_at(new.rhythm, new.next_at),
            new.author.0,
            now.as_millisecond(),
        ];
        let rows = tx.rows(sql, &args).await?;
        let id = rows.first().map_or(Err(sqlx::Error::RowNotFound.into()), |row| row.int(0))?;
        append(&mut tx, &entries(TemplateId(id)), now).await?;
        tx.commit().await?;
        Ok(Some(TemplateId(id)))
    }

    /// Writes a template anew over `version`, of which `made` drafts were made; if it was stopped, it goes on. False where it is
    /// another by now, or one more was made, after which `next_at` would be made again.
    pub async fn write_template(
        &self,
        id: TemplateId,
        version: i64,
        new: &NewTemplate<'_>,
        entries: &[NewEntry],
        made: u64,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE draft_templates SET name = $3, accounts = $4, content = $5, rhythm = $6, next_at = $7, due_at = $8, \
                   author_id = $9, updated_at = $10, version = version + 1, stopped = NULL \
                   WHERE id = $1 AND version = $2 AND made = $11";
        let args = args![
            id.0,
            version,
            new.name,
            to_json(&numbers(new.accounts), "draft_templates.accounts")?,
            to_json(new.content, "draft_templates.content")?,
            rhythm_json(new.rhythm)?,
            new.next_at.map(Timestamp::as_millisecond),
            due_at(new.rhythm, new.next_at),
            new.author.0,
            now.as_millisecond(),
            i64::try_from(made).unwrap_or(i64::MAX),
        ];
        if tx.execute(sql, &args).await? == 0 {
            return Ok(false);
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes a template away; what was made of it stays. False where it is not as it was at `version`.
    pub async fn remove_template(
        &self,
        id: TemplateId,
        version: i64,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM draft_templates WHERE id = $1 AND version = $2";
        if tx.execute(sql, &args![id.0, version]).await? == 0 {
            return Ok(false);
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Makes a draft of a template as it was read, and moves its rhythm on, both or neither. None where somebody else has made
    /// one meanwhile, or it was written anew, stopped or taken away.
    pub async fn make_instance(
        &self,
        of: &Template,
        instance: &Instance<'_>,
        entries: &(dyn Fn(DraftId) -> Vec<NewEntry> + Sync),
        now: Timestamp,
    ) -> Result<Option<DraftId>> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE draft_templates SET next_at = $4, due_at = $5, made = made + 1, last_for = COALESCE($6, last_for) \
                   WHERE id = $1 AND version = $2 AND made = $3 AND stopped IS NULL";
        let args = args![
            of.id.0,
            of.version,
            i64::try_from(of.made).unwrap_or(i64::MAX),
            instance.next_at.map(Timestamp::as_millisecond),
            due_at(of.rhythm.as_ref(), instance.next_at),
            instance.made_for.map(Timestamp::as_millisecond),
        ];
        if tx.execute(sql, &args).await? == 0 {
            return Ok(None);
        }
        let id = insert_draft(&mut tx, instance.state, &instance.written, None, now).await?;
        append(&mut tx, &entries(id), now).await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// Has nothing made of a template any more. False where it is another by now, or is stopped already.
    pub async fn stop_template(
        &self,
        of: &Template,
        why: &str,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        if !stop(&mut tx, of, why, now).await? {
            return Ok(false);
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// One template.
    pub async fn template(&self, id: TemplateId) -> Result<Option<Template>> {
        let sql = built(format!("SELECT {COLUMNS} FROM draft_templates WHERE id = $1"));
        self.db.row(sql, &args![id.0]).await?.as_ref().map(template).transpose()
    }

    /// All templates, by name.
    pub async fn templates(&self) -> Result<Vec<Template>> {
        let sql = built(format!("SELECT {COLUMNS} FROM draft_templates ORDER BY name, id"));
        self.db.rows(sql, &[]).await?.iter().map(template).collect()
    }

    /// Templates of which a draft is to be made by now, the longest due first.
    pub async fn templates_due(&self, now: Timestamp, limit: u32) -> Result<Vec<Template>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM draft_templates WHERE due_at <= $1 AND stopped IS NULL ORDER BY due_at, id LIMIT $2"
        ));
        self.db.rows(sql, &args![now.as_millisecond(), limit]).await?.iter().map(template).collect()
    }
}

async fn stop(tx: &mut Tx, of: &Template, why: &str, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE draft_templates SET stopped = $3, updated_at = $4 WHERE id = $1 AND version = $2 AND stopped IS NULL";
    Ok(tx.execute(sql, &args![of.id.0, of.version, why, now.as_millisecond()]).await? > 0)
}
