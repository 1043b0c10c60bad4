//! The files in `fuzz/corpus/<target>/`: seeds, which inputs are made from, and what was found.

use std::io;
use std::path::{Path, PathBuf};

use crate::Target;

/// How the names of found inputs begin. They are replayed, but nothing is made from them: inputs would else change
/// with every find.
pub const FOUND: &str = "found-";

/// Largest file that belongs into the corpus, in bytes.
const MAX_FILE: u64 = 1 << 20;

/// A file of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seed {
    /// Its name without its folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Why the corpus cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The folder or a file of it cannot be read or written.
    #[error("{path}: {source}; run this from the root of the repository, or give --corpus")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is nothing to make inputs from.
    #[error("{0} holds no seeds; a file that shows a good input is needed there")]
    Empty(PathBuf),
    /// A file is larger than inputs are.
    #[error("{0} is larger than 1 MiB; shorten it")]
    TooLarge(PathBuf),
}

/// All files of a target, by name.
pub fn all(corpus: &Path, target: Target) -> Result<Vec<Seed>, CorpusError> {
    let folder = corpus.join(target.name());
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| CorpusError::File { path, source }
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(failed(&folder))? {
        let path = entry.map_err(failed(&folder))?.path();
        let about = path.metadata().map_err(failed(&path))?;
        if about.len() > MAX_FILE {
            return Err(CorpusError::TooLarge(path));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if about.is_file() {
            files.push(Seed { name, bytes: std::fs::read(&path).map_err(failed(&path))? });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// What inputs of a target are made from, by name.
pub fn seeds(corpus: &Path, target: Target) -> Result<Vec<Seed>, CorpusError> {
    let mut seeds = all(corpus, target)?;
    seeds.retain(|seed| !seed.name.starts_with(FOUND));
    if seeds.is_empty() { Err(CorpusError::Empty(corpus.join(target.name()))) } else { Ok(seeds) }
}

/// Keeps an input under a name made of its content, and returns where.
pub fn keep(corpus: &Path, target: Target, input: &[u8]) -> Result<PathBuf, CorpusError> {
    let folder = corpus.join(target.name());
    let path = folder.join(format!("{FOUND}{:016x}", hash(input)));
    let failed = |source| CorpusError::File { path: path.clone(), source };
    std::fs::create_dir_all(&folder).map_err(failed)?;
    std::fs::write(&path, input).map_err(failed)?;
    Ok(path)
}

/// FNV-1a with 64 bits: names must be the same from one version of Rust to the next.
fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3))
}
