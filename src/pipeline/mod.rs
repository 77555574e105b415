//! From sources to the index: files are read, cleaned, annotated and put, on all cores.
//!
//! ```text
//! Input -> Feed -> Work -> read -> annotate -> Writer
//!          one lock        many threads
//! ```
//!
//! Small files are read by the worker that gets them. A large file of records is cut into
//! blocks by the feed, so that all workers share it and no more than a block a worker is in
//! memory.

mod feed;
mod gone;
mod identity;
mod items;
mod moved;
mod patience;
mod report;
mod small;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rayon::iter::{ParallelBridge, ParallelIterator};
use xxhash_rust::xxh3::xxh3_64;

pub use feed::{Feed, FileWork, Input, OpenFile, ReadOptions, Wanted, Work};
pub use identity::identified;
pub use items::Unread;
pub use patience::Patience;
pub use report::{PassedOver, Progress, Report, Skipped};

use crate::article::{self, ColumnMap, NoArticle, RawDocument, Reading, Warning};
use crate::engine::{EngineError, FileFacts, Writer, place};
use crate::extract::date::Latest;
use crate::extract::{self, annotate};
use crate::panic_guard::guard;
use crate::read::{self, Format};
use crate::source::SourceFile;
use crate::unpack;
use gone::Walked;

/// Files below this size are read by the worker that gets them, others by the feed.
const SMALL_FILE_BYTES: u64 = 1 << 20;

/// Reads a document and annotates its articles, and the pages that are none; none is newer than
/// `latest`. A panic of a reader costs the document.
pub fn read_document(format: &Format, document: &RawDocument, latest: Latest) -> Reading {
    let read = || {
        let mut reading = (format.read)(document);
        let others = reading.no_articles.iter_mut();
        let others = others.map(|other| &mut other.article);
        for article in reading.articles.iter_mut().chain(others) {
            annotate(article, latest);
        }
        reading
    };
    guard(read).unwrap_or_else(|panic| {
        let message = format!(
            "the {} reader failed, please report it: {panic}",
            format.name
        );
        Reading::nothing(document.origin.line, message)
    })
}

/// What is known of a file that was opened; `path` is its name in the index.
pub fn file_facts(file: &OpenFile, path: String) -> FileFacts {
    let source = file.source.as_ref();
    FileFacts {
        path,
        member: None,
        size_bytes: source.map_or(0, |source| source.size_bytes),
        modified_micros: source.map_or(0, |source| source.modified_micros),
        format: file.kind.to_owned(),
        reader_version: file.version(),
        fingerprint: file.fingerprint,
        part: 0,
    }
}

/// The same for an article of a document, which may be a member of the file.
pub fn article_facts(
    file: &OpenFile,
    path: String,
    format: &Format,
    document: &RawDocument,
) -> FileFacts {
    FileFacts {
        member: document.origin.member.clone(),
        part: document.part,
        format: format.name.to_owned(),
        ..file_facts(file, path)
    }
}

/// What becomes of pages that are no articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// They are skipped.
    #[default]
    Articles,
    /// They are kept, with a warning.
    All,
}

impl Keep {
    /// Makes articles of the pages of a reading that are none, or skips them.
    pub fn sift(self, reading: &mut Reading) {
        for NoArticle { mut article, found } in reading.no_articles.drain(..) {
            match self {
                Keep::Articles => reading.skipped.push(found),
                Keep::All => {
                    article.warnings.push(found);
                    reading.articles.push(article);
                }
            }
        }
    }

    /// The bit of a file's version that says that what it gave depends on this.
    fn mark(self) -> u32 {
        match self {
            Keep::Articles => 1 << 30,
            Keep::All => 1 << 31,
        }
    }
}

/// The version of all that makes articles of a file: its reader, what completes them, and of a table
/// the columns that were named, for with others it gives other articles.
fn reader_version(format: &Format, columns: &ColumnMap) -> u32 {
    let version = format.version + (extract::VERSION << 16);
    if format.framing != read::Framing::Rows || columns.is_empty() {
        return version;
    }
    let named: Vec<String> = columns
        .iter()
        .map(|(part, column)| format!("{part}={column}"))
        .collect();
    version.wrapping_add(xxh3_64(named.join("\0").as_bytes()) as u32)
}

/// The version of all that makes articles of an archive, whose members may be of any format.
fn archive_version(columns: &ColumnMap) -> u32 {
    let versions = read::FORMATS
        .iter()
        .map(|format| reader_version(format, columns));
    let versions: Vec<String> = versions
        .chain([unpack::ARCHIVE_VERSION])
        .map(|it| it.to_string())
        .collect();
    xxh3_64(versions.join(" ").as_bytes()) as u32
}

/// Where something may have changed since an earlier run.
pub struct Changes<'a> {
    /// At or below these paths alone; `None`: anywhere below the roots.
    pub at: Option<&'a [PathBuf]>,
    /// Tells whether a file can be read; what the index has of another stays as it is.
    pub is_ready: &'a (dyn Fn(&SourceFile) -> bool + Sync),
}

impl Changes<'_> {
    /// Anything may have changed, and every file can be read.
    pub const ANY: Changes<'static> = Changes {
        at: None,
        is_ready: &|_| true,
    };
}

/// What an indexing run is told, and whom it tells.
pub struct Job<'a> {
    /// Where articles go.
    pub writer: &'a dyn Writer,
    /// The present: dates after it are refused.
    pub now: Timestamp,
    /// Gives a file its name in the index.
    pub identify: &'a (dyn Fn(&Path) -> String + Sync),
    /// Gives the place of a file of the index, absolute.
    pub locate: &'a (dyn Fn(&str) -> PathBuf + Sync),
    /// The files and folders that the inputs are walked from, absolute: what the index knows below
    /// them and the walk does not come across is removed.
    pub roots: &'a [PathBuf],
    /// Where below them something may have changed.
    pub changes: &'a Changes<'a>,
    /// Removes files that are gone even where these are more than half.
    pub is_pruning: bool,
    /// How files are read.
    pub options: ReadOptions,
    /// Ends the run early when it becomes true.
    pub is_cancelled: &'a AtomicBool,
    /// Tells whether it is time to make what was put so far outlive the run; asked after each
    /// document, on any thread.
    pub is_checkpoint_due: &'a (dyn Fn() -> bool + Sync),
    /// Counts as the run goes on.
    pub progress: &'a Progress,
    /// Is told of each file and record that gives no article.
    pub on_skipped: &'a (dyn Fn(&Skipped) + Sync),
    /// Is told of records that hold no article by what they are, once a file.
    pub on_passed_over: &'a (dyn Fn(&PassedOver) + Sync),
}

/// Reads `inputs` and puts their articles on the threads of the current rayon pool, and removes
/// those of files that are gone; does not commit. Afterwards the writer holds what a run without
/// any index before would give, for what lies below `job.roots`.
///
/// # Errors
///
/// The writer's first error. Bad input is no error: `job.on_skipped` is told.
pub fn run(
    inputs: impl Iterator<Item = Input> + Send,
    job: &Job<'_>,
) -> Result<Report, EngineError> {
    let run = Run::new(job);
    let feed = Feed::new(inputs, SMALL_FILE_BYTES, job.options.clone(), |file| {
        run.wants(file)
    });
    feed.take_while(|_| !run.is_over())
        .par_bridge()
        .for_each(|work| {
            run.process(work);
        });
    if !run.is_over() {
        run.check(run.remove_gone());
    }
    if !run.is_over() {
        run.check(run.settle());
    }
    match run.into_failure() {
        Some(error) => Err(error),
        None => Ok(job.progress.report()),
    }
}

struct Run<'a> {
    job: &'a Job<'a>,
    /// The writer's first error.
    failure: Mutex<Option<EngineError>>,
    walked: Walked,
    /// The former names of files that have other ones now.
    moved: Mutex<HashSet<String>>,
    /// Where a run that reads files again counts, apart from those that it counted before.
    settling: Option<&'a Progress>,
}

impl<'a> Run<'a> {
    fn new(job: &'a Job<'a>) -> Self {
        Run {
            job,
            failure: Mutex::default(),
            walked: Walked::default(),
            moved: Mutex::default(),
            settling: None,
        }
    }

    /// A run that reads files again, of which nothing more is to be told.
    fn again<'b>(&'b self, settling: &'b Progress) -> Run<'b> {
        Run {
            settling: Some(settling),
            ..Run::new(self.job)
        }
    }

    fn progress(&self) -> &Progress {
        self.settling.unwrap_or(self.job.progress)
    }

    fn into_failure(self) -> Option<EngineError> {
        self.failure
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn checkpoint_if_due(&self) {
        if (self.job.is_checkpoint_due)() {
            self.check(self.job.writer.checkpoint());
        }
    }

    fn is_over(&self) -> bool {
        self.job.is_cancelled.load(Ordering::Relaxed) || self.failure().is_some()
    }

    fn failure(&self) -> MutexGuard<'_, Option<EngineError>> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the writer's first error, which ends the run.
    fn check<T>(&self, result: Result<T, EngineError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.failure().get_or_insert(error);
                None
            }
        }
    }

    /// Tells whether a file would be read today as it was read.
    fn is_current(&self, facts: &FileFacts) -> bool {
        let columns = &self.job.options.columns;
        let by_format = read::format(&facts.format).map(|format| reader_version(format, columns));
        let mut versions = by_format.into_iter().chain([archive_version(columns)]);
        let mark = self.job.options.keep.mark();
        let patience = &self.job.options.patience;
        versions.any(|version| {
            let would_be = [version, version ^ mark, patience.mark(version)];
            would_be.contains(&facts.reader_version)
        })
    }

    fn process(&self, work: Work) {
        match work {
            Work::File(source) => self.read_file(&source),
            Work::Moved(source, from) => self.move_file(&source, &from),
            Work::Document(file, format, document) => {
                self.read(&file, format, document);
                self.close(file);
            }
            Work::Skipped(file, member, warning) => {
                file.is_broken.store(true, Ordering::Relaxed);
                self.skip_part(&file, member.as_deref(), warning);
                self.close(file);
            }
            Work::PassedOver(file, member, records) => {
                self.pass_over(&file, member.as_deref(), records);
                self.close(file);
            }
            Work::NoArticle(file, member, warning) => {
                self.skip_part(&file, Some(&member), warning);
                self.close(file);
            }
            Work::GivenUp(file, member, reason) => {
                self.give_up(&file, member.as_deref(), reason);
                self.close(file);
            }
            Work::End(file) => self.close(file),
            Work::Unreadable {
                source,
                path,
                reason,
                version,
            } => {
                self.skip_file(source.as_ref(), &path, &Unread { reason, version });
            }
        }
    }

    fn pass_over(&self, file: &OpenFile, member: Option<&str>, records: article::PassedOver) {
        self.progress().add_passed_over(records.num_records);
        if self.settling.is_none() {
            (self.job.on_passed_over)(&PassedOver {
                path: place(&self.path_of(file), member),
                records,
            });
        }
    }

    /// Reads a document, unless its file was given up.
    fn read(&self, file: &OpenFile, format: &'static Format, document: RawDocument) {
        if file.is_given_up.load(Ordering::Relaxed) {
            return;
        }
        let member = document.origin.member.clone();
        let latest = file.latest(self.job.now);
        let read = self.job.options.patience.run(move || {
            let reading = read_document(format, &document, latest);
            (document, reading)
        });
        match read {
            Ok((document, reading)) => self.put_articles(file, format, &document, reading),
            Err(reason) => self.give_up(file, member.as_deref(), reason),
        }
    }

    /// Leaves out what is left of a file, for a part of it took too long.
    fn give_up(&self, file: &OpenFile, member: Option<&str>, message: String) {
        file.is_broken.store(true, Ordering::Relaxed);
        if !file.is_given_up.swap(true, Ordering::Relaxed) {
            let line = None;
            self.skip_part(file, member, Warning { line, message });
        }
    }

    fn put_articles(
        &self,
        file: &OpenFile,
        format: &Format,
        document: &RawDocument,
        mut reading: Reading,
    ) {
        self.progress().add_bytes(document.bytes.len() as u64);
        let path = self.path_of(file);
        if !reading.no_articles.is_empty() {
            file.depends_on_keep.store(true, Ordering::Relaxed);
        }
        self.job.options.keep.sift(&mut reading);
        for warning in reading.skipped {
            self.skip_part(file, document.origin.member.as_deref(), warning);
        }
        for article in reading.articles {
            file.articles.fetch_add(1, Ordering::Relaxed);
            let facts = FileFacts {
                modified_micros: self.modified_micros(file),
                ..article_facts(file, path.clone(), format, document)
            };
            match self.check(self.job.writer.put(identified(article, facts))) {
                Some(put) => self.progress().add_put(put),
                None => return,
            }
        }
        self.checkpoint_if_due();
    }

    fn path_of(&self, file: &OpenFile) -> String {
        match &file.source {
            Some(source) => (self.job.identify)(&source.path),
            None => "-".to_owned(),
        }
    }

    /// A stream comes when it is read.
    fn modified_micros(&self, file: &OpenFile) -> i64 {
        match &file.source {
            Some(source) => source.modified_micros,
            None => self.job.now.as_microsecond(),
        }
    }

    /// Ends a file when its last piece of work lets go of it.
    fn close(&self, file: Arc<OpenFile>) {
        let Some(file) = Arc::into_inner(file) else {
            return;
        };
        self.progress().add_file();
        if self.is_over() {
            return;
        }
        let path = self.path_of(&file);
        // What a stream held before is not to be had again: nothing of it is gone.
        let is_whole = file.source.is_some() && !file.is_broken.load(Ordering::Relaxed);
        if let Some(removed) = self.check(self.job.writer.finish_file(&path, is_whole)) {
            self.progress().add_removed(removed);
        }
        if file.source.is_some() && file.articles.load(Ordering::Relaxed) == 0 {
            let facts = file_facts(&file, path);
            let first_skip = file
                .first_skip
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner);
            let reason = first_skip.unwrap_or_else(|| {
                let reason = "no article in it".to_owned();
                self.tell(Skipped {
                    path: facts.path.clone(),
                    line: None,
                    reason: reason.clone(),
                });
                reason
            });
            self.check(self.job.writer.put_skipped(facts, &reason));
        }
    }

    fn skip_part(&self, file: &OpenFile, member: Option<&str>, warning: Warning) {
        let mut first = file
            .first_skip
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| match member {
            Some(member) => format!("in `{member}`: {warning}"),
            None => warning.to_string(),
        });
        self.tell(Skipped {
            path: place(&self.path_of(file), member),
            line: warning.line,
            reason: warning.message,
        });
    }

    /// Notes a file that could not be opened, or that is of no known format. The articles that
    /// it gave when it could be read stay.
    fn skip_file(&self, source: Option<&SourceFile>, path: &Path, unread: &Unread) {
        if source.is_none() {
            self.walked.add_closed(path);
        }
        let facts = FileFacts {
            path: (self.job.identify)(path),
            size_bytes: source.map_or(0, |source| source.size_bytes),
            modified_micros: source.map_or(0, |source| source.modified_micros),
            reader_version: unread.version,
            ..FileFacts::default()
        };
        self.progress().add_file();
        let reason = &unread.reason;
        self.check(self.job.writer.put_skipped(facts.clone(), reason));
        self.tell(Skipped {
            path: facts.path,
            line: None,
            reason: reason.clone(),
        });
    }

    fn tell(&self, skipped: Skipped) {
        self.progress().add_skipped();
        if self.settling.is_none() {
            (self.job.on_skipped)(&skipped);
        }
    }
}

#[cfg(test)]
mod tests;
