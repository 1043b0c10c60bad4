//! What becomes of posts of all kinds on Mastodon, X and Bluesky: one file of cases for each theme beside this one, and
//! for each file a snapshot with what is made of them, to be read by eye.
//!
//! A case is a heading `=== name`, lines of facts (`key: value`), a line `---`, and the words, in which `[words](address)`
//! is a named link, `{@name@server}`, `{x:@name}` and `{bluesky:@name}` are mentions and `{:name:}` is a custom emoji;
//! addresses and hashtags are found by themselves, `\u200b` is one invisible character, and `«word»×90` stands for a
//! word ninety times.

#![allow(clippy::unwrap_used)]

mod case;
mod properties;
mod show;
mod worst;

use std::path::PathBuf;

use mimus_core::render::DestinationLimits;
use mimus_core::{Directory, Network};

pub(crate) const DESTINATIONS: [Network; 3] = [Network::Mastodon, Network::X, Network::Bluesky];

/// Who is the same on several networks, in all cases.
pub(crate) fn directory() -> Directory {
    let mut directory = Directory::default();
    for (one, other) in [
        ("@ana@example.org", "x:@ana_on_x"),
        ("@ana@example.org", "bluesky:ana.example.com"),
        ("@museum@culture.example.org", "x:@thecitymuseum"),
        ("x:@only_bluesky", "bluesky:bo.example.net"),
    ] {
        directory.same(one.parse().unwrap(), other.parse().unwrap());
    }
    directory
}

pub(crate) fn limits(network: Network) -> DestinationLimits {
    DestinationLimits::usual(network).unwrap()
}

fn theme(name: &str) -> usize {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/conversion/{name}.txt"));
    let cases = case::read(&std::fs::read_to_string(path).unwrap());
    let shown: Vec<String> = cases.iter().map(show::case).collect();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, shown.join("\n"));
    });
    cases.len()
}

macro_rules! themes {
    ($($theme:ident),*) => {
        $(#[test]
        fn $theme() {
            assert!(theme(stringify!($theme)) > 0);
        })*
    };
}

themes!(emoji, languages, links, long, media, mentions, polls, quotes, rows, rules, stray, threads, warnings);
