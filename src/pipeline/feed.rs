//! The feed: an iterator that turns inputs into pieces of work, each small enough for memory.

use std::io::Read;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use crate::article::{ColumnMap, PassedOver, RawDocument, Warning};
use crate::extract::date::Latest;
use crate::read::{self, Format, Framing};
use crate::source::{Found, SourceFile};

use super::items::{Item, Items, Unread};
use super::patience::Patience;
use super::{Keep, archive_version};

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Which columns of tables fill which part of an article, where their names do not tell.
    pub columns: ColumnMap,
    /// What becomes of pages that are no articles.
    pub keep: Keep,
    /// How long any part of a file may take.
    pub patience: Patience,
}

impl ReadOptions {
    /// Why a file gives nothing that could not be opened in time.
    pub(super) fn not_waited_for(&self, reason: String) -> Unread {
        let version = self.patience.mark(archive_version(&self.columns));
        Unread { reason, version }
    }
}

/// Something to read.
pub enum Input {
    /// What a walk came across.
    Found(Found),
    /// A stream of JSON Lines that is no file: standard input.
    Stream(Box<dyn Read + Send>),
}

/// What becomes of a file that a walk came across.
pub enum Wanted {
    /// It is as it was.
    No,
    /// It is read.
    Read,
    /// It is the file of this name in the index, which is there no longer.
    Moved(String),
}

/// A piece of work.
pub enum Work {
    /// A small file, to be opened and read whole.
    File(SourceFile),
    /// A file that had another name in the index, which is given.
    Moved(SourceFile, String),
    /// A document out of an open file, and what it is read as.
    Document(Arc<OpenFile>, &'static Format, RawDocument),
    /// A part of an open file that could not be made into a document; of an archive, the member
    /// that it is of.
    Skipped(Arc<OpenFile>, Option<String>, Warning),
    /// Records that hold no article by what they are, of the file or of its member of this name.
    PassedOver(Arc<OpenFile>, Option<String>, PassedOver),
    /// A member of an open archive that is whole, but no article, and what it is.
    NoArticle(Arc<OpenFile>, String, Warning),
    /// An open file, or the member of it, a part of which took too long, and what to say of it: the rest
    /// is not read.
    GivenUp(Arc<OpenFile>, Option<String>, String),
    /// No more comes of this file.
    End(Arc<OpenFile>),
    /// Something that cannot be read at all.
    Unreadable {
        /// The file, if it is one.
        source: Option<SourceFile>,
        /// Where it is.
        path: PathBuf,
        /// Why.
        reason: String,
        /// The version of what told so; 0 when it may be otherwise another time.
        version: u32,
    },
}

/// A file whose documents are under way.
#[derive(Debug)]
pub struct OpenFile {
    /// Where it lies; `None` for a stream.
    pub source: Option<SourceFile>,
    /// The name of what it is: a format or a kind of archive.
    pub kind: &'static str,
    /// The version of all that makes articles of it.
    pub reader_version: u32,
    /// The file's fingerprint; 0 for a stream.
    pub fingerprint: u64,
    /// How it is read.
    pub options: ReadOptions,
    /// Whether what it gives depends on what becomes of pages that are no articles. Of a file of
    /// many pages that is assumed, for the first articles are put before the last page is read.
    pub depends_on_keep: AtomicBool,
    /// Number of articles that it gave so far.
    pub articles: AtomicU64,
    /// Whether a part of it could not be read: what it gave before may still be in it.
    pub is_broken: AtomicBool,
    /// Whether a part of it took too long.
    pub is_given_up: AtomicBool,
    /// Why the first part that gave no article gave none.
    pub first_skip: Mutex<Option<String>>,
}

impl OpenFile {
    pub(super) fn new(
        source: Option<SourceFile>,
        kind: &'static str,
        reader_version: u32,
        options: &ReadOptions,
    ) -> Self {
        let is_single = read::format(kind)
            .is_some_and(|format| !matches!(format.framing, Framing::Warc | Framing::Arc));
        OpenFile {
            source,
            kind,
            reader_version,
            fingerprint: 0,
            options: options.clone(),
            depends_on_keep: AtomicBool::new(!is_single),
            articles: AtomicU64::new(0),
            is_broken: AtomicBool::new(false),
            is_given_up: AtomicBool::new(false),
            first_skip: Mutex::new(None),
        }
    }

    /// What its articles cannot be newer than.
    pub fn latest(&self, now: Timestamp) -> Latest {
        match &self.source {
            Some(file) => Latest::of_file(now, file.modified_micros),
            None => Latest::new(now),
        }
    }

    /// The version of all that made articles of it.
    pub fn version(&self) -> u32 {
        if self.is_given_up.load(Ordering::Relaxed) {
            return self.options.patience.mark(self.reader_version);
        }
        if self.depends_on_keep.load(Ordering::Relaxed) {
            self.reader_version ^ self.options.keep.mark()
        } else {
            self.reader_version
        }
    }

    /// The file's name, for its readers; `-` for a stream.
    pub fn name(&self) -> String {
        match &self.source {
            Some(file) => file.path.to_string_lossy().into_owned(),
            None => "-".to_owned(),
        }
    }
}

/// The documents of one file, as work.
pub struct FileWork {
    /// `None` once its end was told.
    file: Option<Arc<OpenFile>>,
    /// `None` when no more comes.
    items: Option<Items>,
}

impl FileWork {
    /// Opens a file, takes off its compression and tells its format.
    ///
    /// # Errors
    ///
    /// Why the file gives nothing.
    pub fn open(source: &SourceFile, options: &ReadOptions) -> Result<Self, Unread> {
        let (source, own) = (source.clone(), options.clone());
        let opened = options.patience.run(move || Items::open(&source, &own));
        let opened = opened.map_err(|reason| options.not_waited_for(reason))?;
        opened.map(FileWork::new)
    }

    /// Reads a stream that is no file as JSON Lines.
    ///
    /// # Errors
    ///
    /// Why the stream gives nothing.
    pub fn open_stream(stream: Box<dyn Read + Send>) -> Result<Self, Unread> {
        Ok(Items::open_stream(stream).map(FileWork::new)?)
    }

    fn new((file, items): (OpenFile, Items)) -> Self {
        FileWork {
            file: Some(Arc::new(file)),
            items: Some(items),
        }
    }
}

impl Iterator for FileWork {
    type Item = Work;

    fn next(&mut self) -> Option<Work> {
        let file = Arc::clone(self.file.as_ref()?);
        if let Some(mut items) = self.items.take() {
            let read = file.options.patience.run(move || {
                let item = items.next();
                (items, item)
            });
            match read {
                Ok((items, Some(item))) => {
                    self.items = Some(items);
                    return Some(item.of(file));
                }
                Ok((_, None)) => {}
                Err(reason) => return Some(Work::GivenUp(file, None, reason)),
            }
        }
        // With the end goes the last hold on the file but that of work under way.
        drop(file);
        self.file.take().map(Work::End)
    }
}

impl Item {
    /// Makes work of what came out of a file.
    pub(super) fn of(self, file: Arc<OpenFile>) -> Work {
        match self {
            Item::Document(format, document) => Work::Document(file, format, document),
            Item::Skipped(member, warning) => Work::Skipped(file, member, warning),
            Item::PassedOver(member, records) => Work::PassedOver(file, member, records),
            Item::NoArticle(member, warning) => Work::NoArticle(file, member, warning),
        }
    }
}

/// Turns inputs into work; `wants` tells what becomes of a file.
pub struct Feed<I, W> {
    inputs: I,
    wants: W,
    small_bytes: u64,
    options: ReadOptions,
    current: Option<FileWork>,
}

impl<I: Iterator<Item = Input>, W: FnMut(&SourceFile) -> Wanted> Feed<I, W> {
    /// Makes a feed that opens files of `small_bytes` or more itself, and hands smaller ones on.
    pub fn new(inputs: I, small_bytes: u64, options: ReadOptions, wants: W) -> Self {
        Feed {
            inputs,
            wants,
            small_bytes,
            options,
            current: None,
        }
    }

    fn begin(&mut self, input: Input) -> Option<Work> {
        let (opened, source, path) = match input {
            Input::Found(Found::Problem { path, reason }) => {
                return Some(Work::Unreadable {
                    source: None,
                    path,
                    reason,
                    version: 0,
                });
            }
            Input::Found(Found::File(file)) => match (self.wants)(&file) {
                Wanted::No => return None,
                Wanted::Moved(from) => return Some(Work::Moved(file, from)),
                Wanted::Read if file.size_bytes < self.small_bytes => {
                    return Some(Work::File(file));
                }
                Wanted::Read => {
                    let path = file.path.clone();
                    (FileWork::open(&file, &self.options), Some(file), path)
                }
            },
            Input::Stream(stream) => (FileWork::open_stream(stream), None, PathBuf::from("-")),
        };
        match opened {
            Ok(file) => {
                self.current = Some(file);
                None
            }
            Err(Unread { reason, version }) => Some(Work::Unreadable {
                source,
                path,
                reason,
                version,
            }),
        }
    }
}

impl<I: Iterator<Item = Input>, W: FnMut(&SourceFile) -> Wanted> Iterator for Feed<I, W> {
    type Item = Work;

    fn next(&mut self) -> Option<Work> {
        loop {
            if let Some(work) = self.current.as_mut().and_then(Iterator::next) {
                return Some(work);
            }
            self.current = None;
            let input = self.inputs.next()?;
            if let Some(work) = self.begin(input) {
                return Some(work);
            }
        }
    }
}
