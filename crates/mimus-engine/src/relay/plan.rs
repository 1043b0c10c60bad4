//! From what was read to what is to be published. Pure, so that it can be tried on past posts.

use std::collections::{HashMap, HashSet};

use aws_lc_rs::rand;
use jiff::{SignedDuration, Timestamp};
use mimus_core::policy::{Deletes, Makes};
use mimus_core::{Decision, Post, RemoteId, RouteFacts};
use mimus_store::{
    AccountId, DraftId, MetPart, NewPublication, Plan, Publication, PublicationId, PublicationState,
    RelayReading, Route, RouteDraft, RouteId, RouteState, Wanted,
};

use super::words;

/// How much earlier than it was sent a post may say that it was written: networks' clocks differ.
const SKEW: SignedDuration = SignedDuration::from_mins(2);

/// What a reading brought, and what is known of it.
pub(crate) struct Read<'a> {
    /// The posts, oldest first.
    pub(crate) posts: Vec<Post>,
    /// Posts that are gone.
    pub(crate) gone: Vec<RemoteId>,
    /// The account that was read, where it is one of ours.
    pub(crate) account: Option<AccountId>,
    /// Which of the posts were published from here.
    pub(crate) ours: &'a HashSet<String>,
    /// The words that are on their way to this account, and since when.
    pub(crate) on_their_way: &'a [(String, Timestamp)],
    /// The account's handle, to tell its threads.
    pub(crate) handle: Option<&'a str>,
    /// The publications that there are of these posts.
    pub(crate) known: &'a HashMap<(RouteId, String), Publication>,
    /// Those of these posts that are in drafts.
    pub(crate) drafted: &'a HashMap<(RouteId, String), RouteDraft>,
    /// The routes that begin here.
    pub(crate) routes: &'a [Route],
    /// The time.
    pub(crate) now: Timestamp,
}

/// What is to be done about what was read.
#[derive(Default)]
pub(crate) struct Planned {
    /// What is to be recorded, but for drafts and where to go on from.
    pub(crate) reading: RelayReading,
    /// Drafts that are to be made.
    pub(crate) coming: Vec<Coming>,
    /// Posts in drafts that have changed: as they were, and as they are.
    pub(crate) edited: Vec<(RouteDraft, Post)>,
    /// Posts in drafts that are gone.
    pub(crate) gone: Vec<RouteDraft>,
}

/// A draft that is to be made of posts: of one, or of a thread that came in one reading.
#[derive(Debug, Clone)]
pub(crate) struct Coming {
    /// The route.
    pub(crate) route: RouteId,
    /// The posts in their order, each with whether it answers its own author.
    pub(crate) posts: Vec<(Post, bool)>,
    /// The draft that has what the first of them goes on with.
    pub(crate) goes_on_with: Option<DraftId>,
}

impl Coming {
    fn has(&self, post: &RemoteId) -> bool {
        self.posts.iter().any(|(here, _)| here.origin.remote_id == *post)
    }
}

/// What is to be done about what was read.
pub(crate) fn plan(read: &Read<'_>) -> Planned {
    let mut planned = Planned::default();
    let mut taken: HashSet<usize> = HashSet::new();
    let mut threads = Threads::new(read);
    for post in &read.posts {
        let id = post.origin.remote_id.as_str();
        let own_reply = threads.goes_on_with(post);
        if read.ours.contains(id) {
            continue;
        }
        if let Some(echo) = echo(read, post, &mut taken) {
            planned.reading.met.push(echo);
            continue;
        }
        for route in read.routes.iter().filter(|route| route.state == RouteState::Active) {
            let key = (route.id, id.to_owned());
            if let Some(drafted) = read.drafted.get(&key) {
                // A post that was deleted does not come back by being read once more.
                if drafted.post != *post && !drafted.gone {
                    planned.edited.push((drafted.clone(), post.clone()));
                }
                continue;
            }
            let known = read.known.get(&key);
            if route.policy.makes == Makes::Drafts && known.is_none_or(is_left) {
                let is_news = known.map_or(post.created_at >= route.since, |known| known.post != *post);
                if is_news {
                    planned.take_in(read, post, route, own_reply, known);
                }
                continue;
            }
            match known {
                Some(known) if known.post == *post && known.wanted == Wanted::Published => {}
                // What a route has published before it made drafts stands as it is.
                Some(known) if route.policy.makes == Makes::Drafts && stands(known) => {}
                Some(known) => planned.reading.changed.extend(changed(known, post, route, read.now)),
                None if post.created_at < route.since => {}
                None => planned.reading.new.push(new(post, route, own_reply)),
            }
        }
    }
    for id in &read.gone {
        for route in read.routes {
            let key = (route.id, id.as_str().to_owned());
            if let Some(drafted) = read.drafted.get(&key) {
                planned.gone.extend((!drafted.gone).then(|| drafted.clone()));
            } else if let Some(known) = read.known.get(&key) {
                planned.reading.changed.extend(gone(known, route, read.now));
            }
        }
    }
    planned
}

impl Planned {
    /// A post that a route brings which makes drafts: into one of its own, or into that of its thread.
    fn take_in(
        &mut self,
        read: &Read<'_>,
        post: &Post,
        route: &Route,
        own_reply: bool,
        known: Option<&Publication>,
    ) {
        if let plan @ Plan { state: PublicationState::Skipped, .. } = decided(post, route, own_reply) {
            match known {
                Some(known) => self.reading.changed.push((known.id, plan)),
                None => self.reading.new.push(new(post, route, own_reply)),
            }
            return;
        }
        let answered = post.reply_to.as_ref().and_then(|to| to.remote_id.as_ref()).filter(|_| own_reply);
        let thread = answered.and_then(|answered| {
            self.coming.iter_mut().find(|coming| coming.route == route.id && coming.has(answered))
        });
        if let Some(thread) = thread {
            thread.posts.push((post.clone(), own_reply));
            return;
        }
        let goes_on_with = answered
            .and_then(|answered| read.drafted.get(&(route.id, answered.as_str().to_owned())))
            .map(|drafted| drafted.draft);
        self.coming.push(Coming { route: route.id, posts: vec![(post.clone(), own_reply)], goes_on_with });
    }
}

/// Whether nothing of a publication was ever sent, nor is to be.
fn is_left(known: &Publication) -> bool {
    matches!(known.state, PublicationState::Skipped | PublicationState::Missed)
        && known.published_at.is_none()
        && known.wanted == Wanted::Published
}

/// What a post is left for, of which a route makes no draft.
pub(super) fn left(post: &Post, route: &Route, own_reply: bool, why: String) -> NewPublication {
    let mut left = new(post, route, own_reply);
    left.plan.state = PublicationState::Skipped;
    left.plan.reason = Some(why);
    left.plan.due_at = None;
    left
}

/// Whether a post is one of our own that its network has shown before it answered us.
fn echo(read: &Read<'_>, post: &Post, taken: &mut HashSet<usize>) -> Option<MetPart> {
    let account = read.account?;
    if read.on_their_way.is_empty() {
        return None;
    }
    let mark = words::mark(&post.text);
    let (n, _) = read.on_their_way.iter().enumerate().find(|(n, (sent, since))| {
        let earliest = since.saturating_sub(SKEW).unwrap_or(Timestamp::MIN);
        !taken.contains(n) && *sent == mark && post.created_at >= earliest
    })?;
    taken.insert(n);
    let url = post.origin.url.as_ref().map(|url| url.as_str().to_owned());
    Some(MetPart { account, mark, remote_id: post.origin.remote_id.as_str().to_owned(), url })
}

/// Which posts belong to threads of the account alone.
struct Threads<'a> {
    handle: Option<&'a str>,
    posts: HashSet<String>,
}

impl<'a> Threads<'a> {
    fn new(read: &Read<'a>) -> Self {
        let planned = read.known.values().filter(|known| known.own_reply || known.post.reply_to.is_none());
        let drafted = read.drafted.values().filter(|known| known.own_reply || known.post.reply_to.is_none());
        let drafted = drafted.map(|known| known.post.origin.remote_id.as_str().to_owned());
        let planned = planned.map(|known| known.source_post.clone());
        let posts = planned.chain(drafted).chain(read.ours.iter().cloned());
        Self { handle: read.handle, posts: posts.collect() }
    }

    /// Whether a post goes on with such a thread.
    fn goes_on_with(&mut self, post: &Post) -> bool {
        let own = match &post.reply_to {
            None => false,
            Some(to) => {
                let id = to.remote_id.as_ref();
                let author = to.author.as_ref().and_then(|author| author.handle.as_deref());
                let known = read_handle(author).zip(read_handle(self.handle));
                id.is_some_and(|id| self.posts.contains(id.as_str()))
                    // Of a thread from before the route was made only its last post is told.
                    || known.is_some_and(|(author, own)| author == own)
            }
        };
        if own || post.reply_to.is_none() {
            self.posts.insert(post.origin.remote_id.as_str().to_owned());
        }
        own
    }
}

fn read_handle(handle: Option<&str>) -> Option<String> {
    handle.map(|handle| handle.trim_start_matches('@').to_lowercase())
}

fn new(post: &Post, route: &Route, own_reply: bool) -> NewPublication {
    NewPublication {
        route: route.id,
        account: route.to,
        mark: fresh_mark(),
        own_reply,
        plan: decided(post, route, own_reply),
    }
}

fn decided(post: &Post, route: &Route, own_reply: bool) -> Plan {
    // What is on the destination is known when the time comes.
    let facts = RouteFacts {
        own_reply,
        reply_on_destination: true,
        quote_on_destination: true,
        repost_on_destination: true,
        ..RouteFacts::default()
    };
    let (state, reason, due_at) = match route.policy.decide(post.clone(), &facts) {
        Decision::Carry(_) => {
            let delay = SignedDuration::from_secs(i64::from(route.policy.pace.delay));
            let due = post.created_at.saturating_add(delay).unwrap_or(post.created_at);
            (PublicationState::Due, None, Some(due))
        }
        Decision::Skip(reason) => (PublicationState::Skipped, Some(reason.to_string()), None),
    };
    Plan { post: post.clone(), wanted: Wanted::Published, state, reason, due_at }
}

/// Whether something of a publication is there, or may be.
fn stands(known: &Publication) -> bool {
    matches!(
        known.state,
        PublicationState::Published
            | PublicationState::Partial
            | PublicationState::Unknown
            | PublicationState::Sending
    )
}

/// What a change at the source makes of a publication.
fn changed(known: &Publication, post: &Post, route: &Route, now: Timestamp) -> Option<(PublicationId, Plan)> {
    // A post that was deleted does not come back by being read once more.
    if known.wanted == Wanted::Deleted {
        return None;
    }
    let mut plan = decided(post, route, known.own_reply);
    if stands(known) {
        // What stands is looked at anew, even if the policy would leave it now.
        plan.state = PublicationState::Due;
        plan.due_at = Some(now);
    }
    Some((known.id, plan))
}

/// What becomes of a publication whose post is gone.
pub(super) fn gone(known: &Publication, route: &Route, now: Timestamp) -> Option<(PublicationId, Plan)> {
    if known.wanted == Wanted::Deleted {
        return None;
    }
    let untouched = matches!(known.state, PublicationState::Skipped | PublicationState::Missed);
    let stays = route.policy.deletes == Deletes::Leave && known.published_at.is_some();
    if untouched || stays {
        return None;
    }
    let plan = Plan {
        post: known.post.clone(),
        wanted: Wanted::Deleted,
        state: PublicationState::Due,
        reason: Some("deleted at its source".to_owned()),
        due_at: Some(now),
    };
    Some((known.id, plan))
}

/// Thirty-two digits that nobody has had before.
fn fresh_mark() -> String {
    let mut bytes = [0; 16];
    let _ = rand::fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
