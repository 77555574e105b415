//! The oracle: all articles in memory, every question answered by looking at each of them.
//!
//! Slow and plain on purpose. What it finds is what a query means; the tests hold every other
//! engine against it. Scores are BM25 as Lucene and tantivy compute it (Robertson and Zaragoza,
//! "The Probabilistic Relevance Framework", 2009; k1 = 1.2, b = 0.75), headline and body added.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{
    Counted, Detail, Document, Engine, EngineError, FileFacts, Filters, HEADLINE_WEIGHT, Hit,
    IndexStats, KindStats, KnownFile, Put, SearchRequest, SearchResponse, SkippedFile, Sort,
    Writer,
};
use crate::analysis::{Analyzer, Form};
use crate::article::{Entity, EntityKind};
use crate::highlight::Matcher;
use crate::query::Query;

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// An engine and its writer in one: documents put are pending until the commit.
#[derive(Default)]
pub struct MemoryEngine {
    state: Mutex<State>,
}

#[derive(Clone, Default)]
struct State {
    committed: Shelf,
    pending: Shelf,
}

#[derive(Clone, Default)]
struct Shelf {
    articles: Vec<Entry>,
    skipped: BTreeMap<String, (FileFacts, String)>,
}

#[derive(Clone)]
struct Entry {
    document: Document,
    headline: Vec<String>,
    body: Vec<String>,
    /// Whether it was put since the last commit.
    is_new: bool,
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
            if other != first {
                return Ok(None);
            }
            articles += article;
        }
        Ok(Some(KnownFile {
            facts: first.clone(),
            articles,
        }))
    }

    fn finish_file(&self, path: &str) -> Result<u64, EngineError> {
        let mut state = self.state();
        let is_of_file = |entry: &Entry| entry.document.file.path == path;
        let is_known = state.committed.skipped.contains_key(path)
            || state.committed.articles.iter().any(is_of_file);
        if !is_known {
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
        let mut analyzer = Analyzer::new(Form::Stemmed);
        let entry = Entry {
            headline: terms(&mut analyzer, &document.article.headline),
            body: terms(&mut analyzer, &document.article.body),
            document,
            is_new: true,
        };
        let mut state = self.state();
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

    fn commit(&mut self) -> Result<(), EngineError> {
        let mut state = self.state();
        for entry in &mut state.pending.articles {
            entry.is_new = false;
        }
        state.committed = state.pending.clone();
        Ok(())
    }
}

impl Engine for MemoryEngine {
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse, EngineError> {
        let state = self.state();
        let entries = &state.committed.articles;
        let scores = Scores::new(&request.query, entries);
        let mut found: Vec<(f32, &Entry)> = entries
            .iter()
            .filter(|entry| passes(&request.filters, &entry.document))
            .filter_map(|entry| Some((scores.score(&request.query, entry)?, entry)))
            .collect();
        found.sort_by(|a, b| order(request.sort, a, b));
        let total = found.len() as u64;
        let mut matcher = Matcher::new(&request.query);
        let page = found.into_iter().skip(request.offset).take(request.limit);
        let hits = page
            .map(|(score, entry)| hit(score, &entry.document, request, &mut matcher))
            .collect();
        Ok(SearchResponse { total, hits })
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

    fn stats(&self, top: usize) -> Result<IndexStats, EngineError> {
        let state = self.state();
        Ok(count(&state.committed, top))
    }
}

fn terms(analyzer: &mut Analyzer, text: &str) -> Vec<String> {
    analyzer
        .analyze(text)
        .into_iter()
        .map(|token| token.term)
        .collect()
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

/// BM25 over the words of one query.
struct Scores {
    /// Each word's terms and its inverse document frequency, in headline and body.
    words: HashMap<String, (Vec<String>, f32, f32)>,
    mean_headline: f32,
    mean_body: f32,
}

impl Scores {
    fn new(query: &Query, entries: &[Entry]) -> Self {
        let mut analyzer = Analyzer::new(Form::Stemmed);
        let words = query.words().into_iter().map(|word| {
            let terms = terms(&mut analyzer, word);
            let headline_idf = phrase_idf(&terms, entries, |entry| &entry.headline);
            let body_idf = phrase_idf(&terms, entries, |entry| &entry.body);
            (word.to_owned(), (terms, headline_idf, body_idf))
        });
        Scores {
            words: words.collect(),
            mean_headline: mean_length(entries, |entry| &entry.headline),
            mean_body: mean_length(entries, |entry| &entry.body),
        }
    }

    /// The score of an article that matches; `None` for one that does not.
    fn score(&self, query: &Query, entry: &Entry) -> Option<f32> {
        match query {
            Query::All => Some(0.0),
            Query::Nothing => None,
            Query::Atom(atom) => self.word_score(atom.word()?, entry),
            Query::And(operands) => operands
                .iter()
                .map(|operand| self.score(operand, entry))
                .sum(),
            Query::Or(operands) => operands
                .iter()
                .filter_map(|operand| self.score(operand, entry))
                .reduce(|sum, score| sum + score),
            _ => None,
        }
    }

    fn word_score(&self, word: &str, entry: &Entry) -> Option<f32> {
        let (terms, headline_idf, body_idf) = self.words.get(word)?;
        let headline = occurrences(terms, &entry.headline);
        let body = occurrences(terms, &entry.body);
        if headline + body == 0 {
            return None;
        }
        let headline = bm25(headline, entry.headline.len(), self.mean_headline) * headline_idf;
        let body = bm25(body, entry.body.len(), self.mean_body) * body_idf;
        Some(HEADLINE_WEIGHT * headline + body)
    }
}

fn bm25(occurrences: usize, length: usize, mean_length: f32) -> f32 {
    if occurrences == 0 {
        return 0.0;
    }
    let frequency = occurrences as f32;
    let norm = K1 * (1.0 - B + B * length as f32 / mean_length);
    (1.0 + K1) * frequency / (frequency + norm)
}

fn mean_length(entries: &[Entry], field: impl Fn(&Entry) -> &Vec<String>) -> f32 {
    let total: usize = entries.iter().map(|entry| field(entry).len()).sum();
    total as f32 / entries.len().max(1) as f32
}

/// The inverse document frequency of terms that stand side by side: the sum of their own.
fn phrase_idf(terms: &[String], entries: &[Entry], field: impl Fn(&Entry) -> &Vec<String>) -> f32 {
    let idf = |term: &String| {
        let having = entries
            .iter()
            .filter(|entry| field(entry).contains(term))
            .count() as f32;
        (1.0 + (entries.len() as f32 - having + 0.5) / (having + 0.5)).ln()
    };
    terms.iter().map(idf).sum()
}

fn occurrences(terms: &[String], text: &[String]) -> usize {
    if terms.is_empty() {
        return 0;
    }
    text.windows(terms.len())
        .filter(|window| *window == terms)
        .count()
}

fn order(sort: Sort, a: &(f32, &Entry), b: &(f32, &Entry)) -> Ordering {
    let second = |entry: &Entry| {
        entry
            .document
            .article
            .date
            .as_ref()
            .map(|date| date.value.timestamp())
    };
    match sort {
        Sort::Relevance => b.0.total_cmp(&a.0),
        Sort::Newest => second(b.1).cmp(&second(a.1)),
        Sort::Oldest => match (second(a.1), second(b.1)) {
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
    }
}

fn passes(filters: &Filters, document: &Document) -> bool {
    let article = &document.article;
    let any_of = |wanted: &[String], value: &Option<String>| {
        wanted.is_empty()
            || value
                .as_ref()
                .is_some_and(|value| wanted.iter().any(|w| names(value, w)))
    };
    let all_in = |wanted: &[String], kind: EntityKind| {
        wanted.iter().all(|w| {
            article
                .entities
                .iter()
                .any(|e| e.kind == kind && names(&e.name, w))
        })
    };
    passes_days(filters, document)
        && any_of(&filters.sources, &article.source)
        && any_of(&filters.sections, &article.section)
        && (filters.languages.is_empty()
            || article
                .language
                .as_ref()
                .is_some_and(|code| filters.languages.contains(code)))
        && all_in(&filters.people, EntityKind::Person)
        && all_in(&filters.organizations, EntityKind::Organization)
        && all_in(&filters.places, EntityKind::Place)
}

fn passes_days(filters: &Filters, document: &Document) -> bool {
    if filters.days.is_open() {
        return true;
    }
    let Some(date) = &document.article.date else {
        return false;
    };
    let second = date.value.timestamp().as_second();
    let (from, to) = filters.days.seconds();
    from.is_none_or(|from| from <= second) && to.is_none_or(|to| second < to)
}

/// Tells whether the words of `wanted` stand side by side in `value`, folded.
fn names(value: &str, wanted: &str) -> bool {
    let mut analyzer = Analyzer::new(Form::Folded);
    let wanted = terms(&mut analyzer, wanted);
    occurrences(&wanted, &terms(&mut analyzer, value)) > 0
}

fn hit(score: f32, document: &Document, request: &SearchRequest, matcher: &mut Matcher) -> Hit {
    let score = if request.sort == Sort::Relevance {
        score
    } else {
        0.0
    };
    let id = document.id.clone();
    let article = &document.article;
    match request.detail {
        Detail::Id => Hit {
            id,
            score,
            ..Hit::default()
        },
        Detail::Path => Hit {
            id,
            score,
            path: document.file.path.clone(),
            ..Hit::default()
        },
        Detail::Snippets(count) => Hit {
            id,
            score,
            path: document.file.path.clone(),
            line: article.line,
            headline: matcher.mark(&article.headline),
            date: article.date.clone(),
            source: article.source.clone(),
            section: article.section.clone(),
            language: article.language.clone(),
            url: article.url.clone(),
            snippets: matcher.snippets(&article.body, count),
        },
    }
}

fn count(shelf: &Shelf, top: usize) -> IndexStats {
    let articles = || shelf.articles.iter().map(|entry| &entry.document.article);
    let mut days: Vec<String> = articles()
        .filter_map(|article| article.date.as_ref())
        .map(|date| date.value.timestamp().to_string()[..10].to_owned())
        .collect();
    days.sort_unstable();
    let sources = tally(articles().filter_map(|article| article.source.clone()));
    let sections = tally(articles().filter_map(|article| article.section.clone()));
    let mut years = tally(days.iter().map(|day| day[..4].to_owned()));
    years.sort_by(|a, b| a.value.cmp(&b.value));
    IndexStats {
        articles: shelf.articles.len() as u64,
        undated: (shelf.articles.len() - days.len()) as u64,
        years,
        first_day: days.first().cloned(),
        last_day: days.last().cloned(),
        num_sources: sources.len() as u64,
        sources: first(sources, top),
        num_sections: sections.len() as u64,
        sections: first(sections, top),
        languages: tally(articles().filter_map(|article| article.language.clone())),
        formats: tally(
            shelf
                .articles
                .iter()
                .map(|entry| entry.document.file.format.clone()),
        ),
        entities: EntityKind::ALL
            .map(|kind| kind_stats(kind, articles().map(|a| &a.entities[..]), top))
            .into(),
        skipped: shelf
            .skipped
            .iter()
            .map(|(path, (_, reason))| SkippedFile {
                path: path.clone(),
                reason: reason.clone(),
            })
            .collect(),
        index_bytes: 0,
    }
}

fn kind_stats<'a>(
    kind: EntityKind,
    articles: impl Iterator<Item = &'a [Entity]>,
    top: usize,
) -> KindStats {
    let of_kind = |entity: &&Entity| entity.kind == kind;
    let names = articles.flat_map(|entities| {
        let mut names: Vec<_> = entities
            .iter()
            .filter(of_kind)
            .map(|e| e.name.clone())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    });
    let tallied = tally(names);
    KindStats {
        kind,
        names: tallied.len() as u64,
        top: first(tallied, top),
    }
}

/// Counts values; most first, equal counts by value.
fn tally(values: impl Iterator<Item = String>) -> Vec<Counted> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut tallied: Vec<_> = counts
        .into_iter()
        .map(|(value, articles)| Counted { value, articles })
        .collect();
    tallied.sort_by_key(|counted| std::cmp::Reverse(counted.articles));
    tallied
}

fn first(mut counted: Vec<Counted>, top: usize) -> Vec<Counted> {
    counted.truncate(top);
    counted
}
