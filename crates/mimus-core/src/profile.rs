//! Profiles.

use serde::{Deserialize, Serialize};

use crate::{MediaSource, RichText, WebUrl};

/// An account as read from its network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The display name.
    pub name: String,
    /// The handle on its own network, without `@`; for a feed none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// What the account says of itself.
    #[serde(default)]
    pub bio: RichText,
    /// Where the account is on its network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<WebUrl>,
    /// The picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<MediaSource>,
    /// The wide picture at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banner: Option<MediaSource>,
    /// Links and facts that the account lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<ProfileField>,
}

impl Profile {
    /// The account's handle on X in lower case, if that is where it is; so read from an archive or a feed as well.
    #[must_use]
    pub fn handle_on_x(&self) -> Option<String> {
        let host = self.url.as_ref()?.host().trim_start_matches("www.");
        let handle = self.handle.as_deref().filter(|handle| !handle.is_empty())?;
        matches!(host, "x.com" | "twitter.com").then(|| handle.to_ascii_lowercase())
    }
}

/// One line of a profile's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileField {
    /// The label.
    pub name: String,
    /// The value.
    pub value: RichText,
}
