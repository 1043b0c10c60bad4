//! One server's turn: letters first, then each actor's log in order, each step recorded before the next.

use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use mimus_store::{Activity, ActivityKind, DueInbox, DueServer, Server, StoreError};

use super::commit::Entry;
use super::deliver::{Delivered, deliver};
use super::{Courier, backoff};

/// Most deliveries of one turn. Who has more coming stands in line again, so that a server that is far behind does
/// not keep its place.
const TURN: u32 = 16;

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

/// What a turn has brought so far.
struct Tally {
    began: Instant,
    taken: u32,
    refused: u32,
    /// What has arrived and is not recorded yet. It is before anything else is sent; what arrived last is recorded
    /// together with the end of the turn.
    arrived: Option<Entry>,
}

impl Tally {
    async fn record(&mut self, courier: &Courier) -> Result<(), StoreError> {
        courier.commits.record([self.arrived.take(), None]).await
    }

    fn is_over(&self) -> bool {
        self.taken + self.refused >= TURN || self.began.elapsed() > TURN_TIME
    }
}

/// Gives a server its turn.
pub(crate) async fn serve(courier: &Courier, mut due: DueServer) -> Result<Turn, StoreError> {
    let engine = &courier.engine;
    let mut tally = Tally { began: Instant::now(), taken: 0, refused: 0, arrived: None };
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
            engine.store.retire_server(server.id, "answered 410 Gone", now).await?;
            Ok(Turn::Retired)
        }
        End::Failed { why, retry_at } => {
            let since = server.failing_since.unwrap_or(now);
            let patience =
                SignedDuration::try_from(engine.limits.retire_after).unwrap_or(SignedDuration::MAX);
            if now.duration_since(since) > patience {
                engine.store.retire_server(server.id, &why, now).await?;
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
    let count = inboxes.len();
    for (n, inbox) in (1..).zip(inboxes) {
        let mut end =
            if inbox.has_letters { letters(courier, server, inbox, tally).await? } else { End::All };
        if matches!(end, End::All) {
            inbox.has_letters = false;
            end = logs(courier, server, inbox, tally, n == count).await?;
        }
        match end {
            End::All => {}
            End::Gone => {
                tally.record(courier).await?;
                tracing::info!(inbox = inbox.url, "an inbox says that it is gone; its followers are let go");
                if !courier.engine.store.forget_inbox(inbox.id).await? {
                    return Ok(End::Gone);
                }
                inbox.behind.clear();
            }
            stopped => return Ok(stopped),
        }
    }
    Ok(End::All)
}

async fn letters(
    courier: &Courier,
    server: &Server,
    inbox: &DueInbox,
    tally: &mut Tally,
) -> Result<End, StoreError> {
    loop {
        tally.record(courier).await?;
        let letters = courier.engine.store.letters(inbox.id, TURN).await?;
        if letters.is_empty() {
            return Ok(End::All);
        }
        for letter in letters {
            if tally.is_over() {
                return Ok(End::TurnOver);
            }
            if !courier.may_go_on() {
                return Ok(End::Stopped);
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
    tally: &mut Tally,
    last_inbox: bool,
) -> Result<End, StoreError> {
    let DueInbox { id, url, behind, .. } = inbox;
    let count = behind.len();
    for (n, subscription) in (1..).zip(behind.iter_mut()) {
        let last = last_inbox && n == count;
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
                if tally.is_over() {
                    return Ok(End::TurnOver);
                }
                if !courier.may_go_on() {
                    return Ok(End::Stopped);
                }
                tally.record(courier).await?;
                let more = !last || activity.seq < subscription.head;
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
