//! By what else somebody signs in: who they are at an issuer.

use jiff::Timestamp;

use super::PersonId;
use super::record::{NewEntry, append};
use crate::db::args;
use crate::{Result, Store};

/// Who somebody is at an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The issuer's address.
    pub issuer: String,
    /// Its own name for them.
    pub subject: String,
    /// The name that they were shown by there when it was added.
    pub shown: String,
    /// Since when they sign in by it.
    pub added_at: Timestamp,
}

impl Store {
    /// The active person who signs in by that.
    pub async fn person_of_identity(&self, issuer: &str, subject: &str) -> Result<Option<PersonId>> {
        let sql = "SELECT i.person_id FROM identities i JOIN people p ON p.id = i.person_id AND p.state = 'active' \
                   WHERE i.issuer = $1 AND i.subject = $2";
        let row = self.db.row(sql, &args![issuer, subject]).await?;
        row.map(|row| row.int(0).map(PersonId)).transpose()
    }

    /// By what somebody signs in, the oldest first.
    pub async fn identities_of(&self, person: PersonId) -> Result<Vec<Identity>> {
        let sql = "SELECT issuer, subject, shown, added_at FROM identities WHERE person_id = $1 \
                   ORDER BY added_at, issuer, subject";
        let rows = self.db.rows(sql, &args![person.0]).await?;
        let read = |row: &crate::row::Row| {
            Ok(Identity {
                issuer: row.text(0)?,
                subject: row.text(1)?,
                shown: row.text(2)?,
                added_at: row.time(3, "identities.added_at")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Lets somebody sign in by that; says whether it was nobody's before.
    pub async fn add_identity(&self, person: PersonId, new: &Identity, entries: &[NewEntry]) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "INSERT INTO identities (issuer, subject, person_id, shown, added_at) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (issuer, subject) DO NOTHING";
        let (issuer, subject, shown) = (new.issuer.as_str(), new.subject.as_str(), new.shown.as_str());
        let args = args![issuer, subject, person.0, shown, new.added_at.as_millisecond()];
        if tx.execute(sql, &args).await? == 0 {
            return Ok(false);
        }
        append(&mut tx, entries, new.added_at).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes that away from somebody; says whether it was theirs.
    pub async fn remove_identity(
        &self,
        person: PersonId,
        issuer: &str,
        subject: &str,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM identities WHERE person_id = $1 AND issuer = $2 AND subject = $3";
        if tx.execute(sql, &args![person.0, issuer, subject]).await? == 0 {
            return Ok(false);
        }
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(true)
    }
}
