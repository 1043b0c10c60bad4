//! The guard in action, hop by hop and name by name. A peer can only be on loopback, so 127.0.0.1 stands for the
//! public internet here, and all the rest of 127/8 is as private as ever.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::Query;
use axum::response::Redirect;
use axum::routing::get;
use tokio::net::TcpListener;

use super::*;
use crate::{Resolving, address};

fn guard() -> Guard {
    Guard::judging(|ip| ip == Ipv4Addr::LOCALHOST || address::is_public(ip))
}

const FORGETFUL: Memory = Memory { found: Duration::ZERO, missing: Duration::ZERO };

fn build(memory: Memory, names: &Arc<Names>) -> HttpClient {
    let mut config = ClientConfig::new("Mimus-test/1");
    config.resolver = Some(Arc::clone(names) as Arc<dyn Resolve>);
    HttpClient::build(config, guard(), memory).expect("a client")
}

/// Gives its answers in turn, the last one for ever; an empty answer is a failure.
struct Names {
    answers: Mutex<VecDeque<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Names {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let parsed = |answer: &&[&str]| answer.iter().map(|ip| ip.parse().expect("an address")).collect();
        Arc::new(Self {
            answers: Mutex::new(answers.iter().map(parsed).collect()),
            asked: AtomicUsize::new(0),
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Resolve for Names {
    fn resolve(&self, _host: String) -> Resolving {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().expect("not poisoned");
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        let answer = answer.filter(|found| !found.is_empty()).ok_or_else(|| io::Error::other("no such name"));
        Box::pin(async move { answer })
    }
}

struct Peer {
    address: SocketAddr,
    hits: Arc<AtomicUsize>,
}

/// Answers on `/` and leads elsewhere on `/to?url=…`; each connection serves one request.
async fn peer(address: SocketAddr) -> Peer {
    let hits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&hits);
    let lead = |Query(query): Query<Vec<(String, String)>>| async move {
        let target = query.into_iter().next().map(|(_, url)| url).unwrap_or_default();
        ([(header::CONNECTION, "close")], Redirect::temporary(&target))
    };
    let here = move || async move {
        counted.fetch_add(1, Ordering::SeqCst);
        ([(header::CONNECTION, "close")], "here")
    };
    let router = Router::new().route("/to", get(lead)).fallback(here);
    let listener = TcpListener::bind(address).await.expect("a port");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    Peer { address, hits }
}

/// One peer on the address that counts as public and one on the same port of a private one.
async fn inside_and_outside() -> (Peer, Peer) {
    let outside = peer(SocketAddr::from(([127, 0, 0, 1], 0))).await;
    let inside = peer(SocketAddr::from(([127, 0, 0, 2], outside.address.port()))).await;
    (outside, inside)
}

fn url(host: &str, peer: &Peer) -> Url {
    Url::parse(&format!("http://{host}:{}/", peer.address.port())).expect("a URL")
}

#[tokio::test]
async fn a_redirect_does_not_reach_what_a_request_may_not() {
    let (outside, inside) = inside_and_outside().await;
    let names = Names::new(&[&["127.0.0.2"]]);
    let client = build(Memory::default(), &names);
    let port = outside.address.port();
    // Those on loopback come first: were the guard broken, the test would end before it asked anything beyond.
    for target in [
        format!("//127.0.0.2:{port}/"),
        format!("http://127.2:{port}/"),
        format!("http://0x7f.2:{port}/"),
        format!("http://0177.0.0.02:{port}/"),
        format!("http://2130706434:{port}/"),
        format!("http://[::ffff:7f00:2]:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://Local%68ost.:{port}/"),
        format!("http://named.example:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://2852039166/latest/".to_owned(),
        "http://0xa9fea9fe/".to_owned(),
        "http://0251.0376.0251.0376/".to_owned(),
        "http://[::ffff:169.254.169.254]/".to_owned(),
        "http://[::169.254.169.254]/".to_owned(),
        "http://[64:ff9b::a9fe:a9fe]/".to_owned(),
        "http://[64:ff9b:1::a9fe:a9fe]/".to_owned(),
        "http://[2002:a9fe:a9fe::]/".to_owned(),
        "http://[2001:0:a9fe:a9fe::1]/".to_owned(),
        "http://metadata.google.internal/".to_owned(),
    ] {
        let mut lead = url("127.0.0.1", &outside);
        lead.set_path("/to");
        lead.query_pairs_mut().append_pair("url", &target);
        // A name is judged only once it is resolved, here to loopback; all else before anything is sent.
        let seen = client.check_url(&lead.join(&target).expect("a URL"));
        assert_eq!(seen.is_err(), !target.contains("named.example"), "{target}");
        let result = client.send(Request::get(lead)).await;
        assert!(matches!(result, Err(HttpError::ForbiddenAddress { .. })), "{target}: {result:?}");
    }
    assert_eq!(inside.hits.load(Ordering::SeqCst), 0);

    // The same way does lead to where one may go.
    let mut lead = url("127.0.0.1", &outside);
    lead.set_path("/to");
    lead.query_pairs_mut().append_pair("url", "/end");
    assert_eq!(client.send(Request::get(lead)).await.expect("allowed").body, "here");
}

#[tokio::test]
async fn a_name_that_changes_its_mind_is_judged_at_every_look() {
    let (outside, inside) = inside_and_outside().await;
    let names = Names::new(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let client = build(FORGETFUL, &names);
    let rebinding = url("rebinding.example", &outside);

    // One look, and what it found is what was connected to: no second look in which the answer could change.
    let first = client.send(Request::get(rebinding.clone())).await.expect("public at first");
    assert_eq!((&first.body[..], names.asked()), (&b"here"[..], 1));

    let second = client.send(Request::get(rebinding)).await;
    assert!(matches!(second, Err(HttpError::ForbiddenAddress { .. })), "{second:?}");
    assert_eq!(names.asked(), 2);
    assert_eq!(inside.hits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn private_addresses_among_public_ones_are_passed_over() {
    let (outside, inside) = inside_and_outside().await;
    let names = Names::new(&[&["127.0.0.2", "127.0.0.3", "::1", "127.0.0.1"]]);
    let answer = build(FORGETFUL, &names).send(Request::get(url("mixed.example", &outside))).await;
    assert_eq!(answer.expect("the public one").body, "here");
    assert_eq!((outside.hits.load(Ordering::SeqCst), inside.hits.load(Ordering::SeqCst)), (1, 0));
}

#[tokio::test]
async fn names_are_remembered_and_so_is_that_there_are_none() {
    let (outside, _inside) = inside_and_outside().await;
    for (answers, found) in [([&["127.0.0.1"][..]], true), ([&[][..]], false)] {
        for (memory, lookups) in [(Memory::default(), 1), (FORGETFUL, 3)] {
            let names = Names::new(&answers);
            let client = build(memory, &names);
            for _ in 0..3 {
                let result = client.send(Request::get(url("name.example", &outside))).await;
                match result {
                    Ok(_) => assert!(found),
                    Err(HttpError::Resolve { ref host, .. }) => assert!(!found && host == "name.example"),
                    Err(error) => panic!("{error}"),
                }
            }
            assert_eq!(names.asked(), lookups, "found: {found}");
        }
    }
}
