//! Review: what would go out, what colleagues say of it, and what reviewers rule.

use mimus_core::desk::{Ruling, Scope};
use mimus_core::render::Rendering;
use mimus_engine::desk::review::Preview;
use mimus_store::{DraftId, PersonId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::drafts;
use super::problem::{Kind, Problem};
use super::table::Verb::{Get, Post};
use super::table::{Gives, Operation, Run, Takes};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/drafts/{draft}/preview",
        "preview",
        "What would go out to each account: the words as the network counts them, what is not as it was written, how it stands to \
         the charter, and what it costs.",
        Run::Known(Some(Scope::Read), |call| Box::pin(preview(call))),
    )
    .gives(Gives::Json("Previews"))
    .problems(&[Kind::NotFound]),
    Operation::new(
        Get,
        "/api/v1/drafts/{draft}/comments",
        "comments",
        "What colleagues say of a draft, the oldest first.",
        Run::Known(Some(Scope::Read), |call| Box::pin(comments(call))),
    )
    .gives(Gives::Json("Comments"))
    .problems(&[Kind::NotFound]),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/comments",
        "comment",
        "Says something of a draft to colleagues.",
        Run::Known(Some(Scope::Write), |call| Box::pin(comment(call))),
    )
    .takes(Takes::Json("NewComment"))
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::Wanting]),
    Operation::new(
        Get,
        "/api/v1/drafts/{draft}/rulings",
        "rulings",
        "What reviewers have ruled, the oldest first, each on exactly what has its hash.",
        Run::Known(Some(Scope::Read), |call| Box::pin(rulings(call))),
    )
    .gives(Gives::Json("Rulings"))
    .problems(&[Kind::NotFound]),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/rulings",
        "rule",
        "Approves or refuses exactly what has this hash.",
        Run::Known(Some(Scope::Review), |call| Box::pin(rule(call))),
    )
    .takes(Takes::Json("NewRuling"))
    .problems(&[
        Kind::NotFound,
        Kind::MayNot,
        Kind::State,
        Kind::Changed,
        Kind::Blocked,
        Kind::OwnWords,
        Kind::NoReason,
    ]),
];

fn parts(renderings: &[Rendering]) -> Value {
    let parts = renderings.iter().flat_map(|rendering| &rendering.parts);
    parts
        .map(|part| {
            json!({
                "text": part.words.as_str(),
                "length": part.length,
                "limit": part.limit,
                "content_warning": part.content_warning,
                "media": part.media.len(),
                "cost_usd": part.cost.dollars(),
            })
        })
        .collect()
}

fn shown(preview: &Preview) -> Value {
    let warnings = preview.renderings.iter().flat_map(|rendering| &rendering.warnings);
    let skipped = preview.renderings.iter().filter_map(|rendering| rendering.skipped.as_ref());
    let said: Vec<String> =
        warnings.map(ToString::to_string).chain(skipped.map(ToString::to_string)).collect();
    let mut shown = drafts::standing(preview);
    if let Value::Object(shown) = &mut shown {
        shown.insert("name".into(), json!(preview.at.account.name().to_string()));
        shown.insert("network".into(), json!(preview.at.account.network));
        shown.insert("parts".into(), parts(&preview.renderings));
        shown.insert("warnings".into(), json!(said));
        shown.insert("checks".into(), json!(preview.checks));
        shown.insert("cost_usd".into(), json!(preview.cost.dollars()));
    }
    shown
}

async fn preview(call: Call) -> Result<Reply, Problem> {
    let draft = call.engine.draft_for(call.by(), call.param("draft")?).await?;
    let previews = call.engine.preview(&draft).await?;
    Ok(Reply::ok(json!({"hash": draft.hash, "previews": previews.iter().map(shown).collect::<Value>()})))
}

async fn comments(call: Call) -> Result<Reply, Problem> {
    let draft = call.engine.draft_for(call.by(), call.param("draft")?).await?;
    let comments = call.engine.store.comments(draft.id).await?;
    let said: Value = comments
        .iter()
        .map(|comment| json!({"by": comment.by.map(PersonId::get), "words": comment.words, "at": comment.at}))
        .collect();
    Ok(Reply::ok(json!({"comments": said})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewComment {
    words: String,
}

async fn comment(call: Call) -> Result<Reply, Problem> {
    let id: DraftId = call.param("draft")?;
    call.engine.draft_for(call.by(), id).await?;
    let new: NewComment = call.json()?;
    call.engine.comment(call.by(), id, &new.words).await?;
    Ok(Reply::done())
}

async fn rulings(call: Call) -> Result<Reply, Problem> {
    let draft = call.engine.draft_for(call.by(), call.param("draft")?).await?;
    let rulings = call.engine.store.rulings(draft.id).await?;
    let given: Value = rulings
        .iter()
        .map(|given| {
            json!({
                "by": given.by.get(),
                "ruling": given.ruling,
                "hash": given.hash,
                "revision": given.revision,
                "why": given.words,
                "at": given.at,
            })
        })
        .collect();
    Ok(Reply::ok(json!({"rulings": given})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRuling {
    ruling: Ruling,
    hash: String,
    #[serde(default)]
    why: String,
}

async fn rule(call: Call) -> Result<Reply, Problem> {
    let id: DraftId = call.param("draft")?;
    call.engine.draft_for(call.by(), id).await?;
    let new: NewRuling = call.json()?;
    call.engine.rule(call.by(), id, &new.hash, new.ruling, &new.why).await?;
    Ok(Reply::done())
}
