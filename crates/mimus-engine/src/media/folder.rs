//! The media folder: files by the hash of their content.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use aws_lc_rs::digest;
use jiff::Timestamp;

use super::{MediaError, inspect::Inspected, inspect::inspect};

/// The ending of pictures of cards, which are JPEGs.
pub const CARD: &str = "card";

/// The folder under which media are kept: `ab/cd/abcd….jpg`, by the SHA-256 of their content in hexadecimal.
#[derive(Debug, Clone)]
pub struct MediaFolder {
    path: PathBuf,
}

/// A file that is in the folder now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub bytes: u64,
    /// What was seen in it.
    pub inspected: Inspected,
}

static SERIAL: AtomicU64 = AtomicU64::new(0);

impl MediaFolder {
    /// Uses `path`, and makes it if it is not there.
    pub fn open(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path.join("incoming"))?;
        Ok(Self { path: path.to_owned() })
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a file of that name (hash and extension) is or would be; `None` for what is no such name.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        let (hash, extension) = name.split_once('.')?;
        let hex = hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let plain =
            (1..=4).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric());
        (hex && plain).then(|| self.path.join(&hash[..2]).join(&hash[2..4]).join(name))
    }

    /// A new, empty file for bytes on their way in. It is removed with the handle unless it is kept.
    pub fn incoming(&self) -> io::Result<Incoming> {
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        let path = self.path.join("incoming").join(format!("{}-{serial}", std::process::id()));
        fs::File::create(&path)?;
        Ok(Incoming { path })
    }

    /// Takes in what `reader` gives, at most `limit` bytes. Blocking.
    pub fn keep(&self, reader: &mut dyn Read, limit: u64) -> Result<Kept, MediaError> {
        let incoming = self.incoming()?;
        let mut file = fs::File::create(&incoming.path)?;
        let copied = io::copy(&mut reader.take(limit + 1), &mut file)?;
        if copied > limit {
            return Err(MediaError::TooLarge { limit });
        }
        drop(file);
        self.keep_incoming(&incoming)
    }

    /// Takes in a file that was written to [`MediaFolder::incoming`]. Blocking.
    pub fn keep_incoming(&self, incoming: &Incoming) -> Result<Kept, MediaError> {
        let (sha256, bytes) = hash(&incoming.path)?;
        let inspected = inspect(&incoming.path)?;
        let name = format!("{sha256}.{}", inspected.extension());
        let target =
            self.file(&name).ok_or_else(|| io::Error::other(format!("{name} is no name for a medium")))?;
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        // The bytes must be on the disk before the database says that they are. Where they are there already, they are put there
        // anew: the janitor may be about to let go of a file that nobody has used for long.
        fs::File::open(&incoming.path)?.sync_all()?;
        fs::rename(&incoming.path, &target)?;
        Ok(Kept { sha256, bytes, inspected })
    }

    /// Keeps a picture that we have made ourselves, for a card. It bears a name of its own kind, so that letting go of it touches
    /// no medium of anything else. Returns the name.
    pub(crate) fn keep_card(&self, bytes: &[u8]) -> io::Result<String> {
        let incoming = self.incoming()?;
        fs::write(&incoming.path, bytes)?;
        let (sha256, _) = hash(&incoming.path)?;
        let name = format!("{sha256}.{CARD}");
        let target =
            self.file(&name).ok_or_else(|| io::Error::other(format!("{name} is no name for a card")))?;
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::rename(&incoming.path, &target)?;
        Ok(name)
    }

    /// Removes a file; one that is not there is no error.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        match self.file(name).map(fs::remove_file) {
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Marks a file as used at a time, so that it is not let go of soon; what was set aside comes back. Says whether it is there.
    pub fn mark_used(&self, name: &str, at: Timestamp) -> io::Result<bool> {
        let Some(path) = self.file(name) else { return Ok(false) };
        if mark(&path, at.into())? {
            return Ok(true);
        }
        self.bring_back(name)?;
        mark(&path, at.into())
    }

    /// The names of files that were not used since a time.
    pub fn names_before(&self, time: Timestamp) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for first in fs::read_dir(&self.path)? {
            let first = first?;
            if first.file_name().len() != 2 || !first.file_type()?.is_dir() {
                continue;
            }
            for second in fs::read_dir(first.path())? {
                for file in fs::read_dir(second?.path())? {
                    let file = file?;
                    let name = file.file_name().to_string_lossy().into_owned();
                    let own = self.file(&name).is_some_and(|path| path == file.path());
                    if own && used(&file.path())?.is_some_and(|used| used < time) {
                        names.push(name);
                    }
                }
            }
        }
        Ok(names)
    }

    /// Where files wait that are about to be let go of.
    fn leaving(&self, name: &str) -> PathBuf {
        self.path.join("leaving").join(name)
    }

    /// Moves a file aside; one that is not there is no error.
    pub fn set_aside(&self, name: &str) -> io::Result<()> {
        fs::create_dir_all(self.path.join("leaving"))?;
        self.file(name).map_or(Ok(()), |path| unless_gone(fs::rename(path, self.leaving(name))))
    }

    /// Moves it back to its place; one that is not aside is no error.
    pub fn bring_back(&self, name: &str) -> io::Result<()> {
        self.file(name).map_or(Ok(()), |path| unless_gone(fs::rename(self.leaving(name), path)))
    }

    /// Removes one that is aside; one that is not is no error.
    pub fn remove_aside(&self, name: &str) -> io::Result<()> {
        unless_gone(fs::remove_file(self.leaving(name)))
    }

    /// What is aside, and when each was last used.
    pub fn aside(&self) -> io::Result<Vec<(String, Timestamp)>> {
        let folder = self.path.join("leaving");
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for file in fs::read_dir(folder)? {
            let file = file?;
            let name = file.file_name().to_string_lossy().into_owned();
            if self.file(&name).is_some()
                && let Some(used) = used(&file.path())?
            {
                found.push((name, used));
            }
        }
        Ok(found)
    }

    /// Removes what former runs left half-written.
    pub fn sweep(&self) -> io::Result<()> {
        let own = format!("{}-", std::process::id());
        for entry in fs::read_dir(self.path.join("incoming"))? {
            let entry = entry?;
            let old = entry.metadata()?.modified()?.elapsed().is_ok_and(|age| age.as_secs() > 3_600);
            if old && !entry.file_name().to_string_lossy().starts_with(&own) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// What was not there has been moved or removed by another, which is as well.
fn unless_gone(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Sets when a file was last used: the time at which it was changed. Says whether it is there.
fn mark(path: &Path, at: SystemTime) -> io::Result<bool> {
    match fs::File::options().append(true).open(path) {
        Ok(file) => file.set_modified(at).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// When a file was last used; none where it is gone.
fn used(path: &Path) -> io::Result<Option<Timestamp>> {
    match fs::metadata(path) {
        Ok(meta) => Ok(Some(Timestamp::try_from(meta.modified()?).unwrap_or(Timestamp::MAX))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A file on its way in.
#[derive(Debug)]
pub struct Incoming {
    path: PathBuf,
}

impl Incoming {
    /// Where to write.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Kept files have moved away; what cannot be removed now is swept later.
        let _ = fs::remove_file(&self.path);
    }
}

fn hash(path: &Path) -> io::Result<(String, u64)> {
    struct Hashing(digest::Context);
    impl Write for Hashing {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut hashing = Hashing(digest::Context::new(&digest::SHA256));
    let bytes = io::copy(&mut fs::File::open(path)?, &mut hashing)?;
    let hex = hashing.0.finish().as_ref().iter().map(|b| format!("{b:02x}")).collect();
    Ok((hex, bytes))
}
