//! The time that a question may take.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A moment at which searching stops; clones share whether it was missed.
#[derive(Clone, Debug, Default)]
pub(super) struct Deadline {
    at: Option<Instant>,
    was_missed: Arc<AtomicBool>,
}

impl Deadline {
    /// Makes the deadline that ends `timeout` from now; `None` never ends.
    pub(super) fn after(timeout: Option<Duration>) -> Self {
        Deadline {
            at: timeout.and_then(|timeout| Instant::now().checked_add(timeout)),
            was_missed: Arc::default(),
        }
    }

    /// Tells whether the moment is over, and remembers that work was broken off for it.
    pub(super) fn is_over(&self) -> bool {
        let is_over = self.at.is_some_and(|at| Instant::now() >= at);
        if is_over {
            self.was_missed.store(true, Ordering::Relaxed);
        }
        is_over
    }

    /// Tells whether work was broken off.
    pub(super) fn was_missed(&self) -> bool {
        self.was_missed.load(Ordering::Relaxed)
    }
}
