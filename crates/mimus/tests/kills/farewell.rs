//! A stop while clients hang in the middle of what they say.

use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::nodes::Process;

/// What is promised.
const FAREWELL: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_in_time_whoever_hangs() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("mimus.db").display());
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let process =
        Process::serve(folder.path(), &database, "web,courier,poller,janitor", &address.to_string());
    let mut hanging = Vec::new();
    let began = Instant::now();
    while hanging.len() < 20 {
        assert!(began.elapsed() < Duration::from_secs(30), "it does not come up");
        let Ok(mut stream) = TcpStream::connect(address).await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let begun: &[u8] = match hanging.len() % 3 {
            0 => b"",
            1 => b"GET / HTTP/1.1\r\nHost: x\r\nX-Slo",
            _ => b"POST /inbox HTTP/1.1\r\nHost: x\r\nContent-Type: application/activity+json\r\nContent-Length: 100\r\n\r\n{",
        };
        stream.write_all(begun).await.unwrap();
        hanging.push(stream);
    }
    let told = Instant::now();
    tokio::task::spawn_blocking(move || process.stop()).await.unwrap();
    let took = told.elapsed();
    assert!(took < FAREWELL, "it took {took:?}");
    println!("stopped {:.1} s after SIGTERM with 20 clients in mid-sentence", took.as_secs_f64());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_as_soon_as_it_listens_it_stops_in_peace() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("mimus.db").display());
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let process = Process::serve(folder.path(), &database, "web", &address.to_string());
        let began = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            assert!(began.elapsed() < Duration::from_secs(30), "it does not come up");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::task::spawn_blocking(move || process.stop()).await.unwrap();
    }
}
