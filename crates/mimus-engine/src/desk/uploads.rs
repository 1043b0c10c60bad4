//! Uploads that nothing names are let go of after a week.
//!
//! A file is first moved aside, then looked for in the database, and only then removed. Who writes a draft first marks its files
//! as used ([`MediaFolder::mark_used`]), which brings back what was moved aside, and only then writes. So of a draft that is saved
//! while the janitor looks, either the mark is seen on the file, or the name in the database, or the file has been brought back
//! before it could be removed; or it was gone before the draft was saved, and its writer is told.

use jiff::{SignedDuration, Timestamp};

use crate::{Engine, MediaFolder};
use mimus_store::StoreError;

/// How long an upload waits for a draft.
pub const UPLOAD_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Lets go of uploads that nothing has named for [`UPLOAD_LIFE`]. Returns how many.
pub async fn forget_uploads(engine: &Engine) -> Result<u64, StoreError> {
    set_aside(engine).await?;
    judge(engine).await
}

fn before(engine: &Engine) -> Timestamp {
    engine.clock.now().checked_sub(UPLOAD_LIFE).unwrap_or(Timestamp::MIN)
}

async fn in_folder<T: Send + 'static>(
    engine: &Engine,
    work: impl FnOnce(&MediaFolder) -> std::io::Result<T> + Send + 'static,
) -> Option<T> {
    let folder = engine.media.clone();
    match tokio::task::spawn_blocking(move || work(&folder)).await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            tracing::warn!(%error, "uploads in the media folder could not be looked through");
            None
        }
        Err(_) => None,
    }
}

/// Moves aside what is old and named nowhere.
pub async fn set_aside(engine: &Engine) -> Result<(), StoreError> {
    let old = before(engine);
    let Some(names) = in_folder(engine, move |folder| folder.names_before(old)).await else {
        return Ok(());
    };
    if names.is_empty() {
        return Ok(());
    }
    let hashes: Vec<String> = names.iter().map(|name| hash(name).to_owned()).collect();
    let known = engine.store.contents_known(&hashes).await?;
    let named = engine.store.files_of_desk().await?;
    let unused = names.into_iter().filter(|name| !known.contains(hash(name)) && !named.contains(name));
    let unused: Vec<String> = unused.collect();
    in_folder(engine, move |folder| unused.iter().try_for_each(|name| folder.set_aside(name))).await;
    Ok(())
}

/// Removes what is aside, or brings it back where it was used meanwhile.
pub async fn judge(engine: &Engine) -> Result<u64, StoreError> {
    let old = before(engine);
    let mut gone = 0;
    for (name, used) in in_folder(engine, MediaFolder::aside).await.unwrap_or_default() {
        let content = [hash(&name).to_owned()];
        let back = used >= old
            || engine.store.desk_names(&name).await?
            || !engine.store.contents_known(&content).await?.is_empty();
        let done = in_folder(engine, move |folder| match back {
            true => folder.bring_back(&name),
            false => folder.remove_aside(&name),
        });
        if done.await.is_some() && !back {
            gone += 1;
        }
    }
    if gone > 0 {
        tracing::info!(gone, "let go of uploads that no draft has used");
    }
    Ok(gone)
}

fn hash(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}
