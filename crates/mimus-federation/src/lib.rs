//! ActivityPub server to server: addresses, documents, discovery, signatures, remote actors, the inbox.
//!
//! [`Addresses`] gives every thing here its address; [`document`] and [`discovery`] make the JSON that other
//! servers read; [`signature`] signs and checks requests.

pub mod addresses;
pub mod discovery;
pub mod document;
mod json;
pub mod signature;

pub use addresses::Addresses;
