//! The folder of an index, as tantivy sees it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
#[cfg(unix)]
use tantivy::directory::Advice;
use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, META_LOCK, MmapDirectory, WatchCallback,
    WatchHandle, WritePtr,
};

use super::META_FILE;
use super::holder::Note;
#[cfg(unix)]
use super::parts::FileParts;

/// A memory-mapped folder that can also be read where it cannot be written: an index on a
/// read-only disk, or one that belongs to somebody else. A commit in it outlives a loss of power, and
/// its lock names its holder.
#[derive(Clone, Debug)]
pub(super) struct IndexDirectory {
    /// Where the lock's holder is noted; `None` where nobody else can come.
    folder: Option<PathBuf>,
    /// Whether files are read part by part rather than mapped.
    is_read_in_parts: bool,
    files: Box<dyn Directory>,
}

impl IndexDirectory {
    pub(super) fn open(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(IndexDirectory {
            folder: Some(folder.to_owned()),
            is_read_in_parts: false,
            files: Box::new(MmapDirectory::open(folder)?),
        })
    }

    /// Opens it for whoever reads a little here and there. Else the system reads ahead what nobody
    /// asked for, which from a cold disk is most of the time that an answer takes.
    pub(super) fn open_for_lookups(folder: &Path) -> Result<Self, OpenDirectoryError> {
        #[cfg(unix)]
        let files = MmapDirectory::open_with_madvice(folder, Advice::Random)?;
        #[cfg(not(unix))]
        let files = MmapDirectory::open(folder)?;
        Ok(IndexDirectory {
            folder: Some(folder.to_owned()),
            is_read_in_parts: false,
            files: Box::new(files),
        })
    }

    /// Opens it for what goes through whole files, as merges do: mapped, all that was read would count
    /// as memory of the process.
    pub(super) fn open_in_parts(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(IndexDirectory {
            is_read_in_parts: cfg!(unix),
            ..IndexDirectory::open(folder)?
        })
    }

    /// The same over files that lie elsewhere.
    #[cfg(test)]
    pub(super) fn over(files: impl Directory) -> Self {
        IndexDirectory {
            folder: None,
            is_read_in_parts: false,
            files: Box::new(files),
        }
    }
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        #[cfg(unix)]
        if let Some(folder) = self.folder.as_deref().filter(|_| self.is_read_in_parts) {
            return Ok(Arc::new(FileParts::open(folder, path, &*self.files)?));
        }
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    /// A commit is one when its file has its name for good: tantivy goes on and deletes what the commit
    /// before needs, and it is for the system in which order it writes down names.
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(path, data)?;
        if path == Path::new(META_FILE) {
            self.files.sync_directory()?;
        }
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    /// Locks as tantivy does; but the lock by which a reader keeps a writer from deleting files
    /// while it opens them is not needed where no writer can be.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.files.acquire_lock(lock) {
            Err(LockError::IoError(error))
                if lock.filepath == META_LOCK.filepath && is_read_only(&error) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            Ok(held) if lock.filepath == INDEX_WRITER_LOCK.filepath => {
                // Fields are dropped in their order: the note goes while the lock is held.
                let note = self.folder.as_deref().map(Note::write);
                Ok(DirectoryLock::from(Box::new((note, held))))
            }
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}
