//! `/@{handle}`: a mirror and its posts.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use http::HeaderMap;
use mimus_core::{Basis, Network, PostId, SpanKind};
use mimus_store::{Mirror, PostPage, StoredPost};

use super::error::Failure;
use super::view::{Length, PostView};
use super::{
    Frame, MirrorView, POSTS, Preview, PreviewImage, link, mirror, picture, send, song, view, words,
};
use crate::negotiation::{Wants, wants};
use crate::{Site, feed_out, paths, query};

#[derive(Template)]
#[template(path = "profile.html")]
struct ProfilePage {
    frame: Frame,
    operator_url: Option<String>,
    mirror: MirrorView,
    banner: Option<String>,
    song: String,
    what: &'static str,
    /// On what ground an account on X is mirrored.
    basis: Option<String>,
    bio: String,
    fields: Vec<(String, String)>,
    followers: Option<String>,
    since: words::Moment,
    posts: Vec<PostView>,
    first: bool,
}

/// Which part of a timeline is asked for.
pub(crate) enum Part {
    /// The newest.
    Newest,
    /// Those before a post.
    Before(PostId),
    /// Those after a post.
    After(PostId),
}

impl Part {
    /// From `?before=ID` or `?after=ID`.
    pub(crate) fn read(query: Option<&str>) -> Result<Self, Failure> {
        let id = |name| {
            query::value(query, name)
                .map(|word| word.parse::<PostId>().map_err(|error| Failure::Bad(error.to_string())))
                .transpose()
        };
        Ok(match (id("before")?, id("after")?) {
            (Some(id), _) => Self::Before(id),
            (None, Some(id)) => Self::After(id),
            (None, None) => Self::Newest,
        })
    }

    fn is_newest(&self) -> bool {
        matches!(self, Self::Newest)
    }
}

/// `GET /@{handle}`, and with `.rss` the feed.
pub(crate) async fn get(
    State(site): State<Site>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    request: HeaderMap,
) -> Result<Response, Failure> {
    if let Some(handle) = name.strip_suffix(".rss") {
        // A mirror may be called so; its own page comes first.
        match mirror(&site, &name).await {
            Err(Failure::NotFound) => {
                return feed_out::get(&site, &mirror(&site, handle).await?, &request).await;
            }
            Err(other) => return Err(other),
            Ok(_) => {}
        }
    }
    let mirror = mirror(&site, &name).await?;
    match wants(&request, Wants::Page) {
        Wants::Page => page(&site, &mirror, Part::read(query.as_deref())?, &request).await,
        Wants::Document => crate::federation::actor_of(&site, &mirror, &request).await,
    }
}

/// A part of the timeline with the addresses of its neighbours.
async fn posts(
    site: &Site,
    mirror: &Mirror,
    part: &Part,
) -> Result<(Vec<StoredPost>, Option<String>, Option<String>), Failure> {
    let PostPage { posts, more: older } = match part {
        Part::Newest => site.store.timeline(mirror.id, None, POSTS).await?,
        Part::Before(id) => site.store.timeline(mirror.id, Some(*id), POSTS).await?,
        Part::After(id) => {
            let mut posts = site.store.timeline_after(mirror.id, *id, POSTS + 1).await?;
            let newer = posts.len() > POSTS as usize;
            if newer {
                posts.remove(0);
            }
            let first = posts.first().filter(|_| newer).map(|p| newer_page(mirror, p.id));
            let last = posts.last().map(|p| older_page(mirror, p.id));
            return Ok((posts, first, last));
        }
    };
    let newer = match part {
        Part::Newest => None,
        _ => Some(posts.first().map_or_else(|| paths::profile(&mirror.handle), |p| newer_page(mirror, p.id))),
    };
    let older = posts.last().filter(|_| older).map(|p| older_page(mirror, p.id));
    Ok((posts, newer, older))
}

fn newer_page(mirror: &Mirror, id: PostId) -> String {
    format!("{}?after={id}", paths::profile(&mirror.handle))
}

fn older_page(mirror: &Mirror, id: PostId) -> String {
    format!("{}?before={id}", paths::profile(&mirror.handle))
}

async fn page(site: &Site, mirror: &Mirror, part: Part, request: &HeaderMap) -> Result<Response, Failure> {
    let timeline = async {
        let (stored, newer, older) = posts(site, mirror, &part).await?;
        Ok((view::list(site, &stored, Length::Short).await?, newer, older))
    };
    let ((posts, newer, older), shown, banner, followers, source) = tokio::try_join!(
        timeline,
        MirrorView::new(site, mirror),
        picture(site, mirror.banner),
        async { Ok(site.store.follower_count(mirror.id).await?) },
        async { Ok(site.store.source(mirror.id).await?) },
    )?;
    let location = source.map(|source| source.location);
    let profile = &mirror.profile;
    let description = match profile.bio.as_str().trim() {
        "" => format!("A mirror of {}, run by {}.", shown.name, site.info.operator),
        _ => profile.bio.truncated(200).0.as_str().split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let mut frame = Frame::new(site, format!("{} ({})", shown.name, shown.full_handle), description);
    frame.canonical = part.is_newest().then(|| site.absolute(&shown.path));
    frame.hidden = !part.is_newest();
    frame.document = Some(site.addresses.actor(&mirror.handle));
    frame.feed = Some((format!("{}.rss", shown.path), format!("Posts of {}", shown.name)));
    frame.preview = Some(Preview {
        kind: "profile",
        title: format!("{} ({})", shown.name, shown.full_handle),
        image: shown.avatar.as_ref().map(|path| PreviewImage {
            url: site.absolute(path),
            alt: format!("Picture of {}", shown.name),
            size: None,
            large: false,
        }),
        published: None,
    });
    frame.me = me(mirror);
    frame.newer = newer;
    frame.older = older;
    let page = ProfilePage {
        operator_url: link(site.info.operator_url.as_ref()),
        banner,
        song: song::path(&mirror.handle, song::BANNER),
        what: what(location.as_deref()),
        basis: basis(mirror, location.as_deref()),
        bio: view::html(&profile.bio, &mirror.handle),
        fields: profile
            .fields
            .iter()
            .map(|field| (field.name.clone(), view::html(&field.value, &mirror.handle)))
            .collect(),
        followers: (followers > 0).then(|| words::count(followers, "follower", "followers")),
        since: words::Moment::new(mirror.created_at),
        posts,
        first: part.is_newest(),
        mirror: shown,
        frame,
    };
    send(request, &page)
}

/// Addresses that the source account names as its own: its page and the links among its fields.
fn me(mirror: &Mirror) -> Vec<String> {
    let fields = mirror.profile.fields.iter().flat_map(|field| field.value.spans());
    let links = fields.filter_map(|span| match &span.kind {
        SpanKind::Link { url } => Some(url.as_str().to_owned()),
        _ => None,
    });
    let mut all: Vec<String> =
        mirror.profile.url.iter().map(|url| url.as_str().to_owned()).chain(links).collect();
    all.dedup();
    all.truncate(10);
    all
}

/// On what ground an account on X is mirrored, in a sentence.
fn basis(mirror: &Mirror, location: Option<&str>) -> Option<String> {
    location.filter(|location| location.starts_with("x:"))?;
    Some(match &mirror.policy.basis {
        Basis::Own => "The account belongs to those who run this server.".to_owned(),
        Basis::Consent { note } if note.trim().is_empty() => "Its owner agreed to this mirror.".to_owned(),
        Basis::Consent { note } => format!("Its owner agreed to this mirror: {}", note.trim()),
        Basis::Other => "Its owner was not asked. Is it yours? Claim, correct or end this mirror through those who run this server.".to_owned(),
    })
}

/// What kind of source a mirror reads. The place itself may be a path of the machine and is not shown.
fn what(location: Option<&str>) -> &'static str {
    let network = location.and_then(|l| l.split_once(':')).and_then(|(network, _)| network.parse().ok());
    match network {
        Some(Network::X) => "an account on X",
        Some(Network::Mastodon) => "an account on the fediverse",
        Some(Network::Bluesky) => "an account on Bluesky",
        Some(Network::Feed) => "a web feed",
        Some(Network::Archive) => "an archive of an account on X",
        Some(Network::Elsewhere) | None => "an account elsewhere",
    }
}
