//! Signs inside words: the dots of acronyms, `AT&T`, `C++`.

use super::{WordCursor, is_letter};

/// The most letters on either side of an ampersand that is part of a name.
const MAX_LETTERS_AT_AMPERSAND: usize = 3;

impl WordCursor<'_> {
    /// Reads on after a single letter where more single letters follow, each after a full stop:
    /// `U.S.` becomes `us`.
    pub(super) fn read_dotted(&mut self, start: usize, folded: &mut String) -> bool {
        let mut is_dotted = false;
        if self.is_single_letter(start) {
            while let Some(letter) = self.letter_between_dots() {
                self.at += 1;
                self.push_letter(letter, folded);
                is_dotted = true;
            }
        }
        if is_dotted && self.peek_byte() == Some(b'.') {
            self.at += 1;
        }
        is_dotted
    }

    /// The single letter after a full stop that stands here.
    fn letter_between_dots(&self) -> Option<char> {
        let mut chars = self.rest().chars();
        chars.next().filter(|&c| c == '.')?;
        let letter = chars.next().filter(|&c| is_letter(c))?;
        let goes_on = chars.next().is_some_and(|c| is_letter(c) || c.is_numeric());
        (!goes_on).then_some(letter)
    }

    fn push_letter(&mut self, letter: char, folded: &mut String) {
        super::push_folded(letter, folded);
        self.at += letter.len_utf8();
    }

    fn is_single_letter(&self, start: usize) -> bool {
        self.text[start..self.at].chars().take(2).count() == 1
    }

    /// Reads on over an ampersand between few letters, which becomes part of the term: `AT&T`.
    pub(super) fn read_ampersand(&mut self, start: usize, folded: &mut String) {
        if self.peek_byte() != Some(b'&') || !is_short(&self.text[start..self.at]) {
            return;
        }
        let rest = &self.text[self.at + 1..];
        let letters = &rest[..rest.find(|c| !is_letter(c)).unwrap_or(rest.len())];
        if !letters.is_empty() && is_short(letters) && !rest[letters.len()..].starts_with(';') {
            folded.push('&');
            self.at += 1;
            self.read_letters(folded);
        }
    }

    /// Reads the signs after the single letter of a programming language: `C++`, `C#`.
    pub(super) fn read_signs_of_language(&mut self, start: usize, folded: &mut String) {
        if !self.is_single_letter(start) {
            return;
        }
        for signs in ["++", "#"] {
            let after = self.rest().strip_prefix(signs);
            if after.is_some_and(|after| !after.starts_with(char::is_alphanumeric)) {
                folded.push_str(signs);
                self.at += signs.len();
                return;
            }
        }
    }
}

fn is_short(letters: &str) -> bool {
    letters.chars().take(MAX_LETTERS_AT_AMPERSAND + 1).count() <= MAX_LETTERS_AT_AMPERSAND
}
