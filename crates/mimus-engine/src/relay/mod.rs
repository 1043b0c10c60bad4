//! Relay: posts go from one account to another by routes.
//!
//! Places where routes begin are read ([`read`]), what comes is planned as publications ([`plan`]), and the publisher
//! ([`lane`]) carries each account's publications out in order ([`carry`]). Of what a route brings that makes drafts, none are
//! planned ([`drafts`]). All of it stands in the database before it is done.

pub mod accounts;
pub(crate) mod carry;
pub mod connect;
pub mod drafts;
pub mod lane;
pub mod listen;
mod media;
mod plan;
pub mod read;
pub mod retention;
pub mod routes;
pub mod tokens;
mod trial;
pub mod view;
pub(crate) mod when;
pub(crate) mod words;

pub use carry::Step;
use jiff::SignedDuration;

/// 5 seconds, then twice as long each time, up to an hour.
fn backoff(attempts: u32) -> SignedDuration {
    let seconds = 5_i64.saturating_mul(2_i64.saturating_pow(attempts.min(20)));
    SignedDuration::from_secs(seconds.min(3_600))
}
