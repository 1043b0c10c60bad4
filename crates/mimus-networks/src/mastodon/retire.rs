//! Old statuses of the client's own account.

use jiff::Timestamp;
use mimus_core::RemoteId;
use mimus_core::policy::OwnPost;
use mimus_http::Request;
use serde_json::Value;

use super::client::{Kind, MastodonClient};
use super::convert::{Owner, convert};
use super::model::Status;
use crate::connector::{BoxFuture, Failure};
use crate::retire::{OldPage, Retire};

/// Statuses on a page; servers give no more.
const PAGE: &str = "40";

/// A status as its owner sees it; none where it is not for everybody.
fn own_post(status: &Status, owner: &Owner) -> Option<OwnPost> {
    let post = convert(status, owner).ok()?;
    let likes = status.favourites_count.unwrap_or(0);
    Some(OwnPost { post, pinned: status.pinned, bookmarked: status.bookmarked, likes })
}

impl MastodonClient {
    async fn old_page(&self, before: Timestamp, cursor: Option<&str>) -> Result<OldPage, Failure> {
        let (_, owner, _) = self.owner().await?;
        let path = format!("/api/v1/accounts/{}/statuses", owner.id);
        let mut query = vec![("limit", PAGE), ("exclude_reblogs", "true")];
        query.extend(cursor.map(|last| ("max_id", last)));
        let Value::Array(list) = self.get(&path, &query).await? else {
            return Err(Failure::Retry { why: "the server's answer is no list of statuses".into() });
        };
        let whole = list.len();
        let statuses: Vec<Status> =
            list.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect();
        let cursor = statuses.last().filter(|_| whole > 0).map(|last| last.id.clone());
        let old = statuses.iter().filter(|status| status.created_at < before);
        Ok(OldPage { posts: old.filter_map(|status| own_post(status, &owner)).collect(), cursor })
    }

    async fn look_at(&self, id: &RemoteId) -> Result<Option<OwnPost>, Failure> {
        let (_, owner, _) = self.owner().await?;
        let request = Request::get(self.url(&format!("/api/v1/statuses/{}", id.as_str())));
        let Some(answer) = self.send_if_there(request, Kind::Idempotent).await? else { return Ok(None) };
        let status: Status = serde_json::from_value(answer.json()?)
            .map_err(|error| Failure::Retry { why: format!("the server's answer is no status: {error}") })?;
        if status.account.id != owner.id {
            return Ok(None);
        }
        Ok(own_post(&status, &owner))
    }
}

impl Retire for MastodonClient {
    fn old_posts<'a>(
        &'a self,
        before: Timestamp,
        cursor: Option<&'a str>,
    ) -> BoxFuture<'a, Result<OldPage, Failure>> {
        Box::pin(self.old_page(before, cursor))
    }

    fn look<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<Option<OwnPost>, Failure>> {
        Box::pin(self.look_at(id))
    }
}
