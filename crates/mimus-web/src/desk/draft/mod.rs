//! A draft's pages: writing, preview and checks, review, schedule, history.

pub(crate) mod cards;
pub(crate) mod count;
pub(crate) mod deeds;
pub(crate) mod edit;
pub(crate) mod form;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod preview;
mod removal;
pub(crate) mod review;
pub(crate) mod schedule;

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use mimus_core::desk::{Change, Deed};
use mimus_engine::Engine;
use mimus_engine::desk::accounts::AtDesk;
use mimus_engine::desk::drafts::may_write;
use mimus_store::{AccountId, Draft, DraftId, DraftState, Person, PersonId};

use super::session::{Visitor, engine, refused};
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::Tongue;

/// A draft that somebody is at, and who they are.
pub(crate) struct At {
    pub(crate) visitor: Visitor,
    pub(crate) engine: Engine,
    pub(crate) draft: Draft,
}

impl FromRequestParts<Site> for At {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, site).await?;
        let id = id_in(parts, site).await.map_err(IntoResponse::into_response)?;
        let engine = engine(site).map_err(IntoResponse::into_response)?.clone();
        let draft = engine.draft_for(&visitor.person, id).await;
        let draft = draft.map_err(|error| refused(error).into_response())?;
        Ok(Self { visitor, engine, draft })
    }
}

async fn id_in(parts: &mut Parts, site: &Site) -> Result<DraftId, Failure> {
    let Path(id) = Path::<String>::from_request_parts(parts, site).await.map_err(|_| Failure::NotFound)?;
    id.parse().map_err(|_| Failure::NotFound)
}

/// The pages of one draft, for the line at its head.
pub(crate) struct Tabs {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) state: String,
    pub(crate) state_class: &'static str,
    /// What each is called, where it is, whether it is this one.
    pub(crate) tabs: Vec<(String, String, bool)>,
}

impl Tabs {
    pub(crate) fn new(say: Tongue, draft: &Draft, here: &str) -> Self {
        let id = draft.id;
        let all = [
            ("tab-write", format!("/desk/drafts/{id}"), "write"),
            ("tab-preview", format!("/desk/drafts/{id}/preview"), "preview"),
            ("tab-review", format!("/desk/drafts/{id}/review"), "review"),
            ("tab-schedule", format!("/desk/drafts/{id}/schedule"), "schedule"),
            ("tab-history", format!("/desk/drafts/{id}/history"), "history"),
        ];
        let title = match draft.content.title() {
            title if title.is_empty() => say.t("untitled"),
            title => title,
        };
        Self {
            id: id.to_string(),
            title,
            state: state_words(say, draft.state),
            state_class: draft.state.as_str(),
            tabs: all.into_iter().map(|(message, path, name)| (say.t(message), path, name == here)).collect(),
        }
    }
}

/// A state in somebody's language.
pub(crate) fn state_words(say: Tongue, state: DraftState) -> String {
    match state {
        DraftState::Held => say.t("state-held"),
        DraftState::Writing => say.t("state-writing"),
        DraftState::Proposed => say.t("state-proposed"),
        DraftState::Scheduled => say.t("state-scheduled"),
        DraftState::Published => say.t("state-published"),
        DraftState::Dropped => say.t("state-dropped"),
    }
}

/// What somebody may do to a draft, for the buttons.
pub(crate) struct Powers {
    pub(crate) write: bool,
    pub(crate) propose: bool,
    pub(crate) withdraw: bool,
    pub(crate) take_on: bool,
    pub(crate) template: bool,
    pub(crate) drop: bool,
    pub(crate) pick_up: bool,
    pub(crate) comment: bool,
    pub(crate) review: bool,
    pub(crate) schedule: bool,
    pub(crate) unschedule: bool,
    pub(crate) publish_change: bool,
    /// May ask that it be deleted, and may delete it without asking.
    pub(crate) ask_removal: bool,
    pub(crate) delete: bool,
}

impl Powers {
    pub(crate) fn of(person: &Person, draft: &Draft) -> Self {
        let to_all = |deed| person.may_with_all(deed, &draft.accounts);
        let writes = may_write(person, draft);
        let changed =
            draft.state == DraftState::Published && draft.published_hash.as_ref() != Some(&draft.hash);
        let state = draft.state;
        let reviews = to_all(Deed::Review);
        let publishes = to_all(Deed::Publish);
        let open = matches!(state, DraftState::Held | DraftState::Writing | DraftState::Proposed);
        Self {
            write: writes && !matches!(state, DraftState::Scheduled | DraftState::Dropped),
            propose: writes && state == DraftState::Writing,
            withdraw: writes && state == DraftState::Proposed,
            take_on: state == DraftState::Held && (to_all(Deed::Edit) || reviews),
            template: !draft.accounts.is_empty() && to_all(Deed::Edit),
            drop: open && (writes || reviews),
            pick_up: state == DraftState::Dropped && (to_all(Deed::Edit) || draft.author == Some(person.id)),
            comment: draft.author == Some(person.id)
                || person.keeper
                || draft.accounts.iter().any(|account| person.may(Deed::Comment, *account)),
            review: reviews && (state == DraftState::Proposed || changed),
            schedule: publishes && state == DraftState::Proposed,
            unschedule: (publishes || to_all(Deed::Brake)) && state == DraftState::Scheduled,
            publish_change: publishes && changed,
            ask_removal: (writes || publishes || reviews || draft.author == Some(person.id))
                && state == DraftState::Published,
            delete: publishes && state == DraftState::Published,
        }
    }
}

/// An account that a draft may go to.
pub(crate) struct Target {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

/// The accounts that somebody may propose for, and those that a draft goes to already.
pub(crate) fn targets(accounts: &[AtDesk], person: &Person, chosen: &[AccountId]) -> Vec<Target> {
    let fits = |at: &&AtDesk| chosen.contains(&at.account.id) || person.may(Deed::Propose, at.account.id);
    let target = |at: &AtDesk| Target {
        id: at.account.id.get(),
        name: at.account.name().to_string(),
        chosen: chosen.contains(&at.account.id),
    };
    accounts.iter().filter(fits).map(target).collect()
}

/// The names of people by their numbers.
pub(crate) struct Names(HashMap<PersonId, String>);

impl Names {
    pub(crate) async fn load(site: &Site) -> Result<Self, Failure> {
        Ok(Self(site.store.shown_names().await?))
    }

    pub(crate) fn of(&self, id: Option<PersonId>, say: Tongue) -> String {
        id.and_then(|id| self.0.get(&id)).map_or_else(|| say.t("somebody"), Clone::clone)
    }
}

/// A stretch of a difference, for a template.
pub(crate) struct Stretch {
    pub(crate) kind: &'static str,
    pub(crate) words: String,
}

pub(crate) fn stretches(changes: Vec<Change>) -> Vec<Stretch> {
    let stretch = |change| match change {
        Change::Same(words) => Stretch { kind: "same", words },
        Change::Gone(words) => Stretch { kind: "gone", words },
        Change::New(words) => Stretch { kind: "new", words },
    };
    changes.into_iter().map(stretch).collect()
}
