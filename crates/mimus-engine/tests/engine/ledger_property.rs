//! Under any sequence of reserving, settling, releasing, forgetting and the passing of time, what is spent and reserved in
//! a month never exceeds its budget.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use mimus_core::{CredentialName, Money};
use mimus_engine::ledger::{Answer, Call, CallFailure, LedgerOptions, Priority, Reservation, Resource};
use mimus_engine::{Clock, Ledger};
use mimus_networks::x::limits::Endpoint;
use mimus_store::{Store, StoreOptions, UtcMonth};
use proptest::prelude::*;

use crate::house::START;

#[derive(Debug, Clone)]
enum Step {
    Reserve {
        owned: bool,
        user: bool,
        at_most: u32,
    },
    /// One of the open reservations, and which of a few objects came; never more than were reserved.
    Settle {
        which: usize,
        first: u32,
        count: u32,
    },
    Release {
        which: usize,
        how: u8,
    },
    Forget {
        which: usize,
    },
    Pass {
        seconds: i64,
    },
    Expire,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (any::<bool>(), any::<bool>(), 0_u32..12)
            .prop_map(|(owned, user, at_most)| Step::Reserve { owned, user, at_most }),
        3 => (any::<usize>(), 0_u32..8, 0_u32..12).prop_map(|(which, first, count)| Step::Settle { which, first, count }),
        1 => (any::<usize>(), 0_u8..3).prop_map(|(which, how)| Step::Release { which, how }),
        1 => any::<usize>().prop_map(|which| Step::Forget { which }),
        // Now and then back, over a midnight, or over a month's end.
        2 => prop_oneof![0_i64..400, -100_000_i64..100_000, Just(11 * 86_400)].prop_map(|seconds| Step::Pass { seconds }),
        1 => Just(Step::Expire),
    ]
}

struct World {
    ledger: Ledger,
    store: Store,
    seconds: Arc<AtomicI64>,
    open: Vec<(Reservation, Resource, u32)>,
    _folder: tempfile::TempDir,
}

/// Millionths of a dollar: twenty posts, or ten accounts.
const BUDGET: u64 = 100_000;

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mimus.db").display());
        let store = Store::open(&StoreOptions { url, connections: 1 }).await.unwrap();
        let seconds = Arc::new(AtomicI64::new(START));
        let told = Arc::clone(&seconds);
        let clock = Clock::telling(move || Timestamp::from_second(told.load(Ordering::SeqCst)).unwrap());
        let options = LedgerOptions { budget: Some(Money::from_micros(BUDGET)), ..LedgerOptions::default() };
        Self {
            ledger: Ledger::new(store.clone(), clock, options),
            store,
            seconds,
            open: Vec::new(),
            _folder: folder,
        }
    }

    fn take(&mut self, which: usize) -> Option<(Reservation, Resource, u32)> {
        (!self.open.is_empty()).then(|| self.open.swap_remove(which % self.open.len()))
    }

    async fn carry_out(&mut self, step: Step) {
        match step {
            Step::Reserve { owned, user, at_most } => {
                let credential = CredentialName::app("main").unwrap();
                let resource = if user { Resource::User } else { Resource::Post };
                let endpoint = if user { Endpoint::Users } else { Endpoint::Tweets };
                let priority = if owned { Priority::Owned } else { Priority::Asked };
                let call = Call { credential: &credential, endpoint, priority, resource, at_most };
                if let Ok(reservation) = self.ledger.reserve(&call).await {
                    self.open.push((reservation, resource, at_most));
                }
            }
            Step::Settle { which, first, count } => {
                let Some((reservation, resource, at_most)) = self.take(which) else { return };
                let ids: Vec<String> = (first..first + count.min(at_most)).map(|n| n.to_string()).collect();
                let objects: Vec<(Resource, &str)> = ids.iter().map(|id| (resource, id.as_str())).collect();
                let most = reservation.at_most();
                let settled = self
                    .ledger
                    .settle(reservation, &Answer { objects: &objects, window: None })
                    .await
                    .unwrap();
                assert!(settled.cost <= most);
            }
            Step::Release { which, how } => {
                let Some((reservation, ..)) = self.take(which) else { return };
                let how = [CallFailure::Unsent, CallFailure::Answered(None), CallFailure::NoAnswer]
                    [usize::from(how)];
                self.ledger.release(reservation, how).await.unwrap();
            }
            Step::Forget { which } => drop(self.take(which)),
            Step::Pass { seconds } => drop(self.seconds.fetch_add(seconds, Ordering::SeqCst)),
            Step::Expire => drop(self.ledger.expire().await.unwrap()),
        }
    }

    /// In every month that anything can have been reserved in.
    async fn holds(&self) {
        let mut month = UtcMonth::of(Timestamp::from_second(START - 40 * 86_400).unwrap());
        for _ in 0..16 {
            let state = self.store.ledger_month(month).await.unwrap().state;
            let taken = u64::try_from(state.spent + state.reserved).unwrap();
            assert!(taken <= BUDGET && state.spent >= 0 && state.reserved >= 0, "{month}: {state:?}");
            assert!(state.posts >= 0 && state.posts_reserved >= 0, "{month}: {state:?}");
            month = month.next();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_spent_and_reserved_never_exceeds_the_budget(steps in proptest::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for step in steps {
                world.carry_out(step).await;
                world.holds().await;
            }
            // When all is over, nothing is reserved, and the days add up to what was spent.
            world.seconds.fetch_add(400 * 86_400, Ordering::SeqCst);
            world.ledger.expire().await.unwrap();
            world.holds().await;
            assert!(world.store.open_reservations().await.unwrap().is_empty());
        });
    }
}
