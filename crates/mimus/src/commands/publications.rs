//! `mimus publication …`.

use mimus_engine::Engine;
use mimus_store::{PartState, Publication, PublicationId, PublicationState, PublishedPart};
use serde::Serialize;
use url::Url;

use crate::cli::PublicationCommand;
use crate::config::Config;
use crate::{node, say};

/// A publication as it is printed.
#[derive(Serialize)]
pub(super) struct Shown {
    id: i64,
    route: i64,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    source_post: String,
    source_url: Option<String>,
    revision: u32,
    words: String,
    due_at: Option<String>,
    published_at: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<ShownPart>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trail: Vec<Tried>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<&'static str>,
}

#[derive(Serialize)]
struct ShownPart {
    position: u32,
    state: &'static str,
    remote_id: Option<String>,
    url: Option<String>,
}

#[derive(Serialize)]
struct Tried {
    at: String,
    what: String,
}

fn time(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl From<Publication> for Shown {
    fn from(publication: Publication) -> Self {
        let url = publication.post.origin.url.as_ref();
        Self {
            id: publication.id.get(),
            route: publication.route.get(),
            state: publication.state.as_str(),
            remedy: remedy(publication.state),
            reason: publication.reason,
            source_post: publication.source_post,
            source_url: url.map(|url| url.as_str().to_owned()),
            revision: publication.revision,
            words: publication.post.text.as_str().to_owned(),
            due_at: publication.due_at.map(time),
            published_at: publication.published_at.map(time),
            parts: Vec::new(),
            trail: Vec::new(),
        }
    }
}

impl From<PublishedPart> for ShownPart {
    fn from(part: PublishedPart) -> Self {
        let state = match part.state {
            PartState::Sending => "on its way, or there",
            other => other.as_str(),
        };
        Self { position: part.position, state, remote_id: part.remote_id, url: part.url }
    }
}

/// What somebody can do about it.
fn remedy(state: PublicationState) -> Option<&'static str> {
    match state {
        PublicationState::Failed | PublicationState::Partial => {
            Some("when what the reason says is mended: mimus publication retry")
        }
        PublicationState::Held => Some("when it may go on: mimus publication retry, or mimus route resume"),
        PublicationState::Unknown => Some("look at the account, then: mimus publication settle"),
        PublicationState::Missed => Some("to publish it all the same: mimus publication retry"),
        PublicationState::Due
        | PublicationState::Sending
        | PublicationState::Published
        | PublicationState::Skipped
        | PublicationState::Deleted => None,
    }
}

/// Does what was asked.
pub(crate) async fn run(config: &Config, command: PublicationCommand) -> Result<(), String> {
    let engine = node::engine(config).await?;
    match command {
        PublicationCommand::List { route, state, limit, json } => {
            let found =
                engine.store.publications(route, state, None, limit).await.map_err(|e| e.to_string())?;
            let shown: Vec<Shown> = found.into_iter().map(Into::into).collect();
            list(&shown, json)
        }
        PublicationCommand::Show { publication, json } => show(&engine, publication, json).await,
        PublicationCommand::Retry { publication } => {
            engine.retry_publication(publication).await.map_err(|e| e.to_string())?;
            say::line(&format!("publication {publication} is tried again"));
            Ok(())
        }
        PublicationCommand::Delete { publication } => {
            engine.delete_publication(publication).await.map_err(|e| e.to_string())?;
            say::line(&format!(
                "what was published as publication {publication} is deleted as soon as its turn comes"
            ));
            Ok(())
        }
        PublicationCommand::Settle { publication, there, .. } => {
            let there = there.as_deref().map(id_and_address);
            let there = there.as_ref().map(|(id, url)| (id.as_str(), url.as_deref()));
            engine.settle_publication(publication, there).await.map_err(|e| e.to_string())?;
            say::line(&format!("publication {publication} goes on from there"));
            Ok(())
        }
    }
}

/// The id at the end of a post's address, with the address; or an id alone.
fn id_and_address(there: &str) -> (String, Option<String>) {
    let last = |url: &Url| {
        let segment = url.path_segments()?.rfind(|segment| !segment.is_empty())?.to_owned();
        (!segment.is_empty()).then_some(segment)
    };
    match Url::parse(there).ok().and_then(|url| last(&url)) {
        Some(id) => (id, Some(there.to_owned())),
        None => (there.to_owned(), None),
    }
}

fn list(shown: &[Shown], json: bool) -> Result<(), String> {
    if json {
        return say::json(&shown);
    }
    if shown.is_empty() {
        say::note("There is no such publication.");
    }
    for publication in shown {
        let words: String =
            publication.words.chars().take(60).map(|c| if c == '\n' { ' ' } else { c }).collect();
        let reason = publication.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
        say::line(&format!("{:>6}  {:<9}  {words}{reason}", publication.id, publication.state));
    }
    Ok(())
}

async fn show(engine: &Engine, id: PublicationId, json: bool) -> Result<(), String> {
    let store = &engine.store;
    let publication = store.publication(id).await.map_err(|e| e.to_string())?;
    let publication =
        publication.ok_or_else(|| mimus_engine::relay::routes::RouteError::NoPublication(id).to_string())?;
    let mut shown = Shown::from(publication);
    shown.parts = store.parts(id).await.map_err(|e| e.to_string())?.into_iter().map(Into::into).collect();
    let trail = store.publication_trail(id).await.map_err(|e| e.to_string())?;
    shown.trail = trail.into_iter().map(|tried| Tried { at: time(tried.at), what: tried.words }).collect();
    if json {
        return say::json(&shown);
    }
    say::line(&format!("publication {} of route {}: {}", shown.id, shown.route, shown.state));
    if let Some(reason) = &shown.reason {
        say::line(&format!("  because     {reason}"));
    }
    say::line(&format!("  source      {}", shown.source_url.as_deref().unwrap_or(&shown.source_post)));
    for part in &shown.parts {
        let place = part.url.as_deref().or(part.remote_id.as_deref()).unwrap_or("");
        say::line(&format!("  part {:<6} {} {place}", part.position + 1, part.state));
    }
    if let Some(due) = &shown.due_at {
        say::line(&format!("  tried at    {due}"));
    }
    for tried in &shown.trail {
        say::line(&format!("  {}  {}", tried.at, tried.what));
    }
    if let Some(remedy) = shown.remedy {
        say::line(&format!("  to do       {remedy} {}", shown.id));
    }
    say::line("");
    say::line(&shown.words);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_named_by_its_address_or_id() {
        let id = |there: &str| id_and_address(there).0;
        assert_eq!(id("https://x.com/wikipedia/status/99"), "99");
        assert_eq!(id("https://social.example/@ana/112/"), "112");
        assert_eq!(id("99"), "99");
    }
}
