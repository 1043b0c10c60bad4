//! Posts of every kind, as documents.

use mimus_core::{Network, Post};
use serde_json::json;

use super::writer::{
    Archive, HANDLE, answering, date_at, film, id_at, mention, note, photo, tweet, url, version, with_id,
};
use super::{Import, import};

async fn import_tweets(tweets: &[serde_json::Value]) -> Import {
    let folder = tempfile::tempdir().unwrap();
    import(&Archive::new().tweets(tweets).write_folder(folder.path())).await
}

/// The posts as JSON, with ids small enough to read.
fn document(posts: &[Post]) -> String {
    let mut text = serde_json::to_string_pretty(posts).unwrap();
    for seconds in 0..100 {
        text = text.replace(&id_at(seconds).to_string(), &format!("ID{seconds}"));
    }
    text
}

#[tokio::test]
async fn words_in_several_scripts() {
    let mut arabic = tweet(
        1,
        "الموسوعة الحرة &amp; ويكيبيديا #معرفة https://t.co/ar",
        &[
            ("hashtags", "#معرفة", json!({"text": "معرفة"})),
            ("urls", "https://t.co/ar", url("https://t.co/ar", "https://ar.wikipedia.org/wiki/معرفة")),
        ],
    );
    arabic["lang"] = json!("ar");
    let mut japanese = tweet(
        2,
        "👩🏽‍🚀𝒲 記事&lt;新&gt; @wiki_jaさん #ウィキ https://t.co/ja $WIKI です",
        &[
            ("user_mentions", "@wiki_ja", mention("wiki_ja", "ウィキ")),
            ("hashtags", "#ウィキ", json!({"text": "ウィキ"})),
            ("urls", "https://t.co/ja", url("https://t.co/ja", "https://ja.wikipedia.org/?a=1&b=2")),
            ("symbols", "$WIKI", json!({"text": "WIKI"})),
        ],
    );
    japanese["lang"] = json!("ja");
    let mut hindi = tweet(3, "नमस्ते दुनिया\n\nhttp://example.org/कड़ी, बिना इकाई", &[]);
    hindi["lang"] = json!("qme");
    let imported = import_tweets(&[arabic, japanese, hindi]).await;
    insta::assert_snapshot!(document(&imported.posts));
}

#[tokio::test]
async fn replies_threads_and_quotes() {
    let root = tweet(10, "A thread &amp; its start", &[]);
    let second = answering(
        tweet(
            11,
            "@mockingbird goes on",
            &[("user_mentions", "@mockingbird", mention(HANDLE, "The Mockingbird"))],
        ),
        id_at(10),
        "4242",
        HANDLE,
    );
    let reply = answering(
        tweet(
            12,
            "@Ana_1 yes, @bo said so",
            &[
                ("user_mentions", "@Ana_1", mention("Ana_1", "Ana &amp; Co")),
                ("user_mentions", "@bo", mention("bo", "Bo")),
            ],
        ),
        77,
        "99",
        "Ana_1",
    );
    let mut vanished = tweet(13, "@gone I agree", &[]);
    vanished["in_reply_to_user_id_str"] = json!("98");
    vanished["in_reply_to_screen_name"] = json!("gone");
    let quote = tweet(
        14,
        "Read this https://t.co/q",
        &[("urls", "https://t.co/q", url("https://t.co/q", "https://twitter.com/ana/status/55?s=20"))],
    );
    let own_quote = tweet(
        15,
        "https://t.co/q",
        &[(
            "urls",
            "https://t.co/q",
            url("https://t.co/q", &format!("https://x.com/oldname/status/{}", id_at(10))),
        )],
    );
    let imported = import_tweets(&[root, second, reply, vanished, quote, own_quote]).await;
    insta::assert_snapshot!(document(&imported.posts));
}

#[tokio::test]
async fn reposts() {
    let plain = tweet(
        20,
        "RT @ana: Look at https://t.co/a and at what is cut https://t.co/NC…",
        &[
            ("user_mentions", "@ana", mention("ana", "Ana")),
            ("urls", "https://t.co/a", url("https://t.co/a", "https://example.org/a")),
        ],
    );
    let mut theirs = photo(21, "https://t.co/m", "theirs.jpg");
    theirs["expanded_url"] = json!("https://twitter.com/Ana/status/56/photo/1");
    theirs["source_status_id"] = json!("56");
    let with_media = tweet(
        21,
        "RT @ana: Look https://t.co/m",
        &[("user_mentions", "@ana", mention("ana", "Ana")), ("media", "https://t.co/m", theirs)],
    );
    let manual = tweet(22, "So true RT @ana: hello", &[("user_mentions", "@ana", mention("ana", "Ana"))]);
    let imported = import_tweets(&[plain, with_media, manual]).await;
    insta::assert_snapshot!(document(&imported.posts));
}

#[tokio::test]
async fn media_from_the_archive_or_the_web() {
    let two = tweet(
        30,
        "Two &lt;pictures&gt; https://t.co/m",
        &[
            ("media", "https://t.co/m", photo(30, "https://t.co/m", "one.jpg")),
            ("media", "https://t.co/m", photo(30, "https://t.co/m", "two.jpg")),
        ],
    );
    let mut alt = photo(31, "https://t.co/n", "alt.png");
    alt["ext_alt_text"] = json!("A bird & a branch");
    let mut sensitive = tweet(31, "https://t.co/n", &[("media", "https://t.co/n", alt)]);
    sensitive["possibly_sensitive"] = json!(true);
    let gif = tweet(
        32,
        "Wheee https://t.co/g",
        &[("media", "https://t.co/g", film(32, "https://t.co/g", "animated_gif", "gif"))],
    );
    let video = tweet(
        33,
        "A film https://t.co/v",
        &[("media", "https://t.co/v", film(33, "https://t.co/v", "video", "film"))],
    );
    let mut theirs = film(34, "https://t.co/w", "video", "theirs");
    theirs["expanded_url"] = json!("https://x.com/ana/status/57/video/1");
    theirs["source_status_id"] = json!("57");
    let borrowed = tweet(34, "See https://t.co/w", &[("media", "https://t.co/w", theirs)]);

    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::new();
    archive.tweets(&[two, sensitive, gif, video, borrowed]);
    archive.file(&format!("data/tweets_media/{}-one.jpg", id_at(30)), "first");
    archive.file(&format!("data/tweets_media/{}-film.mp4", id_at(33)), "film");
    let imported = import(&archive.write_folder(folder.path())).await;
    insta::assert_snapshot!(document(&imported.posts));
}

#[tokio::test]
async fn long_texts_are_joined_by_second_and_beginning() {
    let beginning = "It begins &amp; goes on past what a post may hold ".repeat(5);
    let cut = tweet(40, &format!("{beginning}… https://t.co/self"), &[]);
    let same_second = with_id(tweet(40, "A short one", &[]), id_at(40) + 5);
    let other = tweet(50, "Nothing to do with it", &[]);
    let whole =
        format!("{}and ends with @ana at https://t.co/n and “quotes”.", beginning.replace("&amp;", "&"));
    let at = |needle: &str| {
        let start = whole[..whole.find(needle).unwrap()].chars().count();
        (start.to_string(), (start + needle.chars().count()).to_string())
    };
    let (mention_from, mention_to) = at("@ana");
    let (link_from, link_to) = at("https://t.co/n");
    let notes = [
        note(
            id_at(40) - (500 << 22),
            40,
            &whole,
            &[json!({
                "expandedUrl": "https://example.org/n", "shortUrl": "https://t.co/n", "displayUrl": "example.org/n",
                "fromIndex": link_from, "toIndex": link_to,
            })],
            &[json!({"screenName": "ana", "fromIndex": mention_from, "toIndex": mention_to})],
        ),
        note(123, 50, "Words of a post that is gone", &[], &[]),
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::new();
    archive.tweets(&[other, same_second, cut]).array("note-tweet", "note_tweet", &notes);
    let imported = import(&archive.write_folder(folder.path())).await;
    insta::assert_snapshot!(document(std::slice::from_ref(imported.post(id_at(40)))));
    assert_eq!(imported.post(id_at(40) + 5).text.as_str(), "A short one");
    assert_eq!(imported.post(id_at(50)).text.as_str(), "Nothing to do with it");
    assert_eq!(imported.skipped_why("123"), "a long text whose post is not in the archive");
    assert_eq!(imported.skipped.len(), 1);
}

#[tokio::test]
async fn of_an_edited_post_the_last_version_is_kept_under_the_first_id() {
    let ids = [id_at(60), id_at(90)];
    let first = version(tweet(60, "It was thier idea", &[]), &ids);
    let last = version(tweet(90, "It was their idea", &[]), &ids);
    let reply = answering(tweet(95, "@mockingbird Corrected.", &[]), id_at(90), "4242", HANDLE);
    for order in [[&first, &last, &reply], [&reply, &last, &first]] {
        let imported = import_tweets(&order.map(Clone::clone)).await;
        assert_eq!(imported.posts.len(), 2);
        let post = imported.post(id_at(60));
        assert_eq!(post.text.as_str(), "It was their idea");
        assert_eq!(post.created_at.to_string(), "2020-01-01T00:01:00.345Z");
        assert_eq!(post.edited_at.unwrap().to_string(), "2020-01-01T00:01:30.345Z");
        assert_eq!(
            post.origin.url.as_ref().unwrap().as_str(),
            format!("https://x.com/{HANDLE}/status/{}", id_at(90))
        );
        assert_eq!(
            imported.skipped_why(&id_at(60).to_string()),
            format!("an earlier version of {}", id_at(90))
        );
        let answered = imported.post(id_at(95)).reply_to.clone().unwrap();
        assert_eq!(
            answered.remote_id.unwrap().as_str(),
            id_at(60).to_string(),
            "the post keeps one identity"
        );
    }
}

#[tokio::test]
async fn archives_before_2018_are_read() {
    let tweets = json!([
        {
            "source": "web", "entities": {"user_mentions": [], "media": [], "hashtags": [], "urls": [
                {"indices": [6, 20], "url": "http://t.co/old", "expanded_url": "http://example.org", "display_url": "example.org"},
            ]},
            "geo": {}, "id_str": "29000", "text": "Hello http://t.co/old", "id": 29000,
            "created_at": "2009-05-07 18:27:14 +0000",
            "user": {"name": "Old Mockingbird", "screen_name": "old_mocker", "protected": false, "id_str": "42", "id": 42},
        },
        {
            "source": "web", "entities": {"user_mentions": [], "media": [], "hashtags": [], "urls": []}, "geo": {},
            "id_str": "29001", "id": 29001, "text": "RT @ana: It is the whole of what An...", "created_at": "2009-05-08 18:27:14 +0000",
            "user": {"name": "Old Mockingbird", "screen_name": "old_mocker", "id": 42},
            "retweeted_status": {
                "id_str": "28000", "id": 28000, "text": "It is the whole of what Ana wrote", "created_at": "2009-05-07 18:27:14 +0000",
                "user": {"name": "Ana", "screen_name": "ana", "id": 99}, "entities": {"user_mentions": [], "media": [], "hashtags": [], "urls": []},
            },
        },
    ]);
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::default();
    archive.file("data/js/tweets/2009_05.js", format!("Grailbird.data.tweets_2009_05 = \n {tweets}"));
    archive.file(
        "data/js/user_details.js",
        "var user_details =  {\"screen_name\": \"old_mocker\", \"full_name\": \"Old Mockingbird\", \"id\": \"42\", \"bio\": \"Sings\"}",
    );
    let imported = import(&archive.write_folder(folder.path())).await;
    insta::assert_snapshot!(document(&imported.posts));
    let profile = imported.profile.unwrap();
    assert_eq!(
        (profile.name.as_str(), profile.handle.as_deref(), profile.bio.as_str()),
        ("Old Mockingbird", Some("old_mocker"), "Sings")
    );
}

#[tokio::test]
async fn what_is_not_for_everyone_is_left_out_and_told() {
    let mut community = tweet(70, "Among us", &[]);
    community["community_id_str"] = json!("1");
    community["community_id"] = json!("1");
    let mut followers = tweet(71, "For friends", &[]);
    followers["scopes"] = json!({"followers": true});
    let mut undated = with_id(tweet(72, "When?", &[]), 12);
    undated["created_at"] = json!("yesterday");
    let repeated = tweet(73, "Once", &[]);
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::new();
    archive.tweets(&[
        community,
        followers,
        undated,
        repeated.clone(),
        repeated,
        json!({"full_text": "no id"}),
    ]);
    let wrapped = |seconds| json!({"tweet": tweet(seconds, "x", &[])});
    archive.array("community-tweet", "community_tweet", &[wrapped(80), wrapped(81)]);
    archive.array("deleted-tweets", "deleted_tweets", &[wrapped(82)]);
    archive.array("twitter-circle-tweet", "twitter_circle_tweet", &[wrapped(83)]);
    archive.array("article", "article", &[json!({"article": {"id": "84"}})]);
    archive.array("tweet-headers", "tweet_headers", &[json!({"tweet": {"tweet_id": "85"}})]);
    let imported = import(&archive.write_folder(folder.path())).await;
    assert_eq!(imported.posts.len(), 1);
    let mut told: Vec<String> = imported
        .skipped
        .iter()
        .map(|skipped| {
            let at = (0..100).find(|seconds| id_at(*seconds).to_string() == skipped.what);
            format!("{}: {}", at.map_or(skipped.what.clone(), |at| format!("ID{at}")), skipped.why)
        })
        .collect();
    told.sort();
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test]
async fn dates_are_exact_and_ids_are_those_of_x() {
    let mut small = with_id(tweet(1, "Before ids told the time", &[]), 20);
    small["created_at"] = json!("Tue Mar 21 20:50:14 +0000 2006");
    let mut odd = tweet(5, "Its date and its id differ", &[]);
    odd["created_at"] = json!(date_at(900));
    let imported = import_tweets(&[small, odd, tweet(7, "Milliseconds", &[])]).await;
    let date = |id: u64| imported.post(id).created_at.to_string();
    assert_eq!(date(20), "2006-03-21T20:50:14Z");
    assert_eq!(date(id_at(5)), "2020-01-01T00:15:00Z");
    assert_eq!(date(id_at(7)), "2020-01-01T00:00:07.345Z");
    assert!(imported.posts.iter().all(|post| post.origin.network == Network::X));
}
