//! Reading an actor's document, in all the forms that servers give it.

use jiff::Timestamp;
use mimus_core::WebUrl;
use mimus_store::RemoteActor;
use serde_json::{Map, Value, json};

use crate::addresses::authority;
use crate::json::{self, MAX_ID};
use crate::signature::{KeyError, VerifyingKey};

const MAX_KEYS: usize = 8;
const MAX_KNOWN_AS: usize = 64;
const MAX_NAME: usize = 200;

/// Reads the document found at `uri`, which is its id. With `wanted`, the actor must have a key of that id; `alone`
/// is that key's own document, where it has one.
///
/// What is said of names and pages is kept for showing, cleaned and bounded; nothing else of the document is.
pub(super) fn parse(
    uri: &str,
    document: &Value,
    wanted: Option<&str>,
    alone: Option<&Value>,
    now: Timestamp,
) -> Result<RemoteActor, String> {
    if json::id(document) != Some(uri) {
        return Err("its id is another".to_owned());
    }
    let host = host_of(uri).ok_or("its id is not the address of a server")?;
    let here = |address: &&str| address.len() <= MAX_ID && host_of(address).as_deref() == Some(host.as_str());
    let inbox = json::first_id(document, "inbox").ok_or("it has no inbox")?;
    let inbox = Some(inbox).filter(here).ok_or("its inbox is on another server")?;
    let shared_inbox = json::first(document, "endpoints")
        .and_then(|endpoints| json::first_id(endpoints, "sharedInbox"))
        .or_else(|| json::first_id(document, "sharedInbox"))
        .filter(here);

    let mut keys = keys(uri, document, wanted, alone);
    let wanted_key = match wanted {
        Some(wanted) => {
            if keys.get(wanted).is_none() {
                // Some name their actor where they should name the key.
                let only =
                    keys.values().next().filter(|_| keys.len() == 1 && without_fragment(wanted) == uri);
                let key = only.cloned().ok_or_else(|| "the signing key is not among its keys".to_owned())?;
                keys.insert(wanted.to_owned(), key);
            }
            Some(wanted)
        }
        None => None,
    };
    let column = wanted_key.map(str::to_owned).or_else(|| keys.keys().next().cloned());
    let public_key = column.as_ref().and_then(|id| keys.get(id)?.as_str().map(str::to_owned));
    let known_as: Vec<&str> = json::ids(document, "alsoKnownAs").take(MAX_KNOWN_AS).collect();
    let page = json::list(document, "url").iter().find_map(web_address).or_else(|| web_address(&uri.into()));
    Ok(RemoteActor {
        uri: uri.to_owned(),
        document: json!({
            "type": json::types(document).next().map(|kind| kind.chars().take(40).collect::<String>()),
            "name": json::line(document, "name", MAX_NAME),
            "handle": json::line(document, "preferredUsername", MAX_NAME),
            "host": host,
            "page": page,
            "also_known_as": known_as,
            "keys": keys,
        }),
        key_id: column,
        public_key,
        inbox: inbox.to_owned(),
        shared_inbox: shared_inbox.map(str::to_owned),
        fetched_at: now,
    })
}

/// The text of an actor's key.
pub(super) fn key<'a>(actor: &'a RemoteActor, key_id: &str) -> Option<&'a str> {
    match &actor.key_id {
        Some(id) if id == key_id => actor.public_key.as_deref(),
        _ => actor.document.get("keys")?.get(key_id)?.as_str(),
    }
}

/// Reads a key's text, PEM or multibase.
pub(super) fn parse_key(text: &str) -> Result<VerifyingKey, KeyError> {
    if text.contains("-----") { VerifyingKey::from_pem(text) } else { VerifyingKey::from_multibase(text) }
}

/// Whether an actor says that it is also known by another id.
pub(crate) fn is_also_known_as(actor: &RemoteActor, uri: &str) -> bool {
    let known = actor.document.get("also_known_as").and_then(Value::as_array);
    known.is_some_and(|known| known.iter().any(|id| id.as_str() == Some(uri)))
}

/// The keys by their ids. Only those count whose id is the actor's own with a fragment, or the one that is asked
/// for: anybody can write any other id.
fn keys(uri: &str, document: &Value, wanted: Option<&str>, alone: Option<&Value>) -> Map<String, Value> {
    let mut keys = Map::new();
    let given = ["publicKey", "assertionMethod"].into_iter().flat_map(|name| json::list(document, name));
    for key in given.take(MAX_KEYS) {
        let Some(id) = json::id(key) else { continue };
        let id = if id.starts_with('#') { format!("{uri}{id}") } else { id.to_owned() };
        // Given by its id alone, the key is in its own document.
        let key = if key.is_string() { alone.filter(|key| json::id(key) == Some(&id)) } else { Some(key) };
        let Some(key) = key else { continue };
        let owner = json::first_id(key, "owner").or_else(|| json::first_id(key, "controller"));
        let named = without_fragment(&id) == uri || wanted == Some(id.as_str());
        if !named || owner.is_some_and(|owner| owner != uri) {
            continue;
        }
        let text = json::text(key, "publicKeyPem").or_else(|| json::text(key, "publicKeyMultibase"));
        if let Some(text) = text.filter(|text| parse_key(text).is_ok()) {
            keys.insert(id, text.into());
        }
    }
    keys
}

fn without_fragment(id: &str) -> &str {
    id.split('#').next().unwrap_or_default()
}

fn host_of(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    authority(&url)
}

/// An address that may be shown, from a string or a `Link`.
pub(crate) fn web_address(value: &Value) -> Option<String> {
    let text = value.as_str().or_else(|| value.get("href")?.as_str())?;
    WebUrl::parse(text).ok().map(String::from)
}
