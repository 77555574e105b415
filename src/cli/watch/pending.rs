//! Paths that changed, until they have been quiet for a while.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a path may be changed all the time before it is looked at all the same.
const PATIENCE: Duration = Duration::from_secs(30);

/// The paths that changed, and when.
#[derive(Debug, Default)]
pub(super) struct Pending {
    paths: BTreeMap<PathBuf, Changed>,
}

#[derive(Clone, Copy, Debug)]
struct Changed {
    first: Instant,
    last: Instant,
}

impl Pending {
    /// Notes that something changed at a path.
    pub(super) fn add(&mut self, path: PathBuf, now: Instant) {
        let changed = self.paths.entry(path).or_insert(Changed {
            first: now,
            last: now,
        });
        changed.last = now;
    }

    /// Tells whether a path changed and was not taken yet.
    pub(super) fn contains(&self, path: &Path) -> bool {
        self.paths.contains_key(path)
    }

    /// Forgets what lies below a path.
    pub(super) fn forget_below(&mut self, root: &Path) {
        self.paths.retain(|path, _| !path.starts_with(root));
    }

    /// Takes out the paths at which nothing has changed for `settle`, or something has for long.
    pub(super) fn take_quiet(&mut self, settle: Duration, now: Instant) -> Vec<PathBuf> {
        let is_quiet = |changed: &Changed| {
            now.duration_since(changed.last) >= settle
                || now.duration_since(changed.first) >= PATIENCE
        };
        let quiet = self.paths.iter().filter(|(_, changed)| is_quiet(changed));
        let quiet: Vec<PathBuf> = quiet.map(|(path, _)| path.clone()).collect();
        self.paths.retain(|_, changed| !is_quiet(changed));
        quiet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_when_it_is_quiet_or_has_never_been_for_long() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let settle = Duration::from_secs(2);
        let mut pending = Pending::default();
        pending.add("a".into(), at(0));
        pending.add("b".into(), at(0));
        pending.add("b".into(), at(1));
        assert_eq!(pending.take_quiet(settle, at(2)), [PathBuf::from("a")]);
        assert!(!pending.contains(Path::new("a")) && pending.contains(Path::new("b")));
        for second in 2..30 {
            pending.add("b".into(), at(second));
            assert!(pending.take_quiet(settle, at(second)).is_empty());
        }
        assert_eq!(pending.take_quiet(settle, at(30)), [PathBuf::from("b")]);
    }

    #[test]
    fn what_lies_below_a_folder_that_is_gone_is_forgotten() {
        let now = Instant::now();
        let mut pending = Pending::default();
        pending.add("a/b".into(), now);
        pending.add("c".into(), now);
        pending.forget_below(Path::new("a"));
        let quiet = pending.take_quiet(Duration::ZERO, now);
        assert_eq!(quiet, [PathBuf::from("c")]);
    }
}
