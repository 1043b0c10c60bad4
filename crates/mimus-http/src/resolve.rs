//! Names to addresses: judged, and kept for a minute.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::guard::Guard;

/// A name on its way to addresses.
pub type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Something that knows the addresses of names. The system's resolver unless a test brings its own.
pub trait Resolve: Send + Sync {
    /// The addresses of a host.
    fn resolve(&self, host: String) -> Resolving;
}

pub(crate) struct System;

impl Resolve for System {
    fn resolve(&self, host: String) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// How long names are remembered. The system's resolver costs 0.4 ms a name.
#[derive(Clone, Copy)]
pub(crate) struct Memory {
    pub(crate) found: Duration,
    pub(crate) missing: Duration,
}

impl Default for Memory {
    fn default() -> Self {
        Self { found: Duration::from_secs(60), missing: Duration::from_secs(5) }
    }
}

/// Most names that are remembered.
const MAX_KEPT: usize = 10_000;
/// Most addresses of one name that are tried.
const MAX_ADDRESSES: usize = 16;

type Kept = (Instant, Result<Arc<[IpAddr]>, String>);

/// Resolves, refuses what is not public, and remembers. The addresses that it lets through are those connected
/// to, so a name that changes between the look and the call gains nothing.
pub(crate) struct Guarded {
    inner: Arc<dyn Resolve>,
    guard: Guard,
    memory: Memory,
    kept: Mutex<HashMap<String, Kept>>,
}

/// Why a name leads nowhere.
#[derive(Debug)]
pub(crate) enum Refused {
    Private { host: String, ip: IpAddr },
    NotFound { host: String, why: String },
}

impl Guarded {
    pub(crate) fn new(inner: Arc<dyn Resolve>, guard: Guard, memory: Memory) -> Self {
        Self { inner, guard, memory, kept: Mutex::default() }
    }

    fn remembered(&self, host: &str) -> Option<Result<Arc<[IpAddr]>, String>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.get(host)?;
        self.is_fresh(kept).then(|| kept.1.clone())
    }

    fn is_fresh(&self, (since, result): &Kept) -> bool {
        since.elapsed() < if result.is_ok() { self.memory.found } else { self.memory.missing }
    }

    fn remember(&self, host: &str, result: &Result<Arc<[IpAddr]>, String>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.retain(|_, kept| self.is_fresh(kept));
            if kept.len() >= MAX_KEPT {
                // Asking again is cheaper than keeping an order of use.
                kept.clear();
            }
        }
        kept.insert(host.to_owned(), (Instant::now(), result.clone()));
    }

    pub(crate) async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, Refused> {
        let not_found = |why: String| Refused::NotFound { host: host.to_owned(), why };
        let private = |ip| Refused::Private { host: host.to_owned(), ip };
        self.guard.check_name(host).map_err(private)?;
        let found = match self.remembered(host) {
            Some(found) => found,
            None => {
                let found =
                    self.inner.resolve(host.to_owned()).await.map(Arc::from).map_err(|e| e.to_string());
                self.remember(host, &found);
                found
            }
        };
        let found = found.map_err(not_found)?;
        let allowed: Vec<IpAddr> =
            found.iter().copied().filter(|ip| self.guard.allows(*ip)).take(MAX_ADDRESSES).collect();
        match (allowed.is_empty(), found.first()) {
            (false, _) => Ok(allowed),
            (true, Some(ip)) => Err(private(*ip)),
            (true, None) => Err(not_found("no addresses".into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_names_are_kept_than_the_bound() {
        let names = Guarded::new(Arc::new(System), Guard::public(), Memory::default());
        let found = Ok(Arc::from([IpAddr::from([1, 1, 1, 1])]));
        for n in 0..=MAX_KEPT {
            names.remember(&format!("{n}.example"), &found);
        }
        let kept = names.kept.lock().expect("not poisoned").len();
        assert!((1..=MAX_KEPT).contains(&kept), "{kept}");
        assert!(names.remembered(&format!("{MAX_KEPT}.example")).is_some(), "the latest is kept");
        assert!(names.remembered("never.example").is_none());
    }

    #[test]
    fn what_has_gone_stale_makes_room_before_what_is_fresh() {
        let memory = Memory { found: Duration::from_secs(60), missing: Duration::ZERO };
        let names = Guarded::new(Arc::new(System), Guard::public(), memory);
        names.remember("fresh.example", &Ok(Arc::from([IpAddr::from([1, 1, 1, 1])])));
        for n in 0..MAX_KEPT {
            names.remember(&format!("{n}.example"), &Err("no such name".into()));
        }
        assert!(names.remembered("fresh.example").is_some());
        assert!(names.remembered("0.example").is_none());
    }
}
