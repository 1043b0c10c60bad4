//! Both ways at once: everything arrives once, and nothing comes back.

use std::collections::BTreeMap;
use std::time::Duration;

use mimus_store::PublicationState;
use mimus_testkit::emulator::{NewPoll as XPoll, NewPost, Options};
use mimus_testkit::mastodon::{NewMedia, NewPoll, NewStatus, StatusId, Visibility};

use crate::newsroom::{Newsroom, toot, tweet, until};

/// Pairs of accounts; X takes a hundred posts of an account in a quarter of an hour.
const PAIRS: usize = 4;
/// Posts of each account.
const POSTS: usize = 50;

/// A picture of four dots.
pub(crate) const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x02, 0x00, 0x00, 0x00, 0xfd, 0xd4, 0x9a, 0x73, 0x00,
    0x00, 0x00, 0x12, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0xf8, 0xcf, 0xc0, 0xc0, 0x00, 0xc2, 0x0c,
    0xff, 0x81, 0x00, 0x00, 0x1f, 0xee, 0x05, 0xfb, 0xf1, 0xab, 0xba, 0x77, 0x00, 0x00, 0x00, 0x00, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// A status of one kind after the other.
fn status(n: usize, before: Option<StatusId>) -> NewStatus {
    let words = format!("Toot {n}");
    match n % 10 {
        1 => toot(&format!("{words} see https://example.org/page?id={n}&utm_source=x for more")),
        2 => NewStatus { in_reply_to: before, ..toot(&format!("{words} goes on")) },
        3 => NewStatus { spoiler_text: "Food".into(), ..toot(&format!("{words} a pie")) },
        4 => {
            let media = NewMedia {
                content_type: "image/png".into(),
                bytes: PNG.to_vec(),
                description: Some(format!("Picture {n}")),
                focus: None,
            };
            NewStatus { media: vec![media], ..toot(&words) }
        }
        5 => {
            let poll = NewPoll {
                options: vec!["Tea".into(), "Coffee".into()],
                expires_in: Duration::from_secs(3_600),
                ..NewPoll::default()
            };
            NewStatus { poll: Some(poll), ..toot(&format!("{words}?")) }
        }
        6 => toot(&format!("{words}. {}", format!("A sentence of {n} that goes on and on. ").repeat(12))),
        7 => NewStatus { visibility: Visibility::Unlisted, ..toot(&format!("{words} #quiet")) },
        8 => NewStatus { language: Some("he".into()), ..toot(&format!("{words} שלום לכולם 🎉")) },
        _ => toot(&words),
    }
}

/// A post of one kind after the other.
fn post(n: usize, before: Option<u64>) -> NewPost {
    let words = format!("Tweet {n}");
    match n % 10 {
        1 => tweet(&format!("{words} see https://example.org/page?id={n} for more")),
        2 => NewPost { reply_to: before, ..tweet(&format!("{words} goes on")) },
        3 => tweet(&format!("CW: food\n{words} a pie")),
        4 => NewPost { lang: Some("ar".into()), ..tweet(&format!("{words} مرحبا 🎉")) },
        5 => {
            let poll = XPoll { options: vec!["Tea".into(), "Coffee".into()], minutes: 60 };
            NewPost { poll: Some(poll), ..tweet(&format!("{words}?")) }
        }
        6 => tweet(&format!("{words} #birds $BIRD & <more>")),
        7 => NewPost { lang: Some("ja".into()), ..tweet(&format!("{words} 日本語の文です。")) },
        8 => NewPost { quote: before, ..tweet(&format!("{words} as said")) },
        _ => tweet(&words),
    }
}

/// How often each number stands at the beginning of a text.
fn numbers(texts: impl Iterator<Item = String>, word: &str) -> BTreeMap<usize, usize> {
    let mut numbers = BTreeMap::new();
    for text in texts {
        let number = text.strip_prefix(word).and_then(|rest| {
            let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        });
        if let Some(number) = number {
            *numbers.entry(number).or_default() += 1;
        }
    }
    numbers
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_posts_on_each_side_arrive_once_and_none_comes_back() {
    let room = Newsroom::open_with(Options { windows: false, ..Options::default() }).await;
    let names: Vec<String> = (0..PAIRS).map(|n| format!("house{n}")).collect();
    let mut accounts = Vec::new();
    for name in &names {
        let (here, there) = (room.connect_mastodon(name), room.connect_x(name));
        // A picture cannot be told from an empty page where content warnings hide the words: both are carried here.
        room.route(&here, &there, &["--content-warnings", "line"]);
        room.route(&there, &here, &[]);
        accounts.push((here, there));
    }
    let server = room.serve();
    for (here, there) in &accounts {
        room.begun(here).await;
        room.begun(there).await;
    }
    for (pair, name) in names.iter().enumerate() {
        let user = room.x.connect_user(name).user;
        let (mut toots, mut tweets) = (Vec::new(), Vec::new());
        for n in 0..POSTS {
            toots.push(room.mastodon.post(name, status(n, toots.last().copied())));
            tweets.push(room.x.post(user, post(n, tweets.last().copied())));
        }
        room.read_soon(&accounts[pair].1).await;
    }
    let wanted = 2 * PAIRS * POSTS;
    let mut seen = 0;
    let calm = until("all is published", async || {
        for (_, there) in &accounts {
            room.read_soon(there).await;
        }
        seen = room.in_state(PublicationState::Published).await;
        let failed =
            room.in_state(PublicationState::Failed).await + room.in_state(PublicationState::Partial).await;
        assert_eq!(failed, 0, "{:?}", room.refused().await);
        seen >= wanted
    })
    .await;
    // What would come back would do so at the next readings.
    for _ in 0..3 {
        for (here, there) in &accounts {
            room.read_soon(here).await;
            room.read_soon(there).await;
        }
        tokio::time::sleep(Duration::from_millis(2_500)).await;
    }
    let all = room.store.publications(None, None, None, 10_000).await.unwrap();
    assert_eq!(all.len(), wanted, "{:?}", room.told().await);
    for name in &names {
        let there = numbers(room.x.posts_of(name).into_iter().map(|(_, post)| post.text), "Toot ");
        // Under a content warning the number stands in the second line.
        let warned = room.x.posts_of(name).into_iter().filter(|(_, post)| post.text.contains("Food")).count();
        assert_eq!((there.len() + warned, warned), (POSTS, POSTS / 10), "{there:?}");
        assert!(there.values().all(|count| *count == 1), "{there:?}");
        let own = numbers(room.x.posts_of(name).into_iter().map(|(_, post)| post.text), "Tweet ");
        assert!(own.values().all(|count| *count == 1), "something came back: {own:?}");
        let statuses = room.mastodon.statuses_of(name);
        let here = numbers(statuses.iter().map(|status| status.text.clone()), "Tweet ");
        assert_eq!(here.len(), POSTS, "{here:?}");
        assert!(here.values().all(|count| *count == 1), "{here:?}");
        let own = numbers(statuses.iter().map(|status| status.text.clone()), "Toot ");
        assert!(own.values().all(|count| *count == 1), "something came back: {own:?}");
    }
    check_kinds(&room, &names[0]);
    println!(
        "{wanted} posts between {PAIRS} pairs of accounts, each there once {calm:.1?} after the last was written"
    );
    server.kill();
}

/// One of each kind is as it should be.
fn check_kinds(room: &Newsroom, name: &str) {
    let posts = room.x.posts_of(name);
    let there = |words: &str| {
        let found = posts.iter().find(|(_, post)| post.text.starts_with(words));
        found.unwrap_or_else(|| panic!("no {words:?} among {posts:#?}"))
    };
    assert_eq!(there("Toot 1 see").1.text, "Toot 1 see https://example.org/page?id=1 for more");
    let answer = there("Toot 2 goes on");
    assert_eq!(answer.1.reply_to, Some(there("Toot 1 see").0));
    assert_eq!(there("Toot 5?").1.poll.as_ref().unwrap().options, ["Tea", "Coffee"]);
    assert_eq!(there("Toot 4").1.photos.len(), 1);
    assert_eq!(there("Toot 4").1.photos[0].1.as_deref(), Some("Picture 4"));
    let long = there("Toot 6.");
    assert!(posts.iter().any(|(_, post)| post.reply_to == Some(long.0)), "a long one goes on as a thread");
    let statuses = room.mastodon.statuses_of(name);
    let here = |words: &str| statuses.iter().find(|status| status.text.starts_with(words)).unwrap();
    assert_eq!(here("Tweet 1 see").text, "Tweet 1 see https://example.org/page?id=1 for more");
    assert_eq!(here("Tweet 2 goes").in_reply_to_id, Some(here("Tweet 1 see").id));
    assert_eq!(
        (here("Tweet 3").spoiler_text.as_str(), here("Tweet 3").text.as_str()),
        ("food", "Tweet 3 a pie")
    );
    assert_eq!(here("Tweet 4").language.as_deref(), Some("ar"));
    assert_eq!(here("Tweet 5?").poll.as_ref().unwrap().options, ["Tea", "Coffee"]);
    assert_eq!(here("Tweet 6").text, "Tweet 6 #birds $BIRD & <more>");
}
