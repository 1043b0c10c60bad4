//! Connections that rest between two requests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use url::Url;

use crate::connection::Connection;

/// How long a connection rests before it is closed; it may be twice as long until that is seen. Node lets go after 5
/// seconds, and what is sent at that moment is lost.
pub(crate) const IDLE: Duration = Duration::from_secs(4);

/// Most connections to one origin that rest.
const MAX_IDLE_PER_ORIGIN: usize = 16;

/// Who is spoken to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Origin {
    pub(crate) secure: bool,
    /// As in the header `Host`: with the port where it is not the scheme's own.
    pub(crate) authority: String,
}

impl Origin {
    /// Of a URL of the web with a host.
    pub(crate) fn of(url: &Url) -> Self {
        use url::Position::{BeforeHost, BeforePath};
        Self { secure: url.scheme() == "https", authority: url[BeforeHost..BeforePath].to_owned() }
    }
}

struct Resting {
    connection: Connection,
    since: Instant,
}

#[derive(Default)]
struct Rest {
    /// Of each origin, the one that came last at the end.
    by_origin: HashMap<Origin, Vec<Resting>>,
    /// Whether somebody closes those that have rested for too long.
    is_swept: bool,
}

/// Connections that rest, by whom they lead to.
#[derive(Default)]
pub(crate) struct Pool(Mutex<Rest>);

impl Pool {
    /// A connection that has rested and can be used.
    pub(crate) async fn take(&self, origin: &Origin) -> Option<Connection> {
        while let Some(mut connection) = self.pop(origin) {
            if connection.is_open().await {
                return Some(connection);
            }
        }
        None
    }

    /// Lets a connection rest. Must be called from within a runtime.
    pub(crate) fn put(self: &Arc<Self>, origin: Origin, connection: Connection) {
        let mut rest = self.rest();
        let resting = rest.by_origin.entry(origin).or_default();
        if resting.len() >= MAX_IDLE_PER_ORIGIN {
            return;
        }
        resting.push(Resting { connection, since: Instant::now() });
        if !rest.is_swept {
            rest.is_swept = true;
            tokio::spawn(sweep(Arc::downgrade(self)));
        }
    }

    fn pop(&self, origin: &Origin) -> Option<Connection> {
        let mut rest = self.rest();
        let resting = rest.by_origin.get_mut(origin)?;
        let last = resting.pop();
        if resting.is_empty() {
            rest.by_origin.remove(origin);
        }
        last.filter(|last| last.since.elapsed() < IDLE).map(|last| last.connection)
    }

    /// Closes what has rested for too long; whether something still rests.
    fn close_old(&self) -> bool {
        let mut rest = self.rest();
        rest.by_origin.retain(|_, resting| {
            resting.retain(|one| one.since.elapsed() < IDLE);
            !resting.is_empty()
        });
        rest.is_swept = !rest.by_origin.is_empty();
        rest.is_swept
    }

    fn rest(&self) -> MutexGuard<'_, Rest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn sweep(pool: Weak<Pool>) {
    loop {
        tokio::time::sleep(IDLE).await;
        if !pool.upgrade().is_some_and(|pool| pool.close_old()) {
            return;
        }
    }
}
