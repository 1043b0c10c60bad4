//! Mirrors: source accounts that are republished here as actors.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use mimus_core::{LocalHandle, MirrorPolicy, Profile};

use crate::db::{Arg, args, built, is_unique_violation, placeholders};
use crate::desk::record::{NewEntry, append};
use crate::files::FileId;
use crate::row::{Row, to_json};
use crate::{Result, Store, StoreError};

/// A mirror's number in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MirrorId(pub(crate) i64);

impl MirrorId {
    /// The number itself.
    #[must_use]
    pub fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for MirrorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for MirrorId {
    type Err = String;

    fn from_str(word: &str) -> std::result::Result<Self, String> {
        match word.parse() {
            Ok(number) if number > 0 => Ok(Self(number)),
            _ => Err(format!("{word:?} is no number; the list shows those there are")),
        }
    }
}

/// What a mirror is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MirrorState {
    /// It is read and can be followed.
    Active,
    /// It is not read; what is here stays.
    Paused,
    /// Its source has ended; what is here stays, unless the source took it away.
    Ended,
    /// It is gone: its addresses answer 410 and its handle is not given out again.
    Removed,
}

impl MirrorState {
    /// The word in tables and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Ended => "ended",
            Self::Removed => "removed",
        }
    }
}

impl fmt::Display for MirrorState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for MirrorState {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        [Self::Active, Self::Paused, Self::Ended, Self::Removed]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no state of a mirror"))
    }
}

/// A mirror as it stands in the store.
#[derive(Debug, Clone)]
pub struct Mirror {
    /// Its number.
    pub id: MirrorId,
    /// Its name here.
    pub handle: LocalHandle,
    /// What it is doing.
    pub state: MirrorState,
    /// Why it is paused, ended or removed.
    pub state_reason: Option<String>,
    /// What goes on and how.
    pub policy: MirrorPolicy,
    /// The source account's profile as last read.
    pub profile: Profile,
    /// The stored picture.
    pub avatar: Option<FileId>,
    /// The stored banner.
    pub banner: Option<FileId>,
    /// The actor's public key, PEM.
    pub public_key: String,
    /// The number of the last activity in its log.
    pub head: i64,
    /// How many posts are shown.
    pub posts: u64,
    /// When the newest of them was written.
    pub last_post_at: Option<Timestamp>,
    /// When the mirror was made.
    pub created_at: Timestamp,
    /// When profile or policy last changed.
    pub updated_at: Timestamp,
}

/// A mirror to be made.
#[derive(Debug)]
pub struct NewMirror<'a> {
    /// Its name here.
    pub handle: &'a LocalHandle,
    /// Where it reads, as [`crate::Source::location`].
    pub location: &'a str,
    /// What goes on and how.
    pub policy: &'a MirrorPolicy,
    /// The profile as far as it is known.
    pub profile: &'a Profile,
    /// The actor's private key, PKCS#8 DER, sealed or not as the caller keeps it.
    pub private_key: &'a [u8],
    /// The actor's public key, PEM.
    pub public_key: &'a str,
    /// When it is first read; `None` leaves it unread.
    pub first_read_at: Option<Timestamp>,
    /// Who reads it first, so that nobody else takes it before.
    pub reader: Option<&'a crate::NodeName>,
}

pub(crate) const COLUMNS: &str = "id, handle, state, state_reason, policy, profile, avatar_id, banner_id, public_key, head, posts, last_post_at, created_at, updated_at";

pub(crate) fn mirror(row: &Row) -> Result<Mirror> {
    Ok(Mirror {
        id: MirrorId(row.int(0)?),
        handle: row.parse(1, "mirrors.handle")?,
        state: row.parse(2, "mirrors.state")?,
        state_reason: row.opt_text(3)?,
        policy: row.json(4, "mirrors.policy")?,
        profile: row.json(5, "mirrors.profile")?,
        avatar: row.opt_int(6)?.map(FileId),
        banner: row.opt_int(7)?.map(FileId),
        public_key: row.text(8)?,
        head: row.int(9)?,
        posts: row.count(10)?,
        last_post_at: row.opt_time(11, "mirrors.last_post_at")?,
        created_at: row.time(12, "mirrors.created_at")?,
        updated_at: row.time(13, "mirrors.updated_at")?,
    })
}

impl Store {
    /// Makes a mirror with its source. The handle and the location must be free; a removed mirror's handle is
    /// not, its location is.
    pub async fn add_mirror(&self, new: &NewMirror<'_>, now: Timestamp) -> Result<MirrorId> {
        self.add_mirror_by(new, &[], now).await
    }

    /// The same by somebody's decision, which the record keeps.
    pub async fn add_mirror_by(
        &self,
        new: &NewMirror<'_>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<MirrorId> {
        let ms = now.as_millisecond();
        let mut tx = self.db.begin().await?;
        let insert = "INSERT INTO mirrors (handle, state, policy, profile, private_key, public_key, created_at, updated_at, source_handle) \
                      VALUES ($1, 'active', $2, $3, $4, $5, $6, $6, $7) RETURNING id";
        let args = args![
            new.handle.as_str(),
            to_json(new.policy, "mirrors.policy")?,
            to_json(new.profile, "mirrors.profile")?,
            new.private_key.to_vec(),
            new.public_key,
            ms,
            new.profile.handle_on_x(),
        ];
        let taken = |what: String| {
            move |error| match error {
                StoreError::Database(error) if is_unique_violation(&error) => StoreError::Taken { what },
                other => other,
            }
        };
        let row = tx.row(insert, &args).await.map_err(taken(format!("the handle @{}", new.handle)))?;
        let id = row.ok_or(sqlx::Error::RowNotFound)?.int(0)?;
        tx.execute(
            "INSERT INTO sources (mirror_id, location, next_read_at, lease_owner) VALUES ($1, $2, $3, $4)",
            &args![
                id,
                new.location,
                new.first_read_at.map(Timestamp::as_millisecond),
                new.reader.map(|node| node.as_str().to_owned()),
            ],
        )
        .await
        .map_err(taken(format!("{} (it is mirrored here already)", new.location)))?;
        append(&mut tx, entries, now).await?;
        tx.commit().await?;
        Ok(MirrorId(id))
    }

    /// The mirror of that name, whatever its state.
    pub async fn mirror(&self, handle: &LocalHandle) -> Result<Option<Mirror>> {
        let sql = crate::db::built(format!("SELECT {COLUMNS} FROM mirrors WHERE handle = $1"));
        self.db.row(sql, &args![handle.as_str()]).await?.as_ref().map(mirror).transpose()
    }

    /// The mirror of that number, whatever its state.
    pub async fn mirror_by_id(&self, id: MirrorId) -> Result<Option<Mirror>> {
        let sql = crate::db::built(format!("SELECT {COLUMNS} FROM mirrors WHERE id = $1"));
        self.db.row(sql, &args![id.0]).await?.as_ref().map(mirror).transpose()
    }

    /// The mirror that reads from a location.
    pub async fn mirror_by_location(&self, location: &str) -> Result<Option<Mirror>> {
        let sql = crate::db::built(format!(
            "SELECT {COLUMNS} FROM mirrors WHERE id = (SELECT mirror_id FROM sources WHERE location = $1)"
        ));
        self.db.row(sql, &args![location]).await?.as_ref().map(mirror).transpose()
    }

    /// Mirrors that are not removed, by handle, those after `after` only, at most `limit`.
    pub async fn mirrors(&self, after: Option<&LocalHandle>, limit: u32) -> Result<Vec<Mirror>> {
        let sql = crate::db::built(format!(
            "SELECT {COLUMNS} FROM mirrors WHERE state <> 'removed' AND handle > $1 ORDER BY handle LIMIT $2"
        ));
        let after = after.map_or("", LocalHandle::as_str);
        self.db.rows(sql, &args![after, limit]).await?.iter().map(mirror).collect()
    }

    /// How many mirrors are not removed, and how many posts they show.
    pub async fn mirror_totals(&self) -> Result<(u64, u64)> {
        let sql =
            "SELECT COUNT(*), CAST(COALESCE(SUM(posts), 0) AS BIGINT) FROM mirrors WHERE state <> 'removed'";
        let row = self.db.row(sql, &[]).await?.ok_or(sqlx::Error::RowNotFound)?;
        Ok((row.count(0)?, row.count(1)?))
    }

    /// The mirrors of accounts on X, by their handles there in lower case; of two mirrors of one the older.
    pub async fn mirrors_of_x(&self, handles: &[String]) -> Result<HashMap<String, LocalHandle>> {
        let mut found = HashMap::new();
        for chunk in handles.chunks(400) {
            let sql = format!(
                "SELECT source_handle, handle FROM mirrors WHERE state <> 'removed' AND source_handle IN ({}) ORDER BY id",
                placeholders(1, chunk.len())
            );
            let args: Vec<Arg> = chunk.iter().map(|handle| Arg::from(handle.as_str())).collect();
            for row in self.db.rows(built(sql), &args).await? {
                found.entry(row.text(0)?).or_insert(row.parse(1, "mirrors.handle")?);
            }
        }
        Ok(found)
    }

    /// The actor's private key as it was given to [`Store::add_mirror`].
    pub async fn private_key(&self, id: MirrorId) -> Result<Option<Vec<u8>>> {
        let row = self.db.row("SELECT private_key FROM mirrors WHERE id = $1", &args![id.0]).await?;
        row.map(|row| row.bytes(0)).transpose()
    }

    /// Pauses, resumes or ends a mirror. Resuming makes the next reading quiet: what was missed is taken in
    /// without being pushed. Says whether anything changed; a removed mirror stays removed.
    pub async fn set_mirror_state(
        &self,
        id: MirrorId,
        state: MirrorState,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<bool> {
        self.set_mirror_state_by(id, state, reason, &[], now).await
    }

    /// The same by somebody's decision, which the record keeps where it changed something.
    pub async fn set_mirror_state_by(
        &self,
        id: MirrorId,
        state: MirrorState,
        reason: Option<&str>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let changed = tx
            .execute(
                "UPDATE mirrors SET state = $2, state_reason = $3, unfollowed_since = NULL WHERE id = $1 AND state <> 'removed' \
                 AND state <> $2",
                &args![id.0, state.as_str(), reason.map(str::to_owned)],
            )
            .await?
            > 0;
        if changed {
            match state {
                MirrorState::Active => {
                    tx.execute(
                        "UPDATE sources SET next_read_at = $2, quiet = 1, failures = 0, last_error = NULL WHERE mirror_id = $1",
                        &args![id.0, now.as_millisecond()],
                    )
                    .await?;
                }
                MirrorState::Paused | MirrorState::Ended | MirrorState::Removed => {
                    tx.execute(
                        "UPDATE sources SET next_read_at = NULL, lease_owner = NULL WHERE mirror_id = $1",
                        &args![id.0],
                    )
                    .await?;
                }
            }
            append(&mut tx, entries, now).await?;
        }
        tx.commit().await?;
        Ok(changed)
    }

    /// Removes a mirror: its posts, media links, followers and source go; its name, key, log and subscriptions
    /// stay, so that every server that knows it can be told. The activity that tells them is appended.
    pub async fn remove_mirror(&self, id: MirrorId, reason: Option<&str>, now: Timestamp) -> Result<bool> {
        self.remove_mirror_by(id, reason, &[], now).await
    }

    /// The same by somebody's decision, which the record keeps where it changed something.
    pub async fn remove_mirror_by(
        &self,
        id: MirrorId,
        reason: Option<&str>,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<bool> {
        let ms = now.as_millisecond();
        let mut tx = self.db.begin().await?;
        let changed = tx
            .execute(
                "UPDATE mirrors SET state = 'removed', state_reason = $2, removed_at = $3, updated_at = $3, posts = 0, \
                 last_post_at = NULL, avatar_id = NULL, banner_id = NULL WHERE id = $1 AND state <> 'removed'",
                &args![id.0, reason.map(str::to_owned), ms],
            )
            .await?
            > 0;
        if changed {
            crate::activities::append(&mut tx, id, crate::ActivityKind::RemoveActor, None, now).await?;
            for table in ["post_tags", "received", "followers", "refusals", "sources", "posts"] {
                let sql = crate::db::built(format!("DELETE FROM {table} WHERE mirror_id = $1"));
                tx.execute(sql, &args![id.0]).await?;
            }
            append(&mut tx, entries, now).await?;
        }
        tx.commit().await?;
        Ok(changed)
    }

    /// Keeps a profile as newly read, with its pictures; `announce` appends an activity for the followers.
    /// Says whether anything changed.
    pub async fn set_profile(
        &self,
        id: MirrorId,
        profile: &Profile,
        pictures: (Option<FileId>, Option<FileId>),
        announce: bool,
        now: Timestamp,
    ) -> Result<bool> {
        let Some(old) = self.mirror_by_id(id).await? else { return Ok(false) };
        if old.profile == *profile && (old.avatar, old.banner) == pictures {
            return Ok(false);
        }
        let mut tx = self.db.begin().await?;
        tx.execute(
            "UPDATE mirrors SET profile = $2, avatar_id = $3, banner_id = $4, updated_at = $5, source_handle = $6 WHERE id = $1",
            &args![
                id.0,
                to_json(profile, "mirrors.profile")?,
                pictures.0.map(|f| f.0),
                pictures.1.map(|f| f.0),
                now.as_millisecond(),
                profile.handle_on_x(),
            ],
        )
        .await?;
        if announce {
            crate::activities::append(&mut tx, id, crate::ActivityKind::UpdateActor, None, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}
