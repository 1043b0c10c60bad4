//! The Desk: people, their sessions, drafts with what is said of them, and the record.

pub(crate) mod accounts;
pub(crate) mod brake;
pub(crate) mod by_hand;
pub(crate) mod cards;
pub(crate) mod codes;
pub(crate) mod drafts;
pub(crate) mod identities;
mod media;
pub(crate) mod news;
pub(crate) mod passkeys;
pub(crate) mod people;
pub(crate) mod publications;
pub(crate) mod record;
pub(crate) mod removals;
pub(crate) mod reviews;
pub(crate) mod schedule;
pub(crate) mod sessions;
pub(crate) mod sign_in_apps;
pub(crate) mod templates;
pub(crate) mod tokens;
mod uploads;
pub(crate) mod webhooks;

use crate::relay::{row_id, states};

row_id! {
    /// A person's number.
    PersonId,
    /// A draft's number.
    DraftId,
    /// A template's number.
    TemplateId,
    /// A webhook's number.
    WebhookId,
}

states! {
    /// How somebody stands at the Desk.
    PersonState, "a person" {
        /// Was invited and has not come yet.
        Invited = "invited",
        /// May sign in.
        Active = "active",
        /// May not any more; what they did stays theirs.
        Left = "left",
    }
}

states! {
    /// How a draft stands.
    DraftState, "a draft" {
        /// It came from somebody without an account here, or by a route, and nobody has looked at it.
        Held = "held",
        /// It is being written.
        Writing = "writing",
        /// It waits for reviewers, or has them.
        Proposed = "proposed",
        /// It goes out at its time.
        Scheduled = "scheduled",
        /// It has gone out, as its publications say.
        Published = "published",
        /// Nothing becomes of it.
        Dropped = "dropped",
    }
}

states! {
    /// How often somebody gets a digest.
    Rhythm, "a digest" {
        /// Never.
        Off = "off",
        /// Each day.
        Daily = "daily",
        /// Each Monday.
        Weekly = "weekly",
    }
}
