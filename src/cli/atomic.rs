//! Files that appear under their names when all of them is written.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempPath;

/// A file that is being written. Until [`AtomicFile::commit`] it lies beside its place under another name, and
/// is removed when it is dropped; what lay at its place stays.
pub(super) struct AtomicFile {
    out: BufWriter<File>,
    /// Where it lies until then; `None` for what is no file, such as a pipe, which is written as it is.
    temporary: Option<TempPath>,
    place: PathBuf,
    /// As the user typed it.
    shown: PathBuf,
}

impl AtomicFile {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// When there can be none at that place.
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        create(path).with_context(|| cannot_write(path))
    }

    /// Puts the file at its place.
    ///
    /// # Errors
    ///
    /// When not all of it could be written.
    pub(super) fn commit(self) -> anyhow::Result<()> {
        let shown = self.shown.clone();
        self.put().with_context(|| cannot_write(&shown))
    }

    fn put(self) -> io::Result<()> {
        let file = self.out.into_inner().map_err(|error| error.into_error())?;
        let Some(temporary) = self.temporary else {
            return Ok(());
        };
        // The name must not be there before the bytes are.
        file.sync_all()?;
        temporary.persist(&self.place).map_err(|error| error.error)
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write `{}`", path.display())
}

fn create(path: &Path) -> io::Result<AtomicFile> {
    let found = fs::metadata(path).ok();
    let shown = path.to_owned();
    if found.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "expected a file, but found a folder",
        ));
    }
    if found.as_ref().is_some_and(|found| !found.is_file()) {
        return Ok(AtomicFile {
            out: BufWriter::new(File::options().write(true).open(path)?),
            temporary: None,
            place: shown.clone(),
            shown,
        });
    }
    // A link stays one: what it leads to is replaced.
    let place = match found {
        Some(_) => fs::canonicalize(path)?,
        None => shown.clone(),
    };
    let folder = place.parent().filter(|it| !it.as_os_str().is_empty());
    let (file, temporary) = builder()
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(without_name)?
        .into_parts();
    Ok(AtomicFile {
        out: BufWriter::with_capacity(1 << 16, file),
        temporary: Some(temporary),
        place,
        shown,
    })
}

/// The system's reason alone: nobody knows the name of the file that could not be made.
fn without_name(error: io::Error) -> io::Error {
    let said = error.to_string();
    let reason = said.split(" at path ").next().unwrap_or_default();
    io::Error::new(error.kind(), reason.to_owned())
}

/// Makes files as readable as others are, unlike those that nobody else should see.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".search-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

impl Write for AtomicFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.out.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Seek for AtomicFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.out.seek(to)
    }
}

/// Writes a file whole; when the answer comes, it outlives a loss of power.
///
/// # Errors
///
/// As [`AtomicFile::create`] and [`AtomicFile::commit`]; what lay at its place stays then.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(bytes).with_context(|| cannot_write(path))?;
    let folder = file.place.parent().map(Path::to_owned);
    file.commit()?;
    // The name is on the disk when the folder is; not every system can be asked for that.
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.as_deref().unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }

    #[test]
    fn what_is_given_up_leaves_what_was_there_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "before").unwrap();
        let mut given_up = AtomicFile::create(&path).unwrap();
        given_up.write_all(&[b'x'; 1 << 17]).unwrap();
        assert_eq!(names(folder.path()).len(), 2);
        drop(given_up);
        assert_eq!(fs::read(&path).unwrap(), b"before");
        assert_eq!(names(folder.path()), ["out.csv"]);
        let mut whole = AtomicFile::create(&path).unwrap();
        whole.write_all(b"after").unwrap();
        whole.commit().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"after");
        assert_eq!(names(folder.path()), ["out.csv"]);
    }
}
