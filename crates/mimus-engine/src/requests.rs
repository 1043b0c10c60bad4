//! Mirrors of X that anyone may ask for, as far as this server's mode, its rules and its numbers go.
//!
//! X is asked nothing before a keeper has decided: on the request itself, by a rule that allows the account beforehand,
//! or by setting this server to open.

use jiff::Timestamp;
use mimus_core::{
    AccessKind, AskedBy, LocalHandle, MirrorPolicy, MirrorsOfX, Network, SourcePattern, XHandle,
};
use mimus_networks::{LocationError, SourceLocation};
use mimus_store::{MirrorState, OpenPlace, RequestState, SourceRule, StoreError};

use crate::Engine;
use crate::mirrors::{AddMirror, Added, MirrorError};

const DAY: i64 = 86_400;

/// Who may add mirrors of X, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskLimits {
    /// Who.
    pub mode: MirrorsOfX,
    /// Mirrors a UTC day that are made without a keeper's decision on each.
    pub per_day: u32,
    /// Those that one server may ask for, or that come of lookups whose askers are not known.
    pub per_server: u32,
}

impl Default for AskLimits {
    fn default() -> Self {
        Self { mode: MirrorsOfX::Closed, per_day: 20, per_server: 3 }
    }
}

/// What an ask leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The account is mirrored under this name.
    Mirrored(LocalHandle),
    /// A keeper decides.
    Waiting,
    /// It is not mirrored; with the reason, which may be empty.
    Refused(String),
    /// Only keepers add mirrors here.
    Closed,
    /// The day's number is used up; there are new places from then on.
    Full(Timestamp),
    /// More wait than keepers can read; this one was not kept.
    Crowded,
}

/// What accepting a request led to.
pub enum Accepted {
    /// A mirror, which waits to be read.
    Added(Box<Added>),
    /// Nothing new: it is mirrored already.
    Already(LocalHandle),
}

/// Why nothing came of an ask or a decision.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// Nobody asked for that account.
    #[error("nobody has asked for @{0} of X; mimus request list shows what waits")]
    NotAsked(XHandle),
    /// This server cannot read X at all.
    #[error(
        "X cannot be read here without credentials; set x_bearer_token (MIMUS_X_BEARER_TOKEN) to your app's token from X's \
         developer console"
    )]
    NoCredentials,
    /// The mirror could not be made.
    #[error(transparent)]
    Mirror(#[from] MirrorError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<LocationError> for RequestError {
    fn from(error: LocationError) -> Self {
        Self::Mirror(error.into())
    }
}

impl Engine {
    /// Does for whoever asks what this server's mode allows. A mirror that is made is read in the background.
    pub async fn ask(&self, handle: &XHandle, by: &AskedBy) -> Result<Outcome, RequestError> {
        let mode = self.limits.asks.mode;
        if mode == MirrorsOfX::Closed {
            return Ok(Outcome::Closed);
        }
        let rule = self.rule_of(handle).await?;
        let allowed = rule.is_some_and(|rule| rule.kind == AccessKind::Allow);
        match self.standing(handle).await? {
            Some(outcome @ Outcome::Mirrored(_)) => return Ok(outcome),
            // A rule that allows it is the later word of a keeper on a request that was refused.
            Some(outcome @ Outcome::Refused(_)) if !allowed || self.was_removed(handle).await? => {
                return Ok(outcome);
            }
            _ => {}
        }
        if mode == MirrorsOfX::Open || allowed {
            self.mirror_now(handle, by).await
        } else {
            self.wait(handle, by).await
        }
    }

    /// What an account's standing is, without asking for it: mirrored, waiting or refused.
    pub async fn standing(&self, handle: &XHandle) -> Result<Option<Outcome>, StoreError> {
        if let Some(rule) = self.rule_of(handle).await?
            && rule.kind == AccessKind::Deny
        {
            return Ok(Some(Outcome::Refused(rule.reason)));
        }
        if let Some((local, state)) = self.store.mirror_of_x(handle).await? {
            if state != MirrorState::Removed {
                return Ok(Some(Outcome::Mirrored(local)));
            }
            let reason = self.store.mirror(&local).await?.and_then(|mirror| mirror.state_reason);
            return Ok(Some(Outcome::Refused(reason.unwrap_or_default())));
        }
        let request = self.store.mirror_request(handle).await?;
        Ok(request.and_then(|request| match request.state {
            RequestState::Waiting => Some(Outcome::Waiting),
            RequestState::Refused => Some(Outcome::Refused(request.reason.unwrap_or_default())),
            RequestState::Accepted => None,
        }))
    }

    /// Makes the mirror that was asked for. The caller has it read.
    pub async fn accept_request(&self, handle: &XHandle) -> Result<Accepted, RequestError> {
        let Some(request) = self.store.mirror_request(handle).await? else {
            return Err(RequestError::NotAsked(handle.clone()));
        };
        let accepted = match self.add_x(handle).await {
            Ok(added) => Accepted::Added(Box::new(added)),
            Err(RequestError::Mirror(MirrorError::AlreadyMirrored { handle, .. })) => {
                Accepted::Already(handle)
            }
            Err(other) => return Err(other),
        };
        self.decide(handle, &request.asked_by, RequestState::Accepted, None).await?;
        Ok(accepted)
    }

    /// Refuses a request; whoever asks again is told the reason.
    pub async fn refuse_request(&self, handle: &XHandle, reason: Option<&str>) -> Result<(), RequestError> {
        let Some(request) = self.store.mirror_request(handle).await? else {
            return Err(RequestError::NotAsked(handle.clone()));
        };
        Ok(self.decide(handle, &request.asked_by, RequestState::Refused, reason).await?)
    }

    async fn rule_of(&self, handle: &XHandle) -> Result<Option<SourceRule>, StoreError> {
        let rules = self.store.source_rules_of(&[SourcePattern::Handle(handle.clone())]).await?;
        Ok(rules.into_iter().next())
    }

    async fn was_removed(&self, handle: &XHandle) -> Result<bool, StoreError> {
        let mirror = self.store.mirror_of_x(handle).await?;
        Ok(mirror.is_some_and(|(_, state)| state == MirrorState::Removed))
    }

    async fn wait(&self, handle: &XHandle, by: &AskedBy) -> Result<Outcome, RequestError> {
        match self.store.note_ask(handle, by, self.clock.now()).await? {
            None => return Ok(Outcome::Crowded),
            Some(request) if request.state == RequestState::Waiting => {}
            // Mirrored once and no more, or under another handle by now: for a keeper to look at anew.
            Some(_) => self.decide(handle, by, RequestState::Waiting, None).await?,
        }
        Ok(Outcome::Waiting)
    }

    async fn mirror_now(&self, handle: &XHandle, by: &AskedBy) -> Result<Outcome, RequestError> {
        let now = self.clock.now();
        if self.connectors.x.is_none() {
            return Err(RequestError::NoCredentials);
        }
        let limits = self.limits.asks;
        let day = now.as_second().div_euclid(DAY);
        let per_asker = (*by != AskedBy::Page).then_some(limits.per_server);
        // What is asked of X costs something whatever it answers, so the place is taken before and kept.
        if self.store.take_open_place(by, limits.per_day, per_asker, day).await? != OpenPlace::Given {
            return Ok(Outcome::Full(Timestamp::from_second((day + 1) * DAY).unwrap_or(Timestamp::MAX)));
        }
        let mirrored = match self.add_x(handle).await {
            Ok(added) => {
                let mirrored = added.mirror.handle.clone();
                added.read_in_background();
                mirrored
            }
            Err(RequestError::Mirror(MirrorError::AlreadyMirrored { handle, .. })) => handle,
            Err(RequestError::Mirror(MirrorError::Denied { reason, .. })) => {
                return Ok(Outcome::Refused(reason));
            }
            Err(other) => return Err(other),
        };
        self.decide(handle, by, RequestState::Accepted, None).await?;
        Ok(Outcome::Mirrored(mirrored))
    }

    async fn add_x(&self, handle: &XHandle) -> Result<Added, RequestError> {
        if self.connectors.x.is_none() {
            return Err(RequestError::NoCredentials);
        }
        let location = SourceLocation::new(Network::X, handle.as_str())?;
        Ok(self
            .make_mirror(AddMirror { location, handle: None, policy: MirrorPolicy::default() }, None)
            .await?)
    }

    async fn decide(
        &self,
        handle: &XHandle,
        by: &AskedBy,
        state: RequestState,
        reason: Option<&str>,
    ) -> Result<(), StoreError> {
        self.store.decide_request(handle, by, state, reason, self.clock.now()).await
    }
}
