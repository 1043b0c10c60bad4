//! `/desk/tokens`: the tokens that somebody has given to programs.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use mimus_core::desk::Scope;
use mimus_engine::desk::DeskError;
use mimus_engine::desk::tokens::WantedToken;
use mimus_store::ApiToken;

use super::draft::edit::Said;
use super::room::{Room, show};
use super::session::{Sent, Visitor, engine, go, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

/// Days for which a token is good where nothing else is asked for.
const DAYS: i64 = 90;

#[derive(Template)]
#[template(path = "desk/tokens.html")]
struct TokensPage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    /// A token that was just made; it is shown this once.
    made: Option<String>,
    tokens: Vec<TokenView>,
    scopes: Vec<(&'static str, String)>,
    days: i64,
}

struct TokenView {
    id: String,
    name: String,
    scopes: String,
    until: Moment,
    used: Option<Moment>,
}

fn scope_words(say: Tongue, scope: Scope) -> String {
    match scope {
        Scope::Read => say.t("scope-read"),
        Scope::Write => say.t("scope-write"),
        Scope::Review => say.t("scope-review"),
        Scope::Publish => say.t("scope-publish"),
        Scope::Keep => say.t("scope-keep"),
    }
}

fn view(say: Tongue, token: &ApiToken) -> TokenView {
    let scopes: Vec<String> = token.scopes.iter().map(|scope| scope_words(say, *scope)).collect();
    TokenView {
        id: token.id().to_owned(),
        name: token.name.clone(),
        scopes: scopes.join(", "),
        until: say.moment(token.expires_at, &TimeZone::UTC),
        used: token.used_at.map(|at| say.moment(at, &TimeZone::UTC)),
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    error: Option<String>,
    made: Option<String>,
    said: Option<String>,
) -> Result<TokensPage, Failure> {
    let say = visitor.say;
    let tokens = engine(site)?.tokens_of(&visitor.person).await.map_err(refused)?;
    Ok(TokensPage {
        room: visitor.room(site, "me", &say.t("tokens")).saying(said),
        say,
        error,
        made,
        tokens: tokens.iter().map(|token| view(say, token)).collect(),
        scopes: Scope::ALL.into_iter().map(|scope| (scope.as_str(), scope_words(say, scope))).collect(),
        days: DAYS,
    })
}

/// `GET /desk/tokens`
pub(crate) async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let said = said.words(visitor.say);
    show(&page(&site, &visitor, None, None, said).await?)
}

/// `POST /desk/tokens`: makes one, or ends one.
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let done = match fields.get("deed") {
        "make" => {
            let days: i64 = fields.number("days").unwrap_or(DAYS).clamp(1, 3_660);
            let life = SignedDuration::from_hours(24 * days);
            let wanted = WantedToken {
                name: fields.get("name").to_owned(),
                scopes: fields.all("scope").filter_map(|scope| scope.parse().ok()).collect(),
                until: site.clock.now().checked_add(life).ok(),
            };
            engine.make_token(&visitor.person, None, &wanted).await.map(|(made, _)| Some(made))
        }
        "end" => engine.revoke_token(&visitor.person, fields.get("token")).await.map(|()| None),
        _ => Err(DeskError::NotFound),
    };
    match done {
        Ok(None) => Ok(go("/desk/tokens?said=kept")),
        Ok(made) => show(&page(&site, visitor, None, made, None).await?),
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            Err(refused(error))
        }
        Err(error) => {
            let page = page(&site, visitor, Some(visitor.say.desk_error(&error)), None, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
