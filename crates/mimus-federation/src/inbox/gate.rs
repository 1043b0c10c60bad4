//! What a request must prove before it is read: who sent it, and that it is what was sent.

use http::{StatusCode, header};
use jiff::Timestamp;
use mimus_core::Verdict;
use mimus_store::RemoteActor;
use serde_json::Value;

use super::peek::Peek;
use super::{Failure, Inbox, InboxRequest, MAX_BODY, Refusal};
use crate::addresses::authority;
use crate::json;
use crate::remote::{RemoteError, Signer};
use crate::signature::{self, RequestHead, SignatureError, Unverified, Verified};

/// A request whose sender is known.
pub(super) struct Proven {
    pub(super) actor: RemoteActor,
    /// The actor's host, with port.
    pub(super) host: String,
    pub(super) verified: Verified,
}

impl Inbox {
    /// Checks a request up to its signature. `None` is a request that needs no proof, as nothing is to be done.
    pub(super) async fn prove(
        &self,
        request: &InboxRequest<'_>,
        now: Timestamp,
    ) -> Result<Option<Proven>, Failure> {
        if request.body.len() > MAX_BODY {
            let message = format!("the body is larger than {MAX_BODY} bytes");
            return Err(Failure::refused(StatusCode::PAYLOAD_TOO_LARGE, message));
        }
        check_type(request)?;
        let head = RequestHead {
            method: request.method,
            target: request.target,
            headers: request.headers,
            public_base: self.addresses.base_url(),
        };
        let unverified =
            signature::parse(&head, request.body, now).map_err(|error| unauthorised(error.to_string()))?;
        let peek = Peek::read(request.body).map_err(|error| {
            Failure::refused(StatusCode::BAD_REQUEST, format!("the body is no JSON object: {error}"))
        })?;
        let Some(actor) = peek.actor.as_deref() else {
            return Err(Failure::refused(StatusCode::BAD_REQUEST, "the activity does not say whose it is"));
        };
        let host = url::Url::parse(actor).ok().and_then(|url| authority(&url));
        let host = host.ok_or_else(|| {
            Failure::refused(StatusCode::BAD_REQUEST, "the activity's actor is not the address of an actor")
        })?;
        let key_host = url::Url::parse(unverified.key_id()).ok().and_then(|url| authority(&url));
        if key_host.as_ref() != Some(&host) {
            return Err(unauthorised("the key belongs to another server than the actor"));
        }
        if self.addresses.is_local(actor) {
            return Err(unauthorised("the actors of this server do not send to it"));
        }
        let access = self.remote.access().list().await?;
        if let Verdict::Denied(reason) = access.claimed(actor) {
            return Err(denied(reason));
        }
        if let Some(seconds) = self.rates.wait(&host, now) {
            return Err(Refusal::too_many(&host, seconds).into());
        }
        let deletes = peek.kind == "Delete";
        // Servers tell everybody they know of each deletion, most of it by and of people never heard of here, whose
        // keys are gone already.
        if deletes && !self.knows(actor).await? {
            tracing::debug!(host, "deletes what was never known here");
            return Ok(None);
        }
        match self.verify(&unverified, deletes, now).await {
            Ok((signer, verified)) if signer.actor.uri == actor => {
                self.rates.take(&host, now);
                if let Verdict::Denied(reason) = access.actor(actor, handle(&signer.actor)) {
                    return Err(denied(reason));
                }
                Ok(Some(Proven { actor: signer.actor, host, verified }))
            }
            Ok(_) => Err(unauthorised("the key belongs to another actor than the activity names")),
            // There is nobody left who could sign, and their server says so itself.
            Err(Unproven::Remote(RemoteError::Gone(_)))
                if deletes && peek.object.as_deref() == Some(actor) =>
            {
                self.store.forget_remote_actor(actor).await?;
                Ok(None)
            }
            Err(Unproven::Remote(RemoteError::Busy)) => {
                Err(Refusal::later("too many unknown actors are being looked up; try again later").into())
            }
            Err(Unproven::Remote(RemoteError::TooMany(host))) => Err(Refusal {
                status: StatusCode::TOO_MANY_REQUESTS,
                message: format!("too many unknown actors of {host} are being looked up; try again later"),
                retry_after: Some(60),
            }
            .into()),
            Err(Unproven::Remote(RemoteError::Denied(_))) => Err(denied("")),
            Err(Unproven::Remote(RemoteError::Store(error))) => {
                tracing::error!(%error, "a key could not be looked up");
                Err(Refusal::later("this server cannot look up keys just now; try again later").into())
            }
            Err(Unproven::Remote(error)) => Err(unauthorised(format!("the key cannot be had: {error}"))),
            Err(Unproven::Signature(error)) => Err(unauthorised(error.to_string())),
        }
    }

    async fn knows(&self, actor: &str) -> Result<bool, Failure> {
        Ok(self.store.remote_actor(actor).await?.is_some()
            || !self.store.followed_by(actor).await?.is_empty())
    }

    /// Verifies with the key that is kept, then with the key as it is now. For a deletion the kept one will do
    /// however old it is: what is deleted may be the actor.
    async fn verify(
        &self,
        unverified: &Unverified,
        deletes: bool,
        now: Timestamp,
    ) -> Result<(Signer, Verified), Unproven> {
        let key_id = unverified.key_id();
        let kept = if deletes { self.remote.known_signer(key_id).await? } else { None };
        let signer = match kept {
            Some(signer) => signer,
            None => self.remote.signer(key_id, now).await?,
        };
        let error = match unverified.verify(&signer.key) {
            Ok(verified) => return Ok((signer, verified)),
            Err(error) => error,
        };
        // What was read just now will not be another a moment later.
        if signer.actor.fetched_at == now {
            return Err(Unproven::Signature(error));
        }
        let Some(signer) = self.remote.changed_signer(key_id, now).await? else {
            return Err(Unproven::Signature(error));
        };
        let verified = unverified.verify(&signer.key).map_err(Unproven::Signature)?;
        Ok((signer, verified))
    }
}

/// Why a request does not count as its sender's.
enum Unproven {
    Signature(SignatureError),
    Remote(RemoteError),
}

impl From<RemoteError> for Unproven {
    fn from(error: RemoteError) -> Self {
        Self::Remote(error)
    }
}

/// Reads a whole activity, now that it is known to be its sender's.
pub(super) fn read_in_full(body: &[u8], actor: &RemoteActor) -> Result<Value, Failure> {
    let activity: Value = serde_json::from_slice(body).map_err(|error| {
        Failure::refused(StatusCode::BAD_REQUEST, format!("the body is no JSON object: {error}"))
    })?;
    match json::first_id(&activity, "actor") {
        Some(named) if named == actor.uri => Ok(activity),
        _ => Err(unauthorised("the key belongs to another actor than the activity names")),
    }
}

/// The name that an actor gives itself.
fn handle(actor: &RemoteActor) -> Option<&str> {
    actor.document.get("handle")?.as_str()
}

fn denied(reason: &str) -> Failure {
    let because = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    Failure::forbidden(format!("this server takes nothing from you{because}"))
}

fn unauthorised(why: impl Into<String>) -> Failure {
    Failure::refused(StatusCode::UNAUTHORIZED, why)
}

/// The types that servers send; the profile is not asked for, as some leave it out.
fn check_type(request: &InboxRequest<'_>) -> Result<(), Failure> {
    let value = request.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = value.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/activity+json" | "application/ld+json" | "application/json" => Ok(()),
        _ => Err(Failure::refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send application/activity+json, or application/ld+json with its profile",
        )),
    }
}
