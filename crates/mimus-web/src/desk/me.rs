//! `/desk/me`: one's own name, language, password and sessions.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::tz::TimeZone;
use mimus_engine::desk::DeskError;
use mimus_engine::desk::sign_in;

use super::draft::edit::Said;
use super::room::{Room, show};
use super::session::{Sent, Visitor, go, refused, sentence};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

#[derive(Template)]
#[template(path = "desk/me.html")]
struct MePage {
    room: Room,
    say: Tongue,
    name: String,
    error: Option<String>,
    languages: Vec<(&'static str, &'static str, bool)>,
    roles: Vec<(String, String)>,
    sessions: Vec<SessionView>,
}

struct SessionView {
    hash: String,
    agent: String,
    since: Moment,
    seen: Moment,
    this: bool,
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    error: Option<String>,
    said: Option<String>,
) -> Result<MePage, Failure> {
    let say = visitor.say;
    let person = &visitor.person;
    let sessions = site.store.sessions_of(person.id, site.clock.now()).await?;
    let mut roles = Vec::new();
    for (account, of) in &person.roles {
        let name = site.store.account(*account).await?.map(|account| account.name().to_string());
        let of: Vec<String> = of.iter().map(|role| super::people::role_words(say, *role)).collect();
        roles.push((name.unwrap_or_default(), of.join(", ")));
    }
    let chosen = person.language.as_deref();
    Ok(MePage {
        room: visitor.room(site, "me", &say.t("nav-me")).saying(said),
        say,
        name: person.name.clone(),
        error,
        languages: Tongue::all().map(|(code, name)| (code, name, chosen == Some(code))).collect(),
        roles,
        sessions: sessions
            .into_iter()
            .map(|session| SessionView {
                this: session.hash == visitor.session.hash,
                since: say.moment(session.created_at, &TimeZone::UTC),
                seen: say.moment(session.seen_at, &TimeZone::UTC),
                agent: if session.agent.is_empty() { say.t("unknown-browser") } else { session.agent },
                hash: session.hash,
            })
            .collect(),
    })
}

/// `GET /desk/me`
pub(crate) async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let said = said.words(visitor.say);
    show(&page(&site, &visitor, None, said).await?)
}

/// `POST /desk/me`
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let (store, person) = (&site.store, &visitor.person);
    let now = site.clock.now();
    let done = match fields.get("deed") {
        "profile" => {
            let shown = sign_in::read_shown(fields.get("shown"), &person.name);
            let language = Tongue::all().map(|(code, _)| code).find(|code| *code == fields.get("language"));
            store.set_shown(person.id, &shown, language).await.map_err(DeskError::from)
        }
        "password" => {
            let known = !person.has_password
                || sign_in::is_password_of(store, person, fields.get("old"), now).await.map_err(refused)?;
            if known {
                sign_in::set_password(store, person.id, fields.get("new"), Some(&visitor.session)).await
            } else {
                Err(DeskError::Wrong)
            }
        }
        "end-session" => {
            let own = store.sessions_of(person.id, now).await?;
            match own.iter().find(|session| session.hash == fields.get("session")) {
                Some(session) => store.end_session(&session.hash).await.map_err(DeskError::from),
                None => Err(DeskError::NotFound),
            }
        }
        "end-others" => {
            let but = Some(visitor.session.hash.as_str());
            store.end_sessions_of(person.id, but).await.map(drop).map_err(DeskError::from)
        }
        _ => Err(DeskError::NotFound),
    };
    match done {
        Ok(()) => Ok(go("/desk/me?said=kept")),
        Err(error @ (DeskError::NotFound | DeskError::Store(_))) => Err(refused(error)),
        Err(error) => {
            let page = page(&site, visitor, Some(sentence(&error.to_string())), None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
