//! Outgoing HTTP: one bounded client that never reaches private addresses unless told so.
