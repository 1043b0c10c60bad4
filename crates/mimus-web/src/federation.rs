//! ActivityPub documents to read: actors, collections, posts, activities.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, LOCATION, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use mimus_core::PostId;
use mimus_federation::document::{self, QuoteAuthorization};
use mimus_store::{ActivityKind, Mirror, StoredPost};
use serde_json::{Value, json};

use crate::negotiation::{Wants, wants};
use crate::pages::error::Failure;
use crate::pages::{self, mirror};
use crate::{Site, conditional, paths, query};

/// Posts on a page of an outbox.
const OUTBOX: u32 = 20;

const CONTENT_TYPE: &str = "application/activity+json; charset=utf-8";

type Answer = Result<Response, Failure>;

/// Sends a document.
fn send(request: &HeaderMap, document: &Value) -> Response {
    let mut response = conditional::respond(request, CONTENT_TYPE, document.to_string());
    // Anyone may read these anyway; web clients then can too.
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Leads a browser to the page.
fn to_page(path: &str) -> Answer {
    let location = HeaderValue::from_str(path).map_err(|_| Failure::NotFound)?;
    Ok((StatusCode::FOUND, [(LOCATION, location), (VARY, HeaderValue::from_static("Accept"))])
        .into_response())
}

/// What stands in place of a removed post.
pub(crate) fn post_gone(site: &Site, post: &StoredPost) -> Failure {
    Failure::PostGone(Some(Box::new(json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": site.addresses.post(&post.handle, post.id),
        "type": "Tombstone",
    }))))
}

/// A mirror's actor.
pub(crate) async fn actor_of(site: &Site, mirror: &Mirror, request: &HeaderMap) -> Answer {
    let document = document::actor_of(&site.addresses, &site.info.operator, &site.store, mirror).await?;
    Ok(send(request, &document))
}

/// A post as an object.
pub(crate) async fn object_of(site: &Site, post: &StoredPost, request: &HeaderMap) -> Answer {
    let related = document::related(&site.store, std::slice::from_ref(post)).await?;
    let related = related.into_iter().next().unwrap_or_default();
    Ok(send(request, &document::note(&site.addresses, post, &related)))
}

/// `GET /users/{handle}`
pub(crate) async fn actor(
    State(site): State<Site>,
    Path(handle): Path<String>,
    request: HeaderMap,
) -> Answer {
    let mirror = mirror(&site, &handle).await?;
    match wants(&request, Wants::Document) {
        Wants::Page => to_page(&paths::profile(&mirror.handle)),
        Wants::Document => actor_of(&site, &mirror, &request).await,
    }
}

/// `GET /users/{handle}/outbox`, `?page=true`, `&before=ID`
pub(crate) async fn outbox(
    State(site): State<Site>,
    Path(handle): Path<String>,
    RawQuery(query): RawQuery,
    request: HeaderMap,
) -> Answer {
    let mirror = mirror(&site, &handle).await?;
    let query = query.as_deref();
    if query::value(query, "page").is_none() {
        return Ok(send(&request, &document::outbox(&site.addresses, &mirror.handle, mirror.posts)));
    }
    let before = query::value(query, "before")
        .map(|word| word.parse::<PostId>().map_err(|error| Failure::Bad(error.to_string())))
        .transpose()?;
    let page = site.store.timeline(mirror.id, before, OUTBOX).await?;
    let document =
        document::outbox_page_of(&site.addresses, &site.store, &mirror.handle, page, before).await?;
    Ok(send(&request, &document))
}

/// `GET /users/{handle}/followers`
pub(crate) async fn followers(
    State(site): State<Site>,
    Path(handle): Path<String>,
    request: HeaderMap,
) -> Answer {
    let mirror = mirror(&site, &handle).await?;
    let count = site.store.follower_count(mirror.id).await?;
    Ok(send(&request, &document::followers(&site.addresses, &mirror.handle, count)))
}

/// `GET /users/{handle}/following`
pub(crate) async fn following(
    State(site): State<Site>,
    Path(handle): Path<String>,
    request: HeaderMap,
) -> Answer {
    let mirror = mirror(&site, &handle).await?;
    Ok(send(&request, &document::following(&site.addresses, &mirror.handle)))
}

/// `GET /users/{handle}/collections/featured`
pub(crate) async fn featured(
    State(site): State<Site>,
    Path(handle): Path<String>,
    request: HeaderMap,
) -> Answer {
    let mirror = mirror(&site, &handle).await?;
    Ok(send(&request, &document::featured(&site.addresses, &mirror.handle)))
}

/// `GET /users/{handle}/posts/{id}`
pub(crate) async fn post(
    State(site): State<Site>,
    Path((handle, id)): Path<(String, String)>,
    request: HeaderMap,
) -> Answer {
    let mirror = mirror(&site, &handle).await?;
    let post = pages::post::find(&site, &mirror, &id).await?;
    match wants(&request, Wants::Document) {
        Wants::Page => to_page(&paths::post(&mirror.handle, post.id)),
        Wants::Document => object_of(&site, &post, &request).await,
    }
}

/// `GET /users/{handle}/posts/{id}/activity`: the activity that published it.
pub(crate) async fn publish(
    State(site): State<Site>,
    Path((handle, id)): Path<(String, String)>,
    request: HeaderMap,
) -> Answer {
    let mirror = mirror(&site, &handle).await?;
    let post = pages::post::find(&site, &mirror, &id).await?;
    let related = document::related(&site.store, std::slice::from_ref(&post)).await?;
    let related = related.into_iter().next().unwrap_or_default();
    Ok(send(&request, &document::publish(&site.addresses, &post, &related)))
}

/// `GET /users/{handle}/posts/{id}/quotes/{stamp}`: the permission for one quote.
pub(crate) async fn quote(
    State(site): State<Site>,
    Path((handle, id, stamp)): Path<(String, String, String)>,
    request: HeaderMap,
) -> Answer {
    let mirror = mirror(&site, &handle).await?;
    let post = pages::post::find(&site, &mirror, &id).await?;
    let quoting = document::stamped_quote(&stamp).ok_or(Failure::NotFound)?;
    let about = QuoteAuthorization { handle: &mirror.handle, post: post.id, quoting: &quoting };
    Ok(send(&request, &document::quote_authorization(&site.addresses, &about)))
}

/// `GET /users/{handle}/activities/{seq}`: an entry of the actor's log, as it would be sent now.
pub(crate) async fn activity(
    State(site): State<Site>,
    Path((handle, seq)): Path<(String, String)>,
    request: HeaderMap,
) -> Answer {
    let handle = mimus_core::LocalHandle::new(&handle).map_err(|_| Failure::NotFound)?;
    let mirror = site.store.mirror(&handle).await?.ok_or(Failure::NotFound)?;
    let seq: i64 = seq.parse().map_err(|_| Failure::NotFound)?;
    let activity = site.store.activity(mirror.id, seq).await?.ok_or(Failure::NotFound)?;
    let gone = mirror.state == mimus_store::MirrorState::Removed;
    if gone && activity.kind != ActivityKind::RemoveActor {
        return Err(Failure::MirrorGone);
    }
    let rendered =
        document::render_activity(&site.addresses, &site.info.operator, &site.store, &activity).await?;
    Ok(send(&request, &rendered.ok_or(Failure::PostGone(None))?))
}

/// `GET /actor`: the server's own actor. Always open, as its key is needed to check our signatures.
pub(crate) async fn instance(State(site): State<Site>, request: HeaderMap) -> Answer {
    match wants(&request, Wants::Document) {
        Wants::Page => to_page("/about"),
        Wants::Document => Ok(send(&request, &document::instance_actor(&site.addresses, &site.instance_key))),
    }
}

/// `GET /actor/outbox`
pub(crate) async fn instance_outbox(State(site): State<Site>, request: HeaderMap) -> Answer {
    Ok(send(&request, &document::instance_outbox(&site.addresses)))
}
