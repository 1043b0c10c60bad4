//! A database that says nothing for a minute, while people come and servers deliver.

use std::time::{Duration, Instant};

use mimus_http::{ClientConfig, HttpClient, Request};

use super::inboxes::Inboxes;
use super::nodes::Process;
use super::town::{self, Town};
use super::{cut, random};

/// Quick and slow ones: the fifth would fail by itself, and be tried again only after a minute.
const SERVERS: usize = 4;

/// For how long it is gone, in seconds.
const GONE: u64 = 60;

struct Visitor {
    base: String,
    http: HttpClient,
}

impl Visitor {
    /// The status and how long it took.
    async fn ask(&self, path: &str) -> (u16, Duration) {
        let began = Instant::now();
        let url = format!("{}{path}", self.base).parse().unwrap();
        let status = match self.http.send(Request::get(url)).await {
            Ok(answer) => answer.status.as_u16(),
            Err(_) => 0,
        };
        (status, began.elapsed())
    }

    async fn until(&self, path: &str, status: u16, limit: Duration) -> Duration {
        let began = Instant::now();
        loop {
            let answer = self.ask(path).await;
            if answer.0 == status {
                return began.elapsed();
            }
            assert!(began.elapsed() < limit, "{path} answers {answer:?} and not {status}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_gone_it_says_so_and_afterwards_all_goes_on() {
    let Some(postgres) = town::postgres("kills_gone").await else { return };
    let folder = tempfile::tempdir().unwrap();
    let inboxes = Inboxes::start(SERVERS).await;
    let town = Town::new(&postgres, &inboxes).await;
    let line = cut::Line::to(&postgres).await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let process = Process::serve(folder.path(), &line.url, "web,courier", &port.to_string());
    let config = ClientConfig { allow_private_addresses: true, ..ClientConfig::new("visitor") };
    let visitor = Visitor { base: format!("http://{port}"), http: HttpClient::new(config).unwrap() };
    visitor.until("/readyz", 200, Duration::from_secs(30)).await;
    visitor.until("/@town", 200, Duration::from_secs(5)).await;
    town.publish(1).await;
    let began = Instant::now();
    while inboxes.complete(1) < SERVERS {
        assert!(began.elapsed() < Duration::from_secs(30), "the first post is not delivered");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let before = process.resident();

    line.cut(true);
    let gone = Instant::now();
    let noticed = visitor.until("/readyz", 503, Duration::from_secs(10)).await;
    assert_eq!(visitor.ask("/healthz").await.0, 200, "the process itself is well");
    town.publish(2).await;
    let mut slowest = Duration::ZERO;
    while gone.elapsed() < Duration::from_secs(GONE) {
        let path = ["/", "/@town", "/about"][random(3) as usize];
        let (status, took) = visitor.ask(path).await;
        assert_eq!(status, 503, "{path} after {took:?}");
        slowest = slowest.max(took);
    }
    let after = process.resident();
    assert!(after < before + 32, "{before} MiB before, {after} MiB while the database was gone");

    line.cut(false);
    let back = visitor.until("/readyz", 200, Duration::from_secs(30)).await;
    visitor.until("/@town", 200, Duration::from_secs(30)).await;
    let began = Instant::now();
    while inboxes.complete(2) < SERVERS {
        assert!(began.elapsed() < Duration::from_secs(60), "{} of {SERVERS}", inboxes.complete(2));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    println!(
        "a database gone for {GONE} s: noticed after {:.1} s, pages say 503 within {:.1} s, ready {:.1} s after its return, \
         {after} MiB against {before}",
        noticed.as_secs_f64(),
        slowest.as_secs_f64(),
        back.as_secs_f64()
    );
    inboxes.assert_in_order(2, 1);
    process.stop();
}
