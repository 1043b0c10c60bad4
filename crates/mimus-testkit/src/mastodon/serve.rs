//! Connections and calls: what is read of them, and what befalls them.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{self, Body, Bytes};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::Shared;
use super::answer::{self, Refused};
use super::faults::FaultKind;
use super::params::Params;

/// Bound on a call's body, in bytes.
const MAX_BODY: usize = 40 * 1024 * 1024;

/// A connection that closes without an answer.
#[derive(Debug)]
pub(super) struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection closes without an answer, as the test asked")
    }
}

impl std::error::Error for Dropped {}

/// A call, read.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    pub(super) params: Params,
    pub(super) fault: Option<FaultKind>,
}

impl Call {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Serves until the other end of `ended` is gone; the connections end with it.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>, mut ended: oneshot::Receiver<()>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut ended => return,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => {
                let Ok((socket, _)) = accepted else { continue };
                let shared = Arc::clone(&shared);
                let service = service_fn(move |request| answer(Arc::clone(&shared), request));
                connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
            }
        }
    }
}

async fn answer(shared: Arc<Shared>, request: hyper::Request<Incoming>) -> Result<Response, Dropped> {
    let (head, incoming) = request.into_parts();
    let path = head.uri.path().to_owned();
    let Ok(bytes) = body::to_bytes(Body::new(incoming), MAX_BODY).await else {
        return Ok(Refused::new(413, "The request is too large").response());
    };
    let fault = shared.state().faults.take(&head.method, &path);
    match fault {
        Some(FaultKind::DropBefore) => return Err(Dropped),
        Some(FaultKind::Status(status)) => return Ok(answer::fault(status)),
        _ => {}
    }
    let params = match read(&head.headers, head.uri.query().unwrap_or_default(), &bytes) {
        Ok(params) => params,
        Err(refused) => return Ok(refused.response()),
    };
    let call = Call { method: head.method, path, headers: head.headers, params, fault };
    let response = match fault {
        Some(FaultKind::Slow(time)) => slowly(shared, call, time).await?,
        _ => shared.state().answer(&call),
    };
    match fault {
        Some(FaultKind::DropAfter) => Err(Dropped),
        Some(FaultKind::StatusAfter(status)) => Ok(answer::fault(status)),
        _ => Ok(response),
    }
}

/// In a task of its own, because the connection's ends with the caller's patience.
async fn slowly(shared: Arc<Shared>, call: Call, time: Duration) -> Result<Response, Dropped> {
    let task = tokio::spawn(async move {
        tokio::time::sleep(time).await;
        shared.state().answer(&call)
    });
    task.await.map_err(|_| Dropped)
}

fn read(headers: &HeaderMap, query: &str, bytes: &Bytes) -> Result<Params, Refused> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    Params::read(query, kind, bytes)
}
