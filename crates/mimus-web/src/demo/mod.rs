//! What `mimus demo` and the tests need beside the server itself: a follower on another server, and a page that
//! tells what happened between the two.

pub mod follower;
pub(crate) mod page;
mod record;
pub mod town;

pub use follower::{Follower, FollowerError};
pub use record::ReceivedActivity;
pub use town::Town;
