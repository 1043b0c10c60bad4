//! Review: what the charter finds, what each network would get, and what reviewers say of exactly that.

use mimus_core::charter::{Check, Field, Reason, Rule, Verdict};
use mimus_core::desk::{Content, Deed, Given, Ruling, Standing, compose, standing};
use mimus_core::render::{DestinationLimits, Rendering, Warning, render_for};
use mimus_core::{Directory, Money, Network, Post, RouteFacts};
use mimus_store::{Account, AccountId, Draft, DraftId, DraftState, GivenRuling, Person, PersonId, Route};
use serde_json::json;

use super::accounts::AtDesk;
use super::drafts::{about, words};
use super::{DeskError, after};
use crate::Engine;

/// What becomes of a draft on one account.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The account.
    pub at: AtDesk,
    /// What would be published, for each part of its thread.
    pub renderings: Vec<Rendering>,
    /// How it stands to the charter, and to what the network takes.
    pub checks: Vec<Check>,
    /// What it costs to publish all of it.
    pub cost: Money,
    /// Whether it is approved for that account.
    pub standing: Standing,
}

/// How long the posts are that words become on an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The account.
    pub account: AccountId,
    /// For each post: its length and how long it may be, as its network counts.
    pub lengths: Vec<(usize, usize)>,
    /// What it costs to publish all of it.
    pub cost: Money,
}

impl Preview {
    /// What keeps it from going out.
    pub fn blocks(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| check.verdict == Verdict::Blocks)
    }
}

impl Engine {
    /// What becomes of a draft on each of its accounts.
    pub async fn preview(&self, draft: &Draft) -> Result<Vec<Preview>, DeskError> {
        let directory = self.directory().await?;
        let rulings = self.store.rulings(draft.id).await?;
        let ruled: Vec<PersonId> = rulings.iter().map(|ruling| ruling.by).collect();
        let people = self.store.people_among(&ruled).await?;
        let mut previews = Vec::new();
        for account in &draft.accounts {
            let at = self.desk_account(*account).await?;
            let Some(route) = self.store.route(at.desk.route).await? else { continue };
            let spoken_of = self.spoken_of(&draft.content, &at.account).await?;
            let time = draft.slot.unwrap_or_else(|| self.clock.now());
            let posts = compose(&draft.content, at.account.network, draft.id.get(), time);
            let renderings = render(posts, &at, &route, &directory, &spoken_of, time);
            let mut checks = checks(&draft.content, &at, &directory);
            checks.extend(fits(draft, &renderings, &at.account.limits));
            checks.extend(self.said_before(draft, *account, &renderings).await?);
            checks.extend(self.in_time(draft, &at).await?);
            let standing = standing_of(draft, &at, &rulings, &people);
            let metered = renderings.iter().filter(|_| !at.account.by_hand);
            let cost = metered.map(|rendering| rendering.cost).sum();
            previews.push(Preview { at, renderings, checks, cost, standing });
        }
        Ok(previews)
    }

    /// Which of the posts that a draft answers, quotes or boosts an account's network should have: those of its own kind, and those
    /// that the Desk published there as well.
    async fn spoken_of(&self, content: &Content, account: &Account) -> Result<RouteFacts, DeskError> {
        let mut there = [false; 3];
        let named = [&content.reply_to, &content.quote, &content.boost];
        for (there, url) in there.iter_mut().zip(named) {
            let Some(url) = url else { continue };
            *there = url.network().unwrap_or(Network::Mastodon) == account.network
                || self.store.published_as_well(url.as_str(), account.id).await?.is_some();
        }
        let [reply_on_destination, quote_on_destination, repost_on_destination] = there;
        Ok(RouteFacts {
            reply_on_destination,
            quote_on_destination,
            repost_on_destination,
            ..RouteFacts::default()
        })
    }

    /// How long the posts would be that words become on accounts, as somebody writes them: without the charter's checks.
    pub async fn measure(&self, content: &Content, accounts: &[AtDesk]) -> Result<Vec<Measure>, DeskError> {
        let directory = self.directory().await?;
        let time = self.clock.now();
        let mut measures = Vec::with_capacity(accounts.len());
        for at in accounts {
            let Some(route) = self.store.route(at.desk.route).await? else { continue };
            let spoken_of = self.spoken_of(content, &at.account).await?;
            let posts = compose(content, at.account.network, 0, time);
            let renderings = render(posts, at, &route, &directory, &spoken_of, time);
            let parts = renderings.iter().flat_map(|rendering| &rendering.parts);
            measures.push(Measure {
                account: at.account.id,
                lengths: parts.map(|part| (part.length, part.limit)).collect(),
                cost: renderings.iter().map(|rendering| rendering.cost).sum(),
            });
        }
        Ok(measures)
    }

    async fn said_before(
        &self,
        draft: &Draft,
        account: AccountId,
        renderings: &[Rendering],
    ) -> Result<Vec<Check>, DeskError> {
        let mut found = Vec::new();
        if draft.state == DraftState::Published {
            return Ok(found);
        }
        for part in renderings.iter().flat_map(|rendering| &rendering.parts) {
            if part.words.is_empty() {
                continue;
            }
            let mark = crate::relay::words::mark(&part.words);
            if let Some(when) = self.store.said_before(account, &mark, draft.id).await? {
                let day = when.to_zoned(jiff::tz::TimeZone::UTC).date();
                found.push(Check::broken(
                    Rule::SaidBefore,
                    Verdict::Warns,
                    Field::Text,
                    Reason::SaidBefore(day),
                ));
            }
        }
        Ok(found)
    }

    /// How its slot stands to the account's hours and days.
    async fn in_time(&self, draft: &Draft, at: &AtDesk) -> Result<Vec<Check>, DeskError> {
        let Some(slot) = draft.slot else { return Ok(Vec::new()) };
        self.time_checks(draft.id, at, slot).await
    }

    /// How a time stands to the account's hours and days.
    pub(super) async fn time_checks(
        &self,
        draft: DraftId,
        at: &AtDesk,
        time: jiff::Timestamp,
    ) -> Result<Vec<Check>, DeskError> {
        let mut found = Vec::new();
        let charter = &at.desk.charter;
        let pace = mimus_core::policy::Pace { quiet: charter.quiet.clone(), ..Default::default() };
        if crate::relay::when::quiet_until(&pace, time).is_some() {
            found.push(Check::broken(Rule::QuietHours, Verdict::Blocks, Field::Time, Reason::Quiet));
        }
        if let Some(most) = charter.a_day {
            let half = std::time::Duration::from_secs(43_200);
            let (from, until) = (time.checked_sub(half).unwrap_or(time), after(time, half));
            let others = self.store.slots_between(at.account.id, from, until, draft).await?;
            if others >= u64::from(most) {
                let reason = Reason::TooMany { others, most };
                found.push(Check::broken(Rule::ADay, Verdict::Blocks, Field::Time, reason));
            }
        }
        Ok(found)
    }

    /// Rules on exactly what a draft says: a ruling on anything else is not taken.
    pub async fn rule(
        &self,
        by: &Person,
        id: DraftId,
        hash: &str,
        ruling: Ruling,
        said: &str,
    ) -> Result<(), DeskError> {
        let draft = self.draft_for(by, id).await?;
        if !by.may_with_all(Deed::Review, &draft.accounts) {
            return Err(DeskError::MayNot(Deed::Review));
        }
        let said = words(said);
        if ruling == Ruling::Refuse && said.is_empty() {
            return Err(DeskError::NoReason);
        }
        if draft.hash != hash {
            return self.rule_on_removal(by, &draft, hash, ruling, said).await;
        }
        let changed =
            draft.state == DraftState::Published && draft.published_hash.as_ref() != Some(&draft.hash);
        if draft.state != DraftState::Proposed && !changed {
            return Err(DeskError::State(draft.state));
        }
        if ruling == Ruling::Approve {
            let previews = self.preview(&draft).await?;
            let own = |preview: &Preview| {
                let rules = &preview.at.desk.charter.review;
                rules.reviewers > 0
                    && (draft.editor == Some(by.id)
                        || (!rules.author_may_review && draft.author == Some(by.id)))
            };
            if previews.iter().any(own) {
                return Err(DeskError::OwnWords);
            }
            let blocks: Vec<Check> = previews.iter().flat_map(|preview| preview.blocks().cloned()).collect();
            if !blocks.is_empty() {
                return Err(DeskError::Blocked(blocks));
            }
        }
        let now = self.clock.now();
        let given = GivenRuling {
            by: by.id,
            ruling,
            hash: hash.to_owned(),
            revision: draft.revision,
            words: said.clone(),
            at: now,
        };
        let deed = match ruling {
            Ruling::Approve => "draft.approved",
            Ruling::Refuse => "draft.refused",
        };
        let detail = json!({"hash": hash, "why": said});
        let entries = self.entries_for(&by.shown, deed, about(id), &draft.accounts, detail).await?;
        let taken = self.store.add_ruling(id, &given, &entries).await?;
        if taken { Ok(()) } else { Err(DeskError::Changed) }
    }
}

/// What the posts of a draft are on an account; each but the first answers the one before.
fn render(
    posts: Vec<Post>,
    at: &AtDesk,
    route: &Route,
    directory: &Directory,
    spoken_of: &RouteFacts,
    time: jiff::Timestamp,
) -> Vec<Rendering> {
    let one = |(number, post): (usize, Post)| {
        let follows = number > 0;
        let of_first = if follows { RouteFacts::default() } else { spoken_of.clone() };
        let facts = RouteFacts {
            own_reply: follows,
            reply_on_destination: follows || of_first.reply_on_destination,
            now: Some(time),
            ..of_first
        };
        render_for(post, &facts, &route.policy, &at.account.limits, directory)
    };
    posts.into_iter().enumerate().map(one).collect()
}

fn standing_of(draft: &Draft, at: &AtDesk, rulings: &[GivenRuling], people: &[Person]) -> Standing {
    standing_by(at, &draft.hash, (draft.author, draft.editor), rulings, people)
}

/// How what has this hash stands on an account by what was ruled; `own` are its author and who wrote last, who may not count as
/// reviewers.
pub(super) fn standing_by(
    at: &AtDesk,
    hash: &str,
    own: (Option<PersonId>, Option<PersonId>),
    rulings: &[GivenRuling],
    people: &[Person],
) -> Standing {
    let may_review =
        |by: PersonId| people.iter().any(|person| person.id == by && person.may(Deed::Review, at.account.id));
    let given: Vec<Given<'_>> = rulings
        .iter()
        .map(|ruling| Given {
            by: ruling.by.get(),
            ruling: ruling.ruling,
            hash: &ruling.hash,
            may_review: may_review(ruling.by),
        })
        .collect();
    let (author, editor) = (own.0.map(PersonId::get), own.1.map(PersonId::get));
    standing(&at.desk.charter.review, hash, author, editor, &given)
}

/// How what a draft says stands to an account's charter. Media are numbered as the draft has them.
fn checks(content: &Content, at: &AtDesk, directory: &Directory) -> Vec<Check> {
    let network = at.account.network;
    let known = |network: Network, handle: &str| directory.knows(network, handle);
    let posts = compose(content, network, 1, jiff::Timestamp::UNIX_EPOCH);
    let mut found: Vec<Check> = Vec::new();
    for post in &posts {
        for mut check in at.desk.charter.check(post, &known) {
            if let Field::Media(number) = check.field {
                let number = number_in(content, post, number);
                check = match check.reason {
                    Some(Reason::NoAltText(_)) => Check::broken(
                        check.rule,
                        check.verdict,
                        Field::Media(number),
                        Reason::NoAltText(number),
                    ),
                    _ => Check { field: Field::Media(number), ..check },
                };
            }
            let passed = check.verdict == Verdict::Passed;
            let same = |other: &Check| {
                if passed { other.rule == check.rule } else { *other == check }
            };
            if !found.iter().any(same) {
                if !passed {
                    found.retain(|other| other.rule != check.rule || other.verdict != Verdict::Passed);
                }
                found.push(check);
            }
        }
    }
    found
}

fn number_in(content: &Content, post: &Post, number: usize) -> usize {
    let medium = number.checked_sub(1).and_then(|at| post.media.get(at));
    let place =
        medium.and_then(|medium| content.media.iter().position(|known| known.file == medium.source.as_str()));
    place.map_or(number, |at| at + 1)
}

/// What the network does not take, or takes otherwise.
fn fits(draft: &Draft, renderings: &[Rendering], limits: &DestinationLimits) -> Vec<Check> {
    let mut found = Vec::new();
    let mut say = |verdict: Verdict, reason: Reason, field: Field| {
        found.push(Check::broken(Rule::Fits, verdict, field, reason));
    };
    if draft.content.is_empty() {
        say(Verdict::Blocks, Reason::Empty, Field::Text);
    }
    for rendering in renderings {
        if let Some(why) = &rendering.skipped {
            let reason = Reason::NotTaken { network: limits.network(), why: why.clone() };
            say(Verdict::Blocks, reason, Field::Text);
        }
        for warning in &rendering.warnings {
            let field = match warning {
                // The charter says how that is meant.
                Warning::NoAltText(_) => continue,
                Warning::AltTextCut(number, _)
                | Warning::MediumLinked(number)
                | Warning::MediumLost(number) => Field::Media(*number),
                Warning::WarningCut | Warning::WarningInText | Warning::WarningLinked => {
                    Field::ContentWarning
                }
                _ => Field::Text,
            };
            let lost = matches!(warning, Warning::MediumLost(_) | Warning::Cut);
            let verdict = if lost { Verdict::Blocks } else { Verdict::Warns };
            say(verdict, Reason::Otherwise(warning.clone()), field);
        }
    }
    found
}
