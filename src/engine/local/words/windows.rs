//! Words through windows of documents, term by term.
//!
//! Of each term the documents of a window are noted in a set of bits, with their frequencies
//! beside; words are unions of such sets, what is found their intersection. Only then scores are
//! computed, again term by term.

use tantivy::DocId;
use tantivy::Score;
use tantivy::TERMINATED;
use tantivy::postings::BlockSegmentPostings;

use super::{Deadline, Postings, Scoring};

/// Number of documents of a window: its bits, frequencies and scores fit the first cache.
const WINDOW: usize = 2048;
const NUM_BLOCKS: usize = WINDOW / 64;

/// A set of the documents of a window.
type Bits = [u64; NUM_BLOCKS];

/// Works through a segment.
pub(super) struct Windows {
    /// By word, in the order of the query.
    words: Vec<Vec<TermWindow>>,
    /// The words, those in the fewest documents first.
    rarest_first: Vec<usize>,
    /// Where the next window may begin.
    next: DocId,
    scores: Vec<Score>,
    deadline: Deadline,
}

/// Documents of a window that have all words; at first all of them, deleted ones too.
pub(super) struct Window {
    /// Its first document.
    base: DocId,
    found: Bits,
}

/// What a term has in a window.
struct TermWindow {
    postings: BlockSegmentPostings,
    /// Where in the current block of postings it stands.
    at: usize,
    scoring: Option<Scoring>,
    bits: Bits,
    /// What no score of the term in the window is above.
    bound: Score,
    /// By document; only those whose bits are set are of this window.
    frequencies: Vec<u32>,
}

impl Window {
    /// Number of documents.
    pub(super) fn len(&self) -> usize {
        self.found
            .iter()
            .map(|block| block.count_ones() as usize)
            .sum()
    }

    /// Keeps the documents for which `is_kept` holds.
    pub(super) fn retain(&mut self, is_kept: impl Fn(DocId) -> bool) {
        let mut kept: Bits = [0; NUM_BLOCKS];
        self.for_each(|doc, slot| {
            kept[slot / 64] |= u64::from(is_kept(doc)) << (slot % 64);
        });
        self.found = kept;
    }

    /// Calls `visit` with each document, ascending, and with the slot of its score.
    pub(super) fn for_each(&self, mut visit: impl FnMut(DocId, usize)) {
        for_each_slot(&self.found, |slot| visit(self.base + slot as DocId, slot));
    }
}

/// Calls `visit` with the place of each bit that is set, ascending.
fn for_each_slot(bits: &Bits, mut visit: impl FnMut(usize)) {
    for (number, &block) in bits.iter().enumerate() {
        let mut rest = block;
        while rest != 0 {
            visit(number * 64 + rest.trailing_zeros() as usize);
            rest &= rest - 1;
        }
    }
}

impl Windows {
    /// Stands before the first window; each word has one term at the least.
    pub(super) fn new(words: Vec<Vec<Postings<BlockSegmentPostings>>>, deadline: Deadline) -> Self {
        let words: Vec<Vec<TermWindow>> = words
            .into_iter()
            .map(|terms| terms.into_iter().map(TermWindow::new).collect())
            .collect();
        let num_docs = |word: &[TermWindow]| -> u64 {
            let terms = word.iter();
            terms.map(|term| u64::from(term.postings.doc_freq())).sum()
        };
        let mut rarest_first: Vec<usize> = (0..words.len()).collect();
        rarest_first.sort_by_key(|&at| num_docs(&words[at]));
        Windows {
            words,
            rarest_first,
            next: 0,
            scores: vec![0.0; WINDOW],
            deadline,
        }
    }

    /// Fills the next window in which something is found; none when the time is over.
    pub(super) fn next(&mut self) -> Option<Window> {
        loop {
            if self.deadline.is_over() {
                return None;
            }
            let base = self.first_doc()?;
            self.next = base + WINDOW as DocId;
            let mut found: Bits = [u64::MAX; NUM_BLOCKS];
            for &at in &self.rarest_first {
                let mut word: Bits = [0; NUM_BLOCKS];
                for term in &mut self.words[at] {
                    term.fill(base);
                    each_block(&mut word, &term.bits, |block, term| *block |= term);
                }
                each_block(&mut found, &word, |block, word| *block &= word);
                if found.iter().all(|&block| block == 0) {
                    break;
                }
            }
            if found.iter().any(|&block| block != 0) {
                return Some(Window { base, found });
            }
        }
    }

    /// The first document, behind the last window, that may have all words.
    fn first_doc(&mut self) -> Option<DocId> {
        let mut first = self.next;
        for &at in &self.rarest_first {
            let docs = self.words[at].iter_mut().map(|term| term.seek(first));
            first = docs.min().unwrap_or(TERMINATED);
            if first >= TERMINATED {
                return None;
            }
        }
        Some(first)
    }

    /// Keeps those documents of the last window whose scores may be above `threshold`: those that
    /// have one of the terms without which the others cannot get there.
    pub(super) fn keep_candidates(&self, window: &mut Window, threshold: Score) {
        let mut terms: Vec<&TermWindow> = self.words.iter().flatten().collect();
        terms.sort_unstable_by(|a, b| a.bound.total_cmp(&b.bound));
        let mut sum = 0.0;
        let is_enough = |term: &&TermWindow| {
            sum += term.bound;
            sum > threshold
        };
        let needed = terms.iter().position(is_enough).unwrap_or(terms.len());
        if needed > 0 {
            let mut candidates: Bits = [0; NUM_BLOCKS];
            for term in &terms[needed..] {
                each_block(&mut candidates, &term.bits, |block, term| *block |= term);
            }
            each_block(&mut window.found, &candidates, |block, it| *block &= it);
        }
    }

    /// Returns the scores of the documents that were found in the last window, by slot.
    pub(super) fn score(&mut self, window: &Window) -> &[Score] {
        let scores = &mut self.scores[..];
        scores.fill(0.0);
        for term in self.words.iter().flatten() {
            let Some(scoring) = &term.scoring else {
                continue;
            };
            let mut bits = term.bits;
            each_block(&mut bits, &window.found, |block, found| *block &= found);
            for_each_slot(&bits, |slot| {
                let doc = window.base + slot as DocId;
                scores[slot] += scoring.score(doc, term.frequencies[slot]);
            });
        }
        scores
    }
}

fn each_block(bits: &mut Bits, others: &Bits, change: impl Fn(&mut u64, u64)) {
    for (block, &other) in bits.iter_mut().zip(others) {
        change(block, other);
    }
}

impl TermWindow {
    fn new(Postings { postings, scoring }: Postings<BlockSegmentPostings>) -> Self {
        TermWindow {
            postings,
            at: 0,
            scoring,
            bits: [0; NUM_BLOCKS],
            bound: 0.0,
            frequencies: vec![0; WINDOW],
        }
    }

    /// The document it stands on.
    fn doc(&self) -> DocId {
        self.postings.doc(self.at)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.at = self.postings.seek(target);
        }
        self.doc()
    }

    /// Notes the documents from `base` to the window's end, and moves behind them.
    fn fill(&mut self, base: DocId) {
        self.bits = [0; NUM_BLOCKS];
        self.bound = 0.0;
        let end = base + WINDOW as DocId;
        self.seek(base);
        while self.doc() < end {
            self.at += self.fill_from_block(base, end);
            if self.at >= self.postings.block_len() {
                self.postings.advance();
                self.at = 0;
            }
        }
    }

    /// Notes what the current block of postings has of a window, and returns how much that was.
    fn fill_from_block(&mut self, base: DocId, end: DocId) -> usize {
        let docs = &self.postings.docs()[self.at..];
        let docs = &docs[..docs.partition_point(|&doc| doc < end)];
        let slots = docs.iter().map(|doc| (doc - base) as usize);
        slots
            .clone()
            .for_each(|slot| self.bits[slot / 64] |= 1 << (slot % 64));
        if self.scoring.is_some() {
            for (slot, &frequency) in slots.zip(&self.postings.freqs()[self.at..]) {
                self.frequencies[slot] = frequency;
            }
        }
        let num_noted = docs.len();
        if let Some(Scoring { bound, lengths, .. }) = &self.scoring {
            self.bound = self
                .bound
                .max(self.postings.block_max_score(lengths, bound));
        }
        num_noted
    }
}
