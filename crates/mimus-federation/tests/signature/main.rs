//! HTTP signatures from the outside: what is signed here verifies, what was changed does not, and what the
//! fediverse's servers send is accepted or refused as written down.
#![allow(clippy::unwrap_used)]

mod clock;
mod expectation;
mod hostile;
mod keys;
mod peer;
mod quirks;
mod quirks_rfc9421;
mod round_trips;
mod tampering;
mod vectors;
