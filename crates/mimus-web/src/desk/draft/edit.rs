//! `/desk/drafts/new` and `/desk/drafts/{id}`: writing.

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};
use jiff::tz::TimeZone;
use mimus_core::Network;
use mimus_core::desk::{Content, DraftMedium};
use mimus_engine::Engine;
use mimus_engine::desk::DeskError;
use mimus_engine::desk::accounts::AtDesk;
use mimus_engine::desk::drafts::{Intent, Wrote};
use mimus_store::{AccountId, Draft, DraftId, Window};
use serde::Deserialize;
use serde_json::json;

use super::count::counts;
use super::form::{self, FormView};
use super::{At, Names, Powers, Tabs, Target, targets};
use crate::Site;
use crate::desk::room::{Room, show};
use crate::desk::session::{Sent, Visitor, engine, go, refused};
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

#[derive(Template)]
#[template(path = "desk/draft/edit.html")]
struct EditPage {
    room: Room,
    say: Tongue,
    /// The draft's other pages; a new one has none.
    tabs: Option<Tabs>,
    form: FormView,
    /// For each account how long its posts are.
    counts: Vec<String>,
    targets: Vec<Target>,
    /// Where the form goes, and the revision that it began with.
    action: String,
    revision: i64,
    powers: Option<Powers>,
    by: String,
    error: Option<String>,
    /// What somebody else wrote meanwhile, where it clashes with what stands in the form.
    theirs: Option<String>,
    comments: Vec<CommentView>,
    zone: String,
}

struct CommentView {
    by: String,
    words: String,
    at: Moment,
}

/// What the first of a draft's accounts says of time.
pub(super) fn zone_of(accounts: &[AtDesk], chosen: &[AccountId]) -> TimeZone {
    let first = accounts.iter().find(|at| chosen.contains(&at.account.id)).or(accounts.first());
    first.map_or(TimeZone::UTC, AtDesk::zone)
}

fn networks(accounts: &[AtDesk], targets: &[Target]) -> Vec<Network> {
    let mut networks: Vec<Network> = accounts
        .iter()
        .filter(|at| targets.iter().any(|target| target.id == at.account.id.get()))
        .map(|at| at.account.network)
        .collect();
    networks.sort_unstable();
    networks.dedup();
    networks
}

/// What a page of writing is made of.
struct Writing<'a> {
    content: &'a Content,
    window: Window,
    chosen: &'a [AccountId],
    error: Option<String>,
    theirs: Option<String>,
    said: Option<String>,
}

async fn new_page(site: &Site, visitor: &Visitor, writing: Writing<'_>) -> Result<EditPage, Failure> {
    let accounts = engine(site)?.desk_accounts().await.map_err(refused)?;
    let targets = targets(&accounts, &visitor.person, writing.chosen);
    let zone = zone_of(&accounts, writing.chosen);
    let say = visitor.say;
    let counts = counts(engine(site)?, say, writing.content, &accounts, writing.chosen).await?;
    let form = FormView::new(say, writing.content, writing.window, &networks(&accounts, &targets), &zone);
    Ok(EditPage {
        room: visitor.room(site, "drafts", &say.t("new-draft")).saying(writing.said),
        say,
        tabs: None,
        form,
        counts,
        targets,
        action: "/desk/drafts".to_owned(),
        revision: 0,
        powers: None,
        by: String::new(),
        error: writing.error,
        theirs: writing.theirs,
        comments: Vec::new(),
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
    })
}

async fn page_of(
    site: &Site,
    visitor: &Visitor,
    draft: &Draft,
    writing: Writing<'_>,
) -> Result<EditPage, Failure> {
    let mut page = new_page(site, visitor, writing).await?;
    let say = visitor.say;
    let tabs = Tabs::new(say, draft, "write");
    let names = Names::load(site).await?;
    page.room.frame.title = format!("{} – {}", tabs.title, page.room.frame.title);
    page.tabs = Some(tabs);
    page.action = format!("/desk/drafts/{}", draft.id);
    page.revision = draft.revision;
    page.powers = Some(Powers::of(&visitor.person, draft));
    page.by = match (&draft.proposer, draft.author) {
        (Some(proposer), _) => say.with("proposed-by-outside", "name", proposer),
        (None, author) => say.with("begun-by", "name", names.of(author, say)),
    };
    let comments = site.store.comments(draft.id).await?;
    let zone = TimeZone::get(&page.zone).unwrap_or(TimeZone::UTC);
    page.comments = comments
        .into_iter()
        .map(|comment| CommentView {
            by: names.of(Some(comment.by), say),
            words: comment.words,
            at: say.moment(comment.at, &zone),
        })
        .collect();
    Ok(page)
}

/// What was just done, by a word in the address.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    said: String,
}

impl Said {
    /// In words; unknown ones say nothing.
    pub(crate) fn words(&self, say: Tongue) -> Option<String> {
        match self.said.as_str() {
            "saved" => Some(say.t("said-saved")),
            "merged" => Some(say.t("said-merged")),
            "proposed" => Some(say.t("said-proposed")),
            "withdrawn" => Some(say.t("said-withdrawn")),
            "taken" => Some(say.t("said-taken")),
            "dropped" => Some(say.t("said-dropped")),
            "picked-up" => Some(say.t("said-picked-up")),
            "commented" => Some(say.t("said-commented")),
            "approved" => Some(say.t("said-approved")),
            "refused" => Some(say.t("said-refused")),
            "scheduled" => Some(say.t("said-scheduled")),
            "unscheduled" => Some(say.t("said-unscheduled")),
            "changing" => Some(say.t("said-changing")),
            "deleting" => Some(say.t("said-deleting")),
            "kept" => Some(say.t("said-kept")),
            _ => None,
        }
    }
}

/// `GET /desk/drafts/new`
pub(crate) async fn new(State(site): State<Site>, visitor: Visitor) -> Result<Response, Failure> {
    let accounts = engine(&site)?.desk_accounts().await.map_err(refused)?;
    let may = targets(&accounts, &visitor.person, &[]);
    // Who proposes for one account means that one.
    let chosen: Vec<AccountId> = match may.as_slice() {
        [only] => accounts.iter().map(|at| at.account.id).filter(|id| id.get() == only.id).collect(),
        _ => Vec::new(),
    };
    let content = Content::default();
    let writing = Writing {
        content: &content,
        window: Window::default(),
        chosen: &chosen,
        error: None,
        theirs: None,
        said: None,
    };
    show(&new_page(&site, &visitor, writing).await?)
}

/// `GET /desk/drafts/{id}`
pub(crate) async fn get(
    State(site): State<Site>,
    at: At,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let draft = &at.draft;
    let writing = Writing {
        content: &draft.content,
        window: draft.window,
        chosen: &draft.accounts,
        error: None,
        theirs: None,
        said: said.words(at.visitor.say),
    };
    show(&page_of(&site, &at.visitor, draft, writing).await?)
}

/// What a form says, with what was uploaded.
async fn intent(
    engine: &Engine,
    sent: &Sent,
    known: &[DraftMedium],
    chosen: &[AccountId],
) -> Result<Intent, (Intent, DeskError)> {
    let nothing = |error| (Intent::default(), error);
    let accounts = engine.desk_accounts().await.map_err(nothing)?;
    let ids: Vec<AccountId> = accounts.iter().map(|at| at.account.id).collect();
    let zone = zone_of(&accounts, chosen);
    let (mut intent, usable) = form::read(&sent.fields, known, &ids, &zone);
    if let Err(error) = usable {
        return Err((intent, error));
    }
    for (_, bytes) in sent.files.iter().filter(|(field, _)| field == "upload") {
        match engine.keep_upload(&sent.visitor.person, bytes.clone()).await {
            Ok(medium) if intent.content.media.iter().any(|known| known.file == medium.file) => {}
            Ok(medium) => intent.content.media.push(medium),
            Err(error) => return Err((intent, error)),
        }
    }
    Ok(intent)
}

/// `POST /desk/drafts`
pub(crate) async fn create(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let read = match intent(engine, &sent, &[], &[]).await {
        Ok(read) => {
            engine.begin_draft(&sent.visitor.person, read.clone()).await.map_err(|error| (read, error))
        }
        Err(failed) => Err(failed),
    };
    match read {
        Ok(id) => after(engine, &sent, id, "saved").await,
        Err((read, error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_)))) => {
            drop(read);
            Err(refused(error))
        }
        Err((read, error)) => {
            let writing = Writing {
                content: &read.content,
                window: read.window,
                chosen: &read.accounts,
                error: Some(sent.visitor.say.desk_error(&error)),
                theirs: None,
                said: None,
            };
            let page = new_page(&site, &sent.visitor, writing).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}

/// Goes on to what the button says.
async fn after(engine: &Engine, sent: &Sent, id: DraftId, said: &str) -> Result<Response, Failure> {
    match sent.fields.get("act") {
        "preview" => Ok(go(&format!("/desk/drafts/{id}/preview?said={said}"))),
        "propose" => {
            let draft = engine.draft_for(&sent.visitor.person, id).await.map_err(refused)?;
            engine.propose(&sent.visitor.person, id, &draft.hash).await.map_err(refused)?;
            Ok(go(&format!("/desk/drafts/{id}/preview?said=proposed")))
        }
        _ => Ok(go(&format!("/desk/drafts/{id}?said={said}"))),
    }
}

/// `POST /desk/drafts/{id}`: saves, by hand or by itself. Who asks for JSON gets the new revision.
pub(crate) async fn save(
    State(site): State<Site>,
    headers: HeaderMap,
    axum::extract::Path(id): axum::extract::Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let id: DraftId = id.parse().map_err(|_| Failure::NotFound)?;
    let person = &sent.visitor.person;
    let draft = engine.draft_for(person, id).await.map_err(refused)?;
    let base = sent.fields.number("revision").unwrap_or(0);
    let mut known = draft.content.media.clone();
    if let Some(began) = site.store.draft_at(id, base).await? {
        known.extend(began.content.media);
    }
    let written = match intent(engine, &sent, &known, &draft.accounts).await {
        Ok(read) => {
            let wrote = engine.write_draft(person, id, base, read.clone()).await;
            wrote.map(|wrote| (read.clone(), wrote)).map_err(|error| (read, error))
        }
        Err(failed) => Err(failed),
    };
    let quiet = headers.get(ACCEPT).is_some_and(|accept| accept.as_bytes() == b"application/json");
    match written {
        Ok((_, wrote)) if quiet => Ok(told(&wrote, draft.revision)),
        Ok((read, Wrote::Aside(_))) => clash(&site, &sent, id, &read).await,
        Ok((_, Wrote::Merged(_))) => after(engine, &sent, id, "merged").await,
        Ok((_, Wrote::Now(_) | Wrote::Same)) => after(engine, &sent, id, "saved").await,
        Err((_, error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_)))) => {
            Err(refused(error))
        }
        Err((_, error)) if quiet => {
            let words = sent.visitor.say.desk_error(&error);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": words}))).into_response())
        }
        Err((read, error)) => {
            let writing = Writing {
                content: &read.content,
                window: read.window,
                chosen: &read.accounts,
                error: Some(sent.visitor.say.desk_error(&error)),
                theirs: None,
                said: None,
            };
            let mut page = page_of(&site, &sent.visitor, &draft, writing).await?;
            page.revision = base;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}

fn told(wrote: &Wrote, before: i64) -> Response {
    match wrote {
        Wrote::Now(revision) => Json(json!({"revision": revision})).into_response(),
        Wrote::Same => Json(json!({"revision": before})).into_response(),
        // The page has not what others wrote: it is loaded anew.
        Wrote::Merged(revision) => Json(json!({"revision": revision, "merged": true})).into_response(),
        Wrote::Aside(number) => (StatusCode::CONFLICT, Json(json!({"aside": number}))).into_response(),
    }
}

/// Shows both: what somebody sent stands in the form, to be saved over what others wrote, which is shown beside it.
async fn clash(site: &Site, sent: &Sent, id: DraftId, read: &Intent) -> Result<Response, Failure> {
    let draft = engine(site)?.draft_for(&sent.visitor.person, id).await.map_err(refused)?;
    let writing = Writing {
        content: &read.content,
        window: read.window,
        chosen: &read.accounts,
        error: Some(sent.visitor.say.t("clash")),
        theirs: Some(draft.content.text.clone()),
        said: None,
    };
    let page = page_of(site, &sent.visitor, &draft, writing).await?;
    Ok((StatusCode::CONFLICT, show(&page)?).into_response())
}
