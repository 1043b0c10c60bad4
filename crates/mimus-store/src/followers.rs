//! Followers of mirrors, and with them the subscriptions of their servers' inboxes.

use jiff::Timestamp;
use serde_json::Value;

use crate::db::{Tx, args};
use crate::mirrors::MirrorId;
use crate::servers::{self, InboxId};
use crate::{Result, Store, letters};

/// A follower of a mirror.
#[derive(Debug, Clone)]
pub struct Follower {
    /// The actor's id.
    pub actor: String,
    /// The id of the follow, which the answer and its undoing name.
    pub follow_id: String,
    /// Since when.
    pub since: Timestamp,
}

/// A follow that is accepted.
#[derive(Debug)]
pub struct NewFollower<'a> {
    /// Whom it follows.
    pub mirror: MirrorId,
    /// The actor's id.
    pub actor: &'a str,
    /// The id of the follow.
    pub follow_id: &'a str,
    /// The actor's own inbox: the answer goes there.
    pub inbox: &'a str,
    /// Where posts go: its server's shared inbox, else its own.
    pub delivery_inbox: &'a str,
    /// The answer.
    pub answer: &'a Value,
}

async fn subscribe(tx: &mut Tx, mirror: MirrorId, inbox: InboxId) -> Result<()> {
    // What is in the log already is not pushed; the outbox has it. An inbox that was subscribed before and
    // was served up to some entry goes on from there, so that what it missed reaches it in order.
    tx.execute(
        "INSERT INTO subscriptions (mirror_id, inbox_id, cursor, followers) SELECT id, $2, head, 1 FROM mirrors WHERE id = $1 \
         ON CONFLICT (mirror_id, inbox_id) DO UPDATE SET followers = subscriptions.followers + 1",
        &args![mirror.0, inbox.0],
    )
    .await
    .map(drop)
}

async fn unsubscribe(tx: &mut Tx, mirror: i64, inbox: i64) -> Result<()> {
    tx.execute(
        "UPDATE subscriptions SET followers = followers - 1 WHERE mirror_id = $1 AND inbox_id = $2 AND followers > 0",
        &args![mirror, inbox],
    )
    .await
    .map(drop)
}

pub(crate) async fn remove_everywhere(tx: &mut Tx, actor: &str) -> Result<()> {
    for row in
        tx.rows("DELETE FROM followers WHERE actor = $1 RETURNING mirror_id, inbox_id", &args![actor]).await?
    {
        unsubscribe(tx, row.int(0)?, row.int(1)?).await?;
    }
    Ok(())
}

impl Store {
    /// Takes a follower in, and puts the answer into the outbox, both or neither. A follow that is repeated
    /// keeps its place and is answered again, as the follower may not have had the first answer. Returns
    /// whether the follower is new.
    pub async fn add_follower(&self, new: &NewFollower<'_>, now: Timestamp) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let own = servers::inbox(&mut tx, new.inbox).await?;
        let delivery = servers::inbox(&mut tx, new.delivery_inbox).await?;
        let added = tx
            .execute(
                "INSERT INTO followers (mirror_id, actor, follow_id, inbox_id, created_at) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (mirror_id, actor) DO NOTHING",
                &args![new.mirror.0, new.actor, new.follow_id, delivery.0, now.as_millisecond()],
            )
            .await?
            > 0;
        if added {
            subscribe(&mut tx, new.mirror, delivery).await?;
        } else {
            tx.execute(
                "UPDATE followers SET follow_id = $3 WHERE mirror_id = $1 AND actor = $2",
                &args![new.mirror.0, new.actor, new.follow_id],
            )
            .await?;
        }
        letters::post(&mut tx, new.mirror, own, new.answer, now).await?;
        tx.commit().await?;
        Ok(added)
    }

    /// Lets a follower go. What its server has received keeps being changed and deleted there.
    pub async fn remove_follower(&self, mirror: MirrorId, actor: &str) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM followers WHERE mirror_id = $1 AND actor = $2 RETURNING inbox_id";
        let gone = tx.row(sql, &args![mirror.0, actor]).await?;
        if let Some(row) = &gone {
            unsubscribe(&mut tx, mirror.0, row.int(0)?).await?;
        }
        tx.commit().await?;
        Ok(gone.is_some())
    }

    /// The follower with that actor id.
    pub async fn follower(&self, mirror: MirrorId, actor: &str) -> Result<Option<Follower>> {
        let sql = "SELECT actor, follow_id, created_at FROM followers WHERE mirror_id = $1 AND actor = $2";
        let row = self.db.row(sql, &args![mirror.0, actor]).await?;
        row.map(|row| {
            Ok(Follower {
                actor: row.text(0)?,
                follow_id: row.text(1)?,
                since: row.time(2, "followers.created_at")?,
            })
        })
        .transpose()
    }

    /// The mirrors that an actor follows.
    pub async fn followed_by(&self, actor: &str) -> Result<Vec<MirrorId>> {
        let rows = self.db.rows("SELECT mirror_id FROM followers WHERE actor = $1", &args![actor]).await?;
        rows.iter().map(|row| row.int(0).map(MirrorId)).collect()
    }

    /// How many followers a mirror has.
    pub async fn follower_count(&self, mirror: MirrorId) -> Result<u64> {
        let row =
            self.db.row("SELECT COUNT(*) FROM followers WHERE mirror_id = $1", &args![mirror.0]).await?;
        row.ok_or(sqlx::Error::RowNotFound)?.count(0)
    }

    /// How many followers there are in all, on how many servers.
    pub async fn follower_totals(&self) -> Result<(u64, u64)> {
        let sql = "SELECT (SELECT COUNT(*) FROM followers), (SELECT COUNT(DISTINCT i.server_id) FROM subscriptions s \
                   JOIN inboxes i ON i.id = s.inbox_id WHERE s.followers > 0)";
        let row = self.db.row(sql, &[]).await?.ok_or(sqlx::Error::RowNotFound)?;
        Ok((row.count(0)?, row.count(1)?))
    }
}
