//! What people hear of the Desk: feeds of their own, and digests by mail.

use mimus_core::desk::{Content, Ruling};
use mimus_engine::desk::digests;
use mimus_engine::desk::drafts::Intent;
use mimus_engine::mail::Mailer;
use mimus_store::Window;
use mimus_testkit::mail::MailSink;

use crate::api::room::Room;

impl Room {
    /// Makes somebody a feed at the Desk, and returns its path.
    async fn feed(&self, who: &str) -> String {
        let cookie = self.cookie(who).await;
        let page = self.submit(&cookie, "/desk/me", "deed=feed-make").await;
        assert_eq!(page.status, 200);
        let text = page.text();
        let (_, rest) = text.split_once("/desk/feed/").unwrap();
        format!("/desk/feed/{}", &rest[..64])
    }
}

#[tokio::test]
async fn a_feed_has_what_is_its_owners_and_nothing_else() {
    let room = Room::open().await;
    let (engine, author) = (&room.engine, room.who("author").await);
    let content = Content { text: "The <b>bridge</b> & the river".into(), ..Content::default() };
    let intent = Intent { content, accounts: vec![room.account], window: Window::default() };
    let id = engine.begin_draft(&author, intent).await.unwrap();
    let hash = room.draft(id).await.hash;
    engine.propose(&author, id, &hash).await.unwrap();
    engine.comment(&room.who("editor").await, id, "Which bridge?").await.unwrap();
    engine.comment(&author, id, "The old one").await.unwrap();
    engine.rule(&room.who("checker").await, id, &hash, Ruling::Refuse, "too early").await.unwrap();
    let outside = Content { text: "A proposal".into(), ..Content::default() };
    engine.propose_from_outside(room.account, outside, "A reader").await.unwrap();

    let reviewer = room.open_page("", &room.feed("reviewer").await).await;
    assert_eq!(reviewer.status, 200);
    assert!(reviewer.header("content-type").starts_with("application/atom+xml"));
    assert_eq!(reviewer.header("cache-control"), "private, no-store");
    reviewer.has("Waits for your review: The &lt;b&gt;bridge");
    reviewer.has_not("<b>bridge");
    reviewer.has_not("A proposal from outside");
    reviewer.has_not("Which bridge?");

    let own = room.open_page("", &room.feed("author").await).await;
    own.has("editor commented on your draft");
    own.has("Which bridge?");
    own.has("checker refused your draft");
    own.has("too early");
    own.has_not("The old one");
    own.has_not("Waits for your review");
    room.open_page("", &room.feed("editor").await).await.has("A proposal from outside waits");

    room.scheduled().await;
    let missed = "UPDATE publications SET state = 'missed', due_at = NULL, reason = 'its time went by'";
    mimus_store::testing::run(&engine.store, missed).await.unwrap();
    let path = room.feed("publisher").await;
    let publisher = room.open_page("", &path).await;
    publisher.has("Missed its time: Good morning (mastodon:town@social.example)");
    publisher.has("its time went by");
    let gone = room.published().await.id;
    engine.ask_removal(&author, gone, "The bridge is closed").await.unwrap();
    let reviewer = room.open_page("", &room.feed("reviewer").await).await;
    reviewer.has("A deletion waits for your review: Good morning");
    reviewer.has("The bridge is closed");
    room.open_page("", &room.feed("author").await).await.has_not("A deletion waits");
    let stranger = room.open_page("", &room.feed("stranger").await).await;
    assert_eq!(stranger.status, 200);
    stranger.has_not("<entry>");
    // What is over two weeks old is no news.
    room.pass(15 * 86_400);
    room.open_page("", &path).await.has_not("Missed its time");
}

#[tokio::test]
async fn a_feeds_address_is_shown_once_and_ends() {
    let room = Room::open().await;
    let first = room.feed("reviewer").await;
    let second = room.feed("reviewer").await;
    assert_eq!(room.open_page("", &first).await.status, 404, "the newer one stands for it");
    assert_eq!(room.open_page("", &second).await.status, 200);
    let cookie = room.cookie("reviewer").await;
    room.open_page(&cookie, "/desk/me").await.has_not(&second);
    let secret = second.rsplit('/').next().unwrap();
    let record = room.engine.store.record_entries(None, None, 99).await.unwrap();
    assert!(!format!("{record:?}").contains(secret));
    assert_eq!(room.submit(&cookie, "/desk/me", "deed=feed-end").await.status, 303);
    assert_eq!(room.open_page("", &second).await.status, 404);
    let third = room.feed("reviewer").await;
    let keeper = room.who("keeper").await;
    room.engine.end_person(&keeper, room.who("reviewer").await.id).await.unwrap();
    assert_eq!(room.open_page("", &third).await.status, 404, "they were let go");
}

/// A room that sends mail to a sink.
pub(crate) async fn with_mail() -> (Room, MailSink) {
    let sink = MailSink::start().await.unwrap();
    let mailer = Mailer::new(&sink.url(), "Desk <desk@mimus.example>", "mimus.example").unwrap();
    (Room::open_with_mail(Some(mailer)).await, sink)
}

impl Room {
    pub(crate) async fn turn(&self) -> usize {
        let words = mimus_web::digest_words("Example", self.engine.addresses.base());
        digests::turn(&self.engine, &*words).await.unwrap()
    }

    /// The path of a link in a letter's text, with what begins it.
    pub(crate) fn link(&self, text: &str, begins: &str) -> String {
        // Quoted-printable breaks long lines.
        let whole = text.replace("=\n", "");
        let (_, rest) = whole.split_once(begins).unwrap_or_else(|| panic!("{begins} is not in {whole}"));
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
        format!("{begins}{}", &rest[..end.unwrap_or(rest.len())])
    }

    /// Somebody who has confirmed their address, and gets digests each day at 14:00.
    pub(crate) async fn subscribed(&self, sink: &MailSink, who: &str) -> String {
        let cookie = self.cookie(who).await;
        let ask = format!("deed=mail-ask&address={who}@readers.example");
        assert_eq!(self.submit(&cookie, "/desk/me", &ask).await.status, 303);
        let letter = sink.letters().pop().unwrap();
        let path = self.link(&letter.text, "/desk/confirm/");
        assert_eq!(self.send_form("", &path, "").await.status, 200);
        let keep = "deed=mail-keep&rhythm=daily&hour=14&zone=UTC";
        assert_eq!(self.submit(&cookie, "/desk/me", keep).await.status, 303);
        cookie
    }
}

#[tokio::test]
async fn nothing_is_sent_to_an_address_before_its_link_is_followed() {
    let (room, sink) = with_mail().await;
    let cookie = room.cookie("reviewer").await;
    room.proposed().await;
    let keep = "deed=mail-keep&rhythm=daily&hour=14&zone=UTC";
    assert_eq!(room.submit(&cookie, "/desk/me", keep).await.status, 422, "no address is known");
    for wrong in ["ana", "ana@example.org%0D%0ABcc:+all@example.org"] {
        let ask = format!("deed=mail-ask&address={wrong}");
        assert_eq!(room.submit(&cookie, "/desk/me", &ask).await.status, 422, "{wrong}");
    }
    let ask = "deed=mail-ask&address=ana@readers.example";
    assert_eq!(room.submit(&cookie, "/desk/me", ask).await.status, 303);
    assert_eq!(room.submit(&cookie, "/desk/me", ask).await.status, 422, "not again at once");
    let letters = sink.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, ["ana@readers.example"]);
    assert_eq!(letters[0].from, "desk@mimus.example");
    assert_eq!(letters[0].header("auto-submitted"), "auto-generated");
    room.open_page(&cookie, "/desk/me").await.has("A link was sent to ana@readers.example");
    let path = room.link(&letters[0].text, "/desk/confirm/");
    // A mail server that looks at the link does not confirm it.
    let page = room.open_page("", &path).await;
    page.has("That is my address");
    page.has("ana@readers.example");
    assert_eq!(room.submit(&cookie, "/desk/me", keep).await.status, 422);
    assert_eq!(room.send_form("", &path, "").await.status, 200);
    assert_eq!(room.send_form("", &path, "").await.status, 404, "once");
    assert_eq!(room.submit(&cookie, "/desk/me", keep).await.status, 303);
    room.open_page(&cookie, "/desk/me").await.has("Digests go to ana@readers.example");
    let record = room.engine.store.record_entries(None, None, 99).await.unwrap();
    assert!(!format!("{record:?}").contains("readers.example"), "the record is open to all");
    // A link that nobody followed in a day is none.
    room.pass(700);
    let other = "deed=mail-ask&address=bo@readers.example";
    assert_eq!(room.submit(&cookie, "/desk/me", other).await.status, 303);
    let path = room.link(&sink.letters()[1].text, "/desk/confirm/");
    room.pass(86_401);
    assert_eq!(room.send_form("", &path, "").await.status, 404);
    // The session of the day before is over.
    let cookie = room.cookie("reviewer").await;
    room.open_page(&cookie, "/desk/me").await.has("Digests go to ana@readers.example");
}

#[tokio::test]
async fn a_digest_comes_once_at_its_hour_and_ends_with_one_request() {
    let (room, sink) = with_mail().await;
    room.subscribed(&sink, "reviewer").await;
    room.proposed().await;
    assert_eq!(room.turn().await, 0, "it is noon");
    room.pass(2 * 3_600 + 1);
    assert_eq!(room.turn().await, 1);
    assert_eq!(room.turn().await, 0, "once");
    let letter = sink.letters().pop().unwrap();
    assert_eq!(letter.to, ["reviewer@readers.example"]);
    assert_eq!(letter.header("subject"), "The Desk of Example");
    assert_eq!(letter.header("content-language"), "en");
    assert!(letter.header("content-type").starts_with("text/plain"));
    assert!(letter.text.contains("Waits for your review: Good morning"), "{}", letter.text);
    // Of who dies before it is recorded the letter comes again under the same name.
    let again = "UPDATE person_news SET next_at = 1795183200000 WHERE next_at IS NOT NULL";
    mimus_store::testing::run(&room.engine.store, again).await.unwrap();
    assert_eq!(room.turn().await, 1);
    assert_eq!(sink.letters().pop().unwrap().header("message-id"), letter.header("message-id"));
    assert_eq!(letter.header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    let path = room.link(&letter.header("list-unsubscribe"), "/desk/unsubscribe/");
    room.open_page("", &path).await.has("Send me no more");
    room.pass(86_400);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let ended = room.place.send("POST", &path, &form, b"List-Unsubscribe=One-Click").await;
    assert_eq!(ended.status, 200);
    assert_eq!(room.turn().await, 0);
    assert!(!room.who("reviewer").await.digest);
}

#[tokio::test]
async fn what_the_mail_server_does_not_take_is_tried_again_and_shown() {
    let (room, sink) = with_mail().await;
    let cookie = room.subscribed(&sink, "reviewer").await;
    room.proposed().await;
    sink.refuse(true);
    room.pass(2 * 3_600 + 1);
    let before = sink.letters().len();
    assert_eq!(room.turn().await, 0);
    let page = room.open_page(&cookie, "/desk/me").await;
    page.has("The last one could not be sent");
    page.has_not("secret@");
    sink.refuse(false);
    assert_eq!(room.turn().await, 0, "it rests first");
    room.pass(301);
    assert_eq!(room.turn().await, 1);
    assert_eq!(sink.letters().len(), before + 1);
    room.open_page(&cookie, "/desk/me").await.has_not("could not be sent");
    // Who has forgotten their address gets nothing, and who has nothing to hear neither.
    room.subscribed(&sink, "stranger").await;
    assert_eq!(room.submit(&cookie, "/desk/me", "deed=mail-forget").await.status, 303);
    let before = sink.letters().len();
    room.pass(2 * 86_400);
    assert_eq!(room.turn().await, 0);
    assert_eq!(sink.letters().len(), before);
}
