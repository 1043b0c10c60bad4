//! `POST /inbox` and its like: what other servers send.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::BytesMut;
use futures_util::StreamExt;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use mimus_core::LocalHandle;
use mimus_federation::inbox::{InboxRequest, MAX_BODY, Refusal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Site;
use crate::pages::error::Failure;

/// Longest time in which a body must have come.
const READING_TIME: Duration = Duration::from_secs(20);

/// Most requests that are looked into at once.
const PLACES: usize = 256;
/// Most bytes of bodies in hand, together; sixteen thousand of the usual size.
const BYTES: usize = 64 << 20;
/// Room that a body takes at a time, in bytes.
const ROOM_STEP: usize = 16 << 10;
/// Longest wait for a place.
const WAITING_TIME: Duration = Duration::from_secs(2);

/// What the inboxes have in hand, so that a flood costs its senders time and not this server memory. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Intake {
    places: Arc<Semaphore>,
    bytes: Arc<Semaphore>,
}

impl Default for Intake {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(PLACES)), bytes: Arc::new(Semaphore::new(BYTES)) }
    }
}

impl Intake {
    /// A place, to be held until the request is answered.
    async fn place(&self) -> Result<OwnedSemaphorePermit, Failure> {
        let place = tokio::time::timeout(WAITING_TIME, Arc::clone(&self.places).acquire_owned()).await;
        place.ok().and_then(Result::ok).ok_or_else(busy)
    }

    /// Room for so many bytes more.
    fn room(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Failure> {
        let bytes = u32::try_from(bytes).map_err(|_| busy())?;
        Arc::clone(&self.bytes).try_acquire_many_owned(bytes).map_err(|_| busy())
    }
}

fn busy() -> Failure {
    Failure::Refused(Refusal {
        status: StatusCode::SERVICE_UNAVAILABLE,
        message: "too much is coming in at once; try again later".to_owned(),
        retry_after: Some(30),
    })
}

/// A body with the room that it takes.
pub(crate) struct Held {
    pub(crate) body: BytesMut,
    _room: Vec<OwnedSemaphorePermit>,
}

type Answer = Result<Response, Failure>;

/// `POST /users/{handle}/inbox`
pub(crate) async fn of_mirror(
    State(site): State<Site>,
    Path(handle): Path<String>,
    request: Request,
) -> Answer {
    let handle = LocalHandle::new(&handle).map_err(|_| Failure::NotFound)?;
    receive(site, Some(handle), request).await
}

/// `POST /inbox`, and the inbox of the server's own actor.
pub(crate) async fn shared(State(site): State<Site>, request: Request) -> Answer {
    receive(site, None, request).await
}

async fn receive(site: Site, to: Option<LocalHandle>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let body = read_in_time(&site.intake, &parts.headers, body, MAX_BODY).await?;
    let place = site.intake.place().await?;
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    // On a task of its own: a sender that hangs up early must not stop halfway what it began.
    let received = tokio::spawn(async move {
        let _place = place;
        let request = InboxRequest {
            method: &parts.method,
            target: &target,
            headers: &parts.headers,
            body: &body.body,
            to: to.as_ref(),
        };
        let received = site.inbox.receive(request, site.clock.now()).await;
        if received.as_ref().is_ok_and(|received| received.letters) {
            (site.on_received)();
        }
        received
    });
    match received.await {
        Ok(Ok(_)) => Ok(StatusCode::ACCEPTED.into_response()),
        Ok(Err(refusal)) => Err(Failure::Refused(refusal)),
        Err(error) => Err(Failure::Broken(error.to_string())),
    }
}

/// The whole body, unless it is larger than `most` bytes or late.
pub(crate) async fn read_in_time(
    intake: &Intake,
    headers: &HeaderMap,
    body: Body,
    most: usize,
) -> Result<Held, Failure> {
    match tokio::time::timeout(READING_TIME, read(intake, headers, body, most)).await {
        Ok(body) => body,
        Err(_) => Err(refuse(StatusCode::REQUEST_TIMEOUT, "the body did not come in time")),
    }
}

async fn read(intake: &Intake, headers: &HeaderMap, body: Body, most: usize) -> Result<Held, Failure> {
    let too_large =
        || refuse(StatusCode::PAYLOAD_TOO_LARGE, &format!("the body is larger than {most} bytes"));
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    // By what has come, not by what is announced: an announcement costs nothing.
    let (mut room, mut free) = (Vec::new(), 0);
    let mut read = BytesMut::new();
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| refuse(StatusCode::BAD_REQUEST, "the body broke off"))?;
        if read.len() + chunk.len() > most {
            return Err(too_large());
        }
        if read.len() + chunk.len() > free {
            let more = (read.len() + chunk.len() - free).max(ROOM_STEP).min(most - free);
            room.push(intake.room(more)?);
            free += more;
        }
        read.extend_from_slice(&chunk);
    }
    Ok(Held { body: read, _room: room })
}

fn refuse(status: StatusCode, message: &str) -> Failure {
    Failure::Refused(Refusal { status, message: message.to_owned(), retry_after: None })
}
