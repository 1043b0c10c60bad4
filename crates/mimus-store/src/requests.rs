//! Mirrors that somebody asked for, what keepers decided, and the rules on source accounts.

use jiff::Timestamp;
use mimus_core::{AccessKind, AskedBy, LocalHandle, SourcePattern, XHandle};

use crate::db::{Tx, args, built, placeholders};
use crate::row::Row;
use crate::{MirrorState, Result, Store};

/// Requests that wait at most; what is asked beyond them is not kept.
pub const MAX_WAITING: u32 = 1_000;

/// Under this name all of a day's asks are counted.
const ALL: &str = "";

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestState {
    /// A keeper has yet to decide.
    Waiting,
    /// The account is mirrored, or was.
    Accepted,
    /// It is not to be.
    Refused,
}

impl RequestState {
    /// The word in tables and for people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }
}

impl std::str::FromStr for RequestState {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        [Self::Waiting, Self::Accepted, Self::Refused]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no state of a request"))
    }
}

/// An account on X that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorRequest {
    /// The account's handle there.
    pub handle: XHandle,
    /// Who asked first.
    pub asked_by: AskedBy,
    /// When it was asked for first.
    pub asked_at: Timestamp,
    /// How often, 1 or more.
    pub asks: u64,
    /// What became of it.
    pub state: RequestState,
    /// When a keeper, or a rule, decided.
    pub decided_at: Option<Timestamp>,
    /// Why it was refused, as whoever asks is told; empty where nothing is said.
    pub reason: Option<String>,
}

/// A rule about source accounts on X.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRule {
    /// Which account.
    pub pattern: SourcePattern,
    /// Whether it is never mirrored, or needs no decision.
    pub kind: AccessKind,
    /// Why, as whoever asks is told; empty where nothing is said.
    pub reason: String,
    /// Since when.
    pub created_at: Timestamp,
}

/// Whether one more mirror may be made without a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenPlace {
    /// It may, and is counted.
    Given,
    /// The day's number for all is used up.
    DayFull,
    /// The day's number for whoever asks is used up.
    AskerFull,
}

const COLUMNS: &str = "handle, asked_by, asked_at, asks, state, decided_at, reason";

fn request(row: &Row) -> Result<MirrorRequest> {
    Ok(MirrorRequest {
        handle: row.parse(0, "mirror_requests.handle")?,
        asked_by: row.parse(1, "mirror_requests.asked_by")?,
        asked_at: row.time(2, "mirror_requests.asked_at")?,
        asks: row.count(3)?,
        state: row.parse(4, "mirror_requests.state")?,
        decided_at: row.opt_time(5, "mirror_requests.decided_at")?,
        reason: row.opt_text(6)?,
    })
}

fn rule(row: &Row) -> Result<SourceRule> {
    Ok(SourceRule {
        pattern: row.parse(0, "source_rules.pattern")?,
        kind: row.parse(1, "source_rules.kind")?,
        reason: row.text(2)?,
        created_at: row.time(3, "source_rules.created_at")?,
    })
}

impl Store {
    /// Notes that an account was asked for, and returns the request as it stands; `None` where [`MAX_WAITING`] wait
    /// already and this would be one more.
    pub async fn note_ask(
        &self,
        handle: &XHandle,
        by: &AskedBy,
        now: Timestamp,
    ) -> Result<Option<MirrorRequest>> {
        let again =
            format!("UPDATE mirror_requests SET asks = asks + 1 WHERE handle = $1 RETURNING {COLUMNS}");
        if let Some(row) = self.db.write_rows(built(again), &args![handle.as_str()]).await?.first() {
            return request(row).map(Some);
        }
        let first = format!(
            "INSERT INTO mirror_requests (handle, asked_by, asked_at, asks, state) SELECT $1, $2, $3, 1, 'waiting' \
             WHERE (SELECT COUNT(*) FROM mirror_requests WHERE state = 'waiting') < $4 \
             ON CONFLICT (handle) DO UPDATE SET asks = mirror_requests.asks + 1 RETURNING {COLUMNS}"
        );
        let args = args![handle.as_str(), by.to_string(), now.as_millisecond(), MAX_WAITING];
        self.db.write_rows(built(first), &args).await?.first().map(request).transpose()
    }

    /// The request for an account.
    pub async fn mirror_request(&self, handle: &XHandle) -> Result<Option<MirrorRequest>> {
        let sql = format!("SELECT {COLUMNS} FROM mirror_requests WHERE handle = $1");
        self.db.row(built(sql), &args![handle.as_str()]).await?.as_ref().map(request).transpose()
    }

    /// Up to `limit` requests that wait, those first that have waited longest.
    pub async fn waiting_requests(&self, limit: u32) -> Result<Vec<MirrorRequest>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM mirror_requests WHERE state = 'waiting' ORDER BY asked_at, handle LIMIT $1"
        );
        self.db.rows(built(sql), &args![limit]).await?.iter().map(request).collect()
    }

    /// How many requests wait.
    pub async fn waiting_request_count(&self) -> Result<u64> {
        let sql = "SELECT COUNT(*) FROM mirror_requests WHERE state = 'waiting'";
        Ok(self.db.row(sql, &[]).await?.map(|row| row.count(0)).transpose()?.unwrap_or(0))
    }

    /// Keeps what was decided. An account that nobody asked for is kept as decided too, as asked for by `by`.
    pub async fn decide_request(
        &self,
        handle: &XHandle,
        by: &AskedBy,
        state: RequestState,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<()> {
        let sql = "INSERT INTO mirror_requests (handle, asked_by, asked_at, asks, state, decided_at, reason) \
                   VALUES ($1, $2, $3, 1, $4, $3, $5) ON CONFLICT (handle) DO UPDATE SET \
                   state = excluded.state, decided_at = excluded.decided_at, reason = excluded.reason";
        let reason = reason.map(str::to_owned);
        let args = args![handle.as_str(), by.to_string(), now.as_millisecond(), state.as_str(), reason];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// The mirror of the account that has, or had when it was last read, this handle on X, also one that was removed;
    /// of several the one that is not removed, then the newest.
    pub async fn mirror_of_x(&self, handle: &XHandle) -> Result<Option<(LocalHandle, MirrorState)>> {
        let sql = "SELECT handle, state FROM mirrors WHERE source_handle = $1 \
                   ORDER BY CASE state WHEN 'removed' THEN 1 ELSE 0 END, id DESC LIMIT 1";
        let row = self.db.row(sql, &args![handle.as_str()]).await?;
        row.map(|row| Ok((row.parse(0, "mirrors.handle")?, row.parse(1, "mirrors.state")?))).transpose()
    }

    /// Counts one more mirror that is made without a decision, where the day and the asker have a place left.
    /// Nodes that ask at once never exceed either number.
    pub async fn take_open_place(
        &self,
        by: &AskedBy,
        per_day: u32,
        per_asker: Option<u32>,
        day: i64,
    ) -> Result<OpenPlace> {
        let mut tx = self.db.begin().await?;
        tx.execute("DELETE FROM open_asks WHERE day < $1", &args![day - 1]).await?;
        if !take(&mut tx, day, ALL, per_day).await? {
            return Ok(OpenPlace::DayFull);
        }
        if let Some(most) = per_asker
            && !take(&mut tx, day, &by.to_string(), most).await?
        {
            // The transaction is given up, and with it the day's place.
            return Ok(OpenPlace::AskerFull);
        }
        tx.commit().await?;
        Ok(OpenPlace::Given)
    }

    /// All rules on source accounts, by their patterns.
    pub async fn source_rules(&self) -> Result<Vec<SourceRule>> {
        let sql = "SELECT pattern, kind, reason, created_at FROM source_rules ORDER BY pattern";
        self.db.rows(sql, &[]).await?.iter().map(rule).collect()
    }

    /// The rules of these patterns, denials first.
    pub async fn source_rules_of(&self, patterns: &[SourcePattern]) -> Result<Vec<SourceRule>> {
        if patterns.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT pattern, kind, reason, created_at FROM source_rules WHERE pattern IN ({}) \
             ORDER BY kind DESC, pattern",
            placeholders(1, patterns.len())
        );
        let args: Vec<_> = patterns.iter().map(|pattern| crate::db::Arg::from(pattern.to_string())).collect();
        self.db.rows(built(sql), &args).await?.iter().map(rule).collect()
    }

    /// Keeps a rule, over one of the same pattern.
    pub async fn keep_source_rule(&self, rule: &SourceRule) -> Result<()> {
        let sql = "INSERT INTO source_rules (pattern, kind, reason, created_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (pattern) DO UPDATE SET kind = excluded.kind, reason = excluded.reason, \
                   created_at = excluded.created_at";
        let args = args![
            rule.pattern.to_string(),
            rule.kind.as_str(),
            rule.reason.as_str(),
            rule.created_at.as_millisecond()
        ];
        self.db.execute(sql, &args).await.map(drop)
    }

    /// Removes a rule; says whether there was one.
    pub async fn remove_source_rule(&self, pattern: &SourcePattern) -> Result<bool> {
        let sql = "DELETE FROM source_rules WHERE pattern = $1";
        Ok(self.db.execute(sql, &args![pattern.to_string()]).await? > 0)
    }
}

async fn take(tx: &mut Tx, day: i64, name: &str, most: u32) -> Result<bool> {
    let there = "INSERT INTO open_asks (day, asked_by, asks) VALUES ($1, $2, 0) ON CONFLICT (day, asked_by) DO NOTHING";
    tx.execute(there, &args![day, name]).await?;
    let sql = "UPDATE open_asks SET asks = asks + 1 WHERE day = $1 AND asked_by = $2 AND asks < $3";
    Ok(tx.execute(sql, &args![day, name, most]).await? > 0)
}
