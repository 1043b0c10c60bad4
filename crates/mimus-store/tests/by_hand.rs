//! Accounts that people publish to by hand, on SQLite and on PostgreSQL alike.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod both;

use std::time::Duration;

use jiff::Timestamp;
use mimus_core::charter::Charter;
use mimus_core::desk::{Content, Slots, compose};
use mimus_core::render::DestinationLimits;
use mimus_core::{Network, Profile, RoutePolicy};
use mimus_store::{
    Account, AccountStanding, ByHand, DraftId, DraftPublication, DraftState, Going, Moved, NewByHand,
    NewEntry, NodeName, PartByHand, PartState, Planned, Publication, PublicationState, Store, StoreError,
    Wanted, Window, Written,
};

use both::{Fresh, postgres, sqlite};

/// Runs one test on both databases.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                super::check::$name(super::sqlite().await).await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                if let Some(fresh) = super::postgres(concat!("hand_", stringify!($name))).await {
                    super::check::$name(fresh).await;
                }
            }
        }
    )*};
}

on_both!(
    the_publisher_never_takes_it_and_nobody_asks_for_its_credentials,
    it_is_handed_over_once_and_done_once,
    what_is_handed_over_can_be_taken_out_of_the_schedule,
    what_makes_room_moves_whole_and_not_once_it_was_handed_over,
);

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_795_132_800 + minutes * 60).unwrap()
}

async fn account(store: &Store) -> Account {
    let limits = DestinationLimits::usual(Network::X).unwrap();
    let standing =
        AccountStanding { handle: "town", profile: &Profile::default(), limits: &limits, rules: &[] };
    let new = NewByHand { network: Network::X, server: "", standing };
    let account = store.add_by_hand(&new, &[entry("account.by_hand")], at(0)).await.unwrap();
    let (policy, charter, slots) = (RoutePolicy::default(), Charter::default(), Slots::default());
    store.add_desk_account(account.id, &policy, &charter, &slots, at(0)).await.unwrap();
    account
}

fn entry(deed: &'static str) -> NewEntry {
    NewEntry {
        who: "Ana".into(),
        deed,
        about: "draft 1".into(),
        account: None,
        detail: serde_json::json!({}),
    }
}

/// A draft that goes out after ten minutes, in two posts.
async fn scheduled(store: &Store, account: &Account) -> DraftId {
    let (id, done) = scheduled_with(store, account, &[]).await;
    assert!(done);
    id
}

/// The same where others are to make room for it: the draft, and whether they have.
async fn scheduled_with(store: &Store, account: &Account, moved: &[Moved]) -> (DraftId, bool) {
    let content = Content { text: "Good morning\n---\nand good night".into(), ..Content::default() };
    let accounts = [account.id];
    let written =
        Written { content: &content, hash: "h", accounts: &accounts, window: Window::default(), by: None };
    let state = DraftState::Proposed;
    let id = store.add_draft(state, &written, None, &|_| Vec::new(), at(0)).await.unwrap();
    let route = store.desk_account(account.id).await.unwrap().unwrap().route;
    let posts = compose(&content, Network::X, id.get(), at(10));
    let publications: Vec<DraftPublication> = (0..)
        .zip(posts)
        .map(|(n, post)| DraftPublication {
            route,
            account: account.id,
            mark: format!("m{id}-{n}"),
            own_reply: n > 0,
            post,
        })
        .collect();
    let going = Going { at: at(10), until: at(40) };
    let planned = Planned { going, publications: &publications, moved };
    (id, store.schedule_draft(id, "h", planned, &[], at(0)).await.unwrap())
}

fn there(id: &str) -> ByHand {
    ByHand::There(vec![PartByHand {
        mark: format!("mark of {id}"),
        words: "Good morning".into(),
        remote_id: Some(id.to_owned()),
        url: Some(format!("https://x.com/town/status/{id}")),
    }])
}

async fn handed(store: &Store, id: DraftId) -> Vec<Publication> {
    for due in store.due_by_hand(at(11), 9).await.unwrap() {
        let held = PublicationState::Held;
        assert!(store.hand_over(&due, held, Some("publish by hand"), at(11)).await.unwrap());
    }
    store.publications_of_draft(id).await.unwrap()
}

mod check {
    use super::*;

    pub(super) async fn the_publisher_never_takes_it_and_nobody_asks_for_its_credentials(fresh: Fresh) {
        let store = &fresh.store;
        let account = account(store).await;
        assert!(account.by_hand);
        scheduled(store, &account).await;
        let node = NodeName::new("one");
        store.join(&node, "here", "publisher", Duration::from_secs(30)).await.unwrap();
        assert_eq!(store.claim_accounts(&node, at(11), 9).await.unwrap(), [], "it is due");
        assert_eq!(store.accounts_to_check(at(9_999), 9).await.unwrap(), []);
        assert_eq!(store.account_credentials(account.id).await.unwrap(), None);
        assert_eq!(store.due_by_hand(at(9), 9).await.unwrap(), [], "not before its time");
        assert_eq!(store.due_by_hand(at(11), 9).await.unwrap().len(), 2);
        assert_eq!(store.record_entries(None, None, 9).await.unwrap()[0].deed, "account.by_hand");
        // Added again it is the same.
        store.disconnect_account(account.id, at(20)).await.unwrap();
        assert_eq!(super::account(store).await.id, account.id);
    }

    pub(super) async fn it_is_handed_over_once_and_done_once(fresh: Fresh) {
        let store = &fresh.store;
        let account = account(store).await;
        let id = scheduled(store, &account).await;
        let due = store.due_by_hand(at(11), 9).await.unwrap();
        let publications = handed(store, id).await;
        assert!(!store.hand_over(&due[0], PublicationState::Held, None, at(11)).await.unwrap(), "twice");
        let state = async |id: DraftId| store.draft(id).await.unwrap().unwrap().state;
        assert_eq!(state(id).await, DraftState::Scheduled, "somebody must still do it");
        let first = &publications[0];
        assert_eq!((first.state, first.due_at), (PublicationState::Held, None));
        let gone = store.done_by_hand(first, &ByHand::Gone, &[], at(12)).await.unwrap();
        assert!(!gone, "it is not to be deleted");
        let deed = [entry("publication.by_hand")];
        assert!(store.done_by_hand(first, &there("11"), &deed, at(12)).await.unwrap());
        assert!(!store.done_by_hand(first, &there("12"), &deed, at(12)).await.unwrap(), "it is done");
        let said = store.record_entries(None, None, 9).await.unwrap();
        assert_eq!(said.iter().filter(|entry| entry.deed == "publication.by_hand").count(), 1);
        let taken = store.done_by_hand(&publications[1], &there("11"), &deed, at(12)).await;
        assert!(matches!(taken, Err(StoreError::Taken { .. })), "{taken:?}");
        let stands = store.publication(publications[1].id).await.unwrap().unwrap();
        assert_eq!(stands.state, PublicationState::Held, "nothing of it was kept");
        // The other part is forgotten until its time has gone by.
        assert_eq!(store.late_by_hand(at(39), 9).await.unwrap(), []);
        let late = store.late_by_hand(at(41), 9).await.unwrap();
        assert_eq!(late.iter().map(|late| late.id).collect::<Vec<_>>(), [publications[1].id]);
        assert!(store.hand_over(&late[0], PublicationState::Missed, Some("late"), at(41)).await.unwrap());
        assert_eq!(state(id).await, DraftState::Published);
        let other: DraftId = "999".parse().unwrap();
        assert!(store.said_before(account.id, "mark of 11", other).await.unwrap().is_some());
        // All of it is taken back.
        assert!(store.take_back_draft(id, None, &[], at(50)).await.unwrap());
        let due = store.due_by_hand(at(50), 9).await.unwrap();
        assert!(due.iter().all(|due| due.wanted == Wanted::Deleted), "{due:?}");
        let first = due.iter().find(|due| due.id == first.id).unwrap();
        assert!(store.stands(first.id).await.unwrap());
        assert!(
            store.hand_over(first, PublicationState::Held, Some("delete by hand"), at(50)).await.unwrap()
        );
        assert_eq!(store.late_by_hand(at(999), 9).await.unwrap(), [], "deleting is never too late");
        let first = store.publication(first.id).await.unwrap().unwrap();
        assert!(!store.done_by_hand(&first, &there("11"), &[], at(51)).await.unwrap());
        assert!(store.done_by_hand(&first, &ByHand::Gone, &[], at(51)).await.unwrap());
        let parts = store.parts(first.id).await.unwrap();
        assert!(parts.iter().all(|part| part.state == PartState::Deleted));
    }

    pub(super) async fn what_makes_room_moves_whole_and_not_once_it_was_handed_over(fresh: Fresh) {
        let store = &fresh.store;
        let account = account(store).await;
        let first = scheduled(store, &account).await;
        let later = Going { at: at(20), until: at(50) };
        let moved = Moved { draft: first, from: at(10), going: later };
        let (_, done) = scheduled_with(store, &account, &[moved]).await;
        assert!(done);
        assert_eq!(store.draft(first).await.unwrap().unwrap().slot, Some(at(20)));
        for publication in store.publications_of_draft(first).await.unwrap() {
            assert_eq!((publication.due_at, publication.state), (Some(at(20)), PublicationState::Due));
        }
        // It is not where it was any more: then nothing happens.
        let (late, done) = scheduled_with(store, &account, &[moved]).await;
        assert!(!done);
        assert_eq!(store.draft(late).await.unwrap().unwrap().state, DraftState::Proposed);
        assert_eq!(store.publications_of_draft(late).await.unwrap(), []);
        let second = scheduled(store, &account).await;
        handed(store, second).await;
        let moved = Moved { draft: second, from: at(10), going: later };
        assert!(!scheduled_with(store, &account, &[moved]).await.1, "somebody has it in hand");
        assert_eq!(store.draft(second).await.unwrap().unwrap().slot, Some(at(10)));
    }

    pub(super) async fn what_is_handed_over_can_be_taken_out_of_the_schedule(fresh: Fresh) {
        let store = &fresh.store;
        let account = account(store).await;
        let id = scheduled(store, &account).await;
        let publications = handed(store, id).await;
        assert!(store.unschedule_draft(id, &[], at(12)).await.unwrap());
        let done = store.done_by_hand(&publications[0], &there("1"), &[], at(12)).await.unwrap();
        assert!(!done, "there is nothing to do any more");
        assert_eq!(store.publications_of_draft(id).await.unwrap(), []);
    }
}
