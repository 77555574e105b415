//! The progress bar, on a terminal alone.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use super::terminal;
use crate::output::text::bytes;
use crate::pipeline::Progress;
use crate::source::{Found, walk};

/// How often the bar is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// A bar that follows a run until it is dropped.
pub(super) struct ProgressLine {
    bar: ProgressBar,
    is_done: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl ProgressLine {
    /// Begins to draw. The files under `roots` are counted beside the run, for the time left.
    pub(super) fn start(progress: Arc<Progress>, roots: Vec<PathBuf>, index: PathBuf) -> Self {
        let bar = ProgressBar::new(0);
        bar.set_style(style(terminal::columns_for_messages()));
        let is_done = Arc::new(AtomicBool::new(false));
        let total = Arc::new(AtomicU64::new(0));
        count_in_background(roots, index, Arc::clone(&total), Arc::clone(&is_done));
        let drawing = (bar.clone(), Arc::clone(&is_done));
        let thread = thread::spawn(move || draw(&drawing.0, &progress, &total, &drawing.1));
        ProgressLine {
            bar,
            is_done,
            thread: Some(thread),
        }
    }

    /// Writes a line above the bar.
    pub(super) fn say(&self, line: &str) {
        self.bar.println(line);
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.is_done.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

/// One line, however narrow the terminal is: the bar takes a fifth of it, the message what is
/// left, cut where it is longer.
fn style(columns: usize) -> ProgressStyle {
    let template = format!("{{bar:{}}} {{wide_msg}}", (columns / 5).clamp(4, 24));
    ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn count_in_background(
    roots: Vec<PathBuf>,
    index: PathBuf,
    total: Arc<AtomicU64>,
    is_done: Arc<AtomicBool>,
) {
    thread::spawn(move || {
        for found in walk(&roots, Some(&index)) {
            if is_done.load(Ordering::Relaxed) {
                return;
            }
            if let Found::File(_) = found {
                total.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
}

fn draw(bar: &ProgressBar, progress: &Progress, total: &AtomicU64, is_done: &AtomicBool) {
    let start = Instant::now();
    while !is_done.load(Ordering::Relaxed) {
        let seconds = start.elapsed().as_secs_f64();
        bar.set_length(total.load(Ordering::Relaxed).max(progress.files()));
        bar.set_position(progress.files());
        bar.set_message(message(progress, bar.length().unwrap_or(0), seconds));
        thread::sleep(TICK);
    }
}

fn message(progress: &Progress, total: u64, seconds: f64) -> String {
    let files = progress.files();
    let rate = progress.bytes() as f64 / 1e6 / seconds.max(0.001);
    let left = match files {
        0 => String::new(),
        files => format!(
            ", {} left",
            clock(seconds * (total - files.min(total)) as f64 / files as f64)
        ),
    };
    format!(
        "{}/{} files, {} articles, {}, {rate:.1} MB/s{left}",
        HumanCount(files),
        HumanCount(total),
        HumanCount(progress.articles()),
        bytes(progress.bytes()),
    )
}

/// Minutes and seconds.
fn clock(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
