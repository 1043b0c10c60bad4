//! Which media of a post stand together on a destination, and which it does not take.

use super::Warning;
use crate::{AltText, Media, MediaKind, RichText};

/// What a destination takes.
pub(super) struct MediaRules<'a> {
    /// Pictures of one post.
    pub(super) together: usize,
    /// Grapheme clusters of an alt text.
    pub(super) alt: usize,
    /// Kinds of which one stands alone in a post.
    pub(super) alone: &'static [MediaKind],
    /// Kinds that are not taken.
    pub(super) refused: &'static [MediaKind],
    /// Those that are found not to be taken, by their numbers.
    pub(super) unfit: &'a [usize],
}

/// A medium with its number, counted from 1.
pub(super) type Numbered = (usize, Media);

/// The media in groups of one post each, and the numbers of those that are not taken.
pub(super) fn grouped(
    media: &[Media],
    rules: &MediaRules<'_>,
    warnings: &mut Vec<Warning>,
) -> (Vec<Vec<Numbered>>, Vec<usize>) {
    let alone = |(_, medium): &Numbered| rules.alone.contains(&medium.kind);
    let mut groups: Vec<Vec<Numbered>> = Vec::new();
    let mut left = Vec::new();
    for (n, medium) in media.iter().enumerate() {
        if rules.refused.contains(&medium.kind) || rules.unfit.contains(&(n + 1)) {
            left.push(n + 1);
            continue;
        }
        let medium = (n + 1, described(n + 1, medium, rules.alt, warnings));
        match groups.last_mut() {
            Some(group) if group.len() < rules.together && !alone(&medium) && !group.iter().any(alone) => {
                group.push(medium);
            }
            _ => groups.push(vec![medium]),
        }
    }
    (groups, left)
}

/// The medium with alt texts of at most `most` grapheme clusters.
fn described(number: usize, medium: &Media, most: usize, warnings: &mut Vec<Warning>) -> Media {
    let mut medium = medium.clone();
    if medium.alt_text().is_none() {
        warnings.push(Warning::NoAltText(number));
    }
    for AltText { text, .. } in &mut medium.alt {
        let (shorter, cut) = RichText::plain(text.clone()).truncated(most);
        if cut {
            *text = shorter.as_str().to_owned();
            warnings.push(Warning::AltTextCut(number, most));
        }
    }
    medium
}

/// Without the numbers.
pub(super) fn of_group(group: Vec<Numbered>) -> Vec<Media> {
    group.into_iter().map(|(_, medium)| medium).collect()
}
