//! What people hear of the Desk: feeds and digests of their own, and what is in them.

use jiff::Timestamp;
use mimus_core::desk::Ruling;

use super::people::Person;
use super::{DraftId, PersonId, PersonState, Rhythm};
use crate::db::{args, built};
use crate::relay::AccountId;
use crate::relay::publications::{COLUMNS, Publication, publication};
use crate::row::Row;
use crate::{Result, Store};

/// What somebody wants to hear, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsSettings {
    /// Whether they have a feed of their own.
    pub has_feed: bool,
    /// An address that they have not confirmed yet.
    pub pending: Option<String>,
    /// When they were last sent a link to confirm one.
    pub asked_at: Option<Timestamp>,
    /// How often they get a digest.
    pub rhythm: Rhythm,
    /// At which hour, from 0 to 23, in their zone.
    pub hour: u8,
    /// Their time zone, as in `Europe/Berlin`.
    pub zone: String,
    /// Up to when they have heard.
    pub since: Timestamp,
    /// When the next digest is due.
    pub next_at: Option<Timestamp>,
    /// Tries of it that came to nothing.
    pub failures: u32,
    /// When it is tried again, where it failed.
    pub retry_at: Option<Timestamp>,
    /// What came of the last of them.
    pub last_error: Option<String>,
    /// When the last one was sent.
    pub sent_at: Option<Timestamp>,
}

/// When somebody gets digests.
#[derive(Debug, Clone, Copy)]
pub struct DigestTimes<'a> {
    /// How often.
    pub rhythm: Rhythm,
    /// At which hour of their zone.
    pub hour: u8,
    /// Their zone.
    pub zone: &'a str,
    /// When the next one is due.
    pub next_at: Option<Timestamp>,
}

/// What others said about somebody's draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidOfDraft {
    /// The draft.
    pub draft: DraftId,
    /// Its title.
    pub title: String,
    /// What was ruled; none for a comment.
    pub ruling: Option<Ruling>,
    /// The number of the comment or ruling among its kind.
    pub number: i64,
    /// Who, by the name that others see.
    pub by: String,
    /// What they said.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

const SETTINGS: &str = "CAST(CASE WHEN feed IS NULL THEN 0 ELSE 1 END AS BIGINT), pending, asked_at, rhythm, hour, zone, since, \
                        next_at, failures, retry_at, last_error, sent_at";

fn settings(row: &Row) -> Result<NewsSettings> {
    let after_zero = |time: Timestamp| Some(time).filter(|time| time.as_millisecond() > 0);
    Ok(NewsSettings {
        has_feed: row.bool(0)?,
        pending: row.opt_text(1)?,
        asked_at: after_zero(row.time(2, "person_news.asked_at")?),
        rhythm: row.parse(3, "person_news.rhythm")?,
        hour: u8::try_from(row.int(4)?).unwrap_or(0),
        zone: row.text(5)?,
        since: row.time(6, "person_news.since")?,
        next_at: row.opt_time(7, "person_news.next_at")?,
        failures: u32::try_from(row.int(8)?).unwrap_or(u32::MAX),
        retry_at: after_zero(row.time(9, "person_news.retry_at")?),
        last_error: row.opt_text(10)?,
        sent_at: row.opt_time(11, "person_news.sent_at")?,
    })
}

const TOUCH: &str = "INSERT INTO person_news (person_id) VALUES ($1) ON CONFLICT (person_id) DO NOTHING";

impl Store {
    /// What somebody wants to hear; none where they never said.
    pub async fn news_settings(&self, person: PersonId) -> Result<Option<NewsSettings>> {
        let sql = built(format!("SELECT {SETTINGS} FROM person_news WHERE person_id = $1"));
        self.db.row(sql, &args![person.0]).await?.as_ref().map(settings).transpose()
    }

    /// Gives somebody a feed that opens by what has this hash, in place of the one before; or none.
    pub async fn set_feed(&self, person: PersonId, hash: Option<&str>) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.execute(TOUCH, &args![person.0]).await?;
        let sql = "UPDATE person_news SET feed = $2 WHERE person_id = $1";
        tx.execute(sql, &args![person.0, hash.map(str::to_owned)]).await?;
        tx.commit().await
    }

    /// Whose feed it is that opens by what has this hash; none where they were let go.
    pub async fn person_by_feed(&self, hash: &str) -> Result<Option<Person>> {
        let row = self.db.row("SELECT person_id FROM person_news WHERE feed = $1", &args![hash]).await?;
        let Some(row) = row else { return Ok(None) };
        let person = self.person(PersonId(row.int(0)?)).await?;
        Ok(person.filter(|person| person.state == PersonState::Active))
    }

    /// Keeps an address that is to be confirmed by what has this hash, until then. False where another was asked for after `unless`.
    pub async fn ask_address(
        &self,
        person: PersonId,
        address: &str,
        hash: &str,
        until: Timestamp,
        unless: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        tx.execute(TOUCH, &args![person.0]).await?;
        let sql = "UPDATE person_news SET pending = $2, pending_hash = $3, pending_until = $4, asked_at = $5 \
                   WHERE person_id = $1 AND asked_at <= $6";
        let args = args![
            person.0,
            address,
            hash,
            until.as_millisecond(),
            now.as_millisecond(),
            unless.as_millisecond()
        ];
        let asked = tx.execute(sql, &args).await? > 0;
        tx.commit().await?;
        Ok(asked)
    }

    /// Forgets that an address was to be confirmed: the link could not be sent.
    pub async fn unask_address(&self, person: PersonId, hash: &str) -> Result<()> {
        let sql = "UPDATE person_news SET pending = NULL, pending_hash = NULL, asked_at = 0 WHERE person_id = $1 AND pending_hash = $2";
        self.db.execute(sql, &args![person.0, hash]).await.map(drop)
    }

    /// Whose address is to be confirmed by what has this hash, and which it is.
    pub async fn address_asked(&self, hash: &str, now: Timestamp) -> Result<Option<(Person, String)>> {
        let sql = "SELECT person_id, pending FROM person_news WHERE pending_hash = $1 AND pending_until > $2 AND pending IS NOT NULL";
        let row = self.db.row(sql, &args![hash, now.as_millisecond()]).await?;
        let Some(row) = row else { return Ok(None) };
        let address = row.text(1)?;
        let person = self.person(PersonId(row.int(0)?)).await?;
        Ok(person.filter(|person| person.state == PersonState::Active).map(|person| (person, address)))
    }

    /// Takes on an address that was confirmed, once. False where there is none to be, or not any more.
    pub async fn confirm_address(&self, hash: &str, now: Timestamp) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE people SET email = (SELECT pending FROM person_news n WHERE n.person_id = people.id) WHERE id = \
                   (SELECT person_id FROM person_news WHERE pending_hash = $1 AND pending_until > $2 AND pending IS NOT NULL) \
                   AND state = 'active'";
        if tx.execute(sql, &args![hash, now.as_millisecond()]).await? == 0 {
            return Ok(false);
        }
        let sql = "UPDATE person_news SET pending = NULL, pending_hash = NULL, failures = 0, retry_at = 0, last_error = NULL \
                   WHERE pending_hash = $1";
        tx.execute(sql, &args![hash]).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets somebody's address, and with it digests.
    pub async fn forget_address(&self, person: PersonId) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.execute("UPDATE people SET email = NULL, digest = 0 WHERE id = $1", &args![person.0]).await?;
        let sql = "UPDATE person_news SET pending = NULL, pending_hash = NULL, rhythm = 'off', next_at = NULL, failures = 0, \
                   retry_at = 0, last_error = NULL WHERE person_id = $1";
        tx.execute(sql, &args![person.0]).await?;
        tx.commit().await
    }

    /// Keeps when somebody gets digests; who gets the first hears of what is from `now` on.
    pub async fn set_digest(&self, person: PersonId, times: DigestTimes<'_>, now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.execute(TOUCH, &args![person.0]).await?;
        let sql = "UPDATE person_news SET since = CASE WHEN rhythm = 'off' THEN $6 ELSE since END, rhythm = $2, hour = $3, zone = $4, \
                   next_at = $5, failures = 0, retry_at = 0, last_error = NULL WHERE person_id = $1";
        let args = args![
            person.0,
            times.rhythm.as_str(),
            i64::from(times.hour),
            times.zone,
            times.next_at.map(Timestamp::as_millisecond),
            now.as_millisecond()
        ];
        tx.execute(sql, &args).await?;
        let sql = "UPDATE people SET digest = $2 WHERE id = $1";
        tx.execute(sql, &args![person.0, times.rhythm != Rhythm::Off]).await?;
        tx.commit().await
    }

    /// Who is to get a digest now, and has confirmed their address.
    pub async fn digests_due(&self, now: Timestamp, limit: u32) -> Result<Vec<(Person, NewsSettings)>> {
        let sql = "SELECT n.person_id FROM person_news n JOIN people p ON p.id = n.person_id AND p.state = 'active' \
                   AND p.email IS NOT NULL WHERE n.next_at <= $1 AND n.retry_at <= $1 AND n.rhythm <> 'off' \
                   ORDER BY n.next_at, n.person_id LIMIT $2";
        let mut due = Vec::new();
        for row in self.db.rows(sql, &args![now.as_millisecond(), limit]).await? {
            let id = PersonId(row.int(0)?);
            if let (Some(person), Some(settings)) = (self.person(id).await?, self.news_settings(id).await?) {
                due.push((person, settings));
            }
        }
        Ok(due)
    }

    /// Says that somebody has their digest of what was up to `until`, and when the next one is due; `was` is when this one was.
    /// False where that was changed meanwhile. `sent` is false where there was nothing to tell.
    pub async fn digest_sent(
        &self,
        person: PersonId,
        was: Timestamp,
        until: Timestamp,
        next_at: Option<Timestamp>,
        sent: bool,
    ) -> Result<bool> {
        let sql = "UPDATE person_news SET since = $3, next_at = $4, failures = 0, retry_at = 0, last_error = NULL, \
                   sent_at = CASE WHEN $5 = 1 THEN $3 ELSE sent_at END WHERE person_id = $1 AND next_at = $2";
        let args = args![
            person.0,
            was.as_millisecond(),
            until.as_millisecond(),
            next_at.map(Timestamp::as_millisecond),
            i64::from(sent)
        ];
        Ok(self.db.execute(sql, &args).await? > 0)
    }

    /// Says that somebody's digest could not be sent, and when it is tried again.
    pub async fn digest_failed(&self, person: PersonId, why: &str, retry_at: Timestamp) -> Result<()> {
        let sql = "UPDATE person_news SET failures = failures + 1, last_error = $2, retry_at = $3 WHERE person_id = $1";
        self.db.execute(sql, &args![person.0, why, retry_at.as_millisecond()]).await.map(drop)
    }

    /// What others said of somebody's drafts after `since`, the newest first.
    pub async fn said_of_drafts(
        &self,
        author: PersonId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<SaidOfDraft>> {
        let sql = "SELECT d.id, d.title, s.ruling, s.number, p.shown, s.words, s.at FROM \
                   (SELECT draft_id, '' AS ruling, id AS number, person_id, words, written_at AS at FROM draft_comments UNION ALL \
                   SELECT draft_id, ruling, id, person_id, words, given_at FROM draft_rulings) s \
                   JOIN drafts d ON d.id = s.draft_id JOIN people p ON p.id = s.person_id \
                   WHERE d.author_id = $1 AND s.person_id <> $1 AND s.at > $2 ORDER BY s.at DESC, s.number DESC LIMIT $3";
        let rows = self.db.rows(sql, &args![author.0, since.as_millisecond(), limit]).await?;
        rows.iter()
            .map(|row| {
                let ruling = row.text(2)?;
                Ok(SaidOfDraft {
                    draft: DraftId(row.int(0)?),
                    title: row.text(1)?,
                    ruling: if ruling.is_empty() {
                        None
                    } else {
                        Some(row.parse(2, "draft_rulings.ruling")?)
                    },
                    number: row.int(3)?,
                    by: row.text(4)?,
                    words: row.text(5)?,
                    at: row.time(6, "draft_comments.written_at")?,
                })
            })
            .collect()
    }

    /// Publications of the Desk that came to an end after `since`, good or bad, on these accounts or on all, the newest first, with
    /// when they did.
    pub async fn ended_publications(
        &self,
        among: Option<&[AccountId]>,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<(Publication, Timestamp)>> {
        let among = match among {
            None => "1 = 1".to_owned(),
            Some([]) => return Ok(Vec::new()),
            Some(accounts) => {
                let numbers: Vec<String> = accounts.iter().map(|account| account.0.to_string()).collect();
                format!("p.account_id IN ({})", numbers.join(", "))
            }
        };
        let sql = built(format!(
            "SELECT {COLUMNS}, p.updated_at FROM publications p WHERE p.draft_id IS NOT NULL AND p.updated_at > $1 AND {among} \
             AND p.state IN ('published', 'partial', 'unknown', 'failed', 'missed') ORDER BY p.updated_at DESC, p.id DESC LIMIT $2"
        ));
        let rows = self.db.rows(sql, &args![since.as_millisecond(), limit]).await?;
        rows.iter().map(|row| Ok((publication(row)?, row.time(17, "publications.updated_at")?))).collect()
    }
}
