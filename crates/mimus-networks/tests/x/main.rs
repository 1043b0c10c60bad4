//! X by its API v2: what is read of its answers.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod conversion;
mod real;
mod refusals;
#[path = "../shared/mod.rs"]
mod shared;
mod words;
