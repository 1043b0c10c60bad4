//! The stylesheet, the mark and the Desk's scripts, within the program, at addresses that change with their content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::conditional::fingerprint;

struct Asset {
    path: String,
    media_type: &'static str,
    bytes: &'static [u8],
}

impl Asset {
    fn new(stem: &str, extension: &str, media_type: &'static str, bytes: &'static [u8]) -> Self {
        Self { path: format!("/assets/{stem}-{:016x}.{extension}", fingerprint(bytes)), media_type, bytes }
    }
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("style", "css", "text/css; charset=utf-8", include_bytes!("../assets/style.css"))
});
static DESK_STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let both = concat!(include_str!("../assets/style.css"), include_str!("../assets/desk.css"));
    Asset::new("desk", "css", "text/css; charset=utf-8", both.as_bytes())
});
static MARK: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("mark", "svg", "image/svg+xml", include_bytes!("../assets/mark.svg")));

static DESK_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("desk", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/desk.js"))
});

static PASSKEYS_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("passkeys", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/passkeys.js"))
});

/// Where the script for passkeys is.
pub(crate) fn passkeys_script() -> &'static str {
    &PASSKEYS_SCRIPT.path
}

/// Where the Desk's script is.
pub(crate) fn desk_script() -> &'static str {
    &DESK_SCRIPT.path
}

/// Where the stylesheet is.
pub(crate) fn style() -> &'static str {
    &STYLE.path
}

/// Where the stylesheet of the Desk is, which has that of the public pages in it.
pub(crate) fn desk_style() -> &'static str {
    &DESK_STYLE.path
}

/// Where the mark is.
pub(crate) fn mark() -> &'static str {
    &MARK.path
}

/// `GET /assets/{name}`
pub(crate) async fn get(Path(name): Path<String>) -> Response {
    let found = [&*STYLE, &*DESK_STYLE, &*MARK, &*DESK_SCRIPT, &*PASSKEYS_SCRIPT]
        .into_iter()
        .find(|asset| asset.path.strip_prefix("/assets/") == Some(&name));
    match found {
        Some(asset) => (
            [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")],
            asset.bytes,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
