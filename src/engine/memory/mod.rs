//! The oracle: all articles in memory, every question answered by looking at each of them.
//!
//! Slow and plain on purpose. What it finds is what a query means; the tests hold every other
//! engine against it. It shares the query's tree and the analyzer with them, and nothing that
//! finds, scores or marks: it tries all that might be ([`places`]), and follows the tree
//! ([`meaning`]). A hit's only snippet is the whole body.

mod answer;
mod count;
mod filters;
mod meaning;
mod names;
mod places;
mod profile;
mod score;
mod stats;
mod stories;
mod text;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{
    Copies, Counting, Counts, Detail, Document, Engine, EngineError, FileFacts, Fingerprint,
    FoundDocument, Highlights, Hit, IndexStats, KnownFile, Profile, ProfileRequest, Put, Renamed,
    SearchRequest, SearchResponse, Writer, copy_order, digest,
};
use crate::aliases::NameCount;
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::engine::names::Names;
use crate::query::Query;
use answer::{answer, highlights};
use score::Statistics;
use text::Entry;

/// An engine and its writer in one: documents put are pending until the commit.
#[derive(Default)]
pub struct MemoryEngine {
    state: Mutex<State>,
}

#[derive(Clone, Default)]
struct State {
    committed: Shelf,
    pending: Shelf,
    analyzer: Analyzer,
}

#[derive(Clone, Default)]
struct Shelf {
    articles: Vec<Entry>,
    skipped: BTreeMap<String, (FileFacts, String)>,
    /// By id and path: the files that hold an article of which another file's stands here, and
    /// whether they gave it since the last commit.
    shadowed: BTreeMap<(String, String), (FileFacts, bool)>,
    /// The files of which articles were put, but perhaps not all.
    unfinished: BTreeSet<String>,
    /// Of the articles, as of the commit.
    statistics: Statistics,
}

impl MemoryEngine {
    /// Makes an engine without articles.
    pub fn new() -> Self {
        MemoryEngine::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writer for MemoryEngine {
    fn known_file(&self, path: &str) -> Result<Option<KnownFile>, EngineError> {
        let committed = &self.state().committed;
        let is_settled =
            !committed.unfinished.contains(path) && !committed.unsettled().contains(path);
        Ok(committed.uniform(path).filter(|_| is_settled))
    }

    fn known_paths(&self, visit: &mut dyn FnMut(&str)) -> Result<(), EngineError> {
        let paths = self.state().committed.paths();
        paths.iter().map(String::as_str).for_each(visit);
        Ok(())
    }

    fn finish_file(&self, path: &str, is_whole: bool) -> Result<u64, EngineError> {
        let mut state = self.state();
        state.pending.unfinished.remove(path);
        if !is_whole || !state.committed.paths().contains(path) {
            return Ok(0);
        }
        let pending = &mut state.pending;
        let before = pending.articles.len();
        pending
            .articles
            .retain(|entry| entry.is_new || entry.document.file.path != path);
        pending.skipped.remove(path);
        pending
            .shadowed
            .retain(|(_, other), (_, is_new)| *is_new || other != path);
        Ok((before - pending.articles.len()) as u64)
    }

    fn put(&self, document: Document) -> Result<Put, EngineError> {
        Ok(self.state().put(document, None))
    }

    fn known_twins(&self, facts: &FileFacts) -> Result<Vec<KnownFile>, EngineError> {
        let paths = self.state().committed.paths();
        if paths.contains(&facts.path) {
            return Ok(Vec::new());
        }
        let is_twin = |known: &KnownFile| {
            known.facts.size_bytes == facts.size_bytes
                && known.facts.modified_micros == facts.modified_micros
                && known.articles + known.shadowed > 0
        };
        let mut twins = Vec::new();
        for path in &paths {
            twins.extend(self.known_file(path)?.filter(is_twin));
        }
        Ok(twins)
    }

    fn move_file(&self, from: &str, to: &str, renamed: &Renamed<'_>) -> Result<u64, EngineError> {
        let Some(known) = self.known_file(from)? else {
            return Ok(0);
        };
        let mut state = self.state();
        let committed = state.committed.clone();
        let of_file = committed.articles.iter().map(|entry| &entry.document);
        let moved: Vec<_> = of_file.filter(|it| it.file.path == from).collect();
        for document in &moved {
            let mut document = Document::clone(document);
            document.file.part = 0;
            state.put(renamed(document), Some(from));
        }
        let file = FileFacts {
            path: to.to_owned(),
            ..known.facts
        };
        for (id, _) in committed.shadowed.keys().filter(|(_, path)| path == from) {
            let name = (id.clone(), to.to_owned());
            state.pending.shadowed.insert(name, (file.clone(), true));
        }
        drop(state);
        self.finish_file(from, true)?;
        self.finish_file(to, true)?;
        Ok(moved.len() as u64)
    }

    fn unsettled_files(&self) -> Result<Vec<String>, EngineError> {
        Ok(self.state().pending.unsettled().into_iter().collect())
    }

    fn put_skipped(&self, file: FileFacts, reason: &str) -> Result<(), EngineError> {
        let key = file.path.clone();
        self.state()
            .pending
            .skipped
            .insert(key, (file, reason.to_owned()));
        Ok(())
    }

    /// Nothing here outlives the process.
    fn checkpoint(&self) -> Result<(), EngineError> {
        Ok(())
    }

    fn commit(&mut self) -> Result<(), EngineError> {
        let mut state = self.state();
        for entry in &mut state.pending.articles {
            entry.is_new = false;
        }
        for (_, is_new) in state.pending.shadowed.values_mut() {
            *is_new = false;
        }
        state.pending.statistics = Statistics::of(&state.pending.articles);
        state.committed = state.pending.clone();
        Ok(())
    }
}

impl State {
    /// Puts a document; one of the file at `former` is one of its own.
    fn put(&mut self, document: Document, former: Option<&str>) -> Put {
        let file = document.file.clone();
        let same_state = self.committed.uniform(&file.path);
        let is_same_state = same_state.is_some_and(|known| known.is_state(&file));
        let entry = Entry::new(document, &mut self.analyzer);
        let id = entry.document.id.clone();
        self.pending.unfinished.insert(file.path.clone());
        let articles = &mut self.pending.articles;
        let before = articles.iter().position(|other| other.document.id == id);
        if let Some(at) = before {
            let other = &mut articles[at];
            let their = other.document.file.clone();
            let is_own = their.path == file.path || former == Some(their.path.as_str());
            if is_own && former.is_none() && !other.is_new && is_same_state {
                other.is_new = true;
                other.document.file.part = file.part;
                return Put::Unchanged;
            }
            if is_own && other.is_new && file.part < their.part {
                return Put::Repeated;
            }
            if !is_own && file.order() < their.order() {
                let name = (id, file.path.clone());
                self.pending.shadowed.insert(name, (file, true));
                return Put::Repeated;
            }
            if !is_own {
                let name = (id.clone(), their.path.clone());
                let is_new = other.is_new;
                self.pending.shadowed.insert(name, (their, is_new));
            }
        }
        let articles = &mut self.pending.articles;
        let put = match before.map(|at| articles.remove(at).is_new) {
            None => Put::Added,
            Some(false) => Put::Updated,
            Some(true) => Put::Repeated,
        };
        self.pending.shadowed.remove(&(id, file.path));
        articles.push(entry);
        put
    }
}

impl Shelf {
    /// What is known of each file, as often as it is.
    fn files(&self) -> impl Iterator<Item = (&FileFacts, KnownFile)> {
        let known = |facts: &FileFacts, articles, shadowed| KnownFile {
            facts: FileFacts {
                member: None,
                part: 0,
                ..facts.clone()
            },
            articles,
            shadowed,
        };
        let skipped = self.skipped.values();
        let skipped = skipped.map(move |(facts, _)| (facts, known(facts, 0, 0)));
        let articles = self.articles.iter().map(|entry| &entry.document.file);
        let articles = articles.map(move |facts| (facts, known(facts, 1, 0)));
        let shadowed = self.shadowed.values();
        let shadowed = shadowed.map(move |(facts, _)| (facts, known(facts, 0, 1)));
        skipped.chain(articles).chain(shadowed)
    }

    fn paths(&self) -> BTreeSet<String> {
        self.files().map(|(facts, _)| facts.path.clone()).collect()
    }

    /// What is known of a file, if all that is known agrees.
    fn uniform(&self, path: &str) -> Option<KnownFile> {
        let mut seen = self.files().filter(|(facts, _)| facts.path == path);
        let (_, mut known) = seen.next()?;
        for (other, count) in seen {
            if !known.is_state(other) {
                return None;
            }
            known.articles += count.articles;
            known.shadowed += count.shadowed;
        }
        Some(known)
    }

    /// The files of which an article should stand here, and does not.
    fn unsettled(&self) -> BTreeSet<String> {
        let mut unsettled = BTreeSet::new();
        for (id, _) in self.shadowed.keys() {
            let behind = self.shadowed.iter().filter(|((other, _), _)| other == id);
            let best = behind
                .map(|(_, (facts, _))| facts)
                .max_by_key(|it| it.order());
            let mut articles = self.articles.iter().map(|entry| &entry.document);
            let owner = articles.find(|document| document.id == *id);
            let best = best.filter(|best| owner.is_none_or(|it| it.file.order() < best.order()));
            unsettled.extend(best.map(|best| best.path.clone()));
        }
        unsettled
    }
}

impl KnownFile {
    /// Tells whether the facts are those of the file in the same state. The members of an archive may
    /// be of several formats.
    fn is_state(&self, other: &FileFacts) -> bool {
        let facts = &self.facts;
        other.size_bytes == facts.size_bytes
            && other.modified_micros == facts.modified_micros
            && other.reader_version == facts.reader_version
            && other.fingerprint == facts.fingerprint
    }
}

impl Engine for MemoryEngine {
    fn search_each(
        &self,
        request: &SearchRequest,
        visit: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<SearchResponse, EngineError> {
        answer(request, &self.state().committed, visit)
    }

    fn each_document(
        &self,
        request: &SearchRequest,
        visit: &mut dyn FnMut(FoundDocument) -> ControlFlow<()>,
    ) -> Result<SearchResponse, EngineError> {
        let request = &SearchRequest {
            copies: Copies::Each,
            ..request.clone()
        };
        let response = self.search(request)?;
        for hit in &response.hits {
            let Some(document) = self.document(&hit.id)? else {
                continue;
            };
            let highlights = match request.detail {
                Detail::Snippets(_) => {
                    self.highlights(&document.article, &request.filtered_query().0)?
                }
                Detail::Id | Detail::Path => Highlights::default(),
            };
            let found = FoundDocument {
                highlights,
                snippets: hit.snippets.clone(),
                score: hit.score,
                document,
            };
            if visit(found).is_break() {
                break;
            }
        }
        Ok(SearchResponse {
            hits: Vec::new(),
            ..response
        })
    }

    fn highlights(&self, article: &Article, query: &Query) -> Result<Highlights, EngineError> {
        highlights(article, query, &self.state().committed)
    }

    fn document(&self, id: &str) -> Result<Option<Document>, EngineError> {
        let state = self.state();
        let documents = || state.committed.articles.iter().map(|entry| &entry.document);
        let exact = documents().find(|document| document.id == id);
        let mut begun = documents().filter(|document| document.id.starts_with(id));
        let only = begun
            .next()
            .filter(|_| begun.next().is_none() && !id.is_empty());
        Ok(exact.or(only).map(as_kept))
    }

    fn story(&self, id: &str) -> Result<Vec<Document>, EngineError> {
        let Some(document) = self.document(id)? else {
            return Ok(Vec::new());
        };
        let state = self.state();
        let mut stories = stories::stories(&state.committed).into_iter();
        let story = stories.find(|story| story.contains(&document.id));
        let story = story.unwrap_or_default();
        let documents = state.committed.articles.iter().map(|entry| &entry.document);
        let copies = documents.filter(|document| story.contains(&document.id));
        let mut copies: Vec<Document> = copies.map(as_kept).collect();
        copies.sort_by_key(|it| copy_order(it.article.date.as_ref(), &it.id));
        Ok(copies)
    }

    fn count(
        &self,
        request: &SearchRequest,
        counting: &Counting<'_>,
    ) -> Result<Counts, EngineError> {
        count::count(request, counting, &self.state().committed)
    }

    fn names_with(&self, phrases: &[&str]) -> Result<Vec<NameCount>, EngineError> {
        Ok(names::names_with(&self.names()?, phrases))
    }

    fn profile(&self, request: &ProfileRequest) -> Result<Profile, EngineError> {
        profile::profile(request, &self.state().committed)
    }

    fn names(&self) -> Result<Names, EngineError> {
        let state = self.state();
        let documents = state.committed.articles.iter().map(|entry| &entry.document);
        Ok(names::names(documents.map(|document| &document.article)))
    }

    fn fingerprint(&self) -> Result<Fingerprint, EngineError> {
        let mut fingerprint = Fingerprint::default();
        for entry in &self.state().committed.articles {
            fingerprint.add(digest(&entry.document));
        }
        Ok(fingerprint)
    }

    fn stats(&self, top: usize) -> Result<IndexStats, EngineError> {
        let state = self.state();
        Ok(stats::count(&state.committed, top))
    }
}

/// The document as an index gives it back: without what it does not keep.
fn as_kept(document: &Document) -> Document {
    let mut kept = document.clone();
    kept.article.date_candidates.clear();
    kept.article.warnings.clear();
    kept.article.content_hash = 0;
    kept.article.id = Some(kept.id.clone());
    kept.file.part = 0;
    kept
}
