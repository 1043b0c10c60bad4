//! The public face over HTTP: pages for people, documents for servers, feeds, media, operation.
//!
//! [`router`] makes an [`axum::Router`] of a [`Site`]. No handler decides anything: pages show what the store
//! holds, documents are made by `mimus-federation`.

mod api;
mod assets;
mod authorized;
mod conditional;
pub mod demo;
mod desk;
mod discovery;
mod federation;
mod feed_out;
mod headers;
mod inbox;
pub mod listen;
mod media;
mod negotiation;
mod operation;
mod pages;
mod paths;
mod query;
mod router;
mod site;
mod tongue;
mod x_webhook;

pub use desk::{digest_words, pages as desk_pages};
pub use router::{operation_router, router};
pub use site::{Setting, SettingOrigin, Site, SiteInfo, SiteParts};
pub use x_webhook::Deliver;
