//! The `mimus` binary.
fn main() {}
