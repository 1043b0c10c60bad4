//! Signing in and out: a link that is good once becomes a cookie.

use askama::Template;
use axum::Form;
use axum::extract::{FromRequestParts, Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::header::{CACHE_CONTROL, COOKIE, ORIGIN, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use mimus_engine::desk::{self, DeskError, SESSION_LIFE, Token};
use serde::Deserialize;

use crate::Site;
use crate::pages::Frame;
use crate::pages::error::Failure;

const COOKIE_NAME: &str = "mimus_desk";

/// A keeper who has signed in.
pub(crate) struct Keeper(Token);

impl Keeper {
    /// What each form must carry.
    pub(crate) fn form_key(&self) -> String {
        self.0.form_key()
    }

    /// Fails where a form does not come from one of our own pages in this session.
    pub(crate) fn check(&self, site: &Site, headers: &HeaderMap, key: &str) -> Result<(), Failure> {
        let foreign =
            headers.get(ORIGIN).is_some_and(|origin| origin.as_bytes() != site.addresses.base().as_bytes());
        if foreign || key != self.form_key() {
            return Err(Failure::Forbidden(
                "This form is not of this session. Open the page anew and send it again.".into(),
            ));
        }
        Ok(())
    }
}

impl FromRequestParts<Site> for Keeper {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let Some(token) = cookie(&parts.headers) else { return Err(outside(site, None)) };
        match desk::is_open(&site.store, &token, site.clock.now()).await {
            Ok(true) => Ok(Self(token)),
            Ok(false) => Err(outside(site, None)),
            Err(error) => Err(Failure::from(error).into_response()),
        }
    }
}

fn cookie(headers: &HeaderMap) -> Option<Token> {
    let found = headers.get_all(COOKIE).iter().find_map(|cookies| named_cookie(cookies, COOKIE_NAME));
    Token::read(&found?)
}

/// A cookie's value in a header of cookies.
pub(crate) fn named_cookie(cookies: &HeaderValue, wanted: &str) -> Option<String> {
    let mut pairs = cookies.to_str().ok()?.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
}

/// The header that gives the browser a cookie of the Desk; one of no seconds is forgotten.
pub(crate) fn cookie_line(site: &Site, name: &str, value: &str, seconds: u64) -> String {
    let secure = if site.addresses.base_url().scheme() == "https" { "; Secure" } else { "" };
    format!("{name}={value}; Path=/desk; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

#[derive(Template)]
#[template(path = "desk/enter.html")]
struct EnterPage {
    frame: Frame,
    /// The link's token; without one the page says how to get a link.
    token: Option<String>,
    error: Option<String>,
}

fn page(site: &Site, status: StatusCode, token: Option<&Token>, error: Option<String>) -> Response {
    let mut frame =
        Frame::new(site, format!("Desk of {}", site.info.name), "For those who keep this server.".into());
    frame.hidden = true;
    let page = EnterPage { frame, token: token.map(|token| token.expose().to_owned()), error };
    match page.render() {
        Ok(body) => private((status, Html(body)).into_response()),
        Err(error) => Failure::Broken(error.to_string()).into_response(),
    }
}

/// For those who have not signed in.
fn outside(site: &Site, error: Option<String>) -> Response {
    page(site, StatusCode::UNAUTHORIZED, None, error)
}

/// What no cache may keep.
pub(crate) fn private(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `GET /desk`
pub(crate) async fn desk(_: Keeper) -> Redirect {
    Redirect::to("/desk/servers")
}

/// `GET /desk/enter/{token}`: a button, so that a preview of the link does not use it up.
pub(crate) async fn ask(State(site): State<Site>, Path(token): Path<String>) -> Response {
    match Token::read(&token) {
        Some(token) => page(&site, StatusCode::OK, Some(&token), None),
        None => outside(&site, Some(DeskError::Link.to_string())),
    }
}

/// The form of [`ask`].
#[derive(Deserialize)]
pub(crate) struct Enter {
    token: String,
}

/// `POST /desk/enter`
pub(crate) async fn enter(State(site): State<Site>, Form(form): Form<Enter>) -> Result<Response, Failure> {
    let Some(link) = Token::read(&form.token) else {
        return Ok(outside(&site, Some(DeskError::Link.to_string())));
    };
    let session = match desk::enter(&site.store, &link, site.clock.now()).await {
        Ok(session) => session,
        Err(error @ DeskError::Link) => return Ok(outside(&site, Some(error.to_string()))),
        Err(DeskError::Store(error)) => return Err(error.into()),
        Err(error @ DeskError::NoRandomness) => return Err(Failure::Broken(error.to_string())),
    };
    tracing::info!("a keeper has signed in");
    with_cookie(&site, "/desk/servers", session.expose(), SESSION_LIFE.as_secs())
}

/// The form at the foot of every page of the Desk.
#[derive(Deserialize)]
pub(crate) struct Leave {
    key: String,
}

/// `POST /desk/leave`
pub(crate) async fn leave(
    State(site): State<Site>,
    keeper: Keeper,
    headers: HeaderMap,
    Form(form): Form<Leave>,
) -> Result<Response, Failure> {
    keeper.check(&site, &headers, &form.key)?;
    desk::leave(&site.store, &keeper.0).await?;
    with_cookie(&site, "/", "", 0)
}

fn with_cookie(site: &Site, to: &str, value: &str, seconds: u64) -> Result<Response, Failure> {
    let cookie = cookie_line(site, COOKIE_NAME, value, seconds);
    let cookie = HeaderValue::from_str(&cookie).map_err(|error| Failure::Broken(error.to_string()))?;
    let mut response = private(Redirect::to(to).into_response());
    response.headers_mut().insert(SET_COOKIE, cookie);
    Ok(response)
}
