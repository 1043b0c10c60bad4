//! The open record.

use mimus_core::desk::{Deed, Scope};
use mimus_store::AccountId;
use serde_json::json;

use super::call::{Call, Reply};
use super::problem::{Kind, Problem};
use super::table::Verb::Get;
use super::table::{Gives, Is, LIMIT, Operation, Parameter, Run};

pub(super) const OPERATIONS: &[Operation] = &[Operation::new(
    Get,
    "/api/v1/record",
    "record",
    "Who did what, the newest first, each entry bound to the one before by its hash. You see what is of no account, and of those \
     that you have a role for; keepers see all. A page may hold fewer than were asked for; where a Link says so there are more.",
    Run::Known(Some(Scope::Read), |call| Box::pin(list(call))),
)
.query(&[
    Parameter { name: "account", about: "Only of this account.", is: Is::Number },
    Parameter { name: "before", about: "Only entries with a lower number.", is: Is::Number },
    LIMIT,
])
.gives(Gives::List("Record"))
.problems(&[Kind::NotFound])];

async fn list(call: Call) -> Result<Reply, Problem> {
    let by = call.by();
    let (limit, before) = (call.limit()?, call.value("before")?);
    let accounts = call.engine.desk_accounts().await?;
    let seen: Vec<String> = accounts
        .iter()
        .filter(|at| by.may(Deed::Read, at.account.id))
        .map(|at| at.account.name().to_string())
        .collect();
    let only = match call.value::<AccountId>("account")? {
        None => None,
        Some(id) if by.may(Deed::Read, id) => {
            Some(call.engine.desk_account(id).await?.account.name().to_string())
        }
        Some(_) => return Err(Problem::not_found()),
    };
    let found = call.engine.store.record_entries(only.as_deref(), before, limit).await?;
    let last = found.last().filter(|last| found.len() == limit as usize && last.seq > 1);
    let link = last.map(|last| call.next(&last.seq.to_string()));
    let shown: Vec<_> = found
        .iter()
        .filter(|entry| by.keeper || entry.account.as_ref().is_none_or(|account| seen.contains(account)))
        .collect();
    Ok(Reply::ok(json!({"entries": shown})).linked(link))
}
