//! Cards of the pages that a draft links to: shown on its preview, looked at by a button or by the page's script.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use mimus_core::WebUrl;
use mimus_engine::media::CARD;
use mimus_store::{DraftId, LinkCard, PageWords};

use crate::Site;
use crate::desk::session::{Sent, Visitor, engine, go, refused};
use crate::pages::error::Failure;
use crate::tongue::Tongue;

/// The card of a link, for a template.
pub(crate) struct CardView {
    /// The page's host, for people.
    pub(crate) host: String,
    /// What there is to show.
    pub(crate) page: Option<PageView>,
    /// What is said of it: that it was not looked at yet, or why there is none.
    pub(crate) words: String,
    /// What is wanting of it.
    pub(crate) warning: Option<String>,
}

/// What a page says of itself.
pub(crate) struct PageView {
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) site: String,
    /// Where its picture is here, and what it shows.
    pub(crate) picture: Option<(String, String)>,
}

/// The card of a link, as far as it is known.
pub(crate) fn view(say: Tongue, link: &WebUrl, known: &HashMap<String, LinkCard>) -> CardView {
    let host = link.host().to_owned();
    let none = |reason: String| say.with2("card-none", ("host", &host), ("reason", reason));
    let words = match known.get(link.as_str()) {
        None => say.with("card-unknown", "host", &host),
        Some(LinkCard::There(page)) => return there(say, host, page),
        Some(LinkCard::Status(status)) => none(say.with("card-status", "status", status)),
        Some(LinkCard::NoTitle) => none(say.t("card-no-title")),
        Some(LinkCard::NoPage) => none(say.t("card-no-page")),
        Some(LinkCard::TooLarge) => none(say.t("card-too-large")),
        Some(LinkCard::Slow) => none(say.t("card-slow")),
        Some(LinkCard::Away) => none(say.t("card-away")),
    };
    CardView { host, page: None, words, warning: None }
}

fn there(say: Tongue, host: String, page: &PageWords) -> CardView {
    let undescribed = page.names_picture && page.picture_alt.is_none();
    let picture = page.picture.as_ref();
    CardView {
        words: say.with("card-of", "host", &host),
        warning: undescribed.then(|| say.t("card-no-alt")),
        page: Some(PageView {
            title: page.title.clone(),
            description: page.description.clone(),
            site: page.site.clone(),
            picture: picture
                .map(|name| (format!("/desk/cards/{name}"), page.picture_alt.clone().unwrap_or_default())),
        }),
        host,
    }
}

/// `POST /desk/drafts/{id}/cards`: looks at the pages that are linked to, then shows the preview.
pub(crate) async fn post(
    State(site): State<Site>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let id: DraftId = id.parse().map_err(|_| Failure::NotFound)?;
    let draft = engine.draft_for(&sent.visitor.person, id).await.map_err(refused)?;
    match engine.look_at_cards(&sent.visitor.person, &draft).await.map_err(refused)? {
        true => Ok(go(&format!("/desk/drafts/{id}/preview"))),
        false => Err(Failure::TooOften(60)),
    }
}

/// `GET /desk/cards/{name}`: a card's picture.
pub(crate) async fn picture(
    State(site): State<Site>,
    _: Visitor,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    if name.rsplit('.').next() != Some(CARD) {
        return Err(Failure::NotFound);
    }
    let path = engine(&site)?.media.file(&name).ok_or(Failure::NotFound)?;
    let bytes = match tokio::fs::read(path).await {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Failure::NotFound),
        Err(error) => return Err(Failure::Broken(error.to_string())),
    };
    let headers = [
        (CONTENT_TYPE, "image/jpeg"),
        (CACHE_CONTROL, "private, max-age=86400, immutable"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    Ok((headers, bytes).into_response())
}
