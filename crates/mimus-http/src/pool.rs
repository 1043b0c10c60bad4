//! Connections that rest between two requests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use url::Url;

use crate::connection::Connection;

/// How long a connection rests before it is closed. Node's servers let go after 5 seconds, and what is sent at that moment
/// is lost.
pub(crate) const IDLE: Duration = Duration::from_secs(4);

/// Most connections to one origin that rest.
const MAX_IDLE_PER_ORIGIN: usize = 16;

/// Who is spoken to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Origin {
    pub(crate) secure: bool,
    /// As in the header `Host`: with the port where it is not the scheme's own.
    pub(crate) authority: String,
}

impl Origin {
    /// Of a URL of the web with a host.
    pub(crate) fn of(url: &Url) -> Self {
        use url::Position::{BeforeHost, BeforePath};
        Self { secure: url.scheme() == "https", authority: url[BeforeHost..BeforePath].to_owned() }
    }
}

struct Resting {
    connection: Connection,
    since: Instant,
}

#[derive(Default)]
struct Rest {
    /// Of each origin, the one that came last at the end.
    by_origin: HashMap<Origin, Vec<Resting>>,
    /// Whether somebody closes those that have rested for too long.
    is_swept: bool,
}

/// Connections that rest, by whom they lead to.
pub(crate) struct Pool {
    longest: Duration,
    rest: Mutex<Rest>,
}

impl Pool {
    /// Connections rest no longer than this; until that is seen it may be twice as long.
    pub(crate) fn new(longest: Duration) -> Self {
        Self { longest, rest: Mutex::default() }
    }

    /// A connection that has rested and can be used.
    pub(crate) async fn take(&self, origin: &Origin) -> Option<Connection> {
        while let Some(mut connection) = self.pop(origin) {
            if connection.is_open().await {
                return Some(connection);
            }
        }
        None
    }

    /// Lets a connection rest. Must be called from within a runtime.
    pub(crate) fn put(self: &Arc<Self>, origin: Origin, connection: Connection) {
        let mut rest = self.rest();
        let resting = rest.by_origin.entry(origin).or_default();
        if resting.len() >= MAX_IDLE_PER_ORIGIN {
            return;
        }
        resting.push(Resting { connection, since: Instant::now() });
        if !rest.is_swept {
            rest.is_swept = true;
            tokio::spawn(sweep(Arc::downgrade(self), self.longest));
        }
    }

    fn pop(&self, origin: &Origin) -> Option<Connection> {
        let mut rest = self.rest();
        let resting = rest.by_origin.get_mut(origin)?;
        let last = resting.pop();
        if resting.is_empty() {
            rest.by_origin.remove(origin);
        }
        last.filter(|last| last.since.elapsed() < self.longest).map(|last| last.connection)
    }

    /// Closes what has rested for too long; whether something still rests.
    fn close_old(&self) -> bool {
        let mut rest = self.rest();
        rest.by_origin.retain(|_, resting| {
            resting.retain(|one| one.since.elapsed() < self.longest);
            !resting.is_empty()
        });
        rest.is_swept = !rest.by_origin.is_empty();
        rest.is_swept
    }

    fn rest(&self) -> MutexGuard<'_, Rest> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn sweep(pool: Weak<Pool>, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        if !pool.upgrade().is_some_and(|pool| pool.close_old()) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    async fn connection(listener: &TcpListener) -> (Connection, TcpStream) {
        let near = TcpStream::connect(listener.local_addr().expect("bound")).await.expect("it listens");
        let (far, _) = listener.accept().await.expect("somebody came");
        (Connection::over(Box::new(near)).await.expect("nothing is sent yet"), far)
    }

    #[tokio::test]
    async fn what_has_rested_for_too_long_is_closed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = Origin { secure: false, authority: "one.example".into() };
        let pool = Arc::new(Pool::new(Duration::from_millis(20)));
        let (near, mut far) = connection(&listener).await;
        pool.put(origin.clone(), near);
        // Nobody asks for it; it is closed all the same.
        assert_eq!(far.read(&mut [0]).await.expect("closed in peace"), 0);
        assert!(pool.take(&origin).await.is_none());
        let (near, mut far) = connection(&listener).await;
        pool.put(origin, near);
        assert_eq!(far.read(&mut [0]).await.expect("closed in peace"), 0, "after a while without any, too");
    }

    #[tokio::test]
    async fn no_more_rest_than_the_bound_and_each_for_its_origin() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = |name: &str, secure| Origin { secure, authority: name.into() };
        let pool = Arc::new(Pool::new(Duration::from_secs(3_600)));
        let mut others = Vec::new();
        for _ in 0..MAX_IDLE_PER_ORIGIN + 3 {
            let (near, far) = connection(&listener).await;
            pool.put(origin("one.example", false), near);
            others.push(far);
        }
        for other in [origin("one.example", true), origin("one.example:8080", false)] {
            assert!(pool.take(&other).await.is_none(), "{other:?}");
        }
        let mut taken = 0;
        while pool.take(&origin("one.example", false)).await.is_some() {
            taken += 1;
        }
        assert_eq!(taken, MAX_IDLE_PER_ORIGIN);
    }

    #[test]
    fn an_origin_is_a_scheme_and_an_authority() {
        let of = |url: &str| Origin::of(&Url::parse(url).expect("a URL"));
        assert_eq!(
            of("http://one.example:80/a?b#c"),
            Origin { secure: false, authority: "one.example".into() }
        );
        assert_eq!(of("https://[::1]:8443/"), Origin { secure: true, authority: "[::1]:8443".into() });
    }
}
