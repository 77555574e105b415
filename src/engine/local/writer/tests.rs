//! Disks that lose what was not synced, and disks that are full.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

use super::*;
use crate::article::Article;
use crate::engine::local::directory::IndexDirectory;
use crate::engine::local::{accept, schema, settings};

/// Numbers that look like chance and are the same each time (Marsaglia's xorshift).
#[derive(Clone, Debug)]
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// A file, and how much of it would outlive a loss of power.
#[derive(Clone, Debug, Default)]
struct Bytes {
    written: Vec<u8>,
    num_synced: usize,
}

/// A disk in memory that knows what it has been told to keep.
#[derive(Clone, Debug, Default)]
struct Disk(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    files: BTreeMap<PathBuf, Bytes>,
    /// The files as of the last time that the folder was synced.
    kept: BTreeMap<PathBuf, Bytes>,
    /// How many bytes fit.
    room: usize,
    /// How many operations there were, and after which the power goes.
    num_operations: u64,
    power_goes_at: u64,
    /// What is left on the disk after that, and the number of commits that the writer had answered for.
    left: Option<(BTreeMap<PathBuf, Bytes>, usize)>,
    num_commits: usize,
    chance: Chance,
}

impl Default for State {
    fn default() -> Self {
        State {
            files: BTreeMap::new(),
            kept: BTreeMap::new(),
            room: usize::MAX,
            num_operations: 0,
            power_goes_at: u64::MAX,
            left: None,
            num_commits: 0,
            chance: Chance(20_151_127),
        }
    }
}

impl State {
    fn operate(&mut self) {
        self.num_operations += 1;
        if self.num_operations == self.power_goes_at {
            let left = self.after_a_loss_of_power();
            self.left = Some((left, self.num_commits));
        }
    }

    /// Of each file what was synced, and by chance more of it: names and bytes reach a disk in any order.
    fn after_a_loss_of_power(&mut self) -> BTreeMap<PathBuf, Bytes> {
        let mut left = BTreeMap::new();
        let paths = self.files.keys().chain(self.kept.keys()).cloned();
        let paths: Vec<PathBuf> = paths.collect();
        for path in paths {
            let is_kept = self.chance.below(2) == 0;
            let disk = if is_kept { &self.kept } else { &self.files };
            let Some(bytes) = disk.get(&path) else {
                left.remove(&path);
                continue;
            };
            let now = self.files.get(&path).unwrap_or(bytes);
            let num_synced = now
                .num_synced
                .max(bytes.num_synced)
                .min(bytes.written.len());
            let unsynced = (bytes.written.len() - num_synced) as u64;
            let more = self.chance.below(unsynced + 1) as usize;
            let written = bytes.written[..num_synced + more].to_vec();
            let num_synced = written.len();
            left.insert(
                path,
                Bytes {
                    written,
                    num_synced,
                },
            );
        }
        left
    }

    fn num_bytes(&self) -> usize {
        self.files.values().map(|bytes| bytes.written.len()).sum()
    }
}

impl Disk {
    fn with(files: BTreeMap<PathBuf, Bytes>) -> Self {
        let kept = files.clone();
        Disk(Arc::new(Mutex::new(State {
            files,
            kept,
            ..State::default()
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<LocalWriter, EngineError> {
        let folder = Path::new("disk");
        let directory = IndexDirectory::over(self.clone());
        let index = guarded(folder, || {
            Index::builder()
                .schema(schema::schema())
                .settings(settings())
                .open_or_create(directory)
        })?;
        let (index, fields) = accept(folder, index)?;
        let options = WriterOptions {
            threads: 1,
            memory_bytes: 16_000_000,
        };
        LocalWriter::of(folder, index, fields, options)
    }
}

/// A file that is being written.
struct Writing {
    disk: Disk,
    path: PathBuf,
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.state();
        state.operate();
        if state.num_bytes() + bytes.len() > state.room {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let file = state.files.entry(self.path.clone()).or_default();
        file.written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for Writing {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let mut state = self.disk.state();
        if let Some(file) = state.files.get_mut(&self.path) {
            file.num_synced = file.written.len();
        }
        state.operate();
        Ok(())
    }
}

impl Directory for Disk {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(OwnedBytes::new(self.atomic_read(path)?)))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let mut state = self.state();
        let deleted = state.files.remove(path);
        state.operate();
        deleted
            .map(|_| ())
            .ok_or_else(|| DeleteError::FileDoesNotExist(path.to_owned()))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.state().files.contains_key(path))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let mut state = self.state();
        state.files.insert(path.to_owned(), Bytes::default());
        state.operate();
        let (disk, path) = (self.clone(), path.to_owned());
        Ok(BufWriter::new(Box::new(Writing { disk, path })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let state = self.state();
        let file = state.files.get(path);
        file.map(|file| file.written.clone())
            .ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    /// As on a real disk: the bytes are synced, the name is not.
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        if state.num_bytes() + data.len() > state.room {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let written = data.to_vec();
        let num_synced = written.len();
        let file = Bytes {
            written,
            num_synced,
        };
        state.files.insert(path.to_owned(), file);
        state.operate();
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        let mut state = self.state();
        state.kept = state.files.clone();
        state.operate();
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// The headlines of a writer's last commit, by id.
fn articles(writer: &LocalWriter) -> BTreeMap<String, String> {
    let of_file = |file: u64| writer.known.articles_of(key(&file.to_string()));
    let addresses = (0..FILES).flat_map(of_file);
    let documents = addresses.map(|(_, address)| writer.document_at(address).unwrap());
    documents.map(|it| (it.id, it.article.headline)).collect()
}

const FILES: u64 = 4;

/// Writes a file with other articles than before, and commits; tells what the index holds then.
fn step(
    writer: &mut LocalWriter,
    step: u64,
    chance: &mut Chance,
    held: &mut BTreeMap<String, String>,
) -> Result<(), EngineError> {
    let file = chance.below(FILES);
    held.retain(|id, _| !id.starts_with(&format!("{file}-")));
    for part in 0..1 + chance.below(5) {
        let id = format!("{file}-{part}");
        let headline = format!("Fähre {step}");
        held.insert(id.clone(), headline.clone());
        let article = Article {
            headline,
            body: "Sie fuhr von der Schleuse ab. ".repeat(20),
            ..Article::default()
        };
        let file = FileFacts {
            path: file.to_string(),
            modified_micros: step as i64,
            ..FileFacts::default()
        };
        writer.put(Document { id, article, file })?;
    }
    writer.finish_file(&file.to_string(), true)?;
    if chance.below(3) == 0 {
        writer.checkpoint()?;
    }
    writer.commit()
}

/// Takes steps until one fails or the power goes; returns what the index held after each commit.
fn work(disk: &Disk, chance: &mut Chance) -> Vec<BTreeMap<String, String>> {
    let mut states = vec![BTreeMap::new()];
    let Ok(mut writer) = disk.open() else {
        return states;
    };
    for number in 1..=10 {
        let mut held = states[states.len() - 1].clone();
        let done = step(&mut writer, number, chance, &mut held);
        states.push(held);
        if done.is_err() || disk.state().left.is_some() {
            break;
        }
        disk.state().num_commits = states.len() - 1;
    }
    states
}

#[test]
fn after_a_loss_of_power_the_index_opens_at_the_last_commit() {
    let mut num_lost = 0;
    for round in 0..150 {
        let mut chance = Chance(round + 1);
        let disk = Disk::default();
        disk.state().power_goes_at = 20 + 3 * round;
        disk.state().chance = Chance(7 * round + 3);
        let states = work(&disk, &mut chance);
        let Some((left, num_commits)) = disk.state().left.take() else {
            continue;
        };
        num_lost += 1;
        let writer = Disk::with(left).open();
        let writer = writer.unwrap_or_else(|error| panic!("round {round}: {error}"));
        let found = articles(&writer);
        let possible = &states[num_commits..];
        assert!(
            possible.contains(&found),
            "round {round}: {found:?} is none of {possible:?}"
        );
    }
    assert!(num_lost > 100, "the power went {num_lost} times");
}

#[test]
fn on_a_full_disk_the_last_commit_stays_and_with_room_the_work_goes_on() {
    let mut num_full = 0;
    for room in (2_000..60_000).step_by(1_500) {
        let mut chance = Chance(room as u64);
        let disk = Disk::default();
        disk.state().room = room;
        let states = work(&disk, &mut chance);
        let num_commits = disk.state().num_commits;
        if num_commits == 10 {
            break;
        }
        num_full += 1;
        disk.state().room = usize::MAX;
        let mut writer = disk.open().unwrap();
        let mut held = articles(&writer);
        assert!(states[num_commits..].contains(&held), "{room} bytes");
        step(&mut writer, 11, &mut chance, &mut held).unwrap();
        assert_eq!(articles(&writer), held, "{room} bytes");
    }
    assert!(num_full > 5, "the disk was full {num_full} times");
}
