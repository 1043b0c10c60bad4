//! What the record says of a deed.

use mimus_store::NewEntry;
use serde_json::Value;

/// An entry for the record.
pub(crate) fn entry(
    who: &str,
    deed: &'static str,
    about: String,
    account: Option<String>,
    detail: Value,
) -> NewEntry {
    NewEntry { who: who.to_owned(), deed, about, account, detail }
}
