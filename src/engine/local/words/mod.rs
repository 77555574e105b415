//! Words as a query of tantivy: every word must be there, each by one of its terms.
//!
//! A word has several terms: in headline and body, and by its stems in several languages. tantivy
//! would nest unions in an intersection, and take each document through four layers of scorers.
//! [`WordsQuery`] knows that all its leaves are postings of terms: where a whole segment is asked
//! for, it works through windows of documents, term by term (`windows`; after the bulk
//! scorers of Lucene); inside another query it moves from document to document (`scorer`).
//! ARCHITECTURE.md has the figures of both ways.

mod scorer;
mod top;
mod windows;

use std::fmt;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
    Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TantivyError, Term};

use super::deadline::Deadline;
use scorer::WordsScorer;
use windows::Windows;

/// How many documents tantivy's collectors take at once at the most.
const DOCS_AT_ONCE: usize = 64;

/// Of so many documents of a segment at the most one can have all words where documents are taken
/// one by one.
const SPARSENESS: u64 = 64;

/// Makes bounds a little higher than their rounding errors, and those of sums of them, are.
const ROUNDING: Score = 1.0001;

/// Finds the documents that have all words.
#[derive(Clone)]
pub(super) struct WordsQuery {
    /// The words, in the order of the query.
    pub(super) words: Vec<Word>,
    /// When to give up.
    pub(super) deadline: Deadline,
}

/// A word: one of its terms must be there, and each adds to the score.
#[derive(Clone, Default)]
pub(super) struct Word {
    /// What stands for the word.
    pub(super) term_sets: Vec<WeighedTerms>,
}

/// Terms of one field, each as rare as all of them together.
#[derive(Clone)]
pub(super) struct WeighedTerms {
    /// The field.
    pub(super) field: Field,
    /// The terms.
    pub(super) terms: Vec<String>,
    /// What their score is multiplied by.
    pub(super) factor: Score,
}

impl fmt::Debug for WordsQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = |word: &Word| -> Vec<String> {
            let sets = word.term_sets.iter();
            sets.flat_map(|set| set.terms.clone()).collect()
        };
        let words: Vec<_> = self.words.iter().map(terms).collect();
        write!(f, "WordsQuery({words:?})")
    }
}

impl WeighedTerms {
    fn rarity(&self, searcher: &Searcher) -> tantivy::Result<Rarity> {
        let num_docs = searcher.total_num_docs()?;
        let mut together = 0;
        for term in &self.terms {
            together += searcher.doc_freq(&Term::from_field_text(self.field, term))?;
        }
        let num_tokens = searcher.total_num_tokens(self.field)?;
        let mean_length = num_tokens as Score / num_docs.max(1) as Score;
        Ok(Rarity::new(together, num_docs, self.factor, mean_length))
    }
}

/// What a term is worth in an index.
#[derive(Clone)]
struct Rarity {
    doc_freq: u64,
    num_docs: u64,
    factor: Score,
    /// Mean length of the field in tokens.
    mean_length: Score,
    /// BM25 with this mean length.
    similarity: Bm25Weight,
}

impl Rarity {
    fn new(doc_freq: u64, num_docs: u64, factor: Score, mean_length: Score) -> Self {
        let doc_freq = doc_freq.min(num_docs);
        Rarity {
            doc_freq,
            num_docs,
            factor,
            mean_length,
            similarity: similarity(doc_freq, num_docs, factor, mean_length),
        }
    }

    /// What no score of a block of postings is above, as the index notes it: with the mean length
    /// of the segment. With a mean `n` times as long, n > 1, a score is up to `n` times as high.
    fn bound(&self, segment_mean_length: Score, boost: Score) -> Bm25Weight {
        let growth = (self.mean_length / segment_mean_length).max(1.0);
        let factor = self.factor * boost * growth * ROUNDING;
        similarity(self.doc_freq, self.num_docs, factor, segment_mean_length)
    }
}

fn similarity(doc_freq: u64, num_docs: u64, factor: Score, mean_length: Score) -> Bm25Weight {
    Bm25Weight::for_one_term_without_explain(doc_freq, num_docs, mean_length).boost_by(factor)
}

impl Query for WordsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.words_weight(scoring)?))
    }
}

impl WordsQuery {
    fn words_weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<WordsWeight> {
        let mut words = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let mut terms = Vec::new();
            for set in &word.term_sets {
                let rarity = match scoring {
                    EnableScoring::Enabled { searcher, .. } => Some(set.rarity(searcher)?),
                    EnableScoring::Disabled { .. } => None,
                };
                terms.extend(set.terms.iter().map(|text| TermWeight {
                    term: Term::from_field_text(set.field, text),
                    rarity: rarity.clone(),
                }));
            }
            words.push(terms);
        }
        Ok(WordsWeight {
            words,
            deadline: self.deadline.clone(),
        })
    }
}

struct WordsWeight {
    /// By word.
    words: Vec<Vec<TermWeight>>,
    deadline: Deadline,
}

struct TermWeight {
    term: Term,
    /// None when no score is asked for.
    rarity: Option<Rarity>,
}

/// The postings of a term in a segment, and what scores them.
struct Postings<P> {
    postings: P,
    /// None when no score is asked for.
    scoring: Option<Scoring>,
}

/// Scores the documents of a segment for one term.
struct Scoring {
    similarity: Bm25Weight,
    /// Gives what no score of a block of postings is above.
    bound: Bm25Weight,
    lengths: FieldNormReader,
}

impl Scoring {
    fn score(&self, doc: DocId, frequency: u32) -> Score {
        self.similarity
            .score(self.lengths.fieldnorm_id(doc), frequency)
    }
}

impl TermWeight {
    /// The index record option that is enough.
    fn option(&self) -> IndexRecordOption {
        match self.rarity {
            Some(_) => IndexRecordOption::WithFreqs,
            None => IndexRecordOption::Basic,
        }
    }

    fn scoring(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Option<Scoring>> {
        let Some(rarity) = &self.rarity else {
            return Ok(None);
        };
        let field = self.term.field();
        let lengths = segment.get_fieldnorms_reader(field)?;
        let num_tokens = segment.inverted_index(field)?.total_num_tokens() as Score;
        let mean_length = num_tokens / lengths.num_docs().max(1) as Score;
        Ok(Some(Scoring {
            similarity: rarity.similarity.boost_by(boost),
            bound: rarity.bound(mean_length, boost),
            lengths,
        }))
    }
}

impl WordsWeight {
    fn words_scorer(
        &self,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Option<WordsScorer>> {
        let words = self.open(|term| {
            let inverted = segment.inverted_index(term.term.field())?;
            let Some(postings) = inverted.read_postings(&term.term, term.option())? else {
                return Ok(None);
            };
            let scoring = term.scoring(segment, boost)?;
            Ok(Some(Postings { postings, scoring }))
        })?;
        Ok(words.map(|words| WordsScorer::new(words, self.deadline.clone())))
    }

    fn windows(&self, segment: &SegmentReader) -> tantivy::Result<Option<Windows>> {
        let words = self.open(|term| {
            let inverted = segment.inverted_index(term.term.field())?;
            let Some(postings) = inverted.read_block_postings(&term.term, term.option())? else {
                return Ok(None);
            };
            let scoring = term.scoring(segment, 1.0)?;
            Ok(Some(Postings { postings, scoring }))
        })?;
        Ok(words.map(|words| Windows::new(words, self.deadline.clone())))
    }

    /// Tells whether so few documents of a segment can have all words that windows would have
    /// little in them.
    fn is_sparse(&self, segment: &SegmentReader) -> tantivy::Result<bool> {
        let mut fewest = u64::MAX;
        for word in self.words.iter().filter(|_| self.words.len() > 1) {
            let mut num_docs = 0;
            for TermWeight { term, .. } in word {
                num_docs += u64::from(segment.inverted_index(term.field())?.doc_freq(term)?);
            }
            fewest = fewest.min(num_docs);
        }
        Ok(fewest < u64::from(segment.max_doc()) / SPARSENESS)
    }

    /// Opens the terms that a segment has; `None` where some word has none of its terms there.
    fn open<T>(
        &self,
        open: impl Fn(&TermWeight) -> tantivy::Result<Option<T>>,
    ) -> tantivy::Result<Option<Vec<Vec<T>>>> {
        let mut words = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let mut terms = Vec::with_capacity(word.len());
            for term in word {
                terms.extend(open(term)?);
            }
            if terms.is_empty() {
                return Ok(None);
            }
            words.push(terms);
        }
        Ok(Some(words))
    }
}

impl Weight for WordsWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.words_scorer(segment, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!(
                "document {doc} does not have all words"
            )));
        }
        Ok(Explanation::new("words", scorer.score()))
    }

    fn count(&self, segment: &SegmentReader) -> tantivy::Result<u32> {
        let mut count = 0;
        if let Some(mut windows) = self.windows(segment)? {
            let alive = segment.alive_bitset();
            while let Some(mut window) = windows.next() {
                if let Some(alive) = alive {
                    window.retain(|doc| alive.is_alive(doc));
                }
                count += window.len() as u32;
            }
        }
        Ok(count)
    }

    fn for_each_no_score(
        &self,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        let mut docs = Vec::new();
        if let Some(mut windows) = self.windows(segment)? {
            while let Some(window) = windows.next() {
                docs.clear();
                window.for_each(|doc, _| docs.push(doc));
                docs.chunks(DOCS_AT_ONCE).for_each(&mut *callback);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
