//! Webhooks: where the entries of the record are sent.

use mimus_core::desk::Scope;
use mimus_store::Webhook;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::problem::{Kind, Problem};
use super::table::Verb::{Delete, Get, Post};
use super::table::{Gives, Operation, Run, Takes};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/webhooks",
        "webhooks",
        "Where the entries of the record are sent, and how far each has them. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(list(call))),
    )
    .gives(Gives::Json("Webhooks"))
    .problems(&[Kind::MayNot]),
    Operation::new(
        Post,
        "/api/v1/webhooks",
        "addWebhook",
        "Has every entry of the record from now on sent to an address, in order and signed with a secret that is shown this once. \
         For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(add(call))),
    )
    .takes(Takes::Json("NewWebhook"))
    .gives(Gives::Created("MadeWebhook"))
    .problems(&[Kind::MayNot, Kind::Address, Kind::Wanting]),
    Operation::new(
        Delete,
        "/api/v1/webhooks/{webhook}",
        "removeWebhook",
        "Takes a webhook away. For keepers.",
        Run::Known(Some(Scope::Keep), |call| Box::pin(remove(call))),
    )
    .problems(&[Kind::MayNot, Kind::NotFound]),
];

fn shown(webhook: &Webhook) -> Value {
    json!({
        "id": webhook.id.get(),
        "url": webhook.url,
        "cursor": webhook.cursor,
        "failures": webhook.failures,
        "last_error": webhook.last_error,
        "retry_at": webhook.retry_at,
    })
}

async fn list(call: Call) -> Result<Reply, Problem> {
    let webhooks = call.engine.webhooks(call.by()).await?;
    Ok(Reply::ok(json!({"webhooks": webhooks.iter().map(shown).collect::<Value>()})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    url: String,
}

async fn add(call: Call) -> Result<Reply, Problem> {
    // Who may not is told so before anything of what they sent is looked at.
    call.engine.webhooks(call.by()).await?;
    let new: New = call.json()?;
    let (id, secret) = call.engine.add_webhook(call.by(), &new.url).await?;
    Ok(Reply::created(json!({"id": id.get(), "secret": secret}), format!("/api/v1/webhooks/{id}")))
}

async fn remove(call: Call) -> Result<Reply, Problem> {
    call.engine.webhooks(call.by()).await?;
    call.engine.remove_webhook(call.by(), call.param("webhook")?).await?;
    Ok(Reply::done())
}
