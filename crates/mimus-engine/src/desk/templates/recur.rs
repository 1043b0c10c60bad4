//! What recurs: a draft is made of a template for each time of its rhythm, once, and put up for review.

use std::time::Duration;

use jiff::Timestamp;
use mimus_core::desk::{Deed, Due, Filling};
use mimus_store::{DraftId, DraftState, Duty, Instance, NewEntry, Person, PersonState, Template, Window};
use serde_json::json;

use super::super::DeskError;
use super::super::drafts::{Intent, about as about_draft};
use super::{about, named, written, zone_of};
use crate::Engine;

/// Time between two looks at what is due.
const LOOK: Duration = Duration::from_secs(20);
/// Templates of which a draft is made in one turn.
const TURN: u32 = 100;
/// By whom a template is stopped, in the record.
const NOBODY: &str = "Mimus";

/// Makes drafts of what recurs until it is time to stop.
pub async fn run(engine: Engine) {
    while !engine.wake.stopping() {
        if let Err(error) = turn(&engine).await {
            tracing::error!(%error, "drafts of what recurs cannot be made just now");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = engine.wake.stopped() => {}
        }
    }
}

/// Makes the drafts that are due, unless another node does. Returns how many were made.
pub async fn turn(engine: &Engine) -> Result<usize, DeskError> {
    if engine.store.templates_due(engine.clock.now(), 1).await?.is_empty() {
        return Ok(0);
    }
    let hold = engine.node.hold().await?;
    if !engine.store.claim_duty(Duty::Recur, hold.name()).await? {
        return Ok(0);
    }
    let mut made = 0;
    for template in engine.store.templates_due(engine.clock.now(), TURN).await? {
        if !hold.is_good() || engine.wake.stopping() {
            break;
        }
        match make(engine, &template).await {
            Ok(true) => made += 1,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, template = %template.id, "a template's draft cannot be made just now");
            }
        }
    }
    Ok(made)
}

/// Makes the draft that is due of one template, or stops it and says why. False where none was made.
async fn make(engine: &Engine, template: &Template) -> Result<bool, DeskError> {
    let (Some(rhythm), Some(first)) = (&template.rhythm, template.next_at) else { return Ok(false) };
    let author = match author(engine, template).await? {
        Ok(author) => author,
        Err(why) => return stop(engine, template, &why).await,
    };
    let now = engine.clock.now();
    let zone = match zone_of(Some(rhythm)) {
        Ok(zone) => zone,
        Err(error) => return stop(engine, template, &error.to_string()).await,
    };
    let Some(due) = rhythm.due(first, now, &zone) else { return Ok(false) };
    let filling = Filling::new(due.latest, &zone, template.made + 1);
    let intent = Intent {
        content: filling.fill(&template.content),
        accounts: template.accounts.clone(),
        window: Window { from: Some(due.latest), until: None },
    };
    let intent = match intent.settled() {
        Ok(intent) => intent,
        Err(error) => return stop(engine, template, &error.to_string()).await,
    };
    match engine.must_be_here(&intent.accounts, &intent.content).await {
        Ok(()) => {}
        Err(error @ (DeskError::NotConnected(_) | DeskError::Media(_))) => {
            return stop(engine, template, &error.to_string()).await;
        }
        Err(error) => return Err(error),
    }
    let id = record(engine, template, &author, &due, &intent, now).await?;
    Ok(id.is_some())
}

/// Who answers for what is made, or why nobody does.
async fn author(engine: &Engine, template: &Template) -> Result<Result<Person, String>, DeskError> {
    let author = engine.store.person(template.author).await?;
    let there = author.filter(|author| author.state == PersonState::Active);
    Ok(match there {
        None => Err("who made it has left; somebody else must save it anew".into()),
        Some(author) if !author.may_with_all(Deed::Edit, &template.accounts) => Err(format!(
            "{} may not edit for all of its accounts any more; somebody who may must save it anew",
            author.shown
        )),
        Some(author) => Ok(author),
    })
}

/// Writes the draft down with what the record says of it, and moves the rhythm on, in one transaction.
async fn record(
    engine: &Engine,
    template: &Template,
    author: &Person,
    due: &Due,
    intent: &Intent,
    now: Timestamp,
) -> Result<Option<DraftId>, DeskError> {
    let hash = intent.hash();
    let accounts = &intent.accounts;
    let detail = json!({
        "template": template.id.get(), "for": due.latest, "number": template.made + 1, "hash": hash
    });
    let made = engine.entries_for(&author.shown, "draft.recurred", String::new(), accounts, detail).await?;
    let missed = match due.missed {
        0 => Vec::new(),
        missed => {
            let detail = json!({"missed": missed, "from": template.next_at, "before": due.latest});
            engine.entries_for(NOBODY, "template.missed", about(template.id), accounts, detail).await?
        }
    };
    let entries = |id: DraftId| -> Vec<NewEntry> {
        missed.iter().cloned().chain(named(&made, &about_draft(id))).collect()
    };
    let instance = Instance {
        written: written(intent, &hash, author),
        state: DraftState::Proposed,
        made_for: Some(due.latest),
        next_at: due.next,
    };
    Ok(engine.store.make_instance(template, &instance, &entries, now).await?)
}

async fn stop(engine: &Engine, template: &Template, why: &str) -> Result<bool, DeskError> {
    let detail = json!({"name": template.name, "why": why});
    let entries = engine
        .entries_for(NOBODY, "template.stopped", about(template.id), &template.accounts, detail)
        .await?;
    engine.store.stop_template(template, why, &entries, engine.clock.now()).await?;
    Ok(false)
}
