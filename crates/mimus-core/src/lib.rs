//! The model of Mimus and its rules. Pure: no I/O, no clock, no async.
//!
//! A [`Post`] is one network-neutral post; its words are a [`RichText`]: plain text plus spans. Connectors
//! make posts from a network's own data, policies decide which of them go on, renderers make from them what
//! another network takes. Everything here is a function of its arguments, so that the same code serves the
//! server, the command line and the preview.

pub mod access;
pub mod asking;
pub mod charter;
pub mod credential;
pub mod desk;
pub mod directory;
pub mod ids;
pub mod language;
pub mod media;
pub mod money;
pub mod policy;
pub mod poll;
pub mod post;
pub mod present;
pub mod profile;
pub mod render;
pub mod rich_text;
pub mod twitter_text;
pub mod web_url;

pub use access::{AccessKind, AccessList, AccessPattern, PatternError, Verdict};
pub use asking::{AskedBy, MirrorsOfX, SourcePattern, SourcePatternError, XHandle, XHandleError};
pub use credential::{CredentialKind, CredentialName, CredentialNameError};
pub use directory::{Account, AccountError, Directory};
pub use ids::{LocalHandle, Network, PostId, RemoteId};
pub use language::Language;
pub use media::{AltText, FocalPoint, Media, MediaKind, MediaSource};
pub use money::Money;
pub use policy::{Basis, Decision, MirrorPolicy, RouteFacts, RoutePolicy, SkipReason};
pub use poll::{Poll, PollOption};
pub use post::{Byline, LinkCard, Origin, Post, PostRef, Visibility};
pub use profile::{Profile, ProfileField};
pub use rich_text::{RichText, Span, SpanKind};
pub use web_url::WebUrl;
