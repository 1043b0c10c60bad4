//! `/desk/me`: one's own name, language, password, codes, passkeys and sessions.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use jiff::tz::TimeZone;
use mimus_engine::desk::DeskError;
use mimus_engine::desk::fediverse;
use mimus_engine::desk::sign_in;
use mimus_engine::desk::totp::{self, Offer};
use mimus_store::{Identity, NewsSettings, Rhythm};

use super::draft::edit::Said;
use super::passkeys::{self, PasskeysView};
use super::room::{Room, show};
use super::session::{Fields, Sent, Visitor, engine, go, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

#[derive(Template)]
#[template(path = "desk/me.html")]
struct MePage {
    room: Room,
    say: Tongue,
    name: String,
    error: Option<String>,
    languages: Vec<(&'static str, &'static str, bool)>,
    roles: Vec<(String, String)>,
    sessions: Vec<SessionView>,
    /// Whether codes can be asked for here, whether they are, and a secret that is to be taken on.
    codes: bool,
    has_code: bool,
    offer: Option<OfferView>,
    passkeys: PasskeysView,
    script: &'static str,
    /// By what else they sign in, and another server by which people do.
    identities: Vec<IdentityView>,
    issuer: Option<String>,
    /// Whether they have a feed of their own, and its address where it has just been made.
    has_feed: bool,
    feed: Option<String>,
    mail: MailView,
}

/// Digests by mail, for the template.
struct MailView {
    /// Whether this server sends any.
    sends: bool,
    address: Option<String>,
    pending: Option<String>,
    rhythms: Vec<(&'static str, String, bool)>,
    hour: u8,
    zone: String,
    next: Option<Moment>,
    failed: Option<String>,
}

impl MailView {
    fn new(site: &Site, visitor: &Visitor, news: Option<&NewsSettings>) -> Self {
        let say = visitor.say;
        let rhythm = news.map_or(Rhythm::Off, |news| news.rhythm);
        let rhythms = [
            (Rhythm::Off, say.t("rhythm-off")),
            (Rhythm::Daily, say.t("rhythm-daily")),
            (Rhythm::Weekly, say.t("rhythm-weekly")),
        ];
        let zone = news.map_or_else(|| "UTC".to_owned(), |news| news.zone.clone());
        let in_zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
        Self {
            sends: site.engine.as_ref().is_some_and(|engine| engine.mail.is_some()),
            address: visitor.person.email.clone(),
            pending: news.and_then(|news| news.pending.clone()),
            rhythms: rhythms.map(|(one, words)| (one.as_str(), words, one == rhythm)).into(),
            hour: news.map_or(7, |news| news.hour),
            next: news.and_then(|news| news.next_at).map(|at| say.moment(at, &in_zone)),
            failed: news.and_then(|news| news.last_error.as_deref()).map(super::session::sentence),
            zone,
        }
    }
}

struct IdentityView {
    issuer: String,
    subject: String,
    shown: String,
    /// What the issuer is called.
    at: String,
}

struct OfferView {
    sealed: String,
    secret: String,
    address: String,
}

impl OfferView {
    fn new(site: &Site, name: &str, offer: &Offer) -> Self {
        Self {
            sealed: offer.sealed.clone(),
            secret: offer.secret.base32(),
            address: offer.secret.address(&site.info.name, name),
        }
    }
}

struct SessionView {
    hash: String,
    agent: String,
    since: Moment,
    seen: Moment,
    this: bool,
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    error: Option<String>,
    said: Option<String>,
) -> Result<MePage, Failure> {
    let say = visitor.say;
    let person = &visitor.person;
    let sessions = site.store.sessions_of(person.id, site.clock.now()).await?;
    let mut roles = Vec::new();
    for (account, of) in &person.roles {
        let name = site.store.account(*account).await?.map(|account| account.name().to_string());
        let of: Vec<String> = of.iter().map(|role| super::people::role_words(say, *role)).collect();
        roles.push((name.unwrap_or_default(), of.join(", ")));
    }
    let news = site.store.news_settings(person.id).await?;
    let chosen = person.language.as_deref();
    Ok(MePage {
        room: visitor.room(site, "me", &say.t("nav-me")).saying(said),
        say,
        name: person.name.clone(),
        error,
        languages: Tongue::all().map(|(code, name)| (code, name, chosen == Some(code))).collect(),
        roles,
        sessions: sessions
            .into_iter()
            .map(|session| SessionView {
                this: session.hash == visitor.session.hash,
                since: say.moment(session.created_at, &TimeZone::UTC),
                seen: say.moment(session.seen_at, &TimeZone::UTC),
                agent: if session.agent.is_empty() { say.t("unknown-browser") } else { session.agent },
                hash: session.hash,
            })
            .collect(),
        codes: site.engine.is_some(),
        has_code: person.has_totp,
        offer: None,
        passkeys: passkeys::view(site, visitor).await?,
        script: crate::assets::passkeys_script(),
        identities: identities(site, visitor).await?,
        issuer: site.issuer.as_ref().map(|issuer| issuer.name().to_owned()),
        mail: MailView::new(site, visitor, news.as_ref()),
        has_feed: news.is_some_and(|news| news.has_feed),
        feed: None,
    })
}

async fn identities(site: &Site, visitor: &Visitor) -> Result<Vec<IdentityView>, Failure> {
    let known = site.store.identities_of(visitor.person.id).await?;
    let called = |id: &str| match site.issuer.as_ref().filter(|issuer| issuer.id() == id) {
        Some(issuer) => issuer.name().to_owned(),
        // An account on the fediverse has its server in its handle.
        None if id.starts_with(fediverse::ISSUER) => visitor.say.t("identity-fediverse"),
        None => id.to_owned(),
    };
    let view = |identity: Identity| IdentityView {
        at: called(&identity.issuer),
        issuer: identity.issuer,
        subject: identity.subject,
        shown: identity.shown,
    };
    Ok(known.into_iter().map(view).collect())
}

/// `GET /desk/me`
pub(crate) async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let said = said.words(visitor.say);
    show(&page(&site, &visitor, None, said).await?)
}

/// `POST /desk/me`
pub(crate) async fn post(
    State(site): State<Site>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let (visitor, fields) = (&sent.visitor, &sent.fields);
    let (store, person) = (&site.store, &visitor.person);
    let now = site.clock.now();
    let done = match fields.get("deed") {
        "profile" => {
            let shown = sign_in::read_shown(fields.get("shown"), &person.name);
            let language = Tongue::all().map(|(code, _)| code).find(|code| *code == fields.get("language"));
            store.set_shown(person.id, &shown, language).await.map_err(DeskError::from)
        }
        "password" => {
            let known = match person.has_password {
                true => sign_in::is_password_of(store, person, fields.get("old"), now).await,
                false => Ok(true),
            };
            match known {
                Ok(true) => {
                    sign_in::set_password(store, person.id, fields.get("new"), Some(&visitor.session)).await
                }
                Ok(false) => Err(DeskError::Wrong),
                Err(error) => Err(error),
            }
        }
        "code-begin" | "code-on" => return turn_code_on(&site, visitor, fields).await,
        "code-off" => totp::turn_off(store, person, fields.get("password"), now).await,
        "feed-make" => {
            let token = engine(&site)?.make_feed(person).await.map_err(refused)?;
            let mut page = page(&site, visitor, None, None).await?;
            page.feed = Some(site.absolute(&format!("/desk/feed/{}", token.expose())));
            return show(&page);
        }
        "mail-ask" => {
            let (say, desk) = (visitor.say, &site.info.name);
            let write = |link: &str| super::mail::confirmation(say, desk, &person.shown, link);
            engine(&site)?.ask_address(person, fields.get("address"), write).await
        }
        "mail-forget" => store.forget_address(person.id).await.map_err(DeskError::from),
        "mail-keep" => {
            let rhythm = fields.get("rhythm").parse().map_err(|_| Failure::NotFound)?;
            let hour = fields.number("hour").unwrap_or(u8::MAX);
            engine(&site)?.keep_digest(person, rhythm, hour, fields.get("zone")).await
        }
        "feed-end" => engine(&site)?.end_feed(person).await,
        "passkey-add" => passkeys::add(&site, &headers, visitor, fields).await,
        "passkey-remove" => engine(&site)?.remove_passkey(person, fields.get("credential")).await,
        "identity-remove" => {
            engine(&site)?.remove_identity(person, fields.get("issuer"), fields.get("subject")).await
        }
        "end-session" => {
            let own = store.sessions_of(person.id, now).await?;
            match own.iter().find(|session| session.hash == fields.get("session")) {
                Some(session) => store.end_session(&session.hash).await.map_err(DeskError::from),
                None => Err(DeskError::NotFound),
            }
        }
        "end-others" => {
            let but = Some(visitor.session.hash.as_str());
            store.end_sessions_of(person.id, but).await.map(drop).map_err(DeskError::from)
        }
        _ => Err(DeskError::NotFound),
    };
    match done {
        Ok(()) => Ok(go("/desk/me?said=kept")),
        Err(error @ (DeskError::NotFound | DeskError::Store(_))) => Err(refused(error)),
        Err(error) => wrong(&page(&site, visitor, Some(visitor.say.desk_error(&error)), None).await?),
    }
}

fn wrong(page: &MePage) -> Result<Response, Failure> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(page)?).into_response())
}

/// Shows a new secret; then, with a code of it, asks for codes from now on.
async fn turn_code_on(site: &Site, visitor: &Visitor, fields: &Fields) -> Result<Response, Failure> {
    let (person, secrets) = (&visitor.person, &engine(site)?.secrets);
    if fields.get("deed") == "code-begin" {
        let offer = totp::offer(secrets, person.id).map_err(refused)?;
        let mut page = page(site, visitor, None, None).await?;
        page.offer = Some(OfferView::new(site, &person.name, &offer));
        return show(&page);
    }
    let offer = totp::read_offer(secrets, person.id, fields.get("offer")).map_err(refused)?;
    match totp::turn_on(&site.store, secrets, person, &offer, fields.get("code"), site.clock.now()).await {
        Ok(()) => Ok(go("/desk/me?said=kept")),
        Err(error @ DeskError::Code) => {
            let mut page = page(site, visitor, Some(visitor.say.desk_error(&error)), None).await?;
            page.offer = Some(OfferView::new(site, &person.name, &offer));
            wrong(&page)
        }
        Err(error) => Err(refused(error)),
    }
}
