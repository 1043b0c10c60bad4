//! Templates: listed, kept, shown, written anew, taken away, and made into drafts.

use mimus_core::desk::{Content, Rhythm, Scope};
use mimus_engine::desk::templates::TemplateIntent;
use mimus_store::{DraftId, Template, TemplateId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply, account};
use super::drafts::numbers;
use super::problem::{Kind, Problem};
use super::table::Verb::{Delete, Get, Post, Put};
use super::table::{Gives, Is, Operation, Parameter, Run, Takes};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/templates",
        "templates",
        "The templates of whose accounts you may edit all, by name.",
        Run::Known(Some(Scope::Read), |call| Box::pin(list(call))),
    )
    .gives(Gives::Json("Templates")),
    Operation::new(
        Post,
        "/api/v1/templates",
        "keepTemplate",
        "Keeps a template. With a rhythm its drafts are made by themselves, each put up for review as its own.",
        Run::Known(Some(Scope::Write), |call| Box::pin(keep(call))),
    )
    .takes(Takes::Json("NewTemplate"))
    .gives(Gives::Created("Template"))
    .problems(&[Kind::MayNot, Kind::NotConnected, Kind::Content, Kind::Wanting, Kind::Time, Kind::Media]),
    Operation::new(
        Post,
        "/api/v1/drafts/{draft}/keep",
        "keepAsTemplate",
        "Keeps what a draft says as a template, without a rhythm.",
        Run::Known(Some(Scope::Write), |call| Box::pin(keep_draft(call))),
    )
    .takes(Takes::Json("TemplateName"))
    .gives(Gives::Created("Template"))
    .problems(&[Kind::NotFound, Kind::MayNot, Kind::NotConnected, Kind::Wanting, Kind::Media]),
    Operation::new(
        Get,
        "/api/v1/templates/{template}",
        "template",
        "One template: what its drafts say, where they go, and when they are made.",
        Run::Known(Some(Scope::Read), |call| Box::pin(show(call))),
    )
    .gives(Gives::Json("Template"))
    .problems(&[Kind::NotFound]),
    Operation::new(
        Put,
        "/api/v1/templates/{template}",
        "writeTemplate",
        "Writes a template anew over the `version` that you have read. You answer for what is made of it from then on; one that \
         was stopped goes on.",
        Run::Known(Some(Scope::Write), |call| Box::pin(write(call))),
    )
    .takes(Takes::Json("WrittenTemplate"))
    .gives(Gives::Json("Template"))
    .problems(&[
        Kind::NotFound,
        Kind::MayNot,
        Kind::Changed,
        Kind::NotConnected,
        Kind::Content,
        Kind::Wanting,
        Kind::Time,
        Kind::Media,
    ]),
    Operation::new(
        Delete,
        "/api/v1/templates/{template}",
        "removeTemplate",
        "Takes a template away; what was made of it stays.",
        Run::Known(Some(Scope::Write), |call| Box::pin(remove(call))),
    )
    .query(&[Parameter {
        name: "version",
        about: "The version that you have read; otherwise whichever there is.",
        is: Is::Number,
    }])
    .problems(&[Kind::NotFound, Kind::Changed]),
    Operation::new(
        Post,
        "/api/v1/templates/{template}/draft",
        "draftFromTemplate",
        "Begins a draft with what a template says; its rhythm goes on as before.",
        Run::Known(Some(Scope::Write), |call| Box::pin(begin(call))),
    )
    .gives(Gives::Created("Draft"))
    .problems(&[Kind::NotFound, Kind::State, Kind::Changed, Kind::NotConnected, Kind::Content, Kind::Media]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    name: String,
    #[serde(default)]
    content: Content,
    #[serde(default)]
    accounts: Vec<i64>,
    rhythm: Option<Rhythm>,
}

/// The same, written over a version.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Over {
    version: i64,
    name: String,
    content: Content,
    accounts: Vec<i64>,
    rhythm: Option<Rhythm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

fn intent(
    name: String,
    content: Content,
    accounts: &[i64],
    rhythm: Option<Rhythm>,
) -> Result<TemplateIntent, Problem> {
    let accounts = accounts.iter().map(|number| account(*number)).collect::<Result<_, _>>()?;
    Ok(TemplateIntent { name, content, accounts, rhythm })
}

fn shown(template: &Template) -> Value {
    json!({
        "id": template.id.get(),
        "name": template.name,
        "content": template.content,
        "accounts": numbers(&template.accounts),
        "rhythm": template.rhythm,
        "next_at": template.next_at,
        "made": template.made,
        "version": template.version,
        "author": template.author.get(),
        "stopped": template.stopped,
        "updated_at": template.updated_at,
    })
}

async fn list(call: Call) -> Result<Reply, Problem> {
    let templates = call.engine.templates(call.by()).await?;
    Ok(Reply::ok(json!({"templates": templates.iter().map(shown).collect::<Value>()})))
}

async fn made(call: &Call, id: TemplateId) -> Result<Reply, Problem> {
    let template = call.engine.template_for(call.by(), id).await?;
    Ok(Reply::created(shown(&template), format!("/api/v1/templates/{id}")))
}

async fn keep(call: Call) -> Result<Reply, Problem> {
    let New { name, content, accounts, rhythm } = call.json()?;
    let id = call.engine.keep_template(call.by(), intent(name, content, &accounts, rhythm)?).await?;
    made(&call, id).await
}

async fn keep_draft(call: Call) -> Result<Reply, Problem> {
    let draft: DraftId = call.param("draft")?;
    call.engine.draft_for(call.by(), draft).await?;
    let Named { name } = call.json()?;
    let id = call.engine.keep_as_template(call.by(), draft, &name).await?;
    made(&call, id).await
}

async fn show(call: Call) -> Result<Reply, Problem> {
    Ok(Reply::ok(shown(&call.engine.template_for(call.by(), call.param("template")?).await?)))
}

async fn write(call: Call) -> Result<Reply, Problem> {
    let id: TemplateId = call.param("template")?;
    call.engine.template_for(call.by(), id).await?;
    let Over { version, name, content, accounts, rhythm } = call.json()?;
    let wanted = intent(name, content, &accounts, rhythm)?;
    call.engine.change_template(call.by(), id, version, wanted).await?;
    Ok(Reply::ok(shown(&call.engine.template_for(call.by(), id).await?)))
}

async fn remove(call: Call) -> Result<Reply, Problem> {
    let id: TemplateId = call.param("template")?;
    let template = call.engine.template_for(call.by(), id).await?;
    let version = call.value("version")?.unwrap_or(template.version);
    call.engine.remove_template(call.by(), id, version).await?;
    Ok(Reply::done())
}

async fn begin(call: Call) -> Result<Reply, Problem> {
    let id = call.engine.draft_from_template(call.by(), call.param("template")?).await?;
    let begun = call.engine.draft_for(call.by(), id).await?;
    Ok(Reply::created(super::drafts::draft(&call, &begun).await?, format!("/api/v1/drafts/{id}")))
}
