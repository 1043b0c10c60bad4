//! One connection, and one exchange after the other on it.
//!
//! Whoever waits for an answer also drives the connection, so it needs no task of its own. One that rests is not driven
//! at all; whether the other side has left is looked at when it is to be used again.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

/// What bytes go over: TCP, or TLS over it.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

type Driver = http1::Connection<TokioIo<Box<dyn Wire>>, Full<Bytes>>;

/// A request as it goes out.
pub(crate) type Outgoing = http::Request<Full<Bytes>>;

/// A connection on which nothing is under way.
pub(crate) struct Connection {
    sender: http1::SendRequest<Full<Bytes>>,
    /// None once it has come to its end.
    driver: Option<Driver>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) error: hyper::Error,
    /// Whether the request may have left.
    pub(crate) sent: bool,
}

impl Connection {
    /// Begins to speak HTTP/1.1 over a wire. Nothing is sent yet.
    pub(crate) async fn over(wire: Box<dyn Wire>) -> hyper::Result<Self> {
        let (sender, driver) = http1::handshake(TokioIo::new(wire)).await?;
        Ok(Self { sender, driver: Some(driver) })
    }

    /// Whether another request may be sent, as far as can be seen without waiting.
    pub(crate) async fn is_open(&mut self) -> bool {
        poll_fn(|cx| {
            self.drive(cx);
            Poll::Ready(matches!(self.sender.poll_ready(cx), Poll::Ready(Ok(()))))
        })
        .await
    }

    /// Sends a request and waits for the head of its answer.
    pub(crate) async fn ask(mut self, request: Outgoing) -> Result<Answering, Broken> {
        let mut head = pin!(self.sender.try_send_request(request));
        let driver = &mut self.driver;
        let answer = poll_fn(|cx| {
            drive(driver, cx);
            head.as_mut().poll(cx)
        })
        .await;
        match answer {
            Ok(answer) => {
                let (head, body) = answer.into_parts();
                Ok(Answering { head, body: Arriving { body, connection: self } })
            }
            Err(failure) => Err(Broken { sent: failure.message().is_none(), error: failure.into_error() }),
        }
    }

    /// Whether it is known to be of no more use.
    pub(crate) fn has_ended(&self) -> bool {
        self.driver.is_none()
    }

    fn drive(&mut self, cx: &mut Context<'_>) {
        drive(&mut self.driver, cx);
    }
}

/// Lets the connection get on. What goes wrong in it, the exchange that is under way is told.
fn drive(driver: &mut Option<Driver>, cx: &mut Context<'_>) {
    // To let go of it closes the socket, at one call less than shutting it down first.
    if driver.as_mut().is_some_and(|driver| driver.poll_without_shutdown(cx).is_ready()) {
        *driver = None;
    }
}

/// An answer whose head is here.
pub(crate) struct Answering {
    pub(crate) head: http::response::Parts,
    pub(crate) body: Arriving,
}

/// The body of an answer on its way.
pub(crate) struct Arriving {
    body: Incoming,
    connection: Connection,
}

impl Arriving {
    /// How many bytes are to come, where that was said.
    pub(crate) fn announced(&self) -> Option<u64> {
        self.body.size_hint().exact()
    }

    /// The next piece, or none at the end.
    pub(crate) async fn next(&mut self) -> hyper::Result<Option<Bytes>> {
        loop {
            let frame = poll_fn(|cx| {
                self.connection.drive(cx);
                Pin::new(&mut self.body).poll_frame(cx)
            });
            match frame.await.transpose()?.map(hyper::body::Frame::into_data) {
                None => return Ok(None),
                Some(Ok(data)) => return Ok(Some(data)),
                // What comes after the body is of no use here.
                Some(Err(_)) => {}
            }
        }
    }

    /// The connection, once the body has come to its end.
    pub(crate) fn into_connection(self) -> Connection {
        self.connection
    }
}
