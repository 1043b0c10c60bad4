//! Fitting the file of a medium to what a destination takes: pictures are made smaller and given another type where that is
//! needed; films, sounds and what moves are taken as they are or not at all.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPDecoder;
use image::imageops::FilterType;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use mimus_core::render::FileLimits;

use crate::media::{decoding_limits, sniff};

/// How much of each side is tried when a picture is too large, and how well it is kept each time.
const SIDES: [f64; 6] = [1.0, 0.8, 0.6, 0.45, 0.3, 0.2];
const QUALITIES: [u8; 3] = [90, 80, 65];

/// A file as the destination takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fitted {
    pub(super) media_type: &'static str,
    pub(super) bytes: Bytes,
}

/// Why a file cannot be made to fit; the words go on "medium 2 ".
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum Unfit {
    #[error("is of no type that is carried")]
    Unknown,
    #[error("is {0}, which the destination does not take")]
    Type(&'static str),
    #[error("is {has} bytes long, and the destination takes {most}")]
    TooLarge { has: u64, most: u64 },
    #[error("moves and has {has} pixels, and the destination takes {most}")]
    TooManyPixels { has: u64, most: u64 },
    #[error("cannot be read: {0}")]
    Broken(String),
}

/// Makes a file fit. Blocking, and for a large picture some seconds of work.
pub(super) fn fit(bytes: Bytes, takes: &FileLimits) -> Result<Fitted, Unfit> {
    let media_type = sniff(&bytes).ok_or(Unfit::Unknown)?;
    let Some(format) = ImageFormat::from_mime_type(media_type) else {
        return as_it_is(bytes, media_type, takes.film, takes);
    };
    let size = size_of(&bytes, format)?;
    let pixels = u64::from(size.0) * u64::from(size.1);
    if moves(&bytes, format) {
        if pixels > takes.pixels {
            return Err(Unfit::TooManyPixels { has: pixels, most: takes.pixels });
        }
        return as_it_is(bytes, media_type, takes.moving, takes);
    }
    let fits = length(&bytes) <= takes.picture && pixels <= takes.pixels;
    if fits && takes.types.contains(media_type) {
        return Ok(Fitted { media_type, bytes });
    }
    let picture = decoded(&bytes, format)?;
    let whole = (takes.pixels as f64 / pixels as f64).sqrt().min(1.0);
    let types = [("image/png", ImageFormat::Png), ("image/jpeg", ImageFormat::Jpeg)];
    let mut types: Vec<_> = types.into_iter().filter(|(name, _)| takes.types.contains(name)).collect();
    if types.is_empty() {
        return Err(Unfit::Type(media_type));
    }
    if !picture.color().has_alpha() {
        // Photographs are no smaller as PNG, and nothing is seen through them.
        types.retain(|(_, format)| *format == ImageFormat::Jpeg || !takes.types.contains("image/jpeg"));
    }
    for side in SIDES {
        let smaller = scaled(&picture, whole * side);
        for (media_type, format) in &types {
            let tries: &[u8] = if *format == ImageFormat::Jpeg { &QUALITIES } else { &[100] };
            for quality in tries {
                let bytes = encoded(&smaller, *format, *quality)?;
                if length(&bytes) <= takes.picture {
                    return Ok(Fitted { media_type, bytes });
                }
            }
        }
    }
    Err(Unfit::TooLarge { has: length(&bytes), most: takes.picture })
}

fn as_it_is(bytes: Bytes, media_type: &'static str, most: u64, takes: &FileLimits) -> Result<Fitted, Unfit> {
    if !takes.types.contains(media_type) {
        return Err(Unfit::Type(media_type));
    }
    match length(&bytes) {
        has if has > most => Err(Unfit::TooLarge { has, most }),
        _ => Ok(Fitted { media_type, bytes }),
    }
}

fn length(bytes: &Bytes) -> u64 {
    bytes.len() as u64
}

fn broken(error: impl std::fmt::Display) -> Unfit {
    Unfit::Broken(error.to_string())
}

fn reader(bytes: &Bytes, format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes.as_ref()), format);
    reader.limits(decoding_limits());
    reader
}

fn size_of(bytes: &Bytes, format: ImageFormat) -> Result<(u32, u32), Unfit> {
    let (width, height) = reader(bytes, format).into_dimensions().map_err(broken)?;
    Ok((width.max(1), height.max(1)))
}

/// Whether a picture has a second frame.
fn moves(bytes: &Bytes, format: ImageFormat) -> bool {
    let from = Cursor::new(bytes.as_ref());
    match format {
        ImageFormat::Gif => GifDecoder::new(from).is_ok_and(|mut decoder| {
            let bounded: Limits = decoding_limits();
            decoder.set_limits(bounded).is_ok()
                && decoder.into_frames().take(2).filter_map(Result::ok).count() > 1
        }),
        ImageFormat::WebP => WebPDecoder::new(from).is_ok_and(|decoder| decoder.has_animation()),
        _ => false,
    }
}

/// The picture the right way up, as its camera held it.
fn decoded(bytes: &Bytes, format: ImageFormat) -> Result<DynamicImage, Unfit> {
    let mut decoder = reader(bytes, format).into_decoder().map_err(broken)?;
    let orientation = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn scaled(picture: &DynamicImage, side: f64) -> DynamicImage {
    if side >= 1.0 {
        return picture.clone();
    }
    let shorter = |length: u32| ((f64::from(length) * side) as u32).max(1);
    picture.resize_exact(shorter(picture.width()), shorter(picture.height()), FilterType::CatmullRom)
}

fn encoded(picture: &DynamicImage, format: ImageFormat, quality: u8) -> Result<Bytes, Unfit> {
    let mut bytes = Vec::new();
    if format == ImageFormat::Jpeg {
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        encoder.encode_image(&on_white(picture)).map_err(broken)?;
    } else {
        picture.write_to(&mut Cursor::new(&mut bytes), format).map_err(broken)?;
    }
    Ok(Bytes::from(bytes))
}

/// What is seen through stands on white, for files that know nothing of it.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    let mut flat = image::RgbImage::from_pixel(picture.width(), picture.height(), image::Rgb([255; 3]));
    for (to, from) in flat.pixels_mut().zip(picture.to_rgba8().pixels()) {
        let [.., alpha] = from.0;
        let mix = |over: u8, under: u8| {
            ((u32::from(over) * u32::from(alpha) + u32::from(under) * (255 - u32::from(alpha))) / 255) as u8
        };
        for (under, over) in to.0.iter_mut().zip(from.0) {
            *under = mix(over, *under);
        }
    }
    DynamicImage::ImageRgb8(flat)
}

#[cfg(test)]
mod tests {
    use image::codecs::gif::GifEncoder;
    use image::{Delay, Frame, RgbaImage};
    use mimus_core::render::{DestinationLimits, FileTypes};

    use super::*;

    /// Pixels that compress badly.
    fn noise(width: u32, height: u32, alpha: u8) -> DynamicImage {
        let mut state = 0x2545_F491_u32;
        DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, |_, _| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let [r, g, b, _] = state.to_le_bytes();
            image::Rgba([r, g, b, alpha])
        }))
    }

    fn file(picture: &DynamicImage, format: ImageFormat) -> Bytes {
        let mut bytes = Vec::new();
        picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        Bytes::from(bytes)
    }

    fn seen(fitted: &Fitted) -> DynamicImage {
        image::load_from_memory(&fitted.bytes).unwrap()
    }

    #[test]
    fn what_fits_is_not_touched() {
        let png = file(&noise(40, 30, 255), ImageFormat::Png);
        let fitted = fit(png.clone(), &FileLimits::default()).unwrap();
        assert_eq!(fitted, Fitted { media_type: "image/png", bytes: png });
    }

    #[test]
    fn pictures_are_made_to_fit() {
        let png = file(&noise(400, 300, 255), ImageFormat::Png);
        let few_pixels = FileLimits { pixels: 30_000, ..FileLimits::default() };
        let smaller = seen(&fit(png.clone(), &few_pixels).unwrap());
        assert_eq!((smaller.width(), smaller.height()), (200, 150), "its shape is kept");
        let few_bytes = FileLimits { picture: 20_000, ..FileLimits::default() };
        let fitted = fit(png.clone(), &few_bytes).unwrap();
        assert!(fitted.bytes.len() <= 20_000 && fitted.media_type == "image/jpeg", "{}", fitted.bytes.len());
        let nothing = FileLimits { picture: 10, ..FileLimits::default() };
        let has = png.len() as u64;
        assert_eq!(fit(png, &nothing), Err(Unfit::TooLarge { has, most: 10 }));
    }

    #[test]
    fn another_type_is_given_where_one_is_taken() {
        let clear = file(&noise(20, 20, 100), ImageFormat::WebP);
        let png = FileLimits { types: FileTypes::of(["image/png", "image/jpeg"]), ..FileLimits::default() };
        assert_eq!(
            fit(clear.clone(), &png).unwrap().media_type,
            "image/png",
            "what is seen through stays so"
        );
        let jpeg = FileLimits { types: FileTypes::of(["image/jpeg"]), ..FileLimits::default() };
        let flat = fit(clear.clone(), &jpeg).unwrap();
        assert_eq!(flat.media_type, "image/jpeg");
        let middle = seen(&flat).to_rgb8().pixels().map(|p| u32::from(p.0[0])).sum::<u32>() / 400;
        assert!(middle > 140, "it stands on white: {middle}");
        let films = FileLimits { types: FileTypes::of(["video/mp4"]), ..FileLimits::default() };
        assert_eq!(fit(clear, &films), Err(Unfit::Type("image/webp")));
    }

    #[test]
    fn what_moves_is_taken_as_it_is_or_not() {
        let mut gif = Vec::new();
        let frames = (0..2).map(|n| {
            let picture = noise(20, 20, 255 - n).to_rgba8();
            Frame::from_parts(picture, 0, 0, Delay::from_numer_denom_ms(100, 1))
        });
        GifEncoder::new(&mut gif).encode_frames(frames).unwrap();
        let gif = Bytes::from(gif);
        assert_eq!(fit(gif.clone(), &FileLimits::default()).unwrap().bytes, gif);
        let has = gif.len() as u64;
        let small = FileLimits { moving: 99, ..FileLimits::default() };
        assert_eq!(fit(gif.clone(), &small), Err(Unfit::TooLarge { has, most: 99 }));
        let few = FileLimits { pixels: 399, ..FileLimits::default() };
        assert_eq!(fit(gif, &few), Err(Unfit::TooManyPixels { has: 400, most: 399 }));
        let film = Bytes::from_static(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom");
        let x = DestinationLimits::usual(mimus_core::Network::X).unwrap().files();
        assert_eq!(fit(film.clone(), &x).unwrap().media_type, "video/mp4");
        let short = FileLimits { film: 5, ..FileLimits::default() };
        assert!(matches!(fit(film, &short), Err(Unfit::TooLarge { .. })));
    }

    #[test]
    fn what_is_broken_or_hostile_is_refused() {
        let x = FileLimits { types: FileTypes::of(["image/jpeg"]), ..FileLimits::default() };
        assert_eq!(fit(Bytes::from_static(b"<svg/>"), &x), Err(Unfit::Unknown));
        let png = file(&noise(20, 20, 255), ImageFormat::Png);
        assert!(matches!(fit(png.slice(..60), &x), Err(Unfit::Broken(_))));
        // A header that says 100,000 by 100,000.
        let mut bomb = png.to_vec();
        bomb[16..24].copy_from_slice(&[0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0]);
        assert!(matches!(fit(Bytes::from(bomb), &x), Err(Unfit::Broken(_))));
    }
}
