//! The brake for all accounts at once.

use mimus_core::desk::Scope;

use super::accounts::Reason;
use super::call::{Call, Reply};
use super::mirrors::must_keep;
use super::problem::{Kind, Problem};
use super::table::Verb::Post;
use super::table::{Operation, Run, Takes};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Post,
        "/api/v1/brake",
        "brakeAll",
        "Stops everything that is to go out to any account, from the Desk and by routes; it wants a reason. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(brake(call, true))),
    )
    .takes(Takes::Json("Reason"))
    .problems(&[Kind::MayNot, Kind::Wanting]),
    Operation::new(
        Post,
        "/api/v1/brake/release",
        "releaseAll",
        "Lets everything go on. What was due meanwhile goes out now unless its time is over. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(brake(call, false))),
    )
    .takes(Takes::Json("Reason"))
    .problems(&[Kind::MayNot]),
];

async fn brake(call: Call, stop: bool) -> Result<Reply, Problem> {
    must_keep(&call)?;
    let reason: Reason = call.json()?;
    call.engine.brake_all(call.by(), stop, &reason.why).await?;
    Ok(Reply::done())
}
