//! Cards of linked pages, as servers will most likely make them: looked at by us, within bounds, for those who may read the draft.

use std::collections::HashMap;
use std::io::Cursor;
use std::time::Duration;

use futures_util::future::join_all;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GenericImageView, ImageFormat, ImageReader, RgbImage};
use jiff::{SignedDuration, Timestamp};
use mimus_core::WebUrl;
use mimus_core::render::Part;
use mimus_core::rich_text::{MAX_PAGE_BYTES, card_link, page_card};
use mimus_http::{HttpError, Redirects, Request};
use mimus_store::{CardClaim, Draft, LinkCard, PageWords, Person};

use super::review::Preview;
use super::{DeskError, after};
use crate::Engine;
use crate::media::{decoding_limits, sniff};

/// Longest that looking at the cards of a draft takes.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// Pages that are looked at for somebody within a minute.
pub const A_MINUTE: u64 = 20;
/// How long a card is known, and how long that there is none.
const GOOD: Duration = Duration::from_secs(24 * 3_600);
const BAD: Duration = Duration::from_secs(600);
/// Most bytes of a page's picture.
const MAX_PICTURE: u64 = 4 << 20;
/// Most pixels of a side of what is kept of it, and its quality as a JPEG.
const SIDE: u32 = 480;
const QUALITY: u8 = 75;

/// The link of a part of which its network makes a card: where there are media, it makes none.
#[must_use]
pub fn link_of<'a>(preview: &Preview, part: &'a Part) -> Option<&'a WebUrl> {
    if part.media.is_empty() { card_link(&part.words, preview.at.account.network) } else { None }
}

/// The links of a draft's posts of which cards are made, each once.
fn links(previews: &[Preview]) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for preview in previews {
        for part in preview.renderings.iter().flat_map(|rendering| &rendering.parts) {
            if let Some(link) = link_of(preview, part).map(ToString::to_string)
                && !links.contains(&link)
            {
                links.push(link);
            }
        }
    }
    links
}

impl Engine {
    /// The cards of a draft's links that are known, by their addresses. Nobody is asked for anything.
    pub async fn known_cards(&self, previews: &[Preview]) -> Result<HashMap<String, LinkCard>, DeskError> {
        let known = self.store.link_cards(&links(previews), self.clock.now()).await?;
        Ok(known.into_iter().collect())
    }

    /// Looks at the pages that a draft which somebody may see links to, unless they are known; for at most five seconds. False
    /// where somebody has had too many pages looked at: then some are left.
    pub async fn look_at_cards(&self, by: &Person, draft: &Draft) -> Result<bool, DeskError> {
        let links = links(&self.preview(draft).await?);
        let now = self.clock.now();
        let since = now.saturating_sub(SignedDuration::from_mins(1)).unwrap_or(Timestamp::MIN);
        let mut mine = Vec::new();
        let mut enough = true;
        for link in links {
            let until = after(now, PATIENCE * 2);
            match self.store.claim_link_card(&link, by.id, A_MINUTE, since, until, now).await? {
                CardClaim::Taken => mine.push(link),
                CardClaim::Known => {}
                CardClaim::TooMany => enough = false,
            }
        }
        let looks = mine.iter().map(|link| async move {
            let card = tokio::time::timeout(PATIENCE, look(self, link)).await;
            let card = card.unwrap_or(LinkCard::Slow);
            let life = if matches!(card, LinkCard::There(_)) { GOOD } else { BAD };
            self.store.keep_link_card(link, &card, after(self.clock.now(), life)).await
        });
        for kept in join_all(looks).await {
            kept?;
        }
        Ok(enough)
    }
}

async fn look(engine: &Engine, link: &str) -> LinkCard {
    let Ok(address) = WebUrl::parse(link) else { return LinkCard::Away };
    let most = u64::try_from(MAX_PAGE_BYTES).unwrap_or(u64::MAX);
    let request =
        Request::get(address.as_url().clone()).max_body(most).redirects(Redirects::Follow).timeout(PATIENCE);
    let answer = match engine.http.send(request).await {
        Ok(answer) => answer,
        Err(HttpError::TooLarge { .. }) => return LinkCard::TooLarge,
        Err(HttpError::Timeout { .. }) => return LinkCard::Slow,
        Err(_) => return LinkCard::Away,
    };
    if !answer.status.is_success() {
        return LinkCard::Status(answer.status.as_u16());
    }
    let media_type = answer.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_page = |media_type: &str| {
        let media_type = media_type.trim_start().to_ascii_lowercase();
        media_type.starts_with("text/html") || media_type.starts_with("application/xhtml+xml")
    };
    if !media_type.is_none_or(is_page) {
        return LinkCard::NoPage;
    }
    let text = mimus_networks::page_text(&answer.body, media_type);
    let base = WebUrl::parse(answer.url.as_str()).unwrap_or(address);
    let page = page_card(&text, &base);
    let Some(title) = page.title else { return LinkCard::NoTitle };
    let picture = match &page.picture {
        Some(url) => picture(engine, url).await,
        None => None,
    };
    LinkCard::There(PageWords {
        title,
        description: page.description,
        site: page.site.unwrap_or_else(|| base.host().to_owned()),
        names_picture: page.picture.is_some(),
        picture,
        picture_alt: page.picture_alt,
    })
}

/// A page's picture, small and made anew, so that nothing of the file is kept but what it shows. Without it the card stands, too.
async fn picture(engine: &Engine, url: &WebUrl) -> Option<String> {
    // The words are not to be lost for the picture's sake.
    let half = PATIENCE / 2;
    let request =
        Request::get(url.as_url().clone()).max_body(MAX_PICTURE).redirects(Redirects::Follow).timeout(half);
    let answer = engine.http.send(request).await.ok().filter(|answer| answer.status.is_success())?;
    let folder = engine.media.clone();
    let kept = tokio::task::spawn_blocking(move || folder.keep_card(&small(&answer.body)?).ok());
    tokio::time::timeout(half, kept).await.ok()?.ok()?
}

fn small(bytes: &[u8]) -> Option<Vec<u8>> {
    let format = match sniff(bytes)? {
        "image/jpeg" => ImageFormat::Jpeg,
        "image/png" => ImageFormat::Png,
        "image/gif" => ImageFormat::Gif,
        "image/webp" => ImageFormat::WebP,
        _ => return None,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(decoding_limits());
    let picture = reader.decode().ok()?;
    let (width, height) = picture.dimensions();
    let picture = if width.max(height) > SIDE { picture.thumbnail(SIDE, SIDE) } else { picture };
    let mut small = Vec::new();
    on_white(&picture).write_with_encoder(JpegEncoder::new_with_quality(&mut small, QUALITY)).ok()?;
    Some(small)
}

/// A JPEG has nothing to see through.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let rgba = picture.to_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0;
        let over = |c: u8| {
            let mixed = (u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        image::Rgb([over(r), over(g), over(b)])
    })
}
