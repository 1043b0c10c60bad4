//! `/desk/enter/with` and `/desk/enter/back`: signing in by what another server says of somebody, and adding that to oneself.
//!
//! Who comes back comes from another site, and so without the session's cookie, which is of this site alone: the question goes in
//! a cookie of its own, and the answer is a page of ours that leads on, not a redirect, for which the same would hold.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::header::{REFERRER_POLICY, REFRESH, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};
use mimus_engine::desk::DeskError;
use mimus_engine::desk::identities::{ANSWER_LIFE, Arrived, Errand, IdentityError, IssuerAnswer};
use mimus_engine::desk::oidc::Issuer;
use mimus_engine::desk::sign_in::{Agent, Entered};
use serde::Deserialize;

use super::enter::{code_page, frame, outside_saying, safe};
use super::session::{Visitor, agent, engine, from_cookies, private, refused, session_cookie};
use crate::Site;
use crate::pages::Frame;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

/// Holds the question while somebody is at the issuer.
const COOKIE_NAME: &str = "mimus_issuer";
/// Characters of a page's path to go on to.
pub(super) const MAX_NEXT: usize = 200;

#[derive(Template)]
#[template(path = "desk/entered.html")]
struct EnteredPage {
    frame: Frame,
    say: Tongue,
    next: String,
}

/// Why somebody wants to be sent there.
#[derive(Deserialize)]
pub(crate) struct With {
    /// To add who they are there to who they are here.
    add: Option<String>,
    /// To sign in and go on to this page.
    next: Option<String>,
}

fn issuer(site: &Site) -> Result<&Issuer, Failure> {
    site.issuer.as_deref().ok_or(Failure::NotFound)
}

/// `GET /desk/enter/with`. To add something it takes the session's cookie, which no other site's link brings with it.
pub(crate) async fn with(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(with): Query<With>,
    visitor: Result<Visitor, Response>,
) -> Result<Response, Response> {
    let issuer = issuer(&site).map_err(IntoResponse::into_response)?;
    let engine = engine(&site).map_err(IntoResponse::into_response)?;
    let errand = match with.add {
        Some(_) => Errand::Add { session: visitor?.session.hash },
        None => {
            let next = with.next.as_deref().filter(|next| next.len() <= MAX_NEXT).map_or("/desk", safe);
            Errand::SignIn { next: next.to_owned() }
        }
    };
    let asked = match engine.ask_issuer(issuer, errand).await {
        Ok(asked) => asked,
        Err(error) => return Err(failed(&site, &headers, error)),
    };
    let mut response = private(Redirect::to(asked.authorize.as_str()).into_response());
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    with_question(&site, response, COOKIE_NAME, &asked.sealed, ANSWER_LIFE.as_secs())
        .map_err(IntoResponse::into_response)
}

/// `GET /desk/enter/back`
pub(crate) async fn back(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(answer): Query<IssuerAnswer>,
) -> Result<Response, Response> {
    let issuer = issuer(&site).map_err(IntoResponse::into_response)?;
    let engine = engine(&site).map_err(IntoResponse::into_response)?;
    let agent = agent(&headers);
    let outcome = match from_cookies(&headers, COOKIE_NAME) {
        Some(sealed) => engine.issuer_answered(issuer, &sealed, &answer, Agent(&agent)).await,
        None => Err(IdentityError::Other),
    };
    let response = arrived(&site, &headers, outcome).await?;
    with_question(&site, response, COOKIE_NAME, "", 0).map_err(IntoResponse::into_response)
}

/// What somebody sees who is back.
pub(super) async fn arrived(
    site: &Site,
    headers: &HeaderMap,
    outcome: Result<Arrived, IdentityError>,
) -> Result<Response, Response> {
    Ok(match outcome {
        Ok(Arrived::Entered(Entered::In(token), next)) => {
            let cookie = session_cookie(site, Some(&token)).map_err(IntoResponse::into_response)?;
            let mut response = entered(site, headers, safe(&next)).map_err(IntoResponse::into_response)?;
            response.headers_mut().append(SET_COOKIE, cookie);
            response
        }
        Ok(Arrived::Entered(Entered::NeedsCode(ticket), next)) => {
            code_page(site, headers, &next, ticket, None).await
        }
        Ok(Arrived::Added) => {
            entered(site, headers, "/desk/me?said=kept").map_err(IntoResponse::into_response)?
        }
        Err(error) => failed(site, headers, error),
    })
}

/// A page that leads on by itself.
fn entered(site: &Site, headers: &HeaderMap, next: &str) -> Result<Response, Failure> {
    let say = Tongue::of(None, headers);
    let page = EnteredPage { frame: frame(site, say), say, next: next.to_owned() };
    let broken = Failure::Broken;
    let body = page.render().map_err(|error| broken(error.to_string()))?;
    let mut response = private(Html(body).into_response());
    let on = HeaderValue::from_str(&format!("0; url={next}")).map_err(|error| broken(error.to_string()))?;
    response.headers_mut().insert(REFRESH, on);
    Ok(response)
}

/// The sign-in page, with what went wrong.
pub(super) fn failed(site: &Site, headers: &HeaderMap, error: IdentityError) -> Response {
    let status = match &error {
        IdentityError::Desk(DeskError::Wanting(_) | DeskError::Unusable(_)) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        IdentityError::Issuer(why) => {
            tracing::warn!(error = %why, "an issuer did not say who somebody is");
            StatusCode::BAD_GATEWAY
        }
        IdentityError::Server { at, why } => {
            tracing::warn!(server = at, error = why, "a server did not say who somebody is");
            StatusCode::BAD_GATEWAY
        }
        IdentityError::Other
        | IdentityError::Unknown { .. }
        | IdentityError::NoServer(_)
        | IdentityError::Taken(_) => StatusCode::UNAUTHORIZED,
        IdentityError::Desk(_) => {
            let IdentityError::Desk(error) = error else { return StatusCode::UNAUTHORIZED.into_response() };
            return refused(error).into_response();
        }
    };
    outside_saying(site, headers, status, Tongue::of(None, headers).identity_error(&error))
}

/// Other sites' links bring this cookie with them, as the issuer's must.
pub(super) fn with_question(
    site: &Site,
    mut response: Response,
    name: &str,
    value: &str,
    seconds: u64,
) -> Result<Response, Failure> {
    let secure = if site.addresses.base_url().scheme() == "https" { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/desk/enter; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let line = HeaderValue::from_str(&line).map_err(|error| Failure::Broken(error.to_string()))?;
    response.headers_mut().append(SET_COOKIE, line);
    Ok(response)
}
