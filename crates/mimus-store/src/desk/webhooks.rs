//! Webhooks: where the entries of the record are sent, and how far each has them.

use jiff::Timestamp;

use super::WebhookId;
use super::record::{NewEntry, append};
use crate::db::{args, built};
use crate::row::Row;
use crate::{Result, Store};

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its number.
    pub id: WebhookId,
    /// Where the entries are sent.
    pub url: String,
    /// The last entry that it has taken, or after which it was added.
    pub cursor: i64,
    /// Tries of the next one that came to nothing.
    pub failures: u32,
    /// What came of the last of them.
    pub last_error: Option<String>,
    /// When it is tried again, where it failed.
    pub retry_at: Option<Timestamp>,
}

/// A webhook for which there is something.
#[derive(Debug, Clone)]
pub struct DueWebhook {
    /// The webhook.
    pub webhook: Webhook,
    /// What its requests are signed with, sealed.
    pub secret: Vec<u8>,
}

const COLUMNS: &str = "w.id, w.url, w.cursor, w.failures, w.last_error, w.retry_at";

/// Longest wait after a failure; a time further ahead was set by a clock that went wrong.
const LONGEST_WAIT_MS: i64 = 86_400_000;

fn webhook(row: &Row) -> Result<Webhook> {
    Ok(Webhook {
        id: WebhookId(row.int(0)?),
        url: row.text(1)?,
        cursor: row.int(2)?,
        failures: u32::try_from(row.int(3)?).unwrap_or(u32::MAX),
        last_error: row.opt_text(4)?,
        retry_at: row.opt_time(5, "webhooks.retry_at")?.filter(|at| at.as_millisecond() > 0),
    })
}

impl Store {
    /// Adds a webhook, whose first entry is the first of `entries`. None where there are `most` already.
    pub async fn add_webhook(
        &self,
        url: &str,
        secret: Vec<u8>,
        most: u64,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<Option<WebhookId>> {
        let mut tx = self.db.begin().await?;
        // Takes the head's row, so that nothing is appended between reading where it is and appending.
        tx.execute("UPDATE desk_record_head SET seq = seq WHERE one = 1", &[]).await?;
        let count = tx.row("SELECT COUNT(*) FROM webhooks", &[]).await?.map_or(Ok(0), |row| row.count(0))?;
        if count >= most {
            return Ok(None);
        }
        let sql = "INSERT INTO webhooks (url, secret, cursor) SELECT $1, $2, seq FROM desk_record_head WHERE one = 1 RETURNING id";
        let rows = tx.rows(sql, &args![url, secret]).await?;
        let id = rows.first().map_or(Err(sqlx::Error::RowNotFound.into()), |row| row.int(0))?;
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(Some(WebhookId(id)))
    }

    /// All webhooks.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>> {
        let sql = built(format!("SELECT {COLUMNS} FROM webhooks w ORDER BY w.id"));
        self.db.rows(sql, &[]).await?.iter().map(webhook).collect()
    }

    /// The webhooks that have not taken the whole record and need not wait.
    pub async fn webhooks_due(&self, now: Timestamp) -> Result<Vec<DueWebhook>> {
        let sql = built(format!(
            "SELECT {COLUMNS}, w.secret FROM webhooks w JOIN desk_record_head h ON h.one = 1 AND h.seq > w.cursor \
             WHERE w.retry_at <= $1 OR w.retry_at > $2 ORDER BY w.id"
        ));
        let now = now.as_millisecond();
        let rows = self.db.rows(sql, &args![now, now.saturating_add(LONGEST_WAIT_MS)]).await?;
        rows.iter().map(|row| Ok(DueWebhook { webhook: webhook(row)?, secret: row.bytes(6)? })).collect()
    }

    /// Says that a webhook has taken the entry `seq`. False where it is not the one after its last, or there is no such webhook.
    pub async fn webhook_took(&self, id: WebhookId, seq: i64) -> Result<bool> {
        let sql = "UPDATE webhooks SET cursor = $2, failures = 0, last_error = NULL, retry_at = 0 WHERE id = $1 AND cursor = $2 - 1";
        Ok(self.db.execute(sql, &args![id.0, seq]).await? > 0)
    }

    /// Says that a webhook did not take its next entry, and when it is tried again.
    pub async fn webhook_failed(&self, id: WebhookId, why: &str, retry_at: Timestamp) -> Result<()> {
        let sql = "UPDATE webhooks SET failures = failures + 1, last_error = $2, retry_at = $3 WHERE id = $1";
        self.db.execute(sql, &args![id.0, why, retry_at.as_millisecond()]).await.map(drop)
    }

    /// Takes a webhook away. False where there is no such.
    pub async fn remove_webhook(&self, id: WebhookId, entries: &[NewEntry], now: Timestamp) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        if tx.execute("DELETE FROM webhooks WHERE id = $1", &args![id.0]).await? == 0 {
            return Ok(false);
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }
}
