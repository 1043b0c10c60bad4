//! Pages for people.

use jiff::Timestamp;
use mimus_core::rich_text::RichTextBuilder;
use mimus_core::{
    AltText, Byline, Language, LinkCard, Media, MediaKind, MediaSource, Network, Poll, PollOption, PostRef,
    Profile, ProfileField, RemoteId, RichText, SpanKind, Visibility, WebUrl,
};
use mimus_store::{Change, MirrorState, NewReceived, ReceivedKind};

use crate::place::{Answer, Place, hash, now, post, profile};

fn url(text: &str) -> WebUrl {
    WebUrl::parse(text).unwrap()
}

/// Addresses within a page that must lead somewhere: `href`, `src` and `action` that begin with a slash.
fn local_links(page: &Answer) -> Vec<String> {
    ["href=\"/", "src=\"/", "action=\"/"]
        .into_iter()
        .flat_map(|start| page.text().split(start).skip(1))
        .map(|rest| format!("/{}", rest.split(['"', '#']).next().unwrap()))
        .collect()
}

#[tokio::test]
async fn the_home_page_lists_mirrors_page_by_page() {
    let place = Place::start().await;
    place.get("/").await.has("Nothing is mirrored here yet.");
    for n in 0..53 {
        place.mirror(&format!("m{n:02}"), &profile(&format!("Mirror {n}"))).await;
    }
    let first = place.get("/").await;
    assert_eq!(first.status, 200);
    first.has("Mimus of Example");
    first.has("The accounts of the Example Society.");
    first.has("53 mirrors, 0 posts");
    first.has("@m00@mimus.example");
    first.has("href=\"/@m39\"");
    first.has_not("href=\"/@m40\"");
    first.has("href=\"/?after=m39\"");
    let second = place.get("/?after=m39").await;
    second.has("href=\"/@m52\"");
    second.has_not("href=\"/@m39\"");
    second.has_not("rel=\"next\"");
    assert_eq!(place.get("/?after=%22%3E").await.status, 400);
    assert!(first.body.len() < 60_000, "{} bytes", first.body.len());
}

#[tokio::test]
async fn a_profile_says_whose_mirror_it_is_and_how_to_follow() {
    let place = Place::start().await;
    let mut bio = RichTextBuilder::default();
    bio.push_str("News of the society ");
    bio.push_span("#Wiki", SpanKind::Hashtag { name: "Wiki".into() });
    let mut value = RichTextBuilder::default();
    value.push_span("https://example.org/us", SpanKind::Link { url: url("https://example.org/us") });
    let lark = Profile {
        name: "The Lark".into(),
        handle: Some("lark".into()),
        bio: bio.build(),
        url: Some(url("https://x.com/lark")),
        fields: vec![ProfileField { name: "Web".into(), value: value.build() }],
        ..Profile::default()
    };
    let mirror = place.mirror("lark", &lark).await;
    place.record(mirror, vec![post(1, "First words"), post(2, "Second words")]).await;
    let page = place.get("/@lark").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    page.has("<title>The Lark (@lark@mimus.example)</title>");
    page.has("<strong>Mirror of <a href=\"https://x.com/lark\" rel=\"me nofollow noopener\">x.com/lark</a></strong>, not the original.");
    page.has("Run by <a href=\"https://example.org/\">Example Society</a>");
    page.has("href=\"/@lark/tagged/Wiki\"");
    page.has("<link rel=\"me\" href=\"https://x.com/lark\">");
    page.has("<link rel=\"me\" href=\"https://example.org/us\">");
    page.has("<link rel=\"canonical\" href=\"https://mimus.example/@lark\">");
    page.has("<link rel=\"alternate\" type=\"application/activity+json\" href=\"https://mimus.example/users/lark\">");
    page.has("<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/@lark.rss\"");
    page.has("property=\"og:type\" content=\"profile\"");
    page.has("2 posts");
    let (first, second) = (page.text().find("First words"), page.text().find("Second words"));
    assert!(second < first, "newest first");
    page.has(
        "<time class=\"dt-published\" datetime=\"2024-11-09T12:15:00Z\">9 November 2024, 12:15 UTC</time>",
    );
    for link in local_links(&page) {
        let status = place.get(&link).await.status;
        assert!(status == 200 || (link.ends_with("/follow") && status == 400), "{link}: {status}");
    }
}

#[tokio::test]
async fn a_timeline_is_walked_in_both_directions() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let ids = place.record(mirror, (0..100).map(|n| post(n, &format!("Post number {n}."))).collect()).await;
    let newest = place.get("/@lark").await;
    newest.has("Post number 99.");
    newest.has("Post number 60.");
    newest.has_not("Post number 59.");
    newest.has_not("rel=\"prev\"");
    newest.has(&format!("<link rel=\"next\" href=\"/@lark?before={}\">", ids[60]));
    let middle = place.get(&format!("/@lark?before={}", ids[60])).await;
    middle.has("Post number 59.");
    middle.has("Post number 20.");
    middle.has_not("Post number 60.");
    middle.has(&format!("href=\"/@lark?after={}\"", ids[59]));
    let back = place.get(&format!("/@lark?after={}", ids[59])).await;
    back.has("Post number 99.");
    back.has("Post number 60.");
    back.has_not("rel=\"prev\"");
    let nearer = place.get(&format!("/@lark?after={}", ids[10])).await;
    nearer.has("Post number 11.");
    nearer.has("Post number 50.");
    nearer.has_not("Post number 51.");
    nearer.has(&format!("<link rel=\"prev\" href=\"/@lark?after={}\">", ids[50]));
    let oldest = place.get(&format!("/@lark?before={}", ids[20])).await;
    oldest.has("Post number 0.");
    oldest.has_not("rel=\"next\"");
    assert!(newest.body.len() < 60_000, "{} bytes", newest.body.len());
    assert_eq!(place.get("/@lark?before=x").await.status, 400);
}

#[tokio::test]
async fn a_hashtag_has_a_page_in_any_script() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let tagged = |n, tag: &str| {
        let mut words = RichTextBuilder::default();
        words.push_str(&format!("Post {n} "));
        words.push_span(&format!("#{tag}"), SpanKind::Hashtag { name: tag.into() });
        let mut post = post(n, "");
        post.text = words.build();
        post
    };
    place.record(mirror, vec![tagged(1, "Größe"), tagged(2, "größe"), tagged(3, "ウィキ")]).await;
    let page = place.get("/@lark").await;
    page.has("href=\"/@lark/tagged/Gr%C3%B6%C3%9Fe\"");
    let sizes = place.get("/@lark/tagged/Gr%C3%B6%C3%9Fe").await;
    sizes.has("Post 1 ");
    sizes.has("Post 2 ");
    sizes.has_not("Post 3 ");
    let wiki = place.get("/@lark/tagged/%E3%82%A6%E3%82%A3%E3%82%AD").await;
    wiki.has("Post 3 ");
    wiki.has_not("Post 1 ");
    place.get("/@lark/tagged/none").await.has("has no posts with #none");
    assert_eq!(place.get(&format!("/@lark/tagged/{}", "x".repeat(200))).await.status, 404);
}

#[tokio::test]
async fn a_thread_is_shown_around_its_post() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let answer = |n: i64, to: i64| {
        let mut post = post(n, &format!("Part {n} of the thread"));
        post.reply_to =
            Some(PostRef { remote_id: RemoteId::new(format!("remote-{to}")).ok(), ..PostRef::default() });
        post
    };
    let ids = place
        .record(mirror, vec![post(1, "Part 1 of the thread"), answer(2, 1), answer(3, 2), answer(4, 3)])
        .await;
    let page = place.get(&format!("/@lark/{}", ids[1])).await;
    let at = |n: i64| page.text().find(&format!("<p>Part {n} of the thread</p>")).unwrap();
    assert!(at(1) < at(2) && at(2) < at(3) && at(3) < at(4));
    page.has(&format!("class=\"post h-entry focus\" id=\"p{}\"", ids[1]));
    page.has_not("Continues a thread");
    place.get("/@lark").await.has(&format!("<a href=\"/@lark/{}\">Continues a thread</a>", ids[0]));
    assert_eq!(page.text().matches("aria-current=\"page\"").count(), 1);
    assert_eq!(page.text().matches("<h1").count(), 1);
}

#[tokio::test]
async fn a_post_shows_all_its_parts() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let other = place.mirror("wren", &profile("Wren")).await;
    let quoted = place
        .record(
            other,
            vec![{
                let mut post = post(50, "Quoted words");
                post.origin.network = Network::X;
                post.origin.remote_id = RemoteId::new("1850000000000000050").unwrap();
                post
            }],
        )
        .await;
    place.store_file("https://source.example/a.png", "image/png", &hash(1), b"png").await;
    place.store_file("https://source.example/v.mp4", "video/mp4", &hash(2), b"mp4").await;
    place.store_file("https://source.example/p.jpg", "image/jpeg", &hash(3), b"jpg").await;
    let medium = |kind, source: &str| Media::new(kind, MediaSource::Url(url(source)));
    let mut gifv = medium(MediaKind::Gifv, "https://source.example/v.mp4").with_alt("A bird hops");
    gifv.preview = Some(MediaSource::Url(url("https://source.example/p.jpg")));
    let mut full = post(1, "Look");
    full.origin.network = Network::X;
    full.language = Language::new("fa").ok();
    full.media = vec![
        medium(MediaKind::Image, "https://source.example/a.png").with_alt("A bird on a branch"),
        gifv,
        medium(MediaKind::Audio, "https://source.example/missing.mp3").with_alt("Birdsong"),
    ];
    full.poll = Some(Poll {
        options: vec![
            PollOption { label: "Yes".into(), votes: 150 },
            PollOption { label: "No".into(), votes: 50 },
        ],
        multiple: false,
        ends_at: Some("2024-11-12T00:00:00Z".parse::<Timestamp>().unwrap()),
        closed: true,
    });
    full.quote = Some(PostRef {
        remote_id: RemoteId::new("1850000000000000050").ok(),
        url: Some(url("https://x.com/wren/status/1850000000000000050")),
        author: Some(Byline { name: Some("Wren".into()), handle: Some("wren".into()), url: None }),
        text: Some(RichText::plain("Quoted words")),
    });
    full.card = Some(LinkCard {
        url: url("https://www.example.org/page"),
        title: "A page".into(),
        description: Some("What it says".into()),
    });
    full.edited_at = Some("2024-11-10T00:00:00Z".parse().unwrap());
    let mut repost = post(2, "");
    repost.repost_of = Some(PostRef {
        remote_id: None,
        url: Some(url("https://x.com/owl/status/1")),
        author: Some(Byline { name: None, handle: Some("owl".into()), url: None }),
        text: Some(RichText::plain("Hoot")),
    });
    let ids = place.record(mirror, vec![full, repost]).await;
    for (n, kind) in [ReceivedKind::Like, ReceivedKind::Like, ReceivedKind::Boost].into_iter().enumerate() {
        let new = NewReceived {
            uri: &format!("https://far.example/{n}"),
            kind,
            mirror,
            post: Some(ids[0]),
            actor: "https://far.example/users/fan",
            document: &serde_json::json!({}),
        };
        place.store.receive(&new, now()).await.unwrap();
    }
    let page = place.get(&format!("/@lark/{}", ids[0])).await;
    page.has("lang=\"fa\" dir=\"rtl\"><p>Look</p>");
    page.has(&format!("<img src=\"/media/{}.png\" alt=\"A bird on a branch\"", hash(1)));
    page.has("<details open><summary>Alt text</summary><p dir=\"auto\">A bird on a branch</p></details>");
    page.has(&format!("<video src=\"/media/{}.mp4\" controls preload=\"none\" playsinline loop muted poster=\"/media/{}.jpg\"", hash(2), hash(3)));
    page.has("A recording that is not here yet.");
    page.has("Birdsong");
    page.has("class=\"leads\"><span dir=\"auto\">Yes</span> <span class=\"share\">75 %</span>");
    page.has("200 votes · ended 12 November 2024");
    page.has(&format!("<a href=\"/@wren/{}\">Wren</a> <span class=\"soft\">@wren</span>", quoted[0]));
    page.has("<p>Quoted words</p>");
    page.has("<strong>A page</strong> <span>What it says</span> <small>example.org</small>");
    page.has("edited <time class=\"dt-updated\" datetime=\"2024-11-10T00:00:00Z\">10 November 2024</time>");
    page.has("href=\"https://source.example/1\" rel=\"nofollow noopener\">on X</a>");
    page.has("<li>2 likes</li>");
    page.has("<li>1 boost</li>");
    page.has(&format!(
        "<meta property=\"og:image\" content=\"https://mimus.example/media/{}.png\">",
        hash(1)
    ));
    page.has("<meta name=\"twitter:card\" content=\"summary_large_image\">");
    page.has(&format!("<link rel=\"alternate\" type=\"application/activity+json\" href=\"https://mimus.example/users/lark/posts/{}\">", ids[0]));
    page.has_not("source.example/a.png");
    let repost = place.get(&format!("/@lark/{}", ids[1])).await;
    repost.has("Reposted");
    repost.has("<a href=\"https://x.com/owl/status/1\" rel=\"nofollow noopener\">@owl</a>");
    repost.has("<p>Hoot</p>");
}

#[tokio::test]
async fn a_quotation_without_words_gets_them_from_the_post_here() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    let mut warned = post(2, "What nobody asked to read");
    warned.content_warning = Some("Spiders".into());
    let quoting = |n: i64, of: i64| {
        let mut post = post(n, "Look at that");
        let remote_id = RemoteId::new(format!("remote-{of}")).ok();
        post.quote = Some(PostRef { remote_id, ..PostRef::default() });
        post
    };
    let ids =
        place.record(mirror, vec![post(1, "What was said"), warned, quoting(3, 1), quoting(4, 2)]).await;
    let page = place.get(&format!("/@lark/{}", ids[2])).await;
    page.has(&format!("<a href=\"/@lark/{}\">@lark</a>", ids[0]));
    page.has("<p>What was said</p>");
    let page = place.get(&format!("/@lark/{}", ids[3])).await;
    page.has("<p>Content warning: Spiders</p>");
    page.has_not("What nobody asked to read");
    place.change(mirror, vec![Change::Gone(RemoteId::new("remote-1").unwrap())]).await;
    place.get(&format!("/@lark/{}", ids[2])).await.has_not("What was said");
}

#[tokio::test]
async fn warnings_hide_words_and_media_until_they_are_opened() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    place.store_file("https://source.example/a.png", "image/png", &hash(1), b"png").await;
    let picture = Media::new(MediaKind::Image, MediaSource::Url(url("https://source.example/a.png")))
        .with_alt("Alt words");
    let mut warned = post(1, "The hidden words");
    warned.content_warning = Some("Spiders".into());
    warned.media = vec![picture.clone()];
    let mut sensitive = post(2, "The open words");
    sensitive.sensitive = true;
    sensitive.media = vec![picture];
    sensitive.visibility = Visibility::Unlisted;
    let ids = place.record(mirror, vec![warned, sensitive]).await;
    let page = place.get(&format!("/@lark/{}", ids[0])).await;
    let (open, words, close) = (
        page.text().find("<details class=\"warned\">").unwrap(),
        page.text().find("<p>The hidden words</p>").unwrap(),
        page.text().rfind("</details>").unwrap(),
    );
    assert!(open < words && words < close);
    page.has("<span dir=\"auto\">Spiders</span></summary>");
    let head = page.text().split("</head>").next().unwrap();
    assert!(
        !head.contains("The hidden words") && !head.contains("Alt words") && !head.contains("/media/"),
        "{head}"
    );
    let page = place.get(&format!("/@lark/{}", ids[1])).await;
    page.has("<span class=\"flag\">Sensitive media</span>");
    assert!(
        page.text().find("The open words").unwrap() < page.text().find("<details class=\"warned\">").unwrap()
    );
    page.has("<meta name=\"robots\" content=\"noindex\">");
}

#[tokio::test]
async fn what_is_removed_is_gone_and_what_never_was_is_not_found() {
    let place = Place::start().await;
    let lark = place.mirror("lark", &profile("Lark")).await;
    let wren = place.mirror("wren", &profile("Wren")).await;
    let ids = place.record(lark, vec![post(1, "One"), post(2, "Two")]).await;
    place.record(wren, vec![post(3, "Three")]).await;
    place.change(lark, vec![Change::Gone(RemoteId::new("remote-1").unwrap())]).await;
    let gone = place.get(&format!("/@lark/{}", ids[0])).await;
    assert_eq!(gone.status, 410);
    gone.has("This post has been removed.");
    gone.has_not("<p>One</p>");
    for path in ["/@nobody", "/@nobody/1", "/@lark/1", "/@lark/x", "/nowhere", "/@lark/1/2/3", "/@"] {
        let answer = place.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        answer.has("There is nothing at this address.");
        answer.has("<link rel=\"stylesheet\"");
    }
    assert_eq!(place.get(&format!("/@wren/{}", ids[1])).await.status, 404, "another mirror's post");
    place.store.remove_mirror(lark, None, now()).await.unwrap();
    for path in ["/@lark".to_owned(), "/@lark.rss".to_owned(), "/@lark/tagged/x".to_owned()] {
        assert_eq!(place.get(&path).await.status, 410, "{path}");
    }
    place.get("/").await.has_not("@lark");
}

#[tokio::test]
async fn a_resting_mirror_says_so() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    place.store.set_mirror_state(mirror, MirrorState::Paused, Some("Being mended."), now()).await.unwrap();
    place.get("/@lark").await.has("Paused: no new posts are read just now. Being mended.");
    place.get("/").await.has("· paused");
    place.store.set_mirror_state(mirror, MirrorState::Ended, None, now()).await.unwrap();
    place.get("/@lark").await.has("Ended: no new posts will come.");
}

#[tokio::test]
async fn the_about_page_names_the_operator_and_counts() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    place.record(mirror, vec![post(1, "One")]).await;
    let page = place.get("/about").await;
    page.has("Example Society");
    page.has("<a href=\"mailto:mirrors@example.org\">mirrors@example.org</a>");
    page.has("<strong>1</strong> mirror<");
    page.has("<strong>1</strong> post<");
    page.has("<strong>0</strong> followers<");
    page.has("Mimus 9.9.9");
    page.has("id=\"claim\"");
}

#[tokio::test]
async fn following_from_here_leads_to_ones_own_server_and_nowhere_else() {
    let place = Place::start().await;
    place.mirror("lark", &profile("Lark")).await;
    let target =
        "https://mastodon.example/authorize_interaction?uri=https%3A%2F%2Fmimus.example%2Fusers%2Flark";
    let own = place
        .ask("GET", "/@lark/follow?server=%40me%40Mastodon.example", &[("Sec-Fetch-Site", "same-origin")])
        .await;
    assert_eq!(own.status, 200);
    own.has(&format!("<meta http-equiv=\"refresh\" content=\"0; url={target}\">"));
    own.has(&format!("href=\"{target}\""));
    let linked =
        place.ask("GET", "/@lark/follow?server=mastodon.example", &[("Sec-Fetch-Site", "cross-site")]).await;
    linked.has(&format!("href=\"{target}\""));
    linked.has_not("http-equiv=\"refresh\"");
    for bad in [
        "",
        "?server=",
        "?server=localhost",
        "?server=127.0.0.1",
        "?server=javascript:alert(1)",
        "?server=a%22%3E%3Cscript%3E",
        "?server=evil.example%2F..%2F%40good.example%3F",
    ] {
        let answer =
            place.ask("GET", &format!("/@lark/follow{bad}"), &[("Sec-Fetch-Site", "same-origin")]).await;
        match bad {
            // What follows the host is dropped, so this is a plain host.
            "?server=evil.example%2F..%2F%40good.example%3F" => answer.has(
                "https://evil.example/authorize_interaction?uri=https%3A%2F%2Fmimus.example%2Fusers%2Flark\"",
            ),
            _ => assert_eq!(answer.status, 400, "{bad}"),
        }
        answer.has_not("<script");
    }
}

#[tokio::test]
async fn markup_from_outside_stays_words_everywhere() {
    const EVIL: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>' onmouseover='x";
    let place = Place::start_with(|parts| {
        parts.info.name = EVIL.into();
        parts.info.operator = EVIL.into();
        parts.info.description = EVIL.into();
        parts.info.contact = Some(EVIL.into());
        parts.info.version = EVIL.into();
    })
    .await;
    let evil = || RichText::plain(EVIL);
    let reference = || PostRef {
        remote_id: None,
        url: Some(url("https://source.example/\"><script>alert(1)</script>")),
        author: Some(Byline { name: Some(EVIL.into()), handle: Some(EVIL.into()), url: None }),
        text: Some(evil()),
    };
    let profile = Profile {
        name: EVIL.into(),
        handle: Some(EVIL.into()),
        bio: evil(),
        url: Some(url("https://source.example/?\"><script>alert(1)</script>")),
        fields: vec![ProfileField { name: EVIL.into(), value: evil() }],
        ..Profile::default()
    };
    let mirror = place.mirror("lark", &profile).await;
    place.store.set_mirror_state(mirror, MirrorState::Ended, Some(EVIL), now()).await.unwrap();
    let mut all = post(1, "");
    let mut words = RichTextBuilder::default();
    words.push_str(EVIL);
    words.push_span(EVIL, SpanKind::Hashtag { name: EVIL.into() });
    words.push_span(EVIL, SpanKind::Link { url: url("https://source.example/'onclick='x") });
    words.push_span(
        EVIL,
        SpanKind::Mention { network: Network::X, handle: EVIL.into(), url: Some(url("https://x.com/x")) },
    );
    all.text = words.build();
    all.title = Some(EVIL.into());
    all.content_warning = Some(EVIL.into());
    let mut picture = Media::new(MediaKind::Image, MediaSource::Url(url("https://source.example/a.png")));
    picture.alt = vec![AltText { language: None, text: EVIL.into() }];
    picture.author = Some(EVIL.into());
    picture.licence = Some(EVIL.into());
    let mut film = picture.clone();
    film.kind = MediaKind::Video;
    film.source = MediaSource::Url(url("https://source.example/v.mp4"));
    place.store_file("https://source.example/a.png", "image/png", &hash(1), b"png").await;
    place.store_file("https://source.example/v.mp4", "video/mp4", &hash(2), b"mp4").await;
    all.media = vec![picture, film];
    all.poll = Some(Poll {
        options: vec![PollOption { label: EVIL.into(), votes: 1 }],
        multiple: true,
        ends_at: None,
        closed: false,
    });
    all.card = Some(LinkCard {
        url: url("https://source.example/"),
        title: EVIL.into(),
        description: Some(EVIL.into()),
    });
    all.reply_to = Some(reference());
    all.quote = Some(reference());
    let mut plain = post(2, "");
    plain.repost_of = Some(reference());
    let ids = place.record(mirror, vec![all, plain]).await;
    let tag: String = EVIL.bytes().map(|b| format!("%{b:02X}")).collect();
    let paths = [
        "/".to_owned(),
        "/about".into(),
        "/about/ledger".into(),
        "/@lark".into(),
        "/@lark.rss".into(),
        format!("/@lark/{}", ids[0]),
        format!("/@lark/{}", ids[1]),
        format!("/@lark/tagged/{tag}"),
        "/@lark/follow?server=m.example".into(),
        format!("/@{tag}"),
        format!("/@lark/follow?server={tag}"),
        format!("/?after={tag}"),
        format!("/nowhere{tag}"),
    ];
    for path in paths {
        let page = place.get(&path).await;
        assert!(page.status < 500, "{path}");
        page.has_not("<script");
        page.has_not("<img src=x");
        // An apostrophe or quotation mark that is not escaped would end an attribute.
        page.has_not("' onmouseover='");
        page.has_not("onclick='x");
        page.has_not("&amp;#38;");
    }
}

#[tokio::test]
async fn every_page_carries_its_policy_and_can_be_kept() {
    let place = Place::start().await;
    let mirror = place.mirror("lark", &profile("Lark")).await;
    place.record(mirror, vec![post(1, "One")]).await;
    for path in ["/", "/about", "/about/ledger", "/@lark", "/nowhere"] {
        let page = place.get(path).await;
        assert_eq!(
            page.header("content-security-policy"),
            "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(page.header("vary"), "Accept");
        page.has_not(" style=");
        page.has_not("<script");
    }
    let first = place.get("/@lark").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"'));
    let again = place.ask("GET", "/@lark", &[("If-None-Match", &format!("\"x\", W/{tag}"))]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), tag);
    place.record(mirror, vec![post(2, "Two")]).await;
    let changed = place.ask("GET", "/@lark", &[("If-None-Match", &tag)]).await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
    let head = place.ask("HEAD", "/@lark", &[]).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    let style = first.text().split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let style = place.get(style).await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(style.body.len() <= 20 * 1024, "{} bytes", style.body.len());
    assert_eq!(place.get("/assets/style.css").await.status, 404);
}
