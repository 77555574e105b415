//! The feed: an iterator that turns inputs into pieces of work, each small enough for memory.

use std::io::{BufRead, Cursor, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use crate::article::{ColumnMap, PassedOver, RawDocument, Warning};
use crate::extract::date::Latest;
use crate::read::frame::{self, Block, Blocks};
use crate::read::{self, Format, Framing};
use crate::source::{Found, SourceFile};
use crate::unpack::{self, Archive, ArchiveKind, Broken, Opener};

use super::{Keep, archive_version, reader_version};

/// How much of a file is looked at to tell its format.
const HEAD_BYTES: usize = 8 << 10;

/// How many bytes tell an archive that is read from its end.
const MAGIC_BYTES: usize = 4;

/// The largest zip archive that is read out of another archive.
const MAX_NESTED_ZIP_BYTES: u64 = 256 << 20;

/// What a stream that is no file is read as.
const STREAM_FORMAT: &str = "jsonl";

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Which columns of tables fill which part of an article, where their names do not tell.
    pub columns: ColumnMap,
    /// What becomes of pages that are no articles.
    pub keep: Keep,
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
    /// Why the first part that gave no article gave none.
    pub first_skip: Mutex<Option<String>>,
}

impl OpenFile {
    fn new(
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

type Stream = Box<dyn BufRead + Send>;

/// The documents of one file, as work: those of its members, should it be an archive.
pub struct FileWork {
    /// `None` once its end was told.
    file: Option<Arc<OpenFile>>,
    /// What is read now.
    current: Option<Box<Frames>>,
    /// The archives that are open, the innermost last.
    archives: Vec<OpenArchive>,
    /// How many documents came so far.
    num_documents: u32,
}

/// The documents of a file, or of a member of an archive.
struct Frames {
    format: &'static Format,
    member: Option<String>,
    blocks: Blocks<Stream>,
}

struct OpenArchive {
    archive: Archive,
    /// Its name in the archive that it lies in.
    member: Option<String>,
}

/// What a stream turns out to be.
enum Opened {
    Frames(Box<Frames>),
    Archive(ArchiveKind, Archive),
    /// Nothing that is read, and why.
    Refused(String),
}

impl FileWork {
    /// Opens a file, takes off its compression and tells its format.
    ///
    /// # Errors
    ///
    /// Why the file gives nothing.
    pub fn open(source: &SourceFile, options: &ReadOptions) -> Result<Self, String> {
        let columns = &options.columns;
        let (file, fingerprint) = source.open_marked().map_err(|error| error.to_string())?;
        let path = source.path.to_string_lossy().into_owned();
        let opened = open_stream(Box::new(file), &path, None, Some(source))?;
        let (kind, version) = match &opened {
            Opened::Frames(frames) => (frames.format.name, reader_version(frames.format, columns)),
            Opened::Archive(kind, _) => (kind.as_str(), archive_version(columns)),
            Opened::Refused(reason) => return Err(reason.clone()),
        };
        let file = OpenFile {
            fingerprint,
            ..OpenFile::new(Some(source.clone()), kind, version, options)
        };
        Ok(FileWork::new(file, opened))
    }

    /// Reads a stream that is no file as JSON Lines.
    ///
    /// # Errors
    ///
    /// Why the stream gives nothing.
    pub fn open_stream(stream: Box<dyn Read + Send>) -> Result<Self, String> {
        let format = read::format(STREAM_FORMAT).ok_or("no reader for JSON Lines")?;
        let limits = unpack::Limits::default();
        let stream = unpack::open(stream, &limits).map_err(|error| error.to_string())?;
        let options = ReadOptions::default();
        let version = reader_version(format, &options.columns);
        let file = OpenFile::new(None, format.name, version, &options);
        let frames = Frames::new(stream, format, "-", None);
        Ok(FileWork::new(file, Opened::Frames(Box::new(frames))))
    }

    fn new(file: OpenFile, opened: Opened) -> Self {
        let mut work = FileWork {
            file: Some(Arc::new(file)),
            current: None,
            archives: Vec::new(),
            num_documents: 0,
        };
        work.go_into(opened, None);
        work
    }

    fn go_into(&mut self, opened: Opened, member: Option<String>) {
        match opened {
            Opened::Frames(frames) => self.current = Some(frames),
            Opened::Archive(_, archive) => self.archives.push(OpenArchive { archive, member }),
            Opened::Refused(_) => {}
        }
    }

    /// Opens the next member of the innermost archive; work where it gives no documents, because
    /// it, or the archive itself, is damaged, or because it is no article.
    fn open_next_member(&mut self, file: &Arc<OpenFile>) -> Option<Work> {
        let skipped = |member, message| {
            let line = None;
            Some(Work::Skipped(
                Arc::clone(file),
                member,
                Warning { line, message },
            ))
        };
        let depth = self.archives.len();
        let OpenArchive { archive, member } = self.archives.last_mut()?;
        let found = match archive.next() {
            None => {
                self.archives.pop();
                return None;
            }
            Some(Err(error)) => {
                let member = member.take();
                self.archives.pop();
                return skipped(member, error.to_string());
            }
            Some(Ok(found)) => found,
        };
        let name = match member {
            Some(member) => format!("{member}/{}", found.name),
            None => found.name,
        };
        let path = format!("{}/{name}", file.name());
        let open = |stream| open_stream(stream, &path, Some(&name), None);
        match found.stream.and_then(open) {
            Ok(Opened::Archive(..)) if depth == unpack::Limits::default().max_depth => {
                let message = format!("expected at most {depth} archives in each other");
                skipped(Some(name), message)
            }
            Ok(Opened::Refused(message)) => {
                let line = None;
                Some(Work::NoArticle(
                    Arc::clone(file),
                    name,
                    Warning { line, message },
                ))
            }
            Ok(opened) => {
                self.go_into(opened, Some(name));
                None
            }
            Err(reason) => skipped(Some(name), reason),
        }
    }
}

impl Frames {
    fn new(stream: Stream, format: &'static Format, path: &str, member: Option<&str>) -> Self {
        Frames {
            format,
            member: member.map(str::to_owned),
            blocks: frame::blocks(stream, format.framing, path, frame::Limits::default()),
        }
    }

    fn next(&mut self) -> Option<Block> {
        let mut block = self.blocks.next()?;
        if let Block::Document(document) = &mut block {
            document.origin.member.clone_from(&self.member);
        }
        Some(block)
    }
}

/// Takes off the compression of a stream and tells what it is; of a file that is an archive, the
/// file itself is opened again.
fn open_stream(
    stream: Box<dyn Read + Send>,
    path: &str,
    member: Option<&str>,
    source: Option<&SourceFile>,
) -> Result<Opened, String> {
    let limits = unpack::Limits::default();
    let text = |error: std::io::Error| error.to_string();
    let mut stream = stream;
    let (magic, broken) = unpack::peek(&mut stream, MAGIC_BYTES);
    if let Some(source) = source
        && ArchiveKind::of(&magic) == Some(ArchiveKind::Zip)
    {
        let source = source.clone();
        let opener: Opener = Arc::new(move || Ok(Box::new(source.open()?)));
        let archive = Archive::zip(opener, &limits)?;
        return Ok(Opened::Archive(ArchiveKind::Zip, archive));
    }
    let stream = Cursor::new(magic).chain(Broken::new(broken)).chain(stream);
    let stream = unpack::open(stream, &limits).map_err(text)?;
    let (head, stream) = read_head(stream).map_err(text)?;
    let Some(kind) = ArchiveKind::of(&head) else {
        let format = match read::detect(unpack::inner_name(path), &head) {
            Ok(format) => format,
            Err(reason) => return Ok(Opened::Refused(reason.to_string())),
        };
        return Ok(Opened::Frames(Box::new(Frames::new(
            stream, format, path, member,
        ))));
    };
    let archive = match kind {
        ArchiveKind::Tar => Archive::tar(stream),
        ArchiveKind::Zip => Archive::zip(in_memory(stream)?, &limits)?,
    };
    Ok(Opened::Archive(kind, archive))
}

/// A zip archive is read from its end: one in another archive is taken into memory.
fn in_memory(stream: Stream) -> Result<Opener, String> {
    let mut bytes = Vec::new();
    let mut limited = stream.take(MAX_NESTED_ZIP_BYTES + 1);
    limited
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MAX_NESTED_ZIP_BYTES {
        let most = MAX_NESTED_ZIP_BYTES >> 20;
        return Err(format!(
            "expected a zip archive in another of at most {most} MB, but found a larger one"
        ));
    }
    let bytes: Arc<[u8]> = bytes.into();
    Ok(Arc::new(move || {
        Ok(Box::new(Cursor::new(Arc::clone(&bytes))))
    }))
}

/// Looks at the first bytes that can be read, and gives the stream back as it was, breaks included.
///
/// # Errors
///
/// The break at the beginning, if nothing comes behind it.
fn read_head(mut stream: Stream) -> std::io::Result<(Vec<u8>, Stream)> {
    let (mut head, mut broken) = unpack::peek(&mut stream, HEAD_BYTES);
    let mut broken_before = None;
    if head.is_empty()
        && let Some(error) = broken.take()
    {
        (head, broken) = unpack::peek(&mut stream, HEAD_BYTES);
        if head.is_empty() {
            return Err(error);
        }
        broken_before = Some(error);
    }
    let whole = Broken::new(broken_before)
        .chain(Cursor::new(head.clone()))
        .chain(Broken::new(broken))
        .chain(stream);
    Ok((head, Box::new(whole)))
}

impl Iterator for FileWork {
    type Item = Work;

    fn next(&mut self) -> Option<Work> {
        loop {
            let file = Arc::clone(self.file.as_ref()?);
            if let Some(frames) = &mut self.current {
                match frames.next() {
                    Some(Block::Document(mut document)) => {
                        document.columns = Arc::clone(&file.options.columns);
                        document.part = self.num_documents;
                        self.num_documents = self.num_documents.saturating_add(1);
                        return Some(Work::Document(file, frames.format, document));
                    }
                    Some(Block::Skipped(warning)) => {
                        return Some(Work::Skipped(file, frames.member.clone(), warning));
                    }
                    Some(Block::PassedOver(records)) => {
                        return Some(Work::PassedOver(file, frames.member.clone(), records));
                    }
                    None => self.current = None,
                }
            } else if self.archives.is_empty() {
                // With the end goes the last hold on the file but that of work under way.
                drop(file);
                return self.file.take().map(Work::End);
            } else if let Some(work) = self.open_next_member(&file) {
                return Some(work);
            }
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
            Err(reason) => Some(Work::Unreadable {
                source,
                path,
                reason,
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
