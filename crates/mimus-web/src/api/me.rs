//! Who asks, and with what.

use mimus_core::desk::Deed;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::problem::Problem;
use super::table::Verb::Get;
use super::table::{Gives, Operation, Run};
use super::tokens;

pub(super) const OPERATIONS: &[Operation] = &[Operation::new(
    Get,
    "/api/v1/me",
    "me",
    "Who asks, what they may do with each account, and their token. Any token will do.",
    Run::Known(None, |call| Box::pin(me(call))),
)
.gives(Gives::Json("Me"))];

async fn me(call: Call) -> Result<Reply, Problem> {
    let by = call.by();
    let accounts = call.engine.desk_accounts().await?;
    let seen = accounts.iter().filter(|at| by.may(Deed::Read, at.account.id));
    let accounts: Value = seen
        .map(|at| {
            let may: Vec<Deed> = Deed::ALL.into_iter().filter(|deed| by.may(*deed, at.account.id)).collect();
            let roles = by.roles.get(&at.account.id).cloned().unwrap_or_default();
            json!({"id": at.account.id.get(), "name": at.account.name().to_string(), "roles": roles, "may": may})
        })
        .collect();
    Ok(Reply::ok(json!({
        "id": by.id.get(),
        "name": by.name,
        "shown": by.shown,
        "keeper": by.keeper,
        "accounts": accounts,
        "token": tokens::shown(&call.user.token),
    })))
}
