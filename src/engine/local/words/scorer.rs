//! Words from document to document, as an intersection drives them.

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

use super::{Deadline, Postings, Scoring};

/// How many documents are looked at between two looks at the clock.
const LOOKS_A_TICK: u32 = 256;

/// Walks over the documents of a segment that have all words.
pub(super) struct WordsScorer {
    /// In the order of the query.
    words: Vec<WordUnion>,
    /// The words, those in the fewest documents first.
    rarest_first: Vec<usize>,
    doc: DocId,
    /// Number of documents looked at.
    num_looks: u32,
    deadline: Deadline,
}

/// The postings of the terms of one word.
struct WordUnion {
    terms: Vec<TermPostings>,
    /// The least document that one of the terms stands on.
    doc: DocId,
}

struct TermPostings {
    postings: SegmentPostings,
    scoring: Option<Scoring>,
    /// The document it stands on.
    doc: DocId,
}

impl WordUnion {
    fn new(terms: Vec<Postings<SegmentPostings>>) -> Self {
        let terms: Vec<_> = terms
            .into_iter()
            .map(|Postings { postings, scoring }| TermPostings {
                doc: postings.doc(),
                postings,
                scoring,
            })
            .collect();
        let docs = terms.iter().map(|term| term.doc);
        WordUnion {
            doc: docs.min().unwrap_or(TERMINATED),
            terms,
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        let mut least = TERMINATED;
        for term in &mut self.terms {
            if term.doc < target {
                term.doc = term.postings.seek(target);
            }
            least = least.min(term.doc);
        }
        self.doc = least;
        least
    }

    fn size_hint(&self) -> u32 {
        let hints = self.terms.iter().map(|term| term.postings.size_hint());
        hints.fold(0, u32::saturating_add)
    }
}

impl WordsScorer {
    /// Stands on the first document with all words, each of which has one term at the least.
    pub(super) fn new(words: Vec<Vec<Postings<SegmentPostings>>>, deadline: Deadline) -> Self {
        let words: Vec<_> = words.into_iter().map(WordUnion::new).collect();
        let mut rarest_first: Vec<usize> = (0..words.len()).collect();
        rarest_first.sort_by_key(|&at| words[at].size_hint());
        let mut scorer = WordsScorer {
            words,
            rarest_first,
            doc: 0,
            num_looks: 0,
            deadline,
        };
        scorer.settle(0);
        scorer
    }

    /// Moves to the first document at or behind `target` that has all words; to none when the time
    /// is over.
    fn settle(&mut self, mut target: DocId) -> DocId {
        'candidates: while target < TERMINATED {
            let is_tick = self.num_looks.is_multiple_of(LOOKS_A_TICK);
            self.num_looks = self.num_looks.wrapping_add(1);
            if is_tick && self.deadline.is_over() {
                target = TERMINATED;
                break;
            }
            for &at in &self.rarest_first {
                let doc = self.words[at].seek(target);
                if doc > target {
                    target = doc;
                    continue 'candidates;
                }
            }
            break;
        }
        self.doc = target;
        target
    }
}

impl DocSet for WordsScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.settle(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        self.settle(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let hints = self.words.iter().map(WordUnion::size_hint);
        hints.min().unwrap_or(0)
    }
}

impl Scorer for WordsScorer {
    /// Adds up in the same order as the windows do, so that equal articles have equal scores.
    fn score(&mut self) -> Score {
        let mut sum = 0.0;
        for term in self.words.iter().flat_map(|word| &word.terms) {
            if let Some(scoring) = &term.scoring
                && term.doc == self.doc
            {
                sum += scoring.score(self.doc, term.postings.term_freq());
            }
        }
        sum
    }
}
