//! Tokens of the API: whose each is, what it may be used for, and until when. Only its hash is here.

use jiff::Timestamp;
use mimus_core::desk::Scope;

use super::PersonId;
use super::record::{NewEntry, append};
use crate::db::{args, built};
use crate::row::Row;
use crate::{Result, Store, StoreError};

/// Letters of a token's hash by which its owner means it.
const ID_LETTERS: usize = 16;

/// A token of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// The SHA-256 of it, in hexadecimal.
    pub hash: String,
    /// Whose.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Option<Timestamp>,
}

impl ApiToken {
    /// By what its owner means it: the first 16 letters of its hash, which let nobody in.
    #[must_use]
    pub fn id(&self) -> &str {
        self.hash.get(..ID_LETTERS).unwrap_or(&self.hash)
    }

    /// Whether it may be used for that.
    #[must_use]
    pub fn has(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}

/// A token that is to be.
#[derive(Debug, Clone)]
pub struct NewApiToken<'a> {
    /// The SHA-256 of it, in hexadecimal.
    pub hash: &'a str,
    /// Whose.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: &'a str,
    /// What it may be used for.
    pub scopes: &'a [Scope],
    /// Until when.
    pub expires_at: Timestamp,
}

const COLUMNS: &str = "t.hash, t.person_id, t.name, t.scopes, t.created_at, t.expires_at, t.used_at";

fn token(row: &Row) -> Result<ApiToken> {
    let scopes = row.text(3)?;
    let scopes: std::result::Result<Vec<Scope>, _> = scopes.split_whitespace().map(str::parse).collect();
    let unreadable = |error: mimus_core::desk::UnknownScope| StoreError::Unreadable {
        what: "api_tokens.scopes",
        why: error.to_string(),
    };
    Ok(ApiToken {
        hash: row.text(0)?,
        person: PersonId(row.int(1)?),
        name: row.text(2)?,
        scopes: scopes.map_err(unreadable)?,
        created_at: row.time(4, "api_tokens.created_at")?,
        expires_at: row.time(5, "api_tokens.expires_at")?,
        used_at: row.opt_time(6, "api_tokens.used_at")?,
    })
}

impl Store {
    /// Keeps a token of somebody who has fewer than `most` that are good; those whose time is over are forgotten. False where
    /// they have as many.
    pub async fn add_api_token(
        &self,
        new: &NewApiToken<'_>,
        most: u64,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        // Of two requests at once the second waits here, and then counts the first one's.
        tx.execute("UPDATE people SET state = state WHERE id = $1", &args![new.person.0]).await?;
        tx.execute("DELETE FROM api_tokens WHERE expires_at <= $1", &args![now.as_millisecond()]).await?;
        let sql = "SELECT COUNT(*) FROM api_tokens WHERE person_id = $1";
        let count = tx.row(sql, &args![new.person.0]).await?.map_or(Ok(0), |row| row.count(0))?;
        if count >= most {
            return Ok(false);
        }
        let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.as_str()).collect();
        let sql = "INSERT INTO api_tokens (hash, person_id, name, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
        let args = args![
            new.hash,
            new.person.0,
            new.name,
            scopes.join(" "),
            now.as_millisecond(),
            new.expires_at.as_millisecond()
        ];
        tx.execute(sql, &args).await?;
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The token with this hash, if it is good: its time is not over, and its owner has not left.
    pub async fn api_token(&self, hash: &str, now: Timestamp) -> Result<Option<ApiToken>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM api_tokens t JOIN people p ON p.id = t.person_id AND p.state = 'active' \
             WHERE t.hash = $1 AND t.expires_at > $2"
        ));
        self.db.row(sql, &args![hash, now.as_millisecond()]).await?.as_ref().map(token).transpose()
    }

    /// Somebody's tokens that are good, the newest first. Who has left has none.
    pub async fn api_tokens(&self, person: PersonId, now: Timestamp) -> Result<Vec<ApiToken>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM api_tokens t JOIN people p ON p.id = t.person_id AND p.state = 'active' \
             WHERE t.person_id = $1 AND t.expires_at > $2 ORDER BY t.created_at DESC, t.hash"
        ));
        self.db.rows(sql, &args![person.0, now.as_millisecond()]).await?.iter().map(token).collect()
    }

    /// Says that a token was used.
    pub async fn api_token_used(&self, hash: &str, now: Timestamp) -> Result<()> {
        let sql = "UPDATE api_tokens SET used_at = $2 WHERE hash = $1";
        self.db.execute(sql, &args![hash, now.as_millisecond()]).await.map(drop)
    }

    /// Forgets the token of a person that has this [`ApiToken::id`]. False where they have no such.
    pub async fn forget_api_token(
        &self,
        person: PersonId,
        id: &str,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM api_tokens WHERE person_id = $1 AND SUBSTR(hash, 1, 16) = $2";
        if tx.execute(sql, &args![person.0, id]).await? == 0 {
            return Ok(false);
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }
}
