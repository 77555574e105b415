//! The engine: what keeps articles and finds them, behind two traits.
//!
//! [`Writer`] takes documents and commits them; [`Engine`] answers requests from the last
//! commit. [`local`] keeps the index on disk with tantivy; [`memory`] is a few plain loops over
//! all articles, the oracle that the tests hold every other engine against.

pub mod advice;
mod calendar;
pub mod closeness;
mod count;
mod digest;
pub mod distinctive;
mod entities;
pub mod local;
pub mod memory;
pub mod names;
mod profile;
mod request;
pub mod similar;
mod stats;
mod stories;

use std::ops::{ControlFlow, Range};
use std::path::PathBuf;
use std::time::Duration;

pub use calendar::{CalendarUnit, DayCounts, Period, PeriodCounts, When};
pub use count::{CountedAs, Counting, Counts, Facet, Tallies, Tally};
pub use digest::{Fingerprint, digest, each_content_byte};
pub use entities::{NamedEntity, main_entities, other_spellings};
pub use profile::{Companion, Profile, ProfileRequest, SpellingCount};
pub use request::{
    Copies, DayRange, Detail, Filters, FoundDocument, Hit, ScorePart, SearchRequest,
    SearchResponse, Sort,
};
pub use stats::{Counted, IndexStats, KindStats, SkippedFile};
pub use stories::{CopyOrder, copy_order};

use xxhash_rust::xxh3::xxh3_64;

use crate::aliases::NameCount;
use crate::article::Article;
use crate::query::Query;
use names::Names;

/// What a match in the headline counts beside one in the body. A headline is short and its words
/// are rare in headlines, so that BM25 alone ranks it high; see ARCHITECTURE.md for what was
/// measured.
pub const HEADLINE_WEIGHT: f32 = 0.7;

/// What is known of a file that was read, so that a later run can tell whether it changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// The file's identity in the index: relative to the folder that holds the index where the
    /// file lies under it, else absolute; `-` for standard input.
    pub path: String,
    /// The member of the file that an article is of, should it be an archive.
    pub member: Option<String>,
    /// Size in bytes, as it lies on disk.
    pub size_bytes: u64,
    /// Last modification, microseconds since the Unix epoch; 0 where there is none.
    pub modified_micros: i64,
    /// Name of the format that the file was read as; empty for a file that could not be read.
    pub format: String,
    /// Version of the reader that read it.
    pub reader_version: u32,
    /// Hash of its bytes, of a long file of its first and last ones; 0 where there is none.
    pub fingerprint: u64,
    /// Which of the file's documents an article is of, counted in their order: of two articles of
    /// one identity in a file the later one counts. Not kept.
    pub part: u32,
}

impl FileFacts {
    /// Returns where an article lies: the path, with the member's name behind it in an archive.
    pub fn place(&self) -> String {
        place(&self.path, self.member.as_deref())
    }

    /// Orders files: of two that hold an article of one identity, that of the greater one stands for
    /// both. It is the one modified last, and of two of the same time always the same one.
    pub fn order(&self) -> (i64, u64) {
        (self.modified_micros, xxh3_64(self.path.as_bytes()))
    }
}

/// Returns the place of a member of the file at `path`; that of the file when it is no archive.
pub fn place(path: &str, member: Option<&str>) -> String {
    match member {
        Some(member) => format!("{path}/{member}"),
        None => path.to_owned(),
    }
}

/// A file as the last commit knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownFile {
    /// The file as it was when it was read.
    pub facts: FileFacts,
    /// Number of articles that it gave and that the index holds; 0 for a skipped file.
    pub articles: u64,
    /// Number of articles that it gave and that those of other files stand for.
    pub shadowed: u64,
}

/// What becomes of a document whose file has another path now.
pub type Renamed<'a> = dyn Fn(Document) -> Document + 'a;

/// An article as the index keeps it: the article, its identity, and its file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Identity in the index; a later document of the same id replaces this one.
    pub id: String,
    /// The article. Read back from an engine, its date candidates, warnings and content hash are
    /// not there: the index keeps what is searched and shown.
    pub article: Article,
    /// The file that it was read from.
    pub file: FileFacts,
}

/// What in an article makes it match a query; nothing where it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlights {
    /// Byte ranges of the headline, ascending and disjoint.
    pub headline: Vec<Range<usize>>,
    /// Byte ranges of the body, ascending and disjoint.
    pub body: Vec<Range<usize>>,
}

/// What became of a document given to a [`Writer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// The index had no document of this id.
    Added,
    /// It takes the place of one from the last commit.
    Updated,
    /// One of this id came in since the last commit, or another file holds a newer one: a repeated
    /// article, one of which stands for all.
    Repeated,
    /// The last commit has it, from the same state of the same file.
    Unchanged,
}

/// What an engine needs to be told apart from a broken one.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// There is no index at the place.
    #[error("there is no index at `{}`: build one with `search index`, or name another with `--index DIR`", .0.display())]
    NoIndex(PathBuf),
    /// The folder holds other things than an index.
    #[error("`{}` is not an index: expected an empty folder or one that `search index` made, but found `{found}` in it", .path.display())]
    NotAnIndex {
        /// The folder.
        path: PathBuf,
        /// One of the things found there.
        found: String,
    },
    /// The index was made by a program whose schema is another.
    #[error("the index at `{}` was made by another version of search (its schema is {found}, this program's is {expected}): delete the folder and run `search index` again", .path.display())]
    OtherVersion {
        /// The folder.
        path: PathBuf,
        /// This program's schema.
        expected: String,
        /// The index's schema.
        found: String,
    },
    /// Somebody else is writing.
    #[error("the index at `{}` is being written by {holder}: wait for it to end, or stop it", .path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
        /// Who writes, as far as is known.
        holder: String,
    },
    /// The files of the index cannot be read as an index.
    #[error("the index at `{}` is damaged ({reason}): delete the folder and run `search index` again", .path.display())]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// A pattern of the query cannot be used.
    #[error("cannot answer the query: {0}")]
    Unanswerable(String),
    /// The answer took longer than it may.
    #[error("the query was broken off after {}: make it narrower, or give it more time with `--timeout SECONDS`", seconds(*.0))]
    TimedOut(Duration),
    /// Reading or writing the index failed for a reason outside of it.
    #[error("cannot {action} the index at `{}`: {reason}", .path.display())]
    Io {
        /// What was being done: `open`, `create`, `write to`, `read`.
        action: &'static str,
        /// The folder.
        path: PathBuf,
        /// The system's reason, with what to do where that is known.
        reason: String,
    },
}

fn seconds(duration: Duration) -> String {
    match duration.as_secs_f64() {
        1.0 => "1 second".to_owned(),
        seconds => format!("{seconds} seconds"),
    }
}

/// Answers requests from the articles of the last commit.
pub trait Engine: Send + Sync {
    /// Finds the articles that match, hands each hit of the page asked for to `visit` until that
    /// breaks, and returns their exact number. The response has no hits.
    ///
    /// # Errors
    ///
    /// [`EngineError::Damaged`] or [`EngineError::Io`] when the index cannot be read,
    /// [`EngineError::Unanswerable`] for a pattern that cannot be used, and
    /// [`EngineError::TimedOut`].
    fn search_each(
        &self,
        request: &SearchRequest,
        visit: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<SearchResponse, EngineError>;

    /// Finds the articles that match, the page asked for of them, and their exact number.
    ///
    /// # Errors
    ///
    /// As [`Engine::search_each`].
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse, EngineError> {
        let mut hits = Vec::new();
        let mut response = self.search_each(request, &mut |hit| {
            hits.push(hit);
            ControlFlow::Continue(())
        })?;
        response.hits = hits;
        Ok(response)
    }

    /// Finds the articles that match, hands each of the page asked for to `visit` whole until that
    /// breaks, and returns their exact number; where `visit` breaks, that of those that were seen.
    /// The response has no hits, and copies are articles of their own.
    ///
    /// # Errors
    ///
    /// As [`Engine::search_each`].
    fn each_document(
        &self,
        request: &SearchRequest,
        visit: &mut dyn FnMut(FoundDocument) -> ControlFlow<()>,
    ) -> Result<SearchResponse, EngineError>;

    /// Returns the article with this id, or with the only id that begins so.
    ///
    /// # Errors
    ///
    /// As [`Engine::search_each`].
    fn document(&self, id: &str) -> Result<Option<Document>, EngineError>;

    /// Returns the copies of the article with this id, or with the only id that begins so, and the
    /// article among them, in the order of [`copy_order`].
    ///
    /// # Errors
    ///
    /// As [`Engine::search_each`].
    fn story(&self, id: &str) -> Result<Vec<Document>, EngineError>;

    /// Returns what in an article of the index makes it match a query.
    ///
    /// # Errors
    ///
    /// As [`Engine::search_each`].
    fn highlights(&self, article: &Article, query: &Query) -> Result<Highlights, EngineError>;

    /// Visits all articles that match, once, and counts them; their order and the page asked for
    /// do not matter.
    ///
    /// # Errors
    ///
    /// As [`Engine::search_each`].
    fn count(
        &self,
        request: &SearchRequest,
        counting: &Counting<'_>,
    ) -> Result<Counts, EngineError>;
    /// Returns the names in which the words of one of `phrases` stand side by side, also those that
    /// articles spell otherwise in a way that has the words; most articles first.
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    fn names_with(&self, phrases: &[&str]) -> Result<Vec<NameCount>, EngineError>;

    /// Returns what the articles that name somebody or something tell of it.
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    fn profile(&self, request: &ProfileRequest) -> Result<Profile, EngineError>;

    /// Returns all names of the index, and which of them stand together.
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    fn names(&self) -> Result<Names, EngineError>;

    /// Returns the sum of the digests of all articles, by which the content of two indexes is compared.
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    fn fingerprint(&self) -> Result<Fingerprint, EngineError>;

    /// Counts what the index holds; at most `top` values of each kind.
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    fn stats(&self, top: usize) -> Result<IndexStats, EngineError>;
}

/// Takes documents from many threads, and makes them visible at once in a commit.
///
/// Nothing is seen by an [`Engine`] before [`Writer::commit`]; a writer dropped without it
/// leaves the last commit as it was.
pub trait Writer: Send + Sync {
    /// Returns what the last commit knows of a file: its facts and the number of its articles;
    /// `None` when it knows nothing, when the file was not finished, when its articles were read from
    /// different states of it, or when it must be read again ([`Writer::unsettled_files`]).
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    fn known_file(&self, path: &str) -> Result<Option<KnownFile>, EngineError>;

    /// Calls `visit` once for each file that the last commit knows, with its path.
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    fn known_paths(&self, visit: &mut dyn FnMut(&str)) -> Result<(), EngineError>;

    /// Adds a document, or notes that its file holds it, too: of the documents of one id one stands
    /// for all, in whatever order they come. That is the one of the file that was modified last (of
    /// files of the same time always of the same one), and in a file the one of the last part.
    ///
    /// # Errors
    ///
    /// [`EngineError::Io`] when the index cannot be written.
    fn put(&self, document: Document) -> Result<Put, EngineError>;

    /// Returns the files of which the last commit has articles, with this size and time of
    /// modification; none where it knows a file at `facts.path`.
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    fn known_twins(&self, facts: &FileFacts) -> Result<Vec<KnownFile>, EngineError>;

    /// Moves all that the last commit has of the file at `from`, which has another path now, to
    /// the file at `to`: `renamed` gives each document its file and its identity. Ends both files
    /// and returns the number of articles.
    ///
    /// # Errors
    ///
    /// As [`Writer::put`].
    fn move_file(&self, from: &str, to: &str, renamed: &Renamed<'_>) -> Result<u64, EngineError>;

    /// Returns the paths of files that must be read again, because the article that stood for one of
    /// theirs is there no longer, or stands for it no longer.
    ///
    /// # Errors
    ///
    /// As [`Engine::search`].
    fn unsettled_files(&self) -> Result<Vec<String>, EngineError>;

    /// Ends a file: all that it holds was put. If `is_whole`, if all of it could be read, the
    /// articles that the last commit has of it and that were not put again since are removed, for
    /// it holds them no longer; returns their number.
    ///
    /// # Errors
    ///
    /// As [`Writer::put`].
    fn finish_file(&self, path: &str, is_whole: bool) -> Result<u64, EngineError>;

    /// Notes a file that gave no article, and why.
    ///
    /// # Errors
    ///
    /// As [`Writer::put`].
    fn put_skipped(&self, file: FileFacts, reason: &str) -> Result<(), EngineError>;

    /// Makes what was put and removed so far outlive this process; a reader may see it or not. What
    /// this writer knows stays what it was at the last commit. The files that are not finished are
    /// those that the next writer does not know.
    ///
    /// # Errors
    ///
    /// As [`Writer::commit`].
    fn checkpoint(&self) -> Result<(), EngineError>;

    /// Makes all that was put and removed since the last commit visible at once.
    ///
    /// # Errors
    ///
    /// As [`Writer::put`]; the last commit is intact then.
    fn commit(&mut self) -> Result<(), EngineError>;
}
