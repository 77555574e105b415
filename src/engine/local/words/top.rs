//! The best documents for words, and the number of all, in one pass.
//!
//! The number must be exact, so the documents of each term are read in any case; their scores are
//! computed only where the terms of a window can give more than the worst of the best so far
//! (MaxScore, after Turtle and Flood, "Query Evaluation: Strategies and Optimizations", 1995, with
//! bounds by blocks of postings as in Ding and Suel, "Faster Top-k Document Retrieval Using
//! Block-Max Indexes", 2011).

use std::cmp::Ordering;

use tantivy::query::{EnableScoring, Scorer};
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentOrdinal, TERMINATED};

use super::WordsQuery;
use super::scorer::WordsScorer;
use super::windows::Windows;
use crate::engine::local::search::ScoredAddress;

impl WordsQuery {
    /// Returns the number of documents found, and the `limit` best of them, the best first, of
    /// equals the one with the lower address.
    pub(in crate::engine::local) fn count_and_top(
        &self,
        searcher: &Searcher,
        limit: usize,
    ) -> tantivy::Result<(usize, Vec<ScoredAddress>)> {
        let weight = self.words_weight(EnableScoring::enabled_from_searcher(searcher))?;
        let mut top = Top::new(limit);
        let mut count = 0;
        for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
            let alive = segment.alive_bitset();
            let mut of_segment = TopOfSegment {
                top: &mut top,
                segment_ord,
                is_alive: |doc| alive.is_none_or(|alive| alive.is_alive(doc)),
            };
            if weight.is_sparse(segment)? {
                if let Some(scorer) = weight.words_scorer(segment, 1.0)? {
                    count += of_segment.walk(scorer);
                }
            } else if let Some(windows) = weight.windows(segment)? {
                count += of_segment.work_through(windows, alive.is_some());
            }
        }
        Ok((count, top.into_best()))
    }
}

struct TopOfSegment<'a, IsAlive> {
    top: &'a mut Top,
    segment_ord: SegmentOrdinal,
    is_alive: IsAlive,
}

impl<IsAlive: Fn(DocId) -> bool> TopOfSegment<'_, IsAlive> {
    fn walk(&mut self, mut scorer: WordsScorer) -> usize {
        let mut count = 0;
        while scorer.doc() != TERMINATED {
            if (self.is_alive)(scorer.doc()) {
                count += 1;
                self.push(scorer.doc(), scorer.score());
            }
            scorer.advance();
        }
        count
    }

    fn work_through(&mut self, mut windows: Windows, has_deleted: bool) -> usize {
        let mut count = 0;
        while let Some(mut window) = windows.next() {
            if has_deleted {
                window.retain(&self.is_alive);
            }
            count += window.len();
            windows.keep_candidates(&mut window, self.top.threshold);
            let scores = windows.score(&window);
            window.for_each(|doc, slot| self.push(doc, scores[slot]));
        }
        count
    }

    fn push(&mut self, doc: DocId, score: Score) {
        let address = DocAddress::new(self.segment_ord, doc);
        self.top.push((score, address));
    }
}

/// Gathers the best, which come in the order of their addresses.
struct Top {
    limit: usize,
    /// Twice as many as wanted at the most.
    gathered: Vec<ScoredAddress>,
    /// What is no better than this is not among the best.
    threshold: Score,
}

impl Top {
    fn new(limit: usize) -> Self {
        Top {
            limit,
            gathered: Vec::new(),
            threshold: Score::MIN,
        }
    }

    fn push(&mut self, hit: ScoredAddress) {
        if hit.0 <= self.threshold {
            return;
        }
        self.gathered.push(hit);
        if self.gathered.len() >= self.limit.saturating_mul(2) {
            self.drop_worst();
        }
    }

    fn drop_worst(&mut self) {
        if self.gathered.len() > self.limit {
            let last = self.limit.saturating_sub(1);
            let (_, worst, _) = self.gathered.select_nth_unstable_by(last, best_first);
            self.threshold = worst.0;
            self.gathered.truncate(self.limit);
        }
    }

    fn into_best(mut self) -> Vec<ScoredAddress> {
        self.drop_worst();
        self.gathered.sort_unstable_by(best_first);
        self.gathered
    }
}

fn best_first(a: &ScoredAddress, b: &ScoredAddress) -> Ordering {
    b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_kept_and_of_equals_those_that_came_first() {
        let mut top = Top::new(3);
        for (doc, score) in (0..).zip([1.0, 5.0, 2.0, 5.0, 2.0, 0.5, 2.0, 4.0, 5.0, 4.0]) {
            top.push((score, DocAddress::new(0, doc)));
        }
        let best: Vec<_> = top.into_best().iter().map(|hit| hit.1.doc_id).collect();
        assert_eq!(best, [1, 3, 8]);
    }
}
