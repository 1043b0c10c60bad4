//! Posts that X sent, on their way to their mirrors.

use std::collections::BTreeSet;
use std::time::Duration;

use mimus_core::{Profile, RemoteId};
use mimus_networks::x::{
    Answer, Behalf, Cursor, MeteredX, Place, ReferenceKind, Sorted, Tweet, XOwnReader, XReader, sort,
};
use mimus_networks::{Failure, Next, Page, Read};
use mimus_store::{Account, AccountId, AccountState, MirrorId, Source, StoreError};

use super::others;
use super::roster::{Member, Roster};
use crate::ingest::{self, Reading, ReadingError};
use crate::{Engine, Hold};

/// Posts of one mirror that could not be recorded at once, because somebody else has its source in hand.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) account: u64,
    pub(super) answer: Answer,
}

/// Records what came for every mirrored account in it. Returns what must wait.
pub(super) async fn arrive(
    engine: &Engine,
    x: &MeteredX,
    roster: &Roster,
    mut answer: Answer,
) -> Vec<Waiting> {
    let authors: BTreeSet<u64> =
        answer.tweets.iter().filter_map(Tweet::author).filter(|id| roster.members.contains_key(id)).collect();
    let (ours, strangers) = std::mem::take(&mut answer.tweets)
        .into_iter()
        .partition(|tweet: &Tweet| tweet.author().is_some_and(|author| authors.contains(&author)));
    answer.tweets = ours;
    let quoting: Vec<(String, String)> = strangers
        .iter()
        .filter_map(|tweet| Some((tweet.id()?, tweet.reference(ReferenceKind::Quoted)?)))
        .map(|(id, quoted)| (id.to_string(), quoted.to_string()))
        .collect();
    others::note_quoting(engine, roster, &quoting).await;
    if answer.tweets.is_empty() {
        return Vec::new();
    }
    let ids: Vec<u64> = authors.iter().copied().collect();
    x.complete(roster.behalf(&ids), &mut answer).await;
    let mut waiting = Vec::new();
    for account in authors {
        let Some(member) = roster.members.get(&account) else { continue };
        match keep(engine, x, member, account, &answer).await {
            Ok(true) => {}
            Ok(false) => waiting.push(Waiting { account, answer: of(&answer, account) }),
            Err(error) => {
                tracing::error!(account, %error, "posts of X could not be recorded; they are tried again");
                waiting.push(Waiting { account, answer: of(&answer, account) });
            }
        }
    }
    waiting
}

/// What of an answer is by one account.
fn of(answer: &Answer, account: u64) -> Answer {
    Answer {
        tweets: answer.tweets.iter().filter(|tweet| tweet.author() == Some(account)).cloned().collect(),
        includes: answer.includes.clone(),
        ..Answer::default()
    }
}

/// Records an account's posts; false where its source is in somebody else's hand.
async fn keep(
    engine: &Engine,
    x: &MeteredX,
    member: &Member,
    account: u64,
    answer: &Answer,
) -> Result<bool, ReadingError> {
    let Sorted { posts, skipped, newest } = sort(answer, account);
    let Some((hold, source)) = claim(engine, member.mirror).await? else { return Ok(false) };
    let mut cursor = Cursor::read(source.cursor.as_deref()).unwrap_or_default();
    let news = newest > cursor.since();
    newest.into_iter().for_each(|newest| cursor.saw(newest));
    let now = engine.clock.now();
    let delays: Vec<Duration> = posts
        .iter()
        .filter(|post| news && post.edited_at.is_none())
        .map(|post| Duration::try_from(now.duration_since(post.created_at)).unwrap_or_default())
        .collect();
    let page = Page {
        profile: None,
        posts,
        gone: Vec::new(),
        skipped,
        cursor: cursor.write().unwrap_or_default(),
        next: Next::Done,
        moved_to: None,
        progress: None,
    };
    others::note_originals(engine, account, &page.posts).await;
    let reading = record(engine, x, account, &hold, source, page).await?;
    if reading.added > 0 {
        engine.ledger.posts_read(&delays).await?;
    }
    Ok(true)
}

/// Takes posts away that X says are gone.
pub(super) async fn gone(
    engine: &Engine,
    x: &MeteredX,
    member: &Member,
    account: u64,
    gone: Vec<RemoteId>,
) -> Result<bool, ReadingError> {
    let Some((hold, source)) = claim(engine, member.mirror).await? else { return Ok(false) };
    let page = Page { gone, ..nothing(&source) };
    record(engine, x, account, &hold, source, page).await.map(|_| true)
}

/// Takes over how an account looks.
pub(super) async fn profile(
    engine: &Engine,
    x: &MeteredX,
    member: &Member,
    account: u64,
    profile: &Profile,
) -> Result<bool, ReadingError> {
    let Some((hold, source)) = claim(engine, member.mirror).await? else { return Ok(false) };
    let failed = |failure| ReadingError::Source { location: source.location.clone(), failure };
    let mut reader = XReader::open(x.clone(), &Place::of_id(account), member.behalf).map_err(failed)?;
    ingest::profile(engine, &source, &mut reader, profile).await?;
    let mut cursor = Cursor::read(source.cursor.as_deref()).map_err(failed)?;
    cursor.profile_read(engine.clock.now());
    let cursor = cursor.write().map_err(failed)?;
    Ok(engine.store.leave_source(source.mirror, hold.name(), &cursor).await?)
}

/// Ends the mirror of an account that is not to be mirrored; its posts are taken away.
pub(super) async fn end(
    engine: &Engine,
    x: &MeteredX,
    member: &Member,
    account: u64,
    why: &str,
) -> Result<bool, ReadingError> {
    let Some((hold, source)) = claim(engine, member.mirror).await? else { return Ok(false) };
    let page = Page { next: Next::Ended(why.to_owned()), ..nothing(&source) };
    record(engine, x, account, &hold, source, page).await.map(|_| true)
}

/// A page that brings nothing, after which all is as before.
fn nothing(source: &Source) -> Page {
    Page {
        profile: None,
        posts: Vec::new(),
        gone: Vec::new(),
        skipped: Vec::new(),
        cursor: source.cursor.clone().unwrap_or_default(),
        next: Next::Done,
        moved_to: None,
        progress: None,
    }
}

async fn claim(engine: &Engine, mirror: MirrorId) -> Result<Option<(Hold, Source)>, StoreError> {
    let hold = engine.node.hold().await?;
    let Some(source) = engine.store.claim_source(mirror, hold.name()).await? else { return Ok(None) };
    // Nothing of it is news yet: it is about to be read from its beginning, or since a pause.
    if source.cursor.is_none() || source.quiet {
        engine.store.free_source(mirror).await?;
        return Ok(None);
    }
    Ok(Some((hold, source)))
}

async fn record(
    engine: &Engine,
    x: &MeteredX,
    account: u64,
    hold: &Hold,
    source: Source,
    page: Page,
) -> Result<Reading, ReadingError> {
    let failed = |failure| ReadingError::Source { location: source.location.clone(), failure };
    let reader = XReader::open(x.clone(), &Place::of_id(account), Behalf::Asked).map_err(failed)?;
    ingest::read(engine, hold, source, Some((Box::new(reader), page)), &mut |_, _| {}).await
}

/// A cursor by which the profile is due.
fn without_profile(cursor: Option<&str>) -> Option<String> {
    let mut cursor = Cursor::read(cursor).ok()?;
    cursor.profile_due();
    cursor.write().ok()
}

/// Reads an account by its own timeline, with its profile in any case where that `changed`. Returns whether it could be.
pub(super) async fn timeline(
    engine: &Engine,
    x: &MeteredX,
    member: &Member,
    account: u64,
    changed: bool,
) -> bool {
    let claimed = match claim(engine, member.mirror).await {
        Ok(Some(claimed)) => claimed,
        Ok(None) => return false,
        Err(error) => {
            tracing::error!(%error, "a timeline could not be claimed");
            return false;
        }
    };
    let (hold, source) = claimed;
    let Ok(reader) = XReader::open(x.clone(), &Place::of_id(account), member.behalf) else { return false };
    let due = changed.then(|| without_profile(source.cursor.as_deref())).flatten();
    let cursor = due.or_else(|| source.cursor.clone());
    let mirror = source.mirror;
    let read = read_with(engine, &hold, source, account, Box::new(reader), cursor.as_deref()).await;
    let Err(failure) = &read else { return read.unwrap_or(false) };
    tracing::debug!(account, %failure, "a timeline of X could not be read");
    // Said on the mirror's page; the next look is the plan's.
    if let Err(error) = engine.store.source_failed(mirror, hold.name(), &failure.to_string(), None).await {
        tracing::error!(%error, "a timeline could not be given back");
    }
    false
}

/// Reads an account by its own token. Where that serves no longer it is said once and the account is read as all others are.
pub(super) async fn own(
    engine: &Engine,
    x: &MeteredX,
    member: &Member,
    account: u64,
    connected: AccountId,
) -> bool {
    // It may be found broken before who is mirrored is read anew.
    let serves = |found: Option<Account>| found.is_some_and(|found| found.state == AccountState::Connected);
    if !engine.store.account(connected).await.is_ok_and(serves) {
        return timeline(engine, x, member, account, false).await;
    }
    let (hold, source) = match claim(engine, member.mirror).await {
        Ok(Some(claimed)) => claimed,
        Ok(None) => return false,
        Err(error) => {
            tracing::error!(%error, "a timeline could not be claimed");
            return false;
        }
    };
    let (mirror, cursor) = (source.mirror, source.cursor.clone());
    let read = match engine.x_user(connected).await {
        Ok(user) => {
            let reader = XOwnReader::new(user, account, 0).for_mirror(x.clone());
            read_with(engine, &hold, source, account, Box::new(reader), cursor.as_deref()).await
        }
        Err(failure) => Err(failure),
    };
    let failure = match read {
        Ok(read) => return read,
        Err(failure) => failure,
    };
    if let Err(error) = engine.store.free_source(mirror).await {
        tracing::error!(%error, "a timeline could not be given back");
        return false;
    }
    match failure {
        Failure::SignInAgain { .. } => {
            tracing::warn!(
                handle = %member.handle,
                %failure,
                "the token of a connected account serves no longer; its mirror is read by the app's at the whole price until \
                 the account is connected again"
            );
            let now = engine.clock.now();
            if let Err(error) = engine.store.account_broken(connected, &failure.to_string(), now).await {
                tracing::error!(%error, "the state of an account could not be kept");
            }
        }
        // The app's token tells whether the account is still there.
        Failure::Rejected { .. } => tracing::debug!(account, %failure, "an account could not read itself"),
        _ => {
            tracing::debug!(account, %failure, "an account could not read itself now");
            return false;
        }
    }
    timeline(engine, x, member, account, false).await
}

/// Reads with this reader what is new and records it. Returns whether it could be recorded; fails where it could not be read.
async fn read_with(
    engine: &Engine,
    hold: &Hold,
    source: Source,
    account: u64,
    mut reader: Box<dyn Read>,
    cursor: Option<&str>,
) -> Result<bool, Failure> {
    let now = engine.clock.now();
    let mut page = reader.read(cursor, now).await?;
    // The next look is the plan's.
    if matches!(page.next, Next::After(_)) {
        page.next = Next::Done;
    }
    let delays: Vec<Duration> = page
        .posts
        .iter()
        .filter(|post| post.edited_at.is_none())
        .map(|post| Duration::try_from(now.duration_since(post.created_at)).unwrap_or_default())
        .collect();
    others::note_originals(engine, account, &page.posts).await;
    let location = source.location.clone();
    match ingest::read(engine, hold, source, Some((reader, page)), &mut |_, _| {}).await {
        Ok(reading) => {
            if reading.added > 0
                && let Err(error) = engine.ledger.posts_read(&delays).await
            {
                tracing::error!(%error, "how fresh posts are could not be counted");
            }
            Ok(true)
        }
        Err(error) => {
            tracing::warn!(location, %error, "a timeline of X could not be recorded");
            Ok(false)
        }
    }
}
