//! Archives of X accounts: a text that names files, which is packed first, or the bytes of a zip.

use std::io::{Cursor, Read as _, Write as _};
use std::path::PathBuf;

use jiff::Timestamp;
use mimus_networks::archive::ArchiveReader;
use mimus_networks::{Failure, Next, Page, Read as _};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use zip::write::SimpleFileOptions;

use super::{Exercise, Outcome, SetupError};

/// How inputs begin that are still to be packed: then `=== NAME`, lines, `=== NAME`, and so on.
const FILES_MARK: &[u8] = b"#files\n";
/// Most files that are packed.
const MAX_FILES: usize = 64;
/// Most pages that a small archive can have.
const MAX_PAGES: usize = 1_000;
/// Longest cursor, in bytes.
const MAX_CURSOR: usize = 64 << 10;
/// Most bytes that are read of a medium.
const MAX_MEDIUM: u64 = 1 << 20;

pub(super) struct ArchiveTarget {
    runtime: Runtime,
    path: PathBuf,
    _folder: TempDir,
}

impl ArchiveTarget {
    pub(super) fn new() -> Result<Self, SetupError> {
        let folder = super::folder()?;
        Ok(Self { runtime: super::runtime()?, path: folder.path().join("archive.zip"), _folder: folder })
    }

    fn read(&self, mut reader: ArchiveReader) -> Result<Outcome, String> {
        let mut cursor = None;
        let mut outcome = Outcome::Refused;
        for _ in 0..MAX_PAGES {
            let page = match self.runtime.block_on(reader.read(cursor.as_deref(), Timestamp::UNIX_EPOCH)) {
                Ok(page) => page,
                Err(failure) => return refused(&failure).map(|()| outcome),
            };
            if !page.posts.is_empty() {
                outcome = Outcome::Taken;
            }
            let ended = page.next == Next::Done;
            check(&page)?;
            media(&mut reader, &page)?;
            if ended {
                return Ok(outcome);
            }
            cursor = Some(page.cursor);
        }
        Err(format!("no end after {MAX_PAGES} pages"))
    }
}

impl Exercise for ArchiveTarget {
    fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String> {
        let packed = match input.strip_prefix(FILES_MARK) {
            Some(files) => match pack(files) {
                Ok(packed) => packed,
                // Names that the packer does not take are no archive.
                Err(_) => return Ok(Outcome::Refused),
            },
            None => input.to_vec(),
        };
        std::fs::write(&self.path, packed)
            .map_err(|error| format!("the file could not be written: {error}"))?;
        match ArchiveReader::open(&self.path.to_string_lossy()) {
            Ok(reader) => self.read(reader),
            Err(failure) => refused(&failure).map(|()| Outcome::Refused),
        }
    }
}

fn refused(failure: &Failure) -> Result<(), String> {
    match failure {
        Failure::Rejected { .. } => Ok(()),
        other => Err(format!("an archive that fails so: {other:?}")),
    }
}

fn check(page: &Page) -> Result<(), String> {
    if page.posts.len() > 500 || page.cursor.len() > MAX_CURSOR {
        return Err(format!("{} posts, a cursor of {} bytes", page.posts.len(), page.cursor.len()));
    }
    if !page.posts.is_sorted_by_key(|post| post.created_at) {
        return Err("posts that do not stand oldest first".to_owned());
    }
    if page.next != Next::More && page.next != Next::Done {
        return Err(format!("an archive that says {:?}", page.next));
    }
    Ok(())
}

/// Opens the files that the posts name.
fn media(reader: &mut ArchiveReader, page: &Page) -> Result<(), String> {
    for medium in page.posts.iter().flat_map(|post| &post.media).take(8) {
        let mimus_core::MediaSource::Entry(path) = &medium.source else { continue };
        match reader.entry(path) {
            Ok(mut entry) => {
                let read = std::io::copy(&mut entry.reader.by_ref().take(MAX_MEDIUM), &mut std::io::sink());
                if read.is_ok_and(|read| read > entry.size) {
                    return Err(format!("{path} gives more than its {} bytes", entry.size));
                }
            }
            Err(failure) => refused(&failure)?,
        }
    }
    Ok(())
}

/// A zip of the files that a text names.
fn pack(text: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut files = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(b"=== ")
            && files < MAX_FILES
        {
            let name = String::from_utf8_lossy(name.strip_suffix(b"\n").unwrap_or(name)).into_owned();
            let method = if files % 2 == 0 {
                zip::CompressionMethod::Stored
            } else {
                zip::CompressionMethod::Deflated
            };
            zip.start_file(name, SimpleFileOptions::default().compression_method(method))?;
            files += 1;
        } else if files > 0 {
            zip.write_all(line)?;
        }
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_a_zip() {
        let packed = pack(b"=== a\nx\n=== b\ny\n").expect("plain names");
        let mut zip = zip::ZipArchive::new(Cursor::new(packed)).expect("a zip");
        assert_eq!(zip.len(), 2);
        let mut words = String::new();
        zip.by_name("b").expect("it is there").read_to_string(&mut words).expect("text");
        assert_eq!(words, "y\n");
    }
}
