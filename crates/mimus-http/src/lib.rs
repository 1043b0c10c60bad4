//! The one way out: an HTTP client with bounds on size, time and hops, that does not reach private addresses.
//!
//! Feeds, media, actors and inboxes are all addresses that somebody else has written down. So every address is
//! judged before a connection is made: literal ones as they stand, names by what they resolve to, and the
//! addresses that were judged are the ones connected to. Redirects are followed by hand, each hop judged anew.
//!
//! Under it are hyper and rustls. Connections (`connect.rs`, `connection.rs`) and the pool in which they rest are our own:
//! over a general client a request to a server that is met for the first time took nearly twice the CPU time
//! (benches/README.md).

pub mod address;
mod body;
mod client;
mod connect;
mod connection;
mod error;
mod flow;
mod guard;
mod gzip;
mod parting;
mod pool;
mod request;
mod resolve;
mod tls;

pub use client::{ClientConfig, HttpClient};
pub use error::{CertificateFault, HttpError};
pub use flow::Flow;
pub use request::{Downloaded, Redirects, Request, Response};
pub use resolve::{Resolve, Resolving};
pub use tls::BuildError;
