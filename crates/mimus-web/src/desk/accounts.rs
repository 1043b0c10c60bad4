//! `/desk/accounts`: the accounts that are connected, and connecting one in the browser.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};
use jiff::tz::TimeZone;
use mimus_core::Network;
use mimus_core::desk::Deed;
use mimus_core::render::DestinationLimits;
use mimus_engine::Engine;
use mimus_engine::desk::by_hand::HandAccount;
use mimus_engine::relay::accounts::AccountError;
use mimus_engine::relay::connect::{ConnectError, PATIENCE, Place};
use mimus_store::{Account, AccountName, AccountState, Route, RouteFrom};
use serde::Deserialize;

use super::draft::form::network_name;
use super::room::{Room, show};
use super::session::{Keeper, Sent, Visitor, go, named_cookie, private, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

/// Holds what was asked of a network while its owner is there.
const COOKIE_NAME: &str = "mimus_connect";

#[derive(Template)]
#[template(path = "desk/accounts.html")]
struct AccountsPage {
    room: Room,
    say: Tongue,
    accounts: Vec<AccountView>,
    /// Whether accounts on X can be connected.
    x: bool,
    /// Networks of accounts that are published to by hand: the word, and what it is called.
    networks: Vec<(&'static str, String)>,
}

struct AccountView {
    id: i64,
    name: String,
    handle: String,
    place: String,
    /// What is typed to connect it anew.
    at: String,
    state: String,
    broken: bool,
    by_hand: bool,
    page: Option<String>,
    reason: Option<String>,
    routes: String,
    takes: String,
    checked: Moment,
}

#[derive(Template)]
#[template(path = "desk/connect.html")]
struct ConnectPage {
    room: Room,
    say: Tongue,
    at: String,
    /// What to do there.
    how: String,
    authorize: String,
}

fn takes(say: Tongue, limits: &DestinationLimits) -> String {
    let (characters, media) = match limits {
        DestinationLimits::Mastodon(limits) => (limits.characters, limits.media),
        DestinationLimits::X(limits) => (limits.weighted, limits.media),
        DestinationLimits::Bluesky(limits) => (limits.graphemes, limits.media),
    };
    let pictures = say.count("account-pictures", media as u64);
    say.with2("account-takes", ("most", characters), ("pictures", pictures))
}

impl AccountView {
    fn new(say: Tongue, account: Account, routes: &[Route]) -> Self {
        let touches = |route: &&Route| route.to == account.id || route.from == RouteFrom::Account(account.id);
        let routes = routes.iter().filter(touches).count() as u64;
        let host = url::Url::parse(&account.server).map(|server| server.authority().to_owned());
        let is_x = account.network == Network::X;
        Self {
            id: account.id.get(),
            name: account.name().to_string(),
            handle: format!("@{}", account.handle),
            at: if is_x { "x".to_owned() } else { account.server.clone() },
            place: if is_x {
                say.t("account-on-x")
            } else {
                host.map_or_else(|_| account.server.clone(), |host| say.with("account-at", "host", host))
            },
            state: say.t(&format!("account-{}", account.state)),
            broken: account.state == AccountState::Broken,
            by_hand: account.by_hand,
            page: account.profile.url.as_ref().map(ToString::to_string).filter(|_| account.by_hand),
            reason: account.state_reason,
            routes: say.count("account-routes", routes),
            takes: takes(say, &account.limits),
            checked: say.moment(account.checked_at, &TimeZone::UTC),
        }
    }
}

fn engine(site: &Site) -> Result<&Engine, Failure> {
    site.engine.as_ref().ok_or(Failure::NotFound)
}

async fn page(site: &Site, visitor: &Visitor, said: Option<String>) -> Result<Response, Failure> {
    let routes = site.store.routes().await?;
    let say = visitor.say;
    // Those that were connected since the last look are at the Desk from now on.
    engine(site)?.desk_accounts().await.map_err(refused)?;
    let accounts = site.store.accounts().await?;
    let seen = |account: &Account| {
        account.state != AccountState::Disconnected && visitor.person.may(Deed::Read, account.id)
    };
    show(&AccountsPage {
        room: visitor.room(site, "accounts", &say.t("nav-accounts")).saying(said),
        say,
        accounts: accounts
            .into_iter()
            .filter(seen)
            .map(|account| AccountView::new(say, account, &routes))
            .collect(),
        networks: [Network::X, Network::Mastodon, Network::Bluesky, Network::Elsewhere]
            .map(|network| (network.as_str(), network_name(say, network)))
            .into(),
        x: site.engine.as_ref().is_some_and(|engine| engine.connectors.x_accounts.app.is_some()),
    })
}

/// `GET /desk/accounts`
pub(crate) async fn get(State(site): State<Site>, visitor: Visitor) -> Result<Response, Failure> {
    page(&site, &visitor, None).await
}

/// An account that a keeper disconnects.
#[derive(Deserialize)]
pub(crate) struct Disconnect {
    key: String,
    account: String,
}

/// `POST /desk/accounts`
pub(crate) async fn disconnect(
    State(site): State<Site>,
    keeper: Keeper,
    headers: HeaderMap,
    Form(form): Form<Disconnect>,
) -> Result<Response, Failure> {
    keeper.check(&site, &headers, &form.key)?;
    let name: AccountName = form.account.parse().map_err(|_| Failure::NotFound)?;
    let left = engine(&site)?.disconnect_account(&name).await.map_err(|error| match error {
        AccountError::NotConnected(_) => Failure::NotFound,
        AccountError::Store(error) => error.into(),
        other => Failure::Bad(keeper.say.account_error(&other)),
    })?;
    match left {
        None => Ok(private(Redirect::to("/desk/accounts").into_response())),
        Some(why) => {
            let said = keeper.say.with2("account-said-disconnected", ("account", &name), ("why", why));
            page(&site, &keeper, Some(said)).await
        }
    }
}

/// Where an account is that is to be connected.
#[derive(Deserialize)]
pub(crate) struct Connect {
    key: String,
    at: String,
}

/// `POST /desk/accounts/connect`: says where leave is given. No redirect leads there, as forms lead nowhere else from here.
pub(crate) async fn connect(
    State(site): State<Site>,
    keeper: Keeper,
    headers: HeaderMap,
    Form(form): Form<Connect>,
) -> Result<Response, Failure> {
    keeper.check(&site, &headers, &form.key)?;
    let place = match form.at.trim() {
        "x" => Place::X,
        typed => Place::Mastodon(typed.chars().take(300).collect()),
    };
    let asking = engine(&site)?.ask_to_connect(&place, &keeper.form_key()).await;
    let asking = asking.map_err(|error| failure(keeper.say, error))?;
    let page = ConnectPage {
        room: keeper.room(&site, "accounts", &keeper.say.t("nav-accounts")),
        say: keeper.say,
        how: keeper.say.with2("connect-how", ("host", &asking.at), ("site", &site.info.name)),
        at: asking.at,
        authorize: asking.authorize.into(),
    };
    let seconds = u64::try_from(PATIENCE.as_secs()).unwrap_or_default();
    with_cookie(&site, show(&page)?, &asking.sealed, seconds)
}

/// `POST /desk/accounts/by-hand`: a keeper adds an account that people publish to by hand.
pub(crate) async fn by_hand(State(site): State<Site>, sent: Sent) -> Result<Response, Failure> {
    let fields = &sent.fields;
    let network = fields.get("network").parse().map_err(|_| Failure::NotFound)?;
    let short = |name: &str| fields.get(name).chars().take(2_000).collect::<String>();
    let wanted = HandAccount { network, handle: short("handle"), page: short("page") };
    let engine = engine(&site)?;
    let account = engine.add_by_hand(&sent.visitor.person, &wanted).await.map_err(refused)?;
    // It is at the Desk from now on, with its charter.
    engine.desk_accounts().await.map_err(refused)?;
    Ok(go(&format!("/desk/accounts/{}?said=kept", account.id)))
}

/// What the network's answer came with.
#[derive(Deserialize)]
pub(crate) struct Finish {
    state: String,
    code: String,
}

/// `POST /desk/accounts/finish`: the state, which only the sealed cookie of this session knows, stands for the form's key.
pub(crate) async fn finish(
    State(site): State<Site>,
    keeper: Keeper,
    headers: HeaderMap,
    Form(form): Form<Finish>,
) -> Result<Response, Failure> {
    keeper.check(&site, &headers, &keeper.form_key())?;
    let sealed = headers
        .get_all(COOKIE)
        .iter()
        .find_map(|cookies| named_cookie(cookies, COOKIE_NAME))
        .ok_or_else(|| failure(keeper.say, ConnectError::Other))?;
    let session = keeper.form_key();
    let answered = engine(&site)?.connect_answered(&sealed, &session, &form.state, &form.code);
    let account = answered.await.map_err(|error| failure(keeper.say, error))?;
    tracing::info!(account = %account.name(), "an account was connected at the Desk");
    let said = keeper.say.with("account-said-connected", "account", account.name());
    with_cookie(&site, page(&site, &keeper, Some(said)).await?, "", 0)
}

fn with_cookie(site: &Site, mut response: Response, value: &str, seconds: u64) -> Result<Response, Failure> {
    let cookie = super::session::cookie_line(site, COOKIE_NAME, value, seconds);
    let cookie = HeaderValue::from_str(&cookie).map_err(|error| Failure::Broken(error.to_string()))?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// What a keeper is told, who can do something about it.
fn failure(say: Tongue, error: ConnectError) -> Failure {
    match error {
        ConnectError::Account(AccountError::Store(error)) => error.into(),
        other => Failure::Bad(say.connect_error(&other)),
    }
}
