//! The queue: what is urgent takes the very next slot, and what waits there moves on; what was missed in a pause goes on after it.

use jiff::Timestamp;
use mimus_core::charter::Charter;
use mimus_core::desk::{Content, Role, Ruling, Slots};
use mimus_engine::desk::drafts::Intent;
use mimus_engine::desk::schedule::When;
use mimus_store::{AccountId, Draft, Window};

use crate::api::room::{Room, connect};

const HALF_PAST_NINE: &str = "Mon-Sun 09:30";

impl Room {
    /// A slot each day at half past nine, and as many posts a day as that.
    async fn with_slots(&self, account: AccountId, a_day: Option<u32>) {
        let charter = Charter { a_day, proposals: true, ..Charter::default() };
        let slots = Slots::read("UTC", HALF_PAST_NINE).unwrap();
        self.engine.keep_charter(&self.who("keeper").await, account, &charter, &slots).await.unwrap();
    }

    /// An approved draft for these accounts.
    async fn approved_for(&self, accounts: &[AccountId], window: Window) -> Draft {
        let (author, keeper) = (self.who("author").await, self.who("keeper").await);
        let content = Content { text: "The bridge is open".into(), ..Content::default() };
        let intent = Intent { content, accounts: accounts.to_vec(), window };
        let by = if accounts == [self.account] { &author } else { &keeper };
        let id = self.engine.begin_draft(by, intent).await.unwrap();
        let hash = self.draft(id).await.hash;
        self.engine.propose(by, id, &hash).await.unwrap();
        let checker = self.who("checker").await;
        self.engine.rule(&checker, id, &hash, Ruling::Approve, "").await.unwrap();
        self.draft(id).await
    }

    async fn queued(&self, when: When) -> Draft {
        let draft = self.approved_for(&[self.account], Window::default()).await;
        self.engine.schedule(&self.who("keeper").await, draft.id, &draft.hash, when).await.unwrap();
        draft
    }

    /// When it goes out: by the draft, and by what is planned of it.
    async fn goes_out(&self, draft: &Draft) -> String {
        let slot = self.draft(draft.id).await.slot.unwrap();
        for publication in self.engine.store.publications_of_draft(draft.id).await.unwrap() {
            assert_eq!(publication.due_at, Some(slot));
        }
        slot.to_string()
    }
}

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

#[tokio::test]
async fn what_waits_moves_on_by_a_slot_and_what_has_its_own_time_stays() {
    let room = Room::open().await;
    room.with_slots(room.account, None).await;
    let first = room.queued(When::NextSlot).await;
    let second = room.queued(When::NextSlot).await;
    let fixed = room.queued(When::At(at("2026-11-21T15:00:00Z"))).await;
    let last = room.queued(When::NextSlot).await;
    let urgent = room.approved_for(&[room.account], Window::default()).await;
    let publisher = room.cookie("publisher").await;
    let path = format!("/desk/drafts/{}/schedule", urgent.id);
    room.open_page(&publisher, &path).await.has("The very next slot");
    let sent = room.submit(&publisher, &path, &format!("when=first&hash={}", urgent.hash)).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert_eq!(room.goes_out(&urgent).await, "2026-11-21T09:30:00Z");
    assert_eq!(room.goes_out(&first).await, "2026-11-22T09:30:00Z");
    assert_eq!(room.goes_out(&second).await, "2026-11-23T09:30:00Z");
    assert_eq!(room.goes_out(&last).await, "2026-11-24T09:30:00Z");
    assert_eq!(room.goes_out(&fixed).await, "2026-11-21T15:00:00Z");
    let record = room.engine.store.record_entries(None, None, 99).await.unwrap();
    let moved: Vec<_> = record.iter().filter(|entry| entry.deed == "draft.moved").collect();
    assert_eq!(moved.len(), 3);
    assert!(moved.iter().all(|entry| entry.detail["for"] == format!("draft {}", urgent.id)), "{moved:?}");
    room.open_page(&publisher, "/desk/record").await.has("moved on in the schedule");
    // The next is shown as free where it is free for all, and is what a program gets as well.
    let more = room.approved_for(&[room.account], Window::default()).await;
    let body = serde_json::json!({"hash": more.hash, "when": "first-slot"});
    let answer =
        room.ask("publisher", "POST", &format!("/api/v1/drafts/{}/schedule", more.id), Some(&body)).await;
    assert_eq!(answer.json()["at"], "2026-11-21T09:30:00Z");
    assert_eq!(room.goes_out(&last).await, "2026-11-25T09:30:00Z");
}

#[tokio::test]
async fn nothing_moves_out_of_its_window_or_past_what_may_go_out_in_a_day() {
    let room = Room::open().await;
    room.with_slots(room.account, None).await;
    let until = Window { from: None, until: Some(at("2026-11-22T00:00:00Z")) };
    let bound = room.approved_for(&[room.account], until).await;
    let keeper = room.who("keeper").await;
    room.engine.schedule(&keeper, bound.id, &bound.hash, When::NextSlot).await.unwrap();
    let urgent = room.approved_for(&[room.account], Window::default()).await;
    // Whoever only has until tomorrow cannot make room: then there is none, rather than that it is missed.
    let refused = room.engine.schedule(&keeper, urgent.id, &urgent.hash, When::First).await.unwrap_err();
    assert!(refused.to_string().contains("slot"), "{refused}");
    assert_eq!(room.goes_out(&bound).await, "2026-11-21T09:30:00Z");
    assert_eq!(room.draft(urgent.id).await.slot, None);

    let room = Room::open().await;
    room.with_slots(room.account, Some(1)).await;
    let first = room.queued(When::NextSlot).await;
    room.queued(When::At(at("2026-11-22T12:00:00Z"))).await;
    let urgent = room.queued(When::First).await;
    assert_eq!(room.goes_out(&urgent).await, "2026-11-21T09:30:00Z");
    assert_eq!(room.goes_out(&first).await, "2026-11-23T09:30:00Z", "the day between has its one");
}

#[tokio::test]
async fn what_goes_to_accounts_of_others_as_well_is_not_theirs_to_move() {
    let room = Room::open().await;
    let other = connect(&room.engine, "harbour").await;
    room.with_slots(room.account, None).await;
    room.with_slots(other, None).await;
    let keeper = room.who("keeper").await;
    let checker = room.who("checker").await;
    room.engine.set_roles(&keeper, checker.id, other, &[Role::Reviewer]).await.unwrap();
    let both = room.approved_for(&[room.account, other], Window::default()).await;
    room.engine.schedule(&keeper, both.id, &both.hash, When::NextSlot).await.unwrap();
    let urgent = room.approved_for(&[room.account], Window::default()).await;
    let publisher = room.who("publisher").await;
    let got = room.engine.schedule(&publisher, urgent.id, &urgent.hash, When::First).await.unwrap();
    assert_eq!(got, at("2026-11-22T09:30:00Z"), "the first that they may take");
    assert_eq!(room.goes_out(&both).await, "2026-11-21T09:30:00Z");
    let mine = room.approved_for(&[room.account], Window::default()).await;
    let got = room.engine.schedule(&keeper, mine.id, &mine.hash, When::First).await.unwrap();
    assert_eq!(got, at("2026-11-21T09:30:00Z"));
    // It needs a slot that is free on both, or becomes so.
    assert_eq!(room.goes_out(&both).await, "2026-11-22T09:30:00Z");
    assert_eq!(room.goes_out(&urgent).await, "2026-11-23T09:30:00Z");
}

#[tokio::test]
async fn after_a_pause_what_was_missed_goes_out_in_its_order() {
    let room = Room::open().await;
    room.with_slots(room.account, None).await;
    let first = room.queued(When::NextSlot).await;
    let second = room.queued(When::NextSlot).await;
    let keeper = room.who("keeper").await;
    let over = Window { from: None, until: Some(at("2026-11-24T00:00:00Z")) };
    let bound = room.approved_for(&[room.account], over).await;
    room.engine.schedule(&keeper, bound.id, &bound.hash, When::NextSlot).await.unwrap();
    let path = format!("/desk/accounts/{}", room.account);
    let publisher = room.cookie("publisher").await;
    assert_eq!(room.submit(&publisher, &path, "deed=stop&why=A+storm").await.status, 303);
    for sql in [
        "UPDATE drafts SET state = 'published' WHERE state = 'scheduled'",
        "UPDATE publications SET state = 'missed', due_at = NULL, reason = 'its time went by'",
    ] {
        mimus_store::testing::run(&room.engine.store, sql).await.unwrap();
    }
    room.pass(4 * 86_400);
    let publisher = room.cookie("publisher").await;
    room.open_page(&publisher, &path).await.has("give what was missed the next slots");
    let reviewer = room.cookie("reviewer").await;
    room.open_page(&reviewer, &path).await.has_not("give what was missed the next slots");
    let sent = room.submit(&publisher, &path, "deed=go-on").await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert_eq!(room.goes_out(&first).await, "2026-11-25T09:30:00Z");
    assert_eq!(room.goes_out(&second).await, "2026-11-26T09:30:00Z");
    let stands = room.engine.store.publications_of_draft(bound.id).await.unwrap();
    assert_eq!(stands[0].state, mimus_store::PublicationState::Missed, "its window is over");
    let again =
        room.ask("publisher", "POST", &format!("/api/v1/accounts/{}/requeue", room.account), None).await;
    assert_eq!(again.json()["requeued"], 0);
}
