//! Who is signed in at the Desk: links that are good once, and sessions. Both by the hash of their token.

use jiff::Timestamp;

use super::PersonId;
use super::people::{NewPerson, insert};
use super::record::{NewEntry, append};
use crate::db::{Tx, args, built};
use crate::{Result, Store};

/// For whom a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFor {
    /// For a new keeper.
    NewKeeper,
    /// For somebody who is known, or invited.
    Person(PersonId),
}

/// Somebody's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub person: PersonId,
    /// The hash of its token, by which it is ended.
    pub hash: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// With what, as the browser says it.
    pub agent: String,
}

/// A session that is opened.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    /// The hash of its token.
    pub hash: &'a str,
    /// With what, as the browser says it.
    pub agent: &'a str,
    /// Until when.
    pub expires_at: Timestamp,
}

impl Store {
    /// Keeps a link until it is used or has run out. Of those for one person the newest is good.
    pub async fn add_desk_link(&self, hash: &str, whom: LinkFor, expires_at: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let person = match whom {
            LinkFor::NewKeeper => None,
            LinkFor::Person(id) => Some(id.0),
        };
        tx.execute("DELETE FROM desk_links WHERE person_id = $1", &args![person]).await?;
        let sql = "INSERT INTO desk_links (hash, expires_at, person_id) VALUES ($1, $2, $3)";
        tx.execute(sql, &args![hash, expires_at.as_millisecond(), person]).await?;
        tx.commit().await
    }

    /// For whom a link is, if it is good.
    pub async fn desk_link(&self, hash: &str, now: Timestamp) -> Result<Option<LinkFor>> {
        let sql = "SELECT person_id FROM desk_links WHERE hash = $1 AND expires_at > $2";
        let row = self.db.row(sql, &args![hash, now.as_millisecond()]).await?;
        row.map(|row| Ok(row.opt_int(0)?.map_or(LinkFor::NewKeeper, |id| LinkFor::Person(PersonId(id)))))
            .transpose()
    }

    /// Uses a keeper's link up: makes the keeper, and opens a session; all or nothing. `None` where the link is not good.
    pub async fn enter_as_new_keeper(
        &self,
        link: &str,
        new: &NewPerson<'_>,
        session: NewSession<'_>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<Option<PersonId>> {
        let mut tx = self.db.begin().await?;
        if !use_up(&mut tx, link, None, now).await? {
            return Ok(None);
        }
        let person = insert(&mut tx, new, now).await?;
        open(&mut tx, person, session, now).await?;
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(Some(person))
    }

    /// Uses somebody's link up: they are active from now on, with a new password if there is one, without a secret for codes
    /// and without passkeys, and a session is opened; all or nothing. Says whether the link was good.
    pub async fn enter_by_link(
        &self,
        link: &str,
        person: PersonId,
        password: Option<&str>,
        session: NewSession<'_>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        if !use_up(&mut tx, link, Some(person), now).await? {
            return Ok(false);
        }
        let sql = "UPDATE people SET state = 'active', password = COALESCE($2, password), totp = NULL \
                   WHERE id = $1 AND state <> 'left'";
        tx.execute(sql, &args![person.0, password.map(str::to_owned)]).await?;
        tx.execute("DELETE FROM passkeys WHERE person_id = $1", &args![person.0]).await?;
        open(&mut tx, person, session, now).await?;
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Opens a session.
    pub async fn open_session(
        &self,
        person: PersonId,
        session: NewSession<'_>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        open(&mut tx, person, session, now).await?;
        append(&mut tx, entries, now).await?;
        tx.commit().await
    }

    /// Whose session this is, if it is open.
    pub async fn session(&self, hash: &str, now: Timestamp) -> Result<Option<Session>> {
        let sql = "SELECT s.person_id, s.hash, s.created_at, COALESCE(s.seen_at, s.created_at), COALESCE(s.agent, '') \
                   FROM desk_sessions s JOIN people p ON p.id = s.person_id AND p.state = 'active' \
                   WHERE s.hash = $1 AND s.expires_at > $2";
        self.db.row(sql, &args![hash, now.as_millisecond()]).await?.as_ref().map(session).transpose()
    }

    /// Somebody's open sessions, the newest first.
    pub async fn sessions_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<Session>> {
        let sql = "SELECT person_id, hash, created_at, COALESCE(seen_at, created_at), COALESCE(agent, '') \
                   FROM desk_sessions WHERE person_id = $1 AND expires_at > $2 ORDER BY created_at DESC";
        self.db.rows(sql, &args![person.0, now.as_millisecond()]).await?.iter().map(session).collect()
    }

    /// Says that a session is in use.
    pub async fn session_seen(&self, hash: &str, now: Timestamp) -> Result<()> {
        let sql = "UPDATE desk_sessions SET seen_at = $2 WHERE hash = $1";
        self.db.execute(sql, &args![hash, now.as_millisecond()]).await.map(drop)
    }

    /// Ends a session.
    pub async fn end_session(&self, hash: &str) -> Result<()> {
        self.db.execute("DELETE FROM desk_sessions WHERE hash = $1", &args![hash]).await.map(drop)
    }

    /// Ends all of somebody's sessions but one.
    pub async fn end_sessions_of(&self, person: PersonId, but: Option<&str>) -> Result<u64> {
        let sql = "DELETE FROM desk_sessions WHERE person_id = $1 AND hash <> $2";
        self.db.execute(sql, &args![person.0, but.unwrap_or_default()]).await
    }
}

fn session(row: &crate::row::Row) -> Result<Session> {
    Ok(Session {
        person: PersonId(row.int(0)?),
        hash: row.text(1)?,
        created_at: row.time(2, "desk_sessions.created_at")?,
        seen_at: row.time(3, "desk_sessions.seen_at")?,
        agent: row.text(4)?,
    })
}

async fn use_up(tx: &mut Tx, link: &str, person: Option<PersonId>, now: Timestamp) -> Result<bool> {
    let sql = "DELETE FROM desk_links WHERE hash = $1 AND expires_at > $2 AND COALESCE(person_id, 0) = $3";
    let args = args![link, now.as_millisecond(), person.map_or(0, |id| id.0)];
    Ok(tx.execute(sql, &args).await? > 0)
}

async fn open(tx: &mut Tx, person: PersonId, new: NewSession<'_>, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO desk_sessions (hash, person_id, agent, created_at, seen_at, expires_at) \
               VALUES ($1, $2, $3, $4, $4, $5)";
    let ms = now.as_millisecond();
    tx.execute(sql, &args![new.hash, person.0, new.agent, ms, new.expires_at.as_millisecond()]).await?;
    for table in ["desk_links", "desk_sessions"] {
        let sql = built(format!("DELETE FROM {table} WHERE expires_at <= $1"));
        tx.execute(sql, &args![ms]).await?;
    }
    Ok(())
}
