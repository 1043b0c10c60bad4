//! Who is at the Desk: the session's cookie, and forms that only our own pages of this session can send.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};
use mimus_engine::Engine;
use mimus_engine::desk::sign_in::{self, SESSION_LIFE};
use mimus_engine::desk::{DeskError, Token};
use mimus_store::{Person, Session};

use super::enter;
use super::room::Room;
use crate::Site;
use crate::pages::error::{Failure, Reader};
use crate::tongue::Tongue;

const COOKIE_NAME: &str = "mimus_desk";

/// Somebody who has signed in.
pub(crate) struct Visitor {
    token: Token,
    pub(crate) session: Session,
    pub(crate) person: Person,
    pub(crate) say: Tongue,
}

impl Visitor {
    /// What each form must carry.
    pub(crate) fn form_key(&self) -> String {
        self.token.form_key()
    }

    /// Fails where a form does not come from one of our own pages in this session.
    pub(crate) fn check(&self, site: &Site, headers: &HeaderMap, key: &str) -> Result<(), Failure> {
        if foreign(site, headers) || key != self.form_key() {
            return Err(Failure::Forbidden(self.say.t("form-foreign")));
        }
        Ok(())
    }

    /// What a page has around it; `here` is the part of the Desk that it belongs to.
    pub(crate) fn room(&self, site: &Site, here: &'static str, title: &str) -> Room {
        Room::new(site, self, here, title)
    }
}

/// Whether a form comes from another site.
pub(crate) fn foreign(site: &Site, headers: &HeaderMap) -> bool {
    headers.get(ORIGIN).is_some_and(|origin| origin.as_bytes() != site.addresses.base().as_bytes())
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let outside = || {
            let next = (parts.method == Method::GET).then(|| parts.uri.path());
            enter::outside(site, &parts.headers, next)
        };
        let Some(token) = cookie(&parts.headers) else { return Err(outside()) };
        match sign_in::signed_in(&site.store, &token, site.clock.now()).await {
            Ok(Some(found)) => {
                let say = Tongue::of(found.person.language.as_deref(), &parts.headers);
                if let Some(reader) = parts.extensions.get::<Reader>() {
                    reader.speaks(say);
                }
                Ok(Self { token, session: found.session, person: found.person, say })
            }
            Ok(None) => Err(outside()),
            Err(error) => Err(Failure::from(error).into_response()),
        }
    }
}

/// A keeper who has signed in; others are told that this is not for them.
pub(crate) struct Keeper(pub(crate) Visitor);

impl std::ops::Deref for Keeper {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.0
    }
}

impl FromRequestParts<Site> for Keeper {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, site).await?;
        if visitor.person.keeper {
            return Ok(Self(visitor));
        }
        Err(Failure::Forbidden(visitor.say.t("keepers-only")).into_response())
    }
}

/// What somebody has sent by a form of this session.
pub(crate) struct Sent {
    pub(crate) visitor: Visitor,
    pub(crate) fields: Fields,
    /// Files: the field's name, and the bytes. Empty ones are left out.
    pub(crate) files: Vec<(String, Bytes)>,
}

impl Sent {
    /// Whoever has sent it, if they keep this server; others are told that this is not for them.
    pub(crate) fn keeper(&self) -> Result<&Visitor, Failure> {
        if self.visitor.person.keeper {
            return Ok(&self.visitor);
        }
        Err(Failure::Forbidden(self.visitor.say.t("keepers-only")))
    }
}

/// The fields of a form in their order.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Whether there is such a field.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// All values of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A field that is a number.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).trim().parse().ok()
    }

    /// The fields of a body that is no multipart.
    pub(crate) fn read(body: &[u8]) -> Self {
        let pairs = url::form_urlencoded::parse(body);
        Self(pairs.take(2_000).map(|(name, value)| (name.into_owned(), clean(&value))).collect())
    }
}

/// Browsers send line ends as CR LF.
fn clean(value: &str) -> String {
    value.replace("\r\n", "\n").replace('\r', "\n")
}

/// Reads a form of either kind.
pub(crate) async fn read_form(
    request: Request,
    site: &Site,
) -> Result<(Fields, Vec<(String, Bytes)>), Response> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let body = Bytes::from_request(request, site).await.map_err(IntoResponse::into_response)?;
        return Ok((Fields::read(&body), Vec::new()));
    }
    let mut parts = Multipart::from_request(request, site).await.map_err(IntoResponse::into_response)?;
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(IntoResponse::into_response)? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(IntoResponse::into_response)?;
        if is_file {
            if !bytes.is_empty() {
                files.push((name, bytes));
            }
        } else {
            fields.push((name, clean(&String::from_utf8_lossy(&bytes))));
        }
        if fields.len() + files.len() > 2_000 {
            break;
        }
    }
    Ok((Fields(fields), files))
}

impl FromRequest<Site> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, site).await?;
        if foreign(site, &parts.headers) {
            return Err(Failure::Forbidden(visitor.say.t("form-foreign")).into_response());
        }
        let headers = parts.headers.clone();
        let (fields, files) = read_form(Request::from_parts(parts, body), site).await?;
        visitor.check(site, &headers, fields.get("key")).map_err(IntoResponse::into_response)?;
        Ok(Self { visitor, fields, files })
    }
}

/// What somebody's browser says it is, cut where it is long.
pub(crate) fn agent(headers: &HeaderMap) -> String {
    let said = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn cookie(headers: &HeaderMap) -> Option<Token> {
    Token::read(&from_cookies(headers, COOKIE_NAME)?)
}

/// A cookie's value.
pub(crate) fn from_cookies(headers: &HeaderMap, wanted: &str) -> Option<String> {
    headers.get_all(COOKIE).iter().find_map(|cookies| named_cookie(cookies, wanted))
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

/// What no cache may keep.
pub(crate) fn private(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Sends somebody on with a session, or without one.
pub(crate) fn with_session(site: &Site, to: &str, token: Option<&Token>) -> Result<Response, Failure> {
    let cookie = session_cookie(site, token)?;
    let mut response = private(Redirect::to(to).into_response());
    response.headers_mut().insert(SET_COOKIE, cookie);
    Ok(response)
}

/// The header that gives the browser a session, or takes it away.
pub(crate) fn session_cookie(site: &Site, token: Option<&Token>) -> Result<HeaderValue, Failure> {
    let (value, seconds) = token.map_or(("", 0), |token| (token.expose(), SESSION_LIFE.as_secs()));
    let cookie = cookie_line(site, COOKIE_NAME, value, seconds);
    HeaderValue::from_str(&cookie).map_err(|error| Failure::Broken(error.to_string()))
}

/// Sends somebody to a page of the Desk.
pub(crate) fn go(to: &str) -> Response {
    private(Redirect::to(to).into_response())
}

/// The engine behind the Desk; without one there is none.
pub(crate) fn engine(site: &Site) -> Result<&Engine, Failure> {
    site.engine.as_ref().ok_or(Failure::NotFound)
}

/// What somebody is told where the Desk did not do what they asked.
pub(crate) fn refused(error: DeskError) -> Failure {
    match error {
        DeskError::NotFound => Failure::NotFound,
        DeskError::Store(error) => error.into(),
        DeskError::NoRandomness => Failure::Broken(error.to_string()),
        other => Failure::Desk(Arc::new(other)),
    }
}

/// Words as a sentence: with a capital and a full stop.
pub(crate) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}
