//! This process among those that share the database: what it claims is its own while it is heard of.
//!
//! A node says every few seconds that it is alive ([`HEARTBEAT`]). One that is killed, frozen or cut off from the
//! database for longer than [`LIFE`] has lost what it had claimed, and must not act on it any more: every worker asks
//! its [`Hold`] before it acts outside. The hold is kept by a clock that nobody sets.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use mimus_store::{NodeName, Store, StoreError};

/// Time between two signs of life.
pub const HEARTBEAT: Duration = Duration::from_secs(4);

/// How long a node may be silent. With one [`HEARTBEAT`] of another node, which frees its claims, and a look at what
/// waits, its work is taken over within 30 seconds.
pub const LIFE: Duration = Duration::from_secs(15);

/// This process as a node. Makes itself known with its first claim. Cheap to clone.
#[derive(Clone)]
pub struct Node(Arc<Inner>);

struct Inner {
    store: Store,
    roles: String,
    term: Mutex<Option<Arc<Term>>>,
}

/// One stretch of life under one name.
struct Term {
    name: NodeName,
    since: Instant,
    /// Milliseconds from `since` until which the claims are good.
    good_for: AtomicU64,
    over: AtomicBool,
}

/// The right to act on what this node has claimed under one name.
#[derive(Clone)]
pub struct Hold(Arc<Term>);

impl Hold {
    /// The name under which claims are made.
    #[must_use]
    pub fn name(&self) -> &NodeName {
        &self.0.name
    }

    /// Whether the claims are still this node's.
    #[must_use]
    pub fn is_good(&self) -> bool {
        !self.0.over.load(Ordering::Relaxed)
            && self.0.since.elapsed().as_millis() < u128::from(self.0.good_for.load(Ordering::Relaxed))
    }

    /// Whether two are of one stretch of life.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Term {
    fn prolong(&self, asked_at: Instant) {
        let until = asked_at.duration_since(self.since) + LIFE;
        self.good_for.store(u64::try_from(until.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl Node {
    /// A node that does what `roles` says, for people to read.
    #[must_use]
    pub fn new(store: Store, roles: impl Into<String>) -> Self {
        Self(Arc::new(Inner { store, roles: roles.into(), term: Mutex::default() }))
    }

    /// The right to claim and act, made known to the others where it is not yet. Fails while the database does not
    /// answer.
    pub async fn hold(&self) -> Result<Hold, StoreError> {
        let current = self.0.term.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(term) = current {
            if Hold(Arc::clone(&term)).is_good() || keep(&self.0.store, &term).await? {
                return Ok(Hold(term));
            }
            tracing::warn!(
                node = %term.name,
                "this node was not heard of for too long, and others have taken its work; it goes on under a new name"
            );
        }
        self.join().await
    }

    async fn join(&self) -> Result<Hold, StoreError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let store = &self.0.store;
        if store.is_sqlite() {
            forget_ended(store).await?;
        }
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = NodeName::new(format!("{}-{:x}-{count}", std::process::id(), process()));
        let asked_at = Instant::now();
        store.join(&name, &place(), &self.0.roles, LIFE).await?;
        let good_for = AtomicU64::new(0);
        let term = Arc::new(Term { name, since: asked_at, good_for, over: AtomicBool::new(false) });
        term.prolong(asked_at);
        // Frees what the silent have left, before the first claim.
        keep(store, &term).await?;
        *self.0.term.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&term));
        tokio::spawn(live(Arc::downgrade(&self.0), Arc::clone(&term)));
        Ok(Hold(term))
    }

    /// Gives up one stretch of life, as it is not known any more what was claimed in it: the database failed in the
    /// middle. Whatever it was is free again, at once or within [`LIFE`].
    pub async fn renounce(&self, hold: &Hold) {
        hold.0.over.store(true, Ordering::Relaxed);
        self.0.term.lock().unwrap_or_else(PoisonError::into_inner).take_if(|term| Arc::ptr_eq(term, &hold.0));
        if let Err(error) = self.0.store.leave(hold.name()).await {
            tracing::debug!(%error, "claims are left to run out");
        }
    }

    /// Gives back all claims at once.
    pub async fn leave(&self) -> Result<(), StoreError> {
        let term = self.0.term.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(term) = term else { return Ok(()) };
        term.over.store(true, Ordering::Relaxed);
        self.0.store.leave(&term.name).await
    }
}

/// Says that a node is alive; returns whether it still counts as alive.
async fn keep(store: &Store, term: &Term) -> Result<bool, StoreError> {
    let asked_at = Instant::now();
    let known = store.keep_alive(&term.name, LIFE).await?;
    if known {
        term.prolong(asked_at);
    } else {
        term.over.store(true, Ordering::Relaxed);
    }
    Ok(known)
}

/// The heartbeat, as long as there is somebody to live for.
async fn live(node: Weak<Inner>, term: Arc<Term>) {
    loop {
        tokio::time::sleep(HEARTBEAT).await;
        let Some(node) = node.upgrade() else { return };
        if term.over.load(Ordering::Relaxed) {
            return;
        }
        let answer = tokio::time::timeout(LIFE, keep(&node.store, &term)).await;
        match answer {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!(%error, "this node cannot say that it is alive"),
            Err(_) => tracing::error!("this node cannot say that it is alive: the database does not answer"),
        }
    }
}

/// On SQLite all processes are of this machine: one that runs no more need not be waited for.
async fn forget_ended(store: &Store) -> Result<(), StoreError> {
    for node in store.nodes().await? {
        if node.place == place() && has_ended(node.name.as_str()) {
            store.leave(&node.name).await?;
        }
    }
    Ok(())
}

/// Whether the process that a node is named after (`PID-RUN-COUNT`) is gone, as far as this system can tell.
fn has_ended(name: &str) -> bool {
    let processes = Path::new("/proc");
    let mut parts = name.split('-');
    let (Some(pid), Some(run)) = (parts.next(), parts.next()) else { return false };
    let Ok(number) = pid.parse::<u32>() else { return false };
    if number == std::process::id() {
        // In a container every run has the same number.
        return run != format!("{:x}", process());
    }
    processes.join("self").exists() && !processes.join(pid).exists()
}

/// A number that this run of the process has to itself.
fn process() -> u64 {
    static NUMBER: OnceLock<u64> = OnceLock::new();
    *NUMBER.get_or_init(|| RandomState::new().hash_one(std::process::id()))
}

/// The machine's name, as far as it tells.
fn place() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    if name.is_empty() { "this machine".to_owned() } else { name.to_owned() }
}
