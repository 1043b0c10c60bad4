//! What a run found.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use crate::Target;

/// What a run found.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Its seed.
    pub seed: u64,
    /// A row for each target.
    pub rows: Vec<Row>,
}

/// What a run found of one target.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Which.
    pub target: Target,
    /// Inputs that it took.
    pub inputs: u64,
    /// How many of them got to where they are understood; what a child had counted when it was killed is in part
    /// lost.
    pub taken: u64,
    /// Seconds of its children, added up.
    pub seconds: f64,
    /// The most memory that any of its children used, in KiB.
    pub peak_kib: u64,
    /// The most memory that they may use, in KiB.
    pub bound_kib: u64,
    /// Inputs that failed.
    pub failures: Vec<Failed>,
}

/// An input that failed.
#[derive(Debug, Clone, Serialize)]
pub struct Failed {
    /// Its number.
    pub number: u64,
    /// What was wrong.
    pub why: String,
    /// Where it is kept.
    pub path: PathBuf,
}

impl Row {
    /// Before the first input.
    #[must_use]
    pub fn new(target: Target) -> Self {
        let bound_kib = target.memory_bound() << 10;
        Self { target, inputs: 0, taken: 0, seconds: 0.0, peak_kib: 0, bound_kib, failures: Vec::new() }
    }

    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    fn rate(&self) -> f64 {
        if self.seconds > 0.0 { self.inputs as f64 / self.seconds } else { 0.0 }
    }
}

impl Report {
    /// Inputs of all targets.
    #[must_use]
    pub fn inputs(&self) -> u64 {
        self.rows.iter().map(|row| row.inputs).sum()
    }

    /// Failures of all targets.
    #[must_use]
    pub fn failures(&self) -> usize {
        self.rows.iter().map(|row| row.failures.len()).sum()
    }

    /// The report as a table, with the failures below it.
    #[must_use]
    pub fn table(&self) -> String {
        let mut out = format!(
            "{:<10} {:>9} {:>7} {:>9} {:>10} {:>10} {:>9}\n",
            "target", "inputs", "taken", "a second", "peak MiB", "bound MiB", "failures"
        );
        for row in &self.rows {
            let _ = writeln!(
                out,
                "{:<10} {:>9} {:>6}% {:>9.0} {:>10} {:>10} {:>9}",
                row.target.name(),
                row.inputs,
                row.taken * 100 / row.inputs.max(1),
                row.rate(),
                row.peak_kib.div_ceil(1_024),
                row.bound_kib >> 10,
                row.failures.len()
            );
        }
        let seconds: f64 = self.rows.iter().map(|row| row.seconds).sum();
        let _ = writeln!(
            out,
            "{:<10} {:>9} inputs with seed {}, {seconds:.0} s of processes, {} failures",
            "all",
            self.inputs(),
            self.seed,
            self.failures()
        );
        for row in &self.rows {
            for failed in &row.failures {
                let (target, number, path) = (row.target.name(), failed.number, failed.path.display());
                let _ = writeln!(out, "\n{target} input {number}, kept as {path}:\n  {}", failed.why);
            }
        }
        out
    }
}
