//! What has changed between two texts, and one text of two that were changed at once: by words, as people write them.

use diffy::{DiffOptions, Line, MergeOptions};

/// A stretch of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is in both.
    Same(String),
    /// It was there before.
    Gone(String),
    /// It is new.
    New(String),
}

/// What became of two changes to one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged {
    /// Both are in it.
    Both(String),
    /// They are about the same words: somebody must choose.
    Clash,
}

/// The library goes by lines, so each word, and each stretch of white space, is put on one.
fn as_lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() * 2);
    let mut white = None;
    for c in text.chars() {
        if white.is_some_and(|white| white != c.is_whitespace()) || c == '\n' {
            lines.push('\n');
        }
        white = Some(c.is_whitespace());
        match c {
            '\n' => lines.push('\u{240A}'),
            '\r' => {}
            c => lines.push(c),
        }
    }
    if !lines.is_empty() {
        lines.push('\n');
    }
    lines
}

fn as_text(line: &str) -> String {
    line.replace('\n', "").replace('\u{240A}', "\n")
}

/// What is different in `after` from `before`.
#[must_use]
pub fn differences(before: &str, after: &str) -> Vec<Change> {
    let (before, after) = (as_lines(before), as_lines(after));
    let mut options = DiffOptions::new();
    options.set_context_len(usize::MAX);
    let patch = options.create_patch(&before, &after);
    let mut changes: Vec<Change> = Vec::new();
    if patch.hunks().is_empty() && !after.is_empty() {
        return vec![Change::Same(as_text(&after))];
    }
    for line in patch.hunks().iter().flat_map(diffy::Hunk::lines) {
        match (line, changes.last_mut()) {
            (Line::Context(words), Some(Change::Same(so_far))) => so_far.push_str(&as_text(words)),
            (Line::Delete(words), Some(Change::Gone(so_far))) => so_far.push_str(&as_text(words)),
            (Line::Insert(words), Some(Change::New(so_far))) => so_far.push_str(&as_text(words)),
            (Line::Context(words), _) => changes.push(Change::Same(as_text(words))),
            (Line::Delete(words), _) => changes.push(Change::Gone(as_text(words))),
            (Line::Insert(words), _) => changes.push(Change::New(as_text(words))),
        }
    }
    changes
}

/// One text of `ours` and `theirs`, which both began as `base`.
#[must_use]
pub fn merge(base: &str, ours: &str, theirs: &str) -> Merged {
    if ours == theirs || theirs == base {
        return Merged::Both(ours.to_owned());
    }
    if ours == base {
        return Merged::Both(theirs.to_owned());
    }
    let merged = MergeOptions::new().merge(&as_lines(base), &as_lines(ours), &as_lines(theirs));
    merged.map_or(Merged::Clash, |lines| Merged::Both(as_text(&lines)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_difference_is_told_by_words() {
        let gone = |words: &str| Change::Gone(words.into());
        let new = |words: &str| Change::New(words.into());
        let same = |words: &str| Change::Same(words.into());
        assert_eq!(
            differences("one two three", "one 2 three"),
            [same("one "), gone("two"), new("2"), same(" three")]
        );
        assert_eq!(differences("", "all"), [new("all")]);
        assert_eq!(differences("all", ""), [gone("all")]);
        assert_eq!(differences("as it was\n", "as it was\n"), [same("as it was\n")]);
        assert_eq!(differences("", ""), []);
    }

    #[test]
    fn what_two_people_changed_in_different_places_is_one_text() {
        let base = "The museum opens at nine.\n\nAdmission is free.";
        let one = "The museum opens at ten.\n\nAdmission is free.";
        let other = "The museum opens at nine.\n\nAdmission is free for all.";
        let both = "The museum opens at ten.\n\nAdmission is free for all.";
        assert_eq!(merge(base, one, other), Merged::Both(both.into()));
        assert_eq!(merge(base, one, "The museum opens at eleven.\n\nAdmission is free."), Merged::Clash);
        assert_eq!(merge(base, base, other), Merged::Both(other.into()));
        assert_eq!(merge(base, one, one), Merged::Both(one.into()));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_between_two_texts(before in "[a-c \n]{0,40}", after in "[a-c \n]{0,40}") {
            let changes = differences(&before, &after);
            let side = |new: bool| -> String {
                changes.iter().map(|change| match change {
                    Change::Same(words) => words.as_str(),
                    Change::New(words) if new => words,
                    Change::Gone(words) if !new => words,
                    Change::New(_) | Change::Gone(_) => "",
                }).collect()
            };
            prop_assert_eq!(side(false), before);
            prop_assert_eq!(side(true), after);
        }
    }
}
