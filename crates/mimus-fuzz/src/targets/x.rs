//! Answers of X's API: read as posts and as accounts, converted, and rendered for another network.

use mimus_core::render::{MastodonLimits, mastodon};
use mimus_core::rich_text::HtmlOptions;
use mimus_core::{MirrorPolicy, RichText};
use mimus_networks::Failure;
use mimus_networks::x::{Answer, FilmLimit, Refusal, Users, convert, profile};

use super::{Exercise, Outcome};

/// Most media of a post.
const MAX_MEDIA: usize = 16;

pub(super) struct XTarget;

impl Exercise for XTarget {
    fn exercise(&mut self, input: &[u8]) -> Result<Outcome, String> {
        // What a failed call brings is anything.
        let _ = Refusal::read(403, input);
        if let Ok(users) = Users::parse(input) {
            users.users.iter().map(profile).try_for_each(|profile| sound(&profile.bio))?;
        }
        let answer = match Answer::parse(input) {
            Ok(answer) => answer,
            Err(Failure::Rejected { .. }) => return Ok(Outcome::Refused),
            Err(other) => return Err(format!("an answer that fails so: {other:?}")),
        };
        let mut outcome = Outcome::Refused;
        for tweet in &answer.tweets {
            let Ok(converted) = convert(tweet, &answer.includes, FilmLimit::default()) else { continue };
            outcome = Outcome::Taken;
            let post = converted.post;
            sound(&post.text)?;
            if post.media.len() > MAX_MEDIA {
                return Err(format!("{} media", post.media.len()));
            }
            let limits = MastodonLimits::default();
            let shown = mastodon(post, false, &MirrorPolicy::default(), &|_, _| None, limits);
            if shown.parts.is_empty() == shown.skipped.is_none() {
                return Err("neither parts nor a reason".into());
            }
            for part in &shown.parts {
                sound(&part.words)?;
                // A first line that warns may leave no room for a single word.
                if part.length > part.limit && part.words.spans().len() > 1 {
                    return Err(format!("a part of {} where {} are allowed", part.length, part.limit));
                }
                let html = part.words.to_html(&HtmlOptions { hashtag: &|_| None, shorten_links: true });
                if html.contains("<script") {
                    return Err("markup that is not ours".into());
                }
            }
        }
        Ok(outcome)
    }
}

fn sound(text: &RichText) -> Result<(), String> {
    RichText::from_parts(text.as_str().to_owned(), text.spans().to_vec())
        .map(drop)
        .map_err(|error| format!("spans that do not fit: {error}"))
}
