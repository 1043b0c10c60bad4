//! Webhooks: the record reaches each of them whole, in order and signed, whatever fails meanwhile.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aws_lc_rs::hmac;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use jiff::SignedDuration;
use mimus_core::desk::{Entry, Scope};
use mimus_engine::desk::DeskError;
use mimus_engine::desk::tokens::WantedToken;
use mimus_engine::desk::webhooks::{SIGNATURE_HEADER, run, turn};
use mimus_engine::{Engine, Node, Secrets};
use mimus_http::{ClientConfig, HttpClient};
use mimus_store::{NewApiToken, NewEntry, NewPerson, Person, PersonState};

use crate::house::{House, on_both, until};

on_both!(
    the_record_is_sent_in_order_and_signed,
    one_that_fails_gets_the_same_again_later_and_holds_up_no_other,
    one_that_does_not_answer_holds_up_no_other,
    one_node_tells_and_another_goes_on_where_it_stopped,
    no_private_address_is_asked,
    who_has_left_has_no_tokens,
);

/// Somebody who is sent entries, and answers as they are told: at last always 200.
#[derive(Clone, Default)]
struct Receiver {
    got: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    says: Arc<Mutex<VecDeque<u16>>>,
}

/// In place of a status: no answer.
const NEVER: u16 = 0;

impl Receiver {
    async fn start() -> (Self, String) {
        let receiver = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let app =
            axum::Router::new().route("/hook", axum::routing::post(Self::take)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (receiver, url)
    }

    async fn take(State(this): State<Self>, headers: HeaderMap, body: Bytes) -> StatusCode {
        let status = this.says.lock().unwrap().pop_front().unwrap_or(200);
        this.got.lock().unwrap().push((headers, body));
        if status == NEVER {
            std::future::pending::<()>().await;
        }
        StatusCode::from_u16(status).unwrap()
    }

    fn says(&self, statuses: &[u16]) {
        self.says.lock().unwrap().extend(statuses);
    }

    fn numbers(&self) -> Vec<i64> {
        let got = self.got.lock().unwrap();
        got.iter().map(|(_, body)| serde_json::from_slice::<Entry>(body).unwrap().seq).collect()
    }
}

async fn somebody(engine: &Engine, name: &str, keeper: bool, state: PersonState) -> Person {
    let new = NewPerson { name, shown: name, keeper, state, password: None };
    let id = engine.store.add_person(&new, &[], engine.clock.now()).await.unwrap();
    engine.store.person(id).await.unwrap().unwrap()
}

async fn record(engine: &Engine, count: usize) {
    let entry = NewEntry {
        who: "ana".into(),
        deed: "draft.begun",
        about: "draft 1".into(),
        account: None,
        detail: serde_json::json!({}),
    };
    engine.store.record_deeds(&vec![entry; count], engine.clock.now()).await.unwrap();
}

fn is_signed(secret: &str, headers: &HeaderMap, body: &[u8]) -> bool {
    let header = headers[SIGNATURE_HEADER].to_str().unwrap();
    let (time, signature) = header.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
    let signature: Vec<u8> = signature
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    let signed = [time.as_bytes(), b".", body].concat();
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::verify(&key, &signed, &signature).is_ok()
}

async fn the_record_is_sent_in_order_and_signed(house: House) {
    let engine = &house.engine;
    let keeper = somebody(engine, "keeper", true, PersonState::Active).await;
    record(engine, 3).await;
    let (receiver, url) = Receiver::start().await;
    let (_, secret) = engine.add_webhook(&keeper, &url).await.unwrap();
    record(engine, 2).await;
    assert_eq!(turn(engine).await.unwrap(), 3);
    assert_eq!(receiver.numbers(), [4, 5, 6], "from its own adding on");
    for (headers, body) in receiver.got.lock().unwrap().iter() {
        assert_eq!(headers["content-type"], "application/json");
        assert!(is_signed(&secret, headers, body));
        assert!(!is_signed("another", headers, body));
    }
    let first: Entry = serde_json::from_slice(&receiver.got.lock().unwrap()[0].1).unwrap();
    assert_eq!(first.deed, "webhook.added");
    assert_eq!(turn(engine).await.unwrap(), 0, "nothing twice");
}

async fn one_that_fails_gets_the_same_again_later_and_holds_up_no_other(house: House) {
    let engine = &house.engine;
    let keeper = somebody(engine, "keeper", true, PersonState::Active).await;
    let (ill, ill_url) = Receiver::start().await;
    let (well, well_url) = Receiver::start().await;
    let (id, _) = engine.add_webhook(&keeper, &ill_url).await.unwrap();
    engine.add_webhook(&keeper, &well_url).await.unwrap();
    ill.says(&[200, 500, 302, 200]);
    turn(engine).await.unwrap();
    assert_eq!((ill.numbers(), well.numbers()), (vec![1, 2], vec![2]));
    let state = async || engine.webhooks(&keeper).await.unwrap().into_iter().find(|w| w.id == id).unwrap();
    let failed = state().await;
    assert_eq!((failed.cursor, failed.failures), (1, 1));
    assert!(failed.last_error.unwrap().contains("500"));
    assert_eq!(turn(engine).await.unwrap(), 0, "it rests");
    house.pass(SignedDuration::from_secs(10));
    turn(engine).await.unwrap();
    assert_eq!((ill.numbers(), state().await.failures), (vec![1, 2, 2], 2), "a redirect is no yes");
    house.pass(SignedDuration::from_secs(19));
    assert_eq!(turn(engine).await.unwrap(), 0, "it rests longer");
    record(engine, 1).await;
    house.pass(SignedDuration::from_secs(1));
    turn(engine).await.unwrap();
    assert_eq!(ill.numbers(), [1, 2, 2, 2, 3]);
    let well_again = state().await;
    assert_eq!((well_again.cursor, well_again.failures, well_again.last_error), (3, 0, None));
    assert_eq!(well.numbers(), [2, 3]);
    engine.remove_webhook(&keeper, id).await.unwrap();
    turn(engine).await.unwrap();
    assert_eq!((ill.numbers().len(), well.numbers()), (5, vec![2, 3, 4]));
}

async fn one_that_does_not_answer_holds_up_no_other(house: House) {
    let engine = &house.engine;
    let keeper = somebody(engine, "keeper", true, PersonState::Active).await;
    let (silent, silent_url) = Receiver::start().await;
    let (well, well_url) = Receiver::start().await;
    silent.says(&[NEVER]);
    engine.add_webhook(&keeper, &silent_url).await.unwrap();
    engine.add_webhook(&keeper, &well_url).await.unwrap();
    let working = tokio::spawn(run(engine.clone()));
    until("the silent one is asked", async || silent.numbers() == [1]).await;
    until("the other has all", async || well.numbers() == [2]).await;
    record(engine, 2).await;
    until("the other has what is new", async || well.numbers() == [2, 3, 4]).await;
    assert_eq!(silent.numbers(), [1], "one request at a time");
    working.abort();
}

async fn one_node_tells_and_another_goes_on_where_it_stopped(house: House) {
    let engine = &house.engine;
    let keeper = somebody(engine, "keeper", true, PersonState::Active).await;
    let (receiver, url) = Receiver::start().await;
    engine.add_webhook(&keeper, &url).await.unwrap();
    assert_eq!(turn(engine).await.unwrap(), 1);
    record(engine, 2).await;
    let other = Engine { node: Node::new(engine.store.clone(), "other"), ..engine.clone() };
    assert_eq!(turn(&other).await.unwrap(), 0, "the first node has the duty");
    engine.node.leave().await.unwrap();
    assert_eq!(turn(&other).await.unwrap(), 2);
    assert_eq!(receiver.numbers(), [1, 2, 3]);
}

async fn no_private_address_is_asked(house: House) {
    let keeper = somebody(&house.engine, "keeper", true, PersonState::Active).await;
    let (receiver, url) = Receiver::start().await;
    house.engine.add_webhook(&keeper, &url).await.unwrap();
    let public = Engine { http: HttpClient::new(ClientConfig::new("test")).unwrap(), ..house.engine.clone() };
    let refused = public.add_webhook(&keeper, &url).await.unwrap_err();
    assert!(matches!(refused, DeskError::Address(_)), "{refused}");
    // One that was added when it was allowed, or whose name leads there by now.
    assert_eq!(turn(&public).await.unwrap(), 0);
    assert_eq!(receiver.numbers(), Vec::<i64>::new());
    let why = public.webhooks(&keeper).await.unwrap()[0].last_error.clone().unwrap();
    assert!(why.contains("not a public address"), "{why}");
    // With another key the secret cannot be had: nothing is sent unsigned.
    house.pass(SignedDuration::from_hours(25));
    let keyless = Engine { secrets: Secrets::throw_away(), ..house.engine.clone() };
    assert_eq!(turn(&keyless).await.unwrap(), 0);
    assert_eq!(receiver.numbers(), Vec::<i64>::new());
    let nobody = somebody(&house.engine, "editor", false, PersonState::Active).await;
    assert!(matches!(house.engine.add_webhook(&nobody, &url).await, Err(DeskError::MayNot(_))));
}

async fn who_has_left_has_no_tokens(house: House) {
    let engine = &house.engine;
    let left = somebody(engine, "left", false, PersonState::Left).await;
    let active = somebody(engine, "active", false, PersonState::Active).await;
    let wanted = WantedToken { name: "a robot".into(), scopes: vec![Scope::Read], until: None };
    assert!(engine.make_token(&left, None, &wanted).await.is_err());
    let (token, made) = engine.make_token(&active, None, &wanted).await.unwrap();
    let user = engine.token_user(&token).await.unwrap().unwrap();
    assert_eq!((user.person.id, user.token.id()), (active.id, made.id()));
    let now = engine.clock.now();
    // Made before they left.
    let hash = "0".repeat(64);
    let until = now + SignedDuration::from_hours(1);
    let new =
        NewApiToken { hash: &hash, person: left.id, name: "old", scopes: &[Scope::Read], expires_at: until };
    assert!(engine.store.add_api_token(&new, 9, &[], now).await.unwrap());
    assert_eq!(engine.store.api_token(&hash, now).await.unwrap(), None);
    assert_eq!(engine.tokens_of(&left).await.unwrap(), []);
    for _ in 1..50 {
        engine.make_token(&active, None, &wanted).await.unwrap();
    }
    assert!(matches!(engine.make_token(&active, None, &wanted).await, Err(DeskError::Wanting(_))));
    house.pass(SignedDuration::from_hours(24 * 90));
    assert_eq!(engine.tokens_of(&active).await.unwrap(), []);
    engine.make_token(&active, None, &wanted).await.unwrap();
}
