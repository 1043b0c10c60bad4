//! Answers of X's API: read as posts and as accounts, converted, and rendered for another network.

use mimus_core::MirrorPolicy;
use mimus_core::render::{MastodonLimits, mastodon};
use mimus_core::rich_text::HtmlOptions;
use mimus_networks::Failure;
use mimus_networks::x::{Answer, FilmLimit, Refusal, Users, convert, profile};

use super::rendered::{check, everywhere, sound};
use super::{Exercise, Outcome};

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
            everywhere(&post)?;
            let limits = MastodonLimits::default();
            let shown = mastodon(post, false, &MirrorPolicy::default(), &|_, _| None, limits);
            check(&shown)?;
            for part in &shown.parts {
                let html = part.words.to_html(&HtmlOptions { hashtag: &|_| None, shorten_links: true });
                if html.contains("<script") {
                    return Err("markup that is not ours".into());
                }
            }
        }
        Ok(outcome)
    }
}
