//! Runs with children that end badly: each way is found, the input is kept, and the run goes on behind it.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use mimus_fuzz::report::Report;
use mimus_fuzz::run::{Plan, RunError, run};
use mimus_fuzz::{Target, corpus, mutate};

/// Runs four inputs of HTML with a child made of shell: `first` is what it does when it begins at input 0; `$to` is
/// the end of its batch.
fn run_with(folder: &Path, first: &str) -> Result<Report, RunError> {
    let program = folder.join("child");
    let script = format!(
        "#!/bin/sh\nfrom=$5\nto=$7\nif [ \"$from\" = 0 ]; then\n{first}\nfi\necho at $from\necho done\n"
    );
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::create_dir_all(folder.join("corpus/html")).unwrap();
    std::fs::write(folder.join("corpus/html/seed"), "<p>One <b>two</b></p>").unwrap();
    let plan = Plan {
        targets: vec![Target::Html],
        inputs: 4,
        seed: 1,
        jobs: 1,
        corpus: folder.join("corpus"),
        program,
        max_time: Duration::from_secs(1),
    };
    run(&plan, &|_| {})
}

/// The one failure of a run whose child does `first`: its number and why. All inputs must have been taken, and the
/// input be kept.
fn failure_of(first: &str) -> (u64, String) {
    let folder = tempfile::tempdir().unwrap();
    let report = run_with(folder.path(), first).unwrap();
    assert_eq!((report.inputs(), report.failures()), (4, 1), "{}", report.table());
    let failed = &report.rows[0].failures[0];
    let seeds = corpus::seeds(&folder.path().join("corpus"), Target::Html).unwrap();
    assert_eq!(std::fs::read(&failed.path).unwrap(), mutate::input(Target::Html, &seeds, 1, failed.number));
    assert!(report.table().contains(&failed.path.display().to_string()));
    (failed.number, failed.why.clone())
}

#[test]
fn a_run_in_which_nothing_fails() {
    let folder = tempfile::tempdir().unwrap();
    let report = run_with(folder.path(), "echo at 0; echo peak 1024").unwrap();
    assert_eq!((report.inputs(), report.failures(), report.rows[0].peak_kib), (4, 0, 1_024));
}

#[test]
fn a_child_that_dies_is_found() {
    let (number, why) = failure_of("echo at 0; echo at 1; kill -ABRT $$");
    assert_eq!(number, 1);
    assert!(why.contains("died") && why.contains('6'), "{why}");
}

#[test]
fn a_child_that_does_not_go_on_is_stopped() {
    let (number, why) = failure_of("echo at 0; echo at 1; echo at 2; exec sleep 600");
    assert_eq!(number, 2);
    assert!(why.contains("no end after"), "{why}");
}

#[test]
fn a_failure_that_a_child_tells_is_kept() {
    assert_eq!(failure_of("echo at 0; echo failed 0 it was wrong"), (0, "it was wrong".to_owned()));
}

#[test]
fn memory_above_the_bound_is_a_failure() {
    let (_, why) = failure_of("echo at 0; echo peak 99999999");
    assert!(why.contains("99999999 KiB"), "{why}");
}

#[test]
fn a_child_that_never_begins_ends_the_run() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(run_with(folder.path(), "exit 1"), Err(RunError::NoChild("html"))));
}
