//! The client.

use std::error::Error as _;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use http::{HeaderMap, Method, StatusCode, header};
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::address;
use crate::error::HttpError;
use crate::request::{Downloaded, Redirects, Request, Response, redirect_target};
use crate::resolve::{ForReqwest, Guarded, Refused, Resolve, System};

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
            resolver: None,
        }
    }
}

/// A client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be made: {0}")]
pub struct BuildError(#[from] reqwest::Error);

/// The one way out. Cheap to clone; clones share connections and names.
#[derive(Clone)]
pub struct HttpClient {
    inner: reqwest::Client,
    config: Arc<ClientConfig>,
}

struct Answer {
    response: reqwest::Response,
    url: Url,
    permanent_url: Option<Url>,
}

impl HttpClient {
    /// Makes a client.
    pub fn new(config: ClientConfig) -> Result<Self, BuildError> {
        let resolver = config.resolver.clone().unwrap_or_else(|| Arc::new(System));
        let guarded = Arc::new(Guarded::new(resolver, config.allow_private_addresses));
        let inner = reqwest::Client::builder()
            .user_agent(config.user_agent.as_str())
            .connect_timeout(config.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .http1_only()
            // Ten thousand servers must not mean ten thousand open sockets.
            .pool_max_idle_per_host(4)
            .pool_idle_timeout(Duration::from_secs(20))
            .dns_resolver(ForReqwest(guarded))
            .build()?;
        Ok(Self { inner, config: Arc::new(config) })
    }

    /// Whether a URL may be asked at all: its scheme, its form and, where its host is a literal address, that.
    /// Names are judged when they are resolved.
    pub fn check_url(&self, url: &Url) -> Result<(), HttpError> {
        let forbidden = |why| {
            let mut shown = url.clone();
            let _ = shown.set_password(None);
            let _ = shown.set_username("");
            Err(HttpError::ForbiddenUrl { url: shown.to_string(), why })
        };
        if !matches!(url.scheme(), "http" | "https") {
            return forbidden("only http and https are spoken");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return forbidden("it carries a user name or password");
        }
        if url.port() == Some(0) {
            return forbidden("there is no port 0");
        }
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            return forbidden("it has no host");
        };
        if self.config.allow_private_addresses {
            return Ok(());
        }
        let ip = address::literal(url);
        let private = ip.filter(|ip| !address::is_public(*ip)).or_else(|| {
            (ip.is_none() && address::is_local_name(host)).then(|| std::net::IpAddr::from([127, 0, 0, 1]))
        });
        match private {
            Some(ip) => Err(HttpError::ForbiddenAddress { host: host.to_owned(), ip }),
            None => Ok(()),
        }
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: Request) -> Result<Response, HttpError> {
        let deadline = self.deadline(&request);
        let limit = request.max_body;
        let Answer { response, url, permanent_url } = self.exchange(request, deadline).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut incoming = Body::new(response, &url, limit, deadline)?;
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
            let mut incoming = Body::new(response, &url, limit, deadline)?;
            while let Some(chunk) = incoming.next().await? {
                sink.write_all(&chunk).await.map_err(unwritten)?;
            }
            bytes = incoming.read;
        }
        sink.flush().await.map_err(unwritten)?;
        Ok(Downloaded { status, headers, url, bytes })
    }

    fn deadline(&self, request: &Request) -> Instant {
        Instant::now() + request.timeout.unwrap_or(self.config.total_timeout)
    }

    async fn exchange(&self, request: Request, deadline: Instant) -> Result<Answer, HttpError> {
        let follow = request.redirects == Redirects::Follow && request.method == Method::GET;
        let (mut url, mut headers) = (request.url, request.headers);
        let mut permanent = true;
        for hop in 0..=self.config.max_redirects {
            let response = self.hop(&request.method, &url, &headers, &request.body, deadline).await?;
            let target = redirect_target(response.status(), response.headers(), &url).filter(|_| follow);
            let Some(target) = target else {
                let permanent_url = (permanent && hop > 0).then(|| url.clone());
                return Ok(Answer { response, url, permanent_url });
            };
            permanent &=
                matches!(response.status(), StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
            if url.scheme() == "https" && target.scheme() == "http" && !self.config.allow_private_addresses {
                return Err(HttpError::ForbiddenUrl {
                    url: target.to_string(),
                    why: "a secure address leads to it, and it is not one",
                });
            }
            if url.origin() != target.origin() {
                for name in [header::AUTHORIZATION, header::COOKIE, header::HOST] {
                    headers.remove(name);
                }
                headers.remove("signature");
                headers.remove("signature-input");
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
        let mut request = self.inner.request(method.clone(), url.clone()).headers(headers.clone());
        if !body.is_empty() {
            request = request.body(body.clone());
        }
        match timeout_at(deadline, request.send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(classify(&error, url)),
            Err(_) => Err(HttpError::Timeout { url: url.clone(), sent: true }),
        }
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// An answer's body as it comes, within its bounds.
struct Body<'a> {
    chunks: Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>,
    url: &'a Url,
    limit: u64,
    read: u64,
    deadline: Instant,
}

impl<'a> Body<'a> {
    fn new(
        response: reqwest::Response,
        url: &'a Url,
        limit: u64,
        deadline: Instant,
    ) -> Result<Self, HttpError> {
        if response.content_length().is_some_and(|length| length > limit) {
            return Err(HttpError::TooLarge { url: url.clone(), limit });
        }
        Ok(Self { chunks: Box::pin(response.bytes_stream()), url, limit, read: 0, deadline })
    }

    async fn next(&mut self) -> Result<Option<Bytes>, HttpError> {
        let next = timeout_at(self.deadline, self.chunks.next()).await;
        let chunk = match next.map_err(|_| HttpError::Timeout { url: self.url.clone(), sent: true })? {
            None => return Ok(None),
            Some(Ok(chunk)) => chunk,
            Some(Err(error)) => return Err(classify(&error, self.url)),
        };
        self.read += chunk.len() as u64;
        if self.read > self.limit {
            return Err(HttpError::TooLarge { url: self.url.clone(), limit: self.limit });
        }
        Ok(Some(chunk))
    }
}

/// Tells from reqwest's error, and what lies under it, what went wrong and when.
fn classify(error: &reqwest::Error, url: &Url) -> HttpError {
    let mut source = error.source();
    let mut deepest = error.to_string();
    while let Some(cause) = source {
        if let Some(refused) = cause.downcast_ref::<Refused>() {
            return match refused {
                Refused::Private { host, ip } => HttpError::ForbiddenAddress { host: host.clone(), ip: *ip },
                Refused::NotFound { host, why } => {
                    HttpError::Resolve { host: host.clone(), why: why.clone() }
                }
            };
        }
        deepest = cause.to_string();
        source = cause.source();
    }
    if error.is_timeout() {
        HttpError::Timeout { url: url.clone(), sent: !error.is_connect() }
    } else if error.is_connect() {
        HttpError::Connect { host: host(url), why: deepest }
    } else {
        HttpError::Protocol { host: host(url), why: deepest }
    }
}
