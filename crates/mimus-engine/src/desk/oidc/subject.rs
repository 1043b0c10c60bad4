//! Who somebody is at an issuer: what its ID token and its userinfo say, and whether it can be gone by.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::super::sign_in::read_shown;
use super::{Issuer, IssuerError};

/// Characters of a subject (OpenID Connect Core, section 2: 255 of ASCII).
const MAX_SUBJECT: usize = 255;
/// How far an issuer's clock may be off.
const CLOCKS: SignedDuration = SignedDuration::from_mins(2);

/// Who somebody is at an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The issuer's own name for them, which never changes: 1 to 255 visible characters of ASCII.
    pub id: String,
    /// The name that they are shown by there; 60 characters at most.
    pub shown: String,
}

#[derive(Deserialize)]
pub(super) struct Claims {
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
pub(super) struct UserInfo {
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
    pub(super) fn subject(
        &self,
        claims: Option<Claims>,
        info: Option<UserInfo>,
    ) -> Result<Subject, IssuerError> {
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

    /// Checks an ID token that came from the token endpoint itself, where TLS stands for its signature (OpenID Connect Core,
    /// section 3.1.3.7, number 6).
    pub(super) fn read_id_token(
        &self,
        token: &str,
        nonce: &str,
        now: Timestamp,
    ) -> Result<Claims, IssuerError> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::super::tests::issuer;
    use super::*;

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
}
