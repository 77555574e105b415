//! Archives: the members of tar and zip files, one after another, each as a stream.

mod tar;
mod zip;

use std::io::{self, BufRead, Read, Seek};
use std::sync::Arc;

use super::Limits;

/// Goes up whenever other members come out of the same archive.
pub const VERSION: u32 = 1;

/// A kind of archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveKind {
    /// Tape archives: ustar, pax, GNU.
    Tar,
    /// Zip archives.
    Zip,
}

impl ArchiveKind {
    /// The kinds.
    pub const ALL: [ArchiveKind; 2] = [ArchiveKind::Tar, ArchiveKind::Zip];

    /// Recognises an archive by its first bytes (512 at the least, where it has them).
    ///
    /// A tar file has no first bytes of its own, but the checksum of its first header tells
    /// (POSIX.1-2017, pax interchange format). A zip file begins with the header of a member, or
    /// when it has none with the end of its directory (APPNOTE 4.3.6).
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(ArchiveKind::Zip),
            _ if tar::is_header(head) => Some(ArchiveKind::Tar),
            _ => None,
        }
    }

    /// The name in output.
    pub fn as_str(self) -> &'static str {
        match self {
            ArchiveKind::Tar => "tar",
            ArchiveKind::Zip => "zip",
        }
    }
}

/// A file of an archive.
pub struct Member {
    /// Its name, with slashes between folders.
    pub name: String,
    /// Its bytes, out of their compression; or why they cannot be had.
    pub stream: Result<Box<dyn Read + Send>, String>,
}

/// What can be read from any place.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// Opens an archive anew, at its beginning.
pub type Opener = Arc<dyn Fn() -> io::Result<Box<dyn ReadSeek>> + Send + Sync>;

/// The members of an archive, in its order, without folders, links and hidden files.
///
/// An error tells that the archive is damaged; nothing comes after it.
pub struct Archive(Box<dyn Iterator<Item = io::Result<Member>> + Send>);

impl Archive {
    /// Reads a tar archive as a stream; a member ends where the next one is asked for.
    pub fn tar(stream: Box<dyn BufRead + Send>) -> Self {
        Archive(Box::new(tar::Members::new(stream)))
    }

    /// Reads a zip archive by its directory, which stands at its end.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, or what it is when it is no archive of articles: office documents
    /// and programs are zip archives, too.
    pub fn zip(opener: Opener, limits: &Limits) -> Result<Self, String> {
        Ok(Archive(Box::new(zip::Members::open(opener, limits)?)))
    }
}

impl Iterator for Archive {
    type Item = io::Result<Member>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0
            .by_ref()
            .find(|member| !matches!(member, Ok(member) if is_hidden(&member.name)))
    }
}

/// As in folders; `__MACOSX` holds what the Finder knows of the other members.
fn is_hidden(name: &str) -> bool {
    name.split('/')
        .any(|part| part == "__MACOSX" || part.starts_with('.') && part != "." && part != "..")
}

fn damaged(kind: ArchiveKind, what: impl std::fmt::Display) -> io::Error {
    let message = format!("damaged {} archive: {what}", kind.as_str());
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests;
