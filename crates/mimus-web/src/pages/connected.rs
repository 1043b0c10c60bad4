//! Where networks send people back to who gave leave for their account: nothing is done here, as the visit comes from elsewhere.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;

use super::Frame;
use super::error::Failure;
use crate::desk::session::private;
use crate::{Site, query};

#[derive(Template)]
#[template(path = "connected.html")]
struct ConnectedPage {
    frame: Frame,
    answer: Option<Answer>,
    words: String,
}

struct Answer {
    state: String,
    code: String,
}

/// `GET /x/connected?state={state}&code={code}`, and the same of `/mastodon/connected` (RFC 6749 section 4.1.2).
pub(crate) async fn get(State(site): State<Site>, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let value = |name: &str| query::value(query.as_deref(), name);
    let answer = value("code").map(|code| Answer { code, state: value("state").unwrap_or_default() });
    let words = match value("error").as_deref() {
        Some("access_denied") => "It was declined there. Nothing has changed.".to_owned(),
        Some(error) => {
            let error: String = error.chars().take(100).collect();
            format!("The answer was “{error}”. Begin again.")
        }
        None => "There is no code in this address. Begin again.".to_owned(),
    };
    let mut frame = Frame::new(
        &site,
        format!("Connecting an account – {}", site.info.name),
        "For those who keep this server.".into(),
    );
    frame.hidden = true;
    let status = if answer.is_some() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = ConnectedPage { frame, answer, words };
    let body = page.render().map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(private((status, Html(body)).into_response()))
}
