//! `/desk/drafts/{id}/history`: what it said when, by whom, and what is kept aside.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use mimus_core::desk::Content;

use super::review::{FieldChange, changes};
use super::{At, Names, Tabs};
use crate::Site;
use crate::desk::room::{Room, show};
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

/// Revisions on the page.
const REVISIONS: u32 = 100;

#[derive(Template)]
#[template(path = "desk/draft/history.html")]
struct HistoryPage {
    room: Room,
    say: Tongue,
    tabs: Tabs,
    revisions: Vec<RevisionView>,
}

struct RevisionView {
    head: String,
    at: Moment,
    aside: bool,
    changes: Vec<FieldChange>,
}

/// `GET /desk/drafts/{id}/history`
pub(crate) async fn get(State(site): State<Site>, at: At) -> Result<Response, Failure> {
    let say = at.visitor.say;
    let names = Names::load(&site).await?;
    let accounts = at.engine.desk_accounts().await.map_err(crate::desk::session::refused)?;
    let zone = super::edit::zone_of(&accounts, &at.draft.accounts);
    let mut found = site.store.draft_revisions(at.draft.id, REVISIONS).await?;
    found.reverse();
    let mut before = Content::default();
    let mut revisions = Vec::with_capacity(found.len());
    for revision in found {
        let by = match revision.by {
            None => at.draft.proposer.clone().unwrap_or_else(|| say.t("somebody")),
            by => names.of(by, say),
        };
        revisions.push(RevisionView {
            head: say.with2("revision-by", ("n", revision.number), ("name", by)),
            at: say.moment(revision.written_at, &zone),
            aside: revision.aside,
            changes: changes(say, &before, &revision.content),
        });
        if !revision.aside {
            before = revision.content;
        }
    }
    revisions.reverse();
    let tabs = Tabs::new(say, &at.draft, "history");
    show(&HistoryPage { room: at.visitor.room(&site, "drafts", &tabs.title), say, revisions, tabs })
}
