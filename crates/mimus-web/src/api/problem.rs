//! What is said where something is not done: problem documents (RFC 9457).

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use mimus_core::charter::{Check, Verdict};
use mimus_engine::desk::DeskError;
use mimus_store::StoreError;
use serde_json::{Map, Value, json};

/// Problems with their names, which are the ends of their types' addresses, statuses and titles.
macro_rules! kinds {
    ($($kind:ident = $name:literal, $status:ident, $title:literal;)*) => {
        /// A kind of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Kind { $(#[doc = $title] $kind,)* }

        impl Kind {
            /// All kinds.
            pub(crate) const ALL: &[Self] = &[$(Self::$kind,)*];

            /// Its name.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// Its status.
            pub(crate) const fn status(self) -> StatusCode {
                match self { $(Self::$kind => StatusCode::$status,)* }
            }

            /// Its title.
            pub(crate) const fn title(self) -> &'static str {
                match self { $(Self::$kind => $title,)* }
            }
        }
    };
}

kinds! {
    Query = "query", BAD_REQUEST, "A value in the address cannot be read";
    Body = "body", BAD_REQUEST, "What was sent cannot be read";
    NoToken = "no-token", UNAUTHORIZED, "A token is wanted";
    Scope = "scope", FORBIDDEN, "The token is not for this";
    MayNot = "may-not", FORBIDDEN, "You may not do this";
    NotFound = "not-found", NOT_FOUND, "There is no such thing";
    Method = "method", METHOD_NOT_ALLOWED, "This is not done here";
    Changed = "changed", CONFLICT, "It was changed meanwhile";
    Aside = "aside", CONFLICT, "Somebody else changed the same words";
    State = "state", CONFLICT, "Its state does not let this be done";
    NotConnected = "not-connected", CONFLICT, "The account is not connected";
    TooLarge = "too-large", PAYLOAD_TOO_LARGE, "That is too large";
    MediaType = "media-type", UNSUPPORTED_MEDIA_TYPE, "That is of a kind that is not taken";
    Content = "content", UNPROCESSABLE_ENTITY, "A draft cannot hold this";
    Wanting = "wanting", UNPROCESSABLE_ENTITY, "Something is missing";
    Blocked = "blocked", UNPROCESSABLE_ENTITY, "The charter does not let it out";
    NotApproved = "not-approved", UNPROCESSABLE_ENTITY, "Approvals are wanting";
    Refused = "refused", UNPROCESSABLE_ENTITY, "A reviewer has refused it";
    OwnWords = "own-words", UNPROCESSABLE_ENTITY, "Nobody reviews their own words";
    NoReason = "no-reason", UNPROCESSABLE_ENTITY, "A reason is missing";
    Time = "time", UNPROCESSABLE_ENTITY, "That time will not do";
    Media = "media", UNPROCESSABLE_ENTITY, "The file cannot be kept";
    Address = "address", UNPROCESSABLE_ENTITY, "That address will not do";
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "That cannot be kept";
    Wait = "wait", TOO_MANY_REQUESTS, "Wait before you try again";
    Broken = "broken", INTERNAL_SERVER_ERROR, "Something went wrong here";
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Not just now";
}

/// Why something is not done.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    kind: Kind,
    detail: String,
    /// What is said besides.
    more: Map<String, Value>,
    retry_after: Option<u64>,
}

impl Problem {
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), more: Map::new(), retry_after: None }
    }

    /// The same, and this besides.
    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    pub(crate) fn not_found() -> Self {
        Self::new(Kind::NotFound, "there is no such thing here, or it is not yours to see")
    }

    pub(crate) fn after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

/// The checks that let something not out, or point something out.
pub(crate) fn checks(checks: &[Check]) -> Value {
    let shown = checks.iter().filter(|check| check.verdict != Verdict::Passed);
    shown.map(|check| json!(check)).collect()
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a request to the API failed");
        if error.is_transient() {
            Self::new(Kind::Unavailable, "this server cannot do that just now; try again in a minute")
                .after(60)
        } else {
            Self::new(Kind::Broken, "this server could not do that; its log says why")
        }
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        let words = error.to_string();
        let says = |kind| Self::new(kind, words.clone());
        match error {
            DeskError::Store(error) => error.into(),
            DeskError::MayNot(_) => says(Kind::MayNot),
            DeskError::Scope(scope) => says(Kind::Scope).with("scope", json!(scope)),
            DeskError::NotFound => says(Kind::NotFound),
            DeskError::Content(_) => says(Kind::Content),
            DeskError::Wanting(_) => says(Kind::Wanting),
            DeskError::NotConnected(account) => {
                says(Kind::NotConnected).with("account", json!(account.get()))
            }
            DeskError::State(state) => says(Kind::State).with("state", json!(state.as_str())),
            DeskError::Changed => says(Kind::Changed),
            DeskError::NotByHand | DeskError::Stopped(_) => says(Kind::State),
            DeskError::Blocked(found) => says(Kind::Blocked).with("checks", checks(&found)),
            DeskError::NotApproved(more) => says(Kind::NotApproved).with("wanting", json!(more)),
            DeskError::Refused => says(Kind::Refused),
            DeskError::OwnWords => says(Kind::OwnWords),
            DeskError::NoReason => says(Kind::NoReason),
            DeskError::Unusable(_) => says(Kind::Time),
            DeskError::Media(_) => says(Kind::Media),
            DeskError::Address(_) => says(Kind::Address),
            DeskError::Wait(wait) => says(Kind::Wait).after(wait.as_secs().max(1)),
            DeskError::NoRandomness => says(Kind::Broken),
            // Said where people sign in, which is not done here.
            _ => says(Kind::Invalid),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.kind.status();
        let mut document = self.more;
        document.insert("type".into(), json!(format!("/api/problems/{}", self.kind.name())));
        document.insert("title".into(), json!(self.kind.title()));
        document.insert("status".into(), json!(status.as_u16()));
        document.insert("detail".into(), json!(self.detail));
        let mut response = (status, Value::Object(document).to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind == Kind::NoToken {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
