//! Calls to a server, each answer sorted by what to do next.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use jiff::Timestamp;
use mimus_http::{HttpClient, Redirects, Request, Response};
use serde_json::Value;
use url::Url;

use super::MAX_ANSWER_BYTES;
use crate::connector::Failure;

/// Longest refusal that is told, in characters.
const MAX_WORDS: usize = 500;
/// Wait where a server asks to wait and does not say how long.
const WAIT: Duration = Duration::from_secs(300);
/// Longest wait that is believed.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3_600);

/// A token that a server gives an app for an account. Never printed.
#[derive(Clone)]
pub struct AccessToken(HeaderValue);

/// A text that cannot be a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the token is empty or holds characters that no token has")]
pub struct AccessTokenError;

impl AccessToken {
    /// Takes a token as the server gave it.
    pub fn new(token: &str) -> Result<Self, AccessTokenError> {
        let token = token.trim();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(AccessTokenError);
        }
        let mut value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| AccessTokenError)?;
        value.set_sensitive(true);
        Ok(Self(value))
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

/// A server, and as whom it is asked. Cheap to clone.
#[derive(Clone)]
pub struct MastodonClient {
    pub(super) http: HttpClient,
    pub(super) base: Url,
    token: Option<AccessToken>,
}

/// Whether a call changes something, so that its outcome matters where no answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It reads, or may be done twice.
    Idempotent,
    /// It makes something that would be there twice.
    Makes,
}

/// An answer that says yes.
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
}

impl Answered {
    pub(super) fn json(&self) -> Result<Value, Failure> {
        serde_json::from_slice(&self.body)
            .map_err(|error| Failure::Retry { why: format!("the server's answer cannot be read: {error}") })
    }
}

impl MastodonClient {
    /// Asks the server at `base` as the account that the token is of, or as nobody.
    #[must_use]
    pub fn new(http: HttpClient, base: Url, token: Option<AccessToken>) -> Self {
        Self { http, base, token }
    }

    pub(super) fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(path);
        url.set_query(None);
        url
    }

    pub(super) async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, Failure> {
        let mut url = self.url(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.send(Request::get(url), Kind::Idempotent).await?.json()
    }

    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        kind: Kind,
        headers: HeaderMap,
    ) -> Result<Answered, Failure> {
        let bytes = body.map(ToString::to_string).unwrap_or_default();
        let mut request = Request::post(self.url(path), bytes).headers(headers);
        request.method = method;
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        self.send(request, kind).await
    }

    pub(super) fn authorised(&self, request: Request) -> Request {
        match &self.token {
            Some(token) => request.header(header::AUTHORIZATION, token.0.clone()),
            None => request,
        }
    }

    pub(super) async fn send(&self, request: Request, kind: Kind) -> Result<Answered, Failure> {
        let answer = self.exchange(request, kind).await?;
        if answer.status.is_success() { Ok(answered(answer)) } else { Err(refused(&answer, kind)) }
    }

    /// The same where what is asked for may not be there, or no more.
    pub(super) async fn send_if_there(
        &self,
        request: Request,
        kind: Kind,
    ) -> Result<Option<Answered>, Failure> {
        let answer = self.exchange(request, kind).await?;
        match answer.status {
            StatusCode::NOT_FOUND | StatusCode::GONE => Ok(None),
            status if status.is_success() => Ok(Some(answered(answer))),
            _ => Err(refused(&answer, kind)),
        }
    }

    /// Sends it, and takes whatever is answered.
    async fn exchange(&self, request: Request, kind: Kind) -> Result<Response, Failure> {
        // A token is for its own server alone.
        let request = self.authorised(request).redirects(Redirects::None).max_body(MAX_ANSWER_BYTES);
        self.http.send(request).await.map_err(|error| {
            let why = error.to_string();
            match kind {
                Kind::Makes if error.outcome_unknown() => Failure::Unknown { why },
                _ if error.is_transient() => Failure::Retry { why },
                _ => Failure::Rejected { why },
            }
        })
    }
}

fn answered(answer: Response) -> Answered {
    Answered { status: answer.status, body: answer.body }
}

/// What a refusal means for what is done next.
fn refused(answer: &Response, kind: Kind) -> Failure {
    let status = answer.status;
    let why =
        words(&answer.body).map_or_else(|| format!("HTTP {status}"), |words| format!("{words} ({status})"));
    match status.as_u16() {
        401 => Failure::SignInAgain { why },
        403 if is_about_the_token(&answer.body) => Failure::SignInAgain { why },
        429 => Failure::RateLimited { until: until(&answer.headers), why },
        // The server may have acted before it failed.
        500..=599 if kind == Kind::Makes && status.as_u16() != 503 => Failure::Unknown { why },
        408 | 409 | 425 | 500..=599 => Failure::Retry { why },
        // Mastodon: "Cannot attach files that have not finished processing. Try again in a moment!"
        422 if why.contains("not finished processing") => Failure::Retry { why },
        _ => Failure::Rejected { why },
    }
}

/// The server's own words: `{"error": "…", "error_description": "…"}`.
fn words(body: &[u8]) -> Option<String> {
    let json: Value = serde_json::from_slice(body).ok()?;
    let words = json.get("error_description").or_else(|| json.get("error"))?.as_str()?.trim();
    (!words.is_empty()).then(|| words.chars().take(MAX_WORDS).collect())
}

/// A 403 that says that the token is not enough, and not that the thing is not allowed.
fn is_about_the_token(body: &[u8]) -> bool {
    let said = String::from_utf8_lossy(body).to_lowercase();
    ["authorized scopes", "login is disabled", "your login", "access token"]
        .iter()
        .any(|mark| said.contains(mark))
}

/// Until when the server asks to wait.
fn until(headers: &HeaderMap) -> Timestamp {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok().map(str::trim);
    let now = clock(headers);
    let latest = now.saturating_add(LONGEST_WAIT).unwrap_or(Timestamp::MAX);
    let told = text(HeaderName::from_static("x-ratelimit-reset"))
        .and_then(|at| at.parse::<Timestamp>().ok())
        .or_else(|| {
            let seconds: i64 = text(header::RETRY_AFTER)?.parse().ok()?;
            now.saturating_add(jiff::SignedDuration::from_secs(seconds)).ok()
        });
    let usual = now.saturating_add(WAIT).unwrap_or(Timestamp::MAX);
    told.filter(|at| *at > now).unwrap_or(usual).min(latest)
}

/// The time by the server's own clock, for its times are by that.
fn clock(headers: &HeaderMap) -> Timestamp {
    let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    let parsed = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok()).map(|zoned| zoned.timestamp());
    parsed.unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn answer(status: u16, body: &str, headers: &[(&'static str, &str)]) -> Response {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect();
        Response {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            url: "https://a.example/".parse().unwrap(),
            body: Bytes::from(body.to_owned()),
            permanent_url: None,
        }
    }

    #[test]
    fn refusals_are_sorted_by_what_to_do() {
        let sorted = |status, body: &str, kind| refused(&answer(status, body, &[]), kind);
        let revoked = r#"{"error":"The access token was revoked"}"#;
        assert!(
            matches!(sorted(401, revoked, Kind::Makes), Failure::SignInAgain { why } if why.contains("revoked"))
        );
        let scopes = r#"{"error":"This action is outside the authorized scopes"}"#;
        assert!(matches!(sorted(403, scopes, Kind::Makes), Failure::SignInAgain { .. }));
        let limit = r#"{"error":"Validation failed: Text character limit of 500 exceeded"}"#;
        assert!(
            matches!(sorted(422, limit, Kind::Makes), Failure::Rejected { why } if why.contains("limit of 500"))
        );
        assert!(matches!(sorted(403, "{}", Kind::Makes), Failure::Rejected { .. }));
        assert!(matches!(sorted(500, "", Kind::Makes), Failure::Unknown { .. }));
        assert!(matches!(sorted(500, "", Kind::Idempotent), Failure::Retry { .. }));
        assert!(matches!(sorted(503, "", Kind::Makes), Failure::Retry { .. }));
    }

    #[test]
    fn a_wait_is_by_the_servers_clock_and_bounded() {
        let date = ("date", "Mon, 23 Nov 2026 10:00:00 GMT");
        let waited = |name: &'static str, value: &str| {
            let headers = answer(429, "", &[date, (name, value)]).headers;
            until(&headers).to_string()
        };
        assert_eq!(waited("x-ratelimit-reset", "2026-11-23T10:05:00.000Z"), "2026-11-23T10:05:00Z");
        assert_eq!(waited("retry-after", "30"), "2026-11-23T10:00:30Z");
        assert_eq!(waited("retry-after", "soon"), "2026-11-23T10:05:00Z");
        assert_eq!(waited("x-ratelimit-reset", "2036-11-23T10:05:00Z"), "2026-11-24T10:00:00Z");
    }

    #[test]
    fn a_token_is_not_printed() {
        assert!(!format!("{:?}", AccessToken::new("hunter2").unwrap()).contains("hunter2"));
        assert!(AccessToken::new(" ").is_err() && AccessToken::new("a\nb").is_err());
    }
}
