//! The pages on sample content, to look at while working on them:
//! `cargo run -p mimus-web --example gallery` and open the address that it prints. With the path of a data folder,
//! the pages on what stands there, without any worker.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use std::future::IntoFuture;

use image::{ImageFormat, Rgb, RgbImage};
use jiff::Timestamp;
use mimus_core::rich_text::{Detect, RichTextBuilder, detect};
use mimus_core::{
    Byline, FocalPoint, Language, LinkCard, LocalHandle, Media, MediaKind, MediaSource, MirrorPolicy,
    Network, Origin, Poll, PollOption, Post, PostRef, Profile, ProfileField, RemoteId, RichText, SpanKind,
    WebUrl,
};
use mimus_engine::ledger::{Answer, Call, LedgerOptions, Priority, Resource};
use mimus_engine::{Clock, Ledger};
use mimus_federation::signature::{self, RequestToSign, Scheme, SigningKey};
use mimus_federation::{Addresses, Inbox, Remote};
use mimus_http::{ClientConfig, HttpClient};
use mimus_networks::x::limits::Endpoint;
use mimus_store::{
    Change, FileId, MirrorId, NewMirror, NewReceived, NodeName, ReceivedKind, Recording, Store, StoreOptions,
};
use mimus_web::demo::Follower;
use mimus_web::{Site, SiteInfo, SiteParts, router};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let given = std::env::args_os().nth(1).map(std::path::PathBuf::from);
    let data = given.clone().unwrap_or_else(|| folder.path().to_owned());
    let media = data.join("media");
    let url = format!("sqlite:{}", data.join("mimus.db").display());
    let store = Store::open(&StoreOptions { url, connections: 4 }).await?;
    let key = SigningKey::generate()?;
    let gallery = Gallery { store: store.clone(), media: media.clone(), key: key.clone() };
    if given.is_none() {
        gallery.fill().await?;
        fill_ledger(&store).await?;
    }
    let ledger = ledger(&store, Clock::system());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8421").await?;
    let address = format!("http://{}", listener.local_addr()?);
    println!("{address}/ and {address}/@mockingbird");
    let addresses = Addresses::new(&address.parse()?);
    let http =
        HttpClient::new(ClientConfig { allow_private_addresses: true, ..ClientConfig::new("gallery") })?;
    let remote = Remote::new(addresses.clone(), store.clone(), http.clone(), key.clone());
    let site = Site::new(SiteParts {
        inbox: Inbox::new(addresses.clone(), store.clone(), remote.clone()),
        remote,
        store,
        addresses,
        instance_key: Arc::new(key.clone()),
        media_folder: media,
        info: SiteInfo {
            name: "Birdsong Mirrors".into(),
            operator: "The Field Station".into(),
            operator_url: WebUrl::parse("https://station.example/").ok(),
            contact: Some("mirrors@station.example".into()),
            description:
                "The Field Station's accounts and the news of its neighbours, for everyone on the fediverse."
                    .into(),
            version: env!("CARGO_PKG_VERSION").into(),
            source_code: None,
        },
        metrics: None,
        on_received: Arc::new(|| {}),
        ready: Arc::new(|| true),
        authorized_fetch: false,
    })
    .with_ledger(ledger);
    if given.is_some() {
        axum::serve(listener, router(site)).await?;
        return Ok(());
    }
    let fan = Follower::start("127.0.0.1:8422".parse()?, http).await?;
    let served = tokio::spawn(axum::serve(listener, router(site.with_demo(fan.clone()))).into_future());
    for handle in ["mockingbird", "wren", "station_log"] {
        let actor = format!("{address}/users/{handle}");
        fan.follow(&actor).await?;
        // Nobody delivers here, so the gallery does itself what a courier would.
        let answer = json!({ "id": format!("{actor}#accept"), "type": "Accept", "actor": actor, "object": fan.actor() });
        deliver(&fan, &actor, &key, &answer).await?;
    }
    let content = "<p>A wren weighs as much as a coin and is louder than this office.</p>";
    let actor = format!("{address}/users/wren");
    for kind in ["Create", "Update", "Delete"] {
        let activity = json!({ "id": format!("{actor}#{kind}"), "type": kind, "actor": actor, "object": { "id": format!("{actor}/posts/1"), "content": if kind == "Delete" { "" } else { content } } });
        deliver(&fan, &actor, &key, &activity).await?;
    }
    served.await??;
    Ok(())
}

async fn deliver(
    to: &Follower,
    actor: &str,
    key: &SigningKey,
    activity: &Value,
) -> Result<(), Box<dyn Error>> {
    let url: url::Url = format!("{}/inbox", to.actor()).parse()?;
    let body = activity.to_string();
    let request = RequestToSign {
        method: &http::Method::POST,
        url: &url,
        body: Some(body.as_bytes()),
        content_type: Some("application/activity+json"),
    };
    let now = mimus_engine::Clock::system().now();
    let headers = signature::sign(Scheme::Cavage, &request, key, &format!("{actor}#main-key"), now)?;
    let client =
        HttpClient::new(ClientConfig { allow_private_addresses: true, ..ClientConfig::new("gallery") })?;
    client.send(mimus_http::Request::post(url, body).headers(headers)).await?;
    Ok(())
}

struct Gallery {
    store: Store,
    media: std::path::PathBuf,
    key: SigningKey,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn web(text: &str) -> WebUrl {
    WebUrl::parse(text).unwrap()
}

fn words(text: &str) -> RichText {
    detect(&RichText::plain(text), Detect { links: true, hashtags: true })
}

fn post(n: i64, when: &str, text: &str) -> Post {
    let origin = Origin {
        network: Network::X,
        remote_id: RemoteId::new(format!("18500000000000000{n:02}")).unwrap(),
        url: Some(web(&format!("https://x.com/mockingbird/status/18500000000000000{n:02}"))),
    };
    let mut post = Post::new(origin, at(when));
    post.text = words(text);
    post.language = Language::new("en").ok();
    post
}

fn answering(mut post: Post, n: i64) -> Post {
    post.reply_to = Some(PostRef {
        remote_id: RemoteId::new(format!("18500000000000000{n:02}")).ok(),
        ..PostRef::default()
    });
    post
}

fn picture(name: &str, alt: &str) -> Media {
    Media::new(MediaKind::Image, MediaSource::Url(web(&format!("https://pictures.example/{name}"))))
        .with_alt(alt)
}

impl Gallery {
    async fn fill(&self) -> Result<(), Box<dyn Error>> {
        for (n, name) in
            ["dawn.png", "marsh.png", "ridge.png", "shore.png", "dusk.png"].into_iter().enumerate()
        {
            self.draw(name, n as u32, (1200, if n == 3 { 1600 } else { 800 })).await?;
        }
        self.draw("avatar.png", 7, (400, 400)).await?;
        self.draw("banner.png", 2, (1500, 500)).await?;
        let mut bio = RichTextBuilder::default();
        bio.push_rich(&words("Field notes on one bird and every other bird's song. #Ornithology, recordings, and the odd map.\n\nhttps://station.example/mockingbird"));
        let profile = Profile {
            name: "Northern Mockingbird Project".into(),
            handle: Some("mockingbird".into()),
            bio: bio.build(),
            url: Some(web("https://x.com/mockingbird")),
            avatar: None,
            banner: None,
            fields: vec![
                ProfileField { name: "Station".into(), value: words("https://station.example/") },
                ProfileField { name: "Range".into(), value: RichText::plain("From Veracruz to Nova Scotia") },
            ],
        };
        let bird =
            self.mirror("mockingbird", "x:mockingbird", &profile, Some(("avatar.png", "banner.png"))).await?;
        self.record(bird, mockingbird()).await?;
        let feed = |name: &str, url: &str, bio: &str| Profile {
            name: name.into(),
            bio: words(bio),
            url: Some(web(url)),
            ..Profile::default()
        };
        let log = self
            .mirror(
                "station_log",
                "feed:https://station.example/log.xml",
                &feed("Station Log", "https://station.example/log", "What happened at the station."),
                None,
            )
            .await?;
        let mut article = post(
            81,
            "2026-10-30T07:00:00Z",
            "We moved the recorders to the east ridge after the storm of last week. Two of the eight had taken water; their cards could be read all the same. What follows is the list of what we heard in the first night, and what we take from it for the winter.\n\nThe first hour belonged to the thrushes. After two o'clock a single mockingbird went through eleven other voices, among them a car alarm that nobody at the station owns.",
        );
        article.title = Some("Eight recorders, one ridge".into());
        article.origin.network = Network::Feed;
        article.origin.url = Some(web("https://station.example/log/ridge"));
        self.record(log, vec![article]).await?;
        for (handle, name, url, bio, language, text) in [
            (
                "bulbul",
                "مشروع البلبل",
                "https://bulbul.example/ar",
                "أخبار الطيور",
                "ar",
                "سمعنا اليوم أول بلبل في الموسم قرب النهر. شكراً لكل من أرسل تسجيلاته! #طيور",
            ),
            (
                "uguisu",
                "うぐいす観察会",
                "https://uguisu.example/",
                "春を告げる鳥の記録",
                "ja",
                "今朝、裏山で初音を聞きました。録音はのちほど公開します。 #うぐいす",
            ),
            (
                "wren",
                "Wren Watch",
                "https://wren.example/feed",
                "Small bird, large voice.",
                "en",
                "A wren weighs as much as a coin and is louder than this office.",
            ),
            (
                "shama",
                "श्यामा चिड़िया",
                "https://shama.example/",
                "गाने वाली चिड़िया",
                "hi",
                "आज सुबह बगीचे में श्यामा का गीत सुना। #पक्षी",
            ),
        ] {
            let mirror = self.mirror(handle, &format!("feed:{url}"), &feed(name, url, bio), None).await?;
            let mut only = post(60, "2026-11-01T06:20:00Z", text);
            only.language = Language::new(language).ok();
            self.record(mirror, vec![only]).await?;
        }
        let focus = self.store.timeline(bird, None, 40).await?.posts;
        let thread = focus.iter().find(|p| p.post.text.as_str().starts_with("Second")).unwrap();
        for n in 0..17 {
            let kind = if n < 11 { ReceivedKind::Like } else { ReceivedKind::Boost };
            let new = NewReceived {
                uri: &format!("https://far.example/{n}"),
                kind,
                mirror: bird,
                post: Some(thread.id),
                actor: "https://far.example/users/a",
                document: &json!({}),
            };
            self.store.receive(&new, at("2026-11-02T00:00:00Z")).await?;
        }
        Ok(())
    }

    async fn mirror(
        &self,
        handle: &str,
        location: &str,
        profile: &Profile,
        pictures: Option<(&str, &str)>,
    ) -> Result<MirrorId, Box<dyn Error>> {
        let now = at("2026-11-01T00:00:00Z");
        let new = NewMirror {
            handle: &LocalHandle::new(handle)?,
            location,
            policy: &MirrorPolicy::default(),
            profile,
            private_key: b"none",
            public_key: self.key.public_key_pem(),
            first_read_at: Some(now),
            reader: None,
        };
        let id = self.store.add_mirror(&new, now).await?;
        if let Some((avatar, banner)) = pictures {
            let mut files: Vec<FileId> = Vec::new();
            for name in [avatar, banner] {
                files.push(self.store.want_file(&format!("https://pictures.example/{name}"), now).await?.id);
            }
            let mut changed = profile.clone();
            changed.avatar = Some(MediaSource::Url(web("https://pictures.example/avatar.png")));
            self.store
                .set_profile(id, &changed, (files.first().copied(), files.get(1).copied()), false, now)
                .await?;
        }
        Ok(id)
    }

    async fn record(&self, mirror: MirrorId, posts: Vec<Post>) -> Result<(), Box<dyn Error>> {
        let now = at("2026-11-02T00:00:00Z");
        let node = NodeName::new("gallery");
        self.store.claim_source(mirror, &node).await?;
        let changes: Vec<Change> = posts.into_iter().map(|post| Change::Seen(Box::new(post))).collect();
        let recording = Recording {
            mirror,
            node: &node,
            changes: &changes,
            cursor: "",
            next_read_at: None,
            finished: true,
            announce: false,
            progress: None,
            state: None,
        };
        self.store.record(&recording, now).await?;
        Ok(())
    }

    /// Hills under a sky, another for every `n`.
    async fn draw(&self, name: &str, n: u32, size: (u32, u32)) -> Result<(), Box<dyn Error>> {
        let skies = [[242, 190, 160], [150, 190, 205], [200, 205, 215], [120, 165, 190], [160, 110, 140]];
        let sky = skies[n as usize % skies.len()];
        let picture = RgbImage::from_fn(size.0, size.1, |x, y| {
            let (x, y) = (f64::from(x) / f64::from(size.0), f64::from(y) / f64::from(size.1));
            let mut colour = sky.map(|c| f64::from(c) + (y - 0.4) * 60.0);
            for hill in 1..5 {
                let k = f64::from(hill);
                let line =
                    0.35 + k * 0.13 + (x * (5.0 - k) * 3.1 + f64::from(n) * 1.7 + k).sin() * 0.07 / k.sqrt();
                if y > line {
                    colour = sky.map(|c| f64::from(c) * (0.82 - k * 0.15));
                }
            }
            Rgb(colour.map(|c| c.clamp(0.0, 255.0) as u8))
        });
        let hash = format!("{:02x}", 0xa0 + name.len() as u32 * 3 + n).repeat(32);
        let at_path = self.media.join(&hash[..2]).join(&hash[2..4]);
        std::fs::create_dir_all(&at_path)?;
        picture.save_with_format(Path::new(&at_path).join(format!("{hash}.png")), ImageFormat::Png)?;
        let now = at("2026-11-01T00:00:00Z");
        let mut file = self.store.want_file(&format!("https://pictures.example/{name}"), now).await?;
        file.sha256 = Some(hash);
        file.mime = Some("image/png".into());
        file.size = Some(size);
        self.store.file_stored(&file, now).await?;
        Ok(())
    }
}

fn mockingbird() -> Vec<Post> {
    let mut posts = vec![
        post(
            1,
            "2026-10-28T06:02:00Z",
            "First light at the east ridge, 4 °C, no wind. A thread on what one bird sang in forty minutes. 🧵 #DawnChorus",
        ),
        answering(
            post(
                2,
                "2026-10-28T06:09:00Z",
                "Second: eleven phrases of the tufted titmouse, each three times over. That is how you tell a mockingbird from a titmouse — the titmouse does not count.",
            ),
            1,
        ),
        answering(
            post(
                3,
                "2026-10-28T06:15:00Z",
                "Third: a phone. Not ours. The whole recording is at https://recordings.station.example/2026/east-ridge/dawn-chorus-forty-minutes.flac",
            ),
            2,
        ),
    ];
    if let Some(second) = posts.get_mut(1) {
        second.media = vec![picture(
            "dawn.png",
            "Hills in four shades of brown under an apricot sky. The nearest ridge is dark, and a single tree stands on it a little to the right of the middle.",
        )];
    }
    let mut four = post(4, "2026-10-29T16:40:00Z", "Four evenings from the same post. #FieldNotes");
    four.media = vec![
        picture("marsh.png", "A marsh in blue light"),
        picture("ridge.png", "A ridge under a pale sky"),
        picture("shore.png", "A shore, taken upright"),
        picture("dusk.png", ""),
    ];
    if let Some(upright) = four.media.get_mut(2) {
        upright.focal_point = Some(FocalPoint { x: 0, y: -800 });
        upright.author = Some("Photo: Ines Okafor".into());
        upright.licence = Some("CC BY-SA 4.0".into());
    }
    let mut poll =
        post(5, "2026-10-30T09:00:00Z", "Which impression should go on the station's answering machine?");
    poll.poll = Some(Poll {
        options: vec![
            PollOption { label: "Car alarm, all six movements".into(), votes: 412 },
            PollOption { label: "Blue jay".into(), votes: 173 },
            PollOption { label: "Our own door".into(), votes: 98 },
        ],
        multiple: false,
        ends_at: Some(at("2026-11-01T09:00:00Z")),
        closed: true,
    });
    let mut quote = post(6, "2026-10-30T18:12:00Z", "They are right about the coin.");
    quote.quote = Some(PostRef {
        remote_id: None,
        url: Some(web("https://x.com/wrenwatch/status/1")),
        author: Some(Byline { name: Some("Wren Watch".into()), handle: Some("wrenwatch".into()), url: None }),
        text: Some(words("A wren weighs as much as a coin and is louder than this office.")),
    });
    let mut warned = post(
        7,
        "2026-10-31T08:30:00Z",
        "The shrike had stored three grasshoppers and a lizard on the thorn by the gate. This is what shrikes do, and it is why the gate squeaks in the recording.",
    );
    warned.content_warning = Some("Dead animals".into());
    let mut sensitive = post(8, "2026-10-31T11:00:00Z", "What the storm left of the hide. Nobody was in it.");
    sensitive.sensitive = true;
    sensitive.media = vec![picture("dusk.png", "Planks and a bent roof in evening light")];
    let mut repost = post(9, "2026-10-31T15:45:00Z", "");
    repost.repost_of = Some(PostRef {
        remote_id: None,
        url: Some(web("https://x.com/station/status/2")),
        author: Some(Byline {
            name: Some("The Field Station".into()),
            handle: Some("station".into()),
            url: None,
        }),
        text: Some(words("The library is open again from Monday. Bring your own tea.")),
    });
    let mut card = post(10, "2026-11-01T07:05:00Z", "We wrote down how we count.");
    card.card = Some(LinkCard {
        url: web("https://station.example/methods"),
        title: "Counting voices: a method in nine pages".into(),
        description: Some("How to tell one singer with many voices from many singers, what to write down, and when to go home.".into()),
    });
    card.edited_at = Some(at("2026-11-01T08:00:00Z"));
    let mut film = post(
        11,
        "2026-11-01T12:00:00Z",
        "Wing-flashing, slowed down. Nobody knows for certain why they do it.",
    );
    let mut clip = Media::new(MediaKind::Video, MediaSource::Url(web("https://pictures.example/wing.mp4")));
    clip = clip.with_alt(
        "A grey bird on short grass opens its wings in three stages; the white patches show each time.",
    );
    film.media = vec![clip];
    let mut reply =
        post(12, "2026-11-01T13:30:00Z", "Yes, in November too. They sing for their winter territory.");
    reply.reply_to = Some(PostRef {
        remote_id: None,
        url: Some(web("https://x.com/asker/status/3")),
        author: Some(Byline { name: None, handle: Some("asker".into()), url: None }),
        text: None,
    });
    let mut mention = post(13, "2026-11-01T17:20:00Z", "");
    let mut text = RichTextBuilder::default();
    text.push_str("Recordings by ");
    text.push_span(
        "@okafor",
        SpanKind::Mention {
            network: Network::X,
            handle: "okafor".into(),
            url: Some(web("https://x.com/okafor")),
        },
    );
    text.push_str(", maps by everybody. ");
    text.push_span("#OpenScience", SpanKind::Hashtag { name: "OpenScience".into() });
    mention.text = text.build();
    posts.extend([four, poll, quote, warned, sensitive, repost, card, film, reply, mention]);
    posts
}

fn ledger(store: &Store, clock: Clock) -> Ledger {
    let options = LedgerOptions { budget: "15".parse().ok(), ..LedgerOptions::default() };
    Ledger::new(store.clone(), clock, options)
}

/// Thirty days of reading from X, one of them bad.
async fn fill_ledger(store: &Store) -> Result<(), Box<dyn Error>> {
    let now = Clock::system().now();
    let app = mimus_core::CredentialName::app("main")?;
    for ago in (0..30_u32).rev() {
        let then = now.checked_sub(jiff::SignedDuration::from_hours(24 * i64::from(ago)))?;
        let ledger = ledger(store, Clock::telling(move || then));
        let posts = 60 + ago * 7 % 40;
        let resource = Resource::Post;
        let call = Call {
            credential: &app,
            endpoint: Endpoint::Tweets,
            priority: Priority::Owned,
            resource,
            at_most: posts,
        };
        let reservation = ledger.reserve(&call).await?;
        let ids: Vec<String> = (0..posts).map(|n| format!("{ago}-{n}")).collect();
        let objects: Vec<(Resource, &str)> = ids.iter().map(|id| (resource, id.as_str())).collect();
        ledger.settle(reservation, &Answer { objects: &objects, window: None }).await?;
        let slow = if ago == 11 { 600 } else { 1 + u64::from(ago % 3) };
        let delays: Vec<_> =
            (0..u64::from(posts)).map(|n| std::time::Duration::from_secs((n % 25) * slow)).collect();
        ledger.posts_read(&delays).await?;
    }
    let ledger = ledger(store, Clock::system());
    let endpoint = Endpoint::Usage;
    let call = Call {
        credential: &app,
        endpoint,
        priority: Priority::Owned,
        resource: Resource::Nothing,
        at_most: 1,
    };
    for _ in 0..46 {
        drop(ledger.reserve(&call).await?);
    }
    Ok(())
}
