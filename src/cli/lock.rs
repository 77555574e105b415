//! Locks among processes, on a hidden file beside the one that is meant.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Locks the file at `path` among the processes that lock it so, until the answer is dropped or the
/// process ends; waits for those that have it.
///
/// # Errors
///
/// When the file that stands for the lock cannot be made.
pub(super) fn lock(path: &Path) -> anyhow::Result<File> {
    let (file, place) = lock_file(path)?;
    file.lock()
        .with_context(|| format!("cannot lock `{}`", place.display()))?;
    Ok(file)
}

/// Locks as [`lock`] does; `None` where another process has the lock.
///
/// # Errors
///
/// As [`lock`].
pub(super) fn try_lock(path: &Path) -> anyhow::Result<Option<File>> {
    let (file, place) = lock_file(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock `{}`", place.display()))
        }
    }
}

fn lock_file(path: &Path) -> anyhow::Result<(File, PathBuf)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let place = path.with_file_name(format!(".{}.lock", name.trim_start_matches('.')));
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&place)
        .with_context(|| format!("cannot make `{}`", place.display()))?;
    Ok((file, place))
}
