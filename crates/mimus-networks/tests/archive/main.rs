//! The archive's reader, from the outside: archives in, pages out.
#![allow(clippy::unwrap_used)]

mod hostile;
mod posts;
mod profiles;
mod real;
mod resume;
mod scale;
mod writer;

use mimus_core::{Post, Profile};
use mimus_networks::archive::ArchiveReader;
use mimus_networks::{Failure, Next, Page, Read, Skipped};

/// All that an archive gives.
#[derive(Debug, Default)]
struct Import {
    profile: Option<Profile>,
    posts: Vec<Post>,
    skipped: Vec<Skipped>,
    pages: usize,
    /// The cursor of the last page.
    cursor: Option<String>,
    /// How the reading failed, after the pages before.
    failure: Option<Failure>,
}

impl Import {
    fn take(&mut self, page: Page) -> Next {
        assert!(page.cursor.len() <= 64 << 10, "the cursor has {} bytes", page.cursor.len());
        assert!(page.posts.is_sorted_by_key(|post| post.created_at), "a page is oldest first");
        if page.profile.is_some() {
            self.profile = page.profile;
        }
        self.posts.extend(page.posts);
        self.skipped.extend(page.skipped);
        self.pages += 1;
        self.cursor = Some(page.cursor);
        page.next
    }

    fn post(&self, id: u64) -> &Post {
        let id = id.to_string();
        self.posts
            .iter()
            .find(|post| post.origin.remote_id.as_str() == id)
            .unwrap_or_else(|| panic!("no post {id}"))
    }

    fn skipped_why(&self, what: &str) -> &str {
        let found = self.skipped.iter().find(|skipped| skipped.what == what);
        &found.unwrap_or_else(|| panic!("{what} is not among {:?}", self.skipped)).why
    }
}

/// Reads on from `cursor` to the end or a failure.
async fn import_from(reader: &mut ArchiveReader, cursor: Option<String>) -> Import {
    let mut import = Import { cursor, ..Import::default() };
    loop {
        let cursor = import.cursor.clone();
        match reader.read(cursor.as_deref(), jiff::Timestamp::UNIX_EPOCH).await {
            Ok(page) => match import.take(page) {
                Next::More => assert!(import.pages < 100_000, "a reading that never ends"),
                Next::Done => return import,
                other => panic!("an archive never says {other:?}"),
            },
            Err(failure) => {
                import.failure = Some(failure);
                return import;
            }
        }
    }
}

/// Imports the archive at `place`, which must succeed.
async fn import(place: &std::path::Path) -> Import {
    let import = import_from(&mut ArchiveReader::open(place.to_str().unwrap()).unwrap(), None).await;
    assert_eq!(import.failure, None);
    import
}

/// Why the archive at `place` is refused, at its opening or its first page.
async fn refusal(place: &std::path::Path) -> String {
    let failure = match ArchiveReader::open(place.to_str().unwrap()) {
        Err(failure) => failure,
        Ok(mut reader) => {
            let import = import_from(&mut reader, None).await;
            assert_eq!(import.pages, 0, "nothing is read of what is refused: {import:?}");
            import.failure.unwrap()
        }
    };
    match failure {
        Failure::Rejected { why } => why,
        other => panic!("refused, but as {other:?}"),
    }
}
