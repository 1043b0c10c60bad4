//! From a path to an answer.

use std::sync::Arc;

use super::Shared;

pub(super) fn router(_shared: Arc<Shared>) -> axum::Router {
    axum::Router::new()
}
