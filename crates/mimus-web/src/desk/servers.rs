//! `/desk/servers`: the servers that activities are delivered to, and what to do about them.

use askama::Template;
use axum::Form;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use jiff::tz::TimeZone;
use mimus_store::{ServerFilter, ServerReport, ServerState};
use serde::Deserialize;

use super::room::{Room, show};
use super::session::{Keeper, private};
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};
use crate::{Site, query};

/// Servers on a page.
const SERVERS: u32 = 100;

#[derive(Template)]
#[template(path = "desk/servers.html")]
struct ServersPage {
    room: Room,
    say: Tongue,
    counts: Vec<(u64, String)>,
    oldest: Option<Moment>,
    filters: Vec<Filter>,
    servers: Vec<ServerView>,
    next: Option<String>,
    nodes: Vec<NodeView>,
}

struct Filter {
    label: String,
    path: &'static str,
    current: bool,
}

struct NodeView {
    place: String,
    roles: String,
    since: Moment,
}

struct ServerView {
    host: String,
    state: &'static str,
    state_words: String,
    followers: String,
    waiting: String,
    taken: String,
    last_success: Option<Moment>,
    last_failure: Option<Moment>,
    last_error: Option<String>,
    next_try: Option<Moment>,
    retired: bool,
    failing: bool,
}

impl ServerView {
    fn new(say: Tongue, report: ServerReport) -> Self {
        let ServerReport { server, followers, waiting } = report;
        let retired = server.state == ServerState::Retired;
        let failing = !retired && server.failures > 0;
        let (state, state_words) = match (retired, failing) {
            (true, _) => ("retired", say.t("server-retired")),
            (_, true) => ("failing", say.t("server-failing")),
            _ => ("well", say.t("server-well")),
        };
        let fared = [
            say.with("server-taken", "number", server.delivered),
            say.with("server-refused", "number", server.refused),
            say.with("server-failed", "number", server.failed),
        ];
        let moment = |at| say.moment(at, &TimeZone::UTC);
        Self {
            state,
            state_words,
            followers: say.count("server-followers", followers),
            waiting: say.count("server-waiting", waiting),
            taken: fared.join(" · "),
            last_success: server.last_success_at.map(moment),
            last_failure: server.last_failure_at.map(moment),
            last_error: server.last_error,
            next_try: failing.then(|| moment(server.retry_at)),
            retired,
            failing,
            host: server.host,
        }
    }
}

/// `GET /desk/servers?only=failing|retired&after={host}`
pub(crate) async fn get(
    State(site): State<Site>,
    keeper: Keeper,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let only = query::value(query.as_deref(), "only").unwrap_or_default();
    let (filter, own) = match only.as_str() {
        "failing" => (ServerFilter::Failing, "/desk/servers?only=failing"),
        "retired" => (ServerFilter::Retired, "/desk/servers?only=retired"),
        _ => (ServerFilter::All, "/desk/servers"),
    };
    let after = query::value(query.as_deref(), "after");
    let mut servers = site.store.servers(filter, after.as_deref(), SERVERS + 1).await?;
    let more = servers.len() > SERVERS as usize;
    servers.truncate(SERVERS as usize);
    let next = servers.last().filter(|_| more).map(|last| {
        let mark = if own.contains('?') { '&' } else { '?' };
        let host: String = url::form_urlencoded::byte_serialize(last.server.host.as_bytes()).collect();
        format!("{own}{mark}after={host}")
    });
    let backlog = site.store.backlog().await?;
    let nodes = site.store.nodes().await?;
    let say = keeper.say;
    let filter_of = |label: &str, path| Filter { label: say.t(label), path, current: path == own };
    let moment = |at| say.moment(at, &TimeZone::UTC);
    let page = ServersPage {
        room: keeper.room(&site, "servers", &keeper.say.t("nav-servers")),
        say: keeper.say,
        counts: vec![
            (backlog.alive.saturating_sub(backlog.failing), say.t("server-well")),
            (backlog.failing, say.t("server-failing")),
            (backlog.retired, say.t("server-retired")),
            (backlog.activities + backlog.letters, say.t("server-deliveries")),
        ],
        oldest: backlog.oldest.map(moment),
        filters: vec![
            filter_of("all", "/desk/servers"),
            filter_of("servers-failing", "/desk/servers?only=failing"),
            filter_of("servers-retired", "/desk/servers?only=retired"),
        ],
        servers: servers.into_iter().map(|server| ServerView::new(say, server)).collect(),
        next,
        nodes: nodes
            .into_iter()
            .map(|node| NodeView { place: node.place, roles: node.roles, since: moment(node.started_at) })
            .collect(),
    };
    show(&page)
}

/// What a keeper does with a server.
#[derive(Deserialize)]
pub(crate) struct Act {
    key: String,
    host: String,
    act: Deed,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Deed {
    Retry,
    Retire,
}

/// `POST /desk/servers`
pub(crate) async fn post(
    State(site): State<Site>,
    keeper: Keeper,
    headers: HeaderMap,
    Form(form): Form<Act>,
) -> Result<Response, Failure> {
    keeper.check(&site, &headers, &form.key)?;
    let server = site.store.server(&form.host).await?.ok_or(Failure::NotFound)?;
    match form.act {
        Deed::Retry => {
            site.store.retry_server(&server.host).await?;
            (site.on_received)();
        }
        Deed::Retire => {
            site.store.retire_server(server.id, "retired by a keeper", site.clock.now()).await?;
        }
    }
    Ok(private(Redirect::to("/desk/servers").into_response()))
}
