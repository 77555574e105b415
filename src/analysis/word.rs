//! Where words begin and end.

use unicode_normalization::char::is_combining_mark;

use super::MAX_TERM_BYTES;
use super::fold::push_folded;

/// Walks over a text word by word.
///
/// A word is a run of letters and digits. An English possessive (`'s`) belongs to no word.
/// Text in Han characters or kana, which has no spaces, gives its overlapping pairs.
pub(super) struct WordCursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> WordCursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        WordCursor { text, at: 0 }
    }

    /// Writes the next word, folded, into `term`, and returns its bytes in the text.
    pub(super) fn next_into(&mut self, term: &mut String) -> Option<(usize, usize)> {
        loop {
            term.clear();
            self.skip_separators();
            let first = self.peek()?;
            let start = self.at;
            let end = if is_unspaced(first) {
                self.read_pair(term)
            } else {
                self.read_run(term)
            };
            if !term.is_empty() {
                return Some((start, end));
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_separators(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    return;
                }
                self.at += 1;
                continue;
            }
            match self.peek() {
                Some(c) if c.is_alphanumeric() => return,
                Some(c) => self.at += c.len_utf8(),
                None => return,
            }
        }
    }

    /// Reads two neighbouring characters, and stays before the second where a third follows.
    fn read_pair(&mut self, term: &mut String) -> usize {
        let mut chars = self.text[self.at..].chars();
        let first = chars.next().unwrap_or_default();
        push_folded(first, term);
        let second_at = self.at + first.len_utf8();
        let Some(second) = chars.next().filter(|&c| is_unspaced(c)) else {
            self.at = second_at;
            return second_at;
        };
        push_folded(second, term);
        let end = second_at + second.len_utf8();
        let more = chars.next().is_some_and(is_unspaced);
        self.at = if more { second_at } else { end };
        end
    }

    fn read_run(&mut self, term: &mut String) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii_alphanumeric() {
                if term.len() < MAX_TERM_BYTES {
                    term.push(byte.to_ascii_lowercase().into());
                }
                self.at += 1;
            } else if byte.is_ascii() || !self.read_other_letter(term) {
                break;
            }
        }
        let end = self.at;
        self.skip_possessive();
        end
    }

    fn read_other_letter(&mut self, term: &mut String) -> bool {
        let Some(c) = self.peek() else { return false };
        if is_unspaced(c) || !(c.is_alphanumeric() || is_combining_mark(c)) {
            return false;
        }
        let length = term.len();
        push_folded(c, term);
        if term.len() > MAX_TERM_BYTES {
            term.truncate(length);
        }
        self.at += c.len_utf8();
        true
    }

    fn skip_possessive(&mut self) {
        let mut chars = self.text[self.at..].chars();
        let Some(apostrophe @ ('\'' | '’')) = chars.next() else {
            return;
        };
        let Some('s' | 'S') = chars.next() else {
            return;
        };
        if chars.next().is_none_or(|c| !c.is_alphanumeric()) {
            self.at += apostrophe.len_utf8() + 1;
        }
    }
}

/// Tells whether `c` belongs to a script that is written without spaces: Han or kana.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}
