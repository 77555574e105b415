//! Scores: BM25 as Lucene and tantivy compute it (Robertson and Zaragoza, "The Probabilistic
//! Relevance Framework: BM25 and Beyond", 2009).

use std::collections::HashMap;

use super::text::{Entry, Text};
use super::words::Alternatives;
use crate::matching::TermField;

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// How often terms stand in headlines and bodies.
#[derive(Clone, Default)]
pub(super) struct Statistics {
    num_articles: usize,
    num_terms: HashMap<TermField, usize>,
    articles_with: HashMap<(TermField, String), usize>,
}

impl Statistics {
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut statistics = Statistics {
            num_articles: entries.len(),
            ..Statistics::default()
        };
        for entry in entries {
            statistics.add(TermField::Headline, &entry.headline);
            statistics.add(TermField::Body, &entry.body);
        }
        statistics
    }

    fn add(&mut self, field: TermField, text: &Text) {
        *self.num_terms.entry(field).or_default() += text.num_terms;
        let mut terms: Vec<&String> = text.words.values().flat_map(|word| &word.terms).collect();
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            *self.articles_with.entry((field, term.clone())).or_default() += 1;
        }
    }

    /// Returns the number of fields of articles with these terms; one that has several counts
    /// for each.
    pub(super) fn count_articles(&self, field: TermField, terms: &Alternatives) -> usize {
        let count = |term: &String| self.articles_with.get(&(field, term.clone()));
        terms.iter().filter_map(count).sum()
    }

    /// Returns the inverse document frequency of what this number of articles have.
    pub(super) fn idf(&self, articles: usize) -> f32 {
        let having = articles.min(self.num_articles) as f32;
        let without = self.num_articles as f32 - having;
        (1.0 + (without + 0.5) / (having + 0.5)).ln()
    }

    /// Returns what `times` occurrences in a text are worth, before their rarity.
    pub(super) fn frequency_factor(&self, times: usize, field: TermField, text: &Text) -> f32 {
        if times == 0 {
            return 0.0;
        }
        let all_terms = self.num_terms.get(&field).copied().unwrap_or_default();
        let mean_length = all_terms as f32 / self.num_articles as f32;
        let length = kept_length(text.num_terms) as f32;
        let times = times as f32;
        (1.0 + K1) * times / (times + K1 * (1.0 - B + B * length / mean_length))
    }
}

/// The length of a field as an index keeps it in one byte (Lucene's `SmallFloat.intToByte4`):
/// exact up to 40, above it cut to four significant bits of what exceeds 24.
fn kept_length(length: usize) -> usize {
    let exceeding = length.saturating_sub(24);
    let cut_bits = (usize::BITS - exceeding.leading_zeros()).saturating_sub(4);
    length - exceeding + (exceeding >> cut_bits << cut_bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_fields_are_kept_as_the_next_shorter_length_of_a_byte() {
        let lengths = [0, 7, 40, 41, 42, 43, 56, 59, 60, 1000, 1_000_000];
        let kept = [0, 7, 40, 40, 42, 42, 56, 56, 60, 984, 983_064];
        assert_eq!(lengths.map(kept_length), kept);
    }
}
