//! Activity of the emulator as Mimus's own client sees it.

#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use mimus_http::{ClientConfig, HttpClient};
use mimus_networks::x::webhook::{SIGNATURE_HEADER, is_signed, response_token};
use mimus_networks::x::{BearerToken, Delivery, Event, EventKind, XClient};
use mimus_testkit::emulator::{Emulator, NewPost};
use serde_json::{Value, json};

type Taken = Arc<Mutex<Vec<Bytes>>>;

/// A webhook that proves itself by this secret, takes what is signed by it, and refuses the first event once.
async fn webhook(secret: &'static str) -> (String, Taken) {
    let taken = Taken::default();
    let busy = Arc::new(Mutex::new(true));
    let prove = move |Query(asked): Query<Value>| async move {
        axum::Json(json!({"response_token": response_token(secret, asked["crc_token"].as_str().unwrap())}))
    };
    let take = move |State(taken): State<Taken>, headers: HeaderMap, body: Bytes| async move {
        assert!(is_signed(secret, headers[SIGNATURE_HEADER].to_str().unwrap(), &body));
        if std::mem::take(&mut *busy.lock().unwrap()) {
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        taken.lock().unwrap().push(body);
        StatusCode::OK
    };
    let app = Router::new().route("/hook", get(prove).post(take)).with_state(Arc::clone(&taken));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, taken)
}

async fn start() -> (Emulator, XClient) {
    let x = Emulator::start().await.unwrap();
    let mut config = ClientConfig::new("mimus-test");
    config.allow_private_addresses = true;
    let client =
        XClient::new(HttpClient::new(config).unwrap(), x.base_url(), BearerToken::new(x.bearer()).unwrap());
    (x, client)
}

async fn events(taken: &Taken, enough: usize) -> Vec<Delivery> {
    let began = Instant::now();
    while taken.lock().unwrap().len() < enough {
        assert!(began.elapsed() < Duration::from_secs(10), "fewer than {enough} events came");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    taken.lock().unwrap().iter().map(|body| Delivery::parse(body).unwrap()).collect()
}

#[tokio::test]
async fn only_a_webhook_that_knows_the_secret_is_registered() {
    let (_x, client) = start().await;
    let (wrong, _) = webhook("another secret").await;
    assert!(client.register_webhook(&wrong).await.is_err());
    assert!(client.webhooks().await.unwrap().answer.is_empty());
    let (right, _) = webhook("emulated-secret").await;
    let hook = client.register_webhook(&right).await.unwrap().answer.remove(0);
    assert!(hook.valid && hook.url == right);
    assert_eq!(client.webhooks().await.unwrap().answer, std::slice::from_ref(&hook));
    client.recheck_webhook(&hook.id).await.unwrap();
    assert!(client.recheck_webhook("12").await.is_err());
}

#[tokio::test]
async fn who_subscribed_is_told_of_posts_and_deletions_and_pays_for_them() {
    let (x, client) = start().await;
    let (ana, ben) = (x.add_user("ana", "Ana"), x.add_user("ben", "Ben"));
    let (url, taken) = webhook("emulated-secret").await;
    let hook = client.register_webhook(&url).await.unwrap().answer.remove(0).id;
    let mut ids = Vec::new();
    for kind in EventKind::ALL {
        ids.push(client.subscribe(kind, ana, &hook).await.unwrap().answer.remove(0).id);
        assert!(client.subscribe(kind, ana, &hook).await.is_err(), "once is enough");
    }
    assert!(client.subscribe(EventKind::PostCreate, ana, "no webhook").await.is_err());
    let listed = client.subscriptions(None).await.unwrap().answer;
    assert_eq!(listed.held.iter().map(|held| held.id.clone()).collect::<Vec<_>>(), ids);

    let post = x.post(ana, NewPost { text: "Hello".into(), ..NewPost::default() });
    x.post(ben, NewPost { text: "Nobody asked".into(), ..NewPost::default() });
    x.delete(post);
    let told = events(&taken, 2).await;
    let Event::Posts(answer) = &told[0].event else { panic!("{:?}", told[0]) };
    assert_eq!((answer.post_ids(), answer.user_ids()), (vec![post], vec![ana]));
    assert!(
        matches!(told[1].event, Event::Gone { post: gone, account } if account == ana && gone.to_string() == post.to_string())
    );
    assert_ne!(told[0].uuid, told[1].uuid);
    assert_eq!((x.bill().posts, x.bill().micros), (2, 10_000));

    client.unsubscribe(&ids).await.unwrap();
    assert!(x.subscriptions().is_empty());
    x.post(ana, NewPost { text: "Alone".into(), ..NewPost::default() });
    assert_eq!((x.bill().posts, taken.lock().unwrap().len()), (2, 2));
}
