//! Values of a query string.

/// Longest value, in bytes; a longer one is as if it were not there.
const MAX_VALUE_BYTES: usize = 1_024;

/// The first value of that name that is not empty.
pub(crate) fn value(query: Option<&str>, name: &str) -> Option<String> {
    url::form_urlencoded::parse(query?.as_bytes())
        .find(|(key, value)| key == name && !value.trim().is_empty() && value.len() <= MAX_VALUE_BYTES)
        .map(|(_, value)| value.trim().to_owned())
}
