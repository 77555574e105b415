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
mod places;
mod score;
mod stats;
mod text;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{
    Counting, Counts, Document, Engine, EngineError, FileFacts, Highlights, Hit, IndexStats,
    KnownFile, Put, SearchRequest, SearchResponse, Writer,
};
use crate::analysis::Analyzer;
use crate::article::Article;
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
        let state = self.state();
        if state.committed.unfinished.contains(path) {
            return Ok(None);
        }
        let skipped = state
            .committed
            .skipped
            .get(path)
            .map(|(facts, _)| (facts, 0));
        let files = state
            .committed
            .articles
            .iter()
            .map(|entry| &entry.document.file);
        let mut seen = skipped
            .into_iter()
            .chain(files.filter(|file| file.path == path).map(|file| (file, 1)));
        let Some((first, mut articles)) = seen.next() else {
            return Ok(None);
        };
        for (other, article) in seen {
            // The members of an archive may be of several formats.
            let is_same = other.size_bytes == first.size_bytes
                && other.modified_micros == first.modified_micros
                && other.reader_version == first.reader_version;
            if !is_same {
                return Ok(None);
            }
            articles += article;
        }
        Ok(Some(KnownFile {
            facts: FileFacts {
                member: None,
                ..first.clone()
            },
            articles,
        }))
    }

    fn known_paths(&self, visit: &mut dyn FnMut(&str)) -> Result<(), EngineError> {
        let committed = self.state().committed.clone();
        let of_articles = committed
            .articles
            .iter()
            .map(|entry| entry.document.file.path.as_str());
        let paths: BTreeSet<&str> = committed
            .skipped
            .keys()
            .map(String::as_str)
            .chain(of_articles)
            .collect();
        paths.into_iter().for_each(visit);
        Ok(())
    }

    fn finish_file(&self, path: &str, is_whole: bool) -> Result<u64, EngineError> {
        let mut state = self.state();
        state.pending.unfinished.remove(path);
        let is_of_file = |entry: &Entry| entry.document.file.path == path;
        let is_known = state.committed.skipped.contains_key(path)
            || state.committed.articles.iter().any(is_of_file);
        if !is_known || !is_whole {
            return Ok(0);
        }
        let before = state.pending.articles.len();
        state
            .pending
            .articles
            .retain(|entry| entry.is_new || !is_of_file(entry));
        state.pending.skipped.remove(path);
        Ok((before - state.pending.articles.len()) as u64)
    }

    fn put(&self, document: Document) -> Result<Put, EngineError> {
        let mut state = self.state();
        let entry = Entry::new(document, &mut state.analyzer);
        let path = entry.document.file.path.clone();
        state.pending.unfinished.insert(path);
        let articles = &mut state.pending.articles;
        let before = articles
            .iter()
            .position(|other| other.document.id == entry.document.id);
        let put = match before.map(|at| articles.remove(at).is_new) {
            None => Put::Added,
            Some(false) => Put::Updated,
            Some(true) => Put::Repeated,
        };
        articles.push(entry);
        Ok(put)
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
        state.pending.statistics = Statistics::of(&state.pending.articles);
        state.committed = state.pending.clone();
        Ok(())
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

    fn count(
        &self,
        request: &SearchRequest,
        counting: &Counting<'_>,
    ) -> Result<Counts, EngineError> {
        count::count(request, counting, &self.state().committed)
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
    for entity in &mut kept.article.entities {
        entity.mentions.clear();
    }
    kept.article.entities.sort_by_key(|entity| entity.kind);
    kept
}
