//! Saving a post before it goes: a line of JSON in the year's file, and its media beside it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use jiff::Timestamp;
use mimus_core::policy::OwnPost;
use mimus_core::{Media, MediaSource};
use mimus_http::{HttpError, Redirects, Request};
use mimus_networks::Failure;
use serde::Serialize;

use crate::Engine;
use crate::media::sniff;

/// A saved post: `{year}.jsonl` has one a line, the last with an id counts.
#[derive(Serialize)]
struct Line<'a> {
    saved_at: Timestamp,
    #[serde(flatten)]
    own: &'a OwnPost,
    /// The file of each medium, beside this one; none for one that its network has lost.
    files: Vec<Option<String>>,
}

/// Saves a post with its media in `folder`; when this returns, both are on the disk.
pub(super) async fn save(engine: &Engine, folder: &Path, own: &OwnPost) -> Result<(), Failure> {
    let mut files = Vec::new();
    for (n, medium) in (1..).zip(&own.post.media) {
        files.push(match fetch(engine, medium).await? {
            Some(bytes) => {
                Some(keep(folder, &format!("{}-{n}", own.post.origin.remote_id.as_str()), bytes).await?)
            }
            None => None,
        });
    }
    let line = Line { saved_at: engine.clock.now(), own, files };
    let mut line = serde_json::to_vec(&line).map_err(|error| Failure::Rejected { why: error.to_string() })?;
    line.push(b'\n');
    let year = own.post.created_at.strftime("%Y.jsonl").to_string();
    let path = folder.join(year);
    on_disk(path, move |path| {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
        file.write_all(&line)?;
        file.sync_all()
    })
    .await
}

/// The bytes of a medium; none where its network does not have it any more.
async fn fetch(engine: &Engine, medium: &Media) -> Result<Option<Bytes>, Failure> {
    let MediaSource::Url(url) = &medium.source else { return Ok(None) };
    let request =
        Request::get(url.as_url().clone()).max_body(engine.limits.media_file).redirects(Redirects::Follow);
    let why = match engine.http.send(request).await {
        Ok(answer) if answer.status.is_success() => return Ok(Some(answer.body)),
        Ok(answer) if matches!(answer.status.as_u16(), 403 | 404 | 410) => return Ok(None),
        Ok(answer) => format!("its server answers {}", answer.status),
        Err(HttpError::TooLarge { .. }) => {
            let most = engine.limits.media_file >> 20;
            return Err(Failure::Rejected {
                why: format!(
                    "{url} is larger than {most} MiB and cannot be saved; raise media_file_mib, or delete it by hand"
                ),
            });
        }
        Err(error) => error.to_string(),
    };
    Err(Failure::Retry { why: format!("{url} could not be saved: {why}") })
}

/// Writes a file whole, or not at all; returns its name.
async fn keep(folder: &Path, stem: &str, bytes: Bytes) -> Result<String, Failure> {
    let ending = sniff(&bytes).map_or("bin", mimus_core::media::ending_of);
    let stem: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    let name = format!("{stem}.{ending}");
    on_disk(folder.join(&name), move |path| {
        let begun = path.with_extension("part");
        let mut file = std::fs::File::create(&begun)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(&begun, path)
    })
    .await?;
    Ok(name)
}

async fn on_disk(
    path: PathBuf,
    write: impl FnOnce(&Path) -> io::Result<()> + Send + 'static,
) -> Result<(), Failure> {
    let shown = path.display().to_string();
    let written = tokio::task::spawn_blocking(move || {
        let folder = path.parent().unwrap_or(&path);
        std::fs::create_dir_all(folder)?;
        write(&path)?;
        std::fs::File::open(folder)?.sync_all()
    });
    let written = written.await.map_err(io::Error::other).and_then(|done| done);
    written.map_err(|error| Failure::Retry { why: format!("{shown} cannot be written: {error}") })
}
