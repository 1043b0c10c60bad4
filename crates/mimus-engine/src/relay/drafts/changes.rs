//! What becomes of drafts from routes when their posts are edited or deleted at their source.

use std::time::Instant;

use mimus_core::Post;
use mimus_core::desk::{Arriving, Content};
use mimus_store::{Becomes, BroughtMedium, DraftId, FollowedDraft, Route, RouteDraft, StoreError};
use serde_json::json;

use super::media::Fetching;
use super::{Making, NOBODY, only_store};
use crate::Engine;
use crate::desk::drafts::MAX_WORDS;

/// What happened to a post of a draft.
enum Change {
    Edited(Box<Post>),
    Gone,
}

/// What becomes of the drafts that have these posts.
pub(super) async fn follow(
    engine: &Engine,
    routes: &[Route],
    edited: Vec<(RouteDraft, Post)>,
    gone: Vec<RouteDraft>,
) -> Result<Vec<FollowedDraft>, StoreError> {
    let mut changes: Vec<(RouteDraft, Change)> =
        edited.into_iter().map(|(was, is)| (was, Change::Edited(Box::new(is)))).collect();
    changes.extend(gone.into_iter().map(|was| (was, Change::Gone)));
    let mut drafts: Vec<DraftId> = changes.iter().map(|(was, _)| was.draft).collect();
    // In one order everywhere, so that two who do this at once wait for each other and not both.
    drafts.sort_unstable();
    drafts.dedup();
    let fetching = Fetching::begin(Instant::now());
    let mut followed = Vec::new();
    for draft in drafts {
        let of_it: Vec<&(RouteDraft, Change)> =
            changes.iter().filter(|(was, _)| was.draft == draft).collect();
        let Some(route) =
            of_it.first().and_then(|(was, _)| routes.iter().find(|route| route.id == was.route))
        else {
            continue;
        };
        let Some(making) = Making::of(engine, route).await? else { continue };
        followed.push(one(&making, draft, &of_it, &fetching).await?);
    }
    Ok(followed)
}

/// The posts of a draft that are not gone, to be made into what it says.
fn standing(rows: &[RouteDraft]) -> (Vec<Arriving<'_>>, Vec<Vec<BroughtMedium>>) {
    let standing = rows.iter().filter(|row| !row.gone);
    standing.map(|row| (Arriving { post: &row.post, own_reply: row.own_reply }, row.media.clone())).unzip()
}

async fn one(
    making: &Making<'_>,
    draft: DraftId,
    changes: &[&(RouteDraft, Change)],
    fetching: &Fetching,
) -> Result<FollowedDraft, StoreError> {
    let engine = making.engine;
    let before = engine.store.origin_of_draft(draft).await?;
    let mut after = before.clone();
    let mut changed = vec![false; after.len()];
    for (was, change) in changes {
        let same = |row: &RouteDraft| row.post.origin.remote_id == was.post.origin.remote_id;
        let Some(at) = after.iter().position(same) else { continue };
        changed[at] = true;
        match change {
            Change::Edited(post) => after[at].post = Post::clone(post),
            Change::Gone => after[at].gone = true,
        }
    }
    let was = making.arrived(&standing(&before).0).ok();
    let all_gone = after.iter().all(|row| row.gone);
    let (posts, had) = standing(&after);
    let mut followed = FollowedDraft {
        route: making.route.id,
        draft,
        posts: Vec::new(),
        becomes: Becomes::Same,
        entries: Vec::new(),
        comment: String::new(),
        notes: Vec::new(),
    };
    let url = changes.iter().find_map(|(was, _)| was.post.origin.url.as_ref());
    let at = url.map(|url| format!(" ({url})")).unwrap_or_default();
    let what = if changes.iter().any(|(_, change)| matches!(change, Change::Gone)) {
        "was deleted"
    } else {
        "was edited"
    };
    let mut brought = None;
    let said = match making.made(&posts, &had, fetching).await {
        _ if all_gone => Err("it was deleted at its source".to_owned()),
        Err(why) => Err(format!("it has changed at its source, and its route leaves it now: {why}")),
        Ok(made) => Ok(made),
    };
    let accounts = [making.to.id];
    match said {
        Err(why) => {
            followed.becomes = Becomes::Dropped;
            followed.comment = format!(
                "The post that this came from{at} {what}: {why}. Decide whether this is still to go out, or to stay there."
            );
            let entries =
                engine.entries_for(NOBODY, "draft.dropped", String::new(), &accounts, json!({"why": why}));
            followed.entries = only_store(entries.await)?;
        }
        Ok(made) => {
            let arrived = making.arrived(&posts).map(|arrived| arrived.content);
            let same = matches!((&was, &arrived), (Some(was), Ok(is)) if was.content == *is)
                && made.media.concat() == had.concat();
            if !same {
                let (old, new) =
                    (was.map(|was| was.content).unwrap_or_default(), arrived.unwrap_or_default());
                let differs = different(&old, &new, made.media.concat() != had.concat());
                followed.comment = format!(
                    "The post that this came from{at} {what}; different now: {differs}. It says now:\n\n{}",
                    made.intent.content.text
                );
                let detail = json!({
                    "route": making.route.id.get(), "url": url, "different": differs, "to": made.hash
                });
                let entries = engine.entries_for(NOBODY, "draft.followed", String::new(), &accounts, detail);
                followed.entries = only_store(entries.await)?;
                followed.becomes = Becomes::Written {
                    content: Box::new(made.intent.content),
                    hash: made.hash,
                    account: making.to.id,
                };
                followed.notes = made.notes;
            }
            brought = Some(made.media);
        }
    }
    followed.comment = followed.comment.chars().take(MAX_WORDS).collect();
    let mut brought = brought.into_iter().flatten();
    for (row, changed) in after.into_iter().zip(changed) {
        let media = if row.gone { row.media } else { brought.next().unwrap_or(row.media) };
        if changed {
            followed.posts.push((row.post, media, row.gone));
        }
    }
    Ok(followed)
}

/// What of a draft is different, in words.
fn different(old: &Content, new: &Content, media: bool) -> String {
    let mut what = Vec::new();
    let mut tell = |is: bool, words| {
        if is {
            what.push(words);
        }
    };
    tell(old.text != new.text, "the words");
    tell(old.content_warning != new.content_warning, "the content warning");
    tell(old.sensitive != new.sensitive, "whether media are hidden");
    tell(old.language != new.language, "the language");
    tell(old.visibility != new.visibility, "who sees it");
    tell(media, "the media or their descriptions");
    tell(old.poll != new.poll, "the poll");
    tell(
        (&old.reply_to, &old.quote, &old.boost) != (&new.reply_to, &new.quote, &new.boost),
        "what it answers, quotes or boosts",
    );
    what.join(", ")
}
