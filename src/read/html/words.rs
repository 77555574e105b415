//! Sets of words that are looked for in class names.

/// Words, by their first byte.
pub(super) struct WordSet {
    by_first: [Vec<&'static str>; 256],
}

impl WordSet {
    /// Makes the set of these words, none of which is empty.
    pub(super) fn new(words: &[&'static str]) -> WordSet {
        let mut by_first = [const { Vec::new() }; 256];
        for word in words {
            by_first[usize::from(word.as_bytes()[0])].push(*word);
        }
        WordSet { by_first }
    }

    /// Tells whether one of the words is in a text, at any place.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        bytes.iter().enumerate().any(|(at, first)| {
            let words = &self.by_first[usize::from(*first)];
            words
                .iter()
                .any(|word| bytes[at..].starts_with(word.as_bytes()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_at_any_place() {
        let words = WordSet::new(&["nav", "share", "social"]);
        for text in ["nav", "top-nav", "sharebar", "is-social x"] {
            assert!(words.is_in(text), "{text}");
        }
        for text in ["", "na", "top-na", "s o c i a l"] {
            assert!(!words.is_in(text), "{text}");
        }
    }
}
