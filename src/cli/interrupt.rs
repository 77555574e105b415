//! Ctrl-C: the first ends a run in order, the second at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

use super::Outcome;

/// Returns a flag that the first Ctrl-C sets. A second one ends the process at once, which the
/// last commit survives as well.
pub(super) fn catch_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flag);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            end_process();
        }
    })
    .context("cannot catch Ctrl-C")?;
    Ok(flag)
}

#[expect(
    clippy::exit,
    reason = "whoever presses Ctrl-C twice does not want to wait"
)]
fn end_process() {
    std::process::exit(Outcome::Interrupted.status().into());
}
