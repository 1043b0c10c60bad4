//! Reading for routes: takes places that are due, reads them, and plans what is to be published.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use mimus_networks::{Failure, Next, Page};
use mimus_store::{AccountId, RouteFrom, RouteSource, StoreError};
use tokio::task::JoinSet;

use super::drafts;
use super::plan::{self, Read};
use crate::wake::Worker;
use crate::{Engine, Hold};

/// Places read at once.
const READINGS: usize = 8;
/// Longest time without a look at what is due.
const LOOK: Duration = Duration::from_secs(2);
/// Pages of one place in one turn.
const PAGES: usize = 50;

/// Reads what is due, until it is time to stop.
pub async fn run(engine: Engine) {
    let mut readings = JoinSet::new();
    while !engine.wake.stopping() {
        while readings.try_join_next().is_some() {}
        let free = READINGS.saturating_sub(readings.len());
        if free > 0 {
            match claim(&engine, u32::try_from(free).unwrap_or(1)).await {
                Ok((hold, sources)) => {
                    for source in sources {
                        let (engine, hold) = (engine.clone(), hold.clone());
                        readings.spawn(async move {
                            turn(&engine, &hold, source).await;
                            engine.wake.ring(Worker::Relay);
                        });
                    }
                }
                Err(error) => tracing::error!(%error, "it is not known where routes are to read"),
            }
        }
        let wait = pause(&engine).await;
        engine.wake.wait(Worker::Relay, wait).await;
    }
    while readings.join_next().await.is_some() {}
}

async fn claim(engine: &Engine, free: u32) -> Result<(Hold, Vec<RouteSource>), StoreError> {
    let hold = engine.node.hold().await?;
    match engine.store.claim_route_sources(hold.name(), engine.clock.now(), free).await {
        Ok(sources) => Ok((hold, sources)),
        Err(error) => {
            engine.node.renounce(&hold).await;
            Err(error)
        }
    }
}

async fn turn(engine: &Engine, hold: &Hold, source: RouteSource) {
    let id = source.id;
    let attempts = source.failures;
    let read = AssertUnwindSafe(read(engine, hold, source)).catch_unwind().await;
    let (why, wait) = match read {
        Ok(Ok(())) => return,
        Ok(Err(Broken::Store(StoreError::LeaseLost))) => return,
        Ok(Err(Broken::Store(error))) => (error.to_string(), super::backoff(attempts)),
        Ok(Err(Broken::Source(Failure::RateLimited { until, why }))) => {
            (why, until.duration_since(engine.clock.now()))
        }
        Ok(Err(Broken::Source(failure))) => (failure.to_string(), super::backoff(attempts)),
        Err(_) => ("the reading broke off: a fault of Mimus".to_owned(), SignedDuration::from_hours(1)),
    };
    tracing::warn!(source = %id, why, "a place where routes begin could not be read");
    let again = engine.clock.now().saturating_add(wait).unwrap_or(Timestamp::MAX);
    match engine.store.reading_failed(id, hold.name(), &why, Some(again)).await {
        Ok(()) | Err(StoreError::LeaseLost) => {}
        Err(_) => engine.node.renounce(hold).await,
    }
}

enum Broken {
    Source(Failure),
    Store(StoreError),
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

async fn read(engine: &Engine, hold: &Hold, source: RouteSource) -> Result<(), Broken> {
    let old = match &source.cursor {
        None => oldest_wanted(engine, &source).await?,
        Some(_) => 0,
    };
    let mut reader = engine.route_reader(&source.from, old).await.map_err(Broken::Source)?;
    let mut cursor = source.cursor.clone();
    for left in (0..PAGES).rev() {
        let now = engine.clock.now();
        let page = match reader.read(cursor.as_deref(), now).await {
            Ok(page) => page,
            Err(failure @ Failure::SignInAgain { .. }) => {
                if let RouteFrom::Account(account) = source.from {
                    engine.store.account_broken(account, &failure.to_string(), now).await?;
                }
                return Err(Broken::Source(failure));
            }
            Err(failure) => return Err(Broken::Source(failure)),
        };
        let more = page.next == Next::More && left > 0;
        cursor = Some(page.cursor.clone());
        record(engine, hold, &source, page, more).await?;
        engine.wake.ring(Worker::Publisher);
        if !more {
            return Ok(());
        }
    }
    Ok(())
}

/// How many posts from before are to be given at the first reading: what the routes that begin here ask for. Besides, what was
/// posted while the route was made is not to be missed.
async fn oldest_wanted(engine: &Engine, source: &RouteSource) -> Result<usize, StoreError> {
    const MEANWHILE: u32 = 5;
    let routes = engine.store.routes_from(source.id).await?;
    let most = routes.iter().map(|route| route.policy.old_posts).max().unwrap_or(0);
    Ok(usize::try_from(most.saturating_add(MEANWHILE)).unwrap_or(usize::MAX))
}

/// Records what a page brought: what is planned by it, and where to go on from. The place is given back unless there is more.
pub async fn record(
    engine: &Engine,
    hold: &Hold,
    source: &RouteSource,
    page: Page,
    more: bool,
) -> Result<(), StoreError> {
    let now = engine.clock.now();
    let store = &engine.store;
    let mut page = page;
    let routes = store.routes_from(source.id).await?;
    let account = match source.from {
        RouteFrom::Account(id) => Some(id),
        RouteFrom::Location(_) | RouteFrom::Desk => None,
    };
    if let (Some(account), false) = (account, page.gone.is_empty()) {
        // What went because it is old stays where it was carried.
        let gone: Vec<String> = page.gone.iter().map(|id| id.as_str().to_owned()).collect();
        let retired = store.retired_here(account, &gone).await?;
        page.gone.retain(|id| !retired.contains(id.as_str()));
    }
    let ids = |remote_ids: &mut dyn Iterator<Item = String>| remote_ids.collect::<Vec<String>>();
    let mut named = ids(&mut page.posts.iter().map(|post| post.origin.remote_id.as_str().to_owned()));
    let answered = page.posts.iter().filter_map(|post| post.reply_to.as_ref()?.remote_id.as_ref());
    let answered = ids(&mut answered.map(|id| id.as_str().to_owned()));
    named.extend(page.gone.iter().map(|id| id.as_str().to_owned()));
    let mut all = named.clone();
    all.extend(answered);
    let known = store.publications_of(source.id, &all).await?;
    let drafted = store.route_drafts_of(source.id, &all).await?;
    let (ours, on_their_way) = match account {
        Some(account) => here(engine, account, &all).await?,
        None => Default::default(),
    };
    let handle = match account {
        Some(account) => store.account(account).await?.map(|account| account.handle),
        None => page.profile.as_ref().and_then(|profile| profile.handle.clone()),
    };
    let next_read_at = match &page.next {
        Next::More => Some(now),
        Next::After(wait) => Some(now.saturating_add(*wait).unwrap_or(Timestamp::MAX)),
        Next::Done | Next::Ended(_) => None,
    };
    let planned = plan::plan(&Read {
        posts: page.posts,
        gone: page.gone,
        account,
        ours: &ours,
        on_their_way: &on_their_way,
        handle: handle.as_deref(),
        known: &known,
        drafted: &drafted,
        routes: &routes,
        now,
    });
    let mut reading = drafts::of_reading(engine, planned, &routes).await?;
    reading.cursor = page.cursor;
    reading.next_read_at = next_read_at;
    reading.keep = more;
    // Media took their time: a node that has lost the place meanwhile records nothing.
    store.record_reading(source.id, hold.name(), &reading, engine.clock.now()).await
}

type Here = (HashSet<String>, Vec<(String, Timestamp)>);

async fn here(engine: &Engine, account: AccountId, posts: &[String]) -> Result<Here, StoreError> {
    // What is on its way is asked first: what arrives between the two questions is then found by the second.
    let on_their_way = engine.store.words_on_their_way(account).await?;
    Ok((engine.store.published_here(account, posts).await?, on_their_way))
}

async fn pause(engine: &Engine) -> Duration {
    match engine.store.next_route_source_due().await {
        Ok(Some(due)) => Duration::try_from(due.duration_since(engine.clock.now()))
            .unwrap_or_default()
            .clamp(Duration::from_millis(200), LOOK),
        Ok(None) | Err(_) => LOOK,
    }
}
