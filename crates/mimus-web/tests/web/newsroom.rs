//! The Desk's pages: who may open and do what, and what becomes of those who try otherwise.

use std::collections::BTreeSet;

use futures_util::StreamExt;
use mimus_core::charter::{Charter, Rules, Weight};
use mimus_core::desk::{Content, Slots};
use mimus_engine::desk::drafts::Intent;
use mimus_engine::desk::sign_in::{Agent, open_for};
use mimus_store::{DraftFilter, DraftId, DraftState, LinkFor, Window};

use crate::api::room::{EVERYBODY, Room, connect};
use crate::place::Answer;

const FORM: &str = "application/x-www-form-urlencoded";

impl Room {
    /// The cookie of a session of somebody's.
    pub(crate) async fn cookie(&self, who: &str) -> String {
        let person = self.who(who).await;
        let now = self.engine.clock.now();
        let token = open_for(&self.engine.store, person.id, Agent("a test"), now).await.unwrap();
        format!("mimus_desk={}", token.expose())
    }

    pub(crate) async fn open_page(&self, cookie: &str, path: &str) -> Answer {
        self.place.ask("GET", path, &[("Cookie", cookie)]).await
    }

    pub(crate) async fn send_form(&self, cookie: &str, path: &str, body: &str) -> Answer {
        let headers = [("Content-Type", FORM), ("Cookie", cookie), ("Origin", self.base())];
        self.place.send("POST", path, &headers, body.as_bytes()).await
    }

    fn base(&self) -> &str {
        self.engine.addresses.base()
    }

    /// The same with the key that forms of that session have.
    pub(crate) async fn submit(&self, cookie: &str, path: &str, body: &str) -> Answer {
        let token = mimus_engine::desk::Token::read(cookie.trim_start_matches("mimus_desk="));
        let key = token.map(|token| token.form_key()).unwrap_or_default();
        self.send_form(cookie, path, &format!("key={key}&{body}")).await
    }

    /// A draft in a state, of somebody who is not among [`EVERYBODY`].
    pub(crate) async fn draft_that_is(&self, state: &str) -> DraftId {
        match state {
            "held" => {
                let content = Content { text: "Good evening".into(), ..Content::default() };
                self.engine.propose_from_outside(self.account, content, "A reader").await.unwrap()
            }
            "proposed" => self.proposed().await.id,
            "approved" => self.approved().await.id,
            "scheduled" => self.scheduled().await.id,
            "by hand" => self.handed_over().await.id,
            "dropped" => {
                let draft = self.written().await;
                self.engine.drop_draft(&self.who("author").await, draft.id, "").await.unwrap();
                draft.id
            }
            "published" => self.published().await.id,
            "to be deleted" => {
                let draft = self.published().await.id;
                self.engine.ask_removal(&self.who("author").await, draft, "wrong").await.unwrap();
                draft
            }
            _ => self.written().await.id,
        }
    }
}

/// What each gets, in the order of [`EVERYBODY`], and at last who has not signed in: method, path, the state of the draft
/// where there is one, what is sent, answers. What is done answers 303; what is sent by somebody who may, and cannot be
/// done, 400 or 422.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &str, &str, [u16; 9])] = &[
    // keeper, publisher, reviewer, editor, proposer, engager, auditor, stranger, nobody
    ("GET", "/desk", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("GET", "/desk/enter", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/desk/enter", "", "name=x&password=y", [401, 401, 401, 401, 401, 429, 429, 429, 429]),
    // This Desk is at a number, where browsers know no passkeys: who may is told so.
    ("POST", "/desk/enter/passkey", "", "", [422, 422, 422, 422, 422, 422, 422, 422, 422]),
    // Nobody has added an account there, or was asked.
    ("POST", "/desk/enter/fediverse", "", "server=social.example", [401, 401, 401, 401, 401, 401, 401, 401, 401]),
    ("POST", "/desk/enter/fediverse", "", "add=yes&server=nobody", [422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("GET", "/desk/enter/fediverse/back", "", "", [401, 401, 401, 401, 401, 401, 401, 401, 401]),
    ("GET", "/desk/enter/{token}", "", "", [401, 401, 401, 401, 401, 401, 401, 401, 401]),
    ("POST", "/desk/enter/{token}", "", "", [401, 401, 401, 401, 401, 401, 401, 401, 401]),
    // Nobody else is asked here who somebody is.
    ("GET", "/desk/enter/with", "", "", [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/desk/enter/back", "", "", [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/desk/leave", "", "", [303, 303, 303, 303, 303, 303, 303, 303, 401]),
    ("GET", "/desk/me", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("POST", "/desk/me", "", "deed=end-others", [303, 303, 303, 303, 303, 303, 303, 303, 401]),
    ("POST", "/desk/me/passkey", "", "", [422, 422, 422, 422, 422, 422, 422, 422, 401]),
    // Nobody was asked for one.
    ("POST", "/desk/me", "", "deed=passkey-add&passkey-name=x&passkey=y", [422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("POST", "/desk/me", "", "deed=passkey-remove&credential=x", [404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("POST", "/desk/me", "", "deed=feed-make", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("POST", "/desk/me", "", "deed=feed-end", [303, 303, 303, 303, 303, 303, 303, 303, 401]),
    // No mail server is named here.
    ("POST", "/desk/me", "", "deed=mail-ask&address=ana@example.org", [422, 422, 422, 422, 422, 422, 422, 422, 401]),
    ("POST", "/desk/me", "", "deed=mail-keep&rhythm=off&hour=7&zone=UTC", [303, 303, 303, 303, 303, 303, 303, 303, 401]),
    ("POST", "/desk/me", "", "deed=mail-forget", [303, 303, 303, 303, 303, 303, 303, 303, 401]),
    // Whoever has the letter follows its link; nobody guesses one.
    ("GET", "/desk/confirm/{token}", "", "", [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/desk/confirm/{token}", "", "", [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/desk/unsubscribe/{token}", "", "", [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/desk/unsubscribe/{token}", "", "", [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    // Whoever has its address reads it; nobody guesses one.
    ("GET", "/desk/feed/{secret}", "", "", [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/desk/drafts", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("POST", "/desk/drafts", "", "text=Hello&account={account}", [303, 303, 303, 303, 303, 403, 403, 403, 401]),
    ("POST", "/desk/drafts/count", "", "text=Hello&account={account}", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("GET", "/desk/drafts/new", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("GET", "/desk/drafts/{id}", "writing", "", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("POST", "/desk/drafts/{id}", "writing", "text=Hello&account={account}&revision=1", [303, 303, 403, 303, 403, 403, 403, 404, 401]),
    ("GET", "/desk/drafts/{id}/preview", "writing", "", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("POST", "/desk/drafts/{id}/cards", "writing", "", [303, 303, 303, 303, 303, 303, 303, 404, 401]),
    ("GET", "/desk/cards/{name}", "", "", [404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("GET", "/desk/drafts/{id}/review", "proposed", "", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("POST", "/desk/drafts/{id}/review", "proposed", "ruling=approve&hash={hash}", [303, 403, 303, 403, 403, 403, 403, 404, 401]),
    ("POST", "/desk/drafts/{id}/review", "proposed", "ruling=refuse&words=no&hash={hash}", [303, 403, 303, 403, 403, 403, 403, 404, 401]),
    ("GET", "/desk/drafts/{id}/schedule", "approved", "", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("POST", "/desk/drafts/{id}/schedule", "approved", "when=now&hash={hash}", [303, 303, 403, 403, 403, 403, 403, 404, 401]),
    ("GET", "/desk/drafts/{id}/history", "writing", "", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("POST", "/desk/drafts/{id}/deed", "writing", "deed=propose&hash={hash}", [303, 303, 403, 303, 403, 403, 403, 404, 401]),
    ("POST", "/desk/drafts/{id}/deed", "held", "deed=take-on", [303, 303, 303, 303, 403, 403, 403, 404, 401]),
    ("POST", "/desk/drafts/{id}/deed", "proposed", "deed=withdraw", [303, 303, 403, 303, 403, 403, 403, 404, 401]),
    ("POST", "/desk/drafts/{id}/deed", "writing", "deed=drop&why=old", [303, 303, 303, 303, 403, 403, 403, 404, 401]),
    ("POST", "/desk/drafts/{id}/deed", "dropped", "deed=pick-up", [303, 303, 403, 303, 403, 403, 403, 404, 401]),
    ("POST", "/desk/drafts/{id}/deed", "scheduled", "deed=unschedule", [303, 303, 303, 403, 403, 403, 403, 404, 401]),
    ("POST", "/desk/drafts/{id}/deed", "writing", "deed=comment&words=Good", [303, 303, 303, 303, 303, 403, 403, 404, 401]),
    ("POST", "/desk/drafts/{id}/deed", "published", "deed=publish-change&hash={hash}", [303, 303, 403, 403, 403, 403, 403, 404, 401]),
    ("POST", "/desk/drafts/{id}/deed", "published", "deed=removal-ask&why=wrong", [303, 303, 303, 303, 403, 403, 403, 404, 401]),
    ("POST", "/desk/drafts/{id}/deed", "to be deleted", "deed=removal-withdraw", [303, 303, 403, 403, 403, 403, 403, 404, 401]),
    // Only keepers do without a reviewer.
    ("POST", "/desk/drafts/{id}/deed", "published", "deed=delete&why=wrong", [303, 400, 403, 403, 403, 403, 403, 404, 401]),
    ("GET", "/desk/media", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    // It has no such medium: who may write is told so.
    ("POST", "/desk/media", "writing", "draft={draft}&file=x.png&alt=A+door", [409, 409, 403, 409, 403, 403, 403, 404, 401]),
    ("GET", "/desk/media/{name}", "", "", [404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("GET", "/desk/schedule", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("GET", "/desk/publications", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("POST", "/desk/publications", "published", "deed=retry&publication={publication}", [400, 400, 403, 403, 403, 403, 403, 404, 401]),
    ("POST", "/desk/publications", "published", "deed=not-there&publication={publication}", [400, 400, 403, 403, 403, 403, 403, 404, 401]),
    ("GET", "/desk/publications/{id}", "by hand", "", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("POST", "/desk/publications/{id}", "by hand", "deed=published&revision=1&link=https://social.example/@town/1", [303, 303, 403, 403, 403, 403, 403, 404, 401]),
    ("GET", "/desk/accounts", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("POST", "/desk/accounts", "", "account=mastodon:nobody@social.example", [404, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/accounts/connect", "", "at=", [400, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/accounts/by-hand", "", "network=x&handle=town&page=https://x.com/town", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/accounts/finish", "", "state=x&code=y", [400, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/accounts/{id}", "account", "", [200, 200, 200, 200, 200, 200, 200, 404, 401]),
    ("POST", "/desk/accounts/{id}", "account", "deed=keep&zone=UTC&reviewers=1&proposals=on", [303, 403, 403, 403, 403, 403, 403, 404, 401]),
    ("POST", "/desk/accounts/{id}", "account", "deed=stop&why=now", [303, 303, 303, 403, 403, 403, 403, 404, 401]),
    ("POST", "/desk/accounts/{id}", "account", "deed=go-on", [303, 303, 403, 403, 403, 403, 403, 404, 401]),
    ("POST", "/desk/accounts/{id}", "account", "deed=go", [303, 303, 303, 403, 403, 403, 403, 404, 401]),
    ("GET", "/desk/people", "", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/people", "", "name=dora", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/people/{id}", "person", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/people/{id}", "person", "deed=link", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/people/{id}", "person", "deed=roles&account={account}&role=proposer", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/people/{id}", "person", "deed=end", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/templates", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("POST", "/desk/templates", "", "deed=keep&name=Weekly&text=Hello&account={account}", [303, 303, 403, 303, 403, 403, 403, 403, 401]),
    ("POST", "/desk/templates", "writing", "deed=from-draft&name=Weekly&draft={draft}", [303, 303, 403, 303, 403, 403, 403, 404, 401]),
    ("GET", "/desk/templates/{id}", "template", "", [200, 200, 404, 200, 404, 404, 404, 404, 401]),
    ("POST", "/desk/templates/{id}", "template", "deed=save&version=1&name=Daily&text=Hi&every=day&at=09:00&zone=UTC&account={account}", [303, 303, 404, 303, 404, 404, 404, 404, 401]),
    ("POST", "/desk/templates/{id}", "template", "deed=draft", [303, 303, 404, 303, 404, 404, 404, 404, 401]),
    ("POST", "/desk/templates/{id}", "template", "deed=remove&version=1", [303, 303, 404, 303, 404, 404, 404, 404, 401]),
    ("GET", "/desk/tokens", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("POST", "/desk/tokens", "", "deed=make&name=A+bot&scope=read&days=7", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("POST", "/desk/tokens", "", "deed=end&token=0000", [404, 404, 404, 404, 404, 404, 404, 404, 401]),
    ("GET", "/desk/webhooks", "", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/webhooks", "", "deed=add&address=nowhere", [422, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/webhooks", "", "deed=remove&webhook=9", [404, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/record", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("GET", "/desk/mirrors", "", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    // Nothing is there that could be read: who may is told so.
    ("POST", "/desk/mirrors", "", "source=feed:http://127.0.0.1:1/feed", [422, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/mirrors/{id}", "mirror", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/mirrors/{id}", "mirror", "deed=pause", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/mirrors/{id}", "mirror", "deed=resume", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/mirrors/{id}", "mirror", "deed=remove&confirm=lark", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/routes", "", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/routes", "", "feed=https://blog.example/feed&to=mastodon:town@social.example", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/routes/{id}", "route", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/routes/{id}", "route", "deed=keep&reposts=link", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/routes/{id}", "route", "deed=pause", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/routes/{id}", "route", "deed=resume", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/routes/{id}", "route", "deed=remove", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    // Where it begins nothing answers.
    ("POST", "/desk/routes/{id}", "route", "deed=try", [422, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/ledger", "", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/settings", "", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/settings", "", "deed=stop&why=now", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/settings", "", "deed=go", [303, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/settings", "", "deed=examine", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/servers", "", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/servers", "", "host=nowhere.example&act=retry", [404, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/desk/requests", "", "", [200, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("POST", "/desk/requests", "", "handle=nobody&act=refuse", [404, 403, 403, 403, 403, 403, 403, 403, 401]),
    ("GET", "/accounts/{name}", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/accounts/{name}/propose", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/accounts/{name}/propose", "", "text=Hello", [201, 201, 201, 201, 201, 201, 201, 201, 201]),
    ("GET", "/accounts/{name}/record.xml", "", "", [200, 200, 200, 200, 200, 200, 200, 200, 200]),
];

async fn answer(room: &Room, row: &(&str, &str, &str, &str, [u16; 9]), who: &str) -> u16 {
    let (method, path, state, body, _) = *row;
    let cookie = if who == "nobody" { "mimus_desk=".to_owned() } else { room.cookie(who).await };
    let mut path = path.replace("{token}", &"0".repeat(64)).replace(
        "{name}",
        if path.starts_with("/desk/media") || path.starts_with("/desk/cards") {
            "x.png"
        } else {
            "mastodon:town@social.example"
        },
    );
    let mut body = body.replace("{account}", &room.account.to_string());
    if state == "person" {
        path = path.replace("{id}", &room.who("checker").await.id.to_string());
    } else if state == "template" {
        path = path.replace("{id}", &room.template().await.to_string());
    } else if state == "account" {
        path = path.replace("{id}", &room.account.to_string());
    } else if state == "mirror" {
        path = path.replace("{id}", &room.mirror().await.to_string());
    } else if state == "route" {
        path = path.replace("{id}", &room.route().await.to_string());
    } else if !state.is_empty() {
        let id = room.draft_that_is(state).await;
        let draft = room.draft(id).await;
        if state == "by hand" {
            let planned = room.engine.store.publications_of_draft(id).await.unwrap();
            path = path.replace("{id}", &planned[0].id.to_string());
        }
        path = path.replace("{id}", &id.to_string());
        body = body.replace("{hash}", &draft.hash).replace("{draft}", &id.to_string());
        if let Some(publication) = room.engine.store.publications_of_draft(id).await.unwrap().first() {
            body = body.replace("{publication}", &publication.id.to_string());
        }
    }
    match method {
        "GET" => room.open_page(&cookie, &path).await.status,
        _ => room.submit(&cookie, &path, &body).await.status,
    }
}

#[tokio::test]
async fn everybody_may_what_their_role_is_for_and_no_more() {
    let listed: BTreeSet<(String, String)> =
        TABLE.iter().map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned())).collect();
    let there: BTreeSet<(String, String)> = mimus_web::desk_pages()
        .into_iter()
        .flat_map(|(path, methods)| methods.iter().map(move |method| ((*method).to_owned(), path.to_owned())))
        .collect();
    assert_eq!(listed, there, "a page without a row, or a row without a page");
    // Each finds the Desk as the others did, in a room of their own. Most of a room's time is waiting for the disk, so some are
    // tried at once.
    let tries = TABLE.iter().flat_map(|row| {
        let people = EVERYBODY.into_iter().chain(["nobody"]).zip(row.4);
        people
            .filter(|(who, _)| row.0 != "GET" || *who == "keeper")
            .map(move |(who, wanted)| (row, who, wanted))
    });
    let tried = tries.map(async |(row, who, wanted)| {
        let room = Room::open().await;
        // Guesses are counted over all who guess; here each is the first.
        let wanted = if row.1 == "/desk/enter" && row.0 == "POST" { 401 } else { wanted };
        let found = answer(&room, row, who).await;
        (found != wanted).then(|| format!("{} {} {} by {who}: {found}, not {wanted}", row.0, row.1, row.3))
    });
    let tried = futures_util::stream::iter(tried).buffer_unordered(8);
    let mut wrong: Vec<String> = tried.filter_map(async |wrong| wrong).collect().await;
    let room = Room::open().await;
    for row in TABLE.iter().filter(|row| row.0 == "GET") {
        for (who, wanted) in EVERYBODY.into_iter().chain(["nobody"]).zip(row.4) {
            let found = answer(&room, row, who).await;
            if found != wanted {
                wrong.push(format!("GET {} by {who}: {found}, not {wanted}", row.1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_form_of_another_site_or_session_does_nothing() {
    let room = Room::open().await;
    let cookie = room.cookie("publisher").await;
    let draft = room.approved().await;
    let path = format!("/desk/drafts/{}/schedule", draft.id);
    let body = format!("when=now&hash={}", draft.hash);
    let state = async || room.draft(draft.id).await.state;
    assert_eq!(room.send_form(&cookie, &path, &body).await.status, 403, "without a key");
    let other = room.cookie("publisher").await;
    let key = mimus_engine::desk::Token::read(other.trim_start_matches("mimus_desk=")).unwrap().form_key();
    assert_eq!(
        room.send_form(&cookie, &path, &format!("key={key}&{body}")).await.status,
        403,
        "another session's"
    );
    let own = mimus_engine::desk::Token::read(cookie.trim_start_matches("mimus_desk=")).unwrap().form_key();
    let headers = [("Content-Type", FORM), ("Cookie", cookie.as_str()), ("Origin", "https://evil.example")];
    let sent = format!("key={own}&{body}");
    let foreign = room.place.send("POST", &path, &headers, sent.as_bytes()).await;
    assert_eq!(foreign.status, 403, "another site's");
    assert_eq!(state().await, DraftState::Proposed);
    assert_eq!(room.submit(&cookie, &path, &body).await.status, 303);
    assert_eq!(state().await, DraftState::Scheduled);
}

#[tokio::test]
async fn words_are_counted_as_each_account_counts_them_and_not_kept() {
    let room = Room::open().await;
    let cookie = room.cookie("editor").await;
    let counted = async |body: &str| {
        let answer = room.submit(&cookie, "/desk/drafts/count", body).await;
        assert_eq!(answer.status, 200);
        serde_json::from_str::<serde_json::Value>(answer.text()).unwrap()["counts"].clone()
    };
    let name = "mastodon:town@social.example";
    let account = format!("account={}", room.account);
    // An address counts 23 on Mastodon, however long it is; a warning counts too.
    let link = format!("https://long.example/{}", "a".repeat(200));
    assert_eq!(counted(&format!("text=See+{link}&{account}")).await[0], format!("{name}: 27 / 500"));
    assert_eq!(counted(&format!("text=Hello&warning=Food&{account}")).await[0], format!("{name}: 9 / 500"));
    assert_eq!(
        counted(&format!("text=One%0A---%0Athree&{account}")).await[0],
        format!("{name}: 3 / 500 + 5 / 500")
    );
    assert_eq!(counted("text=Hello").await, serde_json::json!([]), "it goes nowhere yet");
    assert!(room.engine.store.drafts(&DraftFilter::default(), None, 10).await.unwrap().is_empty());
    let long = "a".repeat(20_001);
    assert_eq!(
        room.submit(&cookie, "/desk/drafts/count", &format!("text={long}&{account}")).await.status,
        400
    );
}

#[tokio::test]
async fn a_session_that_somebody_else_made_is_none() {
    let room = Room::open().await;
    let now = room.engine.clock.now();
    let dora = room.who("stranger").await;
    let link =
        mimus_engine::desk::sign_in::make_link(&room.engine.store, LinkFor::Person(dora.id), now).await;
    let fixed = format!("mimus_desk={}", "a".repeat(64));
    let path = format!("/desk/enter/{}", link.unwrap().expose());
    let entered = room.send_form(&fixed, &path, "password=four+words+in+a+row").await;
    assert_eq!(entered.status, 303);
    let given = entered.header("set-cookie").split(';').next().unwrap().to_owned();
    assert_ne!(given, fixed, "signing in gives a new one");
    assert_eq!(room.open_page(&fixed, "/desk").await.status, 401);
    assert_eq!(room.open_page(&given, "/desk").await.status, 200);
}

#[tokio::test]
async fn markup_in_any_field_is_words() {
    let room = Room::open().await;
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}";
    let encoded: String = url::form_urlencoded::byte_serialize(evil.as_bytes()).collect();
    let keeper = room.cookie("keeper").await;
    let account = room.account;
    let fields =
        ["text", "warning", "version-x", "option"].map(|field| format!("{field}={encoded}")).join("&");
    let body = format!("{fields}&option=b&hours=24&account={account}&language=en");
    let begun = room.submit(&keeper, "/desk/drafts", &body).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    let path = begun.header("location").split('?').next().unwrap().to_owned();
    room.submit(&keeper, &format!("{path}/deed"), &format!("deed=comment&words={encoded}")).await;
    let id: DraftId = path.rsplit('/').next().unwrap().parse().unwrap();
    let hash = room.draft(id).await.hash;
    room.submit(&keeper, &format!("{path}/deed"), &format!("deed=propose&hash={hash}")).await;
    let ruled = room
        .submit(&keeper, &format!("{path}/review"), &format!("ruling=refuse&words={encoded}&hash={hash}"))
        .await;
    assert_eq!(ruled.status, 303);
    let charter = format!("deed=keep&zone=UTC&reviewers=1&proposals=on&text={encoded}&topics={encoded}:+a");
    assert_eq!(room.submit(&keeper, &format!("/desk/accounts/{account}"), &charter).await.status, 303);
    room.submit(&keeper, &format!("/desk/accounts/{account}"), &format!("deed=stop&why={encoded}")).await;
    room.submit(&keeper, "/desk/me", &format!("deed=profile&shown={encoded}")).await;
    let proposal = format!("text={encoded}&who={encoded}&warning={encoded}");
    let proposed = room.send_form("", "/accounts/mastodon:town@social.example/propose", &proposal).await;
    assert_eq!(proposed.status, 201, "{}", proposed.text());
    let pages = [
        "/desk",
        "/desk/drafts",
        "/desk/people",
        "/desk/record",
        "/desk/me",
        "/desk/accounts",
        "/desk/publications",
        "/accounts/mastodon:town@social.example",
        "/accounts/mastodon:town@social.example/propose",
        "/accounts/mastodon:town@social.example/record.xml",
    ];
    let of_draft = ["", "/preview", "/review", "/schedule", "/history"].map(|page| format!("{path}{page}"));
    let mut paths: Vec<String> = pages.map(str::to_owned).into();
    paths.extend(of_draft);
    paths.push(format!("/desk/accounts/{account}"));
    let mut seen = 0;
    for path in paths {
        let page = room.open_page(&keeper, &path).await;
        assert_eq!(page.status, 200, "{path}");
        let text = page.text();
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(!text.contains("<img src=x"), "{path}");
        assert!(!text.contains("\"'>"), "{path}");
        seen += usize::from(text.contains("&#60;script&#62;") || text.contains("&lt;script&gt;"));
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
    }
    assert!(seen > 8, "the words themselves are shown: on {seen} pages");
}

#[tokio::test]
async fn what_is_another_accounts_stays_there() {
    let room = Room::open().await;
    let other = connect(&room.engine, "harbour").await;
    let keeper = room.who("keeper").await;
    let open = Charter { proposals: true, ..Charter::default() };
    room.engine.keep_charter(&keeper, other, &open, &Slots::default()).await.unwrap();
    let content = Content { text: "Harbour news".into(), ..Content::default() };
    let intent = Intent { content, accounts: vec![other], window: Window::default() };
    let id = room.engine.begin_draft(&keeper, intent).await.unwrap();
    let publisher = room.cookie("publisher").await;
    for page in ["", "/preview", "/review", "/schedule", "/history"] {
        assert_eq!(
            room.open_page(&publisher, &format!("/desk/drafts/{id}{page}")).await.status,
            404,
            "{page}"
        );
    }
    assert_eq!(room.open_page(&publisher, &format!("/desk/accounts/{other}")).await.status, 404);
    for path in ["/desk", "/desk/drafts", "/desk/schedule"] {
        room.open_page(&publisher, path).await.has_not("Harbour news");
    }
    let hash = room.draft(id).await.hash;
    let deed = format!("deed=propose&hash={hash}");
    assert_eq!(room.submit(&publisher, &format!("/desk/drafts/{id}/deed"), &deed).await.status, 404);
    // Nor can a draft be sent there by somebody who may only propose elsewhere.
    let begun = room.submit(&publisher, "/desk/drafts", &format!("text=Hi&account={other}")).await;
    assert_eq!(begun.status, 403);
    let own = room.written().await.id;
    let moved = format!("text=Hi&revision=1&account={}&account={other}", room.account);
    assert_eq!(room.submit(&publisher, &format!("/desk/drafts/{own}"), &moved).await.status, 403);
    assert_eq!(room.draft(own).await.accounts, [room.account]);
}

#[tokio::test]
async fn what_missed_its_time_is_given_another() {
    let room = Room::open().await;
    let draft = room.scheduled().await;
    for sql in [
        "UPDATE drafts SET state = 'published'",
        "UPDATE publications SET state = 'missed', due_at = NULL, reason = 'its time went by'",
    ] {
        mimus_store::testing::run(&room.engine.store, sql).await.unwrap();
    }
    let publisher = room.cookie("publisher").await;
    let path = format!("/desk/drafts/{}", draft.id);
    room.open_page(&publisher, "/desk").await.has("waits for somebody");
    let page = room.open_page(&publisher, &format!("{path}/schedule")).await;
    page.has("Its time went by before it could go out");
    page.has_not("Delete it on its networks");
    assert_eq!(room.submit(&publisher, &format!("{path}/deed"), "deed=unschedule").await.status, 303);
    assert_eq!(room.draft(draft.id).await.state, DraftState::Proposed);
    let again = format!("when=now&hash={}", draft.hash);
    assert_eq!(
        room.submit(&publisher, &format!("{path}/schedule"), &again).await.status,
        303,
        "its approval stands"
    );
    assert_eq!(room.draft(draft.id).await.state, DraftState::Scheduled);
}

/// A form with a file, as browsers send it.
async fn upload(room: &Room, cookie: &str, name: &str, bytes: &[u8]) -> Answer {
    let key = mimus_engine::desk::Token::read(cookie.trim_start_matches("mimus_desk=")).unwrap().form_key();
    let mut body = Vec::new();
    for (field, value) in
        [("key", key.as_str()), ("text", "A picture"), ("account", &room.account.to_string())]
    {
        let part = format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let headers =
        [("Content-Type", "multipart/form-data; boundary=x"), ("Cookie", cookie), ("Origin", room.base())];
    room.place.send("POST", "/desk/drafts", &headers, &body).await
}

#[tokio::test]
async fn uploads_are_what_their_bytes_say() {
    let room = Room::open().await;
    let cookie = room.cookie("editor").await;
    let page = upload(&room, &cookie, "page.png", b"<html><script>alert(1)</script></html>").await;
    assert_eq!(page.status, 422);
    page.has("This is no picture, film or sound of a kind that is kept");
    page.has("A picture");
    // Says that it is 60,000 pixels wide and high, in a few bytes.
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0".to_vec();
    bomb.extend_from_slice(&[0; 64]);
    let bomb = upload(&room, &cookie, "bomb.png", &bomb).await;
    assert_eq!(bomb.status, 422);
    bomb.has("The picture cannot be read");
    let vast = upload(&room, &cookie, "vast.png", &vec![0; 43 << 20]).await;
    assert_eq!(vast.status, 413);
    let mut picture = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(8, 8).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let kept = upload(&room, &cookie, "../../evil.html", picture.get_ref()).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    let path = kept.header("location").split('?').next().unwrap().to_owned();
    let id: DraftId = path.rsplit('/').next().unwrap().parse().unwrap();
    let medium = room.draft(id).await.content.media.remove(0);
    assert!(medium.file.ends_with(".png") && !medium.file.contains("evil"), "{}", medium.file);
    let shown = room.open_page(&cookie, &format!("/desk/media/{}", medium.file)).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/png"));
    assert!(shown.header("content-security-policy").contains("sandbox"));
    for path in ["/desk/media/..%2f..%2fmimus.db", "/desk/media/x.svg", "/desk/media/mimus.db"] {
        assert_eq!(room.open_page(&cookie, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn two_who_write_at_once_lose_no_words() {
    let room = Room::open().await;
    let draft = room.written().await;
    let path = format!("/desk/drafts/{}", draft.id);
    let (one, other) = (room.cookie("editor").await, room.cookie("publisher").await);
    let write = |text: &str, rest: &str| format!("text={text}&account={}&revision=1{rest}", room.account);
    assert_eq!(room.submit(&one, &path, &write("Good+evening", "")).await.status, 303);
    let merged = room.submit(&other, &path, &write("Good+morning", "&warning=Morning")).await;
    assert!(merged.header("location").contains("said=merged"), "{}", merged.header("location"));
    let content = room.draft(draft.id).await.content;
    assert_eq!(
        (content.text.as_str(), content.content_warning.as_deref()),
        ("Good evening", Some("Morning"))
    );
    let clash = room.submit(&other, &path, &write("Good+night", "")).await;
    assert_eq!(clash.status, 409);
    clash.has("Good evening");
    clash.has("Good night");
    assert_eq!(room.draft(draft.id).await.content.text, "Good evening");
    room.open_page(&one, &format!("{path}/history")).await.has("kept aside");
    let again = format!("text=Good+night&account={}&revision=3", room.account);
    assert_eq!(room.submit(&other, &path, &again).await.status, 303);
    assert_eq!(room.draft(draft.id).await.content.text, "Good night");
}

/// Somebody whose browser speaks English, and who has chosen German.
#[tokio::test]
async fn who_reads_german_is_refused_in_german() {
    let room = Room::open().await;
    let editor = room.who("editor").await;
    room.engine.store.set_shown(editor.id, &editor.shown, Some("de")).await.unwrap();
    let cookie = room.cookie("editor").await;
    let draft = room.approved().await;
    let path = format!("/desk/drafts/{}/schedule", draft.id);
    let refused = room.submit(&cookie, &path, &format!("when=now&hash={}", draft.hash)).await;
    assert_eq!(refused.status, 403);
    refused.has("Nur Veröffentlichende dürfen planen, veröffentlichen und zurücknehmen.");
    refused.has("<html lang=\"de\"");
    let gone = room.open_page(&cookie, "/desk/drafts/999").await;
    assert_eq!(gone.status, 404);
    gone.has("Unter dieser Adresse ist nichts.");
    // A form that cannot be used is shown again with the reason, beside what was sent.
    let body = format!("text=Hallo&language=Deutsch!&account={}", room.account);
    let again = room.submit(&cookie, "/desk/drafts", &body).await;
    assert_eq!(again.status, 422);
    again.has("ist keine Sprache. Schreiben Sie sie wie en oder pt-BR.");
    again.has("Hallo");
    let wrong = [("Content-Type", FORM), ("Accept-Language", "fr")];
    let french = room.place.send("POST", "/desk/enter", &wrong, b"name=x&password=y").await;
    assert_eq!(french.status, 401);
    french.has("Le nom ou le mot de passe est faux.");
    let arabic = room
        .place
        .ask("GET", "/accounts/mastodon:nobody@nowhere.example", &[("Accept-Language", "ar")])
        .await;
    assert_eq!(arabic.status, 404);
    arabic.has("<html lang=\"ar\" dir=\"rtl\"");
}

#[tokio::test]
async fn checks_speak_the_language_of_the_page() {
    let room = Room::open().await;
    let keeper = room.who("keeper").await;
    room.engine.store.set_shown(keeper.id, &keeper.shown, Some("es")).await.unwrap();
    let rules = Rules { alt_text: Weight::Block, ..Rules::default() };
    let charter = Charter { rules, ..Charter::default() };
    room.engine.keep_charter(&keeper, room.account, &charter, &Slots::default()).await.unwrap();
    let (id, _) = room.bare().await;
    let cookie = room.cookie("keeper").await;
    let page = room.open_page(&cookie, &format!("/desk/drafts/{id}/preview")).await;
    page.has("El medio 1 no tiene texto alternativo.");
    page.has("Textos alternativos");
    page.has_not("has no alt text");
}
