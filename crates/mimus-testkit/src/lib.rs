//! What tests of Mimus run against.

pub mod emulator;
pub mod mail;
pub mod mastodon;
pub mod passkey;
pub mod peers;
