//! Coming in: passwords, codes, passkeys, links, other servers, and the links of letters.

use mimus_engine::desk::oidc::IssuerKind;
use mimus_engine::desk::sign_in::make_link;
use mimus_store::LinkFor;
use mimus_testkit::passkey::Kind;

use super::{Form, Looks};
use crate::codes::{Desk, GOOD, field};
use crate::{fediverse, issuer, news};

pub(super) async fn visit(looks: &mut Looks) {
    codes(looks).await;
    others(looks).await;
    letters(looks).await;
}

fn entering(body: &str) -> Form<'_> {
    Form { path: "/desk/enter", cookie: "", body }
}

/// A place at which nothing is sent.
fn at(path: &str) -> Form<'_> {
    Form { path, cookie: "", body: "" }
}

/// At a name, where browsers know passkeys.
async fn codes(looks: &mut Looks) {
    let desk = Desk::open_at_localhost().await;
    desk.add(Kind::Es256).await;
    let place = &desk.place;
    looks.open(place, "/desk/enter", "first", "/desk/enter", "", 200);
    looks.open(place, "/desk/me", "with a passkey", "/desk/me", &desk.cookie, 200);
    let link = make_link(&place.store, LinkFor::NewKeeper, desk.hands.now()).await.unwrap();
    let link = format!("/desk/enter/{}", link.expose());
    looks.open(place, "/desk/enter/{token}", "a new keeper", &link, "", 200);
    let gone = format!("/desk/enter/{}", "0".repeat(64));
    looks.open(place, "/desk/enter/{token}", "used up", &gone, "", 401);
    looks.send(place, "/desk/enter", "wrong", entering("name=x&password=y"), 401).await;
    let short = Form { path: &link, cookie: "", body: "name=bo&password=short" };
    looks.send(place, "/desk/enter/{token}", "a short password", short, 422).await;

    let form = Form { path: "/desk/me", cookie: &desk.cookie, body: "deed=code-begin" };
    let offer = field(&form.send(place, "en").await, "offer");
    let body = format!("deed=code-on&offer={offer}&code=12345");
    looks.send(place, "/desk/me", "a wrong code", Form { body: &body, ..form }, 422).await;
    desk.turn_on().await;
    looks.send(place, "/desk/enter", "a code is asked for", entering(GOOD), 200).await;
    // A second guess would have to wait.
    let body = format!("ticket={}&code=12345", desk.ticket().await);
    let guessed = entering(&body).send(place, "ar").await;
    let got = vec![guessed.clone(), guessed.clone(), guessed];
    looks.show(place, ("POST", "/desk/enter"), "the code is wrong", entering(""), 401, got);
    looks.kept.push(Box::new(desk));
}

/// By a server of the club's, and by one on the fediverse.
async fn others(looks: &mut Looks) {
    let scene = issuer::Scene::open(IssuerKind::OpenId).await;
    looks.open(scene.place(), "/desk/enter", "by the club", "/desk/enter", "", 200);
    looks.open(scene.place(), "/desk/enter/back", "unasked", "/desk/enter/back?code=x&state=y", "", 401);
    looks.open(scene.place(), "/desk/me", "by the club", "/desk/me", &scene.desk.cookie, 200);
    let added = scene.add().await;
    let entered = scene.sign_in().await;
    let back = ("GET", "/desk/enter/back");
    looks.show(scene.place(), back, "added", at(back.1), 200, vec![added.clone(), added.clone(), added]);
    looks.show(scene.place(), back, "in", at(back.1), 200, vec![entered.clone(), entered.clone(), entered]);
    looks.kept.push(Box::new(scene));

    let scene = fediverse::Scene::open().await;
    let place = &scene.desk.place;
    looks.open(
        place,
        "/desk/enter/fediverse/back",
        "unasked",
        "/desk/enter/fediverse/back?code=x&state=y",
        "",
        401,
    );
    let nobody = Form { path: "/desk/enter/fediverse", cookie: "", body: "server=social.example" };
    looks.send(place, "/desk/enter/fediverse", "nobody by that", nobody, 401).await;
    let body = format!("add=yes&server={}", scene.base());
    let add = Form { path: "/desk/enter/fediverse", cookie: &scene.desk.cookie, body: &body };
    looks.send(place, "/desk/enter/fediverse", "leads on", add, 200).await;
    looks.kept.push(Box::new(scene));
}

/// The links of letters.
async fn letters(looks: &mut Looks) {
    let (room, sink) = news::with_mail().await;
    let place = &room.place;
    let cookie = room.cookie("reviewer").await;
    looks.open(place, "/desk/me", "with mail", "/desk/me", &cookie, 200);
    let ask = |who: &str| format!("deed=mail-ask&address={who}@readers.example");
    assert_eq!(room.submit(&cookie, "/desk/me", &ask("ana")).await.status, 303);
    let confirm = room.link(&sink.letters()[0].text, "/desk/confirm/");
    looks.open(place, "/desk/confirm/{token}", "asks", &confirm, "", 200);
    let gone = format!("/desk/confirm/{}", "0".repeat(64));
    looks.open(place, "/desk/confirm/{token}", "used up", &gone, "", 404);
    let mut got = Vec::new();
    for (who, language) in ["editor", "publisher", "auditor"].into_iter().zip(super::LANGUAGES) {
        let cookie = room.cookie(who).await;
        assert_eq!(room.submit(&cookie, "/desk/me", &ask(who)).await.status, 303);
        let path = room.link(&sink.letters().pop().unwrap().text, "/desk/confirm/");
        got.push(Form { path: &path, cookie: "", body: "" }.send(place, language).await);
    }
    looks.show(place, ("POST", "/desk/confirm/{token}"), "done", at("/desk/confirm/done"), 200, got);

    room.subscribed(&sink, "keeper").await;
    room.draft_that_is("held").await;
    room.pass(2 * 3_600 + 1);
    assert_eq!(room.turn().await, 1);
    let letter = sink.letters().pop().unwrap();
    let end = room.link(&letter.header("list-unsubscribe"), "/desk/unsubscribe/");
    looks.open(place, "/desk/unsubscribe/{token}", "asks", &end, "", 200);
    let form = Form { path: &end, cookie: "", body: "List-Unsubscribe=One-Click" };
    let mut got = Vec::new();
    for language in super::LANGUAGES {
        got.push(form.send(place, language).await);
    }
    looks.show(place, ("POST", "/desk/unsubscribe/{token}"), "done", at("/desk/unsubscribe/done"), 200, got);
    looks.kept.push(Box::new((room, sink)));
}
