//! Connected accounts: their credentials, opened for use.

use std::sync::Arc;

use jiff::Timestamp;
use mimus_core::render::Rendering;
use mimus_core::{Directory, Post};
use mimus_networks::{Failure, Listen, Publish, Read};
use mimus_store::{Account, Route, RouteFrom, StoreError};

use crate::Engine;
use crate::secrets::SecretsError;

/// Why an account cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Its credentials cannot be opened.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// Its network says no.
    #[error(transparent)]
    Network(#[from] Failure),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// A connected account, to publish as it.
    pub async fn publisher(&self, _account: &Account) -> Result<Arc<dyn Publish>, AccountError> {
        todo!()
    }

    /// A connected account, to be listened to.
    pub(super) async fn listener(&self, _account: &Account) -> Result<Box<dyn Listen>, Failure> {
        todo!()
    }

    /// The place where a route begins, to be read.
    pub(super) async fn route_reader(&self, _from: &RouteFrom) -> Result<Box<dyn Read>, Failure> {
        todo!()
    }

    /// Who is who.
    pub(super) async fn directory(&self) -> Result<Directory, StoreError> {
        todo!()
    }

    /// Since.
    pub async fn since_for(&self, _from: &RouteFrom, _old: u32) -> Result<Timestamp, AccountError> {
        todo!()
    }

    /// Try.
    pub async fn try_route(
        &self,
        _route: &Route,
        _last: u32,
    ) -> Result<Vec<(Post, Rendering)>, AccountError> {
        todo!()
    }
}

/// Looks at every connected account once a day, until it is time to stop.
pub async fn check(_engine: Engine) {
    todo!()
}
