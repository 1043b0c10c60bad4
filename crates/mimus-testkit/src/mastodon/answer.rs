//! What the server answers.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

/// A call that is not done, in the words of Mastodon's `error_handling.rb` and `config/locales/en.yml`.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: u16,
    pub(super) body: Value,
}

pub(super) type Outcome = Result<Response, Refused>;

impl Refused {
    pub(super) fn new(status: u16, error: impl Into<String>) -> Self {
        Self { status, body: json!({"error": error.into()}) }
    }

    /// A refusal of RFC 6749, section 5.2.
    pub(super) fn oauth(status: u16, error: &str, description: &str) -> Self {
        Self { status, body: json!({"error": error, "error_description": description}) }
    }

    pub(super) fn invalid(what: impl std::fmt::Display) -> Self {
        Self::new(422, format!("Validation failed: {what}"))
    }

    pub(super) fn not_found() -> Self {
        Self::new(404, "Record not found")
    }

    pub(super) fn not_allowed() -> Self {
        Self::new(403, "This action is not allowed")
    }

    pub(super) fn too_many() -> Self {
        Self::new(429, "Too many requests")
    }

    pub(super) fn response(self) -> Response {
        json(self.status, &self.body)
    }
}

pub(super) fn ok(body: &Value) -> Outcome {
    Ok(json(200, body))
}

pub(super) fn json(status: u16, body: &Value) -> Response {
    respond(status, "application/json; charset=utf-8", body.to_string())
}

pub(super) fn page(status: u16, html: String) -> Response {
    respond(status, "text/html; charset=utf-8", html)
}

/// What stands in for an answer with such a status: a page of the server before Mastodon, or Mastodon's own words.
pub(super) fn fault(status: u16) -> Response {
    match status {
        429 => Refused::too_many().response(),
        503 => Refused::new(503, "There was a temporary problem serving your request, please try again")
            .response(),
        500.. => {
            page(status, format!("<html><head><title>{status}</title></head><body>{status}</body></html>"))
        }
        401 => Refused::new(401, "The access token is invalid").response(),
        404 => Refused::not_found().response(),
        _ => Refused::new(status, "This action is not allowed").response(),
    }
}

pub(super) fn respond(status: u16, kind: &str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    set(&mut response, header::CONTENT_TYPE, kind);
    response
}

/// Sets a header; what is no value of one is left out.
pub(super) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
