//! The REST API of the Desk: `/api/v1/…`, described by `/api/openapi.json`.
//!
//! Everything that is answered is in the table of operations ([`table`]); [`router`] and [`openapi`] are made of it. No
//! operation decides anything: the engine does.

mod accounts;
mod brake;
mod call;
mod drafts;
mod me;
mod media;
mod mirrors;
mod open;
mod openapi;
mod people;
mod problem;
mod publications;
mod publishing;
mod record;
mod removal;
mod review;
mod routes;
mod schemas;
mod table;
mod templates;
mod tokens;
mod webhooks;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any, on};
use tokio::sync::Semaphore;

use self::call::{Call, Reply};
use self::problem::{Kind, Problem};
use self::table::{Operation, Run, Takes, operations};
use crate::Site;

/// Largest JSON that is taken, in bytes.
const MAX_JSON: usize = 1 << 20;

/// Files that are taken in at once: each is held in memory.
static FILES: Semaphore = Semaphore::const_new(4);

type PathValues = Result<RawPathParams, RawPathParamsRejection>;

/// Answers what is in the table, and nothing else.
pub(crate) fn router() -> Router<Site> {
    let mut paths: BTreeMap<&'static str, MethodRouter<Site>> = BTreeMap::new();
    for operation in operations() {
        let answers = move |State(site): State<Site>, params: PathValues, request: Request| async move {
            // What is no UTF-8 is at no address.
            let Ok(params) = params else { return Problem::not_found().into_response() };
            let params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            run(operation, &site, params, request).await
        };
        let there = paths.remove(operation.path).unwrap_or_default();
        paths.insert(operation.path, there.merge(on(operation.method.filter(), answers)));
    }
    let router = Router::new().route("/api/{*rest}", any(async || Problem::not_found()));
    paths.into_iter().fold(router, |router, (path, there)| router.route(path, there.fallback(not_done)))
}

async fn not_done() -> Problem {
    Problem::new(Kind::Method, "this address takes other requests; /api/openapi.json says which")
}

async fn run(
    operation: &'static Operation,
    site: &Site,
    params: Vec<(String, String)>,
    request: Request,
) -> Response {
    let done = match operation.run {
        Run::Open(open) => open(site, &params),
        Run::Known(..) => known(operation, site, params, request).await,
    };
    match done {
        Ok(reply) => reply.into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// Looks who asks before anything of what they send is read.
async fn known(
    operation: &'static Operation,
    site: &Site,
    params: Vec<(String, String)>,
    request: Request,
) -> Result<Reply, Problem> {
    let Run::Known(scope, run) = operation.run else { return Err(Problem::not_found()) };
    let engine = site.engine.clone().ok_or_else(Problem::not_found)?;
    let (parts, body) = request.into_parts();
    let user = call::user(&engine, &parts.headers).await?;
    if let Some(scope) = scope.filter(|scope| !user.token.has(*scope)) {
        return Err(mimus_engine::desk::DeskError::Scope(scope).into());
    }
    let _turn = match operation.takes {
        Takes::File => FILES.acquire().await.ok(),
        _ => None,
    };
    let body = match operation.takes {
        Takes::Nothing => bytes::Bytes::new(),
        Takes::Json(_) => {
            let body = call::read(body, MAX_JSON).await?;
            if !body.is_empty() {
                call::must_be_json(&parts.headers)?;
            }
            body
        }
        Takes::File => call::read(body, media::MAX_FILE).await?,
    };
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().map(str::to_owned);
    run(Call { engine, user, path, params, query, body }).await
}
