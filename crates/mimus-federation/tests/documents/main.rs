//! What other servers read of posts and mirrors of every kind, and of what happens to them.

#![allow(clippy::unwrap_used)]

#[path = "../world/mod.rs"]
mod world;

use mimus_core::rich_text::RichTextBuilder;
use mimus_core::{
    Byline, FocalPoint, Language, LinkCard, Media, MediaKind, MediaSource, Network, Origin, Poll, PollOption,
    Post, PostRef, Profile, ProfileField, SpanKind, Visibility,
};
use mimus_federation::document::{self, ActorInput, QuoteAuthorization, Related};
use mimus_federation::signature::SigningKey;
use mimus_federation::{Addresses, discovery};
use mimus_store::{Change, Mirror, StoredFile, StoredPost};
use serde_json::{Value, json};
use world::{World, at, handle, remote_id, rich, tweet, web};

fn profile() -> Profile {
    Profile {
        name: "Lark & Co.".into(),
        handle: Some("lark".into()),
        bio: rich("Songs at dawn <3 #birds https://lark.example/"),
        url: Some(web("https://x.com/lark")),
        fields: vec![ProfileField { name: "Website".into(), value: rich("https://lark.example/") }],
        ..Profile::default()
    }
}

struct Here {
    world: World,
    lark: Mirror,
}

impl std::ops::Deref for Here {
    type Target = World;
    fn deref(&self) -> &World {
        &self.world
    }
}

async fn here() -> Here {
    let world = World::new().await;
    let lark = world.mirror("lark", &profile()).await;
    Here { world, lark }
}

impl Here {
    async fn related(&self, post: &StoredPost) -> Related {
        document::related(&self.store, std::slice::from_ref(post)).await.unwrap().pop().unwrap()
    }

    async fn note(&self, post: Post) -> Value {
        let stored = self.world.post(&self.lark, post, 1_000).await;
        let mut note = document::note(&self.addresses, &stored, &self.related(&stored).await);
        note.as_object_mut().unwrap().remove("@context");
        note
    }

    async fn stored_file(&self, source: &str, hash: char, mime: &str) -> StoredFile {
        let mut file = self.store.want_file(source, at(0)).await.unwrap();
        file.sha256 = Some(hash.to_string().repeat(64));
        file.mime = Some(mime.into());
        file.size = Some((1200, 800));
        file.blurhash = Some("LEHV6nWB2yk8pyo0adR*.7kCMdnj".into());
        self.store.file_stored(&file, at(0)).await.unwrap();
        self.store.want_file(source, at(0)).await.unwrap()
    }
}

#[tokio::test]
async fn a_mirror() {
    let here = here().await;
    let avatar = here.stored_file("https://pbs.example/a.png", 'a', "image/png").await;
    let document = document::actor(&ActorInput {
        addresses: &here.addresses,
        operator: "The Aviary <e.V.>",
        mirror: &here.lark,
        avatar: Some(&avatar),
        banner: None,
    });
    insta::assert_json_snapshot!(document);
}

#[tokio::test]
async fn a_mirror_of_which_little_is_known() {
    let here = here().await;
    let bare = here.mirror("bare", &Profile::default()).await;
    let document = document::actor_of(&here.addresses, "", &here.store, &bare).await.unwrap();
    assert_eq!(document["name"], "bare");
    assert_eq!(document["attachment"], json!([]));
    let summary = document["summary"].as_str().unwrap();
    assert!(summary.starts_with("<p>Mirror of "), "{summary}");
    assert!(summary.contains(">mimus.example</a>"), "{summary}");
}

#[tokio::test]
async fn the_instance_actor() {
    let addresses = Addresses::new(&"https://mimus.example".parse().unwrap());
    let key = SigningKey::generate().unwrap();
    let mut document = document::instance_actor(&addresses, &key);
    assert_eq!(document["publicKey"]["publicKeyPem"], key.public_key_pem());
    document["publicKey"]["publicKeyPem"] = "PEM".into();
    insta::assert_json_snapshot!(document);
}

#[tokio::test]
async fn a_note_of_plain_words() {
    let mut post = tweet(
        "1800000000000000001",
        10,
        "Hello & <good> morning!\n\nSecond #Vögel #birds https://lark.example/a?b=c&d",
    );
    post.language = Some(Language::new("en-GB").unwrap());
    insta::assert_json_snapshot!(here().await.note(post).await);
}

#[tokio::test]
async fn a_note_stands_alone_with_its_terms() {
    let here = here().await;
    let stored = here.post(&here.lark, tweet("1800000000000000001", 10, "Hi"), 1_000).await;
    let note = document::note(&here.addresses, &stored, &Related::default());
    insta::assert_json_snapshot!(note["@context"]);
}

#[tokio::test]
async fn a_note_with_warning_for_few_eyes() {
    let mut post = tweet("1800000000000000002", 10, "Spiders");
    post.content_warning = Some("Many legs".into());
    post.visibility = Visibility::Unlisted;
    insta::assert_json_snapshot!(here().await.note(post).await);
}

#[tokio::test]
async fn a_note_with_mentions_and_emoji() {
    let mut text = RichTextBuilder::default();
    text.push_span(
        "@robin",
        SpanKind::Mention {
            network: Network::Mastodon,
            handle: "robin@birds.example".into(),
            url: Some(web("https://birds.example/users/robin")),
        },
    );
    text.push_str(" and ");
    text.push_span(
        "@wren",
        SpanKind::Mention {
            network: Network::X,
            handle: "wren".into(),
            url: Some(web("https://x.com/wren")),
        },
    );
    text.push_str(" sing ");
    text.push_span(
        ":note:",
        SpanKind::Emoji { shortcode: "note".into(), url: web("https://lark.example/n.png") },
    );
    let mut post = tweet("1800000000000000003", 10, "");
    post.text = text.build();
    insta::assert_json_snapshot!(here().await.note(post).await);
}

#[tokio::test]
async fn a_note_with_media() {
    let here = here().await;
    here.stored_file("https://pbs.example/1.jpg", 'b', "image/jpeg").await;
    here.stored_file("https://video.example/2.mp4", 'c', "video/mp4").await;
    here.stored_file("https://pbs.example/2.jpg", 'd', "image/jpeg").await;
    let media = |kind, url: &str| Media::new(kind, MediaSource::Url(web(url)));
    let mut picture = media(MediaKind::Image, "https://pbs.example/1.jpg").with_alt("A lark, “singing”");
    picture.focal_point = Some(FocalPoint { x: -250, y: 1000 });
    let mut film = media(MediaKind::Video, "https://video.example/2.mp4");
    film.preview = Some(MediaSource::Url(web("https://pbs.example/2.jpg")));
    let missing = media(MediaKind::Image, "https://pbs.example/never.jpg").with_alt("Never fetched");
    let mut post = tweet("1800000000000000004", 10, "");
    post.media = vec![picture, missing, film];
    post.sensitive = true;
    insta::assert_json_snapshot!(here.note(post).await);
}

#[tokio::test]
async fn media_that_were_let_go_for_room_keep_their_place() {
    let here = here().await;
    here.stored_file("https://pbs.example/1.jpg", 'b', "image/jpeg").await;
    here.store.file_evicted(&"b".repeat(64)).await.unwrap();
    let mut post = tweet("1800000000000000004", 10, "");
    post.media = vec![Media::new(MediaKind::Image, MediaSource::Url(web("https://pbs.example/1.jpg")))];
    let note = here.note(post).await;
    assert_eq!(note["attachment"][0]["url"], format!("https://mimus.example/media/{}.jpg", "b".repeat(64)));
}

fn poll(multiple: bool, closed: bool) -> Post {
    let option = |label: &str, votes| PollOption { label: label.into(), votes };
    let mut post = tweet("1800000000000000005", 10, "Dawn or dusk?");
    let options = vec![option("Dawn", 7), option("Dusk", 3)];
    post.poll = Some(Poll { options, multiple, ends_at: Some(at(86_400)), closed });
    post
}

#[tokio::test]
async fn a_poll_that_runs() {
    insta::assert_json_snapshot!(here().await.note(poll(false, false)).await);
}

#[tokio::test]
async fn a_poll_that_is_over() {
    let note = here().await.note(poll(true, true)).await;
    assert_eq!(note["closed"], at(86_400).to_string());
    assert!(note.get("oneOf").is_none() && note["anyOf"].as_array().unwrap().len() == 2);
    assert!(note.get("votersCount").is_none(), "voters cannot be told from votes");
}

#[tokio::test]
async fn an_article_with_a_title_and_a_card() {
    let here = here().await;
    let news = here.mirror("news", &Profile { name: "News".into(), ..Profile::default() }).await;
    let origin = Origin { network: Network::Feed, remote_id: remote_id("tag:news,1"), url: None };
    let mut post = Post::new(origin, at(10));
    post.title = Some("Larks return".into());
    post.card =
        Some(LinkCard { url: web("https://news.example/1"), title: "Larks".into(), description: None });
    let stored = here.post(&news, post, 1_000).await;
    let note = document::note(&here.addresses, &stored, &here.related(&stored).await);
    insta::assert_json_snapshot!(note["content"]);
}

fn reference(id: &str) -> PostRef {
    PostRef {
        remote_id: Some(remote_id(id)),
        url: Some(web(&format!("https://x.com/wren/status/{id}"))),
        author: Some(Byline {
            name: Some("Wren".into()),
            handle: Some("wren".into()),
            url: Some(web("https://x.com/wren")),
        }),
        text: Some(rich("Small but loud")),
    }
}

#[tokio::test]
async fn a_thread_and_an_answer_to_somebody_elsewhere() {
    let here = here().await;
    let first = here.post(&here.lark, tweet("1800000000000000010", 10, "One"), 1_000).await;
    let mut second = tweet("1800000000000000011", 20, "Two");
    second.reply_to = Some(reference("1800000000000000010"));
    let second = here.note(second).await;
    assert_eq!(second["inReplyTo"], here.addresses.post(&here.lark.handle, first.id));
    let mut stranger = tweet("1800000000000000012", 30, "To a stranger");
    stranger.reply_to = Some(reference("1800000000000000999"));
    let stranger = here.note(stranger).await;
    assert!(stranger.get("inReplyTo").is_none());
    assert!(!stranger.to_string().contains("1800000000000000999"));
}

#[tokio::test]
async fn quotes() {
    let here = here().await;
    let wren = here.mirror("wren", &Profile::default()).await;
    here.post(&wren, tweet("1800000000000000020", 10, "Small but loud"), 1_000).await;
    let mut quote = tweet("1800000000000000021", 20, "So true");
    quote.quote = Some(reference("1800000000000000020"));
    insta::assert_json_snapshot!("quote_of_a_post_here", here.note(quote).await);
    let mut quote = tweet("1800000000000000022", 30, "So true");
    quote.quote = Some(reference("1800000000000000999"));
    let note = here.note(quote).await;
    assert!(
        ["quote", "quoteUri", "_misskey_quote", "quoteAuthorization"]
            .iter()
            .all(|name| note.get(*name).is_none())
    );
    insta::assert_json_snapshot!("quote_of_a_post_elsewhere", note["content"]);
}

#[tokio::test]
async fn the_permission_to_quote_is_made_from_its_address() {
    let addresses = Addresses::new(&"https://mimus.example".parse().unwrap());
    let quoting = "https://birds.example/users/robin/statuses/1";
    let stamp = document::quote_stamp(quoting);
    assert_eq!(document::stamped_quote(&stamp).as_deref(), Some(quoting));
    for bad in [
        "",
        "!",
        &document::quote_stamp("javascript:alert(1)"),
        &document::quote_stamp("x"),
        &"A".repeat(9_000),
    ] {
        assert_eq!(document::stamped_quote(bad), None, "{bad}");
    }
    let about = QuoteAuthorization { handle: &handle("lark"), post: "42".parse().unwrap(), quoting };
    insta::assert_json_snapshot!(document::quote_authorization(&addresses, &about));
}

#[tokio::test]
async fn reposts() {
    let here = here().await;
    let wren = here.mirror("wren", &Profile::default()).await;
    let original = here.post(&wren, tweet("1800000000000000030", 10, "Small but loud"), 1_000).await;
    let mut boost = tweet("1800000000000000031", 20, "");
    boost.repost_of = Some(reference("1800000000000000030"));
    let boost = here.post(&here.lark, boost, 1_000).await;
    let related = here.related(&boost).await;
    insta::assert_json_snapshot!(
        "repost_of_a_post_here",
        document::publish(&here.addresses, &boost, &related)
    );
    assert_eq!(related.repost, Some(document::Boosted::Here(original.id, handle("wren"))));

    let mut words = tweet("1800000000000000032", 30, "");
    words.repost_of = Some(reference("1800000000000000999"));
    let words = here.post(&here.lark, words, 1_000).await;
    let create = document::publish(&here.addresses, &words, &here.related(&words).await);
    assert_eq!(create["type"], "Create");
    insta::assert_json_snapshot!("repost_of_a_post_elsewhere", create["object"]["content"]);
}

#[tokio::test]
async fn ids_of_feeds_lead_to_nobody_else() {
    let here = here().await;
    let entry =
        |id: &str, network| Post::new(Origin { network, remote_id: remote_id(id), url: None }, at(10));
    let mut first = entry("17", Network::Feed);
    first.text = rich("Of one feed");
    here.post(&here.lark, first, 1_000).await;
    let other = here.mirror("other", &Profile::default()).await;
    let mut answer = entry("18", Network::Feed);
    answer.text = rich("Of another feed");
    answer.reply_to = Some(PostRef { remote_id: Some(remote_id("17")), ..PostRef::default() });
    let answer = here.post(&other, answer, 1_000).await;
    assert_eq!(here.related(&answer).await, Related::default());
}

#[tokio::test]
async fn a_log_is_rendered_as_things_stand() {
    let here = here().await;
    let lark = &here.lark;
    let one = here.post(lark, tweet("1800000000000000040", 10, "First words"), 1_000).await;
    here.post(lark, tweet("1800000000000000040", 10, "Better words"), 2_000).await;
    let gone = here.post(lark, tweet("1800000000000000041", 20, "Regretted"), 3_000).await;
    here.record(lark, vec![Change::Gone(remote_id("1800000000000000041"))], 4_000).await;
    let mut boost = tweet("1800000000000000042", 30, "");
    boost.repost_of = Some(reference("1800000000000000040"));
    let boost = here.post(lark, boost, 5_000).await;
    here.record(lark, vec![Change::Gone(remote_id("1800000000000000042"))], 6_000).await;
    let mut changed = profile();
    changed.name = "Skylark".into();
    here.store.set_profile(lark.id, &changed, (None, None), true, at(7_000)).await.unwrap();

    let render = async || {
        let mut rendered = Vec::new();
        for activity in here.store.activities(lark.id, 0, 100).await.unwrap() {
            let mut value = document::render_activity(&here.addresses, "The Aviary", &here.store, &activity)
                .await
                .unwrap();
            if let Some(object) = value.as_mut().and_then(Value::as_object_mut) {
                object.remove("@context").expect("what is sent stands alone");
            }
            rendered.push(value);
        }
        rendered
    };
    let rendered = render().await;
    let types: Vec<_> = rendered.iter().map(|v| v.as_ref().map(|v| v["type"].as_str().unwrap())).collect();
    assert_eq!(
        types,
        [Some("Create"), Some("Update"), None, Some("Delete"), None, Some("Undo"), Some("Update")]
    );
    let at_seq = |n: usize| rendered[n - 1].as_ref().unwrap();
    assert_eq!(at_seq(1)["object"]["content"], "<p>Better words</p>");
    assert_eq!(at_seq(4)["object"]["id"], here.addresses.post(&lark.handle, gone.id));
    assert_eq!(at_seq(6)["object"]["id"], here.addresses.publish_activity(&lark.handle, boost.id));
    assert_eq!(at_seq(6)["object"]["object"], here.addresses.post(&lark.handle, one.id));
    assert_eq!(at_seq(7)["object"]["name"], "Skylark");
    insta::assert_json_snapshot!("log_update", at_seq(2));
    insta::assert_json_snapshot!("log_delete", at_seq(4));
    insta::assert_json_snapshot!("log_undo", at_seq(6));

    here.store.remove_mirror(lark.id, None, at(8_000)).await.unwrap();
    let rendered = render().await;
    let types: Vec<_> = rendered.iter().map(|v| v.as_ref().map(|v| v["type"].as_str().unwrap())).collect();
    assert_eq!(types, [None, None, None, Some("Delete"), None, Some("Delete"), None, Some("Delete")]);
    insta::assert_json_snapshot!("log_remove_actor", rendered[7]);
}

#[tokio::test]
async fn an_outbox() {
    let here = here().await;
    for n in 0..3 {
        here.post(&here.lark, tweet(&format!("180000000000000005{n}"), n, &format!("Post {n}")), 1_000).await;
    }
    let lark = here.store.mirror(&here.lark.handle).await.unwrap().unwrap();
    insta::assert_json_snapshot!("outbox", document::outbox(&here.addresses, &lark.handle, lark.posts));
    let mut found = Vec::new();
    let mut before = None;
    loop {
        let page = here.store.timeline(lark.id, before, 2).await.unwrap();
        let last = page.posts.last().map(|post| post.id);
        let document =
            document::outbox_page_of(&here.addresses, &here.store, &lark.handle, page, before).await.unwrap();
        found.extend(
            document["orderedItems"].as_array().unwrap().iter().map(|item| item["object"]["content"].clone()),
        );
        if before.is_none() {
            let mut shown = document.clone();
            shown["@context"] = "[terms]".into();
            insta::assert_json_snapshot!("outbox_page", shown);
        }
        let Some(next) = document.get("next") else { break };
        before = last;
        assert_eq!(
            *next,
            format!("https://mimus.example/users/lark/outbox?page=true&before={}", last.unwrap())
        );
    }
    assert_eq!(found, ["<p>Post 2</p>", "<p>Post 1</p>", "<p>Post 0</p>"]);
}

#[tokio::test]
async fn collections_count_and_hide() {
    let addresses = Addresses::new(&"https://mimus.example".parse().unwrap());
    let lark = handle("lark");
    let all = json!([
        document::followers(&addresses, &lark, 12),
        document::following(&addresses, &lark),
        document::featured(&addresses, &lark),
        document::instance_outbox(&addresses),
    ]);
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn answers_to_follows() {
    let addresses = Addresses::new(&"https://mimus.example".parse().unwrap());
    let follow = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": "https://birds.example/follows/1",
        "type": "Follow",
        "actor": "https://birds.example/users/robin",
        "object": "https://mimus.example/users/lark",
    });
    insta::assert_json_snapshot!("accept", document::accept(&addresses, &handle("lark"), &follow, at(0)));
    let reject = document::reject(&addresses, &handle("lark"), &follow, at(1));
    assert_eq!(
        (reject["type"].as_str(), reject["to"][0].as_str()),
        (Some("Reject"), follow["actor"].as_str())
    );
    let again = document::accept(&addresses, &handle("lark"), &follow, at(1));
    assert_ne!(again["id"], document::accept(&addresses, &handle("lark"), &follow, at(0))["id"]);
}

#[test]
fn discovery_answers() {
    let addresses = Addresses::new(&"https://mimus.example".parse().unwrap());
    let lark = discovery::subject(&addresses, "acct:Lark@mimus.example").unwrap();
    insta::assert_json_snapshot!("webfinger", discovery::webfinger(&addresses, &lark));
    let instance = discovery::webfinger(&addresses, &discovery::Subject::Instance);
    assert_eq!(instance["subject"], "acct:mimus.example@mimus.example");
    insta::assert_snapshot!("host_meta", discovery::host_meta(&addresses));
    insta::assert_json_snapshot!("nodeinfo_links", discovery::nodeinfo_links(&addresses));
    let facts = discovery::NodeFacts { mirrors: 3, posts: 1_200, operator: "The Aviary" };
    let mut nodeinfo = discovery::nodeinfo(&facts);
    nodeinfo["software"]["version"] = "[version]".into();
    insta::assert_json_snapshot!("nodeinfo", nodeinfo);
}
