//! Settling: a call is paid with what its answer held.

use std::collections::BTreeMap;

use jiff::Timestamp;
use mimus_core::{CredentialName, Money};
use mimus_networks::x::limits::WINDOW;
use mimus_store::{ObjectKind, Objects, Settlement, StoreError, ToldWindow};

use super::{HoldReason, Ledger, Reservation, Resource, micros, money};

/// A window as X tells it in an answer: `x-rate-limit-limit`, `-remaining`, `-reset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowState {
    /// Calls that it allows.
    pub limit: u32,
    /// Calls that are left.
    pub remaining: u32,
    /// When it is over.
    pub resets_at: Timestamp,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answer<'a> {
    /// Each object that it held, with its id.
    pub objects: &'a [(Resource, &'a str)],
    /// What it said of its window.
    pub window: Option<WindowState>,
}

/// How a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallFailure {
    /// It never left this server: it counts nowhere.
    Unsent,
    /// It was answered with an error: it counts in its window and costs nothing.
    Answered(Option<WindowState>),
    /// Whether it was carried out is not known: it is taken to have cost its most when its time is over.
    NoAnswer,
}

/// What a call has cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled {
    /// Money.
    pub cost: Money,
    /// Posts that were charged; those that were read before on the same day are free.
    pub posts: u64,
    /// Whether it came too late, after its most had been counted.
    pub late: bool,
}

impl Ledger {
    /// Counts what a call has brought and gives back the rest of what was reserved. Where the store fails the reservation
    /// expires to its most.
    pub async fn settle(&self, reservation: Reservation, answer: &Answer<'_>) -> Result<Settled, StoreError> {
        let prices = &self.options().limits.prices;
        let mut by_resource: BTreeMap<Resource, Vec<&str>> = BTreeMap::new();
        for (resource, id) in answer.objects {
            by_resource.entry(*resource).or_default().push(id);
        }
        let objects = by_resource.into_iter().map(|(resource, ids)| Objects {
            name: resource.name(),
            kind: kind(resource),
            price: micros(resource.price(prices)),
            once_a_day: matches!(resource, Resource::Post | Resource::OwnedPost | Resource::User),
            ids,
        });
        let settlement = Settlement {
            reservation: &reservation.0,
            objects: objects.collect(),
            failed: false,
            unsent: false,
            window: answer.window.map(told),
            now: self.now().await?,
        };
        let settled = self.0.store.settle(&settlement).await?;
        if settled.micros > reservation.0.micros {
            tracing::warn!(
                endpoint = reservation.0.endpoint,
                cost = %money(settled.micros),
                reserved = %reservation.at_most(),
                "a call brought more than was reserved for it"
            );
        }
        metrics::counter!("mimus_ledger_requests_total", "endpoint" => reservation.0.endpoint, "outcome" => "answered")
            .increment(1);
        Ok(Settled { cost: money(settled.micros), posts: settled.posts, late: settled.late })
    }

    /// Gives back what a call that failed has not used.
    pub async fn release(&self, reservation: Reservation, failure: CallFailure) -> Result<(), StoreError> {
        let (unsent, window) = match failure {
            CallFailure::Unsent => (true, None),
            CallFailure::Answered(window) => (false, window),
            CallFailure::NoAnswer => return Ok(()),
        };
        let settlement = Settlement {
            reservation: &reservation.0,
            objects: Vec::new(),
            failed: true,
            unsent,
            window: window.map(told),
            now: self.now().await?,
        };
        self.0.store.settle(&settlement).await?;
        if !unsent {
            metrics::counter!("mimus_ledger_requests_total", "endpoint" => reservation.0.endpoint, "outcome" => "failed")
                .increment(1);
        }
        Ok(())
    }

    /// Lets a credential make no calls until a time, on all nodes.
    pub async fn hold(
        &self,
        credential: &CredentialName,
        why: HoldReason,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        tracing::warn!(%credential, %until, "a credential is held: {why}");
        self.0.store.hold_credential(credential, why.as_str(), until).await
    }

    /// Lets a credential make calls again; says whether it was held.
    pub async fn lift(&self, credential: &CredentialName) -> Result<bool, StoreError> {
        self.0.store.lift_hold(credential).await
    }

    /// Counts every reservation whose time is over at its most; returns how many.
    pub async fn expire(&self) -> Result<u64, StoreError> {
        let mut expired = 0;
        loop {
            // The clocks of nodes may differ by what a reservation lives, and no more.
            let count =
                self.0.store.expire_reservations(self.now().await?, super::RESERVATION_LIFE * 2).await?;
            if count == 0 {
                break;
            }
            expired += count;
        }
        if expired > 0 {
            tracing::warn!(
                expired,
                "metered calls were never settled; they are taken to have cost their most"
            );
            metrics::counter!("mimus_ledger_expired_total").increment(expired);
        }
        Ok(expired)
    }
}

const fn kind(resource: Resource) -> ObjectKind {
    match resource {
        Resource::Post | Resource::OwnedPost => ObjectKind::Post,
        Resource::User => ObjectKind::User,
        Resource::ListCreate | Resource::ListChange | Resource::Write(_) | Resource::Nothing => {
            ObjectKind::Other
        }
    }
}

const fn told(window: WindowState) -> ToldWindow {
    ToldWindow {
        allowed: window.limit,
        remaining: window.remaining,
        resets_at: window.resets_at,
        length: WINDOW,
    }
}
