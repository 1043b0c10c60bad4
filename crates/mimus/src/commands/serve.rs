//! `mimus serve`.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use mimus_engine::{Engine, courier, janitor, poller, relay};
use mimus_web::listen;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::config::{Config, Roles};
use crate::{node, say};

/// Longest wait for what is in hand when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(9);

/// Serves until it is told to stop.
pub(crate) async fn run(config: &Config) -> Result<(), String> {
    let stop = told_to_stop()?;
    let engine = node::engine_for(config, &config.roles.to_string()).await?;
    engine.node.hold().await.map_err(|e| e.to_string())?;
    let metrics = node::metrics()?;
    let ready = Arc::new(AtomicBool::new(false));
    let site = node::site(config, &engine, Arc::clone(&ready), Some(metrics.clone())).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|e| format!("cannot listen on {}: {e}; choose another with --listen", config.listen))?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    ready.store(true, Ordering::Relaxed);
    say::note(&format!(
        "Mimus {} at {} (listening on {address}). Stop with Ctrl-C.",
        node::VERSION,
        config.public_url
    ));
    if config.roles.web && !engine.store.has_people().await.map_err(|e| e.to_string())? {
        let link = super::desk::make_link(&engine).await?;
        say::note(&format!("Make the first keeper, once and within an hour, at {link}"));
    }
    let keeping = engine.clone();
    tokio::spawn(async move {
        loop {
            // Histograms grow until they are looked at.
            metrics.run_upkeep();
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(10)) => {}
                () = keeping.wake.stopped() => break,
            }
        }
    });
    let router = if config.roles.web { mimus_web::router(site) } else { mimus_web::operation_router(site) };
    let words = mimus_web::digest_words(&config.name, engine.addresses.base());
    let digests =
        config.roles.janitor.then(|| tokio::spawn(mimus_engine::desk::digests::run(engine.clone(), words)));
    serve(engine, config.roles, router, listener, stop).await?;
    match digests {
        // The letter that is on its way is recorded first.
        Some(digests) => {
            digests.await.map_err(|error| format!("a fault of Mimus in sending digests: {error}"))
        }
        None => Ok(()),
    }
}

/// Runs the workers and the pages until `stop`, then finishes what is in hand.
pub(crate) async fn serve(
    engine: Engine,
    roles: Roles,
    router: Router,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    let mut workers = JoinSet::new();
    if roles.poller {
        workers.spawn(poller::run(engine.clone()));
        workers.spawn(mimus_engine::x::run(engine.clone()));
    }
    if roles.relay {
        workers.spawn(relay::read::run(engine.clone()));
        workers.spawn(relay::lane::run(engine.clone()));
        workers.spawn(relay::listen::run(engine.clone()));
        workers.spawn(relay::accounts::check(engine.clone()));
        workers.spawn(relay::retention::run(engine.clone()));
    }
    if roles.courier {
        workers.spawn(courier::run(engine.clone()));
    }
    if roles.janitor {
        workers.spawn(janitor::run(engine.clone()));
        workers.spawn(mimus_engine::desk::webhooks::run(engine.clone()));
        workers.spawn(mimus_engine::desk::templates::recur::run(engine.clone()));
    }
    let wake = engine.wake.clone();
    tokio::spawn(async move {
        stop.await;
        wake.stop();
    });
    let wake = engine.wake.clone();
    let mut pages = tokio::spawn(async move {
        listen::serve(listener, router, listen::Bounds::default(), wake.stopped()).await
    });
    tokio::select! {
        ended = &mut pages => {
            engine.wake.stop();
            let _ = tokio::time::timeout(FAREWELL, async { while workers.join_next().await.is_some() {} }).await;
            leave(&engine).await;
            return match ended {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => Err(format!("the pages stopped: {error}")),
                Err(error) => Err(format!("the pages stopped: {error}")),
            };
        }
        () = engine.wake.stopped() => {}
    }
    let farewell = async {
        while workers.join_next().await.is_some() {}
        let _ = (&mut pages).await;
    };
    if tokio::time::timeout(FAREWELL, farewell).await.is_err() {
        tracing::warn!("what was still in hand is left; it is taken up at the next start");
    }
    leave(&engine).await;
    Ok(())
}

/// Gives back what this node has in hand, so that others need not wait for it.
async fn leave(engine: &Engine) {
    const PATIENCE: Duration = Duration::from_millis(500);
    match tokio::time::timeout(PATIENCE, engine.node.leave()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "what this node had in hand is taken over in a while"),
        Err(_) => tracing::warn!("what this node had in hand is taken over in a while"),
    }
    let _ = tokio::time::timeout(PATIENCE, engine.store.close()).await;
}

/// Ctrl-C or SIGTERM, heard from the call on. Before it they end the process at once, with whatever it has in hand.
pub(crate) fn told_to_stop() -> Result<impl Future<Output = ()> + Send + 'static, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|e| format!("signals cannot be received: {e}"));
    let (mut interrupted, mut terminated) =
        (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}
