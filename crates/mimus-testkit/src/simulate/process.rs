//! What this process took.

use std::fs;

/// Seconds of CPU of this thread.
pub(super) fn cpu_seconds() -> Option<f64> {
    let words = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = words.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// The most memory that it ever held.
pub(super) fn peak_memory_mb() -> Option<f64> {
    let words = fs::read_to_string("/proc/self/status").ok()?;
    let line = words.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1_024.0)
}
