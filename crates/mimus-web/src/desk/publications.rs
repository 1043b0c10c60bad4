//! `/desk/publications`: what went out, what waits for somebody, and what to do about it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::tz::TimeZone;
use mimus_core::desk::Deed;
use mimus_engine::desk::accounts::AtDesk;
use mimus_store::{Listed, PartState, Publication, PublicationId, PublicationState};
use serde::Deserialize;

use super::by_hand::remedy;
use super::draft::edit::Said;
use super::draft::list::among;
use super::room::{Room, show};
use super::session::{Sent, Visitor, engine, go, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

/// Publications on a page.
const PUBLICATIONS: u32 = 50;

/// A publication for a template.
pub(crate) struct PublicationView {
    pub(crate) id: String,
    pub(crate) draft: String,
    pub(crate) title: String,
    pub(crate) account: String,
    pub(crate) state: String,
    pub(crate) well: bool,
    pub(crate) reason: Option<String>,
    pub(crate) links: Vec<String>,
    pub(crate) at: Moment,
    /// Whether this visitor may say what became of it, or have it tried again.
    pub(crate) unknown: bool,
    pub(crate) retry: bool,
    /// Where somebody reads what they are to do by hand.
    pub(crate) by_hand: Option<String>,
}

pub(crate) fn state_words(say: Tongue, state: PublicationState) -> String {
    match state {
        PublicationState::Held => say.t("publication-held"),
        PublicationState::Due => say.t("publication-due"),
        PublicationState::Sending => say.t("publication-sending"),
        PublicationState::Published => say.t("publication-published"),
        PublicationState::Partial => say.t("publication-partial"),
        PublicationState::Unknown => say.t("publication-unknown"),
        PublicationState::Failed => say.t("publication-failed"),
        PublicationState::Missed => say.t("publication-missed"),
        PublicationState::Skipped => say.t("publication-skipped"),
        PublicationState::Deleted => say.t("publication-deleted"),
    }
}

/// Publications for a template.
pub(crate) async fn publication_views(
    site: &Site,
    visitor: &Visitor,
    found: Vec<Publication>,
) -> Result<Vec<PublicationView>, Failure> {
    let say = visitor.say;
    let accounts = engine(site)?.desk_accounts().await.map_err(refused)?;
    let mut parts = site.store.parts_of(&found).await?;
    let mut views = Vec::with_capacity(found.len());
    for publication in found {
        let at = accounts.iter().find(|at| at.account.id == publication.account);
        let zone = at.map_or(TimeZone::UTC, AtDesk::zone);
        let may = visitor.person.may(Deed::Publish, publication.account);
        let parts = parts.remove(&publication.id).unwrap_or_default();
        let there = parts.iter().filter(|part| part.state == PartState::Published);
        let when = publication.published_at.or(publication.due_at).unwrap_or(publication.created_at);
        let title: String = publication.post.text.as_str().chars().take(80).collect();
        let state = publication.state;
        let stands = parts.iter().any(|part| part.state == PartState::Published);
        let by_hand = at.filter(|at| at.account.by_hand && state == PublicationState::Held);
        let stopped = at.is_some_and(|at| !at.goes());
        let reason = match by_hand {
            Some(_) if !stopped => Some(say.t(remedy(&publication, stands))),
            _ => publication.reason.clone(),
        };
        views.push(PublicationView {
            id: publication.id.to_string(),
            draft: publication.draft.map(|draft| draft.to_string()).unwrap_or_default(),
            title: if title.trim().is_empty() { say.t("untitled") } else { title },
            account: at.map(|at| at.account.name().to_string()).unwrap_or_default(),
            state: state_words(say, state),
            well: matches!(
                state,
                PublicationState::Published | PublicationState::Due | PublicationState::Sending
            ),
            reason,
            links: there.filter_map(|part| part.url.clone()).collect(),
            at: say.moment(when, &zone),
            unknown: may && state == PublicationState::Unknown,
            retry: may
                && publication.due_at.is_none()
                && matches!(state, PublicationState::Failed | PublicationState::Partial),
            by_hand: at
                .filter(|at| {
                    at.account.by_hand && matches!(state, PublicationState::Held | PublicationState::Missed)
                })
                .map(|_| format!("/desk/publications/{}", publication.id)),
        });
    }
    Ok(views)
}

#[derive(Template)]
#[template(path = "desk/publications.html")]
struct PublicationsPage {
    room: Room,
    say: Tongue,
    open: bool,
    publications: Vec<PublicationView>,
    older: Option<String>,
}

/// Which publications.
#[derive(Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    only: String,
    before: Option<String>,
}

/// `GET /desk/publications?only=open&before=…`
pub(crate) async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Query(which): Query<Which>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let open = which.only == "open";
    let before: Option<PublicationId> = which.before.and_then(|id| id.parse().ok());
    let among = among(&visitor.person);
    let listed = if open { Listed::Open } else { Listed::Any };
    let found = site.store.desk_publications(among.as_deref(), listed, before, PUBLICATIONS).await?;
    let older = found.last().filter(|_| found.len() == PUBLICATIONS as usize).map(|last| {
        format!(
            "/desk/publications?only={}&before={}",
            which.only.replace(|c: char| !c.is_alphabetic(), ""),
            last.id
        )
    });
    let say = visitor.say;
    show(&PublicationsPage {
        room: visitor.room(&site, "publications", &say.t("nav-publications")).saying(said.words(say)),
        say,
        open,
        publications: publication_views(&site, &visitor, found).await?,
        older,
    })
}

/// `POST /desk/publications`: somebody says what became of one, or has it tried again.
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let id: PublicationId = sent.fields.get("publication").parse().map_err(|_| Failure::NotFound)?;
    let person = &sent.visitor.person;
    match sent.fields.get("deed") {
        "there" => {
            let link = sent.fields.get("link").trim();
            let remote_id = link.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            if remote_id.is_empty() || mimus_core::WebUrl::parse(link).is_err() {
                return Err(Failure::Bad(sent.visitor.say.t("give-link")));
            }
            engine.desk_settle(person, id, Some((remote_id, Some(link)))).await.map_err(refused)?;
        }
        "not-there" => engine.desk_settle(person, id, None).await.map_err(refused)?,
        "retry" => engine.desk_retry(person, id).await.map_err(refused)?,
        _ => return Err(Failure::NotFound),
    }
    Ok(go("/desk/publications?said=kept"))
}
