//! Mirroring from the archive that X gives out: a zip or its unpacked folder.

use jiff::Timestamp;
use mimus_core::Network;

use crate::connector::{BoxFuture, Failure, Page, Read};

/// Reads an archive of an X account.
#[derive(Debug)]
pub struct ArchiveReader {}

impl ArchiveReader {
    /// Opens the archive at `place`: a path of a zip or of its unpacked folder.
    pub fn open(place: &str) -> Result<Self, Failure> {
        Err(Failure::Rejected { why: format!("{place} cannot be read yet") })
    }
}

impl Read for ArchiveReader {
    fn network(&self) -> Network {
        Network::Archive
    }

    fn read<'a>(
        &'a mut self,
        _cursor: Option<&'a str>,
        _now: Timestamp,
    ) -> BoxFuture<'a, Result<Page, Failure>> {
        Box::pin(async { Err(Failure::Rejected { why: "archives cannot be read yet".into() }) })
    }
}
