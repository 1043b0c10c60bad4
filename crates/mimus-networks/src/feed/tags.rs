//! Categories as hashtags.

use feed_rs::model::Category;
use mimus_core::rich_text::{Detect, RichTextBuilder, detect};
use mimus_core::{RichText, SpanKind};

/// Most hashtags made of an entry's categories.
const MAX_TAGS: usize = 5;

/// Most words of a category that is a hashtag; more are a sentence.
const MAX_WORDS: usize = 4;

/// Longest hashtag, in characters.
const MAX_CHARS: usize = 50;

/// What systems call entries that nobody has put into a category.
const NONE: [&str; 10] = [
    "uncategorized",
    "uncategorised",
    "unkategorisiert",
    "non classé",
    "sin categoría",
    "sem categoria",
    "senza categoria",
    "без рубрики",
    "未分類",
    "未分类",
];

/// The hashtags that an entry's categories make, those left out that `words` has already, at most five.
pub(super) fn of(categories: &[Category], words: &RichText) -> Vec<String> {
    let mut known: Vec<String> = words.hashtags().into_iter().map(str::to_lowercase).collect();
    let mut tags = Vec::new();
    for category in categories.iter().take(64) {
        let label = category.label.as_deref().filter(|l| !l.trim().is_empty()).unwrap_or(&category.term);
        if let Some(tag) = tag(label).filter(|tag| !known.contains(&tag.to_lowercase()))
            && tags.len() < MAX_TAGS
        {
            known.push(tag.to_lowercase());
            tags.push(tag);
        }
    }
    tags
}

/// Appends hashtags as a paragraph.
pub(super) fn append(out: &mut RichTextBuilder, tags: Vec<String>) {
    for (n, name) in tags.into_iter().enumerate() {
        match n {
            0 if out.as_str().is_empty() => {}
            0 => out.push_str("\n\n"),
            _ => out.push_str(" "),
        }
        out.push_span(&format!("#{name}"), SpanKind::Hashtag { name });
    }
}

/// `free software` as `FreeSoftware`, in any script, so that screen readers part the words. `None` for what is no
/// word: addresses, dates, numbers, whole sentences, names that live by their signs (`C++`).
fn tag(label: &str) -> Option<String> {
    let label = label.trim().trim_start_matches('#').trim();
    if label.contains("://") || label.ends_with(['+', '#']) || NONE.contains(&label.to_lowercase().as_str()) {
        return None;
    }
    let label = label.replace(['\'', '’', '‘', 'ʼ'], "");
    let parts = |c: char| {
        c.is_whitespace()
            || (c.is_ascii_punctuation() && c != '_')
            || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{30FB}' | '«' | '»' | '·' | '،' | '؛')
    };
    let words: Vec<&str> = label.split(parts).filter(|word| !word.is_empty()).collect();
    let name = match words.as_slice() {
        [] => return None,
        [one] => (*one).to_owned(),
        several if several.len() <= MAX_WORDS => several.iter().map(|word| capitalised(word)).collect(),
        _ => return None,
    };
    if name.chars().count() > MAX_CHARS {
        return None;
    }
    // What is found again in a text as one hashtag is one.
    let found = detect(&RichText::plain(format!("#{name}")), Detect { links: false, hashtags: true });
    found.hashtags().first().is_some_and(|found| *found == name).then_some(name)
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_of_any_script_become_hashtags() {
        for (label, expected) in [
            ("free software", Some("FreeSoftware")),
            ("#Wiki", Some("Wiki")),
            ("हिन्दी साहित्य", Some("हिन्दीसाहित्य")),
            ("كتب جديدة", Some("كتبجديدة")),
            ("می‌خواهم", Some("می‌خواهم")),
            ("図書館・歴史", Some("図書館歴史")),
            ("ภาษาไทย", Some("ภาษาไทย")),
            ("People’s choice", Some("PeoplesChoice")),
            ("arts & crafts", Some("ArtsCrafts")),
            ("snake_case", Some("snake_case")),
            ("C++", None),
            ("F#", None),
            ("2026", None),
            ("Uncategorized", None),
            ("https://x.example/kind#post", None),
            ("one two three four five", None),
            ("…", None),
            ("", None),
        ] {
            assert_eq!(tag(label).as_deref(), expected, "{label}");
        }
    }

    #[test]
    fn none_comes_twice_and_not_too_many() {
        let labels = ["Wiki", "wiki", "known", "b", "c", "d", "e", "f"];
        let categories: Vec<Category> = labels.iter().map(|l| category(l)).collect();
        let words = detect(&RichText::plain("all #Known words"), Detect { links: false, hashtags: true });
        assert_eq!(of(&categories, &words), ["Wiki", "b", "c", "d", "e"]);
    }

    fn category(term: &str) -> Category {
        Category { term: term.to_owned(), scheme: None, label: None, subcategories: Vec::new() }
    }
}
