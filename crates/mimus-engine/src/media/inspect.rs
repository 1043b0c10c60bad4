//! Looking at a file: what it is by its own bytes, how large, and what it looks like from afar.

use std::fs;
use std::io::{BufReader, Read};
use std::path::Path;

use image::{GenericImageView, ImageFormat, ImageReader};

use mimus_core::media::ending_of;

use super::MediaError;

/// Widest and highest picture that is decoded, in pixels.
const MAX_SIDE: u32 = 16_384;

/// Most memory that decoding one picture may take, in bytes.
const MAX_DECODED: u64 = 256 << 20;

/// What was seen in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// Its media type.
    pub mime: &'static str,
    /// Width and height in pixels, for pictures.
    pub size: Option<(u32, u32)>,
    /// The blurhash, for pictures: 4 by 3 components (Mastodon reads at most 5 an axis, facts/fediverse.md).
    pub blurhash: Option<String>,
}

impl Inspected {
    /// The usual extension of its media type.
    #[must_use]
    pub fn extension(&self) -> &'static str {
        ending_of(self.mime)
    }
}

/// Tells what a file is by its first bytes. Names and headers from outside are never believed: they decide how a
/// browser treats what we serve.
pub(crate) fn sniff(head: &[u8]) -> Option<&'static str> {
    let brand = head.get(8..12);
    Some(match head {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', ..] if brand == Some(b"WEBP") => "image/webp",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if matches!(brand, Some(b"M4A " | b"M4B ")) => "audio/mp4",
        [_, _, _, _, b'f', b't', b'y', b'p', ..]
            if !matches!(brand, Some(b"avif" | b"heic" | b"mif1" | b"heix")) =>
        {
            "video/mp4"
        }
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "video/webm",
        [b'O', b'g', b'g', b'S', ..] => "audio/ogg",
        [b'I', b'D', b'3', ..] | [0xFF, 0xFB | 0xF3 | 0xF2 | 0xFA, ..] => "audio/mpeg",
        _ => return None,
    })
}

/// What decoding a picture from outside may take.
pub(crate) fn decoding_limits() -> image::Limits {
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODED);
    limits
}

/// Looks at a file. Blocking, and for a large picture some tenths of a second of work.
pub fn inspect(path: &Path) -> Result<Inspected, MediaError> {
    let mut head = Vec::with_capacity(64);
    fs::File::open(path)?.take(64).read_to_end(&mut head)?;
    let mime = sniff(&head).ok_or(MediaError::Unsupported)?;
    let format = match mime {
        "image/jpeg" => ImageFormat::Jpeg,
        "image/png" => ImageFormat::Png,
        "image/gif" => ImageFormat::Gif,
        "image/webp" => ImageFormat::WebP,
        _ => return Ok(Inspected { mime, size: None, blurhash: None }),
    };
    let mut reader = ImageReader::with_format(BufReader::new(fs::File::open(path)?), format);
    reader.limits(decoding_limits());
    let picture = reader.decode().map_err(|error| MediaError::Broken(error.to_string()))?;
    let size = picture.dimensions();
    let small = picture.thumbnail(48, 48).to_rgba8();
    let blurhash = blurhash::encode(4, 3, small.width(), small.height(), small.as_raw()).ok();
    Ok(Inspected { mime, size: Some(size), blurhash })
}
