//! Media that users send: at once or in parts, processed or not, with alt texts (facts/x-in-practice.md §3.9).

use std::collections::BTreeMap;

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mimus_networks::x::{Endpoint, WriteKind};
use serde::Deserialize;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::problems::{self, Refused};
use super::{State, multipart};

/// Longest alt text, in characters.
const MAX_ALT: usize = 1_000;
const MAX_SEGMENT: u32 = 999;

/// How far a medium is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Receiving,
    /// So many times it has been asked how far it is.
    Processing(usize),
    Ready,
    Failed,
}

#[derive(Debug, Clone)]
pub(super) struct Sent {
    owner: u64,
    category: String,
    media_type: String,
    expected: usize,
    segments: BTreeMap<u32, Vec<u8>>,
    stage: Stage,
    alt: Option<String>,
}

impl Sent {
    fn size(&self) -> usize {
        self.segments.values().map(Vec::len).sum()
    }

    fn is_film(&self) -> bool {
        self.category != "tweet_image"
    }
}

/// Media by their ids.
#[derive(Default)]
pub(super) struct Uploads(BTreeMap<u64, Sent>);

/// A medium as a test sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadSeen {
    /// Its id.
    pub id: u64,
    /// What it was sent as: `tweet_image`, `tweet_gif`, `tweet_video`.
    pub category: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its alt text.
    pub alt: Option<String>,
    /// In how many pieces it came.
    pub pieces: usize,
}

impl Uploads {
    /// What an account has sent, oldest first.
    pub(super) fn of(&self, user: u64) -> Vec<UploadSeen> {
        let own = self.0.iter().filter(|(_, sent)| sent.owner == user);
        own.map(|(id, sent)| UploadSeen {
            id: *id,
            category: sent.category.clone(),
            bytes: sent.segments.values().flatten().copied().collect(),
            alt: sent.alt.clone(),
            pieces: sent.segments.len(),
        })
        .collect()
    }

    /// The media of a post, each with its address and alt text; `None` where one is not there, not its author's or not
    /// ready, or where a film does not stand alone.
    pub(super) fn attach(&self, user: u64, ids: &[u64]) -> Option<Vec<(String, Option<String>)>> {
        let all: Option<Vec<(u64, &Sent)>> = ids.iter().map(|id| Some((*id, self.0.get(id)?))).collect();
        let all = all?;
        let fine = all.iter().all(|(_, sent)| sent.owner == user && sent.stage == Stage::Ready);
        let films = all.iter().filter(|(_, sent)| sent.is_film()).count();
        let fits = all.len() <= 4 && (films == 0 || all.len() == 1);
        let address = |id: u64| format!("https://pbs.twimg.com/media/{id}.jpg");
        (fine && fits).then(|| all.iter().map(|(id, sent)| (address(*id), sent.alt.clone())).collect())
    }
}

#[derive(Deserialize)]
struct Initialize {
    media_type: String,
    media_category: String,
    total_bytes: usize,
}

#[derive(Deserialize)]
struct Metadata {
    id: String,
    metadata: MetadataWords,
}

#[derive(Deserialize)]
struct MetadataWords {
    alt_text: Option<AltText>,
}

#[derive(Deserialize)]
struct AltText {
    text: String,
}

fn wrong(parameter: &str, why: &str) -> Refused {
    problems::invalid(parameter, "", why)
}

/// Most bytes of a category.
fn most(category: &str) -> Option<usize> {
    match category {
        "tweet_image" => Some(5 << 20),
        "tweet_gif" => Some(15 << 20),
        "tweet_video" => Some(512 << 20),
        _ => None,
    }
}

fn check(category: &str, media_type: &str, bytes: usize) -> Result<(), Refused> {
    let most = most(category).ok_or_else(|| wrong("media_category", "this category is not known"))?;
    let fits = match category {
        "tweet_image" => ["image/jpeg", "image/png", "image/webp", "image/gif"].contains(&media_type),
        "tweet_gif" => media_type == "image/gif",
        _ => media_type == "video/mp4",
    };
    if !fits {
        return Err(wrong("media_type", &format!("{media_type} is no {category}")));
    }
    if bytes == 0 || bytes > most {
        return Err(wrong("total_bytes", &format!("{bytes} bytes; a {category} has 1 to {most}")));
    }
    Ok(())
}

/// What bytes are, by how they begin.
fn sniffed(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xFF, 0xD8, ..] => "image/jpeg",
        [b'G', b'I', b'F', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', ..] => "image/webp",
        _ => "application/octet-stream",
    }
}

impl State {
    /// Answers a call about media. `id` is that in the path.
    pub(super) fn media(
        &mut self,
        endpoint: Endpoint,
        (user, id): (u64, u64),
        query: &str,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(u16, Value), Refused> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        match endpoint {
            Endpoint::MediaUpload => self.upload(user, kind, body),
            Endpoint::MediaInitialize => self.initialize(user, body),
            Endpoint::MediaAppend => self.append(user, id, kind, body),
            Endpoint::MediaFinalize => self.finalize(user, id),
            Endpoint::MediaStatus => self.status(user, query),
            _ => self.metadata(user, body),
        }
    }

    fn add_upload(&mut self, owner: u64, category: &str, media_type: &str, expected: usize) -> u64 {
        let id = self.world.id();
        let (category, media_type) = (category.to_owned(), media_type.to_owned());
        let (segments, stage, alt) = (BTreeMap::new(), Stage::Receiving, None);
        self.uploads.0.insert(id, Sent { owner, category, media_type, expected, segments, stage, alt });
        id
    }

    fn sent(&mut self, user: u64, id: u64) -> Result<&mut Sent, Refused> {
        let own = self.uploads.0.get_mut(&id).filter(|sent| sent.owner == user);
        own.ok_or_else(|| problems::gone("media", "id", &id.to_string()))
    }

    fn upload(&mut self, user: u64, kind: &str, body: &[u8]) -> Result<(u16, Value), Refused> {
        let (category, bytes) = if kind.starts_with("multipart/") {
            let parts = multipart::parts(kind, body).ok_or_else(|| wrong("body", "no parts can be read"))?;
            let of = |name: &str| parts.iter().find(|(part, _)| part == name).map(|(_, bytes)| *bytes);
            let media = of("media").ok_or_else(|| wrong("media", "it is missing"))?;
            let category = of("media_category").ok_or_else(|| wrong("media_category", "it is missing"))?;
            (String::from_utf8_lossy(category).into_owned(), media.to_vec())
        } else {
            let sent: Value = serde_json::from_slice(body).map_err(|e| wrong("body", &e.to_string()))?;
            let of = |name: &str| sent[name].as_str().ok_or_else(|| wrong(name, "it is missing"));
            let bytes = STANDARD.decode(of("media")?).map_err(|e| wrong("media", &e.to_string()))?;
            (of("media_category")?.to_owned(), bytes)
        };
        let media_type = sniffed(&bytes);
        check(&category, media_type, bytes.len())?;
        let id = self.add_upload(user, &category, media_type, bytes.len());
        let sent = self.sent(user, id)?;
        sent.segments.insert(0, bytes);
        sent.stage = Stage::Ready;
        Ok((200, json!({"data": described(id, sent)})))
    }

    fn initialize(&mut self, user: u64, body: &[u8]) -> Result<(u16, Value), Refused> {
        let asked: Initialize = serde_json::from_slice(body).map_err(|e| wrong("body", &e.to_string()))?;
        let Initialize { media_type, media_category, total_bytes } = asked;
        check(&media_category, &media_type, total_bytes)?;
        let id = self.add_upload(user, &media_category, &media_type, total_bytes);
        let data = json!({"id": id.to_string(), "media_key": media_key(id, &media_category), "expires_after_secs": 1_295_999});
        Ok((200, json!({"data": data})))
    }

    fn append(&mut self, user: u64, id: u64, kind: &str, body: &[u8]) -> Result<(u16, Value), Refused> {
        let parts = multipart::parts(kind, body).ok_or_else(|| wrong("body", "no parts can be read"))?;
        let of = |name: &str| parts.iter().find(|(part, _)| part == name).map(|(_, bytes)| *bytes);
        let index = of("segment_index").and_then(|index| std::str::from_utf8(index).ok()?.parse().ok());
        let index: u32 = index
            .filter(|index| *index <= MAX_SEGMENT)
            .ok_or_else(|| wrong("segment_index", "it is a number from 0 to 999"))?;
        let media = of("media").ok_or_else(|| wrong("media", "it is missing"))?.to_vec();
        let sent = self.sent(user, id)?;
        if sent.stage != Stage::Receiving {
            return Err(wrong("id", "the upload has ended"));
        }
        sent.segments.insert(index, media);
        Ok((200, json!({"data": {"expires_at": 1_800_000_000}})))
    }

    fn finalize(&mut self, user: u64, id: u64) -> Result<(u16, Value), Refused> {
        let processed = self.options.processing.len();
        let sent = self.sent(user, id)?;
        if sent.size() != sent.expected {
            return Err(wrong("id", &format!("{} of {} bytes have come", sent.size(), sent.expected)));
        }
        let needs = sent.is_film() && processed > 0;
        sent.stage = if needs { Stage::Processing(0) } else { Stage::Ready };
        let mut data = described(id, sent);
        if needs {
            data["processing_info"] = json!({"state": "pending", "check_after_secs": 0});
        }
        Ok((200, json!({"data": data})))
    }

    fn status(&mut self, user: u64, query: &str) -> Result<(u16, Value), Refused> {
        let asked: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        if asked.get("command").map(String::as_str) != Some("STATUS") {
            return Err(wrong("command", "it must be STATUS"));
        }
        let id = asked.get("media_id").and_then(|id| id.parse().ok());
        let id = id.ok_or_else(|| wrong("media_id", "it is no id"))?;
        let states = self.options.processing.clone();
        let sent = self.sent(user, id)?;
        let mut data = described(id, sent);
        if let Stage::Processing(asked) = sent.stage {
            let state = states.get(asked).copied().unwrap_or("succeeded");
            sent.stage = match state {
                "succeeded" => Stage::Ready,
                "failed" => Stage::Failed,
                _ => Stage::Processing(asked + 1),
            };
            data["processing_info"] = json!({"state": state, "check_after_secs": 0, "progress_percent": 50});
            if state == "failed" {
                data["processing_info"]["error"] =
                    json!({"code": 1, "name": "InvalidMedia", "message": "Unsupported video format"});
            }
        }
        Ok((200, json!({"data": data})))
    }

    fn metadata(&mut self, user: u64, body: &[u8]) -> Result<(u16, Value), Refused> {
        let asked: Metadata = serde_json::from_slice(body).map_err(|e| wrong("body", &e.to_string()))?;
        let id = asked.id.parse().map_err(|_| wrong("id", "it is no id"))?;
        let alt = asked.metadata.alt_text.map(|alt| alt.text).unwrap_or_default();
        if !(1..=MAX_ALT).contains(&alt.chars().count()) {
            return Err(wrong("metadata.alt_text.text", "it has 1 to 1000 characters"));
        }
        self.sent(user, id)?.alt = Some(alt.clone());
        self.billing.charge_write(WriteKind::AltText);
        let data = json!({"id": asked.id, "associated_metadata": {"alt_text": {"text": alt}}});
        Ok((200, json!({"data": data})))
    }
}

fn media_key(id: u64, category: &str) -> String {
    let kind = match category {
        "tweet_image" => 3,
        "tweet_gif" => 16,
        _ => 7,
    };
    format!("{kind}_{id}")
}

fn described(id: u64, sent: &Sent) -> Value {
    let mut data = json!({
        "id": id.to_string(), "media_key": media_key(id, &sent.category), "size": sent.size(),
        "expires_after_secs": 86_400,
    });
    if sent.media_type.starts_with("image/") {
        data["image"] = json!({"w": 1200, "h": 800, "image_type": sent.media_type});
    }
    data
}
