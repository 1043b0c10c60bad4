//! What a route would make of past posts, without publishing anything.

use jiff::Timestamp;
use mimus_core::render::{Rendering, render_for};
use mimus_core::{Post, RouteFacts};
use mimus_store::{Route, RouteFrom};

use super::accounts::AccountError;
use crate::Engine;

impl Engine {
    /// The last posts where a route begins, the oldest first, with what would become of each.
    pub async fn try_route(&self, route: &Route, last: u32) -> Result<Vec<(Post, Rendering)>, AccountError> {
        let to = self.store.account(route.to).await?;
        let Some(to) = to else { return Ok(Vec::new()) };
        let directory = self.directory().await?;
        let posts = self.past_posts(&route.from, last).await?;
        let source = match route.from {
            RouteFrom::Account(id) => self.store.account(id).await?.map(|account| account.handle),
            RouteFrom::Location(_) | RouteFrom::Desk => None,
        };
        Ok(posts
            .into_iter()
            .map(|post| {
                let author = post.reply_to.as_ref().and_then(|to| to.author.as_ref()?.handle.clone());
                let facts = RouteFacts {
                    own_reply: author.is_some() && author == source,
                    source_handle: source.clone(),
                    now: Some(self.clock.now()),
                    ..RouteFacts::default()
                };
                let rendering = render_for(post.clone(), &facts, &route.policy, &to.limits, &directory);
                (post, rendering)
            })
            .collect())
    }

    /// From when on posts are carried by a new route: from now, or from the oldest of the last `old` posts.
    pub async fn since_for(&self, from: &RouteFrom, old: u32) -> Result<Timestamp, AccountError> {
        let now = self.clock.now();
        if old == 0 {
            return Ok(now);
        }
        let posts = self.past_posts(from, old).await?;
        Ok(posts.first().map_or(now, |post| post.created_at))
    }

    async fn past_posts(&self, from: &RouteFrom, last: u32) -> Result<Vec<Post>, AccountError> {
        let last = usize::try_from(last).unwrap_or(usize::MAX);
        let mut reader = self.route_reader(from, last).await?;
        let mut posts = reader.read(None, self.clock.now()).await?.posts;
        posts.sort_by_key(|post| post.created_at);
        let first = posts.len().saturating_sub(last);
        Ok(posts.split_off(first))
    }
}
