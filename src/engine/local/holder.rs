//! Who writes an index: noted in the lock's own file, for whoever finds it locked.
//!
//! The lock itself is the system's, on that file, and ends with its process: a note that is left of a
//! process that was killed holds nobody up.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tantivy::directory::INDEX_WRITER_LOCK;

/// Where Linux tells the name of the machine.
const HOST_FILE: &str = "/proc/sys/kernel/hostname";

/// The process that holds the lock of an index, as far as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Holder {
    /// Number of the process.
    process: Option<u32>,
    /// Name of its machine; empty where the system does not tell.
    host: String,
    /// When it took the lock.
    since: Option<Timestamp>,
    /// Its command line, where it can be seen from here.
    command: Option<String>,
    /// Whether no such process runs on this machine.
    is_gone: bool,
}

impl Holder {
    /// Reads the note in the lock file of the index in `folder`.
    pub(super) fn read(folder: &Path) -> Self {
        let path = lock_file(folder);
        let note = fs::read_to_string(&path).unwrap_or_default();
        let mut words = note.split_whitespace();
        let process = words.next().and_then(|word| word.parse().ok());
        let host = words.next().unwrap_or_default().to_owned();
        let modified = fs::metadata(&path).and_then(|metadata| metadata.modified());
        let since = modified
            .ok()
            .and_then(|time| Timestamp::try_from(time).ok());
        let seen = process.filter(|_| host == this_host()).map(command_of);
        Holder {
            process,
            host,
            since: since.filter(|_| process.is_some()),
            is_gone: matches!(seen, Some(Seen::Gone)),
            command: match seen {
                Some(Seen::Runs(command)) => Some(command),
                _ => None,
            },
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(process) = self.process else {
            return f.write_str("another `search index`");
        };
        write!(f, "process {process}")?;
        if let Some(command) = &self.command {
            write!(f, " (`{command}`)")?;
        }
        if !self.host.is_empty() {
            write!(f, " on `{}`", self.host)?;
        }
        if let Some(since) = self.since {
            write!(f, " since {}", since.strftime("%Y-%m-%d %H:%M:%S UTC"))?;
        }
        if self.is_gone {
            f.write_str(", which does not run any more, or by one that it started")?;
        }
        Ok(())
    }
}

/// Notes this process as the holder until it is dropped; the lock must be held.
pub(super) struct Note {
    path: PathBuf,
}

impl Note {
    /// A note that cannot be written is none: the lock does not need it.
    pub(super) fn write(folder: &Path) -> Self {
        let path = lock_file(folder);
        let note = format!("{} {}\n", std::process::id(), this_host());
        let _ = fs::write(&path, note);
        Note { path }
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        let _ = fs::write(&self.path, "");
    }
}

fn lock_file(folder: &Path) -> PathBuf {
    folder.join(&INDEX_WRITER_LOCK.filepath)
}

fn this_host() -> String {
    let name = fs::read_to_string(HOST_FILE).unwrap_or_default();
    name.split_whitespace().collect()
}

/// What can be seen of a process of this machine.
enum Seen {
    Runs(String),
    Gone,
    Unknown,
}

fn command_of(process: u32) -> Seen {
    let processes = Path::new("/proc");
    if !processes.join("self").exists() {
        return Seen::Unknown;
    }
    match fs::read(processes.join(process.to_string()).join("cmdline")) {
        Ok(line) => {
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            Seen::Runs(line.trim_end().to_owned())
        }
        Err(_) => Seen::Gone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_names_this_process_as_long_as_it_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let note = Note::write(folder.path());
        let holder = Holder::read(folder.path());
        assert_eq!(holder.process, Some(std::process::id()));
        assert!(!holder.is_gone && holder.since.is_some(), "{holder:?}");
        drop(note);
        let unknown = Holder::read(folder.path());
        assert_eq!(unknown.to_string(), "another `search index`");
    }

    #[test]
    fn a_holder_is_told_by_what_is_known_of_it() {
        let holder = Holder {
            process: Some(12),
            host: "harbour".to_owned(),
            since: Some("2015-11-27T10:00:00Z".parse().unwrap()),
            command: Some("search watch".to_owned()),
            is_gone: false,
        };
        let told = "process 12 (`search watch`) on `harbour` since 2015-11-27 10:00:00 UTC";
        assert_eq!(holder.to_string(), told);
        let gone = Holder {
            process: Some(12),
            is_gone: true,
            ..Holder::default()
        };
        let told = "process 12, which does not run any more, or by one that it started";
        assert_eq!(gone.to_string(), told);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_note_of_a_process_that_is_gone_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        // No process has this number: it is above the largest that Linux gives.
        let note = format!("{} {}\n", u32::MAX, this_host());
        fs::write(lock_file(folder.path()), note).unwrap();
        assert!(Holder::read(folder.path()).is_gone);
        fs::write(lock_file(folder.path()), "4294967295 elsewhere\n").unwrap();
        assert!(!Holder::read(folder.path()).is_gone);
    }
}
