//! The calls to X's API v2 that Mimus makes, each as a function with types.
//!
//! A call says what it asked and brought; it neither waits nor tries again, for whether a call may be made at all is the
//! Ledger's to say. Redirects are not followed: X has none, and the token is for X alone.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, header};
use jiff::Timestamp;
use mimus_http::{HttpClient, HttpError, Redirects, Request, Response};
use url::Url;

use super::answer::{Answer, MAX_ANSWER_BYTES, Users};
use super::oauth2::nonce;
use super::problem::Refusal;
use super::rules::{Rule, RuleAdded, RuleChange};
use super::stream::PostStream;
use super::{Endpoint, OAuth1Keys, TweetId};
use crate::connector::Failure;

/// What of a post is asked for.
const TWEET_FIELDS: &str = "author_id,created_at,conversation_id,in_reply_to_user_id,referenced_tweets,attachments,entities,note_tweet,display_text_range,edit_controls,edit_history_tweet_ids,lang,possibly_sensitive,withheld,article,media_metadata,community_id,public_metrics";
/// What comes along with it. Authors do not, nor posts that are spoken of: X is said to charge for each (facts/
/// x-in-practice.md §0), and most are not needed.
const EXPANSIONS: &str = "attachments.media_keys,attachments.poll_ids";
const MEDIA_FIELDS: &str = "alt_text,duration_ms,height,width,preview_image_url,type,url,variants";
const POLL_FIELDS: &str = "duration_minutes,end_datetime,options,voting_status";
/// What of an account is asked for.
pub(super) const USER_FIELDS: &str = "created_at,description,entities,location,name,profile_banner_url,profile_image_url,protected,url,username,verified";

/// A stream that is silent for longer is dead; X sends an empty line every 20 seconds.
const STREAM_IDLE: Duration = Duration::from_secs(30);

/// A token that X gives an app. It is never printed.
#[derive(Clone)]
pub struct BearerToken(HeaderValue);

/// A text that cannot be a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the token for X is empty or holds characters that no token has; copy it again from X's developer console"
)]
pub struct BearerTokenError;

impl BearerToken {
    /// Takes a token as X's developer console shows it.
    pub fn new(token: &str) -> Result<Self, BearerTokenError> {
        let token = token.trim();
        let plain = !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic());
        let mut value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| BearerTokenError)?;
        value.set_sensitive(true);
        if plain { Ok(Self(value)) } else { Err(BearerTokenError) }
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken(…)")
    }
}

/// How full a window is, as X says with each answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Calls in it.
    pub limit: u32,
    /// Calls that are left.
    pub remaining: u32,
    /// When the next one starts.
    pub resets_at: Timestamp,
}

impl Window {
    fn read(headers: &HeaderMap) -> Option<Self> {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<i64>().ok();
        let whole = |name: &str| u32::try_from(number(name)?).ok();
        Some(Self {
            limit: whole("x-rate-limit-limit")?,
            remaining: whole("x-rate-limit-remaining")?,
            resets_at: Timestamp::from_second(number("x-rate-limit-reset")?).ok()?,
        })
    }
}

/// What a call brought, and how full its window is now.
#[derive(Debug)]
pub struct Called<T> {
    /// What it brought.
    pub answer: T,
    /// Its window, where X says.
    pub window: Option<Window>,
}

/// A call that brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// X says no.
    #[error("{endpoint}: {refusal:?}")]
    Refused {
        /// What was asked.
        endpoint: Endpoint,
        /// What it means.
        refusal: Refusal,
        /// The window, where X says.
        window: Option<Window>,
    },
    /// There is no answer. `sent` says whether X may have counted it.
    #[error("{endpoint}: {why}")]
    NoAnswer {
        /// What was asked.
        endpoint: Endpoint,
        /// What went wrong.
        why: String,
        /// Whether the call may have arrived.
        sent: bool,
    },
    /// The answer cannot be read.
    #[error("{endpoint}: {why}")]
    Unreadable {
        /// What was asked.
        endpoint: Endpoint,
        /// What is wrong with it.
        why: String,
        /// The window, where X says.
        window: Option<Window>,
    },
}

impl CallError {
    /// The window, where X said.
    #[must_use]
    pub fn window(&self) -> Option<Window> {
        match self {
            Self::Refused { window, .. } | Self::Unreadable { window, .. } => *window,
            Self::NoAnswer { .. } => None,
        }
    }

    /// In the kinds of every network. `now` is the time of the call.
    #[must_use]
    pub fn failure(&self, now: Timestamp) -> Failure {
        match self {
            Self::Refused { refusal, window, .. } => {
                let later = now.checked_add(Duration::from_secs(15 * 60)).unwrap_or(now);
                refusal.clone().failure(window.map_or(later, |window| window.resets_at.max(now)))
            }
            Self::NoAnswer { why, .. } | Self::Unreadable { why, .. } => Failure::Retry { why: why.clone() },
        }
    }
}

/// A page of posts that is asked for.
#[derive(Debug, Clone, Default)]
pub struct PageOf {
    /// Posts after this one.
    pub since: Option<TweetId>,
    /// Posts written at this time or later. X takes either this or `since`.
    pub from: Option<Timestamp>,
    /// Posts written before this time.
    pub until: Option<Timestamp>,
    /// How many at most.
    pub at_most: u32,
    /// Where the last page said that it goes on.
    pub token: Option<String>,
}

/// X's API as one app sees it.
#[derive(Clone)]
pub struct XClient {
    http: HttpClient,
    base: Url,
    authority: Authority,
}

/// By what right calls are made.
#[derive(Clone)]
enum Authority {
    /// A token that goes along with each.
    Bearer(BearerToken),
    /// Keys with which each is signed, as made at this time.
    Signed(Arc<OAuth1Keys>, Timestamp),
}

impl XClient {
    /// Calls X at `base` with an app's token.
    #[must_use]
    pub fn new(http: HttpClient, base: Url, token: BearerToken) -> Self {
        Self { http, base, authority: Authority::Bearer(token) }
    }

    /// Calls X at `base` as the user of these keys, within the minutes after `now`.
    #[must_use]
    pub fn signed(http: HttpClient, base: Url, keys: Arc<OAuth1Keys>, now: Timestamp) -> Self {
        Self { http, base, authority: Authority::Signed(keys, now) }
    }

    /// Posts of one account, newest first; 5 to 100 a page.
    pub async fn user_tweets(&self, user: u64, page: &PageOf) -> Result<Called<Answer>, CallError> {
        let path = format!("/2/users/{user}/tweets");
        self.posts(Endpoint::UserTweets, &path, page, (5, 100), "pagination_token", &[]).await
    }

    /// Posts of the last seven days that a query finds; 10 to 100 a page.
    pub async fn search_recent(&self, query: &str, page: &PageOf) -> Result<Called<Answer>, CallError> {
        let asked = [("query", query.to_owned()), ("sort_order", "recency".to_owned())];
        self.posts(Endpoint::SearchRecent, "/2/tweets/search/recent", page, (10, 100), "next_token", &asked)
            .await
    }

    /// Posts by their ids, at most a hundred. Those that are not there are among the problems.
    pub async fn tweets(&self, ids: &[TweetId]) -> Result<Called<Answer>, CallError> {
        let ids: Vec<String> = ids.iter().take(100).map(ToString::to_string).collect();
        let url = self.url("/2/tweets", &[("ids", ids.join(","))], true);
        self.get(Endpoint::Tweets, url, Answer::parse).await
    }

    /// Accounts by their handles, at most a hundred.
    pub async fn users_by(&self, handles: &[&str]) -> Result<Called<Users>, CallError> {
        let asked = [("usernames", handles.join(",")), ("user.fields", USER_FIELDS.to_owned())];
        self.get(Endpoint::UsersBy, self.url("/2/users/by", &asked, false), Users::parse).await
    }

    /// Accounts by their ids, at most a hundred.
    pub async fn users(&self, ids: &[u64]) -> Result<Called<Users>, CallError> {
        let ids: Vec<String> = ids.iter().take(100).map(ToString::to_string).collect();
        let asked = [("ids", ids.join(",")), ("user.fields", USER_FIELDS.to_owned())];
        self.get(Endpoint::Users, self.url("/2/users", &asked, false), Users::parse).await
    }

    /// The stream's rules.
    pub async fn rules(&self) -> Result<Called<Vec<Rule>>, CallError> {
        let url = self.url("/2/tweets/search/stream/rules", &[], false);
        self.get(Endpoint::StreamRules, url, super::rules::parse).await
    }

    /// Adds rules, or removes them.
    pub async fn change_rules(&self, change: &RuleChange) -> Result<Called<RuleAdded>, CallError> {
        let url = self.url("/2/tweets/search/stream/rules", &[], false);
        let request = Request::post(url, change.body())
            .header(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.call(Endpoint::StreamRulesWrite, request, super::rules::parse_change).await
    }

    /// Opens the filtered stream.
    pub async fn stream(&self) -> Result<Called<PostStream>, CallError> {
        let endpoint = Endpoint::Stream;
        let request = self.authorised(Request::get(self.url("/2/tweets/search/stream", &[], true)));
        let flow = self.http.open(request.redirects(Redirects::None), STREAM_IDLE);
        let mut flow = flow.await.map_err(|error| no_answer(endpoint, &error))?;
        let window = Window::read(&flow.headers);
        if flow.status.is_success() {
            return Ok(Called { answer: PostStream::new(flow), window });
        }
        let mut body = Vec::new();
        while let Ok(Some(chunk)) = flow.next().await {
            body.extend_from_slice(&chunk);
            if body.len() > 64 << 10 {
                break;
            }
        }
        let refusal = Refusal::read(flow.status.as_u16(), &body);
        Err(CallError::Refused { endpoint, refusal, window })
    }

    /// Ends the streams that X still holds open for this app.
    pub async fn end_connections(&self) -> Result<Called<()>, CallError> {
        let mut request = Request::get(self.url("/2/connections/all", &[], false));
        request.method = Method::DELETE;
        self.call(Endpoint::Connections, request, |_| Ok(())).await
    }

    pub(super) async fn posts(
        &self,
        endpoint: Endpoint,
        path: &str,
        page: &PageOf,
        (least, most): (u32, u32),
        token: &'static str,
        asked: &[(&'static str, String)],
    ) -> Result<Called<Answer>, CallError> {
        let mut all = asked.to_vec();
        all.push(("max_results", page.at_most.clamp(least, most).to_string()));
        match (page.since, page.from) {
            (Some(since), _) => all.push(("since_id", since.to_string())),
            (None, Some(from)) => all.push(("start_time", from.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())),
            (None, None) => {}
        }
        let time = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        all.extend(page.until.map(|until| ("end_time", time(until))));
        all.extend(page.token.clone().map(|at| (token, at)));
        self.get(endpoint, self.url(path, &all, true), Answer::parse).await
    }

    pub(super) fn url(&self, path: &str, asked: &[(&'static str, String)], posts: bool) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        let of_posts = [
            ("tweet.fields", TWEET_FIELDS),
            ("expansions", EXPANSIONS),
            ("media.fields", MEDIA_FIELDS),
            ("poll.fields", POLL_FIELDS),
        ];
        let fixed = of_posts.into_iter().filter(|_| posts);
        if posts || !asked.is_empty() {
            url.query_pairs_mut().extend_pairs(asked).extend_pairs(fixed);
        }
        url
    }

    fn authorised(&self, request: Request) -> Request {
        let authorization = match &self.authority {
            Authority::Bearer(token) => Some(token.0.clone()),
            Authority::Signed(keys, now) => {
                nonce().ok().and_then(|nonce| keys.authorization(&request.method, &request.url, *now, &nonce))
            }
        };
        // Without one X answers that it does not know who calls.
        match authorization {
            Some(authorization) => request.header(header::AUTHORIZATION, authorization),
            None => request,
        }
    }

    pub(super) async fn get<T>(
        &self,
        endpoint: Endpoint,
        url: Url,
        read: impl FnOnce(&[u8]) -> Result<T, Failure>,
    ) -> Result<Called<T>, CallError> {
        self.call(endpoint, Request::get(url), read).await
    }

    pub(super) async fn call<T>(
        &self,
        endpoint: Endpoint,
        request: Request,
        read: impl FnOnce(&[u8]) -> Result<T, Failure>,
    ) -> Result<Called<T>, CallError> {
        let request = self.authorised(request).redirects(Redirects::None).max_body(MAX_ANSWER_BYTES as u64);
        let answer = self.http.send(request).await.map_err(|error| no_answer(endpoint, &error))?;
        let window = Window::read(&answer.headers);
        let Response { status, body, .. } = answer;
        if !status.is_success() {
            let refusal = Refusal::read(status.as_u16(), &body);
            return Err(CallError::Refused { endpoint, refusal, window });
        }
        match read(&body) {
            Ok(answer) => Ok(Called { answer, window }),
            Err(failure) => Err(CallError::Unreadable { endpoint, why: failure.to_string(), window }),
        }
    }
}

pub(super) fn no_answer(endpoint: Endpoint, error: &HttpError) -> CallError {
    CallError::NoAnswer { endpoint, why: error.to_string(), sent: error.outcome_unknown() }
}
