//! The parts of publications: what stands on the network, and what may.

use std::collections::HashSet;

use jiff::Timestamp;

use super::publications::{COLUMNS, Publication, publication};
use super::{AccountId, PartState, PublicationId};
use crate::db::{Arg, args, built, placeholders};
use crate::row::Row;
use crate::{Result, Store};

/// One post of a publication's thread on its network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPart {
    /// Its place in the thread, from 0.
    pub position: u32,
    /// Of which revision of the publication it is.
    pub revision: u32,
    /// How it stands.
    pub state: PartState,
    /// The mark of its words, by which they are known again.
    pub mark: String,
    /// Its words as they were sent.
    pub words: String,
    /// Its id there, once it is known.
    pub remote_id: Option<String>,
    /// Where people find it.
    pub url: Option<String>,
    /// When it was sent off.
    pub sent_at: Timestamp,
}

/// The words of a part.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// By which they are known again.
    pub mark: &'a str,
    /// As they are sent.
    pub text: &'a str,
}

pub(crate) fn part(row: &Row) -> Result<PublishedPart> {
    Ok(PublishedPart {
        position: u32::try_from(row.int(0)?).unwrap_or(u32::MAX),
        revision: u32::try_from(row.int(1)?).unwrap_or(u32::MAX),
        state: row.parse(2, "publication_parts.state")?,
        mark: row.text(3)?,
        words: row.text(4)?,
        remote_id: row.opt_text(5)?,
        url: row.opt_text(6)?,
        sent_at: row.time(7, "publication_parts.sent_at")?,
    })
}

impl Store {
    /// The parts of a publication in the order of their thread.
    pub async fn parts(&self, id: PublicationId) -> Result<Vec<PublishedPart>> {
        let sql = "SELECT position, revision, state, mark, words, remote_id, url, sent_at FROM publication_parts \
                   WHERE publication_id = $1 ORDER BY position";
        let rows = self.db.rows(sql, &args![id.0]).await?;
        rows.iter().map(part).collect()
    }

    /// Says, before it is done, that a part is being sent. It stays so until it is known what became of it.
    pub async fn part_sending(
        &self,
        publication: &Publication,
        position: u32,
        words: Words<'_>,
        now: Timestamp,
    ) -> Result<()> {
        let sql = "INSERT INTO publication_parts (publication_id, position, account_id, revision, state, mark, words, \
                   sent_at) VALUES ($1, $2, $3, $4, 'sending', $5, $6, $7) ON CONFLICT (publication_id, position) DO UPDATE SET \
                   revision = excluded.revision, state = 'sending', mark = excluded.mark, words = excluded.words, remote_id = NULL, url = NULL, \
                   sent_at = excluded.sent_at";
        let args = args![
            publication.id.0,
            position,
            publication.account.0,
            publication.revision,
            words.mark,
            words.text,
            now.as_millisecond()
        ];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// Says that a part is there as it stands in this revision.
    pub async fn part_published(
        &self,
        publication: &Publication,
        position: u32,
        words: Words<'_>,
        remote_id: &str,
        url: Option<&str>,
    ) -> Result<()> {
        let sql = "UPDATE publication_parts SET state = 'published', revision = $3, mark = $4, words = $5, remote_id = $6, url = $7 \
                   WHERE publication_id = $1 AND position = $2";
        let url = url.map(str::to_owned);
        let args =
            args![publication.id.0, position, publication.revision, words.mark, words.text, remote_id, url];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// Forgets a part that is known not to be there, or marks one that was there as deleted.
    pub async fn part_gone(&self, id: PublicationId, position: u32) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql =
            "DELETE FROM publication_parts WHERE publication_id = $1 AND position = $2 AND remote_id IS NULL";
        tx.execute(sql, &args![id.0, position]).await?;
        let sql =
            "UPDATE publication_parts SET state = 'deleted' WHERE publication_id = $1 AND position = $2";
        tx.execute(sql, &args![id.0, position]).await?;
        tx.commit().await
    }

    /// Records what somebody has seen of a part that was on its way: that it is there under this id, or that it is not.
    /// Without such a part nothing happens, and the answer is false.
    pub async fn part_settled(&self, id: PublicationId, there: Option<(&str, Option<&str>)>) -> Result<bool> {
        let changed = match there {
            Some((remote_id, url)) => {
                let sql = "UPDATE publication_parts SET state = 'published', remote_id = $2, url = $3 \
                           WHERE publication_id = $1 AND state = 'sending'";
                self.db.execute(sql, &args![id.0, remote_id, url.map(str::to_owned)]).await?
            }
            None => {
                let sql = "DELETE FROM publication_parts WHERE publication_id = $1 AND state = 'sending'";
                self.db.execute(sql, &args![id.0]).await?
            }
        };
        Ok(changed > 0)
    }

    /// Which of these posts of an account were published from here: they are no news.
    pub async fn published_here(&self, account: AccountId, posts: &[String]) -> Result<HashSet<String>> {
        let mut ours = HashSet::new();
        for posts in posts.chunks(200) {
            let sql = built(format!(
                "SELECT remote_id FROM publication_parts WHERE account_id = $1 AND remote_id IN ({})",
                placeholders(2, posts.len())
            ));
            let mut args = vec![Arg::from(account.0)];
            args.extend(posts.iter().map(|post| Arg::from(post.as_str())));
            for row in &self.db.rows(sql, &args).await? {
                ours.insert(row.text(0)?);
            }
        }
        Ok(ours)
    }

    /// The marks of the words that are on their way to an account, with the time since which they are.
    pub async fn words_on_their_way(&self, account: AccountId) -> Result<Vec<(String, Timestamp)>> {
        let sql = "SELECT mark, sent_at FROM publication_parts WHERE account_id = $1 AND state = 'sending' \
                   AND remote_id IS NULL";
        let rows = self.db.rows(sql, &args![account.0]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.time(1, "publication_parts.sent_at")?))).collect()
    }

    /// The publication that a post of an account belongs to.
    pub async fn publication_at(&self, account: AccountId, remote_id: &str) -> Result<Option<Publication>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM publications p JOIN publication_parts q ON q.publication_id = p.id \
             WHERE q.account_id = $1 AND q.remote_id = $2"
        ));
        self.db.row(sql, &args![account.0, remote_id]).await?.as_ref().map(publication).transpose()
    }
}
