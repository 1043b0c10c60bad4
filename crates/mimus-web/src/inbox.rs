//! `POST /inbox` and its like: what other servers send.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use mimus_core::LocalHandle;
use mimus_federation::inbox::{InboxRequest, MAX_BODY, Refusal};

use crate::Site;
use crate::pages::error::Failure;

/// Longest time in which a body must have come.
const READING_TIME: Duration = Duration::from_secs(20);

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
    let body = match tokio::time::timeout(READING_TIME, read(&parts.headers, body)).await {
        Ok(body) => body?,
        Err(_) => return Err(refuse(StatusCode::REQUEST_TIMEOUT, "the body did not come in time")),
    };
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    // On a task of its own: a sender that hangs up early must not stop halfway what it began.
    let received = tokio::spawn(async move {
        let request = InboxRequest {
            method: &parts.method,
            target: &target,
            headers: &parts.headers,
            body: &body,
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

/// The whole body, unless it is too large.
async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Failure> {
    let too_large =
        || refuse(StatusCode::PAYLOAD_TOO_LARGE, &format!("the body is larger than {MAX_BODY} bytes"));
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BODY) {
        return Err(too_large());
    }
    let mut read = BytesMut::new();
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| refuse(StatusCode::BAD_REQUEST, "the body broke off"))?;
        if read.len() + chunk.len() > MAX_BODY {
            return Err(too_large());
        }
        read.extend_from_slice(&chunk);
    }
    Ok(read.freeze())
}

fn refuse(status: StatusCode, message: &str) -> Failure {
    Failure::Refused(Refusal { status, message: message.to_owned(), retry_after: None })
}
