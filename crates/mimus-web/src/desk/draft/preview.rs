//! `/desk/drafts/{id}/preview`: what each network would get, and what the charter says of it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use mimus_core::charter::{Check, Field, Verdict};
use mimus_core::desk::Standing;
use mimus_core::render::Part;
use mimus_core::{Media, Money, PostRef};
use mimus_engine::desk::cards::link_of;
use mimus_engine::desk::review::Preview;
use mimus_store::{Draft, DraftId, LinkCard};

use super::cards::{self, CardView};
use super::edit::Said;
use super::{At, Powers, Tabs};
use crate::Site;
use crate::desk::room::{Room, show};
use crate::desk::session::refused;
use crate::pages::error::Failure;
use crate::pages::view::words_as_html;
use crate::tongue::Tongue;

/// What becomes of a draft on one account, for a template.
pub(crate) struct PreviewView {
    pub(crate) account: String,
    pub(crate) network: String,
    /// What it is to another post there, and that post's address.
    pub(crate) speaks_of: Vec<(String, String)>,
    pub(crate) parts: Vec<PartView>,
    pub(crate) checks: Vec<CheckView>,
    pub(crate) passed: String,
    pub(crate) cost: Option<String>,
    pub(crate) standing: String,
    pub(crate) approved: bool,
}

/// One post of it.
pub(crate) struct PartView {
    pub(crate) number: Option<String>,
    pub(crate) warning: Option<String>,
    pub(crate) html: String,
    pub(crate) language: Option<String>,
    pub(crate) dir: &'static str,
    pub(crate) media: Vec<PartMedium>,
    /// The card of its link, where one is made and cards are shown.
    pub(crate) card: Option<CardView>,
    pub(crate) options: Vec<String>,
    pub(crate) length: String,
    pub(crate) unlisted: bool,
}

/// A medium of it.
pub(crate) struct PartMedium {
    pub(crate) path: String,
    pub(crate) image: bool,
    pub(crate) alt: String,
}

/// A rule that is not kept.
pub(crate) struct CheckView {
    pub(crate) blocks: bool,
    pub(crate) verdict: String,
    pub(crate) rule: String,
    pub(crate) words: String,
    pub(crate) field: String,
}

/// Where in the form a field is.
fn field(id: DraftId, field: Field) -> String {
    let anchor = match field {
        Field::Text => "#text".to_owned(),
        Field::ContentWarning => "#warning".to_owned(),
        Field::Language => "#language".to_owned(),
        Field::Media(number) => format!("#medium-{number}"),
        Field::Time => return format!("/desk/drafts/{id}/schedule"),
    };
    format!("/desk/drafts/{id}{anchor}")
}

fn check_view(say: Tongue, id: DraftId, check: &Check) -> CheckView {
    let blocks = check.verdict == Verdict::Blocks;
    CheckView {
        blocks,
        verdict: if blocks { say.t("blocks") } else { say.t("warns") },
        rule: say.rule(check.rule),
        words: say.check(check),
        field: field(id, check.field),
    }
}

fn medium(medium: &Media) -> PartMedium {
    PartMedium {
        path: format!("/desk/media/{}", medium.source.as_str()),
        image: medium.kind == mimus_core::MediaKind::Image,
        alt: medium.alt_text().unwrap_or_default().to_owned(),
    }
}

fn part(say: Tongue, part: &Part, number: usize, of: usize, card: Option<CardView>) -> PartView {
    let language = part.language.as_ref();
    PartView {
        number: (of > 1).then(|| say.with2("part-of", ("n", number), ("of", of))),
        warning: part.content_warning.clone(),
        html: words_as_html(&part.words),
        language: language.map(ToString::to_string),
        dir: crate::pages::words::direction(language),
        media: part.media.iter().map(medium).collect(),
        card,
        options: part.poll.iter().flat_map(|poll| &poll.options).map(|option| option.label.clone()).collect(),
        length: say.with2("length-of", ("n", part.length), ("limit", part.limit)),
        unlisted: part.visibility == mimus_core::Visibility::Unlisted,
    }
}

/// The posts that it answers, quotes and boosts as the network does, not by a link.
fn speaks_of(say: Tongue, preview: &Preview) -> Vec<(String, String)> {
    let part = preview.renderings.iter().flat_map(|rendering| &rendering.parts).next();
    let boost = preview.renderings.iter().find_map(|rendering| rendering.boost.as_ref());
    let named = [
        ("speaks-answers", part.and_then(|part| part.in_reply_to.as_ref())),
        ("speaks-quotes", part.and_then(|part| part.quote.as_ref())),
        ("speaks-boosts", boost),
    ];
    let address = |of: Option<&PostRef>| of.and_then(|of| of.url.as_ref()).map(ToString::to_string);
    named.into_iter().filter_map(|(message, of)| Some((say.t(message), address(of)?))).collect()
}

/// How something stands with its reviewers.
pub(crate) fn standing_words(say: Tongue, standing: Standing) -> String {
    match standing {
        Standing::Approved => say.t("standing-approved"),
        Standing::Wanting(more) => say.count("standing-wanting", more),
        Standing::Refused => say.t("standing-refused"),
    }
}

/// What becomes of a draft, for a template; with the cards of its links, as far as they are known, where they are given.
pub(crate) fn views(
    say: Tongue,
    draft: &Draft,
    previews: &[Preview],
    cards: Option<&HashMap<String, LinkCard>>,
) -> Vec<PreviewView> {
    let view = |preview: &Preview| {
        let parts: Vec<&Part> = preview.renderings.iter().flat_map(|rendering| &rendering.parts).collect();
        let of = parts.len();
        let kept = preview.checks.iter().filter(|check| check.verdict == Verdict::Passed).count();
        let broken = preview.checks.iter().filter(|check| check.verdict != Verdict::Passed);
        PreviewView {
            account: preview.at.account.name().to_string(),
            network: super::form::network_name(say, preview.at.account.network),
            speaks_of: speaks_of(say, preview),
            parts: (1..)
                .zip(&parts)
                .map(|(number, one)| {
                    let link = link_of(preview, one);
                    let card = cards.zip(link).map(|(cards, link)| cards::view(say, link, cards));
                    part(say, one, number, of, card)
                })
                .collect(),
            checks: broken.map(|check| check_view(say, draft.id, check)).collect(),
            passed: say.count("checks-passed", kept),
            cost: (preview.cost > Money::ZERO).then(|| say.with("costs", "money", preview.cost)),
            standing: standing_words(say, preview.standing),
            approved: preview.standing == Standing::Approved,
        }
    };
    previews.iter().map(view).collect()
}

#[derive(Template)]
#[template(path = "desk/draft/preview.html")]
struct PreviewPage {
    room: Room,
    say: Tongue,
    tabs: Tabs,
    previews: Vec<PreviewView>,
    powers: Powers,
    hash: String,
    /// Whether there are pages that nobody has looked at yet.
    unseen: bool,
}

/// `GET /desk/drafts/{id}/preview`
pub(crate) async fn get(
    State(site): State<Site>,
    at: At,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let say = at.visitor.say;
    let previews = at.engine.preview(&at.draft).await.map_err(refused)?;
    let tabs = Tabs::new(say, &at.draft, "preview");
    let known = at.engine.known_cards(&previews).await.map_err(refused)?;
    let unseen = previews.iter().any(|preview| {
        let mut parts = preview.renderings.iter().flat_map(|rendering| &rendering.parts);
        parts.any(|part| link_of(preview, part).is_some_and(|link| !known.contains_key(link.as_str())))
    });
    show(&PreviewPage {
        room: at.visitor.room(&site, "drafts", &tabs.title).saying(said.words(say)),
        say,
        previews: views(say, &at.draft, &previews, Some(&known)),
        unseen,
        powers: Powers::of(&at.visitor.person, &at.draft),
        hash: at.draft.hash.clone(),
        tabs,
    })
}
