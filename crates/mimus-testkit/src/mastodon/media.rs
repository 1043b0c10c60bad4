//! Uploads: what is in the works, what is ready, and the files themselves.

use axum::body::Bytes;
use serde_json::{Value, json};

use super::answer::{self, Outcome, Refused, ok};
use super::faults::FaultKind;
use super::params;
use super::serve::Call;
use super::world::State;

/// What may be uploaded.
pub(super) const TYPES: &[&str] = &[
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/heic",
    "image/heif",
    "image/webp",
    "image/avif",
    "video/webm",
    "video/mp4",
    "video/quicktime",
    "video/ogg",
    "audio/wave",
    "audio/wav",
    "audio/x-wav",
    "audio/x-pn-wave",
    "audio/vnd.wave",
    "audio/ogg",
    "audio/vorbis",
    "audio/mpeg",
    "audio/mp3",
    "audio/webm",
    "audio/flac",
    "audio/aac",
    "audio/m4a",
    "audio/x-m4a",
    "audio/mp4",
    "audio/3gpp",
    "video/x-ms-asf",
];

/// A picture, film or sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Media {
    /// Its id.
    pub id: u64,
    /// What its file is, such as `image/png`.
    pub content_type: String,
    /// What it shows, in words.
    pub description: Option<String>,
    /// What to keep in view, from -1 to 1 each way.
    pub focus: Option<(f32, f32)>,
    /// How many bytes the file has.
    pub bytes: usize,
    pub(super) size: (u32, u32),
}

/// A focus is never read as something that is no number.
impl Eq for Media {}

impl Media {
    pub(super) fn plays(&self) -> bool {
        !self.content_type.starts_with("image/")
    }

    fn kind(&self) -> &'static str {
        match self.content_type.split('/').next() {
            Some("video") => "video",
            Some("audio") => "audio",
            _ => "image",
        }
    }

    /// As the wire has it; without a URL as long as it is in the works.
    pub(super) fn json(&self, state: &State, is_ready: bool) -> Value {
        let url = is_ready.then(|| state.url(&format!("media_file/{}", self.id)));
        let (width, height) = self.size;
        let aspect = f64::from(width) / f64::from(height.max(1));
        let original =
            json!({"width": width, "height": height, "size": format!("{width}x{height}"), "aspect": aspect});
        let mut meta = json!({"original": original, "small": original});
        if let Some((x, y)) = self.focus {
            meta["focus"] = json!({"x": x, "y": y});
        }
        json!({
            "id": self.id.to_string(), "type": self.kind(), "url": url, "preview_url": url, "remote_url": null,
            "preview_remote_url": null, "text_url": null, "meta": if is_ready { meta } else { json!({}) },
            "description": self.description, "blurhash": is_ready.then_some("UBL_:rOpGG-;~qRjWBay~qt7WBWB"),
        })
    }
}

/// An upload that is in no status yet.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) media: Media,
    pub(super) owner: u64,
    /// How often it is asked for before it is ready.
    pub(super) polls_left: u32,
}

pub(super) fn focus(given: Option<&Value>) -> Option<(f32, f32)> {
    let words = params::text(given?)?;
    let (x, y) = words.split_once(',')?;
    let read = |number: &str| {
        let number = number.trim().parse::<f32>().ok().filter(|number| number.is_finite())?;
        Some(number.clamp(-1.0, 1.0))
    };
    Some((read(x)?, read(y)?))
}

/// What a picture's first bytes say of its size; a size of its own for what has none.
fn size(bytes: &[u8]) -> (u32, u32) {
    let wide = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let narrow = |at: usize| Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let read = if bytes.starts_with(b"\x89PNG") {
        wide(16).zip(wide(20))
    } else if bytes.starts_with(b"GIF8") {
        narrow(6).zip(narrow(8))
    } else {
        None
    };
    read.unwrap_or((640, 480))
}

impl State {
    pub(super) fn keep(&mut self, owner: u64, content_type: &str, bytes: Bytes, polls_left: u32) -> u64 {
        let id = self.next_id();
        let media = Media {
            id,
            content_type: content_type.to_owned(),
            description: None,
            focus: None,
            bytes: bytes.len(),
            size: size(&bytes),
        };
        self.files.insert(id, (content_type.to_owned(), bytes));
        self.uploads.insert(id, Held { media, owner, polls_left });
        id
    }

    pub(super) fn check_description(&self, description: Option<&str>) -> Result<(), Refused> {
        let most = self.limits.description;
        if description.is_some_and(|words| words.chars().count() > most) {
            return Err(Refused::invalid(format!("Description is too long (maximum is {most} characters)")));
        }
        Ok(())
    }
}

pub(super) fn upload(state: &mut State, call: &Call) -> Outcome {
    let caller = state.caller(call, &["write", "write:media"])?;
    let file = call.params.file("file").cloned().ok_or_else(|| Refused::invalid("File can't be blank"))?;
    if !TYPES.contains(&file.content_type.as_str()) {
        return Err(Refused::invalid("File content type is invalid, File is invalid"));
    }
    let is_image = file.content_type.starts_with("image/");
    let most = if is_image { state.limits.image_bytes } else { state.limits.video_bytes };
    if file.bytes.len() > most {
        let words = format!("File file size must be less than {} MB", most / (1024 * 1024));
        return Err(Refused::invalid(words));
    }
    let description = call.params.text("description").filter(|words| !words.is_empty());
    state.check_description(description.as_deref())?;
    let polls_left = match call.fault {
        Some(FaultKind::MediaNeverReady) => u32::MAX,
        _ => state.options.media_polls,
    };
    let id = state.keep(caller.user, &file.content_type, file.bytes, polls_left);
    if let Some(held) = state.uploads.get_mut(&id) {
        held.media.description = description;
        held.media.focus = focus(call.params.get("focus"));
    }
    let held = state.uploads.get(&id).ok_or_else(Refused::not_found)?;
    let is_ready = held.polls_left == 0;
    Ok(answer::json(if is_ready { 200 } else { 202 }, &held.media.json(state, is_ready)))
}

pub(super) fn answer(state: &mut State, call: &Call, id: &str) -> Outcome {
    let caller = state.caller(call, &["write", "write:media"])?;
    let id: u64 = id.parse().map_err(|_| Refused::not_found())?;
    let description = call.params.text("description");
    state.check_description(description.as_deref())?;
    let held = state.uploads.get_mut(&id).filter(|held| held.owner == caller.user);
    let held = held.ok_or_else(Refused::not_found)?;
    match call.method.as_str() {
        "GET" => {
            let is_ready = held.polls_left == 0;
            if !is_ready && held.polls_left != u32::MAX {
                held.polls_left -= 1;
            }
            let json = held.media.clone().json(state, is_ready);
            Ok(answer::json(if is_ready { 200 } else { 206 }, &json))
        }
        "PUT" => {
            if let Some(description) = description {
                held.media.description = Some(description).filter(|words| !words.is_empty());
            }
            held.media.focus = focus(call.params.get("focus")).or(held.media.focus);
            let (media, is_ready) = (held.media.clone(), held.polls_left == 0);
            ok(&media.json(state, is_ready))
        }
        "DELETE" => {
            state.uploads.remove(&id);
            state.files.remove(&id);
            ok(&json!({}))
        }
        _ => Err(Refused::new(404, "Not Found")),
    }
}

pub(super) fn file(state: &State, id: &str) -> Outcome {
    let file = id.parse().ok().and_then(|id: u64| state.files.get(&id));
    let (kind, bytes) = file.ok_or_else(Refused::not_found)?;
    Ok(answer::respond(200, kind, bytes.clone()))
}
