//! Names to addresses: judged, and kept for a minute.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::address::{is_local_name, is_public};

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

const KEEP: Duration = Duration::from_secs(60);
const KEEP_FAILURE: Duration = Duration::from_secs(5);
const MAX_KEPT: usize = 10_000;

type Kept = (Instant, Result<Arc<[IpAddr]>, String>);

/// Resolves, refuses what is not public, and remembers. The addresses that it lets through are those connected
/// to, so a name that changes between the look and the call gains nothing.
pub(crate) struct Guarded {
    inner: Arc<dyn Resolve>,
    allow_private: bool,
    kept: Mutex<HashMap<String, Kept>>,
}

/// Says why a name was refused, through reqwest's errors.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("{host} is at {ip}, which is not a public address")]
    Private { host: String, ip: IpAddr },
    #[error("{host} cannot be found: {why}")]
    NotFound { host: String, why: String },
}

impl Guarded {
    pub(crate) fn new(inner: Arc<dyn Resolve>, allow_private: bool) -> Self {
        Self { inner, allow_private, kept: Mutex::default() }
    }

    fn remembered(&self, host: &str) -> Option<Result<Arc<[IpAddr]>, String>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, result) = kept.get(host)?;
        let keep = if result.is_ok() { KEEP } else { KEEP_FAILURE };
        (since.elapsed() < keep).then(|| result.clone())
    }

    fn remember(&self, host: &str, result: &Result<Arc<[IpAddr]>, String>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.retain(|_, (since, _)| since.elapsed() < KEEP);
            if kept.len() >= MAX_KEPT {
                kept.clear();
            }
        }
        kept.insert(host.to_owned(), (Instant::now(), result.clone()));
    }

    pub(crate) async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, Refused> {
        let not_found = |why: String| Refused::NotFound { host: host.to_owned(), why };
        if !self.allow_private && is_local_name(host) {
            return Err(Refused::Private { host: host.to_owned(), ip: IpAddr::from([127, 0, 0, 1]) });
        }
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
            found.iter().copied().filter(|ip| self.allow_private || is_public(*ip)).collect();
        match (allowed.is_empty(), found.first()) {
            (false, _) => Ok(allowed),
            (true, Some(ip)) => Err(Refused::Private { host: host.to_owned(), ip: *ip }),
            (true, None) => Err(not_found("no addresses".into())),
        }
    }
}

/// What reqwest asks.
pub(crate) struct ForReqwest(pub(crate) Arc<Guarded>);

impl reqwest::dns::Resolve for ForReqwest {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let guarded = Arc::clone(&self.0);
        Box::pin(async move {
            let addresses = guarded.addresses(name.as_str()).await?;
            let sockets = addresses.into_iter().map(|ip| SocketAddr::new(ip, 0));
            Ok(Box::new(sockets) as reqwest::dns::Addrs)
        })
    }
}
