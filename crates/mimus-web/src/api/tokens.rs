//! One's own tokens.

use jiff::Timestamp;
use mimus_core::desk::Scope;
use mimus_engine::desk::tokens::WantedToken;
use mimus_store::ApiToken;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::problem::{Kind, Problem};
use super::table::Verb::{Delete, Get, Post};
use super::table::{Gives, Operation, Run, Takes};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new(
        Get,
        "/api/v1/tokens",
        "tokens",
        "Your tokens that are good, the newest first.",
        Run::Known(Some(Scope::Write), |call| Box::pin(list(call))),
    )
    .gives(Gives::Json("Tokens")),
    Operation::new(
        Post,
        "/api/v1/tokens",
        "makeToken",
        "Makes a token, which is shown this once. It may no more, and is good no longer, than the one that asks.",
        Run::Known(Some(Scope::Write), |call| Box::pin(make(call))),
    )
    .takes(Takes::Json("NewToken"))
    .gives(Gives::Created("MadeToken"))
    .problems(&[Kind::Wanting, Kind::Time]),
    Operation::new(
        Delete,
        "/api/v1/tokens/{token}",
        "revokeToken",
        "Ends a token of yours at once.",
        Run::Known(Some(Scope::Write), |call| Box::pin(revoke(call))),
    )
    .problems(&[Kind::NotFound]),
];

/// A token as its owner sees it later.
pub(super) fn shown(token: &ApiToken) -> Value {
    json!({
        "id": token.id(),
        "name": token.name,
        "scopes": token.scopes,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "used_at": token.used_at,
    })
}

async fn list(call: Call) -> Result<Reply, Problem> {
    let tokens = call.engine.tokens_of(call.by()).await?;
    Ok(Reply::ok(json!({"tokens": tokens.iter().map(shown).collect::<Value>()})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    name: String,
    scopes: Vec<Scope>,
    #[serde(default)]
    expires_at: Option<Timestamp>,
}

async fn make(call: Call) -> Result<Reply, Problem> {
    let new: New = call.json()?;
    let wanted = WantedToken { name: new.name, scopes: new.scopes, until: new.expires_at };
    let (token, made) = call.engine.make_token(call.by(), Some(&call.user.token), &wanted).await?;
    let mut answer = shown(&made);
    if let Value::Object(answer) = &mut answer {
        answer.insert("token".into(), json!(token));
    }
    Ok(Reply::created(answer, format!("/api/v1/tokens/{}", made.id())))
}

async fn revoke(call: Call) -> Result<Reply, Problem> {
    let id: String = call.param("token")?;
    call.engine.revoke_token(call.by(), &id).await?;
    Ok(Reply::done())
}
