//! OAuth 1.0a as X takes it: each call is signed with four keys that do not expire (RFC 5849 §3.4; X, "Creating a
//! signature").
//!
//! Bodies that are JSON or multipart are not signed (RFC 5849 §3.4.1.3.1), and Mimus sends no others with these keys.

use std::fmt::Write as _;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, Method};
use jiff::Timestamp;
use url::Url;

use super::secret::Secret;

/// The four keys of one app and one user, as X's developer console shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuth1Keys {
    /// Which app.
    pub consumer_key: String,
    /// The app's secret.
    pub consumer_secret: Secret,
    /// Which user.
    pub token: String,
    /// The user's secret.
    pub token_secret: Secret,
}

impl OAuth1Keys {
    /// The `Authorization` header of one call. `nonce` is never the same twice; `now` is the time, of which X takes some
    /// minutes more or less. `None` where the keys hold what no header may.
    #[must_use]
    pub fn authorization(
        &self,
        method: &Method,
        url: &Url,
        now: Timestamp,
        nonce: &str,
    ) -> Option<HeaderValue> {
        let time = now.as_second().to_string();
        let own = [
            ("oauth_consumer_key", self.consumer_key.as_str()),
            ("oauth_nonce", nonce),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", time.as_str()),
            ("oauth_token", self.token.as_str()),
            ("oauth_version", "1.0"),
        ];
        let mut all: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        all.extend(own.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let signed = signature(method.as_str(), url, &all, &self.consumer_secret, &self.token_secret);
        let mut words = String::from("OAuth ");
        for (name, value) in own.iter().copied().chain([("oauth_signature", signed.as_str())]) {
            let comma = if name == own[0].0 { "" } else { ", " };
            let _ = write!(words, "{comma}{name}=\"{}\"", encoded(value));
        }
        let mut header = HeaderValue::from_str(&words).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

/// The signature of a call. `parameters` are all of the query, of a form in the body, and those of OAuth but the signature
/// itself, not encoded; the query of `url` is left aside.
#[must_use]
pub fn signature(
    method: &str,
    url: &Url,
    parameters: &[(String, String)],
    consumer_secret: &Secret,
    token_secret: &Secret,
) -> String {
    let key = format!("{}&{}", encoded(consumer_secret.expose()), encoded(token_secret.expose()));
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key.as_bytes());
    STANDARD.encode(hmac::sign(&key, base_string(method, url, parameters).as_bytes()))
}

/// What is signed (RFC 5849 §3.4.1).
fn base_string(method: &str, url: &Url, parameters: &[(String, String)]) -> String {
    let mut all: Vec<(String, String)> =
        parameters.iter().map(|(name, value)| (encoded(name), encoded(value))).collect();
    all.sort();
    let all: Vec<String> = all.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    format!("{}&{}&{}", method.to_ascii_uppercase(), encoded(bare.as_str()), encoded(&all.join("&")))
}

/// As RFC 3986 §2.1 says, with only its unreserved characters as they are.
fn encoded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for byte in words.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(words: &str) -> Secret {
        Secret::new(words).unwrap()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// The parameters of X's own example ("Creating a signature").
    fn example() -> Vec<(String, String)> {
        pairs(&[
            ("status", "Hello Ladies + Gentlemen, a signed OAuth request!"),
            ("include_entities", "true"),
            ("oauth_consumer_key", "xvz1evFS4wEEPTGEFPHBog"),
            ("oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "1318622958"),
            ("oauth_token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"),
            ("oauth_version", "1.0"),
        ])
    }

    #[test]
    fn the_example_of_x_is_signed_as_x_does() {
        let key = secret("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw");
        let token = secret("LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE");
        for (host, signed) in [
            ("api.twitter.com", "hCtSmYh+iHYCEqBWrE7C7hYmtUk="),
            ("api.x.com", "Ls93hJiZbQ3akF3HF3x1Bz8/zU4="),
        ] {
            let url = format!("https://{host}/1.1/statuses/update.json?include_entities=true");
            let url = Url::parse(&url).unwrap();
            assert_eq!(signature("post", &url, &example(), &key, &token), signed, "{host}");
        }
    }

    /// RFC 5849 §3.4.1.1, without its doubled parameters, which X does not take.
    #[test]
    fn the_base_string_is_that_of_the_standard() {
        let url = Url::parse("http://EXAMPLE.COM:80/r%20v/X?id=123").unwrap();
        let told =
            base_string("GET", &url, &pairs(&[("id", "123"), ("b5", "=%3D"), ("c2", ""), ("a3", "2 q")]));
        assert_eq!(
            told,
            "GET&http%3A%2F%2Fexample.com%2Fr%2520v%2FX&a3%3D2%2520q%26b5%3D%253D%25253D%26c2%3D%26id%3D123"
        );
    }

    #[test]
    fn a_header_says_all_but_the_secrets() {
        let keys = OAuth1Keys {
            consumer_key: "app key".into(),
            consumer_secret: secret("app-secret"),
            token: "7-user".into(),
            token_secret: secret("user-secret"),
        };
        let url = Url::parse("https://api.x.com/2/users/me?user.fields=name").unwrap();
        let at = Timestamp::from_second(1_318_622_958).unwrap();
        let header = keys.authorization(&Method::GET, &url, at, "n1").unwrap();
        let words = header.to_str().unwrap();
        assert!(words.starts_with("OAuth oauth_consumer_key=\"app%20key\", oauth_nonce=\"n1\", "), "{words}");
        assert!(words.contains("oauth_timestamp=\"1318622958\"") && words.contains(", oauth_signature=\""));
        assert!(!format!("{keys:?}{header:?}").contains("secret-") && !words.contains("-secret"));
        assert!(!format!("{keys:?}").contains("app-secret"));
    }
}
