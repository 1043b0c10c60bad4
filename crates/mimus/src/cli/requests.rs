//! What can be said on the command line of mirrors that people ask for, and of the accounts that they may ask for.

use clap::Subcommand;
use mimus_core::{SourcePattern, XHandle};

/// What can be done with requests.
#[derive(Debug, Subcommand)]
pub(crate) enum RequestCommand {
    /// List the requests that wait for a decision
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Mirror an account that was asked for
    ///
    /// X's terms forbid passing on the posts of others without their leave: accept what is yours or agreed to.
    Accept {
        /// Its handle on X
        #[arg(value_parser = XHandle::read)]
        handle: XHandle,
    },
    /// Refuse a request; whoever asks for the account again is told so
    Refuse {
        /// Its handle on X
        #[arg(value_parser = XHandle::read)]
        handle: XHandle,
        /// Why, as whoever asks may read it
        #[arg(long)]
        reason: Option<String>,
    },
}

/// What can be done with the rules on source accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum SourceCommand {
    /// Never mirror an account on X
    ///
    /// Counts for requests and for mimus mirror add. A mirror that is there already stays; mimus mirror remove ends it.
    ///
    /// Examples:
    ///   mimus source deny wikipedia --reason "asked by its owner"
    ///   mimus source deny id/12
    Deny {
        /// A handle on X, or id/NUMBER, which counts whatever the account's handle is
        pattern: SourcePattern,
        /// Why, as whoever asks may read it
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Mirror an account on X as soon as somebody asks for it, where asking is possible
    Allow {
        /// A handle on X
        #[arg(value_parser = XHandle::read, value_name = "PATTERN")]
        handle: XHandle,
    },
    /// List the rules
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a rule back
    Remove {
        /// Which account it is about, as mimus source list writes it
        pattern: SourcePattern,
    },
}
