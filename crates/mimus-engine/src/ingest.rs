//! Reading one source: page by page through the policy into the store, media first.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use mimus_core::{Decision, MediaSource, Network, Post, Profile, RemoteId};
use mimus_networks::{Failure, Next, Page, Read, Skipped, SourceLocation};
use mimus_store::{
    Change, FileId, FileState, Mirror, MirrorId, MirrorState, Recording, Source, StoreError, StoredFile,
    WantedMedia,
};

use crate::wake::Worker;
use crate::{Engine, Hold, media};

/// Media of one page that are fetched at once.
const FETCHES: usize = 4;

/// Longest wait for the media of one page; what is not there by then comes later, with an update.
const MEDIA_PATIENCE: Duration = Duration::from_secs(60);

/// What a reading brought.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Posts that the source gave.
    pub seen: u64,
    /// Posts that are new here, or back after a removal.
    pub added: u64,
    /// Posts that were changed.
    pub changed: u64,
    /// Posts that were removed.
    pub removed: u64,
    /// Posts that were here and stand as they stood.
    pub unchanged: u64,
    /// Media that are here now, and media that are not.
    pub media: (u64, u64),
    /// What was left out, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Why the source ended, where it did.
    pub ended: Option<String>,
}

/// Why a reading stopped.
#[derive(Debug, thiserror::Error)]
pub enum ReadingError {
    /// The source could not be read; what was recorded before stays.
    #[error("reading {location} stopped: {failure}")]
    Source {
        /// The source.
        location: String,
        /// What its network said.
        failure: Failure,
    },
    /// The database failed, or another worker has taken over.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads a source that has been claimed under `hold` until it has no more for now, and gives it back. `opened` is a reader with the first
/// page that it has read already. `progress` is told after each page how much is done.
pub async fn read(
    engine: &Engine,
    hold: &Hold,
    source: Source,
    opened: Option<(Box<dyn Read>, Page)>,
    progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
) -> Result<Reading, ReadingError> {
    let mut reading = Reading::default();
    let result = read_pages(engine, hold, &source, opened, progress, &mut reading).await;
    match result {
        Ok(()) => {
            metrics::counter!("mimus_readings_total", "outcome" => "done").increment(1);
            if reading.added + reading.changed + reading.removed > 0 {
                engine.wake.ring(Worker::Courier);
            }
            Ok(reading)
        }
        Err(ReadingError::Source { location, failure }) => {
            metrics::counter!("mimus_readings_total", "outcome" => "failed").increment(1);
            let again = retry_at(engine.clock.now(), &failure, source.failures, &location);
            tracing::warn!(location, %failure, ?again, "a source could not be read");
            engine.store.source_failed(source.mirror, hold.name(), &failure.to_string(), again).await?;
            Err(ReadingError::Source { location, failure })
        }
        Err(other) => Err(other),
    }
}

/// Takes a profile over that was read by itself, its pictures with it.
pub(crate) async fn profile(
    engine: &Engine,
    source: &Source,
    reader: &mut dyn Read,
    profile: &Profile,
) -> Result<(), StoreError> {
    let Some(mirror) = engine.store.mirror_by_id(source.mirror).await? else { return Ok(()) };
    let pictures = wish_media(engine, &mirror, reader, &[], Some(profile), &mut Reading::default()).await?;
    engine.store.set_profile(mirror.id, profile, pictures, !source.quiet, engine.clock.now()).await?;
    engine.wake.ring(Worker::Courier);
    Ok(())
}

async fn read_pages(
    engine: &Engine,
    hold: &Hold,
    source: &Source,
    opened: Option<(Box<dyn Read>, Page)>,
    progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    reading: &mut Reading,
) -> Result<(), ReadingError> {
    let failed = |failure| ReadingError::Source { location: source.location.clone(), failure };
    let unreadable = |why: String| failed(Failure::Rejected { why });
    let (mut reader, mut page) = match opened {
        Some((reader, page)) => (reader, Some(page)),
        None => {
            let location: SourceLocation = source
                .location
                .parse()
                .map_err(|e: mimus_networks::LocationError| unreadable(e.to_string()))?;
            (mimus_networks::open(&engine.connectors, &location).map_err(failed)?, None)
        }
    };
    let mut cursor = source.cursor.clone();
    loop {
        let read = match page.take() {
            Some(page) => page,
            None => reader.read(cursor.as_deref(), engine.clock.now()).await.map_err(failed)?,
        };
        let Some(mirror) = engine.store.mirror_by_id(source.mirror).await? else { return Ok(()) };
        cursor = Some(read.cursor.clone());
        let more = read.next == Next::More;
        if let Some((done, total)) = read.progress {
            progress(done, total);
        }
        record_page(engine, hold, source, &mirror, reader.as_mut(), read, reading).await?;
        if !more || engine.wake.stopping() {
            return Ok(());
        }
    }
}

async fn record_page(
    engine: &Engine,
    hold: &Hold,
    source: &Source,
    mirror: &Mirror,
    reader: &mut dyn Read,
    page: Page,
    reading: &mut Reading,
) -> Result<(), ReadingError> {
    reading.seen += page.posts.len() as u64;
    for Skipped { why, .. } in &page.skipped {
        *reading.skipped.entry(why.clone()).or_default() += 1;
    }
    let posts = decide(mirror, page.posts, reading);
    let profile = page.profile.as_ref();
    let pictures = wish_media(engine, mirror, reader, &posts, profile, reading).await?;
    if let Some(profile) = profile {
        let announce = !source.quiet;
        engine.store.set_profile(mirror.id, profile, pictures, announce, engine.clock.now()).await?;
    }
    if let Some(place) = &page.moved_to {
        follow_move(engine, source, place).await?;
    }
    let mut changes: Vec<Change> = posts.into_iter().map(|post| Change::Seen(Box::new(post))).collect();
    changes.extend(page.gone.into_iter().map(Change::Gone));
    if matches!(page.next, Next::Ended(_)) && reader.network() == Network::X {
        changes.extend(everything(engine, mirror.id).await?);
    }
    let now = engine.clock.now();
    let (next_read_at, state) = match &page.next {
        Next::More => (Some(now), None),
        Next::After(wait) => (Some(now.checked_add(*wait).unwrap_or(Timestamp::MAX)), None),
        Next::Done => (None, None),
        Next::Ended(why) => {
            reading.ended = Some(why.clone());
            (None, Some((MirrorState::Ended, why.clone())))
        }
    };
    // A pause that came while reading must not be undone by recording.
    let next_read_at = if mirror.state == MirrorState::Active { next_read_at } else { None };
    let recording = Recording {
        mirror: mirror.id,
        node: hold.name(),
        changes: &changes,
        cursor: &page.cursor,
        next_read_at,
        finished: page.next != Next::More,
        announce: !source.quiet,
        progress: page.progress,
        state,
    };
    let recorded = engine.store.record(&recording, now).await?;
    reading.added += recorded.added.len() as u64;
    reading.changed += recorded.changed.len() as u64;
    reading.removed += recorded.removed.len() as u64;
    reading.unchanged += recorded.unchanged;
    metrics::counter!("mimus_posts_added_total").increment(recorded.added.len() as u64);
    Ok(())
}

/// X's terms: what is suspended, protected or deleted there goes elsewhere within a day.
async fn everything(engine: &Engine, mirror: MirrorId) -> Result<Vec<Change>, StoreError> {
    let ids = engine.store.remote_ids_since(mirror, Timestamp::UNIX_EPOCH, u32::MAX).await?;
    Ok(ids.into_iter().filter_map(|id| RemoteId::new(id).ok()).map(Change::Gone).collect())
}

/// Sends posts through the mirror's policy.
fn decide(mirror: &Mirror, posts: Vec<Post>, reading: &mut Reading) -> Vec<Post> {
    let own = mirror.profile.handle.as_deref();
    let here: HashSet<String> = posts.iter().map(|p| p.origin.remote_id.as_str().to_owned()).collect();
    let is_own_reply = |post: &Post| {
        post.reply_to.as_ref().is_some_and(|to| {
            let by_id = to.remote_id.as_ref().is_some_and(|id| here.contains(id.as_str()));
            let author = to.author.as_ref().and_then(|a| a.handle.as_deref());
            by_id || matches!((author, own), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b))
        })
    };
    let mut carried = Vec::with_capacity(posts.len());
    for post in posts {
        let own_reply = is_own_reply(&post);
        match mirror.policy.decide(post, own_reply) {
            Decision::Carry(post) => carried.push(*post),
            Decision::Skip(why) => *reading.skipped.entry(why.to_string()).or_default() += 1,
        }
    }
    carried
}

/// Makes the media of posts and profile known, and gets those that are not here yet. What cannot be had now does not
/// hold up the posts. Returns the profile's pictures.
async fn wish_media(
    engine: &Engine,
    mirror: &Mirror,
    reader: &mut dyn Read,
    posts: &[Post],
    profile: Option<&Profile>,
    reading: &mut Reading,
) -> Result<(Option<FileId>, Option<FileId>), StoreError> {
    let of_posts =
        posts.iter().flat_map(|p| &p.media).flat_map(|m| [Some(&m.source), m.preview.as_ref()]).flatten();
    let of_profile = profile.into_iter().flat_map(|p| [p.avatar.as_ref(), p.banner.as_ref()]).flatten();
    let keys: Vec<String> =
        of_posts.chain(of_profile).map(|source| WantedMedia::key(mirror.id, source)).collect();
    if keys.is_empty() {
        return Ok((None, None));
    }
    let files = engine.store.want_files(&keys, engine.clock.now()).await?;
    let (entries, web): (Vec<StoredFile>, Vec<StoredFile>) = files
        .iter()
        .filter(|file| file.state == FileState::Wanted)
        .cloned()
        .partition(|file| WantedMedia::entry_path(&file.source).is_some());
    let wanted = (entries.len() + web.len()) as u64;
    let mut got = keep_entries(engine, reader, entries).await?;
    let fetching = stream::iter(web).map(|file| media::fetch(engine, file)).buffer_unordered(FETCHES);
    let mut fetching = std::pin::pin!(fetching);
    let patience = tokio::time::sleep(MEDIA_PATIENCE);
    let mut patience = std::pin::pin!(patience);
    loop {
        tokio::select! {
            fetched = fetching.next() => match fetched {
                Some(fetched) => got += u64::from(fetched?),
                None => break,
            },
            () = &mut patience => break,
        }
    }
    reading.media.0 += got;
    reading.media.1 += wanted.saturating_sub(got);
    let by_key: HashMap<&str, FileId> = files.iter().map(|f| (f.source.as_str(), f.id)).collect();
    let picture = |source: Option<&MediaSource>| {
        source.and_then(|s| by_key.get(WantedMedia::key(mirror.id, s).as_str()).copied())
    };
    Ok(profile.map_or((None, None), |p| (picture(p.avatar.as_ref()), picture(p.banner.as_ref()))))
}

/// Takes files out of the source itself. The thread may block: an archive is read where nothing else waits.
async fn keep_entries(
    engine: &Engine,
    reader: &mut dyn Read,
    entries: Vec<StoredFile>,
) -> Result<u64, StoreError> {
    if entries.is_empty() {
        return Ok(0);
    }
    let limit = engine.limits.media_file;
    let mut kept = Vec::with_capacity(entries.len());
    for mut file in entries {
        let Some(path) = WantedMedia::entry_path(&file.source).map(str::to_owned) else { continue };
        let result = tokio::task::block_in_place(|| match reader.entry(&path) {
            Ok(mut entry) => {
                media::keep_entry(&engine.media, entry.reader.as_mut(), limit).map_err(|e| e.to_string())
            }
            Err(failure) => Err(failure.to_string()),
        });
        match result {
            Ok(found) => {
                media::learn(&mut file, &found);
                kept.push(file);
            }
            Err(why) => {
                tracing::info!(file = path, why, "a file of the source could not be kept");
                engine.store.file_failed(file.id, &why, None).await?;
            }
        }
    }
    engine.store.files_stored(&kept, engine.clock.now()).await?;
    Ok(kept.len() as u64)
}

async fn follow_move(engine: &Engine, source: &Source, place: &str) -> Result<(), ReadingError> {
    let Ok(old) = source.location.parse::<SourceLocation>() else { return Ok(()) };
    match SourceLocation::new(old.network(), place) {
        Ok(new) => {
            let moved = engine.store.move_source(source.mirror, &new.to_string()).await?;
            tracing::info!(from = %old, to = %new, moved, "a source asks to be read from another place");
        }
        Err(error) => tracing::warn!(from = %old, %error, "a source names a place that is none"),
    }
    Ok(())
}

/// When to read again after a failure; `None` for never.
fn retry_at(now: Timestamp, failure: &Failure, failures: u32, location: &str) -> Option<Timestamp> {
    let is_web = location.contains("://");
    let wait = match failure {
        Failure::RateLimited { until, .. } => return Some((*until).max(now)),
        // A file that cannot be read today cannot be read tomorrow, unless somebody mends it and asks again.
        Failure::Rejected { .. } | Failure::RejectedAs { .. } | Failure::Unsupported { .. } if !is_web => {
            return None;
        }
        Failure::Rejected { .. }
        | Failure::RejectedAs { .. }
        | Failure::Unsupported { .. }
        | Failure::SignInAgain { .. } => SignedDuration::from_hours(24),
        Failure::Retry { .. } | Failure::Unknown { .. } => {
            SignedDuration::from_mins(5 * (1_i64 << failures.min(8))).min(SignedDuration::from_hours(24))
        }
    };
    now.checked_add(wait).ok()
}
