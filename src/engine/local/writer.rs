//! Writing: many threads put documents, one commit shows them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use tantivy::collector::Count;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, TantivyDocument};
use tantivy::{DocAddress, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, Term};

use super::document::{
    Columns, article_document, first_value, read_document, read_file_facts, shadowed_document,
    skipped_document,
};
use super::in_flight::{Budget, InFlight};
use super::known::{Known, key, shadowed_name, split_shadowed_name};
use super::owners::{Owner, Owners, Shard};
use super::schema::{ARTICLE, Fields, column};
use super::stories;
use super::{guarded, open_or_create_index};
use crate::engine::{Document, EngineError, FileFacts, KnownFile, Put, Renamed, Writer};

/// What a writer may use of the machine.
#[derive(Clone, Copy, Debug)]
pub struct WriterOptions {
    /// Number of threads that build segments.
    pub threads: usize,
    /// Bytes that all unfinished segments together may take.
    pub memory_bytes: usize,
}

/// What an article is beside the one that stands for its id.
enum Claim {
    /// It takes its place.
    Stands,
    /// It takes the place of that of another file.
    StandsFor(Owner),
    /// That of another file stands for it.
    StandsBehind,
    /// A later part of its file has it again.
    Repeated,
    /// It is the same.
    Unchanged,
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
    /// Which file's article stands for each id.
    owners: Owners,
    /// Whether anything was put or removed since the last commit.
    has_changed: AtomicBool,
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
        LocalWriter::of(folder, index, fields, options)
    }

    fn of(
        folder: &Path,
        index: Index,
        fields: Fields,
        options: WriterOptions,
    ) -> Result<Self, EngineError> {
        let writer = guarded(folder, || {
            let of_threads = IndexWriterOptions::builder()
                .num_worker_threads(options.threads)
                .memory_budget_per_thread(memory_a_thread(options))
                .build();
            index.writer_with_options(of_threads)
        })?;
        writer.set_merge_policy(Box::new(merge_policy(options.memory_bytes)));
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
            owners: Owners::new(),
            has_changed: AtomicBool::new(false),
            unfinished: Mutex::default(),
        };
        opened.load_known()?;
        Ok(opened)
    }

    /// Number of articles of the last commit.
    pub fn num_articles(&self) -> u64 {
        self.known.num_articles()
    }

    /// Commits, and ends: what is known of files and ids, which the next run would need, is let go of
    /// rather than read again, and merges of segments that are under way come to their end. Returns
    /// the number of articles.
    ///
    /// # Errors
    ///
    /// As [`Writer::commit`] and [`LocalWriter::close`].
    pub fn finish(mut self) -> Result<u64, EngineError> {
        self.commit_changes()?;
        self.known = Known::default();
        self.owners = Owners::new();
        let is_article = Term::from_field_text(self.fields.kind, ARTICLE);
        let is_article = TermQuery::new(is_article, IndexRecordOption::Basic);
        let articles = guarded(&self.folder, || {
            self.reader.reload()?;
            self.committed = self.reader.searcher();
            self.committed.search(&is_article, &Count)
        })?;
        let (folder, committed) = (self.folder.clone(), self.committed.clone());
        // What merges take and what grouping takes would add up.
        self.close()?;
        keep_stories(&folder, &committed)?;
        Ok(articles as u64)
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
        // The memory of the run goes before that of the commit comes.
        self.owners = Owners::new();
        let (known, owners, unfinished) = guarded(&self.folder, || {
            self.reader.reload()?;
            self.committed = self.reader.searcher();
            let metas = self.committed.index().load_metas()?;
            let unfinished = unfinished_of(metas.payload.as_deref());
            let (known, owners) = Known::load(&self.committed, &unfinished)?;
            Ok((known, owners, unfinished))
        })?;
        self.known = known;
        self.owners = owners;
        *self.unfinished() = unfinished;
        Ok(())
    }

    /// Commits what was put and removed; where that is nothing, writes nothing and returns `false`.
    fn commit_changes(&mut self) -> Result<bool, EngineError> {
        if !*self.has_changed.get_mut() {
            return Ok(false);
        }
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
        *self.has_changed.get_mut() = false;
        Ok(true)
    }

    /// The writer, for whoever is about to change something.
    fn writer(&self) -> RwLockReadGuard<'_, IndexWriter<InFlight>> {
        self.has_changed.store(true, Ordering::Relaxed);
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

    /// Removes what the last commit has of a file and nobody has put since. As in [`Writer::put`],
    /// the lock makes the operations of one id come in one order.
    fn remove_stale(&self, path: &str) -> Result<u64, EngineError> {
        let writer = self.writer();
        writer.delete_term(Term::from_field_text(self.fields.skipped_path, path));
        let path_key = key(path);
        let mut removed = 0;
        for (id, address) in self.known.articles_of(path_key) {
            let mut shard = self.owners.shard(id);
            let owner = shard.owner(id).filter(|owner| owner.is_committed());
            if owner.is_some_and(|owner| self.owners.state(owner).path == path_key) {
                let text = guarded(&self.folder, || self.id_at(address))?;
                writer.delete_term(Term::from_field_text(self.fields.id, &text));
                shard.remove_owner(id);
                removed += 1;
            } else if self.owners.drop_shadowed(&mut shard, id, path_key, true) {
                self.delete_shadowed(&writer, id, path);
            }
        }
        for (id, _) in self.known.shadowed_of(path_key) {
            let mut shard = self.owners.shard(id);
            if self.owners.drop_shadowed(&mut shard, id, path_key, true) {
                self.delete_shadowed(&writer, id, path);
            }
        }
        Ok(removed)
    }

    fn id_at(&self, address: DocAddress) -> tantivy::Result<String> {
        let segment = self.committed.segment_reader(address.segment_ord);
        Columns::open(segment)?.id(address.doc_id)
    }

    fn delete_shadowed(&self, writer: &IndexWriter<InFlight>, id: u64, path: &str) {
        let name = shadowed_name(id, path);
        writer.delete_term(Term::from_field_text(self.fields.shadowed, &name));
    }

    /// Notes that a file holds an article that another file's stands for.
    fn put_shadowed(
        &self,
        writer: &IndexWriter<InFlight>,
        shard: &mut Shard,
        id: u64,
        owner: Owner,
        file: &FileFacts,
    ) -> Result<(), EngineError> {
        self.owners.drop_shadowed(shard, id, key(&file.path), false);
        self.owners.add_shadowed(shard, id, owner);
        self.delete_shadowed(writer, id, &file.path);
        let name = shadowed_name(id, &file.path);
        let document = shadowed_document(file, &name, &self.fields);
        self.add(writer, self.in_flight.admit_at_once(document))
    }

    /// What is known of the file of an article that stands in the index.
    fn facts_of(&self, id: u64, owner: Owner) -> tantivy::Result<FileFacts> {
        if let Some(facts) = self.owners.facts(owner) {
            return Ok(facts);
        }
        let mut articles = self.known.articles_of(self.owners.state(owner).path);
        let Some((_, address)) = articles.find(|&(other, _)| other == id) else {
            return Ok(FileFacts::default());
        };
        let segment = self.committed.segment_reader(address.segment_ord);
        read_file_facts(segment, address.doc_id, &Columns::open(segment)?)
    }

    /// Puts a document; one of the file whose path has the key `former` is one of its own.
    fn put_from(&self, document: Document, former: Option<u64>) -> Result<Put, EngineError> {
        let id = key(&document.id);
        let term = Term::from_field_text(self.fields.id, &document.id);
        let file = document.file.clone();
        let owner = Owner::put(self.owners.number_of(&file), file.part);
        let made = article_document(document, &self.fields);
        let made = self.in_flight.admit(made);
        // No checkpoint comes between what is done here.
        let writer = self.writer();
        self.begin_file(&file.path);
        // The id stays locked while its old document is deleted and the new one takes its number
        // in the order of operations: else two threads could both keep theirs.
        let mut shard = self.owners.shard(id);
        let before = shard.owner(id);
        match before.map_or(Claim::Stands, |it| self.claim(it, owner, &file, former)) {
            Claim::Stands => {}
            Claim::StandsFor(before) => {
                let facts = guarded(&self.folder, || self.facts_of(id, before))?;
                self.put_shadowed(&writer, &mut shard, id, before, &facts)?;
            }
            Claim::StandsBehind => {
                self.put_shadowed(&writer, &mut shard, id, owner, &file)?;
                return Ok(Put::Repeated);
            }
            Claim::Repeated => return Ok(Put::Repeated),
            Claim::Unchanged => {
                shard.set_owner(id, owner);
                return Ok(Put::Unchanged);
            }
        }
        if before.is_some() {
            writer.delete_term(term);
        }
        if self
            .owners
            .drop_shadowed(&mut shard, id, key(&file.path), false)
        {
            self.delete_shadowed(&writer, id, &file.path);
        }
        self.add(&writer, made)?;
        shard.set_owner(id, owner);
        Ok(match before {
            None => Put::Added,
            Some(before) if before.is_committed() => Put::Updated,
            Some(_) => Put::Repeated,
        })
    }

    /// Weighs the article `own` of a file against the one that stands for its id.
    fn claim(&self, before: Owner, own: Owner, file: &FileFacts, former: Option<u64>) -> Claim {
        let (other, state) = (self.owners.state(before), self.owners.state(own));
        if other.path != state.path && former != Some(other.path) {
            return if state < other {
                Claim::StandsBehind
            } else {
                Claim::StandsFor(before)
            };
        }
        let is_same = former.is_none() && before.is_committed();
        if is_same && self.known.is_same_state(file) {
            return Claim::Unchanged;
        }
        if before.is_before(file.part) {
            Claim::Stands
        } else {
            Claim::Repeated
        }
    }

    /// The documents of a file as the last commit has them, in the order in which they are stored.
    fn move_articles(&self, from: u64, renamed: &Renamed<'_>) -> Result<u64, EngineError> {
        let mut addresses: Vec<_> = self.known.articles_of(from).collect();
        addresses.sort_unstable_by_key(|&(_, address)| address);
        for &(_, address) in &addresses {
            let document = guarded(&self.folder, || self.document_at(address))?;
            self.put_from(renamed(document), Some(from))?;
        }
        Ok(addresses.len() as u64)
    }

    fn document_at(&self, address: DocAddress) -> tantivy::Result<Document> {
        let segment = self.committed.segment_reader(address.segment_ord);
        let stored: TantivyDocument = self.committed.doc(address)?;
        let mut document = read_document(segment, address.doc_id, &stored, &self.fields)?;
        let hashes = segment.fast_fields().u64(column::CONTENT_HASH)?;
        document.article.content_hash = hashes.first(address.doc_id).unwrap_or(0);
        Ok(document)
    }

    fn move_shadowed(&self, from: u64, file: &FileFacts) -> Result<(), EngineError> {
        let owner = Owner::put(self.owners.number_of(file), 0);
        for (id, _) in self.known.shadowed_of(from) {
            let writer = self.writer();
            self.begin_file(&file.path);
            let mut shard = self.owners.shard(id);
            self.put_shadowed(&writer, &mut shard, id, owner, file)?;
        }
        Ok(())
    }

    /// The path of a file that the last commit or this run knows.
    fn path_of(&self, path: u64) -> tantivy::Result<Option<String>> {
        if let Some((_, address)) = self.known.articles_of(path).next() {
            let segment = self.committed.segment_reader(address.segment_ord);
            return Columns::open(segment)?.path(address.doc_id).map(Some);
        }
        let Some((_, address)) = self.known.shadowed_of(path).next() else {
            return Ok(self.owners.path_of(path));
        };
        let segment = self.committed.segment_reader(address.segment_ord);
        let names = segment.fast_fields().str(column::SHADOWED)?;
        let name = first_value(names.as_ref(), address.doc_id)?.unwrap_or_default();
        Ok(split_shadowed_name(&name).map(|(_, path)| path.to_owned()))
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
        if self.unfinished().remove(path) {
            self.has_changed.store(true, Ordering::Relaxed);
        }
        Ok(removed)
    }

    fn put(&self, document: Document) -> Result<Put, EngineError> {
        self.put_from(document, None)
    }

    fn known_twins(&self, facts: &FileFacts) -> Result<Vec<KnownFile>, EngineError> {
        if self.known.has_file(&facts.path) {
            return Ok(Vec::new());
        }
        let twins = self.known.twins(facts.size_bytes, facts.modified_micros);
        let paths = twins.iter().map(|&twin| self.path_of(twin));
        let paths: Vec<_> = guarded(&self.folder, || paths.collect::<tantivy::Result<_>>())?;
        let mut known: Vec<KnownFile> = paths
            .into_iter()
            .flatten()
            .filter_map(|path| self.known.file(&path))
            .collect();
        known.sort_unstable_by(|a, b| a.facts.path.cmp(&b.facts.path));
        Ok(known)
    }

    fn move_file(&self, from: &str, to: &str, renamed: &Renamed<'_>) -> Result<u64, EngineError> {
        let Some(known) = self.known.file(from) else {
            return Ok(0);
        };
        let file = FileFacts {
            path: to.to_owned(),
            ..known.facts
        };
        let articles = self.move_articles(key(from), renamed)?;
        self.move_shadowed(key(from), &file)?;
        self.finish_file(from, true)?;
        self.finish_file(to, true)?;
        Ok(articles)
    }

    fn unsettled_files(&self) -> Result<Vec<String>, EngineError> {
        let unsettled = self.owners.unsettled();
        let paths = unsettled.into_iter().map(|path| self.path_of(path));
        let paths: Vec<_> = guarded(&self.folder, || paths.collect::<tantivy::Result<_>>())?;
        let mut paths: Vec<String> = paths.into_iter().flatten().collect();
        paths.sort_unstable();
        Ok(paths)
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
        if self.commit_changes()? {
            self.load_known()?;
        }
        keep_stories(&self.folder, &self.committed)
    }
}

/// Finds the stories of the last commit, if nobody has yet.
fn keep_stories(folder: &Path, committed: &Searcher) -> Result<(), EngineError> {
    guarded(folder, || {
        let metas = committed.index().load_metas()?;
        stories::keep(folder, metas.opstamp, committed)
    })
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

/// Merges eight segments of a size into one, as long as what a merge takes, the columns and the
/// names of its articles, is no more than what unfinished segments take.
fn merge_policy(memory_bytes: usize) -> LogMergePolicy {
    /// Measured on news: 480,000 articles took up to 270 MB, more than half of it for moments.
    /// Several merges may run at once.
    const BYTES_AN_ARTICLE: usize = 1500;
    const SEGMENTS: usize = 8;
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(SEGMENTS);
    policy.set_max_docs_before_merge(memory_bytes / (SEGMENTS * BYTES_AN_ARTICLE));
    policy
}

/// The budget of one thread, within what tantivy takes.
fn memory_a_thread(options: WriterOptions) -> usize {
    const LEAST: usize = 16_000_000;
    const MOST: usize = 4_000_000_000;
    (options.memory_bytes / options.threads.max(1)).clamp(LEAST, MOST)
}

#[cfg(test)]
mod tests;
