//! Mastodon's client API: what is read of its statuses.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod conversion;
mod real;
#[path = "../shared/mod.rs"]
mod shared;
