//! Getting media: from the web, or out of an archive.

use std::io::Read;

use jiff::{SignedDuration, Timestamp};
use mimus_http::{Redirects, Request};
use mimus_store::StoredFile;
use url::Url;

use super::{Kept, MediaError, MediaFolder};
use crate::Engine;

/// How often a medium is tried before it is given up.
const MAX_ATTEMPTS: u32 = 6;

/// Fetches a file that is wanted from the web and records what came of it. Says whether its bytes are here now.
pub async fn fetch(engine: &Engine, mut file: StoredFile) -> Result<bool, mimus_store::StoreError> {
    let fetched = download(engine, &file.source, engine.limits.media_file).await;
    let now = engine.clock.now();
    match fetched {
        Ok(kept) => {
            learn(&mut file, &kept);
            engine.store.file_stored(&file, now).await?;
            metrics::counter!("mimus_media_fetched_total").increment(1);
            Ok(true)
        }
        Err(error) => {
            let again = error.is_transient() && file.attempts + 1 < MAX_ATTEMPTS;
            let retry_at = again.then(|| retry_at(now, file.attempts));
            tracing::info!(source = file.source, %error, again, "a medium could not be fetched");
            metrics::counter!("mimus_media_failed_total").increment(1);
            engine.store.file_failed(file.id, &error.to_string(), retry_at).await?;
            Ok(false)
        }
    }
}

/// 1 minute, then 4, 16, … between tries.
fn retry_at(now: Timestamp, attempts: u32) -> Timestamp {
    let minutes = 4_i64.pow(attempts.min(6));
    now.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX)
}

/// Fetches a medium of at most `limit` bytes into the media folder.
pub(crate) async fn download(engine: &Engine, source: &str, limit: u64) -> Result<Kept, MediaError> {
    let url = Url::parse(source).map_err(|_| MediaError::Unsupported)?;
    let incoming = engine.media.incoming()?;
    let mut sink = tokio::fs::File::create(incoming.path()).await?;
    let request = Request::get(url).max_body(limit).redirects(Redirects::Follow);
    let downloaded = match engine.http.download(request, &mut sink).await {
        Err(mimus_http::HttpError::TooLarge { .. }) => return Err(MediaError::TooLarge { limit }),
        other => other?,
    };
    sink.sync_all().await?;
    drop(sink);
    if !downloaded.status.is_success() {
        return Err(MediaError::Status(downloaded.status.as_u16()));
    }
    let folder = engine.media.clone();
    blocking(move || folder.keep_incoming(&incoming)).await
}

/// Takes a file out of an archive. Blocking.
pub fn keep_entry(folder: &MediaFolder, reader: &mut dyn Read, limit: u64) -> Result<Kept, MediaError> {
    folder.keep(reader, limit)
}

/// Writes down what was learnt about a file's bytes.
pub(crate) fn learn(file: &mut StoredFile, kept: &Kept) {
    file.sha256 = Some(kept.sha256.clone());
    file.mime = Some(kept.inspected.mime.to_owned());
    file.bytes = kept.bytes;
    file.size = kept.inspected.size;
    file.blurhash.clone_from(&kept.inspected.blurhash);
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, MediaError> + Send + 'static,
) -> Result<T, MediaError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(MediaError::Broken(error.to_string())),
    }
}
