//! Another server that says who somebody is: an OpenID Connect issuer (OpenID Connect Core 1.0 and Discovery 1.0, authorization
//! code flow with RFC 7636's S256), or a MediaWiki with its OAuth 2, which has no discovery and no ID token.

mod discovery;
mod subject;

use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use mimus_http::{HttpClient, HttpError, Redirects, Request, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use url::Url;
use url::form_urlencoded::{self, byte_serialize};

pub(in crate::desk) use self::discovery::Endpoints;
pub use self::subject::Subject;
use self::subject::UserInfo;

/// Bytes of an answer.
const MAX_ANSWER: u64 = 64 << 10;
/// Characters of an ID token or of a key to userinfo.
const MAX_TOKEN: usize = 16 << 10;
/// How long an issuer may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How an issuer speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuerKind {
    /// OpenID Connect.
    OpenId,
    /// MediaWiki's OAuth 2.
    MediaWiki,
}

impl FromStr for IssuerKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word.trim() {
            "openid" => Ok(Self::OpenId),
            "mediawiki" => Ok(Self::MediaWiki),
            _ => Err("write openid or mediawiki".to_owned()),
        }
    }
}

/// An issuer, and what this server is to it.
pub struct Issuer {
    kind: IssuerKind,
    /// Its name for itself, letter for letter.
    id: String,
    name: String,
    client_id: String,
    client_secret: String,
    patience: Duration,
    discovered: Mutex<Option<(Timestamp, Endpoints)>>,
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer").field("kind", &self.kind).field("id", &self.id).finish_non_exhaustive()
    }
}

/// Why an issuer has not said who somebody is.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// It could not be asked.
    #[error("{name} cannot be asked just now: {why}")]
    Unreachable {
        /// What it is called.
        name: String,
        /// Why not.
        why: Box<HttpError>,
    },
    /// It says no.
    #[error("{name} says no: {why}")]
    Denied {
        /// What it is called.
        name: String,
        /// The error's name, as it sent it.
        why: String,
    },
    /// What it sent cannot be gone by.
    #[error("what {name} sent cannot be used: {why}")]
    Unusable {
        /// What it is called.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// What of a question must be known when the answer comes.
#[derive(Serialize, Deserialize)]
pub(in crate::desk) struct Secrets {
    pub(in crate::desk) state: String,
    pub(in crate::desk) nonce: String,
    pub(in crate::desk) verifier: String,
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    token_type: String,
    id_token: Option<String>,
}

impl Issuer {
    /// An issuer by its address, letter for letter as it writes it itself, with what it gave this server to be known by. `name`
    /// is what people call it; where it is empty, its host. Fails with what is wrong with the address.
    pub fn new(
        kind: IssuerKind,
        address: &str,
        name: &str,
        client_id: &str,
        client_secret: &str,
    ) -> Result<Self, String> {
        let url = Url::parse(address).map_err(|error| error.to_string())?;
        let host = url.host_str().filter(|_| matches!(url.scheme(), "https" | "http"));
        let host = host.ok_or("write the issuer's address, such as https://login.example.org")?;
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
            return Err("an issuer's address has no query, fragment or user".to_owned());
        }
        let name = name.trim();
        Ok(Self {
            kind,
            id: address.to_owned(),
            name: if name.is_empty() { host.to_owned() } else { name.to_owned() },
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
            patience: PATIENCE,
            discovered: Mutex::new(None),
        })
    }

    /// The same, waiting so long for each answer in place of 10 seconds.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its address as it writes it: what identities are kept under.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    fn unusable(&self, why: &'static str) -> IssuerError {
        IssuerError::Unusable { name: self.name.clone(), why }
    }

    pub(in crate::desk) fn denied(&self, why: &str) -> IssuerError {
        IssuerError::Denied { name: self.name.clone(), why: error_shown(why) }
    }

    async fn asked(&self, http: &HttpClient, request: Request) -> Result<Response, IssuerError> {
        let json = HeaderValue::from_static("application/json");
        let request = request.header(ACCEPT, json).max_body(MAX_ANSWER).timeout(self.patience);
        let answer = http.send(request.redirects(Redirects::None)).await;
        answer.map_err(|why| IssuerError::Unreachable { name: self.name.clone(), why: Box::new(why) })
    }

    fn read<T: DeserializeOwned>(&self, answer: &Response, why: &'static str) -> Result<T, IssuerError> {
        if answer.status != StatusCode::OK {
            return Err(self.denied(&error_name(&answer.body).unwrap_or_else(|| answer.status.to_string())));
        }
        serde_json::from_slice(&answer.body).map_err(|_| self.unusable(why))
    }

    /// Where somebody is sent, who comes back to `back`.
    pub(in crate::desk) fn authorize(&self, endpoints: &Endpoints, secrets: &Secrets, back: &str) -> Url {
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, secrets.verifier.as_bytes()));
        let mut url = endpoints.authorize.clone();
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", back)
            .append_pair("state", &secrets.state)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        // What a MediaWiki's consumer may do was said when it was registered.
        if self.kind == IssuerKind::OpenId {
            query.append_pair("scope", "openid profile").append_pair("nonce", &secrets.nonce);
        }
        drop(query);
        url
    }

    /// Asks who came back with this code.
    pub(in crate::desk) async fn who(
        &self,
        http: &HttpClient,
        endpoints: &Endpoints,
        secrets: &Secrets,
        code: &str,
        back: &str,
        now: Timestamp,
    ) -> Result<Subject, IssuerError> {
        let given = self.exchange(http, endpoints, &secrets.verifier, code, back).await?;
        let claims = match self.kind {
            IssuerKind::OpenId => {
                let token = given.id_token.as_deref().ok_or_else(|| self.unusable("there is no ID token"))?;
                Some(self.read_id_token(token, &secrets.nonce, now)?)
            }
            IssuerKind::MediaWiki => None,
        };
        let info = match &endpoints.userinfo {
            Some(at) => Some(self.userinfo(http, at, &given.access_token).await?),
            None => None,
        };
        self.subject(claims, info)
    }

    async fn exchange(
        &self,
        http: &HttpClient,
        endpoints: &Endpoints,
        verifier: &str,
        code: &str,
        back: &str,
    ) -> Result<Given, IssuerError> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", back)
            .append_pair("code_verifier", verifier)
            .finish();
        let request = Request::post(endpoints.token.clone(), form)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"))
            .header(AUTHORIZATION, self.basic()?);
        let given: Given = self.read(&self.asked(http, request).await?, "its answer to the code is none")?;
        if !given.token_type.eq_ignore_ascii_case("bearer") {
            return Err(self.unusable("its token is of another type than Bearer"));
        }
        let long = given.id_token.as_ref().is_some_and(|token| token.len() > MAX_TOKEN);
        if long || given.access_token.len() > MAX_TOKEN {
            return Err(self.unusable("its token is too long"));
        }
        Ok(given)
    }

    /// RFC 6749, section 2.3.1: both are encoded as in a form first.
    fn basic(&self) -> Result<HeaderValue, IssuerError> {
        let encoded = |words: &str| byte_serialize(words.as_bytes()).collect::<String>();
        let both = format!("{}:{}", encoded(&self.client_id), encoded(&self.client_secret));
        self.secret_header(&format!("Basic {}", STANDARD.encode(both)))
    }

    fn secret_header(&self, value: &str) -> Result<HeaderValue, IssuerError> {
        let value = HeaderValue::from_str(value);
        let mut value = value.map_err(|_| self.unusable("its token has characters that none has"))?;
        value.set_sensitive(true);
        Ok(value)
    }

    async fn userinfo(&self, http: &HttpClient, at: &Url, token: &str) -> Result<UserInfo, IssuerError> {
        let bearer = self.secret_header(&format!("Bearer {token}"))?;
        let answer = self.asked(http, Request::get(at.clone()).header(AUTHORIZATION, bearer).last()).await?;
        self.read(&answer, "its userinfo is none")
    }
}

/// An error's name as a page may show it: what it may be made of (RFC 6749, section 4.1.2.1), and no more than 100 characters.
pub(in crate::desk) fn error_shown(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(100).collect()
}

/// RFC 6749, section 5.2.
fn error_name(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        error: String,
    }
    serde_json::from_slice(body).ok().map(|named: Named| named.error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    pub(super) fn issuer() -> Issuer {
        Issuer::new(IssuerKind::OpenId, "https://login.example", "", "mimus", "a:b c").unwrap()
    }

    #[test]
    fn secrets_are_encoded_for_their_header_and_not_printed() {
        let header = issuer().basic().unwrap();
        assert_eq!(header.to_str().unwrap(), format!("Basic {}", STANDARD.encode("mimus:a%3Ab+c")));
        assert!(!format!("{:?} {header:?}", issuer()).contains("a:b"));
        for bad in [
            "",
            "login.example",
            "ftp://login.example",
            "https://login.example/?a",
            "https://u@login.example",
        ] {
            assert!(Issuer::new(IssuerKind::OpenId, bad, "", "mimus", "s").is_err(), "{bad}");
        }
    }
}
