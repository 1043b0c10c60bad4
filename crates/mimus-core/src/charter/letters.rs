//! Signs that look like letters, and emoji at the beginning of lines.

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::CodePointSetData;
use icu_properties::props::{EmojiPresentation, ExtendedPictographic};

/// Fewest signs in a row that are taken for a word in disguise: ℃ and № are as they should be.
const FEWEST: usize = 3;

/// Words that are written with signs that only look like letters, each with the letters that are meant. `wide` letters, which
/// belong to the scripts of East Asia, are letters there.
pub(super) fn dressed(text: &str, wide: bool) -> Vec<(String, String)> {
    let normal = ComposingNormalizerBorrowed::new_nfkc();
    let mut found = Vec::new();
    for word in text.split_whitespace() {
        let signs = word.chars().filter(|c| is_dressed(*c, wide, &normal)).count();
        if signs >= FEWEST {
            found.push((word.to_owned(), normal.normalize(word).into_owned()));
        }
    }
    found
}

fn is_dressed(c: char, wide: bool, normal: &ComposingNormalizerBorrowed<'_>) -> bool {
    let looks = match u32::from(c) {
        // Mathematical letters; letters in circles, squares and brackets.
        0x1D400..=0x1D7FF | 0x2460..=0x24FF | 0x1F110..=0x1F169 => true,
        0xFF01..=0xFF5E => !wide,
        // Modifier letters, and those above and below the line.
        0x02B0..=0x02B8 | 0x1D2C..=0x1D6A | 0x2070..=0x209C => true,
        _ => false,
    };
    let plain = || normal.normalize(c.encode_utf8(&mut [0; 4])).chars().any(char::is_alphanumeric);
    looks && plain()
}

/// Whether a line begins with an emoji and goes on with words.
pub(super) fn begins_with_emoji(line: &str) -> bool {
    let line = line.trim_start();
    let pictographic = CodePointSetData::new::<ExtendedPictographic>();
    let shown = CodePointSetData::new::<EmojiPresentation>();
    let Some(first) = line.chars().next() else { return false };
    let is_emoji =
        shown.contains(first) || (pictographic.contains(first) && line.chars().nth(1) == Some('\u{fe0f}'));
    is_emoji && line.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_disguise_are_found_and_signs_are_not() {
        let found = |text: &str| dressed(text, false);
        assert_eq!(found("𝗡𝗲𝘄𝘀 of today"), [("𝗡𝗲𝘄𝘀".to_owned(), "News".to_owned())]);
        assert_eq!(found("Ｗｉｄｅ"), [("Ｗｉｄｅ".to_owned(), "Wide".to_owned())]);
        assert_eq!(dressed("ＮＨＫのニュース", true), []);
        assert_eq!(found("ⓃⒺⓌⓈ"), [("ⓃⒺⓌⓈ".to_owned(), "NEWS".to_owned())]);
        for fine in ["20 ℃, № 5, ① and ②, x², ﬁne", "Grüße", "Новости", "أخبار", "🇩🇪🇫🇷 🅰️", ""]
        {
            assert_eq!(found(fine), [], "{fine}");
        }
    }

    #[test]
    fn lines_that_begin_with_emoji_are_known() {
        for line in ["✅ One", "👉 here", "  🎉Party", "▶️ Play", "👩‍👩‍👧 A family"] {
            assert!(begins_with_emoji(line), "{line}");
        }
        for line in ["One ✅", "🎉🎉", "", "— one", "© Town", "1️⃣", "#tag"] {
            assert!(!begins_with_emoji(line), "{line}");
        }
    }
}
