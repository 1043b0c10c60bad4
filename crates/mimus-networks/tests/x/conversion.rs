//! Every kind of post, written for these tests, as it becomes one of ours.

use mimus_networks::x::{Answer, Converted, FilmLimit, Loss, MediaLoss, NoPost, convert};
use serde_json::{Value, json};

const AUTHOR: &str = "1900000000000000001";

/// An answer with one post of `@harbour_news` and what it brings along.
fn answer(post: &Value, includes: &Value) -> Value {
    let mut data = json!({
        "id": "2090000000000000100",
        "author_id": AUTHOR,
        "created_at": "2026-08-10T09:30:00.000Z",
        "edit_history_tweet_ids": ["2090000000000000100"],
        "lang": "en",
        "possibly_sensitive": false,
    });
    data.as_object_mut().unwrap().append(&mut post.as_object().unwrap().clone());
    let mut all = json!({
        "users": [
            {"id": AUTHOR, "name": "Harbour News", "username": "harbour_news"},
            {"id": "1900000000000000003", "name": "Bo", "username": "bo_sails"},
        ],
    });
    all.as_object_mut().unwrap().append(&mut includes.as_object().unwrap().clone());
    json!({"data": data, "includes": all})
}

#[expect(clippy::needless_pass_by_value, reason = "the tests write them in place")]
pub(crate) fn converted(post: Value, includes: Value) -> Converted {
    tried(&post, &includes).unwrap()
}

fn tried(post: &Value, includes: &Value) -> Result<Converted, NoPost> {
    let answer = Answer::parse(answer(post, includes).to_string().as_bytes()).unwrap();
    convert(&answer.tweets[0], &answer.includes, FilmLimit(10 << 20))
}

fn document(converted: &Converted) -> String {
    let losses: Vec<String> = converted.losses.iter().map(ToString::to_string).collect();
    serde_json::to_string_pretty(&json!({"post": converted.post, "losses": losses})).unwrap()
}

#[test]
fn words_with_emoji_ampersand_mention_link_and_hashtag() {
    let read = converted(
        json!({
            "text": "⛵ Cod &amp; haddock landed with @bo_sails, prices: https://t.co/aaaaaaaaaa #Harbour $FISH",
            "entities": {
                "urls": [{"start": 51, "end": 74, "url": "https://t.co/aaaaaaaaaa",
                    "expanded_url": "https://sho.rt/x", "display_url": "sho.rt/x",
                    "unwound_url": "https://example.org/prices?day=mon&utm_source=x", "status": 200, "title": "Prices &amp; more"}],
                "mentions": [{"start": 32, "end": 41, "username": "bo_sails", "id": "1900000000000000003"}],
                "hashtags": [{"start": 75, "end": 83, "tag": "Harbour"}],
                "cashtags": [{"start": 84, "end": 89, "tag": "FISH"}],
            },
        }),
        json!({}),
    );
    insta::assert_snapshot!(document(&read));
}

#[test]
fn two_pictures_have_one_link_which_goes_and_their_alt_texts() {
    let link = |key: &str| {
        json!({"start": 16, "end": 39, "url": "https://t.co/bbbbbbbbbb", "media_key": key, "display_url": "pic.x.com/bbbbbbbbbb",
            "expanded_url": "https://x.com/harbour_news/status/2090000000000000100/photo/1"})
    };
    let read = converted(
        json!({
            "text": "Boats come home https://t.co/bbbbbbbbbb",
            "possibly_sensitive": true,
            "attachments": {"media_keys": ["3_2", "3_1"]},
            "media_metadata": [{"media_key": "3_2", "alt_text": "A quay in the rain"}],
            "entities": {"urls": [link("3_2"), link("3_1")]},
        }),
        json!({"media": [
            {"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/media/One.jpg", "width": 2048, "height": 1365,
                "alt_text": "Two boats with red sails"},
            {"media_key": "3_2", "type": "photo", "url": "https://pbs.twimg.com/media/Two.png", "width": "1200", "height": 0},
        ]}),
    );
    insta::assert_snapshot!(document(&read));
}

#[test]
fn the_best_film_within_the_limit() {
    let film = |duration: u64| {
        let variant = |rate: u64, name: &str| json!({"bit_rate": rate, "content_type": "video/mp4", "url": format!("https://video.twimg.com/{name}.mp4")});
        converted(
            json!({"text": "See", "attachments": {"media_keys": ["7_1"]}}),
            json!({"media": [{"media_key": "7_1", "type": "video", "duration_ms": duration, "width": 1280, "height": 720,
                "preview_image_url": "https://pbs.twimg.com/still.jpg",
                "variants": [variant(832_000, "mid"), variant(2_176_000, "high"), variant(256_000, "low"),
                    {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/list.m3u8"}]}]}),
        )
    };
    for (seconds, chosen, losses) in [
        (10, "high", Vec::new()),
        (60, "mid", Vec::new()),
        (200, "low", Vec::new()),
        (3_600, "low", vec![Loss::Medium(MediaLoss::Large)]),
    ] {
        let read = film(seconds * 1_000);
        let source = read.post.media[0].source.as_str();
        assert_eq!(source, format!("https://video.twimg.com/{chosen}.mp4"), "{seconds} s");
        assert_eq!(read.losses, losses, "{seconds} s");
    }
}

#[test]
fn media_that_are_not_sent_along_keep_their_link() {
    let read = converted(
        json!({
            "text": "See https://t.co/bbbbbbbbbb",
            "attachments": {"media_keys": ["3_1"]},
            "entities": {"urls": [{"start": 4, "end": 27, "url": "https://t.co/bbbbbbbbbb", "media_key": "3_1",
                "expanded_url": "https://x.com/harbour_news/status/2090000000000000100/photo/1"}]},
        }),
        json!({}),
    );
    assert_eq!(read.post.text.as_str(), "See https://x.com/harbour_news/status/2090000000000000100/photo/1");
    assert_eq!(read.losses, [Loss::Medium(MediaLoss::NotSent)]);
}

#[test]
fn a_quote_has_its_words_and_no_link_in_ours() {
    let read = converted(
        json!({
            "text": "Worth a look. https://t.co/cccccccccc",
            "referenced_tweets": [{"type": "quoted", "id": "2089000000000000050"}],
            "entities": {"urls": [{"start": 14, "end": 37, "url": "https://t.co/cccccccccc",
                "expanded_url": "https://twitter.com/bo_sails/status/2089000000000000050?s=20"}]},
        }),
        json!({"tweets": [{"id": "2089000000000000050", "text": "Wind &gt; 6 today", "author_id": "1900000000000000003"}]}),
    );
    insta::assert_snapshot!(document(&read));
}

#[test]
fn a_link_to_another_post_than_the_quoted_one_stays() {
    let read = converted(
        json!({
            "text": "Both: https://t.co/cccccccccc",
            "referenced_tweets": [{"type": "quoted", "id": "2089000000000000050"}],
            "entities": {"urls": [{"start": 6, "end": 29, "url": "https://t.co/cccccccccc",
                "expanded_url": "https://x.com/bo_sails/status/2089000000000000051"}]},
        }),
        json!({}),
    );
    assert_eq!(read.post.text.as_str(), "Both: https://x.com/bo_sails/status/2089000000000000051");
}

#[test]
fn a_repost_has_the_whole_words_of_the_original() {
    let read = converted(
        json!({
            "text": "RT @bo_sails: The long story of a boat that went out one morning and of all that it met on its way, which is mo…",
            "referenced_tweets": [{"type": "retweeted", "id": "2089000000000000060"}],
            "entities": {"mentions": [{"start": 3, "end": 12, "username": "bo_sails", "id": "1900000000000000003"}]},
        }),
        json!({"tweets": [{
            "id": "2089000000000000060", "author_id": "1900000000000000003",
            "text": "The long story of a boat that went out one morning and of all that it met on its way, which is more than fits https://t.co/dddddddddd",
            "note_tweet": {"text": "The long story of a boat that went out one morning and of all that it met on its way, which is more than fits here."},
            "attachments": {"media_keys": ["3_9"]},
        }]}),
    );
    insta::assert_snapshot!(document(&read));
}

#[test]
fn a_thread_answers_itself_and_shows_no_name() {
    let read = converted(
        json!({
            "text": "2/2 And so it ended.",
            "in_reply_to_user_id": AUTHOR,
            "referenced_tweets": [{"type": "replied_to", "id": "2090000000000000099"}],
        }),
        json!({}),
    );
    insta::assert_snapshot!(document(&read));
}

#[test]
fn a_reply_hides_the_names_that_x_hides() {
    let read = converted(
        json!({
            "text": "@bo_sails @gone Safe home!",
            "display_text_range": [16, 26],
            "in_reply_to_user_id": "1900000000000000003",
            "referenced_tweets": [{"type": "replied_to", "id": "2089000000000000070"}],
            "entities": {"mentions": [{"start": 0, "end": 9, "username": "bo_sails", "id": "1900000000000000003"},
                {"start": 10, "end": 15, "username": "gone", "id": "9"}]},
        }),
        json!({}),
    );
    let reply = read.post.reply_to.unwrap();
    assert_eq!(read.post.text.as_str(), "Safe home!");
    assert_eq!(reply.url.unwrap().as_str(), "https://x.com/bo_sails/status/2089000000000000070");
    assert_eq!(reply.author.unwrap().name.as_deref(), Some("Bo"));
}

#[test]
fn a_long_post_is_whole_and_a_link_that_only_its_beginning_lists_is_found() {
    let read = converted(
        json!({
            "text": "The beginning… https://t.co/eeeeeeeeee",
            "note_tweet": {"text": "The beginning, the middle https://t.co/ffffffffff and the end https://t.co/gggggggggg",
                "entities": {"urls": [{"start": 26, "end": 49, "url": "https://t.co/ffffffffff", "expanded_url": "http://example.org/", "display_url": "example.org"}]}},
            "entities": {"urls": [{"start": 15, "end": 38, "url": "https://t.co/gggggggggg", "expanded_url": "https://example.org/g"}]},
        }),
        json!({}),
    );
    assert_eq!(
        read.post.text.as_str(),
        "The beginning, the middle example.org and the end https://example.org/g"
    );
    assert_eq!(read.losses, []);
}

#[test]
fn an_edited_post_keeps_the_id_and_time_of_its_first_version() {
    let read = converted(
        json!({
            "id": "2090000010000000000",
            "text": "Opens at ten (corrected)",
            "created_at": "2026-08-19T09:34:00.000Z",
            "edit_history_tweet_ids": ["2090000000000000100", "2090000010000000000"],
        }),
        json!({}),
    );
    assert_eq!(read.post.origin.remote_id.as_str(), "2090000000000000100");
    assert_eq!(
        read.post.origin.url.unwrap().as_str(),
        "https://x.com/harbour_news/status/2090000010000000000"
    );
    assert!(read.post.edited_at.unwrap() > read.post.created_at);
}

#[test]
fn a_poll_has_its_options_in_order_and_its_votes() {
    let poll = |status: &str| {
        converted(
            json!({"text": "Which?", "attachments": {"poll_ids": ["5"]}}),
            json!({"polls": [{"id": "5", "voting_status": status, "end_datetime": "2026-08-11T09:30:00.000Z",
                "options": [{"position": 2, "label": "Salt &amp; pepper", "votes": 30}, {"position": 1, "label": "Tea", "votes": "12"}]}]}),
        )
    };
    insta::assert_snapshot!(document(&poll("open")));
    assert!(poll("closed").post.poll.unwrap().closed);
}

#[test]
fn numbers_without_sense_do_no_harm() {
    let read = converted(
        json!({"text": "See", "attachments": {"media_keys": ["7_1"], "poll_ids": ["5"]}}),
        json!({
            "media": [{"media_key": "7_1", "type": "video", "duration_ms": u64::MAX, "width": u64::MAX, "height": 1,
                "variants": [{"bit_rate": u64::MAX, "content_type": "video/mp4", "url": "https://video.twimg.com/a.mp4"}]}],
            "polls": [{"id": "5", "voting_status": "closed",
                "options": [{"position": 1, "label": "A", "votes": u64::MAX}, {"position": 2, "label": "B", "votes": u64::MAX}]}],
        }),
    );
    assert_eq!(read.losses, [Loss::Medium(MediaLoss::Large)]);
    assert_eq!(read.post.poll.unwrap().total(), u64::MAX);
}

#[test]
fn a_short_link_that_nothing_explains_leads_to_the_post() {
    let read = converted(json!({"text": "Read https://t.co/hhhhhhhhhh now"}), json!({}));
    assert_eq!(read.post.text.as_str(), "Read https://x.com/harbour_news/status/2090000000000000100 now");
    assert_eq!(read.losses, [Loss::ShortLink]);
}

#[test]
fn some_posts_are_never_carried_and_say_why() {
    for (post, why) in [
        (json!({"text": "a", "community_id": "1"}), NoPost::Community),
        (json!({"text": "a", "scopes": {"followers": true}}), NoPost::Followers),
        (
            json!({"text": "a", "withheld": {"copyright": true, "country_codes": ["DE"]}}),
            NoPost::Withheld { copyright: true },
        ),
        (json!({"text": "a", "withheld": {"country_codes": ["XX"]}}), NoPost::Withheld { copyright: false }),
        (
            json!({"text": "The account broke a rule. Learn more.",
                "entities": {"urls": [{"start": 26, "end": 36, "url": "https://help.x.com/rules"}]}}),
            NoPost::Notice,
        ),
    ] {
        assert_eq!(tried(&post, &json!({})), Err(why), "{post}");
    }
    let shown =
        converted(json!({"text": "a", "withheld": {"copyright": false, "country_codes": ["IN"]}}), json!({}));
    assert_eq!(shown.losses, [Loss::Withheld(vec!["IN".into()])]);
}

#[test]
fn an_event_of_an_accounts_activity_is_read_as_well() {
    let event = json!({"data": {
        "event_uuid": "-7", "event_type": "post.create", "filter": {"user_id": AUTHOR},
        "payload": {"id": "2090000000000000100", "text": "Hello", "author_id": AUTHOR, "created_at": "2026-08-10T09:30:00.000Z",
            "public_metrics": {"like_count": 0, "like_count_str": "0"}},
        "includes": {"users": [{"data": {"id": AUTHOR, "username": "harbour_news", "name": "Harbour News"}}]},
    }});
    let answer = Answer::parse(event.to_string().as_bytes()).unwrap();
    let read = convert(&answer.tweets[0], &answer.includes, FilmLimit::default()).unwrap();
    assert_eq!(read.author.unwrap().handle.as_deref(), Some("harbour_news"));
    assert_eq!(read.post.text.as_str(), "Hello");
}
