//! The public face from the outside: a site on a real store, asked over a socket.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod api;
mod asking;
mod by_hand;
mod cards;
mod codes;
mod desk;
mod documents;
mod fediverse;
mod feed;
mod inbox;
mod issuer;
mod ledger;
mod looks;
mod media;
mod media_page;
mod news;
mod newsroom;
mod operation;
mod pages;
mod passkeys;
mod place;
mod queue;
mod removal;
mod rooms;
mod slow;
mod strain;
mod x_webhook;
