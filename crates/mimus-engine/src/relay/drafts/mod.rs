//! Drafts from routes: what a route brings that makes drafts, and what becomes of them when their posts change.
//!
//! Media are had before anything is recorded. Then draft, posts and the reading's cursor go into one transaction.

mod changes;
mod media;

use std::time::Instant;

use mimus_core::desk::{Arrived, Arriving, arriving};
use mimus_core::{Directory, Network, Post};
use mimus_store::{
    Account, NewPublication, NewRouteDraft, NewRoutePost, Publication, RelayReading, Route, RouteDraft,
    RouteFrom, StoreError, Window,
};
use serde_json::json;

use super::plan::{self, Coming, Planned};
use super::when;
use crate::Engine;
use crate::desk::DeskError;
use crate::desk::drafts::{Intent, MAX_WORDS};
use media::Fetching;

/// Drafts that a route makes within 24 hours where its policy does not say.
pub const A_DAY: u32 = 50;
/// Most characters of the name of where a draft comes from.
const MAX_NAME: usize = 100;
/// By whom drafts from routes are made, in the record.
const NOBODY: &str = "Mimus";

/// What making drafts of a route needs to know.
pub(crate) struct Making<'a> {
    engine: &'a Engine,
    route: &'a Route,
    /// The account that the drafts are for.
    to: Account,
    /// What its posts come from, for people.
    from: String,
    /// The account that is read, as readers know it.
    source_handle: Option<String>,
    directory: Directory,
}

/// What a draft is to say, with the media that were had for it.
struct Made {
    intent: Intent,
    hash: String,
    /// The media of each of its posts.
    media: Vec<Vec<mimus_store::BroughtMedium>>,
    /// What is to be said to people.
    notes: Vec<String>,
}

impl<'a> Making<'a> {
    pub(crate) async fn of(engine: &'a Engine, route: &'a Route) -> Result<Option<Self>, StoreError> {
        let Some(to) = engine.store.account(route.to).await? else { return Ok(None) };
        // The account is taken to the Desk, if it is not there yet.
        if let Err(DeskError::Store(error)) = engine.desk_account(to.id).await {
            return Err(error);
        }
        let (from, source_handle) = match &route.from {
            RouteFrom::Account(id) => match engine.store.account(*id).await? {
                Some(account) => (account.name().to_string(), Some(account.handle)),
                None => (format!("account {id}"), None),
            },
            RouteFrom::Location(location) => (location.clone(), None),
            RouteFrom::Desk => ("the Desk".to_owned(), None),
        };
        let directory = engine.directory().await?;
        Ok(Some(Self { engine, route, to, from, source_handle, directory }))
    }

    fn network(&self) -> Network {
        self.to.network
    }

    /// What posts become as one draft; `Err` says why they do not.
    fn arrived(&self, posts: &[Arriving<'_>]) -> Result<Arrived, String> {
        let handle = self.source_handle.as_deref();
        arriving(posts, &self.route.policy, self.network(), handle, &self.directory)
            .map_err(|reason| reason.to_string())
    }

    /// The same with its media; those that `had` has are not fetched again.
    async fn made(
        &self,
        posts: &[Arriving<'_>],
        had: &[Vec<mimus_store::BroughtMedium>],
        fetching: &Fetching,
    ) -> Result<Made, String> {
        let Arrived { mut content, media, lost } = self.arrived(posts)?;
        let mut notes = lost;
        let mut brought: Vec<Vec<mimus_store::BroughtMedium>> = vec![Vec::new(); posts.len()];
        for (arrived, had) in fetching.have(self.engine, media, had).await {
            match had {
                Ok(medium) => {
                    if let Some(of) = brought.get_mut(arrived.of) {
                        of.push(mimus_store::BroughtMedium {
                            from: arrived.medium.source.clone(),
                            medium: medium.clone(),
                        });
                    }
                    content.media.push(medium);
                }
                Err(why) => notes.push(media::note(&arrived, &why)),
            }
        }
        let intent = Intent { content, accounts: vec![self.to.id], window: Window::default() };
        let intent = intent.settled().map_err(|error| error.to_string())?;
        if intent.content.is_empty() {
            return Err("nothing of it can be had; its media are not there".to_owned());
        }
        let notes = notes.into_iter().map(|note| note.chars().take(MAX_WORDS).collect()).collect();
        Ok(Made { hash: intent.hash(), intent, media: brought, notes })
    }

    /// The draft that posts become, or why they become none.
    async fn new_draft(
        &self,
        coming: &Coming,
        fetching: &Fetching,
    ) -> Result<Result<NewRouteDraft, String>, StoreError> {
        let posts: Vec<Arriving<'_>> =
            coming.posts.iter().map(|(post, own_reply)| Arriving { post, own_reply: *own_reply }).collect();
        let Made { intent, hash, media, mut notes } = match self.made(&posts, &[], fetching).await {
            Ok(made) => made,
            Err(why) => return Ok(Err(why)),
        };
        if let Some(draft) = coming.goes_on_with {
            notes.insert(0, format!("This goes on with the thread that draft {draft} has."));
        }
        let first = coming.posts.first().map(|(post, _)| post);
        let detail = json!({
            "route": self.route.id.get(),
            "source": self.from,
            "post": first.map(|post| post.origin.remote_id.as_str()),
            "url": first.and_then(|post| post.origin.url.as_ref()),
            "hash": hash,
        });
        let entries = self.engine.entries_for(NOBODY, "draft.came", String::new(), &intent.accounts, detail);
        let entries = only_store(entries.await)?;
        let new_post = |((post, own_reply), media): (&(Post, bool), _)| NewRoutePost {
            post: post.clone(),
            own_reply: *own_reply,
            media,
        };
        Ok(Ok(NewRouteDraft {
            route: self.route.id,
            account: self.to.id,
            posts: coming.posts.iter().zip(media).map(new_post).collect(),
            content: intent.content,
            hash,
            proposer: self.from.chars().take(MAX_NAME).collect(),
            entries,
            comments: notes,
        }))
    }
}

/// Of what goes wrong here only the database's failures are left: nobody asks for anything.
fn only_store<T>(done: Result<T, DeskError>) -> Result<T, StoreError> {
    done.map_err(|error| match error {
        DeskError::Store(error) => error,
        other => StoreError::Unreadable { what: "accounts", why: other.to_string() },
    })
}

/// Makes what was planned of a reading into what is recorded, its drafts with their media.
pub(crate) async fn of_reading(
    engine: &Engine,
    planned: Planned,
    routes: &[Route],
) -> Result<RelayReading, StoreError> {
    let Planned { mut reading, coming, edited, gone } = planned;
    reading.followed = changes::follow(engine, routes, edited, gone).await?;
    let fetching = Fetching::begin(Instant::now());
    for route in routes {
        let coming: Vec<&Coming> = coming.iter().filter(|coming| coming.route == route.id).collect();
        if coming.is_empty() {
            continue;
        }
        let Some(making) = Making::of(engine, route).await? else { continue };
        let most = u64::from(route.policy.pace.a_day.unwrap_or(A_DAY));
        let since = when::a_day_before(engine.clock.now());
        let mut made = engine.store.drafts_made_since(route.id, since).await?;
        for coming in coming {
            let draft = match made < most {
                true => making.new_draft(coming, &fetching).await?,
                false => Err(format!("{most} drafts were made within a day")),
            };
            match draft {
                Ok(draft) => {
                    made += 1;
                    reading.drafts.push(draft);
                }
                Err(why) => reading.new.extend(left(coming, route, &why)),
            }
        }
    }
    Ok(reading)
}

fn left(coming: &Coming, route: &Route, why: &str) -> Vec<NewPublication> {
    let left = |(post, own_reply): &(Post, bool)| plan::left(post, route, *own_reply, why.to_owned());
    coming.posts.iter().map(left).collect()
}

/// Has drafts follow the deletion of their posts, which was heard outside of a reading.
pub(crate) async fn gone(engine: &Engine, routes: &[Route], gone: Vec<RouteDraft>) -> Result<(), StoreError> {
    let followed = changes::follow(engine, routes, Vec::new(), gone).await?;
    if followed.is_empty() { Ok(()) } else { engine.store.follow_drafts(&followed, engine.clock.now()).await }
}

/// What becomes of a publication that was planned before its route made drafts: a draft, and nothing is sent. False where its post
/// has changed meanwhile.
pub(crate) async fn in_place_of(
    engine: &Engine,
    publication: &Publication,
    route: &Route,
) -> Result<bool, StoreError> {
    const MADE: &str = "its route makes drafts now: one was made of it";
    let coming = Coming {
        route: route.id,
        posts: vec![(publication.post.clone(), publication.own_reply)],
        goes_on_with: None,
    };
    let Some(making) = Making::of(engine, route).await? else { return Ok(true) };
    let draft = match making.new_draft(&coming, &Fetching::begin(Instant::now())).await? {
        Ok(draft) => draft,
        Err(why) => {
            let skipped = mimus_store::Outcome {
                state: mimus_store::PublicationState::Skipped,
                reason: Some(why.clone()),
                due_at: None,
                failed: false,
            };
            let now = engine.clock.now();
            engine.store.publication_done(publication, &skipped, Some(&why), now).await?;
            return Ok(true);
        }
    };
    engine.store.draft_instead(publication, &draft, MADE, engine.clock.now()).await
}
