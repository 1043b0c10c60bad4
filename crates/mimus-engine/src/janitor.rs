//! The janitor: fetches media that came late, lets go of what is too much, forgets what is long past.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use mimus_store::StoreError;

use crate::wake::Worker;
use crate::{Engine, media};

/// Time between rounds.
const ROUND: Duration = Duration::from_secs(60);

/// Rounds between looks at what is too much or long past.
const ROUNDS_TO_TIDY: u32 = 30;

/// Rounds between looks at uploads: a day. Every file of the media folder is looked at.
const ROUNDS_TO_UPLOADS: u32 = 24 * 60;

/// Media fetched in one round.
const FETCHES: u32 = 64;

/// Works until it is time to stop.
pub async fn run(engine: Engine) {
    let mut round: u32 = 0;
    // As if it had gone back before the start too.
    let mut latest = Timestamp::MAX;
    while !engine.wake.stopping() {
        let outcome = async {
            let now = engine.clock.now();
            if now < std::mem::replace(&mut latest, now) {
                catch_up(&engine, now).await?;
            }
            // Where the process that kept a rule was stopped before it had carried it out.
            engine.enforce_access().await?;
            engine.ledger.watch().await?;
            let more = fetch_late_media(&engine).await?;
            if round.is_multiple_of(ROUNDS_TO_TIDY) {
                tidy(&engine).await?;
            }
            if round.is_multiple_of(ROUNDS_TO_UPLOADS) {
                crate::desk::uploads::forget_uploads(&engine).await?;
            }
            Ok::<bool, StoreError>(more)
        };
        let more = outcome.await.unwrap_or_else(|error| {
            tracing::error!(%error, "the janitor could not finish a round");
            false
        });
        round = round.wrapping_add(1);
        if !more {
            engine.wake.wait(Worker::Janitor, ROUND).await;
        }
    }
}

/// What was put off by a clock that went ahead is due.
async fn catch_up(engine: &Engine, now: Timestamp) -> Result<(), StoreError> {
    let count = engine.store.clock_set_back(now).await?;
    if count > 0 {
        tracing::warn!(count, "the clock was set back: what it had put off is due now");
        engine.wake.ring(Worker::Poller);
        engine.wake.ring(Worker::Courier);
    }
    Ok(())
}

/// Fetches media that are due; posts that show them are sent out again as changed. Says whether there may be more.
pub async fn fetch_late_media(engine: &Engine) -> Result<bool, StoreError> {
    let now = engine.clock.now();
    let until = now.checked_add(SignedDuration::from_mins(10)).unwrap_or(Timestamp::MAX);
    let files = engine.store.claim_files(now, until, FETCHES).await?;
    let full = files.len() >= FETCHES as usize;
    let fetched = stream::iter(files)
        .map(|file| async {
            let (id, before) = (file.id, file.sha256.clone());
            if !media::fetch(engine, file).await? {
                return Ok(None);
            }
            // One that was here before and has come back unchanged is no news.
            let after = engine.store.file(id).await?.and_then(|file| file.sha256);
            Ok::<_, StoreError>((after != before).then_some(id))
        })
        .buffer_unordered(4)
        .collect::<Vec<_>>()
        .await;
    let mut touched = false;
    for id in fetched {
        let Some(id) = id? else { continue };
        for post in engine.store.posts_showing(id).await? {
            if let Some(stored) = engine.store.post(post).await? {
                engine.store.touch_post(stored.mirror, post, engine.clock.now()).await?;
                touched = true;
            }
        }
    }
    if touched {
        engine.wake.ring(Worker::Courier);
    }
    Ok(full)
}

/// Lets go of media over the budget and of all that is too old to be of use.
pub async fn tidy(engine: &Engine) -> Result<(), StoreError> {
    let now = engine.clock.now();
    let ago = |days: i64| now.checked_sub(SignedDuration::from_hours(days * 24)).unwrap_or(Timestamp::MIN);
    let keep = SignedDuration::try_from(engine.limits.keep_activities).unwrap_or(SignedDuration::MAX);
    engine.store.forget_seen(ago(30)).await?;
    engine.store.forget_delivered(now.checked_sub(keep).unwrap_or(Timestamp::MIN)).await?;
    engine.store.forget_removed(ago(30)).await?;
    engine.ledger.forget_old().await?;
    crate::x::rest_unfollowed(engine).await?;
    for name in engine.store.forget_unused_files(1_000).await? {
        remove(engine, &name).await?;
    }
    // A page that somebody has open shows its pictures a while longer.
    for name in engine.store.forget_link_cards(ago(1)).await? {
        remove(engine, &name).await?;
    }
    let mut bytes = engine.store.media_bytes().await?;
    metrics::gauge!("mimus_media_bytes").set(bytes as f64);
    while bytes > engine.limits.media_budget {
        let oldest = engine.store.evictable(100).await?;
        if oldest.is_empty() {
            tracing::warn!(
                bytes,
                budget = engine.limits.media_budget,
                "the media folder is over its budget, and nothing in it can be had again"
            );
            break;
        }
        for (sha256, name, size) in oldest {
            if bytes <= engine.limits.media_budget {
                break;
            }
            engine.store.file_evicted(&sha256).await?;
            remove(engine, &name).await?;
            bytes = bytes.saturating_sub(size);
        }
    }
    if let Err(error) = engine.media.sweep() {
        tracing::warn!(%error, "what was left half-written in the media folder could not be swept");
    }
    Ok(())
}

/// Removes a file that no mirror shows any more, unless somebody has uploaded the same for a draft.
async fn remove(engine: &Engine, name: &str) -> Result<(), StoreError> {
    if engine.store.desk_names(name).await? {
        return Ok(());
    }
    if let Err(error) = engine.media.remove(name) {
        tracing::warn!(name, %error, "a media file could not be removed");
    }
    Ok(())
}
