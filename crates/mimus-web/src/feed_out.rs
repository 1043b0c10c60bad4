//! `/@{handle}.rss`: a mirror's posts as RSS 2.0.

use askama::Template;
use axum::response::Response;
use http::HeaderMap;
use mimus_core::present::words_for_fediverse;
use mimus_core::rich_text::{HtmlOptions, escape};
use mimus_core::{MediaKind, WebUrl};
use mimus_store::{Mirror, StoredPost};

use crate::pages::error::Failure;
use crate::pages::view;
use crate::{Site, conditional, pages};

/// Posts in a feed.
const POSTS: u32 = 30;

#[derive(Template)]
#[template(path = "feed.xml")]
struct Feed {
    title: String,
    link: String,
    own: String,
    description: String,
    image: Option<String>,
    built: Option<String>,
    items: Vec<Item>,
}

struct Item {
    title: String,
    link: String,
    guid: String,
    time: String,
    creator: String,
    source: Option<String>,
    categories: Vec<String>,
    enclosures: Vec<Enclosure>,
    summary: String,
    html: String,
}

struct Enclosure {
    url: String,
    media_type: String,
    bytes: u64,
}

/// The feed of a mirror.
pub(crate) async fn get(site: &Site, mirror: &Mirror, request: &HeaderMap) -> Result<Response, Failure> {
    let posts = site.store.timeline(mirror.id, None, POSTS).await?.posts;
    let name = pages::display_name(&mirror.profile, &mirror.handle);
    let page = site.addresses.page(&mirror.handle);
    let feed = Feed {
        title: name.clone(),
        own: format!("{page}.rss"),
        description: format!(
            "Posts of {name}, mirrored at {} and run by {}. Not the original.",
            site.addresses.host(),
            site.info.operator
        ),
        image: pages::picture(site, mirror.avatar).await?.map(|path| site.absolute(&path)),
        built: posts.first().map(|post| rfc2822(post.post.created_at)),
        items: posts.iter().map(|post| item(site, &name, post)).collect(),
        link: page,
    };
    let xml = feed.render().map_err(|error| Failure::Broken(error.to_string()))?;
    // What XML 1.0 has no way to write, whatever a post holds.
    let xml =
        xml.replace(|c: char| (c < ' ' && !"\t\n\r".contains(c)) || matches!(c, '\u{FFFE}' | '\u{FFFF}'), "");
    Ok(conditional::respond(request, "application/rss+xml; charset=utf-8", xml))
}

fn rfc2822(at: jiff::Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

fn item(site: &Site, name: &str, stored: &StoredPost) -> Item {
    let post = &stored.post;
    let link = site.addresses.post_page(&stored.handle, stored.id);
    let title = match view::excerpt(post, 90) {
        words if words.is_empty() => format!("Post by {name}"),
        words => words,
    };
    Item {
        title,
        guid: link.clone(),
        time: rfc2822(post.created_at),
        creator: name.to_owned(),
        source: post.origin.url.as_ref().map(|url| url.as_str().to_owned()),
        categories: post.text.hashtags().into_iter().map(str::to_owned).collect(),
        enclosures: stored
            .media
            .iter()
            .filter_map(|medium| {
                Some(Enclosure {
                    url: site.addresses.media(&medium.file.name()?),
                    media_type: medium.file.mime.clone()?,
                    bytes: medium.file.bytes,
                })
            })
            .collect(),
        summary: view::excerpt(post, 300),
        html: html(site, stored),
        link,
    }
}

/// The post as HTML that stands alone: words, then media with their alt texts, then the poll.
fn html(site: &Site, stored: &StoredPost) -> String {
    let post = &stored.post;
    let words = words_for_fediverse(post, false, &|_, _| None);
    let mut out = String::new();
    if let Some(warning) = &post.content_warning {
        out.push_str(&format!("<p><strong>Content warning: {}</strong></p><hr>", escape(warning)));
    }
    out.push_str(&words.to_html(&HtmlOptions {
        hashtag: &|tag| Some(site.addresses.tag_page(&stored.handle, tag)),
        shorten_links: false,
    }));
    for (at, medium) in post.media.iter().enumerate() {
        let alt = medium.alt_text().unwrap_or_default();
        let file = stored.media.iter().find(|m| m.position == at).and_then(|m| m.file.name());
        match (file.map(|name| site.addresses.media(&name)), medium.kind) {
            (Some(url), MediaKind::Image) => {
                out.push_str(&format!("<p><img src=\"{}\" alt=\"{}\"></p>", escape(&url), escape(alt)));
            }
            (Some(url), kind) => {
                let what = if kind == MediaKind::Audio { "Recording" } else { "Film" };
                let words = if alt.is_empty() { what.to_owned() } else { format!("{what}: {alt}") };
                out.push_str(&format!("<p><a href=\"{}\">{}</a></p>", escape(&url), escape(&words)));
            }
            (None, _) if !alt.is_empty() => out.push_str(&format!("<p>[{}]</p>", escape(alt))),
            (None, _) => {}
        }
    }
    if let Some(poll) = &post.poll {
        out.push_str("<ul>");
        for option in &poll.options {
            out.push_str(&format!("<li>{}</li>", escape(&option.label)));
        }
        out.push_str("</ul>");
    }
    if let Some(url) = &post.origin.url {
        out.push_str(&original(url));
    }
    out
}

fn original(url: &WebUrl) -> String {
    format!("<p><a href=\"{}\">The original</a></p>", escape(url.as_str()))
}
