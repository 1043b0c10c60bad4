//! That what is published is to be deleted: asked for, looked at, withdrawn. It is ruled on as a draft is, by its own hash.

use mimus_core::desk::{Scope, Standing};
use mimus_store::DraftId;
use serde_json::{Value, json};

use super::accounts::Reason;
use super::call::{Call, Reply};
use super::problem::{Kind, Problem};
use super::table::Verb::{Delete, Get, Post};
use super::table::{Gives, Operation, Run, Takes};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/drafts/{draft}/removal",
        "removal",
        "The removal that is asked for of what is published of a draft, if one is, and how it stands. Reviewers rule on its hash.",
        Run::Known(Some(Scope::Read), |call| Box::pin(removal(call))),
    )
    .gives(Gives::Json("Removal"))
    .problems(&[Kind::NotFound]),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/removal",
        "askRemoval",
        "Asks that everything that was published of a draft be deleted on its networks, for a reason.",
        Run::Known(Some(Scope::Write), |call| Box::pin(ask(call))),
    )
    .takes(Takes::Json("Reason"))
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::State, Kind::NoReason, Kind::Changed]),
    Operation::new(
        Delete,
        "/api/v1/drafts/{draft}/removal",
        "withdrawRemoval",
        "Withdraws the removal that is asked for.",
        Run::Known(Some(Scope::Write), |call| Box::pin(withdraw(call))),
    )
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::Changed]),
];

async fn removal(call: Call) -> Result<Reply, Problem> {
    let draft = call.engine.draft_for(call.by(), call.param("draft")?).await?;
    let asked = call.engine.removal(&draft).await?;
    let asked = asked.map(|asked| {
        let (standing, wanting) = match asked.standing() {
            Standing::Approved => ("approved", None),
            Standing::Wanting(more) => ("wanting", Some(more)),
            Standing::Refused => ("refused", None),
        };
        let mut shown = json!({
            "by": asked.removal.by.get(),
            "why": asked.removal.why,
            "hash": asked.removal.hash,
            "asked_at": asked.removal.asked_at,
            "standing": standing,
        });
        if let (Some(more), Value::Object(shown)) = (wanting, &mut shown) {
            shown.insert("wanting".into(), json!(more));
        }
        shown
    });
    Ok(Reply::ok(json!({"removal": asked})))
}

async fn ask(call: Call) -> Result<Reply, Problem> {
    let id: DraftId = call.param("draft")?;
    call.engine.draft_for(call.by(), id).await?;
    let reason: Reason = call.json()?;
    call.engine.ask_removal(call.by(), id, &reason.why).await?;
    Ok(Reply::done())
}

async fn withdraw(call: Call) -> Result<Reply, Problem> {
    let id: DraftId = call.param("draft")?;
    call.engine.draft_for(call.by(), id).await?;
    call.engine.withdraw_removal(call.by(), id).await?;
    Ok(Reply::done())
}
