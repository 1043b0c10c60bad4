//! The one way out: an HTTP client with bounds on size, time and hops, that does not reach private addresses.
//!
//! Feeds, media, actors and inboxes are all addresses that somebody else has written down. So every address is
//! judged before a connection is made: literal ones as they stand, names by what they resolve to, and the
//! addresses that were judged are the ones connected to. Redirects are followed by hand, each hop judged anew.

pub mod address;
mod body;
mod client;
mod error;
mod flow;
mod guard;
mod parting;
mod request;
mod resolve;

pub use client::{BuildError, ClientConfig, HttpClient};
pub use error::{CertificateFault, HttpError};
pub use flow::Flow;
pub use request::{Downloaded, Redirects, Request, Response};
pub use resolve::{Resolve, Resolving};
