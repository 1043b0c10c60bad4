//! From a path to an answer.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State as Held};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use futures_util::{StreamExt, stream as pieces};
use mimus_networks::x::{Endpoint, Limits};
use serde_json::{Value, json};

use super::asked::Asked;
use super::billing::{Brought, Fill};
use super::faults::{self, FaultKind};
use super::oauth::{self, Who};
use super::problems::{self, Refused};
use super::{Shared, State, control, courier, search, stream, timelines, users};

pub(super) fn router(shared: Arc<Shared>) -> Router {
    // A part of an upload has 4 MiB and more.
    Router::new().fallback(answer).layer(DefaultBodyLimit::max(64 << 20)).with_state(shared)
}

/// A call that X has.
pub(super) struct Call {
    pub(super) endpoint: Endpoint,
    pub(super) method: Method,
    /// The account, list or webhook in the path.
    pub(super) user: u64,
    /// The id behind that.
    pub(super) second: u64,
    pub(super) who: Who,
    pub(super) headers: HeaderMap,
    pub(super) query: String,
    pub(super) body: Bytes,
    /// Whether the webhook that it is about knows the secret.
    pub(super) proven: bool,
}

/// Which call it is, with the ids in its path.
fn route(method: &Method, path: &str) -> Option<(Endpoint, u64, u64)> {
    let parts: Vec<&str> = path.strip_prefix("/2/")?.split('/').collect();
    let endpoint = match (method.as_str(), parts.as_slice()) {
        ("GET", ["users", "by"]) => Endpoint::UsersBy,
        ("GET", ["users"]) => Endpoint::Users,
        ("GET", ["users", "me"]) => Endpoint::UsersMe,
        ("GET", ["users", id, "tweets"]) => return Some((Endpoint::UserTweets, id.parse().ok()?, 0)),
        ("POST", ["users", id, "retweets"]) => return Some((Endpoint::RepostCreate, id.parse().ok()?, 0)),
        ("DELETE", ["users", id, "retweets", of]) => {
            return Some((Endpoint::RepostDelete, id.parse().ok()?, of.parse().ok()?));
        }
        ("POST", ["tweets"]) => Endpoint::PostCreate,
        ("DELETE", ["tweets", id]) => return Some((Endpoint::PostDelete, id.parse().ok()?, 0)),
        ("POST", ["media", "upload"]) => Endpoint::MediaUpload,
        ("GET", ["media", "upload"]) => Endpoint::MediaStatus,
        ("POST", ["media", "upload", "initialize"]) => Endpoint::MediaInitialize,
        ("POST", ["media", "upload", id, "append"]) => {
            return Some((Endpoint::MediaAppend, id.parse().ok()?, 0));
        }
        ("POST", ["media", "upload", id, "finalize"]) => {
            return Some((Endpoint::MediaFinalize, id.parse().ok()?, 0));
        }
        ("POST", ["media", "metadata"]) => Endpoint::MediaMetadata,
        ("GET", ["tweets"]) => Endpoint::Tweets,
        ("GET", ["tweets", "search", "recent"]) => Endpoint::SearchRecent,
        ("GET", ["tweets", "search", "stream"]) => Endpoint::Stream,
        ("GET", ["tweets", "search", "stream", "rules"]) => Endpoint::StreamRules,
        ("POST", ["tweets", "search", "stream", "rules"]) => Endpoint::StreamRulesWrite,
        ("GET" | "POST" | "DELETE", ["activity", "subscriptions"]) => Endpoint::ActivitySubscriptions,
        ("GET" | "POST", ["webhooks"]) => Endpoint::Webhooks,
        ("PUT", ["webhooks", id]) => return Some((Endpoint::Webhooks, id.parse().ok()?, 0)),
        ("POST", ["lists"]) => Endpoint::ListCreate,
        ("POST", ["lists", id, "members"]) => return Some((Endpoint::ListMembers, id.parse().ok()?, 0)),
        ("DELETE", ["lists", id, "members", of]) => {
            return Some((Endpoint::ListMembers, id.parse().ok()?, of.parse().ok()?));
        }
        ("GET", ["lists", id, "tweets"]) => return Some((Endpoint::ListTweets, id.parse().ok()?, 0)),
        ("DELETE", ["connections", "all"]) => Endpoint::Connections,
        _ => return None,
    };
    Some((endpoint, 0, 0))
}

async fn answer(
    Held(shared): Held<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path();
    if path.starts_with("/_emulator/") {
        let answer = control::answer(&mut shared.state(), method.as_str(), path, &body);
        return whole(answer.unwrap_or_else(|refused| refused), None);
    }
    if let Some(answer) = oauth::answer(&shared, &method, &uri, &headers, &body).await {
        return answer;
    }
    let Some((endpoint, user, second)) = route(&method, path) else {
        return whole(problems::no_such_path(path), None);
    };
    let known = shared.state().who(endpoint, &method, &uri, &headers);
    let who = match known.and_then(|who| takes(endpoint, who)) {
        Ok(who) => who,
        Err(refused) => return whole(refused, None),
    };
    let fault = shared.state().faults.take(endpoint);
    faults::before(fault).await;
    let proven = endpoint == Endpoint::Webhooks && is_proven(&shared, &method, user, &body).await;
    let query = uri.query().unwrap_or_default().to_owned();
    let call = Call { endpoint, method, user, second, who, headers, query, body, proven };
    let (answered, fill) = match act(&shared, &call, fault) {
        Acted::Answer(answered, fill) => (answered, fill),
        Acted::Response(response) => return response,
    };
    let (status, json) = match faults::after(fault).await {
        Some(status) => problems::status(status),
        None => answered.unwrap_or_else(|refused| refused),
    };
    let bytes = Bytes::from(json.to_string());
    match fault {
        Some(FaultKind::Cut) => broken(status, Bytes::new(), fill),
        Some(FaultKind::CutMidLine) => broken(status, bytes.slice(..bytes.len() / 2), fill),
        Some(FaultKind::Drip) => {
            let drops: Vec<io::Result<Bytes>> =
                bytes.chunks(stream::DRIP).map(|drop| Ok(Bytes::copy_from_slice(drop))).collect();
            response(status, Body::from_stream(pieces::iter(drops)), fill)
        }
        _ => response(status, Body::from(bytes), fill),
    }
}

/// Whether an endpoint takes the app's own token, or a user's.
fn takes(endpoint: Endpoint, who: Who) -> Result<Who, Refused> {
    let limits = Limits::PAY_PER_USE;
    match who {
        Who::App if limits.app_window(endpoint).is_none() => Err(problems::unsupported_authentication(
            "OAuth 2.0 Application-Only",
            "OAuth 1.0a User Context, OAuth 2.0 User Context",
        )),
        Who::User(_) if limits.user_window(endpoint).is_none() => {
            Err(problems::unsupported_authentication("OAuth 2.0 User Context", "OAuth 2.0 Application-Only"))
        }
        who => Ok(who),
    }
}

enum Acted {
    Answer(Result<(u16, Value), Refused>, Option<Fill>),
    Response(Response),
}

/// Does what a call asks for.
fn act(shared: &Arc<Shared>, call: &Call, fault: Option<FaultKind>) -> Acted {
    let endpoint = call.endpoint;
    let mut state = shared.state();
    let now = state.world.now();
    let refuses = state.options.windows;
    let fill = state.billing.count(endpoint, call.who.user(), now, refuses);
    let answered = match fault {
        _ if fill.is_some_and(|fill| fill.is_over) => Err(problems::window_full()),
        Some(FaultKind::Status(status)) => Err(problems::status(status)),
        _ if is_paid(endpoint) && state.is_out_of_credits() => Err(problems::credits_depleted()),
        _ if endpoint == Endpoint::Stream => {
            return Acted::Response(match stream::open(&mut state, shared, &call.query, fault) {
                Ok(body) if fault == Some(FaultKind::Cut) => {
                    drop((state, body));
                    broken(200, Bytes::new(), fill)
                }
                Ok(body) => response(200, body, fill),
                Err(refused) => whole(refused, fill),
            });
        }
        _ => state.answer(call),
    };
    Acted::Answer(answered, fill)
}

/// Whether a call brings what is charged.
fn is_paid(endpoint: Endpoint) -> bool {
    !matches!(
        endpoint,
        Endpoint::StreamRules
            | Endpoint::StreamRulesWrite
            | Endpoint::Connections
            | Endpoint::ActivitySubscriptions
            | Endpoint::Webhooks
            | Endpoint::MediaUpload
            | Endpoint::MediaInitialize
            | Endpoint::MediaAppend
            | Endpoint::MediaFinalize
            | Endpoint::MediaStatus
    )
}

async fn is_proven(shared: &Shared, method: &Method, hook: u64, body: &[u8]) -> bool {
    let (url, secret) = {
        let state = shared.state();
        (state.activity.asks_proof(method.as_str(), hook, body), state.options.consumer_secret.clone())
    };
    match url {
        Some(url) => courier::is_proven(&shared.http, &secret, &url).await,
        None => false,
    }
}

impl State {
    pub(super) fn is_out_of_credits(&self) -> bool {
        self.options.credits.is_some_and(|credits| self.billing.bill().micros >= credits)
    }

    /// Charges what an answer brought, and what came along where that is charged as well.
    pub(super) fn charge(&mut self, mut brought: Brought, along: Brought) {
        if self.options.bill_includes {
            brought.posts.extend(along.posts);
            brought.users.extend(along.users);
        }
        let now = self.world.now();
        self.billing.charge(brought, now);
    }

    /// Whether the account that owns the app reads its own timeline.
    fn reads_itself(&self, call: &Call) -> bool {
        let owner = self.options.owner.as_deref().and_then(|handle| self.world.user_by_handle(handle));
        call.who == Who::User(call.user) && owner.is_some_and(|owner| owner.id == call.user)
    }

    fn answer(&mut self, call: &Call) -> Result<(u16, Value), Refused> {
        let query = call.query.as_str();
        let given = match call.endpoint {
            Endpoint::UsersBy => users::by_handle(self, query)?,
            Endpoint::Users => users::by_id(self, query)?,
            Endpoint::UserTweets => {
                let given = timelines::user_tweets(self, call.user, call.who == Who::User(call.user), query)?;
                if self.reads_itself(call) {
                    let now = self.world.now();
                    self.billing.charge_owned(&given.brought.posts, now);
                    return Ok((200, given.json));
                }
                given
            }
            Endpoint::UsersMe => users::me(self, call.who.user().unwrap_or_default(), query)?,
            Endpoint::PostCreate | Endpoint::PostDelete | Endpoint::RepostCreate | Endpoint::RepostDelete => {
                let user = call.who.user().unwrap_or_default();
                return self.write(call.endpoint, user, (call.user, call.second), &call.body);
            }
            Endpoint::MediaUpload
            | Endpoint::MediaInitialize
            | Endpoint::MediaAppend
            | Endpoint::MediaFinalize
            | Endpoint::MediaStatus
            | Endpoint::MediaMetadata => {
                let user = call.who.user().unwrap_or_default();
                return self.media(call.endpoint, (user, call.user), query, &call.headers, &call.body);
            }
            Endpoint::ListCreate | Endpoint::ListMembers => return self.change_list(call),
            Endpoint::ListTweets => self.list_tweets(call)?,
            Endpoint::Tweets => timelines::tweets(self, query)?,
            Endpoint::SearchRecent => search::recent(self, query)?,
            Endpoint::StreamRules => return Ok((200, self.rules.list())),
            Endpoint::StreamRulesWrite => {
                Asked::read(query, &[])?;
                return self.rules.change(&call.body);
            }
            Endpoint::ActivitySubscriptions => {
                let open = |account| self.world.is_open(account);
                return self.activity.subscriptions(call.method.as_str(), query, &call.body, open);
            }
            Endpoint::Webhooks => {
                return self.activity.webhooks(call.method.as_str(), call.user, &call.body, call.proven);
            }
            Endpoint::Connections => {
                let ended = self.streams.end();
                return Ok((200, json!({"data": {"successful_kills": ended, "failed_kills": 0}})));
            }
            other => return Err(problems::no_such_path(other.name())),
        };
        self.charge(given.brought, given.along);
        Ok((200, given.json))
    }
}

pub(super) fn whole((status, json): (u16, Value), fill: Option<Fill>) -> Response {
    response(status, Body::from(json.to_string()), fill)
}

/// An answer whose connection breaks after these bytes.
fn broken(status: u16, bytes: Bytes, fill: Option<Fill>) -> Response {
    let sent = pieces::iter([Ok(bytes)]);
    let body = sent.chain(pieces::once(async { Err(stream::break_off().await) }));
    response(status, Body::from_stream(body), fill)
}

fn response(status: u16, body: Body, fill: Option<Fill>) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    if let Some(fill) = fill {
        headers.insert("x-rate-limit-limit", fill.limit.into());
        headers.insert("x-rate-limit-remaining", fill.remaining.into());
        headers.insert("x-rate-limit-reset", fill.resets_at.as_second().into());
    }
    response
}
