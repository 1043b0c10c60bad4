//! What people hear of the Desk, on SQLite and on PostgreSQL alike.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod both;

use jiff::Timestamp;
use mimus_core::desk::{Content, Ruling};
use mimus_store::{
    Comment, DigestTimes, DraftId, DraftState, Duty, GivenRuling, NewPerson, NodeName, PersonId, PersonState,
    Rhythm, Store, Window, Written,
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
                if let Some(fresh) = super::postgres(concat!("news_", stringify!($name))).await {
                    super::check::$name(fresh).await;
                }
            }
        }
    )*};
}

on_both!(
    an_address_is_taken_on_once_and_in_time,
    a_digest_is_due_once_for_each_time,
    others_words_on_ones_drafts_are_heard,
    a_feed_is_somebodys_until_they_go,
);

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_795_132_800 + hour * 3_600).unwrap()
}

async fn person(store: &Store, name: &str) -> PersonId {
    let new = NewPerson { name, shown: name, keeper: false, state: PersonState::Active, password: None };
    store.add_person(&new, &[], at(0)).await.unwrap()
}

async fn confirmed(store: &Store, name: &str) -> PersonId {
    let id = person(store, name).await;
    assert!(store.ask_address(id, "ana@example.org", name, at(24), at(0), at(1)).await.unwrap());
    assert!(store.confirm_address(name, at(2)).await.unwrap());
    id
}

fn daily(next_at: Option<Timestamp>) -> DigestTimes<'static> {
    let rhythm = if next_at.is_some() { Rhythm::Daily } else { Rhythm::Off };
    DigestTimes { rhythm, hour: 8, zone: "UTC", next_at }
}

mod check {
    use super::*;

    pub(super) async fn an_address_is_taken_on_once_and_in_time(fresh: Fresh) {
        let store = &fresh.store;
        let id = person(store, "ana").await;
        assert_eq!(store.news_settings(id).await.unwrap(), None);
        let ask = async |hash: &str, now| {
            store.ask_address(id, "ana@example.org", hash, at(now + 24), at(now - 1), at(now)).await.unwrap()
        };
        assert!(ask("one", 10).await);
        assert!(!ask("two", 10).await, "too soon");
        assert_eq!(store.news_settings(id).await.unwrap().unwrap().pending.unwrap(), "ana@example.org");
        assert_eq!(store.person(id).await.unwrap().unwrap().email, None);
        assert_eq!(store.address_asked("one", at(34)).await.unwrap(), None, "too late");
        assert!(!store.confirm_address("one", at(34)).await.unwrap());
        assert_eq!(store.address_asked("one", at(11)).await.unwrap().unwrap().0.id, id);
        assert!(store.confirm_address("one", at(11)).await.unwrap());
        assert!(!store.confirm_address("one", at(11)).await.unwrap(), "twice");
        let known = store.person(id).await.unwrap().unwrap();
        assert_eq!((known.email.as_deref(), known.digest), (Some("ana@example.org"), false));
        // One that could not be sent is as if it had not been asked for.
        assert!(ask("three", 12).await);
        store.unask_address(id, "three").await.unwrap();
        assert!(ask("four", 12).await);
        store.forget_address(id).await.unwrap();
        assert!(!store.confirm_address("four", at(13)).await.unwrap());
        assert_eq!(store.person(id).await.unwrap().unwrap().email, None);
    }

    pub(super) async fn a_digest_is_due_once_for_each_time(fresh: Fresh) {
        let store = &fresh.store;
        let ana = confirmed(store, "ana").await;
        let bo = person(store, "bo").await;
        for id in [ana, bo] {
            store.set_digest(id, daily(Some(at(8))), at(3)).await.unwrap();
        }
        let due = async |now| -> Vec<PersonId> {
            let due = store.digests_due(at(now), 9).await.unwrap();
            due.into_iter().map(|(person, _)| person.id).collect()
        };
        assert_eq!(due(7).await, []);
        assert_eq!(due(8).await, [ana], "bo has no address");
        let settings = store.news_settings(ana).await.unwrap().unwrap();
        assert_eq!((settings.since, settings.rhythm, settings.hour), (at(3), Rhythm::Daily, 8));
        assert!(store.person(ana).await.unwrap().unwrap().digest);
        store.digest_failed(ana, "not now", at(9)).await.unwrap();
        assert_eq!(due(8).await, [], "it rests");
        assert_eq!(store.news_settings(ana).await.unwrap().unwrap().failures, 1);
        assert_eq!(due(9).await, [ana]);
        assert!(store.digest_sent(ana, at(8), at(9), Some(at(32)), true).await.unwrap());
        assert!(!store.digest_sent(ana, at(8), at(9), Some(at(32)), true).await.unwrap(), "it was sent");
        let settings = store.news_settings(ana).await.unwrap().unwrap();
        assert_eq!((settings.since, settings.sent_at), (at(9), Some(at(9))));
        assert_eq!((settings.failures, settings.last_error, settings.retry_at), (0, None, None));
        assert_eq!(due(31).await, []);
        // Another hour does not lose what is not told yet; to end it does.
        store.set_digest(ana, daily(Some(at(30))), at(20)).await.unwrap();
        assert_eq!(store.news_settings(ana).await.unwrap().unwrap().since, at(9));
        store.set_digest(ana, daily(None), at(21)).await.unwrap();
        assert_eq!(due(99).await, []);
        let node = NodeName::new("one");
        store.join(&node, "here", "janitor", std::time::Duration::from_secs(30)).await.unwrap();
        assert!(store.claim_duty(Duty::Digests, &node).await.unwrap());
    }

    pub(super) async fn others_words_on_ones_drafts_are_heard(fresh: Fresh) {
        let store = &fresh.store;
        let (ana, bo) = (person(store, "ana").await, person(store, "bo").await);
        let content = Content { text: "Good morning".into(), ..Content::default() };
        let written =
            Written { content: &content, hash: "h", accounts: &[], window: Window::default(), by: Some(ana) };
        let id: DraftId =
            store.add_draft(DraftState::Proposed, &written, None, &|_| Vec::new(), at(0)).await.unwrap();
        for (by, words, hour) in [(bo, "old", 1), (bo, "Which one?", 3), (ana, "This one", 4)] {
            store
                .add_comment(id, &Comment { by: Some(by), words: words.into(), at: at(hour) })
                .await
                .unwrap();
        }
        let ruling = GivenRuling {
            by: bo,
            ruling: Ruling::Refuse,
            hash: "h".into(),
            revision: 1,
            words: "too early".into(),
            at: at(5),
        };
        assert!(store.add_ruling(id, &ruling, &[]).await.unwrap());
        let heard = store.said_of_drafts(ana, at(2), 9).await.unwrap();
        let heard: Vec<_> =
            heard.iter().map(|said| (said.ruling, said.by.as_str(), said.words.as_str())).collect();
        assert_eq!(heard, [(Some(Ruling::Refuse), "bo", "too early"), (None, "bo", "Which one?")]);
        assert_eq!(store.said_of_drafts(bo, at(0), 9).await.unwrap(), []);
        assert_eq!(store.ended_publications(None, at(0), 9).await.unwrap(), []);
        assert_eq!(store.ended_publications(Some(&[]), at(0), 9).await.unwrap(), []);
    }

    pub(super) async fn a_feed_is_somebodys_until_they_go(fresh: Fresh) {
        let store = &fresh.store;
        let ana = confirmed(store, "ana").await;
        store.set_feed(ana, Some("hash")).await.unwrap();
        assert_eq!(store.person_by_feed("hash").await.unwrap().unwrap().id, ana);
        store.set_feed(ana, Some("newer")).await.unwrap();
        assert!(store.person_by_feed("hash").await.unwrap().is_none());
        assert!(store.news_settings(ana).await.unwrap().unwrap().has_feed);
        store.end_person(ana, &[], at(5)).await.unwrap();
        assert!(store.person_by_feed("newer").await.unwrap().is_none());
        let gone = store.person(ana).await.unwrap().unwrap();
        assert_eq!((gone.email, gone.digest), (None, false));
    }
}
