//! `/desk/routes/{id}`: one route: what it carried, what it would carry, and what to do about it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mimus_core::RoutePolicy;
use mimus_engine::relay::view::{Carried, RouteView};
use mimus_store::{RouteFrom, RouteId, RouteState};

use super::draft::edit::Said;
use super::room::{Room, show};
use super::route_list::{PATIENCE, RouteLine, path, told};
use super::route_policy::{PolicyForm, read};
use super::session::{Keeper, Sent, Visitor, engine, go};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

/// Past posts that are tried.
const TRIED: u32 = 10;

#[derive(Template)]
#[template(path = "desk/route.html")]
struct RoutePage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    route: RouteLine,
    paused: bool,
    policy: PolicyForm,
    old: bool,
    tried: Option<Vec<Tried>>,
}

/// What would become of a past post.
struct Tried {
    words: String,
    skipped: Option<String>,
    parts: Vec<String>,
    warnings: Vec<String>,
}

async fn find(site: &Site, id: &str) -> Result<RouteView, Failure> {
    let id: RouteId = id.parse().map_err(|_| Failure::NotFound)?;
    let route = site.store.route(id).await?.ok_or(Failure::NotFound)?;
    // The Desk's own ways belong to their accounts.
    if route.state == RouteState::Removed || route.from == RouteFrom::Desk {
        return Err(Failure::NotFound);
    }
    let views = engine(site)?.view_routes(vec![route], Carried::Lately).await?;
    views.into_iter().next().ok_or(Failure::NotFound)
}

fn page(
    site: &Site,
    visitor: &Visitor,
    view: &RouteView,
    (policy, error): (&RoutePolicy, Option<String>),
    said: Option<String>,
) -> RoutePage {
    let say = visitor.say;
    let title = format!("{} → {}", view.from, view.to);
    RoutePage {
        room: visitor.room(site, "routes", &title).saying(said),
        say,
        error,
        route: RouteLine::new(say, view),
        paused: view.route.state != RouteState::Active,
        policy: PolicyForm::new(say, policy),
        old: false,
        tried: None,
    }
}

/// `GET /desk/routes/{id}`
pub(crate) async fn get(
    State(site): State<Site>,
    keeper: Keeper,
    Path(id): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let view = find(&site, &id).await?;
    show(&page(&site, &keeper, &view, (&view.route.policy, None), said.words(keeper.say)))
}

/// What would become of the last posts where a route begins; or why that cannot be told.
async fn tried(site: &Site, say: Tongue, view: &RouteView) -> Result<Vec<Tried>, String> {
    let engine = engine(site).map_err(|failure| failure.to_string())?;
    let trial = tokio::time::timeout(PATIENCE, engine.try_route(&view.route, TRIED)).await;
    let trial = trial.map_err(|_| say.t("route-slow"))?.map_err(|error| say.account_error(&error))?;
    let tried = trial.into_iter().map(|(post, rendering)| Tried {
        words: post.text.as_str().to_owned(),
        skipped: rendering.skipped.map(|reason| reason.to_string()),
        parts: rendering.parts.iter().map(|part| part.words.as_str().to_owned()).collect(),
        warnings: rendering.warnings.iter().map(ToString::to_string).collect(),
    });
    Ok(tried.collect())
}

/// `POST /desk/routes/{id}`: its policy, a trial, pause, resume, remove.
pub(crate) async fn post(
    State(site): State<Site>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let (visitor, fields) = (sent.keeper()?, &sent.fields);
    let (engine, by, say) = (engine(&site)?, &visitor.person, visitor.say);
    let view = find(&site, &id).await?;
    let (id, kept) = (view.route.id, &view.route.policy);
    let unusable = |policy: &RoutePolicy, wrong: String| -> Result<Response, Failure> {
        let page = page(&site, visitor, &view, (policy, Some(wrong)), None);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
    };
    let mut typed = kept.clone();
    let done = match fields.get("deed") {
        "keep" => {
            typed = match read(say, fields, kept) {
                Ok(policy) => policy,
                Err(wrong) => return unusable(kept, wrong),
            };
            engine.change_route(by, id, &typed).await
        }
        "pause" => engine.pause_route(by, id).await,
        "resume" => engine.resume_route(by, id, false).await.map(drop),
        "resume-without" => engine.resume_route(by, id, true).await.map(drop),
        "remove" => match engine.remove_route(by, id).await {
            Ok(()) => return Ok(go("/desk/routes?said=route-removed")),
            Err(error) => Err(error),
        },
        "try" => {
            return match tried(&site, say, &view).await {
                Ok(tried) => {
                    let page = page(&site, visitor, &view, (kept, None), None);
                    show(&RoutePage { tried: Some(tried), ..page })
                }
                Err(wrong) => unusable(kept, wrong),
            };
        }
        _ => return Err(Failure::NotFound),
    };
    match done {
        Ok(()) => Ok(go(&format!("{}?said=kept", path(id)))),
        Err(error) => unusable(&typed, told(say, error)?),
    }
}
