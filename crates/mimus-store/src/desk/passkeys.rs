//! Passkeys: the public keys by which somebody signs in, and the challenges that were answered.

use jiff::Timestamp;

use super::PersonId;
use super::record::{NewEntry, append};
use crate::db::{Tx, args, built};
use crate::row::Row;
use crate::{Result, Store, StoreError};

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its id, in base64url.
    pub credential: String,
    /// Whose.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// Its public key, as COSE writes it.
    pub public_key: Vec<u8>,
    /// How often it has signed, as it says itself; 0 where it does not count.
    pub counter: u32,
    /// Since when it is theirs.
    pub added_at: Timestamp,
    /// When somebody last signed in by it.
    pub used_at: Option<Timestamp>,
}

/// A passkey that is to be somebody's.
#[derive(Debug, Clone, Copy)]
pub struct NewPasskey<'a> {
    /// Its id, in base64url.
    pub credential: &'a str,
    /// What its owner calls it.
    pub name: &'a str,
    /// Its public key, as COSE writes it.
    pub public_key: &'a [u8],
    /// How often it has signed.
    pub counter: u32,
}

/// A challenge that was answered.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The SHA-256 of it, in hexadecimal.
    pub challenge: &'a str,
    /// Until when it would have been good.
    pub until: Timestamp,
}

/// What became of a passkey that somebody showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyOutcome {
    /// It is kept.
    Good,
    /// The challenge was answered before.
    Replayed,
    /// It has counted back, or is gone meanwhile.
    Stale,
    /// They have as many as one may have.
    Full,
    /// It is somebody's already.
    Known,
}

const COLUMNS: &str = "k.credential, k.person_id, k.name, k.public_key, k.counter, k.added_at, k.used_at";

fn passkey(row: &Row) -> Result<Passkey> {
    let unreadable = |_| StoreError::Unreadable { what: "passkeys.counter", why: "it is no u32".into() };
    Ok(Passkey {
        credential: row.text(0)?,
        person: PersonId(row.int(1)?),
        name: row.text(2)?,
        public_key: row.bytes(3)?,
        counter: u32::try_from(row.int(4)?).map_err(unreadable)?,
        added_at: row.time(5, "passkeys.added_at")?,
        used_at: row.opt_time(6, "passkeys.used_at")?,
    })
}

impl Store {
    /// By what devices know somebody: `fresh`, where nothing was kept before. `None` where there is no such person.
    pub async fn passkey_handle(&self, person: PersonId, fresh: &str) -> Result<Option<String>> {
        let sql = "UPDATE people SET passkey_handle = $2 WHERE id = $1 AND passkey_handle IS NULL";
        self.db.execute(sql, &args![person.0, fresh]).await?;
        let row = self.db.row("SELECT passkey_handle FROM people WHERE id = $1", &args![person.0]).await?;
        row.map(|row| row.text(0)).transpose()
    }

    /// The passkey of an active person with this id, and by what devices know them.
    pub async fn passkey(&self, credential: &str) -> Result<Option<(Passkey, Option<String>)>> {
        let sql = built(format!(
            "SELECT {COLUMNS}, p.passkey_handle FROM passkeys k \
             JOIN people p ON p.id = k.person_id AND p.state = 'active' WHERE k.credential = $1"
        ));
        let row = self.db.row(sql, &args![credential]).await?;
        row.map(|row| Ok((passkey(&row)?, row.opt_text(7)?))).transpose()
    }

    /// Somebody's passkeys, the oldest first.
    pub async fn passkeys_of(&self, person: PersonId) -> Result<Vec<Passkey>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM passkeys k WHERE k.person_id = $1 ORDER BY k.added_at, k.credential"
        ));
        self.db.rows(sql, &args![person.0]).await?.iter().map(passkey).collect()
    }

    /// Gives a passkey to an active person who has fewer than `most`, and uses its challenge up; all or nothing.
    pub async fn add_passkey(
        &self,
        person: PersonId,
        new: &NewPasskey<'_>,
        answered: Answered<'_>,
        most: u64,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<PasskeyOutcome> {
        let mut tx = self.db.begin().await?;
        // Of two at once the second waits here, and then counts the first one's.
        let sql = "UPDATE people SET state = state WHERE id = $1 AND state = 'active'";
        if tx.execute(sql, &args![person.0]).await? == 0 {
            return Ok(PasskeyOutcome::Stale);
        }
        if !use_up(&mut tx, answered, now).await? {
            return Ok(PasskeyOutcome::Replayed);
        }
        let sql = "SELECT COUNT(*) FROM passkeys WHERE person_id = $1";
        if tx.row(sql, &args![person.0]).await?.map_or(Ok(0), |row| row.count(0))? >= most {
            return Ok(PasskeyOutcome::Full);
        }
        let sql = "INSERT INTO passkeys (credential, person_id, name, public_key, counter, added_at) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential) DO NOTHING";
        let args = args![
            new.credential,
            person.0,
            new.name,
            new.public_key.to_vec(),
            new.counter,
            now.as_millisecond()
        ];
        if tx.execute(sql, &args).await? == 0 {
            return Ok(PasskeyOutcome::Known);
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(PasskeyOutcome::Good)
    }

    /// Keeps that a passkey has answered a challenge, and how far it has counted with it. Whoever counts must count on: one that
    /// has gone back was copied.
    pub async fn use_passkey(
        &self,
        credential: &str,
        counter: u32,
        answered: Answered<'_>,
        now: Timestamp,
    ) -> Result<PasskeyOutcome> {
        let mut tx = self.db.begin().await?;
        if !use_up(&mut tx, answered, now).await? {
            return Ok(PasskeyOutcome::Replayed);
        }
        let sql = "UPDATE passkeys SET counter = $2, used_at = $3 \
                   WHERE credential = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))";
        let used = tx.execute(sql, &args![credential, counter, now.as_millisecond()]).await? > 0;
        tx.commit().await?;
        Ok(if used { PasskeyOutcome::Good } else { PasskeyOutcome::Stale })
    }

    /// Takes a passkey away from somebody; says whether it was theirs.
    pub async fn remove_passkey(
        &self,
        person: PersonId,
        credential: &str,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM passkeys WHERE person_id = $1 AND credential = $2";
        if tx.execute(sql, &args![person.0, credential]).await? == 0 {
            return Ok(false);
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Says whether this challenge was not answered before; from now on it was. Those whose time is over are forgotten.
async fn use_up(tx: &mut Tx, answered: Answered<'_>, now: Timestamp) -> Result<bool> {
    tx.execute("DELETE FROM used_challenges WHERE until_at <= $1", &args![now.as_millisecond()]).await?;
    let sql = "INSERT INTO used_challenges (hash, until_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    let args = args![answered.challenge, answered.until.as_millisecond()];
    Ok(tx.execute(sql, &args).await? > 0)
}
