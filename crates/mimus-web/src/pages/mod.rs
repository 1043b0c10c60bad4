//! Pages for people.

use askama::Template;
use axum::response::Response;
use http::HeaderMap;
use mimus_core::{LocalHandle, Profile, WebUrl};
use mimus_store::{FileId, Mirror, MirrorState};

use crate::{Site, assets, conditional, paths};

pub(crate) mod about;
pub(crate) mod account;
pub(crate) mod ask;
pub(crate) mod connected;
pub(crate) mod error;
pub(crate) mod follow;
pub(crate) mod home;
pub(crate) mod ledger;
pub(crate) mod post;
pub(crate) mod profile;
pub(crate) mod song;
pub(crate) mod tag;
pub(crate) mod view;
pub(crate) mod words;

use error::Failure;

/// Posts on a page.
pub(crate) const POSTS: u32 = 40;

/// What every page has around its content.
pub(crate) struct Frame {
    pub(crate) site: String,
    pub(crate) operator: String,
    pub(crate) version: String,
    pub(crate) demo: bool,
    pub(crate) style: &'static str,
    pub(crate) mark: &'static str,
    /// What the window is called.
    pub(crate) title: String,
    /// What the page is about, for search engines and previews.
    pub(crate) description: String,
    /// The page's own address.
    pub(crate) canonical: Option<String>,
    /// Where servers find the same as a document.
    pub(crate) document: Option<String>,
    /// The feed of the mirror that the page belongs to: address and title.
    pub(crate) feed: Option<(String, String)>,
    /// What previews of the page show.
    pub(crate) preview: Option<Preview>,
    /// Addresses that the page's subject claims as its own.
    pub(crate) me: Vec<String>,
    /// Neighbouring pages of a list: newer, older.
    pub(crate) newer: Option<String>,
    pub(crate) older: Option<String>,
    /// Whether search engines are asked to stay away.
    pub(crate) hidden: bool,
}

/// What a link preview shows (Open Graph).
pub(crate) struct Preview {
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) image: Option<PreviewImage>,
    pub(crate) published: Option<String>,
}

pub(crate) struct PreviewImage {
    pub(crate) url: String,
    pub(crate) alt: String,
    pub(crate) size: Option<(u32, u32)>,
    pub(crate) large: bool,
}

impl Frame {
    pub(crate) fn new(site: &Site, title: String, description: String) -> Self {
        Self {
            site: site.info.name.clone(),
            operator: site.info.operator.clone(),
            version: site.info.version.clone(),
            demo: site.demo.is_some(),
            style: assets::style(),
            mark: assets::mark(),
            title,
            description,
            canonical: None,
            document: None,
            feed: None,
            preview: None,
            me: Vec::new(),
            newer: None,
            older: None,
            hidden: false,
        }
    }
}

/// Makes a page and sends it, or says that the visitor has it already.
pub(crate) fn send(request: &HeaderMap, page: &impl Template) -> Result<Response, Failure> {
    let body = page.render().map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(conditional::respond(request, "text/html; charset=utf-8", body))
}

/// A mirror as it is shown beside its posts.
pub(crate) struct MirrorView {
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) full_handle: String,
    pub(crate) avatar: Option<String>,
    pub(crate) initial: String,
    /// One of the stylesheet's tints, for what has no picture.
    pub(crate) tint: u64,
    pub(crate) song: String,
    pub(crate) source: Option<SourceView>,
    pub(crate) state: MirrorState,
    pub(crate) state_reason: Option<String>,
    pub(crate) posts: u64,
    pub(crate) last_post: Option<words::Moment>,
}

/// What a mirror is a mirror of.
pub(crate) struct SourceView {
    pub(crate) label: String,
    pub(crate) url: Option<String>,
}

impl MirrorView {
    pub(crate) async fn new(site: &Site, mirror: &Mirror) -> Result<Self, Failure> {
        let name = display_name(&mirror.profile, &mirror.handle);
        Ok(Self {
            path: paths::profile(&mirror.handle),
            full_handle: site.full_handle(&mirror.handle),
            avatar: picture(site, mirror.avatar).await?,
            initial: initial(&name),
            tint: conditional::fingerprint(mirror.handle.as_str().as_bytes()) % 6,
            song: song::path(&mirror.handle, song::LINE),
            source: source(&mirror.profile),
            state: mirror.state,
            state_reason: mirror.state_reason.clone(),
            posts: mirror.posts,
            last_post: mirror.last_post_at.map(words::Moment::new),
            name,
        })
    }

    pub(crate) fn posts_words(&self) -> String {
        words::count(self.posts, "post", "posts")
    }

    pub(crate) fn is_active(&self) -> bool {
        self.state == MirrorState::Active
    }

    pub(crate) fn is_paused(&self) -> bool {
        self.state == MirrorState::Paused
    }
}

/// The name to call a mirror by.
pub(crate) fn display_name(profile: &Profile, handle: &LocalHandle) -> String {
    match profile.name.trim() {
        "" => format!("@{handle}"),
        name => name.to_owned(),
    }
}

fn initial(name: &str) -> String {
    name.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().collect()).unwrap_or_default()
}

fn source(profile: &Profile) -> Option<SourceView> {
    match (&profile.url, &profile.handle) {
        (Some(url), _) => {
            Some(SourceView { label: words::short_url(url), url: Some(url.as_str().to_owned()) })
        }
        (None, Some(handle)) => Some(SourceView { label: format!("@{handle}"), url: None }),
        (None, None) => None,
    }
}

pub(crate) async fn picture(site: &Site, file: Option<FileId>) -> Result<Option<String>, Failure> {
    let Some(id) = file else { return Ok(None) };
    Ok(site.store.file(id).await?.and_then(|file| file.name()).map(|name| paths::media(&name)))
}

/// The mirror of that name; removed ones are gone and unknown ones not found.
pub(crate) async fn mirror(site: &Site, handle: &str) -> Result<Mirror, Failure> {
    let handle = LocalHandle::new(handle).map_err(|_| Failure::NotFound)?;
    let mirror = site.store.mirror(&handle).await?.ok_or(Failure::NotFound)?;
    match mirror.state {
        MirrorState::Removed => Err(Failure::MirrorGone),
        MirrorState::Active | MirrorState::Paused | MirrorState::Ended => Ok(mirror),
    }
}

/// A link to somebody, where there is one.
fn link(url: Option<&WebUrl>) -> Option<String> {
    url.map(|url| url.as_str().to_owned())
}
