//! Files that are not read, or not for themselves: those that are as they were, those that have another
//! name now, and those whose articles come to light because others are gone.

use std::collections::HashSet;
use std::sync::PoisonError;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::feed::Wanted;
use super::{Progress, Run, identity};
use crate::engine::{EngineError, FileFacts, KnownFile};
use crate::read;
use crate::source::{SourceFile, is_gone};

impl Run<'_> {
    /// Tells what becomes of a file: whether it is new, changed, or read by an older reader.
    pub(super) fn wants(&self, file: &SourceFile) -> Wanted {
        let path = (self.job.identify)(&file.path);
        self.walked.add_file(&path);
        if !(self.job.changes.is_ready)(file) {
            return Wanted::No;
        }
        let Some(known) = self.check(self.job.writer.known_file(&path)) else {
            return Wanted::No;
        };
        let Some(known) = known else {
            let moved = self.check(self.former_name(file, path));
            return moved.flatten().map_or(Wanted::Read, Wanted::Moved);
        };
        let facts = &known.facts;
        let is_same = facts.size_bytes == file.size_bytes
            && facts.modified_micros == file.modified_micros
            && self.is_current(facts);
        if !is_same {
            return Wanted::Read;
        }
        self.job.progress.add_unchanged(known.articles);
        if known.articles + known.shadowed == 0 {
            self.job.progress.add_skipped_before();
        }
        Wanted::No
    }

    /// The name in the index of the file that this one, which the index does not know, was: one that is
    /// gone, of the same size, time and bytes, whose path says the same of its articles.
    fn former_name(&self, file: &SourceFile, path: String) -> Result<Option<String>, EngineError> {
        let facts = FileFacts {
            path,
            size_bytes: file.size_bytes,
            modified_micros: file.modified_micros,
            ..FileFacts::default()
        };
        let mut twins = self.job.writer.known_twins(&facts)?;
        twins.retain(|twin| self.is_former(twin, file));
        if twins.is_empty() {
            return Ok(None);
        }
        let fingerprint = file.fingerprint().unwrap_or_default();
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        let mut names = twins
            .into_iter()
            .filter(|twin| twin.facts.fingerprint == fingerprint)
            .map(|twin| twin.facts.path);
        Ok(names.find(|name| moved.insert(name.clone())))
    }

    fn is_former(&self, twin: &KnownFile, file: &SourceFile) -> bool {
        let place = (self.job.locate)(&twin.facts.path);
        self.is_below_roots(&twin.facts.path)
            && self.is_current(&twin.facts)
            && is_gone(&place)
            && read::is_read_alike(&place.to_string_lossy(), &file.path.to_string_lossy())
    }

    /// Gives the articles of a file their new place.
    pub(super) fn move_file(&self, file: &SourceFile, from: &str) {
        let to = (self.job.identify)(&file.path);
        let rename = |document| identity::renamed(document, &to);
        let moved = self.job.writer.move_file(from, &to, &rename);
        if let Some(articles) = self.check(moved) {
            self.job.progress.add_moved(articles);
        }
        self.checkpoint_if_due();
    }

    /// Reads the files again of which an article should stand in the index since others are gone or
    /// have changed, until none is left.
    pub(super) fn settle(&self) -> Result<(), EngineError> {
        let mut tried = HashSet::new();
        loop {
            let mut names = self.job.writer.unsettled_files()?;
            names.retain(|name| name != "-" && tried.insert(name.clone()));
            if names.is_empty() || self.is_over() {
                return Ok(());
            }
            let settling = Progress::default();
            let again = self.again(&settling);
            names.into_par_iter().for_each(|name| {
                if let Some(file) = SourceFile::find(&(self.job.locate)(&name)) {
                    again.read_file(&file);
                }
            });
            self.job.progress.add_articles_of(&settling);
            if let Some(error) = again.into_failure() {
                return Err(error);
            }
        }
    }

    pub(super) fn is_below_roots(&self, name: &str) -> bool {
        let path = (self.job.locate)(name);
        name != "-" && self.job.roots.iter().any(|root| path.starts_with(root))
    }
}
