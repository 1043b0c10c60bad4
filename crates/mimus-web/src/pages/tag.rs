//! `/@{handle}/tagged/{tag}`: a mirror's posts with a hashtag.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use http::HeaderMap;
use mimus_core::PostId;

use super::error::Failure;
use super::view::{Length, PostView};
use super::{Frame, MirrorView, POSTS, link, mirror, send, view};
use crate::{Site, paths, query};

/// Longest hashtag, in characters.
const MAX_TAG_CHARS: usize = 100;

#[derive(Template)]
#[template(path = "tag.html")]
struct TagPage {
    frame: Frame,
    mirror: MirrorView,
    operator_url: Option<String>,
    tag: String,
    posts: Vec<PostView>,
    first: bool,
}

/// `GET /@{handle}/tagged/{tag}`
pub(crate) async fn get(
    State(site): State<Site>,
    Path((handle, tag)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    request: HeaderMap,
) -> Result<Response, Failure> {
    let mirror = mirror(&site, &handle).await?;
    let tag = tag.trim_start_matches('#').to_owned();
    if tag.is_empty() || tag.chars().count() > MAX_TAG_CHARS {
        return Err(Failure::NotFound);
    }
    let before = query::value(query.as_deref(), "before")
        .map(|word| word.parse::<PostId>().map_err(|error| Failure::Bad(error.to_string())))
        .transpose()?;
    let found = site.store.tagged(mirror.id, &tag, before, POSTS).await?;
    let posts = view::list(&site, &found.posts, Length::Short).await?;
    let shown = MirrorView::new(&site, &mirror).await?;
    let mut frame = Frame::new(
        &site,
        format!("#{tag} · {} · {}", shown.name, site.info.name),
        format!("Posts of {} with #{tag}", shown.name),
    );
    frame.hidden = true;
    frame.feed = Some((format!("{}.rss", shown.path), format!("Posts of {}", shown.name)));
    let own = paths::tagged(&mirror.handle, &tag);
    frame.older = found.posts.last().filter(|_| found.more).map(|last| format!("{own}?before={}", last.id));
    let page = TagPage {
        posts,
        mirror: shown,
        operator_url: link(site.info.operator_url.as_ref()),
        tag,
        first: before.is_none(),
        frame,
    };
    send(&request, &page)
}
