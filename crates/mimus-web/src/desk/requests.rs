//! `/desk/requests`: the mirrors that people ask for, and what to do about them.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use jiff::tz::TimeZone;
use mimus_core::XHandle;
use mimus_engine::requests::{Accepted, RequestError};
use mimus_store::MirrorRequest;
use serde::Deserialize;

use super::room::{Room, show};
use super::session::{Keeper, private};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

/// Requests on a page; deciding on some brings the next.
const REQUESTS: u32 = 100;
/// Longest reason, in characters.
const MAX_REASON: usize = 300;

#[derive(Template)]
#[template(path = "desk/requests.html")]
struct RequestsPage {
    room: Room,
    say: Tongue,
    waiting: String,
    requests: Vec<RequestView>,
    max_reason: usize,
}

struct RequestView {
    handle: String,
    asks: String,
    asked_by: String,
    since: Moment,
}

impl RequestView {
    fn new(say: Tongue, request: &MirrorRequest) -> Self {
        Self {
            handle: request.handle.to_string(),
            asks: say.count("request-asked", request.asks),
            asked_by: say.with("request-first", "name", &request.asked_by),
            since: say.moment(request.asked_at, &TimeZone::UTC),
        }
    }
}

/// `GET /desk/requests`
pub(crate) async fn get(State(site): State<Site>, keeper: Keeper) -> Result<Response, Failure> {
    let requests = site.store.waiting_requests(REQUESTS).await?;
    let waiting = site.store.waiting_request_count().await?;
    let page = RequestsPage {
        room: keeper.room(&site, "requests", &keeper.say.t("nav-requests")),
        say: keeper.say,
        waiting: keeper.say.count("requests-waiting", waiting),
        requests: requests.iter().map(|request| RequestView::new(keeper.say, request)).collect(),
        max_reason: MAX_REASON,
    };
    show(&page)
}

/// What a keeper does with a request.
#[derive(Deserialize)]
pub(crate) struct Act {
    key: String,
    handle: String,
    act: Deed,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Deed {
    Accept,
    Refuse,
}

/// `POST /desk/requests`
pub(crate) async fn post(
    State(site): State<Site>,
    keeper: Keeper,
    headers: HeaderMap,
    Form(form): Form<Act>,
) -> Result<Response, Failure> {
    keeper.check(&site, &headers, &form.key)?;
    let engine = site.engine.as_ref().ok_or(Failure::NotFound)?;
    let handle: XHandle = form.handle.parse().map_err(|_| Failure::NotFound)?;
    match form.act {
        Deed::Accept => {
            if let Accepted::Added(added) =
                engine.accept_request(&handle).await.map_err(|error| failure(keeper.say, error))?
            {
                added.read_in_background();
            }
        }
        Deed::Refuse => {
            let reason: String = form.reason.trim().chars().take(MAX_REASON).collect();
            let reason = (!reason.is_empty()).then_some(reason.as_str());
            engine.refuse_request(&handle, reason).await.map_err(|error| failure(keeper.say, error))?;
        }
    }
    Ok(private(Redirect::to("/desk/requests").into_response()))
}

/// What a keeper is told, who can do something about it.
fn failure(say: Tongue, error: RequestError) -> Failure {
    match error {
        RequestError::NotAsked(_) => Failure::NotFound,
        RequestError::Store(error) => error.into(),
        RequestError::NoCredentials | RequestError::Mirror(_) => Failure::Bad(say.request_error(&error)),
    }
}
