//! Files that are gone: the index knows them, the walk has not come across them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::Run;
use crate::engine::EngineError;

/// What a walk has come across.
#[derive(Debug, Default)]
pub(super) struct Walked(Mutex<Found>);

#[derive(Debug, Default)]
struct Found {
    /// Hashes of the names of files in the index: 8 bytes a file.
    files: HashSet<u64>,
    /// What could not be read: nothing is known of what lies below.
    closed: Vec<PathBuf>,
}

impl Walked {
    /// Notes a file by its name in the index.
    pub(super) fn add_file(&self, name: &str) {
        self.with(|found| found.files.insert(xxh3_64(name.as_bytes())));
    }

    /// Notes a path that could not be read.
    pub(super) fn add_closed(&self, path: &Path) {
        self.with(|found| found.closed.push(path.to_owned()));
    }

    fn with<T>(&self, f: impl FnOnce(&mut Found) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn has(&self, name: &str, path: &Path) -> bool {
        self.with(|found| {
            found.files.contains(&xxh3_64(name.as_bytes()))
                || found.closed.iter().any(|closed| path.starts_with(closed))
        })
    }
}

/// The files below the roots of a run that the index knows.
#[derive(Debug, Default)]
struct Below {
    num_known: usize,
    gone: Vec<String>,
}

impl Run<'_> {
    /// Removes the articles of the files that are gone, unless these are more than half of what
    /// the index knows below the roots: then rather a disk is missing, or a name was changed.
    pub(super) fn remove_gone(&self) -> Result<(), EngineError> {
        if !self.may_be_gone() {
            return Ok(());
        }
        let below = self.below_roots()?;
        let are_most = below.gone.len() * 2 > below.num_known;
        let progress = self.job.progress;
        if are_most && !self.job.is_pruning {
            progress.add_missed(below.gone.len() as u64);
            return Ok(());
        }
        for name in &below.gone {
            progress.add_gone();
            progress.add_removed(self.job.writer.finish_file(name, true)?);
        }
        Ok(())
    }

    fn has_moved(&self, name: &str) -> bool {
        let moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        moved.contains(name)
    }

    /// Tells whether anything else than files that are there may have changed.
    fn may_be_gone(&self) -> bool {
        let is_there = |path: &PathBuf| {
            let name = (self.job.identify)(path);
            self.walked.has(&name, path)
        };
        let changed = self.job.changes.at;
        changed.is_none_or(|paths| !paths.iter().all(is_there))
    }

    fn may_have_changed(&self, path: &Path) -> bool {
        let changed = self.job.changes.at;
        changed.is_none_or(|paths| paths.iter().any(|it| path.starts_with(it)))
    }

    fn below_roots(&self) -> Result<Below, EngineError> {
        let mut below = Below::default();
        self.job.writer.known_paths(&mut |name| {
            if self.is_below_roots(name) {
                below.num_known += 1;
                let path = (self.job.locate)(name);
                let is_there = self.has_moved(name)
                    || !self.may_have_changed(&path)
                    || self.walked.has(name, &path);
                if !is_there {
                    below.gone.push(name.to_owned());
                }
            }
        })?;
        Ok(below)
    }
}
