//! Media: kept for a draft, which names the file that is answered.

use mimus_core::desk::Scope;
use mimus_engine::desk::DeskError;
use mimus_engine::desk::drafts::Wrote;
use mimus_engine::desk::media::MAX_UPLOAD;
use mimus_store::DraftId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::problem::{Kind, Problem};
use super::table::Verb::{Get, Post};
use super::table::{Gives, LIMIT, Operation, Run, Takes};

/// Largest file that is taken, in bytes.
pub(super) const MAX_FILE: usize = MAX_UPLOAD as usize;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Post,
        "/api/v1/media",
        "keepMedium",
        "Keeps a picture, a film or sound of at most 40 MiB for a draft: the bytes as they are, which say what it is. What is \
         answered goes into the draft's media, with an alt text.",
        Run::Known(Some(Scope::Write), |call| Box::pin(keep(call))),
    )
    .takes(Takes::File)
    .gives(Gives::Json("Medium"))
    .problems(&[Kind::MayNot, Kind::Media]),
    Operation::new(
        Get,
        "/api/v1/media/undescribed",
        "undescribedMedia",
        "Media without an alt text, of drafts that are not done with and that you may write on; of the draft that was changed last \
         first.",
        Run::Known(Some(Scope::Read), |call| Box::pin(undescribed(call))),
    )
    .query(&[LIMIT])
    .gives(Gives::Json("UndescribedMedia")),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/describe",
        "describeMedium",
        "Says what a medium of a draft shows. Where its alt text is not what `before` says, nothing is changed and the answer is 409; \
         without `before` it must have none.",
        Run::Known(Some(Scope::Write), |call| Box::pin(describe(call))),
    )
    .takes(Takes::Json("Description"))
    .gives(Gives::Json("Wrote"))
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::State, Kind::Changed, Kind::Wanting, Kind::Content, Kind::Media]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    file: String,
    #[serde(default)]
    before: String,
    words: String,
}

async fn keep(call: Call) -> Result<Reply, Problem> {
    let kept = call.engine.keep_upload(&call.user.person, call.body).await?;
    Ok(Reply::ok(json!(kept)))
}

async fn undescribed(call: Call) -> Result<Reply, Problem> {
    let limit = call.limit()? as usize;
    let found = call.engine.undescribed(call.by()).await?;
    let one = |bare: &mimus_engine::desk::media::Undescribed| {
        json!({
            "draft": bare.draft.id.get(),
            "title": bare.draft.content.title(),
            "number": bare.number,
            "medium": bare.medium,
        })
    };
    Ok(Reply::ok(json!({"media": found.iter().take(limit).map(one).collect::<Value>(), "all": found.len()})))
}

async fn describe(call: Call) -> Result<Reply, Problem> {
    let id: DraftId = call.param("draft")?;
    call.engine.draft_for(call.by(), id).await?;
    let Description { file, before, words } = call.json()?;
    let (revision, merged) = match call.engine.describe(call.by(), id, &file, &before, &words).await? {
        Wrote::Now(revision) => (revision, false),
        Wrote::Merged(revision) => (revision, true),
        Wrote::Same => (call.engine.draft_for(call.by(), id).await?.revision, false),
        Wrote::Aside(_) => return Err(DeskError::Changed.into()),
    };
    Ok(Reply::ok(json!({"revision": revision, "merged": merged})))
}
