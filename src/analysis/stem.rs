//! Stemming with a cache: news repeats its words, the stemmer need not.

use xxhash_rust::xxh3::xxh3_64;

/// Number of words whose stems are kept; a power of two.
const CACHE_SLOTS: usize = 1 << 14;

/// The English Snowball stemmer behind a direct-mapped cache of stems.
#[derive(Clone)]
pub(super) struct Stemmer {
    snowball: frostem::Stemmer,
    slots: Vec<Slot>,
}

#[derive(Clone, Default)]
struct Slot {
    word: Box<str>,
    stem: Box<str>,
}

impl Stemmer {
    pub(super) fn english() -> Self {
        Stemmer {
            snowball: frostem::Stemmer::new(frostem::Algorithm::English),
            slots: vec![Slot::default(); CACHE_SLOTS],
        }
    }

    /// Replaces a folded word by its stem; words with other than the letters a–z stay.
    pub(super) fn stem(&mut self, word: &mut String) {
        if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return;
        }
        let slot = &mut self.slots[xxh3_64(word.as_bytes()) as usize % CACHE_SLOTS];
        if *slot.word != **word {
            slot.stem = self.snowball.stem(word).as_ref().into();
            slot.word = word.as_str().into();
        }
        word.clear();
        word.push_str(&slot.stem);
    }
}
