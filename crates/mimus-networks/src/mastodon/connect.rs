//! Connecting an account: the server is found, this server makes itself known there as an app, and the account's owner gives
//! leave in the browser (RFC 6749, RFC 7636; <https://docs.joinmastodon.org/spec/oauth/>).

use aws_lc_rs::{digest, rand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, Method};
use mimus_http::HttpClient;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use super::MastodonCredentials;
use super::client::{Kind, MastodonClient};
use crate::connector::Failure;

/// Where a server shows the code, for somebody to copy it.
pub const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

/// What is asked for, no more: to know the account, to read and write its statuses and media.
pub const SCOPES: &str = "read:accounts read:search read:statuses write:statuses write:media";

/// A connection that was begun: its owner is to open an address.
pub struct Begun {
    /// What is to be opened in the browser.
    pub authorize: Url,
    /// What is kept until the answer is there.
    pub asked: Asked,
}

/// What is kept of a connection until its owner has answered; holds secrets.
#[derive(Serialize, Deserialize)]
pub struct Asked {
    /// The server.
    pub base: Url,
    /// Comes back with the answer, where it is sent back.
    pub state: String,
    client_id: String,
    client_secret: String,
    verifier: String,
    redirect: String,
}

/// What a server gives an app to be known by.
#[derive(Clone, Serialize, Deserialize)]
pub struct App {
    /// Its name there.
    pub client_id: String,
    /// Its secret there.
    pub client_secret: String,
}

/// The base address of a server from what people type: `example.org`, `@ana@example.org`, `https://example.org/@ana`.
pub fn server(typed: &str) -> Result<Url, Failure> {
    let no = || Failure::Rejected {
        why: format!(
            "{typed:?} names no server; write it like mastodon:example.org or mastodon:@ana@example.org"
        ),
    };
    let typed = typed.trim();
    let bare = match typed.split_once("://") {
        Some(_) => typed.to_owned(),
        None => format!("https://{}", typed.rsplit('@').next().unwrap_or_default()),
    };
    let mut url = Url::parse(&bare).map_err(|_| no())?;
    if !matches!(url.scheme(), "http" | "https")
        || url.host_str().is_none_or(|host| !host.contains(['.', ':']) && host != "localhost")
    {
        return Err(no());
    }
    url.set_path("");
    url.set_query(None);
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Ok(url)
}

/// Where a server's client API is: its handles may be of another name than its host (host-meta, RFC 6415).
pub async fn discover(http: &HttpClient, typed: &str) -> Result<Url, Failure> {
    let base = server(typed)?;
    let client = MastodonClient::new(http.clone(), base.clone(), None);
    if client.instance().await.is_ok() {
        return Ok(base);
    }
    let request = mimus_http::Request::get(client.url("/.well-known/host-meta"));
    let found =
        http.send(request).await.ok().filter(|answer| answer.status.is_success()).map(|answer| answer.url);
    let Some(mut other) = found.filter(|url| url.origin() != base.origin()) else {
        return Err(Failure::Rejected {
            why: format!("{base} does not answer as a server with Mastodon's client API; is its name right?"),
        });
    };
    other.set_path("");
    other.set_query(None);
    Ok(other)
}

/// Makes this server known there, and says what the account's owner is to open. `redirect` is where the answer goes:
/// [`OUT_OF_BAND`], or an address of ours.
pub async fn begin(http: &HttpClient, base: &Url, redirect: &str, website: &str) -> Result<Begun, Failure> {
    let app = register(http, base, redirect, website, SCOPES).await?;
    ask(base, app, redirect, SCOPES)
}

/// Makes this server known there as an app that asks for these scopes.
pub(super) async fn register(
    http: &HttpClient,
    base: &Url,
    redirect: &str,
    website: &str,
    scopes: &str,
) -> Result<App, Failure> {
    let client = MastodonClient::new(http.clone(), base.clone(), None);
    let app = json!({
        "client_name": "Mimus", "redirect_uris": redirect, "scopes": scopes, "website": website,
    });
    let answer =
        client.call(Method::POST, "/api/v1/apps", Some(&app), Kind::Idempotent, HeaderMap::new()).await?;
    let app = answer.json()?;
    let text = |name: &str| app.get(name).and_then(Value::as_str).map(str::to_owned);
    let (Some(client_id), Some(client_secret)) = (text("client_id"), text("client_secret")) else {
        return Err(Failure::Rejected { why: format!("{base} did not register this server as an app") });
    };
    Ok(App { client_id, client_secret })
}

/// Says what the account's owner is to open, where this server is known already.
pub(super) fn ask(base: &Url, app: App, redirect: &str, scopes: &str) -> Result<Begun, Failure> {
    let (verifier, state) = (random()?, random()?);
    let challenge = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()));
    let mut authorize = base.clone();
    authorize.set_path("/oauth/authorize");
    authorize.query_pairs_mut().extend_pairs([
        ("response_type", "code"),
        ("client_id", &app.client_id),
        ("redirect_uri", redirect),
        ("scope", scopes),
        ("state", &state),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ]);
    let (base, redirect) = (base.clone(), redirect.to_owned());
    let App { client_id, client_secret } = app;
    Ok(Begun { authorize, asked: Asked { base, state, client_id, client_secret, verifier, redirect } })
}

fn random() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| Failure::Retry { why: "this machine has no randomness".into() })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

impl Asked {
    /// Takes the code that the server gave for a token.
    pub async fn finish(self, http: &HttpClient, code: &str) -> Result<MastodonCredentials, Failure> {
        let client = MastodonClient::new(http.clone(), self.base.clone(), None);
        let asked = json!({
            "grant_type": "authorization_code", "code": code.trim(), "client_id": self.client_id,
            "client_secret": self.client_secret, "redirect_uri": self.redirect, "code_verifier": self.verifier,
        });
        let answer = client
            .call(Method::POST, "/oauth/token", Some(&asked), Kind::Idempotent, HeaderMap::new())
            .await?;
        let token = answer.json()?.get("access_token").and_then(Value::as_str).map(str::to_owned);
        let access_token =
            token.ok_or_else(|| Failure::Rejected { why: "the server gave no token; try again".into() })?;
        Ok(MastodonCredentials { client_id: self.client_id, client_secret: self.client_secret, access_token })
    }
}

/// Gives a token back to its server.
pub async fn revoke(http: &HttpClient, base: &Url, credentials: &MastodonCredentials) -> Result<(), Failure> {
    let client = MastodonClient::new(http.clone(), base.clone(), None);
    let asked = json!({
        "client_id": credentials.client_id, "client_secret": credentials.client_secret,
        "token": credentials.access_token,
    });
    client
        .call(Method::POST, "/oauth/revoke", Some(&asked), Kind::Idempotent, HeaderMap::new())
        .await
        .map(drop)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_server_is_read_from_what_people_type() {
        for typed in ["example.org", "@ana@example.org", "ana@example.org", "https://example.org/@ana?x=1#y"]
        {
            assert_eq!(server(typed).unwrap().as_str(), "https://example.org/", "{typed}");
        }
        assert_eq!(server("http://127.0.0.1:99").unwrap().as_str(), "http://127.0.0.1:99/");
        for bad in ["", "ana", "@", "ftp://example.org", "https://"] {
            assert!(server(bad).is_err(), "{bad}");
        }
    }
}
