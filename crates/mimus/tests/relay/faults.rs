//! What goes wrong on either network, and the state and the sentence that each ends in.

use std::time::Duration;

use axum::http::Method;
use mimus_networks::x::Endpoint;
use mimus_store::{AccountState, Publication, PublicationState};
use mimus_testkit::emulator::{FaultKind as XFault, Options};
use mimus_testkit::mastodon::{Fault, FaultKind, Limits};

use crate::newsroom::{Newsroom, Process, toot, tweet, until};

/// A room with a route each way and a server that carries.
struct Pair {
    room: Newsroom,
    here: String,
    there: String,
    user: u64,
    _server: Process,
}

impl Pair {
    async fn open() -> Self {
        let room = Newsroom::open_with(Options { windows: false, ..Options::default() }).await;
        let (here, there) = (room.connect_mastodon("house"), room.connect_x("house"));
        room.route(&here, &there, &[]);
        room.route(&there, &here, &[]);
        let server = room.serve();
        room.begun(&here).await;
        room.begun(&there).await;
        let user = room.x.connect_user("house").user;
        Self { room, here, there, user, _server: server }
    }

    /// The publication of the post with these words, once it is in one of these states.
    async fn becomes(&self, words: &str, wanted: PublicationState) -> Publication {
        let mut found = None;
        until(&format!("{words:?} is {wanted}"), async || {
            self.room.read_soon(&self.there).await;
            let all = self.room.store.publications(None, None, None, 999).await.unwrap();
            found = all.into_iter().find(|p| p.post.text.as_str() == words && p.state == wanted);
            found.is_some()
        })
        .await;
        found.unwrap()
    }

    fn on_x(&self, words: &str) -> usize {
        self.room.x.posts_of("house").iter().filter(|(_, post)| post.text == words).count()
    }

    fn on_mastodon(&self, words: &str) -> usize {
        self.room.mastodon.statuses_of("house").iter().filter(|status| status.text == words).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_on_x_ends_well() {
    let pair = Pair::open().await;
    let room = &pair.room;
    for (n, (fault, what)) in [
        (XFault::Status(503), "an answer of 503"),
        (XFault::Status(500), "an answer of 500"),
        (XFault::Cut, "a connection that breaks before the answer"),
        (XFault::ActAndStatus(500), "an answer of 500 after X has acted"),
        (XFault::ActAndHang, "no answer after X has acted"),
    ]
    .into_iter()
    .enumerate()
    {
        let words = format!("Trouble {n}");
        room.x.inject(Endpoint::PostCreate, fault, 1);
        room.mastodon.post("house", toot(&words));
        pair.becomes(&words, PublicationState::Published).await;
        assert_eq!(pair.on_x(&words), 1, "{what}");
    }
    // The same words by hand: X refuses the repetition, and the sentence says so.
    room.x.post(pair.user, tweet("Said twice"));
    room.mastodon.post("house", toot("Said twice"));
    let refused = pair.becomes("Said twice", PublicationState::Failed).await;
    assert!(refused.reason.unwrap().contains("duplicate"));
    // The account takes everything back.
    room.x.revoke_user("house");
    room.mastodon.post("house", toot("After the end"));
    until("the account is broken", async || {
        let accounts = room.store.accounts().await.unwrap();
        accounts
            .iter()
            .any(|account| account.name().to_string() == pair.there && account.state == AccountState::Broken)
    })
    .await;
    assert_eq!(pair.on_x("After the end"), 0);
    let list = room.run(&["account", "list"], "");
    assert!(list.contains("broken"), "{list}");
    room.connect_x("house");
    pair.becomes("After the end", PublicationState::Published).await;
    assert_eq!(pair.on_x("After the end"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_on_mastodon_ends_well() {
    let pair = Pair::open().await;
    let room = &pair.room;
    let once = |kind| Fault::once(kind, Method::POST, "/api/v1/statuses");
    for (n, kind) in [
        FaultKind::Status(503),
        FaultKind::Status(500),
        FaultKind::StatusAfter(500),
        FaultKind::DropBefore,
        FaultKind::DropAfter,
        FaultKind::RateLimited { reset_in: Duration::from_secs(2) },
        FaultKind::Slow(Duration::from_secs(3)),
    ]
    .into_iter()
    .enumerate()
    {
        let words = format!("Trouble {n}");
        let what = format!("{kind:?}");
        room.mastodon.inject(once(kind));
        room.x.post(pair.user, tweet(&words));
        pair.becomes(&words, PublicationState::Published).await;
        assert_eq!(pair.on_mastodon(&words), 1, "{what}");
    }
    // A server that takes less than it did: asked anew, and the words become a thread.
    room.mastodon.set_limits(Limits { characters: 30, ..Limits::default() });
    let long = "These words are more than thirty characters long";
    room.x.post(pair.user, tweet(long));
    let shorter = pair.becomes(long, PublicationState::Published).await;
    assert_eq!(room.store.parts(shorter.id).await.unwrap().len(), 2);
    let trail = room.store.publication_trail(shorter.id).await.unwrap();
    assert!(trail.iter().any(|tried| tried.words.contains("limit of 30")), "{trail:?}");
    // A token that was taken back.
    let token = room.token("house");
    room.mastodon.revoke(&token);
    room.x.post(pair.user, tweet("After the end"));
    until("the account is broken", async || {
        room.read_soon(&pair.there).await;
        let accounts = room.store.accounts().await.unwrap();
        accounts
            .iter()
            .any(|account| account.name().to_string() == pair.here && account.state == AccountState::Broken)
    })
    .await;
    room.mastodon.set_limits(Limits::default());
    room.connect_mastodon("house");
    pair.becomes("After the end", PublicationState::Published).await;
    assert_eq!(pair.on_mastodon("After the end"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_and_deletions_cross_both_ways() {
    let pair = Pair::open().await;
    let room = &pair.room;
    let post = room.x.post(pair.user, tweet("Teh first"));
    let gone = room.x.post(pair.user, tweet("Gone soon"));
    pair.becomes("Gone soon", PublicationState::Published).await;
    pair.becomes("Teh first", PublicationState::Published).await;
    room.x.edit(post, "The first");
    room.x.delete(gone);
    pair.becomes("The first", PublicationState::Published).await;
    let statuses = room.mastodon.statuses_of("house");
    let edited = statuses.iter().find(|status| status.text == "The first").unwrap();
    assert_eq!((edited.history.len(), pair.on_mastodon("Teh first")), (2, 0));
    pair.becomes("Gone soon", PublicationState::Deleted).await;
    assert_eq!(pair.on_mastodon("Gone soon"), 0);

    let toot_gone = room.mastodon.post("house", toot("Heard of and gone"));
    pair.becomes("Heard of and gone", PublicationState::Published).await;
    room.mastodon.delete(toot_gone);
    pair.becomes("Heard of and gone", PublicationState::Deleted).await;
    assert_eq!(pair.on_x("Heard of and gone"), 0);
    // By hand: the copy goes, the post stays.
    room.mastodon.post("house", toot("Too much"));
    let copy = pair.becomes("Too much", PublicationState::Published).await.id.to_string();
    room.run(&["publication", "delete", &copy], "");
    pair.becomes("Too much", PublicationState::Deleted).await;
    assert_eq!((pair.on_x("Too much"), pair.on_mastodon("Too much")), (0, 1));
    assert!(!room.try_run(&["publication", "delete", &copy], "").status.success(), "once is enough");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_that_x_refuses_leaves_no_orphan() {
    let options = Options { windows: false, self_replies: false, ..Options::default() };
    let room = Newsroom::open_with(options).await;
    let (here, there) = (room.connect_mastodon("house"), room.connect_x("house"));
    room.route(&here, &there, &[]);
    let server = room.serve();
    room.begun(&here).await;
    let long = format!("It begins here. {}", "A sentence that goes on and on. ".repeat(12));
    room.mastodon.post("house", toot(&long));
    until("it is published", async || room.in_state(PublicationState::Published).await == 1).await;
    let posts = room.x.posts_of("house");
    assert_eq!(posts.len(), 1, "{posts:?}");
    let words = &posts[0].1.text;
    assert!(words.starts_with("It begins here.") && words.contains("house/"), "{words}");
    let told = room.run(&["publication", "list", "--json"], "");
    assert!(told.contains("the network refused the thread"), "{told}");
    server.kill();
}
