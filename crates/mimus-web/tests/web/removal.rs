//! Deleting what is published: asked for, approved by somebody else, then carried out.

use mimus_core::desk::Ruling;
use mimus_engine::desk::drafts::Intent;
use mimus_engine::desk::{DeskError, Unusable};
use mimus_store::{DraftId, PublicationState, Wanted};

use crate::api::room::{Room, connect};

async fn form(room: &Room, who: &str, draft: DraftId, body: &str) -> u16 {
    let cookie = room.cookie(who).await;
    room.submit(&cookie, &format!("/desk/drafts/{draft}/deed"), body).await.status
}

async fn hash(room: &Room, draft: DraftId) -> String {
    room.engine.store.removal(draft).await.unwrap().unwrap().hash
}

/// Whether all of a draft is on its way out of its networks.
async fn goes(room: &Room, draft: DraftId) -> bool {
    let planned = room.engine.store.publications_of_draft(draft).await.unwrap();
    assert!(!planned.is_empty());
    planned.iter().all(|one| one.wanted == Wanted::Deleted && one.state == PublicationState::Due)
}

#[tokio::test]
async fn what_is_published_is_deleted_once_somebody_else_has_approved_of_that() {
    let room = Room::open().await;
    let draft = room.published().await.id;
    assert_eq!(form(&room, "publisher", draft, "deed=delete&why=wrong").await, 400);
    assert!(!goes(&room, draft).await);
    assert_eq!(form(&room, "reviewer", draft, "deed=removal-ask&why=").await, 400, "a reason is missing");
    assert_eq!(form(&room, "reviewer", draft, "deed=removal-ask&why=The+date+is+%3Cwrong%3E").await, 303);
    assert_eq!(form(&room, "editor", draft, "deed=removal-ask&why=Me+too").await, 400, "once is enough");

    // Whoever asked is not its reviewer; their page offers it to others only.
    let removal = hash(&room, draft).await;
    let reviewer = room.who("reviewer").await;
    let own = room.engine.rule(&reviewer, draft, &removal, Ruling::Approve, "").await;
    assert!(matches!(own, Err(DeskError::OwnWords)), "{own:?}");
    let todo = room.open_page(&room.cookie("checker").await, "/desk").await;
    todo.has("The date is &#60;wrong&#62;");
    let page = room.open_page(&room.cookie("checker").await, &format!("/desk/drafts/{draft}/review")).await;
    page.has("Approve the deletion");
    let own = room.open_page(&room.cookie("reviewer").await, &format!("/desk/drafts/{draft}/review")).await;
    assert!(!own.text().contains("Approve the deletion"));

    let cookie = room.cookie("checker").await;
    let ruling = format!("ruling=approve&hash={removal}");
    assert_eq!(room.submit(&cookie, &format!("/desk/drafts/{draft}/review"), &ruling).await.status, 303);
    assert!(!goes(&room, draft).await, "an approval deletes nothing");
    assert_eq!(form(&room, "publisher", draft, "deed=delete").await, 303);
    assert!(goes(&room, draft).await);
    assert!(room.engine.store.removal(draft).await.unwrap().is_none());
    let entries = room.engine.store.record_after(0, 1_000).await.unwrap();
    let deleted = entries.iter().find(|entry| entry.deed == "draft.deleted").unwrap();
    assert_eq!(deleted.detail["reviewed"], true);
    assert_eq!(deleted.detail["hash"], removal.as_str());
    assert_eq!(deleted.detail["why"], "The date is <wrong>");
}

#[tokio::test]
async fn an_approval_is_of_one_asking_alone() {
    let room = Room::open().await;
    let draft = room.published().await;
    let (author, checker) = (room.who("author").await, room.who("checker").await);
    room.engine.ask_removal(&author, draft.id, "wrong").await.unwrap();
    let first = hash(&room, draft.id).await;
    room.engine.rule(&checker, draft.id, &first, Ruling::Approve, "").await.unwrap();
    room.engine.withdraw_removal(&author, draft.id).await.unwrap();
    assert_eq!(form(&room, "publisher", draft.id, "deed=delete&why=wrong").await, 400);
    room.engine.ask_removal(&author, draft.id, "wrong").await.unwrap();
    assert_eq!(form(&room, "publisher", draft.id, "deed=delete").await, 400, "the approval was of the other");
    let late = room.engine.rule(&checker, draft.id, &first, Ruling::Approve, "").await;
    assert!(matches!(late, Err(DeskError::Changed)), "{late:?}");
    // Nor is the approval by which it was published one of its removal.
    let words = room.engine.rule(&checker, draft.id, &draft.hash, Ruling::Approve, "").await;
    assert!(matches!(words, Err(DeskError::State(_))), "{words:?}");
    assert!(!goes(&room, draft.id).await);
}

#[tokio::test]
async fn who_keeps_the_server_need_not_wait_and_the_record_says_so() {
    let room = Room::open().await;
    let draft = room.published().await.id;
    room.engine.ask_removal(&room.who("author").await, draft, "a private address").await.unwrap();
    let removal = hash(&room, draft).await;
    let checker = room.who("checker").await;
    room.engine.rule(&checker, draft, &removal, Ruling::Refuse, "It is public").await.unwrap();
    assert_eq!(form(&room, "publisher", draft, "deed=delete").await, 400, "it is refused");
    assert_eq!(form(&room, "keeper", draft, "deed=delete&why=It+is+private").await, 303);
    assert!(goes(&room, draft).await);
    assert!(room.engine.store.removal(draft).await.unwrap().is_none(), "it waits no more");
    let entries = room.engine.store.record_after(0, 1_000).await.unwrap();
    let deleted = entries.iter().find(|entry| entry.deed == "draft.deleted").unwrap();
    assert_eq!(deleted.detail["reviewed"], false);
}

#[tokio::test]
async fn nobody_takes_an_account_out_of_a_draft_that_is_published_there() {
    let room = Room::open().await;
    let village = connect(&room.engine, "village").await;
    let keeper = room.who("keeper").await;
    let draft = room.published().await;
    let intent = |accounts| Intent { content: draft.content.clone(), accounts, window: draft.window };
    // Else whoever has the other account alone could delete it, and whose it is would not even see it any more.
    let left_out = room.engine.write_draft(&keeper, draft.id, draft.revision, intent(vec![village])).await;
    assert!(matches!(left_out, Err(DeskError::Unusable(Unusable::PublishedThere))), "{left_out:?}");
    let both = vec![room.account, village];
    room.engine.write_draft(&keeper, draft.id, draft.revision, intent(both)).await.unwrap();
}
