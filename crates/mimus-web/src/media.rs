//! `/media/{sha256}.{extension}`: stored files, whole or in part.

use std::io::SeekFrom;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::extract::{Path as UrlPath, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, IF_RANGE, RANGE, RETRY_AFTER,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use mimus_core::media::type_of_ending;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use crate::{Site, conditional};

/// Bytes read at a time.
const CHUNK: u64 = 64 * 1024;

/// `GET /media/{name}`
pub(crate) async fn get(
    State(site): State<Site>,
    UrlPath(name): UrlPath<String>,
    request: HeaderMap,
) -> Response {
    let Some(named) = Named::parse(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let file = match named.open(&site.media_folder).await {
        Ok(Some(file)) => file,
        Ok(None) => return missing(&site, &named).await,
        Err(error) => {
            tracing::error!(%error, name, "a media file cannot be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let tag = format!("\"{}\"", named.sha256);
    let mut response = match conditional::matches(&request, &tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => {
            let whole = request.get(IF_RANGE).is_some_and(|known| known.as_bytes() != tag.as_bytes());
            let asked = if whole { Asked::All } else { Asked::parse(&request, file.length) };
            deliver(file, asked, named.media_type)
        }
    };
    let headers = response.headers_mut();
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    // The name is the content's hash: what is there never changes.
    set(CACHE_CONTROL, "public, max-age=31536000, immutable");
    set(CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    // Web clients of other servers show these files on their own pages.
    set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    set(ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(ACCEPT_RANGES, "bytes");
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

/// What is not in the folder may have been let go for room: then it is fetched again, and is here in a minute.
async fn missing(site: &Site, named: &Named<'_>) -> Response {
    match site.store.want_again(named.sha256, site.clock.now()).await {
        Ok(true) => (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "60")]).into_response(),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a media file cannot be looked up");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A file by a name that can be nothing but a stored file's.
struct Named<'a> {
    sha256: &'a str,
    extension: &'a str,
    media_type: &'static str,
}

impl<'a> Named<'a> {
    fn parse(name: &'a str) -> Option<Self> {
        let (sha256, extension) = name.split_once('.')?;
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if sha256.len() != 64 || !sha256.bytes().all(hex) {
            return None;
        }
        let media_type = type_of_ending(extension)?;
        Some(Self { sha256, extension, media_type })
    }

    fn path(&self, folder: &Path) -> PathBuf {
        folder
            .join(&self.sha256[..2])
            .join(&self.sha256[2..4])
            .join(format!("{}.{}", self.sha256, self.extension))
    }

    async fn open(&self, folder: &Path) -> std::io::Result<Option<Opened>> {
        match File::open(self.path(folder)).await {
            Ok(file) => {
                let about = file.metadata().await?;
                Ok(about.is_file().then_some(Opened { file, length: about.len() }))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

struct Opened {
    file: File,
    length: u64,
}

/// Which bytes are asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    All,
    Part(RangeInclusive<u64>),
    Nothing,
}

impl Asked {
    /// One range of bytes (RFC 9110 §14). Several ranges, other units and what cannot be read count as none,
    /// which a server may do; a range that begins after the end is nothing that there is.
    fn parse(request: &HeaderMap, length: u64) -> Self {
        let Some(range) = request.get(RANGE).and_then(|value| value.to_str().ok()) else { return Self::All };
        let Some(range) = range.trim().strip_prefix("bytes=") else { return Self::All };
        let Some((first, last)) = range.split_once('-') else { return Self::All };
        let number = |text: &str| match text.trim() {
            "" => Some(None),
            digits if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse::<u64>().ok().map(Some),
            _ => None,
        };
        match (number(first), number(last)) {
            (Some(Some(first)), Some(_)) if first >= length => Self::Nothing,
            (Some(Some(first)), Some(Some(last))) if last < first => Self::All,
            (Some(Some(first)), Some(last)) => {
                Self::Part(first..=last.unwrap_or(u64::MAX).min(length.saturating_sub(1)))
            }
            (Some(None), Some(Some(0))) => Self::Nothing,
            (Some(None), Some(Some(_))) if length == 0 => Self::Nothing,
            (Some(None), Some(Some(tail))) => Self::Part(length.saturating_sub(tail)..=length - 1),
            _ => Self::All,
        }
    }
}

fn deliver(opened: Opened, asked: Asked, media_type: &'static str) -> Response {
    let Opened { file, length } = opened;
    let (status, from, count, range) = match asked {
        Asked::All => (StatusCode::OK, 0, length, None),
        Asked::Part(part) => {
            let (first, last) = part.into_inner();
            (
                StatusCode::PARTIAL_CONTENT,
                first,
                last - first + 1,
                Some(format!("bytes {first}-{last}/{length}")),
            )
        }
        Asked::Nothing => {
            return (StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, format!("bytes */{length}"))])
                .into_response();
        }
    };
    let mut response = Response::new(Body::from_stream(read(file, from, count)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(count));
    if let Some(range) = range.and_then(|range| HeaderValue::from_str(&range).ok()) {
        headers.insert(CONTENT_RANGE, range);
    }
    response
}

enum Reading {
    Start(File, u64, u64),
    On(File, u64),
}

fn read(file: File, from: u64, count: u64) -> impl stream::Stream<Item = std::io::Result<Bytes>> {
    stream::try_unfold(Reading::Start(file, from, count), |reading| async move {
        let (mut file, left) = match reading {
            Reading::Start(mut file, from, count) => {
                if from > 0 {
                    file.seek(SeekFrom::Start(from)).await?;
                }
                (file, count)
            }
            Reading::On(file, left) => (file, left),
        };
        if left == 0 {
            return Ok(None);
        }
        let mut chunk = Vec::new();
        let got = (&mut file).take(left.min(CHUNK)).read_to_end(&mut chunk).await? as u64;
        if got == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some((Bytes::from(chunk), Reading::On(file, left - got))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_hash_and_a_known_extension() {
        let hash = "0123456789abcdef".repeat(4);
        assert!(Named::parse(&format!("{hash}.jpg")).is_some());
        for bad in [
            hash.clone(),
            format!("{hash}.exe"),
            format!("{hash}.JPG"),
            format!("{hash}.jpg.png"),
            format!("{}.jpg", hash.to_uppercase()),
            format!("{}.jpg", &hash[1..]),
            format!("../../{hash}.jpg"),
            "..%2f.jpg".into(),
        ] {
            assert!(Named::parse(&bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn one_range_is_understood() {
        let asked = |range: &str, length| {
            let mut headers = HeaderMap::new();
            headers.insert(RANGE, range.parse().expect("a test's own header"));
            Asked::parse(&headers, length)
        };
        assert_eq!(asked("bytes=0-1", 10), Asked::Part(0..=1));
        assert_eq!(asked("bytes=5-", 10), Asked::Part(5..=9));
        assert_eq!(asked("bytes=5-99", 10), Asked::Part(5..=9));
        assert_eq!(asked("bytes=-3", 10), Asked::Part(7..=9));
        assert_eq!(asked("bytes=-30", 10), Asked::Part(0..=9));
        assert_eq!(asked("bytes=10-", 10), Asked::Nothing);
        assert_eq!(asked("bytes=-0", 10), Asked::Nothing);
        assert_eq!(asked("bytes=0-", 0), Asked::Nothing);
        assert_eq!(asked("bytes=-1", 0), Asked::Nothing);
        for all in ["bytes=3-2", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b", "bytes=", "bytes=--1"] {
            assert_eq!(asked(all, 10), Asked::All, "{all}");
        }
    }
}
