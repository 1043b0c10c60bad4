//! What an archive is kept in: the zip that X gives, or the folder it was unpacked to.

use std::io;
use std::path::Path;

use super::folder::Folder;
use super::zip::Zip;
use crate::connector::Failure;

/// Largest file of records, in bytes; X starts a new part long before.
pub(super) const MAX_RECORDS_BYTES: u64 = 8 << 30;
/// Largest of the small files (profile, account, manifest), in bytes.
pub(super) const MAX_SMALL_BYTES: u64 = 16 << 20;

/// Folders of media whose files belong to posts or to the profile, as X has named them over the years.
pub(super) const TWEET_MEDIA: [&str; 2] = ["data/tweets_media", "data/tweet_media"];
/// The folder of the profile's pictures.
pub(super) const PROFILE_MEDIA: &str = "data/profile_media";

/// A file of records or settings in the container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DataFile {
    /// Its name as in X's own layout: `data/tweets.js`, wherever it lies here.
    pub(super) name: String,
    /// Bytes, as stated.
    pub(super) size: u64,
    /// The stated checksum, 0 in a folder.
    pub(super) checksum: u32,
}

/// An archive's files, by their names in X's own layout (`data/…`).
#[derive(Debug)]
pub(super) enum Container {
    Zip(Zip),
    Folder(Folder),
}

/// A file's bytes and how many they are said to be.
pub(super) struct Content {
    pub(super) reader: Box<dyn io::Read + Send>,
    pub(super) size: u64,
}

impl Container {
    /// Opens what lies at `place` and looks at its list of files, at no content.
    pub(super) fn open(place: &str) -> Result<Self, Failure> {
        let path = Path::new(place);
        let about = std::fs::metadata(path).map_err(|error| rejected(place, &error.to_string()))?;
        if about.is_dir() {
            Folder::open(path).map(Self::Folder)
        } else if about.is_file() {
            Zip::open(path).map(Self::Zip)
        } else {
            Err(rejected(
                place,
                "neither a file nor a folder; give the zip that X gave or its unpacked folder",
            ))
        }
    }

    /// The `.js` files of `data` and of `data/js`, in order of their names.
    pub(super) fn data_files(&self) -> &[DataFile] {
        match self {
            Self::Zip(zip) => zip.data_files(),
            Self::Folder(folder) => folder.data_files(),
        }
    }

    /// The data file of that name.
    pub(super) fn data_file(&self, name: &str) -> Option<&DataFile> {
        self.data_files().iter().find(|file| file.name == name)
    }

    /// Whether there is a file of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        match self {
            Self::Zip(zip) => zip.has(name),
            Self::Folder(folder) => folder.path_of(name).is_some(),
        }
    }

    /// Opens a file; its reader fails rather than give more than the file is said to hold, or than `limit`.
    pub(super) fn content(&self, name: &str, limit: u64) -> Result<Content, Failure> {
        let content = match self {
            Self::Zip(zip) => zip.content(name)?,
            Self::Folder(folder) => folder.content(name)?,
        };
        if content.size > limit {
            let why = format!("it is {} bytes long; at most {limit} are read", content.size);
            return Err(rejected(name, &why));
        }
        Ok(content)
    }

    /// The whole of a small file.
    pub(super) fn small(&self, name: &str) -> Result<Vec<u8>, Failure> {
        let mut content = self.content(name, MAX_SMALL_BYTES)?;
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut content.reader, &mut bytes).map_err(|error| io_failure(name, &error))?;
        Ok(bytes)
    }

    /// The name in the profile's folder of media that ends in `-basename`, whatever stands before.
    pub(super) fn profile_picture(&self, basename: &str) -> Option<String> {
        let names = match self {
            Self::Zip(zip) => zip.names_in(PROFILE_MEDIA),
            Self::Folder(folder) => folder.names_in(PROFILE_MEDIA),
        };
        names
            .into_iter()
            .find(|name| {
                let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                [name.as_str(), stem]
                    .iter()
                    .any(|end| end.strip_suffix(basename).is_some_and(|id| id.ends_with('-')))
            })
            .map(|name| format!("{PROFILE_MEDIA}/{name}"))
    }
}

/// The name below X's layout of a file that lies at `rest` below the folder of data.
pub(super) fn logical(rest: &str) -> String {
    format!("data/{rest}")
}

/// Whether a file at `rest` below the folder of data holds posts, by its name.
pub(super) fn holds_tweets(rest: &str) -> bool {
    let part = |base: &str| {
        rest.strip_prefix(base).and_then(|rest| rest.strip_suffix(".js")).is_some_and(|part| {
            let number = part.strip_prefix("-part");
            part.is_empty() || number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        })
    };
    part("tweets") || part("tweet") || is_month(rest)
}

/// `js/tweets/2012_05.js`, as archives before 2018 have it.
pub(super) fn is_month(rest: &str) -> bool {
    let month = rest.strip_prefix("js/tweets/").and_then(|name| name.strip_suffix(".js"));
    month.is_some_and(|month| {
        month.len() == 7
            && month.bytes().enumerate().all(|(at, b)| if at == 4 { b == b'_' } else { b.is_ascii_digit() })
    })
}

/// Whether a file at `rest` below the folder of data is one of data.
pub(super) fn is_data(rest: &str) -> bool {
    let name = rest.strip_prefix("js/tweets/").or_else(|| rest.strip_prefix("js/")).unwrap_or(rest);
    name.ends_with(".js") && !name.contains('/')
}

/// A refusal that names the file and the reason.
pub(super) fn rejected(file: &str, why: &str) -> Failure {
    Failure::Rejected { why: format!("{file}: {why}") }
}

/// What a failed reading of a file means.
pub(super) fn io_failure(file: &str, error: &io::Error) -> Failure {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::InvalidData
        | Kind::InvalidInput
        | Kind::Unsupported
        | Kind::UnexpectedEof
        | Kind::NotFound
        | Kind::PermissionDenied => rejected(file, &error.to_string()),
        _ => Failure::Retry { why: format!("{file}: {error}") },
    }
}
