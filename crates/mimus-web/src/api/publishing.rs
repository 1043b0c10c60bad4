//! The schedule: what is approved gets a time, and what is published is changed or taken back.

use jiff::Timestamp;
use mimus_core::desk::Scope;
use mimus_engine::desk::schedule::When;
use mimus_store::DraftId;
use serde::Deserialize;
use serde_json::json;

use super::accounts::Reason;
use super::call::{Call, Reply};
use super::drafts::Seen;
use super::problem::{Kind, Problem};
use super::table::Verb::Post;
use super::table::{Gives, Operation, Run, Takes};

/// What keeps something from going out.
const NOT_READY: &[Kind] = &[
    Kind::NotFound,
    Kind::MayNot,
    Kind::State,
    Kind::Changed,
    Kind::NotConnected,
    Kind::Blocked,
    Kind::NotApproved,
    Kind::Refused,
    Kind::Wanting,
    Kind::Time,
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/schedule",
        "schedule",
        "Gives a draft that is approved, and has this hash, its time.",
        Run::Known(Some(Scope::Publish), |call| Box::pin(schedule(call))),
    )
    .takes(Takes::Json("Schedule"))
    .gives(Gives::Json("Scheduled"))
    .problems(NOT_READY),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/unschedule",
        "unschedule",
        "Takes a draft out of the schedule, so that it can be changed.",
        Run::Known(Some(Scope::Publish), |call| Box::pin(unschedule(call))),
    )
    .takes(Takes::Json("Reason"))
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::State]),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/publish-change",
        "publishChange",
        "Has what is published changed to what the draft says now, which is approved and has this hash.",
        Run::Known(Some(Scope::Publish), |call| Box::pin(publish_change(call))),
    )
    .takes(Takes::Json("Seen"))
    .problems(NOT_READY),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/delete-published",
        "deletePublished",
        "Has everything that was published of a draft deleted on its networks, for a reason. Where a charter asks for reviewers, its \
         removal is asked for and approved first; keepers may do without.",
        Run::Known(Some(Scope::Publish), |call| Box::pin(delete_published(call))),
    )
    .takes(Takes::Json("Reason"))
    .problems(&[
        Kind::NotFound,
        Kind::MayNot,
        Kind::State,
        Kind::NoReason,
        Kind::NotApproved,
        Kind::Refused,
        Kind::Changed,
    ]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Schedule {
    hash: String,
    when: String,
}

fn when(words: &str) -> Result<When, Problem> {
    match words {
        "now" => Ok(When::Now),
        "next-slot" => Ok(When::NextSlot),
        "first-slot" => Ok(When::First),
        time => {
            let time: Result<Timestamp, _> = time.parse();
            time.map(When::At).map_err(|_| {
                Problem::new(
                    Kind::Body,
                    "when: write now, next-slot, first-slot, or a time such as 2026-11-24T09:30:00Z",
                )
            })
        }
    }
}

/// The draft that is meant, which whoever asks may see.
async fn seen(call: &Call) -> Result<DraftId, Problem> {
    Ok(call.engine.draft_for(call.by(), call.param("draft")?).await?.id)
}

async fn schedule(call: Call) -> Result<Reply, Problem> {
    let id = seen(&call).await?;
    let wanted: Schedule = call.json()?;
    let at = call.engine.schedule(call.by(), id, &wanted.hash, when(&wanted.when)?).await?;
    Ok(Reply::ok(json!({"at": at})))
}

async fn unschedule(call: Call) -> Result<Reply, Problem> {
    let id = seen(&call).await?;
    let reason: Reason = call.json()?;
    call.engine.unschedule(call.by(), id, &reason.why).await?;
    Ok(Reply::done())
}

async fn publish_change(call: Call) -> Result<Reply, Problem> {
    let id = seen(&call).await?;
    let seen: Seen = call.json()?;
    call.engine.publish_change(call.by(), id, &seen.hash).await?;
    Ok(Reply::done())
}

async fn delete_published(call: Call) -> Result<Reply, Problem> {
    let id = seen(&call).await?;
    let reason: Reason = call.json()?;
    call.engine.delete_published(call.by(), id, &reason.why).await?;
    Ok(Reply::done())
}
