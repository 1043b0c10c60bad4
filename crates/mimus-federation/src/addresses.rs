//! [`Addresses`]: where everything of this server is found.

use std::fmt;
use std::sync::Arc;

use mimus_core::{LocalHandle, PostId};
use url::Url;

/// Longest address that is looked at, in bytes; what is longer is none of ours.
const MAX_ADDRESS: usize = 2_048;

/// The addresses of actors, posts, activities and pages, all from the server's public base URL.
///
/// They are what other servers know things by, so they never change for as long as the base stays.
#[derive(Clone, PartialEq, Eq)]
pub struct Addresses(Arc<Inner>);

#[derive(PartialEq, Eq)]
struct Inner {
    /// The origin alone.
    url: Url,
    /// The same without the slash at its end.
    base: String,
    host: String,
}

impl Addresses {
    /// From the server's public URL (http or https). Only its scheme, host and port count: discovery and the
    /// shared inbox live at a server's root.
    #[must_use]
    pub fn new(public_url: &Url) -> Self {
        let mut url = public_url.clone();
        url.set_path("/");
        url.set_query(None);
        url.set_fragment(None);
        // Both fail only where there can be none anyway.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let base = url.as_str().trim_end_matches('/').to_owned();
        let host = authority(&url).unwrap_or_default();
        Self(Arc::new(Inner { url, base, host }))
    }

    /// The base as a URL; its path is `/`.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.0.url
    }

    /// The base without a slash at its end: `https://mimus.example`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.0.base
    }

    /// The server's name as in `@handle@host`: host, with port where it is not the scheme's own.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.0.host
    }

    /// An actor's id.
    #[must_use]
    pub fn actor(&self, handle: &LocalHandle) -> String {
        self.under(format_args!("users/{handle}"))
    }

    /// An actor's own inbox.
    #[must_use]
    pub fn inbox(&self, handle: &LocalHandle) -> String {
        self.under(format_args!("users/{handle}/inbox"))
    }

    /// An actor's outbox.
    #[must_use]
    pub fn outbox(&self, handle: &LocalHandle) -> String {
        self.under(format_args!("users/{handle}/outbox"))
    }

    /// An actor's followers.
    #[must_use]
    pub fn followers(&self, handle: &LocalHandle) -> String {
        self.under(format_args!("users/{handle}/followers"))
    }

    /// Whom an actor follows.
    #[must_use]
    pub fn following(&self, handle: &LocalHandle) -> String {
        self.under(format_args!("users/{handle}/following"))
    }

    /// An actor's pinned posts.
    #[must_use]
    pub fn featured(&self, handle: &LocalHandle) -> String {
        self.under(format_args!("users/{handle}/collections/featured"))
    }

    /// A post's id.
    #[must_use]
    pub fn post(&self, handle: &LocalHandle, id: PostId) -> String {
        self.under(format_args!("users/{handle}/posts/{id}"))
    }

    /// The id of the activity that published a post: its `Create`, or the `Announce` of a boost.
    #[must_use]
    pub fn publish_activity(&self, handle: &LocalHandle, id: PostId) -> String {
        self.under(format_args!("users/{handle}/posts/{id}/activity"))
    }

    /// The id of an entry in an actor's log, apart from those that publish.
    #[must_use]
    pub fn activity(&self, handle: &LocalHandle, seq: i64) -> String {
        self.under(format_args!("users/{handle}/activities/{seq}"))
    }

    /// The address of the permission to quote a post; `stamp` is made by
    /// [`quote_stamp`](crate::document::quote_stamp) from the quoting post's id.
    #[must_use]
    pub fn quote_authorization(&self, handle: &LocalHandle, id: PostId, stamp: &str) -> String {
        self.under(format_args!("users/{handle}/posts/{id}/quotes/{stamp}"))
    }

    /// An actor's page for people.
    #[must_use]
    pub fn page(&self, handle: &LocalHandle) -> String {
        self.under(format_args!("@{handle}"))
    }

    /// A post's page for people.
    #[must_use]
    pub fn post_page(&self, handle: &LocalHandle, id: PostId) -> String {
        self.under(format_args!("@{handle}/{id}"))
    }

    /// The page of a mirror's posts with a hashtag, given without `#`; letters of any script are
    /// percent-encoded.
    #[must_use]
    pub fn tag_page(&self, handle: &LocalHandle, tag: &str) -> String {
        let mut url = self.0.url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.clear().push(&format!("@{handle}")).push("tagged").push(tag);
        }
        url.into()
    }

    /// A stored media file, by [`StoredFile::name`](mimus_store::StoredFile::name).
    #[must_use]
    pub fn media(&self, name: &str) -> String {
        self.under(format_args!("media/{name}"))
    }

    /// The page about this server and who runs it.
    #[must_use]
    pub fn about(&self) -> String {
        self.under(format_args!("about"))
    }

    /// The inbox that all actors here share.
    #[must_use]
    pub fn shared_inbox(&self) -> String {
        self.under(format_args!("inbox"))
    }

    /// The server's own actor, in whose name it reads from other servers.
    #[must_use]
    pub fn instance_actor(&self) -> String {
        self.under(format_args!("actor"))
    }

    /// The server's own actor's outbox, always empty.
    #[must_use]
    pub fn instance_outbox(&self) -> String {
        self.under(format_args!("actor/outbox"))
    }

    /// The id of an actor's key, from the actor's id.
    #[must_use]
    pub fn key_id(&self, actor: &str) -> String {
        format!("{actor}#main-key")
    }

    /// Whether an address is on this server, whatever it leads to.
    #[must_use]
    pub fn is_local(&self, address: &str) -> bool {
        self.local(address).is_some()
    }

    /// Whose actor id or page an address is.
    #[must_use]
    pub fn parse_actor(&self, address: &str) -> Option<LocalHandle> {
        match *segments(&self.local(address)?) {
            ["users", name] => handle(name),
            [page] => handle(page.strip_prefix('@')?),
            _ => None,
        }
    }

    /// Which post's id or page an address is. Whether that mirror has that post is not known here.
    #[must_use]
    pub fn parse_post(&self, address: &str) -> Option<(LocalHandle, PostId)> {
        match *segments(&self.local(address)?) {
            ["users", name, "posts", id] => Some((handle(name)?, id.parse().ok()?)),
            [page, id] => Some((handle(page.strip_prefix('@')?)?, id.parse().ok()?)),
            _ => None,
        }
    }

    fn local(&self, address: &str) -> Option<Url> {
        if address.len() > MAX_ADDRESS {
            return None;
        }
        let url = Url::parse(address).ok()?;
        let here = matches!(url.scheme(), "http" | "https") && authority(&url)? == self.0.host;
        here.then_some(url)
    }

    fn under(&self, path: fmt::Arguments<'_>) -> String {
        format!("{}/{path}", self.0.base)
    }
}

impl fmt::Debug for Addresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Addresses({})", self.0.base)
    }
}

/// Host, and port where it is not the scheme's own; `None` for an address without host.
pub(crate) fn authority(url: &Url) -> Option<String> {
    let host = url.host_str().filter(|host| !host.is_empty())?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

fn segments(url: &Url) -> Vec<&str> {
    url.path().trim_matches('/').split('/').collect()
}

/// A handle that is written as handles are, without the marks and spaces that are forgiven when one is typed.
fn handle(name: &str) -> Option<LocalHandle> {
    LocalHandle::new(name).ok().filter(|handle| handle.as_str().len() == name.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(base: &str) -> Addresses {
        Addresses::new(&base.parse().unwrap())
    }

    fn lark() -> LocalHandle {
        LocalHandle::new("lark").unwrap()
    }

    #[test]
    fn addresses_are_made_from_the_origin_alone() {
        let id: PostId = "42".parse().unwrap();
        for base in ["https://mimus.example", "https://mimus.example/", "https://MIMUS.example:443/x?y#z"] {
            let addresses = at(base);
            assert_eq!(addresses.host(), "mimus.example");
            assert_eq!(addresses.actor(&lark()), "https://mimus.example/users/lark");
            assert_eq!(addresses.post_page(&lark(), id), "https://mimus.example/@lark/42");
            assert_eq!(
                addresses.publish_activity(&lark(), id),
                "https://mimus.example/users/lark/posts/42/activity"
            );
        }
        assert_eq!(at("http://localhost:8420").host(), "localhost:8420");
        assert_eq!(at("http://localhost:8420").shared_inbox(), "http://localhost:8420/inbox");
    }

    #[test]
    fn tags_of_any_script_stay_in_their_segment() {
        let addresses = at("https://mimus.example");
        assert_eq!(addresses.tag_page(&lark(), "Vögel"), "https://mimus.example/@lark/tagged/V%C3%B6gel");
        assert_eq!(
            addresses.tag_page(&lark(), "a/b?c#d"),
            "https://mimus.example/@lark/tagged/a%2Fb%3Fc%23d"
        );
    }

    #[test]
    fn own_addresses_are_read_back_and_others_are_not() {
        let addresses = at("https://mimus.example");
        let id: PostId = "42".parse().unwrap();
        for ours in ["users/lark", "@lark", "users/Lark", "@lark/", "users/lark#main-key", "@lark?x=y"] {
            let address = format!("https://mimus.example/{ours}");
            assert_eq!(addresses.parse_actor(&address), Some(lark()), "{ours}");
        }
        for ours in ["users/lark/posts/42", "@lark/42"] {
            let address = format!("https://mimus.example/{ours}");
            assert_eq!(addresses.parse_post(&address), Some((lark(), id)), "{ours}");
        }
        for none in [
            "https://other.example/users/lark",
            "https://mimus.example:444/users/lark",
            "https://mimus.example.other.example/users/lark",
            "https://mimus.example@other.example/users/lark",
            "https://mimus.example/users/@lark",
            "https://mimus.example/users/lark/inbox",
            "https://mimus.example/users/",
            "ftp://mimus.example/users/lark",
            "users/lark",
            "",
        ] {
            assert_eq!(addresses.parse_actor(none), None, "{none}");
            assert_eq!(addresses.parse_post(none), None, "{none}");
        }
        assert!(addresses.is_local("https://Mimus.Example/anything"));
        assert!(!addresses.is_local("https://mimus.example.org/"));
        assert!(!addresses.is_local(&format!("https://mimus.example/{}", "x".repeat(3_000))));
    }
}
