//! What is wrong with what somebody has sent to the Desk, one by one: each page says it in the language of its reader.
//!
//! The words here are English, for logs, the API and the command line. The words of pages are in `mimus-web/messages/`; where a
//! reason is added here, `mimus-web/tongue/errors.rs` does not compile until it has them.

use mimus_core::Network;
use mimus_core::desk::{RhythmError, SlotsError};
use mimus_core::language::LanguageError;
use mimus_core::web_url::WebUrlError;
use mimus_store::{AccountName, PublicationState};

/// What is missing, or must be done first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wanting {
    /// A code is asked for, and another cannot be besides.
    #[error("a code is asked for already; turn that off first")]
    CodeOff,
    /// There are as many webhooks as there may be.
    #[error("there are 50 webhooks; remove one first")]
    FewerWebhooks,
    /// There are as many templates as there may be.
    #[error("there are 500 templates; remove one first")]
    FewerTemplates,
    /// They have as many tokens as they may have.
    #[error("you have 50 tokens; revoke one that is not used any more")]
    FewerTokens,
    /// They sign in by as many other servers as they may.
    #[error("you have ten of these already; remove one first")]
    FewerIdentities,
    /// A template has no name.
    #[error("a template needs a name, of at most 100 letters")]
    TemplateName,
    /// A template goes to no account.
    #[error("choose at least one account that its drafts go to")]
    TemplateAccounts,
    /// A template that recurs says nothing.
    #[error("write what its drafts are to say")]
    TemplateWords,
    /// Nobody has confirmed the address to which digests would go.
    #[error("confirm your address first: a link was sent to it")]
    ConfirmedAddress,
    /// A token has no name.
    #[error("give the token a name, so that you know later what it is for")]
    TokenName,
    /// A token is for nothing.
    #[error("say what the token is for: read, write, review, publish or keep")]
    TokenScopes,
    /// A keeper would let themselves go.
    #[error("nobody lets themselves go; another keeper can")]
    AnotherKeeper,
    /// A draft goes to no account.
    #[error("choose at least one account that it goes to")]
    Accounts,
    /// A draft says nothing.
    #[error("write what is to be said")]
    Words,
    /// A medium has no description.
    #[error("write what it shows")]
    Description,
    /// A comment says nothing.
    #[error("write what you have to say")]
    Comment,
    /// Everything would stop for no reason.
    #[error("say why everything is to stop; the record keeps it")]
    WhyStop,
    /// The device has made a passkey for them before.
    #[error("this passkey is known here already")]
    NewPasskey,
    /// They have as many passkeys as they may have.
    #[error("you have ten passkeys already; remove one first")]
    FewerPasskeys,
    /// Accounts at too many servers were added of late.
    #[error("people of too many servers were added today; try tomorrow")]
    FewerServers,
}

/// What cannot be used as it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// A language.
    #[error(transparent)]
    Language(#[from] LanguageError),
    /// Slots.
    #[error(transparent)]
    Slots(#[from] SlotsError),
    /// A rhythm.
    #[error(transparent)]
    Rhythm(#[from] RhythmError),
    /// No time zone.
    #[error("{0:?} is no time zone; write one as in Europe/Berlin or UTC")]
    Zone(String),
    /// No hour of a zone.
    #[error(
        "{hour} o'clock in {zone:?} is no time; write an hour from 0 to 23, and a zone as in Europe/Berlin or UTC"
    )]
    Hour {
        /// The hour.
        hour: u8,
        /// The zone.
        zone: String,
    },
    /// No day and time.
    #[error("{0:?} is no time; write it like 2026-11-23T18:30")]
    Time(String),
    /// No time at all.
    #[error("choose a time")]
    NoTime,
    /// No time of day.
    #[error("write the time of day like 09:00")]
    TimeOfDay,
    /// No quiet hours.
    #[error("write the quiet hours like 22:00 and 07:00")]
    QuietHours,
    /// Days that are none.
    #[error("the days of a slot are 1 for Monday to 7 for Sunday")]
    SlotDays,
    /// A line that tells of no topic.
    #[error(
        "write a topic as its warning, a colon, and the words by which it is known: “War: war, air raid”"
    )]
    Topic,
    /// A line that is no alt text in another language.
    #[error("{0:?} is no alt text in another language; write a line like “de: Ein Turm am Hafen”")]
    AltText(String),
    /// No address of a post.
    #[error("{0:?} is no address of a post")]
    PostAddress(String),
    /// A window that ends before it begins.
    #[error("it may go out from a time until a later one")]
    Window,
    /// The window has ended.
    #[error("its window is over, and its approvals with it; choose another")]
    WindowOver,
    /// The time is before now.
    #[error("that time is over; choose a later one")]
    TimeOver,
    /// The time is too far ahead.
    #[error("that is more than a year ahead; choose an earlier time")]
    TooFar,
    /// The time is outside of the window.
    #[error("that is outside of the window that was approved")]
    OutsideWindow,
    /// There is no slot that is free.
    #[error("the accounts have no slots, or none that is free on all; set some, or choose a time")]
    NoSlot,
    /// The token would have ended.
    #[error("the token would have ended already; choose a later time")]
    TokenOver,
    /// The token would be good for too long.
    #[error("a token is good for a year at most; choose an earlier end")]
    TokenLong,
    /// The token would outlive the one that makes it, which ends then.
    #[error("the token that asks ends at {0}, and so does what it makes; make a longer one at the Desk")]
    TokenOfToken(jiff::Timestamp),
    /// An account is connected, and cannot be published to by hand.
    #[error("{0} is connected already")]
    AlreadyConnected(AccountName),
    /// No handle of an account on that network.
    #[error("{}", handle(*.0))]
    Handle(Network),
    /// A publication cannot be tried again as it stands.
    #[error("the publication is {0}; only one that is held, failed, partial or unknown can be tried again")]
    NothingToTry(PublicationState),
    /// It is known what became of a publication.
    #[error("it is known what became of the publication; there is nothing to settle")]
    NothingToSettle,
    /// A publication is deleted.
    #[error("the publication is deleted already, or is to be")]
    NothingToDelete,
    /// A published draft would leave out an account on which it is published.
    #[error("it is published on an account that you leave out; ask for its deletion first")]
    PublishedThere,
    /// No handle, and no name of a server of the fediverse.
    #[error("write your handle, such as @ana@social.example, or your server's name")]
    FediverseHandle,
    /// A server without TLS.
    #[error("the server has no TLS; its address must begin with https")]
    NoTls,
}

fn handle(network: Network) -> &'static str {
    match network {
        Network::X => "the handle is a name on X, such as wikipedia",
        Network::Mastodon => "the handle is name@server, such as town@social.example",
        Network::Bluesky => "the handle is a name on Bluesky, such as town.bsky.social",
        Network::Elsewhere => "the name has 1 to 100 characters and no spaces, such as announce-list",
        Network::Feed | Network::Archive => "nothing is published to feeds and archives",
    }
}

/// Why an address is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// It is none of a page.
    #[error(transparent)]
    Url(#[from] WebUrlError),
    /// It is none that can be sent to.
    #[error("that is no address: {0}")]
    None(String),
    /// It is too long.
    #[error("an address has at most {0} letters")]
    Long(usize),
    /// It is none that may be asked, and why.
    #[error("{0}")]
    NotAllowed(String),
    /// It is at another place than the account.
    #[error("the link is one at {wanted}; this one is at {found}")]
    Elsewhere {
        /// The hosts at which it should be.
        wanted: String,
        /// The host at which it is.
        found: String,
    },
    /// Another publication is there.
    #[error("{0} is that of another publication; give the link of this one")]
    Taken(String),
    /// There is none.
    #[error("give the link at which it stands there")]
    Missing,
    /// It is none of a mailbox.
    #[error("{0:?} is no mail address; write one such as ana@example.org")]
    Mail(String),
    /// The mail server does not take a letter to it, and why.
    #[error("{0}")]
    NotSent(String),
}

/// Why an upload is not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// It is of no kind that is kept.
    #[error(
        "this is no picture, film or sound of a kind that is kept: JPEG, PNG, GIF, WebP, MP4, WebM, MP3, Ogg, M4A"
    )]
    Kind,
    /// It is larger than so many MiB.
    #[error("the file is larger than the {0} MiB that are kept")]
    Large(u64),
    /// It is a picture that cannot be read, and why.
    #[error("the picture cannot be read: {0}")]
    Broken(String),
    /// It could not be read.
    #[error("the file could not be read")]
    Unread,
    /// The folder failed, and how.
    #[error("the file could not be kept: {0}")]
    Folder(String),
    /// What was uploaded once is not here any more.
    #[error("a medium of it is not here; upload it again")]
    Gone,
}
