//! The Desk's own rules: who may do what, what a draft says, when an approval stands, when there is a free slot,
//! when what recurs is due, and what the record holds. As pure as the rest: the engine carries out what is decided here.

mod arriving;
mod compose;
mod content;
mod difference;
mod filling;
mod merging;
mod record;
mod review;
mod rhythm;
mod roles;
mod scope;
mod slots;

pub use arriving::{Arrived, ArrivedMedium, Arriving, arriving};
pub use compose::{DRAFT_ORIGIN, compose, part_id};
pub use content::{Content, ContentError, DraftMedium, DraftPoll, MAX_MEDIA, MAX_TEXT};
pub use difference::{Change, Merged, differences, merge};
pub use filling::Filling;
pub use merging::merge_contents;
pub use record::{Entry, GENESIS};
pub use review::{Given, Ruling, Standing, standing};
pub use rhythm::{Days, Due, MAX_LEAD, Rhythm, RhythmError};
pub use roles::{Deed, Role};
pub use scope::{Scope, UnknownScope};
pub use slots::{Slot, Slots, SlotsError};
