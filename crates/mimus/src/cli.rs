//! The command line.

mod access;
mod desk;
mod relay;
mod requests;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use mimus_core::desk::Scope;
use mimus_core::policy::{Replies, Reposts};
use mimus_core::{Basis, Language, LocalHandle, MirrorPolicy, Network, Visibility};
use mimus_networks::SourceLocation;

use crate::route_flags::{RouteFlags, Same};

pub(crate) use access::AccessCommand;
pub(crate) use desk::{RecordCommand, UserCommand, UserRole};
pub(crate) use relay::{AccountCommand, DirectoryCommand, PublicationCommand, RouteCommand};
pub(crate) use requests::{RequestCommand, SourceCommand};

/// A self-hosted server with which an organisation or community lives on the fediverse and elsewhere at once.
///
/// Start with `mimus demo` to see what it does, or with `mimus serve` and `mimus mirror add feed:URL` to use it.
#[derive(Debug, Parser)]
#[command(name = "mimus", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// What is set for all commands.
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Settings that count over the environment (MIMUS_…) and over mimus.toml.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Settings (also MIMUS_… in the environment, or in mimus.toml)")]
pub(crate) struct Settings {
    /// The configuration file [default: mimus.toml here, if there is one]
    #[arg(long, global = true, env = "MIMUS_CONFIG", value_name = "FILE", hide_env = true)]
    pub(crate) config: Option<PathBuf>,
    /// The address under which the world reaches this server [default: http://localhost:8420]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// The address and port to listen on [default: 127.0.0.1:8420]
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<String>,
    /// The folder for database and media [default: mimus-data]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) data: Option<String>,
    /// The database: sqlite:PATH or postgres://… [default: SQLite in the data folder]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    /// Ask private addresses too: for tests and closed networks only
    #[arg(long, global = true)]
    pub(crate) allow_private_addresses: bool,
    /// What is logged: error, warn, info, debug [default: info when serving, warn otherwise]
    #[arg(long, global = true, value_name = "LEVEL")]
    pub(crate) log: Option<String>,
    /// How it is logged: text or json [default: text]
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(crate) log_format: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server: pages, ActivityPub, reading of sources, delivery
    ///
    /// With no configuration it keeps everything in ./mimus-data and listens on http://localhost:8420. Stop it
    /// with Ctrl-C or SIGTERM: what is in hand is finished, at most ten seconds long.
    ///
    /// Several nodes may share one PostgreSQL: what one of them has in hand is taken over within 30 seconds when it
    /// is killed, frozen or cut off.
    Serve {
        /// What this node does, of web, courier, poller, relay and janitor [default: all]
        #[arg(long, value_name = "ROLE,…")]
        roles: Option<String>,
    },
    /// See in a minute what Mimus does: sample mirrors, a follower, and a page that shows what happened
    ///
    /// Runs on a throw-away folder and needs no credentials and no network.
    Demo {
        /// The port to listen on; 0 takes a free one
        #[arg(long, default_value_t = 8420)]
        port: u16,
        /// Keep the folder, and say where it is
        #[arg(long)]
        keep: bool,
    },
    /// Make and keep mirrors: source accounts republished here as fediverse actors
    #[command(subcommand)]
    Mirror(MirrorCommand),
    /// See and steer the servers that activities are delivered to
    #[command(subcommand)]
    Server(ServerCommand),
    /// Say which servers and actors may speak to this one
    #[command(subcommand)]
    Access(AccessCommand),
    /// Connect accounts that Mimus may read and publish as
    #[command(subcommand)]
    Account(AccountCommand),
    /// Carry posts from one account to another
    #[command(subcommand)]
    Route(RouteCommand),
    /// Say who is the same on several networks, so that mentions carried by routes are theirs
    #[command(subcommand)]
    Directory(DirectoryCommand),
    /// See what was published by routes, what was not and why, and what can be done about it
    #[command(subcommand)]
    Publication(PublicationCommand),
    /// See and decide which mirrors of X people have asked for
    #[command(subcommand)]
    Request(RequestCommand),
    /// Say which accounts on X are never mirrored, or need no decision
    #[command(subcommand)]
    Source(SourceCommand),
    /// Show what metered calls have used and cost: windows, money, forecast, freshness, alarms
    Ledger {
        /// Show how the mirrored accounts of X are read, and what that takes and costs
        #[arg(long)]
        plan: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// The people of the Desk: who works there, and who may do what
    #[command(subcommand)]
    User(UserCommand),
    /// The open record of the Desk: export it, and prove that nothing of it was changed
    #[command(subcommand)]
    Record(RecordCommand),
    /// Come to the Desk, the shared newsroom: a link for a keeper, tokens for programs
    #[command(subcommand)]
    Desk(DeskCommand),
    /// Show what would become of a post on other networks, without publishing it
    ///
    /// Reads one post in a network's own JSON from standard input (from X: an answer of its API v2 with what it
    /// includes, a line of its stream, or an event of an account's activity; from Mastodon: a status) and prints a
    /// JSON array with one object per target: its parts with words, media, poll, length, limit and cost, why it is
    /// skipped if it is, and what is lost.
    ///
    /// Example:
    ///   mimus convert --from mastodon --to x,bluesky < post.json
    Convert {
        /// The network that the post is from: x or mastodon
        #[arg(long, value_name = "NETWORK")]
        from: Network,
        /// Where it would go: mastodon, x or bluesky; several are separated by commas
        #[arg(long, value_name = "NETWORK,…", value_delimiter = ',', required = true)]
        to: Vec<Network>,
        /// Two accounts of one person, such as @ana@example.org=x:@ana; may be given several times
        #[arg(long, value_name = "ACCOUNT=ACCOUNT")]
        same: Vec<Same>,
        /// A charter, by whose rules the post is checked: see docs/charter.md
        #[arg(long, value_name = "FILE")]
        charter: Option<PathBuf>,
        /// What goes on, and how
        #[command(flatten)]
        policy: RouteFlags,
    },
    /// Check configuration, address, WebFinger, clock, database and sources, and say what to do
    Doctor {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write everything (database, media, keys) into one file; the server may run meanwhile
    ///
    /// The file holds the private keys of all actors: keep it as you keep a password.
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
    /// Put a backup back into an empty data folder or database
    ///
    /// Works across databases: a backup of SQLite can be restored into PostgreSQL and the other way round.
    Restore {
        /// The file that mimus backup wrote
        file: PathBuf,
    },
}

/// What can be done with mirrors.
#[derive(Debug, Subcommand)]
pub(crate) enum MirrorCommand {
    /// Mirror a source account: a feed, the archive that X gives its users, or an account on X
    ///
    /// Prints the fediverse handle and the page at once, then reads what the source has. Nothing old is pushed
    /// to followers. An import that was interrupted is taken up where it stopped when the same archive is added
    /// again.
    ///
    /// Examples:
    ///   mimus mirror add feed:https://blog.example.org/feed.xml
    ///   mimus mirror add archive:twitter-2026-11-01.zip --as wikipedia_archive
    ///   mimus mirror add x:wikimedia --basis own
    Add {
        /// feed:URL, feed:FILE, archive:ZIP-or-folder, or x:HANDLE
        source: SourceLocation,
        /// The handle here, such as news for @news@your.server [default: made from the source's name]
        #[arg(long = "as", value_name = "HANDLE")]
        handle: Option<LocalHandle>,
        /// What goes on, and how
        #[command(flatten)]
        policy: PolicyFlags,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the mirrors
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a mirror: source, policy, counts, last reading, last error
    Show {
        /// Its handle
        handle: LocalHandle,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Stop reading a mirror's source; what is here stays
    Pause {
        /// Its handle
        handle: LocalHandle,
    },
    /// Read a paused mirror's source again; what was written meanwhile is taken in and not pushed
    Resume {
        /// Its handle
        handle: LocalHandle,
    },
    /// End a mirror: its posts go, every server that knows it is told, its handle is not used again
    Remove {
        /// Its handle
        handle: LocalHandle,
        /// Why, as its page will say
        #[arg(long)]
        reason: Option<String>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Read a mirror's source now
    Refresh {
        /// Its handle
        handle: LocalHandle,
        /// Read it from its beginning again, quietly
        #[arg(long)]
        whole: bool,
        /// Read it even if another process seems to be reading it: after one was killed
        #[arg(long)]
        take_over: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// What can be done with the Desk.
#[derive(Debug, Subcommand)]
pub(crate) enum DeskCommand {
    /// Print a link that signs you in as a keeper: good once, within an hour
    Link,
    /// Print a token with which somebody's programs use the REST API (docs/api.md)
    ///
    /// It may do what both its scopes and their roles allow. It is printed this once.
    ///
    /// Example:
    ///   mimus desk token ana --may read,write --called robot
    Token {
        /// Whose it is: the name that they sign in with
        person: String,
        /// What it is for, of read, write, review, publish and keep
        #[arg(long, value_name = "SCOPE,…", value_delimiter = ',', default_value = "read")]
        may: Vec<Scope>,
        /// What it is called in the list of their tokens
        #[arg(long, value_name = "NAME", default_value = "command line")]
        called: String,
        /// How many days it is good, up to 366
        #[arg(long, value_name = "DAYS", default_value_t = 90)]
        days: u16,
    },
}

/// What can be done with the servers that have followers here.
#[derive(Debug, Subcommand)]
pub(crate) enum ServerCommand {
    /// List them: state, followers, what waits, last delivery or last error
    ///
    /// A server is well, failing (tried again by itself, after 15 seconds, then ever later, up to 12 hours) or
    /// retired (after 30 days of failures, or at once when it says that it is gone).
    List {
        /// Which of them
        #[command(flatten)]
        only: ServerFilterFlags,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one: counts of what it took, refused and failed to take, times, last error
    Show {
        /// Its host, as mimus server list writes it
        host: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Try a server again now, or all that are failing
    Retry {
        /// Its host
        #[arg(required_unless_present = "all")]
        host: Option<String>,
        /// All servers that are failing
        #[arg(long, conflicts_with = "host")]
        all: bool,
    },
    /// Deliver to a server no more, and let its followers go
    Retire {
        /// Its host
        host: String,
    },
}

/// Which servers are listed.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct ServerFilterFlags {
    /// Only those whose last delivery failed
    #[arg(long, conflicts_with = "retired")]
    pub(crate) failing: bool,
    /// Only those that are delivered to no more
    #[arg(long)]
    pub(crate) retired: bool,
}

/// The policy of a mirror.
#[derive(Debug, Clone, Args)]
pub(crate) struct PolicyFlags {
    /// Which replies go on
    #[arg(long, value_enum, default_value_t = RepliesFlag::All)]
    replies: RepliesFlag,
    /// What becomes of reposts
    #[arg(long, value_enum, default_value_t = RepostsFlag::Link)]
    reposts: RepostsFlag,
    /// Who sees the posts: unlisted keeps them out of public timelines
    #[arg(long, value_enum, default_value_t = VisibilityFlag::Public)]
    visibility: VisibilityFlag,
    /// Hide all media until asked for
    #[arg(long)]
    sensitive: bool,
    /// The language of posts that do not tell theirs, such as en or pt-BR
    #[arg(long, value_parser = |tag: &str| Language::new(tag))]
    language: Option<Language>,
    /// Leave out posts with this word or #tag; may be given several times
    #[arg(long, value_name = "WORD")]
    without: Vec<String>,
    /// On what ground the account is mirrored, as the mirror's page says; own accounts are read before others
    #[arg(long, value_enum, default_value_t = BasisFlag::Other)]
    basis: BasisFlag,
    /// With --basis consent: how and when its owner agreed
    #[arg(long, value_name = "NOTE", required_if_eq("basis", "consent"))]
    consent: Option<String>,
    /// Leave a first line such as "CW: food" in the words, in place of taking it for the content warning
    #[arg(long)]
    keep_warning_lines: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RepliesFlag {
    /// Threads and answers to others
    All,
    /// The account's own threads only
    Own,
    /// None
    None,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RepostsFlag {
    /// A boost where the original is here, else its words with author and link
    Link,
    /// Only as a boost
    Boost,
    /// None
    None,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum VisibilityFlag {
    /// In public timelines
    Public,
    /// For followers' timelines and profiles
    Unlisted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BasisFlag {
    /// It is an account of those who keep this server
    Own,
    /// Its owner agreed; say how with --consent
    Consent,
    /// Neither
    Other,
}

impl From<PolicyFlags> for MirrorPolicy {
    fn from(flags: PolicyFlags) -> Self {
        Self {
            replies: match flags.replies {
                RepliesFlag::All => Replies::All,
                RepliesFlag::Own => Replies::Own,
                RepliesFlag::None => Replies::None,
            },
            reposts: match flags.reposts {
                RepostsFlag::Link => Reposts::Link,
                RepostsFlag::Boost => Reposts::Boost,
                RepostsFlag::None => Reposts::None,
            },
            visibility: match flags.visibility {
                VisibilityFlag::Public => Visibility::Public,
                VisibilityFlag::Unlisted => Visibility::Unlisted,
            },
            sensitive: flags.sensitive,
            language: flags.language,
            without: flags.without,
            keep_warning_lines: flags.keep_warning_lines,
            basis: match flags.basis {
                BasisFlag::Own => Basis::Own,
                BasisFlag::Consent => Basis::Consent { note: flags.consent.unwrap_or_default() },
                BasisFlag::Other => Basis::Other,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound_and_every_part_of_it_is_explained() {
        Cli::command().debug_assert();
        fn explained(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{} has no help", command.get_name());
            for argument in command.get_arguments() {
                assert!(
                    argument.get_help().is_some(),
                    "{} {} has no help",
                    command.get_name(),
                    argument.get_id()
                );
            }
            command.get_subcommands().filter(|c| c.get_name() != "help").for_each(explained);
        }
        explained(&Cli::command());
    }
}
