//! What the system tells of changes below folders.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use notify::event::{Event, EventKind};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Something that the system tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// Something was written, created, moved or removed at these paths.
    Changed(Vec<PathBuf>),
    /// Something was not told: all must be looked at.
    Lost,
    /// Nothing more is told, and why.
    Blind(String),
}

/// The watches of the system, which end when this is dropped.
pub(super) struct Notices {
    watcher: RecommendedWatcher,
    notices: Receiver<Notice>,
}

impl Notices {
    /// Begins without any watch.
    ///
    /// # Errors
    ///
    /// Why the system tells nothing.
    pub(super) fn new() -> Result<Self, String> {
        let (sender, notices) = channel();
        let watcher = notify::recommended_watcher(move |event| tell(&sender, event));
        let watcher = watcher.map_err(|error| reason(&error))?;
        Ok(Notices { watcher, notices })
    }

    /// Watches a folder with all below it; of a file, the folder that it lies in.
    ///
    /// # Errors
    ///
    /// Why the system does not tell of it.
    pub(super) fn watch(&mut self, root: &Path) -> Result<(), String> {
        // The watch of a folder that was there before hangs on what it was.
        let _ = self.watcher.unwatch(root);
        let watched = match root.parent().filter(|_| root.is_file()) {
            Some(parent) => self.watcher.watch(parent, RecursiveMode::NonRecursive),
            None => self.watcher.watch(root, RecursiveMode::Recursive),
        };
        watched.map_err(|error| reason(&error))
    }

    /// Waits so long for notices, and returns all that came.
    pub(super) fn wait(&self, time: Duration) -> Vec<Notice> {
        let first = self.notices.recv_timeout(time).ok();
        first.into_iter().chain(self.notices.try_iter()).collect()
    }
}

fn tell(sender: &Sender<Notice>, event: notify::Result<Event>) {
    if let Some(notice) = notice(event) {
        let _ = sender.send(notice);
    }
}

fn notice(event: notify::Result<Event>) -> Option<Notice> {
    match event {
        Ok(event) if event.need_rescan() => Some(Notice::Lost),
        // Whoever reads changes nothing, and that is what a run does.
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => None,
        Ok(event) => Some(Notice::Changed(event.paths)),
        Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
            Some(Notice::Blind(reason(&error)))
        }
        Err(_) => Some(Notice::Lost),
    }
}

/// The system's reason, and what a person can do about it.
fn reason(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "the system watches no more folders: raise its limit with \
             `sysctl fs.inotify.max_user_watches=1048576`"
            .to_owned(),
        ErrorKind::Io(io) if io.raw_os_error() == Some(TOO_MANY_FILES) => {
            "the system lets nobody watch any more: raise its limit with \
             `sysctl fs.inotify.max_user_instances=1024`"
                .to_owned()
        }
        ErrorKind::Io(io) => io.to_string(),
        _ => error.to_string(),
    }
}

/// What Linux answers when a user has as many inotify instances as one may have (EMFILE).
const TOO_MANY_FILES: i32 = 24;

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, Flag};

    use super::*;

    #[test]
    fn notices_are_what_changes_something() {
        let event = |kind| Event::new(kind).add_path("a".into());
        let created = event(EventKind::Create(CreateKind::File));
        let changed = Notice::Changed(vec!["a".into()]);
        assert_eq!(notice(Ok(created.clone())), Some(changed));
        let read = event(EventKind::Access(AccessKind::Read));
        assert_eq!(notice(Ok(read)), None);
        let overflow = created.set_flag(Flag::Rescan);
        assert_eq!(notice(Ok(overflow)), Some(Notice::Lost));
        let full = notify::Error::new(ErrorKind::MaxFilesWatch);
        let told = notice(Err(full)).unwrap();
        assert!(
            matches!(&told, Notice::Blind(why) if why.contains("max_user_watches")),
            "{told:?}"
        );
    }
}
