//! The Desk's pages: for keepers who have signed in.

pub(crate) mod servers;
pub(crate) mod session;
