//! The time of one thread.

use std::fs;
use std::time::Instant;

/// Measures the time that this thread has a core, where the system tells (Linux); else the time
/// that passes.
pub(crate) struct ThreadClock {
    start: Instant,
    on_core: Option<f64>,
}

impl ThreadClock {
    pub(crate) fn start() -> Self {
        ThreadClock {
            start: Instant::now(),
            on_core: seconds_on_core(),
        }
    }

    pub(crate) fn seconds(&self) -> f64 {
        match self.on_core.zip(seconds_on_core()) {
            Some((before, after)) => after - before,
            None => self.start.elapsed().as_secs_f64(),
        }
    }
}

/// The first field of `schedstat`: nanoseconds on a core.
fn seconds_on_core() -> Option<f64> {
    let schedstat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = schedstat.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
