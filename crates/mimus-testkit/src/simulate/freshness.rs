//! How long posts waited, measured post by post.

use super::world::{Kind, World};

/// When each post was read first.
pub(super) struct Read(Vec<u64>);

/// What was measured, in seconds.
#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
pub(super) struct Freshness {
    pub(super) posts: usize,
    pub(super) unread: usize,
    pub(super) p50: f64,
    pub(super) p95: f64,
}

impl Read {
    pub(super) fn new(world: &World) -> Self {
        Self(vec![u64::MAX; world.posts.len()])
    }

    /// Notes a reading; true if it is the first.
    pub(super) fn note(&mut self, post: u32, now: u64) -> bool {
        let first = self.0[post as usize] == u64::MAX;
        if first {
            self.0[post as usize] = now;
        }
        first
    }

    pub(super) fn was(&self, post: u32) -> bool {
        self.0[post as usize] != u64::MAX
    }

    /// Over the own posts, made from one moment until another, of the accounts for which it is asked.
    pub(super) fn freshness(&self, world: &World, span: (u64, u64), of: impl Fn(u32) -> bool) -> Freshness {
        let counts = |at: u64| (span.0..span.1).contains(&at);
        let posts = world.posts.iter().zip(&self.0);
        let posts =
            posts.filter(|(post, _)| post.kind != Kind::Stranger && counts(post.at) && of(post.account));
        let (mut all, mut waits) = (0, Vec::new());
        for (post, read) in posts {
            all += 1;
            if *read != u64::MAX {
                waits.push(read.saturating_sub(post.at));
            }
        }
        waits.sort_unstable();
        let at = |part: f64| {
            waits.get((waits.len() as f64 * part) as usize).map_or(0.0, |wait| *wait as f64 / 1e3)
        };
        Freshness { posts: all, unread: all - waits.len(), p50: at(0.50), p95: at(0.95) }
    }
}
