//! `/accounts/{network}:{handle}`: an account that is run in the open: its charter, who runs it, what it has posted and how to
//! propose something; and the feed of its record.

use std::collections::HashMap;
use std::fmt::Write;

use askama::Template;
use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use mimus_core::desk::{Content, Role};
use mimus_core::rich_text::{Detect, detect, escape};
use mimus_core::{Language, RichText};
use mimus_engine::desk::accounts::AtDesk;
use mimus_engine::desk::{DeskError, Unusable};
use mimus_store::{Account, AccountName, AccountState, DraftId, DraftLine, Listed, PartState, Publication};
use serde::Deserialize;

use super::Frame;
use super::error::Failure;
use super::view::words_as_html;
use crate::Site;
use crate::desk::people::role_words;
use crate::desk::record::EntryView;
use crate::desk::session::{engine, foreign, read_form, refused};
use crate::tongue::{Moment, Tongue};

/// Posts and entries on the page.
const SHOWN: u32 = 30;

/// Where an account's page is.
pub(crate) fn path(account: &Account) -> String {
    format!("/accounts/{}", account.name())
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    say: Tongue,
    name: String,
    path: String,
    shown: String,
    link: Option<String>,
    charter: String,
    reviewers: String,
    proposals: bool,
    people: Vec<(String, String)>,
    posts: Vec<PostView>,
    older: Option<String>,
    entries: Vec<EntryView>,
}

struct PostView {
    html: String,
    language: Option<String>,
    dir: &'static str,
    at: Moment,
    link: Option<String>,
    by: Option<String>,
}

#[derive(Template)]
#[template(path = "propose.html")]
struct ProposePage {
    frame: Frame,
    say: Tongue,
    name: String,
    path: String,
    charter: String,
    error: Option<String>,
    done: bool,
    text: String,
    language: String,
    warning: String,
    who: String,
}

async fn find(site: &Site, name: &str) -> Result<AtDesk, Failure> {
    let name: AccountName = name.parse().map_err(|_| Failure::NotFound)?;
    let account = site.store.account_named(&name).await?.ok_or(Failure::NotFound)?;
    if account.state == AccountState::Disconnected {
        return Err(Failure::NotFound);
    }
    engine(site)?.desk_account(account.id).await.map_err(refused)
}

/// Words of several paragraphs, with links.
fn prose(words: &str) -> String {
    words_as_html(&detect(&RichText::plain(words), Detect { links: true, hashtags: false }))
}

fn frame(site: &Site, title: &str) -> Frame {
    let mut frame = Frame::new(site, format!("{title} · {}", site.info.name), String::new());
    frame.style = crate::assets::desk_style();
    frame
}

/// From where on.
#[derive(Deserialize)]
pub(crate) struct Which {
    before: Option<String>,
}

/// `GET /accounts/{name}`
pub(crate) async fn get(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(name): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let at = find(&site, &name).await?;
    let say = Tongue::of(None, &headers);
    let zone = at.zone();
    let charter = &at.desk.charter;
    let people = site.store.people_for(at.account.id).await?;
    let people = people.iter().filter(|person| person.state == mimus_store::PersonState::Active);
    let people = people.filter_map(|person| {
        let roles = person.roles.get(&at.account.id)?;
        let roles = roles.iter().filter(|role| !matches!(role, Role::Auditor | Role::Proposer));
        let roles: Vec<String> = roles.map(|role| role_words(say, *role)).collect();
        (!roles.is_empty()).then(|| (person.shown.clone(), roles.join(", ")))
    });
    let people = people.collect();
    let before = which.before.and_then(|id| id.parse().ok());
    let own = [at.account.id];
    let found = site.store.desk_publications(Some(&own), Listed::Published, before, SHOWN).await?;
    let older = found.last().filter(|_| found.len() == SHOWN as usize);
    let older = older.map(|last| format!("{}?before={}", path(&at.account), last.id));
    let parts = site.store.parts_of(&found).await?;
    let proposers = if charter.names_proposers { proposers(&site, &found).await? } else { HashMap::new() };
    let mut posts = Vec::new();
    for publication in found {
        let parts = parts.get(&publication.id).map(Vec::as_slice).unwrap_or_default();
        let link =
            parts.iter().filter(|part| part.state == PartState::Published).find_map(|part| part.url.clone());
        let by = publication.draft.and_then(|draft| proposers.get(&draft));
        let by = by.map(|name| say.with("proposed-by", "name", name));
        let language = publication.post.language.as_ref();
        posts.push(PostView {
            html: words_as_html(&publication.post.text),
            language: language.map(ToString::to_string),
            dir: super::words::direction(language),
            at: say.moment(publication.published_at.unwrap_or(publication.created_at), &zone),
            link,
            by,
        });
    }
    let account = at.account.name().to_string();
    let entries = site.store.record_entries(Some(&account), None, SHOWN).await?;
    let mut frame = frame(&site, &account);
    frame.feed = Some((format!("{}/record.xml", path(&at.account)), say.with("record-of", "name", &account)));
    let page = AccountPage {
        frame,
        say,
        path: path(&at.account),
        shown: at.account.profile.name.clone(),
        link: at.account.profile.url.as_ref().map(ToString::to_string),
        charter: prose(&charter.text),
        reviewers: say.count("needs-reviewers", charter.review.reviewers),
        proposals: charter.proposals,
        people,
        posts,
        older,
        entries: entries.into_iter().map(|entry| EntryView::new(say, entry)).collect(),
        name: account,
    };
    super::send(&headers, &page)
}

/// Who proposed what was published, by draft.
async fn proposers(site: &Site, found: &[Publication]) -> Result<HashMap<DraftId, String>, Failure> {
    let drafts: Vec<DraftId> = found.iter().filter_map(|publication| publication.draft).collect();
    let drafts = site.store.drafts_among(&drafts).await?;
    let names = site.store.shown_names().await?;
    let name = |draft: DraftLine| {
        let known = draft.author.and_then(|author| names.get(&author).cloned());
        Some((draft.id, draft.proposer.or(known)?))
    };
    Ok(drafts.into_iter().filter_map(name).collect())
}

fn propose_page(site: &Site, say: Tongue, at: &AtDesk) -> ProposePage {
    let name = at.account.name().to_string();
    let mut frame = frame(site, &say.with("propose-for", "name", &name));
    frame.hidden = true;
    ProposePage {
        frame,
        say,
        path: path(&at.account),
        charter: prose(&at.desk.charter.text),
        error: None,
        done: false,
        text: String::new(),
        language: String::new(),
        warning: String::new(),
        who: String::new(),
        name,
    }
}

/// `GET /accounts/{name}/propose`
pub(crate) async fn propose(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let at = find(&site, &name).await?;
    if !at.desk.charter.proposals {
        return Err(Failure::NotFound);
    }
    super::send(&headers, &propose_page(&site, Tongue::of(None, &headers), &at))
}

/// `POST /accounts/{name}/propose`: anybody's; held apart until somebody of the account takes it on.
pub(crate) async fn take(
    State(site): State<Site>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let headers = request.headers().clone();
    let say = Tongue::of(None, &headers);
    if foreign(&site, &headers) {
        return Err(Failure::Forbidden(say.t("form-foreign")).into_response());
    }
    let at = find(&site, &name).await.map_err(IntoResponse::into_response)?;
    let (fields, _) = read_form(request, &site).await?;
    let mut page = propose_page(&site, say, &at);
    page.text = fields.get("text").to_owned();
    page.language = fields.get("language").to_owned();
    page.warning = fields.get("warning").to_owned();
    page.who = fields.get("who").to_owned();
    // People leave this field empty, as they do not see it.
    if !fields.get("website").is_empty() {
        return Err(Failure::TooOften(60).into_response());
    }
    site.proposals.take(site.clock.now()).map_err(IntoResponse::into_response)?;
    let taken = receive(&site, &at, &page).await;
    let status = match taken {
        Ok(()) => {
            page.done = true;
            StatusCode::CREATED
        }
        Err(error @ (DeskError::NotFound | DeskError::Store(_))) => {
            return Err(refused(error).into_response());
        }
        Err(error) => {
            page.error = Some(say.desk_error(&error));
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let shown = crate::desk::room::show(&page).map_err(IntoResponse::into_response)?;
    Ok((status, shown).into_response())
}

async fn receive(site: &Site, at: &AtDesk, page: &ProposePage) -> Result<(), DeskError> {
    let engine = site.engine.as_ref().ok_or(DeskError::NotFound)?;
    let language = match page.language.trim() {
        "" => None,
        tag => Some(Language::new(tag).map_err(Unusable::from)?),
    };
    let warning = page.warning.trim();
    let content = Content {
        text: page.text.trim().to_owned(),
        language,
        content_warning: (!warning.is_empty()).then(|| warning.to_owned()),
        ..Content::default()
    };
    engine.propose_from_outside(at.account.id, content, &page.who).await.map(drop)
}

/// `GET /accounts/{name}/record.xml`: the account's record as an Atom feed (RFC 4287).
pub(crate) async fn feed(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let at = find(&site, &name).await?;
    let say = Tongue::of(None, &headers);
    let account = at.account.name().to_string();
    let entries = site.store.record_entries(Some(&account), None, SHOWN).await?;
    let page = site.absolute(&path(&at.account));
    let updated = entries.first().map_or(at.account.connected_at, |entry| entry.at);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    let title = escape(&say.with("record-of", "name", &account));
    let _ = writeln!(
        out,
        "<id>{id}</id><title>{title}</title><updated>{updated}</updated><link href=\"{id}\"/><link rel=\"self\" href=\"{id}/record.xml\"/><author><name>{by}</name></author>",
        id = escape(&page),
        by = escape(&site.info.operator),
    );
    for entry in entries {
        let (seq, at, hash) = (entry.seq, entry.at, entry.hash.clone());
        let view = EntryView::new(say, entry);
        let words = format!("{}: {} ({})", view.who, view.deed, view.about);
        let _ = writeln!(
            out,
            "<entry><id>{page}#{seq}</id><title>{words}</title><updated>{at}</updated><link href=\"{page}\"/><summary>{why} {hash}</summary></entry>",
            page = escape(&page),
            words = escape(&words),
            why = escape(view.why.as_deref().unwrap_or_default()),
        );
    }
    out.push_str("</feed>\n");
    Ok(crate::conditional::respond(&headers, "application/atom+xml; charset=utf-8", out))
}
