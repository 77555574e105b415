//! What the trained model knows of each word by itself: its attributes, and the sums of the weights
//! of those features that depend on no other word.
//!
//! Words come again and again: they are looked at once and kept from article to article.

use std::collections::HashMap;

use super::features::{self, NUM_SLOTS, Sink, Slot};
use super::hashed::Hashed;
use super::model::{Clusters, Model, Sums};
use super::page::Page;
use super::tokens::{Shape, fold};

/// Words that are kept from one article to the next: about 4 MB.
const MAX_KEPT: usize = 1 << 14;

/// Bytes of a word that its affixes and its outline look at.
const MAX_OUTLINE: usize = 16;

/// What is known of one word, before its neighbours are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Attributes {
    pub(super) word: u64,
    pub(super) lower: u64,
    pub(super) outline: u64,
    pub(super) prefixes: [u64; 3],
    pub(super) suffixes: [u64; 3],
    pub(super) cluster: u64,
    pub(super) classes: u32,
    pub(super) shape: u64,
}

/// The number of a word among those that are known.
pub(super) type WordId = u32;

/// What stands beyond the ends of a text, and where nobody looks.
pub(super) const NOWHERE: WordId = 0;
/// What stands beyond the ends of a line.
pub(super) const OTHER_LINE: WordId = 1;

/// A word, and the sum of the weights of its own features wherever it stands.
struct Known {
    attributes: Attributes,
    sums: [Sums; NUM_SLOTS],
}

/// The words that are known.
pub(super) struct Words<'m> {
    clusters: &'m Clusters,
    /// None while a model is trained: then nothing is summed.
    model: Option<&'m Model>,
    ids: HashMap<u64, WordId, Hashed>,
    known: Vec<Known>,
    buffer: String,
}

impl<'m> Words<'m> {
    /// Knows no word yet; sums with a model's weights.
    pub(super) fn weighed_by(model: &'m Model) -> Words<'m> {
        Words::new(&model.clusters, Some(model))
    }

    /// Knows no word yet; sums nothing.
    pub(super) fn without_weights(clusters: &'m Clusters) -> Words<'m> {
        Words::new(clusters, None)
    }

    fn new(clusters: &'m Clusters, model: Option<&'m Model>) -> Words<'m> {
        let mut words = Words {
            clusters,
            model,
            ids: HashMap::default(),
            known: Vec::new(),
            buffer: String::new(),
        };
        words.begin();
        words
    }

    /// Makes ready for another article: forgets all words when they have become many.
    ///
    /// No [`WordId`] is good beyond the article in which it was given.
    pub(super) fn begin(&mut self) {
        if self.known.is_empty() || self.known.len() > MAX_KEPT {
            self.ids.clear();
            self.known.clear();
            self.add(Attributes::default());
            self.add(Attributes {
                lower: 1,
                ..Attributes::default()
            });
        }
    }

    /// Returns the number of the word that is token `i`.
    ///
    /// All that is known of a word is told by its text; texts are taken for equal when their hashes
    /// are, as features are.
    pub(super) fn id(&mut self, page: &Page<'_>, i: usize) -> WordId {
        let key = hash(page.word(i).as_bytes());
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        let attributes = attributes(page, i, key, self.clusters, &mut self.buffer);
        let id = self.add(attributes);
        self.ids.insert(key, id);
        id
    }

    fn add(&mut self, attributes: Attributes) -> WordId {
        let id = self.known.len() as WordId;
        let sums = self.model.map(|model| own_sums(model, &attributes));
        self.known.push(Known {
            attributes,
            sums: sums.unwrap_or_default(),
        });
        id
    }

    /// Returns what is known of a word.
    pub(super) fn attributes(&self, id: WordId) -> &Attributes {
        &self.known[id as usize].attributes
    }

    /// Returns the sums of the weights that a word has by itself where it stands in `slot`.
    pub(super) fn sums(&self, id: WordId, slot: Slot) -> &Sums {
        &self.known[id as usize].sums[slot as usize]
    }
}

fn own_sums(model: &Model, attributes: &Attributes) -> [Sums; NUM_SLOTS] {
    let mut own = OwnFeatures::default();
    features::write_word(attributes, &mut own);
    own.0.map(|features| model.sums(&features))
}

/// Takes the features that depend on one word alone, by where it stands.
#[derive(Default)]
struct OwnFeatures([Vec<u64>; NUM_SLOTS]);

impl Sink for OwnFeatures {
    fn word(&mut self, slot: Slot, feature: u64) {
        self.0[slot as usize].push(feature);
    }

    fn usage(&mut self, _: u64) {}

    fn token(&mut self, _: u64) {}
}

fn attributes(
    page: &Page<'_>,
    i: usize,
    word: u64,
    clusters: &Clusters,
    buffer: &mut String,
) -> Attributes {
    let token = &page.tokens[i];
    let text = page.word(i);
    let classes = page.classes_of(i, buffer).bits();
    let shape = token.shape as u64 + 1;
    if token.shape == Shape::Opaque {
        return Attributes {
            word: 2,
            lower: 2,
            shape,
            ..Attributes::default()
        };
    }
    let cluster = clusters.of(text, buffer);
    let lower = fold(text, buffer).as_bytes();
    let (prefixes, suffixes) = affixes(lower);
    let lower = if token.shape == Shape::Number {
        outline(text)
    } else {
        hash(lower)
    };
    Attributes {
        word,
        lower,
        outline: outline(text),
        prefixes,
        suffixes,
        cluster,
        classes,
        shape,
    }
}

fn affixes(word: &[u8]) -> ([u64; 3], [u64; 3]) {
    let mut prefixes = [0; 3];
    let mut suffixes = [0; 3];
    for n in 2..=4 {
        if word.len() >= n {
            prefixes[n - 2] = hash(&word[..n]);
            suffixes[n - 2] = hash(&word[word.len() - n..]);
        }
    }
    (prefixes, suffixes)
}

/// Returns a hash of how the word is written: capitals, small letters, digits, signs, each run
/// of one sort counted once; of numbers the length too.
fn outline(word: &str) -> u64 {
    let mut hash = SEED;
    let mut last = 0;
    for &byte in word.as_bytes().iter().take(MAX_OUTLINE) {
        let sort = match byte {
            b'A'..=b'Z' => b'A',
            b'a'..=b'z' | 0x80.. => b'a',
            b'0'..=b'9' => b'0',
            other => other,
        };
        if sort != last || sort == b'0' {
            hash = step(hash, sort);
        }
        last = sort;
    }
    hash
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Returns the FNV-1a hash of bytes.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(SEED, |hash, &byte| step(hash, byte))
}
