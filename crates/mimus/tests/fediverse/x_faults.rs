//! X when it is not well: nothing is lost, nothing comes twice, no window is exceeded, and the page says what is wrong.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use mimus_networks::x::Endpoint;
use mimus_testkit::emulator::{Emulator, Fault, FaultKind, NewPost};
use serde_json::Value;

use crate::servers::Mimus;
use crate::x::{settings, until};

const ACCOUNTS: usize = 3;
/// Posts of each account.
const POSTS: usize = 40;

fn fault(endpoint: Endpoint, kind: FaultKind, times: u32) -> Fault {
    Fault { endpoint, kind, times: Some(times) }
}

/// What goes wrong one after the other while posts are written.
fn troubles() -> Vec<Vec<Fault>> {
    use Endpoint::{SearchRecent, Stream, StreamRules, Tweets, UserTweets};
    vec![
        vec![fault(Stream, FaultKind::CutMidLine, 2)],
        vec![fault(Stream, FaultKind::Status(503), 1), fault(SearchRecent, FaultKind::Status(429), 2)],
        vec![fault(Stream, FaultKind::Drip, 1), fault(SearchRecent, FaultKind::Cut, 2)],
        vec![fault(StreamRules, FaultKind::Status(500), 1), fault(Tweets, FaultKind::CutMidLine, 2)],
        vec![
            fault(SearchRecent, FaultKind::Delay(Duration::from_secs(3)), 2),
            fault(UserTweets, FaultKind::Status(503), 2),
        ],
        vec![
            fault(Stream, FaultKind::Delay(Duration::from_secs(2)), 1),
            fault(SearchRecent, FaultKind::CutMidLine, 2),
        ],
    ]
}

/// The words of all posts of a mirror, as its outbox has them.
pub(crate) async fn posts(mimus: &Mimus, handle: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut next = Some(format!("/users/{handle}/outbox?page=true"));
    while let Some(path) = next.take() {
        let answer = mimus.get(&path, "application/activity+json").await;
        let page: Value = serde_json::from_slice(&answer.body).unwrap();
        for item in page["orderedItems"].as_array().into_iter().flatten() {
            all.extend(item["object"]["content"].as_str().map(str::to_owned));
        }
        let link = page["next"].as_str().or_else(|| page["first"].as_str().filter(|_| all.is_empty()));
        next = link.map(|link| link.trim_start_matches(mimus.base.as_str()).to_owned());
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn no_post_is_lost_or_doubled_whatever_x_does() {
    let emulator = Emulator::start().await.unwrap();
    let names: Vec<String> = (0..ACCOUNTS).map(|n| format!("account_{n}")).collect();
    let users: Vec<u64> = names.iter().map(|name| emulator.add_user(name, name)).collect();
    let mimus = Mimus::start_with(None, settings(&emulator)).await;
    for name in &names {
        mimus.run(&["mirror", "add", &format!("x:{name}")]);
    }
    until("an open stream for all", Duration::from_secs(30), async || {
        let rules = emulator.rules();
        let whole = rules.len() == 1 && users.iter().all(|user| rules[0].contains(&user.to_string()));
        whole && emulator.streams_open() == 1
    })
    .await;
    emulator.duplicate_events(true);
    emulator.reorder_events(true);
    let troubles = troubles();
    for n in 0..POSTS {
        for user in &users {
            emulator.post(*user, NewPost { text: format!("Number {n}."), ..NewPost::default() });
        }
        let each = POSTS / troubles.len();
        if n % each == 0 {
            emulator.set_faults(troubles[(n / each) % troubles.len()].clone());
            emulator.cut_streams();
        }
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    emulator.clear_faults();
    emulator.reorder_events(false);
    let expected: BTreeSet<String> = (0..POSTS).map(|n| format!("<p>Number {n}.</p>")).collect();
    let began = Instant::now();
    for name in &names {
        until(&format!("all posts of {name}"), Duration::from_secs(150), async || {
            posts(&mimus, name).await.len() >= POSTS
        })
        .await;
        let all = posts(&mimus, name).await;
        let once: BTreeSet<String> = all.iter().cloned().collect();
        assert_eq!((all.len(), &once), (POSTS, &expected), "{name}");
    }
    let bill = emulator.bill();
    assert_eq!(bill.refused_429, 0);
    assert!(bill.highest_share.values().all(|share| *share <= 1.0), "{:?}", bill.highest_share);
    println!(
        "{} posts through {} troubles: all there, each once, {:.0} s after the last trouble; windows at most {:.1} % full",
        POSTS * ACCOUNTS,
        troubles.len(),
        began.elapsed().as_secs_f64(),
        bill.highest_share.values().copied().fold(0.0, f64::max) * 100.0,
    );
    mimus.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_money_is_used_up_at_x_the_page_says_so_and_nothing_more_is_called() {
    let emulator = Emulator::start().await.unwrap();
    let user = emulator.add_user("town", "Town");
    let mimus = Mimus::start_with(None, settings(&emulator)).await;
    mimus.run(&["mirror", "add", "x:town"]);
    until("an open stream", Duration::from_secs(30), async || emulator.streams_open() == 1).await;
    let forever = |endpoint| Fault { endpoint, kind: FaultKind::Status(402), times: None };
    emulator.set_faults(Endpoint::all().map(forever).collect());
    emulator.cut_streams();
    emulator.post(user, NewPost { text: "Unpaid".into(), ..NewPost::default() });
    until("the page says it", Duration::from_secs(30), async || {
        let page = mimus.get("/about/ledger", "text/html").await;
        String::from_utf8_lossy(&page.body).contains("X does not answer this server for now")
    })
    .await;
    let keeper: Value = serde_json::from_str(&mimus.run(&["ledger", "--json"])).unwrap();
    let words = keeper["alarms"].to_string();
    assert!(words.contains("credits"), "{words}");
    let calls = |emulator: &Emulator| emulator.bill().requests.values().sum::<u64>();
    let before = calls(&emulator);
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert_eq!(
        calls(&emulator),
        before,
        "a credential without credits calls nothing until it is tried again"
    );
    mimus.stop();
}
