//! One module per network, each a connector: a small trait and optional abilities.
//!
//! A module here is the only place that knows its network's formats, endpoints, limits and errors. To add a
//! network, add its folder and one line in [`registry`].

pub mod account;
pub mod archive;
pub mod connector;
pub mod feed;
pub mod location;
pub mod mastodon;
pub mod publish;
pub mod registry;
pub mod retire;
pub mod x;

pub use account::{Access, Credentials, XAccounts, XCredentials};
pub use connector::{Entry, Failure, Next, OnePost, Page, Read, RejectReason, Skipped};
pub use feed::page_text;
pub use location::{LocationError, SourceLocation};
pub use publish::{
    ConnectedProfile, Heard, Listen, LookedUp, Outgoing, Publish, Published, Upload, UploadedMedia,
};
pub use registry::{Connectors, open, read_one};
pub use retire::{OldPage, Retire};
