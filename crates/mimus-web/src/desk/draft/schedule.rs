//! `/desk/drafts/{id}/schedule`: when it goes out, and what has become of it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::tz::TimeZone;
use mimus_engine::desk::schedule::When;
use mimus_engine::desk::{DeskError, Unusable};
use mimus_store::{Draft, DraftId, PublicationState};

use super::edit::{Said, zone_of};
use super::form::read_time;
use super::preview::{PreviewView, views};
use super::removal::{self, RemovalView};
use super::{At, Powers, Tabs};
use crate::Site;
use crate::desk::publications::{PublicationView, publication_views};
use crate::desk::room::{Room, show};
use crate::desk::session::{Sent, Visitor, engine, go, refused};
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

#[derive(Template)]
#[template(path = "desk/draft/schedule.html")]
struct SchedulePage {
    room: Room,
    say: Tongue,
    tabs: Tabs,
    error: Option<String>,
    powers: Powers,
    hash: String,
    slot: Option<Moment>,
    next_slot: Option<Moment>,
    window: Option<String>,
    zone: String,
    previews: Vec<PreviewView>,
    ready: bool,
    publications: Vec<PublicationView>,
    /// Whether its time went by before anything of it went out: then it can be given another.
    missed: bool,
    /// That it is to be deleted, where that is asked.
    removal: Option<RemovalView>,
    /// Whether this person may delete it without a review: no charter asks for one, or they keep the server.
    at_once: bool,
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    draft: &Draft,
    error: Option<String>,
    said: Option<String>,
) -> Result<SchedulePage, Failure> {
    let say = visitor.say;
    let engine = engine(site)?;
    let previews = engine.preview(draft).await.map_err(refused)?;
    let zone = previews.first().map_or(TimeZone::UTC, |preview| preview.at.zone());
    let now = site.clock.now();
    let earliest = draft.window.from.map_or(now, |from| from.max(now));
    let next_slot = match engine.next_slot(&previews, earliest).await {
        Ok(at) => Some(say.moment(at, &zone)),
        Err(DeskError::Unusable(_)) => None,
        Err(error) => return Err(refused(error)),
    };
    let found = site.store.publications_of_draft(draft.id).await?;
    let powers = Powers::of(&visitor.person, draft);
    let powers_delete = powers.delete;
    let missed = powers.delete
        && found.iter().all(|publication| publication.state == PublicationState::Missed)
        && !found.is_empty();
    let unreviewed = previews.iter().all(|preview| preview.at.desk.charter.review.reviewers == 0);
    let shown = views(say, draft, &previews, None);
    let window = match (draft.window.from, draft.window.until) {
        (None, None) => None,
        (Some(from), None) => Some(say.with("window-from", "time", say.moment(from, &zone).full)),
        (None, Some(until)) => Some(say.with("window-until", "time", say.moment(until, &zone).full)),
        (Some(from), Some(until)) => Some(say.with2(
            "window-between",
            ("from", say.moment(from, &zone).full),
            ("until", say.moment(until, &zone).full),
        )),
    };
    let tabs = Tabs::new(say, draft, "schedule");
    Ok(SchedulePage {
        room: visitor.room(site, "drafts", &tabs.title).saying(said),
        say,
        error,
        powers,
        hash: draft.hash.clone(),
        slot: draft.slot.map(|slot| say.moment(slot, &zone)),
        next_slot,
        window,
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        ready: shown.iter().all(|view| view.approved && !view.checks.iter().any(|check| check.blocks)),
        previews: shown,
        publications: publication_views(site, visitor, found).await?,
        missed,
        removal: removal::view(site, visitor, draft, &zone).await?,
        at_once: powers_delete && (visitor.person.keeper || unreviewed),
        tabs,
    })
}

/// `GET /desk/drafts/{id}/schedule`
pub(crate) async fn get(
    State(site): State<Site>,
    at: At,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let said = said.words(at.visitor.say);
    show(&page(&site, &at.visitor, &at.draft, None, said).await?)
}

/// `POST /desk/drafts/{id}/schedule`
pub(crate) async fn post(
    State(site): State<Site>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let id: DraftId = id.parse().map_err(|_| Failure::NotFound)?;
    let person = &sent.visitor.person;
    let draft = engine.draft_for(person, id).await.map_err(refused)?;
    let accounts = engine.desk_accounts().await.map_err(refused)?;
    let zone = zone_of(&accounts, &draft.accounts);
    let when = match sent.fields.get("when") {
        "now" => Ok(When::Now),
        "next" => Ok(When::NextSlot),
        "first" => Ok(When::First),
        _ => read_time(sent.fields.get("at"), &zone)
            .and_then(|at| at.map(When::At).ok_or_else(|| Unusable::NoTime.into())),
    };
    let scheduled = match when {
        Ok(when) => engine.schedule(person, id, sent.fields.get("hash"), when).await,
        Err(error) => Err(error),
    };
    match scheduled {
        Ok(_) => Ok(go(&format!("/desk/drafts/{id}/schedule?said=scheduled"))),
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            Err(refused(error))
        }
        Err(error) => {
            let page =
                page(&site, &sent.visitor, &draft, Some(sent.visitor.say.desk_error(&error)), None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
