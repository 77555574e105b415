//! The feed: an iterator that turns inputs into pieces of work, each small enough for memory.

use std::io::{BufRead, Cursor, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex};

use crate::article::{ColumnMap, RawDocument, Warning};
use crate::read::frame::{self, Block, Blocks};
use crate::read::{self, Format};
use crate::source::{Found, SourceFile};
use crate::unpack;

/// How much of a file is looked at to tell its format.
const HEAD_BYTES: usize = 8 << 10;

/// What a stream that is no file is read as.
const STREAM_FORMAT: &str = "jsonl";

/// Something to read.
pub enum Input {
    /// What a walk came across.
    Found(Found),
    /// A stream of JSON Lines that is no file: standard input.
    Stream(Box<dyn Read + Send>),
}

/// A piece of work.
pub enum Work {
    /// A small file, to be opened and read whole.
    File(SourceFile),
    /// A document out of an open file.
    Document(Arc<OpenFile>, RawDocument),
    /// A part of an open file that could not be made into a document.
    Skipped(Arc<OpenFile>, Warning),
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
    },
}

/// A file whose documents are under way.
#[derive(Debug)]
pub struct OpenFile {
    /// Where it lies; `None` for a stream.
    pub source: Option<SourceFile>,
    /// What it is read as.
    pub format: &'static Format,
    /// Which columns fill which part of an article, should it be a table.
    pub columns: ColumnMap,
    /// Number of articles that it gave so far.
    pub articles: AtomicU64,
    /// Whether a part of it could not be read: what it gave before may still be in it.
    pub is_broken: AtomicBool,
    /// Why the first part that gave no article gave none.
    pub first_skip: Mutex<Option<String>>,
}

impl OpenFile {
    fn new(source: Option<SourceFile>, format: &'static Format, columns: &ColumnMap) -> Self {
        OpenFile {
            source,
            format,
            columns: Arc::clone(columns),
            articles: AtomicU64::new(0),
            is_broken: AtomicBool::new(false),
            first_skip: Mutex::new(None),
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

type Stream = Box<dyn BufRead + Send>;

/// The documents of one file, as work.
pub struct FileWork {
    /// `None` once its end was told.
    file: Option<Arc<OpenFile>>,
    blocks: Blocks<Stream>,
}

impl FileWork {
    /// Opens a file, takes off its compression and tells its format.
    ///
    /// # Errors
    ///
    /// Why the file gives nothing.
    pub fn open(source: &SourceFile, columns: &ColumnMap) -> Result<Self, String> {
        let file = source.open().map_err(|error| error.to_string())?;
        Self::of_stream(Box::new(file), Some(source.clone()), columns)
    }

    /// Reads a stream that is no file as JSON Lines.
    ///
    /// # Errors
    ///
    /// Why the stream gives nothing.
    pub fn open_stream(stream: Box<dyn Read + Send>) -> Result<Self, String> {
        Self::of_stream(stream, None, &ColumnMap::default())
    }

    fn of_stream(
        stream: Box<dyn Read + Send>,
        source: Option<SourceFile>,
        columns: &ColumnMap,
    ) -> Result<Self, String> {
        let mut stream =
            unpack::open(stream, &unpack::Limits::default()).map_err(|error| error.to_string())?;
        let head = read_head(&mut stream).map_err(|error| error.to_string())?;
        let format = match &source {
            Some(file) => {
                let name = file.path.to_string_lossy();
                read::detect(unpack::inner_name(&name), &head).map_err(|error| error.to_string())?
            }
            None => read::format(STREAM_FORMAT).ok_or("no reader for JSON Lines")?,
        };
        let stream: Stream = Box::new(Cursor::new(head).chain(stream));
        let file = OpenFile::new(source, format, columns);
        let blocks = frame::blocks(
            stream,
            format.framing,
            &file.name(),
            frame::Limits::default(),
        );
        Ok(FileWork {
            file: Some(Arc::new(file)),
            blocks,
        })
    }
}

fn read_head(stream: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    match stream.take(HEAD_BYTES as u64).read_to_end(&mut head) {
        Err(error) if head.is_empty() => Err(error),
        // What stands before a break is worth reading; the break is met again further on.
        _ => Ok(head),
    }
}

impl Iterator for FileWork {
    type Item = Work;

    fn next(&mut self) -> Option<Work> {
        let file = self.file.take()?;
        match self.blocks.next() {
            // With the end goes the last hold on the file but that of work under way.
            None => Some(Work::End(file)),
            Some(block) => {
                let shared = Arc::clone(&file);
                self.file = Some(file);
                Some(match block {
                    Block::Document(mut document) => {
                        document.columns = Arc::clone(&shared.columns);
                        Work::Document(shared, document)
                    }
                    Block::Skipped(warning) => Work::Skipped(shared, warning),
                })
            }
        }
    }
}

/// Turns inputs into work; `wants` tells whether a file is to be read.
pub struct Feed<I, W> {
    inputs: I,
    wants: W,
    small_bytes: u64,
    columns: ColumnMap,
    current: Option<FileWork>,
}

impl<I: Iterator<Item = Input>, W: FnMut(&SourceFile) -> bool> Feed<I, W> {
    /// Makes a feed that opens files of `small_bytes` or more itself, and hands smaller ones on.
    pub fn new(inputs: I, small_bytes: u64, columns: ColumnMap, wants: W) -> Self {
        Feed {
            inputs,
            wants,
            small_bytes,
            columns,
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
                });
            }
            Input::Found(Found::File(file)) if !(self.wants)(&file) => return None,
            Input::Found(Found::File(file)) if file.size_bytes < self.small_bytes => {
                return Some(Work::File(file));
            }
            Input::Found(Found::File(file)) => {
                let path = file.path.clone();
                (FileWork::open(&file, &self.columns), Some(file), path)
            }
            Input::Stream(stream) => (FileWork::open_stream(stream), None, PathBuf::from("-")),
        };
        match opened {
            Ok(file) => {
                self.current = Some(file);
                None
            }
            Err(reason) => Some(Work::Unreadable {
                source,
                path,
                reason,
            }),
        }
    }
}

impl<I: Iterator<Item = Input>, W: FnMut(&SourceFile) -> bool> Iterator for Feed<I, W> {
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
