//! X by its API v2.
//!
//! Facts about X are of August 2026; what its documents leave open is built so that either answer works.

pub(crate) mod address;
pub mod id;
pub(crate) mod lenient;
pub mod limits;
pub(crate) mod words;

pub use id::{TweetId, TweetIdError};
pub use limits::{Endpoint, Limits, Prices};
