//! Stems, with a cache: news repeats its words, the stemmer need not.

use std::ops::Range;

use super::endings::with_accents;
use super::fold::fold;
use super::function_words::is_function_word;
use super::language::Language;

/// The longest word in bytes whose stem is kept.
const MAX_WORD_BYTES: usize = 24;
/// The most bytes of a kept stem that are not the beginning of its word.
const MAX_TAIL_BYTES: usize = 4;
/// Stands in place of the tail's length when the word has no stem.
const NO_STEM: u8 = u8::MAX;

/// A direct-mapped cache over the stemmers of all languages.
#[derive(Clone)]
pub(super) struct Stems {
    /// Empty until the first stem is asked for.
    slots: Vec<Slot>,
    num_slots: usize,
}

/// A word and its stem in 32 bytes: two slots fill a cache line, and none points elsewhere.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// The word, zeros after it.
    word: [u64; MAX_WORD_BYTES / 8],
    language: u8,
    /// How many bytes the stem has in common with the word's beginning.
    kept: u8,
    tail_length: u8,
    tail: [u8; MAX_TAIL_BYTES],
}

impl Stems {
    /// Makes a cache that keeps the stems of up to `num_slots` words, or the next power of two.
    pub(super) fn new(num_slots: usize) -> Self {
        Stems {
            slots: Vec::new(),
            num_slots: num_slots.next_power_of_two(),
        }
    }

    /// Appends the stem of a folded word to `stem`; `false` for a function word, which has none.
    pub(super) fn push_stem(&mut self, language: Language, word: &str, stem: &mut String) -> bool {
        let Some(key) = key(word) else {
            return push_computed(language, word, stem);
        };
        if self.slots.is_empty() {
            self.slots = vec![Slot::default(); self.num_slots];
        }
        let at = mixed(key, language) as usize & (self.slots.len() - 1);
        let slot = &mut self.slots[at];
        if slot.word != key || slot.language != language.number() {
            let begin = stem.len();
            let has_stem = push_computed(language, word, stem);
            slot.keep(key, language, word, has_stem.then_some(&stem[begin..]));
            return has_stem;
        }
        slot.push_stem(word, stem)
    }
}

impl Slot {
    fn keep(&mut self, key: [u64; 3], language: Language, word: &str, stem: Option<&str>) {
        let Some(stem) = stem else {
            *self = Slot {
                word: key,
                language: language.number(),
                tail_length: NO_STEM,
                ..Slot::default()
            };
            return;
        };
        let kept = common_prefix(word, stem);
        let tail = &stem.as_bytes()[kept..];
        if tail.len() > MAX_TAIL_BYTES {
            return;
        }
        *self = Slot {
            word: key,
            language: language.number(),
            kept: kept as u8,
            tail_length: tail.len() as u8,
            tail: [0; 4],
        };
        self.tail[..tail.len()].copy_from_slice(tail);
    }

    fn push_stem(&self, word: &str, stem: &mut String) -> bool {
        if self.tail_length == NO_STEM {
            return false;
        }
        stem.push_str(&word[..usize::from(self.kept)]);
        let tail = &self.tail[..usize::from(self.tail_length)];
        // A tail begins and ends with whole characters.
        stem.push_str(std::str::from_utf8(tail).unwrap_or_default());
        true
    }
}

/// The length of the beginning that both have in common, in whole characters.
fn common_prefix(word: &str, stem: &str) -> usize {
    let alike = word
        .bytes()
        .zip(stem.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    word.floor_char_boundary(alike)
}

/// The word as numbers; `None` for one that is too long for a slot.
fn key(word: &str) -> Option<[u64; 3]> {
    let mut bytes = [0; MAX_WORD_BYTES];
    bytes
        .get_mut(..word.len())?
        .copy_from_slice(word.as_bytes());
    let number = |at: Range<usize>| bytes[at].try_into().map_or(0, u64::from_le_bytes);
    Some([number(0..8), number(8..16), number(16..24)])
}

/// Mixes the numbers with odd constants; the middle bits of the product depend on all of them.
fn mixed(key: [u64; 3], language: Language) -> u64 {
    let mixed = key[0]
        ^ key[1].rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ key[2].rotate_left(41).wrapping_mul(0xc2b2_ae3d_27d4_eb4f)
        ^ u64::from(language.number());
    let product = u128::from(mixed) * 0xd6e8_feb8_6659_fd93;
    (product >> 64) as u64 ^ product as u64
}

fn push_computed(language: Language, word: &str, stem: &mut String) -> bool {
    if is_function_word(language, word) {
        return false;
    }
    match language.algorithm() {
        _ if word.starts_with(|c: char| c.is_ascii_digit()) => stem.push_str(singular_number(word)),
        Some(algorithm) => {
            let accented = with_accents(language, word);
            let stemmed = frostem::Stemmer::new(algorithm)
                .stem(&accented)
                .into_owned();
            let folded = fold(&stemmed);
            stem.push_str(if folded.is_empty() { word } else { &folded });
        }
        None => stem.push_str(word),
    }
    true
}

/// `16s` of `F-16s` is `16`, `1990s` is `1990`.
fn singular_number(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(number) if number.ends_with(|c: char| c.is_ascii_digit()) => number,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stem(stems: &mut Stems, code: &str, word: &str) -> Option<String> {
        let mut stem = String::new();
        stems
            .push_stem(Language::from_code(code), word, &mut stem)
            .then_some(stem)
    }

    #[test]
    fn a_kept_stem_is_the_computed_one() {
        let mut stems = Stems::new(1 << 14);
        for _ in 0..2 {
            assert_eq!(
                stem(&mut stems, "en", "coalitions").as_deref(),
                Some("coalit")
            );
            assert_eq!(stem(&mut stems, "en", "studies").as_deref(), Some("studi"));
            assert_eq!(stem(&mut stems, "en", "the"), None);
            assert_eq!(stem(&mut stems, "--", "the").as_deref(), Some("the"));
            assert_eq!(stem(&mut stems, "en", "16s").as_deref(), Some("16"));
        }
    }

    proptest! {
        #[test]
        fn every_word_has_the_same_stem_again(words in prop::collection::vec("[a-eа-д]{1,14}", 1..40)) {
            let mut stems = Stems::new(1 << 14);
            for language in Language::ALL {
                for word in words.iter().chain(&words) {
                    let (mut kept, mut computed) = (String::new(), String::new());
                    let has_stem = stems.push_stem(language, word, &mut kept);
                    prop_assert_eq!(has_stem, push_computed(language, word, &mut computed));
                    prop_assert_eq!(kept, computed);
                }
            }
        }
    }
}
