//! `/`: what is mirrored here.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use futures_util::future::try_join_all;
use http::HeaderMap;
use mimus_core::LocalHandle;

use super::error::Failure;
use super::{Frame, MirrorView, Preview, send, words};
use crate::{Site, query};

/// Mirrors on a page.
const MIRRORS: u32 = 40;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    description: String,
    mirrors: Vec<MirrorView>,
    totals: String,
    first: bool,
    /// Whether people may ask for mirrors.
    asking: bool,
}

/// `GET /?after={handle}`
pub(crate) async fn get(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    request: HeaderMap,
) -> Result<Response, Failure> {
    let after = query::value(query.as_deref(), "after")
        .map(|word| LocalHandle::new(&word).map_err(|error| Failure::Bad(error.to_string())))
        .transpose()?;
    let (count, posts) = site.store.mirror_totals().await?;
    let mut found = site.store.mirrors(after.as_ref(), MIRRORS + 1).await?;
    let more = found.len() > MIRRORS as usize;
    found.truncate(MIRRORS as usize);
    let mirrors = try_join_all(found.iter().map(|mirror| MirrorView::new(&site, mirror))).await?;
    let description = match site.info.description.trim() {
        "" => "Accounts from elsewhere, mirrored here so that anyone on the fediverse can follow them."
            .to_owned(),
        words => words.to_owned(),
    };
    let mut frame = Frame::new(&site, site.info.name.clone(), description.clone());
    frame.canonical = after.is_none().then(|| site.absolute("/"));
    frame.hidden = after.is_some();
    frame.preview =
        Some(Preview { kind: "website", title: site.info.name.clone(), image: None, published: None });
    frame.older = found.last().filter(|_| more).map(|last| format!("/?after={}", last.handle));
    let page = HomePage {
        frame,
        description,
        mirrors,
        totals: format!(
            "{}, {}",
            words::count(count, "mirror", "mirrors"),
            words::count(posts, "post", "posts")
        ),
        first: after.is_none(),
        asking: site.asking().is_some(),
    };
    send(&request, &page)
}
