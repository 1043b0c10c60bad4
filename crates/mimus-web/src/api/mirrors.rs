//! Mirrors, for keepers: what is mirrored and how it fares; adding, reading, pausing, and removing one.

use std::time::Duration;

use mimus_core::desk::Scope;
use mimus_core::{LocalHandle, MirrorPolicy, Network};
use mimus_engine::mirrors::{AddMirror, MirrorError, Soon, location_from_afar};
use mimus_store::{ListedMirror, MirrorFilter, MirrorId, MirrorStanding, MirrorState};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::problem::{Kind, Problem};
use super::table::Verb::{Delete, Get, Post};
use super::table::{Gives, Is, LIMIT, Operation, Parameter, Run, Takes};

/// How long whoever asks waits for a source.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/mirrors",
        "mirrors",
        "The mirrors by their handles. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(list(call))),
    )
    .query(&[
        Parameter {
            name: "standing",
            about: "Only those that stand so.",
            is: Is::Word(&["failing", "paused", "ended"]),
        },
        Parameter {
            name: "words",
            about: "Only those with these words in their handle or their source's address.",
            is: Is::Text,
        },
        Parameter { name: "after", about: "Only those after this handle.", is: Is::Text },
        LIMIT,
    ])
    .gives(Gives::List("Mirrors"))
    .problems(&[Kind::MayNot, Kind::Query]),
    Operation::new(
        Post,
        "/api/v1/mirrors",
        "addMirror",
        "Mirrors a source: `x:NAME`, or a feed's address. Without a handle it is named after its source. What is there already is \
         read in the background. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(add(call))),
    )
    .takes(Takes::Json("NewMirror"))
    .gives(Gives::Created("Mirror"))
    .problems(&[Kind::MayNot, Kind::Body, Kind::Invalid]),
    Operation::new(
        Get,
        "/api/v1/mirrors/{mirror}",
        "mirror",
        "One mirror: its source, its policy, its readings. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(show(call))),
    )
    .gives(Gives::Json("Mirror"))
    .problems(&[Kind::MayNot, Kind::NotFound]),
    Operation::new(
        Post,
        "/api/v1/mirrors/{mirror}/pause",
        "pauseMirror",
        "Stops reading a mirror's source. What is here stays, and can be followed. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(steer(call, MirrorState::Paused))),
    )
    .problems(&[Kind::MayNot, Kind::NotFound]),
    Operation::new(
        Post,
        "/api/v1/mirrors/{mirror}/resume",
        "resumeMirror",
        "Reads a mirror's source again. What was written meanwhile is taken in and not pushed. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(steer(call, MirrorState::Active))),
    )
    .problems(&[Kind::MayNot, Kind::NotFound]),
    Operation::new(
        Post,
        "/api/v1/mirrors/{mirror}/refresh",
        "refreshMirror",
        "Reads a mirror's source now. One that takes its time goes on being read in the background. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(refresh(call))),
    )
    .problems(&[Kind::MayNot, Kind::NotFound, Kind::Invalid]),
    Operation::new(
        Delete,
        "/api/v1/mirrors/{mirror}",
        "removeMirror",
        "Removes a mirror for good: its followers are told, its posts go, and nobody gets its handle again. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(remove(call))),
    )
    .query(&[
        Parameter {
            name: "handle",
            about: "Its handle, so that a wrong number removes no other. Must be there.",
            is: Is::Text,
        },
        Parameter { name: "why", about: "The reason, which the record keeps.", is: Is::Text },
    ])
    .problems(&[Kind::MayNot, Kind::NotFound, Kind::Query]),
];

impl From<MirrorError> for Problem {
    fn from(error: MirrorError) -> Self {
        match error {
            MirrorError::Store(error) => error.into(),
            MirrorError::NotKeeper => Self::new(Kind::MayNot, error.to_string()),
            MirrorError::Unknown(_) | MirrorError::Removed(_) => Self::not_found(),
            other => Self::new(Kind::Invalid, other.to_string()),
        }
    }
}

/// Fails where whoever asks does not keep this server.
pub(super) fn must_keep(call: &Call) -> Result<(), Problem> {
    if call.by().keeps() { Ok(()) } else { Err(Problem::new(Kind::MayNot, "only keepers may do this")) }
}

fn mirror(call: &Call, listed: &ListedMirror) -> Value {
    let ListedMirror { mirror, source, followers } = listed;
    json!({
        "id": mirror.id.get(),
        "handle": mirror.handle.as_str(),
        "page": call.engine.addresses.page(&mirror.handle),
        "name": mirror.profile.name,
        "state": mirror.state.as_str(),
        "state_reason": mirror.state_reason,
        "source": source.as_ref().map(|source| &source.location),
        "posts": mirror.posts,
        "followers": followers,
        "last_post_at": mirror.last_post_at,
        "last_read_at": source.as_ref().and_then(|source| source.last_read_at),
        "next_read_at": source.as_ref().and_then(|source| source.next_read_at),
        "failures": source.as_ref().map_or(0, |source| source.failures),
        "last_error": source.as_ref().and_then(|source| source.last_error.as_ref()),
        "policy": mirror.policy,
    })
}

async fn list(call: Call) -> Result<Reply, Problem> {
    must_keep(&call)?;
    let standing = match call.value::<String>("standing")?.as_deref() {
        None => MirrorStanding::Any,
        Some("failing") => MirrorStanding::Failing,
        Some("paused") => MirrorStanding::Paused,
        Some("ended") => MirrorStanding::Ended,
        Some(_) => return Err(Problem::new(Kind::Query, "standing: failing, paused or ended")),
    };
    let after: Option<LocalHandle> = match call.value::<String>("after")? {
        Some(after) => Some(LocalHandle::new(&after).map_err(|e| Problem::new(Kind::Query, e.to_string()))?),
        None => None,
    };
    let filter = MirrorFilter { standing, words: call.value("words")?.unwrap_or_default() };
    let limit = call.limit()?;
    let found = call.engine.store.list_mirrors(&filter, after.as_ref(), limit).await?;
    let last = found.last().filter(|_| found.len() == limit as usize);
    let link = last.map(|last| call.next_by("after", last.mirror.handle.as_str()));
    let shown: Value = found.iter().map(|listed| mirror(&call, listed)).collect();
    Ok(Reply::ok(json!({"mirrors": shown})).linked(link))
}

async fn find(call: &Call) -> Result<ListedMirror, Problem> {
    must_keep(call)?;
    let id: MirrorId = call.param("mirror")?;
    let listed = call.engine.store.listed_mirror(id).await?;
    listed.filter(|listed| listed.mirror.state != MirrorState::Removed).ok_or_else(Problem::not_found)
}

async fn show(call: Call) -> Result<Reply, Problem> {
    let listed = find(&call).await?;
    Ok(Reply::ok(mirror(&call, &listed)))
}

async fn steer(call: Call, to: MirrorState) -> Result<Reply, Problem> {
    let handle = find(&call).await?.mirror.handle;
    if to == MirrorState::Active {
        call.engine.resume_mirror(call.by(), &handle).await?;
    } else {
        call.engine.pause_mirror(call.by(), &handle).await?;
    }
    Ok(Reply::done())
}

/// A mirror that is to be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewMirror {
    source: String,
    handle: Option<String>,
    #[serde(default)]
    policy: Value,
}

async fn add(call: Call) -> Result<Reply, Problem> {
    must_keep(&call)?;
    let new: NewMirror = call.json()?;
    let location = location_from_afar(&new.source)?;
    if location.network() == Network::X && call.engine.connectors.x.is_none() {
        return Err(Problem::new(
            Kind::Invalid,
            "this server has no token of an app on X: see x_bearer_token",
        ));
    }
    let handle = new.handle.map(|handle| LocalHandle::new(handle.trim_start_matches('@'))).transpose();
    let handle = handle.map_err(|error| Problem::new(Kind::Invalid, error.to_string()))?;
    let policy: MirrorPolicy = policy(new.policy)?;
    let add = AddMirror { location, handle, policy };
    let Soon::Done(added) = call.engine.add_mirror_soon(call.by(), add, PATIENCE).await? else {
        let slow =
            "the source takes its time; it goes on being looked at, and the record says what became of it";
        return Err(Problem::new(Kind::Unavailable, slow).after(60));
    };
    let listed = call.engine.store.listed_mirror(added.id).await?.ok_or_else(Problem::not_found)?;
    Ok(Reply::created(mirror(&call, &listed), format!("/api/v1/mirrors/{}", added.id)))
}

/// A policy as it was sent: what is not said of it is as usual, and what there is no such thing of is said so.
pub(super) fn policy<T>(sent: Value) -> Result<T, Problem>
where
    T: Default + serde::de::DeserializeOwned + serde::Serialize,
{
    if sent.is_null() {
        return Ok(T::default());
    }
    let unusable = |error: serde_json::Error| Problem::new(Kind::Body, format!("policy: {error}"));
    let known = serde_json::to_value(T::default()).map_err(unusable)?;
    let names = sent.as_object().into_iter().flat_map(serde_json::Map::keys);
    if let Some(name) = names.into_iter().find(|name| known.get(name).is_none()) {
        return Err(Problem::new(Kind::Body, format!("policy: there is no {name}")));
    }
    serde_json::from_value(sent).map_err(unusable)
}

async fn refresh(call: Call) -> Result<Reply, Problem> {
    let handle = find(&call).await?.mirror.handle;
    call.engine.refresh_mirror_soon(call.by(), &handle, PATIENCE).await?;
    Ok(Reply::done())
}

async fn remove(call: Call) -> Result<Reply, Problem> {
    let handle = find(&call).await?.mirror.handle;
    let confirmed: String = call.value("handle")?.unwrap_or_default();
    if confirmed.trim_start_matches('@') != handle.as_str() {
        return Err(Problem::new(Kind::Query, format!("handle: it is called {handle}")));
    }
    let why: Option<String> = call.value("why")?;
    call.engine.remove_mirror(call.by(), &handle, why.as_deref()).await?;
    Ok(Reply::done())
}
