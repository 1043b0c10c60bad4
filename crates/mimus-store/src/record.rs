//! Recording what a reading brought: posts, edits, removals, the log entries that follow from them, and how far
//! the source has been read, all in one transaction.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use mimus_core::{MediaSource, Post, PostId, RemoteId};

use crate::activities::{self, ActivityKind};
use crate::db::{Arg, Tx, args, built, placeholder_rows, placeholders};
use crate::files::{self, FileId};
use crate::mirrors::{MirrorId, MirrorState};
use crate::nodes::NodeName;
use crate::row::to_json;
use crate::{Result, Store, StoreError};

/// What happened to one post at its source.
#[derive(Debug)]
pub enum Change {
    /// It is there, new, changed or as it was.
    Seen(Box<Post>),
    /// It is gone.
    Gone(RemoteId),
}

/// What a reading brought.
#[derive(Debug)]
pub struct Recording<'a> {
    /// For which mirror.
    pub mirror: MirrorId,
    /// Who read it: the node that has claimed the source. Where the reading is finished it is given back.
    pub node: &'a NodeName,
    /// What happened.
    pub changes: &'a [Change],
    /// How far the source is read now.
    pub cursor: &'a str,
    /// When to read next; `None` for never.
    pub next_read_at: Option<Timestamp>,
    /// Whether this reading is finished, so that the next one brings news; not so between the pages of one.
    pub finished: bool,
    /// Whether new posts are pushed to followers. Edits and removals always are.
    pub announce: bool,
    /// How far a long reading has come.
    pub progress: Option<(u64, Option<u64>)>,
    /// A state that the mirror comes into with this reading, and why.
    pub state: Option<(MirrorState, String)>,
}

/// What recording it changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Posts that are new, or back after a removal under a new id.
    pub added: Vec<PostId>,
    /// Posts that were changed.
    pub changed: Vec<PostId>,
    /// Posts that were removed.
    pub removed: Vec<PostId>,
    /// Posts that stand as they stood.
    pub unchanged: u64,
}

/// The key under which a medium of a mirror is kept among the files.
pub struct WantedMedia;

impl WantedMedia {
    /// The URL itself, or `entry:MIRROR:PATH` for a file within the mirror's own archive.
    #[must_use]
    pub fn key(mirror: MirrorId, source: &MediaSource) -> String {
        match source {
            MediaSource::Url(url) => url.as_str().to_owned(),
            MediaSource::Entry(path) => format!("entry:{mirror}:{path}"),
        }
    }

    /// The path within an archive that a key names.
    #[must_use]
    pub fn entry_path(key: &str) -> Option<&str> {
        key.strip_prefix("entry:")?.split_once(':').map(|(_, path)| path)
    }
}

struct Known {
    id: PostId,
    revision: i64,
    deleted: bool,
    document: String,
}

impl Known {
    /// As it was last recorded. Its `created_at` is the one of the first reading: a source that moves its dates
    /// does not move the post.
    fn post(&self) -> Result<Post> {
        serde_json::from_str(&self.document)
            .map_err(|e| StoreError::Unreadable { what: "posts.document", why: e.to_string() })
    }
}

impl Store {
    /// Records a reading, all of it or nothing. Fails with [`StoreError::LeaseLost`] where somebody else has
    /// taken the source over since.
    pub async fn record(&self, recording: &Recording<'_>, now: Timestamp) -> Result<Recorded> {
        let mut tx = self.db.begin().await?;
        keep_progress(&mut tx, recording, now).await?;
        let known = known_posts(&mut tx, recording).await?;
        let mut result = Recorded::default();
        let mut new: HashMap<&str, Cow<'_, Post>> = HashMap::new();
        let mut order: Vec<&str> = Vec::new();
        for change in recording.changes {
            match change {
                Change::Seen(post) => {
                    let remote_id = post.origin.remote_id.as_str();
                    match known.get(remote_id) {
                        None => {
                            // Twice in one reading: the later one stands.
                            if new.insert(remote_id, Cow::Borrowed(post.as_ref())).is_none() {
                                order.push(remote_id);
                            }
                        }
                        Some(known) if known.deleted => {
                            if new.insert(remote_id, Cow::Owned(returned(known, post)?)).is_none() {
                                order.push(remote_id);
                                make_room(&mut tx, known).await?;
                            }
                        }
                        Some(known) => {
                            if revise(&mut tx, recording.mirror, known, post, now).await? {
                                result.changed.push(known.id);
                            } else {
                                result.unchanged += 1;
                            }
                        }
                    }
                }
                Change::Gone(remote_id) => {
                    if let Some(known) = known.get(remote_id.as_str()).filter(|k| !k.deleted) {
                        remove(&mut tx, recording.mirror, known, now).await?;
                        result.removed.push(known.id);
                    }
                }
            }
        }
        let new: Vec<&Post> = order.iter().filter_map(|id| new.get(id).map(Cow::as_ref)).collect();
        result.added = insert(&mut tx, recording.mirror, &new, now).await?;
        if recording.announce {
            for id in &result.added {
                activities::append(&mut tx, recording.mirror, ActivityKind::Publish, Some(*id), now).await?;
            }
        }
        keep_totals(&mut tx, recording, &result, &new).await?;
        tx.commit().await?;
        Ok(result)
    }

    /// Logs a change of a post that comes from here and not from its source, such as a medium that has arrived
    /// late. A post that was never pushed is not pushed by this.
    pub async fn touch_post(&self, mirror: MirrorId, id: PostId, now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE posts SET changed_at = $2 WHERE id = $1 AND deleted_at IS NULL AND is_repost = 0 AND EXISTS \
                   (SELECT 1 FROM activities a WHERE a.mirror_id = posts.mirror_id AND a.post_id = posts.id AND a.kind = 'publish')";
        if tx.execute(sql, &args![id.get(), now.as_millisecond()]).await? > 0 {
            activities::append(&mut tx, mirror, ActivityKind::Update, Some(id), now).await?;
        }
        tx.commit().await
    }
}

async fn keep_progress(tx: &mut Tx, recording: &Recording<'_>, now: Timestamp) -> Result<()> {
    let holder = (!recording.finished).then(|| recording.node.as_str().to_owned());
    let sql = "UPDATE sources SET cursor = $3, next_read_at = $4, quiet = CASE WHEN $5 = 1 THEN 0 ELSE quiet END, \
               failures = 0, last_error = NULL, last_read_at = $6, lease_owner = $7, \
               done = COALESCE($8, done), total = COALESCE($9, total) WHERE mirror_id = $1 AND lease_owner = $2";
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let args = args![
        recording.mirror.0,
        recording.node.as_str(),
        recording.cursor,
        recording.next_read_at.map(Timestamp::as_millisecond),
        recording.finished,
        now.as_millisecond(),
        holder,
        recording.progress.map(|(done, _)| number(done)),
        recording.progress.and_then(|(_, total)| total).map(number),
    ];
    if tx.execute(sql, &args).await? == 0 {
        return Err(StoreError::LeaseLost);
    }
    if let Some((state, reason)) = &recording.state {
        let sql = "UPDATE mirrors SET state = $2, state_reason = $3 WHERE id = $1 AND state <> 'removed'";
        tx.execute(sql, &args![recording.mirror.0, state.as_str(), reason.as_str()]).await?;
    }
    Ok(())
}

async fn known_posts(tx: &mut Tx, recording: &Recording<'_>) -> Result<HashMap<String, Known>> {
    let remote_ids: Vec<&str> = recording
        .changes
        .iter()
        .map(|change| match change {
            Change::Seen(post) => post.origin.remote_id.as_str(),
            Change::Gone(id) => id.as_str(),
        })
        .collect();
    let mut known = HashMap::new();
    for chunk in remote_ids.chunks(400) {
        let sql = format!(
            "SELECT remote_id, id, revision, deleted_at, document FROM posts WHERE mirror_id = $1 AND remote_id IN ({})",
            placeholders(2, chunk.len())
        );
        let mut args = vec![Arg::from(recording.mirror.0)];
        args.extend(chunk.iter().map(|id| Arg::from(*id)));
        for row in tx.rows(built(sql), &args).await? {
            let post = Known {
                id: crate::posts::post_id(row.int(1)?)?,
                revision: row.int(2)?,
                deleted: row.opt_int(3)?.is_some(),
                document: row.text(4)?,
            };
            known.insert(row.text(0)?, post);
        }
    }
    Ok(known)
}

async fn revise(tx: &mut Tx, mirror: MirrorId, known: &Known, post: &Post, now: Timestamp) -> Result<bool> {
    let old = known.post()?;
    let post = Post { created_at: old.created_at, ..post.clone() };
    if post == old {
        return Ok(false);
    }
    let words_changed = !post.says_what(&old);
    let sql = "UPDATE posts SET document = $2, revision = $3, changed_at = $4, reply_to = $5, is_repost = $6 WHERE id = $1";
    let args = args![
        known.id.get(),
        to_json(&post, "posts.document")?,
        known.revision + i64::from(words_changed),
        now.as_millisecond(),
        reply_to(&post),
        post.repost_of.is_some(),
    ];
    tx.execute(sql, &args).await?;
    for table in ["post_tags", "post_media"] {
        tx.execute(built(format!("DELETE FROM {table} WHERE post_id = $1")), &args![known.id.get()]).await?;
    }
    link(tx, mirror, &[(known.id, &post)], now).await?;
    if words_changed && post.repost_of.is_none() {
        activities::append(tx, mirror, ActivityKind::Update, Some(known.id), now).await?;
    }
    Ok(words_changed)
}

async fn remove(tx: &mut Tx, mirror: MirrorId, known: &Known, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE posts SET deleted_at = $2, changed_at = $2 WHERE id = $1",
        &args![known.id.get(), now.as_millisecond()],
    )
    .await?;
    activities::append(tx, mirror, ActivityKind::Delete, Some(known.id), now).await.map(drop)
}

/// A post that was removed and is seen again, in its old place among the others.
fn returned(known: &Known, post: &Post) -> Result<Post> {
    Ok(Post { created_at: known.post()?.created_at, ..post.clone() })
}

/// Gives a removed post's remote id free, and leaves its own id and address to say that it is gone.
///
/// Other servers remember the id of what was deleted and drop a `Create` that bears it (Mastodon keeps tombstones),
/// so a post that returns must do so under a new id.
async fn make_room(tx: &mut Tx, known: &Known) -> Result<()> {
    let args = args![known.id.get(), format!("removed:{}", known.id)];
    tx.execute("UPDATE posts SET remote_id = $2 WHERE id = $1", &args).await.map(drop)
}

fn reply_to(post: &Post) -> Option<String> {
    post.reply_to.as_ref().and_then(|r| r.remote_id.as_ref()).map(|id| id.as_str().to_owned())
}

/// Inserts new posts, giving ids that are free. Another node that takes the same id at the same moment makes the
/// transaction fail, and the reading is recorded again.
async fn insert(tx: &mut Tx, mirror: MirrorId, posts: &[&Post], now: Timestamp) -> Result<Vec<PostId>> {
    const COLUMNS: usize = 8;
    const ROWS: usize = 100;
    let mut taken: HashSet<i64> = HashSet::new();
    let wished: Vec<PostId> = posts
        .iter()
        .map(|p| PostId::new(p.created_at, &format!("{mirror}:{}:{}", p.origin.network, p.origin.remote_id)))
        .collect();
    for chunk in wished.chunks(400) {
        let sql = format!("SELECT id FROM posts WHERE id IN ({})", placeholders(1, chunk.len()));
        let args: Vec<Arg> = chunk.iter().map(|id| id.get().into()).collect();
        for row in tx.rows(built(sql), &args).await? {
            taken.insert(row.int(0)?);
        }
    }
    let mut ids = Vec::with_capacity(posts.len());
    for mut id in wished {
        while !taken.insert(id.get()) {
            id = id.bump();
            if tx.row("SELECT id FROM posts WHERE id = $1", &args![id.get()]).await?.is_some() {
                taken.insert(id.get());
            }
        }
        ids.push(id);
    }
    let numbered: Vec<(PostId, &Post)> = ids.iter().copied().zip(posts.iter().copied()).collect();
    for chunk in numbered.chunks(ROWS) {
        let sql = format!(
            "INSERT INTO posts (id, mirror_id, remote_id, reply_to, is_repost, created_at, recorded_at, document) VALUES {}",
            placeholder_rows(chunk.len(), COLUMNS)
        );
        let mut args: Vec<Arg> = Vec::with_capacity(chunk.len() * COLUMNS);
        for (id, post) in chunk {
            args.extend(args![
                id.get(),
                mirror.0,
                post.origin.remote_id.as_str(),
                reply_to(post),
                post.repost_of.is_some(),
                post.created_at.as_millisecond(),
                now.as_millisecond(),
                to_json(post, "posts.document")?,
            ]);
        }
        tx.execute(built(sql), &args).await?;
        link(tx, mirror, chunk, now).await?;
    }
    Ok(ids)
}

/// Links posts with their hashtags and media files.
async fn link(tx: &mut Tx, mirror: MirrorId, posts: &[(PostId, &Post)], now: Timestamp) -> Result<()> {
    let mut tags: Vec<Arg> = Vec::new();
    let mut media: Vec<(PostId, usize, String, Option<String>)> = Vec::new();
    for (id, post) in posts {
        let mut names: Vec<String> = post.text.hashtags().iter().map(|t| t.to_lowercase()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            tags.extend(args![mirror.0, name, id.get()]);
        }
        for (position, medium) in post.media.iter().enumerate() {
            let preview = medium.preview.as_ref().map(|source| WantedMedia::key(mirror, source));
            media.push((*id, position, WantedMedia::key(mirror, &medium.source), preview));
        }
    }
    for chunk in tags.chunks(3 * 200) {
        let values = placeholder_rows(chunk.len() / 3, 3);
        tx.execute(built(format!("INSERT INTO post_tags (mirror_id, tag, post_id) VALUES {values}")), chunk)
            .await?;
    }
    if media.is_empty() {
        return Ok(());
    }
    let mut sources: Vec<&str> = media
        .iter()
        .flat_map(|(_, _, file, preview)| [Some(file.as_str()), preview.as_deref()])
        .flatten()
        .collect();
    sources.sort_unstable();
    sources.dedup();
    let files: HashMap<String, FileId> = files::want(tx, &sources, now).await?.into_iter().collect();
    let rows: Vec<Arg> = media
        .iter()
        .filter_map(|(post, position, file, preview)| {
            let position = i64::try_from(*position).ok()?;
            let preview = preview.as_ref().and_then(|p| files.get(p)).map(|f| f.0);
            Some(args![post.get(), position, files.get(file)?.0, preview])
        })
        .flatten()
        .collect();
    for chunk in rows.chunks(4 * 200) {
        let values = placeholder_rows(chunk.len() / 4, 4);
        tx.execute(
            built(format!("INSERT INTO post_media (post_id, position, file_id, preview_id) VALUES {values}")),
            chunk,
        )
        .await?;
    }
    Ok(())
}

async fn keep_totals(tx: &mut Tx, recording: &Recording<'_>, result: &Recorded, new: &[&Post]) -> Result<()> {
    if result.added.is_empty() && result.removed.is_empty() {
        return Ok(());
    }
    let newest = new.iter().map(|p| p.created_at.as_millisecond()).max().unwrap_or(i64::MIN);
    let difference =
        i64::try_from(result.added.len()).unwrap_or(0) - i64::try_from(result.removed.len()).unwrap_or(0);
    let sql = "UPDATE mirrors SET posts = posts + $2, last_post_at = CASE WHEN last_post_at IS NULL OR last_post_at < $3 \
               THEN NULLIF($3, $4) ELSE last_post_at END WHERE id = $1";
    tx.execute(sql, &args![recording.mirror.0, difference, newest, i64::MIN]).await.map(drop)
}
