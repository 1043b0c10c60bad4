//! Pages that posts link to, read for the card that is shown of them.

use mimus_core::WebUrl;
use mimus_core::rich_text::{MAX_PAGE_BYTES, PageCard, page_card};

use super::{Exercise, Outcome};

/// Most characters of anything that a card says.
const MOST: usize = 1_001;

pub(super) struct CardTarget;

impl Exercise for CardTarget {
    fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String> {
        let base = WebUrl::parse("https://news.example/posts/1").map_err(|error| error.to_string())?;
        // As a server labels it, and by what the page says of itself.
        for label in [Some("text/html"), Some("text/html; charset=utf-8"), None] {
            let text = mimus_networks::page_text(input, label);
            let card = page_card(&text, &base);
            sound(&card)?;
            if text.len() <= MAX_PAGE_BYTES && page_card(&text, &base) != card {
                return Err("read again it says something else".into());
            }
        }
        let card = page_card(&mimus_networks::page_text(input, None), &base);
        Ok(if card == PageCard::default() { Outcome::Refused } else { Outcome::Taken })
    }
}

fn sound(card: &PageCard) -> Result<(), String> {
    let said = [&card.title, &card.description, &card.site, &card.picture_alt];
    for words in said.into_iter().flatten() {
        if words.chars().count() > MOST || words.trim().is_empty() || words.contains(char::is_control) {
            return Err(format!("no words for one line: {words:.200?}"));
        }
    }
    match &card.picture {
        Some(url) if !matches!(url.as_url().scheme(), "http" | "https") => Err(format!("a picture at {url}")),
        _ => Ok(()),
    }
}
