//! Actors of other servers, as last read.

use jiff::Timestamp;
use serde_json::Value;

use crate::db::args;
use crate::row::{Row, to_json};
use crate::{Result, Store};

/// An actor of another server.
#[derive(Debug, Clone)]
pub struct RemoteActor {
    /// Its id.
    pub uri: String,
    /// What else was read of it and may be shown: name, handle, page.
    pub document: Value,
    /// The id of its key.
    pub key_id: Option<String>,
    /// Its key, PEM.
    pub public_key: Option<String>,
    /// Its own inbox.
    pub inbox: String,
    /// Its server's inbox, where it has one.
    pub shared_inbox: Option<String>,
    /// When it was read.
    pub fetched_at: Timestamp,
}

const COLUMNS: &str = "uri, document, key_id, public_key, inbox, shared_inbox, fetched_at";

fn actor(row: &Row) -> Result<RemoteActor> {
    Ok(RemoteActor {
        uri: row.text(0)?,
        document: row.json(1, "remote_actors.document")?,
        key_id: row.opt_text(2)?,
        public_key: row.opt_text(3)?,
        inbox: row.text(4)?,
        shared_inbox: row.opt_text(5)?,
        fetched_at: row.time(6, "remote_actors.fetched_at")?,
    })
}

impl Store {
    /// Keeps an actor as newly read.
    pub async fn keep_remote_actor(&self, actor: &RemoteActor) -> Result<()> {
        let sql = "INSERT INTO remote_actors (uri, document, key_id, public_key, inbox, shared_inbox, fetched_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (uri) DO UPDATE SET document = excluded.document, \
                   key_id = excluded.key_id, public_key = excluded.public_key, inbox = excluded.inbox, \
                   shared_inbox = excluded.shared_inbox, fetched_at = excluded.fetched_at";
        let args = args![
            actor.uri.as_str(),
            to_json(&actor.document, "remote_actors.document")?,
            actor.key_id.clone(),
            actor.public_key.clone(),
            actor.inbox.as_str(),
            actor.shared_inbox.clone(),
            actor.fetched_at.as_millisecond(),
        ];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// An actor by its id.
    pub async fn remote_actor(&self, uri: &str) -> Result<Option<RemoteActor>> {
        let sql = crate::db::built(format!("SELECT {COLUMNS} FROM remote_actors WHERE uri = $1"));
        self.db.row(sql, &args![uri]).await?.as_ref().map(actor).transpose()
    }

    /// The actor that a key belongs to.
    pub async fn remote_actor_by_key(&self, key_id: &str) -> Result<Option<RemoteActor>> {
        let sql = crate::db::built(format!("SELECT {COLUMNS} FROM remote_actors WHERE key_id = $1"));
        self.db.row(sql, &args![key_id]).await?.as_ref().map(actor).transpose()
    }

    /// Forgets an actor and all that it did here: follows, replies, likes, boosts. Returns whether it was known.
    pub async fn forget_remote_actor(&self, uri: &str) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        crate::followers::remove_everywhere(&mut tx, uri).await?;
        tx.execute("DELETE FROM received WHERE actor = $1", &args![uri]).await?;
        let known = tx.execute("DELETE FROM remote_actors WHERE uri = $1", &args![uri]).await? > 0;
        tx.commit().await?;
        Ok(known)
    }
}
