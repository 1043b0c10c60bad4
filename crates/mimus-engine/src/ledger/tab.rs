//! A stream's tab: a block of posts is reserved, they are taken one by one as they come, and the block is renewed.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use mimus_core::CredentialName;
use mimus_networks::x::limits::Endpoint;
use mimus_store::StoreError;

use super::{Answer, Call, CallFailure, Ledger, Priority, Refusal, Reservation, Resource, Settled};

/// How long a block is kept, so that one whose node dies is not counted late.
const BLOCK_LIFE: SignedDuration = SignedDuration::from_secs(60);

/// What a stream may bring until it is renewed.
#[derive(Debug)]
pub struct Tab {
    ledger: Ledger,
    credential: CredentialName,
    endpoint: Endpoint,
    priority: Priority,
    resource: Resource,
    /// As many as are reserved at once.
    block: u32,
    reservation: Option<Reservation>,
    reserved: u32,
    taken: BTreeSet<String>,
    opened_at: Timestamp,
}

/// The block is used up: renew it, or end the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what was reserved for the stream is used up; renew it before more is read, or end the stream")]
pub struct TabSpent;

impl Ledger {
    /// Reserves the opening of a stream and the first block of what it brings.
    pub async fn open_tab(&self, call: &Call<'_>) -> Result<Tab, Refusal> {
        let reservation = self.reserve(call).await?;
        Ok(Tab {
            ledger: self.clone(),
            credential: call.credential.clone(),
            endpoint: call.endpoint,
            priority: call.priority,
            resource: call.resource,
            block: call.at_most,
            opened_at: reservation.0.made_at,
            reservation: Some(reservation),
            reserved: call.at_most,
            taken: BTreeSet::new(),
        })
    }
}

impl Tab {
    /// Counts one that has come. One that came before in this block counts once. One for which nothing was reserved is
    /// counted all the same, as it was sent and is charged: renew the tab or end the stream before more comes.
    pub fn take(&mut self, id: &str) -> Result<(), TabSpent> {
        let room = self.left() > 0;
        let new = self.taken.insert(id.to_owned());
        if new && !room { Err(TabSpent) } else { Ok(()) }
    }

    /// How many more may come.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.reserved.saturating_sub(u32::try_from(self.taken.len()).unwrap_or(u32::MAX))
    }

    /// Whether it is to be renewed: a minute is over, or less than a quarter is left.
    pub async fn is_due(&self) -> Result<bool, StoreError> {
        let age = self.ledger.now().await?.duration_since(self.opened_at);
        Ok(self.reservation.is_none() || self.left() < self.block.div_ceil(4) || age.abs() >= BLOCK_LIFE)
    }

    /// Pays for what has come and reserves the next block; where there is too little for a whole one, half of it, and so on
    /// down to one. Refused, the tab is empty, and the stream must end.
    pub async fn renew(&mut self) -> Result<(), Refusal> {
        self.pay().await?;
        let mut at_most = self.block.max(1);
        loop {
            match self.ledger.reserve_more(&self.call(at_most)).await {
                Ok(reservation) => {
                    self.opened_at = reservation.0.made_at;
                    self.reservation = Some(reservation);
                    self.reserved = at_most;
                    return Ok(());
                }
                Err(Refusal::Budget { .. } | Refusal::MonthlyCap { .. } | Refusal::Pace { .. })
                    if at_most > 1 =>
                {
                    at_most /= 2;
                }
                Err(refusal) => return Err(refusal),
            }
        }
    }

    const fn call(&self, at_most: u32) -> Call<'_> {
        Call {
            credential: &self.credential,
            endpoint: self.endpoint,
            priority: self.priority,
            resource: self.resource,
            at_most,
        }
    }

    /// Pays for what has come and gives the rest back.
    pub async fn close(mut self) -> Result<Settled, StoreError> {
        self.pay().await
    }

    /// Gives all back where the stream could not be opened.
    pub async fn abandon(mut self, failure: CallFailure) -> Result<(), StoreError> {
        match self.reservation.take() {
            Some(reservation) => self.ledger.release(reservation, failure).await,
            None => Ok(()),
        }
    }

    async fn pay(&mut self) -> Result<Settled, StoreError> {
        // Nothing more is taken unless another block is reserved, whatever the store says.
        self.reserved = 0;
        let taken = std::mem::take(&mut self.taken);
        let reservation = match self.reservation.take() {
            Some(reservation) => reservation,
            None if taken.is_empty() => return Ok(Settled::default()),
            // What came after the last block was paid is charged, whatever was reserved.
            None => match self.ledger.reserve_more(&self.call(0)).await {
                Ok(reservation) => reservation,
                Err(Refusal::Store(error)) => return Err(error),
                Err(refusal) => {
                    tracing::error!(%refusal, posts = taken.len(), "what a stream brought could not be counted");
                    return Ok(Settled::default());
                }
            },
        };
        let objects: Vec<(Resource, &str)> = taken.iter().map(|id| (self.resource, id.as_str())).collect();
        self.ledger.settle(reservation, &Answer { objects: &objects, window: None }).await
    }
}
