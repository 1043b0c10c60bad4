//! `/desk/drafts/{id}/review`: what has changed since it was last approved, and ruling on exactly what it says now.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mimus_core::desk::{Content, Ruling, differences};
use mimus_engine::desk::DeskError;
use mimus_store::{Draft, DraftId, GivenRuling};

use super::edit::Said;
use super::preview::{PreviewView, views};
use super::removal::{self, RemovalView};
use super::{At, Names, Powers, Stretch, Tabs, stretches};
use crate::Site;
use crate::desk::room::{Room, show};
use crate::desk::session::{Sent, Visitor, engine, go, refused};
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

#[derive(Template)]
#[template(path = "desk/draft/review.html")]
struct ReviewPage {
    room: Room,
    say: Tongue,
    tabs: Tabs,
    error: Option<String>,
    previews: Vec<PreviewView>,
    powers: Powers,
    hash: String,
    changes: Vec<FieldChange>,
    since: Option<String>,
    rulings: Vec<RulingView>,
    words: String,
    removal: Option<RemovalView>,
}

/// What has changed in a field.
pub(crate) struct FieldChange {
    pub(crate) field: String,
    pub(crate) stretches: Vec<Stretch>,
}

struct RulingView {
    by: String,
    approved: bool,
    words: String,
    at: Moment,
    /// Whether it is of what the draft says now.
    current: bool,
    /// Whether it is of a removal.
    of_removal: bool,
}

/// The fields of a draft as text, for differences.
fn fields(say: Tongue, content: &Content) -> Vec<(String, String)> {
    let mut fields = vec![
        (say.t("field-text"), content.text.clone()),
        (say.t("field-warning"), content.content_warning.clone().unwrap_or_default()),
        (say.t("field-language"), content.language.as_ref().map(ToString::to_string).unwrap_or_default()),
        (
            say.t("field-visibility"),
            match content.visibility {
                mimus_core::Visibility::Public => say.t("visibility-public"),
                mimus_core::Visibility::Unlisted => say.t("visibility-unlisted"),
            },
        ),
    ];
    for network in super::form::NETWORKS {
        let name = super::form::network_name(say, network);
        fields.push((
            say.with("field-version", "network", name),
            content.versions.get(&network).cloned().unwrap_or_default(),
        ));
    }
    let media = content.media.iter().map(|medium| {
        let alts = medium.alt.iter().map(|alt| alt.text.as_str()).collect::<Vec<_>>().join(" / ");
        format!("{}: {alts}\n", &medium.file[..medium.file.len().min(8)])
    });
    fields.push((say.t("field-media"), media.collect()));
    fields
}

/// What is different in `now` from `before`, field by field.
pub(crate) fn changes(say: Tongue, before: &Content, now: &Content) -> Vec<FieldChange> {
    let pairs = fields(say, before).into_iter().zip(fields(say, now));
    let changed = pairs.filter(|((_, before), (_, now))| before != now);
    changed
        .map(|((field, before), (_, now))| FieldChange {
            field,
            stretches: stretches(differences(&before, &now)),
        })
        .collect()
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    draft: &Draft,
    error: Option<String>,
    said: Option<String>,
    words: &str,
) -> Result<ReviewPage, Failure> {
    let say = visitor.say;
    let engine = engine(site)?;
    let previews = engine.preview(draft).await.map_err(refused)?;
    let zone = previews.first().map_or(jiff::tz::TimeZone::UTC, |preview| preview.at.zone());
    let given = site.store.rulings(draft.id).await?;
    let names = Names::load(site).await?;
    // What was ruled on last by this reviewer, or else by anybody, and is not what it says now.
    let before = |ruling: &&GivenRuling| ruling.hash != draft.hash && !ruling.is_of_removal();
    let own = given.iter().rev().filter(before).find(|ruling| ruling.by == visitor.person.id);
    let last = own.or_else(|| given.iter().rev().find(before));
    let (mut changes_since, mut since) = (Vec::new(), None);
    let hash = last.map(|ruling| ruling.hash.as_str()).or(draft.published_hash.as_deref());
    if let Some(hash) = hash.filter(|hash| *hash != draft.hash)
        && let Some(was) = site.store.draft_as_it_was(draft.id, hash).await?
    {
        changes_since = changes(say, &was.content, &draft.content);
        since = Some(say.with("changed-since", "time", say.moment(was.written_at, &zone).full));
    }
    let tabs = Tabs::new(say, draft, "review");
    let removal = removal::view(site, visitor, draft, &zone).await?;
    let current = |hash: &str| hash == draft.hash || removal.as_ref().is_some_and(|asked| hash == asked.hash);
    Ok(ReviewPage {
        room: visitor.room(site, "drafts", &tabs.title).saying(said),
        say,
        error,
        previews: views(say, draft, &previews, None),
        powers: Powers::of(&visitor.person, draft),
        hash: draft.hash.clone(),
        changes: changes_since,
        since,
        rulings: given
            .iter()
            .map(|ruling| RulingView {
                by: names.of(Some(ruling.by), say),
                approved: ruling.ruling == Ruling::Approve,
                words: ruling.words.clone(),
                at: say.moment(ruling.at, &zone),
                current: current(&ruling.hash),
                of_removal: ruling.is_of_removal(),
            })
            .collect(),
        words: words.to_owned(),
        removal,
        tabs,
    })
}

/// `GET /desk/drafts/{id}/review`
pub(crate) async fn get(
    State(site): State<Site>,
    at: At,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let said = said.words(at.visitor.say);
    show(&page(&site, &at.visitor, &at.draft, None, said, "").await?)
}

/// `POST /desk/drafts/{id}/review`
pub(crate) async fn post(
    State(site): State<Site>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let id: DraftId = id.parse().map_err(|_| Failure::NotFound)?;
    let ruling: Ruling = sent.fields.get("ruling").parse().map_err(|_| Failure::NotFound)?;
    let (hash, words) = (sent.fields.get("hash"), sent.fields.get("words"));
    match engine.rule(&sent.visitor.person, id, hash, ruling, words).await {
        Ok(()) => {
            let said = if ruling == Ruling::Approve { "approved" } else { "refused" };
            Ok(go(&format!("/desk/drafts/{id}/review?said={said}")))
        }
        Err(error @ (DeskError::NotFound | DeskError::Store(_) | DeskError::MayNot(_))) => {
            Err(refused(error))
        }
        Err(error) => {
            let draft = engine.draft_for(&sent.visitor.person, id).await.map_err(refused)?;
            let error = Some(sent.visitor.say.desk_error(&error));
            let page = page(&site, &sent.visitor, &draft, error, None, words).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
