//! The people of the Desk. No program makes a keeper or a new link for somebody who is here: whoever got hold of its token would be
//! them from then on.

use mimus_core::desk::{Role, Scope};
use mimus_store::{Person, PersonId, PersonState};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply, account};
use super::problem::{Kind, Problem};
use super::table::Verb::{Delete, Get, Post, Put};
use super::table::{Gives, Operation, Run, Takes};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/people",
        "people",
        "Who works here. Keepers, with a token that has the scope keep, see everybody and their roles; others see the names of \
         those with whom they share an account.",
        Run::Known(Some(Scope::Read), |call| Box::pin(list(call))),
    )
    .gives(Gives::Json("People")),
    Operation::new(
        Post,
        "/api/v1/people",
        "invite",
        "Invites somebody with roles for an account, or without any. The link is good once, for a week, and shown this once. For \
         keepers; a keeper is only made at the Desk.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(invite(call))),
    )
    .takes(Takes::Json("NewPerson"))
    .gives(Gives::Created("Invitation"))
    .problems(&[Kind::MayNot, Kind::NotFound, Kind::Body, Kind::Invalid]),
    Operation::new(
        Put,
        "/api/v1/people/{person}/roles",
        "writeRoles",
        "Gives somebody exactly these roles for an account. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(write_roles(call))),
    )
    .takes(Takes::Json("WrittenRoles"))
    .problems(&[Kind::MayNot, Kind::NotFound, Kind::Body]),
    Operation::new(
        Delete,
        "/api/v1/people/{person}",
        "letGo",
        "Lets somebody go: their sessions, tokens and feeds end at once, what they did stays in the record. For keepers, and not \
         for themselves.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(let_go(call))),
    )
    .problems(&[Kind::MayNot, Kind::NotFound, Kind::Wanting]),
];

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

/// Somebody who is to come.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPerson {
    name: String,
    #[serde(default)]
    shown: String,
    account: Option<i64>,
    #[serde(default)]
    roles: Vec<Role>,
}

async fn invite(call: Call) -> Result<Reply, Problem> {
    let new: NewPerson = call.json()?;
    let at = new.account.map(account).transpose()?;
    let invited = call.engine.invite(call.by(), &new.name, &new.shown, false, at, &new.roles).await;
    let (name, token) = invited?;
    let person = call.engine.store.person_named(&name).await?.ok_or_else(Problem::not_found)?;
    let base = call.engine.addresses.base();
    let link = format!("{base}/desk/enter/{}", token.expose());
    let body = json!({"id": person.id.get(), "name": name, "link": link});
    Ok(Reply::created(body, format!("/desk/people/{}", person.id)))
}

/// The roles that somebody is to have for an account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRoles {
    account: i64,
    roles: Vec<Role>,
}

async fn write_roles(call: Call) -> Result<Reply, Problem> {
    let person: PersonId = call.param("person")?;
    let written: WrittenRoles = call.json()?;
    call.engine.set_roles(call.by(), person, account(written.account)?, &written.roles).await?;
    Ok(Reply::done())
}

async fn let_go(call: Call) -> Result<Reply, Problem> {
    call.engine.end_person(call.by(), call.param("person")?).await?;
    Ok(Reply::done())
}
