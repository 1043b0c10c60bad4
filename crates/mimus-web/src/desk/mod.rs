//! The Desk's pages: for keepers who have signed in.

pub(crate) mod accounts;
pub(crate) mod requests;
pub(crate) mod servers;
pub(crate) mod session;
