//! An account's profile.

use mimus_core::rich_text::{Detect, RichTextBuilder, detect};
use mimus_core::{MediaSource, Profile, ProfileField, RichText, SpanKind, WebUrl};

use super::address::profile_url;
use super::model::{Entities, User};
use super::words::{self, Entity, Mark, Reading, unescape};

/// Longest bio that is kept, in grapheme clusters; X allows 160 characters.
const MAX_BIO: usize = 2_000;

/// The profile of an account.
#[must_use]
pub fn profile(user: &User) -> Profile {
    let handle = user.handle();
    let url = handle.and_then(profile_url);
    let entities = user.entities.as_ref();
    let website = entities.and_then(|entities| entities.url.as_ref()).and_then(first_link);
    let place = user.location.as_deref().map(unescape).filter(|place| !place.trim().is_empty());
    let fields = [
        url.as_ref().map(|url| field("X", linked(url))),
        website.as_ref().map(|url| field("Website", linked(url))),
        place.map(|place| field("Place", RichText::plain(place))),
    ];
    Profile {
        name: user.name.as_deref().or(handle).map(unescape).unwrap_or_default(),
        handle: handle.map(str::to_owned),
        bio: bio(user),
        url,
        // X names the small picture; the whole one has no size behind its name.
        avatar: user.profile_image_url.as_deref().and_then(|url| picture(&url.replacen("_normal.", ".", 1))),
        banner: user
            .profile_banner_url
            .as_deref()
            .filter(|url| !url.is_empty())
            .and_then(|url| picture(&format!("{url}/1500x500"))),
        fields: fields.into_iter().flatten().collect(),
    }
}

fn bio(user: &User) -> RichText {
    let entities = user.entities.as_ref().and_then(|entities| entities.description.as_ref());
    let links = entities.map(|entities| entities.urls.as_slice()).unwrap_or_default();
    let marked = links
        .iter()
        .filter_map(|url| {
            let mark = Mark::Url {
                short: url.url.as_deref()?,
                expanded: url.expanded_url.as_deref(),
                display: url.display_url.as_deref(),
            };
            Some(Entity { points: url.place.points(), mark })
        })
        .collect();
    let read = words::read(user.description.as_deref().unwrap_or_default(), marked, &Reading::default());
    detect(&read.text, Detect { links: true, hashtags: true }).trimmed().truncated(MAX_BIO).0
}

fn first_link(entities: &Entities) -> Option<WebUrl> {
    let url = entities.urls.first()?.expanded_url.as_deref()?;
    WebUrl::parse(url).ok().filter(|url| url.host() != "t.co")
}

fn linked(url: &WebUrl) -> RichText {
    let mut value = RichTextBuilder::default();
    value.push_span(url.as_str(), SpanKind::Link { url: url.clone() });
    value.build()
}

fn field(name: &str, value: RichText) -> ProfileField {
    ProfileField { name: name.to_owned(), value }
}

fn picture(address: &str) -> Option<MediaSource> {
    WebUrl::parse(address).ok().map(MediaSource::Url)
}
