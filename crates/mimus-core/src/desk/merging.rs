//! One draft of two that were written at once.

use super::difference::{Merged, merge};
use super::{Content, DraftMedium};

/// One draft of `ours` and `theirs`, which both began as `base`: what only one of them changed is as they changed it, and of
/// words that both changed each change is taken. `None` where both changed the same.
#[must_use]
pub fn merge_contents(base: &Content, ours: &Content, theirs: &Content) -> Option<Content> {
    let mut merged = Content {
        text: words(&base.text, &ours.text, &theirs.text)?,
        versions: one_of(&base.versions, &ours.versions, &theirs.versions)?,
        language: one_of(&base.language, &ours.language, &theirs.language)?,
        content_warning: one_of(&base.content_warning, &ours.content_warning, &theirs.content_warning)?,
        sensitive: one_of(&base.sensitive, &ours.sensitive, &theirs.sensitive)?,
        visibility: one_of(&base.visibility, &ours.visibility, &theirs.visibility)?,
        media: Vec::new(),
        poll: one_of(&base.poll, &ours.poll, &theirs.poll)?,
        reply_to: one_of(&base.reply_to, &ours.reply_to, &theirs.reply_to)?,
        quote: one_of(&base.quote, &ours.quote, &theirs.quote)?,
        boost: one_of(&base.boost, &ours.boost, &theirs.boost)?,
    };
    merged.media = media(&base.media, &ours.media, &theirs.media)?;
    Some(merged)
}

fn one_of<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T) -> Option<T> {
    if ours == theirs || theirs == base {
        return Some(ours.clone());
    }
    (ours == base).then(|| theirs.clone())
}

fn words(base: &str, ours: &str, theirs: &str) -> Option<String> {
    match merge(base, ours, theirs) {
        Merged::Both(words) => Some(words),
        Merged::Clash => None,
    }
}

/// Media are known by their files: each is as whoever changed it left it; theirs that are new come after ours.
fn media(base: &[DraftMedium], ours: &[DraftMedium], theirs: &[DraftMedium]) -> Option<Vec<DraftMedium>> {
    let find = |media: &[DraftMedium], file: &str| media.iter().find(|medium| medium.file == file).cloned();
    let mut merged = Vec::new();
    let files = ours.iter().chain(theirs).map(|medium| medium.file.as_str());
    let mut seen: Vec<&str> = Vec::new();
    for file in files {
        if seen.contains(&file) {
            continue;
        }
        seen.push(file);
        merged.extend(one_of(&find(base, file), &find(ours, file), &find(theirs, file))?);
    }
    Some(merged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AltText, MediaKind};

    fn medium(file: &str, alt: &str) -> DraftMedium {
        DraftMedium {
            file: file.into(),
            kind: MediaKind::Image,
            part: 0,
            alt: vec![AltText { language: None, text: alt.into() }],
            focal_point: None,
            size: None,
            author: String::new(),
            licence: String::new(),
            source: String::new(),
        }
    }

    #[test]
    fn what_two_people_did_in_different_fields_is_all_there() {
        let base = Content {
            text: "The tower opens on Monday.".into(),
            media: vec![medium("a", ""), medium("b", "")],
            ..Content::default()
        };
        let mut ours = base.clone();
        ours.text = "The tower opens on Tuesday.".into();
        ours.media[0] = medium("a", "A tower");
        let mut theirs = base.clone();
        theirs.content_warning = Some("Heights".into());
        theirs.media = vec![medium("a", ""), medium("c", "A view")];
        let merged = merge_contents(&base, &ours, &theirs);
        let wanted = Content {
            text: "The tower opens on Tuesday.".into(),
            content_warning: Some("Heights".into()),
            media: vec![medium("a", "A tower"), medium("c", "A view")],
            ..Content::default()
        };
        assert_eq!(merged, Some(wanted));
    }

    #[test]
    fn the_same_field_changed_twice_is_for_somebody_to_choose() {
        let base = Content::default();
        let with = |warning: &str| Content { content_warning: Some(warning.into()), ..Content::default() };
        assert_eq!(merge_contents(&base, &with("one"), &with("other")), None);
        assert_eq!(merge_contents(&base, &with("one"), &with("one")), Some(with("one")));
    }
}
