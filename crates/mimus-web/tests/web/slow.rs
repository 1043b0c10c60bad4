//! Clients that say nothing, or one byte now and then.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use mimus_web::listen::{Bounds, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const LIMIT: Duration = Duration::from_secs(20);

async fn start(bounds: Bounds) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<std::io::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let router = Router::new().route("/", get(|| async { "hello" }));
    let serving = tokio::spawn(serve(listener, router, bounds, async { drop(stopped.await) }));
    (address, stop, serving)
}

async fn ask(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    tokio::time::timeout(LIMIT, stream.read_to_string(&mut answer)).await.expect("an answer").unwrap();
    answer
}

#[tokio::test]
async fn two_hundred_slow_clients_hold_up_nobody_and_are_let_go() {
    let (address, _stop, _serving) =
        start(Bounds { connections: 1_000, head: Duration::from_millis(500), ..Bounds::default() }).await;
    let mut slow = Vec::new();
    for _ in 0..200 {
        slow.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let (mut from, mut to) = stream.split();
            let drip = async {
                // For ever, as far as the client is concerned.
                for byte in b"GET / HTTP/1.1\r\nX: ".iter().chain(std::iter::repeat(&b'a')) {
                    if to.write_all(&[*byte]).await.is_err() {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            };
            let closed = async { drop(from.read_to_end(&mut Vec::new()).await) };
            tokio::select! { () = drip => {}, () = closed => {} }
        }));
    }
    assert!(ask(address).await.ends_with("hello"), "served among them");
    for client in slow {
        tokio::time::timeout(LIMIT, client).await.expect("let go").unwrap();
    }
}

#[tokio::test]
async fn whoever_comes_beyond_the_bound_is_served_when_a_place_is_free() {
    let (address, _stop, _serving) =
        start(Bounds { connections: 3, head: Duration::from_millis(300), ..Bounds::default() }).await;
    let mut silent = Vec::new();
    for _ in 0..3 {
        silent.push(TcpStream::connect(address).await.unwrap());
    }
    assert!(ask(address).await.ends_with("hello"));
}

#[tokio::test]
async fn a_rest_between_two_requests_or_within_one_does_not_outlast_the_stop() {
    let bounds = Bounds { connections: 8, head: LIMIT, farewell: Duration::from_millis(300) };
    let (address, stop, serving) = start(bounds).await;
    let mut hanging = TcpStream::connect(address).await.unwrap();
    hanging.write_all(b"GET / HT").await.unwrap();
    let mut kept = TcpStream::connect(address).await.unwrap();
    kept.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut answer = vec![0; 1_024];
    let read = kept.read(&mut answer).await.unwrap();
    assert!(String::from_utf8_lossy(&answer[..read]).ends_with("hello"));
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(5), serving).await.expect("it has stopped").unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "nobody is taken any more");
    assert_eq!(hanging.read(&mut answer).await.unwrap_or(0), 0, "closed");
}
