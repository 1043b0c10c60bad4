//! The log of what each actor has done: append-only, one number after the other per actor.

use std::str::FromStr;

use jiff::Timestamp;
use mimus_core::PostId;

use crate::db::{Tx, args};
use crate::mirrors::MirrorId;
use crate::row::Row;
use crate::{Result, Store};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActivityKind {
    /// A post was written, or a boost made.
    Publish,
    /// A post was changed.
    Update,
    /// A post was removed, or a boost undone.
    Delete,
    /// The profile changed.
    UpdateActor,
    /// The actor is gone.
    RemoveActor,
}

impl ActivityKind {
    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::UpdateActor => "update_actor",
            Self::RemoveActor => "remove_actor",
        }
    }
}

impl FromStr for ActivityKind {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        [Self::Publish, Self::Update, Self::Delete, Self::UpdateActor, Self::RemoveActor]
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no kind of activity"))
    }
}

/// One entry of an actor's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Whose.
    pub mirror: MirrorId,
    /// Its number, from 1.
    pub seq: i64,
    /// What was done.
    pub kind: ActivityKind,
    /// To which post.
    pub post: Option<PostId>,
    /// When it was logged.
    pub created_at: Timestamp,
}

fn activity(row: &Row) -> Result<Activity> {
    Ok(Activity {
        mirror: MirrorId(row.int(0)?),
        seq: row.int(1)?,
        kind: row.parse(2, "activities.kind")?,
        post: row.opt_int(3)?.and_then(PostId::from_stored),
        created_at: row.time(4, "activities.created_at")?,
    })
}

/// Appends to an actor's log within a transaction, which takes the actor's row and so keeps the numbers whole.
pub(crate) async fn append(
    tx: &mut Tx,
    mirror: MirrorId,
    kind: ActivityKind,
    post: Option<PostId>,
    now: Timestamp,
) -> Result<i64> {
    let row =
        tx.row("UPDATE mirrors SET head = head + 1 WHERE id = $1 RETURNING head", &args![mirror.0]).await?;
    let seq = row.ok_or(sqlx::Error::RowNotFound)?.int(0)?;
    tx.execute(
        "INSERT INTO activities (mirror_id, seq, kind, post_id, created_at) VALUES ($1, $2, $3, $4, $5)",
        &args![mirror.0, seq, kind.as_str(), post.map(PostId::get), now.as_millisecond()],
    )
    .await?;
    Ok(seq)
}

impl Store {
    /// An actor's activities after `after`, in order, at most `limit`.
    pub async fn activities(&self, mirror: MirrorId, after: i64, limit: u32) -> Result<Vec<Activity>> {
        let sql = "SELECT mirror_id, seq, kind, post_id, created_at FROM activities WHERE mirror_id = $1 AND seq > $2 \
                   ORDER BY seq LIMIT $3";
        self.db.rows(sql, &args![mirror.0, after, limit]).await?.iter().map(activity).collect()
    }

    /// One activity.
    pub async fn activity(&self, mirror: MirrorId, seq: i64) -> Result<Option<Activity>> {
        let sql = "SELECT mirror_id, seq, kind, post_id, created_at FROM activities WHERE mirror_id = $1 AND seq = $2";
        self.db.row(sql, &args![mirror.0, seq]).await?.as_ref().map(activity).transpose()
    }

    /// Forgets activities that are older than `before` and that every inbox has had; returns how many.
    pub async fn forget_delivered(&self, before: Timestamp) -> Result<u64> {
        let sql = "DELETE FROM activities WHERE created_at < $1 AND NOT EXISTS (SELECT 1 FROM subscriptions s \
                   WHERE s.mirror_id = activities.mirror_id AND s.cursor < activities.seq)";
        self.db.execute(sql, &args![before.as_millisecond()]).await
    }
}
