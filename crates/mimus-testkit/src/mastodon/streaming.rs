//! Server-sent events, as Mastodon's streaming server sends them.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::stream;
use tokio::sync::mpsc;

use super::answer::{self, Outcome, Refused};
use super::faults::FaultKind;
use super::serve::Call;
use super::status::StatusId;
use super::world::State;

/// How many events may wait for a reader; one that lags further is cut off.
const WAITING: usize = 1_024;

/// What happened to a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Update,
    Edited,
    Delete,
}

enum Sent {
    Event(Bytes),
    Cut,
}

struct Open {
    user: u64,
    token: String,
    sender: mpsc::Sender<Sent>,
}

#[derive(Default)]
pub(super) struct Streams(Vec<Open>);

impl Streams {
    pub(super) fn count(&mut self) -> usize {
        self.0.retain(|open| !open.sender.is_closed());
        self.0.len()
    }

    pub(super) fn cut(&mut self) {
        for open in self.0.drain(..) {
            let _ = open.sender.try_send(Sent::Cut);
        }
    }

    pub(super) fn cut_of(&mut self, token: &str) {
        self.0.retain(|open| open.token != token);
    }
}

impl State {
    /// Tells the author's streams what happened to a status that is still there.
    pub(super) fn tell(&mut self, id: StatusId, event: Event) {
        let Some(author) = self.statuses.get(&id).map(|status| status.author) else { return };
        if self.streams.count() == 0 {
            return;
        }
        let (name, data) = match event {
            Event::Update => ("update", self.status_json(id, Some(author)).to_string()),
            Event::Edited => ("status.update", self.status_json(id, Some(author)).to_string()),
            Event::Delete => ("delete", id.to_string()),
        };
        let line = Bytes::from(format!("event: {name}\ndata: {data}\n\n"));
        self.streams
            .0
            .retain(|open| open.user != author || open.sender.try_send(Sent::Event(line.clone())).is_ok());
    }
}

pub(super) fn answer(state: &mut State, call: &Call, rest: &[&str]) -> Outcome {
    match rest {
        ["health"] => Ok(answer::respond(200, "text/plain", "OK")),
        ["user"] => open(state, call),
        [] if call.params.text("stream").as_deref() == Some("user") => open(state, call),
        _ => Err(Refused::new(400, "Unknown stream type")),
    }
}

fn open(state: &mut State, call: &Call) -> Outcome {
    let token = State::given_token(call).ok_or_else(|| Refused::new(401, "Missing access token"))?;
    let held = state.tokens.get(&token).filter(|held| !held.is_revoked);
    let held = held.ok_or_else(|| Refused::new(401, "Invalid access token"))?;
    let user = held.user.ok_or_else(|| Refused::new(401, "Invalid access token"))?;
    if !held.has_any(&["read", "read:statuses"]) {
        return Err(Refused::new(401, "Access token does not have the required scopes"));
    }
    let (sender, receiver) = mpsc::channel(WAITING);
    state.streams.0.push(Open { user, token, sender });
    let connection = Connection {
        receiver,
        keep_alive: state.options.keep_alive,
        breaks: call.fault == Some(FaultKind::CutStream),
        is_over: false,
        ready: VecDeque::from([Bytes::from_static(b":)\n")]),
    };
    let body = Body::from_stream(stream::unfold(connection, |mut connection| async move {
        let piece = connection.next().await?;
        Some((piece, connection))
    }));
    Ok(answer::respond(200, "text/event-stream", body))
}

/// The server's end of an open stream.
struct Connection {
    receiver: mpsc::Receiver<Sent>,
    keep_alive: Duration,
    /// Whether it breaks in the middle of the first event.
    breaks: bool,
    is_over: bool,
    ready: VecDeque<Bytes>,
}

impl Connection {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        if let Some(piece) = self.ready.pop_front() {
            return Some(Ok(piece));
        }
        if self.is_over {
            return None;
        }
        match tokio::time::timeout(self.keep_alive, self.receiver.recv()).await {
            Ok(Some(Sent::Event(line))) if self.breaks => {
                self.breaks = false;
                self.receiver.close();
                while self.receiver.try_recv().is_ok() {}
                Some(Ok(line.slice(..line.len() / 2)))
            }
            Ok(Some(Sent::Event(line))) => Some(Ok(line)),
            Ok(Some(Sent::Cut) | None) => {
                self.is_over = true;
                // What was sent before goes out first: a body that waits is flushed.
                tokio::task::yield_now().await;
                Some(Err(io::Error::from(io::ErrorKind::ConnectionReset)))
            }
            Err(_) => Some(Ok(Bytes::from_static(b":thump\n"))),
        }
    }
}
