//! The client.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::body::{Incoming, Sent};
use crate::error::HttpError;
use crate::flow::Flow;
use crate::guard::Guard;
use crate::parting::Parting;
use crate::request::{Downloaded, Redirects, Request, Response, redirect_target};
use crate::resolve::{ForReqwest, Guarded, Memory, Resolve, System};

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

/// A client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be made: {0}")]
pub struct BuildError(#[from] reqwest::Error);

const MAX_IDLE_PER_HOST: usize = 16;
/// How long an idle connection is kept; it may be twice as long until that is seen.
pub(crate) const IDLE: Duration = Duration::from_secs(5);

/// What is for one origin, and is not carried to another.
const FOR_ONE_ORIGIN: [&str; 6] =
    ["authorization", "cookie", "host", "proxy-authorization", "signature", "signature-input"];

/// The one way out. Cheap to clone; clones share connections and names.
#[derive(Clone)]
pub struct HttpClient {
    inner: reqwest::Client,
    config: Arc<ClientConfig>,
    guard: Guard,
    parting: Arc<Parting>,
}

struct Answer {
    response: reqwest::Response,
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
        let mut builder = reqwest::Client::builder();
        if !config.extra_roots.is_empty() {
            let roots: Result<Vec<_>, _> =
                config.extra_roots.iter().map(|pem| reqwest::Certificate::from_pem(pem)).collect();
            builder = builder.tls_certs_merge(roots?);
        }
        let inner = builder
            .user_agent(config.user_agent.as_str())
            .connect_timeout(config.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .http1_only()
            // Ten thousand servers must not mean ten thousand open sockets: at 500 deliveries a second, 5 seconds
            // keep some 2,500.
            .pool_max_idle_per_host(MAX_IDLE_PER_HOST)
            .pool_idle_timeout(IDLE)
            .dns_resolver(ForReqwest(Arc::new(Guarded::new(resolver, guard, memory))))
            .build()?;
        Ok(Self { inner, config: Arc::new(config), guard, parting: Arc::new(Parting::new(IDLE)) })
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
        let Answer { response, url, permanent_url } = self.exchange(request, deadline).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut incoming = Incoming::new(response, &url, limit, deadline)?;
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
        let Answer { response, url, .. } = self.exchange(request, deadline).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let unwritten = |e: std::io::Error| HttpError::Sink { host: host(&url), why: e.to_string() };
        let mut bytes = 0;
        if status.is_success() {
            let mut incoming = Incoming::new(response, &url, limit, deadline)?;
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
        let Answer { response, url, .. } = self.exchange(request, deadline).await?;
        Ok(Flow::new(response, url, idle))
    }

    fn deadline(&self, request: &Request) -> Instant {
        // More than a day is no bound, and could lie past the end of the clock.
        let timeout = request.timeout.unwrap_or(self.config.total_timeout).min(Duration::from_secs(86_400));
        Instant::now() + timeout
    }

    async fn exchange(&self, request: Request, deadline: Instant) -> Result<Answer, HttpError> {
        let follow = request.redirects == Redirects::Follow && request.method == Method::GET;
        let (mut url, mut headers) = (request.url, request.headers);
        if !request.more && !self.parting.keeps() {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        let (mut permanent, mut permanent_url) = (true, None);
        for _ in 0..=self.config.max_redirects {
            let response = self.hop(&request.method, &url, &headers, &request.body, deadline).await?;
            let target = redirect_target(response.status(), response.headers(), &url).filter(|_| follow);
            let Some(target) = target else {
                return Ok(Answer { response, url, permanent_url });
            };
            self.guard.check_step(&url, &target)?;
            permanent &=
                matches!(response.status(), StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
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
        headers: &HeaderMap,
        body: &Bytes,
        deadline: Instant,
    ) -> Result<reqwest::Response, HttpError> {
        self.check_url(url)?;
        let mut headers = headers.clone();
        let length = body.len();
        let (sent, body) = Sent::watch(body.clone());
        if body.is_some() {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        let mut request = self.inner.request(method.clone(), url.clone()).headers(headers);
        if let Some(body) = body {
            request = request.body(body);
        }
        let outcome = match timeout_at(deadline, request.send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(HttpError::of(&error, url, sent.is_so())),
            Err(_) => Err(HttpError::Timeout { url: url.clone(), sent: sent.is_so() }),
        };
        match &outcome {
            Ok(response) => tracing::debug!(%method, %url, status = response.status().as_u16(), "asked"),
            Err(error) => tracing::debug!(%method, %url, %error, "asked in vain"),
        }
        outcome
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
