//! `/desk/mirrors`: what is mirrored here and how it fares, and mirroring something more.

use std::time::Duration;

use askama::Template;
use axum::extract::{Query, RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::tz::TimeZone;
use mimus_core::policy::{Replies, Reposts};
use mimus_core::{Basis, Language, LocalHandle, MirrorPolicy, Network, Visibility};
use mimus_engine::mirrors::{AddMirror, MirrorError, Soon, location_from_afar};
use mimus_store::{ListedMirror, MirrorFilter, MirrorStanding, MirrorState};

use super::account::Choices;
use super::draft::edit::Said;
use super::room::{Room, show};
use super::session::{Fields, Keeper, Sent, Visitor, engine, go, sentence};
use crate::pages::error::Failure;
use crate::pages::words;
use crate::tongue::{Moment, Tongue};
use crate::{Site, query};

/// Mirrors on a page.
const MIRRORS: u32 = 100;
/// How long somebody waits for a source; what takes longer goes on by itself.
pub(super) const PATIENCE: Duration = Duration::from_secs(8);
/// Most words that keep posts out.
const MAX_WITHOUT: usize = 100;
/// Longest note on how an owner agreed, in characters.
const MAX_NOTE: usize = 300;

#[derive(Template)]
#[template(path = "desk/mirrors.html")]
struct MirrorsPage {
    room: Room,
    say: Tongue,
    error: Option<String>,
    counts: Vec<(String, String)>,
    /// Ways to stand: in words, where, whether it is this one.
    filters: Vec<(String, String, bool)>,
    only: String,
    words: String,
    mirrors: Vec<MirrorView>,
    next: Option<String>,
    form: MirrorForm,
}

/// A mirror for a template.
pub(super) struct MirrorView {
    pub(super) path: String,
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) source: String,
    pub(super) state: String,
    pub(super) class: &'static str,
    pub(super) reason: Option<String>,
    pub(super) posts: String,
    pub(super) followers: String,
    pub(super) failed: Option<(String, String)>,
    pub(super) last_read: Option<Moment>,
    pub(super) next_read: Option<Moment>,
}

impl MirrorView {
    pub(super) fn new(site: &Site, say: Tongue, listed: &ListedMirror) -> Self {
        let ListedMirror { mirror, source, followers } = listed;
        let failures = source.as_ref().map_or(0, |source| source.failures);
        let begins = source.as_ref().is_some_and(|source| source.last_read_at.is_none());
        let (state, class) = match mirror.state {
            MirrorState::Active if failures > 0 => (say.t("mirror-failing"), "failing"),
            MirrorState::Active if begins => (say.t("mirror-reading"), "well"),
            MirrorState::Active => (say.t("mirror-active"), "well"),
            MirrorState::Paused => (say.t("mirror-paused"), "paused"),
            MirrorState::Ended | MirrorState::Removed => (say.t("mirror-ended"), "ended"),
        };
        let location = source.as_ref().map(|source| source.location.clone()).unwrap_or_default();
        let on_x = mirror.profile.handle.as_ref().filter(|_| location.starts_with("x:"));
        let moment = |at| say.moment(at, &TimeZone::UTC);
        Self {
            path: path(mirror.id),
            handle: site.full_handle(&mirror.handle),
            name: mirror.profile.name.clone(),
            source: on_x.map_or_else(|| location.clone(), |handle| format!("x:{handle}")),
            state,
            class,
            reason: mirror.state_reason.clone(),
            posts: say.count("posts-here", mirror.posts),
            followers: say.count("followers-here", *followers),
            failed: source.as_ref().and_then(|source| {
                let why = source.last_error.clone().filter(|_| failures > 0)?;
                Some((say.count("mirror-failed", failures), why))
            }),
            last_read: source.as_ref().and_then(|source| source.last_read_at).map(moment),
            next_read: source.as_ref().and_then(|source| source.next_read_at).map(moment),
        }
    }
}

pub(super) fn path(id: mimus_store::MirrorId) -> String {
    format!("/desk/mirrors/{id}")
}

/// What somebody has typed of a mirror that is to be made.
struct MirrorForm {
    source: String,
    handle: String,
    replies: Choices,
    reposts: Choices,
    visibility: Choices,
    basis: Choices,
    consent: String,
    language: String,
    without: String,
    sensitive: bool,
    keep_warning_lines: bool,
}

impl MirrorForm {
    fn new(say: Tongue, fields: &Fields) -> Self {
        let choices = |name: &str, all: Vec<(&'static str, String)>| -> Choices {
            let chosen = fields.get(name);
            let first = all.first().map_or("", |(value, _)| *value);
            let known = all.iter().any(|(value, _)| *value == chosen);
            let chosen = if known { chosen } else { first };
            all.into_iter().map(|(value, words)| (value, words, value == chosen)).collect()
        };
        Self {
            source: fields.get("source").to_owned(),
            handle: fields.get("handle").to_owned(),
            replies: choices(
                "replies",
                vec![
                    ("all", say.t("mirror-replies-all")),
                    ("own", say.t("mirror-replies-own")),
                    ("none", say.t("mirror-none")),
                ],
            ),
            reposts: choices(
                "reposts",
                vec![
                    ("link", say.t("mirror-reposts-link")),
                    ("boost", say.t("mirror-reposts-boost")),
                    ("none", say.t("mirror-none")),
                ],
            ),
            visibility: choices(
                "visibility",
                vec![("public", say.t("visibility-everywhere")), ("unlisted", say.t("visibility-profiles"))],
            ),
            basis: choices(
                "basis",
                vec![
                    ("other", say.t("basis-other")),
                    ("own", say.t("basis-own")),
                    ("consent", say.t("basis-consent")),
                ],
            ),
            consent: fields.get("consent").to_owned(),
            language: fields.get("language").to_owned(),
            without: fields.get("without").to_owned(),
            sensitive: fields.has("sensitive"),
            keep_warning_lines: fields.has("keep-warning-lines"),
        }
    }
}

/// The lines of a field, as many as may be.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// What somebody has typed, as it is to be done; or why that will not do.
fn read(say: Tongue, fields: &Fields) -> Result<AddMirror, String> {
    let location = location_from_afar(fields.get("source")).map_err(|error| say.mirror_error(&error))?;
    let handle = match fields.get("handle").trim().trim_start_matches('@') {
        "" => None,
        handle => Some(LocalHandle::new(handle).map_err(|error| sentence(&error.to_string()))?),
    };
    let language = match fields.get("language").trim() {
        "" => None,
        tag => Some(Language::new(tag).map_err(|error| say.unusable(&error.into()))?),
    };
    let note: String = fields.get("consent").trim().chars().take(MAX_NOTE).collect();
    let basis = match fields.get("basis") {
        "own" => Basis::Own,
        "consent" if note.is_empty() => return Err(say.t("basis-note-missing")),
        "consent" => Basis::Consent { note },
        _ => Basis::Other,
    };
    let policy = MirrorPolicy {
        replies: match fields.get("replies") {
            "own" => Replies::Own,
            "none" => Replies::None,
            _ => Replies::All,
        },
        reposts: match fields.get("reposts") {
            "boost" => Reposts::Boost,
            "none" => Reposts::None,
            _ => Reposts::Link,
        },
        visibility: match fields.get("visibility") {
            "unlisted" => Visibility::Unlisted,
            _ => Visibility::Public,
        },
        sensitive: fields.has("sensitive"),
        language,
        without: lines(fields.get("without")).take(MAX_WITHOUT).map(str::to_owned).collect(),
        keep_warning_lines: fields.has("keep-warning-lines"),
        basis,
    };
    Ok(AddMirror { location, handle, policy })
}

/// What a keeper is told; what is no matter of what they typed is a failure of the page.
pub(super) fn told(say: Tongue, error: MirrorError) -> Result<String, Failure> {
    match error {
        MirrorError::Store(error) => Err(error.into()),
        MirrorError::Unknown(_) | MirrorError::Removed(_) => Err(Failure::NotFound),
        MirrorError::NotKeeper => Err(Failure::Forbidden(say.t("keepers-only"))),
        MirrorError::HandleTaken(handle) => Ok(say.with("mirror-handle-taken", "handle", handle)),
        MirrorError::NoHandle(name) => Ok(say.with("mirror-no-handle", "name", name)),
        MirrorError::Busy(_) => Ok(say.t("mirror-busy")),
        other => Ok(say.mirror_error(&other)),
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    query: Option<&str>,
    (form, error): (MirrorForm, Option<String>),
    said: Option<String>,
) -> Result<MirrorsPage, Failure> {
    let say = visitor.say;
    let only = query::value(query, "only").unwrap_or_default();
    let standing = match only.as_str() {
        "failing" => MirrorStanding::Failing,
        "paused" => MirrorStanding::Paused,
        "ended" => MirrorStanding::Ended,
        _ => MirrorStanding::Any,
    };
    let only = if standing == MirrorStanding::Any { String::new() } else { only };
    let words = query::value(query, "words").unwrap_or_default();
    let after = query::value(query, "after").and_then(|after| LocalHandle::new(&after).ok());
    let filter = MirrorFilter { standing, words: words.clone() };
    let mut mirrors = site.store.list_mirrors(&filter, after.as_ref(), MIRRORS + 1).await?;
    let more = mirrors.len() > MIRRORS as usize;
    mirrors.truncate(MIRRORS as usize);
    let address = |only: &str, after: Option<&LocalHandle>| {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in
            [("only", only), ("words", words.as_str()), ("after", after.map_or("", LocalHandle::as_str))]
        {
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        }
        let pairs = pairs.finish();
        if pairs.is_empty() { "/desk/mirrors".to_owned() } else { format!("/desk/mirrors?{pairs}") }
    };
    let counts = site.store.mirror_counts().await?;
    let filters = [
        ("", say.t("all")),
        ("failing", say.t("mirrors-failing")),
        ("paused", say.t("mirrors-paused")),
        ("ended", say.t("mirrors-ended")),
    ];
    Ok(MirrorsPage {
        room: visitor.room(site, "mirrors", &say.t("nav-mirrors")).saying(said),
        say,
        error,
        counts: vec![
            (words::number(counts.active), say.t("mirrors-active")),
            (words::number(counts.failing), say.t("mirrors-failing")),
            (words::number(counts.paused), say.t("mirrors-paused")),
            (words::number(counts.ended), say.t("mirrors-ended")),
        ],
        filters: filters.map(|(name, words)| (words, address(name, None), name == only)).into(),
        next: mirrors.last().filter(|_| more).map(|last| address(&only, Some(&last.mirror.handle))),
        mirrors: mirrors.iter().map(|listed| MirrorView::new(site, say, listed)).collect(),
        only,
        words,
        form,
    })
}

/// `GET /desk/mirrors?only=failing&words=…&after={handle}`
pub(crate) async fn get(
    State(site): State<Site>,
    keeper: Keeper,
    RawQuery(query): RawQuery,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let form = MirrorForm::new(keeper.say, &Fields::default());
    show(&page(&site, &keeper, query.as_deref(), (form, None), said.words(keeper.say)).await?)
}

/// `POST /desk/mirrors`: adds one.
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let (visitor, fields) = (sent.keeper()?, &sent.fields);
    let say = visitor.say;
    let wrong = match read(say, fields) {
        // Without a token of the app every account on X would be asked for in vain.
        Ok(add) if add.location.network() == Network::X && engine(&site)?.connectors.x.is_none() => {
            say.t("mirror-no-x")
        }
        Ok(add) => match engine(&site)?.add_mirror_soon(&visitor.person, add, PATIENCE).await {
            Ok(Soon::Done(mirror)) => return Ok(go(&format!("{}?said=mirror-added", path(mirror.id)))),
            Ok(Soon::GoesOn) => return Ok(go("/desk/mirrors?said=mirror-looking")),
            Err(error) => told(say, error)?,
        },
        Err(wrong) => wrong,
    };
    let page = page(&site, visitor, None, (MirrorForm::new(say, fields), Some(wrong)), None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
}
