//! A feed's profile.

use feed_rs::model::Feed;
use mimus_core::rich_text::RichTextBuilder;
use mimus_core::{MediaSource, Profile, ProfileField, RichText, SpanKind, WebUrl};

use super::body;
use super::words::one_line;

/// Longest name, in characters.
const MAX_NAME: usize = 200;

/// Longest bio, in characters as people count them.
const MAX_BIO: usize = 500;

/// The site that a feed belongs to.
pub(super) fn site(feed: &Feed, base: Option<&WebUrl>) -> Option<WebUrl> {
    WebUrl::join(base, link(feed)?).ok()
}

/// The address of that site as written.
pub(super) fn link(feed: &Feed) -> Option<&str> {
    let is_page = |rel: Option<&str>| matches!(rel, None | Some("alternate"));
    feed.links.iter().find(|link| is_page(link.rel.as_deref())).map(|link| link.href.as_str())
}

/// What a feed says of itself.
pub(super) fn of(feed: &Feed, site: Option<WebUrl>, base: Option<&WebUrl>) -> Profile {
    let title = feed.title.as_ref().map(|text| one_line(text, &feed.feed_type)).filter(|t| !t.is_empty());
    let name =
        title.or_else(|| site.as_ref().map(|s| s.host().to_owned())).unwrap_or_else(|| "A feed".into());
    let picture = feed.icon.as_ref().or(feed.logo.as_ref());
    let avatar = picture.and_then(|image| WebUrl::join(site.as_ref().or(base), &image.uri).ok());
    let here = site.as_ref().or(base);
    let bio = feed.description.as_ref().map(|text| body::of_text(text, &feed.feed_type, here).text);
    Profile {
        name: name.chars().take(MAX_NAME).collect(),
        handle: None,
        bio: bio.unwrap_or_default().truncated(MAX_BIO).0,
        fields: site.iter().map(|url| field("Website", url)).collect(),
        url: site,
        avatar: avatar.map(MediaSource::Url),
        banner: None,
    }
}

/// A line that is a link.
pub(super) fn field(name: &str, url: &WebUrl) -> ProfileField {
    let mut value = RichTextBuilder::default();
    value.push_span(url.as_str(), SpanKind::Link { url: url.clone() });
    let value: RichText = value.build();
    ProfileField { name: name.to_owned(), value }
}
