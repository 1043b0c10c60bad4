//! `/desk/webhooks`: the addresses that are told what is recorded.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::tz::TimeZone;
use mimus_engine::desk::DeskError;
use mimus_store::Webhook;

use super::draft::edit::Said;
use super::room::{Room, show};
use super::session::{Keeper, Sent, Visitor, engine, go, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

#[derive(Template)]
#[template(path = "desk/webhooks.html")]
struct WebhooksPage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    /// What the requests of one that was just added are signed with; it is shown this once.
    secret: Option<String>,
    webhooks: Vec<WebhookView>,
}

struct WebhookView {
    id: String,
    url: String,
    cursor: i64,
    /// How often it failed since it last served, and why.
    failed: Option<(String, String)>,
    next: Option<Moment>,
}

fn view(say: Tongue, webhook: Webhook) -> WebhookView {
    let times = say.count("webhook-failed", webhook.failures);
    let why = webhook.last_error.unwrap_or_default();
    WebhookView {
        id: webhook.id.to_string(),
        url: webhook.url,
        cursor: webhook.cursor,
        failed: (webhook.failures > 0).then_some((times, why)),
        next: webhook.retry_at.map(|at| say.moment(at, &TimeZone::UTC)),
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    error: Option<String>,
    secret: Option<String>,
    said: Option<String>,
) -> Result<WebhooksPage, Failure> {
    let say = visitor.say;
    let webhooks = engine(site)?.webhooks(&visitor.person).await.map_err(refused)?;
    Ok(WebhooksPage {
        room: visitor.room(site, "record", &say.t("webhooks")).saying(said),
        say,
        error,
        secret,
        webhooks: webhooks.into_iter().map(|webhook| view(say, webhook)).collect(),
    })
}

/// `GET /desk/webhooks`
pub(crate) async fn get(
    State(site): State<Site>,
    keeper: Keeper,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let said = said.words(keeper.say);
    show(&page(&site, &keeper, None, None, said).await?)
}

/// `POST /desk/webhooks`: adds one, or removes one.
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let done = match fields.get("deed") {
        "add" => {
            engine.add_webhook(&visitor.person, fields.get("address")).await.map(|(_, secret)| Some(secret))
        }
        "remove" => {
            let id = fields.get("webhook").parse().map_err(|_| Failure::NotFound)?;
            engine.remove_webhook(&visitor.person, id).await.map(|()| None)
        }
        _ => Err(DeskError::NotFound),
    };
    match done {
        Ok(None) => Ok(go("/desk/webhooks?said=kept")),
        Ok(secret) => show(&page(&site, visitor, None, secret, None).await?),
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            Err(refused(error))
        }
        Err(error) => {
            let page = page(&site, visitor, Some(visitor.say.desk_error(&error)), None, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
