//! What is done to a draft with one button: proposed, taken on, withdrawn, dropped, taken out of the schedule, taken back.

use axum::extract::{Path, State};
use axum::response::Response;
use mimus_store::DraftId;

use crate::Site;
use crate::desk::session::{Sent, engine, go, refused};
use crate::pages::error::Failure;

/// `POST /desk/drafts/{id}/deed`
pub(crate) async fn post(
    State(site): State<Site>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let engine = engine(&site)?;
    let id: DraftId = id.parse().map_err(|_| Failure::NotFound)?;
    let person = &sent.visitor.person;
    let (hash, why) = (sent.fields.get("hash"), sent.fields.get("why"));
    let (done, to) = match sent.fields.get("deed") {
        "propose" => (engine.propose(person, id, hash).await, "/preview?said=proposed"),
        "take-on" => (engine.take_on(person, id).await, "?said=taken"),
        "withdraw" => (engine.take_back(person, id).await, "?said=withdrawn"),
        "drop" => (engine.drop_draft(person, id, why).await, "?said=dropped"),
        "pick-up" => (engine.pick_up(person, id).await, "?said=picked-up"),
        "unschedule" => (engine.unschedule(person, id, why).await, "/schedule?said=unscheduled"),
        "publish-change" => (engine.publish_change(person, id, hash).await, "/schedule?said=changing"),
        "removal-ask" => (engine.ask_removal(person, id, why).await, "/schedule?said=removal-asked"),
        "removal-withdraw" => (engine.withdraw_removal(person, id).await, "/schedule?said=kept"),
        "delete" => (engine.delete_published(person, id, why).await, "/schedule?said=deleting"),
        "comment" => (engine.comment(person, id, sent.fields.get("words")).await, "?said=commented#comments"),
        _ => return Err(Failure::NotFound),
    };
    done.map_err(refused)?;
    Ok(go(&format!("/desk/drafts/{id}{to}")))
}
