//! BM25 as tantivy and Lucene compute it (Robertson and Zaragoza, "The Probabilistic Relevance
//! Framework: BM25 and Beyond", 2009), for what is not a single term.

use std::sync::Arc;

use tantivy::Score;
use tantivy::fieldnorm::FieldNormReader;

/// How fast repeated occurrences lose weight; tantivy's own value, for both add up in one score.
pub(super) const K1: Score = 1.2;
/// How much long fields are discounted; tantivy's own value.
pub(super) const B: Score = 0.75;

/// Returns the inverse document frequency of what `doc_freq` of `num_docs` documents have.
pub(super) fn idf(doc_freq: u64, num_docs: u64) -> Score {
    let without = num_docs.saturating_sub(doc_freq) as Score;
    (1.0 + (without + 0.5) / (doc_freq as Score + 0.5)).ln()
}

/// Scores occurrences in one field.
#[derive(Clone)]
pub(super) struct Similarity {
    weight: Score,
    /// By the byte that stands for the field's length.
    length_factors: Arc<[Score; 256]>,
}

impl Similarity {
    /// Makes the similarity of what has the inverse document frequency `idf` in fields of
    /// `mean_length` tokens on average.
    pub(super) fn new(idf: Score, mean_length: Score) -> Self {
        let mut factors = [0.0; 256];
        for (id, factor) in (0..=u8::MAX).zip(&mut factors) {
            let length = FieldNormReader::id_to_fieldnorm(id) as Score;
            *factor = K1 * (1.0 - B + B * length / mean_length);
        }
        Similarity {
            weight: idf * (1.0 + K1),
            length_factors: Arc::new(factors),
        }
    }

    /// Returns the score of `times` occurrences, at least 1, in a field of this length.
    pub(super) fn score(&self, times: u32, length_id: u8) -> Score {
        let times = times as Score;
        self.weight * times / (times + self.length_factors[length_id as usize])
    }
}
