//! Drafts: listed, begun, shown, written, proposed, dropped.

use jiff::Timestamp;
use mimus_core::desk::{Content, Deed, Scope, Standing};
use mimus_engine::desk::drafts::{Intent, Wrote};
use mimus_engine::desk::review::Preview;
use mimus_store::{
    AccountId, Draft, DraftFilter, DraftId, DraftLine, DraftState, PersonId, RouteDraft, Window,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::accounts::Reason;
use super::call::{self, Call, Reply};
use super::problem::{Kind, Problem};
use super::table::Verb::{Get, Post, Put};
use super::table::{Gives, Is, LIMIT, Operation, Parameter, Run, Takes};
use crate::query;

const STATES: &[&str] = &["held", "writing", "proposed", "scheduled", "published", "dropped"];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/drafts",
        "drafts",
        "Drafts of the accounts that you have a role for, those that were changed last first; keepers see all. With yourself \
         as author also those that go nowhere yet.",
        Run::Known(Some(Scope::Read), |call| Box::pin(list(call))),
    )
    .query(&[
        Parameter { name: "state", about: "Only in these states.", is: Is::Words(STATES) },
        Parameter { name: "account", about: "Only for this account.", is: Is::Number },
        Parameter { name: "author", about: "Only begun by this person; me for yourself.", is: Is::Text },
        Parameter { name: "before", about: "Only those changed before.", is: Is::Time },
        Parameter { name: "below", about: "Those changed at `before`, too, that have a lower number.", is: Is::Number },
        LIMIT,
    ])
    .gives(Gives::List("Drafts")),
    Operation::new(
        Post,
        "/api/v1/drafts",
        "beginDraft",
        "Begins a draft.",
        Run::Known(Some(Scope::Write), |call| Box::pin(begin(call))),
    )
    .takes(Takes::Json("NewDraft"))
    .gives(Gives::Created("Draft"))
    .problems(&[Kind::MayNot, Kind::NotConnected, Kind::Content, Kind::Time, Kind::Media]),
    Operation::new(
        Get,
        "/api/v1/drafts/{draft}",
        "draft",
        "One draft: what it says, where it goes, and how it stands on each account.",
        Run::Known(Some(Scope::Read), |call| Box::pin(show(call))),
    )
    .gives(Gives::Json("Draft"))
    .problems(&[Kind::NotFound]),
    Operation::new(
        Put,
        "/api/v1/drafts/{draft}",
        "writeDraft",
        "Writes on a draft. What others wrote since `revision` stays; where both are about the same words, what was sent is kept \
         aside, and the answer is 409 with its number.",
        Run::Known(Some(Scope::Write), |call| Box::pin(write(call))),
    )
    .takes(Takes::Json("WrittenDraft"))
    .gives(Gives::Json("Wrote"))
    .problems(&[
        Kind::NotFound,
        Kind::MayNot,
        Kind::State,
        Kind::Aside,
        Kind::NotConnected,
        Kind::Content,
        Kind::Time,
        Kind::Media,
    ]),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/propose",
        "propose",
        "Puts a draft up for review, as it says now.",
        Run::Known(Some(Scope::Write), |call| Box::pin(propose(call))),
    )
    .takes(Takes::Json("Seen"))
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::State, Kind::Changed, Kind::Wanting]),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/take-on",
        "takeOn",
        "Takes on what somebody without an account here proposed.",
        Run::Known(Some(Scope::Write), |call| Box::pin(take_on(call))),
    )
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::State, Kind::Changed]),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/withdraw",
        "withdraw",
        "Takes a draft back from review.",
        Run::Known(Some(Scope::Write), |call| Box::pin(withdraw(call))),
    )
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::State, Kind::Changed]),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/drop",
        "drop",
        "Nothing becomes of a draft. Whoever drops somebody else's says why.",
        Run::Known(Some(Scope::Write), |call| Box::pin(drop_draft(call))),
    )
    .takes(Takes::Json("Reason"))
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::State, Kind::Changed, Kind::NoReason]),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/pick-up",
        "pickUp",
        "Takes a dropped draft up again.",
        Run::Known(Some(Scope::Write), |call| Box::pin(pick_up(call))),
    )
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::State, Kind::Changed]),
];

/// A draft as somebody wants it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    #[serde(default)]
    content: Content,
    #[serde(default)]
    accounts: Vec<i64>,
    #[serde(default)]
    window: NewWindow,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NewWindow {
    from: Option<Timestamp>,
    until: Option<Timestamp>,
}

/// The same, written over a revision.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Over {
    revision: i64,
    content: Content,
    accounts: Vec<i64>,
    #[serde(default)]
    window: NewWindow,
}

/// What somebody has seen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    pub(super) hash: String,
}

fn line(line: &DraftLine) -> Value {
    json!({
        "id": line.id.get(),
        "state": line.state.as_str(),
        "title": line.title,
        "accounts": numbers(&line.accounts),
        "author": line.author.map(PersonId::get),
        "proposer": line.proposer,
        "slot": line.slot,
        "updated_at": line.updated_at,
    })
}

pub(super) fn numbers(accounts: &[AccountId]) -> Vec<i64> {
    accounts.iter().map(|account| account.get()).collect()
}

/// How a draft stands on an account.
pub(super) fn standing(preview: &Preview) -> Value {
    let account = preview.at.account.id.get();
    match preview.standing {
        Standing::Approved => json!({"account": account, "standing": "approved", "wanting": 0}),
        Standing::Wanting(more) => json!({"account": account, "standing": "wanting", "wanting": more}),
        Standing::Refused => json!({"account": account, "standing": "refused", "wanting": 0}),
    }
}

pub(super) async fn draft(call: &Call, draft: &Draft) -> Result<Value, Problem> {
    let newest = call.engine.store.draft_revisions(draft.id, 1).await?;
    let previews = call.engine.preview(draft).await?;
    let origin = call.engine.store.origin_of_draft(draft.id).await?;
    let came_from = origin.first().map(|first| {
        let post = |came: &RouteDraft| json!({"id": came.post.origin.remote_id, "url": came.post.origin.url});
        json!({"route": first.route.get(), "posts": origin.iter().map(post).collect::<Value>()})
    });
    Ok(json!({
        "id": draft.id.get(),
        "state": draft.state.as_str(),
        "content": draft.content,
        "hash": draft.hash,
        "revision": draft.revision,
        "revisions": newest.first().map_or(0, |revision| revision.number),
        "accounts": numbers(&draft.accounts),
        "author": draft.author.map(PersonId::get),
        "proposer": draft.proposer,
        "editor": draft.editor.map(PersonId::get),
        "window": {"from": draft.window.from, "until": draft.window.until},
        "slot": draft.slot,
        "published_hash": draft.published_hash,
        "created_at": draft.created_at,
        "updated_at": draft.updated_at,
        "came_from": came_from,
        "standing": previews.iter().map(standing).collect::<Value>(),
    }))
}

/// What somebody wants, where its accounts and files are there.
async fn intent(
    call: &Call,
    content: Content,
    accounts: Vec<i64>,
    window: &NewWindow,
) -> Result<Intent, Problem> {
    let known = call.engine.desk_accounts().await?;
    let mut wanted = Vec::new();
    for number in accounts {
        let id = call::account(number)?;
        if !known.iter().any(|at| at.account.id == id) {
            return Err(mimus_engine::desk::DeskError::NotConnected(id).into());
        }
        wanted.push(id);
    }
    for medium in &content.media {
        let there = match call.engine.media.file(&medium.file) {
            Some(path) => tokio::fs::try_exists(path).await.unwrap_or(false),
            None => false,
        };
        if !there {
            let name: String = medium.file.chars().take(80).collect();
            let words = format!("{name:?} is not in the media folder; send it with POST /api/v1/media first");
            return Err(Problem::new(Kind::Media, words));
        }
    }
    let window = Window { from: window.from, until: window.until };
    Ok(Intent { content, accounts: wanted, window })
}

/// Which drafts are asked for, of those that may be seen.
fn filter(call: &Call) -> Result<DraftFilter, Problem> {
    let by = call.by();
    let states = query::value(call.query.as_deref(), "state").unwrap_or_default();
    let states: Result<Vec<DraftState>, String> =
        states.split(',').filter(|word| !word.is_empty()).map(str::parse).collect();
    let states = states.map_err(|error| Problem::new(Kind::Query, format!("state: {error}")))?;
    let author = match query::value(call.query.as_deref(), "author").as_deref() {
        Some("me") => Some(by.id),
        _ => call.value("author")?,
    };
    let everything = by.keeper || author == Some(by.id);
    let among = (!everything).then(|| by.accounts_to(Deed::Read).collect());
    Ok(DraftFilter { states, account: call.value("account")?, author, among, or_by: Some(by.id) })
}

async fn list(call: Call) -> Result<Reply, Problem> {
    let (filter, limit) = (filter(&call)?, call.limit()?);
    let below = call.value::<DraftId>("below")?;
    let after = call.value("before")?.map(|before| (before, below));
    let drafts = call.engine.store.drafts(&filter, after, limit).await?;
    let last = drafts.last().filter(|_| drafts.len() == limit as usize);
    let link = last.map(|last| call.next_below(&last.updated_at.to_string(), Some(last.id.get())));
    Ok(Reply::ok(json!({"drafts": drafts.iter().map(line).collect::<Value>()})).linked(link))
}

async fn begin(call: Call) -> Result<Reply, Problem> {
    let new: New = call.json()?;
    let intent = intent(&call, new.content, new.accounts, &new.window).await?;
    let id = call.engine.begin_draft(call.by(), intent).await?;
    let begun = call.engine.draft_for(call.by(), id).await?;
    Ok(Reply::created(draft(&call, &begun).await?, format!("/api/v1/drafts/{id}")))
}

async fn show(call: Call) -> Result<Reply, Problem> {
    let found = call.engine.draft_for(call.by(), call.param("draft")?).await?;
    Ok(Reply::ok(draft(&call, &found).await?))
}

async fn write(call: Call) -> Result<Reply, Problem> {
    let id: DraftId = call.param("draft")?;
    call.engine.draft_for(call.by(), id).await?;
    let new: Over = call.json()?;
    if new.revision < 1 {
        return Err(Problem::new(Kind::Body, "revision counts from 1; send the one that you began with"));
    }
    let intent = intent(&call, new.content, new.accounts, &new.window).await?;
    let (revision, merged) = match call.engine.write_draft(call.by(), id, new.revision, intent).await? {
        Wrote::Now(revision) => (revision, false),
        Wrote::Merged(revision) => (revision, true),
        Wrote::Same => (call.engine.draft_for(call.by(), id).await?.revision, false),
        Wrote::Aside(number) => {
            let words = "somebody else changed the same words meanwhile; what you sent is kept aside, and the draft says what they wrote";
            return Err(Problem::new(Kind::Aside, words).with("aside", json!(number)));
        }
    };
    Ok(Reply::ok(json!({"revision": revision, "merged": merged})))
}

async fn propose(call: Call) -> Result<Reply, Problem> {
    let id = call.param("draft")?;
    call.engine.draft_for(call.by(), id).await?;
    let seen: Seen = call.json()?;
    call.engine.propose(call.by(), id, &seen.hash).await?;
    Ok(Reply::done())
}

async fn take_on(call: Call) -> Result<Reply, Problem> {
    call.engine.take_on(call.by(), call.param("draft")?).await?;
    Ok(Reply::done())
}

async fn withdraw(call: Call) -> Result<Reply, Problem> {
    call.engine.take_back(call.by(), call.param("draft")?).await?;
    Ok(Reply::done())
}

async fn drop_draft(call: Call) -> Result<Reply, Problem> {
    let id = call.param("draft")?;
    call.engine.draft_for(call.by(), id).await?;
    let reason: Reason = call.json()?;
    call.engine.drop_draft(call.by(), id, &reason.why).await?;
    Ok(Reply::done())
}

async fn pick_up(call: Call) -> Result<Reply, Problem> {
    call.engine.pick_up(call.by(), call.param("draft")?).await?;
    Ok(Reply::done())
}
