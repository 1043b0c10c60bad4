//! Applications, consent and tokens, as Doorkeeper does them for Mastodon.

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::header;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::json;
use url::Url;

use super::answer::{self, Outcome, Refused, ok};
use super::serve::Call;
use super::world::State;

const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

/// How long a code may wait for its exchange, in seconds.
const CODE_SECONDS: i64 = 600;

const INVALID_GRANT: &str = "The provided authorization grant is invalid, expired, revoked, does not match the \
     redirection URI used in the authorization request, or was issued to another client.";
const INVALID_CLIENT: &str = "Client authentication failed due to unknown client, no client authentication included, \
     or unsupported authentication method.";
const INVALID_SCOPE: &str = "The requested scope is invalid, unknown, or malformed.";

/// The scopes that an application may ask for; each stands for those under it as well.
const SCOPES: &[&str] = &["read", "write", "follow", "push", "profile"];

#[derive(Debug, Clone)]
pub(super) struct Application {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) website: Option<String>,
    client_id: String,
    client_secret: String,
    redirect_uris: Vec<String>,
    pub(super) scopes: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Code {
    code: String,
    client_id: String,
    redirect_uri: String,
    scopes: Vec<String>,
    challenge: Option<String>,
    user: u64,
    at: Timestamp,
}

/// What a token is good for.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// None is the application's own.
    pub(super) user: Option<u64>,
    pub(super) application: Option<u64>,
    pub(super) scopes: Vec<String>,
    pub(super) is_revoked: bool,
}

impl Token {
    pub(super) fn has_any(&self, wanted: &[&str]) -> bool {
        wanted.is_empty() || wanted.iter().any(|wanted| self.scopes.iter().any(|scope| scope == wanted))
    }
}

fn scopes(words: Option<String>) -> Option<Vec<String>> {
    let words = words.unwrap_or_else(|| "read".into());
    let scopes: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let known =
        |scope: &String| scope.len() < 64 && SCOPES.contains(&scope.split(':').next().unwrap_or_default());
    (!scopes.is_empty() && scopes.iter().all(known)).then_some(scopes)
}

pub(super) fn register(state: &mut State, call: &Call) -> Outcome {
    let name = call.params.text("client_name").filter(|name| !name.trim().is_empty());
    let name = name.ok_or_else(|| Refused::invalid("Application name can't be blank"))?;
    let mut redirect_uris: Vec<String> =
        call.params.list("redirect_uris").into_iter().filter_map(super::params::text).collect();
    if let Some(lines) = call.params.text("redirect_uris") {
        redirect_uris.extend(lines.split_whitespace().map(str::to_owned));
    }
    if redirect_uris.is_empty() {
        return Err(Refused::invalid("Redirect URI can't be blank"));
    }
    if redirect_uris.iter().any(|uri| uri != OUT_OF_BAND && Url::parse(uri).is_err()) {
        return Err(Refused::invalid("Redirect URI must be an absolute URI."));
    }
    let scopes = scopes(call.params.text("scopes"))
        .ok_or_else(|| Refused::invalid("Scopes doesn't match configured on the server."))?;
    let application = Application {
        id: state.next_id(),
        name,
        website: call.params.text("website").filter(|website| !website.is_empty()),
        client_id: state.secret("client"),
        client_secret: state.secret("client-secret"),
        redirect_uris,
        scopes,
    };
    let answer = json!({
        "id": application.id.to_string(), "name": application.name, "website": application.website,
        "scopes": application.scopes, "redirect_uris": application.redirect_uris,
        "redirect_uri": application.redirect_uris.join("\n"), "client_id": application.client_id,
        "client_secret": application.client_secret, "client_secret_expires_at": 0, "vapid_key": "none",
    });
    state.applications.push(application);
    ok(&answer)
}

/// Whoever is signed in consents, and is sent back with a code.
pub(super) fn authorize(state: &mut State, call: &Call) -> Outcome {
    let given = |name: &str| call.params.text(name).unwrap_or_default();
    let refusal = |words: &str| Ok(answer::page(400, format!("<p>{words}</p>")));
    let Some(application) = state.applications.iter().find(|held| held.client_id == given("client_id"))
    else {
        return Ok(answer::page(401, format!("<p>{INVALID_CLIENT}</p>")));
    };
    let redirect_uri = given("redirect_uri");
    if !application.redirect_uris.contains(&redirect_uri) {
        return refusal("The requested redirect uri is malformed or doesn't match client redirect URI.");
    }
    let asked = scopes(call.params.text("scope"));
    let covered = |scope: &String| {
        let above = scope.split(':').next().unwrap_or_default();
        application.scopes.iter().any(|held| held == scope || held == above)
    };
    let challenge = call.params.text("code_challenge").filter(|challenge| !challenge.is_empty());
    let problem = match &asked {
        _ if given("response_type") != "code" => Some("unsupported_response_type"),
        None => Some("invalid_scope"),
        Some(asked) if !asked.iter().all(covered) => Some("invalid_scope"),
        Some(_) if challenge.is_some() && given("code_challenge_method") != "S256" => {
            Some("invalid_code_challenge_method")
        }
        Some(_) if !state.consents => Some("access_denied"),
        Some(_) => None,
    };
    let mut answer = vec![];
    if let Some(problem) = problem {
        answer.push(("error", problem.to_owned()));
    } else {
        let client_id = application.client_id.clone();
        let Some(user) = state.signed_in() else { return refusal("There is no account to sign in with.") };
        let code = Code {
            code: state.secret("code"),
            client_id,
            redirect_uri: redirect_uri.clone(),
            scopes: asked.unwrap_or_default(),
            challenge,
            user,
            at: state.now(),
        };
        answer.push(("code", code.code.clone()));
        state.codes.push(code);
    }
    if let Some(kept) = call.params.text("state") {
        answer.push(("state", kept));
    }
    let target = if redirect_uri == OUT_OF_BAND { state.url("oauth/authorize/native") } else { redirect_uri };
    let Ok(mut target) = Url::parse(&target) else { return refusal("The redirect uri is no URL.") };
    target.query_pairs_mut().extend_pairs(answer);
    let mut response = answer::page(302, String::new());
    answer::set(&mut response, header::LOCATION, target.as_str());
    Ok(response)
}

/// Where someone reads the code, to write it into an application that has no page.
pub(super) fn native(call: &Call) -> Outcome {
    let code = call.params.text("code").unwrap_or_default();
    let code: String =
        code.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).collect();
    Ok(answer::page(
        200,
        format!("<html><body><input class=\"oauth-code\" readonly value=\"{code}\"></body></html>"),
    ))
}

/// The client's name and secret, from the header or the body.
fn client<'s>(state: &'s State, call: &Call) -> Result<&'s Application, Refused> {
    let basic = call.header("authorization").and_then(|given| given.strip_prefix("Basic "));
    let basic =
        basic.and_then(|given| STANDARD.decode(given).ok()).and_then(|given| String::from_utf8(given).ok());
    let (id, secret) = match basic.as_deref().and_then(|given| given.split_once(':')) {
        Some((id, secret)) => (id.to_owned(), secret.to_owned()),
        None => (
            call.params.text("client_id").unwrap_or_default(),
            call.params.text("client_secret").unwrap_or_default(),
        ),
    };
    let known = state.applications.iter().find(|held| held.client_id == id && held.client_secret == secret);
    known.ok_or_else(|| Refused::oauth(401, "invalid_client", INVALID_CLIENT))
}

pub(super) fn token(state: &mut State, call: &Call) -> Outcome {
    let application = client(state, call)?.clone();
    let (user, scopes) = match call.params.text("grant_type").as_deref() {
        Some("authorization_code") => exchange(state, call, &application)?,
        Some("client_credentials") => {
            let scopes = scopes(call.params.text("scope"))
                .filter(|asked| asked.iter().all(|scope| application.scopes.contains(scope)))
                .ok_or_else(|| Refused::oauth(400, "invalid_scope", INVALID_SCOPE))?;
            (None, scopes)
        }
        _ => {
            let words = "The authorization grant type is not supported by the authorization server.";
            return Err(Refused::oauth(400, "unsupported_grant_type", words));
        }
    };
    let created_at = state.now().as_second();
    let answer = json!({"token_type": "Bearer", "scope": scopes.join(" "), "created_at": created_at});
    let token = state.issue(Token { user, application: Some(application.id), scopes, is_revoked: false });
    let mut answer = answer;
    answer["access_token"] = token.into();
    ok(&answer)
}

/// A code is good once, whether or not the exchange succeeds.
fn exchange(
    state: &mut State,
    call: &Call,
    application: &Application,
) -> Result<(Option<u64>, Vec<String>), Refused> {
    let given = |name: &str| call.params.text(name).unwrap_or_default();
    let refused = || Refused::oauth(400, "invalid_grant", INVALID_GRANT);
    let at = state.codes.iter().position(|held| held.code == given("code")).ok_or_else(refused)?;
    let held = state.codes.remove(at);
    let age = state.now().as_second() - held.at.as_second();
    let is_proven = held.challenge.as_ref().is_none_or(|challenge| {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, given("code_verifier").as_bytes())) == *challenge
    });
    let is_right = held.client_id == application.client_id
        && held.redirect_uri == given("redirect_uri")
        && age <= CODE_SECONDS
        && is_proven;
    if is_right { Ok((Some(held.user), held.scopes)) } else { Err(refused()) }
}

pub(super) fn revoke(state: &mut State, call: &Call) -> Outcome {
    let application = client(state, call).map_err(|_| {
        Refused::oauth(403, "unauthorized_client", "You are not authorized to revoke this token")
    })?;
    let id = application.id;
    let token = call.params.text("token").unwrap_or_default();
    match state.tokens.get_mut(&token) {
        Some(held) if held.application == Some(id) => {
            held.is_revoked = true;
            state.streams.cut_of(&token);
        }
        Some(_) => {
            let words = "You are not authorized to revoke this token";
            return Err(Refused::oauth(403, "unauthorized_client", words));
        }
        None => {}
    }
    ok(&json!({}))
}

pub(super) fn metadata(state: &State) -> Outcome {
    let at = |path: &str| state.url(path);
    ok(&json!({
        "issuer": at(""), "service_documentation": "https://docs.joinmastodon.org/",
        "authorization_endpoint": at("oauth/authorize"), "token_endpoint": at("oauth/token"),
        "userinfo_endpoint": at("oauth/userinfo"), "revocation_endpoint": at("oauth/revoke"),
        "scopes_supported": ["read", "write", "write:statuses", "write:media", "read:accounts", "read:search", "read:statuses",
            "follow", "push", "profile"],
        "response_types_supported": ["code"], "response_modes_supported": ["query", "fragment", "form_post"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "code_challenge_methods_supported": ["S256"], "app_registration_endpoint": at("api/v1/apps"),
    }))
}
