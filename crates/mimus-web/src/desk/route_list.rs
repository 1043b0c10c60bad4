//! `/desk/routes`: which posts go from where to where, and making one more route.

use std::time::Duration;

use askama::Template;
use axum::extract::{Query, RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::tz::TimeZone;
use mimus_core::RoutePolicy;
use mimus_engine::mirrors::location_from_afar;
use mimus_engine::relay::routes::{RouteEnd, RouteError};
use mimus_engine::relay::view::RouteView;
use mimus_store::{AccountName, AccountState, PublicationState, RouteId, RouteState};

use super::draft::edit::Said;
use super::room::{Room, show};
use super::route_policy::{PolicyForm, policy_words, read};
use super::session::{Fields, Keeper, Sent, Visitor, engine, go};
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};
use crate::{Site, query};

/// Routes on a page.
const ROUTES: u32 = 100;
/// How long somebody waits for past posts to be looked at.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Template)]
#[template(path = "desk/routes.html")]
struct RoutesPage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    routes: Vec<RouteLine>,
    next: Option<String>,
    /// The connected accounts: their names, and whether one is chosen as an end.
    from: Vec<(String, bool)>,
    to: Vec<(String, bool)>,
    feed: String,
    policy: PolicyForm,
    /// Whether the form asks for old posts.
    old: bool,
}

/// A route for a template.
pub(super) struct RouteLine {
    pub(super) path: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) state: String,
    pub(super) class: &'static str,
    pub(super) reason: Option<String>,
    pub(super) failing: Option<String>,
    pub(super) lately: String,
    pub(super) waiting: Option<String>,
    pub(super) policy: Vec<String>,
    pub(super) last_read: Option<Moment>,
    pub(super) since: Moment,
}

pub(super) fn path(id: RouteId) -> String {
    format!("/desk/routes/{id}")
}

impl RouteLine {
    pub(super) fn new(say: Tongue, view: &RouteView) -> Self {
        let route = &view.route;
        let failing = view.source.as_ref().filter(|source| source.failures > 0);
        let active = route.state == RouteState::Active;
        let of = |states: &[PublicationState]| states.iter().map(|state| view.count(*state)).sum::<u64>();
        let published = of(&[PublicationState::Published, PublicationState::Partial]);
        let failed = of(&[PublicationState::Failed, PublicationState::Unknown, PublicationState::Missed]);
        let waiting = of(&[PublicationState::Held, PublicationState::Due, PublicationState::Sending]);
        Self {
            path: path(route.id),
            from: view.from.clone(),
            to: view.to.clone(),
            state: if active { say.t("route-active") } else { say.t("route-paused") },
            class: if active { "well" } else { "paused" },
            reason: route.state_reason.clone(),
            failing: failing.and_then(|source| source.last_error.clone()),
            lately: [
                say.count("route-published", published),
                say.count("route-skipped", view.count(PublicationState::Skipped)),
                say.count("route-failed", failed),
            ]
            .join("; "),
            waiting: (waiting > 0).then(|| say.count("route-waiting", waiting)),
            policy: policy_words(say, &route.policy),
            last_read: view
                .source
                .as_ref()
                .and_then(|source| source.last_read_at)
                .map(|at| say.moment(at, &TimeZone::UTC)),
            since: say.moment(route.since, &TimeZone::UTC),
        }
    }
}

/// What a keeper is told; what is no matter of what they typed is a failure of the page.
pub(super) fn told(say: Tongue, error: RouteError) -> Result<String, Failure> {
    match error {
        RouteError::Store(error) => Err(error.into()),
        RouteError::NoRoute(_) | RouteError::OfTheDesk(_) => Err(Failure::NotFound),
        RouteError::NotKeeper => Err(Failure::Forbidden(say.t("keepers-only"))),
        other => Ok(say.route_error(&other)),
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    query: Option<&str>,
    typed: (&Fields, &RoutePolicy, Option<String>),
    said: Option<String>,
) -> Result<RoutesPage, Failure> {
    let (fields, policy, error) = typed;
    let say = visitor.say;
    let after = query::value(query, "after").and_then(|after| after.parse::<RouteId>().ok());
    let mut views = engine(site)?.list_routes(after, ROUTES + 1).await?;
    let more = views.len() > ROUTES as usize;
    views.truncate(ROUTES as usize);
    let accounts = site.store.accounts().await?;
    let connected = accounts
        .iter()
        .filter(|account| account.state == AccountState::Connected && !account.by_hand)
        .map(|account| account.name().to_string());
    let connected: Vec<String> = connected.collect();
    let choose = |name: &str| -> Vec<(String, bool)> {
        connected.iter().map(|account| (account.clone(), account == fields.get(name))).collect()
    };
    Ok(RoutesPage {
        room: visitor.room(site, "routes", &say.t("nav-routes")).saying(said),
        say,
        error,
        next: views.last().filter(|_| more).map(|last| format!("/desk/routes?after={}", last.route.id)),
        routes: views.iter().map(|view| RouteLine::new(say, view)).collect(),
        from: choose("from"),
        to: choose("to"),
        feed: fields.get("feed").to_owned(),
        policy: PolicyForm::new(say, policy),
        old: true,
    })
}

/// `GET /desk/routes?after={id}`
pub(crate) async fn get(
    State(site): State<Site>,
    keeper: Keeper,
    RawQuery(query): RawQuery,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let (fields, policy) = (Fields::default(), RoutePolicy::default());
    let said = said.words(keeper.say);
    show(&page(&site, &keeper, query.as_deref(), (&fields, &policy, None), said).await?)
}

/// The two ends that somebody has chosen.
fn ends(say: Tongue, fields: &Fields) -> Result<(RouteEnd, AccountName), String> {
    let to: AccountName = fields.get("to").parse().map_err(|_| say.t("route-no-end"))?;
    let from = match (fields.get("feed").trim(), fields.get("from").trim()) {
        ("", "") => return Err(say.t("route-no-end")),
        ("", account) => RouteEnd::Account(account.parse().map_err(|_| say.t("route-no-end"))?),
        (feed, _) => {
            let location = location_from_afar(feed).map_err(|error| say.mirror_error(&error))?;
            if location.network() != mimus_core::Network::Feed {
                return Err(say.t("route-no-feed"));
            }
            RouteEnd::Location(location)
        }
    };
    Ok((from, to))
}

/// `POST /desk/routes`: makes one.
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let (visitor, fields) = (sent.keeper()?, &sent.fields);
    let (engine, say) = (engine(&site)?, visitor.say);
    let usual = RoutePolicy::default();
    let (policy, wrong) = match read(say, fields, &usual) {
        Ok(policy) => (policy, None),
        Err(wrong) => (usual, Some(wrong)),
    };
    let wrong = match (wrong, ends(say, fields)) {
        (Some(wrong), _) | (None, Err(wrong)) => wrong,
        (None, Ok((from, to))) => {
            let made = engine.begin_route(&visitor.person, &from, &to, &policy);
            match tokio::time::timeout(PATIENCE, made).await {
                Ok(Ok((id, ..))) => return Ok(go(&format!("{}?said=route-made", path(id)))),
                Ok(Err(error)) => told(say, error)?,
                Err(_) => say.t("route-slow"),
            }
        }
    };
    let page = page(&site, visitor, None, (fields, &policy, Some(wrong)), None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
}
