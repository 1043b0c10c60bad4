//! An unpacked archive.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::container::{Content, DataFile, holds_tweets, io_failure, is_data, logical, rejected};
use crate::connector::Failure;

/// Most entries of one folder that are looked at.
const MAX_LISTED: usize = 100_000;

/// A folder with an archive's files; symbolic links in it are not followed.
#[derive(Debug)]
pub(super) struct Folder {
    /// The folder that holds `tweets.js`.
    data: PathBuf,
    data_files: Vec<DataFile>,
}

impl Folder {
    /// Finds the folder of data: `data`, the folder itself, or either within one folder below.
    pub(super) fn open(root: &Path) -> Result<Self, Failure> {
        let shown = root.display().to_string();
        let root = fs::canonicalize(root).map_err(|error| io_failure(&shown, &error))?;
        let mut candidates = vec![root.join("data"), root.clone()];
        for name in folders_in(&root) {
            candidates.push(root.join(&name).join("data"));
            candidates.push(root.join(&name));
        }
        for data in candidates {
            let data_files = data_files_in(&data);
            let found =
                data_files.iter().any(|file| file.name.strip_prefix("data/").is_some_and(holds_tweets));
            if found {
                return Ok(Self { data, data_files });
            }
        }
        Err(rejected(
            &shown,
            "holds no data/tweets.js; give the folder that the archive from X was unpacked to",
        ))
    }

    pub(super) fn data_files(&self) -> &[DataFile] {
        &self.data_files
    }

    /// Where a file lies, if it is there and reached without a link.
    pub(super) fn path_of(&self, name: &str) -> Option<PathBuf> {
        let mut path = self.data.clone();
        let mut last = None;
        for part in name.strip_prefix("data/")?.split('/') {
            if part.is_empty() || matches!(part, "." | "..") || part.contains(['\\', ':', '\0']) {
                return None;
            }
            path.push(part);
            let kind = fs::symlink_metadata(&path).ok()?.file_type();
            if kind.is_symlink() {
                return None;
            }
            last = Some(kind);
        }
        last.is_some_and(|kind| kind.is_file()).then_some(path)
    }

    pub(super) fn content(&self, name: &str) -> Result<Content, Failure> {
        let path = self.path_of(name).ok_or_else(|| rejected(name, "is not in the folder"))?;
        let file = File::open(path).map_err(|error| io_failure(name, &error))?;
        let size = file.metadata().map_err(|error| io_failure(name, &error))?.len();
        Ok(Content { reader: Box::new(file.take(size)), size })
    }

    /// The names of the files in a folder of the archive.
    pub(super) fn names_in(&self, folder: &str) -> Vec<String> {
        let Some(rest) = folder.strip_prefix("data/") else { return Vec::new() };
        files_in(&self.data, &[rest]).into_iter().map(|(name, _)| name).collect()
    }
}

fn data_files_in(data: &Path) -> Vec<DataFile> {
    let mut found = Vec::new();
    for below in [&[][..], &["js"], &["js", "tweets"]] {
        for (name, size) in files_in(data, below) {
            let rest = [below, &[name.as_str()]].concat().join("/");
            if is_data(&rest) {
                found.push(DataFile { name: logical(&rest), size, checksum: 0 });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// The real subfolders of a folder, in order of their names; none where it cannot be read.
fn folders_in(folder: &Path) -> Vec<String> {
    entries(folder, |kind| kind.is_dir()).unwrap_or_default().into_iter().map(|(name, _)| name).collect()
}

/// The real files of a folder below `data` that is reached without a link, with their sizes, in order of their
/// names.
fn files_in(data: &Path, below: &[&str]) -> Vec<(String, u64)> {
    let mut folder = data.to_owned();
    let real = |folder: &Path| fs::symlink_metadata(folder).is_ok_and(|about| about.is_dir());
    let mut reached = real(&folder);
    for part in below {
        folder.push(part);
        reached &= real(&folder);
    }
    if reached { entries(&folder, |kind| kind.is_file()).unwrap_or_default() } else { Vec::new() }
}

fn entries(folder: &Path, wanted: impl Fn(fs::FileType) -> bool) -> io::Result<Vec<(String, u64)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)?.take(MAX_LISTED) {
        let entry = entry?;
        // Neither follows a link.
        if wanted(entry.file_type()?)
            && let Ok(name) = entry.file_name().into_string()
        {
            found.push((name, entry.metadata()?.len()));
        }
    }
    found.sort();
    Ok(found)
}
