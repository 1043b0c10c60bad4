//! Connected accounts: how they stand, their charters and slots, the brake.

use mimus_core::charter::Charter;
use mimus_core::desk::{Deed, Slots};
use mimus_engine::desk::accounts::AtDesk;
use mimus_store::AccountId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::problem::{Kind, Problem};
use super::table::Verb::{Get, Post, Put};
use super::table::{Gives, Operation, Run, Takes};
use mimus_core::desk::Scope;

/// Most slots of an account.
const MOST_SLOTS: usize = 100;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/accounts",
        "accounts",
        "The accounts that you have a role for; keepers see all.",
        Run::Known(Some(Scope::Read), |call| Box::pin(list(call))),
    )
    .gives(Gives::Json("Accounts")),
    Operation::new(
        Get,
        "/api/v1/accounts/{account}",
        "account",
        "One account: its charter, its slots, what its network takes, and whether anything goes out to it.",
        Run::Known(Some(Scope::Read), |call| Box::pin(show(call))),
    )
    .gives(Gives::Json("Account"))
    .problems(&[Kind::NotFound]),
    Operation::new(
        Put,
        "/api/v1/accounts/{account}",
        "keepAccount",
        "Writes an account's charter and slots anew. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(keep(call))),
    )
    .takes(Takes::Json("AccountRules"))
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::Time, Kind::Invalid]),
    Operation::new(
        Post,
        "/api/v1/accounts/{account}/brake",
        "brake",
        "Stops everything that is to go out from the Desk to an account.",
        Run::Known(Some(Scope::Publish), |call| Box::pin(brake(call, true))),
    )
    .takes(Takes::Json("Reason"))
    .problems(&[Kind::NotFound, Kind::MayNot]),
    Operation::new(
        Post,
        "/api/v1/accounts/{account}/release",
        "release",
        "Lets what is to go out go on. What was due meanwhile is missed, and not posted late.",
        Run::Known(Some(Scope::Publish), |call| Box::pin(brake(call, false))),
    )
    .takes(Takes::Json("Reason"))
    .problems(&[Kind::NotFound, Kind::MayNot]),
    Operation::new(
        Post,
        "/api/v1/accounts/{account}/requeue",
        "requeue",
        "Gives what missed its time on an account the next slots that are free, in its order. What nothing lets out any more stays \
         missed.",
        Run::Known(Some(Scope::Publish), |call| Box::pin(requeue(call))),
    )
    .gives(Gives::Json("Requeued"))
    .problems(&[Kind::NotFound, Kind::MayNot]),
];

/// What is done, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    #[serde(default)]
    pub(super) why: String,
}

fn account(at: &AtDesk) -> Value {
    json!({
        "id": at.account.id.get(),
        "name": at.account.name().to_string(),
        "network": at.account.network,
        "handle": at.account.handle,
        "state": at.account.state.as_str(),
        "state_reason": at.account.state_reason,
        "goes": at.goes(),
        "stopped": at.all_stopped.as_ref().or(at.desk.route_reason.as_ref()),
        "charter": at.desk.charter,
        "slots": at.desk.slots,
        "limits": at.account.limits,
    })
}

/// An account that is asked for by somebody who may see it.
async fn seen(call: &Call) -> Result<AtDesk, Problem> {
    let id: AccountId = call.param("account")?;
    if !call.by().may(Deed::Read, id) {
        return Err(Problem::not_found());
    }
    Ok(call.engine.desk_account(id).await?)
}

async fn list(call: Call) -> Result<Reply, Problem> {
    let accounts = call.engine.desk_accounts().await?;
    let seen = accounts.iter().filter(|at| call.by().may(Deed::Read, at.account.id));
    Ok(Reply::ok(json!({"accounts": seen.map(account).collect::<Value>()})))
}

async fn show(call: Call) -> Result<Reply, Problem> {
    Ok(Reply::ok(account(&seen(&call).await?)))
}

/// What its people have agreed on, and when it likes to publish.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    charter: Charter,
    slots: Slots,
}

async fn keep(call: Call) -> Result<Reply, Problem> {
    let id = seen(&call).await?.account.id;
    let rules: Rules = call.json()?;
    let days = rules.slots.slots.iter().flat_map(|slot| &slot.days);
    if rules.slots.slots.len() > MOST_SLOTS || days.into_iter().any(|day| !(1..=7).contains(day)) {
        return Err(Problem::new(
            Kind::Invalid,
            "an account has at most 100 slots, on days from 1 for Monday to 7 for Sunday",
        ));
    }
    call.engine.keep_charter(call.by(), id, &rules.charter, &rules.slots).await?;
    Ok(Reply::done())
}

async fn brake(call: Call, stop: bool) -> Result<Reply, Problem> {
    let id = seen(&call).await?.account.id;
    let reason: Reason = call.json()?;
    call.engine.brake(call.by(), id, stop, &reason.why).await?;
    Ok(Reply::done())
}

async fn requeue(call: Call) -> Result<Reply, Problem> {
    let id = seen(&call).await?.account.id;
    let again = call.engine.requeue_missed(call.by(), id).await?;
    Ok(Reply::ok(json!({"requeued": again})))
}
