//! Knowing somebody by their account: their server is asked once who it is that has given leave, and gets its token back.

use http::{HeaderMap, Method};
use mimus_http::HttpClient;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use super::client::{AccessToken, Kind, MastodonClient};
use super::connect::{self, App, Asked, Begun, revoke};
use crate::connector::Failure;

/// The least that there is, from Mastodon 4.3 on: who the account is.
const PROFILE: &str = "profile";
/// The least elsewhere.
const ACCOUNTS: &str = "read:accounts";
/// Characters of each thing that a server gives an app, so that a question fits into a cookie.
const MAX_GIVEN: usize = 500;
/// Characters of an account's id.
const MAX_ID: usize = 100;

/// This server as an app by which people sign in.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignInApp {
    app: App,
    scope: String,
}

/// Who somebody is at their server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The server's own name for the account, which never changes: 1 to 100 visible characters of ASCII.
    pub id: String,
    /// The account's name there, as it is written before the `@`.
    pub name: String,
}

/// Makes this server known at another as an app by which people sign in; they come back to `redirect`.
pub async fn register(
    http: &HttpClient,
    base: &Url,
    redirect: &str,
    website: &str,
) -> Result<SignInApp, Failure> {
    let client = MastodonClient::new(http.clone(), base.clone(), None);
    // RFC 8414; servers that have none are asked for what they all know.
    let metadata = client.get("/.well-known/oauth-authorization-server", &[]).await.unwrap_or_default();
    let offered = metadata["scopes_supported"].as_array();
    let profile = offered.is_some_and(|scopes| scopes.iter().any(|scope| scope == PROFILE));
    let scope = if profile { PROFILE } else { ACCOUNTS }.to_owned();
    let app = connect::register(http, base, redirect, website, &scope).await?;
    if app.client_id.len() > MAX_GIVEN || app.client_secret.len() > MAX_GIVEN {
        return Err(Failure::Rejected { why: format!("{base} gave this server a name that is too long") });
    }
    Ok(SignInApp { app, scope })
}

/// Whether an app is still known at its server, as some forget those that nobody uses.
pub async fn is_known(http: &HttpClient, base: &Url, app: &SignInApp) -> Result<bool, Failure> {
    let client = MastodonClient::new(http.clone(), base.clone(), None);
    let App { client_id, client_secret } = &app.app;
    let asked = json!({
        "grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret,
        "scope": app.scope,
    });
    let answer =
        client.call(Method::POST, "/oauth/token", Some(&asked), Kind::Idempotent, HeaderMap::new()).await;
    let token = match answer {
        Ok(answer) => answer.json()?.get("access_token").and_then(Value::as_str).map(str::to_owned),
        Err(Failure::Rejected { .. } | Failure::SignInAgain { .. }) => return Ok(false),
        Err(other) => return Err(other),
    };
    if let Some(token) = token {
        give_back(http, base, app.app.clone(), token).await;
    }
    Ok(true)
}

/// Says what somebody is to open.
pub fn ask(base: &Url, app: &SignInApp, redirect: &str) -> Result<Begun, Failure> {
    connect::ask(base, app.app.clone(), redirect, &app.scope)
}

/// Asks who came back with this code. The token that was given for it is given back, whatever the answer.
pub async fn who(http: &HttpClient, asked: Asked, code: &str) -> Result<Who, Failure> {
    let base = asked.base.clone();
    let given = asked.finish(http, code).await?;
    let answer = match AccessToken::new(&given.access_token) {
        Ok(token) => {
            let client = MastodonClient::new(http.clone(), base.clone(), Some(token));
            client.get("/api/v1/accounts/verify_credentials", &[]).await
        }
        Err(error) => Err(Failure::Rejected { why: error.to_string() }),
    };
    let app = App { client_id: given.client_id, client_secret: given.client_secret };
    give_back(http, &base, app, given.access_token).await;
    read(&answer?).ok_or_else(|| Failure::Rejected { why: "it does not say who the account is".into() })
}

/// Of what a server says only its own name for the account and the name before the `@` count: where the account is, is known.
fn read(account: &Value) -> Option<Who> {
    let id = match account.get("id")? {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    let good = (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    let name = account.get("username").and_then(Value::as_str).unwrap_or_default();
    let name: String = name.chars().filter(|c| c.is_alphanumeric() || "_.-".contains(*c)).take(60).collect();
    good.then(|| Who { name: if name.is_empty() { id.clone() } else { name }, id })
}

async fn give_back(http: &HttpClient, base: &Url, app: App, access_token: String) {
    let App { client_id, client_secret } = app;
    let credentials = super::MastodonCredentials { client_id, client_secret, access_token };
    if let Err(error) = revoke(http, base, &credentials).await {
        tracing::warn!(%base, %error, "a token by which somebody signed in could not be given back");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn who_somebody_is_is_bounded_and_never_another_servers() {
        let who = |account: Value| read(&account).map(|who| (who.id, who.name));
        let said = json!({
            "id": "7", "username": "ana", "acct": "ana@other.example", "url": "https://other.example/@ana",
        });
        assert_eq!(who(said), Some(("7".into(), "ana".into())));
        assert_eq!(who(json!({"id": 7})), Some(("7".into(), "7".into())));
        let evil = who(json!({"id": "01H8", "username": "a@b.example<b> \u{202e}"})).unwrap();
        assert_eq!(evil.1, "ab.exampleb");
        for bad in [json!({}), json!({"id": ""}), json!({"id": "a b"}), json!({"id": ["7"]}), json!([])] {
            assert_eq!(who(bad.clone()), None, "{bad}");
        }
        assert_eq!(who(json!({"id": "7".repeat(MAX_ID + 1)})), None);
    }
}
