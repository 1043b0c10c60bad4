//! The programs of others that tests talk to: browsers, Fedify, Mastodon.py. `./test` installs them.

use std::path::PathBuf;

/// Their folder; `None`, with a word about it, where none is named.
///
/// # Panics
///
/// Where `MIMUS_TEST_REQUIRE_PEERS` is set and no folder is named: then a test that is skipped is a failure.
#[must_use]
#[expect(clippy::print_stdout, reason = "whoever reads a test's output is told that it was skipped")]
pub fn folder() -> Option<PathBuf> {
    let peers = std::env::var_os("MIMUS_TEST_PEERS").map(PathBuf::from);
    if peers.is_none() {
        assert!(std::env::var_os("MIMUS_TEST_REQUIRE_PEERS").is_none(), "MIMUS_TEST_PEERS is not set");
        println!("skipped: MIMUS_TEST_PEERS is not set; ./test sets it");
    }
    peers
}
