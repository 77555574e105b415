//! Wildcards, misspellings and weights: the signs in and behind a word.

use std::ops::Range;

use super::Lexer;
use super::chunk::{Piece, range_of, text_of, trimmed};
use super::signs::{is_unspaced, is_word_character};
use super::token::{Kind, Word};
use crate::query::repair::shortened;
use crate::query::tree::{Atom, Query, WordForm};

/// The smallest number of characters that a wildcard leaves fixed.
const MIN_FIXED: usize = 2;

/// What stands behind a word.
#[derive(Debug, Default)]
pub(super) struct Suffix {
    weight: Option<Weight>,
    pub(super) fuzzy: Option<Fuzzy>,
}

/// `^2`.
#[derive(Debug)]
struct Weight {
    factor: f64,
    range: Range<usize>,
}

/// `~1`.
#[derive(Debug)]
pub(super) struct Fuzzy {
    digits: String,
    range: Range<usize>,
}

/// Cuts `~1` and `^2` off the end of a chunk.
pub(super) fn split_suffix(pieces: &[Piece]) -> (&[Piece], Suffix) {
    let mut suffix = Suffix::default();
    let mut body = pieces;
    if let Some((before, number)) = split_number(body, '^')
        && let Ok(factor) = text_of(number).parse()
    {
        let range = range_of(&body[before.len()..]);
        suffix.weight = Some(Weight { factor, range });
        body = before;
    }
    if let Some((before, number)) = split_number(body, '~') {
        suffix.fuzzy = Some(Fuzzy {
            digits: text_of(number).trim_end_matches('.').to_owned(),
            range: range_of(&body[before.len()..]),
        });
        body = before;
    }
    (body, suffix)
}

/// Cuts `sign` and the number behind it off the end; the number may be empty.
fn split_number(pieces: &[Piece], sign: char) -> Option<(&[Piece], &[Piece])> {
    let is_digit =
        |piece: &&Piece| !piece.is_escaped && (piece.c.is_ascii_digit() || piece.c == '.');
    let digits = pieces.iter().rev().take_while(is_digit).count();
    let at = (pieces.len() - digits).checked_sub(1)?;
    let is_behind_word = at > 0 && pieces[at].is(sign);
    is_behind_word.then(|| (&pieces[..at], &pieces[at + 1..]))
}

impl Fuzzy {
    /// Returns the number of edits, and what is to be said of the way it was written.
    fn edits(&self) -> (u8, Option<&'static str>) {
        match self.digits.as_str() {
            "1" => (1, None),
            "2" => (2, None),
            "" => (1, Some("says no number of letters, read as `~1`")),
            digits if digits.parse() == Ok(0.0) => (0, Some("allows no other letter, passed over")),
            digits if digits.parse::<f64>().is_ok_and(|share| share < 1.0) => {
                (1, Some("is a share, not a number of letters, read as `~1`"))
            }
            _ => (2, Some("is more than two letters, read as `~2`")),
        }
    }
}

impl Lexer<'_> {
    /// Reads a word without wildcards.
    pub(super) fn read_word_or_fuzzy(&mut self, body: &[Piece], fuzzy: Option<&Fuzzy>) {
        let word = trimmed(body, |_| false);
        self.say_stray_signs(body);
        if !word.iter().any(|piece| piece.c.is_alphanumeric()) {
            return;
        }
        let sign = self.exact_sign.take();
        let edits = fuzzy.map_or(0, |fuzzy| self.edits(fuzzy));
        let text = text_of(word);
        let kind = if edits > 0 {
            Kind::Leaf(Query::Atom(Atom::Fuzzy { word: text, edits }))
        } else if sign.is_some() {
            let form = WordForm::Exact;
            Kind::Leaf(Query::Atom(Atom::Word { text, form }))
        } else {
            let is_escaped = word[0].is_escaped;
            Kind::Word(Word { text, is_escaped })
        };
        let range = range_of(word);
        self.push_at(kind, sign.unwrap_or(range.start)..range.end);
    }

    /// Returns the number of edits, and says what was odd about the way it was written.
    pub(super) fn edits(&mut self, fuzzy: &Fuzzy) -> u8 {
        let (edits, note) = fuzzy.edits();
        if let Some(note) = note {
            let written = shortened(&self.text[fuzzy.range.clone()]);
            self.repairs
                .say(fuzzy.range.clone(), format!("`{written}` {note}"));
        }
        edits
    }

    /// Says that a `~` or `^` in or before a word does nothing.
    fn say_stray_signs(&mut self, body: &[Piece]) {
        for piece in body {
            if piece.is('~') || piece.is('^') {
                let example = if piece.is('~') {
                    "mohamed~1"
                } else {
                    "coalition^2"
                };
                let message = format!(
                    "`{}` is passed over: expected it behind a word with a number, as in `{example}`",
                    piece.c
                );
                self.repairs.say(piece.start..piece.end, message);
                return;
            }
        }
    }

    /// Reads a word with wildcards.
    pub(super) fn read_wildcard(&mut self, body: &[Piece]) {
        let word = self.without_question_mark(trimmed(body, Piece::is_wild));
        let word = trimmed(word, Piece::is_wild);
        if !word.iter().any(Piece::is_wild) {
            return self.read_word_or_fuzzy(word, None);
        }
        self.say_stray_signs(word);
        let mut range = range_of(word);
        range.start = self.exact_sign.take().unwrap_or(range.start);
        if word.iter().all(Piece::is_wild) {
            self.read_star(word, range);
        } else if word.iter().any(|piece| is_unspaced(piece.c)) {
            self.read_unspaced_wildcard(word, range);
        } else if let Some(atom) = wildcard(word) {
            self.push_at(Kind::Leaf(Query::Atom(atom)), range);
        } else {
            self.say_unfixed(range);
            let fixed: Vec<Piece> = word.iter().copied().filter(|p| !p.is_wild()).collect();
            self.push_word(&fixed, false);
        }
    }

    /// Takes the question mark off the last word of a sentence.
    pub(super) fn without_question_mark<'p>(&mut self, body: &'p [Piece]) -> &'p [Piece] {
        let marks = body.iter().rev().take_while(|piece| piece.is('?')).count();
        if !self.is_sentence || marks == 0 {
            return body;
        }
        let (word, marks) = body.split_at(body.len() - marks);
        let is_first = !std::mem::replace(&mut self.has_question_mark, true);
        if is_first {
            self.repairs.say(
                range_of(marks),
                "`?` is read as a question mark: for one more letter write `/wor./`",
            );
        }
        word
    }

    fn read_star(&mut self, word: &[Piece], range: Range<usize>) {
        if word.iter().any(|piece| piece.is('*')) {
            self.push_at(Kind::Leaf(Query::All), range);
        } else if !self.is_sentence {
            let message = "`?` stands for one letter of a word: expected two others at the least";
            self.repairs.say(range, message);
        }
    }

    /// Words of scripts without spaces are found inside of longer ones as they are.
    fn read_unspaced_wildcard(&mut self, word: &[Piece], range: Range<usize>) {
        let message = format!(
            "`{}` is read without its wildcards: words of this script are found in longer ones",
            shortened(&self.text[range.clone()])
        );
        self.repairs.say(range, message);
        for part in word.split(Piece::is_wild) {
            self.push_word(part, false);
        }
    }

    pub(super) fn say_unfixed(&mut self, range: Range<usize>) {
        let message = format!(
            "`{}` is read without its wildcards: expected two other letters at the least",
            shortened(&self.text[range.clone()])
        );
        self.repairs.say(range, message);
    }

    /// Pushes the weight behind a word; says what else stands there in vain.
    pub(super) fn finish_suffix(&mut self, body: &[Piece], suffix: &Suffix) {
        if let Some(fuzzy) = suffix
            .fuzzy
            .as_ref()
            .filter(|_| body.iter().any(Piece::is_wild))
        {
            self.repairs.say(
                fuzzy.range.clone(),
                "`~` is passed over: a word has either wildcards or other letters",
            );
        }
        let Some(weight) = &suffix.weight else { return };
        let body = range_of(body);
        let is_behind_operand = self
            .tokens
            .last()
            .is_some_and(|token| token.kind.is_operand() && token.range.end > body.start);
        if is_behind_operand {
            let end = std::mem::replace(&mut self.at, weight.range.end);
            self.push_weight(weight.factor, weight.range.start);
            self.at = end;
        }
    }
}

/// Makes a wildcard of a word; `None` where too few of its characters are fixed.
pub(super) fn wildcard(word: &[Piece]) -> Option<Atom> {
    let is_part = |piece: &Piece| is_word_character(piece.c) || piece.is_wild();
    let is_fixed = |piece: &&Piece| is_word_character(piece.c);
    let has_unfixed_part = word.split(|piece| !is_part(piece)).any(|part| {
        part.iter().any(Piece::is_wild) && part.iter().filter(is_fixed).count() < MIN_FIXED
    });
    if has_unfixed_part {
        return None;
    }
    let mut text = String::new();
    for piece in word {
        match piece.c {
            '*' if piece.is('*') && text.ends_with('*') => {}
            // A star that is no wildcard stands in no word of the index: it parts two.
            '*' | '?' if !piece.is_wild() => text.push('-'),
            c => text.push(c),
        }
    }
    Some(Atom::Wildcard(text))
}
