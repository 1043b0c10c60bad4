//! The Desk's pages: a shared newsroom for those who have signed in.

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod draft;
pub(crate) mod enter;
pub(crate) mod issuer;
pub(crate) mod me;
pub(crate) mod people;
pub(crate) mod publications;
pub(crate) mod record;
pub(crate) mod requests;
pub(crate) mod room;
mod routes;
pub(crate) mod servers;
pub(crate) mod session;
pub(crate) mod uploads;
pub(crate) mod week;

pub use routes::pages;
pub(crate) use routes::router;
