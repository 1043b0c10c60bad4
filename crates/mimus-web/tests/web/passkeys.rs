//! Passkeys at the pages, with one in software: added, signed in by, shown in place of a code, removed.

use mimus_engine::desk::sign_in::{Agent, enter_by_link, make_link};
use mimus_store::{LinkFor, NewPerson, PersonState};
use mimus_testkit::passkey::{Ceremony, Kind, SoftKey};
use serde_json::Value;

use super::codes::{Desk, FORM, GOOD, field};
use super::issuer::{cookie, is_out};
use super::place::Answer;

/// What the script sends.
fn encoded(answer: &Value) -> String {
    url::form_urlencoded::byte_serialize(answer.to_string().as_bytes()).collect()
}

fn options(asked: &Answer) -> Value {
    assert_eq!(asked.status, 200, "{}", asked.text());
    assert!(
        asked.header("set-cookie").contains("HttpOnly; SameSite=Strict"),
        "{}",
        asked.header("set-cookie")
    );
    serde_json::from_str(asked.text()).unwrap()
}

impl Desk {
    fn origin(&self) -> String {
        self.place.origin.clone()
    }

    async fn form_key(&self) -> String {
        field(&self.place.ask("GET", "/desk/me", &[("Cookie", &self.cookie)]).await, "key")
    }

    async fn ask_new(&self) -> Answer {
        let body = format!("key={}", self.form_key().await);
        let cookie = ("Cookie", self.cookie.as_str());
        self.place.send("POST", "/desk/me/passkey", &[FORM, cookie], body.as_bytes()).await
    }

    /// Sends what a device has made, with the question's cookie.
    async fn send_new(&self, question: &str, answer: &Value) -> Answer {
        let body = format!(
            "key={}&deed=passkey-add&passkey-name=Laptop+%3Cb%3E&passkey={}",
            self.form_key().await,
            encoded(answer)
        );
        let cookies = format!("{}; {question}", self.cookie);
        self.place.send("POST", "/desk/me", &[FORM, ("Cookie", cookies.as_str())], body.as_bytes()).await
    }

    pub(crate) async fn add(&self, kind: Kind) -> SoftKey {
        let mut key = SoftKey::new(kind);
        let asked = self.ask_new().await;
        let options = options(&asked);
        let answer = key.register(&options, &Ceremony::of(&options, &self.origin()));
        let added = self.send_new(&cookie(&asked, "mimus_passkey"), &answer).await;
        assert_eq!(added.status, 303, "{}", added.text());
        key
    }

    async fn ask_in(&self, body: &str) -> (Value, String) {
        let asked = self.place.send("POST", "/desk/enter/passkey", &[FORM], body.as_bytes()).await;
        (options(&asked), cookie(&asked, "mimus_passkey"))
    }

    async fn send_in(&self, question: &str, answer: &Value, rest: &str) -> Answer {
        let body = format!("passkey={}{rest}", encoded(answer));
        self.place.send("POST", "/desk/enter", &[FORM, ("Cookie", question)], body.as_bytes()).await
    }

    async fn sign_in(&self, key: &SoftKey) -> Answer {
        let (options, question) = self.ask_in("").await;
        let answer = key.assert(&Ceremony::of(&options, &self.origin()));
        self.send_in(&question, &answer, "&next=/desk/record").await
    }
}

#[tokio::test]
async fn a_passkey_is_added_signs_in_alone_and_is_removed() {
    let desk = Desk::open_at_localhost().await;
    let entry = desk.place.get("/desk/enter").await;
    entry.has("Sign in with a passkey");
    entry.has("<script defer src=\"/assets/passkeys-");
    let asked = desk.ask_new().await;
    let told = options(&asked);
    assert_eq!(told["rp"]["id"], "localhost");
    assert_eq!(told["attestation"], "none");
    assert_eq!(told["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(told["authenticatorSelection"]["residentKey"], "required");
    let mut kinds: Vec<i64> = told["pubKeyCredParams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["alg"].as_i64().unwrap())
        .collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [-257, -8, -7]);

    for kind in [Kind::Es256, Kind::EdDsa, Kind::Rs256] {
        let key = desk.add(kind).await;
        let entered = desk.sign_in(&key).await;
        assert_eq!((entered.status, entered.header("location")), (303, "/desk/record"), "{kind:?}");
        let session = cookie(&entered, "mimus_desk");
        assert_eq!(desk.place.ask("GET", "/desk", &[("Cookie", &session)]).await.status, 200);
        let me = desk.place.ask("GET", "/desk/me", &[("Cookie", &desk.cookie)]).await;
        me.has("Laptop &#60;b&#62;");
        let again = options(&desk.ask_new().await);
        let id = field(&me, "credential");
        assert_eq!(again["excludeCredentials"][0]["id"], id, "no device makes two");
        assert_eq!(again["user"]["id"], told["user"]["id"], "they stay who they are");
        assert_eq!(desk.me(&format!("deed=passkey-remove&credential={id}")).await.status, 303);
        assert_eq!(desk.me(&format!("deed=passkey-remove&credential={id}")).await.status, 404);
        let gone = desk.sign_in(&key).await;
        assert_eq!((gone.status, is_out(&gone)), (401, true));
        gone.has("Nobody here has this passkey");
    }
    let record = desk.place.ask("GET", "/desk/record", &[("Cookie", &desk.cookie)]).await;
    record.has("signs in with a new passkey");
    record.has("removed a passkey");
}

#[tokio::test]
async fn an_answer_is_taken_once_in_time_and_for_its_own_question() {
    let desk = Desk::open_at_localhost().await;
    let mut key = desk.add(Kind::Es256).await;
    let (asked, question) = desk.ask_in("").await;
    let good = Ceremony::of(&asked, &desk.origin());
    let refused = async |question: &str, answer: &Value, words: &str| {
        let answer = desk.send_in(question, answer, "").await;
        assert_eq!((answer.status, is_out(&answer)), (401, true), "{words}");
        answer.has(words);
    };
    let (_, other) = desk.ask_in("").await;
    refused(&other, &key.assert(&good), "answered another question").await;
    refused("", &key.assert(&good), "Signing in took too long").await;
    refused("mimus_passkey=garbage", &key.assert(&good), "Signing in took too long").await;
    for (wrong, words) in [
        (Ceremony { origin: "http://localhost".into(), ..good.clone() }, "asked by another site"),
        (Ceremony { site: "evil.example".into(), ..good.clone() }, "asked by another site"),
        (Ceremony { verified: false, ..good.clone() }, "did not make sure that it was you"),
        (Ceremony { deed: "webauthn.create".into(), ..good.clone() }, "another kind of question"),
    ] {
        refused(&question, &key.assert(&wrong), words).await;
    }
    let mut forged = SoftKey::new(Kind::Es256);
    forged.credential.clone_from(&key.credential);
    forged.handle.clone_from(&key.handle);
    refused(&question, &forged.assert(&good), "not signed by that passkey").await;
    let stranger = SoftKey::new(Kind::Es256);
    refused(&question, &stranger.assert(&good), "Nobody here has this passkey").await;
    let handle = key.handle.take();
    refused(&question, &key.assert(&good), "Nobody here has this passkey").await;
    key.handle = Some("AAAA".into());
    refused(&question, &key.assert(&good), "Nobody here has this passkey").await;
    key.handle = handle;
    refused(&question, &Value::Null, "cannot be read").await;

    // None of these has used the question up.
    key.counter = 5;
    assert_eq!(desk.send_in(&question, &key.assert(&good), "").await.status, 303);
    key.counter = 6;
    refused(&question, &key.assert(&good), "Signing in took too long").await;
    let (asked, question) = desk.ask_in("").await;
    let good = Ceremony::of(&asked, &desk.origin());
    key.counter = 5;
    refused(&question, &key.assert(&good), "signed less often than before").await;
    key.counter = 7;
    desk.hands.forward(301);
    refused(&question, &key.assert(&good), "Signing in took too long").await;
    assert_eq!(desk.sign_in(&key).await.status, 303);
}

#[tokio::test]
async fn of_answers_sent_at_once_one_is_taken() {
    let desk = Desk::open_at_localhost().await;
    let key = desk.add(Kind::EdDsa).await;
    let (asked, question) = desk.ask_in("").await;
    let answer = key.assert(&Ceremony::of(&asked, &desk.origin()));
    let send = || desk.send_in(&question, &answer, "");
    let (a, b, c) = tokio::join!(send(), send(), send());
    assert_eq!([a, b, c].iter().filter(|answer| answer.status == 303).count(), 1);
}

#[tokio::test]
async fn a_new_one_is_for_the_session_that_asked_and_once() {
    let desk = Desk::open_at_localhost().await;
    let mut key = SoftKey::new(Kind::Es256);
    let asked = desk.ask_new().await;
    let (told, question) = (options(&asked), cookie(&asked, "mimus_passkey"));
    let made = key.register(&told, &Ceremony::of(&told, &desk.origin()));
    let unverified = Ceremony { verified: false, ..Ceremony::of(&told, &desk.origin()) };
    let wrong = desk.send_new(&question, &key.register(&told, &unverified)).await;
    assert_eq!(wrong.status, 422);
    wrong.has("did not make sure that it was you");
    let other = desk.enter(GOOD).await;
    let mut desk = desk;
    desk.cookie = cookie(&other, "mimus_desk");
    let other = desk;
    assert_eq!(other.send_new(&question, &made).await.status, 422, "another session's question");
    let (_, to_sign) = other.ask_in("").await;
    assert_eq!(other.send_new(&to_sign, &made).await.status, 422, "a question of another kind");

    let key = other.add(Kind::Es256).await;
    let asked = other.ask_new().await;
    let (told, question) = (options(&asked), cookie(&asked, "mimus_passkey"));
    let mut twin = SoftKey::new(Kind::EdDsa);
    twin.credential.clone_from(&key.credential);
    let known = twin.register(&told, &Ceremony::of(&told, &other.origin()));
    let taken = other.send_new(&question, &known).await;
    assert_eq!(taken.status, 422);
    taken.has("known here already");
    assert_eq!(other.sign_in(&key).await.status, 303, "the first stays");
    let made = SoftKey::new(Kind::EdDsa).register(&told, &Ceremony::of(&told, &other.origin()));
    assert_eq!(other.send_new(&question, &made).await.status, 303);
    let again = SoftKey::new(Kind::EdDsa).register(&told, &Ceremony::of(&told, &other.origin()));
    assert_eq!(other.send_new(&question, &again).await.status, 422, "a question is good once");
    for _ in 2..10 {
        other.add(Kind::EdDsa).await;
    }
    let full = other.ask_new().await;
    assert_eq!(full.status, 422);
    full.has("ten passkeys already");
}

#[tokio::test]
async fn a_passkey_does_in_place_of_the_code_and_only_its_owners() {
    let desk = Desk::open_at_localhost().await;
    let key = desk.add(Kind::Es256).await;
    desk.turn_on().await;
    assert_eq!(desk.sign_in(&key).await.status, 303, "alone it is two things: the device, and its owner");

    let (store, now) = (&desk.place.store, desk.hands.now());
    let new =
        NewPerson { name: "bo", shown: "Bo", keeper: false, state: PersonState::Active, password: None };
    let id = store.add_person(&new, &[], now).await.unwrap();
    let bo = store.person(id).await.unwrap().unwrap();
    let link = make_link(store, LinkFor::Person(id), now).await.unwrap();
    let session = enter_by_link(store, &link, &bo, "other words in a row", Agent("test"), now).await.unwrap();
    let ticket = desk.ticket().await;
    let mut desk = desk;
    desk.cookie = format!("mimus_desk={}", session.expose());
    let bos = desk.add(Kind::Es256).await;

    let (asked, question) = desk.ask_in(&format!("ticket={ticket}")).await;
    assert_eq!(asked["userVerification"], "preferred");
    assert_eq!(asked["allowCredentials"].as_array().unwrap().len(), 1);
    let ceremony = Ceremony { verified: false, ..Ceremony::of(&asked, &desk.origin()) };
    let rest = format!("&ticket={ticket}&next=/desk/record");
    let others = desk.send_in(&question, &bos.assert(&ceremony), &rest).await;
    assert_eq!((others.status, is_out(&others)), (401, true), "somebody else's");
    others.has("autocomplete=\"one-time-code\"");
    others.has("Sign in with a passkey");
    let alone = desk.send_in(&question, &key.assert(&ceremony), "").await;
    assert_eq!((alone.status, is_out(&alone)), (401, true), "it does not do without the password");
    let forged = desk.send_in(&question, &key.assert(&ceremony), "&ticket=AAAA").await;
    assert_eq!((forged.status, is_out(&forged)), (401, true));
    let (_, to_sign_in) = desk.ask_in("").await;
    let other = desk.send_in(&to_sign_in, &key.assert(&ceremony), &rest).await;
    assert_eq!((other.status, is_out(&other)), (401, true));
    let entered = desk.send_in(&question, &key.assert(&ceremony), &rest).await;
    assert_eq!((entered.status, entered.header("location")), (303, "/desk/record"));
}

#[tokio::test]
async fn a_keepers_link_that_is_used_takes_passkeys_away_and_so_does_letting_go() {
    let desk = Desk::open_at_localhost().await;
    let key = desk.add(Kind::EdDsa).await;
    let (store, now, ana) = (&desk.place.store, desk.hands.now(), desk.ana().await);
    let link = make_link(store, LinkFor::Person(ana.id), now).await.unwrap();
    assert_eq!(desk.sign_in(&key).await.status, 303, "a link that nobody uses changes nothing");
    enter_by_link(store, &link, &ana, "other words in a row", Agent("test"), now).await.unwrap();
    assert!(is_out(&desk.sign_in(&key).await));
    let key = desk.add(Kind::EdDsa).await;
    store.end_person(ana.id, &[], now).await.unwrap();
    assert!(is_out(&desk.sign_in(&key).await));
}

#[tokio::test]
async fn where_browsers_have_none_it_is_said() {
    let desk = Desk::open().await;
    desk.place.get("/desk/enter").await.has_not("passkey");
    let me = desk.place.ask("GET", "/desk/me", &[("Cookie", &desk.cookie)]).await;
    me.has("browsers want a name and TLS");
    let asked = desk.place.send("POST", "/desk/enter/passkey", &[FORM], b"").await;
    assert_eq!(asked.status, 422);
    let foreign = [FORM, ("Origin", "https://evil.example")];
    assert_eq!(desk.place.send("POST", "/desk/enter/passkey", &foreign, b"").await.status, 403);
}
