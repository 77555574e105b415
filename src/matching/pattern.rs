//! Wildcards, regular expressions and misspellings: which terms a pattern stands for.

use crate::analysis::fold;

/// What a term must look like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// It matches this regular expression from its first to its last character.
    Regex(String),
    /// It is at most this many edits away from the word: letters put in, taken out, replaced,
    /// or two neighbours swapped (Damerau 1964, restricted to one edit a place).
    Fuzzy {
        /// The folded word.
        word: String,
        /// 1 or 2.
        edits: u8,
    },
}

impl Pattern {
    /// Makes the pattern of a word with `*` (any characters) and `?` (one character).
    pub fn wildcard(text: &str) -> Self {
        let mut regex = String::new();
        for c in fold(text).chars() {
            match c {
                '*' => regex.push_str(".*"),
                '?' => regex.push('.'),
                c if c.is_alphanumeric() => regex.push(c),
                c => regex.extend(['\\', c]),
            }
        }
        Pattern::Regex(regex)
    }

    /// Makes the pattern of a regular expression as it was typed. Terms are folded, so that
    /// letters beyond ASCII are too, and case makes no difference.
    pub fn regex(text: &str) -> Self {
        let mut regex = String::from("(?i:");
        for c in text.chars() {
            if c.is_alphabetic() && !c.is_ascii() {
                regex.push_str(&fold(c.encode_utf8(&mut [0; 4])));
            } else {
                regex.push(c);
            }
        }
        regex.push(')');
        Pattern::Regex(regex)
    }

    /// Makes the pattern of a word that may be misspelt.
    pub fn fuzzy(word: &str, edits: u8) -> Self {
        Pattern::Fuzzy {
            word: fold(word),
            edits,
        }
    }
}

/// Cuts a word with wildcards where the analyzer would cut it: `anti-is*` are two words. The
/// parts are folded.
pub(super) fn wildcard_parts(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !(c.is_alphanumeric() || c == '*' || c == '?'))
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
