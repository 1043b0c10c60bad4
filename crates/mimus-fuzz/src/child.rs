//! The process that takes inputs: what it says to the one that started it.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, Once, PoisonError};

use crate::corpus::{self, CorpusError};
use crate::targets::{Exercise, Outcome, SetupError, set_up};
use crate::{Target, mutate};

/// How much stack an input has, in bytes: as much as the server's threads have.
const STACK: usize = 2 << 20;
/// How many inputs there are between two looks at the memory.
const LOOK: u64 = 64;

/// A part of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// What is fuzzed.
    pub target: Target,
    /// The number of the first input.
    pub from: u64,
    /// The number after the last.
    pub to: u64,
    /// The run's seed.
    pub seed: u64,
    /// The folder of the corpus.
    pub corpus: PathBuf,
}

/// Why a batch could not be run.
#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    /// No seeds.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// No target.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// Nobody listens any more.
    #[error("the run that this belongs to has ended: {0}")]
    Alone(#[from] io::Error),
    /// A fault of our own outside of any input.
    #[error("the thread that takes inputs broke; this is a fault in mimus-fuzz")]
    Broken,
}

/// What a child says, a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It begins with this input.
    At(u64),
    /// This input failed, and why.
    Failed(u64, String),
    /// How many of its inputs were taken so far.
    Taken(u64),
    /// The most memory that it has used so far, in KiB.
    Peak(u64),
    /// All is done.
    Done,
}

impl Said {
    /// Reads a line.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        Some(match word {
            "at" => Self::At(rest.parse().ok()?),
            "taken" => Self::Taken(rest.parse().ok()?),
            "peak" => Self::Peak(rest.parse().ok()?),
            "failed" => {
                let (number, why) = rest.split_once(' ')?;
                Self::Failed(number.parse().ok()?, why.to_owned())
            }
            "done" => Self::Done,
            _ => return None,
        })
    }

    fn line(&self) -> String {
        match self {
            Self::At(number) => format!("at {number}\n"),
            Self::Failed(number, why) => {
                let why: String = why.replace(char::is_control, " ").chars().take(2_000).collect();
                format!("failed {number} {why}\n")
            }
            Self::Taken(count) => format!("taken {count}\n"),
            Self::Peak(kib) => format!("peak {kib}\n"),
            Self::Done => "done\n".to_owned(),
        }
    }
}

static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Remembers the last panic of any thread, beside what is done about it anyway.
fn remember_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic.to_string());
            before(panic);
        }));
    });
}

/// The last panic since this was last asked, whoever caught it.
fn last_panic() -> Option<String> {
    PANIC.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Gives inputs to a target, on a thread with as much stack as the server's have. What is found is said to `tell`.
///
/// It adds to the process's panic hook.
pub fn exercise(
    target: Target,
    inputs: impl Iterator<Item = (u64, Vec<u8>)> + Send,
    tell: impl FnMut(Said) -> io::Result<()> + Send,
) -> Result<(), ChildError> {
    exercise_made(|| set_up(target), inputs, tell)
}

fn exercise_made(
    make: impl Fn() -> Result<Box<dyn Exercise>, SetupError> + Send,
    inputs: impl Iterator<Item = (u64, Vec<u8>)> + Send,
    tell: impl FnMut(Said) -> io::Result<()> + Send,
) -> Result<(), ChildError> {
    remember_panics();
    std::thread::scope(|scope| {
        let work = move || exercise_here(make, inputs, tell);
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
        thread.join().unwrap_or(Err(ChildError::Broken))
    })
}

fn exercise_here(
    make: impl Fn() -> Result<Box<dyn Exercise>, SetupError>,
    inputs: impl Iterator<Item = (u64, Vec<u8>)>,
    mut tell: impl FnMut(Said) -> io::Result<()>,
) -> Result<(), ChildError> {
    let mut at_work = make()?;
    let (mut done, mut taken) = (0_u64, 0_u64);
    for (number, input) in inputs {
        tell(Said::At(number))?;
        let outcome = catch_unwind(AssertUnwindSafe(|| at_work.exercise(&input)));
        let panic = last_panic();
        if panic.is_some() || outcome.is_err() {
            at_work = make()?;
        }
        match (panic, outcome) {
            (Some(panic), _) => tell(Said::Failed(number, panic))?,
            (None, Ok(Err(why))) => tell(Said::Failed(number, why))?,
            (None, Ok(Ok(Outcome::Taken))) => taken += 1,
            (None, _) => {}
        }
        done += 1;
        if done.is_multiple_of(LOOK) {
            tell(Said::Taken(taken))?;
            peak_memory().map_or(Ok(()), |peak| tell(Said::Peak(peak)))?;
        }
    }
    tell(Said::Taken(taken))?;
    if let Some(peak) = peak_memory() {
        tell(Said::Peak(peak))?;
    }
    Ok(tell(Said::Done)?)
}

/// Runs a batch, and says on stdout how it goes.
pub fn run(batch: &Batch) -> Result<(), ChildError> {
    let seeds = corpus::seeds(&batch.corpus, batch.target)?;
    let inputs = (batch.from..batch.to).map(|n| (n, mutate::input(batch.target, &seeds, batch.seed, n)));
    let mut out = io::stdout();
    exercise(batch.target, inputs, move |said| {
        // One call for one line, so that it is there whatever comes next.
        out.write_all(said.line().as_bytes())?;
        out.flush()
    })
}

/// The most memory that this process has used at once, in KiB; `None` where the system does not say.
#[must_use]
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fragile {
        broken: bool,
    }

    impl Exercise for Fragile {
        fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String> {
            assert!(!self.broken, "it was not made anew");
            self.broken = true;
            match input {
                b"panic" => panic!("here"),
                // As a blocking thread of the runtime would: whoever waits for it is told, and goes on.
                b"thread" => drop(std::thread::spawn(|| panic!("there")).join()),
                b"wrong" => {
                    self.broken = false;
                    return Err("wrong".to_owned());
                }
                _ => {}
            }
            self.broken = false;
            Ok(Outcome::Taken)
        }
    }

    #[test]
    fn a_panic_on_any_thread_is_a_failure_and_the_target_is_made_anew() {
        let inputs = ["fine", "panic", "fine", "thread", "wrong", "fine"];
        let inputs = (0..).zip(inputs).map(|(n, input)| (n, input.as_bytes().to_vec()));
        let mut said = Vec::new();
        let make = || Ok(Box::new(Fragile { broken: false }) as Box<dyn Exercise>);
        exercise_made(make, inputs, |line| {
            said.push(line);
            Ok(())
        })
        .expect("a target that is made");
        let failed: Vec<_> = said
            .iter()
            .filter_map(|said| match said {
                Said::Failed(number, why) => Some((*number, why.as_str())),
                _ => None,
            })
            .collect();
        assert_eq!(failed.iter().map(|failed| failed.0).collect::<Vec<_>>(), [1, 3, 4]);
        assert!(failed[0].1.contains("here") && failed[1].1.contains("there") && failed[2].1 == "wrong");
        assert!(said.contains(&Said::Taken(3)) && said.last() == Some(&Said::Done));
    }

    #[test]
    fn what_is_said_is_understood() {
        for said in
            [Said::At(7), Said::Failed(8, "why it did".into()), Said::Peak(9), Said::Taken(3), Said::Done]
        {
            assert_eq!(Said::read(said.line().trim_end()), Some(said));
        }
        assert_eq!(Said::Failed(1, "a\nb".into()).line(), "failed 1 a b\n");
        assert_eq!(Said::read("anything"), None);
    }
}
