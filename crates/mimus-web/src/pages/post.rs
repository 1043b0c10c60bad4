//! `/@{handle}/{id}`: a post with the thread around it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use mimus_core::{MediaKind, PostId, Visibility};
use mimus_store::{Mirror, StoredPost};

use super::error::Failure;
use super::view::{Length, PostView};
use super::{Frame, MirrorView, Preview, PreviewImage, link, mirror, send, view, words};
use crate::negotiation::{Wants, wants};
use crate::{Site, paths};

/// Most posts shown before and after the one that the page is about.
const THREAD: usize = 60;

#[derive(Template)]
#[template(path = "post.html")]
struct PostPage {
    frame: Frame,
    mirror: MirrorView,
    operator_url: Option<String>,
    heading: String,
    before: Vec<PostView>,
    focus: PostView,
    after: Vec<PostView>,
    received: Vec<String>,
}

/// The post of a mirror; another mirror's post is not found, a removed one gone.
pub(crate) async fn find(site: &Site, mirror: &Mirror, id: &str) -> Result<StoredPost, Failure> {
    let id: PostId = id.parse().map_err(|_| Failure::NotFound)?;
    let post = site.store.post(id).await?.filter(|post| post.mirror == mirror.id).ok_or(Failure::NotFound)?;
    match post.deleted_at {
        Some(_) => Err(crate::federation::post_gone(site, &post)),
        None => Ok(post),
    }
}

/// `GET /@{handle}/{id}`
pub(crate) async fn get(
    State(site): State<Site>,
    Path((handle, id)): Path<(String, String)>,
    request: HeaderMap,
) -> Result<Response, Failure> {
    let mirror = mirror(&site, &handle).await?;
    let post = find(&site, &mirror, &id).await?;
    match wants(&request, Wants::Page) {
        Wants::Page => page(&site, &mirror, post, &request).await,
        Wants::Document => crate::federation::object_of(&site, &post, &request).await,
    }
}

async fn page(
    site: &Site,
    mirror: &Mirror,
    post: StoredPost,
    request: &HeaderMap,
) -> Result<Response, Failure> {
    let before = site.store.ancestors(&post, THREAD).await?;
    let after = site.store.descendants(&post, THREAD).await?;
    let (likes, boosts, replies) = site.store.received_counts(post.id).await?;
    let position = before.len();
    let mut thread = before;
    thread.push(post);
    thread.extend(after);
    let mut shown_posts = view::list(site, &thread, Length::Whole).await?;
    // What answers the post above it need not say so.
    for at in 1..shown_posts.len() {
        let above = shown_posts[at - 1].path.clone();
        shown_posts[at].reply.take_if(|reply| reply.url.as_ref() == Some(&above));
    }
    let after = shown_posts.split_off(position + 1);
    let (Some(mut focus), Some(post)) = (shown_posts.pop(), thread.get(position)) else {
        return Err(Failure::NotFound);
    };
    focus.focus = true;
    let shown = MirrorView::new(site, mirror).await?;
    let received = [(likes, "like", "likes"), (boosts, "boost", "boosts"), (replies, "reply", "replies")]
        .into_iter()
        .filter(|(n, _, _)| *n > 0)
        .map(|(n, one, many)| words::count(n, one, many))
        .collect();
    let page = PostPage {
        frame: frame(site, &shown, post, &focus),
        heading: focus.title.clone().unwrap_or_else(|| format!("Post by {}, {}", shown.name, focus.time.day)),
        mirror: shown,
        operator_url: link(site.info.operator_url.as_ref()),
        before: shown_posts,
        after,
        focus,
        received,
    };
    send(request, &page)
}

fn frame(site: &Site, mirror: &MirrorView, post: &StoredPost, focus: &PostView) -> Frame {
    let words = view::excerpt(&post.post, 180);
    let title = match view::excerpt(&post.post, 60) {
        short if short.is_empty() => format!("{}, {}", mirror.name, focus.time.day),
        short => format!("{}: {short}", mirror.name),
    };
    let mut frame = Frame::new(site, title.clone(), words);
    frame.canonical = Some(site.addresses.post_page(&post.handle, post.id));
    frame.document = Some(site.addresses.post(&post.handle, post.id));
    frame.feed = Some((format!("{}.rss", mirror.path), format!("Posts of {}", mirror.name)));
    frame.hidden = post.post.visibility == Visibility::Unlisted;
    let veiled = post.post.sensitive || post.post.content_warning.is_some();
    frame.preview = Some(Preview {
        kind: "article",
        title,
        image: preview_image(site, mirror, post, veiled),
        published: Some(focus.time.machine.clone()),
    });
    frame
}

/// The first picture, unless it must not be shown unasked; else the account's own.
fn preview_image(site: &Site, mirror: &MirrorView, post: &StoredPost, veiled: bool) -> Option<PreviewImage> {
    let shown = post.post.media.iter().enumerate().filter(|_| !veiled).find_map(|(at, medium)| {
        let stored = post.media.iter().find(|m| m.position == at)?;
        let file = match medium.kind {
            MediaKind::Image => &stored.file,
            MediaKind::Gifv | MediaKind::Video | MediaKind::Audio => stored.preview.as_ref()?,
        };
        Some(PreviewImage {
            url: site.absolute(&paths::media(&file.name()?)),
            alt: medium.alt_text().unwrap_or_default().to_owned(),
            size: file.size,
            large: true,
        })
    });
    shown.or_else(|| {
        mirror.avatar.as_ref().map(|path| PreviewImage {
            url: site.absolute(path),
            alt: format!("Picture of {}", mirror.name),
            size: None,
            large: false,
        })
    })
}
