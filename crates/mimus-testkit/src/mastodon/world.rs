//! What the server holds, and the rules that every call goes through.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Bytes;
use axum::http::{HeaderName, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::answer::{self, Outcome, Refused};
use super::faults::{FaultKind, Faults};
use super::limits::Limits;
use super::media::Held;
use super::oauth::{Application, Code, Token};
use super::serve::Call;
use super::status::{Status, StatusId};
use super::streaming::Streams;
use super::{Options, accounts, instance, media, oauth, search, statuses, streaming};

#[derive(Debug, Clone)]
pub(super) struct User {
    pub(super) id: u64,
    /// With `@` and a domain where it lives elsewhere.
    pub(super) acct: String,
    pub(super) created_at: Timestamp,
}

impl User {
    pub(super) fn username(&self) -> &str {
        self.acct.split('@').next().unwrap_or_default()
    }
}

pub(super) struct State {
    pub(super) options: Options,
    pub(super) base: Url,
    pub(super) limits: Limits,
    /// How far the clock is ahead of the machine's.
    pub(super) ahead: SignedDuration,
    last_id: u64,
    secrets: u64,
    pub(super) users: Vec<User>,
    pub(super) applications: Vec<Application>,
    pub(super) codes: Vec<Code>,
    pub(super) tokens: HashMap<String, Token>,
    pub(super) consents: bool,
    signed_in: Option<u64>,
    pub(super) statuses: BTreeMap<StatusId, Status>,
    /// What is uploaded and not attached yet.
    pub(super) uploads: BTreeMap<u64, Held>,
    pub(super) files: HashMap<u64, (String, Bytes)>,
    /// By account and key.
    pub(super) idempotency: HashMap<(u64, String), (StatusId, Timestamp)>,
    windows: HashMap<(String, Bucket), (i64, u32)>,
    pub(super) faults: Faults,
    pub(super) streams: Streams,
}

/// What is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Bucket {
    Calls,
    Uploads,
    Deletions,
}

/// Who calls.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) user: u64,
    pub(super) application: Option<u64>,
}

struct Fill {
    limit: u32,
    remaining: u32,
    reset: Timestamp,
    is_over: bool,
}

impl State {
    pub(super) fn new(options: Options, base: Url) -> Self {
        Self {
            limits: options.limits.clone(),
            options,
            base,
            ahead: SignedDuration::ZERO,
            last_id: 0,
            secrets: 0,
            users: Vec::new(),
            applications: Vec::new(),
            codes: Vec::new(),
            tokens: HashMap::new(),
            consents: true,
            signed_in: None,
            statuses: BTreeMap::new(),
            uploads: BTreeMap::new(),
            files: HashMap::new(),
            idempotency: HashMap::new(),
            windows: HashMap::new(),
            faults: Faults::default(),
            streams: Streams::default(),
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the server stands for another machine, with a clock of its own"
    )]
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::now().saturating_add(self.ahead).unwrap_or(Timestamp::MAX)
    }

    /// Milliseconds in the upper 48 bits, as Mastodon makes them, and always more than the last.
    pub(super) fn next_id(&mut self) -> u64 {
        let milliseconds = u64::try_from(self.now().as_millisecond()).unwrap_or_default();
        self.last_id = (milliseconds << 16).max(self.last_id + 1);
        self.last_id
    }

    /// 43 letters that nothing else got.
    pub(super) fn secret(&mut self, kind: &str) -> String {
        self.secrets += 1;
        let seed = format!("{kind} {} {}", self.secrets, self.base);
        URL_SAFE_NO_PAD.encode(digest(&SHA256, seed.as_bytes()))
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// What names of accounts here may end in.
    pub(super) fn domain(&self) -> String {
        self.base.as_str().trim_start_matches("http://").trim_end_matches('/').to_owned()
    }

    pub(super) fn add_user(&mut self, acct: &str) -> u64 {
        let user = User { id: self.next_id(), acct: acct.to_owned(), created_at: self.now() };
        let id = user.id;
        self.users.push(user);
        id
    }

    pub(super) fn user(&self, id: u64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// By a name with or without this server's domain, in any case of letters.
    pub(super) fn user_named(&self, acct: &str) -> Option<&User> {
        let acct = acct.trim_start_matches('@').to_lowercase();
        let bare = acct.strip_suffix(&format!("@{}", self.domain())).unwrap_or(&acct);
        self.users.iter().find(|user| user.acct.to_lowercase() == bare)
    }

    pub(super) fn sign_in(&mut self, user: u64) {
        self.signed_in = Some(user);
    }

    pub(super) fn signed_in(&self) -> Option<u64> {
        let first = || self.users.iter().find(|user| !user.acct.contains('@')).map(|user| user.id);
        self.signed_in.or_else(first)
    }

    pub(super) fn issue(&mut self, token: Token) -> String {
        let secret = self.secret("token");
        self.tokens.insert(secret.clone(), token);
        secret
    }

    pub(super) fn application(&self, id: Option<u64>) -> Option<&Application> {
        self.applications.iter().find(|application| Some(application.id) == id)
    }

    pub(super) fn given_token(call: &Call) -> Option<String> {
        let bearer = call.header("authorization").and_then(|given| given.strip_prefix("Bearer "));
        bearer.map(str::to_owned).or_else(|| call.params.text("access_token"))
    }

    /// Who calls, with any of these scopes.
    pub(super) fn caller(&self, call: &Call, scopes: &[&str]) -> Result<Caller, Refused> {
        let token = Self::given_token(call).and_then(|given| self.tokens.get(&given));
        let token = token.ok_or_else(|| Refused::new(401, "The access token is invalid"))?;
        if token.is_revoked {
            return Err(Refused::new(401, "The access token was revoked"));
        }
        if !token.has_any(scopes) {
            return Err(Refused::new(403, "This action is outside the authorized scopes"));
        }
        let needs_user = || Refused::new(422, "This method requires an authenticated user");
        Ok(Caller { user: token.user.ok_or_else(needs_user)?, application: token.application })
    }

    /// Who reads, where they say so; a token that is given must be good.
    pub(super) fn reader(&self, call: &Call, scopes: &[&str]) -> Result<Option<u64>, Refused> {
        if Self::given_token(call).is_none() {
            return Ok(None);
        }
        self.caller(call, scopes).map(|caller| Some(caller.user))
    }

    pub(super) fn answer(&mut self, call: &Call) -> Response {
        let fill = self.count(call);
        let is_over = fill.as_ref().is_some_and(|fill| fill.is_over);
        let outcome = if is_over { Err(Refused::too_many()) } else { self.act(call) };
        let mut response = outcome.unwrap_or_else(Refused::response);
        if let Some(fill) = fill {
            let mut set = |name: &'static str, value: String| {
                answer::set(&mut response, HeaderName::from_static(name), &value);
            };
            set("x-ratelimit-limit", fill.limit.to_string());
            set("x-ratelimit-remaining", fill.remaining.to_string());
            set("x-ratelimit-reset", format!("{:.6}", fill.reset));
        }
        answer::set(&mut response, header::CACHE_CONTROL, "private, no-store");
        response
    }

    /// Counts a call of a token, as Mastodon's `rack_attack.rb` does; none without a token.
    fn count(&mut self, call: &Call) -> Option<Fill> {
        let now = self.now();
        if let Some(FaultKind::RateLimited { reset_in }) = call.fault {
            let reset = now.saturating_add(reset_in).unwrap_or(Timestamp::MAX);
            return Some(Fill { limit: self.limits.calls.at_most, remaining: 0, reset, is_over: true });
        }
        if !call.path.starts_with("/api/") || call.path.starts_with("/api/v1/streaming") {
            return None;
        }
        let token = Self::given_token(call).filter(|given| self.tokens.contains_key(given))?;
        let mut fill = self.count_in(&token, Bucket::Calls, now);
        let narrower = match (call.method.as_str(), call.path.as_str()) {
            ("POST", path) if path.ends_with("/media") => Some(Bucket::Uploads),
            ("POST", path) if path.ends_with("/unreblog") => Some(Bucket::Deletions),
            ("DELETE", path) if path.starts_with("/api/v1/statuses/") => Some(Bucket::Deletions),
            _ => None,
        };
        if let Some(bucket) = narrower {
            let narrow = self.count_in(&token, bucket, now);
            if !fill.is_over && (narrow.is_over || narrow.remaining < fill.remaining) {
                fill = narrow;
            }
        }
        Some(fill)
    }

    fn count_in(&mut self, token: &str, bucket: Bucket, now: Timestamp) -> Fill {
        let window = match bucket {
            Bucket::Calls => self.limits.calls,
            Bucket::Uploads => self.limits.uploads,
            Bucket::Deletions => self.limits.deletions,
        };
        let seconds = i64::try_from(window.each.as_secs()).unwrap_or(i64::MAX).max(1);
        let number = now.as_second() / seconds;
        let held = self.windows.entry((token.to_owned(), bucket)).or_insert((number, 0));
        if held.0 != number {
            *held = (number, 0);
        }
        held.1 = held.1.saturating_add(1);
        let reset = number.saturating_add(1).saturating_mul(seconds);
        Fill {
            limit: window.at_most,
            remaining: window.at_most.saturating_sub(held.1),
            reset: Timestamp::from_second(reset).unwrap_or(Timestamp::MAX),
            is_over: held.1 > window.at_most,
        }
    }

    pub(super) fn advance(&mut self, by: Duration) {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        self.ahead = self.ahead.saturating_add(by);
    }

    fn act(&mut self, call: &Call) -> Outcome {
        let parts: Vec<&str> = call.path.trim_start_matches('/').split('/').collect();
        match (call.method.as_str(), parts.as_slice()) {
            ("GET", [".well-known", "oauth-authorization-server"]) => oauth::metadata(self),
            ("GET", ["oauth", "authorize"]) => oauth::authorize(self, call),
            ("GET", ["oauth", "authorize", "native"]) => oauth::native(call),
            ("POST", ["oauth", "token"]) => oauth::token(self, call),
            ("POST", ["oauth", "revoke"]) => oauth::revoke(self, call),
            ("GET", ["media_file", id]) => media::file(self, id),
            ("POST", ["api", "v1", "apps"]) => oauth::register(self, call),
            ("GET", ["api", "v2", "instance"]) => instance::second(self),
            ("GET", ["api", "v1", "instance"]) => instance::first(self),
            ("GET", ["api", "v1", "accounts", rest @ ..]) => accounts::answer(self, call, rest),
            ("GET", ["api", "v2", "search"]) => search::answer(self, call),
            ("POST", ["api", "v2", "media"]) => media::upload(self, call),
            (_, ["api", "v1", "media", id]) => media::answer(self, call, id),
            ("GET", ["api", "v1", "streaming", rest @ ..]) => streaming::answer(self, call, rest),
            (_, ["api", "v1", "statuses", rest @ ..]) => statuses::answer(self, call, rest),
            _ => Err(Refused::new(404, "Not Found")),
        }
    }
}
