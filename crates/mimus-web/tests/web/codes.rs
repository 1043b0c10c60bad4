//! Signing in with a code of one's own device besides the password.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use mimus_engine::desk::sign_in::{Agent, enter_by_link, make_link};
use mimus_engine::desk::totp::{TotpSecret, read_offer};
use mimus_engine::ledger::LedgerOptions;
use mimus_engine::{AskLimits, Clock, Engine, Ledger, Limits, MediaFolder, Node, Secrets, Wake};
use mimus_networks::Connectors;
use mimus_store::{LinkFor, Person};
use mimus_web::Site;

use super::place::{Answer, Place, http_client, now};

pub(crate) const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
pub(crate) const GOOD: &str = "name=ana&password=four+words+in+a+row";

/// A clock that goes when it is told to.
#[derive(Clone)]
pub(crate) struct Hands(Arc<Mutex<Timestamp>>);

impl Hands {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(now())))
    }

    pub(crate) fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    pub(crate) fn forward(&self, seconds: i64) {
        let mut at = self.0.lock().unwrap();
        *at = at.checked_add(SignedDuration::from_secs(seconds)).unwrap();
    }

    pub(crate) fn clock(&self) -> Clock {
        let hands = self.clone();
        Clock::telling(move || hands.now())
    }
}

/// With an engine, on that clock.
pub(crate) fn with_engine(site: Site, clock: Clock, secrets: Secrets) -> Site {
    let engine = Engine {
        mail: None,
        ledger: Ledger::new(site.store.clone(), clock.clone(), LedgerOptions::default()),
        node: Node::new(site.store.clone(), "web"),
        store: site.store.clone(),
        connectors: Connectors::without_x(http_client()),
        http: http_client(),
        addresses: site.addresses.clone(),
        media: MediaFolder::open(&site.media_folder).unwrap(),
        clock: clock.clone(),
        limits: Limits { asks: AskLimits::default(), ..Limits::default() },
        operator: "the tests".into(),
        activity: mimus_engine::x::Activity::default(),
        secrets,
        wake: Wake::default(),
    };
    site.with_clock(clock).with_asking(engine)
}

/// A Desk whose keeper Ana has signed in with this cookie.
pub(crate) struct Desk {
    pub(crate) place: Place,
    pub(crate) hands: Hands,
    secrets: Secrets,
    pub(crate) cookie: String,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        Self::open_with(|site| site).await
    }

    pub(crate) async fn open_with(finish: impl FnOnce(Site) -> Site) -> Self {
        let (hands, secrets) = (Hands::new(), Secrets::throw_away());
        let (clock, kept) = (hands.clock(), secrets.clone());
        let place = Place::start_reachable(|_| {}, |site| finish(with_engine(site, clock, kept))).await;
        Self::begin(place, hands, secrets).await
    }

    /// One under a name, as browsers want for passkeys.
    pub(crate) async fn open_at_localhost() -> Self {
        let (hands, secrets) = (Hands::new(), Secrets::throw_away());
        let (clock, kept) = (hands.clock(), secrets.clone());
        let place = Place::start_at_localhost(|site| with_engine(site, clock, kept)).await;
        Self::begin(place, hands, secrets).await
    }

    async fn begin(place: Place, hands: Hands, secrets: Secrets) -> Self {
        let link = make_link(&place.store, LinkFor::NewKeeper, hands.now()).await.unwrap();
        let path = format!("/desk/enter/{}", link.expose());
        let entered = place.send("POST", &path, &[FORM], format!("{GOOD}&shown=Ana").as_bytes()).await;
        let cookie = entered.header("set-cookie").split(';').next().unwrap().to_owned();
        Self { place, hands, secrets, cookie }
    }

    pub(crate) async fn ana(&self) -> Person {
        self.place.store.person_named("ana").await.unwrap().unwrap()
    }

    pub(crate) async fn me(&self, rest: &str) -> Answer {
        let page = self.place.ask("GET", "/desk/me", &[("Cookie", &self.cookie)]).await;
        let body = format!("key={}&{rest}", field(&page, "key"));
        self.place.send("POST", "/desk/me", &[FORM, ("Cookie", self.cookie.as_str())], body.as_bytes()).await
    }

    /// The secret that the page shows, which a device takes on.
    async fn secret(&self, page: &Answer) -> TotpSecret {
        let secret = read_offer(&self.secrets, self.ana().await.id, &field(page, "offer")).unwrap().secret;
        page.has(&format!("<code>{}</code>", secret.base32()));
        secret
    }

    /// Sets codes up; returns the secret as a device has it.
    pub(crate) async fn turn_on(&self) -> TotpSecret {
        let offered = self.me("deed=code-begin").await;
        assert_eq!(offered.status, 200);
        let secret = self.secret(&offered).await;
        let code = self.code(&secret);
        let on = self.me(&format!("deed=code-on&offer={}&code={code}", field(&offered, "offer"))).await;
        assert_eq!(on.status, 303, "{}", on.text());
        secret
    }

    pub(crate) fn code(&self, secret: &TotpSecret) -> String {
        secret.code(self.hands.now())
    }

    pub(crate) async fn enter(&self, body: &str) -> Answer {
        self.place.send("POST", "/desk/enter", &[FORM], body.as_bytes()).await
    }

    /// The first step with the right password: the ticket.
    pub(crate) async fn ticket(&self) -> String {
        let asked = self.enter(&format!("{GOOD}&next=/desk/record")).await;
        assert_eq!((asked.status, asked.header("set-cookie")), (200, ""));
        for words in ["autocomplete=\"one-time-code\"", "inputmode=\"numeric\"", "value=\"/desk/record\""] {
            asked.has(words);
        }
        field(&asked, "ticket")
    }
}

pub(crate) fn field(page: &Answer, name: &str) -> String {
    let from = format!("name=\"{name}\" value=\"");
    page.text()
        .split(&from)
        .nth(1)
        .unwrap_or_else(|| panic!("no {name} in {}", page.text()))
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_code_is_asked_for_once_it_was_shown_to_be_on_a_device() {
    let desk = Desk::open().await;
    let offered = desk.me("deed=code-begin").await;
    desk.secret(&offered).await;
    offered.has("href=\"otpauth://totp/Mimus%20of%20Example:ana?secret=");
    let offer = field(&offered, "offer");
    let wrong = desk.me(&format!("deed=code-on&offer={offer}&code=12345")).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(field(&wrong, "offer"), offer, "the same secret may be tried again");
    assert_eq!(desk.enter(GOOD).await.status, 303, "nothing has changed");

    let secret = desk.turn_on().await;
    let used = desk.code(&secret);
    let ticket = desk.ticket().await;
    let with = async |code: &str| desk.enter(&format!("ticket={ticket}&next=/desk/record&code={code}")).await;
    assert_eq!(with(&used).await.status, 401, "it was used to turn codes on");
    desk.hands.forward(30);
    let code = desk.code(&secret);
    let entered = with(&code).await;
    assert_eq!((entered.status, entered.header("location")), (303, "/desk/record"));
    let cookie = entered.header("set-cookie").split(';').next().unwrap().to_owned();
    assert_eq!(desk.place.ask("GET", "/desk", &[("Cookie", &cookie)]).await.status, 200);
    let again = with(&code).await;
    assert_eq!(again.status, 401, "a code is good once");
    again.has("role=\"alert\"");
}

#[tokio::test]
async fn a_ticket_runs_out_and_is_of_this_server() {
    let desk = Desk::open().await;
    let secret = desk.turn_on().await;
    let ticket = desk.ticket().await;
    desk.hands.forward(301);
    let late = desk.enter(&format!("ticket={ticket}&code={}", desk.code(&secret))).await;
    assert_eq!(late.status, 401);
    late.has("Signing in took too long");
    let offer = field(&desk_with_offer().await, "offer");
    for forged in ["", "AAAA", "not+base64!", &offer] {
        let answer = desk.enter(&format!("ticket={forged}&code={}", desk.code(&secret))).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (401, ""), "{forged}");
    }
}

/// Something that another server has sealed.
async fn desk_with_offer() -> Answer {
    Desk::open().await.me("deed=code-begin").await
}

#[tokio::test]
async fn wrong_codes_are_guesses_and_the_password_does_not_make_up_for_them() {
    let desk = Desk::open().await;
    let secret = desk.turn_on().await;
    desk.hands.forward(60);
    let right = desk.code(&secret);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let asked = desk.enter(GOOD).await;
        statuses.push(asked.status);
        if asked.status == 200 {
            let ticket = field(&asked, "ticket");
            statuses.push(desk.enter(&format!("ticket={ticket}&code={wrong}")).await.status);
        }
    }
    assert_eq!(statuses, [200, 401, 200, 401, 200, 429]);
    let asked = desk.enter(GOOD).await;
    assert_eq!(asked.status, 429);
    desk.hands.forward(61);
    let ticket = desk.ticket().await;
    desk.hands.forward(121);
    let code = desk.code(&secret);
    assert_eq!(desk.enter(&format!("ticket={ticket}&code={code}")).await.status, 303);
}

#[tokio::test]
async fn of_codes_sent_at_once_one_is_taken() {
    let desk = Desk::open().await;
    let secret = desk.turn_on().await;
    desk.hands.forward(60);
    let ticket = desk.ticket().await;
    let body = format!("ticket={ticket}&code={}", desk.code(&secret));
    let (a, b, c) = tokio::join!(desk.enter(&body), desk.enter(&body), desk.enter(&body));
    let entered = [a, b, c].iter().filter(|answer| answer.status == 303).count();
    assert_eq!(entered, 1);
}

#[tokio::test]
async fn the_password_turns_codes_off_and_so_does_a_keepers_link_that_is_used() {
    let desk = Desk::open().await;
    desk.turn_on().await;
    assert_eq!(desk.me("deed=code-off&password=wrong").await.status, 422);
    assert!(desk.ana().await.has_totp);
    assert_eq!(desk.me("deed=code-off&password=four+words+in+a+row").await.status, 303);
    assert_eq!(desk.enter(GOOD).await.status, 303, "no code is asked for");

    desk.turn_on().await;
    let ana = desk.ana().await;
    let (store, now) = (&desk.place.store, desk.hands.now());
    let link = make_link(store, LinkFor::Person(ana.id), now).await.unwrap();
    assert!(desk.ana().await.has_totp, "a link that nobody uses makes nobody less safe");
    enter_by_link(store, &link, &ana, "other words in a row", Agent("test"), now).await.unwrap();
    assert!(!desk.ana().await.has_totp);
    let record = desk.place.ask("GET", "/desk/record", &[("Cookie", &desk.cookie)]).await;
    record.has("began to sign in with codes");
    record.has("signs in without codes");
}
