//! Letters of the Desk and the pages that their links lead to: `/desk/confirm/{token}` and `/desk/unsubscribe/{token}`. They need
//! no session: whoever has the letter may follow its link, and only a button does anything, as mail servers follow links, too.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use mimus_engine::desk::digests::{Digest, Words, Write};
use mimus_engine::desk::news::{News, NewsKind};
use mimus_engine::desk::{DeskError, Token};

use super::enter::frame;
use super::news;
use super::session::{engine, private, refused};
use crate::Site;
use crate::pages::Frame;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

#[derive(Template)]
#[template(path = "desk/answer.html")]
struct AnswerPage {
    frame: Frame,
    say: Tongue,
    heading: String,
    words: String,
    /// What the button says; none where there is nothing to do, or it is done.
    button: Option<String>,
    action: String,
}

/// The two links, with their messages: heading, what to do, button, done.
struct Link {
    path: &'static str,
    heading: &'static str,
    how: &'static str,
    button: &'static str,
    done: &'static str,
}

const CONFIRM: Link = Link {
    path: mimus_engine::desk::digests::CONFIRM,
    heading: "confirm-address",
    how: "confirm-address-how",
    button: "confirm-address-do",
    done: "confirm-address-done",
};
const END: Link = Link {
    path: mimus_engine::desk::digests::END,
    heading: "digests-end",
    how: "digests-end-how",
    button: "digests-end-do",
    done: "digests-end-done",
};

fn answer(
    site: &Site,
    say: Tongue,
    link: &Link,
    words: String,
    then: Option<&str>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let page = AnswerPage {
        frame: frame(site, say),
        say,
        heading: say.t(link.heading),
        words,
        button: then.map(|_| say.t(link.button)),
        action: format!("{}/{}", link.path, then.unwrap_or_default()),
    };
    let body = page.render().map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(private((status, Html(body)).into_response()))
}

fn no_link(site: &Site, say: Tongue, link: &Link) -> Result<Response, Failure> {
    let words = say.desk_error(&DeskError::Link);
    answer(site, say, link, words, None, StatusCode::NOT_FOUND)
}

fn done(site: &Site, say: Tongue, link: &Link, done: Result<(), DeskError>) -> Result<Response, Failure> {
    match done {
        Ok(()) => answer(site, say, link, say.t(link.done), None, StatusCode::OK),
        Err(DeskError::Link) => no_link(site, say, link),
        Err(error) => Err(refused(error)),
    }
}

/// `GET /desk/confirm/{token}`
pub(crate) async fn ask_confirm(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let asked = match Token::read(&token) {
        Some(token) => engine(&site)?.address_asked(&token).await.map_err(refused)?,
        None => None,
    };
    let language = asked.as_ref().and_then(|(person, _)| person.language.clone());
    let say = Tongue::of(language.as_deref(), &headers);
    let Some((person, address)) = asked else { return no_link(&site, say, &CONFIRM) };
    let how = say.with2(CONFIRM.how, ("address", address), ("name", person.shown));
    answer(&site, say, &CONFIRM, how, Some(&token), StatusCode::OK)
}

/// `POST /desk/confirm/{token}`
pub(crate) async fn confirm(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let say = Tongue::of(None, &headers);
    let confirmed = match Token::read(&token) {
        Some(token) => engine(&site)?.confirm_address(&token).await,
        None => Err(DeskError::Link),
    };
    done(&site, say, &CONFIRM, confirmed)
}

/// `GET /desk/unsubscribe/{token}`
pub(crate) async fn ask_end(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let whose = engine(&site)?.whose_digests(&token).await.map_err(refused)?;
    let language = whose.as_ref().and_then(|person| person.language.clone());
    let say = Tongue::of(language.as_deref(), &headers);
    match whose {
        Some(person) => {
            let how = say.with(END.how, "name", person.shown);
            answer(&site, say, &END, how, Some(&token), StatusCode::OK)
        }
        None => no_link(&site, say, &END),
    }
}

/// `POST /desk/unsubscribe/{token}`: also what mail programs send for their reader (RFC 8058), from anywhere and without a cookie.
pub(crate) async fn end(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let say = Tongue::of(None, &headers);
    let ended = engine(&site)?.end_digests(&token).await;
    done(&site, say, &END, ended)
}

/// The letter with the link that confirms an address.
pub(crate) fn confirmation(say: Tongue, desk: &str, who: &str, link: &str) -> Words {
    let body = format!(
        "{}\n\n{link}\n\n{}\n",
        say.with2("confirm-letter", ("name", who), ("desk", desk)),
        say.t("confirm-letter-else")
    );
    Words { subject: say.with("confirm-letter-subject", "desk", desk), body, language: say.code().to_owned() }
}

/// What writes digests, for the Desk of that name at that base address.
#[must_use]
pub fn digest_words(desk: &str, base: &str) -> Box<Write> {
    let (desk, base) = (desk.to_owned(), base.to_owned());
    Box::new(move |digest| letter(digest, &desk, &base))
}

fn letter(digest: &Digest<'_>, desk: &str, base: &str) -> Words {
    let say = Tongue::of(digest.person.language.as_deref(), &HeaderMap::new());
    let mut body = String::new();
    let kinds: [(&str, &[NewsKind]); 3] = [
        ("digest-waiting", &[NewsKind::Review, NewsKind::Removal, NewsKind::Held]),
        ("digest-said", &[NewsKind::Comment, NewsKind::Approved, NewsKind::Refused]),
        ("digest-out", &[NewsKind::Published, NewsKind::Missed, NewsKind::Failed]),
    ];
    for (heading, kinds) in kinds {
        let of: Vec<&News> = digest.news.iter().filter(|news| kinds.contains(&news.kind)).collect();
        if of.is_empty() {
            continue;
        }
        let _ = writeln!(body, "{}\n", say.t(heading));
        for one in of {
            let _ = writeln!(body, "* {}", news::words(say, one));
            if let Some(said) = &one.words {
                let _ = writeln!(body, "  {said}");
            }
            let _ = writeln!(body, "  {base}{}\n", one.path);
        }
    }
    // Two dashes and a space begin what stands under every letter.
    let _ = writeln!(body, "-- \n{}\n{}", say.t("digest-why"), digest.unsubscribe);
    Words { subject: say.with("news-of-desk", "name", desk), body, language: say.code().to_owned() }
}
