//! What is done with an input, and what must be true of the outcome.

mod archive;
mod card;
mod feed;
mod html;
mod inbox;
mod mastodon;
mod passkey;
mod rendered;
pub(crate) mod request;
mod signature;
mod x;

use std::path::PathBuf;

use mimus_http::{BuildError, ClientConfig, HttpClient};
use tempfile::TempDir;

use crate::Target;

/// What became of an input with which nothing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It got to where it is understood: the activity was taken in, the signature verified, something was read.
    Taken,
    /// It was turned away on the way there.
    Refused,
}

/// A target that is set up and takes inputs.
pub trait Exercise {
    /// Takes one input. What is wrong with the outcome is the error, in words; what is wrong with the input is none.
    /// A panic is a failure too, and the target is then set up anew.
    fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String>;
}

/// A target could not be set up, which says nothing about its inputs.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The place for its files.
    #[error("no folder for the files of a run: {0}; make room, or set TMPDIR")]
    Folder(#[from] std::io::Error),
    /// The HTTP client.
    #[error(transparent)]
    Client(#[from] BuildError),
    /// The store of the server under test.
    #[error("the store of the server under test: {0}")]
    Store(#[from] mimus_store::StoreError),
    /// Names, keys and addresses, which are our own.
    #[error("{0}; this is a fault in mimus-fuzz")]
    Own(String),
}

impl SetupError {
    fn own(error: impl std::fmt::Display) -> Self {
        Self::Own(error.to_string())
    }
}

/// Sets a target up. Its outcome depends on no input before, with one exception: the inbox's store fills up, and is
/// made anew after a thousand requests.
pub fn set_up(target: Target) -> Result<Box<dyn Exercise>, SetupError> {
    Ok(match target {
        Target::Inbox => Box::new(inbox::InboxTarget::new()?),
        Target::Signature => Box::new(signature::SignatureTarget::new()?),
        Target::Html => Box::new(html::HtmlTarget),
        Target::Card => Box::new(card::CardTarget),
        Target::Feed => Box::new(feed::FeedTarget::new()?),
        Target::Archive => Box::new(archive::ArchiveTarget::new()?),
        Target::X => Box::new(x::XTarget),
        Target::Mastodon => Box::new(mastodon::MastodonTarget),
        Target::Passkey => Box::new(passkey::PasskeyTarget::new()?),
    })
}

/// A folder of its own, in memory where the system has that.
fn folder() -> std::io::Result<TempDir> {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::Builder::new().prefix("mimus-fuzz").tempdir_in(memory)
    {
        return Ok(folder);
    }
    tempfile::Builder::new().prefix("mimus-fuzz").tempdir()
}

/// A client that finds no name and may ask no address of this machine or its network.
fn client_without_names() -> Result<HttpClient, BuildError> {
    struct Nobody;
    impl mimus_http::Resolve for Nobody {
        fn resolve(&self, host: String) -> mimus_http::Resolving {
            Box::pin(async move { Err(std::io::Error::other(format!("{host} is not looked up here"))) })
        }
    }
    let mut config = ClientConfig::new("mimus-fuzz");
    config.resolver = Some(std::sync::Arc::new(Nobody));
    HttpClient::new(config)
}

/// One thread, as inputs are taken one after another.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(4).build()
}
