//! Writing a backup. The server may run meanwhile.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use jiff::Timestamp;
use mimus_store::{Store, StoreOptions};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::{BackupError, Counts, FORMAT, MANIFEST, Manifest, io, zipped};
use crate::MediaFolder;

/// Rows read at once.
const ROWS: u32 = 500;

/// Writes everything into a new file at `path`. On SQLite the rows are those of one moment; on PostgreSQL a server
/// that runs meanwhile may add to later tables what earlier ones do not know yet, so stop it first.
pub async fn write(
    store: &Store,
    media: &MediaFolder,
    public_url: &str,
    path: &Path,
    now: Timestamp,
) -> Result<Counts, BackupError> {
    let name = path.display().to_string();
    if path.exists() {
        return Err(BackupError::Exists(name));
    }
    // Written beside its place and moved there when whole: a backup that was cut short must not pass for one.
    let partial = path.with_extension("partial");
    let copy = path.with_extension("copy.db");
    let result = write_partial(store, media, public_url, &partial, &copy, now).await;
    let _ = fs::remove_file(&copy);
    match result {
        Ok(counts) => {
            fs::rename(&partial, path).map_err(io(&name))?;
            Ok(counts)
        }
        Err(error) => {
            let _ = fs::remove_file(&partial);
            Err(error)
        }
    }
}

async fn write_partial(
    store: &Store,
    media: &MediaFolder,
    public_url: &str,
    partial: &Path,
    copy: &Path,
    now: Timestamp,
) -> Result<Counts, BackupError> {
    // A copy of the database holds still while it is read.
    let still = if store.is_sqlite() {
        let _ = fs::remove_file(copy);
        store.copy_sqlite(copy).await?;
        Store::open(&StoreOptions { url: format!("sqlite:{}", copy.display()), connections: 1 }).await?
    } else {
        store.clone()
    };
    let name = partial.display().to_string();
    let mut zip = ZipWriter::new(BufWriter::new(File::create(partial).map_err(io(&name))?));
    let packed =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    let tables = still.tables().await?;
    let manifest = Manifest {
        format: FORMAT,
        schema: still.schema(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        written_at: now.to_string(),
        public_url: public_url.to_owned(),
        tables: tables.clone(),
    };
    zip.start_file(MANIFEST, packed).map_err(zipped(&name))?;
    serde_json::to_writer_pretty(&mut zip, &manifest).map_err(|e| io(&name)(e.into()))?;
    let mut counts = Counts::default();
    for table in &tables {
        zip.start_file(format!("tables/{}.jsonl", table.name), packed).map_err(zipped(&name))?;
        let mut offset = 0;
        loop {
            let rows = still.dump(table, offset, ROWS).await?;
            for row in &rows {
                serde_json::to_writer(&mut zip, row).map_err(|e| io(&name)(e.into()))?;
                zip.write_all(b"\n").map_err(io(&name))?;
            }
            offset += rows.len() as u64;
            if rows.len() < ROWS as usize {
                break;
            }
        }
        counts.rows += offset;
    }
    if store.is_sqlite() {
        still.close().await;
    }
    for (relative, file) in media_files(media).map_err(io(media.path().display()))? {
        let mut source = match File::open(&file) {
            // Let go since the folder was listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other.map_err(io(file.display()))?,
        };
        zip.start_file(format!("media/{relative}"), stored).map_err(zipped(&name))?;
        io::copy(&mut source, &mut zip).map_err(io(&name))?;
        counts.media += 1;
    }
    let file = zip.finish().map_err(zipped(&name))?.into_inner().map_err(|e| io(&name)(e.into_error()))?;
    file.sync_all().map_err(io(&name))?;
    Ok(counts)
}

/// All media files by their path within the folder, those on their way in left out.
fn media_files(media: &MediaFolder) -> io::Result<Vec<(String, std::path::PathBuf)>> {
    let mut found = Vec::new();
    for first in fs::read_dir(media.path())? {
        let first = first?;
        let first_name = first.file_name().to_string_lossy().into_owned();
        if first_name.len() != 2 || !first.file_type()?.is_dir() {
            continue;
        }
        for second in fs::read_dir(first.path())? {
            let second = second?;
            for file in fs::read_dir(second.path())? {
                let file = file?;
                let name = file.file_name().to_string_lossy().into_owned();
                if media.file(&name).is_some_and(|path| path == file.path()) {
                    found.push((
                        format!("{first_name}/{}/{name}", second.file_name().to_string_lossy()),
                        file.path(),
                    ));
                }
            }
        }
    }
    found.sort();
    Ok(found)
}
