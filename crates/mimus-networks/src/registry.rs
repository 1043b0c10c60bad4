//! Which networks there are: one line each.

use mimus_core::Network;
use mimus_http::HttpClient;

use crate::account::XAccounts;
use crate::connector::{Failure, OnePost, Read};
use crate::location::SourceLocation;
use crate::x::{Behalf, MeteredX};
use crate::{archive, feed, mastodon, x};

/// What the modules need from the rest of the server.
#[derive(Clone)]
pub struct Connectors {
    /// The client through which every module speaks to the outside.
    pub http: HttpClient,
    /// X's API, where there are credentials for it.
    pub x: Option<MeteredX>,
    /// With what connected accounts on X are opened.
    pub x_accounts: XAccounts,
}

impl Connectors {
    /// Without X.
    #[must_use]
    pub fn without_x(http: HttpClient) -> Self {
        Self { x: None, x_accounts: XAccounts::none(http.clone()), http }
    }
}

/// Opens a source account for reading. Nothing is fetched yet; a place that the network cannot have is
/// refused.
pub fn open(connectors: &Connectors, location: &SourceLocation) -> Result<Box<dyn Read>, Failure> {
    match location.network() {
        Network::Feed => Ok(Box::new(feed::FeedReader::open(connectors.http.clone(), location.place())?)),
        Network::Archive => Ok(Box::new(archive::ArchiveReader::open(location.place())?)),
        Network::X => match &connectors.x {
            Some(x) => Ok(Box::new(x::XReader::open(x.clone(), location.place(), Behalf::Owned)?)),
            None => Err(Failure::Unsupported {
                what: "reading X without credentials; set x_bearer_token (MIMUS_X_BEARER_TOKEN) to your app's token from X's \
                       developer console"
                    .into(),
            }),
        },
        network @ (Network::Mastodon | Network::Bluesky | Network::Elsewhere) => {
            Err(Failure::Unsupported { what: format!("mirroring from {network}") })
        }
    }
}

/// Reads one post in a network's own JSON, as `mimus convert` is given it.
pub fn read_one(network: Network, json: &[u8]) -> Result<OnePost, Failure> {
    match network {
        Network::X => x::read_one(json),
        Network::Mastodon => mastodon::read_one(json),
        other => Err(Failure::Unsupported {
            what: format!("reading a single post of {other}; give one of x or mastodon"),
        }),
    }
}
