//! How long a draft's posts are while it is written: under its words, and as JSON for the script.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use mimus_core::Money;
use mimus_core::desk::{Content, Deed};
use mimus_engine::Engine;
use mimus_engine::desk::accounts::AtDesk;
use mimus_engine::desk::review::Measure;
use mimus_store::AccountId;
use serde_json::json;

use super::edit::zone_of;
use super::form;
use crate::Site;
use crate::desk::session::{Sent, engine, refused};
use crate::pages::error::Failure;
use crate::tongue::Tongue;

/// A line for each account: its name, and the length of each post there beside how long it may be.
pub(super) async fn counts(
    engine: &Engine,
    say: Tongue,
    content: &Content,
    accounts: &[AtDesk],
    chosen: &[AccountId],
) -> Result<Vec<String>, Failure> {
    let chosen: Vec<AtDesk> = accounts.iter().filter(|at| chosen.contains(&at.account.id)).cloned().collect();
    let measures = engine.measure(content, &chosen).await.map_err(refused)?;
    let line = |measure: &Measure| {
        let at = chosen.iter().find(|at| at.account.id == measure.account)?;
        let lengths: Vec<String> =
            measure.lengths.iter().map(|(length, limit)| format!("{length} / {limit}")).collect();
        let mut line =
            say.with2("count-line", ("account", at.account.name()), ("lengths", lengths.join(" + ")));
        if measure.cost > Money::ZERO {
            line.push_str(" · ");
            line.push_str(&say.with("costs", "money", measure.cost));
        }
        Some(line)
    };
    Ok(measures.iter().filter_map(line).collect())
}

/// `POST /desk/drafts/count`: what a form of a draft would come to; nothing is kept of it. Its media are not counted.
pub(crate) async fn post(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let accounts = engine.desk_accounts().await.map_err(refused)?;
    let person = &sent.visitor.person;
    let may = |id: &AccountId| person.may(Deed::Read, *id);
    let ids: Vec<AccountId> = accounts.iter().map(|at| at.account.id).filter(may).collect();
    let (read, usable) = form::read(&sent.fields, &[], &ids, &zone_of(&accounts, &[]));
    usable.map_err(refused)?;
    read.content.check_size().map_err(|error| Failure::Bad(sent.visitor.say.content_error(&error)))?;
    let lines = counts(engine, sent.visitor.say, &read.content, &accounts, &read.accounts).await?;
    Ok(Json(json!({"counts": lines})).into_response())
}
