//! The people of the Desk.

use mimus_core::desk::Scope;
use mimus_store::{Person, PersonState};
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::problem::Problem;
use super::table::Verb::Get;
use super::table::{Gives, Operation, Run};

pub(super) const OPERATIONS: &[Operation] = &[Operation::new(
    Get,
    "/api/v1/people",
    "people",
    "Who works here. Keepers, with a token that has the scope keep, see everybody and their roles; others see the names of those \
     with whom they share an account.",
    Run::Known(Some(Scope::Read), |call| Box::pin(list(call))),
)
.gives(Gives::Json("People"))];

fn all_of(person: &Person) -> Value {
    let roles: Value = person
        .roles
        .iter()
        .map(|(account, roles)| json!({"account": account.get(), "roles": roles}))
        .collect();
    json!({
        "id": person.id.get(),
        "shown": person.shown,
        "name": person.name,
        "keeper": person.keeper,
        "state": person.state.as_str(),
        "accounts": roles,
    })
}

fn shares(one: &Person, other: &Person) -> bool {
    one.id == other.id || one.roles.keys().any(|account| other.roles.contains_key(account))
}

async fn list(call: Call) -> Result<Reply, Problem> {
    let by = call.by();
    let people = call.engine.store.people().await?;
    let shown: Value = if by.keeper && call.user.token.has(Scope::Keep) {
        people.iter().map(all_of).collect()
    } else {
        let colleagues = people.iter().filter(|person| person.state == PersonState::Active);
        let colleagues = colleagues.filter(|person| by.keeper || shares(by, person));
        colleagues.map(|person| json!({"id": person.id.get(), "shown": person.shown})).collect()
    };
    Ok(Reply::ok(json!({"people": shown})))
}
