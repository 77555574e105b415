//! A file of an index that is read part by part.
//!
//! What merges segments reads them from front to back. Of a mapped file all that was read stays in the
//! memory of the process until the merge has ended: with large segments, gigabytes. Here there is
//! no more than what is asked for, and a little ahead of it.

use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{FileHandle, OwnedBytes};
use tantivy::{Directory, HasLen};

/// How much is read at once of what comes in small parts.
const WINDOW_BYTES: usize = 1 << 15;
/// Parts above this are mapped, for as long as somebody has them.
const MAPPED_BYTES: usize = 1 << 20;

/// A file that is read part by part.
pub(super) struct FileParts {
    file: File,
    len: usize,
    window: Mutex<Window>,
    /// The directory that maps, and the path in it.
    maps: Box<dyn Directory>,
    path: PathBuf,
}

/// What was read last.
struct Window {
    start: usize,
    bytes: OwnedBytes,
}

impl FileParts {
    /// Opens the file `path` of the directory `maps`, whose files lie in `folder`.
    pub(super) fn open(
        folder: &Path,
        path: &Path,
        maps: &dyn Directory,
    ) -> Result<Self, OpenReadError> {
        let in_error = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        let file = File::open(folder.join(path)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => in_error(error),
        })?;
        Ok(FileParts {
            len: file.metadata().map_err(in_error)?.len() as usize,
            file,
            window: Mutex::new(Window {
                start: 0,
                bytes: OwnedBytes::empty(),
            }),
            maps: maps.box_clone(),
            path: path.to_owned(),
        })
    }

    fn read(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }

    fn read_ahead(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let end = window.start + window.bytes.len();
        if range.start < window.start || range.end > end {
            let end = self.len.min(range.start + WINDOW_BYTES);
            window.bytes = self.read(range.start..end)?;
            window.start = range.start;
        }
        let start = range.start - window.start;
        Ok(window.bytes.slice(start..start + range.len()))
    }
}

impl FileHandle for FileParts {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.len {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if range.len() <= WINDOW_BYTES {
            return self.read_ahead(range);
        }
        let mapped = (range.len() > MAPPED_BYTES).then(|| self.maps.get_file_handle(&self.path));
        match mapped {
            Some(Ok(file)) => file.read_bytes(range),
            // A file that was deleted since it was opened can still be read.
            Some(Err(_)) | None => self.read(range),
        }
    }
}

impl HasLen for FileParts {
    fn len(&self) -> usize {
        self.len
    }
}

impl fmt::Debug for FileParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileParts({})", self.path.display())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tantivy::directory::MmapDirectory;

    use super::*;

    #[test]
    fn every_part_is_that_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = (0..3 * MAPPED_BYTES).map(|n| (n % 251) as u8).collect();
        fs::write(folder.path().join("file"), &bytes).unwrap();
        let maps = MmapDirectory::open(folder.path()).unwrap();
        let parts = FileParts::open(folder.path(), Path::new("file"), &maps).unwrap();
        assert_eq!(parts.len(), bytes.len());
        let lens = [0, 1, 100, WINDOW_BYTES, WINDOW_BYTES + 1, MAPPED_BYTES + 1];
        let starts = [0, 50, 70, WINDOW_BYTES - 1, 20, MAPPED_BYTES];
        let ranges = starts.map(|start| lens.map(|len| start..start + len));
        let check = |range: Range<usize>| {
            let part = parts.read_bytes(range.clone()).unwrap();
            assert_eq!(part.as_slice(), &bytes[range]);
        };
        ranges.iter().flatten().cloned().for_each(check);
        check(bytes.len() - 5..bytes.len());
        fs::remove_file(folder.path().join("file")).unwrap();
        ranges.into_iter().flatten().for_each(check);
    }

    #[test]
    fn a_part_beyond_the_end_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), b"abc").unwrap();
        let maps = MmapDirectory::open(folder.path()).unwrap();
        let parts = FileParts::open(folder.path(), Path::new("file"), &maps).unwrap();
        let error = parts.read_bytes(1..4).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
        let missing = FileParts::open(folder.path(), Path::new("other"), &maps).unwrap_err();
        assert!(matches!(missing, OpenReadError::FileDoesNotExist(_)));
    }
}
