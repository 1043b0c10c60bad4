//! What a destination takes of the files of media.

use serde::{Deserialize, Serialize};

use crate::media::TYPES;

/// How large the files of media may be, and of which types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileLimits {
    /// Bytes of a still picture.
    pub picture: u64,
    /// Pixels of a picture, width times height.
    pub pixels: u64,
    /// Bytes of a picture that moves.
    pub moving: u64,
    /// Bytes of a film, or of sound.
    pub film: u64,
    /// The types.
    pub types: FileTypes,
}

impl Default for FileLimits {
    /// Those that Mastodon has where nothing is changed.
    fn default() -> Self {
        Self {
            picture: 16 << 20,
            pixels: 33_177_600,
            moving: 16 << 20,
            film: 99 << 20,
            types: FileTypes::all(),
        }
    }
}

/// Some of the media types that are kept and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<String>", from = "Vec<String>")]
pub struct FileTypes(u16);

impl FileTypes {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self::of(TYPES.iter().map(|(name, _)| *name))
    }

    /// Those named, such as `image/png`; other types are as if they were not there.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().filter_map(bit).fold(0, |all, bit| all | bit))
    }

    /// Whether a type is among them.
    #[must_use]
    pub fn contains(self, name: &str) -> bool {
        bit(name).is_some_and(|bit| self.0 & bit != 0)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

fn bit(name: &str) -> Option<u16> {
    TYPES.iter().position(|(known, _)| *known == name).map(|at| 1 << at)
}

impl From<Vec<String>> for FileTypes {
    fn from(names: Vec<String>) -> Self {
        Self::of(names.iter().map(String::as_str))
    }
}

impl From<FileTypes> for Vec<String> {
    fn from(types: FileTypes) -> Self {
        let known = TYPES.iter().map(|(name, _)| *name);
        known.filter(|name| types.contains(name)).map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_written_by_name() {
        let types = FileTypes::of(["image/png", "image/heic", "video/mp4"]);
        assert!(types.contains("image/png") && !types.contains("image/heic") && !types.contains("image/gif"));
        let written = serde_json::to_string(&types).unwrap();
        assert_eq!(written, r#"["image/png","video/mp4"]"#);
        assert_eq!(serde_json::from_str::<FileTypes>(&written).unwrap(), types);
        assert!(FileTypes::of(["text/html"]).is_empty() && FileTypes::all().contains("audio/mp4"));
    }
}
