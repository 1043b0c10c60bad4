//! Codes, identities and guesses of the Desk, on SQLite and on PostgreSQL alike.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod both;

use jiff::Timestamp;
use mimus_store::{Identity, LinkFor, NewEntry, NewPerson, NewSession, PersonId, PersonState, Store};
use serde_json::json;
use tokio::task::JoinSet;

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
                if let Some(fresh) = super::postgres(concat!("signing_", stringify!($name))).await {
                    super::check::$name(fresh).await;
                }
            }
        }
    )*};
}

on_both!(
    a_step_is_used_up_once,
    a_used_link_takes_the_secret_away,
    an_identity_is_one_persons,
    guesses_that_come_at_once_are_all_counted,
);

fn now() -> Timestamp {
    Timestamp::from_second(1_795_132_800).unwrap()
}

async fn person(store: &Store, name: &str) -> PersonId {
    let new = NewPerson { name, shown: name, keeper: false, state: PersonState::Active, password: None };
    store.add_person(&new, &[], now()).await.unwrap()
}

fn deed() -> [NewEntry; 1] {
    let about = "person ana".to_owned();
    [NewEntry { who: "Ana".into(), deed: "person.test", about, account: None, detail: json!({}) }]
}

async fn entries(store: &Store) -> usize {
    store.record_entries(None, None, 100).await.unwrap().len()
}

mod check {
    use super::*;

    pub(crate) async fn a_step_is_used_up_once(fresh: Fresh) {
        let (store, other) = (&fresh.store, fresh.other().await);
        let (ana, bo) = (person(store, "ana").await, person(store, "bo").await);
        assert!(!store.use_totp_step(ana, 5).await.unwrap(), "there is no secret");
        assert!(store.set_totp(ana, b"sealed".to_vec(), 10, &deed(), now()).await.unwrap());
        assert!(!store.set_totp(ana, b"another".to_vec(), 1, &deed(), now()).await.unwrap());
        assert_eq!(entries(store).await, 1, "what was not done is not in the record");
        assert_eq!(store.totp_of(ana).await.unwrap().as_deref(), Some(&b"sealed"[..]));
        assert_eq!(store.totp_of(bo).await.unwrap(), None);
        assert!(!store.use_totp_step(ana, 10).await.unwrap(), "it was used when codes were turned on");
        let mut nodes = JoinSet::new();
        for node in [store.clone(), other.clone(), store.clone(), other] {
            nodes.spawn(async move { node.use_totp_step(ana, 11).await.unwrap() });
        }
        assert_eq!(nodes.join_all().await.into_iter().filter(|won| *won).count(), 1);
        assert!(!store.use_totp_step(ana, 9).await.unwrap(), "it only goes forward");
        store.clear_totp(ana, &deed(), now()).await.unwrap();
        assert_eq!(store.totp_of(ana).await.unwrap(), None);
        assert!(!store.use_totp_step(ana, 12).await.unwrap());
    }

    pub(crate) async fn a_used_link_takes_the_secret_away(fresh: Fresh) {
        let store = &fresh.store;
        let ana = person(store, "ana").await;
        store.set_totp(ana, b"sealed".to_vec(), 10, &[], now()).await.unwrap();
        let later = Timestamp::from_second(now().as_second() + 60).unwrap();
        store.add_desk_link("link", LinkFor::Person(ana), later).await.unwrap();
        let session = |hash| NewSession { hash, agent: "", expires_at: later };
        assert!(!store.enter_by_link("other", ana, None, session("a"), &[], now()).await.unwrap());
        assert!(store.totp_of(ana).await.unwrap().is_some());
        assert!(store.enter_by_link("link", ana, None, session("b"), &[], now()).await.unwrap());
        assert_eq!(store.totp_of(ana).await.unwrap(), None);
    }

    pub(crate) async fn an_identity_is_one_persons(fresh: Fresh) {
        let store = &fresh.store;
        let (ana, bo) = (person(store, "ana").await, person(store, "bo").await);
        let identity = |issuer: &str, subject: &str| Identity {
            issuer: issuer.into(),
            subject: subject.into(),
            shown: "A".into(),
            added_at: now(),
        };
        let (one, two) = (identity("https://a.example", "7"), identity("https://b.example", "7"));
        assert!(store.add_identity(ana, &one, &deed()).await.unwrap());
        assert!(!store.add_identity(ana, &one, &deed()).await.unwrap());
        assert!(!store.add_identity(bo, &one, &deed()).await.unwrap());
        assert!(store.add_identity(bo, &two, &deed()).await.unwrap(), "7 of another issuer is somebody else");
        assert_eq!(entries(store).await, 2);
        assert_eq!(store.person_of_identity(&one.issuer, "7").await.unwrap(), Some(ana));
        assert_eq!(store.person_of_identity(&two.issuer, "7").await.unwrap(), Some(bo));
        assert_eq!(store.person_of_identity(&one.issuer, "8").await.unwrap(), None);
        assert_eq!(store.identities_of(ana).await.unwrap(), std::slice::from_ref(&one));
        assert!(!store.remove_identity(bo, &one.issuer, "7", &deed(), now()).await.unwrap());
        assert!(store.remove_identity(ana, &one.issuer, "7", &deed(), now()).await.unwrap());
        assert_eq!(store.person_of_identity(&one.issuer, "7").await.unwrap(), None);
        assert_eq!(entries(store).await, 3);
        store.end_person(bo, &[], now()).await.unwrap();
        assert_eq!(store.person_of_identity(&two.issuer, "7").await.unwrap(), None);
    }

    pub(crate) async fn guesses_that_come_at_once_are_all_counted(fresh: Fresh) {
        let mut nodes = JoinSet::new();
        for node in [fresh.store.clone(), fresh.other().await, fresh.store.clone(), fresh.store.clone()] {
            nodes.spawn(async move { node.count_guess("ana", now()).await.unwrap() });
        }
        let mut counted = nodes.join_all().await;
        counted.sort_unstable();
        assert_eq!(counted, [1, 2, 3, 4]);
    }
}
