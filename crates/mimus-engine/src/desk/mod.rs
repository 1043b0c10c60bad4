//! The Desk: people sign in, write drafts, review, schedule and publish them, and the record says who did what.

pub mod accounts;
pub mod brake;
pub mod by_hand;
pub mod cards;
pub mod digests;
pub mod drafts;
pub mod fediverse;
pub mod identities;
pub mod media;
pub mod news;
pub mod oidc;
pub mod passkeys;
pub mod people;
mod queue;
mod reasons;
pub(crate) mod record;
pub mod removal;
pub mod review;
pub mod schedule;
pub mod sign_in;
pub mod templates;
pub mod token;
pub mod tokens;
pub mod totp;
pub mod uploads;
pub mod webhooks;

use std::time::Duration;

use jiff::Timestamp;
use mimus_core::charter::Check;
use mimus_core::desk::{ContentError, Deed, Scope};
use mimus_store::{AccountId, DraftState, StoreError};

pub use reasons::{BadAddress, NotKept, Unusable, Wanting};
pub use token::Token;

/// Why something was not done at the Desk. The words are for who asked.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// They may not.
    #[error("{}", may_not(*.0))]
    MayNot(Deed),
    /// The token that they ask with is not for that.
    #[error("the token has no scope {0}; ask with one that has")]
    Scope(Scope),
    /// A webhook's address is none, or is at none that may be asked.
    #[error(transparent)]
    Address(#[from] BadAddress),
    /// There is no such draft, account or person, or they may not see it.
    #[error("there is no such thing here, or it is not yours to see")]
    NotFound,
    /// What was sent cannot be kept.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// It goes nowhere, or says nothing.
    #[error(transparent)]
    Wanting(#[from] Wanting),
    /// An account is not at the Desk, or not connected.
    #[error("account {0} is not connected")]
    NotConnected(AccountId),
    /// It is in a state in which this is not done.
    #[error("this is not done to a draft that is {0}")]
    State(DraftState),
    /// It says something else by now.
    #[error("it was changed meanwhile; look at what it says now, then decide")]
    Changed,
    /// It breaks rules of the charter.
    #[error("the charter does not let it out: {}", said(.0))]
    Blocked(Vec<Check>),
    /// Approvals are wanting.
    #[error("{0} more must approve of it first")]
    NotApproved(u8),
    /// A reviewer has refused it.
    #[error("a reviewer has refused what it says; change it, or ask them")]
    Refused,
    /// Whoever wrote last cannot approve.
    #[error("who wrote it, or wrote last, is not its reviewer; somebody else must look")]
    OwnWords,
    /// A reason is missing.
    #[error("say why: the reason goes with the refusal")]
    NoReason,
    /// A time, an address, a language or a list cannot be used as it was written; the words say what to write.
    #[error(transparent)]
    Unusable(#[from] Unusable),
    /// Nothing is made of a template, and why.
    #[error("the template is stopped: {0}; save it anew first")]
    Stopped(String),
    /// What was uploaded cannot be kept.
    #[error(transparent)]
    Media(#[from] NotKept),
    /// The link is not good, or not any more.
    #[error("this link has been used or has run out; ask for another")]
    Link,
    /// Name and password do not belong together.
    #[error("name or password is wrong")]
    Wrong,
    /// Too many were wrong.
    #[error("too many tries were wrong; try again in {} minutes", .0.as_secs().div_ceil(60))]
    Wait(Duration),
    /// The code is not one of now, or was used.
    #[error("this code is not good, or not any more; take the next one that your device shows")]
    Code,
    /// Between the password and the code was too much time, or something else has changed meanwhile.
    #[error("signing in took too long; begin again")]
    TooLate,
    /// A passkey's answer is none.
    #[error(transparent)]
    Passkey(#[from] passkeys::verify::Refusal),
    /// It is nobody's passkey.
    #[error("nobody here has this passkey; sign in otherwise, and add it under your name")]
    UnknownPasskey,
    /// Browsers know no passkeys at this server's address.
    #[error("passkeys need a server at a name and with TLS; its operator can set public_url")]
    NoPasskeys,
    /// What is kept, or came back, was sealed with another key or for something else.
    #[error(
        "this was sealed with another key, or for something else; begin again, or ask a keeper for a new link"
    )]
    OtherKey,
    /// The operator has named no mail server.
    #[error("this server sends no mail; its operator can set smtp_url and smtp_from")]
    NoMail,
    /// There is nothing to do by hand for it: it is done, it is not due, or its account is not published to by hand.
    #[error("there is nothing to do by hand for it; look at how it stands")]
    NotByHand,
    /// The password is too easy.
    #[error("a password has 12 to 200 characters; four words in a row are a good one")]
    Password,
    /// The name cannot be one.
    #[error("a name has 2 to 40 letters, digits, dots or dashes, and begins with a letter")]
    Name,
    /// The name is somebody's.
    #[error("the name {0} is somebody's already")]
    NameTaken(String),
    /// The system gives no random numbers, or a hash could not be made.
    #[error("the system gives no random numbers")]
    NoRandomness,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn may_not(deed: Deed) -> &'static str {
    match deed {
        Deed::Read => "you have no role for this account",
        Deed::Propose => "you may not propose for this account",
        Deed::Comment => "you may not comment here",
        Deed::Edit => "this draft is somebody else's; editors and publishers may change it",
        Deed::Review => "only reviewers of all accounts that it goes to may rule on it",
        Deed::Publish => "only publishers may schedule, publish and take back",
        Deed::Brake => "only publishers and reviewers may pull the brake",
        Deed::Engage => "only engagers and publishers may answer",
        Deed::Keep => "only keepers may do this",
    }
}

fn said(checks: &[Check]) -> String {
    checks.iter().map(|check| check.words.as_str()).collect::<Vec<_>>().join("; ")
}

fn after(now: Timestamp, life: Duration) -> Timestamp {
    now.checked_add(life).unwrap_or(Timestamp::MAX)
}
