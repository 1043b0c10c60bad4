//! `/desk/enter/passkey` and `/desk/me/passkey`: what the page's script asks somebody's device; and what becomes of the forms
//! that it sends with the answer.

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue, StatusCode};
use jiff::tz::TimeZone;
use mimus_engine::desk::DeskError;
use mimus_engine::desk::passkeys::{AskedPasskey, CHALLENGE_LIFE};
use mimus_engine::desk::sign_in::Agent;
use mimus_store::Passkey;
use serde_json::json;

use super::enter::{code_page, outside_saying, safe};
use super::session::{
    Fields, Sent, Visitor, cookie_line, engine, foreign, from_cookies, private, read_form, refused, sentence,
    with_session,
};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

/// Holds the question while somebody's device answers it.
const COOKIE_NAME: &str = "mimus_passkey";

/// Somebody's passkeys, for the template.
pub(super) struct PasskeysView {
    pub(super) keys: Vec<PasskeyView>,
    /// Whether this server's address lets browsers have any.
    pub(super) possible: bool,
}

pub(super) struct PasskeyView {
    pub(super) credential: String,
    pub(super) name: String,
    pub(super) added: Moment,
    pub(super) used: Option<Moment>,
}

/// Whether people may sign in by passkeys here.
pub(super) fn possible(site: &Site) -> bool {
    site.engine.as_ref().is_some_and(|engine| engine.passkey_party().is_some())
}

pub(super) async fn view(site: &Site, visitor: &Visitor) -> Result<PasskeysView, Failure> {
    let say = visitor.say;
    let view = |key: Passkey| PasskeyView {
        added: say.moment(key.added_at, &TimeZone::UTC),
        used: key.used_at.map(|at| say.moment(at, &TimeZone::UTC)),
        credential: key.credential,
        name: key.name,
    };
    let keys = site.store.passkeys_of(visitor.person.id).await?;
    Ok(PasskeysView { keys: keys.into_iter().map(view).collect(), possible: possible(site) })
}

/// The question for the script, or why there is none.
fn answer(site: &Site, asked: Result<AskedPasskey, DeskError>) -> Result<Response, Failure> {
    match asked {
        Ok(AskedPasskey { options, sealed }) => {
            let mut response = private(Json(options).into_response());
            with_question(site, &mut response, &sealed, CHALLENGE_LIFE.as_secs())?;
            Ok(response)
        }
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::NoRandomness)) => {
            Err(refused(error))
        }
        Err(error) => {
            let why = Json(json!({"error": sentence(&error.to_string())}));
            Ok(private((StatusCode::UNPROCESSABLE_ENTITY, why).into_response()))
        }
    }
}

fn with_question(site: &Site, response: &mut Response, sealed: &str, seconds: u64) -> Result<(), Failure> {
    let line = HeaderValue::from_str(&cookie_line(site, COOKIE_NAME, sealed, seconds));
    let line = line.map_err(|error| Failure::Broken(error.to_string()))?;
    response.headers_mut().append(SET_COOKIE, line);
    Ok(())
}

fn question(headers: &HeaderMap) -> String {
    from_cookies(headers, COOKIE_NAME).unwrap_or_default()
}

/// `POST /desk/me/passkey`: asks for a new one.
pub(crate) async fn ask_for_new(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let (visitor, engine) = (&sent.visitor, engine(&site)?);
    let asked = engine.ask_for_new_passkey(&visitor.person, &visitor.session, &site.info.name).await;
    answer(&site, asked)
}

/// Gives somebody the passkey that their device has made.
pub(super) async fn add(
    site: &Site,
    headers: &HeaderMap,
    visitor: &Visitor,
    fields: &Fields,
) -> Result<(), DeskError> {
    let engine = site.engine.as_ref().ok_or(DeskError::NotFound)?;
    let (person, session) = (&visitor.person, &visitor.session);
    let (name, answer) = (fields.get("passkey-name"), fields.get("passkey"));
    engine.add_passkey(person, session, name, &question(headers), answer).await
}

/// `POST /desk/enter/passkey`: asks for one to sign in by.
pub(crate) async fn ask(State(site): State<Site>, request: Request) -> Result<Response, Response> {
    let headers = request.headers().clone();
    if foreign(&site, &headers) {
        return Err(Failure::Forbidden(Tongue::of(None, &headers).t("form-foreign")).into_response());
    }
    let (fields, _) = read_form(request, &site).await?;
    let asked = engine(&site).map_err(IntoResponse::into_response)?.ask_for_passkey(ticket(&fields)).await;
    answer(&site, asked).map_err(IntoResponse::into_response)
}

/// With a ticket it is the second step.
fn ticket(fields: &Fields) -> Option<&str> {
    fields.has("ticket").then(|| fields.get("ticket"))
}

/// Signs in by what a device has answered.
pub(super) async fn enter(
    site: &Site,
    headers: &HeaderMap,
    fields: &Fields,
    agent: Agent<'_>,
) -> Result<Response, Response> {
    let engine = engine(site).map_err(IntoResponse::into_response)?;
    let (ticket, next) = (ticket(fields), fields.get("next"));
    let entered = engine.enter_by_passkey(ticket, &question(headers), fields.get("passkey"), agent).await;
    let mut response = match (entered, ticket) {
        (Ok(token), _) => {
            with_session(site, safe(next), Some(&token)).map_err(IntoResponse::into_response)?
        }
        (Err(error @ (DeskError::Passkey(_) | DeskError::UnknownPasskey)), Some(ticket)) => {
            code_page(site, headers, next, ticket.to_owned(), Some(&error)).await
        }
        (Err(error @ (DeskError::Passkey(_) | DeskError::UnknownPasskey | DeskError::TooLate)), _) => {
            outside_saying(site, headers, StatusCode::UNAUTHORIZED, sentence(&error.to_string()))
        }
        (Err(error), _) => return Err(refused(error).into_response()),
    };
    with_question(site, &mut response, "", 0).map_err(IntoResponse::into_response)?;
    Ok(response)
}
