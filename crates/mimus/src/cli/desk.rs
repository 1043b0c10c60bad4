//! The commands of the Desk's people and of its record.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use mimus_core::desk::Role;
use mimus_store::AccountName;

/// What can be done with the people of the Desk.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Invite somebody: prints a link that is good once, within a week
    #[command(
        after_help = "Example: mimus user add bo --shown \"Bo Lind\" --role editor --account mastodon:town@social.example"
    )]
    Add {
        /// The name to sign in with: 2 to 40 letters, digits, dots or dashes
        name: String,
        /// The name that others see [default: the same]
        #[arg(long)]
        shown: Option<String>,
        /// What they are for the account; may be given several times. A keeper may do everything
        #[arg(long, value_enum)]
        role: Vec<UserRole>,
        /// For which account, as in mastodon:ana@example.org [default: the only one there is]
        #[arg(long)]
        account: Option<AccountName>,
    },
    /// Show who works at the Desk, and what each is for which account
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print a new link for somebody who has lost theirs, or their password
    Passwd {
        /// The name they sign in with
        name: String,
    },
    /// Let somebody go: they cannot sign in any more; what they did stays theirs in the record
    Remove {
        /// The name they sign in with
        name: String,
    },
}

/// A role on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UserRole {
    /// Connects accounts, invites people, changes charters, and may do all the rest
    Keeper,
    /// Decides what goes out, and when
    Publisher,
    /// Approves and refuses
    Reviewer,
    /// Works on everybody's drafts
    Editor,
    /// Writes drafts of their own
    Proposer,
    /// Answers people
    Engager,
    /// Sees everything and changes nothing
    Auditor,
}

impl UserRole {
    /// The role for an account; a keeper is one for the whole server.
    pub(crate) fn of_account(self) -> Option<Role> {
        match self {
            Self::Keeper => None,
            Self::Publisher => Some(Role::Publisher),
            Self::Reviewer => Some(Role::Reviewer),
            Self::Editor => Some(Role::Editor),
            Self::Proposer => Some(Role::Proposer),
            Self::Engager => Some(Role::Engager),
            Self::Auditor => Some(Role::Auditor),
        }
    }
}

/// What can be done with the open record.
#[derive(Debug, Subcommand)]
pub(crate) enum RecordCommand {
    /// Write the whole record as JSON Lines, an entry a line
    Export {
        /// Where to [default: standard output]
        file: Option<PathBuf>,
    },
    /// Prove that nothing of the record was changed, taken out or put in; ends with status 1 where it was, and says where
    Verify {
        /// An exported record [default: the one in the database]
        file: Option<PathBuf>,
    },
}
