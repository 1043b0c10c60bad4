//! The inbox, seen from another server: real HTTP on loopback, a real store, real signatures.

#![allow(clippy::unwrap_used)]

mod any_json;
mod follows;
mod gate;
mod here;
mod keys;
mod peer;
mod reactions;
mod refusals;
mod replies;
#[path = "../world/mod.rs"]
mod world;
