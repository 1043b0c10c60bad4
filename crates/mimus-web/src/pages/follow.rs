//! `/@{handle}/follow`: from here to one's own server, where a follow is made.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use http::header::CACHE_CONTROL;
use http::{HeaderMap, HeaderValue};
use url::{Host, Url};

use super::error::Failure;
use super::{Frame, MirrorView, mirror};
use crate::{Site, query};

#[derive(Template)]
#[template(path = "follow.html")]
struct FollowPage {
    frame: Frame,
    mirror: MirrorView,
    server: String,
    target: String,
    /// Whether the page goes on by itself: only where the visitor has just filled in our own form.
    at_once: bool,
}

/// `GET /@{handle}/follow?server={host}`
///
/// A page that leads on, no redirect: who sends people here with a link must not be able to send them
/// through to a place of their choice unseen, and browsers hold a redirect after a form against the page's
/// policy for forms.
pub(crate) async fn get(
    State(site): State<Site>,
    Path(handle): Path<String>,
    RawQuery(query): RawQuery,
    request: HeaderMap,
) -> Result<Response, Failure> {
    let mirror = mirror(&site, &handle).await?;
    let typed = query::value(query.as_deref(), "server")
        .ok_or_else(|| Failure::Bad("Write the name of your server, for example mastodon.example.".into()))?;
    let server = server(&typed).ok_or_else(|| {
        Failure::Bad("That is not the name of a server. Write it like this: mastodon.example".into())
    })?;
    let target = interaction(&server, &site.addresses.actor(&mirror.handle))
        .ok_or_else(|| Failure::Bad("That is not the name of a server.".into()))?;
    let shown = MirrorView::new(&site, &mirror).await?;
    let mut frame = Frame::new(
        &site,
        format!("Follow {} from {server}", shown.name),
        format!("Follow {}", shown.full_handle),
    );
    frame.hidden = true;
    let at_once = request.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
    let page = FollowPage { frame, mirror: shown, server, target, at_once };
    let body = page.render().map_err(|error| Failure::Broken(error.to_string()))?;
    let mut response = Html(body).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The name of a server from what people type: a bare host, `@me@host`, or its address. Nothing but a domain
/// name with a dot, and a port where one is written.
fn server(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let typed = typed.strip_prefix("https://").unwrap_or(typed);
    let typed = typed.split('/').next().unwrap_or_default();
    let (name, typed) = typed.rsplit_once('@').unwrap_or(("", typed));
    let word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !name.trim_start_matches('@').chars().all(word) || !typed.chars().all(|c| word(c) || c == ':') {
        return None;
    }
    if typed.is_empty() || typed.len() > 253 {
        return None;
    }
    let url = Url::parse(&format!("https://{typed}/")).ok()?;
    let Some(Host::Domain(domain)) = url.host() else { return None };
    let plain =
        url.username().is_empty() && url.password().is_none() && url.path() == "/" && url.query().is_none();
    if !plain || !domain.contains('.') || domain.ends_with('.') {
        return None;
    }
    Some(url.port().map_or_else(|| domain.to_owned(), |port| format!("{domain}:{port}")))
}

/// Where Mastodon and most others ask whether to follow.
fn interaction(server: &str, actor: &str) -> Option<String> {
    let mut url = Url::parse(&format!("https://{server}/authorize_interaction")).ok()?;
    url.query_pairs_mut().append_pair("uri", actor);
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_domain_name() {
        for (typed, host) in [
            ("mastodon.example", "mastodon.example"),
            (" Mastodon.Example ", "mastodon.example"),
            ("https://mastodon.example/@me", "mastodon.example"),
            ("@me@mastodon.example", "mastodon.example"),
            ("me@mastodon.example:8443", "mastodon.example:8443"),
            ("bücher.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(server(typed).as_deref(), Some(host), "{typed}");
        }
        for bad in [
            "",
            "localhost",
            "127.0.0.1",
            "0x7f.1",
            "[::1]",
            "javascript:alert(1)",
            "//evil.example",
            "a b.example",
            "evil.example\\@good.example",
            "good.example?x",
            "good.example#x",
            "a.example:99999",
            "exa\nmple.org",
            ".",
            "..",
            "a.",
            "http://mastodon.example",
            "%2e.example",
            "a..",
            "user:pass@",
        ] {
            assert_eq!(server(bad), None, "{bad}");
        }
        assert_eq!(
            interaction("m.example", "https://here.example/users/a?b&c=d").as_deref(),
            Some(
                "https://m.example/authorize_interaction?uri=https%3A%2F%2Fhere.example%2Fusers%2Fa%3Fb%26c%3Dd"
            )
        );
    }
}
