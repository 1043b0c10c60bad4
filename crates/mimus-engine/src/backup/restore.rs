//! Taking a backup back, into an empty store.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use mimus_store::{DumpError, Store, TableRow};
use zip::ZipArchive;

use super::{BackupError, Counts, FORMAT, MANIFEST, Manifest, io, zipped};
use crate::MediaFolder;

/// Longest row, in bytes of JSON.
const MAX_ROW: u64 = 64 << 20;

/// Rows put back at once.
const ROWS: usize = 500;

/// Restores a backup. The store must hold nothing yet; media that are there stay.
pub async fn restore(
    store: &Store,
    media: &MediaFolder,
    path: &Path,
) -> Result<(Manifest, Counts), BackupError> {
    let name = path.display().to_string();
    let not_a_backup = |why: String| BackupError::NotABackup { file: name.clone(), why };
    let file = File::open(path).map_err(io(&name))?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|e| not_a_backup(e.to_string()))?;
    let manifest: Manifest = {
        let entry = zip.by_name(MANIFEST).map_err(|_| not_a_backup(format!("it holds no {MANIFEST}")))?;
        serde_json::from_reader(entry.take(1 << 20)).map_err(|e| not_a_backup(e.to_string()))?
    };
    if manifest.format != FORMAT {
        return Err(not_a_backup(format!(
            "it is of form {}, this Mimus reads form {FORMAT}",
            manifest.format
        )));
    }
    if manifest.schema != store.schema() {
        return Err(DumpError::Schema { found: manifest.schema, known: store.schema() }.into());
    }
    store.must_be_empty().await?;
    let mut counts = Counts::default();
    for table in &manifest.tables {
        let entry_name = format!("tables/{}.jsonl", table.name);
        let entry = zip.by_name(&entry_name).map_err(zipped(&entry_name))?;
        let mut lines = BufReader::new(entry);
        let mut rows: Vec<TableRow> = Vec::with_capacity(ROWS);
        loop {
            let mut line = Vec::new();
            lines.by_ref().take(MAX_ROW).read_until(b'\n', &mut line).map_err(io(&entry_name))?;
            if !line.is_empty() {
                rows.push(
                    serde_json::from_slice(&line).map_err(|e| not_a_backup(format!("{entry_name}: {e}")))?,
                );
            }
            if rows.len() == ROWS || (line.is_empty() && !rows.is_empty()) {
                store.restore(table, &rows).await?;
                counts.rows += rows.len() as u64;
                rows.clear();
            }
            if line.is_empty() {
                break;
            }
        }
    }
    store.restored().await?;
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).map_err(zipped(&name))?;
        // Only names of the form in which media are kept are taken, so nothing can be written elsewhere.
        let entry_name = entry.name().map_err(zipped(&name))?.into_owned();
        let Some(target) = entry_name.rsplit('/').next().and_then(|file| media.file(file)) else { continue };
        if !entry_name.starts_with("media/") || target.exists() {
            continue;
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(io(parent.display()))?;
        }
        let incoming = media.incoming().map_err(io(media.path().display()))?;
        let mut sink = File::create(incoming.path()).map_err(io(incoming.path().display()))?;
        io::copy(&mut entry, &mut sink).map_err(io(target.display()))?;
        sink.sync_all().map_err(io(target.display()))?;
        fs::rename(incoming.path(), &target).map_err(io(target.display()))?;
        counts.media += 1;
    }
    Ok((manifest, counts))
}
