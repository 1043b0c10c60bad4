//! The emulator as Mimus's own client sees it.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use axum::http::{HeaderValue, header};
use jiff::Timestamp;
use mimus_core::Post;
use mimus_http::{ClientConfig, HttpClient, Request};
use mimus_networks::x::{
    Absence, Answer, BearerToken, CallError, Converted, Endpoint, FilmLimit, Loss, PageOf, Refusal,
    RuleChange, StreamEnd, TweetId, XClient, convert,
};
use mimus_testkit::emulator::{Emulator, Fault, FaultKind, NewPoll, NewPost, Options};
use serde_json::{Value, json};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Noon, so that no test runs over midnight by itself.
fn options() -> Options {
    let start: Timestamp = "2026-08-10T12:00:00Z".parse().unwrap();
    Options { start: Some(start), ..Options::default() }
}

async fn start(options: Options) -> (Emulator, XClient) {
    let x = Emulator::start_with(options).await.unwrap();
    let client = client_of(&x, x.bearer());
    (x, client)
}

fn http() -> HttpClient {
    let mut config = ClientConfig::new("mimus-test");
    config.allow_private_addresses = true;
    config.total_timeout = Duration::from_secs(3);
    HttpClient::new(config).unwrap()
}

fn client_of(x: &Emulator, token: &str) -> XClient {
    XClient::new(http(), x.base_url(), BearerToken::new(token).unwrap())
}

/// What X's answer is before the client reads it.
async fn wire(x: &Emulator, path: &str) -> Value {
    let token = HeaderValue::from_str(&format!("Bearer {}", x.bearer())).unwrap();
    let request = Request::get(x.base_url().join(path).unwrap()).header(header::AUTHORIZATION, token);
    serde_json::from_slice(&http().send(request).await.unwrap().body).unwrap()
}

fn slice(text: &Value, entity: &Value) -> String {
    let at = |name: &str| usize::try_from(entity[name].as_u64().unwrap()).unwrap();
    text.as_str().unwrap().chars().take(at("end")).skip(at("start")).collect()
}

fn words(text: &str) -> NewPost {
    NewPost { text: text.into(), ..NewPost::default() }
}

fn newest(at_most: u32) -> PageOf {
    PageOf { at_most, ..PageOf::default() }
}

fn after(id: u64, at_most: u32) -> PageOf {
    PageOf { since: Some(id.to_string().parse().unwrap()), ..newest(at_most) }
}

fn ids(answer: &Answer) -> Vec<u64> {
    answer.tweets.iter().map(|tweet| tweet.id().unwrap().to_string().parse().unwrap()).collect()
}

fn tweet_ids(ids: &[u64]) -> Vec<TweetId> {
    ids.iter().map(|id| id.to_string().parse().unwrap()).collect()
}

fn first(answer: &Answer) -> Post {
    let Converted { post, losses, .. } =
        convert(&answer.tweets[0], &answer.includes, FilmLimit::default()).unwrap();
    // The words of the posts it speaks of are asked for by themselves, if at all.
    assert!(losses.iter().all(|loss| *loss == Loss::Original), "{losses:?}");
    post
}

fn refusal(error: CallError) -> Refusal {
    match error {
        CallError::Refused { refusal, .. } => refusal,
        other => panic!("{other}"),
    }
}

async fn add_rule(client: &XClient, value: &str) {
    let change = RuleChange::Add { values: vec![value.into()], tag: "mimus" };
    let added = client.change_rules(&change).await.unwrap().answer;
    assert_eq!((added.added.len(), added.problems.len()), (1, 0), "{value}");
}

#[tokio::test]
async fn words_come_through_whole() {
    let (x, client) = start(options()).await;
    let bob = x.add_user("bob_x", "Bob");
    let alice = x.add_user("alice", "Alice");
    let text = "🚀 Fish & <chips> with @bob_x 🍟: https://example.com/menu?day=mon&x=1, #London";
    x.post(
        alice,
        NewPost {
            photos: vec![("https://pbs.twimg.com/media/a.jpg".into(), Some("a boat".into()))],
            lang: Some("en".into()),
            ..words(text)
        },
    );
    let answer = client.user_tweets(alice, &newest(5)).await.unwrap().answer;
    let post = first(&answer);
    assert_eq!(post.text.as_str(), text);
    assert_eq!(post.media.len(), 1);
    let links = format!("{:?}", post.text);
    assert!(links.contains("https://example.com/menu?day=mon&x=1"), "{links}");
    assert!(!links.contains("t.co"), "{links}");
    assert!(alice.to_string().len() == 19 && bob.to_string().len() == 19);
}

#[tokio::test]
async fn every_kind_of_post_is_read() {
    let (x, client) = start(options()).await;
    let alice = x.add_user("alice", "Alice");
    let bob = x.add_user("bob", "Bob");
    let said = x.post(bob, words(&"said by Bob & more ".repeat(12)));
    let read = async || first(&client.user_tweets(alice, &newest(5)).await.unwrap().answer);

    x.post(alice, NewPost { reply_to: Some(said), ..words("no") });
    let reply = read().await;
    assert_eq!((reply.text.as_str(), reply.reply_to.is_some()), ("no", true));

    x.post(alice, NewPost { quote: Some(said), ..words("look") });
    let quote = read().await;
    assert_eq!((quote.text.as_str(), quote.quote.is_some()), ("look", true));

    x.post(alice, NewPost { repost_of: Some(said), ..NewPost::default() });
    assert!(read().await.repost_of.is_some());
    let original = client.tweets(&tweet_ids(&[said])).await.unwrap().answer;
    assert_eq!(first(&original).text.as_str(), "said by Bob & more ".repeat(12).trim_end());

    let poll = NewPoll { options: vec!["Tea".into(), "Coffee".into()], minutes: 60 };
    x.post(alice, NewPost { poll: Some(poll), ..words("which?") });
    assert_eq!(read().await.poll.unwrap().options.len(), 2);

    let long = format!("{} see https://example.com/long for the 🚀 & the rest", "a long word ".repeat(30));
    x.post(alice, words(&long));
    assert_eq!(read().await.text.as_str(), long);
}

#[tokio::test]
async fn a_timeline_is_read_by_pages_and_from_an_id() {
    let (x, client) = start(options()).await;
    let alice = x.add_user("alice", "Alice");
    let written: Vec<u64> = (0..12).map(|n| x.post(alice, words(&format!("post {n}")))).collect();
    let newest_first: Vec<u64> = written.iter().rev().copied().collect();

    let (mut read, mut page) = (Vec::new(), newest(5));
    loop {
        let answer = client.user_tweets(alice, &page).await.unwrap().answer;
        read.push(ids(&answer));
        page.token = answer.next_token;
        if page.token.is_none() {
            break;
        }
    }
    assert_eq!(read.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 2]);
    assert_eq!(read.concat(), newest_first);

    let answer = client.user_tweets(alice, &after(written[9], 5)).await.unwrap().answer;
    assert_eq!(ids(&answer), [written[11], written[10]]);
    let nothing = client.user_tweets(alice, &after(written[11], 5)).await.unwrap().answer;
    assert!(nothing.tweets.is_empty() && nothing.problems.is_empty());

    x.advance(DAY);
    let late = x.post(alice, words("late"));
    let from = PageOf { from: Some(x.now().checked_sub(Duration::from_secs(60)).unwrap()), ..newest(5) };
    assert_eq!(ids(&client.user_tweets(alice, &from).await.unwrap().answer), [late]);
}

#[tokio::test]
async fn a_search_finds_what_it_asks_for() {
    let (x, client) = start(options()).await;
    let (alice, bob) = (x.add_user("alice", "Alice"), x.add_user("bob", "Bob"));
    let carol = x.add_user("carol", "Carol");
    let old = x.post(alice, words("a week and a day ago"));
    x.advance(8 * DAY);
    let hers = x.post(alice, words("hers"));
    let his = x.post(bob, words("his"));
    let repost = x.post(alice, NewPost { repost_of: Some(his), ..NewPost::default() });
    let quote = x.post(carol, NewPost { quote: Some(his), ..words("hm") });
    let found = async |query: &str| ids(&client.search_recent(query, &newest(10)).await.unwrap().answer);

    assert_eq!(found("from:ALICE").await, [repost, hers]);
    assert_eq!(found("from:alice OR from:bob").await, [repost, his, hers]);
    assert_eq!(found(&format!("(from:{alice} OR from:{bob}) -is:retweet")).await, [his, hers]);
    assert_eq!(found("from:alice OR from:carol is:quote").await, [quote, repost, hers]);
    assert!(!found("from:alice").await.contains(&old));
    let answer = client.search_recent("from:alice", &after(hers, 10)).await.unwrap().answer;
    assert_eq!(ids(&answer), [repost]);

    let long = vec!["from:alice"; 40].join(" OR ");
    for wrong in
        ["is:retweet", "from:alice min_faves:3", "from:alice OR", "(from:alice", "-(from:alice)", &long]
    {
        let error = client.search_recent(wrong, &newest(10)).await.unwrap_err();
        assert!(matches!(refusal(error), Refusal::Wrong(_)), "{wrong}");
    }
}

#[tokio::test]
async fn the_stream_delivers_and_is_cut() {
    let (x, client) = start(Options { keep_alive: Duration::from_millis(20), ..options() }).await;
    let (alice, bob) = (x.add_user("alice", "Alice"), x.add_user("bob", "Bob"));
    assert!(matches!(refusal(client.stream().await.err().unwrap()), Refusal::NoRules(_)));
    add_rule(&client, &format!("from:{alice}")).await;
    let mut stream = client.stream().await.unwrap().answer;
    assert_eq!(x.streams_open(), 1);
    assert!(matches!(refusal(client.stream().await.err().unwrap()), Refusal::Connected(_)));

    x.post(bob, words("not asked for"));
    let post = x.post(alice, words("to the stream & 🚀"));
    let read = stream.next().await.unwrap();
    assert_eq!(ids(&read), [post]);
    assert_eq!(first(&read).text.as_str(), "to the stream & 🚀");
    let edited = x.edit(post, "again");
    assert_eq!(ids(&stream.next().await.unwrap()), [edited]);
    let quote = x.post(bob, NewPost { quote: Some(post), ..words("look") });
    assert_eq!(ids(&stream.next().await.unwrap()), [quote]);

    x.duplicate_events(true);
    let twice = x.post(alice, words("twice"));
    assert_eq!(ids(&stream.next().await.unwrap()), [twice]);
    assert_eq!(ids(&stream.next().await.unwrap()), [twice]);
    x.duplicate_events(false);
    x.reorder_events(true);
    let one = x.post(alice, words("one"));
    let two = x.post(alice, words("two"));
    assert_eq!(ids(&stream.next().await.unwrap()), [two]);
    assert_eq!(ids(&stream.next().await.unwrap()), [one]);
    let alone = x.post(alice, words("alone"));
    assert_eq!(ids(&stream.next().await.unwrap()), [alone]);

    x.cut_streams();
    assert!(matches!(stream.next().await.unwrap_err(), StreamEnd::Broken(_)));
    assert_eq!(x.streams_open(), 0);

    let mut stream = client.stream().await.unwrap().answer;
    client.end_connections().await.unwrap();
    assert!(matches!(stream.next().await.unwrap_err(), StreamEnd::Ended(_)));

    let stream = client.stream().await.unwrap().answer;
    drop(stream);
    let closed = async {
        while x.streams_open() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), closed).await.unwrap();
}

#[tokio::test]
async fn rules_are_added_and_removed() {
    let (x, client) = start(options()).await;
    let long = format!("from:{}", "a".repeat(1_100));
    let values =
        vec!["from:a".into(), "from:b -is:retweet".into(), "from:a".into(), "has:links".into(), long];
    let change = RuleChange::Add { values, tag: "mimus" };
    let answer = client.change_rules(&change).await.unwrap().answer;
    assert_eq!((answer.added.len(), answer.problems.len()), (2, 3));
    assert_eq!(x.rules(), ["from:a", "from:b -is:retweet"]);
    let rules = client.rules().await.unwrap().answer;
    assert_eq!((rules.len(), rules[0].tag.as_deref()), (2, Some("mimus")));
    client.change_rules(&RuleChange::Delete(vec![rules[0].id.clone()])).await.unwrap();
    assert_eq!(x.rules(), ["from:b -is:retweet"]);

    let values = (0..1_000).map(|n| format!("from:user{n}")).collect();
    let refused = client.change_rules(&RuleChange::Add { values, tag: "mimus" }).await.unwrap_err();
    assert!(matches!(refusal(refused), Refusal::Wrong(_)));
    assert_eq!(x.rules().len(), 1);
}

#[tokio::test]
async fn a_full_window_refuses_until_it_ends() {
    let (x, client) = start(options()).await;
    x.add_user("alice", "Alice");
    for left in (0..25).rev() {
        let window = client.end_connections().await.unwrap().window.unwrap();
        assert_eq!((window.limit, window.remaining), (25, left));
    }
    let error = client.end_connections().await.unwrap_err();
    let window = error.window().unwrap();
    assert!(matches!(refusal(error), Refusal::Window(_)));
    client.users_by(&["alice"]).await.unwrap();

    x.advance(window.resets_at.duration_since(x.now()).unsigned_abs());
    assert_eq!(client.end_connections().await.unwrap().window.unwrap().remaining, 24);
    let bill = x.bill();
    assert_eq!((bill.requests[&Endpoint::Connections], bill.refused_429), (27, 1));
    assert!((bill.highest_share[&Endpoint::Connections] - 1.0).abs() < f64::EPSILON);

    let (x, client) = start(Options { windows: false, ..options() }).await;
    for _ in 0..30 {
        client.end_connections().await.unwrap();
    }
    assert!(x.bill().highest_share[&Endpoint::Connections] > 1.0);
}

#[tokio::test]
async fn what_is_read_is_charged_once_a_day() {
    let (x, client) = start(options()).await;
    let alice = x.add_user("alice", "Alice");
    let posts: Vec<u64> = (0..3).map(|n| x.post(alice, words(&format!("{n}")))).collect();
    for _ in 0..2 {
        client.user_tweets(alice, &newest(5)).await.unwrap();
        client.tweets(&tweet_ids(&posts)).await.unwrap();
        client.users_by(&["alice"]).await.unwrap();
        client.users(&[alice]).await.unwrap();
    }
    let bill = x.bill();
    assert_eq!((bill.posts, bill.users, bill.micros), (3, 1, 3 * 5_000 + 10_000));
    x.advance(Duration::from_secs(12 * 60 * 60));
    client.tweets(&tweet_ids(&posts[..1])).await.unwrap();
    assert_eq!((x.bill().posts, x.bill().micros), (4, 30_000));
}

#[tokio::test]
async fn without_credits_nothing_is_given() {
    let (x, client) = start(Options { credits: Some(10_000), ..options() }).await;
    let alice = x.add_user("alice", "Alice");
    add_rule(&client, "from:alice").await;
    let mut stream = client.stream().await.unwrap().answer;
    x.post(alice, words("one"));
    x.post(alice, words("two"));
    for _ in 0..2 {
        stream.next().await.unwrap();
    }
    x.post(alice, words("three"));
    assert!(matches!(stream.next().await.unwrap_err(), StreamEnd::Ended(_)));
    let error = client.user_tweets(alice, &newest(5)).await.unwrap_err();
    assert!(error.window().is_some());
    assert!(matches!(refusal(error), Refusal::Credits(_)));
    assert!(matches!(refusal(client.stream().await.err().unwrap()), Refusal::Credits(_)));
    assert_eq!(x.bill().micros, 10_000);
    client.rules().await.unwrap();
}

#[tokio::test]
async fn edits_have_new_ids_and_deletions_none() {
    let (x, client) = start(options()).await;
    let alice = x.add_user("alice", "Alice");
    let bob = x.add_user("bob", "Bob");
    let written = x.post(alice, words("opens at 9"));
    x.advance(Duration::from_secs(60));
    let edited = x.edit(written, "opens at 10");
    let answer = client.user_tweets(alice, &newest(5)).await.unwrap().answer;
    assert_eq!(ids(&answer), [edited]);
    assert_eq!(answer.tweets[0].versions(), tweet_ids(&[written, edited]));
    let post = first(&answer);
    assert_eq!((post.text.as_str(), post.origin.remote_id.as_str()), ("opens at 10", &*written.to_string()));
    assert!(post.edited_at.is_some());

    let repost = x.post(bob, NewPost { repost_of: Some(edited), ..NewPost::default() });
    x.delete(written);
    let answer = client.tweets(&tweet_ids(&[written, edited, repost])).await.unwrap().answer;
    assert!(answer.tweets.is_empty());
    assert_eq!(answer.problems.len(), 3);
    assert!(answer.problems.iter().all(|problem| problem.absence() == Absence::Gone));
}

#[tokio::test]
async fn accounts_that_are_not_seen_say_why() {
    let (x, client) = start(options()).await;
    let names = ["suspended", "protected", "closed", "open"];
    let [suspended, protected, closed, open] = names.map(|name| x.add_user(name, name));
    let all = [suspended, protected, closed, open];
    let posts = all.map(|user| x.post(user, words("hi")));
    x.suspend(suspended);
    x.protect(protected);
    x.close(closed);
    x.rename(open, "renamed");
    let expected = [Absence::Suspended, Absence::Protected, Absence::Gone];
    for (user, absence) in all.into_iter().zip(expected) {
        let answer = client.user_tweets(user, &newest(5)).await.unwrap().answer;
        assert!(answer.tweets.is_empty());
        assert_eq!(answer.problems[0].resource(), Some(("user", &*user.to_string())));
        assert_eq!(answer.problems[0].absence(), absence);
    }
    let users = client.users(&all).await.unwrap().answer;
    assert_eq!(
        users.users.iter().map(|user| user.handle().unwrap()).collect::<Vec<_>>(),
        ["protected", "renamed"]
    );
    assert!(users.users[0].is_protected());
    assert_eq!(users.problems.len(), 2);
    let answer = client.tweets(&tweet_ids(&posts)).await.unwrap().answer;
    assert_eq!((ids(&answer), answer.problems.len()), (vec![posts[3]], 3));
    assert!(client.users_by(&["open"]).await.unwrap().answer.users.is_empty());
    assert!(matches!(refusal(client_of(&x, "other").users(&all).await.unwrap_err()), Refusal::Token(_)));
}

#[tokio::test]
async fn faults_befall_as_often_as_is_said() {
    let (x, client) = start(options()).await;
    let alice = x.add_user("alice", "Alice");
    x.post(alice, words("hi"));
    let fault = |kind| vec![Fault { endpoint: Endpoint::UserTweets, kind, times: Some(1) }];
    let read = async || client.user_tweets(alice, &newest(5)).await;

    x.set_faults(fault(FaultKind::Status(503)));
    assert!(matches!(refusal(read().await.unwrap_err()), Refusal::Unwell(_)));
    assert_eq!(ids(&read().await.unwrap().answer).len(), 1);
    for kind in [FaultKind::Cut, FaultKind::CutMidLine] {
        x.set_faults(fault(kind));
        assert!(matches!(read().await.unwrap_err(), CallError::NoAnswer { .. }), "{kind:?}");
        assert_eq!(ids(&read().await.unwrap().answer).len(), 1);
    }
    x.set_faults(fault(FaultKind::Drip));
    assert_eq!(ids(&read().await.unwrap().answer).len(), 1);
    x.set_faults(fault(FaultKind::Delay(Duration::from_secs(20))));
    assert!(matches!(read().await.unwrap_err(), CallError::NoAnswer { sent: true, .. }));
    x.set_faults(vec![Fault { endpoint: Endpoint::UserTweets, kind: FaultKind::Status(500), times: None }]);
    assert!(read().await.is_err() && read().await.is_err());
    x.clear_faults();
    read().await.unwrap();
}

#[tokio::test]
async fn faults_befall_the_stream() {
    let (x, client) = start(options()).await;
    let alice = x.add_user("alice", "Alice");
    add_rule(&client, "from:alice").await;
    let fault = |kind| vec![Fault { endpoint: Endpoint::Stream, kind, times: Some(1) }];

    x.set_faults(fault(FaultKind::Drip));
    let mut stream = client.stream().await.unwrap().answer;
    let post = x.post(alice, words("in drips 🚀"));
    assert_eq!(ids(&stream.next().await.unwrap()), [post]);
    x.cut_streams();

    x.set_faults(fault(FaultKind::CutMidLine));
    let mut stream = client.stream().await.unwrap().answer;
    x.post(alice, words("cut"));
    assert!(matches!(stream.next().await.unwrap_err(), StreamEnd::Broken(_)));

    x.set_faults(fault(FaultKind::Status(503)));
    assert!(matches!(refusal(client.stream().await.err().unwrap()), Refusal::Unwell(_)));
    x.set_faults(fault(FaultKind::Cut));
    if let Ok(mut called) = client.stream().await {
        assert!(matches!(called.answer.next().await.unwrap_err(), StreamEnd::Broken(_)));
    }
    assert_eq!(x.streams_open(), 0);
}

#[tokio::test]
async fn entities_stand_where_they_say() {
    let (x, _) = start(options()).await;
    let bob = x.add_user("bob_x", "Bob");
    let alice = x.add_user("alice", "Alice");
    let text = "🚀 Q&A <3 @bob_x https://example.com/a?b=1&c=2, (http://example.org/) #Köln #1 a@b.example";
    let quoted = x.post(bob, words("quoted"));
    let photo = |n: u32| (format!("https://pbs.twimg.com/media/{n}.jpg"), None);
    let content = NewPost { quote: Some(quoted), photos: vec![photo(1), photo(2)], ..words(text) };
    let id = x.post(alice, content);
    let path = format!("2/tweets?ids={id}&tweet.fields=entities,display_text_range");
    let tweet = wire(&x, &path).await["data"][0].clone();
    let (text, entities) = (&tweet["text"], &tweet["entities"]);
    assert!(text.as_str().unwrap().starts_with("🚀 Q&amp;A &lt;3 @bob_x https://t.co/"), "{text}");
    let urls = entities["urls"].as_array().unwrap();
    assert_eq!(urls.len(), 5);
    for url in urls {
        assert_eq!(json!(slice(text, url)), url["url"]);
        assert_eq!(url["url"].as_str().unwrap().len(), 23);
    }
    assert_eq!(urls[0]["expanded_url"], "https://example.com/a?b=1&c=2");
    assert_eq!(urls[1]["expanded_url"], "http://example.org/");
    assert_eq!(urls[2]["expanded_url"], format!("https://x.com/bob_x/status/{quoted}"));
    assert_eq!((&urls[3]["start"], &urls[3]["url"]), (&urls[4]["start"], &urls[4]["url"]));
    assert_eq!(slice(text, &entities["mentions"][0]), "@bob_x");
    assert_eq!(entities["mentions"].as_array().unwrap().len(), 1);
    assert_eq!(slice(text, &entities["hashtags"][0]), "#Köln");
    assert_eq!(entities["hashtags"].as_array().unwrap().len(), 1);
    assert_eq!(tweet["display_text_range"][1].as_u64().unwrap() + 1, urls[2]["start"].as_u64().unwrap());
}

#[tokio::test]
async fn only_what_is_asked_for_is_given() {
    let (x, _) = start(Options { bill_includes: true, ..options() }).await;
    let (alice, bob) = (x.add_user("alice", "Alice"), x.add_user("bob", "Bob"));
    let said = x.post(bob, words(&"said & ".repeat(60)));
    let photos = vec![("https://pbs.twimg.com/media/a.jpg".into(), None)];
    let id = x.post(alice, NewPost { quote: Some(said), photos, ..words("look") });
    let bare = wire(&x, &format!("2/tweets?ids={id}")).await;
    let members: Vec<&String> = bare["data"][0].as_object().unwrap().keys().collect();
    assert_eq!(members, ["edit_history_tweet_ids", "id", "text"]);
    assert!(bare.get("includes").is_none() && bare.get("errors").is_none());
    assert_eq!((x.bill().posts, x.bill().users), (1, 0));

    let expansions = "attachments.media_keys,referenced_tweets.id,referenced_tweets.id.author_id";
    let path = format!("2/tweets?ids={id}&expansions={expansions}&tweet.fields=note_tweet");
    let full = wire(&x, &path).await;
    assert_eq!(full["includes"]["media"][0]["type"], "photo");
    let quoted = &full["includes"]["tweets"][0];
    assert!(quoted["note_tweet"]["text"].as_str().unwrap().len() > quoted["text"].as_str().unwrap().len());
    assert_eq!(full["includes"]["users"][0]["username"], "bob");
    assert_eq!((x.bill().posts, x.bill().users), (2, 1));

    let repost = x.post(alice, NewPost { repost_of: Some(said), ..NewPost::default() });
    let text = wire(&x, &format!("2/tweets?ids={repost}")).await["data"][0]["text"].clone();
    let text = text.as_str().unwrap().replace("&amp;", "&");
    assert!(text.starts_with("RT @bob: said & said") && text.ends_with('…'), "{text}");
    assert_eq!(text.chars().count(), 140);

    let wrong = wire(&x, &format!("2/tweets?ids={id}&fields=all")).await;
    assert_eq!(wrong["title"], "Invalid Request");
}

#[tokio::test]
async fn it_is_tried_by_hand_and_ends_with_its_last_handle() {
    let (x, client) = start(options()).await;
    let base = x.base_url();
    let send = async |path: &str, body: Value| {
        let request = Request::post(base.join(path).unwrap(), body.to_string());
        serde_json::from_slice::<Value>(&http().send(request).await.unwrap().body).unwrap()
    };
    send("_emulator/users", json!({"handle": "alice", "name": "Alice"})).await;
    let id = send("_emulator/posts", json!({"user": "alice", "text": "by hand"})).await["id"].clone();
    let answer = client.search_recent("from:alice", &newest(10)).await.unwrap().answer;
    assert_eq!(json!(ids(&answer)[0].to_string()), id);
    assert_eq!(wire(&x, "_emulator/bill").await["posts"], 1);

    let other = x.clone();
    drop(x);
    client.rules().await.unwrap();
    drop(other);
    let ended = async { while client.rules().await.is_ok() {} };
    tokio::time::timeout(Duration::from_secs(5), ended).await.unwrap();
}
