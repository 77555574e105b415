//! What a copy changes of a text, sentence by sentence.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::words::each_word;
use crate::text::sentence::sentences;

/// A sentence that has so much in common with one in its place is that one, reworded.
const REWORDED: f32 = 0.5;

/// What a copy changes of a text; sentences that differ in signs and case alone are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Whether the headline is another.
    pub headline: bool,
    /// Sentences that the text does not have.
    pub added: Vec<String>,
    /// Sentences of the text that the copy does not have.
    pub cut: Vec<String>,
    /// Sentences of the text, and what stands in their places.
    pub replaced: Vec<(String, String)>,
    /// Sentences that stand elsewhere.
    pub moved: Vec<String>,
}

impl Changes {
    /// Compares a copy with a text, each a headline and a body.
    pub fn between(text: (&str, &str), copy: (&str, &str)) -> Self {
        let (old, new) = (Sentences::of(text.1), Sentences::of(copy.1));
        let mut changes = Changes {
            headline: words(text.0) != words(copy.0),
            ..Changes::default()
        };
        let (mut cut, mut added) = (Vec::new(), Vec::new());
        for op in capture_diff_slices(Algorithm::Myers, &old.keys, &new.keys) {
            if let DiffOp::Equal { .. } = op {
                continue;
            }
            let (before, after) = (op.old_range(), op.new_range());
            let pairs = reworded(&old.words[before.clone()], &new.words[after.clone()]);
            for (index, number) in before.enumerate() {
                match pairs.iter().find(|pair| pair.0 == index) {
                    Some(pair) => {
                        let other = new.texts[after.start + pair.1];
                        changes
                            .replaced
                            .push((on_one_line(old.texts[number]), on_one_line(other)));
                    }
                    None => cut.push(number),
                }
            }
            let is_added = |index: &usize| pairs.iter().all(|pair| pair.1 != *index);
            let kept = (0..after.len()).filter(is_added);
            added.extend(kept.map(|index| after.start + index));
        }
        changes.tell_moved(&old, &new, &cut, &added);
        changes
    }

    /// Tells whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }

    /// Sorts out the sentences that were cut in one place and added in another.
    fn tell_moved(
        &mut self,
        old: &Sentences<'_>,
        new: &Sentences<'_>,
        cut: &[usize],
        added: &[usize],
    ) {
        let mut cut_keys: HashMap<u64, usize> = HashMap::new();
        for &number in cut {
            *cut_keys.entry(old.keys[number]).or_default() += 1;
        }
        let mut moved_keys: HashMap<u64, usize> = HashMap::new();
        for &number in added {
            let key = new.keys[number];
            let text = on_one_line(new.texts[number]);
            match cut_keys.get_mut(&key).filter(|left| **left > 0) {
                Some(left) => {
                    *left -= 1;
                    *moved_keys.entry(key).or_default() += 1;
                    self.moved.push(text);
                }
                None => self.added.push(text),
            }
        }
        for &number in cut {
            match moved_keys
                .get_mut(&old.keys[number])
                .filter(|left| **left > 0)
            {
                Some(left) => *left -= 1,
                None => self.cut.push(on_one_line(old.texts[number])),
            }
        }
    }
}

/// The sentences of a text that have words.
#[derive(Default)]
struct Sentences<'a> {
    texts: Vec<&'a str>,
    words: Vec<Vec<u64>>,
    /// A number for the words of each.
    keys: Vec<u64>,
}

impl<'a> Sentences<'a> {
    fn of(text: &'a str) -> Self {
        let mut found = Sentences::default();
        for range in sentences(text) {
            let words = words(&text[range.clone()]);
            if words.is_empty() {
                continue;
            }
            let key = words.iter().fold(0_u64, |key, &word| {
                key.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(word)
            });
            found.texts.push(text[range].trim());
            found.words.push(words);
            found.keys.push(key);
        }
        found
    }
}

fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word));
    words
}

/// Pairs of sentences that were put in the place of each other, in order: the places of both.
fn reworded(old: &[Vec<u64>], new: &[Vec<u64>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut next = 0;
    for (index, before) in old.iter().enumerate() {
        let after = new.iter().enumerate().skip(next);
        let pair = after
            .filter(|(_, after)| common(before, after) >= REWORDED)
            .map(|(at, _)| at)
            .next();
        if let Some(at) = pair {
            pairs.push((index, at));
            next = at + 1;
        }
    }
    pairs
}

/// How many words of the longer of two sentences the other one has, from 0 to 1.
fn common(a: &[u64], b: &[u64]) -> f32 {
    let mut left = b.to_vec();
    left.sort_unstable();
    let shared = a.iter().filter(|word| match left.binary_search(word) {
        Ok(at) => {
            left.remove(at);
            true
        }
        Err(_) => false,
    });
    shared.count() as f32 / a.len().max(b.len()) as f32
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ferry stayed in port. Waves were four metres high. \"We wait,\" said the captain. \
                        The harbour opens on Monday. Nobody was hurt.";

    fn changes(copy: &str) -> Changes {
        Changes::between(("Ferry waits", TEXT), ("Ferry waits!", copy))
    }

    #[test]
    fn a_copy_set_otherwise_changes_nothing() {
        let set = TEXT.replace('"', "”").replace(". ", ".\n\n");
        assert!(changes(&set).is_empty());
    }

    #[test]
    fn sentences_are_added_cut_replaced_and_moved() {
        let copy = "HARBOUR CITY. The ferry stayed in port. Waves were five metres high. The harbour \
                    opens on Monday. “We wait,” said the captain.";
        let changes = changes(copy);
        assert_eq!(changes.added, ["HARBOUR CITY."]);
        assert_eq!(changes.cut, ["Nobody was hurt."]);
        let replaced = (
            "Waves were four metres high.",
            "Waves were five metres high.",
        );
        let replaced = (replaced.0.to_owned(), replaced.1.to_owned());
        assert_eq!(changes.replaced, [replaced]);
        assert_eq!(changes.moved.len(), 1);
        assert!(!changes.headline);
    }

    #[test]
    fn another_text_has_nothing_in_common() {
        let changes = Changes::between(
            ("A", "One sentence. Another sentence."),
            ("B", "Nothing alike here."),
        );
        assert_eq!((changes.cut.len(), changes.added.len()), (2, 1));
        assert!(changes.headline);
        assert!(Changes::between(("", ""), ("", "")).is_empty());
    }
}
