//! What an apostrophe between letters does.

use super::{WordCursor, is_apostrophe, is_letter};
use crate::analysis::fold::fold;

/// Ends that are dropped, for they are no part of the word: the English possessive and the short
/// forms of verbs, and the cases of Turkish names (`Ankara'da`), folded, in order.
const DROPPED_ENDS: &[&str] = &[
    "d", "da", "daki", "dan", "de", "deki", "den", "in", "la", "le", "ll", "m", "nda", "ndan",
    "nde", "nden", "nin", "nun", "re", "s", "ta", "tan", "te", "ten", "un", "ve", "ya", "ye", "yi",
    "yla", "yle", "yu",
];

/// Words that lose their last vowel before another, in French, Italian and Catalan: an article or
/// preposition of its own, which is dropped, in order.
const ELIDED: &[&str] = &[
    "all", "bell", "c", "coll", "d", "dall", "degl", "dell", "gl", "j", "jusqu", "l", "lorsqu",
    "m", "n", "negl", "nell", "presqu", "puisqu", "qu", "quell", "quest", "quoiqu", "s", "sant",
    "senz", "sugl", "sull", "t", "un",
];

impl WordCursor<'_> {
    /// Reads on after letters as long as an apostrophe and letters follow; returns the bytes of
    /// the word, which may begin after an elided article and end before a possessive.
    ///
    /// Other apostrophes join: `O'Brien` and `Qur'an` are often written without.
    pub(super) fn read_apostrophes(&mut self, start: usize, folded: &mut String) -> (usize, usize) {
        let mut start = start;
        let mut is_first = true;
        while let Some(after) = self.letters_after_apostrophe() {
            let end = self.at;
            if is_first
                && ELIDED.binary_search(&folded.as_str()).is_ok()
                && !self.is_short_end(after)
            {
                folded.clear();
                start = after;
            } else if self.is_dropped_end(after) {
                self.at = after;
                self.skip_letters();
                return (start, end);
            }
            is_first = false;
            self.at = after;
            self.read_letters(folded);
        }
        (start, self.at)
    }

    /// Skips an English possessive or a Turkish case after a word that is not of letters alone.
    pub(super) fn skip_dropped_end(&mut self) {
        if let Some(after) = self.letters_after_apostrophe()
            && self.is_dropped_end(after)
        {
            self.at = after;
            self.skip_letters();
        }
    }

    /// Where the letters begin that follow an apostrophe here.
    fn letters_after_apostrophe(&self) -> Option<usize> {
        let mut chars = self.rest().chars();
        let apostrophe = chars.next().filter(|&c| is_apostrophe(c))?;
        chars.next().filter(|&c| is_letter(c))?;
        Some(self.at + apostrophe.len_utf8())
    }

    fn is_dropped_end(&self, at: usize) -> bool {
        let end = self.letters_at(at);
        // The longest has four letters.
        end.len() <= 8 && DROPPED_ENDS.binary_search(&fold(end).as_str()).is_ok()
    }

    /// Tells whether a single `s` or `t` stands at `at`, which no word is elided before.
    fn is_short_end(&self, at: usize) -> bool {
        matches!(self.letters_at(at), "s" | "S" | "t" | "T")
    }

    fn letters_at(&self, at: usize) -> &str {
        let rest = &self.text[at..];
        &rest[..rest.find(|c| !is_letter(c)).unwrap_or(rest.len())]
    }

    fn skip_letters(&mut self) {
        self.at += self.letters_at(self.at).len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        assert!(DROPPED_ENDS.is_sorted_by(|a, b| a < b));
        assert!(ELIDED.is_sorted_by(|a, b| a < b));
    }
}
