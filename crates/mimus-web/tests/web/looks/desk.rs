//! Drafts and what becomes of them.

use mimus_core::charter::{Charter, ReviewRules, Rules, Topic, Weight};
use mimus_core::desk::{Content, Role, Slots};
use mimus_core::policy::QuietHours;
use mimus_store::{DraftId, Window};

use super::{Form, Looks, keeper};
use crate::api::room::{Room, picture};
use crate::by_hand;
use crate::cards::Site;

/// One that says a good deal, breaks a few rules, and has a picture that nobody has described.
async fn rich(room: &Room, links: &str) -> DraftId {
    let editor = room.who("editor").await;
    let medium = room.engine.keep_upload(&editor, picture().into()).await.unwrap();
    let text = format!(
        "The town library is open on Sundays again, from ten to five. #openonsundays @somebody@social.example\n---\n\
         🌉 The bridge\n🌊 The river\n🏛 The hall\n{links}/bridge\n---\n{links}/missing \u{1d5ef}\u{1d5fc}\u{1d5f9}\u{1d5f1}"
    );
    let content = Content {
        text,
        versions: [(mimus_core::Network::X, "Open on Sundays.".to_owned())].into(),
        content_warning: Some("Good news".into()),
        language: mimus_core::Language::new("en").ok(),
        media: vec![medium],
        ..Content::default()
    };
    let intent = mimus_engine::desk::drafts::Intent {
        content,
        accounts: vec![room.account],
        window: Window::default(),
    };
    let id = room.engine.begin_draft(&editor, intent).await.unwrap();
    room.engine.comment(&room.who("reviewer").await, id, "Which bridge?").await.unwrap();
    id
}

async fn charter(room: &Room) {
    let rules = Rules {
        alt_text: Weight::Block,
        camel_case_hashtags: Weight::Warn,
        plain_letters: Weight::Warn,
        emoji_bullets: Weight::Warn,
        known_mentions: Weight::Warn,
        language: Weight::Warn,
        content_warning: Weight::Warn,
        topics: vec![Topic { warning: "Flood".into(), words: vec!["river".into()] }],
        ..Rules::default()
    };
    let charter = Charter {
        text: "We speak for the library of the town.\n\nTwo eyes see more than one.".into(),
        rules,
        proposals: true,
        names_proposers: true,
        quiet: Some(QuietHours {
            from: "22:00".parse().unwrap(),
            to: "07:00".parse().unwrap(),
            zone: "Europe/Berlin".into(),
        }),
        a_day: Some(5),
        review: ReviewRules { reviewers: 1, ..ReviewRules::default() },
    };
    let slots = Slots::read("Europe/Berlin", "Mon-Fri 09:30\nSat, Sun 11:00").unwrap();
    let keeper = room.who("keeper").await;
    room.engine.keep_charter(&keeper, room.account, &charter, &slots).await.unwrap();
}

pub(super) async fn visit(looks: &mut Looks) {
    empty(looks).await;
    let room = Room::open().await;
    let keeper = keeper(&room).await;
    let place = &room.place;

    // What is published, and what did not go as it should.
    let published = room.published().await.id;
    let deleting = room.draft_that_is("to be deleted").await;
    let missed = room.published().await.id;
    let missing = "UPDATE publications SET state = 'missed', reason = 'its time went by' \
                   WHERE draft_id = (SELECT MAX(id) FROM drafts)";
    mimus_store::testing::run(&room.engine.store, missing).await.unwrap();
    room.published().await;
    let unknown = "UPDATE publications SET state = 'unknown', reason = 'the server did not answer' \
                   WHERE draft_id = (SELECT MAX(id) FROM drafts)";
    mimus_store::testing::run(&room.engine.store, unknown).await.unwrap();
    let scheduled = room.scheduled().await.id;
    let held = room.draft_that_is("held").await;
    let dropped = room.draft_that_is("dropped").await;
    let proposed = room.proposed().await;
    let altered = altered(&room).await;
    charter(&room).await;
    let (site, links) = Site::start().await;
    site.says(
        "/bridge",
        200,
        "text/html",
        "<meta property='og:title' content='The bridge'><meta property='og:site_name' content='Town news'>\
         <meta property='og:description' content='Open again from Monday, after a year of works.'>\
         <meta property='og:image' content='/bridge.png'>",
    );
    site.says("/bridge.png", 200, "image/png", picture());
    let rich = rich(&room, &links).await;
    let at = |id: DraftId, page: &str| format!("/desk/drafts/{id}{page}");
    let looked = room.submit(&keeper, &at(rich, "/cards"), "").await;
    assert_eq!(looked.status, 303);

    let pages = ["", "/preview", "/review", "/schedule", "/history"];
    let routes = [
        "/desk/drafts/{id}",
        "/desk/drafts/{id}/preview",
        "/desk/drafts/{id}/review",
        "/desk/drafts/{id}/schedule",
        "/desk/drafts/{id}/history",
    ];
    for (route, page) in routes.into_iter().zip(pages) {
        looks.open(place, route, "blocked", &at(rich, page), &keeper, 200);
    }
    for (id, state, wanted) in [
        (held, "held", &[0_usize, 2][..]),
        (proposed.id, "proposed", &[2, 3]),
        (altered, "altered", &[2, 4]),
        (scheduled, "scheduled", &[0, 3]),
        (published, "published", &[0, 3]),
        (deleting, "to be deleted", &[2, 3]),
        (missed, "missed", &[3]),
        (dropped, "dropped", &[0]),
    ] {
        for page in wanted {
            looks.open(place, routes[*page], state, &at(id, pages[*page]), &keeper, 200);
        }
    }
    lists(looks, &room, &keeper).await;
    answers(looks, &room, &keeper, [rich, proposed.id, altered]).await;
    hands(looks, &room).await;
    looks.kept.push(Box::new((room, site)));
}

/// Of a room in which nothing has happened yet.
async fn empty(looks: &mut Looks) {
    let room = Room::open().await;
    let cookie = keeper(&room).await;
    for of in [
        "/desk",
        "/desk/drafts",
        "/desk/schedule",
        "/desk/publications",
        "/desk/media",
        "/desk/templates",
        "/desk/mirrors",
        "/desk/routes",
        "/desk/requests",
        "/desk/servers",
    ] {
        looks.open(&room.place, of, "empty", of, &cookie, 200);
    }
    looks.kept.push(Box::new(room));
}

/// A draft that was approved, and changed since.
async fn altered(room: &Room) -> DraftId {
    let draft = room.approved().await;
    let editor = room.cookie("editor").await;
    let write = format!("text=Good+morning,+dear+town&account={}&revision=1", room.account);
    let saved = room.submit(&editor, &format!("/desk/drafts/{}", draft.id), &write).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    draft.id
}

async fn lists(looks: &mut Looks, room: &Room, keeper: &str) {
    let place = &room.place;
    let template = room.template().await;
    let account = room.account;
    let checker = room.who("checker").await.id;
    for (route, path) in [
        ("/desk", "/desk".to_owned()),
        ("/desk/drafts", "/desk/drafts".to_owned()),
        ("/desk/drafts/new", format!("/desk/drafts/new?account={account}")),
        ("/desk/schedule", "/desk/schedule".to_owned()),
        ("/desk/publications", "/desk/publications".to_owned()),
        ("/desk/media", "/desk/media".to_owned()),
        ("/desk/accounts", "/desk/accounts".to_owned()),
        ("/desk/accounts/{id}", format!("/desk/accounts/{account}")),
        ("/desk/people", "/desk/people".to_owned()),
        ("/desk/people/{id}", format!("/desk/people/{checker}")),
        ("/desk/templates", "/desk/templates".to_owned()),
        ("/desk/templates/{id}", format!("/desk/templates/{template}")),
        ("/desk/tokens", "/desk/tokens".to_owned()),
        ("/desk/record", "/desk/record?said=kept".to_owned()),
        ("/accounts/{name}", "/accounts/mastodon:town@social.example".to_owned()),
        ("/accounts/{name}/propose", "/accounts/mastodon:town@social.example/propose".to_owned()),
    ] {
        looks.open(place, route, "full", &path, keeper, 200);
    }
    let reader = room.cookie("auditor").await;
    looks.open(place, "/desk", "of an auditor", "/desk", &reader, 200);
    looks.open(place, "/desk/people", "forbidden", "/desk/people", &reader, 403);
    looks.open(place, "/desk/drafts/{id}", "not there", "/desk/drafts/999", &reader, 404);
    looks.open(place, "/desk/record", "signed out", "/desk/record", "", 401);
}

/// What forms answer with a page: where, what is seen, what is sent, status. What is in braces is put in.
#[rustfmt::skip]
const ANSWERS: &[(&str, &str, &str, &str, u16)] = &[
    ("/desk/drafts", "unusable", "", "text=Hallo&language=Deutsch!&reply=x&account={account}", 422),
    ("/desk/drafts/{id}", "in conflict", "{altered}", "text=Good+night&account={account}&revision=1", 409),
    ("/desk/drafts/{id}/review", "without a reason", "{proposed}", "ruling=refuse&hash={hash}", 422),
    ("/desk/drafts/{id}/review", "changed meanwhile", "{proposed}", "ruling=approve&hash={earlier}", 422),
    ("/desk/drafts/{id}/schedule", "no time", "{proposed}", "when=at&at=soon&hash={hash}", 422),
    ("/desk/drafts/{id}/deed", "changed meanwhile", "{rich}", "deed=propose&hash={earlier}", 400),
    ("/desk/media", "described meanwhile", "", "draft={rich}&file={file}&before=Old&alt=A+door", 409),
    ("/desk/accounts/{id}", "no hours", "{account}", "deed=keep&zone=UTC&reviewers=1&quiet-from=late&quiet-to=early", 422),
    ("/desk/people", "invited", "", "name=dora-{language}&account={account}&role=editor", 200),
    ("/desk/people", "known already", "", "name=checker", 422),
    ("/desk/people/{id}", "a new link", "{checker}", "deed=link", 200),
    ("/desk/templates", "unusable", "", "deed=keep&name=&text=Hello&account={account}", 422),
    ("/desk/templates/{id}", "changed meanwhile", "{template}", "deed=save&version=9&name=Daily&text=Hi&account={account}", 422),
    ("/desk/tokens", "made", "", "deed=make&name=A+bot&scope=read&days=7", 200),
    ("/desk/tokens", "for nothing", "", "deed=make&name=A+bot&days=7", 422),
    ("/desk/me", "a feed", "", "deed=feed-make", 200),
    ("/desk/me", "codes offered", "", "deed=code-begin", 200),
    ("/desk/me", "another password", "", "deed=password&old=no&password=short", 422),
    ("/accounts/{name}/propose", "nothing", "mastodon:town@social.example", "text=", 422),
    ("/accounts/{name}/propose", "thanks", "mastodon:town@social.example", "text=Hello&who=A+reader", 201),
];

async fn answers(looks: &mut Looks, room: &Room, cookie: &str, [rich, proposed, altered]: [DraftId; 3]) {
    let known = [
        ("{account}", room.account.to_string()),
        ("{altered}", altered.to_string()),
        ("{proposed}", proposed.to_string()),
        ("{rich}", rich.to_string()),
        ("{hash}", room.draft(proposed).await.hash),
        ("{earlier}", "0".repeat(64)),
        ("{file}", room.draft(rich).await.content.media[0].file.clone()),
        ("{checker}", room.who("checker").await.id.to_string()),
        ("{template}", room.template().await.to_string()),
    ];
    let put_in =
        |words: &str| known.iter().fold(words.to_owned(), |words, (name, value)| words.replace(name, value));
    for (of, seen, whose, body, status) in ANSWERS {
        let path = of.replace("{id}", &put_in(whose)).replace("{name}", whose);
        let mut got = Vec::new();
        for language in super::LANGUAGES {
            let body = put_in(body).replace("{language}", language);
            got.push(Form { path: &path, cookie, body: &body }.send(&room.place, language).await);
        }
        looks.show(&room.place, ("POST", of), seen, Form { path: &path, cookie, body: "" }, *status, got);
    }
}

/// What is published by hand.
async fn hands(looks: &mut Looks, room: &Room) {
    let account = by_hand::by_hand(room, "x", "@TownHall", "https://x.com/TownHall").await;
    let text = "The river is high\n---\nStay at home";
    let content = Content { content_warning: Some("Flood".into()), ..by_hand::says(text) };
    let draft = by_hand::due(room, account, content).await;
    let publication = by_hand::first(room, draft).await.id;
    let publisher = room.who("publisher").await;
    let keeper = room.who("keeper").await;
    room.engine.set_roles(&keeper, publisher.id, room.account, &[Role::Publisher]).await.unwrap();
    let cookie = room.cookie("publisher").await;
    let path = format!("/desk/publications/{publication}");
    looks.open(&room.place, "/desk/publications/{id}", "to copy", &path, &cookie, 200);
    let form = Form { path: &path, cookie: &cookie, body: "deed=published&revision=1&link=nowhere" };
    looks.send(&room.place, "/desk/publications/{id}", "no link", form, 422).await;
    let id = by_hand::first(room, draft).await.id;
    let body = format!("deed=there&publication={id}&link=nowhere");
    let form = Form { path: "/desk/publications", cookie: &cookie, body: &body };
    looks.send(&room.place, "/desk/publications", "no link", form, 400).await;
}
