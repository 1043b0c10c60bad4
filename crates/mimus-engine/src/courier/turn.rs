//! One server's turn: letters first, then each actor's log in order, each step recorded before the next.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};
use mimus_store::{Activity, ActivityKind, DueInbox, DueServer, Server, StoreError};

use tokio::sync::SemaphorePermit;

use super::commit::Entry;
use super::deliver::{Delivered, deliver};
use super::{Courier, backoff};

/// Most deliveries of one turn. Who has more coming stands in line again, so that a server that is far behind does
/// not keep its place.
const TURN: u32 = 16;

/// The same where a server has several inboxes.
const TURN_OF_MANY: u32 = 128;

/// Most inboxes of one server that are delivered to at once.
const AT_ONCE: u32 = 16;

/// Longest turn.
const TURN_TIME: Duration = Duration::from_secs(30);

/// How a server's turn ended.
pub(crate) enum Turn {
    /// It has all that there was, and is given back.
    Served,
    /// There is more; it stays claimed.
    More(Box<DueServer>),
    /// It failed, and is tried again later.
    PutOff {
        /// What it said.
        why: String,
    },
    /// It is delivered to no more.
    Retired,
    /// The claim is not ours any more, or it is time to stop.
    Stopped,
}

/// Why the deliveries of a turn came to an end.
enum End {
    All,
    TurnOver,
    Stopped,
    Failed { why: String, retry_at: Option<Timestamp> },
    Gone,
}

/// How far a turn may go, for all of its server's inboxes together.
struct Bounds {
    began: Instant,
    most: u32,
    sent: AtomicU32,
    /// Whether an inbox came to an end that ends the turn.
    ended: AtomicBool,
}

impl Bounds {
    fn new(most: u32) -> Self {
        Self { began: Instant::now(), most, sent: AtomicU32::new(0), ended: AtomicBool::new(false) }
    }

    /// Whether another delivery may begin; then it counts.
    fn takes(&self) -> bool {
        let over = self.ended.load(Ordering::Relaxed) || self.began.elapsed() > TURN_TIME;
        !over && self.sent.fetch_add(1, Ordering::Relaxed) < self.most
    }
}

/// What a turn, or one inbox in it, has brought so far.
#[derive(Default)]
struct Tally {
    taken: u32,
    refused: u32,
    /// What has arrived and is not recorded yet. It is before anything else is sent there; what arrived last is recorded
    /// together with the end of the turn.
    arrived: Option<Entry>,
}

impl Tally {
    async fn record(&mut self, courier: &Courier) -> Result<(), StoreError> {
        courier.commits.record([self.arrived.take(), None]).await
    }
}

/// Gives a server its turn. What is rare in it is boxed, as a turn has room for all that may come in it.
pub(crate) async fn serve(courier: &Courier, mut due: DueServer) -> Result<Turn, StoreError> {
    let engine = &courier.engine;
    let mut tally = Tally::default();
    let end = serve_inboxes(courier, &mut due, &mut tally).await;
    if !matches!(end, Ok(End::All)) {
        tally.record(courier).await?;
    }
    let end = end?;
    let server = &due.server;
    let now = engine.clock.now();
    match end {
        End::All => {
            let served = Entry::Served { server: server.id, taken: tally.taken, refused: tally.refused };
            courier.commits.record([tally.arrived.take(), Some(served)]).await?;
            Ok(Turn::Served)
        }
        End::TurnOver => Ok(Turn::More(Box::new(due))),
        End::Stopped => Ok(Turn::Stopped),
        End::Gone => {
            Box::pin(engine.store.retire_server(server.id, "answered 410 Gone", now)).await?;
            Ok(Turn::Retired)
        }
        End::Failed { why, retry_at } => {
            let since = server.failing_since.unwrap_or(now);
            let patience =
                SignedDuration::try_from(engine.limits.retire_after).unwrap_or(SignedDuration::MAX);
            if now.duration_since(since) > patience {
                Box::pin(engine.store.retire_server(server.id, &why, now)).await?;
                return Ok(Turn::Retired);
            }
            let chance = server.host.bytes().fold(now.as_millisecond().to_le_bytes()[0], u8::wrapping_add);
            let wait = SignedDuration::try_from(backoff::wait(server.failures + 1, chance))
                .unwrap_or(SignedDuration::MAX);
            let again = now.checked_add(wait).unwrap_or(Timestamp::MAX).max(retry_at.unwrap_or(now));
            engine.store.server_failed(server.id, courier.hold.name(), &why, now, again).await?;
            Ok(Turn::PutOff { why })
        }
    }
}

async fn serve_inboxes(courier: &Courier, due: &mut DueServer, tally: &mut Tally) -> Result<End, StoreError> {
    let DueServer { server, inboxes } = due;
    let server = &*server;
    if let [inbox] = inboxes.as_mut_slice() {
        let bounds = Bounds::new(TURN);
        return serve_inbox(courier, server, inbox, &bounds, tally, false).await;
    }
    let bounds = Bounds::new(TURN_OF_MANY);
    // The turn has a place; what it does besides at once, it does on places that are free.
    let free = courier.beside.available_permits().min(AT_ONCE as usize - 1);
    let beside = courier.beside.try_acquire_many(u32::try_from(free).unwrap_or(0)).ok();
    let at_once = 1 + beside.as_ref().map_or(0, SemaphorePermit::num_permits);
    let mut inboxes = inboxes.iter_mut().filter(|inbox| inbox.waits());
    let mut under_way = FuturesUnordered::new();
    let mut outcome = Ok(End::All);
    loop {
        while under_way.len() < at_once
            && !bounds.ended.load(Ordering::Relaxed)
            && let Some(inbox) = inboxes.next()
        {
            under_way.push(serve_one_of_many(courier, server, inbox, &bounds));
        }
        let Some((end, had)) = under_way.next().await else { return outcome };
        tally.taken += had.taken;
        tally.refused += had.refused;
        outcome = worse(outcome, end);
    }
}

async fn serve_one_of_many(
    courier: &Courier,
    server: &Server,
    inbox: &mut DueInbox,
    bounds: &Bounds,
) -> (Result<End, StoreError>, Tally) {
    let mut had = Tally::default();
    let end = serve_inbox(courier, server, inbox, bounds, &mut had, true).await;
    if !matches!(end, Ok(End::All)) {
        bounds.ended.store(true, Ordering::Relaxed);
    }
    let recorded = had.record(courier).await;
    (recorded.and(end), had)
}

/// Of how two inboxes ended, what counts for their server: that it fails more than that its turn is over.
fn worse(one: Result<End, StoreError>, other: Result<End, StoreError>) -> Result<End, StoreError> {
    let weight = |end: &Result<End, StoreError>| match end {
        Ok(End::All) => 0,
        Ok(End::TurnOver) => 1,
        Ok(End::Stopped) => 2,
        Ok(End::Failed { .. }) => 3,
        Ok(End::Gone) => 4,
        Err(_) => 5,
    };
    if weight(&other) > weight(&one) { other } else { one }
}

async fn serve_inbox(
    courier: &Courier,
    server: &Server,
    inbox: &mut DueInbox,
    bounds: &Bounds,
    tally: &mut Tally,
    more: bool,
) -> Result<End, StoreError> {
    if inbox.has_letters {
        match letters(courier, server, inbox, bounds, tally).await? {
            End::All => inbox.has_letters = false,
            End::Gone => return Box::pin(gone(courier, inbox, tally)).await,
            end => return Ok(end),
        }
    }
    match logs(courier, server, inbox, bounds, tally, more).await? {
        End::Gone => Box::pin(gone(courier, inbox, tally)).await,
        end => Ok(end),
    }
}

/// Forgets an inbox that says that it is gone; with the last one its server is.
async fn gone(courier: &Courier, inbox: &mut DueInbox, tally: &mut Tally) -> Result<End, StoreError> {
    tally.record(courier).await?;
    tracing::info!(inbox = inbox.url, "an inbox says that it is gone; its followers are let go");
    if !courier.engine.store.forget_inbox(inbox.id).await? {
        return Ok(End::Gone);
    }
    inbox.behind.clear();
    Ok(End::All)
}

async fn letters(
    courier: &Courier,
    server: &Server,
    inbox: &DueInbox,
    bounds: &Bounds,
    tally: &mut Tally,
) -> Result<End, StoreError> {
    loop {
        tally.record(courier).await?;
        let letters = courier.engine.store.letters(inbox.id, TURN).await?;
        if letters.is_empty() {
            return Ok(End::All);
        }
        for letter in letters {
            if !courier.may_go_on() {
                return Ok(End::Stopped);
            }
            if !bounds.takes() {
                return Ok(End::TurnOver);
            }
            tally.record(courier).await?;
            let body = Bytes::from(letter.document.to_string());
            match deliver(courier, server, &inbox.url, letter.mirror, body, true).await? {
                Delivered::Yes => tally.taken += 1,
                // The answer to somebody who is gone need not arrive.
                Delivered::Refused(_) | Delivered::Gone => tally.refused += 1,
                Delivered::Failed { why, retry_at } => return Ok(End::Failed { why, retry_at }),
            }
            tally.arrived = Some(Entry::Letter(letter.id));
        }
    }
}

async fn logs(
    courier: &Courier,
    server: &Server,
    inbox: &mut DueInbox,
    bounds: &Bounds,
    tally: &mut Tally,
    more: bool,
) -> Result<End, StoreError> {
    let DueInbox { id, url, behind, .. } = inbox;
    let count = behind.len();
    for (n, subscription) in (1..).zip(behind.iter_mut()) {
        let last = n == count;
        while subscription.cursor < subscription.head {
            let log = courier.letterbox.log(&courier.engine, subscription, TURN).await?;
            if log.is_empty() {
                // The log was tidied beyond the cursor; there is nothing left to send of it.
                let (mirror, seq) = (subscription.mirror, subscription.head);
                tally.record(courier).await?;
                tally.arrived = Some(Entry::Had { mirror, inbox: *id, seq });
                subscription.cursor = seq;
            }
            for activity in log.iter() {
                if !courier.may_go_on() {
                    return Ok(End::Stopped);
                }
                if !bounds.takes() {
                    return Ok(End::TurnOver);
                }
                tally.record(courier).await?;
                let more = more || !last || activity.seq < subscription.head;
                match send(courier, server, url, activity, subscription.followers > 0, more).await? {
                    None => {}
                    Some(Delivered::Yes) => tally.taken += 1,
                    Some(Delivered::Refused(status)) => {
                        tally.refused += 1;
                        tracing::info!(inbox = *url, %status, seq = activity.seq, "an inbox refused an activity; it is not sent again");
                    }
                    Some(Delivered::Gone) => return Ok(End::Gone),
                    Some(Delivered::Failed { why, retry_at }) => return Ok(End::Failed { why, retry_at }),
                }
                let (mirror, seq) = (activity.mirror, activity.seq);
                tally.arrived = Some(Entry::Had { mirror, inbox: *id, seq });
                subscription.cursor = seq;
            }
        }
    }
    Ok(End::All)
}

/// Sends an activity, if there is anything of it to send.
async fn send(
    courier: &Courier,
    server: &Server,
    inbox: &str,
    activity: &Activity,
    has_followers: bool,
    more: bool,
) -> Result<Option<Delivered>, StoreError> {
    // A server without followers here is told of changes to what it has, and not of what is new.
    if !has_followers && activity.kind == ActivityKind::Publish {
        return Ok(None);
    }
    match courier.letterbox.document(&courier.engine, activity).await? {
        Some(body) => deliver(courier, server, inbox, activity.mirror, body, more).await.map(Some),
        None => Ok(None),
    }
}
