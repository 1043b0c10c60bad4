//! Letters: messages for one inbox alone, such as the answer to a follow.

use jiff::Timestamp;
use serde_json::Value;

use crate::db::{Tx, args};
use crate::mirrors::MirrorId;
use crate::row::to_json;
use crate::servers::InboxId;
use crate::{Result, Store};

/// A letter's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LetterId(pub(crate) i64);

/// A message waiting for its inbox.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its number; letters to one inbox go in this order.
    pub id: LetterId,
    /// Who sends it.
    pub mirror: MirrorId,
    /// What it says.
    pub document: Value,
}

pub(crate) async fn post(
    tx: &mut Tx,
    mirror: MirrorId,
    inbox: InboxId,
    document: &Value,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "INSERT INTO letters (mirror_id, inbox_id, document, created_at) VALUES ($1, $2, $3, $4)",
        &args![mirror.0, inbox.0, to_json(document, "letters.document")?, now.as_millisecond()],
    )
    .await
    .map(drop)
}

impl Store {
    /// Puts a letter into the outbox.
    pub async fn post_letter(
        &self,
        mirror: MirrorId,
        inbox: InboxId,
        document: &Value,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        post(&mut tx, mirror, inbox, document, now).await?;
        tx.commit().await
    }

    /// The letters that wait for an inbox, in order.
    pub async fn letters(&self, inbox: InboxId, limit: u32) -> Result<Vec<Letter>> {
        let sql = "SELECT id, mirror_id, document FROM letters WHERE inbox_id = $1 ORDER BY id LIMIT $2";
        self.db
            .rows(sql, &args![inbox.0, limit])
            .await?
            .iter()
            .map(|row| {
                Ok(Letter {
                    id: LetterId(row.int(0)?),
                    mirror: MirrorId(row.int(1)?),
                    document: row.json(2, "letters.document")?,
                })
            })
            .collect()
    }
}
