//! How much of one text stands in another, by all of their shingles.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Number of words of a shingle.
const SHINGLE: usize = 4;

/// All runs of four words of a text; those of a text with fewer words are none.
pub(super) struct Shingles(HashSet<u64>);

impl Shingles {
    /// Takes the letters and digits of a text alone, whatever their case.
    pub(super) fn of(text: &str) -> Self {
        let text = text.to_lowercase().replace(['\'', '’'], "");
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        Shingles(words.windows(SHINGLE).map(hash).collect())
    }

    /// How much of the text with fewer shingles stands in the other, from 0 to 1.
    pub(super) fn containment(&self, other: &Shingles) -> f64 {
        let len = self.0.len().min(other.0.len());
        self.0.intersection(&other.0).count() as f64 / len.max(1) as f64
    }
}

fn hash(words: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}
