//! The workers over real databases and real HTTP on loopback.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod access;
mod backup;
mod courier;
mod house;
mod ledger;
mod ledger_property;
mod ledger_writes;
mod media;
mod reading;
mod relay;
mod requests;
mod templates;
mod unfollowed;
mod uploads;
mod webhooks;
