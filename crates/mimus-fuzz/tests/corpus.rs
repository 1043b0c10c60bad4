//! The corpus, and a few thousand inputs made from it, in every run of the tests.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use mimus_fuzz::child::{Said, exercise};
use mimus_fuzz::corpus::{self, FOUND};
use mimus_fuzz::targets::{Outcome, set_up};
use mimus_fuzz::{Target, mutate};

/// How the names of seeds begin that are turned away; all others must be taken.
const REFUSED: &str = "refused-";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus")
}

/// What is wrong with the outcome of some inputs.
fn failures(target: Target, inputs: Vec<(String, Vec<u8>)>) -> Vec<String> {
    let (names, inputs): (Vec<_>, Vec<_>) = inputs.into_iter().unzip();
    let mut failures = Vec::new();
    let mut done = false;
    exercise(target, (0..).zip(inputs), |said| {
        match said {
            Said::Failed(number, why) => {
                failures.push(format!("{}: {why}", names[usize::try_from(number).unwrap()]));
            }
            Said::Done => done = true,
            _ => {}
        }
        Ok(())
    })
    .unwrap();
    assert!(done);
    failures
}

fn holds(target: Target, generated: u64) {
    let files = corpus::all(&folder(), target).unwrap();
    let seeds = corpus::seeds(&folder(), target).unwrap();
    let mut inputs: Vec<_> = files.into_iter().map(|file| (file.name, file.bytes)).collect();
    // Another seed than that of the long runs, so that these see something else.
    inputs.extend(
        (0..generated).map(|n| (format!("input {n} of seed 2"), mutate::input(target, &seeds, 2, n))),
    );
    let failures = failures(target, inputs);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn html() {
    holds(Target::Html, 2_000);
}

#[test]
fn cards() {
    holds(Target::Card, 2_000);
}

#[test]
fn signatures() {
    holds(Target::Signature, 4_000);
}

#[test]
fn feeds() {
    holds(Target::Feed, 1_500);
}

#[test]
fn archives() {
    holds(Target::Archive, 1_500);
}

#[test]
fn answers_of_x() {
    holds(Target::X, 3_000);
}

#[test]
fn answers_of_mastodon() {
    holds(Target::Mastodon, 3_000);
}

#[test]
fn passkeys() {
    holds(Target::Passkey, 3_000);
}

#[test]
fn inboxes() {
    holds(Target::Inbox, 2_000);
}

/// A seed that is turned away at the door makes inputs that are turned away at the door.
#[test]
fn seeds_are_taken() {
    for target in Target::ALL {
        let mut at_work = set_up(target).unwrap();
        for seed in corpus::seeds(&folder(), target).unwrap() {
            let expected = if seed.name.starts_with(REFUSED) { Outcome::Refused } else { Outcome::Taken };
            assert_eq!(at_work.exercise(&seed.bytes), Ok(expected), "{} {}", target.name(), seed.name);
        }
    }
}

#[test]
fn an_input_is_the_same_each_time_and_not_its_seed() {
    for target in Target::ALL {
        let seeds = corpus::seeds(&folder(), target).unwrap();
        let made = |n| mutate::input(target, &seeds, 1, n);
        let mut unchanged = 0;
        for n in 0..200 {
            let input = made(n);
            assert_eq!(input, made(n));
            assert!(input.len() <= mutate::MAX_INPUT);
            unchanged += usize::from(seeds.iter().any(|seed| seed.bytes == input));
        }
        assert!(unchanged < 20, "{} of 200 inputs for {} are seeds", unchanged, target.name());
    }
}

#[test]
fn what_is_found_is_kept_and_makes_no_inputs() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("html")).unwrap();
    assert!(corpus::seeds(folder.path(), Target::Html).is_err());
    let path = corpus::keep(folder.path(), Target::Html, b"<p>").unwrap();
    assert!(path.file_name().unwrap().to_str().unwrap().starts_with(FOUND));
    assert_eq!(corpus::all(folder.path(), Target::Html).unwrap()[0].bytes, b"<p>");
    assert!(corpus::seeds(folder.path(), Target::Html).is_err());
}
