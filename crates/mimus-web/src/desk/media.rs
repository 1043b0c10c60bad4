//! `/desk/media`: media that want a description, and all that drafts have.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use mimus_engine::desk::DeskError;
use mimus_engine::desk::accounts::AtDesk;
use mimus_engine::desk::drafts::Wrote;
use mimus_engine::desk::media::Undescribed;
use mimus_store::{Draft, DraftId};
use serde::Deserialize;

use super::draft::edit::Said;
use super::draft::form::MediumView;
use super::draft::state_words;
use super::room::{Room, show};
use super::session::{Sent, Visitor, engine, go, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

/// Media that are asked for on a page.
const WANTING: usize = 20;
/// Drafts with their media on a page.
const DRAFTS: u32 = 24;
/// Characters of what is looked for.
const MAX_WORDS: usize = 200;

/// A medium that wants a description.
struct WantingView {
    medium: MediumView,
    draft: String,
    path: String,
    title: String,
    accounts: String,
    /// What it said when the page was made.
    before: String,
    error: Option<String>,
}

/// A draft with its media.
struct DraftView {
    path: String,
    title: String,
    state: String,
    accounts: String,
    changed: Moment,
    media: Vec<MediumView>,
}

#[derive(Template)]
#[template(path = "desk/media.html")]
struct MediaPage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    wanting: Vec<WantingView>,
    /// How many want a description, in words.
    how_many: String,
    words: String,
    drafts: Vec<DraftView>,
    more: Option<String>,
}

/// Which media.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    /// Words that their drafts have.
    #[serde(default)]
    words: String,
    /// Those after this draft, by when it was changed and its number.
    #[serde(default)]
    after: String,
}

impl Which {
    fn words(&self) -> String {
        self.words.trim().chars().take(MAX_WORDS).collect()
    }

    fn after(&self) -> Option<(Timestamp, DraftId)> {
        super::draft::list::place_after(&self.after)
    }
}

/// What somebody wrote that could not be kept.
struct Typed<'a> {
    draft: &'a str,
    file: &'a str,
    words: &'a str,
    why: String,
}

fn title(say: Tongue, draft: &Draft) -> String {
    let title = draft.content.title();
    if title.is_empty() { say.t("untitled") } else { title }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    which: &Which,
    typed: Option<Typed<'_>>,
    said: Option<String>,
) -> Result<MediaPage, Failure> {
    let (say, engine) = (visitor.say, engine(site)?);
    let accounts = engine.desk_accounts().await.map_err(refused)?;
    let names = |draft: &Draft| {
        let there = accounts.iter().filter(|at| draft.accounts.contains(&at.account.id));
        there.map(|at| at.account.name().to_string()).collect::<Vec<_>>().join(", ")
    };
    let zone = |draft: &Draft| {
        let first = accounts.iter().find(|at| draft.accounts.contains(&at.account.id));
        first.map_or(TimeZone::UTC, AtDesk::zone)
    };
    let found = engine.undescribed(&visitor.person).await.map_err(refused)?;
    let how_many = say.count("media-wanting", found.len() as u64);
    let mut wanting: Vec<WantingView> = Vec::new();
    for Undescribed { draft, number, medium } in found.into_iter().take(WANTING) {
        wanting.push(WantingView {
            medium: MediumView::new(number, &medium),
            draft: draft.id.to_string(),
            path: format!("/desk/drafts/{}#medium-{number}", draft.id),
            title: title(say, &draft),
            accounts: names(&draft),
            before: String::new(),
            error: None,
        });
    }
    let mut error = None;
    if let Some(typed) = typed {
        let there = |view: &&mut WantingView| view.draft == typed.draft && view.medium.file == typed.file;
        match wanting.iter_mut().find(there) {
            Some(view) => {
                typed.words.clone_into(&mut view.medium.alt);
                view.error = Some(typed.why);
            }
            // It has one by now, or is gone: the words are shown, so that they are not lost.
            None => error = Some(format!("{} {}", typed.why, typed.words)),
        }
    }
    let words = which.words();
    let found = engine.drafts_with_media(&visitor.person, &words, which.after(), DRAFTS).await;
    let found = found.map_err(refused)?;
    let more = found.last().filter(|_| found.len() == DRAFTS as usize).map(|last| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let after = format!("{}-{}", last.updated_at.as_millisecond(), last.id);
        query.append_pair("words", &words).append_pair("after", &after);
        format!("/desk/media?{}", query.finish())
    });
    let drafts = found.iter().map(|draft| DraftView {
        path: format!("/desk/drafts/{}", draft.id),
        title: title(say, draft),
        state: state_words(say, draft.state),
        accounts: names(draft),
        changed: say.moment(draft.updated_at, &zone(draft)),
        media: (1..).zip(&draft.content.media).map(|(n, medium)| MediumView::new(n, medium)).collect(),
    });
    Ok(MediaPage {
        room: visitor.room(site, "media", &say.t("nav-media")).saying(said),
        say,
        error,
        wanting,
        how_many,
        words: words.clone(),
        drafts: drafts.collect(),
        more,
    })
}

/// `GET /desk/media?words=…&after=…`
pub(crate) async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Query(which): Query<Which>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let said = said.words(visitor.say);
    show(&page(&site, &visitor, &which, None, said).await?)
}

/// `POST /desk/media`: somebody says what a medium shows.
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let id: DraftId = fields.get("draft").parse().map_err(|_| Failure::NotFound)?;
    let (file, before, words) = (fields.get("file"), fields.get("before"), fields.get("alt"));
    let (status, why) = match engine(&site)?.describe(&visitor.person, id, file, before, words).await {
        Ok(Wrote::Now(_) | Wrote::Merged(_) | Wrote::Same) => return Ok(go("/desk/media?said=saved")),
        Ok(Wrote::Aside(_)) => (StatusCode::CONFLICT, DeskError::Changed),
        Err(error @ DeskError::Changed) => (StatusCode::CONFLICT, error),
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            return Err(refused(error));
        }
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error),
    };
    let draft = id.to_string();
    let typed = Typed { draft: &draft, file, words, why: visitor.say.desk_error(&why) };
    let page = page(&site, visitor, &Which::default(), Some(typed), None).await?;
    Ok((status, show(&page)?).into_response())
}
