//! Posts as they are read from the store.

use std::collections::HashMap;

use jiff::Timestamp;
use mimus_core::{LocalHandle, Post, PostId};

use crate::db::{Arg, args, built, placeholders};
use crate::files::{self, StoredFile};
use crate::mirrors::MirrorId;
use crate::row::Row;
use crate::{Result, Store};

/// A post with what is known of it here.
#[derive(Debug, Clone)]
pub struct StoredPost {
    /// Its id here.
    pub id: PostId,
    /// Whose it is.
    pub mirror: MirrorId,
    /// That mirror's name.
    pub handle: LocalHandle,
    /// 1, and one more with each edit.
    pub revision: u32,
    /// When it was last changed here.
    pub changed_at: Option<Timestamp>,
    /// When it was removed. A removed post keeps its words only until the janitor comes; never show them.
    pub deleted_at: Option<Timestamp>,
    /// The post as its source wrote it.
    pub post: Post,
    /// Its media by their position in the post, as far as they are known as files.
    pub media: Vec<StoredMedium>,
}

/// A medium of a post as a file.
#[derive(Debug, Clone)]
pub struct StoredMedium {
    /// Which of the post's media.
    pub position: usize,
    /// The file.
    pub file: StoredFile,
    /// The still picture that stands for a film.
    pub preview: Option<StoredFile>,
}

/// A part of a timeline, newest first.
#[derive(Debug, Clone, Default)]
pub struct PostPage {
    /// The posts.
    pub posts: Vec<StoredPost>,
    /// Whether there are older ones.
    pub more: bool,
}

const COLUMNS: &str = "p.id, p.mirror_id, m.handle, p.revision, p.changed_at, p.deleted_at, p.document";

fn stored(row: &Row) -> Result<StoredPost> {
    Ok(StoredPost {
        id: post_id(row.int(0)?)?,
        mirror: MirrorId(row.int(1)?),
        handle: row.parse(2, "mirrors.handle")?,
        revision: u32::try_from(row.int(3)?).unwrap_or(u32::MAX),
        changed_at: row.opt_time(4, "posts.changed_at")?,
        deleted_at: row.opt_time(5, "posts.deleted_at")?,
        post: row.json(6, "posts.document")?,
        media: Vec::new(),
    })
}

pub(crate) fn post_id(number: i64) -> Result<PostId> {
    PostId::from_stored(number)
        .ok_or(crate::StoreError::Unreadable { what: "posts.id", why: format!("{number} is negative") })
}

impl Store {
    async fn with_media(&self, mut posts: Vec<StoredPost>) -> Result<Vec<StoredPost>> {
        let with: Vec<Arg> =
            posts.iter().filter(|p| !p.post.media.is_empty()).map(|p| p.id.get().into()).collect();
        if with.is_empty() {
            return Ok(posts);
        }
        let file_columns = |alias: &str| {
            files::COLUMNS.split(", ").map(|c| format!("{alias}.{c}")).collect::<Vec<_>>().join(", ")
        };
        let sql = format!(
            "SELECT {}, x.post_id, x.position, x.preview_id FROM post_media x JOIN files f ON f.id = x.file_id \
             WHERE x.post_id IN ({}) ORDER BY x.post_id, x.position",
            file_columns("f"),
            placeholders(1, with.len())
        );
        let rows = self.db.rows(built(sql), &with).await?;
        let mut previews: HashMap<i64, StoredFile> = HashMap::new();
        let wanted: Vec<Arg> =
            rows.iter().filter_map(|r| r.opt_int(13).ok().flatten()).map(Arg::from).collect();
        if !wanted.is_empty() {
            let sql = format!(
                "SELECT {} FROM files f WHERE id IN ({})",
                file_columns("f"),
                placeholders(1, wanted.len())
            );
            for row in self.db.rows(built(sql), &wanted).await? {
                previews.insert(row.int(0)?, files::file(&row)?);
            }
        }
        let mut media: HashMap<i64, Vec<StoredMedium>> = HashMap::new();
        for row in rows {
            media.entry(row.int(11)?).or_default().push(StoredMedium {
                position: usize::try_from(row.int(12)?).unwrap_or(usize::MAX),
                file: files::file(&row)?,
                preview: row.opt_int(13)?.and_then(|id| previews.get(&id).cloned()),
            });
        }
        for post in &mut posts {
            post.media = media.remove(&post.id.get()).unwrap_or_default();
        }
        Ok(posts)
    }

    async fn select_posts(&self, rest: &str, args: &[Arg]) -> Result<Vec<StoredPost>> {
        let sql = built(format!("SELECT {COLUMNS} FROM posts p JOIN mirrors m ON m.id = p.mirror_id {rest}"));
        let posts = self.db.rows(sql, args).await?.iter().map(stored).collect::<Result<_>>()?;
        self.with_media(posts).await
    }

    /// A post, removed or not.
    pub async fn post(&self, id: PostId) -> Result<Option<StoredPost>> {
        Ok(self.select_posts("WHERE p.id = $1", &args![id.get()]).await?.pop())
    }

    /// A mirror's posts older than `before`, newest first.
    pub async fn timeline(&self, mirror: MirrorId, before: Option<PostId>, limit: u32) -> Result<PostPage> {
        let before = before.map_or(i64::MAX, PostId::get);
        let mut posts = self
            .select_posts(
                "WHERE p.mirror_id = $1 AND p.id < $2 AND p.deleted_at IS NULL ORDER BY p.id DESC LIMIT $3",
                &args![mirror.0, before, i64::from(limit) + 1],
            )
            .await?;
        let more = posts.len() > limit as usize;
        posts.truncate(limit as usize);
        Ok(PostPage { posts, more })
    }

    /// A mirror's posts newer than `after`, newest first: those next to it.
    pub async fn timeline_after(
        &self,
        mirror: MirrorId,
        after: PostId,
        limit: u32,
    ) -> Result<Vec<StoredPost>> {
        let mut posts = self
            .select_posts(
                "WHERE p.mirror_id = $1 AND p.id > $2 AND p.deleted_at IS NULL ORDER BY p.id LIMIT $3",
                &args![mirror.0, after.get(), limit],
            )
            .await?;
        posts.reverse();
        Ok(posts)
    }

    /// A mirror's posts with a hashtag, older than `before`, newest first. Tags are compared in lower case.
    pub async fn tagged(
        &self,
        mirror: MirrorId,
        tag: &str,
        before: Option<PostId>,
        limit: u32,
    ) -> Result<PostPage> {
        let before = before.map_or(i64::MAX, PostId::get);
        let mut posts = self
            .select_posts(
                "JOIN post_tags t ON t.post_id = p.id AND t.mirror_id = p.mirror_id WHERE p.mirror_id = $1 AND t.tag = $2 \
                 AND p.id < $3 AND p.deleted_at IS NULL ORDER BY p.id DESC LIMIT $4",
                &args![mirror.0, tag.to_lowercase(), before, i64::from(limit) + 1],
            )
            .await?;
        let more = posts.len() > limit as usize;
        posts.truncate(limit as usize);
        Ok(PostPage { posts, more })
    }

    /// A mirror's posts with these ids on their own network, by that id.
    pub async fn posts_by_remote_id(
        &self,
        mirror: MirrorId,
        remote_ids: &[&str],
    ) -> Result<HashMap<String, PostId>> {
        let mut found = HashMap::new();
        for chunk in remote_ids.chunks(400) {
            let sql = format!(
                "SELECT remote_id, id FROM posts WHERE mirror_id = $1 AND deleted_at IS NULL AND remote_id IN ({})",
                placeholders(2, chunk.len())
            );
            let mut args = vec![Arg::from(mirror.0)];
            args.extend(chunk.iter().map(|id| Arg::from(*id)));
            for row in self.db.rows(built(sql), &args).await? {
                found.insert(row.text(0)?, post_id(row.int(1)?)?);
            }
        }
        Ok(found)
    }

    /// Posts of any mirror with these ids on their own network: what a reply, quote or repost may lead to.
    pub async fn posts_known_as(
        &self,
        remote_ids: &[&str],
    ) -> Result<HashMap<String, (PostId, LocalHandle)>> {
        let mut found = HashMap::new();
        for chunk in remote_ids.chunks(400) {
            let sql = format!(
                "SELECT p.remote_id, p.id, m.handle FROM posts p JOIN mirrors m ON m.id = p.mirror_id \
                 WHERE p.deleted_at IS NULL AND p.is_repost = 0 AND p.remote_id IN ({})",
                placeholders(1, chunk.len())
            );
            let args: Vec<Arg> = chunk.iter().map(|id| Arg::from(*id)).collect();
            for row in self.db.rows(built(sql), &args).await? {
                found.insert(row.text(0)?, (post_id(row.int(1)?)?, row.parse(2, "mirrors.handle")?));
            }
        }
        Ok(found)
    }

    /// The posts of the same account that a post answers, the first of the thread first, at most `limit`.
    pub async fn ancestors(&self, post: &StoredPost, limit: usize) -> Result<Vec<StoredPost>> {
        let mut found: Vec<StoredPost> = Vec::new();
        let mut above = post.post.reply_to.as_ref().and_then(|r| r.remote_id.clone());
        while let (Some(remote_id), true) = (above.take(), found.len() < limit) {
            let args = args![post.mirror.0, remote_id.as_str()];
            let rest = "WHERE p.mirror_id = $1 AND p.remote_id = $2 AND p.deleted_at IS NULL";
            let Some(next) = self.select_posts(rest, &args).await?.pop() else { break };
            if next.id == post.id || found.iter().any(|known| known.id == next.id) {
                break;
            }
            above = next.post.reply_to.as_ref().and_then(|r| r.remote_id.clone());
            found.push(next);
        }
        found.reverse();
        Ok(found)
    }

    /// The posts of the same account that answer a post, and those that answer them, oldest first, at most
    /// `limit`.
    pub async fn descendants(&self, post: &StoredPost, limit: usize) -> Result<Vec<StoredPost>> {
        let mut found: Vec<StoredPost> = Vec::new();
        let mut level = vec![post.post.origin.remote_id.as_str().to_owned()];
        while !level.is_empty() && found.len() < limit {
            level.truncate(100);
            let rest = format!(
                "WHERE p.mirror_id = $1 AND p.reply_to IN ({}) AND p.deleted_at IS NULL ORDER BY p.id LIMIT {limit}",
                placeholders(2, level.len())
            );
            let mut args = vec![Arg::from(post.mirror.0)];
            args.extend(level.iter().map(|id| Arg::from(id.as_str())));
            let mut next = self.select_posts(&rest, &args).await?;
            next.retain(|p| p.id != post.id && !found.iter().any(|known| known.id == p.id));
            level = next.iter().map(|p| p.post.origin.remote_id.as_str().to_owned()).collect();
            found.extend(next);
        }
        found.truncate(limit);
        found.sort_by_key(|p| p.id);
        Ok(found)
    }

    /// The posts that show a file, as medium or preview.
    pub async fn posts_showing(&self, file: crate::FileId) -> Result<Vec<PostId>> {
        let sql = "SELECT DISTINCT post_id FROM post_media WHERE file_id = $1 OR preview_id = $1";
        self.db.rows(sql, &args![file.0]).await?.iter().map(|row| post_id(row.int(0)?)).collect()
    }

    /// Deletes what removed posts said, if they were removed before `before`; that they were is kept.
    pub async fn forget_removed(&self, before: Timestamp) -> Result<u64> {
        let sql = "DELETE FROM post_media WHERE post_id IN (SELECT id FROM posts WHERE deleted_at < $1)";
        self.db.execute(sql, &args![before.as_millisecond()]).await
    }
}
