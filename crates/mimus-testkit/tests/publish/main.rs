//! A connected account on X, from the outside: what Mimus publishes is what the emulator has, and what the Ledger counts is
//! what the emulator charges.

#![allow(clippy::unwrap_used)]

mod house;
mod media;
mod money;
mod posts;
mod reading;
mod tokens;
mod trouble;
