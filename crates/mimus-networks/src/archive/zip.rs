//! An archive as X gives it out.
//!
//! Nothing is unpacked to disk. The list of files is checked before any is opened: names that lead out of the
//! folder, links, encryption and overlapping entries are refused (as in a zip bomb that tells one stretch of
//! bytes to be many files), and no file may give more than it is said to hold, nor swell beyond measure.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::container::{Content, DataFile, holds_tweets, io_failure, is_data, logical, rejected};
use crate::connector::Failure;

/// Most entries of a zip.
const MAX_ENTRIES: u64 = 2_000_000;
/// How many times its packed size a file may unpack to …
const MAX_RATIO: u64 = 200;
/// … beyond this many bytes. Real tweets pack about 1 to 15.
const RATIO_FREE_BYTES: u64 = 64 << 20;
const CHUNK_BYTES: usize = 64 << 10;
/// Chunks unpacked ahead of the reader.
const CHUNKS_AHEAD: usize = 4;

/// A zip with an archive's files.
#[derive(Debug)]
pub(super) struct Zip {
    archive: ZipArchive<SharedFile>,
    /// What stands before the names of the data's files: `data/`, nothing, `wrapping/data/`.
    base: String,
    data_files: Vec<DataFile>,
}

impl Zip {
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let shown = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let file = File::open(path).map_err(|error| io_failure(&shown, &error))?;
        let mut reader = SharedFile::new(file).map_err(|error| io_failure(&shown, &error))?;
        check_count(&mut reader).map_err(|error| io_failure(&shown, &error))?;
        let archive = ZipArchive::new(reader).map_err(|error| zip_failure(&shown, error))?;
        let entries =
            check_entries(&archive).map_err(|(entry, why)| rejected(&format!("{shown}: {entry}"), &why))?;
        let base = find_base(&entries)
            .ok_or_else(|| rejected(&shown, "holds no data/tweets.js; give the zip that X gave"))?;
        let mut data_files: Vec<_> = entries
            .into_iter()
            .filter_map(|mut entry| {
                let rest = entry.name.strip_prefix(&base).filter(|rest| is_data(rest))?;
                entry.name = logical(rest);
                Some(entry)
            })
            .collect();
        data_files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { archive, base, data_files })
    }

    pub(super) fn data_files(&self) -> &[DataFile] {
        &self.data_files
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(&format!("{}{}", self.base, name.strip_prefix("data/")?))
    }

    /// The names of the files in a folder of the archive.
    pub(super) fn names_in(&self, folder: &str) -> Vec<String> {
        let Some(rest) = folder.strip_prefix("data/") else { return Vec::new() };
        let prefix = format!("{}{rest}/", self.base);
        let below = |name: &str| name.strip_prefix(&prefix).filter(|n| !n.is_empty()).map(str::to_owned);
        self.archive.file_names().filter_map(|name| below(&name.ok()?)).collect()
    }

    /// Opens a file. It is unpacked by a thread of its own, which ends with the reader.
    pub(super) fn content(&self, name: &str) -> Result<Content, Failure> {
        let index = self.index(name).ok_or_else(|| rejected(name, "is not in the zip"))?;
        let (size, packed) = self
            .archive
            .by_index_data(index)
            .map(|entry| (entry.size(), entry.compressed_size()))
            .map_err(|error| zip_failure(name, error))?;
        let mut archive = self.archive.clone();
        let (sender, receiver) = sync_channel(CHUNKS_AHEAD);
        std::thread::Builder::new()
            .name("unzip".to_owned())
            .spawn(move || {
                let unpacked = match archive.by_index(index) {
                    Ok(entry) => unpack(entry, size, packed, &sender),
                    Err(error) => Err(as_io(error)),
                };
                // A reader that is gone wants to hear nothing more.
                let _ = sender.send(unpacked.map(|()| Vec::new()));
            })
            .map_err(|error| Failure::Retry { why: format!("{name}: no thread to unpack it: {error}") })?;
        Ok(Content { reader: Box::new(Unpacked { receiver, chunk: Vec::new(), at: 0, ended: false }), size })
    }
}

/// Sends what `entry` unpacks to, within its bounds. That it gives no more than it says is the crate's to check.
fn unpack(
    mut entry: impl Read,
    size: u64,
    packed: u64,
    sender: &SyncSender<io::Result<Vec<u8>>>,
) -> io::Result<()> {
    let mut sent = 0;
    loop {
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        (&mut entry).take(CHUNK_BYTES as u64).read_to_end(&mut chunk)?;
        sent += chunk.len() as u64;
        if sent > RATIO_FREE_BYTES && sent / MAX_RATIO > packed {
            let why =
                format!("it unpacks to more than {MAX_RATIO} times its packed size, as a zip bomb does");
            return Err(damaged(why));
        }
        if chunk.is_empty() {
            return match sent == size {
                true => Ok(()),
                false => Err(damaged(format!("it ends after {sent} of {size} bytes"))),
            };
        }
        if sender.send(Ok(chunk)).is_err() {
            return Ok(());
        }
    }
}

/// What the unpacking thread sends, as a reader. An empty chunk is the end.
struct Unpacked {
    receiver: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.chunk.len() && !self.ended {
            self.at = 0;
            self.chunk = match self.receiver.recv() {
                Ok(chunk) => chunk?,
                Err(_) => return Err(io::Error::other("unpacking stopped before the end")),
            };
            self.ended = self.chunk.is_empty();
        }
        let count = buffer.len().min(self.chunk.len() - self.at);
        buffer[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Checks every entry's name and place; a refusal gives the entry and the reason.
fn check_entries(archive: &ZipArchive<SharedFile>) -> Result<Vec<DataFile>, (String, String)> {
    let mut candidates = Vec::new();
    let mut ranges = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let entry =
            archive.by_index_data(index).map_err(|error| (format!("entry {index}"), error.to_string()))?;
        let name = entry.name().map_err(|error| (format!("entry {index}"), error.to_string()))?;
        let refuse = |why: &str| Err((name.escape_debug().take(200).collect::<String>(), why.to_owned()));
        if let Some(why) = unsafe_name(&name) {
            return refuse(why);
        }
        if entry.is_symlink() {
            return refuse("it is a symbolic link, which no archive from X holds");
        }
        if entry.encrypted() {
            return refuse("it is encrypted; unpack the zip and give the folder");
        }
        let packed = entry.compressed_size();
        let least = (30 + entry.name_raw().len() as u64).saturating_add(packed);
        ranges.push((entry.header_start(), entry.header_start().saturating_add(least), index));
        if name.ends_with(".js") {
            let (size, checksum) = (entry.size(), entry.crc32());
            candidates.push(DataFile { name: name.into_owned(), size, checksum });
        }
    }
    ranges.sort_unstable();
    match ranges.windows(2).find(|pair| pair[1].0 < pair[0].1) {
        None => Ok(candidates),
        Some(pair) => {
            let name =
                |index| archive.name_for_index(index).and_then(Result::ok).unwrap_or_default().into_owned();
            let why = format!("it overlaps with {}, as in a zip bomb", name(pair[0].2).escape_debug());
            Err((name(pair[1].2).escape_debug().to_string(), why))
        }
    }
}

/// Why a name is none that an archive from X holds.
fn unsafe_name(name: &str) -> Option<&'static str> {
    let drive = name.as_bytes().get(1) == Some(&b':') && name.starts_with(|c: char| c.is_ascii_alphabetic());
    if name.contains(char::is_control) {
        Some("its name holds a control character")
    } else if name.starts_with(['/', '\\']) || drive {
        Some("its name is an absolute path, which leads out of the archive")
    } else if name.split(['/', '\\']).any(|part| part == "..") {
        Some("its name holds .., which leads out of the archive")
    } else {
        None
    }
}

/// What stands before the data's names; the shortest where there are several.
fn find_base(entries: &[DataFile]) -> Option<String> {
    entries
        .iter()
        .filter_map(|entry| {
            let slashes: Vec<usize> = entry.name.match_indices('/').map(|(at, _)| at + 1).collect();
            let starts = std::iter::once(0).chain(slashes.into_iter().take(2));
            starts
                .map(|start| entry.name.split_at(start))
                .find(|(_, rest)| holds_tweets(rest))
                .map(|(base, _)| base)
        })
        .min_by_key(|base| (!base.ends_with("data/"), base.len(), (*base).to_owned()))
        .map(str::to_owned)
}

/// Refuses a zip that says to have too many entries, before room is made for them: the numbers are in the
/// records at its end.
fn check_count(file: &mut SharedFile) -> io::Result<()> {
    const TAIL: u64 = (64 << 10) + 256;
    let start = file.size.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    let wide = |at: usize| tail.get(at..at + 8).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
    let most = tail
        .windows(4)
        .enumerate()
        .filter(|(_, four)| *four == b"PK\x06\x06")
        .filter_map(|(at, _)| Some(wide(at + 24)?.max(wide(at + 32)?)))
        .max();
    if most.is_some_and(|count| count > MAX_ENTRIES) {
        return Err(damaged(format!("it says to hold more than {MAX_ENTRIES} files")));
    }
    let has = |magic: &[u8]| tail.windows(4).any(|four| four == magic);
    if has(b"PK\x06\x07") && most.is_none() {
        return Err(damaged("its list of files is not where it says".to_owned()));
    }
    if !has(b"PK\x05\x06") {
        return Err(damaged(
            "it is no whole zip: its list of files is missing; download it again".to_owned(),
        ));
    }
    Ok(())
}

fn damaged(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

fn as_io(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => damaged(other.to_string()),
    }
}

fn zip_failure(file: &str, error: ZipError) -> Failure {
    match error {
        ZipError::Io(error) => io_failure(file, &error),
        other => rejected(file, &format!("{other}; download the archive again")),
    }
}

/// One open file read at several places at once, each reader with its own place and buffer.
#[derive(Debug)]
struct SharedFile {
    file: Arc<File>,
    size: u64,
    at: u64,
    buffer: Vec<u8>,
    /// Where in the file the buffer begins.
    buffered_at: u64,
}

impl SharedFile {
    fn new(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self { file: Arc::new(file), size, at: 0, buffer: Vec::new(), buffered_at: 0 })
    }

    fn buffered(&self) -> &[u8] {
        let offset = self.at.checked_sub(self.buffered_at).and_then(|offset| usize::try_from(offset).ok());
        offset.and_then(|offset| self.buffer.get(offset..)).unwrap_or_default()
    }
}

impl Clone for SharedFile {
    fn clone(&self) -> Self {
        Self { file: Arc::clone(&self.file), size: self.size, at: 0, buffer: Vec::new(), buffered_at: 0 }
    }
}

impl Read for SharedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.buffered().is_empty() {
            self.buffer.resize(16 << 10, 0);
            let count = read_at(&self.file, &mut self.buffer, self.at)?;
            self.buffer.truncate(count);
            self.buffered_at = self.at;
        }
        let found = self.buffered();
        let count = found.len().min(buffer.len());
        buffer[..count].copy_from_slice(&found[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for SharedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
