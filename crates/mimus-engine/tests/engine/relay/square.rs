//! A network in memory that does what it is told, and fails when it is told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use mimus_core::{Network, RemoteId, RichText, WebUrl};
use mimus_engine::Clock;
use mimus_networks::connector::BoxFuture;
use mimus_networks::{
    ConnectedProfile, Failure, LookedUp, Outgoing, Publish, Published, Upload, UploadedMedia,
};

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing.
    None,
    /// It is done, and nobody hears of it.
    DoneUnheard,
    /// It is not done, and nobody hears of it.
    UndoneUnheard,
    /// It is not done.
    Retry,
    /// It is asked to wait for so many seconds.
    Wait(i64),
    /// The credentials serve no longer.
    SignedOut,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stands {
    pub(crate) id: u64,
    pub(crate) words: String,
    pub(crate) reply_to: Option<String>,
    pub(crate) edits: u32,
    pub(crate) reposted: bool,
    at: Timestamp,
    key: String,
}

#[derive(Default)]
pub(crate) struct Square {
    pub(crate) posts: Vec<Stands>,
    pub(crate) deleted: Vec<u64>,
    pub(crate) troubles: VecDeque<Trouble>,
    /// Whether a second try with the same key is known to be one.
    pub(crate) knows_keys: bool,
    /// What answers these words is refused.
    pub(crate) refuses: Option<String>,
    next: u64,
}

/// A handle on the network.
#[derive(Clone)]
pub(crate) struct There {
    pub(crate) square: Arc<Mutex<Square>>,
    clock: Clock,
}

impl There {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { square: Arc::new(Mutex::new(Square { next: 100, ..Square::default() })), clock }
    }

    pub(crate) fn trouble(&self, troubles: &[Trouble]) {
        self.square.lock().unwrap().troubles.extend(troubles);
    }

    pub(crate) fn words(&self) -> Vec<String> {
        self.square.lock().unwrap().posts.iter().map(|post| post.words.clone()).collect()
    }

    pub(crate) fn posts(&self) -> Vec<Stands> {
        self.square.lock().unwrap().posts.clone()
    }

    fn fails(&self) -> Result<bool, Failure> {
        let trouble = self.square.lock().unwrap().troubles.pop_front().unwrap_or(Trouble::None);
        let why = || "as told".to_owned();
        match trouble {
            Trouble::None => Ok(false),
            Trouble::DoneUnheard => Ok(true),
            Trouble::UndoneUnheard => Err(Failure::Unknown { why: why() }),
            Trouble::Retry => Err(Failure::Retry { why: why() }),
            Trouble::Wait(seconds) => {
                let until = self.clock.now() + jiff::SignedDuration::from_secs(seconds);
                Err(Failure::RateLimited { until, why: why() })
            }
            Trouble::SignedOut => Err(Failure::SignInAgain { why: why() }),
        }
    }

    fn published(id: u64) -> Published {
        Published { remote_id: RemoteId::new(id.to_string()).unwrap(), url: None }
    }
}

fn unheard<T>(done: T, unheard: bool) -> Result<T, Failure> {
    if unheard { Err(Failure::Unknown { why: "no answer".into() }) } else { Ok(done) }
}

fn number(id: &RemoteId) -> u64 {
    id.as_str().parse().unwrap()
}

/// A pause at which whoever waits can be dropped.
async fn breath() {
    tokio::task::yield_now().await;
}

impl Publish for There {
    fn network(&self) -> Network {
        Network::X
    }

    fn look_up<'a>(&'a self, _: &'a WebUrl) -> BoxFuture<'a, Result<LookedUp, Failure>> {
        Box::pin(async { Ok(LookedUp::Elsewhere) })
    }

    fn account(&self) -> BoxFuture<'_, Result<ConnectedProfile, Failure>> {
        Box::pin(async { Err(Failure::Unsupported { what: "an account".into() }) })
    }

    fn upload<'a>(&'a self, _: &'a Upload) -> BoxFuture<'a, Result<UploadedMedia, Failure>> {
        Box::pin(async { Err(Failure::Unsupported { what: "media".into() }) })
    }

    fn publish<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> BoxFuture<'a, Result<Published, Failure>> {
        Box::pin(async move {
            breath().await;
            let quiet = self.fails()?;
            let (id, refused) = {
                let mut square = self.square.lock().unwrap();
                let words = outgoing.part.words.as_str().to_owned();
                let known = square.posts.iter().find(|post| post.key == outgoing.key).map(|post| post.id);
                if let Some(id) = known.filter(|_| square.knows_keys) {
                    (id, false)
                } else if square.refuses.as_ref().is_some_and(|refused| words.contains(refused)) {
                    (0, true)
                } else {
                    square.next += 1;
                    let id = square.next;
                    square.posts.push(Stands {
                        id,
                        words,
                        reply_to: outgoing.reply_to.map(|id| id.as_str().to_owned()),
                        edits: 0,
                        reposted: false,
                        at: self.clock.now(),
                        key: outgoing.key.to_owned(),
                    });
                    (id, false)
                }
            };
            breath().await;
            if refused {
                return Err(Failure::Rejected { why: "words that are not liked".into() });
            }
            unheard(Self::published(id), quiet)
        })
    }

    fn find<'a>(
        &'a self,
        outgoing: &'a Outgoing<'a>,
        since: Timestamp,
    ) -> BoxFuture<'a, Result<Option<Published>, Failure>> {
        Box::pin(async move {
            breath().await;
            let quiet = self.fails()?;
            let found = {
                let square = self.square.lock().unwrap();
                let wanted = outgoing.part.words.as_str();
                let reply = outgoing.reply_to.map(|id| id.as_str().to_owned());
                let same =
                    |post: &&Stands| post.words == wanted && post.at >= since && post.reply_to == reply;
                square.posts.iter().find(same).map(|post| Self::published(post.id))
            };
            unheard(found, quiet)
        })
    }

    fn edit<'a>(
        &'a self,
        id: &'a RemoteId,
        outgoing: &'a Outgoing<'a>,
    ) -> BoxFuture<'a, Result<Published, Failure>> {
        Box::pin(async move {
            breath().await;
            let quiet = self.fails()?;
            {
                let mut square = self.square.lock().unwrap();
                let post = square.posts.iter_mut().find(|post| post.id == number(id)).unwrap();
                post.words = RichText::as_str(&outgoing.part.words).to_owned();
                post.edits += 1;
            }
            breath().await;
            unheard(Self::published(number(id)), quiet)
        })
    }

    fn delete<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            breath().await;
            let quiet = self.fails()?;
            {
                let mut square = self.square.lock().unwrap();
                square.posts.retain(|post| post.id != number(id));
                square.deleted.push(number(id));
            }
            breath().await;
            unheard((), quiet)
        })
    }

    fn repost<'a>(&'a self, id: &'a RemoteId, on: bool) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            breath().await;
            let quiet = self.fails()?;
            let mut square = self.square.lock().unwrap();
            square.posts.iter_mut().find(|post| post.id == number(id)).unwrap().reposted = on;
            unheard((), quiet)
        })
    }
}
