//! That what is published of a draft is to be deleted, as its pages show it.

use jiff::tz::TimeZone;
use mimus_core::desk::{Deed, Standing};
use mimus_engine::desk::removal::AskedRemoval;
use mimus_store::Draft;

use super::Names;
use super::preview::standing_words;
use crate::Site;
use crate::desk::session::{Visitor, engine, refused};
use crate::pages::error::Failure;

/// A removal that is asked for.
pub(crate) struct RemovalView {
    pub(crate) hash: String,
    /// Who asked, and when, in words.
    pub(crate) asked: String,
    pub(crate) why: String,
    /// How it stands, in words.
    pub(crate) standing: String,
    pub(crate) approved: bool,
    pub(crate) may_rule: bool,
    pub(crate) may_withdraw: bool,
    /// It is approved, and this is somebody who publishes.
    pub(crate) may_delete: bool,
}

/// The removal that is asked for of a draft, if one is.
pub(crate) async fn view(
    site: &Site,
    visitor: &Visitor,
    draft: &Draft,
    zone: &TimeZone,
) -> Result<Option<RemovalView>, Failure> {
    let asked = engine(site)?.removal(draft).await.map_err(refused)?;
    let Some(asked) = asked else { return Ok(None) };
    let (say, person) = (visitor.say, &visitor.person);
    let names = Names::load(site).await?;
    let publishes = person.may_with_all(Deed::Publish, &draft.accounts);
    let standing = asked.standing();
    let approved = standing == Standing::Approved;
    let AskedRemoval { removal, .. } = asked;
    Ok(Some(RemovalView {
        asked: say.with2(
            "removal-asked-by",
            ("name", names.of(Some(removal.by), say)),
            ("time", say.moment(removal.asked_at, zone).full),
        ),
        why: removal.why,
        standing: standing_words(say, standing),
        approved,
        may_rule: person.may_with_all(Deed::Review, &draft.accounts) && removal.by != person.id,
        may_withdraw: publishes || removal.by == person.id,
        may_delete: publishes && approved,
        hash: removal.hash,
    }))
}
