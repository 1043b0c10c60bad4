//! The whole of it against an independent fediverse server: the binary serves, Fedify follows, on SQLite and on
//! PostgreSQL.
//!
//! The peers are those that `./test` installs; without them these tests are skipped and say so, unless
//! `MIMUS_TEST_REQUIRE_PEERS` is set.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod follow;
mod refusals;
mod servers;
mod x;
mod x_faults;
mod x_webhooks;
