//! Codes, identities and guesses of the Desk, on SQLite and on PostgreSQL alike.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod both;

use jiff::Timestamp;
use mimus_store::{
    Answered, Identity, LinkFor, NewEntry, NewPasskey, NewPerson, NewSession, PasskeyOutcome, PersonId,
    PersonState, SignInApp, Store,
};
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
    a_passkey_is_one_persons_and_of_some_at_most,
    a_challenge_is_answered_once_and_a_counter_goes_on,
    who_leaves_or_comes_by_a_new_link_has_no_passkeys,
    apps_are_kept_as_long_as_somebody_signs_in_by_their_server,
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

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() + seconds).unwrap()
}

fn key(credential: &str) -> NewPasskey<'_> {
    NewPasskey { credential, name: "A key", public_key: b"public", counter: 0 }
}

fn answered(challenge: &str) -> Answered<'_> {
    Answered { challenge, until: later(300) }
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

    pub(crate) async fn a_passkey_is_one_persons_and_of_some_at_most(fresh: Fresh) {
        let store = &fresh.store;
        let (ana, bo) = (person(store, "ana").await, person(store, "bo").await);
        let add = async |whose, credential, challenge| {
            store.add_passkey(whose, &key(credential), answered(challenge), 2, &deed(), now()).await.unwrap()
        };
        assert_eq!(add(ana, "k1", "1").await, PasskeyOutcome::Good);
        assert_eq!(add(bo, "k1", "2").await, PasskeyOutcome::Known);
        assert_eq!(add(ana, "k2", "1").await, PasskeyOutcome::Replayed);
        assert_eq!(add(ana, "k2", "3").await, PasskeyOutcome::Good);
        assert_eq!(add(ana, "k3", "4").await, PasskeyOutcome::Full);
        assert_eq!(entries(store).await, 2, "what was not done is not in the record");
        let kept = store.passkeys_of(ana).await.unwrap();
        let told: Vec<_> = kept.iter().map(|key| (key.credential.as_str(), key.used_at)).collect();
        assert_eq!(told, [("k1", None), ("k2", None)]);
        assert_eq!((kept[0].added_at, kept[0].public_key.as_slice()), (now(), &b"public"[..]));

        assert_eq!(store.passkey_handle(ana, "a").await.unwrap().as_deref(), Some("a"));
        assert_eq!(store.passkey_handle(ana, "b").await.unwrap().as_deref(), Some("a"), "it stays");
        let (found, handle) = store.passkey("k1").await.unwrap().unwrap();
        assert_eq!((found.person, handle.as_deref()), (ana, Some("a")));
        assert!(store.passkey("k3").await.unwrap().is_none());

        assert!(!store.remove_passkey(bo, "k1", &deed(), now()).await.unwrap());
        assert!(store.remove_passkey(ana, "k1", &deed(), now()).await.unwrap());
        assert!(store.passkey("k1").await.unwrap().is_none());
        assert_eq!(entries(store).await, 3);
    }

    pub(crate) async fn a_challenge_is_answered_once_and_a_counter_goes_on(fresh: Fresh) {
        let (store, other) = (&fresh.store, fresh.other().await);
        let ana = person(store, "ana").await;
        for credential in ["counts", "does not"] {
            let added = store.add_passkey(ana, &key(credential), answered(credential), 9, &[], now()).await;
            assert_eq!(added.unwrap(), PasskeyOutcome::Good);
        }
        let mut nodes = JoinSet::new();
        for node in [store.clone(), other.clone(), store.clone(), other] {
            nodes.spawn(
                async move { node.use_passkey("does not", 0, answered("once"), now()).await.unwrap() },
            );
        }
        let outcomes = nodes.join_all().await;
        assert_eq!(outcomes.iter().filter(|one| **one == PasskeyOutcome::Good).count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|one| **one == PasskeyOutcome::Replayed).count(), 3);

        let used = async |counter, challenge| {
            store.use_passkey("counts", counter, answered(challenge), later(60)).await.unwrap()
        };
        assert_eq!(used(7, "a").await, PasskeyOutcome::Good);
        assert_eq!(used(7, "b").await, PasskeyOutcome::Stale);
        assert_eq!(used(6, "c").await, PasskeyOutcome::Stale);
        assert_eq!(used(0, "d").await, PasskeyOutcome::Stale, "one that counts goes on counting");
        assert_eq!(used(8, "d").await, PasskeyOutcome::Replayed);
        assert_eq!(used(u32::MAX, "e").await, PasskeyOutcome::Good);
        let (kept, _) = store.passkey("counts").await.unwrap().unwrap();
        assert_eq!((kept.counter, kept.used_at), (u32::MAX, Some(later(60))));
        let again = store.use_passkey("does not", 0, answered("once"), later(300)).await.unwrap();
        assert_eq!(again, PasskeyOutcome::Good, "what has run out is forgotten: its seal says so");
        let gone = store.use_passkey("another", 0, answered("f"), now()).await.unwrap();
        assert_eq!(gone, PasskeyOutcome::Stale);
    }

    pub(crate) async fn who_leaves_or_comes_by_a_new_link_has_no_passkeys(fresh: Fresh) {
        let store = &fresh.store;
        let (ana, bo) = (person(store, "ana").await, person(store, "bo").await);
        for (whose, credential) in [(ana, "a"), (bo, "b")] {
            let added = store.add_passkey(whose, &key(credential), answered(credential), 9, &[], now()).await;
            assert_eq!(added.unwrap(), PasskeyOutcome::Good);
        }
        store.add_desk_link("link", LinkFor::Person(ana), later(60)).await.unwrap();
        let session = |hash| NewSession { hash, agent: "", expires_at: later(60) };
        assert!(!store.enter_by_link("other", ana, None, session("a"), &[], now()).await.unwrap());
        assert!(store.passkey("a").await.unwrap().is_some());
        assert!(store.enter_by_link("link", ana, None, session("b"), &[], now()).await.unwrap());
        assert!(store.passkey("a").await.unwrap().is_none());
        assert!(store.passkey("b").await.unwrap().is_some(), "another person's stay");
        store.end_person(bo, &[], now()).await.unwrap();
        assert!(store.passkeys_of(bo).await.unwrap().is_empty());
        let late = store.add_passkey(bo, &key("c"), answered("c"), 9, &[], now()).await.unwrap();
        assert_eq!(late, PasskeyOutcome::Stale, "who has left is given none");
    }

    pub(crate) async fn apps_are_kept_as_long_as_somebody_signs_in_by_their_server(fresh: Fresh) {
        let store = &fresh.store;
        let ana = person(store, "ana").await;
        let app = |server: &str, at| SignInApp { server: server.into(), app: b"x".to_vec(), checked_at: at };
        let keep = async |typed: &str, at| {
            let server = format!("https://{typed}/");
            store.keep_sign_in_app(typed, &app(&server, at), "mastodon ", 2).await.unwrap()
        };
        assert!(keep("a.example", now()).await);
        assert!(keep("b.example", now()).await);
        assert!(keep("b.example", later(1)).await, "the same again takes no place");
        assert!(!keep("c.example", later(2)).await);
        let issuer = "mastodon https://a.example/".to_owned();
        let identity = Identity { issuer, subject: "7".into(), shown: "A".into(), added_at: now() };
        assert!(store.add_identity(ana, &identity, &[]).await.unwrap());
        assert!(keep("c.example", later(90_000)).await, "nobody signs in by b.example");
        assert!(store.sign_in_app("b.example").await.unwrap().is_none());
        let kept = store.sign_in_app("a.example").await.unwrap().unwrap();
        assert_eq!(kept, app("https://a.example/", now()));
        store.sign_in_app_checked("a.example", later(5)).await.unwrap();
        assert_eq!(store.sign_in_app("a.example").await.unwrap().unwrap().checked_at, later(5));
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
