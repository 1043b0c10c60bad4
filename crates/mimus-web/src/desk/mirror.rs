//! `/desk/mirrors/{id}`: one mirror: what it is, how it is read, and what to do about it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mimus_core::policy::{Replies, Reposts};
use mimus_core::{Basis, MirrorPolicy, Visibility};
use mimus_engine::mirrors::{MAX_REASON, MirrorError, Soon};
use mimus_store::{ListedMirror, MirrorId, MirrorState};

use super::draft::edit::Said;
use super::mirrors::{MirrorView, PATIENCE, path, told};
use super::room::{Room, show};
use super::session::{Keeper, Sent, Visitor, engine, go};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

#[derive(Template)]
#[template(path = "desk/mirror.html")]
struct MirrorPage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    mirror: MirrorView,
    public: String,
    /// The handle alone, which is written to remove it.
    name: String,
    /// How far a long reading is.
    progress: Option<String>,
    policy: Vec<String>,
    active: bool,
    resting: bool,
    removal: String,
    max_reason: usize,
}

fn policy_words(say: Tongue, policy: &MirrorPolicy) -> Vec<String> {
    let line = |label: &str, words: String| say.with2("label-line", ("label", label), ("words", words));
    let mut lines = vec![
        line(
            &say.t("mirror-basis"),
            match &policy.basis {
                Basis::Own => say.t("basis-own"),
                Basis::Consent { note } => format!("{} ({note})", say.t("basis-consent")),
                Basis::Other => say.t("basis-other"),
            },
        ),
        line(
            &say.t("mirror-replies"),
            match policy.replies {
                Replies::All => say.t("mirror-replies-all"),
                Replies::Own => say.t("mirror-replies-own"),
                Replies::None => say.t("mirror-none"),
            },
        ),
        line(
            &say.t("mirror-reposts"),
            match policy.reposts {
                Reposts::Link => say.t("mirror-reposts-link"),
                Reposts::Boost => say.t("mirror-reposts-boost"),
                Reposts::None => say.t("mirror-none"),
            },
        ),
        line(
            &say.t("mirror-visibility"),
            match policy.visibility {
                Visibility::Public => say.t("visibility-everywhere"),
                _ => say.t("visibility-profiles"),
            },
        ),
    ];
    if let Some(language) = &policy.language {
        lines.push(line(&say.t("mirror-language"), language.as_str().to_owned()));
    }
    if !policy.without.is_empty() {
        lines.push(line(&say.t("mirror-without"), policy.without.join(", ")));
    }
    if policy.sensitive {
        lines.push(say.t("mirror-sensitive"));
    }
    if policy.keep_warning_lines {
        lines.push(say.t("keep-warning-lines"));
    }
    lines
}

async fn find(site: &Site, id: &str) -> Result<ListedMirror, Failure> {
    let id: MirrorId = id.parse().map_err(|_| Failure::NotFound)?;
    let listed = site.store.listed_mirror(id).await?;
    listed.filter(|listed| listed.mirror.state != MirrorState::Removed).ok_or(Failure::NotFound)
}

fn page(
    site: &Site,
    visitor: &Visitor,
    listed: &ListedMirror,
    error: Option<String>,
    said: Option<String>,
) -> MirrorPage {
    let say = visitor.say;
    let ListedMirror { mirror, source, followers } = listed;
    let view = MirrorView::new(site, say, listed);
    let far = source.as_ref().filter(|source| source.last_read_at.is_none() && source.done > 0);
    MirrorPage {
        room: visitor.room(site, "mirrors", &view.handle).saying(said),
        say,
        error,
        public: format!("/@{}", mirror.handle),
        name: mirror.handle.to_string(),
        progress: far.map(|source| match source.total {
            Some(total) => say.with2("mirror-progress", ("done", source.done), ("total", total)),
            None => say.count("mirror-done", source.done),
        }),
        policy: policy_words(say, &mirror.policy),
        active: mirror.state == MirrorState::Active,
        resting: matches!(mirror.state, MirrorState::Paused | MirrorState::Ended),
        removal: say.count("mirror-remove-how", *followers),
        max_reason: MAX_REASON,
        mirror: view,
    }
}

/// `GET /desk/mirrors/{id}`
pub(crate) async fn get(
    State(site): State<Site>,
    keeper: Keeper,
    Path(id): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let listed = find(&site, &id).await?;
    show(&page(&site, &keeper, &listed, None, said.words(keeper.say)))
}

/// `POST /desk/mirrors/{id}`: pause, resume, refresh, remove.
pub(crate) async fn post(
    State(site): State<Site>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let (visitor, fields) = (sent.keeper()?, &sent.fields);
    let (engine, by, say) = (engine(&site)?, &visitor.person, visitor.say);
    let listed = find(&site, &id).await?;
    let handle = &listed.mirror.handle;
    let here = path(listed.mirror.id);
    let done: Result<String, MirrorError> = match fields.get("deed") {
        "pause" => engine.pause_mirror(by, handle).await.map(|_| format!("{here}?said=kept")),
        "resume" => engine.resume_mirror(by, handle).await.map(|_| format!("{here}?said=kept")),
        "refresh" => engine.refresh_mirror_soon(by, handle, PATIENCE).await.map(|soon| match soon {
            Soon::Done(_) => format!("{here}?said=mirror-read"),
            Soon::GoesOn => format!("{here}?said=mirror-reading"),
        }),
        "remove" => {
            // Whoever removes it has read what that does, and writes its handle.
            if fields.get("confirm").trim().trim_start_matches('@') != handle.as_str() {
                let wrong = say.with("mirror-remove-wrong", "handle", handle);
                let page = page(&site, visitor, &listed, Some(wrong), None);
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response());
            }
            let removed = engine.remove_mirror(by, handle, Some(fields.get("why"))).await;
            removed.map(|()| "/desk/mirrors?said=mirror-removed".to_owned())
        }
        _ => return Err(Failure::NotFound),
    };
    match done {
        Ok(to) => Ok(go(&to)),
        Err(error) => {
            let wrong = told(say, error)?;
            let listed = find(&site, &id).await?;
            let page = page(&site, visitor, &listed, Some(wrong), None);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
