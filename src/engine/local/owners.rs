//! Which file's article stands for each id, and which files hold one that stands behind it.
//!
//! The order is that of [`FileState`], so that the same files give the same index in whatever order
//! they are read.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use super::known::key;
use crate::engine::FileFacts;

/// Number of locks over the ids; more than threads, so that they rarely meet.
const SHARDS: usize = 64;

/// The part of an article that the last commit has.
const COMMITTED: u32 = u32::MAX;

/// A file as it was at one time; of two, the greater one's articles stand for those of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FileState {
    pub(super) modified_micros: i64,
    /// The key of its path.
    pub(super) path: u64,
}

/// The article that stands for an id.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    /// The number of its file's state.
    state: u32,
    part: u32,
}

impl Owner {
    pub(super) fn put(state: u32, part: u32) -> Self {
        let part = part.min(COMMITTED - 1);
        Owner { state, part }
    }

    pub(super) fn is_committed(self) -> bool {
        self.part == COMMITTED
    }

    /// Tells whether this article stands behind one of the same file and this part.
    pub(super) fn is_before(self, part: u32) -> bool {
        self.is_committed() || part >= self.part
    }
}

/// An article that stands behind that of another file.
#[derive(Clone, Copy, Debug)]
struct Shadowed {
    state: u32,
    /// Whether its file gave it since the last commit.
    is_new: bool,
}

/// A part of the ids.
#[derive(Debug, Default)]
pub(super) struct Shard {
    owners: HashMap<u64, Owner>,
    shadowed: HashMap<u64, Vec<Shadowed>>,
}

impl Shard {
    pub(super) fn owner(&self, id: u64) -> Option<Owner> {
        self.owners.get(&id).copied()
    }

    pub(super) fn set_owner(&mut self, id: u64, owner: Owner) {
        self.owners.insert(id, owner);
    }
}

/// The ids of an index, and the states of the files that hold them.
#[derive(Default)]
pub(super) struct Owners {
    shards: Vec<Mutex<Shard>>,
    states: RwLock<States>,
}

#[derive(Default)]
struct States {
    numbers: HashMap<FileState, u32>,
    seen: Vec<FileState>,
    formats: Vec<String>,
    /// What the run knows of the files that it reads, by the number of their state.
    read: HashMap<u32, ReadFile>,
}

/// The facts of a file, as small as they can be had.
struct ReadFile {
    path: Box<str>,
    size_bytes: u64,
    fingerprint: u64,
    reader_version: u32,
    format: usize,
}

impl Owners {
    pub(super) fn new() -> Self {
        Owners {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            states: RwLock::default(),
        }
    }

    pub(super) fn shard(&self, id: u64) -> MutexGuard<'_, Shard> {
        self.shards[id as usize % SHARDS]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what the last commit has: the article that stands for an id.
    pub(super) fn load_owner(&mut self, id: u64, state: FileState) {
        let state = self.number(state);
        let part = COMMITTED;
        self.shard(id).set_owner(id, Owner { state, part });
    }

    /// Notes what the last commit has: an article behind that of another file.
    pub(super) fn load_shadowed(&mut self, id: u64, state: FileState) {
        let state = self.number(state);
        self.shard(id).add_shadowed(id, state, false);
    }

    /// The number of the state of a file that is read.
    pub(super) fn number_of(&self, file: &FileFacts) -> u32 {
        let state = FileState {
            modified_micros: file.modified_micros,
            path: key(&file.path),
        };
        let states = self.states.read().unwrap_or_else(PoisonError::into_inner);
        let known = states.numbers.get(&state).copied();
        if let Some(number) = known.filter(|number| states.read.contains_key(number)) {
            return number;
        }
        drop(states);
        let mut states = self.states.write().unwrap_or_else(PoisonError::into_inner);
        let number = states.number(state);
        let format = states.format(&file.format);
        let read = ReadFile {
            path: file.path.as_str().into(),
            size_bytes: file.size_bytes,
            fingerprint: file.fingerprint,
            reader_version: file.reader_version,
            format,
        };
        states.read.insert(number, read);
        number
    }

    pub(super) fn state(&self, owner: Owner) -> FileState {
        let states = self.states.read().unwrap_or_else(PoisonError::into_inner);
        states.seen[owner.state as usize]
    }

    /// What the run knows of the file of an article that it put.
    pub(super) fn facts(&self, owner: Owner) -> Option<FileFacts> {
        let states = self.states.read().unwrap_or_else(PoisonError::into_inner);
        let read = states.read.get(&owner.state)?;
        Some(FileFacts {
            path: read.path.to_string(),
            size_bytes: read.size_bytes,
            modified_micros: states.seen[owner.state as usize].modified_micros,
            format: states.formats[read.format].clone(),
            reader_version: read.reader_version,
            fingerprint: read.fingerprint,
            ..FileFacts::default()
        })
    }

    /// The path of a file that the run reads; looks at all of them.
    pub(super) fn path_of(&self, path: u64) -> Option<String> {
        let states = self.states.read().unwrap_or_else(PoisonError::into_inner);
        let mut read = states.read.values();
        let found = read.find(|read| key(&read.path) == path)?;
        Some(found.path.to_string())
    }

    /// Notes that an article stands behind that of another file.
    pub(super) fn add_shadowed(&self, shard: &mut Shard, id: u64, owner: Owner) {
        shard.add_shadowed(id, owner.state, !owner.is_committed());
    }

    /// Forgets that an article of this file stands behind that of another, unless the file gave it
    /// since the last commit and `is_stale` asks for older ones; tells whether there was one.
    pub(super) fn drop_shadowed(
        &self,
        shard: &mut Shard,
        id: u64,
        path: u64,
        is_stale: bool,
    ) -> bool {
        let Some(behind) = shard.shadowed.get_mut(&id) else {
            return false;
        };
        let states = self.states.read().unwrap_or_else(PoisonError::into_inner);
        let before = behind.len();
        behind.retain(|it| states.seen[it.state as usize].path != path || (is_stale && it.is_new));
        let was_there = behind.len() < before;
        if behind.is_empty() {
            shard.shadowed.remove(&id);
        }
        was_there
    }

    /// The keys of the paths of files of which an article should stand for its id, and does not.
    pub(super) fn unsettled(&self) -> HashSet<u64> {
        let states = self.states.read().unwrap_or_else(PoisonError::into_inner);
        let state = |number: u32| states.seen[number as usize];
        let mut unsettled = HashSet::new();
        for shard in &self.shards {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            for (id, behind) in &shard.shadowed {
                let best = behind.iter().map(|it| state(it.state)).max();
                let owner = shard.owner(*id).map(|owner| state(owner.state));
                unsettled.extend(best.filter(|_| owner < best).map(|best| best.path));
            }
        }
        unsettled
    }

    fn number(&mut self, state: FileState) -> u32 {
        let states = self.states.get_mut();
        states.unwrap_or_else(PoisonError::into_inner).number(state)
    }
}

impl Shard {
    fn add_shadowed(&mut self, id: u64, state: u32, is_new: bool) {
        let behind = self.shadowed.entry(id).or_default();
        behind.push(Shadowed { state, is_new });
    }

    pub(super) fn remove_owner(&mut self, id: u64) {
        self.owners.remove(&id);
    }
}

impl States {
    fn number(&mut self, state: FileState) -> u32 {
        let next = self.seen.len() as u32;
        let number = *self.numbers.entry(state).or_insert(next);
        if number == next {
            self.seen.push(state);
        }
        number
    }

    fn format(&mut self, name: &str) -> usize {
        let known = self.formats.iter().position(|format| format == name);
        known.unwrap_or_else(|| {
            self.formats.push(name.to_owned());
            self.formats.len() - 1
        })
    }
}
