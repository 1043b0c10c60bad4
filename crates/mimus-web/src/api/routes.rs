//! Routes, for keepers: what goes from where to where; making, changing, pausing, and removing one.

use mimus_core::desk::Scope;
use mimus_core::{Network, RoutePolicy};
use mimus_engine::mirrors::location_from_afar;
use mimus_engine::relay::routes::{RouteEnd, RouteError};
use mimus_engine::relay::view::{Carried, RouteView};
use mimus_store::{AccountName, RouteFrom, RouteId, RouteState};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::mirrors::{must_keep, policy};
use super::problem::{Kind, Problem};
use super::table::Verb::{Delete, Get, Post, Put};
use super::table::{Gives, Is, LIMIT, Operation, Parameter, Run, Takes};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/routes",
        "routes",
        "The routes between accounts by their numbers, with what each carried within a week. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(list(call))),
    )
    .query(&[Parameter { name: "after", about: "Only those after this one.", is: Is::Number }, LIMIT])
    .gives(Gives::List("Routes"))
    .problems(&[Kind::MayNot, Kind::Query]),
    Operation::new(
        Post,
        "/api/v1/routes",
        "makeRoute",
        "Makes a route from a connected account, such as `mastodon:town@social.example`, or a feed's address, to a connected \
         account. What is not said of its policy is as usual. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(make(call))),
    )
    .takes(Takes::Json("NewRoute"))
    .gives(Gives::Created("Route"))
    .problems(&[Kind::MayNot, Kind::Body, Kind::Invalid]),
    Operation::new(
        Get,
        "/api/v1/routes/{route}",
        "route",
        "One route: its ends, its policy, what it carried within a week. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(show(call))),
    )
    .gives(Gives::Json("Route"))
    .problems(&[Kind::MayNot, Kind::NotFound]),
    Operation::new(
        Post,
        "/api/v1/routes/{route}/pause",
        "pauseRoute",
        "Stops a route until it is resumed; what waits is held. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(pause(call))),
    )
    .problems(&[Kind::MayNot, Kind::NotFound, Kind::Changed]),
    Operation::new(
        Post,
        "/api/v1/routes/{route}/resume",
        "resumeRoute",
        "Lets a route go on with what is posted from now on, and with what is held. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(resume(call))),
    )
    .takes(Takes::Json("Resumption"))
    .problems(&[Kind::MayNot, Kind::NotFound, Kind::Changed]),
    Operation::new(
        Put,
        "/api/v1/routes/{route}",
        "writeRoute",
        "Writes a route's policy anew, for what is posted from now on. What is not said of it is as usual. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(write(call))),
    )
    .takes(Takes::Json("WrittenRoute"))
    .gives(Gives::Json("Route"))
    .problems(&[Kind::MayNot, Kind::NotFound, Kind::Body, Kind::Invalid]),
    Operation::new(
        Delete,
        "/api/v1/routes/{route}",
        "removeRoute",
        "Removes a route. What it published stays; what waits goes no further. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(remove(call))),
    )
    .problems(&[Kind::MayNot, Kind::NotFound, Kind::Changed]),
];

impl From<RouteError> for Problem {
    fn from(error: RouteError) -> Self {
        match error {
            RouteError::Store(error) => error.into(),
            RouteError::NotKeeper => Self::new(Kind::MayNot, error.to_string()),
            RouteError::NoRoute(_) | RouteError::OfTheDesk(_) => Self::not_found(),
            RouteError::Changed(_) => Self::new(Kind::Changed, error.to_string()),
            other => Self::new(Kind::Invalid, other.to_string()),
        }
    }
}

fn route(view: &RouteView) -> Value {
    let RouteView { route, from, to, source, carried, drafts } = view;
    json!({
        "id": route.id.get(),
        "from": from,
        "to": to,
        "state": route.state.as_str(),
        "state_reason": route.state_reason,
        "since": route.since,
        "last_read_at": source.as_ref().and_then(|source| source.last_read_at),
        "failures": source.as_ref().map_or(0, |source| source.failures),
        "last_error": source.as_ref().and_then(|source| source.last_error.as_ref()),
        "lately": carried,
        "drafts": drafts,
        "policy": route.policy,
    })
}

async fn list(call: Call) -> Result<Reply, Problem> {
    must_keep(&call)?;
    let limit = call.limit()?;
    let found = call.engine.list_routes(call.value("after")?, limit).await?;
    let last = found.last().filter(|_| found.len() == limit as usize);
    let link = last.map(|last| call.next_by("after", &last.route.id.to_string()));
    Ok(Reply::ok(json!({"routes": found.iter().map(route).collect::<Value>()})).linked(link))
}

/// A route between accounts; the Desk's own ways are none.
async fn find(call: &Call) -> Result<RouteView, Problem> {
    must_keep(call)?;
    view(call, call.param("route")?).await
}

async fn view(call: &Call, id: RouteId) -> Result<RouteView, Problem> {
    let route = call.engine.store.route(id).await?;
    let route = route.filter(|route| route.state != RouteState::Removed && route.from != RouteFrom::Desk);
    let route = route.ok_or_else(Problem::not_found)?;
    let views = call.engine.view_routes(vec![route], Carried::Lately).await?;
    views.into_iter().next().ok_or_else(Problem::not_found)
}

async fn show(call: Call) -> Result<Reply, Problem> {
    Ok(Reply::ok(route(&find(&call).await?)))
}

async fn pause(call: Call) -> Result<Reply, Problem> {
    let id = find(&call).await?.route.id;
    call.engine.pause_route(call.by(), id).await?;
    Ok(Reply::done())
}

/// How a route goes on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resumption {
    /// Whether what is held is left.
    #[serde(default)]
    skip_held: bool,
}

async fn resume(call: Call) -> Result<Reply, Problem> {
    let id = find(&call).await?.route.id;
    let how: Resumption = call.json()?;
    call.engine.resume_route(call.by(), id, how.skip_held).await?;
    Ok(Reply::done())
}

/// A route that is to be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRoute {
    from: String,
    to: String,
    #[serde(default)]
    policy: Value,
}

/// A route's policy as it is to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRoute {
    policy: Value,
}

/// Where a route begins: a connected account, or a feed on the web. No file of this server's can be named.
fn end(from: &str) -> Result<RouteEnd, Problem> {
    if let Ok(account) = from.parse::<AccountName>() {
        return Ok(RouteEnd::Account(account));
    }
    let location = location_from_afar(from)?;
    if location.network() != Network::Feed {
        return Err(Problem::new(Kind::Invalid, "from: neither a connected account nor a feed's address"));
    }
    Ok(RouteEnd::Location(location))
}

async fn make(call: Call) -> Result<Reply, Problem> {
    must_keep(&call)?;
    let new: NewRoute = call.json()?;
    let from = end(&new.from)?;
    let to = new.to.parse::<AccountName>();
    let to = to.map_err(|error| Problem::new(Kind::Invalid, format!("to: {error}")))?;
    let policy: RoutePolicy = policy(new.policy)?;
    let (id, ..) = call.engine.begin_route(call.by(), &from, &to, &policy).await?;
    Ok(Reply::created(route(&view(&call, id).await?), format!("/api/v1/routes/{id}")))
}

async fn write(call: Call) -> Result<Reply, Problem> {
    let id = find(&call).await?.route.id;
    let written: WrittenRoute = call.json()?;
    call.engine.change_route(call.by(), id, &policy(written.policy)?).await?;
    Ok(Reply::ok(route(&view(&call, id).await?)))
}

async fn remove(call: Call) -> Result<Reply, Problem> {
    let id = find(&call).await?.route.id;
    call.engine.remove_route(call.by(), id).await?;
    Ok(Reply::done())
}
