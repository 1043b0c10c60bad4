//! What a destination refuses of a publication, and what it is done without.

use std::collections::BTreeMap;

use mimus_networks::{Failure, RejectReason};

/// What a destination has refused of a publication, and what it is done without.
#[derive(Debug, Clone, Default)]
pub(super) struct Without {
    /// Media that are linked instead, by their numbers, and why.
    pub(super) media: BTreeMap<usize, String>,
    pub(super) reply: bool,
    pub(super) quote: bool,
    pub(super) thread: bool,
    /// Somebody wrote it as an answer: alone it is not said to everybody.
    must_answer: bool,
}

impl Without {
    /// Nothing yet, for a publication that may stand alone where its answer is refused, or must not.
    pub(super) fn nothing(must_answer: bool) -> Self {
        Self { must_answer, ..Self::default() }
    }

    /// Whether there is another way after this failure. `begun` says that a part of it stands already.
    pub(super) fn learn(&mut self, failure: &Failure, begun: bool) -> bool {
        let way = match failure.reject_reason() {
            // A thread of which a part is refused is not left without its end.
            Some(RejectReason::ReplyNotAllowed | RejectReason::Duplicate) if begun => &mut self.thread,
            Some(RejectReason::ReplyNotAllowed) if self.must_answer => return false,
            Some(RejectReason::ReplyNotAllowed | RejectReason::TargetGone)
                if !self.reply && !self.must_answer =>
            {
                &mut self.reply
            }
            Some(RejectReason::QuoteNotAllowed | RejectReason::TargetGone) => &mut self.quote,
            Some(RejectReason::ReplyNotAllowed | RejectReason::Duplicate | RejectReason::TooLong) | None => {
                return false;
            }
        };
        !std::mem::replace(way, true)
    }

    pub(super) fn said(&self) -> Option<String> {
        let done = [
            (self.thread, "the network refused the thread: one post with a link stands for it"),
            (self.reply, "the network refused the answer: it stands alone"),
            (self.quote, "the network refused the quotation: a link stands for it"),
        ];
        let done = done.iter().filter(|(so, _)| *so).map(|(_, words)| (*words).to_owned());
        let media =
            self.media.iter().map(|(number, why)| format!("medium {number} {why}: the original is linked"));
        let words: Vec<String> = done.chain(media).collect();
        (!words.is_empty()).then(|| words.join("; "))
    }
}
