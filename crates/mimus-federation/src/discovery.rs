//! Discovery: WebFinger, host-meta and NodeInfo.

use mimus_core::LocalHandle;
use mimus_core::rich_text::escape;
use serde_json::{Value, json};
use url::Url;

use crate::Addresses;
use crate::addresses::authority;
use crate::document::CONTENT_TYPE;

/// The media type of [`webfinger`]'s answer (RFC 7033).
pub const JRD: &str = "application/jrd+json";
/// The media type of [`host_meta`]'s answer (RFC 6415).
pub const XRD: &str = "application/xrd+xml; charset=utf-8";
/// The media type of [`nodeinfo`]'s answer.
pub const NODEINFO: &str = "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\"";

/// Longest `resource` that is looked at, in bytes.
const MAX_RESOURCE: usize = 2_048;

/// Whom a WebFinger question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A mirror of that name; whether there is one is for the caller to look up.
    Mirror(LocalHandle),
    /// The server's own actor.
    Instance,
}

/// Whom `resource` names, if it is somebody here: `acct:handle@host` (with or without `acct:` or an `@` before
/// it, in any case), an actor's id, or the address of its page.
#[must_use]
pub fn subject(addresses: &Addresses, resource: &str) -> Option<Subject> {
    let resource = resource.trim();
    if resource.len() > MAX_RESOURCE {
        return None;
    }
    if resource.contains("://") {
        if resource.trim_end_matches('/') == addresses.instance_actor() {
            return Some(Subject::Instance);
        }
        return addresses.parse_actor(resource).map(Subject::Mirror);
    }
    let account = match resource.split_at_checked(5) {
        Some((scheme, account)) if scheme.eq_ignore_ascii_case("acct:") => account,
        _ => resource,
    };
    let (name, host) = account.trim_start_matches('@').rsplit_once('@')?;
    // The URL's parser brings hosts into one form: lower case, `xn--`, no default port.
    let url = Url::parse(&format!("{}://{host}/", addresses.base_url().scheme())).ok()?;
    if url.username() != "" || url.path() != "/" || authority(&url)? != addresses.host() {
        return None;
    }
    if let Ok(handle) = LocalHandle::new(name)
        && !name.eq_ignore_ascii_case(crate::document::instance_name(addresses))
    {
        return Some(Subject::Mirror(handle));
    }
    name.eq_ignore_ascii_case(crate::document::instance_name(addresses)).then_some(Subject::Instance)
}

/// The answer to a WebFinger question.
#[must_use]
pub fn webfinger(addresses: &Addresses, subject: &Subject) -> Value {
    let (name, actor, page) = match subject {
        Subject::Mirror(handle) => (handle.as_str(), addresses.actor(handle), addresses.page(handle)),
        Subject::Instance => {
            (crate::document::instance_name(addresses), addresses.instance_actor(), addresses.about())
        }
    };
    json!({
        "subject": format!("acct:{name}@{}", addresses.host()),
        "aliases": [page, actor],
        "links": [
            { "rel": "self", "type": CONTENT_TYPE, "href": actor },
            { "rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page },
        ],
    })
}

/// The answer at `/.well-known/host-meta`: where to ask.
#[must_use]
pub fn host_meta(addresses: &Addresses) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  \
         <Link rel=\"lrdd\" type=\"{JRD}\" template=\"{}/.well-known/webfinger?resource={{uri}}\"/>\n</XRD>\n",
        escape(addresses.base())
    )
}

/// The answer at `/.well-known/nodeinfo`: where the document is.
#[must_use]
pub fn nodeinfo_links(addresses: &Addresses) -> Value {
    json!({
        "links": [{
            "rel": "http://nodeinfo.diaspora.software/ns/schema/2.1",
            "href": format!("{}/nodeinfo/2.1", addresses.base()),
        }],
    })
}

/// What a server tells of itself by NodeInfo.
#[derive(Debug, Clone, Copy)]
pub struct NodeFacts<'a> {
    /// Mirrors that are not removed.
    pub mirrors: u64,
    /// Posts that they show.
    pub posts: u64,
    /// Who runs the server; may be empty.
    pub operator: &'a str,
}

/// The NodeInfo 2.1 document at `/nodeinfo/2.1`.
#[must_use]
pub fn nodeinfo(facts: &NodeFacts<'_>) -> Value {
    json!({
        "version": "2.1",
        "software": {
            "name": "mimus",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "protocols": ["activitypub"],
        "services": { "inbound": ["atom1.0", "rss2.0"], "outbound": ["rss2.0"] },
        "openRegistrations": false,
        "usage": { "users": { "total": facts.mirrors }, "localPosts": facts.posts },
        "metadata": { "operator": facts.operator },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn addresses() -> Addresses {
        Addresses::new(&"https://mimus.example".parse().unwrap())
    }

    #[test]
    fn a_mirror_is_found_by_every_form_of_its_name() {
        let lark = Some(Subject::Mirror(LocalHandle::new("lark").unwrap()));
        for resource in [
            "acct:lark@mimus.example",
            "ACCT:Lark@Mimus.Example",
            "acct:@lark@mimus.example",
            "lark@mimus.example",
            "@lark@mimus.example",
            "acct:lark@mimus.example:443",
            "https://mimus.example/users/lark",
            "https://mimus.example/@lark",
        ] {
            assert_eq!(subject(&addresses(), resource), lark, "{resource}");
        }
        for nobody in [
            "",
            "acct:",
            "lark",
            "acct:lark@other.example",
            "acct:lark@mimus.example/",
            "acct:lark@mimus.example:8420",
            "acct:lark@x@y",
            "acct:la rk@mimus.example",
            "https://other.example/users/lark",
            "https://mimus.example/users/lark/posts/1",
            "é@mimus.example",
        ] {
            assert_eq!(subject(&addresses(), nobody), None, "{nobody}");
        }
    }

    #[test]
    fn the_server_itself_is_found() {
        for resource in ["acct:mimus.example@mimus.example", "https://mimus.example/actor"] {
            assert_eq!(subject(&addresses(), resource), Some(Subject::Instance), "{resource}");
        }
        let here = Addresses::new(&"http://localhost:8420".parse().unwrap());
        assert_eq!(subject(&here, "acct:localhost@localhost:8420"), Some(Subject::Instance));
        let lark = LocalHandle::new("lark").unwrap();
        assert_eq!(subject(&here, "acct:lark@localhost:8420"), Some(Subject::Mirror(lark)));
    }
}
