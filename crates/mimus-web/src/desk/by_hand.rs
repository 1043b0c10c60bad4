//! `/desk/publications/{id}`: what somebody is to publish, change or delete by hand, and where they say that they did.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mimus_core::Visibility;
use mimus_core::desk::Deed;
use mimus_core::render::Part;
use mimus_engine::desk::DeskError;
use mimus_engine::desk::accounts::AtDesk;
use mimus_engine::desk::by_hand::{Hand, HandDeed, HandDone};
use mimus_store::{Publication, PublicationId, PublicationState};

use super::publications::{PublicationView, publication_views};
use super::room::{Room, show};
use super::session::{Sent, Visitor, engine, go, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

#[derive(Template)]
#[template(path = "desk/publication.html")]
struct HandPage {
    room: Room,
    say: Tongue,
    publications: Vec<PublicationView>,
    heading: String,
    id: String,
    revision: u32,
    /// What is done with the form: `published`, `changed`, `deleted`; empty where there is nothing to do by hand.
    deed: &'static str,
    how: String,
    done: String,
    may: bool,
    /// Where it goes: the account's page.
    page: Option<String>,
    due: Moment,
    late: bool,
    stopped: Option<String>,
    answers: Option<String>,
    parts: Vec<HandPart>,
    /// What stands there and is to go.
    there: Vec<String>,
    error: Option<String>,
}

/// A part that somebody is to put there.
struct HandPart {
    /// Its number in the thread, where there are several.
    number: String,
    words: String,
    rows: usize,
    warning: Option<String>,
    language: Option<String>,
    dir: &'static str,
    sensitive: bool,
    unlisted: bool,
    media: Vec<HandMedium>,
    options: Vec<String>,
    /// The link at which it stands, as far as somebody gave one.
    link: String,
}

/// A medium of it.
struct HandMedium {
    path: String,
    file: String,
    image: bool,
    alt: Option<String>,
    rows: usize,
}

/// Lines that a field shows of words.
fn rows(words: &str) -> usize {
    words.lines().map(|line| line.chars().count() / 60 + 1).sum::<usize>().clamp(2, 16)
}

fn part_view(say: Tongue, hand: &Hand, links: &[String], at: usize, part: &Part) -> HandPart {
    let words = part.words.as_str().to_owned();
    let several = hand.parts.len() > 1;
    let position = u32::try_from(at).unwrap_or(u32::MAX);
    let known =
        hand.there.iter().find(|there| there.position == position).and_then(|there| there.url.clone());
    HandPart {
        number: if several {
            say.with2("part-of", ("n", at + 1), ("of", hand.parts.len()))
        } else {
            String::new()
        },
        rows: rows(&words),
        words,
        warning: part.content_warning.clone(),
        language: part.language.as_ref().map(ToString::to_string),
        dir: crate::pages::words::direction(part.language.as_ref()),
        sensitive: part.sensitive,
        unlisted: part.visibility == Visibility::Unlisted,
        media: part
            .media
            .iter()
            .map(|medium| HandMedium {
                path: format!("/desk/media/{}", medium.source.as_str()),
                file: medium.source.as_str().to_owned(),
                image: medium.kind == mimus_core::MediaKind::Image,
                rows: medium.alt_text().map_or(2, rows),
                alt: medium.alt_text().map(str::to_owned),
            })
            .collect(),
        options: part.poll.iter().flat_map(|poll| &poll.options).map(|option| option.label.clone()).collect(),
        link: links.get(at).cloned().or(known).unwrap_or_default(),
    }
}

/// The word of what is done, and the messages that go with it: heading, how, button.
fn words_of(deed: HandDeed) -> (&'static str, [&'static str; 3]) {
    match deed {
        HandDeed::Publish => ("published", ["by-hand-publish", "by-hand-publish-how", "by-hand-published"]),
        HandDeed::Change => ("changed", ["by-hand-change", "by-hand-change-how", "by-hand-changed"]),
        HandDeed::Delete => ("deleted", ["by-hand-delete", "by-hand-delete-how", "by-hand-deleted"]),
    }
}

/// What a publication that waits for somebody's hands wants, in a message's name.
pub(super) fn remedy(publication: &Publication, stands: bool) -> &'static str {
    match (publication.wanted, stands) {
        (mimus_store::Wanted::Deleted, _) => "by-hand-delete",
        (mimus_store::Wanted::Published, true) => "by-hand-change",
        (mimus_store::Wanted::Published, false) => "by-hand-publish",
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    hand: Hand,
    links: &[String],
    error: Option<String>,
) -> Result<HandPage, Failure> {
    let say = visitor.say;
    let at = engine(site)?.desk_account(hand.account.id).await.map_err(refused)?;
    let zone = AtDesk::zone(&at);
    let name = hand.account.name().to_string();
    let (deed, [heading, how, done]) = hand.deed.map_or(("", ["by-hand-nothing"; 3]), words_of);
    let parts = hand.parts.iter().enumerate();
    let deletes = hand.deed == Some(HandDeed::Delete);
    let mut publications = publication_views(site, visitor, vec![hand.publication.clone()]).await?;
    // It is this page.
    publications.iter_mut().for_each(|publication| publication.by_hand = None);
    Ok(HandPage {
        room: visitor.room(site, "publications", &say.t("nav-publications")),
        say,
        publications,
        heading: say.t(heading),
        id: hand.publication.id.to_string(),
        revision: hand.publication.revision,
        deed,
        how: say.with(how, "account", name),
        done: say.t(done),
        may: visitor.person.may(Deed::Publish, hand.account.id),
        page: hand.account.profile.url.as_ref().map(ToString::to_string),
        due: say.moment(hand.publication.post.created_at, &zone),
        late: hand.publication.state == PublicationState::Missed,
        stopped: hand.stopped.clone().filter(|_| !deletes),
        answers: hand.answers.clone(),
        parts: parts.map(|(at, part)| part_view(say, &hand, links, at, part)).collect(),
        there: hand.there.iter().filter_map(|part| part.url.clone()).collect(),
        error,
    })
}

/// `GET /desk/publications/{id}`
pub(crate) async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: PublicationId = id.parse().map_err(|_| Failure::NotFound)?;
    let hand = engine(&site)?.by_hand(&visitor.person, id).await.map_err(refused)?;
    show(&page(&site, &visitor, hand, &[], None).await?)
}

/// `POST /desk/publications/{id}`: somebody says that they have done it.
pub(crate) async fn post(
    State(site): State<Site>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id: PublicationId = id.parse().map_err(|_| Failure::NotFound)?;
    let engine = engine(&site)?;
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let links: Vec<String> = fields.all("link").map(str::to_owned).collect();
    let done = match fields.get("deed") {
        "published" | "changed" => HandDone::There(links.clone()),
        "deleted" => HandDone::Gone,
        _ => return Err(Failure::NotFound),
    };
    let revision = fields.number("revision").unwrap_or(0);
    match engine.done_by_hand(&visitor.person, id, revision, &done).await {
        Ok(()) => Ok(go("/desk/publications?said=kept")),
        // What was typed is shown again beside what is wrong with it.
        Err(error @ (DeskError::Address(_) | DeskError::Changed)) => {
            let hand = engine.by_hand(&visitor.person, id).await.map_err(refused)?;
            let page = page(&site, visitor, hand, &links, Some(visitor.say.desk_error(&error))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
        Err(error) => Err(refused(error)),
    }
}
