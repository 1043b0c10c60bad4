//! A run: batches of inputs in child processes, watched.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::child::{Batch, Said};
use crate::corpus::{self, CorpusError};
use crate::report::{Failed, Report, Row};
use crate::{Target, mutate};

/// Longest time that one input may take.
pub const MAX_TIME: Duration = Duration::from_secs(20);
/// How many inputs one child takes. Each sets its target up anew, which makes a key or a store.
const BATCH: u64 = 10_000;
/// Address space of a child, in KiB, where `sh` can set it: what asks for more is stopped by the system before it is
/// measured.
const ADDRESS_SPACE: u64 = 4 << 20;
/// After how many failures a target is given up: by then there is enough to mend.
const MAX_FAILURES: usize = 100;

/// What is to be run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The targets, each once.
    pub targets: Vec<Target>,
    /// Inputs in all, divided among the targets.
    pub inputs: u64,
    /// The seed.
    pub seed: u64,
    /// Children at the same time.
    pub jobs: usize,
    /// The folder of the corpus.
    pub corpus: PathBuf,
    /// The program to start as `PROGRAM child …`.
    pub program: PathBuf,
    /// Longest time that one input may take, [`MAX_TIME`] as a rule.
    pub max_time: Duration,
}

/// Why a run came to no end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// No seeds, or no place for what was found.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// A child did not start.
    #[error("{program}: {source}")]
    Start {
        /// What was to be started.
        program: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A child ended before it had taken any input.
    #[error("the child for {0} ended before its first input; run it alone to see why: mimus-fuzz child")]
    NoChild(&'static str),
}

struct Shared<'a> {
    plan: &'a Plan,
    todo: Mutex<VecDeque<Batch>>,
    report: Mutex<Report>,
    error: Mutex<Option<RunError>>,
    progress: &'a (dyn Fn(&Report) + Sync),
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a plan to its end. `progress` is told after each batch.
pub fn run(plan: &Plan, progress: &(dyn Fn(&Report) + Sync)) -> Result<Report, RunError> {
    let mut rows = Vec::new();
    let mut todo = VecDeque::new();
    let targets = plan.targets.len().max(1) as u64;
    for (place, target) in (0_u64..).zip(&plan.targets) {
        corpus::seeds(&plan.corpus, *target)?;
        // The first ones take what does not divide.
        let inputs = plan.inputs / targets + u64::from(place < plan.inputs % targets);
        rows.push(Row::new(*target));
        todo.extend((0..inputs.div_ceil(BATCH)).map(|batch| Batch {
            target: *target,
            from: batch * BATCH,
            to: ((batch + 1) * BATCH).min(inputs),
            seed: plan.seed,
            corpus: plan.corpus.clone(),
        }));
    }
    let shared = Shared {
        plan,
        todo: Mutex::new(todo),
        report: Mutex::new(Report { seed: plan.seed, rows }),
        error: Mutex::new(None),
        progress,
    };
    std::thread::scope(|scope| {
        for _ in 0..plan.jobs.max(1) {
            scope.spawn(|| work(&shared));
        }
    });
    match shared.error.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(shared.report.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}

fn work(shared: &Shared<'_>) {
    while lock(&shared.error).is_none() {
        let Some(mut batch) = lock(&shared.todo).pop_front() else { return };
        while batch.from < batch.to {
            match run_child(shared, &batch) {
                // Behind the input that killed it, it goes on.
                Ok(next) => batch.from = next,
                Err(error) => {
                    *lock(&shared.error) = Some(error);
                    return;
                }
            }
        }
        (shared.progress)(&lock(&shared.report));
    }
}

/// Runs one child over a batch, and returns the number of the input with which to go on.
fn run_child(shared: &Shared<'_>, batch: &Batch) -> Result<u64, RunError> {
    let begun = Instant::now();
    let (mut child, out) = start(shared.plan, batch)?;
    let (send, receive) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if let Some(said) = Said::read(&line)
                && send.send(said).is_err()
            {
                return;
            }
        }
    });
    let mut at = None;
    let mut failures: Vec<(u64, String)> = Vec::new();
    let (mut peak, mut taken) = (0, 0);
    let bound = batch.target.memory_bound() << 10;
    let ending = loop {
        match receive.recv_timeout(shared.plan.max_time) {
            Ok(Said::At(number)) => at = Some(number),
            Ok(Said::Failed(number, why)) => failures.push((number, why)),
            Ok(Said::Peak(kib)) => {
                if kib > bound && peak <= bound {
                    // It was this one or one of the few since the look before.
                    failures.push((at.unwrap_or(batch.from), over(kib, bound)));
                }
                peak = peak.max(kib);
            }
            Ok(Said::Taken(count)) => taken = count,
            Ok(Said::Done) => break Ending::Whole,
            Err(RecvTimeoutError::Timeout) => break Ending::Late,
            Err(RecvTimeoutError::Disconnected) => break Ending::Broken,
        }
    };
    if ending == Ending::Late {
        // It may have ended just now, which is as well.
        let _ = child.kill();
    }
    let status = child.wait();
    let _ = reader.join();
    let next = match (ending, at) {
        (Ending::Whole, _) => batch.to,
        (_, None) => return Err(RunError::NoChild(batch.target.name())),
        (Ending::Late, Some(at)) => {
            failures.push((at, format!("no end after {} seconds", shared.plan.max_time.as_secs())));
            at + 1
        }
        (Ending::Broken, Some(at)) => {
            let how = status.map_or_else(|error| error.to_string(), |status| status.to_string());
            failures.push((at, format!("the process died: {how}")));
            at + 1
        }
    };
    let part = Part { inputs: next - batch.from, taken, time: begun.elapsed(), peak_kib: peak };
    book(shared, batch, &part, &failures)?;
    Ok(next)
}

fn over(kib: u64, bound: u64) -> String {
    format!("{kib} KiB were used up to this input; the bound is {bound} KiB")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Whole,
    Late,
    Broken,
}

/// What a child did.
struct Part {
    inputs: u64,
    taken: u64,
    time: Duration,
    peak_kib: u64,
}

/// Adds what a child did to the report, and keeps the inputs that failed.
fn book(shared: &Shared<'_>, batch: &Batch, part: &Part, failures: &[(u64, String)]) -> Result<(), RunError> {
    let mut kept = Vec::new();
    if !failures.is_empty() {
        let seeds = corpus::seeds(&batch.corpus, batch.target)?;
        for (number, why) in failures {
            let input = mutate::input(batch.target, &seeds, batch.seed, *number);
            let path = corpus::keep(&batch.corpus, batch.target, &input)?;
            kept.push(Failed { number: *number, why: why.clone(), path });
        }
    }
    let mut report = lock(&shared.report);
    let Some(row) = report.rows.iter_mut().find(|row| row.target == batch.target) else { return Ok(()) };
    row.inputs += part.inputs;
    row.taken += part.taken;
    row.seconds += part.time.as_secs_f64();
    row.peak_kib = row.peak_kib.max(part.peak_kib);
    row.failures.extend(kept);
    if row.failures.len() >= MAX_FAILURES {
        lock(&shared.todo).retain(|other| other.target != batch.target);
    }
    Ok(())
}

fn start(plan: &Plan, batch: &Batch) -> Result<(Child, ChildStdout), RunError> {
    let failed = |source| RunError::Start { program: plan.program.clone(), source };
    let mut child = bounded(&plan.program)
        .args(["child", "--target", batch.target.name()])
        .args(["--from", &batch.from.to_string(), "--to", &batch.to.to_string()])
        .args(["--seed", &batch.seed.to_string()])
        .arg("--corpus")
        .arg(&batch.corpus)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // What it writes there about panics it says on stdout too.
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    match child.stdout.take() {
        Some(out) => Ok((child, out)),
        None => Err(failed(io::Error::other("it has no output"))),
    }
}

/// The program with a bound on its address space.
fn bounded(program: &Path) -> Command {
    if cfg!(unix) {
        let mut command = Command::new("sh");
        let limit = format!("ulimit -v {ADDRESS_SPACE} && exec \"$0\" \"$@\"");
        command.args(["-c", &limit]).arg(program);
        command
    } else {
        Command::new(program)
    }
}
