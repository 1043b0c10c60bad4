//! Servers with Mastodon's client API: Mastodon, GoToSocial, Pleroma, Akkoma, Pixelfed, snac and their kin
//! (<https://docs.joinmastodon.org/api/>).
//!
//! Not the federation protocol, which is another room's: here Mimus is one more app of an account's owner.

mod client;
pub mod connect;
mod convert;
mod limits;
mod listen;
mod look_up;
mod model;
mod multipart;
mod publish;
mod reader;
mod retire;
mod sameness;
pub mod sign_in;

use serde::{Deserialize, Serialize};

pub use client::{AccessToken, MastodonClient};
pub use convert::{Owner, convert};
pub use listen::{EndlessLine, Events, MastodonEar};
pub use model::Status;
pub use reader::MastodonReader;

use crate::connector::{Failure, OnePost};

/// Largest answer of a server that is read, in bytes.
pub(crate) const MAX_ANSWER_BYTES: u64 = 8 << 20;

/// What a connected account's server has given this one.
#[derive(Clone, Serialize, Deserialize)]
pub struct MastodonCredentials {
    /// What this server is called there.
    pub client_id: String,
    /// Its secret there.
    pub client_secret: String,
    /// The account's token.
    pub access_token: String,
}

impl std::fmt::Debug for MastodonCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MastodonCredentials(…)")
    }
}

/// What a server takes, as its `/api/v2/instance` or `/api/v1/instance` says; whatever it does not say is as usual.
#[must_use]
pub fn limits(instance: &serde_json::Value) -> mimus_core::render::MastodonLimits {
    limits::Instance::read(instance).limits
}

/// Reads one status, as the API gives it.
pub fn read_one(json: &[u8]) -> Result<OnePost, Failure> {
    let status: Status = serde_json::from_slice(json).map_err(|error| Failure::Rejected {
        why: format!(
            "this is no status of Mastodon's API: {error}; give one, as GET /api/v1/statuses/:id answers"
        ),
    })?;
    let owner = Owner::of(&status);
    let is_own_reply = status.answers_itself();
    Ok(match convert(&status, &owner) {
        Ok(post) => OnePost { post: Ok(post), is_own_reply, warnings: Vec::new() },
        Err(why) => OnePost { post: Err(why.to_owned()), is_own_reply, warnings: Vec::new() },
    })
}
