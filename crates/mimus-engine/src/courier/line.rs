//! The servers that this node has claimed, in the order of their turns.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use mimus_store::{DueServer, Standing, StoreError};

use super::{Courier, LOOK};

/// Most servers claimed ahead of their turn.
const AHEAD: usize = 512;

/// Shortest time between two looks where nothing rings.
const SHORTEST_LOOK: Duration = Duration::from_millis(50);

/// Two lines: those that take what they are sent, and those that lately did not.
pub(crate) struct Line {
    well: VecDeque<DueServer>,
    failing: VecDeque<DueServer>,
    places: usize,
    /// Places that failing servers have at the moment.
    failing_now: usize,
    /// Whether the last look found fewer than were asked for.
    dry: bool,
    /// When to look again although the last look found nothing.
    look_at: Instant,
}

impl Line {
    /// A line for so many places.
    pub(crate) fn new(places: usize) -> Self {
        Self {
            well: VecDeque::new(),
            failing: VecDeque::new(),
            places: places.max(1),
            failing_now: 0,
            dry: false,
            look_at: Instant::now(),
        }
    }

    /// Forgets all who wait: they are not ours any more.
    pub(crate) fn clear(&mut self) {
        self.well.clear();
        self.failing.clear();
        self.look();
    }

    /// There may be something new.
    pub(crate) fn look(&mut self) {
        self.dry = false;
    }

    /// How long nothing needs to be looked for.
    pub(crate) fn quiet(&self) -> Duration {
        self.look_at.saturating_duration_since(Instant::now())
    }

    /// Claims more servers where the line is shorter than the places.
    pub(crate) async fn fill(&mut self, courier: &Courier) -> Result<(), StoreError> {
        let is_short = self.well.len() < self.places;
        if !(is_short && !self.dry || self.quiet().is_zero()) {
            return Ok(());
        }
        let (store, now, node) = (&courier.engine.store, courier.engine.clock.now(), courier.hold.name());
        let ahead = AHEAD.max(self.places).saturating_sub(self.well.len());
        let well = store.claim_servers(node, Standing::Well, now, number(ahead)).await?;
        self.dry = well.len() < ahead;
        self.well.extend(well);
        if self.failing.is_empty() {
            let few = number(self.places_for_failing());
            self.failing.extend(store.claim_servers(node, Standing::Failing, now, few).await?);
        }
        let next_retry = store.next_retry(now).await?.map(|at| at.duration_since(now));
        let pause = next_retry.and_then(|pause| Duration::try_from(pause).ok()).unwrap_or(LOOK);
        self.look_at = Instant::now() + pause.clamp(SHORTEST_LOOK, LOOK);
        Ok(())
    }

    /// Whose turn it is, while `taken` places are taken; `None` where no place is free or nobody waits.
    pub(crate) fn next(&mut self, taken: usize) -> Option<DueServer> {
        if taken >= self.places {
            return None;
        }
        if self.failing_now < self.places_for_failing()
            && let Some(due) = self.failing.pop_front()
        {
            self.failing_now += 1;
            return Some(due);
        }
        self.well.pop_front()
    }

    /// A place has become free.
    pub(crate) fn left(&mut self, failing: bool) {
        if failing {
            self.failing_now = self.failing_now.saturating_sub(1);
        }
    }

    /// Stands in line again, at its end.
    pub(crate) fn again(&mut self, due: DueServer) {
        if due.server.failures > 0 {
            self.failing.push_back(due);
        } else {
            self.well.push_back(due);
        }
    }

    fn places_for_failing(&self) -> usize {
        (self.places / 4).max(1)
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
