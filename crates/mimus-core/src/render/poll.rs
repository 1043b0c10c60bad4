//! Polls on a destination.

use jiff::{Timestamp, ToSpan};

use super::Warning;
use crate::rich_text::RichTextBuilder;
use crate::{Poll, RichText};

/// What a destination takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct PollRules {
    /// Options.
    pub(super) options: usize,
    /// Length of an option, by `length`.
    pub(super) option: usize,
    /// How long an option is.
    pub(super) length: fn(&str) -> usize,
    /// Whether several options may be chosen.
    pub(super) multiple: bool,
    /// Shortest and longest time for which it is open, in minutes.
    pub(super) minutes: (u32, u32),
}

/// For how many minutes a poll is open from `from` on, rounded up; `None` where it has no end.
#[must_use]
pub fn minutes_open(poll: &Poll, from: Timestamp) -> Option<u32> {
    let seconds = poll.ends_at?.as_second().saturating_sub(from.as_second());
    Some(u32::try_from(seconds.max(0).saturating_add(59) / 60).unwrap_or(u32::MAX))
}

/// Whether nobody can vote any more at `now`.
pub(super) fn is_over(poll: &Poll, now: Timestamp) -> bool {
    poll.closed || minutes_open(poll, now) == Some(0)
}

/// The poll as the destination takes it at `from`; `None` where it can only be told in words.
pub(super) fn fitting(
    poll: &Poll,
    rules: PollRules,
    from: Timestamp,
    warnings: &mut Vec<Warning>,
) -> Option<Poll> {
    let minutes = minutes_open(poll, from);
    let sound = !is_over(poll, from)
        && (rules.multiple || !poll.multiple)
        && (2..=rules.options).contains(&poll.options.len())
        && poll.options.iter().all(|option| (1..=rules.option).contains(&(rules.length)(&option.label)));
    if !sound {
        return None;
    }
    let (least, most) = rules.minutes;
    let kept = minutes.unwrap_or(most).clamp(least, most);
    let mut poll = poll.clone();
    if minutes != Some(kept) {
        warnings.push(Warning::PollTime(kept));
        poll.ends_at = from.checked_add(i64::from(kept).minutes()).ok();
    }
    Some(poll)
}

/// The poll's options as lines, with their share of the votes where it is over.
pub(super) fn in_words(words: &RichText, poll: &Poll) -> RichText {
    let total = poll.total();
    let mut out = RichTextBuilder::default();
    out.push_rich(words);
    out.push_str(if words.is_empty() { "" } else { "\n\n" });
    for (n, option) in poll.options.iter().enumerate() {
        out.push_str(if n > 0 { "\n– " } else { "– " });
        out.push_str(&option.label);
        if poll.closed && total > 0 {
            let (votes, total) = (u128::from(option.votes), u128::from(total));
            out.push_str(&format!(" ({} %)", (votes * 200 + total) / (total * 2)));
        }
    }
    out.build()
}
