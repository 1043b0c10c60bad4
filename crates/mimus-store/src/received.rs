//! What other servers' people did here: replies, likes, boosts, reports.

use std::str::FromStr;

use jiff::Timestamp;
use mimus_core::PostId;
use serde_json::Value;

use crate::db::args;
use crate::mirrors::MirrorId;
use crate::row::to_json;
use crate::{Result, Store};

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReceivedKind {
    /// Wrote to a mirror, in answer to a post or not.
    Reply,
    /// Liked a post.
    Like,
    /// Boosted a post.
    Boost,
    /// Voted in a poll.
    Vote,
}

impl ReceivedKind {
    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Like => "like",
            Self::Boost => "boost",
            Self::Vote => "vote",
        }
    }
}

impl FromStr for ReceivedKind {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        [Self::Reply, Self::Like, Self::Boost, Self::Vote]
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| format!("{word:?} is nothing that is received"))
    }
}

/// Something to keep.
#[derive(Debug)]
pub struct NewReceived<'a> {
    /// The id of the reply, like or boost.
    pub uri: &'a str,
    /// What it is.
    pub kind: ReceivedKind,
    /// Whom it is for.
    pub mirror: MirrorId,
    /// To which post.
    pub post: Option<PostId>,
    /// Who did it.
    pub actor: &'a str,
    /// For a reply its words and media, sanitised; else an empty object.
    pub document: &'a Value,
}

/// Something kept.
#[derive(Debug, Clone)]
pub struct Received {
    /// The id of the reply, like or boost.
    pub uri: String,
    /// What it is.
    pub kind: ReceivedKind,
    /// Whom it is for.
    pub mirror: MirrorId,
    /// To which post.
    pub post: Option<PostId>,
    /// Who did it.
    pub actor: String,
    /// What it says.
    pub document: Value,
    /// When it came.
    pub created_at: Timestamp,
    /// When it was changed.
    pub updated_at: Option<Timestamp>,
}

/// A report from another server.
#[derive(Debug)]
pub struct Report<'a> {
    /// The id of the report.
    pub uri: &'a str,
    /// The mirror that it is about, where it names one.
    pub mirror: Option<MirrorId>,
    /// Who sent it; usually a server's own actor.
    pub actor: &'a str,
    /// What it says.
    pub words: &'a str,
    /// The actors and posts that it names.
    pub objects: &'a [String],
}

impl Store {
    /// Keeps what was received; says whether it is new.
    pub async fn receive(&self, new: &NewReceived<'_>, now: Timestamp) -> Result<bool> {
        let sql = "INSERT INTO received (uri, kind, mirror_id, post_id, actor, document, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (uri) DO NOTHING";
        let args = args![
            new.uri,
            new.kind.as_str(),
            new.mirror.0,
            new.post.map(PostId::get),
            new.actor,
            to_json(new.document, "received.document")?,
            now.as_millisecond(),
        ];
        Ok(self.db.execute(sql, &args).await? > 0)
    }

    /// Changes what a reply says, if `actor` wrote it.
    pub async fn revise_received(
        &self,
        uri: &str,
        actor: &str,
        document: &Value,
        now: Timestamp,
    ) -> Result<bool> {
        let sql = "UPDATE received SET document = $3, updated_at = $4 WHERE uri = $1 AND actor = $2";
        let args = args![uri, actor, to_json(document, "received.document")?, now.as_millisecond()];
        Ok(self.db.execute(sql, &args).await? > 0)
    }

    /// Forgets a reply, like or boost, if `actor` made it.
    pub async fn forget_received(&self, uri: &str, actor: &str) -> Result<bool> {
        let sql = "DELETE FROM received WHERE uri = $1 AND actor = $2";
        Ok(self.db.execute(sql, &args![uri, actor]).await? > 0)
    }

    /// Forgets an actor's like or boost of a post, where its undoing does not name it by its id.
    pub async fn forget_received_of(&self, kind: ReceivedKind, post: PostId, actor: &str) -> Result<bool> {
        let sql = "DELETE FROM received WHERE kind = $1 AND post_id = $2 AND actor = $3";
        Ok(self.db.execute(sql, &args![kind.as_str(), post.get(), actor]).await? > 0)
    }

    /// What a mirror received, newest first.
    pub async fn received(&self, mirror: MirrorId, limit: u32) -> Result<Vec<Received>> {
        let sql = "SELECT uri, kind, mirror_id, post_id, actor, document, created_at, updated_at FROM received \
                   WHERE mirror_id = $1 ORDER BY id DESC LIMIT $2";
        self.db
            .rows(sql, &args![mirror.0, limit])
            .await?
            .iter()
            .map(|row| {
                Ok(Received {
                    uri: row.text(0)?,
                    kind: row.parse(1, "received.kind")?,
                    mirror: MirrorId(row.int(2)?),
                    post: row.opt_int(3)?.and_then(PostId::from_stored),
                    actor: row.text(4)?,
                    document: row.json(5, "received.document")?,
                    created_at: row.time(6, "received.created_at")?,
                    updated_at: row.opt_time(7, "received.updated_at")?,
                })
            })
            .collect()
    }

    /// How many likes, boosts and replies a post has had, in this order.
    pub async fn received_counts(&self, post: PostId) -> Result<(u64, u64, u64)> {
        let sql = "SELECT kind, COUNT(*) FROM received WHERE post_id = $1 GROUP BY kind";
        let mut counts = (0, 0, 0);
        for row in self.db.rows(sql, &args![post.get()]).await? {
            let count = row.count(1)?;
            match row.parse(0, "received.kind")? {
                ReceivedKind::Like => counts.0 = count,
                ReceivedKind::Boost => counts.1 = count,
                ReceivedKind::Reply => counts.2 = count,
                ReceivedKind::Vote => {}
            }
        }
        Ok(counts)
    }

    /// Keeps a report; says whether it is new.
    pub async fn keep_report(&self, report: &Report<'_>, now: Timestamp) -> Result<bool> {
        let sql = "INSERT INTO reports (uri, mirror_id, actor, words, objects, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (uri) DO NOTHING";
        let args = args![
            report.uri,
            report.mirror.map(|m| m.0),
            report.actor,
            report.words,
            to_json(&report.objects, "reports.objects")?,
            now.as_millisecond(),
        ];
        Ok(self.db.execute(sql, &args).await? > 0)
    }

    /// How many reports there are.
    pub async fn report_count(&self) -> Result<u64> {
        let row = self.db.row("SELECT COUNT(*) FROM reports", &[]).await?;
        row.ok_or(sqlx::Error::RowNotFound)?.count(0)
    }
}
