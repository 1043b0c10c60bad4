//! What is said when there is nothing to show, to people and to servers.

use std::sync::{Arc, OnceLock};

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use mimus_engine::desk::DeskError;
use mimus_federation::inbox::Refusal;
use mimus_store::StoreError;
use serde_json::{Value, json};

use super::Frame;
use crate::Site;
use crate::desk::session::sentence;
use crate::negotiation::{Wants, wants};
use crate::tongue::Tongue;

/// Why a request gets nothing.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Failure {
    /// Nothing is at that address.
    #[error("There is nothing at this address.")]
    NotFound,
    /// A method that the address does not take.
    #[error("This address does not take that kind of request.")]
    Method,
    /// The mirror was removed.
    #[error("This mirror has been removed. Its posts are no longer here.")]
    MirrorGone,
    /// The post was removed; with the document that says so to servers.
    #[error("This post has been removed.")]
    PostGone(Option<Box<Value>>),
    /// The visitor sent something that cannot be used.
    #[error("{0}")]
    Bad(String),
    /// The visitor may not do that.
    #[error("{0}")]
    Forbidden(String),
    /// The Desk did not do it. It is said in the reader's language where the page is made.
    #[error("{}", sentence(&.0.to_string()))]
    Desk(Arc<DeskError>),
    /// A signature is needed and missing, or wrong.
    #[error("{0}")]
    Unsigned(String),
    /// An inbox did not take what was sent.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// It was asked too often; with the seconds until it may be asked again.
    #[error("Too many ask just now. Try again in a minute.")]
    TooOften(u32),
    /// It took too long.
    #[error("That took too long. Try again in a moment.")]
    Slow,
    /// The database cannot do it now; the visitor is not told why.
    #[error("This server cannot do that just now. Try again in a minute.")]
    Unavailable(String),
    /// Something of our own failed; the visitor is not told how.
    #[error("Something went wrong here. Try again in a moment.")]
    Broken(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error.is_transient() {
            true => Self::Unavailable(error.to_string()),
            false => Self::Broken(error.to_string()),
        }
    }
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::MirrorGone | Self::PostGone(_) => StatusCode::GONE,
            Self::Desk(error) if matches!(**error, DeskError::MayNot(_)) => StatusCode::FORBIDDEN,
            Self::Bad(_) | Self::Desk(_) => StatusCode::BAD_REQUEST,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Unsigned(_) => StatusCode::UNAUTHORIZED,
            Self::Refused(refusal) => refusal.status,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Slow | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "Not found",
            Self::Method => "Not allowed",
            Self::MirrorGone | Self::PostGone(_) => "Gone",
            Self::Bad(_) | Self::Forbidden(_) | Self::Desk(_) => "That did not work",
            Self::Unsigned(_) => "A signature is needed",
            Self::Refused(_) => "Not taken in",
            Self::TooOften(_) | Self::Unavailable(_) => "Not just now",
            Self::Slow | Self::Broken(_) => "Something went wrong",
        }
    }
}

impl IntoResponse for Failure {
    /// The bare status; [`dress`] gives it words in the form that the visitor reads.
    fn into_response(self) -> Response {
        if let Self::Broken(why) | Self::Unavailable(why) = &self {
            tracing::error!(why, "a request failed");
        }
        let mut response = self.status().into_response();
        let retry_after = match &self {
            Self::Refused(refusal) => refusal.retry_after,
            Self::TooOften(seconds) => Some(*seconds),
            Self::Slow | Self::Unavailable(_) => Some(60),
            _ => None,
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    heading: &'static str,
    words: String,
    status: u16,
}

/// The same in the reader's language, on the Desk's pages.
#[derive(Template)]
#[template(path = "desk/error.html")]
struct DeskErrorPage {
    frame: Frame,
    say: Tongue,
    heading: String,
    words: String,
    /// Whether the Desk is where they go on.
    desk: bool,
}

/// In which language the reader of a request is answered, as soon as it is known who they are.
#[derive(Clone, Default)]
pub(crate) struct Reader(Arc<OnceLock<Tongue>>);

impl Reader {
    pub(crate) fn speaks(&self, say: Tongue) {
        let _ = self.0.set(say);
    }
}

/// Turns a [`Failure`] into a page or a document, as the request asks.
pub(crate) async fn dress(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let accept: HeaderMap = request.headers().get_all(ACCEPT).iter().map(|v| (ACCEPT, v.clone())).collect();
    let path = request.uri().path();
    let for_servers = ["/users/", "/actor", "/inbox", "/.well-known/", "/nodeinfo"];
    let otherwise = match for_servers.iter().any(|start| path.starts_with(start)) {
        true => Wants::Document,
        false => Wants::Page,
    };
    let desk = path.starts_with("/desk");
    // Other pages are in English as yet, and so are their errors.
    let speaks = (desk || path.starts_with("/accounts/")).then(|| Tongue::of(None, request.headers()));
    let reader = Reader::default();
    request.extensions_mut().insert(reader.clone());
    let mut response = next.run(request).await;
    let Some(failure) = response.extensions_mut().remove::<Failure>() else { return response };
    let (parts, _) = response.into_parts();
    let mut dressed = match wants(&accept, otherwise) {
        Wants::Document => document(&failure),
        Wants::Page => match speaks {
            Some(say) => desk_page(&site, reader.0.get().copied().unwrap_or(say), &failure, desk),
            None => page(&site, &failure),
        },
    };
    *dressed.status_mut() = parts.status;
    for (name, value) in &parts.headers {
        if name != CONTENT_LENGTH && name != CONTENT_TYPE {
            dressed.headers_mut().append(name, value.clone());
        }
    }
    dressed.headers_mut().insert(VARY, HeaderValue::from_static("Accept"));
    dressed.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    dressed
}

fn document(failure: &Failure) -> Response {
    match failure {
        Failure::PostGone(Some(tombstone)) => {
            ([(CONTENT_TYPE, "application/activity+json; charset=utf-8")], tombstone.to_string())
                .into_response()
        }
        other => Json(json!({ "error": other.to_string() })).into_response(),
    }
}

fn page(site: &Site, failure: &Failure) -> Response {
    let words = failure.to_string();
    let mut frame = Frame::new(site, format!("{} · {}", failure.title(), site.info.name), words.clone());
    frame.hidden = true;
    let page = ErrorPage { frame, heading: failure.title(), words, status: failure.status().as_u16() };
    match page.render() {
        Ok(body) => Html(body).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page cannot be made");
            failure.to_string().into_response()
        }
    }
}

fn desk_page(site: &Site, say: Tongue, failure: &Failure, desk: bool) -> Response {
    let (heading, words) = (say.failure_title(failure), say.failure(failure));
    let mut frame = Frame::new(site, format!("{heading} · {}", site.info.name), words.clone());
    frame.hidden = true;
    frame.style = crate::assets::desk_style();
    let page = DeskErrorPage { frame, say, heading, words: words.clone(), desk };
    match page.render() {
        Ok(body) => Html(body).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page cannot be made");
            words.into_response()
        }
    }
}

/// What is at no address.
pub(crate) async fn not_found() -> Failure {
    Failure::NotFound
}

/// What an address does not do.
pub(crate) async fn method_not_allowed() -> Failure {
    Failure::Method
}
