//! X by its API v2.
//!
//! Facts about X are of August 2026; what its documents leave open is built so that either answer works.

pub mod limits;
pub mod plan;

pub use limits::{Endpoint, Limits, Prices};
