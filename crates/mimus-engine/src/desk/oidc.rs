//! Another server that says who somebody is: an OpenID Connect issuer (OpenID Connect Core 1.0 and Discovery 1.0, authorization
//! code flow with RFC 7636's S256), or a MediaWiki with its OAuth 2, which has no discovery and no ID token.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use jiff::{SignedDuration, Timestamp};
use mimus_http::{HttpClient, HttpError, Redirects, Request, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;
use url::form_urlencoded::{self, byte_serialize};

use super::sign_in::read_shown;

/// Bytes of an answer.
const MAX_ANSWER: u64 = 64 << 10;
/// Characters of an ID token or of a key to userinfo.
const MAX_TOKEN: usize = 16 << 10;
/// Characters of an endpoint's address, so that a question fits into a cookie.
const MAX_ENDPOINT: usize = 500;
/// Characters of a subject (OpenID Connect Core, section 2: 255 of ASCII).
const MAX_SUBJECT: usize = 255;
/// How long an issuer may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long what discovery found is gone by.
const DISCOVERED: SignedDuration = SignedDuration::from_hours(1);
/// How far an issuer's clock may be off.
const CLOCKS: SignedDuration = SignedDuration::from_mins(2);

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

/// Where an issuer is asked for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Endpoints {
    pub(super) authorize: Url,
    pub(super) token: Url,
    pub(super) userinfo: Option<Url>,
}

/// What of a question must be known when the answer comes.
#[derive(Serialize, Deserialize)]
pub(super) struct Secrets {
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
}

/// Who somebody is at an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The issuer's own name for them, which never changes: 1 to 255 visible characters of ASCII.
    pub id: String,
    /// The name that they are shown by there; 60 characters at most.
    pub shown: String,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    userinfo_endpoint: Option<Url>,
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    token_type: String,
    id_token: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Value,
    exp: f64,
    nonce: Option<String>,
    azp: Option<String>,
    #[serde(flatten)]
    names: Names,
}

#[derive(Default, Deserialize)]
struct Names {
    preferred_username: Option<String>,
    name: Option<String>,
    /// MediaWiki's.
    username: Option<String>,
}

#[derive(Deserialize)]
struct UserInfo {
    sub: Value,
    #[serde(flatten)]
    names: Names,
}

impl Names {
    fn best(self) -> Option<String> {
        let all = [self.preferred_username, self.username, self.name];
        all.into_iter().flatten().find(|name| !name.trim().is_empty())
    }
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

    pub(super) fn denied(&self, why: &str) -> IssuerError {
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

    /// Where it is asked.
    pub(super) async fn endpoints(
        &self,
        http: &HttpClient,
        now: Timestamp,
    ) -> Result<Endpoints, IssuerError> {
        let base = self.id.trim_end_matches('/');
        let at = |path: &str| {
            Url::parse(&format!("{base}{path}")).map_err(|_| self.unusable("its address is none"))
        };
        if self.kind == IssuerKind::MediaWiki {
            return Ok(Endpoints {
                authorize: at("/w/rest.php/oauth2/authorize")?,
                token: at("/w/rest.php/oauth2/access_token")?,
                userinfo: Some(at("/w/rest.php/oauth2/resource/profile")?),
            });
        }
        let known = self.discovered.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((since, endpoints)) = known
            && now.duration_since(since).abs() < DISCOVERED
        {
            return Ok(endpoints);
        }
        let answer = self.asked(http, Request::get(at("/.well-known/openid-configuration")?)).await?;
        let found: Discovery = self.read(&answer, "its openid-configuration is none")?;
        let endpoints = self.check(found)?;
        *self.discovered.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, endpoints.clone()));
        Ok(endpoints)
    }

    fn check(&self, found: Discovery) -> Result<Endpoints, IssuerError> {
        if found.issuer != self.id {
            return Err(self.unusable("its openid-configuration is another issuer's; oidc_issuer must be its issuer letter for letter"));
        }
        let endpoints = Endpoints {
            authorize: found.authorization_endpoint,
            token: found.token_endpoint,
            userinfo: found.userinfo_endpoint,
        };
        let plain = self.id.starts_with("http:");
        let good = |url: &Url| {
            let safe = url.scheme() == "https" || (plain && url.scheme() == "http");
            safe && url.as_str().len() <= MAX_ENDPOINT && url.fragment().is_none()
        };
        let all = [Some(&endpoints.authorize), Some(&endpoints.token), endpoints.userinfo.as_ref()];
        if all.into_iter().flatten().all(good) {
            Ok(endpoints)
        } else {
            Err(self.unusable(
                "an endpoint of its openid-configuration has no address of https, or a very long one",
            ))
        }
    }

    /// Where somebody is sent, who comes back to `back`.
    pub(super) fn authorize(&self, endpoints: &Endpoints, secrets: &Secrets, back: &str) -> Url {
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
    pub(super) async fn who(
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

    fn subject(&self, claims: Option<Claims>, info: Option<UserInfo>) -> Result<Subject, IssuerError> {
        let said = info.as_ref().map(|info| match &info.sub {
            Value::String(sub) => sub.clone(),
            Value::Number(sub) => sub.to_string(),
            _ => String::new(),
        });
        let (id, of_token) = match (claims, said) {
            // OpenID Connect Core, section 5.3.2.
            (Some(claims), Some(said)) if claims.sub != said => {
                return Err(self.unusable("its ID token and its userinfo are of two people"));
            }
            (Some(claims), _) => (claims.sub, claims.names.best()),
            (None, Some(said)) => (said, None),
            (None, None) => return Err(self.unusable("it does not say who it is")),
        };
        let fits =
            (1..=MAX_SUBJECT).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
        if !fits {
            return Err(self.unusable("its name for somebody is empty, too long or not of ASCII"));
        }
        let shown = info.and_then(|info| info.names.best()).or(of_token).unwrap_or_default();
        let shown: String = shown.chars().filter(|c| !c.is_control()).take(1_000).collect();
        let short: String = id.chars().take(60).collect();
        Ok(Subject { shown: read_shown(&shown, &short), id })
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

    /// Checks an ID token that came from the token endpoint itself, where TLS stands for its signature (OpenID Connect Core,
    /// section 3.1.3.7, number 6).
    fn read_id_token(&self, token: &str, nonce: &str, now: Timestamp) -> Result<Claims, IssuerError> {
        let mut parts = token.split('.');
        let payload = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(_), Some(payload), Some(_), None) => URL_SAFE_NO_PAD.decode(payload).ok(),
            _ => None,
        };
        let claims: Option<Claims> = payload.and_then(|payload| serde_json::from_slice(&payload).ok());
        let claims = claims.ok_or_else(|| self.unusable("its ID token is none"))?;
        if claims.iss != self.id {
            return Err(self.unusable("its ID token is another issuer's"));
        }
        let for_us = match &claims.aud {
            Value::String(only) => *only == self.client_id,
            Value::Array(several) => several.iter().any(|one| one == self.client_id.as_str()),
            _ => false,
        };
        let meant = claims.azp.as_ref().is_none_or(|azp| *azp == self.client_id);
        if !for_us || !meant {
            return Err(self.unusable("its ID token is for somebody else"));
        }
        let ran_out = now.saturating_sub(CLOCKS).unwrap_or(now).as_second();
        #[allow(clippy::cast_precision_loss, reason = "seconds of our time are exact")]
        if claims.exp <= ran_out as f64 {
            return Err(self.unusable("its ID token has run out; see whether the clocks are right"));
        }
        if claims.nonce.as_deref() != Some(nonce) {
            return Err(self.unusable("its ID token answers another question"));
        }
        Ok(claims)
    }
}

/// An error's name as a page may show it: what it may be made of (RFC 6749, section 4.1.2.1), and no more than 100 characters.
pub(super) fn error_shown(name: &str) -> String {
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
    use serde_json::json;

    use super::*;

    fn issuer() -> Issuer {
        Issuer::new(IssuerKind::OpenId, "https://login.example", "", "mimus", "a:b c").unwrap()
    }

    fn now() -> Timestamp {
        "2026-11-24T12:00:00Z".parse().unwrap()
    }

    fn token(claims: &Value) -> String {
        format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    fn good() -> Value {
        let exp = now().as_second() + 60;
        json!({"iss": "https://login.example", "sub": "7", "aud": "mimus", "exp": exp, "nonce": "n", "name": "Ana"})
    }

    #[test]
    fn an_id_token_is_checked_claim_by_claim() {
        let issuer = issuer();
        let read = |claims: &Value| issuer.read_id_token(&token(claims), "n", now()).map(|claims| claims.sub);
        assert_eq!(read(&good()).unwrap(), "7");
        let old = now().as_second();
        let good_too =
            [("aud", json!(["other", "mimus"])), ("exp", json!(old - 119)), ("azp", json!("mimus"))];
        for (claim, value) in good_too {
            let mut claims = good();
            claims[claim] = value;
            assert_eq!(read(&claims).unwrap(), "7", "{claims}");
        }
        let bad = [
            ("iss", json!("https://login.example/")),
            ("aud", json!("mimus2")),
            ("aud", json!(["other"])),
            ("aud", json!({"mimus": 1})),
            ("azp", json!("other")),
            ("exp", json!(old - 120)),
            ("exp", json!("tomorrow")),
            ("nonce", json!("m")),
            ("nonce", Value::Null),
            ("sub", json!(7)),
        ];
        for (claim, value) in bad {
            let mut claims = good();
            claims[claim] = value;
            assert!(read(&claims).is_err(), "{claims}");
        }
        for garbage in ["", "..", "a.b", "e30.e30.e30.e30", "e30.!!!.e30", "e30.W10.e30", &"[".repeat(9_000)]
        {
            assert!(issuer.read_id_token(garbage, "n", now()).is_err(), "{garbage}");
        }
        let deep = URL_SAFE_NO_PAD.encode("[".repeat(9_000));
        assert!(issuer.read_id_token(&format!("e30.{deep}.e30"), "n", now()).is_err());
    }

    #[test]
    fn discovery_is_of_the_issuer_itself_and_over_https() {
        let read = |change: &[(&str, Value)]| {
            let mut found = json!({
                "issuer": "https://login.example",
                "authorization_endpoint": "https://login.example/authorize",
                "token_endpoint": "https://api.example/token",
            });
            for (name, value) in change {
                found[*name] = value.clone();
            }
            issuer().check(serde_json::from_value(found).unwrap())
        };
        assert_eq!(read(&[]).unwrap().userinfo, None);
        let long = format!("https://login.example/{}", "a".repeat(MAX_ENDPOINT));
        let bad = [
            ("issuer", "https://evil.example"),
            ("token_endpoint", "http://login.example/token"),
            ("userinfo_endpoint", "file:///etc/passwd"),
            ("authorization_endpoint", &long),
        ];
        for (name, value) in bad {
            assert!(read(&[(name, json!(value))]).is_err(), "{value}");
        }
    }

    #[test]
    fn who_somebody_is_comes_from_both_answers_and_they_must_agree() {
        let issuer = issuer();
        let claims = |sub: &str| {
            let mut claims = good();
            claims["sub"] = json!(sub);
            Some(serde_json::from_value(claims).unwrap())
        };
        let info = |info: Value| Some(serde_json::from_value(info).unwrap());
        let of_both =
            issuer.subject(claims("7"), info(json!({"sub": "7", "preferred_username": " ana\n lima "})));
        assert_eq!(of_both.unwrap(), Subject { id: "7".into(), shown: "ana lima".into() });
        assert_eq!(issuer.subject(claims("7"), None).unwrap().shown, "Ana");
        let wiki = issuer.subject(None, info(json!({"sub": 12, "username": "Ana L"}))).unwrap();
        assert_eq!((wiki.id.as_str(), wiki.shown.as_str()), ("12", "Ana L"));
        assert!(issuer.subject(claims("7"), info(json!({"sub": "8"}))).is_err());
        for sub in ["", "ä", "a\nb", &"7".repeat(256)] {
            assert!(issuer.subject(claims(sub), None).is_err(), "{sub}");
        }
        assert!(issuer.subject(None, info(json!({"sub": ["7"]}))).is_err());
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
