//! Publishing as an account of a server with Mastodon's client API.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use jiff::Timestamp;
use mimus_core::render::{DestinationLimits, minutes_open};
use mimus_core::{Network, RemoteId, Visibility, WebUrl};
use mimus_http::Request;
use serde_json::{Value, json};

use super::client::{Kind, MastodonClient};
use super::convert::{Owner, profile};
use super::limits::Instance;
use super::model::{Account, Status};
use super::multipart;
use super::sameness::is_same;
use crate::connector::{BoxFuture, Failure, RejectReason};
use crate::publish::{ConnectedProfile, LookedUp, Outgoing, Publish, Published, Upload, UploadedMedia};

/// Looks at a medium that a server is still working on, and the time between two: two minutes in all.
const LOOKS: u32 = 60;
const LOOK: Duration = Duration::from_secs(2);
/// Longest time for one upload.
const UPLOAD: Duration = Duration::from_secs(300);
/// For how many minutes a poll is open that has no end where it comes from.
const A_DAY: u32 = 24 * 60;
/// Newest statuses among which one is looked for.
const NEWEST: &str = "40";

fn unreadable(error: impl std::fmt::Display) -> Failure {
    Failure::Retry { why: format!("the server's answer cannot be read: {error}") }
}

impl MastodonClient {
    pub(super) async fn me(&self) -> Result<Account, Failure> {
        let json = self.get("/api/v1/accounts/verify_credentials", &[]).await?;
        serde_json::from_value(json).map_err(unreadable)
    }

    /// What the server says of itself; older servers and other makes know the first version only.
    pub(super) async fn instance(&self) -> Result<Instance, Failure> {
        let json = match self.get("/api/v2/instance", &[]).await {
            Err(Failure::Rejected { .. }) => self.get("/api/v1/instance", &[]).await?,
            other => other?,
        };
        Ok(Instance::read(&json))
    }

    /// Who the account is, to know its posts again.
    pub(super) async fn owner(&self) -> Result<(Account, Owner, Instance), Failure> {
        let account = self.me().await?;
        let instance = self.instance().await?;
        let domain = instance.domain.clone().unwrap_or_else(|| authority(&self.base));
        let owner = Owner { id: account.id.clone(), domain };
        Ok((account, owner, instance))
    }

    async fn publish_part(&self, outgoing: &Outgoing<'_>) -> Result<Published, Failure> {
        let mut headers = HeaderMap::new();
        if let Ok(key) = HeaderValue::from_str(outgoing.key) {
            headers.insert(HeaderName::from_static("idempotency-key"), key);
        }
        let body = body(outgoing, Purpose::Publish);
        let answer = self.call(Method::POST, "/api/v1/statuses", Some(&body), Kind::Makes, headers).await?;
        // It is there, whatever the answer looks like: without its id it is looked for.
        published(&answer.body).map_err(|failure| Failure::Unknown { why: failure.to_string() })
    }

    async fn edit_part(&self, id: &RemoteId, outgoing: &Outgoing<'_>) -> Result<Published, Failure> {
        let path = format!("/api/v1/statuses/{}", id.as_str());
        let body = body(outgoing, Purpose::Edit);
        let answer = self.call(Method::PUT, &path, Some(&body), Kind::Idempotent, HeaderMap::new()).await?;
        published(&answer.body)
    }

    async fn find_part(
        &self,
        outgoing: &Outgoing<'_>,
        since: Timestamp,
    ) -> Result<Option<Published>, Failure> {
        let account = self.me().await?;
        let path = format!("/api/v1/accounts/{}/statuses", account.id);
        let json = self.get(&path, &[("limit", NEWEST), ("exclude_reblogs", "true")]).await?;
        let Value::Array(listed) = json else { return Err(unreadable("no list")) };
        let statuses = listed.into_iter().filter_map(|one| serde_json::from_value::<Status>(one).ok());
        let found =
            statuses.filter(|status| status.created_at >= since).find(|status| is_same(status, outgoing));
        Ok(found.and_then(|status| of_status(&status)))
    }

    async fn upload_medium(&self, upload: &Upload) -> Result<UploadedMedia, Failure> {
        let focus = upload
            .focal_point
            .map(|point| format!("{:.3},{:.3}", f64::from(point.x) / 1_000.0, f64::from(point.y) / 1_000.0));
        let mut fields = Vec::new();
        fields.extend(upload.alt.as_deref().map(|alt| ("description", alt)));
        fields.extend(focus.as_deref().map(|focus| ("focus", focus)));
        let name = format!("medium.{}", mimus_core::media::ending_of(upload.media_type));
        let file = ("file", name.as_str(), upload.media_type, upload.bytes.as_ref());
        let (kind, body) = multipart::form(&fields, file);
        let kind = HeaderValue::from_str(&kind).map_err(unreadable)?;
        let request = |path: &str| {
            let request = Request::post(self.url(path), body.clone()).timeout(UPLOAD);
            request.header(header::CONTENT_TYPE, kind.clone())
        };
        // A medium that is uploaded twice and used once is forgotten.
        let answer = match self.send_if_there(request("/api/v2/media"), Kind::Idempotent).await? {
            Some(answer) => answer,
            // Older servers and other makes know the first version only.
            None => self.send(request("/api/v1/media"), Kind::Idempotent).await?,
        };
        let json = answer.json()?;
        let id = match json.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => return Err(unreadable("a medium without an id")),
        };
        if answer.status == StatusCode::ACCEPTED {
            self.processed(&id).await?;
        }
        Ok(UploadedMedia(id))
    }

    /// Waits until the server has worked a medium out.
    async fn processed(&self, id: &str) -> Result<(), Failure> {
        let path = format!("/api/v1/media/{id}");
        for _ in 0..LOOKS {
            tokio::time::sleep(self.look()).await;
            let answer = self.send(Request::get(self.url(&path)), Kind::Idempotent).await?;
            if answer.status != StatusCode::PARTIAL_CONTENT {
                return Ok(());
            }
        }
        Err(Failure::Retry { why: "the server has not worked a medium out within two minutes".into() })
    }

    /// On loopback there is no distance to be patient over.
    fn look(&self) -> Duration {
        let near = self.base.host_str().is_some_and(|host| host == "127.0.0.1" || host == "localhost");
        if near { Duration::from_millis(20) } else { LOOK }
    }
}

fn authority(base: &url::Url) -> String {
    WebUrl::parse(base.as_str()).map(|url| url.authority()).unwrap_or_default()
}

/// What a part is said to the server for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Publish,
    /// Visibility, poll and what it answers stay as they are.
    Edit,
}

fn body(outgoing: &Outgoing<'_>, purpose: Purpose) -> Value {
    let part = outgoing.part;
    let media: Vec<&str> = outgoing.media.iter().map(|medium| medium.0.as_str()).collect();
    let mut body = json!({
        "status": part.words.as_str(),
        "spoiler_text": part.content_warning.as_deref().unwrap_or_default(),
        "sensitive": part.sensitive,
        "media_ids": media,
    });
    if let Some(language) = &part.language {
        // Mastodon knows languages without their regions.
        body["language"] = json!(language.primary());
    }
    if purpose == Purpose::Edit {
        return body;
    }
    body["visibility"] = json!(match part.visibility {
        Visibility::Public => "public",
        Visibility::Unlisted => "unlisted",
    });
    if let Some(poll) = &part.poll {
        let options: Vec<&str> = poll.options.iter().map(|option| option.label.as_str()).collect();
        let minutes = minutes_open(poll, outgoing.now).unwrap_or(A_DAY);
        body["poll"] =
            json!({"options": options, "multiple": poll.multiple, "expires_in": u64::from(minutes) * 60});
    }
    if let Some(id) = outgoing.reply_to {
        body["in_reply_to_id"] = json!(id.as_str());
    }
    if let Some(id) = outgoing.quote {
        body["quoted_status_id"] = json!(id.as_str());
    }
    body
}

fn published(json: &[u8]) -> Result<Published, Failure> {
    let status: Status = serde_json::from_slice(json).map_err(unreadable)?;
    of_status(&status).ok_or_else(|| unreadable("a status without a usable id"))
}

fn of_status(status: &Status) -> Option<Published> {
    let url = status.url.as_deref().and_then(|url| WebUrl::parse(url).ok());
    Some(Published { remote_id: RemoteId::new(status.id.clone()).ok()?, url })
}

impl Publish for MastodonClient {
    fn network(&self) -> Network {
        Network::Mastodon
    }

    fn account(&self) -> BoxFuture<'_, Result<ConnectedProfile, Failure>> {
        Box::pin(async {
            let (account, owner, instance) = self.owner().await?;
            let profile = profile(&account, &owner);
            let remote_id = RemoteId::new(account.id.clone()).map_err(unreadable)?;
            Ok(ConnectedProfile {
                remote_id,
                handle: profile.handle.clone().unwrap_or_default(),
                profile,
                limits: DestinationLimits::Mastodon(instance.limits),
                rules: instance.rules,
            })
        })
    }

    fn upload<'a>(&'a self, medium: &'a Upload) -> BoxFuture<'a, Result<UploadedMedia, Failure>> {
        Box::pin(self.upload_medium(medium))
    }

    fn publish<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> BoxFuture<'a, Result<Published, Failure>> {
        Box::pin(self.publish_part(outgoing))
    }

    fn find<'a>(
        &'a self,
        outgoing: &'a Outgoing<'a>,
        since: Timestamp,
    ) -> BoxFuture<'a, Result<Option<Published>, Failure>> {
        Box::pin(self.find_part(outgoing, since))
    }

    fn edit<'a>(
        &'a self,
        id: &'a RemoteId,
        outgoing: &'a Outgoing<'a>,
    ) -> BoxFuture<'a, Result<Published, Failure>> {
        Box::pin(self.edit_part(id, outgoing))
    }

    fn delete<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let mut request = Request::get(self.url(&format!("/api/v1/statuses/{}", id.as_str())));
            request.method = Method::DELETE;
            self.send_if_there(request, Kind::Idempotent).await.map(drop)
        })
    }

    fn repost<'a>(&'a self, id: &'a RemoteId, on: bool) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let verb = if on { "reblog" } else { "unreblog" };
            let path = format!("/api/v1/statuses/{}/{verb}", id.as_str());
            let request = Request::post(self.url(&path), "");
            match self.send_if_there(request, Kind::Idempotent).await? {
                None if on => Err(Failure::RejectedAs {
                    reason: RejectReason::TargetGone,
                    why: "the post that was to be repeated is not there".into(),
                }),
                _ => Ok(()),
            }
        })
    }

    fn look_up<'a>(&'a self, url: &'a WebUrl) -> BoxFuture<'a, Result<LookedUp, Failure>> {
        Box::pin(self.look_up_post(url))
    }
}
