//! The bonus for plain words that stand close together.
//!
//! The best hits of a query of several plain words are looked at again: neighbouring words of the
//! query that stand near each other in the body, in whatever order, add to the score what BM25
//! gives to the number of such places (after Rasolofo and Savoy, "Term Proximity Scoring for
//! Keyword-Based Retrieval Systems", 2003; the parameters were chosen by measurement, see
//! ARCHITECTURE.md).

use tantivy::schema::Field;
use tantivy::{DocAddress, Score, Searcher, SegmentReader};

use super::places::{FieldPlaces, rarity, similarity};
use super::similarity::Similarity;
use crate::engine::ScorePart;
use crate::engine::closeness::{NEAR_WORDS, PAIR_WEIGHT};
use crate::matching::{Clause, Places};
use crate::query::{Order, Reach};

/// Neighbouring words of a query, and what their closeness is worth.
pub(super) struct ClosePairs {
    field: Field,
    pairs: Vec<ClosePair>,
}

struct ClosePair {
    /// The two words as they were read.
    written: String,
    places: Places,
    similarity: Similarity,
}

impl ClosePairs {
    /// Makes the pairs of `words`, in the order of the query, in `field`.
    pub(super) fn new(
        words: &[&Clause],
        field: Field,
        searcher: &Searcher,
    ) -> tantivy::Result<Self> {
        let mut pairs = Vec::new();
        for pair in words.windows(2) {
            let [left, right] = [&pair[0].places, &pair[1].places];
            let rarity = rarity(left, field, searcher)?.min(rarity(right, field, searcher)?);
            let places = Places::Near {
                left: Box::new(left.clone()),
                right: Box::new(right.clone()),
                reach: Reach::Words {
                    most: NEAR_WORDS,
                    order: Order::Any,
                },
            };
            pairs.push(ClosePair {
                written: format!("{} {}", pair[0].written, pair[1].written),
                places,
                similarity: similarity(field, PAIR_WEIGHT * rarity, searcher)?,
            });
        }
        Ok(ClosePairs { field, pairs })
    }

    /// Adds the bonus to the scores of hits, which then are no longer in order.
    pub(super) fn add_to(
        &self,
        hits: &mut [(Score, DocAddress)],
        searcher: &Searcher,
    ) -> tantivy::Result<()> {
        let mut by_address: Vec<usize> = (0..hits.len()).collect();
        by_address.sort_unstable_by_key(|&at| hits[at].1);
        let segment_ords: Vec<_> = hits.iter().map(|hit| hit.1.segment_ord).collect();
        for chunk in by_address.chunk_by(|&a, &b| segment_ords[a] == segment_ords[b]) {
            let segment = searcher.segment_reader(segment_ords[chunk[0]]);
            for pair in &self.pairs {
                let mut places = pair.open(self.field, segment)?;
                for &at in chunk {
                    hits[at].0 += places.score_at(hits[at].1.doc_id);
                }
            }
        }
        Ok(())
    }

    /// Adds what each pair gave to the score of one document.
    pub(super) fn add_parts(
        &self,
        address: DocAddress,
        searcher: &Searcher,
        parts: &mut Vec<ScorePart>,
    ) -> tantivy::Result<()> {
        let segment = searcher.segment_reader(address.segment_ord);
        for pair in &self.pairs {
            let score = pair.open(self.field, segment)?.score_at(address.doc_id);
            if score > 0.0 {
                parts.push(ScorePart {
                    written: pair.written.clone(),
                    place: "closeness",
                    score,
                });
            }
        }
        Ok(())
    }
}

impl ClosePair {
    fn open(&self, field: Field, segment: &SegmentReader) -> tantivy::Result<FieldPlaces> {
        let places = FieldPlaces::open(&self.places, false, field, segment)?;
        Ok(places.scored_by(Some(self.similarity.clone())))
    }
}
