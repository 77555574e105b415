//! Writing: many threads put documents, one commit shows them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, Term};

use super::document::{Columns, article_document, skipped_document};
use super::in_flight::{Budget, InFlight};
use super::known::{Known, key};
use super::schema::Fields;
use super::{guarded, open_or_create_index};
use crate::engine::{Document, EngineError, FileFacts, KnownFile, Put, Writer};

/// Number of locks over the ids; more than threads, so that they rarely meet.
const SHARDS: usize = 64;

/// What a writer may use of the machine.
#[derive(Clone, Copy, Debug)]
pub struct WriterOptions {
    /// Number of threads that build segments.
    pub threads: usize,
    /// Bytes that all unfinished segments together may take.
    pub memory_bytes: usize,
}

/// What became of an id since the last commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum IdState {
    /// In the last commit.
    Committed,
    /// Put since the last commit.
    Put,
}

/// The writer of an index on disk; the only one, for it holds the index's lock.
pub struct LocalWriter {
    folder: PathBuf,
    fields: Fields,
    /// Held for reading while a document is put, for writing during a checkpoint.
    writer: RwLock<IndexWriter<InFlight>>,
    in_flight: Arc<Budget>,
    reader: IndexReader,
    /// The last commit.
    committed: Searcher,
    /// What the last commit knows.
    known: Known,
    /// The state of each id, by its key.
    ids: Vec<Mutex<HashMap<u64, IdState>>>,
    /// The paths of files of which articles were put, but perhaps not all: in this run, or in one
    /// before that was killed.
    unfinished: Mutex<HashSet<String>>,
}

impl LocalWriter {
    /// Opens the index in `folder` for writing, and makes it if there is none.
    ///
    /// # Errors
    ///
    /// [`EngineError`] for a folder that holds something else, an index of another version, a
    /// damaged index, a second writer, and what the system refuses.
    pub fn open(folder: &Path, options: WriterOptions) -> Result<Self, EngineError> {
        let (index, fields) = open_or_create_index(folder)?;
        let writer = guarded(folder, || {
            let options = IndexWriterOptions::builder()
                .num_worker_threads(options.threads)
                .memory_budget_per_thread(memory_a_thread(options))
                .build();
            index.writer_with_options(options)
        })?;
        let reader = guarded(folder, || {
            index
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .try_into()
        })?;
        let mut opened = LocalWriter {
            folder: folder.to_owned(),
            fields,
            writer: RwLock::new(writer),
            in_flight: Budget::new(options.memory_bytes / 8),
            committed: IndexReader::searcher(&reader),
            reader,
            known: Known::default(),
            ids: Vec::new(),
            unfinished: Mutex::default(),
        };
        opened.load_known()?;
        Ok(opened)
    }

    /// Number of articles of the last commit.
    pub fn num_articles(&self) -> u64 {
        self.known.ids().count() as u64
    }

    /// Waits until merges of segments that are under way have ended.
    ///
    /// # Errors
    ///
    /// [`EngineError::Io`] when a merge failed; the last commit is intact.
    pub fn close(self) -> Result<(), EngineError> {
        let LocalWriter { folder, writer, .. } = self;
        let writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        guarded(&folder, || writer.wait_merging_threads())
    }

    fn load_known(&mut self) -> Result<(), EngineError> {
        let (known, unfinished) = guarded(&self.folder, || {
            self.reader.reload()?;
            self.committed = self.reader.searcher();
            let metas = self.committed.index().load_metas()?;
            let unfinished = unfinished_of(metas.payload.as_deref());
            let known = Known::load(&self.committed, &unfinished)?;
            Ok((known, unfinished))
        })?;
        self.known = known;
        *self.unfinished() = unfinished;
        let mut ids: Vec<HashMap<u64, IdState>> = vec![HashMap::new(); SHARDS];
        for id in self.known.ids() {
            ids[shard(id)].insert(id, IdState::Committed);
        }
        self.ids = ids.into_iter().map(Mutex::new).collect();
        Ok(())
    }

    fn states(&self, id: u64) -> MutexGuard<'_, HashMap<u64, IdState>> {
        self.ids[shard(id)]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn writer(&self) -> RwLockReadGuard<'_, IndexWriter<InFlight>> {
        self.writer.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn unfinished(&self) -> MutexGuard<'_, HashSet<String>> {
        self.unfinished
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that articles of a file were put.
    fn begin_file(&self, path: &str) {
        let mut unfinished = self.unfinished();
        if !unfinished.contains(path) {
            unfinished.insert(path.to_owned());
        }
    }

    fn add(&self, writer: &IndexWriter<InFlight>, document: InFlight) -> Result<(), EngineError> {
        guarded(&self.folder, || writer.add_document(document)).map(|_| ())
    }

    /// Deletes an article unless somebody has put it again; as in [`Writer::put`], the lock makes
    /// the operations of one id come in one order.
    fn delete_if_committed(&self, id: &str) -> bool {
        let mut states = self.states(key(id));
        let is_committed = states.get(&key(id)) == Some(&IdState::Committed);
        if is_committed {
            states.remove(&key(id));
            self.writer()
                .delete_term(Term::from_field_text(self.fields.id, id));
        }
        is_committed
    }

    fn remove_stale(&self, path: &str) -> Result<u64, EngineError> {
        self.writer()
            .delete_term(Term::from_field_text(self.fields.skipped_path, path));
        let stale = guarded(&self.folder, || self.stale_ids(path))?;
        let removed = stale.iter().filter(|id| self.delete_if_committed(id));
        Ok(removed.count() as u64)
    }

    /// The ids of the articles that the last commit has of a file, and nobody has put since.
    fn stale_ids(&self, path: &str) -> tantivy::Result<Vec<String>> {
        let mut stale = Vec::new();
        for (id, address) in self.known.articles_of(path) {
            if self.states(id).get(&id) == Some(&IdState::Committed) {
                let segment = self.committed.segment_reader(address.segment_ord);
                stale.push(Columns::open(segment)?.id(address.doc_id)?);
            }
        }
        Ok(stale)
    }
}

impl Writer for LocalWriter {
    fn known_file(&self, path: &str) -> Result<Option<KnownFile>, EngineError> {
        Ok(self.known.file(path))
    }

    fn known_paths(&self, visit: &mut dyn FnMut(&str)) -> Result<(), EngineError> {
        guarded(&self.folder, || {
            self.known.visit_paths(&self.committed, visit)
        })
    }

    fn finish_file(&self, path: &str, is_whole: bool) -> Result<u64, EngineError> {
        let removed = if is_whole && self.known.has_file(path) {
            self.remove_stale(path)?
        } else {
            0
        };
        self.unfinished().remove(path);
        Ok(removed)
    }

    /// The id stays locked while its old document is deleted and the new one takes its number
    /// in the order of operations: else two threads could both keep theirs.
    fn put(&self, document: Document) -> Result<Put, EngineError> {
        let id = key(&document.id);
        let term = Term::from_field_text(self.fields.id, &document.id);
        let path = document.file.path.clone();
        let document = self
            .in_flight
            .admit(article_document(document, &self.fields));
        // No checkpoint comes between what is done here.
        let writer = self.writer();
        self.begin_file(&path);
        let mut states = self.states(id);
        let before = states.insert(id, IdState::Put);
        if before.is_some() {
            writer.delete_term(term);
        }
        self.add(&writer, document)?;
        Ok(match before {
            None => Put::Added,
            Some(IdState::Committed) => Put::Updated,
            Some(IdState::Put) => Put::Repeated,
        })
    }

    fn put_skipped(&self, file: FileFacts, reason: &str) -> Result<(), EngineError> {
        let document = skipped_document(&file, reason, &self.fields);
        let document = self.in_flight.admit(document);
        let writer = self.writer();
        writer.delete_term(Term::from_field_text(self.fields.skipped_path, &file.path));
        self.add(&writer, document)
    }

    fn checkpoint(&self) -> Result<(), EngineError> {
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        let unfinished = payload_of(&self.unfinished());
        guarded(&self.folder, || commit_with(&mut writer, &unfinished))
    }

    fn commit(&mut self) -> Result<(), EngineError> {
        let writer = self
            .writer
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let unfinished = self
            .unfinished
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let unfinished = payload_of(unfinished);
        guarded(&self.folder, || commit_with(writer, &unfinished))?;
        self.load_known()
    }
}

fn commit_with(writer: &mut IndexWriter<InFlight>, payload: &str) -> tantivy::Result<()> {
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(payload);
    commit.commit().map(|_| ())
}

/// The files that are not finished at a commit, as what goes along with it.
pub(super) fn payload_of(unfinished: &HashSet<String>) -> String {
    let mut paths: Vec<&str> = unfinished.iter().map(String::as_str).collect();
    paths.sort_unstable();
    // No path has a zero byte, on any system.
    paths.join("\0")
}

fn unfinished_of(payload: Option<&str>) -> HashSet<String> {
    let paths = payload.unwrap_or_default().split('\0');
    paths
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect()
}

fn shard(id: u64) -> usize {
    id as usize % SHARDS
}

/// The budget of one thread, within what tantivy takes.
fn memory_a_thread(options: WriterOptions) -> usize {
    const LEAST: usize = 16_000_000;
    const MOST: usize = 4_000_000_000;
    (options.memory_bytes / options.threads.max(1)).clamp(LEAST, MOST)
}
