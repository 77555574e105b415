//! Where words begin and end.
//!
//! A word is a run of letters, or of digits and the letters right after them. What stands
//! between may belong to it ([`apostrophe`], [`number`], [`signs`]), and scripts that
//! write no spaces are cut into overlapping pairs ([`unspaced`]).

mod apostrophe;
mod number;
mod signs;
mod unspaced;

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::MAX_TERM_BYTES;
pub(super) use unspaced::{first_character, is_of_unspaced, last_character};

use super::fold::{digit_value, is_invisible, push_folded};
use crate::text::acronym::is_ordinary_word;

/// Walks over a text word by word.
#[derive(Clone)]
pub(super) struct WordCursor<'a> {
    text: &'a str,
    at: usize,
    /// Digits before this byte are numbers by themselves, whatever separates them.
    plain_digits_end: usize,
}

/// One word of a text; its folded form is written where the caller wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) bytes: Range<usize>,
    /// Whether it is an ordinary word in capitals that name something else (`IS`, `U.S.`).
    pub(super) is_acronym: bool,
    /// What kind of characters it is made of.
    pub(super) script: Script,
}

/// How a word is cut out of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Script {
    /// By what stands around it.
    #[default]
    Spaced,
    /// Character by character.
    Unspaced {
        /// Whether it is the last of its run.
        is_last: bool,
    },
}

/// A set of letters of the alphabet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsciiLetters(u32);

impl AsciiLetters {
    /// Those of the small letters for which `holds` says so.
    pub fn which(holds: impl Fn(char) -> bool) -> Self {
        let letters = ('a'..='z').filter(|&letter| holds(letter));
        AsciiLetters(letters.fold(0, |bits, letter| bits | 1 << (letter as u32 - 'a' as u32)))
    }

    /// Tells whether it holds an ASCII letter, small or not.
    fn has(self, letter: u8) -> bool {
        self.0 & 1 << (letter.to_ascii_lowercase() - b'a') != 0
    }
}

impl<'a> WordCursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        WordCursor {
            text,
            at: 0,
            plain_digits_end: 0,
        }
    }

    /// Writes the next word, folded, into `folded`, and returns where it stands.
    pub(super) fn next_into(&mut self, folded: &mut String) -> Option<Word> {
        loop {
            folded.clear();
            self.skip_separators();
            let word = self.read_word(folded)?;
            if !folded.is_empty() {
                folded.truncate(folded.floor_char_boundary(MAX_TERM_BYTES));
                return Some(word);
            }
        }
    }

    /// Passes over words that begin with none of `letters`, as long as it takes no more to tell where
    /// they end than a look at the byte behind them; returns how many.
    pub(super) fn pass_over_but(&mut self, letters: AsciiLetters) -> u32 {
        let bytes = self.text.as_bytes();
        let mut passed = 0;
        loop {
            let is_separator = |byte: &&u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
            self.at += bytes[self.at..].iter().take_while(is_separator).count();
            let letters_here = bytes[self.at..].iter();
            let length = letters_here
                .take_while(|byte| byte.is_ascii_alphabetic())
                .count();
            let end = self.at + length;
            let is_plain = length > 0 && matches!(bytes.get(end), None | Some(b' ' | b',' | b'\n'));
            if !is_plain || letters.has(bytes[self.at]) {
                return passed;
            }
            self.at = end;
            passed += 1;
        }
    }

    fn read_word(&mut self, folded: &mut String) -> Option<Word> {
        let first = self.peek()?;
        if first.is_ascii_alphabetic() {
            Some(self.read_letters_word(folded))
        } else if digit_value(first).is_some() {
            Some(self.read_number(folded))
        } else if unspaced::is_unspaced(first) {
            Some(self.read_pair(folded))
        } else {
            Some(self.read_letters_word(folded))
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn peek_byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_separators(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii_alphanumeric() {
                return;
            }
            if byte.is_ascii() {
                self.at += 1;
                continue;
            }
            match self.peek() {
                Some(c) if begins_word(c) => return,
                Some(c) => self.at += c.len_utf8(),
                None => return,
            }
        }
    }

    /// Reads a word that begins with a letter.
    fn read_letters_word(&mut self, folded: &mut String) -> Word {
        let mut start = self.at;
        self.read_letters(folded);
        let mut is_dotted = false;
        // Nearly every word ends before a space or a comma.
        if !matches!(self.peek_byte(), None | Some(b' ' | b',' | b'\n')) {
            is_dotted = self.read_dotted(start, folded);
            if !is_dotted {
                self.read_ampersand(start, folded);
                self.read_signs_of_language(start, folded);
            }
        }
        let mut end = self.at;
        if matches!(self.peek_byte(), Some(b'\'' | b'`' | 0xc0..)) {
            (start, end) = self.read_apostrophes(start, folded);
        }
        Word {
            is_acronym: self.is_acronym(start..end, is_dotted, folded),
            bytes: start..end,
            script: Script::Spaced,
        }
    }

    /// Reads a run of letters with the marks on them; digits end it.
    fn read_letters(&mut self, folded: &mut String) {
        loop {
            self.read_ascii_letters(folded);
            match self.peek().filter(|c| !c.is_ascii()) {
                Some(c) if is_invisible(c) => {
                    if !self.skip_invisible_inside() {
                        return;
                    }
                }
                Some(c) if is_letter(c) => {
                    push_folded(c, folded);
                    self.at += c.len_utf8();
                }
                _ => return,
            }
        }
    }

    fn read_ascii_letters(&mut self, folded: &mut String) {
        let rest = &self.text.as_bytes()[self.at..];
        let is_end = |byte: &u8| !byte.is_ascii_alphabetic();
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        let begin = folded.len();
        folded.push_str(&self.text[self.at..self.at + length]);
        folded[begin..].make_ascii_lowercase();
        self.at += length;
    }

    /// Skips the invisible characters that stand here if a letter follows them.
    fn skip_invisible_inside(&mut self) -> bool {
        let visible = self.rest().trim_start_matches(is_invisible);
        let is_inside = visible.starts_with(is_letter) && !visible.starts_with(is_invisible);
        if is_inside {
            self.at = self.text.len() - visible.len();
        }
        is_inside
    }

    fn is_acronym(&self, bytes: Range<usize>, is_dotted: bool, folded: &str) -> bool {
        let written = self.text[bytes].as_bytes();
        let is_in_capitals =
            || written.len() > 1 && written.iter().all(|byte| byte.is_ascii_uppercase());
        (is_dotted || is_in_capitals()) && is_ordinary_word(folded)
    }
}

/// Tells whether a word may begin with `c`.
fn begins_word(c: char) -> bool {
    c.is_alphabetic() && !is_invisible(c) && !is_apostrophe(c)
        || digit_value(c).is_some()
        || unspaced::is_unspaced(c)
}

/// Tells whether `c` goes on with a word of letters.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || !c.is_ascii()
            && (c.is_alphabetic() || is_combining_mark(c))
            && !is_apostrophe(c)
            && !unspaced::is_unspaced(c)
}

/// The signs that are written for an apostrophe.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | '＇' | '´' | '`')
}
