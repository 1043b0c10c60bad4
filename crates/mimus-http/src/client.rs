//! The client.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use http_body_util::Full;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};
use url::{Position, Url};

use crate::body::{Body, Incoming};
use crate::connect::Connector;
use crate::connection::{Answering, Outgoing};
use crate::error::{HttpError, why};
use crate::flow::Flow;
use crate::guard::{Guard, forbidden};
use crate::parting::Parting;
use crate::pool::{IDLE, Origin, Pool};
use crate::request::{Downloaded, Redirects, Request, Response, redirect_target};
use crate::resolve::{Guarded, Memory, Resolve, System};
use crate::tls::{self, BuildError};

/// How a client behaves.
#[derive(Clone)]
pub struct ClientConfig {
    /// What it calls itself. GoToSocial answers 418 to an empty name.
    pub user_agent: String,
    /// Whether addresses that are not public may be asked: for tests and closed networks only.
    pub allow_private_addresses: bool,
    /// Bound on making a connection.
    pub connect_timeout: Duration,
    /// Bound on a whole exchange, redirects and body included.
    pub total_timeout: Duration,
    /// Most redirects in a row.
    pub max_redirects: u8,
    /// Certificates, in PEM, of authorities that are trusted besides those that the machine trusts: of a closed
    /// network's own, say.
    pub extra_roots: Vec<Vec<u8>>,
    /// Who resolves names; the system where none is given.
    pub resolver: Option<Arc<dyn Resolve>>,
}

impl ClientConfig {
    /// Public addresses only, 10 seconds to connect, 30 in all, 5 redirects.
    #[must_use]
    pub fn new(user_agent: impl Into<String>) -> Self {
        Self {
            user_agent: user_agent.into(),
            allow_private_addresses: false,
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_redirects: 5,
            extra_roots: Vec::new(),
            resolver: None,
        }
    }
}

/// What is for one origin, and is not carried to another.
const FOR_ONE_ORIGIN: [&str; 6] =
    ["authorization", "cookie", "host", "proxy-authorization", "signature", "signature-input"];

/// The one way out. Cheap to clone; clones share connections and names.
#[derive(Clone)]
pub struct HttpClient {
    config: Arc<ClientConfig>,
    guard: Guard,
    connector: Arc<Connector>,
    pool: Arc<Pool>,
    parting: Arc<Parting>,
    user_agent: HeaderValue,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    url: Url,
    permanent_url: Option<Url>,
}

impl HttpClient {
    /// Makes a client.
    pub fn new(config: ClientConfig) -> Result<Self, BuildError> {
        let guard = if config.allow_private_addresses { Guard::anywhere() } else { Guard::public() };
        Self::build(config, guard, Memory::default())
    }

    fn build(config: ClientConfig, guard: Guard, memory: Memory) -> Result<Self, BuildError> {
        let resolver = config.resolver.clone().unwrap_or_else(|| Arc::new(System));
        let names = Guarded::new(resolver, guard, memory);
        let tls = tls::connector(&config.extra_roots)?;
        let connector = Arc::new(Connector { names, tls, timeout: config.connect_timeout });
        let user_agent = HeaderValue::from_str(&config.user_agent)?;
        let (pool, parting) = (Arc::new(Pool::new(IDLE)), Arc::new(Parting::new(IDLE)));
        Ok(Self { config: Arc::new(config), guard, connector, pool, parting, user_agent })
    }

    /// Whether a URL may be asked at all: its scheme, its form and, where its host is a literal address, that.
    /// Names are judged when they are resolved.
    pub fn check_url(&self, url: &Url) -> Result<(), HttpError> {
        self.guard.check(url)
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: Request) -> Result<Response, HttpError> {
        let deadline = self.deadline(&request);
        let limit = request.max_body;
        let Answer { status, headers, body, url, permanent_url } = self.exchange(request, deadline).await?;
        let mut incoming = Incoming::new(body, status, &url, limit, deadline)?;
        let mut body = BytesMut::new();
        while let Some(chunk) = incoming.next().await? {
            body.extend_from_slice(&chunk);
        }
        Ok(Response { status, headers, url, body: body.freeze(), permanent_url })
    }

    /// Sends a request and writes the answer's body to `sink` as it comes. Of an answer that says no, nothing is
    /// written.
    pub async fn download(
        &self,
        request: Request,
        sink: &mut (impl AsyncWrite + Unpin),
    ) -> Result<Downloaded, HttpError> {
        let deadline = self.deadline(&request);
        let limit = request.max_body;
        let Answer { status, headers, body, url, .. } = self.exchange(request, deadline).await?;
        let unwritten = |e: std::io::Error| HttpError::Sink { host: host(&url), why: e.to_string() };
        let mut bytes = 0;
        if status.is_success() {
            let mut incoming = Incoming::new(body, status, &url, limit, deadline)?;
            while let Some(chunk) = incoming.next().await? {
                sink.write_all(&chunk).await.map_err(unwritten)?;
            }
            bytes = incoming.read();
        }
        sink.flush().await.map_err(unwritten)?;
        Ok(Downloaded { status, headers, url, bytes })
    }

    /// Sends a request whose answer does not end. Its head must come within the request's time; after that only a rest
    /// longer than `idle` ends it.
    pub async fn open(&self, request: Request, idle: Duration) -> Result<Flow, HttpError> {
        let deadline = self.deadline(&request);
        let Answer { status, headers, body, url, .. } = self.exchange(request, deadline).await?;
        Ok(Flow::new(status, headers, body, url, idle))
    }

    fn deadline(&self, request: &Request) -> Instant {
        // More than a day is no bound, and could lie past the end of the clock.
        let timeout = request.timeout.unwrap_or(self.config.total_timeout).min(Duration::from_secs(86_400));
        Instant::now() + timeout
    }

    async fn exchange(&self, request: Request, deadline: Instant) -> Result<Answer, HttpError> {
        let follow = request.redirects == Redirects::Follow && request.method == Method::GET;
        let (mut url, mut headers) = (request.url, request.headers);
        // The length is what it is, whatever a caller says.
        headers.remove(header::CONTENT_LENGTH);
        let standard = [
            (header::USER_AGENT, self.user_agent.clone()),
            (header::ACCEPT, HeaderValue::from_static("*/*")),
            (header::ACCEPT_ENCODING, HeaderValue::from_static("gzip")),
        ];
        for (name, value) in standard {
            headers.entry(name).or_insert(value);
        }
        if !request.more && !self.parting.keeps() {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        let (mut permanent, mut permanent_url) = (true, None);
        for _ in 0..=self.config.max_redirects {
            let origin = Origin::of(&url);
            let outgoing = if follow { headers.clone() } else { std::mem::take(&mut headers) };
            let answering =
                self.hop(&request.method, &url, &origin, outgoing, &request.body, deadline).await?;
            let Answering { head: http::response::Parts { status, headers: mut answered, .. }, body } =
                answering;
            let target = redirect_target(status, &answered, &url).filter(|_| follow);
            let Some(target) = target else {
                let body = Body::new(body, &mut answered, (Arc::clone(&self.pool), origin));
                return Ok(Answer { status, headers: answered, body, url, permanent_url });
            };
            self.guard.check_step(&url, &target)?;
            permanent &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
            if permanent {
                permanent_url = Some(target.clone());
            }
            if url.origin() != target.origin() {
                for name in FOR_ONE_ORIGIN {
                    headers.remove(name);
                }
            }
            url = target;
        }
        Err(HttpError::TooManyRedirects { url, limit: self.config.max_redirects })
    }

    async fn hop(
        &self,
        method: &Method,
        url: &Url,
        origin: &Origin,
        headers: HeaderMap,
        body: &Bytes,
        deadline: Instant,
    ) -> Result<Answering, HttpError> {
        self.check_url(url)?;
        let request = outgoing(method, url, origin, headers, body)?;
        let outcome = self.ask(url, origin, request, deadline).await;
        match &outcome {
            Ok(Answering { head, .. }) => {
                tracing::debug!(%method, %url, status = head.status.as_u16(), "asked");
            }
            Err(error) => tracing::debug!(%method, %url, %error, "asked in vain"),
        }
        outcome
    }

    async fn ask(
        &self,
        url: &Url,
        origin: &Origin,
        request: Outgoing,
        deadline: Instant,
    ) -> Result<Answering, HttpError> {
        let timeout = || HttpError::Timeout { url: url.clone(), sent: true };
        let may_repeat = request.method().is_safe();
        if let Some(kept) = self.pool.take(origin).await {
            let outcome = timeout_at(deadline, kept.ask(request.clone())).await;
            match outcome.map_err(|_| timeout())? {
                Ok(answering) => return Ok(answering),
                // The other side has let go of it at the same moment.
                Err(broken) if may_repeat || !broken.sent => {
                    tracing::trace!(%url, error = %broken.error, "a kept connection was of no use");
                }
                Err(broken) => return Err(HttpError::broke_off(url, why(&broken.error), broken.sent)),
            }
        }
        let connection = self.connector.connect(url, deadline).await?;
        let outcome = timeout_at(deadline, connection.ask(request)).await.map_err(|_| timeout())?;
        outcome.map_err(|broken| HttpError::broke_off(url, why(&broken.error), broken.sent))
    }
}

/// A request as it is written. What the URL's parser lets through is wider than what a request line can hold.
fn outgoing(
    method: &Method,
    url: &Url,
    origin: &Origin,
    headers: HeaderMap,
    body: &Bytes,
) -> Result<Outgoing, HttpError> {
    let unwritable = || forbidden(url, "it cannot be written into a request");
    let mut request = Outgoing::new(Full::new(body.clone()));
    *request.method_mut() = method.clone();
    *request.uri_mut() = url[Position::BeforePath..Position::AfterQuery].parse().map_err(|_| unwritable())?;
    *request.headers_mut() = headers;
    if !request.headers().contains_key(header::HOST) {
        let host = HeaderValue::from_str(&origin.authority).map_err(|_| unwritable())?;
        request.headers_mut().insert(header::HOST, host);
    }
    Ok(request)
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
