//! Sending media to X: pictures at once, films in parts (facts/x-in-practice.md §3.9).

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, header};
use mimus_core::MediaKind;
use mimus_http::Request;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::client::{CallError, Called, XClient};
use super::oauth2::nonce;
use super::write::json_request;
use super::{Endpoint, lenient};
use crate::connector::Failure;

/// Bytes of one part, as X's own command line sends them.
pub const PART: usize = 4 << 20;
/// For how long one part may be under way.
const PART_TIME: Duration = Duration::from_secs(120);
/// Characters of an alt text.
pub const MAX_ALT: usize = 1_000;

/// What a medium is to X, which decides how it is sent and how large it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// A still picture: JPEG, PNG, WebP or GIF of at most 5 MiB.
    Picture,
    /// A GIF that moves, of at most 15 MiB.
    Gif,
    /// An MP4 of at most 512 MiB.
    Film,
}

impl Category {
    /// What a medium is; why it cannot be sent, where it cannot.
    pub fn of(kind: MediaKind, media_type: &str, bytes: &[u8]) -> Result<Self, Failure> {
        let category = match (kind, media_type) {
            (MediaKind::Audio, _) => {
                return Err(Failure::Unsupported { what: "sound by itself; make a film of it".into() });
            }
            (_, "video/mp4") => Self::Film,
            (_, "image/gif") if moves(bytes) => Self::Gif,
            (_, "image/jpeg" | "image/png" | "image/webp" | "image/gif") => Self::Picture,
            (_, other) => return Err(Failure::Unsupported { what: format!("media of the type {other}") }),
        };
        let (size, most) = (bytes.len(), category.most());
        if size == 0 || size > most {
            let why = format!("the medium has {size} bytes; X takes 1 to {most} of a {}", category.name());
            return Err(Failure::Rejected { why });
        }
        Ok(category)
    }

    const fn most(self) -> usize {
        match self {
            Self::Picture => 5 << 20,
            Self::Gif => 15 << 20,
            Self::Film => 512 << 20,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Picture => "tweet_image",
            Self::Gif => "tweet_gif",
            Self::Film => "tweet_video",
        }
    }
}

/// Whether a GIF has a second frame: each frame of one that moves follows a graphic control extension (GIF89a §23).
fn moves(gif: &[u8]) -> bool {
    gif.windows(3).filter(|window| *window == [0x21, 0xF9, 0x04]).nth(1).is_some()
}

/// How far X has processed a medium.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It may be used.
    Ready,
    /// It is not ready; ask again after this time.
    Later(Duration),
    /// It will not be, in X's words.
    Failed(String),
}

/// A medium as X answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// Its id, which a post names.
    pub id: String,
    /// How far it is.
    pub progress: Progress,
}

#[derive(Deserialize)]
struct Envelope {
    data: Data,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Data {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    processing_info: Option<Processing>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Processing {
    #[serde(deserialize_with = "lenient::text")]
    state: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    check_after_secs: Option<u64>,
    error: Option<Wrong>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wrong {
    #[serde(deserialize_with = "lenient::text")]
    message: Option<String>,
}

fn medium(body: &[u8]) -> Result<Medium, Failure> {
    let answer: Envelope = serde_json::from_slice(body)
        .map_err(|error| Failure::Rejected { why: format!("X's answer cannot be read: {error}") })?;
    let id = answer.data.id.filter(|id| is_id(id));
    let id = id.ok_or_else(|| Failure::Rejected { why: "X's answer names no medium".into() })?;
    Ok(Medium { id, progress: answer.data.processing_info.map_or(Progress::Ready, progress) })
}

fn is_id(id: &str) -> bool {
    (1..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit())
}

fn progress(told: Processing) -> Progress {
    match told.state.as_deref() {
        Some("succeeded") => Progress::Ready,
        Some("failed") => {
            let message = told.error.and_then(|error| error.message).unwrap_or_default();
            Progress::Failed(message.chars().filter(|c| !c.is_control()).take(300).collect())
        }
        _ => Progress::Later(Duration::from_secs(told.check_after_secs.unwrap_or(1).min(60))),
    }
}

/// A body of several parts (RFC 7578): words, and one file.
fn multipart(url: Url, words: &[(&str, &str)], file: &[u8]) -> Result<Request, Failure> {
    let boundary = format!("mimus-{}", nonce()?);
    let mut body = Vec::with_capacity(file.len() + 1_024);
    for (name, value) in words {
        let part =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"media\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let kind = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"))
        .map_err(|error| Failure::Rejected { why: error.to_string() })?;
    Ok(Request::post(url, body).header(header::CONTENT_TYPE, kind).timeout(PART_TIME))
}

fn unsent(endpoint: Endpoint) -> impl FnOnce(Failure) -> CallError {
    move |failure| CallError::NoAnswer { endpoint, why: failure.to_string(), sent: false }
}

impl XClient {
    /// Sends a picture.
    pub async fn upload_picture(
        &self,
        category: Category,
        bytes: &Bytes,
    ) -> Result<Called<Medium>, CallError> {
        let endpoint = Endpoint::MediaUpload;
        let url = self.url("/2/media/upload", &[], false);
        let request = multipart(url, &[("media_category", category.name())], bytes);
        self.call(endpoint, request.map_err(unsent(endpoint))?, medium).await
    }

    /// Begins to send a film.
    pub async fn upload_initialize(
        &self,
        category: Category,
        media_type: &str,
        bytes: usize,
    ) -> Result<Called<Medium>, CallError> {
        let body = json!({"media_type": media_type, "media_category": category.name(), "total_bytes": bytes});
        let url = self.url("/2/media/upload/initialize", &[], false);
        self.call(Endpoint::MediaInitialize, json_request(url, body.to_string()), medium).await
    }

    /// Sends a part, of [`PART`] bytes but the last. The same part may be sent twice.
    pub async fn upload_append(&self, id: &str, index: usize, part: &[u8]) -> Result<Called<()>, CallError> {
        let endpoint = Endpoint::MediaAppend;
        let url = self.url(&format!("/2/media/upload/{id}/append"), &[], false);
        let request = multipart(url, &[("segment_index", &index.to_string())], part);
        self.call(endpoint, request.map_err(unsent(endpoint))?, |_| Ok(())).await
    }

    /// Ends the sending of a film.
    pub async fn upload_finalize(&self, id: &str) -> Result<Called<Medium>, CallError> {
        let url = self.url(&format!("/2/media/upload/{id}/finalize"), &[], false);
        self.call(Endpoint::MediaFinalize, json_request(url, "{}"), medium).await
    }

    /// How far a film is processed.
    pub async fn upload_status(&self, id: &str) -> Result<Called<Medium>, CallError> {
        let asked = [("command", "STATUS".to_owned()), ("media_id", id.to_owned())];
        self.get(Endpoint::MediaStatus, self.url("/2/media/upload", &asked, false), medium).await
    }

    /// Gives a medium its alt text, of at most [`MAX_ALT`] characters.
    pub async fn describe(&self, id: &str, alt: &str) -> Result<Called<()>, CallError> {
        let body = json!({"id": id, "metadata": {"alt_text": {"text": alt}}});
        let url = self.url("/2/media/metadata", &[], false);
        self.call(Endpoint::MediaMetadata, json_request(url, body.to_string()), |_| Ok(())).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_medium_is_decides_how_it_is_sent() {
        let of = |kind, media_type: &str, bytes: &[u8]| Category::of(kind, media_type, bytes);
        let frame = [0x21, 0xF9, 0x04, 0, 0, 0];
        assert_eq!(of(MediaKind::Image, "image/gif", &frame), Ok(Category::Picture));
        assert_eq!(of(MediaKind::Image, "image/gif", &[frame, frame].concat()), Ok(Category::Gif));
        assert_eq!(of(MediaKind::Gifv, "video/mp4", b"x"), Ok(Category::Film));
        assert!(matches!(of(MediaKind::Audio, "audio/mpeg", b"x"), Err(Failure::Unsupported { .. })));
        assert!(matches!(of(MediaKind::Video, "video/webm", b"x"), Err(Failure::Unsupported { .. })));
        let large = vec![0; (5 << 20) + 1];
        let Err(Failure::Rejected { why }) = of(MediaKind::Image, "image/png", &large) else { panic!() };
        assert!(why.contains("5242881 bytes") && why.contains("5242880"), "{why}");
    }

    #[test]
    fn answers_are_read_or_refused_whatever_they_hold() {
        let told = |json: &str| medium(json.as_bytes()).map(|medium| medium.progress);
        assert_eq!(told(r#"{"data":{"id":"5"}}"#), Ok(Progress::Ready));
        let later = r#"{"data":{"id":5,"processing_info":{"state":"in_progress","check_after_secs":900}}}"#;
        assert_eq!(told(later), Ok(Progress::Later(Duration::from_secs(60))));
        for wrong in ["", "{}", r#"{"data":{}}"#, r#"{"data":{"id":"../x"}}"#] {
            assert!(told(wrong).is_err(), "{wrong}");
        }
    }
}
