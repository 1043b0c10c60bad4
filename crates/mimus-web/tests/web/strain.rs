//! Too much at once, a full disk, and those whom the rules deny.

use std::time::Duration;

use http::StatusCode;
use mimus_core::AccessKind;
use mimus_store::{AccessRule, testing};
use mimus_web::demo::{Follower, FollowerError};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::place::{Place, http_client, now, post, profile};

const ACTIVITY: &str = "application/activity+json";

async fn follower() -> Follower {
    Follower::start("127.0.0.1:0".parse().unwrap(), http_client()).await.unwrap()
}

fn refused<T: std::fmt::Debug>(answer: Result<T, FollowerError>) -> StatusCode {
    match answer {
        Err(FollowerError::Refused { status, .. }) => status,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn on_a_full_disk_reading_goes_on_and_writing_is_put_off() {
    let place = Place::start_reachable(|_| {}, |site| site).await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let id = place.record(mirror, vec![post(1, "One")]).await[0];
    let actor = format!("{}/users/lark", place.base());
    testing::fill(&place.store).await.unwrap();
    // The pages that there are have some room left.
    let mut followers = 0;
    let turned_away = loop {
        let fan = follower().await;
        match fan.follow(&actor).await {
            Ok(_) => followers += 1,
            answer => {
                assert_eq!(refused(answer), 503);
                break fan;
            }
        }
        assert!(followers < 20, "it does not get full");
    };
    for path in ["/", "/@lark", &format!("/@lark/{id}"), "/readyz", "/users/lark"] {
        assert_eq!(place.get(path).await.status, 200, "{path}");
    }
    assert_eq!(place.store.follower_count(mirror).await.unwrap(), followers, "nothing is half written");
    place.store.check_integrity().await.unwrap();
    testing::make_room(&place.store).await.unwrap();
    turned_away.follow(&actor).await.expect("the same follow, sent again");
    assert_eq!(place.store.follower_count(mirror).await.unwrap(), followers + 1);
}

#[tokio::test]
async fn what_is_in_hand_at_once_is_bounded_and_pages_are_served_meanwhile() {
    let place = Place::start_reachable(|_| {}, |site| site).await;
    place.mirror("lark", &profile("Lark")).await;
    let head = format!(
        "POST /inbox HTTP/1.1\r\nHost: x\r\nContent-Type: {ACTIVITY}\r\nContent-Length: {}\r\n\r\n",
        1 << 20
    );
    let all_but_one = vec![b' '; (1 << 20) - 1];
    let mut held = Vec::new();
    for _ in 0..64 {
        let mut stream = TcpStream::connect(place.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&all_but_one).await.unwrap();
        held.push(stream);
    }
    let send = || async { place.send("POST", "/inbox", &[("Content-Type", ACTIVITY)], b"{}").await };
    let status = |wanted: u16| {
        let send = &send;
        async move {
            loop {
                let answer = send().await;
                if answer.status == wanted {
                    return answer;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    };
    let limit = Duration::from_secs(15);
    let busy = tokio::time::timeout(limit, status(503)).await.expect("too much in hand");
    assert_eq!(busy.header("retry-after"), "30");
    assert!(busy.json()["error"].as_str().unwrap().contains("try again later"));
    assert_eq!(place.get("/@lark").await.status, 200);
    drop(held);
    tokio::time::timeout(limit, status(401)).await.expect("room again");
}

#[tokio::test]
async fn whoever_is_denied_gets_no_documents_where_fetches_are_authorised() {
    let place = Place::start_reachable(|parts| parts.authorized_fetch = true, |site| site).await;
    place.mirror("lark", &profile("Lark")).await;
    let (friend, denied) = (follower().await, follower().await);
    let host = denied.handle().rsplit_once('@').unwrap().1.to_owned();
    let rule = AccessRule {
        pattern: host.parse().unwrap(),
        kind: AccessKind::Deny,
        reason: "Scraping".into(),
        note: None,
        origin: "keeper".into(),
        created_at: now(),
    };
    place.store.keep_access_rules(&[rule]).await.unwrap();
    let actor = format!("{}/users/lark", place.base());
    friend.follow(&actor).await.unwrap();
    // Following begins with reading the actor.
    assert_eq!(refused(denied.follow(&actor).await), 403);
}
