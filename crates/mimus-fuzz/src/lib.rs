//! A fuzzer for everything in Mimus that reads from outside.
//!
//! An input is made from the seeds in `fuzz/corpus/<target>/` by the run's seed, the target and a number, and from
//! nothing else, so that any of them can be made again without those before it ([`mutate::input`]). It is given to
//! its [`Target`], which says what is wrong ([`targets::Exercise`]). Long runs happen in child processes ([`run`]),
//! so that what kills a process is found too.

pub mod child;
pub mod corpus;
mod json;
pub mod mutate;
pub mod report;
pub mod rng;
pub mod run;
mod target;
pub mod targets;
pub mod tokens;
mod words;

pub use target::Target;
