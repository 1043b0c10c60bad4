//! Taking connections, within bounds, until it is time to stop.
//!
//! A client that says nothing, or one byte now and then, holds a connection and nothing else, and not for long; so many
//! may be open at once, and whoever comes beyond them waits until one is closed.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// How much clients may ask of the listener.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Connections open at once.
    pub connections: usize,
    /// Longest time for the head of a request to come, from when the connection is made or its last answer given: how
    /// long a kept connection may rest, too.
    pub head: Duration,
    /// Longest wait, once it is time to stop, for what has begun.
    pub farewell: Duration,
}

impl Default for Bounds {
    /// As many connections as half of the files that this process may open, 4,096 at most; 75 seconds, longer than
    /// proxies keep theirs, as one that is closed while a request is on its way costs that request.
    fn default() -> Self {
        Self {
            connections: (open_files() / 2).clamp(64, 4_096),
            head: Duration::from_secs(75),
            farewell: Duration::from_secs(5),
        }
    }
}

/// How many files this process may have open, as the system says.
fn open_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(1_024)
}

/// Serves until `stop`, then finishes what has begun and closes what is still open.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(bounds.connections));
    let stopping = watch::Sender::new(false);
    let mut connections = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let place = tokio::select! {
            () = &mut stop => break,
            Ok(place) = Arc::clone(&places).acquire_owned() => place,
        };
        let stream = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    // Mostly for want of open files, which others give back.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        let (router, stopping) = (router.clone(), stopping.subscribe());
        connections.spawn(async move {
            let _place = place;
            converse(stream, router, bounds, stopping).await;
        });
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    stopping.send_replace(true);
    let farewell = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(bounds.farewell, farewell).await.is_err() {
        tracing::debug!(left = connections.len(), "connections that say nothing more are closed");
    }
    Ok(())
}

async fn converse(stream: TcpStream, router: Router, bounds: Bounds, mut stopping: watch::Receiver<bool>) {
    // Answers are written whole; to wait for more of them helps nobody.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    tokio::pin!(connection);
    let stopped = async { drop(stopping.wait_for(|stopping| *stopping).await) };
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}
