//! What keepers look after: mirrors, routes, the Ledger, settings, webhooks, requests and servers.

use mimus_core::MirrorsOfX;

use super::{Form, Looks, keeper};
use crate::api::room::Room;
use crate::asking;
use crate::codes::FORM;
use crate::place::now;
use crate::rooms::Feed;

pub(super) async fn visit(looks: &mut Looks) {
    let room = Room::open().await;
    let cookie = keeper(&room).await;
    let place = &room.place;
    let feed = Feed::open(&["One morning in the town", "<p>The <b>bridge</b> is open</p>"]).await;
    let mirror = room.mirror().await;
    let route = room.route().await;
    let from = format!("feed={}&to=mastodon:town@social.example", feed.address);
    let made = room.submit(&cookie, "/desk/routes", &from).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let reads = made.header("location").split('?').next().unwrap().to_owned();
    let hook = format!("deed=add&address={}", feed.address.replace("http://", "https://"));

    for (of, path) in [
        ("/desk/mirrors", "/desk/mirrors".to_owned()),
        ("/desk/mirrors/{id}", format!("/desk/mirrors/{mirror}")),
        ("/desk/routes", "/desk/routes".to_owned()),
        ("/desk/routes/{id}", format!("/desk/routes/{route}")),
        ("/desk/ledger", "/desk/ledger".to_owned()),
        ("/desk/settings", "/desk/settings".to_owned()),
        ("/desk/webhooks", "/desk/webhooks".to_owned()),
    ] {
        looks.open(place, of, "full", &path, &cookie, 200);
    }
    for (of, seen, path, body, status) in [
        ("/desk/mirrors", "not there", "/desk/mirrors", "source=feed:http://127.0.0.1:1/feed", 422),
        (
            "/desk/mirrors/{id}",
            "not confirmed",
            &format!("/desk/mirrors/{mirror}"),
            "deed=remove&confirm=robin",
            422,
        ),
        ("/desk/routes", "no account", "/desk/routes", "feed=https://blog.example/feed&to=nowhere", 422),
        ("/desk/routes/{id}", "a trial", &reads, "deed=try", 200),
        ("/desk/routes/{id}", "nothing to try", &format!("/desk/routes/{route}"), "deed=try", 422),
        ("/desk/settings", "examined", "/desk/settings", "deed=examine", 200),
        ("/desk/webhooks", "made", "/desk/webhooks", &hook, 200),
        ("/desk/webhooks", "nowhere", "/desk/webhooks", "deed=add&address=nowhere", 422),
        ("/desk/accounts/connect", "nowhere", "/desk/accounts/connect", "at=", 400),
        ("/desk/accounts/finish", "unknown", "/desk/accounts/finish", "state=x&code=y", 400),
        (
            "/desk/accounts/by-hand",
            "no page",
            "/desk/accounts/by-hand",
            "network=x&handle=town&page=nowhere",
            400,
        ),
    ] {
        looks.send(place, of, seen, Form { path, cookie: &cookie, body }, status).await;
    }
    let server =
        mimus_testkit::mastodon::MastodonServer::start(mimus_testkit::mastodon::Options::default()).await;
    let server = server.unwrap();
    let body = format!("at={}", server.base());
    let form = Form { path: "/desk/accounts/connect", cookie: &cookie, body: &body };
    looks.send(place, "/desk/accounts/connect", "leads on", form, 200).await;

    // The brake for all, in a room of its own: it shows on every page.
    let braked = Room::open().await;
    let other = keeper(&braked).await;
    let pulled = braked.submit(&other, "/desk/settings", "deed=stop&why=A+storm+is+coming").await;
    assert_eq!(pulled.status, 303);
    braked.scheduled().await;
    for (of, path) in
        [("/desk/settings", "/desk/settings"), ("/desk/schedule", "/desk/schedule"), ("/desk", "/desk")]
    {
        looks.open(&braked.place, of, "stopped", path, &other, 200);
    }
    looks.kept.push(Box::new((room, braked, feed, server)));
    requests(looks).await;
}

/// Mirrors that people ask for.
async fn requests(looks: &mut Looks) {
    let place = asking::place(MirrorsOfX::Request).await;
    asking::ask(&place, "City").await;
    asking::ask(&place, "zoo").await;
    let link =
        mimus_engine::desk::sign_in::make_link(&place.store, mimus_store::LinkFor::NewKeeper, now()).await;
    let path = format!("/desk/enter/{}", link.unwrap().expose());
    let entered = place.send("POST", &path, &[FORM], b"name=ana&password=four+words+in+a+row").await;
    let cookie = entered.header("set-cookie").split(';').next().unwrap().to_owned();
    looks.open(&place, "/desk/requests", "two", "/desk/requests", &cookie, 200);
    let form = Form { path: "/desk/requests", cookie: &cookie, body: "handle=zoo&act=accept" };
    looks.send(&place, "/desk/requests", "cannot be read", form, 400).await;
    looks.open(&place, "/ask", "empty", "/ask", "", 200);
    looks.open(&place, "/ask", "asked for", "/ask?account=city", "", 200);
    looks.kept.push(Box::new(place));
}
