//! `/desk/enter/fediverse`: signing in by one's own account on the fediverse, and adding it to oneself. What holds of an issuer
//! (`issuer.rs`) holds of its server.

use askama::Template;
use axum::extract::{Query, Request, State};
use axum::response::{Html, IntoResponse, Response};
use http::header::{REFERRER_POLICY, REFRESH};
use http::{HeaderMap, HeaderValue};
use mimus_engine::desk::identities::{ANSWER_LIFE, Errand, IdentityError, IssuerAnswer};
use mimus_engine::desk::sign_in::Agent;

use super::enter::{frame, safe};
use super::issuer::{MAX_NEXT, arrived, failed, with_question};
use super::session::{Visitor, agent, engine, foreign, from_cookies, private, read_form};
use crate::Site;
use crate::pages::Frame;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

/// Holds the question while somebody is at their server.
const COOKIE_NAME: &str = "mimus_fediverse";

#[derive(Template)]
#[template(path = "desk/onward.html")]
struct OnwardPage {
    frame: Frame,
    say: Tongue,
    at: String,
    authorize: String,
}

/// `POST /desk/enter/fediverse`: leads on to somebody's server, by a page of ours, as forms lead nowhere else from here.
pub(crate) async fn begin(
    State(site): State<Site>,
    visitor: Result<Visitor, Response>,
    request: Request,
) -> Result<Response, Response> {
    let headers = request.headers().clone();
    if foreign(&site, &headers) {
        return Err(Failure::Forbidden(Tongue::of(None, &headers).t("form-foreign")).into_response());
    }
    let (fields, _) = read_form(request, &site).await?;
    let errand = if fields.has("add") {
        let visitor = visitor?;
        visitor.check(&site, &headers, fields.get("key")).map_err(IntoResponse::into_response)?;
        Errand::Add { session: visitor.session.hash }
    } else {
        let next = Some(fields.get("next")).filter(|next| next.len() <= MAX_NEXT).map_or("/desk", safe);
        Errand::SignIn { next: next.to_owned() }
    };
    let engine = engine(&site).map_err(IntoResponse::into_response)?;
    let asked = match engine.ask_server(fields.get("server"), errand).await {
        Ok(asked) => asked,
        Err(error) => return Err(failed(&site, &headers, error)),
    };
    let page = onward(&site, &headers, asked.at, asked.authorize.as_str());
    let response = page.map_err(IntoResponse::into_response)?;
    with_question(&site, response, COOKIE_NAME, &asked.sealed, ANSWER_LIFE.as_secs())
        .map_err(IntoResponse::into_response)
}

fn onward(site: &Site, headers: &HeaderMap, at: String, authorize: &str) -> Result<Response, Failure> {
    let say = Tongue::of(None, headers);
    let page = OnwardPage { frame: frame(site, say), say, at, authorize: authorize.to_owned() };
    let broken = Failure::Broken;
    let body = page.render().map_err(|error| broken(error.to_string()))?;
    let mut response = private(Html(body).into_response());
    let on =
        HeaderValue::from_str(&format!("0; url={authorize}")).map_err(|error| broken(error.to_string()))?;
    response.headers_mut().insert(REFRESH, on);
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

/// `GET /desk/enter/fediverse/back`
pub(crate) async fn back(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(answer): Query<IssuerAnswer>,
) -> Result<Response, Response> {
    let engine = engine(&site).map_err(IntoResponse::into_response)?;
    let agent = agent(&headers);
    let outcome = match from_cookies(&headers, COOKIE_NAME) {
        Some(sealed) => engine.server_answered(&sealed, &answer, Agent(&agent)).await,
        None => Err(IdentityError::Other),
    };
    let response = arrived(&site, &headers, outcome).await?;
    with_question(&site, response, COOKIE_NAME, "", 0).map_err(IntoResponse::into_response)
}
