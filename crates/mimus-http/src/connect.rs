//! Making a connection: a name's addresses, TCP to the first that answers, TLS.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::connection::{Connection, Wire};
use crate::error::{CertificateFault, HttpError, why};
use crate::resolve::{Guarded, Refused};

/// How long an address is waited for before the next one is tried beside it (RFC 8305, 5: 250 ms).
const STAGGER: Duration = Duration::from_millis(250);

/// Makes connections.
pub(crate) struct Connector {
    pub(crate) names: Guarded,
    pub(crate) tls: TlsConnector,
    /// Bound on making one.
    pub(crate) timeout: Duration,
}

impl Connector {
    /// A connection to a URL's host. The URL was judged before; names are judged here.
    pub(crate) async fn connect(&self, url: &Url, deadline: Instant) -> Result<Connection, HttpError> {
        let until = deadline.min(Instant::now() + self.timeout);
        let wire = timeout_at(until, self.wire(url)).await;
        let wire = wire.map_err(|_| HttpError::Timeout { url: url.clone(), sent: false })??;
        Connection::over(wire).await.map_err(|error| unconnected(url, &error))
    }

    async fn wire(&self, url: &Url) -> Result<Box<dyn Wire>, HttpError> {
        let port = url.port_or_known_default().unwrap_or(0);
        let host = url.host().ok_or_else(|| unconnected(url, &io::Error::other("it has no host")))?;
        let addresses = match host {
            Host::Ipv4(ip) => vec![ip.into()],
            Host::Ipv6(ip) => vec![ip.into()],
            Host::Domain(name) => self.names.addresses(name).await?,
        };
        let stream = reach(&addresses, port).await.map_err(|error| unconnected(url, &error))?;
        if url.scheme() != "https" {
            return Ok(Box::new(stream));
        }
        let name = match host {
            Host::Ipv4(ip) => ServerName::from(IpAddr::V4(ip)),
            Host::Ipv6(ip) => ServerName::from(IpAddr::V6(ip)),
            Host::Domain(name) => {
                ServerName::try_from(name.to_owned()).map_err(|error| unconnected(url, &error))?
            }
        };
        match Box::pin(self.tls.connect(name, stream)).await {
            Ok(stream) => Ok(Box::new(stream)),
            Err(error) => Err(match CertificateFault::of(&error) {
                Some(fault) => HttpError::Certificate { host: host_of(url), fault },
                None => unconnected(url, &error),
            }),
        }
    }
}

impl From<Refused> for HttpError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Private { host, ip } => Self::ForbiddenAddress { host, ip },
            Refused::NotFound { host, why } => Self::Resolve { host, why },
        }
    }
}

fn unconnected(url: &Url, error: &(dyn std::error::Error + 'static)) -> HttpError {
    HttpError::Connect { host: host_of(url), why: why(error) }
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// TCP to the one address, or to the first of several that answers.
async fn reach(addresses: &[IpAddr], port: u16) -> io::Result<TcpStream> {
    match addresses {
        [ip] => connect(SocketAddr::new(*ip, port)).await,
        several => Box::pin(race(several, port)).await,
    }
}

/// TCP to the first address that answers. The next is tried where one refuses, or is silent for a while; the others
/// go on meanwhile.
async fn race(addresses: &[IpAddr], port: u16) -> io::Result<TcpStream> {
    let mut waiting = in_turn(addresses).into_iter().map(|ip| SocketAddr::new(ip, port));
    let none = || io::Error::new(io::ErrorKind::AddrNotAvailable, "no addresses");
    let first = waiting.next().ok_or_else(none)?;
    let mut under_way = FuturesUnordered::from_iter([connect(first)]);
    loop {
        let failed = tokio::select! {
            Some(outcome) = under_way.next() => match outcome {
                Ok(stream) => return Ok(stream),
                Err(error) => Some(error),
            },
            () = sleep(STAGGER), if waiting.len() > 0 => None,
        };
        match (waiting.next(), failed) {
            (Some(next), _) => under_way.push(connect(next)),
            (None, Some(error)) if under_way.is_empty() => return Err(error),
            (None, _) => {}
        }
    }
}

/// IPv6 and IPv4 in turn, beginning with what the resolver put first (RFC 8305, 4).
fn in_turn(addresses: &[IpAddr]) -> Vec<IpAddr> {
    let Some(first) = addresses.first() else { return Vec::new() };
    let (mut one, mut other): (Vec<IpAddr>, Vec<IpAddr>) =
        addresses.iter().partition(|ip| ip.is_ipv6() == first.is_ipv6());
    one.reverse();
    other.reverse();
    let mut order = Vec::with_capacity(addresses.len());
    while !one.is_empty() || !other.is_empty() {
        order.extend(one.pop());
        order.extend(other.pop());
    }
    order
}

async fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    // A request is written whole; nothing would be gained by waiting for more.
    stream.set_nodelay(true)?;
    Ok(stream)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn both_kinds_of_addresses_take_turns() {
        let order = |addresses: &[&str]| {
            let parsed: Vec<IpAddr> = addresses.iter().map(|ip| ip.parse().expect("an address")).collect();
            in_turn(&parsed).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(order(&["::1", "::2", "::3", "10.0.0.1"]), "::1 10.0.0.1 ::2 ::3");
        assert_eq!(order(&["10.0.0.1", "10.0.0.2", "::1"]), "10.0.0.1 ::1 10.0.0.2");
        assert_eq!(order(&[]), "");
    }

    #[tokio::test]
    async fn the_first_address_that_answers_is_taken() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let refusing = |last: u8| IpAddr::from([127, 77, 0, last]);
        let addresses = [refusing(1), refusing(2), Ipv4Addr::LOCALHOST.into()];
        let stream = race(&addresses, port).await.expect("one of them listens");
        assert_eq!(stream.peer_addr().expect("connected").ip(), Ipv4Addr::LOCALHOST);

        let error = race(&addresses[..2], port).await.expect_err("none of them listens");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    }

    #[tokio::test]
    async fn an_address_that_is_silent_holds_up_nobody() {
        // A queue for one connection that nobody accepts: whoever comes after it hears nothing.
        let silent = tokio::net::TcpSocket::new_v4().expect("a socket");
        silent.bind(SocketAddr::from(([127, 0, 0, 2], 0))).expect("a port");
        let silent = silent.listen(0).expect("it listens");
        let address = silent.local_addr().expect("bound");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, address.port())).await.expect("the same port");
        let mut before = Vec::new();
        while let Ok(Ok(stream)) = tokio::time::timeout(STAGGER, TcpStream::connect(address)).await {
            before.push(stream);
            assert!(before.len() < 64, "the queue is longer than it was made");
        }
        let stream = race(&[address.ip(), Ipv4Addr::LOCALHOST.into()], address.port()).await;
        assert_eq!(stream.expect("the other").peer_addr().expect("connected").ip(), Ipv4Addr::LOCALHOST);
        drop(listener);
    }
}
