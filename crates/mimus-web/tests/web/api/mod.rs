//! The REST API: what it says of itself, who may do what, and the way of a draft.

mod description;
mod fits;
mod keeping;
mod permissions;
pub(crate) mod room;
mod tokens;
mod work;
