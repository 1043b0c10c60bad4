//! Where the pages are, from the root of this server.

use mimus_core::{LocalHandle, PostId};

/// The page of a mirror.
pub(crate) fn profile(handle: &LocalHandle) -> String {
    format!("/@{handle}")
}

/// The page of a post.
pub(crate) fn post(handle: &LocalHandle, id: PostId) -> String {
    format!("/@{handle}/{id}")
}

/// The page of a mirror's posts with a hashtag, given without `#`.
pub(crate) fn tagged(handle: &LocalHandle, tag: &str) -> String {
    format!("/@{handle}/tagged/{}", segment(tag))
}

/// A stored file, by its name in the media folder.
pub(crate) fn media(name: &str) -> String {
    format!("/media/{name}")
}

/// Text as one segment of a path.
fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_any_script_is_one_segment() {
        let handle = LocalHandle::new("ana").expect("a test's own handle");
        assert_eq!(tagged(&handle, "Wiki_1"), "/@ana/tagged/Wiki_1");
        assert_eq!(tagged(&handle, "Größe"), "/@ana/tagged/Gr%C3%B6%C3%9Fe");
        assert_eq!(tagged(&handle, "a/../b?c#d\"<"), "/@ana/tagged/a%2F%2E%2E%2Fb%3Fc%23d%22%3C");
    }
}
