//! Actors: mirrors, and the server's own.

use mimus_core::rich_text::{HtmlOptions, escape};
use mimus_core::{ProfileField, RichText, WebUrl};
use mimus_store::{Mirror, StoredFile};
use serde_json::{Value, json};

use super::{actor_context, set, with_context};
use crate::Addresses;
use crate::signature::SigningKey;

/// Longest display name, in characters; longer ones are cut.
const MAX_NAME_CHARS: usize = 120;
/// Most lines of a profile's table, the source's own among them.
const MAX_FIELDS: usize = 16;

/// What a mirror's actor is made from.
#[derive(Debug, Clone, Copy)]
pub struct ActorInput<'a> {
    /// Where things are.
    pub addresses: &'a Addresses,
    /// Who runs this server, in the operator's own words; where empty, the server's name stands in.
    pub operator: &'a str,
    /// The mirror.
    pub mirror: &'a Mirror,
    /// Its picture.
    pub avatar: Option<&'a StoredFile>,
    /// Its banner.
    pub banner: Option<&'a StoredFile>,
}

/// A mirror's actor. Type `Service` is what Mastodon marks as automated.
#[must_use]
pub fn actor(input: &ActorInput<'_>) -> Value {
    let ActorInput { addresses, mirror, .. } = *input;
    let handle = &mirror.handle;
    let id = addresses.actor(handle);
    let mut document = json!({
        "id": id,
        "type": "Service",
        "preferredUsername": handle.as_str(),
        "name": name(mirror),
        "summary": summary(input),
        "url": addresses.page(handle),
        "inbox": addresses.inbox(handle),
        "outbox": addresses.outbox(handle),
        "followers": addresses.followers(handle),
        "following": addresses.following(handle),
        "featured": addresses.featured(handle),
        "endpoints": { "sharedInbox": addresses.shared_inbox() },
        "publicKey": public_key(addresses, &id, &mirror.public_key),
        "manuallyApprovesFollowers": false,
        "discoverable": true,
        "indexable": true,
        "attributionDomains": [addresses.host()],
        "published": mirror.created_at.to_string(),
        "updated": mirror.updated_at.to_string(),
        "attachment": fields(mirror),
        "tag": [],
    });
    set(&mut document, "icon", input.avatar.and_then(|file| picture(addresses, file)));
    set(&mut document, "image", input.banner.and_then(|file| picture(addresses, file)));
    with_context(document, actor_context())
}

/// The server's own actor, in whose name it reads from other servers. It must be readable unsigned.
#[must_use]
pub fn instance_actor(addresses: &Addresses, key: &SigningKey) -> Value {
    let id = addresses.instance_actor();
    let document = json!({
        "id": id,
        "type": "Application",
        "preferredUsername": instance_name(addresses),
        "name": addresses.host(),
        "url": addresses.about(),
        "inbox": addresses.shared_inbox(),
        "outbox": addresses.instance_outbox(),
        "endpoints": { "sharedInbox": addresses.shared_inbox() },
        "publicKey": public_key(addresses, &id, key.public_key_pem()),
        "manuallyApprovesFollowers": true,
        "discoverable": false,
        "indexable": false,
    });
    with_context(document, actor_context())
}

/// The name of the server's own actor: the host without its port, as Mastodon has it.
pub(crate) fn instance_name(addresses: &Addresses) -> &str {
    addresses.base_url().host_str().unwrap_or_default()
}

fn public_key(addresses: &Addresses, actor: &str, pem: &str) -> Value {
    json!({ "id": addresses.key_id(actor), "owner": actor, "publicKeyPem": pem })
}

fn name(mirror: &Mirror) -> String {
    let name = mirror.profile.name.trim();
    let name = if name.is_empty() { mirror.handle.as_str() } else { name };
    name.chars().filter(|c| !c.is_control()).take(MAX_NAME_CHARS).collect()
}

/// The bio, then a line that is the same for every mirror: that it is one, of what, and who runs it.
fn summary(input: &ActorInput<'_>) -> String {
    let profile = &input.mirror.profile;
    let bio = html(&mimus_core::present::mentions_for_fediverse(&profile.bio, &|_, _| None));
    let source = match &profile.url {
        Some(url) => link(url, &source_label(input.mirror, url)),
        None => escape(profile.handle.as_deref().unwrap_or(&profile.name)),
    };
    let operator = match input.operator.trim() {
        "" => input.addresses.host(),
        operator => operator,
    };
    format!(
        "{bio}<p>Mirror of {source}, run by <a href=\"{}\" rel=\"nofollow noopener\" target=\"_blank\">{}</a>.</p>",
        escape(&input.addresses.about()),
        escape(operator)
    )
}

/// How a source is named: `@handle@x.com` where it has a handle, else its address without the scheme.
fn source_label(mirror: &Mirror, url: &WebUrl) -> String {
    let host = url.host().trim_start_matches("www.");
    match &mirror.profile.handle {
        Some(handle) if !handle.contains('@') => format!("@{handle}@{host}"),
        Some(handle) => format!("@{handle}"),
        None => bare(url),
    }
}

fn bare(url: &WebUrl) -> String {
    let text = url.as_str();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    text.strip_prefix("www.").unwrap_or(text).trim_end_matches('/').to_owned()
}

fn fields(mirror: &Mirror) -> Vec<Value> {
    let field = |name: &str, value: String| json!({ "type": "PropertyValue", "name": name, "value": value });
    let source = mirror.profile.url.as_ref().map(|url| field("Source", link(url, &bare(url))));
    let own =
        mirror.profile.fields.iter().map(|ProfileField { name, value }| field(name, inline(&html(value))));
    source.into_iter().chain(own).take(MAX_FIELDS).collect()
}

fn html(text: &RichText) -> String {
    text.to_html(&HtmlOptions { hashtag: &|_| None, shorten_links: true })
}

/// A single paragraph without its element, as the lines of a profile's table are shown.
fn inline(html: &str) -> String {
    html.strip_prefix("<p>")
        .and_then(|html| html.strip_suffix("</p>"))
        .map_or_else(|| html.to_owned(), |inner| inner.replace("</p><p>", "<br>"))
}

fn link(url: &WebUrl, words: &str) -> String {
    format!(
        "<a href=\"{}\" rel=\"nofollow noopener\" target=\"_blank\">{}</a>",
        escape(url.as_str()),
        escape(words)
    )
}

fn picture(addresses: &Addresses, file: &StoredFile) -> Option<Value> {
    let mut picture = json!({ "type": "Image", "url": addresses.media(&file.name()?) });
    set(&mut picture, "mediaType", file.mime.as_deref());
    Some(picture)
}
