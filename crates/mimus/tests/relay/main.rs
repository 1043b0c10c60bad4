//! Relay from its outside: the built binary between a server with Mastodon's client API and X's emulator.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod answers;
mod api;
mod both_ways;
mod commands;
mod desk;
mod desk_kills;
mod drafts;
mod faults;
mod kills;
mod latency;
mod mastodon_py;
mod media;
mod newsroom;
mod retention;
