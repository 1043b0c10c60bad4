//! `/ask`: anyone may ask for a mirror of an account on X, where this server's mode allows.

use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::Form;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use jiff::Timestamp;
use mimus_core::{AskedBy, MirrorsOfX, XHandle};
use mimus_engine::requests::{Outcome, RequestError};
use serde::Deserialize;

use super::Frame;
use super::error::Failure;
use crate::{Site, paths, query};

/// Longest form, in bytes.
pub(crate) const MAX_FORM: usize = 1_024;
/// Asks a minute, of everybody together.
const PER_MINUTE: u32 = 10;
const MINUTE: i64 = 60;

/// How often this node was asked in the current minute.
#[derive(Default)]
pub(crate) struct AskRate(Mutex<(i64, u32)>);

impl AskRate {
    /// Counts one more; fails with the seconds until there is room.
    pub(crate) fn take(&self, now: Timestamp) -> Result<(), Failure> {
        let second = now.as_second();
        let minute = second.div_euclid(MINUTE);
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.0 != minute {
            *counted = (minute, 0);
        }
        if counted.1 >= PER_MINUTE {
            return Err(Failure::TooOften(
                u32::try_from(MINUTE - second.rem_euclid(MINUTE)).unwrap_or(PER_MINUTE),
            ));
        }
        counted.1 += 1;
        Ok(())
    }
}

#[derive(Template)]
#[template(path = "ask.html")]
struct AskPage {
    frame: Frame,
    /// Whether a keeper decides on each.
    decided: bool,
    answer: Option<Answer>,
}

/// What is said to somebody who has asked.
struct Answer {
    account: String,
    words: String,
    /// The mirror's page and its name.
    mirror: Option<(String, String)>,
}

impl Answer {
    fn new(site: &Site, handle: &XHandle, outcome: Option<Outcome>, word: &str) -> Option<Self> {
        let mut mirror = None;
        let words = match (outcome, word) {
            (Some(Outcome::Mirrored(local)), _) => {
                mirror = Some((paths::profile(&local), site.full_handle(&local)));
                "is mirrored here:".to_owned()
            }
            (Some(Outcome::Waiting), _) => {
                "has been asked for. The people of this server decide; look here again later.".to_owned()
            }
            (Some(Outcome::Refused(reason)), _) if reason.trim().is_empty() => {
                "is not mirrored here.".to_owned()
            }
            (Some(Outcome::Refused(reason)), _) => format!("is not mirrored here. The reason: {reason}"),
            (_, "full") => "cannot be added today: as many mirrors were made as this server makes in a day. \
                            Ask again tomorrow (UTC)."
                .to_owned(),
            (_, "crowded") => {
                "was not noted: too many requests wait for a decision. Ask again in some days.".to_owned()
            }
            (_, "failed") => {
                "could not be read on X just now, or is not there. Look at its name, or ask again later."
                    .to_owned()
            }
            _ => return None,
        };
        Some(Self { account: format!("@{handle}"), words, mirror })
    }
}

/// `GET /ask?account={handle}`: the form, and how it stands with an account.
pub(crate) async fn get(State(site): State<Site>, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let (engine, mode) = site.asking().ok_or(Failure::NotFound)?;
    let account = query::value(query.as_deref(), "account").and_then(|word| XHandle::read(&word).ok());
    let answer = match account {
        Some(handle) => {
            let word = query::value(query.as_deref(), "now").unwrap_or_default();
            Answer::new(&site, &handle, engine.standing(&handle).await?, &word)
        }
        None => None,
    };
    let mut frame = Frame::new(
        &site,
        format!("Ask for a mirror · {}", site.info.name),
        format!("Ask {} for a mirror of an account on X.", site.info.name),
    );
    frame.hidden = true;
    let page = AskPage { frame, decided: mode == MirrorsOfX::Request, answer };
    let body = page.render().map_err(|error| Failure::Broken(error.to_string()))?;
    let mut response = Html(body).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The form of [`get`].
#[derive(Deserialize)]
pub(crate) struct Ask {
    account: String,
}

/// `POST /ask`
pub(crate) async fn post(State(site): State<Site>, Form(form): Form<Ask>) -> Result<Response, Failure> {
    let (engine, _) = site.asking().ok_or(Failure::NotFound)?;
    site.asks.take(site.clock.now())?;
    let handle = XHandle::read(&form.account).map_err(|_| {
        Failure::Bad("That is not the name of an account on X. Write it like this: @wikipedia".into())
    })?;
    let word = match engine.ask(&handle, &AskedBy::Page).await {
        Ok(Outcome::Full(_)) => "&now=full",
        Ok(Outcome::Crowded) => "&now=crowded",
        Ok(Outcome::Closed) => return Err(Failure::NotFound),
        Ok(Outcome::Mirrored(_) | Outcome::Waiting | Outcome::Refused(_)) => "",
        Err(RequestError::Store(error)) => return Err(error.into()),
        Err(error) => {
            tracing::warn!(%handle, %error, "a mirror that was asked for could not be made");
            "&now=failed"
        }
    };
    Ok(Redirect::to(&format!("/ask?account={handle}{word}")).into_response())
}
