//! Where an issuer is asked for what: by its openid-configuration (OpenID Connect Discovery 1.0), or as a MediaWiki has it.

use std::sync::PoisonError;

use jiff::{SignedDuration, Timestamp};
use mimus_http::{HttpClient, Request};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Issuer, IssuerError, IssuerKind};

/// Characters of an endpoint's address, so that a question fits into a cookie.
const MAX_ENDPOINT: usize = 500;
/// How long what discovery found is gone by.
const DISCOVERED: SignedDuration = SignedDuration::from_hours(1);

/// Where an issuer is asked for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::desk) struct Endpoints {
    pub(in crate::desk) authorize: Url,
    pub(in crate::desk) token: Url,
    pub(in crate::desk) userinfo: Option<Url>,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    userinfo_endpoint: Option<Url>,
}

impl Issuer {
    /// Where it is asked.
    pub(in crate::desk) async fn endpoints(
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
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use super::super::tests::issuer;
    use super::*;

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
}
