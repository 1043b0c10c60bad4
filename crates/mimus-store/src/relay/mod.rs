//! Relay: connected accounts, the routes between them, and what is published by them.

pub(crate) mod accounts;
pub(crate) mod directory;
pub(crate) mod drafts;
pub(crate) mod parts;
pub(crate) mod publications;
pub(crate) mod reading;
pub(crate) mod retention;
pub(crate) mod routes;

/// A number that a row has for good.
macro_rules! row_id {
    ($(#[$doc:meta] $name:ident),* $(,)?) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) i64);

        impl $name {
            /// The number, as people write it.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(word: &str) -> Result<Self, String> {
                match word.parse() {
                    Ok(number) if number > 0 => Ok(Self(number)),
                    _ => Err(format!("{word:?} is no number; the list shows those there are")),
                }
            }
        }
    )*};
}

pub(crate) use row_id;

row_id! {
    /// A connected account's number.
    AccountId,
    /// A route's number.
    RouteId,
    /// The number of a place where routes read.
    RouteSourceId,
    /// A publication's number.
    PublicationId,
}

/// States with the words that tables and people use.
macro_rules! states {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$each:meta])* $state:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$each])* $state),*
        }

        impl $name {
            /// The word in tables and for people.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$state => $word),*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(word: &str) -> Result<Self, String> {
                match word {
                    $($word => Ok(Self::$state),)*
                    other => Err(format!("{other:?} is no state of {}; there are {}", $what, [$($word),*].join(", "))),
                }
            }
        }
    };
}

pub(crate) use states;

states! {
    /// How a connected account stands.
    AccountState, "an account" {
        /// Its credentials serve.
        Connected = "connected",
        /// They serve no longer; somebody must connect it again.
        Broken = "broken",
        /// It was disconnected here.
        Disconnected = "disconnected",
    }
}

states! {
    /// How a route stands.
    RouteState, "a route" {
        /// It carries.
        Active = "active",
        /// It does not, until it is resumed.
        Paused = "paused",
        /// It is no more; what it published stays known.
        Removed = "removed",
    }
}

states! {
    /// How a publication stands (DESIGN §4).
    PublicationState, "a publication" {
        /// It waits for somebody, with the reason.
        Held = "held",
        /// It is to be carried out when its time comes.
        Due = "due",
        /// It is being carried out.
        Sending = "sending",
        /// All of it is there.
        Published = "published",
        /// Its first parts are there, and the others will not be, with the reason.
        Partial = "partial",
        /// The network has not said whether it is there, and looking did not tell.
        Unknown = "unknown",
        /// It will not be there, with the reason.
        Failed = "failed",
        /// Its time went by.
        Missed = "missed",
        /// The policy leaves it, with the reason.
        Skipped = "skipped",
        /// It is there no more.
        Deleted = "deleted",
    }
}

states! {
    /// Whether an account's old posts go.
    RetentionState, "a retention" {
        /// Nothing goes: it is being looked at what would.
        Preview = "preview",
        /// They go.
        Active = "active",
    }
}

states! {
    /// What becomes of an old post.
    RetiredState, "an old post" {
        /// It is to go.
        Due = "due",
        /// It stays, with the reason.
        Kept = "kept",
        /// It is saved here, and about to be deleted there.
        Saved = "saved",
        /// It is gone.
        Deleted = "deleted",
        /// It could not be saved or deleted, with the reason.
        Failed = "failed",
    }
}

states! {
    /// What is to become of a publication.
    Wanted, "what is wanted" {
        /// It is to stand there as it is at its source.
        Published = "published",
        /// It is to be gone.
        Deleted = "deleted",
    }
}

states! {
    /// How one part stands.
    PartState, "a part" {
        /// It was on its way when it was last heard of: it may be there or not.
        Sending = "sending",
        /// It is there.
        Published = "published",
        /// It is there no more.
        Deleted = "deleted",
    }
}
