//! Drafts that are made of what a route brings: which post is in which, each once.

use std::collections::HashMap;

use jiff::Timestamp;
use mimus_core::desk::{Content, DraftMedium};
use mimus_core::{MediaSource, Post};
use serde::{Deserialize, Serialize};

use super::publications::Publication;
use super::{AccountId, RouteId, RouteSourceId};
use crate::db::{Arg, Tx, args, built, placeholders};
use crate::desk::drafts::{Window, Written, insert_draft, keep_revision};
use crate::desk::record::{NewEntry, append};
use crate::desk::reviews::{Comment, insert_comment};
use crate::desk::{DraftId, DraftState};
use crate::row::{Row, to_json};
use crate::{Result, Store};

/// A medium of a post that is in the media folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BroughtMedium {
    /// Where it was had.
    pub from: MediaSource,
    /// The medium as a draft has it.
    pub medium: DraftMedium,
}

/// A post that a route brought, and the draft that it is in.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteDraft {
    /// The route.
    pub route: RouteId,
    /// The draft.
    pub draft: DraftId,
    /// Which of the draft's posts it is, from 0.
    pub position: u32,
    /// Whether it answers its own author.
    pub own_reply: bool,
    /// The post as it was last read.
    pub post: Post,
    /// Those of its media that were had.
    pub media: Vec<BroughtMedium>,
    /// Whether it is gone at its source.
    pub gone: bool,
}

/// A post of a draft that is made.
#[derive(Debug, Clone)]
pub struct NewRoutePost {
    /// The post.
    pub post: Post,
    /// Whether it answers its own author.
    pub own_reply: bool,
    /// Those of its media that were had.
    pub media: Vec<BroughtMedium>,
}

/// A draft that is made of what a route brought.
#[derive(Debug, Clone)]
pub struct NewRouteDraft {
    /// The route.
    pub route: RouteId,
    /// For which account.
    pub account: AccountId,
    /// The posts that it is made of, in their order.
    pub posts: Vec<NewRoutePost>,
    /// What it says.
    pub content: Content,
    /// The hash of what an approval binds.
    pub hash: String,
    /// Where it comes from, for people.
    pub proposer: String,
    /// What the record says of it; what each is about is filled in.
    pub entries: Vec<NewEntry>,
    /// What is said to those who take it on.
    pub comments: Vec<String>,
}

/// What becomes of a draft whose posts have changed.
#[derive(Debug, Clone)]
pub enum Becomes {
    /// It says what it said.
    Same,
    /// It says something else.
    Written {
        /// What.
        content: Box<Content>,
        /// The hash of what an approval binds.
        hash: String,
        /// Where it goes.
        account: AccountId,
    },
    /// Nothing becomes of it.
    Dropped,
}

/// A draft whose posts have changed, or are gone.
#[derive(Debug, Clone)]
pub struct FollowedDraft {
    /// The route that brought them.
    pub route: RouteId,
    /// The draft.
    pub draft: DraftId,
    /// The posts that have changed: each as it is now, with its media, and whether it is gone.
    pub posts: Vec<(Post, Vec<BroughtMedium>, bool)>,
    /// What becomes of the draft where nobody has touched it.
    pub becomes: Becomes,
    /// What the record says of that.
    pub entries: Vec<NewEntry>,
    /// What is said where somebody has.
    pub comment: String,
    /// What is said in any case.
    pub notes: Vec<String>,
}

const COLUMNS: &str = "o.route_id, o.draft_id, o.position, o.own_reply, o.post, o.media, o.gone";

/// Nobody has touched a draft that is still held apart and that only its route has written.
const UNTOUCHED: &str = "state = 'held' AND editor_id IS NULL";

fn route_draft(row: &Row) -> Result<RouteDraft> {
    Ok(RouteDraft {
        route: RouteId(row.int(0)?),
        draft: DraftId(row.int(1)?),
        position: u32::try_from(row.int(2)?).unwrap_or(u32::MAX),
        own_reply: row.bool(3)?,
        post: row.json(4, "route_drafts.post")?,
        media: row.json(5, "route_drafts.media")?,
        gone: row.bool(6)?,
    })
}

impl Store {
    /// Those of these posts that are in drafts, by route and post.
    pub async fn route_drafts_of(
        &self,
        source: RouteSourceId,
        posts: &[String],
    ) -> Result<HashMap<(RouteId, String), RouteDraft>> {
        let mut found = HashMap::new();
        for posts in posts.chunks(200) {
            let sql = built(format!(
                "SELECT {COLUMNS} FROM route_drafts o WHERE o.route_id IN (SELECT id FROM routes WHERE source_id = $1) \
                 AND o.source_post IN ({})",
                placeholders(2, posts.len())
            ));
            let mut args = vec![Arg::from(source.0)];
            args.extend(posts.iter().map(|post| Arg::from(post.as_str())));
            for row in &self.db.rows(sql, &args).await? {
                let known = route_draft(row)?;
                found.insert((known.route, known.post.origin.remote_id.as_str().to_owned()), known);
            }
        }
        Ok(found)
    }

    /// The posts that a draft was made of, in their order; none where no route has brought it.
    pub async fn origin_of_draft(&self, draft: DraftId) -> Result<Vec<RouteDraft>> {
        let sql =
            built(format!("SELECT {COLUMNS} FROM route_drafts o WHERE o.draft_id = $1 ORDER BY o.position"));
        self.db.rows(sql, &args![draft.0]).await?.iter().map(route_draft).collect()
    }

    /// How many drafts were made by a route since.
    pub async fn drafts_made_since(&self, route: RouteId, since: Timestamp) -> Result<u64> {
        let sql = "SELECT COUNT(*) FROM route_drafts WHERE route_id = $1 AND made_at >= $2 AND position = 0";
        let row = self.db.row(sql, &args![route.0, since.as_millisecond()]).await?;
        row.map_or(Ok(0), |row| row.count(0))
    }

    /// Records what becomes of drafts whose posts have changed, outside of a reading.
    pub async fn follow_drafts(&self, followed: &[FollowedDraft], now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let mut entries = Vec::new();
        for followed in followed {
            entries.extend(follow(&mut tx, followed, now).await?);
        }
        append(&mut tx, &entries, now).await?;
        tx.commit().await
    }

    /// Makes a draft in place of a publication that has not begun, which is skipped with the reason. False where its post has
    /// changed meanwhile.
    pub async fn draft_instead(
        &self,
        publication: &Publication,
        new: &NewRouteDraft,
        why: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE publications SET state = 'skipped', reason = $3, due_at = NULL, updated_at = $4 \
                   WHERE id = $1 AND revision = $2";
        let args = args![publication.id.0, publication.revision, why, now.as_millisecond()];
        if tx.execute(sql, &args).await? == 0 {
            return Ok(false);
        }
        if let Some((_, entries)) = make(&mut tx, new, now).await? {
            append(&mut tx, &entries, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}

fn about(draft: DraftId, entries: &[NewEntry]) -> Vec<NewEntry> {
    let about = format!("draft {draft}");
    entries.iter().map(|entry| NewEntry { about: about.clone(), ..entry.clone() }).collect()
}

/// Makes a draft, with what the record is to say of it. None where its posts are in drafts already.
pub(super) async fn make(
    tx: &mut Tx,
    new: &NewRouteDraft,
    now: Timestamp,
) -> Result<Option<(DraftId, Vec<NewEntry>)>> {
    for one in &new.posts {
        let sql = "SELECT 1 FROM route_drafts WHERE route_id = $1 AND source_post = $2";
        if tx.row(sql, &args![new.route.0, one.post.origin.remote_id.as_str()]).await?.is_some() {
            return Ok(None);
        }
    }
    let accounts = [new.account];
    let written = Written {
        content: &new.content,
        hash: &new.hash,
        accounts: &accounts,
        window: Window::default(),
        by: None,
    };
    let draft = insert_draft(tx, DraftState::Held, &written, Some(&new.proposer), now).await?;
    for (position, one) in (0_i64..).zip(&new.posts) {
        let sql = "INSERT INTO route_drafts (route_id, source_post, draft_id, position, own_reply, post, media, made_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let args = args![
            new.route.0,
            one.post.origin.remote_id.as_str(),
            draft.0,
            position,
            one.own_reply,
            to_json(&one.post, "route_drafts.post")?,
            to_json(&one.media, "route_drafts.media")?,
            now.as_millisecond(),
        ];
        tx.execute(sql, &args).await?;
    }
    for words in &new.comments {
        insert_comment(tx, draft, &Comment { by: None, words: words.clone(), at: now }).await?;
    }
    Ok(Some((draft, about(draft, &new.entries))))
}

/// Has a draft follow its posts, or says what has become of them; returns what the record is to say.
pub(super) async fn follow(tx: &mut Tx, followed: &FollowedDraft, now: Timestamp) -> Result<Vec<NewEntry>> {
    for (post, media, gone) in &followed.posts {
        let sql = "UPDATE route_drafts SET post = $3, media = $4, gone = $5 WHERE route_id = $1 AND source_post = $2";
        let args = args![
            followed.route.0,
            post.origin.remote_id.as_str(),
            to_json(post, "route_drafts.post")?,
            to_json(media, "route_drafts.media")?,
            *gone,
        ];
        tx.execute(sql, &args).await?;
    }
    let draft = followed.draft;
    let followed_it = match &followed.becomes {
        Becomes::Same => return Ok(Vec::new()),
        Becomes::Written { content, hash, account } => {
            let sql = built(format!(
                "UPDATE drafts SET title = $2, content = $3, hash = $4, revision = revision + 1, updated_at = $5, \
                 with_media = $6 WHERE id = $1 AND {UNTOUCHED}"
            ));
            let args = args![
                draft.0,
                content.title(),
                to_json(content, "drafts.content")?,
                hash.as_str(),
                now.as_millisecond(),
                !content.media.is_empty(),
            ];
            let is_written = tx.execute(sql, &args).await? > 0;
            if is_written {
                let accounts = [*account];
                let written =
                    Written { content, hash, accounts: &accounts, window: Window::default(), by: None };
                keep_revision(tx, draft.0, false, &written, now).await?;
            }
            is_written
        }
        Becomes::Dropped => {
            let sql = built(format!(
                "UPDATE drafts SET state = 'dropped', updated_at = $2 WHERE id = $1 AND {UNTOUCHED}"
            ));
            tx.execute(sql, &args![draft.0, now.as_millisecond()]).await? > 0
        }
    };
    let said = (!followed_it).then_some(&followed.comment);
    for words in said.into_iter().chain(&followed.notes) {
        insert_comment(tx, draft, &Comment { by: None, words: words.clone(), at: now }).await?;
    }
    Ok(if followed_it { about(draft, &followed.entries) } else { Vec::new() })
}
