//! `/desk/drafts`: the drafts, and `/desk`: what there is to do.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use mimus_core::desk::Deed;
use mimus_engine::desk::accounts::AtDesk;
use mimus_store::{
    AccountId, DraftFilter, DraftId, DraftLine, DraftState, Listed, Person, Publication, PublicationState,
    RemovalLine,
};
use serde::Deserialize;

use super::{Names, state_words};
use crate::Site;
use crate::desk::room::{Room, show};
use crate::desk::session::{Visitor, engine, refused};
use crate::pages::error::Failure;
use crate::tongue::{Moment, Tongue};

/// Publications that wait for hands, on the page of what there is to do.
const WAITING: u32 = 50;
/// Drafts on a page.
const DRAFTS: u32 = 50;

/// A draft in a list.
pub(crate) struct LineView {
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) state: String,
    pub(crate) state_class: &'static str,
    pub(crate) accounts: String,
    pub(crate) by: String,
    pub(crate) slot: Option<Moment>,
    pub(crate) changed: Moment,
}

/// What lines are shown with.
pub(crate) struct Lines {
    say: Tongue,
    names: Names,
    accounts: Vec<(AccountId, String, TimeZone)>,
}

impl Lines {
    pub(crate) async fn load(site: &Site, say: Tongue) -> Result<Self, Failure> {
        let accounts = engine(site)?.desk_accounts().await.map_err(refused)?;
        let accounts = accounts
            .into_iter()
            .map(|at| (at.account.id, at.account.name().to_string(), at.zone()))
            .collect();
        Ok(Self { say, names: Names::load(site).await?, accounts })
    }

    pub(crate) fn view(&self, line: DraftLine, page: &str) -> LineView {
        let of: Vec<&(AccountId, String, TimeZone)> =
            self.accounts.iter().filter(|(id, ..)| line.accounts.contains(id)).collect();
        let zone = of.first().map_or(TimeZone::UTC, |(.., zone)| zone.clone());
        let by = line.proposer.clone().unwrap_or_else(|| self.names.of(line.author, self.say));
        LineView {
            path: format!("/desk/drafts/{}{page}", line.id),
            title: if line.title.is_empty() { self.say.t("untitled") } else { line.title },
            state: state_words(self.say, line.state),
            state_class: line.state.as_str(),
            accounts: of.iter().map(|(_, name, _)| name.as_str()).collect::<Vec<_>>().join(", "),
            by,
            slot: line.slot.map(|slot| self.say.moment(slot, &zone)),
            changed: self.say.moment(line.updated_at, &zone),
        }
    }

    /// A removal that waits: where, the draft's first words, who asks, why.
    fn removal(&self, asked: RemovalLine) -> (String, String, String, String) {
        let title = if asked.title.is_empty() { self.say.t("untitled") } else { asked.title };
        let by = self.names.of(Some(asked.removal.by), self.say);
        (format!("/desk/drafts/{}/review", asked.draft), title, by, asked.removal.why)
    }
}

/// The accounts whose drafts somebody sees; keepers see all.
pub(crate) fn among(person: &Person) -> Option<Vec<AccountId>> {
    (!person.keeper).then(|| person.accounts_to(Deed::Read).collect())
}

#[derive(Template)]
#[template(path = "desk/draft/list.html")]
struct ListPage {
    room: Room,
    say: Tongue,
    filters: Vec<(String, String, bool)>,
    lines: Vec<LineView>,
    older: Option<String>,
}

/// Which drafts.
#[derive(Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    state: String,
    /// Those after this draft, by when it was changed and its number.
    #[serde(default)]
    after: String,
}

/// A place in a list of drafts, as addresses have it: milliseconds, a dash, the number of the draft.
pub(crate) fn place_after(after: &str) -> Option<(Timestamp, DraftId)> {
    let (at, id) = after.split_once('-')?;
    Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, id.parse().ok()?))
}

/// `GET /desk/drafts?state=proposed&after=…`
pub(crate) async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let say = visitor.say;
    let state: Option<DraftState> = which.state.parse().ok();
    let states = match state {
        Some(state) => vec![state],
        None => vec![DraftState::Held, DraftState::Writing, DraftState::Proposed, DraftState::Scheduled],
    };
    let or_by = Some(visitor.person.id);
    let filter = DraftFilter { states, among: among(&visitor.person), or_by, ..DraftFilter::default() };
    let after = place_after(&which.after).map(|(at, id)| (at, Some(id)));
    let found = site.store.drafts(&filter, after, DRAFTS).await?;
    let full = found.len() == DRAFTS as usize;
    let older = found.last().filter(|_| full).map(|last| {
        let after = format!("{}-{}", last.updated_at.as_millisecond(), last.id);
        format!("/desk/drafts?state={}&after={after}", state.map_or("", DraftState::as_str))
    });
    let lines = Lines::load(&site, say).await?;
    let all = [
        DraftState::Held,
        DraftState::Writing,
        DraftState::Proposed,
        DraftState::Scheduled,
        DraftState::Published,
        DraftState::Dropped,
    ];
    let mut filters = vec![(say.t("filter-open"), "/desk/drafts".to_owned(), state.is_none())];
    filters.extend(
        all.into_iter()
            .map(|one| (state_words(say, one), format!("/desk/drafts?state={one}"), state == Some(one))),
    );
    show(&ListPage {
        room: visitor.room(&site, "drafts", &say.t("nav-drafts")),
        say,
        filters,
        lines: found.into_iter().map(|line| lines.view(line, "")).collect(),
        older,
    })
}

#[derive(Template)]
#[template(path = "desk/todo.html")]
struct TodoPage {
    room: Room,
    say: Tongue,
    held: Vec<LineView>,
    to_review: Vec<LineView>,
    own: Vec<LineView>,
    scheduled: Vec<LineView>,
    /// Publications that wait for somebody.
    stuck: String,
    has_stuck: bool,
    /// Media that want a description, where there are any.
    undescribed: Option<String>,
    /// Removals that wait: path, words, who asks, why.
    removals: Vec<(String, String, String, String)>,
    /// Publications that wait for their hands: path, words, account, when it was due.
    by_hand: Vec<(String, String, String, Moment)>,
    stopped: Vec<String>,
    /// Nothing is connected yet: only a keeper can do something about it.
    nothing_yet: bool,
}

/// Those of publications that wait for somebody's hands: where, what, on which account, since when.
fn by_hand(
    say: Tongue,
    accounts: &[AtDesk],
    waiting: &[Publication],
) -> Vec<(String, String, String, Moment)> {
    let line = |publication: &Publication| {
        let at = accounts.iter().find(|at| at.account.id == publication.account && at.account.by_hand)?;
        let title: String = publication.post.text.as_str().chars().take(80).collect();
        let title = if title.trim().is_empty() { say.t("untitled") } else { title };
        let path = format!("/desk/publications/{}", publication.id);
        let due = say.moment(publication.post.created_at, &at.zone());
        Some((path, title, at.account.name().to_string(), due))
    };
    waiting
        .iter()
        .filter(|publication| publication.state == PublicationState::Held)
        .filter_map(line)
        .collect()
}

/// `GET /desk`
pub(crate) async fn todo(State(site): State<Site>, visitor: Visitor) -> Result<Response, Failure> {
    let say = visitor.say;
    let lines = Lines::load(&site, say).await?;
    let person = &visitor.person;
    let find = async |states: Vec<DraftState>, author, deed: Option<Deed>| {
        let among = match deed {
            Some(deed) if !person.keeper => Some(person.accounts_to(deed).collect()),
            _ => among(person),
        };
        let among = if author { None } else { among };
        let author = author.then_some(person.id);
        let filter = DraftFilter { states, author, among, ..DraftFilter::default() };
        site.store.drafts(&filter, None, 10).await
    };
    let held = find(vec![DraftState::Held], false, Some(Deed::Edit)).await?;
    let to_review = find(vec![DraftState::Proposed], false, Some(Deed::Review)).await?;
    let own = find(vec![DraftState::Writing, DraftState::Proposed], true, None).await?;
    let scheduled = find(vec![DraftState::Scheduled], false, None).await?;
    let publishes: Option<Vec<AccountId>> =
        (!person.keeper).then(|| person.accounts_to(Deed::Publish).collect());
    let waiting = site.store.desk_publications(publishes.as_deref(), Listed::Open, None, WAITING).await?;
    let stuck = site.store.open_publications(publishes.as_deref()).await?;
    let undescribed = engine(&site)?.undescribed(person).await.map_err(refused)?.len() as u64;
    let removals = engine(&site)?.removals(person).await.map_err(refused)?;
    let accounts = engine(&site)?.desk_accounts().await.map_err(refused)?;
    let by_hand = by_hand(say, &accounts, &waiting);
    let stuck = stuck.saturating_sub(by_hand.len() as u64);
    let stopped = accounts.iter().filter(|at| !at.goes()).map(|at| at.account.name().to_string()).collect();
    let view = |found: Vec<DraftLine>, page: &str| -> Vec<LineView> {
        found.into_iter().map(|line| lines.view(line, page)).collect()
    };
    show(&TodoPage {
        room: visitor.room(&site, "todo", &say.t("nav-todo")),
        say,
        held: view(held, ""),
        to_review: view(to_review, "/review"),
        own: view(own, ""),
        scheduled: view(scheduled, "/schedule"),
        stuck: say.count("stuck", stuck),
        has_stuck: stuck > 0,
        undescribed: (undescribed > 0).then(|| say.count("media-wanting", undescribed)),
        removals: removals.into_iter().map(|asked| lines.removal(asked)).collect(),
        by_hand,
        stopped,
        nothing_yet: accounts.is_empty(),
    })
}
