//! Which networks there are: one line each.

use mimus_core::Network;
use mimus_http::HttpClient;

use crate::connector::{Failure, Read};
use crate::location::SourceLocation;
use crate::{archive, feed};

/// What the modules need from the rest of the server.
#[derive(Clone)]
pub struct Connectors {
    /// The client through which every module speaks to the outside.
    pub http: HttpClient,
}

/// Opens a source account for reading. Nothing is fetched yet; a place that the network cannot have is
/// refused.
pub fn open(connectors: &Connectors, location: &SourceLocation) -> Result<Box<dyn Read>, Failure> {
    match location.network() {
        Network::Feed => Ok(Box::new(feed::FeedReader::open(connectors.http.clone(), location.place())?)),
        Network::Archive => Ok(Box::new(archive::ArchiveReader::open(location.place())?)),
        network @ (Network::X | Network::Mastodon | Network::Bluesky) => {
            Err(Failure::Unsupported { what: format!("mirroring from {network}") })
        }
    }
}
