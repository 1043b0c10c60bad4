//! The filtered stream: one connection, a line for each post that a rule finds, and empty lines in between.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::asked::Asked;
use super::bundle::{Bundle, Given};
use super::faults::FaultKind;
use super::post_json::Wanted;
use super::problems::{self, Refused};
use super::query::Place;
use super::{Shared, State};

/// Bytes of a piece of a body that comes in drips.
pub(super) const DRIP: usize = 7;

#[derive(Default)]
pub(super) struct Streams {
    pub(super) duplicate: bool,
    pub(super) reorder: bool,
    open: Option<Open>,
    opened: u64,
}

struct Open {
    number: u64,
    sender: mpsc::UnboundedSender<Sent>,
    wanted: Wanted,
    held: Option<Bytes>,
}

enum Sent {
    Line(Bytes),
    /// The connection breaks.
    Cut,
    /// X ends it in good order.
    End,
}

impl Streams {
    pub(super) fn count(&self) -> usize {
        usize::from(self.open.is_some())
    }

    /// Breaks the open one off.
    pub(super) fn cut(&mut self) {
        self.leave(Sent::Cut);
    }

    /// Ends the open one in good order, and says how many there were.
    pub(super) fn end(&mut self) -> usize {
        let count = self.count();
        self.leave(Sent::End);
        count
    }

    fn leave(&mut self, how: Sent) {
        if let Some(open) = self.open.take() {
            // Who has gone already needs no word.
            let _ = open.sender.send(how);
        }
    }

    fn send(&mut self, line: Bytes) {
        let (duplicate, reorder) = (self.duplicate, self.reorder);
        let Some(open) = &mut self.open else { return };
        let lines = match (reorder, open.held.take()) {
            (true, None) => {
                open.held = Some(line);
                return;
            }
            (_, held) => [Some(line), held],
        };
        for line in lines.into_iter().flatten() {
            for _ in 0..=u8::from(duplicate) {
                let _ = open.sender.send(Sent::Line(line.clone()));
            }
        }
    }

    /// Sends what is held back.
    fn flush(&mut self, number: u64) {
        let open = self.open.as_mut().filter(|open| open.number == number);
        if let Some((open, line)) = open.and_then(|open| open.held.take().map(|line| (open, line))) {
            let _ = open.sender.send(Sent::Line(line));
        }
    }

    fn close(&mut self, number: u64) {
        if self.open.as_ref().is_some_and(|open| open.number == number) {
            self.open = None;
        }
    }
}

impl State {
    /// Sends a post to who subscribed to its author, and to the stream where a rule finds it.
    pub(super) fn publish(&mut self, id: u64) {
        self.tell_of_post(id);
        let Some(open) = &self.streams.open else { return };
        let Some(post) = self.world.public_post(id) else { return };
        let found = self.rules.all().iter().filter(|rule| rule.query.finds(post, &self.world, Place::Stream));
        let matching: Vec<Value> = found
            .map(|rule| json!({"id": rule.id, "tag": rule.tag.as_deref().unwrap_or_default()}))
            .collect();
        if matching.is_empty() {
            return;
        }
        if self.is_out_of_credits() {
            self.streams.send(line(&problems::disconnect()));
            self.streams.end();
            return;
        }
        let mut bundle = Bundle::default();
        bundle.add(post, &self.world, &open.wanted);
        let Given { mut json, brought, along } = bundle.finish(|mut data| data.remove(0));
        json["matching_rules"] = json!(matching);
        self.charge(brought, along);
        self.streams.send(line(&json));
    }
}

fn line(json: &Value) -> Bytes {
    format!("{json}\r\n").into()
}

/// Opens the stream, which there is once.
pub(super) fn open(
    state: &mut State,
    shared: &Arc<Shared>,
    query: &str,
    fault: Option<FaultKind>,
) -> Result<Body, Refused> {
    let asked = Asked::read(query, &[])?;
    if state.rules.all().is_empty() {
        return Err(problems::no_rules());
    }
    if state.streams.open.is_some() {
        return Err(problems::connected_already());
    }
    state.streams.opened += 1;
    let number = state.streams.opened;
    let (sender, receiver) = mpsc::unbounded_channel();
    state.streams.open = Some(Open { number, sender, wanted: asked.wanted(), held: None });
    let connection = Connection {
        shared: Arc::clone(shared),
        number,
        receiver,
        keep_alive: state.options.keep_alive,
        fault,
        ready: VecDeque::new(),
        end: End::Far,
    };
    Ok(Body::from_stream(stream::unfold(connection, |mut connection| async move {
        let piece = connection.next().await?;
        Some((piece, connection))
    })))
}

/// What breaks a body off, after what was sent before it has gone out: a body that waits is flushed.
pub(super) async fn break_off() -> io::Error {
    tokio::task::yield_now().await;
    io::Error::from(io::ErrorKind::ConnectionReset)
}

/// The server's end of an open stream.
struct Connection {
    shared: Arc<Shared>,
    number: u64,
    receiver: mpsc::UnboundedReceiver<Sent>,
    keep_alive: Duration,
    fault: Option<FaultKind>,
    ready: VecDeque<Bytes>,
    end: End,
}

/// How far a connection is from its end.
enum End {
    Far,
    /// It breaks once what is ready is sent.
    Breaks,
    Over,
}

impl Connection {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Some(Ok(piece));
            }
            match self.end {
                End::Far => {}
                End::Breaks => return self.broken().await,
                End::Over => return None,
            }
            match tokio::time::timeout(self.keep_alive, self.receiver.recv()).await {
                Ok(Some(Sent::Line(line))) => self.take(line),
                Ok(Some(Sent::Cut)) => return self.broken().await,
                Ok(Some(Sent::End) | None) => return None,
                Err(_) => {
                    self.shared.state().streams.flush(self.number);
                    return Some(Ok(Bytes::from_static(b"\r\n")));
                }
            }
        }
    }

    fn take(&mut self, mut line: Bytes) {
        match self.fault {
            Some(FaultKind::CutMidLine) => {
                line.truncate(line.len() / 2);
                self.ready.push_back(line);
                self.shared.state().streams.close(self.number);
                self.end = End::Breaks;
            }
            Some(FaultKind::Drip) => self.ready.extend(line.chunks(DRIP).map(Bytes::copy_from_slice)),
            _ => self.ready.push_back(line),
        }
    }

    /// The end that is none: the body has no last chunk.
    async fn broken(&mut self) -> Option<io::Result<Bytes>> {
        self.end = End::Over;
        Some(Err(break_off().await))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.shared.state().streams.close(self.number);
    }
}
