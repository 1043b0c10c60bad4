//! Where a source account is, as people write it: `feed:https://…`, `archive:export.zip`.

use std::fmt;
use std::str::FromStr;

use mimus_core::{Network, ids::UnknownNetwork};
use serde::{Deserialize, Serialize};

/// Longest location, in bytes.
pub const MAX_LOCATION_BYTES: usize = 4_096;

/// A network and a place on it. What the place must look like is the network's module to say.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SourceLocation {
    network: Network,
    place: String,
}

/// Why a word is no [`SourceLocation`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// No network before a colon.
    #[error("{0:?} does not say which network; write feed:URL-or-file, archive:ZIP or x:HANDLE")]
    NoNetwork(String),
    /// A network that there is not.
    #[error(transparent)]
    Network(#[from] UnknownNetwork),
    /// Nothing, or too much, after the colon.
    #[error("what follows {0}: must have 1 to {MAX_LOCATION_BYTES} bytes and no control characters")]
    Place(Network),
}

impl SourceLocation {
    /// A place on a network.
    pub fn new(network: Network, place: impl Into<String>) -> Result<Self, LocationError> {
        let place = place.into();
        if place.is_empty() || place.len() > MAX_LOCATION_BYTES || place.chars().any(char::is_control) {
            return Err(LocationError::Place(network));
        }
        Ok(Self { network, place })
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> Network {
        self.network
    }

    /// The place on it: a URL, a path or a handle.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }
}

impl FromStr for SourceLocation {
    type Err = LocationError;

    fn from_str(word: &str) -> Result<Self, LocationError> {
        let (network, place) =
            word.split_once(':').ok_or_else(|| LocationError::NoNetwork(word.chars().take(80).collect()))?;
        Self::new(network.parse()?, place.trim())
    }
}

impl TryFrom<String> for SourceLocation {
    type Error = LocationError;
    fn try_from(word: String) -> Result<Self, LocationError> {
        word.parse()
    }
}

impl From<SourceLocation> for String {
    fn from(location: SourceLocation) -> Self {
        location.to_string()
    }
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.network, self.place)
    }
}
