//! Where the Desk's pages are. The router is made of this list alone, and so is the test of who may open what.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use http::HeaderValue;
use http::header::CONTENT_SECURITY_POLICY;
use mimus_engine::desk::media::MAX_UPLOAD;

use super::{
    account, accounts, by_hand, draft, enter, fediverse, issuer, ledger, mail, me, media, mirror, mirrors,
    news, passkeys, people, person, publications, record, requests, route, route_list, servers, settings,
    templates, tokens, uploads, webhooks, week,
};
use crate::Site;
use crate::pages;

/// Largest form without files, in bytes.
const MAX_FORM: usize = 1 << 20;

/// What every page may do: our own style, pictures and script, and to speak with ourselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; script-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

type Page = (&'static str, &'static [&'static str], MethodRouter<Site>);

const READ: &[&str] = &["GET"];
const SEND: &[&str] = &["POST"];
const BOTH: &[&str] = &["GET", "POST"];

fn table() -> Vec<Page> {
    vec![
        ("/desk", READ, get(draft::list::todo)),
        ("/desk/enter", BOTH, get(enter::get).post(enter::post)),
        ("/desk/enter/with", READ, get(issuer::with)),
        ("/desk/enter/back", READ, get(issuer::back)),
        ("/desk/enter/passkey", SEND, post(passkeys::ask)),
        ("/desk/enter/fediverse", SEND, post(fediverse::begin)),
        ("/desk/enter/fediverse/back", READ, get(fediverse::back)),
        ("/desk/enter/{token}", BOTH, get(enter::ask).post(enter::take)),
        ("/desk/leave", SEND, post(enter::leave)),
        ("/desk/me", BOTH, get(me::get).post(me::post)),
        ("/desk/me/passkey", SEND, post(passkeys::ask_for_new)),
        ("/desk/confirm/{token}", BOTH, get(mail::ask_confirm).post(mail::confirm)),
        ("/desk/unsubscribe/{token}", BOTH, get(mail::ask_end).post(mail::end)),
        ("/desk/feed/{secret}", READ, get(news::feed)),
        ("/desk/drafts", BOTH, get(draft::list::get).post(draft::edit::create)),
        ("/desk/drafts/count", SEND, post(draft::count::post)),
        ("/desk/drafts/new", READ, get(draft::edit::new)),
        ("/desk/drafts/{id}", BOTH, get(draft::edit::get).post(draft::edit::save)),
        ("/desk/drafts/{id}/preview", READ, get(draft::preview::get)),
        ("/desk/drafts/{id}/cards", SEND, post(draft::cards::post)),
        ("/desk/cards/{name}", READ, get(draft::cards::picture)),
        ("/desk/drafts/{id}/review", BOTH, get(draft::review::get).post(draft::review::post)),
        ("/desk/drafts/{id}/schedule", BOTH, get(draft::schedule::get).post(draft::schedule::post)),
        ("/desk/drafts/{id}/history", READ, get(draft::history::get)),
        ("/desk/drafts/{id}/deed", SEND, post(draft::deeds::post)),
        ("/desk/media", BOTH, get(media::get).post(media::post)),
        ("/desk/media/{name}", READ, get(uploads::get)),
        ("/desk/schedule", READ, get(week::get)),
        ("/desk/publications", BOTH, get(publications::get).post(publications::post)),
        ("/desk/publications/{id}", BOTH, get(by_hand::get).post(by_hand::post)),
        ("/desk/accounts", BOTH, get(accounts::get).post(accounts::disconnect)),
        ("/desk/accounts/connect", SEND, post(accounts::connect)),
        ("/desk/accounts/by-hand", SEND, post(accounts::by_hand)),
        ("/desk/accounts/finish", SEND, post(accounts::finish)),
        ("/desk/accounts/{id}", BOTH, get(account::get).post(account::post)),
        ("/desk/people", BOTH, get(people::get).post(people::post)),
        ("/desk/people/{id}", BOTH, get(person::get).post(person::post)),
        ("/desk/templates", BOTH, get(templates::list).post(templates::keep)),
        ("/desk/templates/{id}", BOTH, get(templates::get).post(templates::post)),
        ("/desk/tokens", BOTH, get(tokens::get).post(tokens::post)),
        ("/desk/webhooks", BOTH, get(webhooks::get).post(webhooks::post)),
        ("/desk/record", READ, get(record::get)),
        ("/desk/mirrors", BOTH, get(mirrors::get).post(mirrors::post)),
        ("/desk/mirrors/{id}", BOTH, get(mirror::get).post(mirror::post)),
        ("/desk/routes", BOTH, get(route_list::get).post(route_list::post)),
        ("/desk/routes/{id}", BOTH, get(route::get).post(route::post)),
        ("/desk/ledger", READ, get(ledger::get)),
        ("/desk/settings", BOTH, get(settings::get).post(settings::post)),
        ("/desk/servers", BOTH, get(servers::get).post(servers::post)),
        ("/desk/requests", BOTH, get(requests::get).post(requests::post)),
        ("/accounts/{name}", READ, get(pages::account::get)),
        ("/accounts/{name}/propose", BOTH, get(pages::account::propose).post(pages::account::take)),
        ("/accounts/{name}/record.xml", READ, get(pages::account::feed)),
    ]
}

/// Every page of the Desk: its path and its methods.
#[must_use]
pub fn pages() -> Vec<(&'static str, &'static [&'static str])> {
    table().into_iter().map(|(path, methods, _)| (path, methods)).collect()
}

pub(crate) fn router() -> Router<Site> {
    let with_files = usize::try_from(MAX_UPLOAD).unwrap_or(MAX_FORM) + MAX_FORM;
    let pages = table().into_iter().fold(Router::new(), |router, (path, _, methods)| {
        let takes_files = matches!(path, "/desk/drafts" | "/desk/drafts/{id}" | "/accounts/{name}/propose");
        let limit = if takes_files { with_files } else { MAX_FORM };
        router.route(path, methods.layer(DefaultBodyLimit::max(limit)))
    });
    pages.layer(middleware::from_fn(policy))
}

async fn policy(request: axum::extract::Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    response
}
