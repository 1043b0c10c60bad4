//! The workers of Mimus and what they work on: mirrors are read, media kept, activities carried out.
//!
//! Every worker is a loop over durable state: claim with a lease, do, record. One that is killed at any
//! instruction leaves behind what another can go on from.

pub mod access;
pub mod backup;
pub mod clock;
pub mod courier;
pub mod desk;
pub mod doctor;
pub mod ingest;
pub mod janitor;
pub mod ledger;
pub mod mail;
pub mod media;
pub mod mirrors;
pub mod node;
pub mod poller;
pub mod relay;
pub mod requests;
pub mod secrets;
pub mod wake;
pub mod x;

use std::time::Duration;

use mimus_federation::Addresses;
use mimus_http::HttpClient;
use mimus_networks::Connectors;
use mimus_store::Store;

pub use clock::Clock;
pub use ledger::Ledger;
pub use media::MediaFolder;
pub use node::{Hold, Node};
pub use requests::AskLimits;
pub use secrets::Secrets;
pub use wake::Wake;

/// How much the workers do at once, and for how long they keep things.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Sources read at once.
    pub readings: usize,
    /// Servers delivered to at once.
    pub deliveries: usize,
    /// Bytes of the media folder above which media that can be had again are let go.
    pub media_budget: u64,
    /// Bytes of one media file.
    pub media_file: u64,
    /// How long a server may be out of reach before it is retired.
    pub retire_after: Duration,
    /// How long delivered activities stay in the log.
    pub keep_activities: Duration,
    /// How long a mirror of X is read that nobody follows; `None` for ever.
    pub rest_unfollowed: Option<Duration>,
    /// Who may add mirrors of X, and how many.
    pub asks: AskLimits,
    /// Whether lists may be made on X.
    pub x_lists: bool,
}

impl Default for Limits {
    fn default() -> Self {
        let days = |n: u64| Duration::from_secs(n * 86_400);
        Self {
            readings: 8,
            deliveries: 128,
            media_budget: 10 << 30,
            media_file: 100 << 20,
            retire_after: days(30),
            keep_activities: days(14),
            rest_unfollowed: Some(days(30)),
            asks: AskLimits::default(),
            x_lists: false,
        }
    }
}

/// What all workers share. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    /// The database.
    pub store: Store,
    /// The networks.
    pub connectors: Connectors,
    /// The way out.
    pub http: HttpClient,
    /// Our own addresses.
    pub addresses: Addresses,
    /// The media folder.
    pub media: MediaFolder,
    /// What time it is.
    pub clock: Clock,
    /// How much at once.
    pub limits: Limits,
    /// Who runs this server, as mirrors' profiles say it.
    pub operator: String,
    /// This process among those that share the database.
    pub node: Node,
    /// What metered calls are counted and paid by.
    pub ledger: Ledger,
    /// What seals the credentials of connected accounts.
    pub secrets: Secrets,
    /// What sends mail, where the operator has named a server for it.
    pub mail: Option<mail::Mailer>,
    /// Where X's events arrive.
    pub activity: x::Activity,
    /// Wakes the workers of this process when there is something for them.
    pub wake: Wake,
}
