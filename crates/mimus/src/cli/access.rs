//! What can be said on the command line of who may speak to this server.

use std::path::PathBuf;

use clap::Subcommand;
use mimus_core::AccessPattern;

/// What can be done with the rules.
#[derive(Debug, Subcommand)]
pub(crate) enum AccessCommand {
    /// Take nothing from servers or actors, and give them nothing
    ///
    /// Their requests are answered 403, their actors are not looked up, their followers here are let go, nothing is
    /// delivered to them. With authorized_fetch, posts are not given to them either. A rule counts on every node within
    /// seconds, and over an older one of the same pattern.
    ///
    /// Patterns, the most specific of which counts: an actor's address or @user@host, a host, *.domain (with the
    /// domain itself), and * for everybody.
    ///
    /// Examples:
    ///   mimus access deny '*.spam.example' --reason "Spam in replies"
    ///   mimus access deny @mallory@social.example
    Deny {
        /// Whom
        #[arg(required = true, value_name = "PATTERN")]
        patterns: Vec<AccessPattern>,
        /// Why, as those concerned may read it
        #[arg(long, default_value = "")]
        reason: String,
        /// A note for keepers alone
        #[arg(long)]
        note: Option<String>,
    },
    /// Except servers or actors from a less specific denial
    ///
    /// With `mimus access deny '*'`, only those that are allowed by name are spoken with.
    Allow {
        /// Whom
        #[arg(required = true, value_name = "PATTERN")]
        patterns: Vec<AccessPattern>,
        /// A note for keepers alone
        #[arg(long)]
        note: Option<String>,
    },
    /// List the rules
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a rule back; who was let go can follow again
    Remove {
        /// Whom it is about, as mimus access list writes it
        pattern: AccessPattern,
    },
    /// Deny all servers of a blocklist: the CSV of Mastodon, or a list of domains
    ///
    /// Each domain is denied with all that is below it, as Mastodon does. Servers that the list only limits (silence,
    /// noop) and names hidden by stars are left out and counted. Importing a list again changes nothing.
    Import {
        /// The file
        file: PathBuf,
        /// Allow the servers of the list instead
        #[arg(long)]
        allow: bool,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// Write the denied servers as the CSV that Mastodon imports
    Export {
        /// The file to write; it must not exist [default: standard output]
        file: Option<PathBuf>,
    },
}
