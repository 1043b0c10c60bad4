//! What linked pages say of themselves, kept for a while so that nobody is asked twice. It is not backed up: it can be had again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::PersonId;
use crate::db::{Arg, args, built, placeholders};
use crate::{Result, Store, StoreError};

/// The card of a linked page, or why it has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkCard {
    /// It has one.
    There(PageWords),
    /// Its server answered with this status.
    Status(u16),
    /// It has no title.
    NoTitle,
    /// It is no web page.
    NoPage,
    /// It is larger than what is read.
    TooLarge,
    /// Its server did not answer in time.
    Slow,
    /// Its server cannot be asked, or may not be.
    Away,
}

/// What a page says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageWords {
    /// Its title.
    pub title: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the site is called, or its host.
    pub site: String,
    /// Its picture, by the file's name in the media folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Whether it names a picture, had or not.
    pub names_picture: bool,
    /// What that shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture_alt: Option<String>,
}

/// What became of asking to look at a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardClaim {
    /// It is theirs to look at.
    Taken,
    /// It is known, or somebody looks at it just now.
    Known,
    /// They have had too many looked at.
    TooMany,
}

impl Store {
    /// The cards of pages that are known by now; one that is just being looked at is not yet.
    pub async fn link_cards(&self, urls: &[String], now: Timestamp) -> Result<Vec<(String, LinkCard)>> {
        let mut found = Vec::new();
        for urls in urls.chunks(100) {
            let sql = built(format!(
                "SELECT url, card FROM link_cards WHERE until_at > $1 AND card IS NOT NULL AND url IN ({})",
                placeholders(2, urls.len())
            ));
            let mut args = vec![Arg::from(now.as_millisecond())];
            args.extend(urls.iter().map(|url| Arg::from(url.as_str())));
            for row in self.db.rows(sql, &args).await? {
                found.push((row.text(0)?, row.json(1, "link_cards.card")?));
            }
        }
        Ok(found)
    }

    /// Takes it upon somebody to look at a page until `until`, unless it is known or somebody does already, or they have had `most`
    /// looked at after `since`.
    pub async fn claim_link_card(
        &self,
        url: &str,
        by: PersonId,
        most: u64,
        since: Timestamp,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<CardClaim> {
        let mut tx = self.db.begin().await?;
        // Takes their row, so that what they ask for at once is counted one after the other.
        tx.execute("UPDATE people SET state = state WHERE id = $1", &args![by.0]).await?;
        let sql = "SELECT COUNT(*) FROM link_cards WHERE asked_by = $1 AND asked_at > $2";
        let row = tx.row(sql, &args![by.0, since.as_millisecond()]).await?;
        let is_known = tx
            .row(
                "SELECT 1 FROM link_cards WHERE url = $1 AND until_at > $2",
                &args![url, now.as_millisecond()],
            )
            .await?
            .is_some();
        if is_known {
            return Ok(CardClaim::Known);
        }
        if row.map_or(Ok(0), |row| row.count(0))? >= most {
            return Ok(CardClaim::TooMany);
        }
        let sql = "INSERT INTO link_cards (url, card, asked_by, asked_at, until_at) VALUES ($1, NULL, $2, $3, $4) \
                   ON CONFLICT (url) DO UPDATE SET card = NULL, asked_by = $2, asked_at = $3, until_at = $4 \
                   WHERE link_cards.until_at <= $3";
        let args = args![url, by.0, now.as_millisecond(), until.as_millisecond()];
        let taken = tx.execute(sql, &args).await? > 0;
        tx.commit().await?;
        Ok(if taken { CardClaim::Taken } else { CardClaim::Known })
    }

    /// Keeps what was seen of a page until `until`.
    pub async fn keep_link_card(&self, url: &str, card: &LinkCard, until: Timestamp) -> Result<()> {
        let card = serde_json::to_string(card)
            .map_err(|error| StoreError::Unreadable { what: "link_cards.card", why: error.to_string() })?;
        let sql = "UPDATE link_cards SET card = $2, until_at = $3 WHERE url = $1";
        self.db.execute(sql, &args![url, card, until.as_millisecond()]).await.map(drop)
    }

    /// Forgets what was known of pages until `before`. Returns the files that no card has any more.
    pub async fn forget_link_cards(&self, before: Timestamp) -> Result<Vec<String>> {
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM link_cards WHERE until_at <= $1 RETURNING card";
        let gone = tx.rows(sql, &args![before.as_millisecond()]).await?;
        let mut files: Vec<String> = Vec::new();
        for row in &gone {
            let card = row.opt_text(0)?.and_then(|card| serde_json::from_str(&card).ok());
            if let Some(LinkCard::There(PageWords { picture: Some(file), .. })) = card {
                files.push(file);
            }
        }
        files.sort_unstable();
        files.dedup();
        let mut free = Vec::new();
        for file in files {
            let sql = "SELECT 1 FROM link_cards WHERE card LIKE $1 LIMIT 1";
            if tx.row(sql, &args![format!("%\"{file}\"%")]).await?.is_none() {
                free.push(file);
            }
        }
        tx.commit().await?;
        Ok(free)
    }
}
