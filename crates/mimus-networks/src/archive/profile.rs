//! Whose archive it is.

use mimus_core::rich_text::{Detect, RichTextBuilder, detect};
use mimus_core::{MediaSource, Profile, ProfileField, RichText, SpanKind, WebUrl};
use serde::Deserialize;

use super::container::{Container, PROFILE_MEDIA};
use super::parts::{UserInfo, account, assigned};
use super::survey::Survey;
use crate::connector::Failure;
use crate::x::address::{basename, is_handle, profile_url};
use crate::x::lenient;
use crate::x::words::unescape;

/// Longest bio that is kept, in grapheme clusters; X allows 160 characters.
const MAX_BIO: usize = 2_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ProfileFile {
    description: Option<Description>,
    #[serde(rename = "avatarMediaUrl", deserialize_with = "lenient::text")]
    avatar: Option<String>,
    #[serde(rename = "headerMediaUrl", deserialize_with = "lenient::text")]
    banner: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Description {
    #[serde(deserialize_with = "lenient::text")]
    bio: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    website: Option<String>,
}

/// `user_details.js` of archives before 2018.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct UserDetails {
    #[serde(deserialize_with = "lenient::number")]
    id: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    screen_name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    full_name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    bio: Option<String>,
}

/// The account and its profile.
#[derive(Debug, Default)]
pub(super) struct Owner {
    pub(super) account: UserInfo,
    pub(super) profile: Profile,
}

impl Owner {
    /// Puts together what `account.js`, the manifest, `user_details.js` and the posts themselves tell, in this
    /// order.
    pub(super) fn of(container: &Container, manifest: UserInfo, survey: &Survey) -> Result<Self, Failure> {
        let told = account(container)?;
        let old: UserDetails = assigned(container, "data/js/user_details.js")?.unwrap_or_default();
        let handles = [told.handle, manifest.handle, old.screen_name, survey.handle.clone()];
        let account = UserInfo {
            id: told.id.or(manifest.id).or(old.id).or(survey.account),
            handle: handles.into_iter().flatten().find(|handle| is_handle(handle)),
            name: told.name.or(manifest.name).or(old.full_name),
        };
        let file = profile_file(container)?;
        let description = file.description.unwrap_or_default();
        let bio = description.bio.or(old.bio).unwrap_or_default();
        let url = account.handle.as_deref().and_then(profile_url);
        let link = url.clone().map(|url| field("X", &url));
        // X gives no expansion of a t.co here, and such a link is never shown.
        let website = description.website.as_deref().and_then(|site| WebUrl::parse(site).ok());
        let website = website.filter(|site| site.host() != "t.co").map(|site| field("Website", &site));
        let profile = Profile {
            name: account.name.as_deref().or(account.handle.as_deref()).map(unescape).unwrap_or_default(),
            handle: account.handle.clone(),
            bio: detect(&RichText::plain(unescape(&bio)), Detect { links: true, hashtags: true })
                .trimmed()
                .truncated(MAX_BIO)
                .0,
            url,
            avatar: file.avatar.as_deref().and_then(|url| picture(container, account.id, url, "")),
            banner: file.banner.as_deref().and_then(|url| picture(container, account.id, url, "/1500x500")),
            fields: link.into_iter().chain(website).collect(),
        };
        Ok(Self { account, profile })
    }
}

fn profile_file(container: &Container) -> Result<ProfileFile, Failure> {
    #[derive(Deserialize)]
    struct Row {
        profile: ProfileFile,
    }
    let rows: Option<Vec<Row>> = assigned(container, "data/profile.js")?;
    Ok(rows.unwrap_or_default().into_iter().next().map(|row| row.profile).unwrap_or_default())
}

fn field(name: &str, url: &WebUrl) -> ProfileField {
    let mut value = RichTextBuilder::default();
    value.push_span(url.as_str(), SpanKind::Link { url: url.clone() });
    ProfileField { name: name.to_owned(), value: value.build() }
}

/// The file of a profile's picture, else its address; X serves a banner under one with the size behind.
fn picture(container: &Container, id: Option<u64>, address: &str, size: &str) -> Option<MediaSource> {
    let file = basename(address).and_then(|name| {
        let named = id.map(|id| format!("{PROFILE_MEDIA}/{id}-{name}"));
        named.filter(|path| container.has(path)).or_else(|| container.profile_picture(name))
    });
    file.map(MediaSource::Entry)
        .or_else(|| WebUrl::parse(&format!("{address}{size}")).ok().map(MediaSource::Url))
}
