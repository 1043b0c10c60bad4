//! Publications: what became of drafts on their networks.

use mimus_core::desk::{Deed, Scope};
use mimus_engine::desk::by_hand::HandDone;
use mimus_store::{AccountId, DraftId, Listed, Publication, PublicationId, PublishedPart};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::problem::{Kind, Problem};
use super::table::Verb::{Get, Post};
use super::table::{Gives, Is, LIMIT, Operation, Parameter, Run, Takes};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/publications",
        "publications",
        "What was or is to be published from the Desk, the newest first. Where a Link \
         says so there are more.",
        Run::Known(Some(Scope::Read), |call| Box::pin(list(call))),
    )
    .query(&[
        Parameter { name: "account", about: "Only on this account.", is: Is::Number },
        Parameter {
            name: "open",
            about: "Only those that wait for somebody.",
            is: Is::Word(&["true", "false"]),
        },
        Parameter { name: "before", about: "Only those with a lower number.", is: Is::Number },
        LIMIT,
    ])
    .gives(Gives::List("Publications")),
    Operation::new(
        Post,
        "/api/v1/publications/{publication}/settle",
        "settle",
        "Says what you have seen of a publication of which the network did not tell.",
        Run::Known(Some(Scope::Publish), |call| Box::pin(settle(call))),
    )
    .takes(Takes::Json("Settlement"))
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::Time]),
    Operation::new(
        Post,
        "/api/v1/publications/{publication}/by-hand",
        "byHand",
        "Says what you have done by hand for a publication of an account that is published to by hand, as it stood in this revision.",
        Run::Known(Some(Scope::Publish), |call| Box::pin(by_hand(call))),
    )
    .takes(Takes::Json("DoneByHand"))
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::State, Kind::Changed, Kind::Address]),
];

fn part(part: &PublishedPart) -> Value {
    json!({
        "position": part.position,
        "state": part.state.as_str(),
        "text": part.words,
        "id": part.remote_id,
        "url": part.url,
        "sent_at": part.sent_at,
    })
}

fn publication(publication: &Publication, parts: &[PublishedPart]) -> Value {
    json!({
        "id": publication.id.get(),
        "draft": publication.draft.map(DraftId::get),
        "account": publication.account.get(),
        "post": publication.source_post,
        "revision": publication.revision,
        "wanted": publication.wanted.as_str(),
        "state": publication.state.as_str(),
        "reason": publication.reason,
        "due_at": publication.due_at,
        "until": publication.until,
        "created_at": publication.created_at,
        "published_at": publication.published_at,
        "parts": parts.iter().map(part).collect::<Value>(),
    })
}

async fn list(call: Call) -> Result<Reply, Problem> {
    let account: Option<AccountId> = call.value("account")?;
    let open = call.value::<bool>("open")?.unwrap_or(false);
    let limit = call.limit()?;
    if account.is_some_and(|account| !call.by().may(Deed::Read, account)) {
        return Err(Problem::not_found());
    }
    let own: Vec<AccountId> = call.by().accounts_to(Deed::Read).collect();
    let among = match &account {
        Some(account) => Some(std::slice::from_ref(account)),
        None => (!call.by().keeper).then_some(own.as_slice()),
    };
    let listed = if open { Listed::Open } else { Listed::Any };
    let found = call.engine.store.desk_publications(among, listed, call.value("before")?, limit).await?;
    let last = found.last().filter(|_| found.len() == limit as usize);
    let link = last.map(|last| call.next(&last.id.to_string()));
    let parts = call.engine.store.parts_of(&found).await?;
    let of = |one: &Publication| parts.get(&one.id).map(Vec::as_slice).unwrap_or_default();
    let shown: Value = found.iter().map(|one| publication(one, of(one))).collect();
    Ok(Reply::ok(json!({"publications": shown})).linked(link))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settlement {
    /// Whether it is there.
    there: bool,
    /// Its id there.
    id: Option<String>,
    /// Where people find it.
    url: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoneByHand {
    /// The revision of the publication that it is about.
    revision: u32,
    /// What was done.
    done: Done,
    /// Where its parts stand.
    #[serde(default)]
    links: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Done {
    Published,
    Changed,
    Deleted,
}

async fn by_hand(call: Call) -> Result<Reply, Problem> {
    let id: PublicationId = call.param("publication")?;
    let said: DoneByHand = call.json()?;
    let done = match said.done {
        Done::Published | Done::Changed => HandDone::There(said.links),
        Done::Deleted => HandDone::Gone,
    };
    call.engine.done_by_hand(call.by(), id, said.revision, &done).await?;
    Ok(Reply::done())
}

async fn settle(call: Call) -> Result<Reply, Problem> {
    let id: PublicationId = call.param("publication")?;
    let publication = call.engine.store.publication(id).await?.ok_or_else(Problem::not_found)?;
    call.engine.draft_for(call.by(), publication.draft.ok_or_else(Problem::not_found)?).await?;
    let said: Settlement = call.json()?;
    let there = match (said.there, &said.id) {
        (true, Some(id)) if !id.trim().is_empty() && id.len() <= 500 => {
            Some((id.trim(), said.url.as_deref()))
        }
        (true, _) => return Err(Problem::new(Kind::Body, "where it is there, its id there goes with that")),
        (false, _) => None,
    };
    if said.url.as_ref().is_some_and(|url| mimus_core::WebUrl::parse(url).is_err()) {
        return Err(Problem::new(Kind::Body, "url: that is no address on the web"));
    }
    call.engine.desk_settle(call.by(), id, there).await?;
    Ok(Reply::done())
}
