//! `mimus-fuzz`: runs the fuzzer, and replays its corpus.

#![allow(clippy::print_stdout, reason = "it is a program for the terminal")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use mimus_fuzz::child::{Batch, Said, exercise};
use mimus_fuzz::report::Report;
use mimus_fuzz::run::{MAX_TIME, Plan, run};
use mimus_fuzz::{Target, child, corpus};

type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

#[derive(Parser)]
#[command(about = "Fuzzes what Mimus reads from outside: inbox, signatures, HTML, feeds, archives")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run generated inputs in child processes; exit code 1 if any fails.
    Run(RunArgs),
    /// Run every file of the corpus, or the files named, in this process.
    Replay(ReplayArgs),
    /// Write one input to a file, without those before it.
    Input {
        #[arg(long)]
        target: Target,
        #[arg(long)]
        number: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        #[arg(long, default_value = "fuzz/corpus")]
        corpus: PathBuf,
        /// The file to write.
        #[arg(long)]
        to: PathBuf,
    },
    /// What `run` starts.
    #[command(hide = true)]
    Child {
        #[arg(long)]
        target: Target,
        #[arg(long)]
        from: u64,
        #[arg(long)]
        to: u64,
        #[arg(long)]
        seed: u64,
        #[arg(long)]
        corpus: PathBuf,
    },
}

#[derive(Args)]
struct RunArgs {
    /// What to fuzz; all if none is named.
    #[arg(long)]
    target: Vec<Target>,
    /// Inputs in all, divided among the targets.
    #[arg(long, default_value_t = 1_000_000)]
    inputs: u64,
    /// The same seed and corpus give the same inputs.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Processes at the same time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    /// The folder of the corpus.
    #[arg(long, default_value = "fuzz/corpus")]
    corpus: PathBuf,
}

#[derive(Args)]
struct ReplayArgs {
    /// What to replay; all if none is named.
    #[arg(long)]
    target: Vec<Target>,
    /// The folder of the corpus.
    #[arg(long, default_value = "fuzz/corpus")]
    corpus: PathBuf,
    /// Only these files; name their target too.
    files: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Run(args) => run_all(args),
        Command::Replay(args) => replay(&args),
        Command::Input { target, number, seed, corpus, to } => {
            write_input(target, number, seed, &corpus, &to)
        }
        Command::Child { target, from, to, seed, corpus } => {
            child::run(&Batch { target, from, to, seed, corpus })
                .map(|()| ExitCode::SUCCESS)
                .map_err(Into::into)
        }
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("mimus-fuzz: {error}");
        ExitCode::from(2)
    })
}

fn or_all(mut targets: Vec<Target>) -> Vec<Target> {
    if targets.is_empty() {
        return Target::ALL.to_vec();
    }
    targets.sort_unstable();
    targets.dedup();
    targets
}

fn run_all(args: RunArgs) -> Outcome {
    let plan = Plan {
        targets: or_all(args.target),
        inputs: args.inputs,
        seed: args.seed,
        jobs: args.jobs,
        corpus: args.corpus,
        program: std::env::current_exe()?,
        max_time: MAX_TIME,
    };
    let progress = |report: &Report| {
        eprintln!("{} of {} inputs, {} failures", report.inputs(), plan.inputs, report.failures());
    };
    let report = run(&plan, &progress)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", report.table());
    }
    Ok(if report.failures() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn replay(args: &ReplayArgs) -> Outcome {
    let mut failures = 0;
    for target in or_all(args.target.clone()) {
        let files: Vec<(String, Vec<u8>)> = if args.files.is_empty() {
            corpus::all(&args.corpus, target)?.into_iter().map(|seed| (seed.name, seed.bytes)).collect()
        } else {
            let read = |path: &PathBuf| Ok((path.display().to_string(), std::fs::read(path)?));
            args.files.iter().map(read).collect::<std::io::Result<_>>()?
        };
        let inputs = (0..).zip(&files).map(|(n, (_, bytes))| (n, bytes.clone()));
        exercise(target, inputs, |said| {
            if let Said::Failed(number, why) = said {
                let name =
                    usize::try_from(number).ok().and_then(|n| files.get(n)).map_or("?", |f| f.0.as_str());
                println!("{} {name}: {why}", target.name());
                failures += 1;
            }
            Ok(())
        })?;
        println!("{}: {} files", target.name(), files.len());
    }
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn write_input(target: Target, number: u64, seed: u64, corpus: &Path, to: &Path) -> Outcome {
    let seeds = corpus::seeds(corpus, target)?;
    std::fs::write(to, mimus_fuzz::mutate::input(target, &seeds, seed, number))?;
    Ok(ExitCode::SUCCESS)
}
