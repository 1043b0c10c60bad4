//! OAuth 2.0 with PKCE as X takes it: how a user lets the app act for him, and how that stays so
//! (facts/x-in-practice.md §2.1).

use aws_lc_rs::digest;
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::{HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use mimus_http::{HttpClient, Redirects, Request};
use serde::{Deserialize, Serialize};
use url::Url;
use url::form_urlencoded::Serializer;

use super::client::{CallError, no_answer};
use super::problem::Refusal;
use super::secret::{Secret, SecretError};
use super::{BearerToken, Endpoint, lenient};
use crate::connector::Failure;

/// What is asked for in any case: to read and write as the user, to upload, and to go on while he is away.
const SCOPES: &str = "tweet.read users.read tweet.write media.write offline.access";
/// What is asked for besides, where lists are wished.
const LIST_SCOPES: &str = " list.read list.write";
/// How long a token lives where X does not say.
const LIFE: SignedDuration = SignedDuration::from_hours(2);
/// Longest life that is believed.
const MAX_LIFE: i64 = 30 * 24 * 60 * 60;
/// A token that lives no longer than this is renewed before it is used.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);
/// Largest answer of the token call that is read, in bytes.
const MAX_ANSWER: u64 = 64 << 10;

/// The app for which users sign in, as X's developer console has it.
#[derive(Debug, Clone)]
pub struct OAuth2App {
    /// Its client id.
    pub client_id: String,
    /// Its secret; a public client (a native or single-page app) has none.
    pub client_secret: Option<Secret>,
    /// Where X sends the user back to, letter by letter as it is registered there.
    pub redirect: Url,
    /// Where the user signs in: `https://x.com/i/oauth2/authorize`.
    pub authorize: Url,
    /// Where the API is: `https://api.x.com/`.
    pub api: Url,
}

/// What is kept between sending a user to X and his coming back.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Where the user is sent to.
    pub url: Url,
    /// What X sends back with him: it must be the same, and serve once.
    pub state: Secret,
    /// What proves that who exchanges the code is who asked for it (RFC 7636).
    pub verifier: Secret,
}

/// What X gave for one user. Who keeps it keeps it under lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// What calls are made with.
    pub access: Secret,
    /// What new tokens are had with, once. X gives none where `offline.access` was not granted.
    pub refresh: Option<Secret>,
    /// When `access` is over.
    pub expires_at: Timestamp,
    /// What was granted, as X names it.
    pub scopes: Vec<String>,
}

/// [`Tokens`] as they are kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    access: String,
    refresh: Option<String>,
    expires_at: Timestamp,
    scopes: Vec<String>,
}

impl Tokens {
    /// Whether `access` will not be taken for long enough to be used.
    #[must_use]
    pub fn are_stale(&self, now: Timestamp) -> bool {
        self.expires_at.duration_since(now) <= MARGIN
    }

    /// As text that [`Tokens::read`] reads; it holds the secrets in the clear, for who encrypts it.
    #[must_use]
    pub fn write(&self) -> String {
        let kept = Kept {
            access: self.access.expose().to_owned(),
            refresh: self.refresh.as_ref().map(|refresh| refresh.expose().to_owned()),
            expires_at: self.expires_at,
            scopes: self.scopes.clone(),
        };
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// Reads what was kept.
    pub fn read(kept: &str) -> Result<Self, Failure> {
        // The parser's own words might quote a secret.
        let unreadable = || Failure::SignInAgain { why: "the tokens that were kept cannot be read".into() };
        let kept: Kept = serde_json::from_str(kept).map_err(|_| unreadable())?;
        let secret = |words: &str| Secret::new(words).map_err(|_| unreadable());
        Ok(Self {
            access: secret(&kept.access)?,
            refresh: kept.refresh.as_deref().map(secret).transpose()?,
            expires_at: kept.expires_at,
            scopes: kept.scopes,
        })
    }

    /// What calls are made with, as a header takes it.
    pub(crate) fn bearer(&self) -> Result<BearerToken, Failure> {
        BearerToken::new(self.access.expose())
            .map_err(|error| Failure::SignInAgain { why: error.to_string() })
    }
}

/// The answer of the token call.
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    #[serde(default)]
    refresh_token: Option<String>,
    #[serde(default, deserialize_with = "lenient::number")]
    expires_in: Option<u64>,
    #[serde(default)]
    scope: String,
}

/// An error of the token call (RFC 6749 §5.2).
#[derive(Default, Deserialize)]
#[serde(default)]
struct OAuthError {
    error: String,
    error_description: String,
}

impl OAuth2App {
    /// Begins a sign-in: where to send the user, and what to keep until he is back. `lists` asks for the right to keep
    /// lists as well.
    pub fn sign_in(&self, lists: bool) -> Result<SignIn, Failure> {
        let (state, verifier) = (random()?, random()?);
        let challenge = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.expose().as_bytes()));
        let mut url = self.authorize.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", self.redirect.as_str())
            .append_pair("scope", &format!("{SCOPES}{}", if lists { LIST_SCOPES } else { "" }))
            .append_pair("state", state.expose())
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(SignIn { url, state, verifier })
    }

    /// Makes tokens of the code with which X sent the user back. The code lives for 30 seconds and serves once. `now` is
    /// the time of the call.
    pub async fn exchange(
        &self,
        http: &HttpClient,
        code: &Secret,
        verifier: &Secret,
        now: Timestamp,
    ) -> Result<Tokens, CallError> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", self.redirect.as_str()),
            ("code_verifier", verifier.expose()),
        ];
        self.tokens(http, &fields, None, now).await
    }

    /// Makes new tokens of a refresh token, which serves once: the new tokens must be kept before they are used.
    pub async fn refresh(
        &self,
        http: &HttpClient,
        refresh: &Secret,
        now: Timestamp,
    ) -> Result<Tokens, CallError> {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.expose())];
        self.tokens(http, &fields, Some(refresh), now).await
    }

    /// Gives a token back. X takes one that it does not know as well.
    pub async fn revoke(&self, http: &HttpClient, token: &Secret) -> Result<(), CallError> {
        let fields = [("token", token.expose())];
        self.post(http, Endpoint::TokenRevoke, "2/oauth2/revoke", &fields).await.map(drop)
    }

    async fn tokens(
        &self,
        http: &HttpClient,
        fields: &[(&str, &str)],
        used: Option<&Secret>,
        now: Timestamp,
    ) -> Result<Tokens, CallError> {
        let endpoint = Endpoint::Token;
        let body = self.post(http, endpoint, "2/oauth2/token", fields).await?;
        // The parser's own words might quote a token.
        let unreadable = || {
            CallError::Unreadable {
            endpoint,
            why: "X's answer holds no tokens; try again, and connect the account again where that does not help".into(),
            window: None,
        }
        };
        let answer: TokenAnswer = serde_json::from_slice(&body).map_err(|_| unreadable())?;
        let secret = |words: &str| Secret::new(words).map_err(|SecretError| unreadable());
        let life = answer.expires_in.and_then(|seconds| i64::try_from(seconds).ok());
        let life = life.map_or(LIFE, |seconds| SignedDuration::from_secs(seconds.min(MAX_LIFE)));
        let refresh = answer.refresh_token.as_deref().map(secret).transpose()?;
        Ok(Tokens {
            access: secret(&answer.access_token)?,
            // Where none comes, the old one is still good (RFC 6749 §6).
            refresh: refresh.or_else(|| used.cloned()),
            expires_at: now.checked_add(life).unwrap_or(Timestamp::MAX),
            scopes: answer.scope.split_whitespace().take(64).map(str::to_owned).collect(),
        })
    }

    fn form(&self, fields: &[(&str, &str)]) -> String {
        let mut form = Serializer::new(String::new());
        form.extend_pairs(fields);
        if self.client_secret.is_none() {
            form.append_pair("client_id", &self.client_id);
        }
        form.finish()
    }

    /// A form is sent: a confidential client says in a header who it is, a public one in the form.
    async fn post(
        &self,
        http: &HttpClient,
        endpoint: Endpoint,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<bytes::Bytes, CallError> {
        let mut url = self.api.clone();
        url.set_path(&format!("{}/{path}", self.api.path().trim_end_matches('/')));
        let mut request = Request::post(url, self.form(fields))
            .header(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"))
            .redirects(Redirects::None)
            .max_body(MAX_ANSWER);
        if let Some(secret) = &self.client_secret {
            let pair = format!("{}:{}", self.client_id, secret.expose());
            let basic = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair)));
            let mut basic = basic.map_err(|error| CallError::NoAnswer {
                endpoint,
                why: error.to_string(),
                sent: false,
            })?;
            basic.set_sensitive(true);
            request = request.header(header::AUTHORIZATION, basic);
        }
        let answer = http.send(request).await.map_err(|error| no_answer(endpoint, &error))?;
        if answer.status.is_success() {
            return Ok(answer.body);
        }
        let refusal = refusal(answer.status.as_u16(), &answer.body);
        Err(CallError::Refused { endpoint, refusal, window: None })
    }
}

/// What an error of the token call means. `invalid_grant` says that the token or code is used up or was taken back, and X
/// says `invalid_request` of the same (facts/x-in-practice.md §2.1); what is wrong with the app is told apart, for signing in
/// again does not help then.
fn refusal(status: u16, body: &[u8]) -> Refusal {
    let told: OAuthError = serde_json::from_slice(body).unwrap_or_default();
    let words: String = told.error_description.chars().filter(|c| !c.is_control()).take(300).collect();
    match told.error.as_str() {
        "" => Refusal::read(status, body),
        "invalid_grant" | "invalid_request" => Refusal::Token(format!("X answers {status}: {words}")),
        error @ ("invalid_client" | "unauthorized_client") => Refusal::Wrong(format!(
            "X does not know this app ({error}: {words}); look at the client id and secret, and at the kind of the app, in \
             X's developer console"
        )),
        other => {
            let name: String = other.chars().filter(char::is_ascii_graphic).take(60).collect();
            Refusal::Wrong(format!("X answers {status}: {name}: {words}"))
        }
    }
}

/// 32 random bytes, as text that an address may hold.
fn random() -> Result<Secret, Failure> {
    let mut bytes = [0; 32];
    let made = SystemRandom::new().fill(&mut bytes).ok();
    made.and_then(|()| Secret::new(&URL_SAFE_NO_PAD.encode(bytes)).ok())
        .ok_or_else(|| Failure::Retry { why: "the system gave no random bytes".into() })
}

/// A word that is never the same twice, as OAuth 1.0a asks for.
pub(super) fn nonce() -> Result<String, Failure> {
    random().map(|secret| secret.expose().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> OAuth2App {
        OAuth2App {
            client_id: "the app".into(),
            client_secret: None,
            redirect: Url::parse("https://mimus.example/connect/x").unwrap(),
            authorize: Url::parse("https://x.com/i/oauth2/authorize").unwrap(),
            api: Url::parse("https://api.x.com/").unwrap(),
        }
    }

    #[test]
    fn a_sign_in_asks_for_the_least_and_proves_itself() {
        let (one, other) = (app().sign_in(false).unwrap(), app().sign_in(true).unwrap());
        let asked = |sign_in: &SignIn, name: &str| {
            sign_in.url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
        };
        assert_eq!(asked(&one, "scope"), "tweet.read users.read tweet.write media.write offline.access");
        assert!(asked(&other, "scope").ends_with("offline.access list.read list.write"));
        assert_eq!(asked(&one, "code_challenge_method"), "S256");
        assert_eq!(asked(&one, "state"), one.state.expose());
        let hash = digest::digest(&digest::SHA256, one.verifier.expose().as_bytes());
        assert_eq!(asked(&one, "code_challenge"), URL_SAFE_NO_PAD.encode(hash));
        assert!((43..=128).contains(&one.verifier.expose().len()), "RFC 7636 §4.1");
        assert_ne!(one.state, other.state);
        assert!(!one.url.as_str().contains(one.verifier.expose()));
    }

    #[test]
    fn tokens_are_kept_whole_and_never_printed() {
        let tokens = Tokens {
            access: Secret::new("access-word").unwrap(),
            refresh: Some(Secret::new("refresh-word").unwrap()),
            expires_at: Timestamp::from_second(1_800_000_000).unwrap(),
            scopes: vec!["tweet.read".into()],
        };
        assert_eq!(Tokens::read(&tokens.write()).unwrap(), tokens);
        assert!(!format!("{tokens:?}").contains("-word"));
        let Err(failure) = Tokens::read(r#"{"access": "access-word"}"#) else { panic!() };
        assert!(!failure.to_string().contains("access-word"), "{failure}");
    }
}
