//! What anybody may ask: the description, and what a problem means.

use serde_json::json;

use super::call::Reply;
use super::openapi;
use super::problem::{Kind, Problem};
use super::table::Verb::Get;
use super::table::{Gives, Operation, Run};
use crate::Site;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(Get, "/api/openapi.json", "description", "This description.", Run::Open(description))
        .gives(Gives::Json("Anything")),
    Operation::new(
        Get,
        "/api/problems/{problem}",
        "problem",
        "What a problem's type means.",
        Run::Open(problem),
    )
    .gives(Gives::Json("ProblemKind"))
    .problems(&[Kind::NotFound]),
];

fn description(site: &Site, _: &[(String, String)]) -> Result<Reply, Problem> {
    Ok(Reply::ok(openapi::document(&site.absolute(""), &site.info.version)))
}

fn problem(_: &Site, params: &[(String, String)]) -> Result<Reply, Problem> {
    let name = params.iter().find(|(name, _)| name == "problem").map(|(_, value)| value.as_str());
    let kind = Kind::ALL.iter().find(|kind| Some(kind.name()) == name).ok_or_else(Problem::not_found)?;
    let says = json!({"name": kind.name(), "status": kind.status().as_u16(), "title": kind.title()});
    Ok(Reply::ok(says))
}
