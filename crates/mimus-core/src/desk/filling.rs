//! Words of a template that stand for the time it is for.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Content;

/// What stands in a draft for the words `{date}`, `{week}`, `{month}`, `{year}` and `{number}` of its template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filling {
    date: Date,
    number: u64,
}

impl Filling {
    /// For the draft with this `number` of its template, that is for the time `at` in `zone`.
    #[must_use]
    pub fn new(at: Timestamp, zone: &TimeZone, number: u64) -> Self {
        Self { date: at.to_zoned(zone.clone()).date(), number }
    }

    /// `content` with everything filled in that readers see. Other words in braces stay.
    #[must_use]
    pub fn fill(&self, content: &Content) -> Content {
        let mut filled = content.clone();
        filled.text = self.words(&filled.text);
        for version in filled.versions.values_mut() {
            *version = self.words(version);
        }
        filled.content_warning = filled.content_warning.map(|warning| self.words(&warning));
        for alt in filled.media.iter_mut().flat_map(|medium| &mut medium.alt) {
            alt.text = self.words(&alt.text);
        }
        for option in filled.poll.iter_mut().flat_map(|poll| &mut poll.options) {
            *option = self.words(option);
        }
        filled
    }

    fn words(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            filled.push_str(&rest[..open]);
            rest = &rest[open..];
            let word = rest.find('}').map(|close| &rest[..=close]);
            match word.and_then(|word| Some((word, self.value(word)?))) {
                Some((word, value)) => {
                    filled.push_str(&value);
                    rest = &rest[word.len()..];
                }
                None => {
                    filled.push('{');
                    rest = &rest[1..];
                }
            }
        }
        filled.push_str(rest);
        filled
    }

    /// Weeks are those of ISO 8601, which begin on Monday.
    fn value(&self, word: &str) -> Option<String> {
        Some(match word {
            "{date}" => self.date.to_string(),
            "{week}" => self.date.iso_week_date().week().to_string(),
            "{month}" => self.date.month().to_string(),
            "{year}" => self.date.year().to_string(),
            "{number}" => self.number.to_string(),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn filling() -> Filling {
        let berlin = TimeZone::fixed(jiff::tz::offset(1));
        Filling::new("2026-11-24T23:30:00Z".parse().unwrap(), &berlin, 7)
    }

    #[test]
    fn words_are_of_the_day_where_the_template_is_at_home() {
        let words = "No. {number}: {date}, week {week} of {year}, month {month}";
        assert_eq!(filling().words(words), "No. 7: 2026-11-25, week 48 of 2026, month 11");
    }

    #[test]
    fn other_braces_stay() {
        for same in ["{", "}", "{}", "{dates}", "{date", "a {b} c", "{Date}", "fn() { 1 }"] {
            assert_eq!(filling().words(same), same);
        }
        assert_eq!(filling().words("{{number}}"), "{7}");
    }

    #[test]
    fn all_that_readers_see_is_filled_in() {
        let content: Content = serde_json::from_value(serde_json::json!({
            "text": "{number}", "versions": {"x": "x{number}"}, "content_warning": "w{number}",
            "poll": {"options": ["a{number}", "b"], "minutes": 60}
        }))
        .unwrap();
        let filled = serde_json::to_string(&filling().fill(&content)).unwrap();
        assert!(!filled.contains("number"), "{filled}");
        assert_eq!(filled.matches('7').count(), 4, "{filled}");
    }

    proptest! {
        #[test]
        fn any_text_can_be_filled_in(text in "(\\{|\\}|date|number|é|[a-z ]){0,40}") {
            let filled = filling().words(&text);
            let has_words = text.contains("{date}") || text.contains("{number}");
            prop_assert_eq!(filled != text, has_words);
        }
    }
}
