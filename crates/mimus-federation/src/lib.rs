//! ActivityPub server to server: addresses, documents, discovery, signatures, remote actors, the inbox.
//!
//! [`Addresses`] gives every thing here its address; [`document`] and [`discovery`] make the JSON that other
//! servers read; [`signature`] signs and checks requests; [`Remote`] reads other servers' actors; [`Inbox`] takes
//! in what they send.

pub mod access;
pub mod addresses;
pub mod discovery;
pub mod document;
pub mod inbox;
mod json;
pub mod remote;
pub mod signature;

pub use access::Access;
pub use addresses::Addresses;
pub use inbox::Inbox;
pub use remote::Remote;
