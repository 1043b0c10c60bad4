//! The collector of X against the emulator: what it reads, what that costs, and that the Ledger and the bill are the same.

#![allow(clippy::unwrap_used)]

mod house;
mod lists;
mod others;
mod own;
mod profiles;
