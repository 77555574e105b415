//! The documents of one file, or of the members of one archive, one after another.

use std::io::{BufRead, Cursor, Read};
use std::sync::Arc;

use crate::article::{ColumnMap, PassedOver, RawDocument, Warning};
use crate::read::frame::{self, Block, Blocks};
use crate::read::{self, Format};
use crate::source::SourceFile;
use crate::unpack::{self, Archive, ArchiveKind, Broken, Opener};

use super::feed::{OpenFile, ReadOptions};
use super::{archive_version, reader_version};

/// How much of a file is looked at to tell its format.
const HEAD_BYTES: usize = 8 << 10;

/// How many bytes tell an archive that is read from its end.
const MAGIC_BYTES: usize = 4;

/// The largest zip archive that is read out of another archive.
const MAX_NESTED_ZIP_BYTES: u64 = 256 << 20;

/// What a stream that is no file is read as.
const STREAM_FORMAT: &str = "jsonl";

type Stream = Box<dyn BufRead + Send>;

/// What comes out of a file.
pub(super) enum Item {
    /// A document, and what it is read as.
    Document(&'static Format, RawDocument),
    /// A part that could not be made into a document; of an archive, the member that it is of.
    Skipped(Option<String>, Warning),
    /// Records that hold no article by what they are, of the file or of its member of this name.
    PassedOver(Option<String>, PassedOver),
    /// A member of an archive that is whole, but no article, and what it is.
    NoArticle(String, Warning),
}

/// Why a file gives nothing.
#[derive(Debug, Default)]
pub struct Unread {
    /// What was expected and what was found.
    pub reason: String,
    /// The version of what told so by the bytes of the file; 0 when it may be otherwise another time.
    pub version: u32,
}

impl From<String> for Unread {
    fn from(reason: String) -> Self {
        let version = 0;
        Unread { reason, version }
    }
}

/// The documents of one file: those of its members, should it be an archive.
pub(super) struct Items {
    /// The file's name, for its readers.
    name: String,
    columns: ColumnMap,
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

impl Items {
    /// Opens a file, takes off its compression and tells its format.
    ///
    /// # Errors
    ///
    /// Why the file gives nothing.
    pub(super) fn open(
        source: &SourceFile,
        options: &ReadOptions,
    ) -> Result<(OpenFile, Self), Unread> {
        let columns = &options.columns;
        let (file, fingerprint) = source.open_marked().map_err(|error| error.to_string())?;
        let path = source.path.to_string_lossy().into_owned();
        let opened = open_stream(Box::new(file), &path, None, Some(source))?;
        let (kind, version) = match &opened {
            Opened::Frames(frames) => (frames.format.name, reader_version(frames.format, columns)),
            Opened::Archive(kind, _) => (kind.as_str(), archive_version(columns)),
            Opened::Refused(reason) => {
                let (reason, version) = (reason.clone(), archive_version(columns));
                return Err(Unread { reason, version });
            }
        };
        let file = OpenFile {
            fingerprint,
            ..OpenFile::new(Some(source.clone()), kind, version, options)
        };
        let items = Items::new(&file, opened);
        Ok((file, items))
    }

    /// Reads a stream that is no file as JSON Lines.
    ///
    /// # Errors
    ///
    /// Why the stream gives nothing.
    pub(super) fn open_stream(stream: Box<dyn Read + Send>) -> Result<(OpenFile, Self), String> {
        let format = read::format(STREAM_FORMAT).ok_or("no reader for JSON Lines")?;
        let limits = unpack::Limits::default();
        let stream = unpack::open(stream, &limits).map_err(|error| error.to_string())?;
        let options = ReadOptions::default();
        let version = reader_version(format, &options.columns);
        let file = OpenFile::new(None, format.name, version, &options);
        let frames = Frames::new(stream, format, "-", None);
        let items = Items::new(&file, Opened::Frames(Box::new(frames)));
        Ok((file, items))
    }

    fn new(file: &OpenFile, opened: Opened) -> Self {
        let mut items = Items {
            name: file.name(),
            columns: Arc::clone(&file.options.columns),
            current: None,
            archives: Vec::new(),
            num_documents: 0,
        };
        items.go_into(opened, None);
        items
    }

    fn go_into(&mut self, opened: Opened, member: Option<String>) {
        match opened {
            Opened::Frames(frames) => self.current = Some(frames),
            Opened::Archive(_, archive) => self.archives.push(OpenArchive { archive, member }),
            Opened::Refused(_) => {}
        }
    }

    /// Opens the next member of the innermost archive; an item where it gives no documents, because
    /// it, or the archive itself, is damaged, or because it is no article.
    fn open_next_member(&mut self) -> Option<Item> {
        let skipped = |member, message| {
            let line = None;
            Some(Item::Skipped(member, Warning { line, message }))
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
        let path = format!("{}/{name}", self.name);
        let open = |stream| open_stream(stream, &path, Some(&name), None);
        match found.stream.and_then(open) {
            Ok(Opened::Archive(..)) if depth == unpack::Limits::default().max_depth => {
                let message = format!("expected at most {depth} archives in each other");
                skipped(Some(name), message)
            }
            Ok(Opened::Refused(message)) => {
                let line = None;
                Some(Item::NoArticle(name, Warning { line, message }))
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

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(frames) = &mut self.current {
                match frames.next() {
                    Some(Block::Document(mut document)) => {
                        document.columns = Arc::clone(&self.columns);
                        document.part = self.num_documents;
                        self.num_documents = self.num_documents.saturating_add(1);
                        return Some(Item::Document(frames.format, document));
                    }
                    Some(Block::Skipped(warning)) => {
                        return Some(Item::Skipped(frames.member.clone(), warning));
                    }
                    Some(Block::PassedOver(records)) => {
                        return Some(Item::PassedOver(frames.member.clone(), records));
                    }
                    None => self.current = None,
                }
            } else if self.archives.is_empty() {
                return None;
            } else if let Some(item) = self.open_next_member() {
                return Some(item);
            }
        }
    }
}
