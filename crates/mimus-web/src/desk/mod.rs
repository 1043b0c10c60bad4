//! The Desk's pages: a shared newsroom for those who have signed in.

pub(crate) mod account;
mod accounts;
mod by_hand;
pub(crate) mod draft;
pub(crate) mod enter;
mod fediverse;
pub(crate) mod issuer;
mod ledger;
mod mail;
pub(crate) mod me;
mod media;
mod mirror;
mod mirrors;
pub(crate) mod news;
mod passkeys;
pub(crate) mod people;
mod person;
pub(crate) mod publications;
pub(crate) mod record;
pub(crate) mod requests;
pub(crate) mod room;
mod route;
mod route_list;
mod route_policy;
mod routes;
pub(crate) mod servers;
pub(crate) mod session;
mod settings;
mod templates;
mod tokens;
pub(crate) mod uploads;
mod webhooks;
pub(crate) mod week;

pub use mail::digest_words;
pub use routes::pages;
pub(crate) use routes::router;
