//! The developer's side of Mimus: benches, and a server that follows and records.

mod archive;
mod bench;
mod emulate;
mod inboxes;
mod process;
mod simulate;
mod sink;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tools for those who work on Mimus.
#[derive(Debug, Parser)]
#[command(name = "mimus-testkit", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure something, beside a bare cost of the same run
    ///
    /// The binary that is measured is the mimus beside this one; build it first: cargo build --release
    Bench {
        /// What to measure
        #[command(subcommand)]
        bench: bench::Bench,
        /// Print one JSON object
        #[arg(long, global = true)]
        json: bool,
    },
    /// Run a fediverse server on loopback that records what its inbox is sent, until Ctrl-C
    Sink {
        /// The port; 0 takes a free one
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// An actor to follow at the start
        #[arg(long, value_name = "URL")]
        follow: Option<String>,
    },
    /// Run another server's API on loopback, until Ctrl-C
    Emulate {
        /// Whose
        #[command(subcommand)]
        emulate: emulate::Emulate,
    },
    /// Play a way of reading X on a virtual clock
    Simulate {
        /// What to play
        #[command(subcommand)]
        simulate: simulate::Simulate,
    },
    /// The inboxes that a bench delivers to
    #[command(hide = true)]
    Inboxes,
    /// The other deliverer of a bench
    #[cfg(feature = "rival")]
    #[command(hide = true)]
    Rival {
        /// Where the inboxes are
        port: u16,
        /// How many servers
        servers: u32,
        /// How many activities
        activities: u32,
        /// How many inboxes each has
        inboxes: u32,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.to_string()),
    };
    let result = runtime.block_on(async {
        match cli.command {
            Command::Bench { bench, json } => bench.run(json).await,
            Command::Sink { port, follow } => sink::run(port, follow).await,
            Command::Emulate { emulate } => emulate.run().await,
            Command::Simulate { simulate } => simulate::run(&simulate),
            Command::Inboxes => inboxes::run().await,
            #[cfg(feature = "rival")]
            Command::Rival { port, servers, activities, inboxes } => {
                bench::delivery::rival::run(port, servers, activities, inboxes).await
            }
        }
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &str) -> ExitCode {
    eprintln!("mimus-testkit: {error}");
    ExitCode::from(1)
}

/// Prints a line of the result.
#[expect(clippy::print_stdout, reason = "this is what a bench is for")]
fn say(line: &str) {
    println!("{line}");
}
