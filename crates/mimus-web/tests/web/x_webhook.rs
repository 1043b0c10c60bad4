//! X's webhook from X's side.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mimus_networks::x::webhook::{response_token, signature};

use crate::place::Place;

const SECRET: &str = "a consumer secret";
const EVENT: &[u8] =
    br#"{"data":{"event_uuid":"-1","event_type":"post.delete","payload":{"id":"7","author_id":"8"}}}"#;

/// A site with a webhook, what it handed on, and whether there is room for more.
async fn start() -> (Place, Arc<Mutex<Vec<Vec<u8>>>>, Arc<AtomicBool>) {
    let (taken, room) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(true)));
    let (took, has_room) = (taken.clone(), room.clone());
    let deliver = move |body: bytes::Bytes| {
        let room = has_room.load(Ordering::SeqCst);
        if room {
            took.lock().unwrap().push(body.to_vec());
        }
        room
    };
    let place = Place::start_reachable(|_| {}, |site| site.with_x_webhook(SECRET, Arc::new(deliver))).await;
    (place, taken, room)
}

async fn send(place: &Place, signature: Option<&str>, body: &[u8]) -> u16 {
    let headers: Vec<(&str, &str)> =
        signature.iter().map(|value| ("x-twitter-webhooks-signature", *value)).collect();
    place.send("POST", "/x/webhook", &headers, body).await.status
}

#[tokio::test]
async fn without_a_secret_there_is_no_webhook() {
    let place = Place::start().await;
    assert_eq!(place.get("/x/webhook?crc_token=abc").await.status, 404);
    assert_eq!(send(&place, Some(&signature(SECRET, EVENT)), EVENT).await, 404);
}

#[tokio::test]
async fn the_secret_is_proven_and_nothing_else_is_signed() {
    let (place, ..) = start().await;
    let proof = place.get("/x/webhook?crc_token=challenge-1").await;
    assert_eq!((proof.status, proof.header("content-type")), (200, "application/json"));
    assert_eq!(proof.json()["response_token"], response_token(SECRET, "challenge-1"));
    for question in ["", "?crc_token=", "?crc_token=%7B%22data%22%3A%7B%7D%7D"] {
        assert_eq!(place.get(&format!("/x/webhook{question}")).await.status, 400, "{question}");
    }
}

#[tokio::test]
async fn only_what_x_has_signed_is_handed_on_and_once() {
    let (place, taken, room) = start().await;
    let signed = signature(SECRET, EVENT);
    for wrong in [None, Some("sha256="), Some("nonsense"), Some(&*signature("another", EVENT))] {
        assert_eq!(send(&place, wrong, EVENT).await, 403, "{wrong:?}");
    }
    assert_eq!(send(&place, Some(&signed), b"{}").await, 403);
    assert!(taken.lock().unwrap().is_empty());

    room.store(false, Ordering::SeqCst);
    assert_eq!(send(&place, Some(&signed), EVENT).await, 503);
    room.store(true, Ordering::SeqCst);
    assert_eq!(send(&place, Some(&signed), EVENT).await, 200);
    assert_eq!(send(&place, Some(&signed), EVENT).await, 200);
    assert_eq!(*taken.lock().unwrap(), [EVENT]);
}

#[tokio::test]
async fn a_large_delivery_is_refused() {
    let (place, taken, _) = start().await;
    let large = vec![b' '; (1 << 20) + 1];
    assert_eq!(send(&place, Some(&signature(SECRET, &large)), &large).await, 413);
    assert!(taken.lock().unwrap().is_empty());
}
