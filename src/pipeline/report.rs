//! What a run has done.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::article;
use crate::engine::Put;

/// A file or a part of a file that gave no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The file's name in the index.
    pub path: String,
    /// The line, counted from 1, for a part of a file.
    pub line: Option<u64>,
    /// Why.
    pub reason: String,
}

/// Records of a file that hold no article by what they are, which is no loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// The file's name in the index.
    pub path: String,
    /// How many there are, and what they are.
    pub records: article::PassedOver,
}

/// Counts of a run under way; read them from any thread.
#[derive(Debug, Default)]
pub struct Progress {
    files: AtomicU64,
    bytes: AtomicU64,
    added: AtomicU64,
    updated: AtomicU64,
    repeated: AtomicU64,
    removed: AtomicU64,
    unchanged: AtomicU64,
    skipped: AtomicU64,
    skipped_before: AtomicU64,
    passed_over: AtomicU64,
    gone: AtomicU64,
    missed: AtomicU64,
    moved: AtomicU64,
}

impl Progress {
    /// Files that were dealt with so far.
    pub fn files(&self) -> u64 {
        self.files.load(Ordering::Relaxed)
    }

    /// Bytes of these files, and of the parts of those under way, as they lie on disk or, out
    /// of compression, as many as came out.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Articles that were put so far.
    pub fn articles(&self) -> u64 {
        self.added.load(Ordering::Relaxed) + self.updated.load(Ordering::Relaxed)
    }

    /// The counts as they are now.
    pub fn report(&self) -> Report {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Report {
            files: load(&self.files),
            bytes: load(&self.bytes),
            added: load(&self.added),
            updated: load(&self.updated),
            repeated: load(&self.repeated),
            removed: load(&self.removed),
            unchanged: load(&self.unchanged),
            skipped: load(&self.skipped),
            skipped_before: load(&self.skipped_before),
            passed_over: load(&self.passed_over),
            gone: load(&self.gone),
            missed: load(&self.missed),
            moved: load(&self.moved),
        }
    }

    pub(super) fn add_put(&self, put: Put) {
        let count = match put {
            Put::Added => &self.added,
            Put::Updated => &self.updated,
            Put::Repeated => &self.repeated,
            Put::Unchanged => &self.unchanged,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// Adds what a second reading of files brought to light or took away.
    pub(super) fn add_articles_of(&self, other: &Progress) {
        let report = other.report();
        self.added.fetch_add(report.added, Ordering::Relaxed);
        self.updated.fetch_add(report.updated, Ordering::Relaxed);
        self.add_removed(report.removed);
    }

    pub(super) fn add_file(&self) {
        self.files.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add_bytes(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn add_unchanged(&self, articles: u64) {
        self.unchanged.fetch_add(articles, Ordering::Relaxed);
        self.add_file();
    }

    pub(super) fn add_moved(&self, articles: u64) {
        self.moved.fetch_add(1, Ordering::Relaxed);
        self.add_unchanged(articles);
    }

    pub(super) fn add_removed(&self, articles: u64) {
        self.removed.fetch_add(articles, Ordering::Relaxed);
    }

    pub(super) fn add_skipped(&self) {
        self.skipped.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add_skipped_before(&self) {
        self.skipped_before.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add_passed_over(&self, records: u64) {
        self.passed_over.fetch_add(records, Ordering::Relaxed);
    }

    pub(super) fn add_gone(&self) {
        self.gone.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add_missed(&self, files: u64) {
        self.missed.fetch_add(files, Ordering::Relaxed);
    }
}

/// The counts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that were found, read or not.
    pub files: u64,
    /// Bytes of documents that were read, out of their compression.
    pub bytes: u64,
    /// Articles that the index did not have.
    pub added: u64,
    /// Articles that took the place of others from before the run.
    pub updated: u64,
    /// Articles that came again, by id or address, one of which stands for all.
    pub repeated: u64,
    /// Articles that their files no longer hold.
    pub removed: u64,
    /// Articles of files that have not changed.
    pub unchanged: u64,
    /// Files and records that gave no article.
    pub skipped: u64,
    /// Files that gave no article in an earlier run, have not changed and were not read.
    pub skipped_before: u64,
    /// Records that hold no article by what they are.
    pub passed_over: u64,
    /// Files that the index knew and that are there no longer; `removed` counts their articles.
    pub gone: u64,
    /// Files that are there no longer and whose articles stay, for they are more than half of all.
    pub missed: u64,
    /// Files that have another name now and were not read again.
    pub moved: u64,
}
