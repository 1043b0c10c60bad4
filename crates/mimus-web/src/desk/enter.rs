//! `/desk/enter`: signing in by name and password with a code where one is asked for, by a passkey, or by a link that is good once; and
//! signing out.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use mimus_engine::desk::sign_in::{self, Agent, Entered};
use mimus_engine::desk::{DeskError, Token};
use mimus_store::{LinkFor, Person};

use super::passkeys;
use super::session::{Fields, Sent, agent, engine, foreign, private, read_form, refused, with_session};
use crate::Site;
use crate::pages::Frame;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

#[derive(Template)]
#[template(path = "desk/enter.html")]
struct EnterPage {
    frame: Frame,
    say: Tongue,
    error: Option<String>,
    /// Where to go on after.
    next: String,
    name: String,
    /// Another server by which people sign in.
    issuer: Option<String>,
    /// Whether they do by passkeys, and by their accounts on the fediverse.
    passkeys: bool,
    fediverse: bool,
    script: &'static str,
}

#[derive(Template)]
#[template(path = "desk/code.html")]
struct CodePage {
    frame: Frame,
    say: Tongue,
    error: Option<String>,
    next: String,
    ticket: String,
    /// Whether a passkey does in place of the code.
    passkey: bool,
    script: &'static str,
}

#[derive(Template)]
#[template(path = "desk/link.html")]
struct LinkPage {
    frame: Frame,
    say: Tongue,
    error: Option<String>,
    token: String,
    /// Who was invited; a new keeper chooses a name.
    invited: Option<String>,
    name: String,
    shown: String,
}

pub(super) fn frame(site: &Site, say: Tongue) -> Frame {
    let mut frame = Frame::new(site, say.with("desk-of", "name", &site.info.name), String::new());
    frame.hidden = true;
    frame.style = crate::assets::desk_style();
    frame
}

fn render(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(body) => private((status, Html(body)).into_response()),
        Err(error) => Failure::Broken(error.to_string()).into_response(),
    }
}

fn page(
    site: &Site,
    headers: &HeaderMap,
    status: StatusCode,
    next: &str,
    name: &str,
    error: Option<String>,
) -> Response {
    let say = Tongue::of(None, headers);
    let page = EnterPage {
        frame: frame(site, say),
        say,
        error,
        next: safe(next).to_owned(),
        name: name.to_owned(),
        issuer: site.issuer.as_ref().map(|issuer| issuer.name().to_owned()),
        passkeys: passkeys::possible(site),
        fediverse: site.engine.is_some(),
        script: crate::assets::passkeys_script(),
    };
    render(status, &page)
}

/// A place of the Desk to go on to; anything else is its first page.
pub(super) fn safe(next: &str) -> &str {
    let inside = next == "/desk" || next.starts_with("/desk/");
    let plain = next
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b':' | b'@' | b'.'));
    if inside && plain && !next.contains("//") && !next.contains("..") && !next.starts_with("/desk/enter") {
        next
    } else {
        "/desk"
    }
}

/// For those who have not signed in.
pub(crate) fn outside(site: &Site, headers: &HeaderMap, next: Option<&str>) -> Response {
    page(site, headers, StatusCode::UNAUTHORIZED, next.unwrap_or("/desk"), "", None)
}

/// For those who could not sign in, with why.
pub(super) fn outside_saying(site: &Site, headers: &HeaderMap, status: StatusCode, why: String) -> Response {
    page(site, headers, status, "/desk", "", Some(why))
}

/// `GET /desk/enter`
pub(crate) async fn get(State(site): State<Site>, headers: HeaderMap) -> Response {
    page(&site, &headers, StatusCode::OK, "/desk", "", None)
}

/// `POST /desk/enter`: by name and password, then by a code where one is asked for.
pub(crate) async fn post(State(site): State<Site>, request: Request) -> Result<Response, Response> {
    let headers = request.headers().clone();
    if foreign(&site, &headers) {
        let say = Tongue::of(None, &headers);
        return Err(Failure::Forbidden(say.t("form-foreign")).into_response());
    }
    let (fields, _) = read_form(request, &site).await?;
    let agent = agent(&headers);
    if fields.has("passkey") {
        return passkeys::enter(&site, &headers, &fields, Agent(&agent)).await;
    }
    if fields.has("ticket") {
        return with_code(&site, &headers, &fields, Agent(&agent)).await;
    }
    let now = site.clock.now();
    let secrets = site.engine.as_ref().map(|engine| &engine.secrets);
    let (name, password, next) = (fields.get("name"), fields.get("password"), fields.get("next"));
    match sign_in::by_password(&site.store, secrets, name, password, Agent(&agent), now).await {
        Ok(Entered::In(token)) => {
            with_session(&site, safe(next), Some(&token)).map_err(IntoResponse::into_response)
        }
        Ok(Entered::NeedsCode(ticket)) => Ok(code_page(&site, &headers, next, ticket, None).await),
        Err(error @ (DeskError::Wrong | DeskError::Wait(_))) => {
            let words = Some(Tongue::of(None, &headers).desk_error(&error));
            Ok(page(&site, &headers, status_of(&error), next, name, words))
        }
        Err(error) => Err(refused(error).into_response()),
    }
}

fn status_of(error: &DeskError) -> StatusCode {
    match error {
        DeskError::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNAUTHORIZED,
    }
}

/// The second step: the ticket of the first stands for the password.
async fn with_code(
    site: &Site,
    headers: &HeaderMap,
    fields: &Fields,
    agent: Agent<'_>,
) -> Result<Response, Response> {
    let engine = engine(site).map_err(IntoResponse::into_response)?;
    let (ticket, next) = (fields.get("ticket"), fields.get("next"));
    let now = site.clock.now();
    match sign_in::by_code(&site.store, &engine.secrets, ticket, fields.get("code"), agent, now).await {
        Ok(token) => with_session(site, safe(next), Some(&token)).map_err(IntoResponse::into_response),
        Err(error @ (DeskError::Code | DeskError::Wait(_))) => {
            Ok(code_page(site, headers, next, ticket.to_owned(), Some(&error)).await)
        }
        Err(error @ DeskError::TooLate) => {
            let words = Some(Tongue::of(None, headers).desk_error(&error));
            Ok(page(site, headers, StatusCode::UNAUTHORIZED, next, "", words))
        }
        Err(error) => Err(refused(error).into_response()),
    }
}

pub(super) async fn code_page(
    site: &Site,
    headers: &HeaderMap,
    next: &str,
    ticket: String,
    error: Option<&DeskError>,
) -> Response {
    let say = Tongue::of(None, headers);
    let status = error.map_or(StatusCode::OK, status_of);
    let error = error.map(|error| say.desk_error(error));
    let passkey = match &site.engine {
        Some(engine) => match engine.has_passkey(&ticket).await {
            Ok(has) => has,
            Err(error) => return refused(error).into_response(),
        },
        None => false,
    };
    let script = crate::assets::passkeys_script();
    let next = safe(next).to_owned();
    render(status, &CodePage { frame: frame(site, say), say, error, next, ticket, passkey, script })
}

fn link_page(
    site: &Site,
    headers: &HeaderMap,
    token: &Token,
    person: Option<&Person>,
    error: Option<String>,
    (name, shown): (&str, &str),
) -> Response {
    let say = Tongue::of(None, headers);
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = LinkPage {
        frame: frame(site, say),
        say,
        error,
        token: token.expose().to_owned(),
        invited: person.map(|person| person.name.clone()),
        name: name.to_owned(),
        shown: shown.to_owned(),
    };
    render(status, &page)
}

fn bad_link(site: &Site, headers: &HeaderMap) -> Response {
    let words = Tongue::of(None, headers).desk_error(&DeskError::Link);
    page(site, headers, StatusCode::UNAUTHORIZED, "/desk", "", Some(words))
}

/// `GET /desk/enter/{token}`: a form, so that a preview of the link does not use it up.
pub(crate) async fn ask(State(site): State<Site>, headers: HeaderMap, Path(token): Path<String>) -> Response {
    let Some(token) = Token::read(&token) else { return bad_link(&site, &headers) };
    match sign_in::read_link(&site.store, &token, site.clock.now()).await {
        Ok((_, person)) => link_page(&site, &headers, &token, person.as_ref(), None, ("", "")),
        Err(DeskError::Link) => bad_link(&site, &headers),
        Err(error) => refused(error).into_response(),
    }
}

/// `POST /desk/enter/{token}`: uses the link up.
pub(crate) async fn take(
    State(site): State<Site>,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let headers = request.headers().clone();
    let Some(link) = Token::read(&token).filter(|_| !foreign(&site, &headers)) else {
        return Ok(bad_link(&site, &headers));
    };
    let (fields, _) = read_form(request, &site).await?;
    let (store, now) = (&site.store, site.clock.now());
    let agent = agent(&headers);
    let (name, shown, password) = (fields.get("name"), fields.get("shown"), fields.get("password"));
    let mut invited = None;
    let entered = match sign_in::read_link(store, &link, now).await {
        Ok((LinkFor::NewKeeper, _)) => {
            sign_in::enter_as_new_keeper(store, &link, name, shown, password, Agent(&agent), now).await
        }
        Ok((LinkFor::Person(_), Some(person))) => {
            let entered = sign_in::enter_by_link(store, &link, &person, password, Agent(&agent), now).await;
            invited = Some(person);
            entered
        }
        Ok((LinkFor::Person(_), None)) => Err(DeskError::Link),
        Err(error) => Err(error),
    };
    match entered {
        Ok(session) => with_session(&site, "/desk", Some(&session)).map_err(IntoResponse::into_response),
        Err(DeskError::Link) => Ok(bad_link(&site, &headers)),
        Err(error @ (DeskError::Name | DeskError::NameTaken(_) | DeskError::Password)) => {
            let words = Some(Tongue::of(None, &headers).desk_error(&error));
            Ok(link_page(&site, &headers, &link, invited.as_ref(), words, (name, shown)))
        }
        Err(error) => Err(refused(error).into_response()),
    }
}

/// `POST /desk/leave`
pub(crate) async fn leave(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    site.store.end_session(&sent.visitor.session.hash).await?;
    with_session(&site, "/", None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere_after_signing_in() {
        assert_eq!(safe("/desk/drafts/12/review"), "/desk/drafts/12/review");
        for other in [
            "https://evil.example",
            "//evil.example",
            "/desk//evil.example",
            "/desk/../x?y",
            "/desk/../about",
            "/about",
            "",
            "/desk/enter/abc",
            "/deskother",
            "/desk/\\evil",
        ] {
            assert_eq!(safe(other), "/desk", "{other}");
        }
    }
}
