//! `/desk/record`: who did what, and whether the record is whole.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::tz::TimeZone;
use mimus_core::desk::Entry;
use serde::Deserialize;

use super::room::{Room, show};
use super::session::Visitor;
use crate::Site;
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

/// Entries on a page.
const ENTRIES: u32 = 100;

#[derive(Template)]
#[template(path = "desk/record.html")]
struct RecordPage {
    room: Room,
    say: Tongue,
    entries: Vec<EntryView>,
    older: Option<String>,
}

/// An entry for a template.
pub(crate) struct EntryView {
    pub(crate) seq: i64,
    pub(crate) at: Moment,
    pub(crate) who: String,
    pub(crate) deed: String,
    pub(crate) about: String,
    pub(crate) path: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) why: Option<String>,
    pub(crate) hash: String,
}

impl EntryView {
    pub(crate) fn new(say: Tongue, entry: Entry) -> Self {
        let id = format!("deed-{}", entry.deed.replace(['.', '_'], "-"));
        let deed = say.t(&id);
        Self {
            seq: entry.seq,
            at: say.moment(entry.at, &TimeZone::UTC),
            who: entry.who,
            // One that has no words of its own says its name.
            deed: if deed == id { entry.deed } else { deed },
            path: entry.about.strip_prefix("draft ").map(|id| format!("/desk/drafts/{id}")),
            about: entry.about,
            account: entry.account,
            why: entry
                .detail
                .get("why")
                .and_then(|why| why.as_str())
                .filter(|why| !why.is_empty())
                .map(str::to_owned),
            hash: entry.hash.chars().take(12).collect(),
        }
    }
}

/// From where on.
#[derive(Deserialize)]
pub(crate) struct Which {
    before: Option<i64>,
}

/// `GET /desk/record?before=…`
pub(crate) async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let say = visitor.say;
    let found = site.store.record_entries(None, which.before, ENTRIES).await?;
    let older = found.last().filter(|_| found.len() == ENTRIES as usize);
    let older = older.map(|last| format!("/desk/record?before={}", last.seq));
    show(&RecordPage {
        room: visitor.room(&site, "record", &say.t("nav-record")),
        say,
        entries: found.into_iter().map(|entry| EntryView::new(say, entry)).collect(),
        older,
    })
}
