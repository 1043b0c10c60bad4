//! The one place with SQL: migrations and repositories over SQLite and PostgreSQL, one set for both.
//!
//! A [`Store`] is a cheap handle. Its methods are grouped by subject, a file each, and speak in the model's
//! words and typed rows. Times are milliseconds since 1970 in the tables and [`jiff::Timestamp`] here; the
//! clock is the caller's.

mod access;
mod activities;
mod admission;
mod db;
mod deliveries;
mod desk;
mod dump;
mod duties;
mod files;
mod followers;
mod ledger;
mod letters;
mod migrate;
mod mirror_list;
mod mirrors;
mod nodes;
mod posts;
mod received;
mod record;
mod relay;
mod remote_actors;
mod requests;
mod row;
mod servers;
mod settings;
mod sources;
pub mod testing;
mod unfollowed;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub use access::AccessRule;
pub use activities::{Activity, ActivityKind};
pub use deliveries::{Deliveries, DueInbox, DueServer, Standing, Subscription};
pub use desk::accounts::DeskAccount;
pub use desk::brake::BrakeAll;
pub use desk::by_hand::{ByHand, NewByHand, PartByHand};
pub use desk::cards::{CardClaim, LinkCard, PageWords};
pub use desk::drafts::{Draft, DraftFilter, DraftLine, Revision, Saved, Window, Written};
pub use desk::identities::Identity;
pub use desk::news::{DigestTimes, NewsSettings, SaidOfDraft};
pub use desk::passkeys::{Answered, NewPasskey, Passkey, PasskeyOutcome};
pub use desk::people::{NewPerson, Person};
pub use desk::publications::Listed;
pub use desk::record::{NewEntry, RecordFault, verify};
pub use desk::removals::{Removal, RemovalLine};
pub use desk::reviews::{Comment, GivenRuling};
pub use desk::schedule::{DraftPublication, Going, Moved, Planned};
pub use desk::sessions::{LinkFor, NewSession, Session};
pub use desk::sign_in_apps::SignInApp;
pub use desk::templates::{Instance, NewTemplate, Template};
pub use desk::tokens::{ApiToken, NewApiToken};
pub use desk::webhooks::{DueWebhook, Webhook};
pub use desk::{DraftId, DraftState, PersonId, PersonState, Rhythm, TemplateId, WebhookId};
pub use dump::{Column, DumpError, LEFT_OUT, Table, TableRow};
pub use duties::{Duty, Watched};
pub use files::{FileId, FileState, StoredFile};
pub use followers::{Follower, NewFollower};
pub use ledger::{
    AlsoWindow, DELAY_BOUNDS, DelayCount, Given, LedgerDay, LedgerHold, LedgerMonth, LedgerTotals,
    LedgerWindow, Ledgered, MonthAsk, MonthState, NewReservation, ObjectKind, Objects, OpenReservation,
    ReservationId, Reserved, Settlement, ToldWindow, UtcDay, UtcMonth, WindowAsk,
};
pub use letters::{Letter, LetterId};
pub use migrate::{MigrateError, SCHEMA_VERSION};
pub use mirror_list::{ListedMirror, MirrorCounts, MirrorFilter, MirrorStanding};
pub use mirrors::{Mirror, MirrorId, MirrorState, NewMirror};
pub use nodes::{Node, NodeName};
pub use posts::{PostPage, StoredMedium, StoredPost};
pub use received::{NewReceived, Received, ReceivedKind, Report};
pub use record::{Change, Recorded, Recording, WantedMedia};
pub use relay::accounts::{Account, AccountName, AccountStanding, NewAccount};
pub use relay::drafts::{Becomes, BroughtMedium, FollowedDraft, NewRouteDraft, NewRoutePost, RouteDraft};
pub use relay::parts::{PublishedPart, Words};
pub use relay::publications::{Attempt, Held, Outcome, Publication};
pub use relay::reading::{MetPart, NewPublication, Plan, RelayReading, RouteSource};
pub use relay::retention::{AccountRetention, FoundPost, RetiredPost};
pub use relay::routes::{Route, RouteChange, RouteFrom};
pub use relay::{
    AccountId, AccountState, PartState, PublicationId, PublicationState, RetentionState, RetiredState,
    RouteId, RouteSourceId, RouteState, Wanted,
};
pub use remote_actors::RemoteActor;
pub use requests::{MAX_WAITING, MirrorRequest, OpenPlace, RequestState, SourceRule};
pub use servers::{Backlog, InboxId, Server, ServerFilter, ServerId, ServerReport, ServerState};
pub use sources::Source;
pub use unfollowed::UNFOLLOWED;

use db::Db;

/// How the store is opened.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Most connections at once to PostgreSQL, or readers beside the one writer of SQLite.
    pub connections: u32,
}

/// A handle on the database.
#[derive(Clone)]
pub struct Store {
    db: Arc<Db>,
}

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no database that Mimus speaks to.
    #[error("{0:?} is no database address; write sqlite:PATH or postgres://USER@HOST/NAME")]
    Address(String),
    /// The database could not be opened, or a statement failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The database did not answer in time. What was asked may have been done all the same.
    #[error("the database has not answered for {} s", .0.as_secs())]
    Silent(Duration),
    /// The schema could not be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// A row holds what this version cannot read.
    #[error("the database holds what this version cannot read in {what}: {why}")]
    Unreadable {
        /// Which table and column.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A name that must be unique is taken.
    #[error("{what} is taken")]
    Taken {
        /// What is taken, with its name.
        what: String,
    },
    /// What was worked on has passed to another node; nothing was recorded.
    #[error("another worker has taken this over; nothing was recorded")]
    LeaseLost,
}

impl StoreError {
    /// Whether the same call may work later without anything being mended.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Database(error) => db::may_pass(error),
            Self::Silent(_) => true,
            _ => false,
        }
    }
}

/// What the store's functions return.
pub type Result<T> = std::result::Result<T, StoreError>;

impl Store {
    /// Opens the database and brings its schema up to date. A SQLite file that does not exist is made; before
    /// an older one is changed, a copy is put beside it. A store that a newer Mimus has written is refused.
    pub async fn open(options: &StoreOptions) -> Result<Self> {
        let db = Db::open(options).await?;
        migrate::migrate(&db, migrate::MIGRATIONS).await?;
        Ok(Self { db: Arc::new(db) })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.db.rows("SELECT 1", &[]).await.map(drop)
    }

    /// Has the database look itself over: every page, every index, every reference. On PostgreSQL, which sees to that
    /// itself, there is nothing to do. Reads the whole file.
    pub async fn check_integrity(&self) -> Result<()> {
        if !self.is_sqlite() {
            return self.ping().await;
        }
        for (sql, what) in [("PRAGMA integrity_check", "a page"), ("PRAGMA foreign_key_check", "a reference")]
        {
            for row in self.db.rows(sql, &[]).await? {
                let found = row.text(0)?;
                if found != "ok" {
                    return Err(StoreError::Unreadable { what, why: found });
                }
            }
        }
        Ok(())
    }

    /// Whether this is SQLite, and with it one file that only this machine can open.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.db.is_sqlite()
    }

    /// Writes a consistent copy of a SQLite database to `path`, which must not exist.
    pub async fn copy_sqlite(&self, path: &Path) -> Result<()> {
        self.db.vacuum_into(path).await
    }

    /// Lets go of all connections; what runs is finished first.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
