//! Users who let an app act for them: the page where they consent, tokens, and who makes a call
//! (facts/x-in-practice.md §2).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use mimus_networks::x::oauth1::signature;
use mimus_networks::x::{Endpoint, OAuth1Keys, Secret};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::faults::{self, FaultKind};
use super::problems::{self, Refused};
use super::{Options, Shared, State};

/// How long a code serves.
const CODE_LIFE: Duration = Duration::from_secs(30);
/// By how much the time of a signature may be off.
const SIGNATURE_LIFE: Duration = Duration::from_secs(5 * 60);
/// All that a user may grant.
const ALL_SCOPES: &str =
    "tweet.read users.read tweet.write media.write offline.access list.read list.write tweet.moderate.write";

/// What an app holds of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserTokens {
    /// Whose they are.
    pub user: u64,
    /// What calls are made with.
    pub access: String,
    /// What new ones are had with, once.
    pub refresh: String,
    /// When `access` is over, by the emulator's clock.
    pub expires_at: Timestamp,
}

struct Code {
    user: u64,
    challenge: String,
    redirect: String,
    scopes: String,
    until: Timestamp,
}

struct Grant {
    user: u64,
    scopes: String,
    until: Timestamp,
}

/// Tokens, codes and keys.
#[derive(Default)]
pub(super) struct People {
    codes: BTreeMap<String, Code>,
    access: BTreeMap<String, Grant>,
    refresh: BTreeMap<String, Grant>,
    keys: BTreeMap<String, (u64, Secret)>,
    nonces: BTreeSet<String>,
    /// Who consents at the page.
    pub(super) at_page: Option<u64>,
    made: u64,
}

/// Who makes a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    App,
    User(u64),
}

impl Who {
    pub(super) fn user(self) -> Option<u64> {
        match self {
            Self::App => None,
            Self::User(id) => Some(id),
        }
    }
}

impl People {
    fn word(&mut self, what: &str, user: u64) -> String {
        self.made += 1;
        format!("{what}-{}-{user}", self.made)
    }

    /// New tokens; those of before stay as they are.
    pub(super) fn grant(&mut self, user: u64, scopes: &str, now: Timestamp, life: Duration) -> UserTokens {
        let (access, refresh) = (self.word("access", user), self.word("refresh", user));
        let expires_at = now.checked_add(life).unwrap_or(Timestamp::MAX);
        let grant = |until| Grant { user, scopes: scopes.to_owned(), until };
        self.access.insert(access.clone(), grant(expires_at));
        self.refresh.insert(refresh.clone(), grant(Timestamp::MAX));
        UserTokens { user, access, refresh, expires_at }
    }

    pub(super) fn grant_all(&mut self, user: u64, now: Timestamp, life: Duration) -> UserTokens {
        self.grant(user, ALL_SCOPES, now, life)
    }

    /// Keys that do not expire.
    pub(super) fn keys(&mut self, user: u64, options: &Options) -> Option<OAuth1Keys> {
        let (token, secret) = (self.word("token", user), self.word("key", user));
        let token_secret = Secret::new(&secret).ok()?;
        self.keys.insert(token.clone(), (user, token_secret.clone()));
        Some(OAuth1Keys {
            consumer_key: options.consumer_key.clone(),
            consumer_secret: Secret::new(&options.consumer_secret).ok()?,
            token,
            token_secret,
        })
    }

    /// A user takes back what he granted.
    pub(super) fn revoke_all(&mut self, user: u64) {
        self.access.retain(|_, grant| grant.user != user);
        self.refresh.retain(|_, grant| grant.user != user);
        self.keys.retain(|_, (of, _)| *of != user);
    }

    /// What a user's present tokens are for the app's calls is over; the refresh tokens stay.
    pub(super) fn expire_access(&mut self, user: u64) {
        self.access.retain(|_, grant| grant.user != user);
    }
}

/// What scopes a call needs.
fn scopes_of(endpoint: Endpoint) -> &'static [&'static str] {
    match endpoint {
        Endpoint::PostCreate | Endpoint::PostDelete | Endpoint::RepostCreate | Endpoint::RepostDelete => {
            &["tweet.read", "tweet.write", "users.read"]
        }
        Endpoint::MediaUpload
        | Endpoint::MediaInitialize
        | Endpoint::MediaAppend
        | Endpoint::MediaFinalize
        | Endpoint::MediaStatus
        | Endpoint::MediaMetadata => &["media.write"],
        Endpoint::ListCreate | Endpoint::ListMembers => {
            &["tweet.read", "users.read", "list.read", "list.write"]
        }
        Endpoint::ListTweets => &["tweet.read", "users.read", "list.read"],
        _ => &["tweet.read", "users.read"],
    }
}

impl State {
    /// Whose call it is, by its header.
    pub(super) fn who(
        &mut self,
        endpoint: Endpoint,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Who, Refused> {
        let given = headers.get(header::AUTHORIZATION).and_then(|given| given.to_str().ok());
        let given = given.ok_or_else(problems::unauthorized)?;
        if let Some(token) = given.strip_prefix("Bearer ") {
            if token == self.options.bearer {
                return Ok(Who::App);
            }
            let now = self.world.now();
            let grant = self.people.access.get(token).filter(|grant| now < grant.until);
            let grant = grant.ok_or_else(problems::unauthorized)?;
            let has = |scope: &&str| grant.scopes.split(' ').any(|granted| granted == *scope);
            return match scopes_of(endpoint).iter().find(|scope| !has(scope)) {
                None => Ok(Who::User(grant.user)),
                Some(scope) => Err(problems::forbidden(&format!("The token has not the scope {scope}."))),
            };
        }
        let signed = given.strip_prefix("OAuth ").ok_or_else(problems::unauthorized)?;
        self.signer(method, uri, headers, signed).map(Who::User).ok_or_else(problems::unauthorized)
    }

    /// Whose keys signed a call; `None` where anything about it is wrong.
    fn signer(&mut self, method: &Method, uri: &Uri, headers: &HeaderMap, signed: &str) -> Option<u64> {
        let host = headers.get(header::HOST)?.to_str().ok()?;
        let url = Url::parse(&format!("http://{host}{uri}")).ok()?;
        let mut own: BTreeMap<String, String> = BTreeMap::new();
        for part in signed.split(", ") {
            let (name, value) = part.split_once('=')?;
            let value = value.strip_prefix('"')?.strip_suffix('"')?;
            own.insert(name.to_owned(), decoded(value));
        }
        let told = own.remove("oauth_signature")?;
        let of = |name: &str| own.get(name).map(String::as_str);
        let at = Timestamp::from_second(of("oauth_timestamp")?.parse().ok()?).ok()?;
        let in_time = self.world.now().duration_since(at).unsigned_abs() <= SIGNATURE_LIFE;
        let known = of("oauth_consumer_key")? == self.options.consumer_key
            && of("oauth_signature_method")? == "HMAC-SHA1"
            && of("oauth_version").is_none_or(|version| version == "1.0");
        let nonce = of("oauth_nonce")?.to_owned();
        let (user, secret) = self.people.keys.get(of("oauth_token")?)?.clone();
        let mut all: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        all.extend(own);
        let consumer = Secret::new(&self.options.consumer_secret).ok()?;
        let right = signature(method.as_str(), &url, &all, &consumer, &secret) == told;
        (in_time && known && right && self.people.nonces.insert(nonce)).then_some(user)
    }

    fn authorize(&mut self, query: &str) -> Result<String, String> {
        let asked: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let of = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
        let is = |name: &str, wanted: &str| match of(name) {
            given if given == wanted => Ok(()),
            given => Err(format!("{name} is {given:?} and must be {wanted:?}")),
        };
        is("response_type", "code")?;
        is("client_id", &self.options.client_id)?;
        is("code_challenge_method", "S256")?;
        if of("code_challenge").len() != 43 {
            return Err("code_challenge is no SHA-256 in base64url".into());
        }
        if of("state").is_empty() || of("state").len() > 500 {
            return Err("state must have 1 to 500 characters".into());
        }
        if let Some(scope) = of("scope").split(' ').find(|scope| !ALL_SCOPES.split(' ').any(|s| s == *scope))
        {
            return Err(format!("there is no scope {scope:?}"));
        }
        let mut back = Url::parse(of("redirect_uri")).map_err(|error| format!("redirect_uri: {error}"))?;
        let user = self.people.at_page.ok_or("nobody is signed in at the emulator: call sign_in_as first")?;
        let until = self.world.now().checked_add(CODE_LIFE).unwrap_or(Timestamp::MAX);
        let code = self.people.word("code", user);
        self.people.codes.insert(
            code.clone(),
            Code {
                user,
                challenge: of("code_challenge").into(),
                redirect: of("redirect_uri").into(),
                scopes: of("scope").into(),
                until,
            },
        );
        back.query_pairs_mut().append_pair("state", of("state")).append_pair("code", &code);
        Ok(back.into())
    }

    /// Answers a form that is sent to the token or the revoke call.
    fn token(&mut self, endpoint: Endpoint, headers: &HeaderMap, body: &[u8]) -> (u16, Value) {
        let form: BTreeMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
        let of = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        if let Err(refused) = self.check_client(headers, of("client_id")) {
            return refused;
        }
        if endpoint == Endpoint::TokenRevoke {
            self.people.access.remove(of("token"));
            self.people.refresh.remove(of("token"));
            return (200, json!({"revoked": true}));
        }
        let now = self.world.now();
        let granted = match of("grant_type") {
            "authorization_code" => self.of_code(of("code"), of("redirect_uri"), of("code_verifier"), now),
            // A refresh token serves once.
            "refresh_token" => {
                self.people.refresh.remove(of("refresh_token")).map(|grant| (grant.user, grant.scopes))
            }
            _ => {
                return oauth_error(
                    400,
                    "unsupported_grant_type",
                    "Value passed for the grant type was invalid.",
                );
            }
        };
        let Some((user, scopes)) = granted else {
            return oauth_error(400, "invalid_request", "Value passed for the token was invalid.");
        };
        let tokens = self.people.grant(user, &scopes, now, self.options.token_life);
        let mut answer = json!({
            "token_type": "bearer", "expires_in": self.options.token_life.as_secs(),
            "access_token": tokens.access, "scope": scopes,
        });
        if scopes.split(' ').any(|scope| scope == "offline.access") {
            answer["refresh_token"] = json!(tokens.refresh);
        } else {
            self.people.refresh.remove(&tokens.refresh);
        }
        (200, answer)
    }

    fn check_client(&self, headers: &HeaderMap, client_id: &str) -> Result<(), (u16, Value)> {
        let missing = || oauth_error(401, "unauthorized_client", "Missing valid authorization header");
        let Some(secret) = &self.options.client_secret else {
            return if client_id == self.options.client_id { Ok(()) } else { Err(missing()) };
        };
        let pair = format!("{}:{secret}", self.options.client_id);
        let basic = format!("Basic {}", STANDARD.encode(pair));
        let given = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
        if given == Some(basic.as_bytes()) { Ok(()) } else { Err(missing()) }
    }

    /// Whose code it is; it is then used up, whatever is wrong with the rest.
    fn of_code(
        &mut self,
        code: &str,
        redirect: &str,
        verifier: &str,
        now: Timestamp,
    ) -> Option<(u64, String)> {
        let code = self.people.codes.remove(code)?;
        let proven = challenge_of(verifier) == code.challenge;
        (proven && code.redirect == redirect && now < code.until).then_some((code.user, code.scopes))
    }
}

fn challenge_of(verifier: &str) -> String {
    let hash = digest::digest(&digest::SHA256, verifier.as_bytes());
    URL_SAFE_NO_PAD.encode(hash)
}

fn oauth_error(status: u16, error: &str, why: &str) -> (u16, Value) {
    (status, json!({"error": error, "error_description": why}))
}

fn decoded(value: &str) -> String {
    // The only reader of `%XX` at hand also turns `+` into a space; a header of OAuth has none that is not encoded.
    form_urlencoded::parse(format!("v={value}").as_bytes())
        .next()
        .map(|(_, v)| v.into_owned())
        .unwrap_or_default()
}

/// Answers the consent page and the token calls; `None` for another path.
pub(super) async fn answer(
    shared: &Arc<Shared>,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &Bytes,
) -> Option<Response> {
    let endpoint = match (method.as_str(), uri.path()) {
        ("GET", "/2/oauth2/authorize" | "/i/oauth2/authorize") => {
            let sent_to = shared.state().authorize(uri.query().unwrap_or_default());
            return Some(page(sent_to));
        }
        ("POST", "/2/oauth2/token") => Endpoint::Token,
        ("POST", "/2/oauth2/revoke") => Endpoint::TokenRevoke,
        _ => return None,
    };
    let fault = shared.state().faults.take(endpoint);
    faults::before(fault).await;
    let (status, json) = {
        let mut state = shared.state();
        let now = state.world.now();
        state.billing.count(endpoint, None, now, false);
        match fault {
            Some(FaultKind::Status(status)) => problems::status(status),
            _ => state.token(endpoint, headers, body),
        }
    };
    Some(match faults::after(fault).await {
        Some(status) => super::router::whole(problems::status(status), None),
        None => super::router::whole((status, json), None),
    })
}

fn page(sent_to: Result<String, String>) -> Response {
    let mut response = Response::new(Body::empty());
    match sent_to {
        Ok(address) => {
            *response.status_mut() = StatusCode::FOUND;
            if let Ok(address) = HeaderValue::from_str(&address) {
                response.headers_mut().insert(header::LOCATION, address);
            }
        }
        Err(why) => {
            *response.status_mut() = StatusCode::BAD_REQUEST;
            *response.body_mut() = Body::from(format!("Something went wrong: {why}"));
        }
    }
    response
}
